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
#	FUZZ_RUNS=N	(environment) N runs from a fixed seed: the same each time
#	fuzz-max: BYTES		largest input (default 65536)

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

seed() {	# name: its corpus from its seeds
	corpus=$F/corpus/$1
	mkdir -p "$corpus"
	for m in $(tag fuzz-make "tests/fuzz/$1_fuzz.c"); do
		sh "$m" "$1" "$corpus" || return 1
	done
	for g in $(tag fuzz-seeds "tests/fuzz/$1_fuzz.c"); do
		for s in $g; do
			[ -f "$s" ] && [ "$(stat -c %s "$s")" -le "$2" ] &&
			    cp "$s" "$corpus/seed_$(echo "$s" | tr ' /' __)"
		done
	done
	return 0
}

run() {	# name
	src=tests/fuzz/$1_fuzz.c
	max=$(tag fuzz-max "$src" | tr -d ' ')
	max=${max:-65536}
	seed "$1" "$max"
	$CLANG $flags -fsanitize=fuzzer -o "$F/bin/$1" "$src" "$F/lib.a" \
	    -pthread -lseccomp $LIBS >"$F/log/$1" 2>&1 ||
	    { echo "not ok $1: does not build"; cat "$F/log/$1"; return 1; }
	LLVM_PROFILE_FILE=$F/log/$1.profraw \
	ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 \
	    "$F/bin/$1" ${FUZZ_RUNS:+-runs=$FUZZ_RUNS -seed=1} -max_total_time="$each" -max_len="$max" -timeout=25 \
	    -rss_limit_mb=3000 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix="$F/log/$1-" "$F/corpus/$1" >"$F/log/$1" 2>&1
	status=$?
	if [ $status -ne 0 ]; then
		echo "not ok $1: status $status, see $F/log/$1"
		tail -n 40 "$F/log/$1" | sed 's/^/    /'
		return 1
	fi
	llvm-profdata merge -sparse -o "$F/log/$1.profdata" "$F/log/$1.profraw" &&
	llvm-cov report "$F/bin/$1" -instr-profile="$F/log/$1.profdata" \
	    $(tag fuzz-cover "$src") 2>/dev/null |
	awk -v t="$1" -v runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$F/log/$1")" '
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
