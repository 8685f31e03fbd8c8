#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match explain: every answer that there is, for findings made and not made.
. tests/cli/tap.sh
F=tests/fixtures/match

# says TEXT STATUS WHAT DOCUMENT LINE...: each LINE stands in the answer.
says() {
	text=$1 want=$2 what=$3 doc=$4
	shift 4
	"$B/bin/match" explain --db "$tmp/db" "$what" "$doc" >"$tmp/out" \
	    2>"$tmp/err"
	got=$?
	bad=0
	[ $got = "$want" ] || bad=1
	for line; do
		grep -qxF -e "$line" "$tmp/out" || { bad=1
			echo "# lacks: $line"; }
	done
	ok $bad "$text"
	[ $bad = 0 ] || { echo "# status $got"
		sed 's/^/# /' "$tmp/out" "$tmp/err"; }
}

"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1
ok $? "feeds build"
D=$F/debian-12.cdx.json

says "found, with its chain of evidence" 0 CVE-2023-4911 $D \
    "CVE-2023-4911 in $D (debian 12):" \
    "  libc6 2.36-9+deb12u1 (source glibc): found" \
    "    severity high, state fixed, confidence vendor" \
    "    fixed in: 2.36-9+deb12u3" \
    "    source package: glibc 2.36-9+deb12u1" \
    "    advisory: CVE-2023-4911 of feed debian, date unknown" \
    "    range: vers:deb/<2.36-9+deb12u3" \
    "    comparison: 2.36-9+deb12u1 < 2.36-9+deb12u3 (dpkg)"
says "found without a fix" 0 CVE-2023-45853,zlib1g $D \
    "    severity unknown, state wont_fix, confidence vendor" \
    "    comparison: 1:1.2.13.dfsg-1, as every version"
says "asked for by the source's name" 0 CVE-2023-4911,glibc $D \
    "  libc6 2.36-9+deb12u1 (source glibc): found"
says "has the fix" 0 CVE-2023-0286 $D \
    "  libssl3 3.0.11-1~deb12u2 (source openssl): not found" \
    "    CVE-2023-0286 of feed debian: has the fix: 3.0.11-1~deb12u2 >= 3.0.8-1 (dpkg)"
says "never was affected" 0 CVE-2024-3094 $D \
    "    CVE-2024-3094 of feed debian: the vendor says that it is not affected"
says "not in the database" 0 CVE-1999-0001 $D \
    "  the database does not know CVE-1999-0001"
says "no such package" 0 CVE-2023-4911,nosuch $D \
    "  no package, and no source of one, is called nosuch"
says "the feed is silent about it" 0 CVE-2023-4911,libssl3 $D \
    "    debian 12 has no statement about CVE-2023-4911 in openssl"
says "about other packages only" 0 CVE-2023-3341 $D \
    "  no package here is one that the database has a statement about CVE-2023-3341 for (8 of 8 packages judged)"
sed 's/debian-12/debian-11/g; s/"version": "12"/"version": "11"/' $D \
    >"$tmp/eleven.json"
says "no feed for the release: a gap" 4 CVE-2023-4911,libc6 \
    "$tmp/eleven.json" \
    "  libc6 2.36-9+deb12u1 (source glibc): not judged" \
    "    no feed in the database" \
    "  gap: debian 11: 8 packages, no feed in the database"
A=$F/almalinux-8.cdx.json
says "another stream of the module" 0 CVE-2023-5157 $A \
    "    ALSA-2023:5683 of feed osv: module or architecture differs: the statement is about mariadb:10.5, the package is of mariadb:10.3:8060020220715055054:e1f9f2f2 x86_64"
says "by the erratum's name" 0 ALSA-2023:5259 $A \
    "    advisory: ALSA-2023:5259 of feed osv as of 2024-01-03"
says "not judged by the distribution" 0 CVE-2023-3341,htop $A \
    "  htop 3.2.1-1.el8: not judged" "    third-party package"
says "about bugs only" 0 ALBA-2024:0004 $A \
    "  no package here is one that the database has a statement about ALBA-2024:0004 for (3 of 4 packages judged)"

"$B/bin/match" explain --db "$tmp/db" CVE-2023-4911 $D $A $D >"$tmp/out"
[ $? = 0 ] && [ "$(grep -c '^CVE-2023-4911 in ' "$tmp/out")" = 3 ]
ok $? "several documents"
"$B/bin/match" explain --db "$tmp/db" CVE-2023-4911 <$D >"$tmp/out"
[ $? = 0 ] && grep -q '^CVE-2023-4911 in - (debian 12):$' "$tmp/out"
ok $? "standard input"
"$B/bin/match" explain --db "$tmp/db" CVE-2023-4911 </dev/null 2>"$tmp/err"
[ $? = 3 ]; ok $? "an empty one: status 3"
"$B/bin/match" explain --db "$tmp/db" 2>"$tmp/err" <$D
[ $? = 2 ]; ok $? "no identifier: status 2"
"$B/bin/match" explain --db "$tmp/nosuch" CVE-2023-4911 $D 2>"$tmp/err"
[ $? = 5 ]; ok $? "no database: status 5"
"$B/bin/match" explain --db "$tmp/db" --fail-on high CVE-2023-4911 $D \
    2>"$tmp/err"
[ $? = 2 ]; ok $? "gates are for reports: status 2"
echo "1..$n"
