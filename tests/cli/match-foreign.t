#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Documents of Syft and Trivy about the same packages give the same findings
# as our own: source names, epochs and distributions come out of wherever each
# tool keeps them. The advisories are cut from the trackers' real entries.
. tests/cli/tap.sh
F=tests/fixtures/bom

mkdir "$tmp/feeds"
cp $F/feeds/* "$tmp/feeds"
cat >"$tmp/feeds/ALSA-2024-2447.json" <<'END'
{"schema_version": "1.6.0", "id": "ALSA-2024:2447",
 "modified": "2024-05-06T12:19:31Z", "published": "2024-04-30T00:00:00Z",
 "upstream": ["CVE-2023-2975"],
 "summary": "Low: openssl and openssl-fips-provider security update",
 "affected": [{"package": {"ecosystem": "AlmaLinux:9",
   "name": "openssl-libs"}, "ranges": [{"type": "ECOSYSTEM", "events":
   [{"introduced": "0"}, {"fixed": "1:3.0.7-27.el9"}]}]}]}
END
"$B/bin/feeds" build -o "$tmp/db" "$tmp/feeds" >"$tmp/log" 2>&1
ok $? "feeds build"
sed 's/^/# /' "$tmp/log"

check() {	# document, name of the packages, wanted lines
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    >"$tmp/report" 2>"$tmp/err"
	st=$?
	[ $st = 0 ]; ok $? "$1: status 0 (is $st)"
	sed 's/^/# /' "$tmp/err"
	jq -r --arg p "$2" '.targets[].findings[] | select(.package.name |
	    IN($p | split(" ") | .[])) | [.package.name, .package.version,
	    .id, (.fixed_in[0] // "-")] | join(" ")' "$tmp/report" |
	    LC_ALL=C sort -u >"$tmp/got"
	printf '%s\n' "$3" >"$tmp/want"
	cmp -s "$tmp/want" "$tmp/got"; ok $? "$1: findings"
	diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
}

want="libssl3 3.0.11-1~deb12u2 CVE-2023-6129 3.0.13-1~deb12u1
login 1:4.13+dfsg1-1+b1 CVE-2023-4641 1:4.13+dfsg1-1+deb12u1"
root=$tmp/root
mkdir -p "$root/etc" "$root/var/lib/dpkg"
printf 'ID=debian\nVERSION_ID="12"\n' >"$root/etc/os-release"
cat >"$root/var/lib/dpkg/status" <<'END'
Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.11-1~deb12u2

Package: login
Status: install ok installed
Architecture: amd64
Source: shadow (1:4.13+dfsg1-1)
Version: 1:4.13+dfsg1-1+b1
END
"$B/bin/sbom" --from rootfs "$root" >"$tmp/ours.json" 2>/dev/null
for f in "$tmp/ours.json" $F/syft/debian.cdx.json $F/trivy/debian.cdx.json; do
	check "$f" "libssl3 login" "$want"
done
for t in syft trivy; do
	check $F/$t/alpine.cdx.json libcrypto3 \
	    "libcrypto3 3.1.4-r5 CVE-2024-4741 3.1.6-r0"
	check $F/$t/almalinux.cdx.json openssl-libs \
	    "openssl-libs 1:3.0.7-24.el9 CVE-2023-2975 1:3.0.7-27.el9"
done

# The same two packages in SPDX, and in Syft's own JSON.
trivy() {	# name, version, source, purl, OS, its version
	cat <<-EOF
	{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x",
	 "creationInfo": {"creators": ["Tool: trivy-0.74.0"]}, "packages": [
	 {"name": "$1", "SPDXID": "SPDXRef-Package-1", "versionInfo": "$2",
	  "sourceInfo": "built package from: $3", "externalRefs": [
	  {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
	   "referenceLocator": "$4"}], "primaryPackagePurpose": "LIBRARY"},
	 {"name": "$5", "SPDXID": "SPDXRef-OperatingSystem-1", "versionInfo":
	  "$6", "primaryPackagePurpose": "OPERATING-SYSTEM"}]}
	EOF
}

syft() {	# name, version, type, metadata, purl, OS, its version
	cat <<-EOF
	{"artifacts": [{"id": "1", "name": "$1", "version": "$2", "type": "$3",
	 "purl": "$5", "metadata": $4}], "distro": {"id": "$6", "versionID":
	 "$7"}, "descriptor": {"name": "syft", "version": "1.49.0"}}
	EOF
}

apk="libcrypto3 3.1.4-r5 CVE-2024-4741 3.1.6-r0"
rpm="openssl-libs 1:3.0.7-24.el9 CVE-2023-2975 1:3.0.7-27.el9"
trivy libcrypto3 3.1.4-r5 "openssl 3.1.4-r5" \
    "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=3.19.1" \
    alpine 3.19.1 >"$tmp/trivy-apk"
trivy openssl-libs 1:3.0.7-24.el9 "openssl 1:3.0.7-24.el9" \
    "pkg:rpm/alma/openssl-libs@3.0.7-24.el9?arch=x86_64&distro=alma-9.3&epoch=1" \
    alma 9.3 >"$tmp/trivy-rpm"
syft libcrypto3 3.1.4-r5 apk '{"originPackage": "openssl"}' \
    "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1" \
    alpine 3.19.1 >"$tmp/syft-apk"
syft openssl-libs 1:3.0.7-24.el9 rpm '{"epoch": 1, "sourceRpm":
    "openssl-3.0.7-24.el9.src.rpm", "vendor": "AlmaLinux"}' \
    "pkg:rpm/almalinux/openssl-libs@3.0.7-24.el9?arch=x86_64&distro=almalinux-9.3&epoch=1" \
    almalinux 9.3 >"$tmp/syft-rpm"
for t in trivy syft; do
	check "$tmp/$t-apk" libcrypto3 "$apk"
	check "$tmp/$t-rpm" openssl-libs "$rpm"
done
echo "1..$n"
