#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# match and debsecan, Debian's own program, on Debian systems with one tracker:
# the same pairs of problem and package, but for differences that the tracker's
# rules for debsecan make (tests/tools/debian-debsecan.py names the source of
# each). Both sets are held against that, and none may be left over:
#
#	only match: unimportant		debsecan leaves these out; ours are of
#					severity negligible
#	only match: end-of-life		left out; ours are of that state
#	only match: never in unstable	left out, though the release is affected
#	only match: undetermined, and a version with an epoch
#					the word stands for a version there,
#					and an epoch goes before any word
#	only match: signed kernel	linux-signed-* is built of linux
#	only debsecan: no statement of the release
#					the tracker speaks of another release
#					only, and debsecan of every version
#	only debsecan: not a version of the archive
#					the release's fix is compared for
#					equality with versions of the archive:
#					one beyond it that is none of these is
#					taken as not fixed
. tests/cli/tap.sh
T=../shared/conformance/feeds/debian
P=../shared/conformance/packages/deb

if ! command -v debsecan >/dev/null; then
	echo "1..0 # SKIP debsecan is not installed"
	exit 0
fi

# name tracker codename status document least classes
compare() {
	mkdir -p "$tmp/data"
	tests/tools/debian-debsecan.py data "$2" "$3" >"$tmp/data/$3" \
	    2>"$tmp/err"
	ok $? "$1: debsecan's data"
	sed 's/^/# /' "$tmp/err"
	debsecan --config "$tmp/none" --whitelist "$tmp/none" --suite "$3" \
	    --source "file://$tmp/data" --status "$4" --format simple \
	    2>"$tmp/err" | LC_ALL=C sort -u >"$tmp/theirs"
	sed 's/^/# /' "$tmp/err"
	"$B/bin/feeds" build -q -o "$tmp/db" "$2" 2>"$tmp/err"
	ok $? "$1: a database"
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$5" \
	    >"$tmp/report" 2>"$tmp/err"
	is "$?" 0 "$1: status"
	jq -r '.targets[].findings[] | .id + " " + .package.name' \
	    "$tmp/report" | LC_ALL=C sort -u >"$tmp/ours"
	k=$(LC_ALL=C comm -12 "$tmp/theirs" "$tmp/ours" | wc -l)
	[ "$k" -ge "$6" ]
	ok $? "$1: $k pairs found by both ($6 at least)"
	got=$(tests/tools/debian-debsecan.py explain "$2" "$3" "$4" \
	    "$tmp/theirs" "$tmp/ours" 2>&1)
	is "$(echo "$got" | grep unexplained)" '' "$1: all is explained"
	is "$(echo "$got" | cut -f1)" "$7" "$1: the differences are of these classes"
	echo "$got" | sed "s/^/# $1: /"
}

all='only debsecan: no statement of the release
only match: end-of-life
only match: never in unstable
only match: undetermined, and a version with an epoch
only match: unimportant'

for name in minbase full; do
	root=$(sh tests/images/debian.sh $name 2>"$tmp/err")
	st=$?
	if [ $st = 77 ]; then
		ok 0 "$name # SKIP debootstrap is missing"
		continue
	fi
	status=$root/var/lib/dpkg/status
	codename=$(sed -n 's/^VERSION_CODENAME=//p' "$root/etc/os-release")
	sh tests/tools/debian-tracker.sh "$status" "$codename" \
	    >"$tmp/tracker.json"
	"$B/bin/sbom" "$root" >"$tmp/own" 2>"$tmp/err"
	ok $? "debootstrap $name: sbom"
	compare "debootstrap $name" "$tmp/tracker.json" "$codename" "$status" \
	    "$tmp/own" 300 "$all"
done

# The signed kernel's source is one of its own, of which the tracker is silent.
cat >"$tmp/status" <<-X
	Package: linux-image-6.1.0-21-amd64
	Status: install ok installed
	Architecture: amd64
	Source: linux-signed-amd64 (6.1.90+1)
	Version: 6.1.90-1

	Package: bash
	Status: install ok installed
	Architecture: amd64
	Version: 5.2.15-2
X
cat >"$tmp/tracker.json" <<-X
	{ "linux": { "CVE-2031-10001": { "releases": { "bookworm": {
	    "status": "open", "urgency": "high",
	    "repositories": { "bookworm": "6.1.90-1" } } } } },
	  "bash": { "CVE-2031-10002": { "releases": { "bookworm": {
	    "status": "open", "urgency": "low",
	    "repositories": { "bookworm": "5.2.15-2" } } } } } }
X
python3 tests/tools/dpkg-cdx.py "$tmp/status" debian 12 >"$tmp/cdx"
compare 'a signed kernel' "$tmp/tracker.json" bookworm "$tmp/status" \
    "$tmp/cdx" 1 'only match: signed kernel'

if [ ! -d "$T" ]; then
	ok 0 "real advisories # SKIP no ../shared/conformance"
	done_testing
	exit 0
fi

# Real advisories: on packages made from them, and on a real system.
f=$T/tracker.synth.json.gz
sh tests/tools/debian-craft.sh "$f" buster >"$tmp/status"
python3 tests/tools/dpkg-cdx.py "$tmp/status" debian 10 >"$tmp/cdx"
compare "Debian 10's advisories" "$f" buster "$tmp/status" "$tmp/cdx" 2000 \
    'only debsecan: no statement of the release
only debsecan: not a version of the archive'
f=tests/fixtures/match/feeds/tracker.json
s=$P/debian-12-minbase/root/var/lib/dpkg/status
python3 tests/tools/dpkg-cdx.py "$s" debian 12 >"$tmp/cdx"
compare debian-12-minbase "$f" bookworm "$s" "$tmp/cdx" 3 \
    'only debsecan: not a version of the archive
only match: unimportant'
done_testing
