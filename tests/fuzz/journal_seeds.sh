#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of journal_fuzz: the frames of the states of small builds.
B=${B:-build}
out=$2
mkdir -p "$out"
[ -x "$B/bin/feeds" ] || exit 0
for dir in tests/fixtures/feeds/*/; do
	feed=${dir%/}
	feed=${feed##*/}
	"$B/bin/feeds" build -q --now 2032-01-01 -o "$out/x.db" \
	    --state "$out/x" "$dir" 2>/dev/null
	[ -s "$out/x" ] || continue
	n=$(wc -c <"$out/x")
	h=$(head -n 1 "$out/x" | wc -c)
	tail -c $((n - h)) "$out/x" | head -c $((n - h - 32)) >"$out/$feed"
	rm -f "$out/x" "$out/x.db"
	[ "$(wc -c <"$out/$feed")" -lt 200000 ] || rm "$out/$feed"
done
rm -f "$out/x" "$out/x.db"
