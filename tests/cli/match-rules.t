#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One small document per family of distributions: which names, versions,
# releases and streams are judged, against tests/fixtures/match/feeds.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
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

# "package id state fix advisory confidence" of every finding.
judge() {	# document
	"$M" --db "$tmp/db" -o json "$F/$1.cdx.json" >"$tmp/report" \
	    2>"$tmp/err"
	st=$?
	jq -r '.targets[].findings[] | [.package.name, .id, .state,
	    (.fixed_in | join(" ")), .advisory.id, .confidence] | @tsv' \
	    "$tmp/report" | LC_ALL=C sort | tr '\t' '|'
	[ $st = 0 ] || { echo "status $st"; cat "$tmp/err"; }
}

"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1
ok $? "feeds build"

# Source names and versions; what is fixed below the installed version
# (CVE-2023-0286) or never was there (CVE-2024-3094) is not found.
is debian 'libc6|CVE-2010-4756|affected||CVE-2010-4756|vendor
libc6|CVE-2023-4911|fixed|2.36-9+deb12u3|CVE-2023-4911|vendor
libssl3|CVE-2007-6755|affected||CVE-2007-6755|vendor
libssl3|CVE-2024-0727|fixed|3.0.13-1~deb12u1|CVE-2024-0727|vendor
passwd|CVE-2023-29383|deferred||CVE-2023-29383|vendor
tar|CVE-2005-2541|affected||CVE-2005-2541|vendor
widget|CVE-2031-10001|investigating||CVE-2031-10001|vendor
widget|CVE-2031-10002|end_of_life||CVE-2031-10002|vendor
zlib1g|CVE-2023-45853|wont_fix||CVE-2023-45853|vendor' "$(judge debian-12)"

# Origins. 3.1.4-r4 has the fix of CVE-2023-6129, 3.1.4-r5 both; "0" means
# never affected (CVE-2021-42377).
is alpine 'busybox-binsh|CVE-2023-42363|fixed|1.36.1-r16|CVE-2023-42363|vendor
busybox-binsh|CVE-2023-42364|fixed|1.36.1-r16|CVE-2023-42364|vendor
busybox-binsh|CVE-2023-42365|fixed|1.36.1-r16|CVE-2023-42365|vendor
busybox-binsh|CVE-2023-42366|fixed|1.36.1-r16|CVE-2023-42366|vendor
libcrypto3|CVE-2024-0727|fixed|3.1.4-r5|CVE-2024-0727|vendor' \
    "$(judge alpine-3.19)"

# The repositories say edge, os-release the next release.
is 'alpine edge, by its repositories' \
    'libcrypto3|CVE-2024-9143|fixed|3.3.2-r3|CVE-2024-9143|vendor' \
    "$(judge alpine-edge)"

# Wolfi's own feed says 8.7.1-r0 has the fix of CVE-2024-2398, and that goes
# before Chainguard's; Chainguard says that CVE-2024-7264 never was there, but
# of Wolfi's package Wolfi knows better.
is wolfi 'libbrotlicommon1|CVE-2020-8927|fixed|1.0.9-r0|CVE-2020-8927|vendor
libcurl-openssl4|CVE-2024-7264|fixed|8.9.1-r0|CVE-2024-7264|vendor' \
    "$(judge wolfi)"

# CGA-22hv-wp9q-4779 is Wolfi's own name of one of them: one finding.
is "two names, one finding" '["CGA-22hv-wp9q-4779"]' \
    "$(jq -c '.targets[0].findings[] | select(.id == "CVE-2020-8927").aliases' \
    "$tmp/report")"

# The other way round; where Chainguard's feed is silent, Wolfi's counts.
is chainguard 'libbrotlicommon1|CVE-2020-8927|fixed|1.0.9-r0|CVE-2020-8927|vendor
libcurl-openssl4|CVE-2024-2398|fixed|8.7.1-r1|CVE-2024-2398|vendor' \
    "$(judge chainguard)"

# An erratum is one finding for each CVE; the stream 10.5's is not about 10.3;
# EPEL's htop is not AlmaLinux's; an erratum about bugs is no finding; the
# epoch stands in the purl's qualifier.
is almalinux 'bind-libs|CVE-2023-3341|fixed|32:9.11.36-11.el8_9|ALSA-2024:0003|vendor
mariadb|CVE-2022-32084|fixed|3:10.3.39-1.module_el8.8.0+3609+204d4ab0|ALSA-2023:5259|vendor
mariadb|CVE-2022-38791|fixed|3:10.3.39-1.module_el8.8.0+3609+204d4ab0|ALSA-2023:5259|vendor' \
    "$(judge almalinux-8)"
is 'a third-party package is counted' '{"judged":3,"uncovered":{"third-party":1}}' \
    "$(jq -c '.targets[0].coverage' "$tmp/report")"
is "the vendor's word is the severity" high "$(jq -r '[.targets[0].findings[]
    | select(.package.name == "bind-libs").severity][0]' "$tmp/report")"
echo "1..$n"
