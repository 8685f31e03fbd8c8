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
"$B/bin/feeds" build -o "$tmp/part.db" --since-year 2024 --no-malware \
    $F/feeds >"$tmp/out" 2>&1
ok $? "feeds build --since-year"
"$B/bin/match" explain --db "$tmp/part.db" CVE-1999-0001 $D >"$tmp/out"
grep -qxF "  it was built without some records: those of before 2024, and of\
 malware" "$tmp/out"
ok $? "nor can it be in this one"
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
    "    problem: CVE-2022-32084" \
    "    advisory: ALSA-2023:5259 of feed osv as of 2024-01-03"
says "not judged by the distribution" 0 CVE-2023-3341,htop $A \
    "  htop 3.2.1-1.el8: not judged" "    third-party package"
says "about bugs only" 0 ALBA-2024:0004 $A \
    "  no package here is one that the database has a statement about ALBA-2024:0004 for (3 of 4 packages judged)"

# ---- what only other feeds show: a range that begins, what is suppressed

mkdir "$tmp/more"
cat >"$tmp/more/tracker.json" <<'X'
{"node-semver": {"CVE-2022-25883": {"scope": "remote", "releases": {"bookworm":
 {"status": "resolved", "fixed_version": "0", "urgency": "unimportant"}}}},
 "linux": {"CVE-2024-1086": {"scope": "local", "releases": {"bookworm":
 {"status": "resolved", "fixed_version": "6.1.76-1",
 "urgency": "not yet assigned"}}}}}
X
cat >"$tmp/more/GHSA-c2qf-rxjj-qqgw.json" <<'X'
{"schema_version": "1.4.0", "id": "GHSA-c2qf-rxjj-qqgw",
 "modified": "2024-12-06T00:00:00Z", "published": "2023-06-21T06:30:28Z",
 "aliases": ["CVE-2022-25883"], "summary": "semver: ReDoS", "affected":
 [{"package": {"ecosystem": "npm", "name": "semver"}, "ranges": [{"type":
 "SEMVER", "events": [{"introduced": "7.0.0"}, {"fixed": "7.5.2"}]}]}]}
X
cat >"$tmp/more/nvd.json" <<'X'
{"resultsPerPage": 1, "startIndex": 0, "totalResults": 1, "format": "NVD_CVE",
 "version": "2.0", "timestamp": "2026-08-20T00:00:00.000", "vulnerabilities":
 [{"cve": {"id": "CVE-2005-0001", "published": "2005-04-19T23:15:07.000",
 "lastModified": "2025-02-05T15:15:12.000", "vulnStatus": "Modified",
 "configurations": [{"nodes": [{"operator": "OR", "negate": false, "cpeMatch":
 [{"vulnerable": true, "criteria": "cpe:2.3:a:x:tool:*:*:*:*:*:*:*:*",
 "matchCriteriaId": "0"}]}]}]}}]}
X
"$B/bin/feeds" build -q -o "$tmp/db2" "$tmp/more" 2>"$tmp/err"
ok $? "another database"
cat >"$tmp/more.json" <<'X'
{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata":
 {"properties": [{"name": "airbom:subject", "value": "image"}]}, "components":
 [{"type": "operating-system", "name": "debian", "version": "12"},
  {"type": "library", "bom-ref": "d", "name": "node-semver",
   "version": "7.3.5+~7.3.9-1",
   "purl": "pkg:deb/debian/node-semver@7.3.5%2B~7.3.9-1?arch=all"},
  {"type": "library", "name": "semver", "version": "7.3.5",
   "purl": "pkg:npm/semver@7.3.5", "properties":
   [{"name": "airbom:owner", "value": "d"},
    {"name": "airbom:owner:vendor", "value": "true"}]},
  {"type": "library", "name": "semver", "version": "6.3.0",
   "purl": "pkg:npm/semver@6.3.0"},
  {"type": "library", "name": "rack", "version": "2.2.3",
   "purl": "pkg:gem/rack@2.2.3"},
  {"type": "application", "name": "tool", "version": "1",
   "cpe": "cpe:2.3:a:x:tool:1:*:*:*:*:*:*:*"},
  {"type": "library", "name": "linux-libc-dev", "version": "6.1.69-1",
   "purl": "pkg:deb/debian/linux-libc-dev@6.1.69-1?arch=amd64&upstream=linux"}]}
X
mv "$tmp/db2" "$tmp/db"
G='  gap: nvd: the database has none or few of its records of these years: 1999-2026'
says "below the range; suppressed by the owner's statement" 4 CVE-2022-25883 \
    "$tmp/more.json" "  semver 6.3.0: not found" \
    "    GHSA-c2qf-rxjj-qqgw of feed osv: too old to be affected: 6.3.0 < 7.0.0 (npm)" \
    "  semver 7.3.5: suppressed" \
    "    CVE-2022-25883 of feed debian: node-semver 7.3.5+~7.3.9-1, which it is part of, is not affected" \
    "$G"
says "suppressed as a kernel's" 4 CVE-2024-1086 "$tmp/more.json" \
    "  linux-libc-dev 6.1.69-1 (source linux): suppressed" \
    "    a container runs the host's kernel (--kernel=show shows it)"
says "suppressed as one of every version" 4 CVE-2005-0001 "$tmp/more.json" \
    "  tool 1: suppressed" \
    "    its record names no version (--unbounded shows it)"
says "no feed for a registry" 4 CVE-2022-30123,rack "$tmp/more.json" \
    "  the database does not know CVE-2022-30123" \
    "  rack 2.2.3: not judged" "    no feed in the database"
rm "$tmp/db"
"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1

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
