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

done_testing
