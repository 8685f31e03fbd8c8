#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/match.sh: what building and asking a database costs. One line a
# figure: name value target ok|MISS. Times are medians of RUNS (11) runs, warm.
# The database of full size and the feed are made once, by fulldb.py and
# tracker.py. A MISS in size, memory or what was found fails the run; times
# are printed only, since machines differ.

set -eu
B=${B:-build}
RUNS=${RUNS:-11}
D=$B/bench
T=$D/match
export LC_ALL=C
failed=0

rm -rf "$T"
mkdir -p "$T"
${CC:-cc} -O2 -D_GNU_SOURCE -o "$T/measure" tests/bench/measure.c
if [ ! -s "$D/full.cdx.json" ] ||
    [ tests/bench/fulldb.py -nt "$D/full.cdx.json" ]; then
	echo "making a database of full size (once)"
	python3 tests/bench/fulldb.py "$D/full.db" "$D/full.cdx.json"
fi
[ -s "$D/tracker.json" ] ||
    python3 tests/bench/tracker.py 300000 >"$D/tracker.json"

run() {	# name allowed-status command...
	m=$1 allowed=$2
	shift 2
	i=0
	while [ $i -le "$RUNS" ]; do
		"$T/measure" "$T/$m.times" "$@" >"$T/$m.out" 2>"$T/$m.err" || :
		i=$((i + 1))
	done
	sed -i 1d "$T/$m.times"		# the first one warms
	cut -d' ' -f5 "$T/$m.times" | grep -qvE "^($allowed)$" && {
		echo "$m: ended with another status:" >&2
		cat "$T/$m.times" "$T/$m.err" >&2
		exit 1
	}
	return 0
}

column() {	# name column: median
	cut -d' ' -f"$2" "$T/$1.times" | sort -n |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

line() {	# name value target hard
	awk -v n="$1" -v v="$2" -v t="$3" -v h="${4:-}" 'BEGIN {
		printf "%-28s %10.2f  <= %s  %s\n", n, v, t,
		    v <= t ? "ok" : "MISS";
		exit h != "" && v > t }' || failed=1
}

run start 0 "$B/bin/match" --version
for o in table json; do
	run $o '0|4' "$B/bin/match" --db "$D/full.db" -o $o "$D/full.cdx.json"
	line "match -o $o, 500 names, ms" "$(column $o 1)" 20
	line "match -o $o, of it CPU, ms" "$(column $o 6)" 20
done
line 'match, start alone, ms' "$(column start 1)" 5
line 'match, peak memory, MiB' "$(column json 2 | awk '{ print $1 / 1024 }')" \
    64 hard
found=$(python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(sum(len(t["findings"]) for t in d["targets"]))' "$T/json.out")
echo "match found $found"
[ "$found" -gt 0 ] || { echo "MISS: nothing found"; failed=1; }

RUNS=3
run build 0 "$B/bin/feeds" build -o "$T/tracker.db" "$D/tracker.json"
line 'build, 300,000 statements, s' \
    "$(column build 1 | awk '{ print $1 / 1000 }')" 3
line 'build, of it CPU, s' "$(column build 6 | awk '{ print $1 / 1000 }')" 3
line 'build, peak memory, MiB' \
    "$(column build 2 | awk '{ print $1 / 1024 }')" 64 hard
line 'build, file, MB' \
    "$(stat -c %s "$T/tracker.db" | awk '{ print $1 / 1e6 }')" 12 hard
exit $failed
