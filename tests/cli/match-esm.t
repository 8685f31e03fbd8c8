#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Ubuntu Pro end to end: a file system with and without what tells that its
# services are on, `sbom | match`, Ubuntu's own records (../shared).
. tests/cli/tap.sh
D=../shared/conformance/feeds/ubuntu

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi
"$B/bin/feeds" build -q -o "$tmp/db" $D/osv $D/vex $D/tracker 2>"$tmp/err"
[ $? -le 4 ] && [ -s "$tmp/db" ]; ok $? "feeds build"

root=$tmp/root
mkdir -p "$root/etc/apt/sources.list.d" "$root/var/lib/dpkg" \
    "$root/var/lib/ubuntu-advantage"
cat >"$root/etc/os-release" <<'X'
NAME="Ubuntu"
VERSION="20.04.6 LTS (Focal Fossa)"
ID=ubuntu
ID_LIKE=debian
VERSION_ID="20.04"
VERSION_CODENAME=focal
UBUNTU_CODENAME=focal
X
status() {	# version of libnetty-java
	cat >"$root/var/lib/dpkg/status" <<X
Package: libnetty-java
Status: install ok installed
Maintainer: Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>
Architecture: all
Source: netty
Version: $1

Package: libwayland-client0
Status: install ok installed
Maintainer: Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>
Architecture: amd64
Source: wayland
Version: 1.18.0-1

X
}
# As `pro status --format json` leaves it behind, cut down.
pro() {		# infra apps
	cat >"$root/var/lib/ubuntu-advantage/status.json" <<X
{"_schema_version": "0.1", "attached": true, "services": [
 {"name": "esm-apps", "entitled": "yes", "status": "$2", "available": "yes"},
 {"name": "esm-infra", "entitled": "yes", "status": "$1", "available": "yes"},
 {"name": "fips", "entitled": "yes", "status": "disabled"}],
 "version": "31.2.3~20.04"}
X
}
judged() {	# text want
	"$B/bin/sbom" -q "$root" 2>"$tmp/err" |
	    "$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json - \
	    >"$tmp/report" 2>>"$tmp/err"
	is "$(jq -r '.targets[0].findings[] | [.id, .package.name, .state,
	    (.fixed_in | join(",")), .confidence] | join(" ")' \
	    "$tmp/report" | LC_ALL=C sort | paste -sd';')" "$2" "$1"
}

wayland="CVE-2021-3782 libwayland-client0 fixed 1.18.0-1ubuntu0.1 vendor"
paid="$wayland;CVE-2022-24823 libnetty-java wont_fix  vendor"
free="$wayland;CVE-2022-24823 libnetty-java fixed 1:4.1.45-1ubuntu0.1~esm2 vendor"
status 1:4.1.45-1
judged "no Pro: the fix is for others" "$paid"
pro enabled enabled
judged "attached: the fix" "$free"
pro enabled disabled
judged "another service alone" "$paid"
pro disabled enabled
judged "the service alone" "$free"
pro disabled disabled
judged "attached, and nothing on" "$paid"
rm "$root/var/lib/ubuntu-advantage/status.json"
cat >"$root/etc/apt/sources.list.d/ubuntu-esm-apps.sources" <<'X'
Types: deb
URIs: https://esm.ubuntu.com/apps/ubuntu
Suites: focal-apps-security focal-apps-updates
Components: main
Signed-By: /usr/share/keyrings/ubuntu-pro-esm-apps.gpg
X
judged "apt's sources tell" "$free"
rm "$root/etc/apt/sources.list.d/ubuntu-esm-apps.sources"
status 1:4.1.45-1ubuntu0.1~esm1
judged "a build of Pro tells itself" "$free"
status 1:4.1.45-1ubuntu0.1~esm2
judged "the fix" "$wayland"
done_testing
