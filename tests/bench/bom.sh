#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/bom.sh: what reading a big document costs: an SPDX document of
# 1,000,000 files and 287 MB (tests/tools/big-document.py, made once), against cat
# and a bare pass of our pull reader. One line a figure: name value target
# ok|MISS. Times are medians of RUNS (5) runs, warm. A MISS in memory, in time
# or in what was found fails the run; ratios are printed only.

set -eu
B=${B:-build}
RUNS=${RUNS:-5}
D=$B/bench
T=$D/bom
export LC_ALL=C
failed=0

rm -rf "$T"
mkdir -p "$T"
${CC:-cc} -O2 -D_GNU_SOURCE -o "$T/measure" tests/bench/measure.c
[ -s "$D/big.spdx.json" ] ||
    python3 tests/tools/big-document.py spdx >"$D/big.spdx.json"
"$B/bin/feeds" build -o "$T/db" tests/fixtures/match/documents/GHSA-*.json \
    >"$T/feeds.log" 2>&1

run() {	# name allowed-status command...
	m=$1 allowed=$2
	shift 2
	"$T/measure" "$T/$m.times" "$@" >"$T/$m.out" 2>"$T/$m.err" || :
	tail -n 1 "$T/$m.times" | cut -d' ' -f5 | grep -qE "^($allowed)$" || {
		echo "$m: ended with another status:" >&2
		cat "$T/$m.times" "$T/$m.err" >&2
		exit 1
	}
}

column() {	# name column: median
	cut -d' ' -f"$2" "$T/$1.times" | sort -n |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

line() {	# name value target hard
	awk -v n="$1" -v v="$2" -v t="$3" -v h="${4:-}" 'BEGIN {
		printf "%-32s %10.2f  <= %s  %s\n", n, v, t,
		    v <= t ? "ok" : "MISS";
		exit h != "" && v > t }' || failed=1
}

over() {	# a b: a / b
	awk -v a="$1" -v b="$2" 'BEGIN { print a / (b > 0 ? b : 1) }'
}

i=0
while [ $i -le "$RUNS" ]; do	# in turn; the first ones warm
	run cat 0 cat "$D/big.spdx.json"
	run pull 0 "$B/tests/bench/pull" "$D/big.spdx.json"
	run match '0|4' "$B/bin/match" --db "$T/db" --now 2026-11-22 -o json \
	    "$D/big.spdx.json"
	[ $i -gt 0 ] || rm "$T"/*.times
	: >"$T/cat.out"
	i=$((i + 1))
done

line 'match, 1,000,000 files, s' "$(over "$(column match 1)" 1000)" 3 hard
line 'match, of it CPU, s' "$(over "$(column match 6)" 1000)" 3
line 'match, peak memory, MiB' "$(over "$(column match 2)" 1024)" 64 hard
line 'match, CPU to a bare pass' \
    "$(over "$(column match 6)" "$(column pull 6)")" 1.5
line 'match, time to cat' "$(over "$(column match 1)" "$(column cat 1)")" 10
found=$(jq '.targets[0].components' "$T/match.out")
echo "match read $found packages"
[ "$found" = 1000 ] || { echo "MISS: 1000 packages"; failed=1; }
exit $failed
