#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Layers of a great many members, made on the way: memory and time are bounded,
# and what a limit cut off is said.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

${CC:-cc} -O2 -D_GNU_SOURCE -o "$tmp/measure" tests/bench/measure.c || exit 1

many() {	# number kind options...: $st, $ms of CPU, $mb
	number=$1 kind=$2
	shift 2
	rm -f "$tmp/times"
	python3 tests/tools/many-entries.py "$number" "$kind" 2>/dev/null |
	    "$tmp/measure" "$tmp/times" "$S" "$@" >"$tmp/out" 2>"$tmp/err"
	set -- $(cat "$tmp/times")
	mb=$(($2 / 1024)) st=$5 ms=${6%.*}
}

gaps() {
	jq -r '.metadata.properties[]? | select(.name == "airbom:gap") |
	    .value' "$tmp/out"
}

many 3000000 files
same "$st $(names "$tmp/out")" "0 last" "3,000,000 files, then a database"
echo "# $ms ms of CPU, $mb MB"
[ "$mb" -le 64 ] || sanitized
ok $? "in at most 64 MB"
[ "$ms" -le 20000 ] || sanitized
ok $? "in seconds"

many 30000 wanted --limit wanted=20000
same "$st" 4 "more wanted files than the limit: status"
gaps | grep -q 'over 20000 wanted'
ok $? "more wanted files than the limit: a gap"
same "$(jq '[.components[] | select(.purl)] | length' "$tmp/out")" 20001 \
    "those before it are listed"
many 30000 links --limit wanted=20000
same "$st" 4 "more links than the limit: status"
many 30000 files --limit wanted=20000
same "$st" 0 "files that nothing wants do not count"
many 30000 files --limit entries=20000
same "$st" 4 "more members than the limit"
done_testing
