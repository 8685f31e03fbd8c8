#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Findings on AlmaLinux equal what rpm makes of the OSV records.
. tests/cli/tap.sh
Z=../shared/conformance/feeds/osv/AlmaLinux/all.zip

if [ ! -f "$Z" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi
if ! rpm --eval '%{lua:print(rpm.vercmp("1", "2"))}' >/dev/null 2>&1; then
	echo "1..0 # SKIP no rpm with Lua"
	exit 0
fi

"$B/bin/feeds" build -o "$tmp/db" "$Z" >/dev/null 2>"$tmp/err"
ok $? "feeds build"
for r in 8 9 10; do
	python3 tests/tools/alma-truth.py "$Z" $r "$tmp/cdx" "$tmp/truth"
	k=$(wc -l <"$tmp/truth")
	[ "$k" -ge 500 ]; ok $? "AlmaLinux $r: rpm finds $k (500 at least)"
	"$B/bin/match" --db "$tmp/db" -o json "$tmp/cdx" >"$tmp/report" \
	    2>"$tmp/err"
	st=$?
	[ $st = 0 ]; ok $? "AlmaLinux $r: status 0 (is $st)"
	head -n 5 "$tmp/err" | sed 's/^/# /'
	# One finding may rest on several errata: each fix once.
	cut -f 1-3,5 "$tmp/truth" | LC_ALL=C sort -u >"$tmp/want"
	jq -r '.targets[].findings[] | . as $f | .fixed_in[]
	    | [$f.package.name, $f.package.version, $f.id, .] | @tsv' \
	    "$tmp/report" | LC_ALL=C sort -u >"$tmp/got"
	cmp -s "$tmp/want" "$tmp/got"
	ok $? "AlmaLinux $r: the same findings and fixes"
	diff "$tmp/want" "$tmp/got" | head -n 10 | sed 's/^/# /'
done
echo "1..$n"
