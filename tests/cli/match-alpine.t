#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Findings on Alpine equal what secdb's JSON says, release by release.
. tests/cli/tap.sh
D=../shared/conformance/feeds/alpine

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi
for r in 3.5 3.7 3.9 3.11; do
	f=$D/v$r/main.json
	"$B/bin/feeds" build -o "$tmp/db" "$f" >/dev/null 2>"$tmp/err"
	ok $? "$r: feeds build"
	python3 tests/tools/alpine-truth.py "$B/bin/match" "$f" $r \
	    "$tmp/cdx" "$tmp/truth"
	k=$(wc -l <"$tmp/truth")
	[ "$k" -ge 100 ]; ok $? "$r: $k findings (100 at least)"
	"$B/bin/match" --db "$tmp/db" -o json "$tmp/cdx" >"$tmp/report" \
	    2>"$tmp/err"
	st=$?
	[ $st = 0 ]; ok $? "$r: status 0 (is $st)"
	head -n 5 "$tmp/err" | sed 's/^/# /'
	jq -r '.targets[].findings[] | select(.id | startswith("CVE-"))
	    | [.package.name, .package.version, .id] | @tsv' "$tmp/report" |
	    LC_ALL=C sort -u >"$tmp/got"
	LC_ALL=C sort -u "$tmp/truth" | cmp -s - "$tmp/got"
	ok $? "$r: the same findings"
	LC_ALL=C sort -u "$tmp/truth" | diff - "$tmp/got" | head -n 10 |
	    sed 's/^/# /'
done
echo "1..$n"
