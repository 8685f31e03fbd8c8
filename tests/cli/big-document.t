#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A document of 1,000,000 files and 287 MB is read in bounded memory and in
# seconds, and one that is cut short is never half read.
. tests/cli/tap.sh

${CC:-cc} -O2 -D_GNU_SOURCE -o "$tmp/measure" tests/bench/measure.c || exit 1
"$B/bin/feeds" build -o "$tmp/db" tests/fixtures/match/documents/GHSA-*.json \
    >"$tmp/out" 2>"$tmp/err"
ok $? "a database"

# Programs built with sanitizers have a heap and a pace of their own.
sanitized() {
	grep -q __asan_init "$B/bin/match"
}

judge() {	# what goes on here is a document: $mb, $ms of CPU, $st
	rm -f "$tmp/times"
	"$tmp/measure" "$tmp/times" "$B/bin/match" --db "$tmp/db" \
	    --now 2026-11-22 -o json - >"$tmp/out" 2>"$tmp/err"
	set -- $(cat "$tmp/times")
	mb=$(($2 / 1024)) st=$5 ms=${6%.*}
}

python3 tests/tools/big-document.py spdx >"$tmp/big"
size=$(wc -c <"$tmp/big")
[ "$size" -ge 250000000 ]; ok $? "a document of $size bytes"
judge <"$tmp/big"
echo "# $ms ms of CPU, $mb MB"
is "$st" 4 "it is read; no feed is about its packages"
is "$(jq '.targets[0].components' "$tmp/out")" 1000 "all of its packages"
[ "$mb" -le 64 ] || sanitized
ok $? "in at most 64 MB"
[ "$ms" -le 3000 ] || sanitized
ok $? "in at most 3 s"
judge_cut() {
	head -c "$1" "$tmp/big" >"$tmp/cut"
	judge <"$tmp/cut"
	is "$st" 3 "cut at $1: failed"
	said 'cut short' "cut at $1: and it says so"
}
judge_cut "$((size - 3))"
judge_cut 200000000
rm "$tmp/big" "$tmp/cut"

# In all formats files are passed over, and leave nothing behind.
for kind in tag-value spdx3 cyclonedx; do
	python3 tests/tools/big-document.py $kind 300000 >"$tmp/many"
	judge <"$tmp/many"
	echo "# $ms ms of CPU, $mb MB"
	is "$st $(jq '.targets[0].components' "$tmp/out")" "4 1000" \
	    "$kind: all packages"
	[ "$mb" -le 16 ] || sanitized
	ok $? "$kind: 300,000 files in at most 16 MB"
done
done_testing
