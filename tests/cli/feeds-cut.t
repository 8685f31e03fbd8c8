#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Formats without a mark at their end: text that was cut short, runs on into
# another file, or begins with a byte order mark.
. tests/cli/feeds-lib.sh
SOURCE_DATE_EPOCH=2000000000	# 2033
fixtures=tests/fixtures/feeds

counts() {
	sql "SELECT sum(records) || ' ' || sum(rejected) || ' ' || max(torn)
	    FROM source"
}

bom() {
	printf '\357\273\277'
}

# ---- the lists of Debian's tracker: every line ends with a line feed ----
list=$fixtures/debian-lists/DSA.list
build whole "$list"
is $? 0 "a list"
want=$(counts)
statements=$(sql "SELECT count(*) FROM affected")
{ bom && cat "$list"; } >"$tmp/DSA.list"
build bom "$tmp/DSA.list"
is "$? $(counts)" "0 $want" "with a byte order mark: no record is lost"
is "$(sql "SELECT count(*) FROM affected")" "$statements" "nor a statement"
head -c -3 "$list" >"$tmp/DSA.list"
build cut "$tmp/DSA.list"
is $? 4 "cut within a line: a gap"
has "$tmp/err" "cut short" "which says so"
is "$(counts | cut -d' ' -f3)" 1 "and the source is torn"

head -n 2 "$list" >"$tmp/DSA.list"
head -n 6 "$list" | tail -n 1 >>"$tmp/DSA.list"
build cut "$tmp/DSA.list"
is $? 4 "cut after a header: a gap"
has "$tmp/err" "cut short before what the last issue is about" "which says so"
head -n 7 "$list" >"$tmp/DSA.list"
build cut "$tmp/DSA.list"
is $? 4 "cut after an issue's references: a gap"

# ---- EPSS: every line ends with a line feed, unless the packing vouches ----
epss=$fixtures/epss/epss_scores.csv
build whole "$epss"
is $? 0 "scores"
want=$(sql "SELECT count(*) FROM epss")
head -c -3 "$epss" >"$tmp/epss.csv"
build cut "$tmp/epss.csv"
is $? 4 "cut within a score: a gap"
has "$tmp/err" "cut short" "which says so"
is "$(sql "SELECT count(*) FROM epss")" $((want - 1)) "half a score is none"
head -c -1 "$epss" | gzip >"$tmp/epss.csv.gz"
build packed "$tmp/epss.csv.gz"
is "$? $(sql "SELECT count(*) FROM epss")" "0 $want" \
    "packed, without its last line feed: whole"
gzip -c "$epss" | head -c -4 >"$tmp/epss.csv.gz"
build cut "$tmp/epss.csv.gz" "$list"
is $? 4 "packed and cut, even if only the length is missing: a gap"

# ---- the tracker as JSON: cut at the end of a line ----
jq . "$fixtures/debian/"*.json >"$tmp/debian.json" 2>/dev/null
build whole "$tmp/debian.json"
is $? 0 "the tracker, a line for each value"
head -n -1 "$tmp/debian.json" >"$tmp/cut.json"
build cut "$tmp/cut.json"
is $? 4 "without its last brace: a gap"

# ---- two zips one behind the other ----
if command -v zip >/dev/null; then
	(cd "$fixtures" && zip -qr "$tmp/a.zip" osv -i '*.json' &&
	    zip -qr "$tmp/b.zip" kev -i '*.json')
	build zips "$tmp/a.zip" "$tmp/b.zip"
	is $? 0 "two zips"
	cat "$tmp/a.zip" "$tmp/b.zip" >"$tmp/ab.zip"
	build joined "$tmp/ab.zip"
	is $? 4 "joined in one file: a gap"
	has "$tmp/err" "another archive before it" "which says so"
	cp "$tmp/ab.zip" "$tmp/ab2.zip"
	zip -qA "$tmp/ab2.zip" 2>/dev/null
	build joined "$tmp/ab2.zip"
	is $? 4 "with the second's offsets mended: a gap"
	gzip -c "$tmp/ab.zip" >"$tmp/ab.zip.gz"
	build joined "$tmp/ab.zip.gz"
	is $? 4 "packed once more: a gap"
else
	echo "ok $((n += 1)) - # SKIP no zip"
fi

# ---- Ubuntu's CVE tracker: lines may end without one ----
issue=$fixtures/ubuntu-cve/CVE-2031-10001
build whole "$issue"
is "$? $(counts)" "0 1 0 0" "an issue"
head -c -1 "$issue" >"$tmp/issue"
build same "$tmp/issue"
is "$? $(counts)" "0 1 0 0" "without its last line feed"
{ bom && cat "$issue"; } >"$tmp/issue"
build same "$tmp/issue"
is "$? $(counts)" "0 1 0 0" "with a byte order mark"
sed '/^[a-z].*_/d' "$issue" >"$tmp/issue"
build cut "$tmp/issue" "$list"
has "$tmp/err" "1 rejected, the first: cut short" \
    "cut before its statements: rejected"
sed '/^noble_widget/{s/(\(.\).*/(\1/;q;}' "$issue" | head -c -1 \
    >"$tmp/issue"
build cut "$tmp/issue" "$list"
has "$tmp/err" "the first: cut short" "cut within a version: rejected"
sed 's/10001/10002/' "$issue" | cat "$issue" - >"$tmp/issue"
build two "$tmp/issue" "$list"
has "$tmp/err" "more than one Candidate" "two in one file: rejected"

# ---- GitLab's YAML: an empty range stands for all versions ----
cat >"$tmp/CVE-2031-10001.yml" <<'EOF'
---
identifier: "CVE-2031-10001"
package_slug: "npm/widget"
title: "A title"
affected_range: ""
EOF
build whole "$tmp/CVE-2031-10001.yml"
is "$? $(counts) $(sql "SELECT vrange FROM affected")" "0 1 0 0 0" \
    "all versions"
sed -i '/affected_range/d' "$tmp/CVE-2031-10001.yml"
build cut "$tmp/CVE-2031-10001.yml" "$list"
has "$tmp/err" "the first: no affected_range" "cut before the range: rejected"

# ---- pages of NVD: each says how many records it has ----
nvd=$fixtures/nvd/nvdcve-2.0-sample.json
jq '.totalResults = 25 | .startIndex = 15' "$nvd" >"$tmp/nvd.json"
build page "$tmp/nvd.json"
is "$? $(counts)" "0 10 0 0" "the last of several pages"
jq '.totalResults = 25 | .startIndex = 15 | .resultsPerPage = 2000' "$nvd" \
    >"$tmp/nvd.json"
build page "$tmp/nvd.json"
is "$? $(counts)" "0 10 0 0" "which says how many would have fit"
jq 'del(.vulnerabilities[3])' "$nvd" >"$tmp/nvd.json"
build cut "$tmp/nvd.json"
is "$? $(counts)" "4 9 0 1" "a record is missing: a gap"
has "$tmp/err" "9 records where it counts 10" "which says so"
jq '.vulnerabilities[3] = 1' "$nvd" >"$tmp/nvd.json"
build bad "$tmp/nvd.json"
is "$? $(counts)" "0 9 1 0" "a bad one is there"

done_testing
