#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/run.sh SECONDS [NAME...]: fuzzes every parser with libFuzzer under
# ASan and UBSan, SECONDS in all, two targets at a time, and prints the line
# coverage of each target's parser after its run, file by file where it has
# several. A crash, or coverage under 80 %, is a failure. A target
# tests/fuzz/NAME_fuzz.c says in comments:
#
#	fuzz-cover: FILE...	the sources whose coverage counts
#	fuzz-seeds: GLOB...	seed inputs; those that are there are taken
#	fuzz-make: SCRIPT	makes seeds: sh SCRIPT NAME DIRECTORY
#	fuzz-max: BYTES		largest input (default 65536)
#	fuzz-runs: N		a slow target: this many runs where FUZZ_RUNS is set
#
# FUZZ_RUNS=N in the environment: N runs from a fixed number and the seeds alone,
# in the order of their names, so that every machine tries the same inputs. What
# a run without it finds stays in the corpus of its target, for the next one.

B=${B:-build}
seconds=$1
shift
F=$B/fuzz
CLANG=${CLANG:-clang}
mkdir -p "$F/bin" "$F/log"

tag() {	# tag file
	sed -n "s|^.*$1: *||p" "$2" | sed 's|[[:blank:]]*\*/.*$||'
}

targets=${*:-$(ls tests/fuzz/*_fuzz.c | sed 's|.*/||; s|_fuzz\.c$||')}
n=$(echo $targets | wc -w)
each=$((seconds * 2 / n))
[ "$each" -ge 3 ] || each=3

flags="$OURS -O1 -g -fsanitize=address,undefined,fuzzer-no-link \
    -fno-sanitize-recover=all -DFUZZING_FIXED_KEY -fprofile-instr-generate -fcoverage-mapping \
    -Wno-everything"
# The version is a string, whose quotes no two shells leave alike.
flags=$(echo " $flags -I$B/gen -include $F/version.h" |
    sed 's/-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3//; s/-Werror//
	s/-DAIRBOM_VERSION=[^ ]*//')
[ -f "$F/version.h" ] || echo '#define AIRBOM_VERSION "fuzz"' >"$F/version.h"

# One archive of everything but the mains; rebuilt when a source is newer.
build_lib() {
	find lib sbom feeds match -name '*.c' ! -name main.c | sort |
	    xargs -P2 -I{} sh -c '
		o="'"$F"'/$(echo {} | tr / _).o"
		if [ ! -f "$o" ] || [ -n "$(find {} lib sbom feeds match \
		    -name "*.[ch]" -newer "$o" \( -path {} -o -name "*.h" \) \
		    -print -quit)" ]; then
			'"$CLANG $flags"' -c -o "$o" {} || echo {} >>"'"$F"'/failed"
		fi'
	[ ! -f "$F/failed" ] || { cat "$F/failed"; return 1; }
	rm -f "$F/lib.a"
	ar rcs "$F/lib.a" "$F"/*.c.o
}

seed() {	# name, largest: its seeds, and the list of them
	seeds=$F/seeds/$1
	rm -rf "$seeds"
	mkdir -p "$seeds" "$F/corpus/$1"
	for m in $(tag fuzz-make "tests/fuzz/$1_fuzz.c"); do
		sh "$m" "$1" "$seeds" || return 1
	done
	for g in $(tag fuzz-seeds "tests/fuzz/$1_fuzz.c"); do
		for s in $g; do
			[ -f "$s" ] && [ "$(stat -c %s "$s")" -le "$2" ] &&
			    cp "$s" "$seeds/seed_$(echo "$s" | tr ' /,' ___)"
		done
	done
	LC_ALL=C ls "$seeds" | sed "s|^|$seeds/|" |
	    paste -s -d, | tr -d '\n' >"$seeds.list"
}

run() {	# name
	name=$1 fixed=
	src=tests/fuzz/${name}_fuzz.c
	max=$(tag fuzz-max "$src" | tr -d ' ')
	max=${max:-65536}
	seed "$name" "$max"
	$CLANG $flags -fsanitize=fuzzer -o "$F/bin/$name" "$src" "$F/lib.a" \
	    -pthread -lseccomp $LIBS >"$F/log/$name" 2>&1 ||
	    { echo "not ok $name: does not build"; cat "$F/log/$name"; return 1; }
	if [ -n "${FUZZ_RUNS:-}" ]; then
		runs=$(tag fuzz-runs "$src" | tr -d ' ')
		set -- -runs="${runs:-$FUZZ_RUNS}" -seed=1
		# Addresses are compared, too: the same ones, where that is allowed.
		setarch -R true 2>/dev/null && fixed="setarch -R"
		[ ! -s "$F/seeds/$name.list" ] ||
			set -- "$@" -seed_inputs="@$F/seeds/$name.list"
	else
		set -- "$F/corpus/$name" "$F/seeds/$name"
	fi
	env -i PATH=/usr/bin:/bin LLVM_PROFILE_FILE="$F/log/$name.profraw" \
	    ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 \
	    $fixed "$F/bin/$name" -max_total_time="$each" -max_len="$max" -timeout=25 \
	    -rss_limit_mb=3000 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix="$F/log/$name-" "$@" >"$F/log/$name" 2>&1
	status=$?
	if [ $status -ne 0 ]; then
		echo "not ok $name: status $status, see $F/log/$name"
		tail -n 40 "$F/log/$name" | sed 's/^/    /'
		return 1
	fi
	llvm-profdata merge -sparse -o "$F/log/$name.profdata" "$F/log/$name.profraw" &&
	llvm-cov report "$F/bin/$name" -instr-profile="$F/log/$name.profdata" \
	    $(tag fuzz-cover "$src") 2>/dev/null |
	awk -v t="$name" -v runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$F/log/$name")" '
	function share(all, missed) { return 100 * (all - missed) / all; }
	$1 == "TOTAL" { lines = $8; missed = $9 }
	$1 ~ /\.c$/ && $8 > 0 {
		each = each sprintf("    %-28s %5.1f %%\n", $1, share($8, $9));
		files++;
	}
	END {
		if (lines == 0) {
			print "not ok " t ": no coverage";
			exit 1;
		}
		pct = share(lines, missed);
		printf "%s %s: %.1f %% of %d lines, %d runs\n%s",
		    pct < 80 ? "not ok" : "ok", t, pct, lines, runs,
		    (files > 1 ? each : "");
		exit pct < 80;
	}'
}

if [ "${FUZZ_ONE:-}" ]; then
	each=$FUZZ_EACH
	run "$FUZZ_ONE"
	exit $?
fi

rm -f "$F/failed"
build_lib || exit 1
echo "fuzzing $n targets, $each s each"
export B OURS LIBS CLANG
FUZZ_EACH=$each
export FUZZ_EACH
echo $targets | tr ' ' '\n' | xargs -P2 -I{} env FUZZ_ONE={} \
    sh tests/fuzz/run.sh 0 {}
status=$?
[ $status -eq 0 ] && echo "fuzz: no report" || echo "fuzz: FAILED"
exit $status
