#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each distribution end to end: its real feed (../shared/conformance/feeds), a
# document as other generators write it, the findings. The expectation is read
# off the feed's own text.
B=${B:-build}
M=$B/bin/match
D=../shared/conformance/feeds
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

is() {		# text want got
	[ "$2" = "$3" ]; ok $? "$1"
	[ "$2" = "$3" ] || printf '%s\n' "wanted:" "$2" "got:" "$3" |
	    sed 's/^/# /'
}

feed() {	# path below $D
	"$B/bin/feeds" build -q -o "$tmp/db" "$D/$1" 2>"$tmp/err"
	ok $? "$1: a database"
}

# CycloneDX of one system: ID VERSION, then a purl each line.
document() {
	jq -R -s --arg id "$1" --arg v "$2" '
	{ bomFormat: "CycloneDX", specVersion: "1.6", components: (
	    (if $id == "" then [] else [{ "bom-ref": "os",
	        type: "operating-system", name: $id }
	        + (if $v == "" then {} else { version: $v } end)] end)
	    + (split("\n") | map(select(. != "")) | map({ "bom-ref": .,
	        type: "library", purl: .,
	        name: (sub("@[^@]*$"; "") | sub("^pkg:(?<t>[a-z]+)/"; "\(.t)|")
	            | split("|") | if .[0] | IN("ebuild", "portage", "npm")
	              then .[1] | gsub("%40"; "@") | gsub("%2F"; "/")
	              else .[1] | split("/")[-1] end),
	        version: (sub("[?].*"; "") | sub(".*@"; "")
	            | gsub("%3A"; ":") | gsub("%2B"; "+")) }))) }'
}

# "name id state fix confidence" of each finding of the purls on stdin.
judge() {	# ID VERSION
	document "$1" "$2" >"$tmp/cdx"
	"$M" --db "$tmp/db" --now 2026-11-22 --lenient -o json "$tmp/cdx" \
	    >"$tmp/report" 2>"$tmp/err" || cat "$tmp/err"
	jq -r '.targets[].findings[] | [.package.name, .package.version, .id,
	    .state, (.fixed_in | join(" ")), .confidence] | @tsv' \
	    "$tmp/report" | LC_ALL=C sort | tr '\t' ' '
}

coverage() {
	jq -c '.targets[0].coverage | {judged, uncovered}' "$tmp/report"
}

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi

feed arch/all.json
is 'Arch: below the fix, at it, no fix, not of what is built with it' \
'curl 8.4.0-1 CVE-2024-1234 fixed 8.5.0-1 vendor
glibc-docs 2.38-1 CVE-2023-4911 fixed 2.38-2 possible
openssl 3.1.4-1 CVE-2024-5678 fixed 3.2.0-1 vendor
openssl 3.1.4-1 CVE-2024-5679 fixed 3.2.0-1 vendor
pam 1.7.1-1 CVE-2025-6020 affected  vendor' "$(judge arch rolling <<-X
	pkg:alpm/arch/curl@8.4.0-1?arch=x86_64&distro=arch
	pkg:alpm/arch/glibc@2.38-2?arch=x86_64&distro=arch
	pkg:alpm/arch/glibc-docs@2.38-1?arch=any&distro=arch&upstream=glibc
	pkg:alpm/arch/openssl@3.1.4-1?arch=x86_64
	pkg:alpm/arch/pam@1.7.1-1?arch=x86_64
	pkg:alpm/arch/bash@1%3A5.2-1?arch=x86_64
	X
)"
is 'all of them are judged' '{"judged":6,"uncovered":{}}' "$(coverage)"
is 'Manjaro is not Arch' '' "$(judge manjaro '' <<-X
	pkg:alpm/manjaro/curl@8.4.0-1?arch=x86_64
	X
)"
is 'and a gap' '["manjaro of unknown release: 1 packages, no feed in the database"]' \
    "$(jq -c '[.targets[0].gaps[] | select(.kind == "feed").what]' \
    "$tmp/report")"

feed gentoo
is 'Gentoo: below the fix; 1.8.18 and its revisions are fixed, too' \
'gnupg 2.5.13 GLSA-202512-01 fixed 2.5.14 vendor
subversion 1.9.6-r1 CVE-2017-9800 fixed 1.9.7 vendor' \
    "$(judge gentoo 2.15 <<-X
	pkg:ebuild/app-crypt/gnupg@2.5.13?distro=gentoo-2.15
	pkg:ebuild/dev-vcs/subversion@1.9.6-r1?distro=gentoo-2.15
	pkg:ebuild/dev-vcs%2Fsubversion@1.8.18-r2
	pkg:portage/app-crypt/gnupg@2.5.14-r1
	X
)"
is 'ebuilds of another system are not judged by Gentoo' '' \
    "$(judge flatcar 3975.2.1 <<-X
	pkg:ebuild/app-crypt/gnupg@2.5.13
	X
)"

# Photon: source names; "NA" as fix is "not affected" (curl). The source's
# name comes from a file's name, without epoch: sure where the binary has none.
feed photon
is 'Photon' \
'ansible 2.7.5-1.ph3 CVE-2019-3828 fixed 2.7.6-2.ph3 vendor
binutils-libs 2:2.31.1-2.ph3 CVE-2017-16826 fixed 2.31.1-3.ph3 possible' \
    "$(judge photon 3.0 <<-X
	pkg:rpm/photon/ansible@2.7.5-1.ph3?arch=noarch&upstream=ansible-2.7.5-1.ph3.src.rpm
	pkg:rpm/photon/binutils-libs@2.31.1-2.ph3?epoch=2&upstream=binutils-2.31.1-2.ph3.src.rpm
	pkg:rpm/photon/libcurl@7.61.1-1.ph3?upstream=curl-7.61.1-1.ph3.src.rpm
	pkg:rpm/photon/apache-tomcat@8.5.40-2.ph3?upstream=apache-tomcat-8.5.40-2.ph3.src.rpm
	X
)"

feed azurelinux
is 'Azure Linux 3, by source' \
'curl-libs 8.8.0-0.azl3 CVE-2024-0853 fixed 0:8.8.0-1.azl3 vendor
curl-libs 8.8.0-0.azl3 CVE-2024-2004 fixed 0:8.8.0-1.azl3 vendor
curl-libs 8.8.0-0.azl3 CVE-2024-2398 fixed 0:8.8.0-1.azl3 vendor
curl-libs 8.8.0-0.azl3 CVE-2024-2466 fixed 0:8.8.0-1.azl3 vendor
curl-libs 8.8.0-0.azl3 CVE-2024-6874 fixed 0:8.8.0-1.azl3 vendor' \
    "$(judge azurelinux 3.0.20250102 <<-X
	pkg:rpm/azurelinux/curl-libs@8.8.0-0.azl3?upstream=curl-8.8.0-0.azl3.src.rpm
	pkg:rpm/azurelinux/ansible@2.17.0-1.azl3?upstream=ansible-2.17.0-1.azl3.src.rpm
	X
)"
is 'CBL-Mariner 2.0 is the same feed: open at the version that it names' \
'bind-libs 9.16.33-1.cm2 CVE-2022-3736 affected  vendor
mysql 8.0.32-1.cm2 CVE-2023-21977 fixed 0:8.0.33-1.cm2 vendor
mysql 8.0.32-1.cm2 CVE-2023-21980 fixed 0:8.0.33-1.cm2 vendor' \
    "$(judge mariner 2.0.20230526 <<-X
	pkg:rpm/mariner/bind-libs@9.16.33-1.cm2?upstream=bind-9.16.33-1.cm2.src.rpm
	pkg:rpm/mariner/mysql@8.0.32-1.cm2?upstream=mysql-8.0.32-1.cm2.src.rpm
	pkg:rpm/mariner/glibc@2.35-3.cm2?upstream=glibc-2.35-3.cm2.src.rpm
	X
)"

feed openeuler
is 'openEuler: the service pack is the release' \
'wireshark-help 1:3.6.11-4.oe2203sp1 CVE-2023-0667 fixed 3.6.14-1.oe2203sp1 possible
wireshark-help 1:3.6.11-4.oe2203sp1 CVE-2023-2952 fixed 3.6.14-1.oe2203sp1 possible' \
    "$(judge openeuler 22.03-LTS-SP1 <<-X
	pkg:rpm/openeuler/wireshark-help@3.6.11-4.oe2203sp1?epoch=1&upstream=wireshark-3.6.11-4.oe2203sp1.src.rpm
	pkg:rpm/openeuler/wireshark@3.6.14-1.oe2203sp1?upstream=wireshark-3.6.14-1.oe2203sp1.src.rpm
	X
)"

feed minimos
is 'MinimOS: below, at, and never affected' \
'apko 0.10.0-r5 CVE-2023-39325 fixed 0.10.0-r6 vendor
apko 0.10.0-r5 CVE-2023-3978 fixed 0.10.0-r6 vendor' \
    "$(judge minimos 20240501 <<-X | grep 'CVE-2023-39\|CVE-2023-45283\|30551'
	pkg:apk/minimos/apko@0.10.0-r5?distro=minimos-20240501
	X
)"

feed osv/Chainguard/all.zip
is 'Chainguard: an alias of the CGA is the name, "-compat" never was affected' \
'haproxy-2.8 2.8.17-r0 CVE-2025-32464 fixed 2.8.18-r0 vendor
syncthing-fips 2.0.14-r0 CVE-2025-68121 fixed 2.0.14-r1 vendor' \
    "$(judge chainguard 20230214 <<-X
	pkg:apk/chainguard/haproxy-2.8@2.8.17-r0
	pkg:apk/chainguard/haproxy-2.2@2.2.34-r0
	pkg:apk/chainguard/syncthing-fips@2.0.14-r0
	pkg:apk/chainguard/syncthing-compat@2.0.14-r0
	X
)"

feed fedora
is 'Fedora: source names, the epoch counts, another release does not' \
'java-17-openjdk-headless 1:17.0.13.0.11-1.fc40 CVE-2025-9999 fixed 1:17.0.14.0.7-1.fc40 vendor' \
    "$(judge fedora 40 <<-X
	pkg:rpm/fedora/java-17-openjdk-headless@17.0.13.0.11-1.fc40?epoch=1&upstream=java-17-openjdk-17.0.13.0.11-1.fc40.src.rpm
	pkg:rpm/fedora/libxml2@2.12.10-1.fc40?upstream=libxml2-2.12.10-1.fc40.src.rpm
	pkg:rpm/fedora/httpd@2.4.54-1.fc36?upstream=httpd-2.4.54-1.fc36.src.rpm
	X
)"

feed rocky
is 'Rocky: the module stream decides' \
'lz4 1.8.3-2.el8 CVE-2021-3520 fixed 1.8.3-3.el8_4 vendor' \
    "$(judge rocky 8.5 <<-X
	pkg:rpm/rocky/lz4@1.8.3-2.el8
	pkg:rpm/rocky/rubygem-bson@4.3.0-1.module%2Bel8.4.0%2B592%2B03ff458a?rpmmod=ruby:2.5:8040020210407:x
	X
)"

feed oracle
is 'Oracle: epoch; the other major release is not asked' \
'firefox 128.11.0-1.0.1.el10_0 CVE-2025-6424 fixed 0:128.12.0-1.0.1.el10_0 vendor' \
    "$(judge ol 10.0 <<-X | grep 'CVE-2025-6424\|git'
	pkg:rpm/ol/firefox@128.11.0-1.0.1.el10_0?arch=x86_64
	pkg:rpm/ol/git@1.8.3.1-5.el7?arch=x86_64
	X
)"

feed amazon
is 'Amazon Linux 2023, by its year' \
'rsyslog-logrotate 8.2204.0-3.amzn2023.0.1 CVE-2014-3634 fixed 8.2204.0-3.amzn2023.0.2 vendor
rsyslog-logrotate 8.2204.0-3.amzn2023.0.1 CVE-2022-24903 fixed 8.2204.0-3.amzn2023.0.2 vendor' \
    "$(judge amzn 2023 <<-X
	pkg:rpm/amzn/rsyslog-logrotate@8.2204.0-3.amzn2023.0.1?arch=x86_64
	X
)"
is 'Amazon Linux 2' \
'kernel 4.9.75-25.55.amzn2 CVE-2017-5754 fixed 4.9.76-38.79.amzn2 vendor' \
    "$(judge amzn 2 <<-X | grep 5754
	pkg:rpm/amzn/kernel@4.9.75-25.55.amzn2?arch=x86_64
	X
)"

feed bottlerocket
is 'Bottlerocket' \
'glibc 1:2.42-1.1773716061.e2e9d7a9.br1 CVE-2025-15281 fixed 1:2.43-1.1773716061.e2e9d7a9.br1 vendor' \
    "$(judge bottlerocket 1.40.0 <<-X
	pkg:rpm/bottlerocket/glibc@2.42-1.1773716061.e2e9d7a9.br1?epoch=1&arch=x86_64
	X
)"

feed suse
is 'openSUSE Leap 15.0' \
'glibc 2.26-lp150.11.3.1 CVE-2018-11237 fixed 2.26-lp150.11.3.2 vendor' "$(judge opensuse-leap 15.0 <<-X
	pkg:rpm/opensuse/glibc@2.26-lp150.11.3.1?arch=x86_64
	X
)"

feed hummingbird
is 'Hummingbird: a statement about the source is about what is built of it' \
'testpkg-libs 1.2.3-0.hum1 CVE-2026-12345 fixed 1.2.3-1.hum1 vendor' \
    "$(judge hummingbird 20260101 <<-X
	pkg:rpm/hummingbird/testpkg-libs@1.2.3-0.hum1?arch=x86_64&upstream=testpkg-1.2.3-0.hum1.src.rpm
	pkg:rpm/hummingbird/otherpkg@1.0-1.hum1?arch=x86_64
	X
)"

# Rebuilds of Root.io: their own records, and nobody else's.
feed osv/Root/all.zip
is 'Root.io on Alpine' 'rootio-wget 1.21.4-r00070 CVE-2024-10524 fixed 1.21.4-r00071 vendor' \
    "$(judge alpine 3.18.4 <<-X
	pkg:apk/alpine/rootio-wget@1.21.4-r00070
	pkg:apk/alpine/wget@1.21.4-r0
	X
)"
is 'Root.io of npm' 'semver 7.5.2-root.io.0 CVE-2022-25883 fixed 7.5.2-root.io.1 exact' \
    "$(judge '' '' <<-X
	pkg:npm/%40rootio/semver@7.5.2-root.io.0
	pkg:npm/semver@7.5.2
	X
)"

feed osv/Bitnami/all.zip
is 'Bitnami' \
    'activemq 5.15.11 CVE-2020-13920 fixed 5.15.12 exact' "$(judge '' '' <<-X | head -1
	pkg:bitnami/activemq@5.15.11
	X
)"
# Distributions of which no real record is here: in the shape of OSV and of
# updateinfo.xml, identifiers made up.
osv() {		# ecosystem package fix
	k=$((k + 1))
	cat >"$tmp/feeds/V-$k.json" <<-X
	{ "schema_version": "1.7.0", "id": "V-2031-$k",
	  "modified": "2025-01-01T00:00:00Z", "upstream": [ "CVE-2031-2000$k" ],
	  "affected": [ { "package": { "ecosystem": "$1", "name": "$2" },
	    "ranges": [ { "type": "ECOSYSTEM", "events": [
	    { "introduced": "0" }, { "fixed": "$3" } ] } ] } ] }
	X
}
updateinfo() {	# from id release package version release
	cat >"$tmp/feeds/$2.xml" <<-X
	<updates><update from="$1" status="final" type="security" version="1">
	<id>$2</id><title>x</title><severity>Important</severity>
	<issued date="2025-01-01 00:00:00"/><release>$3</release><references>
	<reference href="x" id="CVE-2031-20009" type="cve"/></references>
	<pkglist><collection short="$3"><name>$3</name>
	<package name="$4" version="$5" release="$6" epoch="0" arch="x86_64">
	<filename>x</filename></package></collection></pkglist></update></updates>
	X
}
k=0
mkdir "$tmp/feeds"
osv Mageia:9 curl 7.88.1-3.2.mga9
osv Alpaquita:23 curl 8.5.0-r1
osv 'BellSoft Hardened Containers:25' curl 8.5.0-r1
osv CleanStart curl 8.5.0-r1
osv MinimOS curl 8.5.0-r1
osv Echo curl 8.5.0-1+e1
updateinfo openanolis ANSA-2025:0001 'Anolis OS 8' curl 7.61.1 34.an8
updateinfo opencloudos OCSA-2025:0001 'OpenCloudOS 9' curl 8.4.0 2.oc9
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/feeds" 2>"$tmp/err"
ok $? 'others: a database'
sed 's/^/# /' "$tmp/err"
one() {		# title want id version purl
	is "$1" "$2" "$(printf '%s\n' "$5" | judge "$3" "$4")"
	[ "$(coverage)" = '{"judged":1,"uncovered":{}}' ]
	ok $? "$1: it is judged"
}
one Mageia 'lib64curl4 7.88.1-3.1.mga9 CVE-2031-20001 fixed 7.88.1-3.2.mga9 vendor' \
    mageia 9 'pkg:rpm/mageia/lib64curl4@7.88.1-3.1.mga9?upstream=curl-7.88.1-3.1.mga9.src.rpm'
one Alpaquita 'libcurl 8.5.0-r0 CVE-2031-20002 fixed 8.5.0-r1 vendor' \
    alpaquita 23 'pkg:apk/alpaquita/libcurl@8.5.0-r0?upstream=curl'
one BellSoft 'libcurl 8.5.0-r0 CVE-2031-20003 fixed 8.5.0-r1 vendor' \
    bellsoft-hardened-containers 25 \
    'pkg:apk/bellsoft-hardened-containers/libcurl@8.5.0-r0?upstream=curl'
one CleanStart 'libcurl 8.5.0-r0 CVE-2031-20004 fixed 8.5.0-r1 vendor' \
    cleanstart 1 'pkg:apk/cleanstart/libcurl@8.5.0-r0?upstream=curl'
one MinimOS 'libcurl 8.5.0-r0 CVE-2031-20005 fixed 8.5.0-r1 vendor' \
    minimos 20250101 'pkg:apk/minimos/libcurl@8.5.0-r0?upstream=curl'
one Echo 'libcurl4 8.5.0-1 CVE-2031-20006 fixed 8.5.0-1+e1 vendor' \
    echo 1 'pkg:deb/echo/libcurl4@8.5.0-1?upstream=curl'
one Anolis 'curl 7.61.1-33.an8 CVE-2031-20009 fixed 7.61.1-34.an8 vendor' \
    anolis 8.8 'pkg:rpm/anolis/curl@7.61.1-33.an8?arch=x86_64'
one OpenCloudOS 'curl 8.4.0-1.oc9 CVE-2031-20009 fixed 8.4.0-2.oc9 vendor' \
    opencloudos 9.2 'pkg:rpm/opencloudos/curl@8.4.0-1.oc9?arch=x86_64'
echo "1..$n"
