#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/match.sh: what building and asking a database costs. One line a
# figure: name value target ok|MISS. Times are start to end, warm, the best of
# RUNS (15) runs, ours and the floor's in turn; the floor is floor.c: the
# look-ups and comparisons alone, on the same names. The database of full size,
# the documents and the feed are made once, by fulldb.py, documents.py and
# tracker.py. A MISS in size, memory or what was found fails the run; times
# are printed only, since machines differ.

set -eu
B=${B:-build}
RUNS=${RUNS:-15}
D=$B/bench
T=$D/match
export LC_ALL=C SOURCE_DATE_EPOCH=1790000000
failed=0

rm -rf "$T"
mkdir -p "$T"
${CC:-cc} -O2 -D_GNU_SOURCE -o "$T/measure" tests/bench/measure.c
made=$D/documents/made
if [ ! -s "$made" ] || [ tests/bench/fulldb.py -nt "$made" ] ||
    [ tests/bench/documents.py -nt "$made" ] ||
    [ schemas/advisories.sql -nt "$made" ]; then
	echo "making databases and documents (once)"
	rm -rf "$D/documents"
	mkdir -p "$D/documents"
	python3 tests/bench/fulldb.py "$D/full.db" "$D/full.cdx.json"
	python3 tests/bench/fulldb.py "$D/tenth.db" "$D/tenth.cdx.json" 1100000
	python3 tests/bench/documents.py "$D/full.db" "$D/documents"
	echo made >"$made"
fi
[ -s "$D/tracker.json" ] ||
    python3 tests/bench/tracker.py 300000 >"$D/tracker.json"

run() {	# name allowed-status command...
	m=$1 allowed=$2
	shift 2
	"$T/measure" "$T/$m.times" "$@" >"$T/$m.out" 2>"$T/$m.err" || :
	tail -1 "$T/$m.times" | cut -d' ' -f5 | grep -qE "^($allowed)$" || {
		echo "$m: ended with another status:" >&2
		cat "$T/$m.times" "$T/$m.err" >&2
		exit 1
	}
}

column() {	# name column: the best
	cut -d' ' -f"$2" "$T/$1.times" | sort -n | head -1
}

worst() {	# name column
	cut -d' ' -f"$2" "$T/$1.times" | sort -n | tail -1
}

line() {	# name value target hard
	awk -v n="$1" -v v="$2" -v t="$3" -v h="${4:-}" 'BEGIN {
		r = "<= " t "  " (v <= t ? "ok" : "MISS")
		printf "%-42s %9.2f  %s\n", n, v, t == "-" ? "" : r
		exit h != "" && v > t }' || failed=1
}

divide() {	# a b
	awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'
}

figures() {	# name document target-ms
	i=0
	while [ $i -lt "$RUNS" ]; do
		run "$1.table" 0 "$B/bin/match" --db "$D/full.db" "$2"
		run "$1.json" 0 "$B/bin/match" --db "$D/full.db" -o json "$2"
		run "$1.floor" 0 "$B/tests/bench/floor" "$D/full.db" \
		    "$D/documents/$1.tsv"
		i=$((i + 1))
	done
	line "$1, table, ms" "$(column "$1.table" 1)" "$3"
	line "$1, json, ms" "$(column "$1.json" 1)" "$3"
	line "$1, floor, ms" "$(column "$1.floor" 1)" -
	line "$1, table to floor" \
	    "$(divide "$(column "$1.table" 1)" "$(column "$1.floor" 1)")" -
	for o in table json; do
		line "$1, $o, peak memory, MB" \
		    "$(worst "$1.$o" 2 | awk '{ print $1 * 1.024 / 1e3 }')" \
		    48 hard
	done
	# Each statement that holds is a finding: what the floor met is found.
	met=$(sed 's/.*, \([0-9]*\) met/\1/' "$T/$1.floor.out")
	found=$(sed -n 's/.*: \([0-9]*\) findings.*/\1/p' "$T/$1.table.out")
	echo "$1: floor: $(cat "$T/$1.floor.out"); found $found"
	[ "$met" = "$found" ] || { echo "MISS: not what was met"; failed=1; }
}

figures empty "$D/documents/empty.cdx.json" 5
figures ours "$D/documents/ours.cdx.json" 20
figures syft "$D/documents/syft.cdx.json" 60
figures large "$D/documents/large.cdx.json" 200

# Memory does not grow with the database, but with what is found: a document
# of other names than it knows, against all and against a tenth of it.
sed 's/"deb-/"none-/; s,debian/deb-,debian/none-,; s/upstream=deb-/upstream=n-/' \
    "$D/documents/ours.cdx.json" >"$T/none.cdx.json"
for o in full tenth; do
	run "none.$o" 0 "$B/bin/match" --db "$D/$o.db" "$T/none.cdx.json"
done
line 'nothing found, a tenth of the database, MB' \
    "$(worst none.tenth 2 | awk '{ print $1 * 1.024 / 1e3 }')" -
line 'nothing found, all to a tenth' \
    "$(divide "$(worst none.full 2)" "$(worst none.tenth 2)")" 1.1 hard

for o in table json; do
	run fleet.$o 0 "$B/bin/match" --db "$D/full.db" -o $o \
	    "$D/documents/fleet"
	line "1,000 documents, $o, s" "$(divide "$(column fleet.$o 1)" 1000)" 20
	line "1,000 documents, $o, MB" \
	    "$(worst fleet.$o 2 | awk '{ print $1 * 1.024 / 1e3 }')" 48 hard
done
found=$(grep -ac '"advisory": {' "$T/fleet.json.out" || :)
echo "1,000 documents: found $found"
[ "$found" -gt 0 ] || { echo "MISS: nothing found"; failed=1; }

for i in 1 2 3; do
	run build 0 "$B/bin/feeds" build -o "$T/tracker.db" "$D/tracker.json"
done
line 'build, 300,000 statements, s' "$(divide "$(column build 1)" 1000)" 3
line 'build, of it CPU, s' "$(divide "$(column build 6)" 1000)" 3
line 'build, peak memory, MiB' "$(divide "$(worst build 2)" 1024)" 64 hard
line 'build, file, MB' "$(divide "$(stat -c %s "$T/tracker.db")" 1000000)" \
    12 hard
exit $failed
