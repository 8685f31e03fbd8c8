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

# The limit is the image's: what its layers keep is summed.
for i in 1 2 3; do
	python3 tests/tools/many-entries.py 1500$i wanted >"$tmp/$i.tar"
done
image "$tmp/two.tar" "$tmp/1.tar" "$tmp/2.tar"
image "$tmp/three.tar" "$tmp/1.tar" "$tmp/2.tar" "$tmp/3.tar"
run "$tmp/two.tar" --limit wanted=31000
same "$st" 0 "two layers that keep less than the limit"
run "$tmp/two.tar" --limit wanted=20000
same "$st" 4 "two layers that keep more together: status"
gaps | grep -q 'over 20000 wanted files and links.* in all layers'
ok $? "two layers that keep more together: a gap"
run "$tmp/three.tar" --limit wanted=20000 -j 2
same "$(gaps | grep -c 'not read: bigger layers have over 20000 wanted')" 1 \
    "the third is not read"
cp "$tmp/out" "$tmp/out.2"
run "$tmp/three.tar" --limit wanted=20000 -j 1
cmp -s "$tmp/out" "$tmp/out.2"
ok $? "the same with one thread"
run "$tmp/three.tar" --limit records=10M -j 2
same "$(gaps | grep -c 'not read: bigger layers have over .* 10485760 bytes')" \
    1 "the same of what files tell"
cat "$tmp/three.tar" | "$S" --limit wanted=20000 >"$tmp/out" 2>"$tmp/err"
same "$?" 4 "the same on a pipe: status"
gaps | grep -q 'over 20000 wanted'
ok $? "the same on a pipe: a gap"

# A database that tells more than an image has.
mkdir -p "$tmp/db/var/lib/dpkg" "$tmp/db/etc"
echo ID=debian >"$tmp/db/etc/os-release"
seq 1000000 | sed 's/.*/Package: p&\nVersion: 1\nStatus: install ok installed\n/' \
    >"$tmp/db/var/lib/dpkg/status"
rm -f "$tmp/times"
"$tmp/measure" "$tmp/times" "$S" "$tmp/db" >"$tmp/out" 2>"$tmp/err"
set -- $(cat "$tmp/times")
same "$5" 4 "a database of 1,000,000 packages: status"
gaps | grep -q 'var/lib/dpkg/status;what=over 134217728 bytes of records'
ok $? "a database of 1,000,000 packages: a gap"
echo "# $(($2 / 1024)) MB, $(jq '.components | length' "$tmp/out") components"
[ $(($2 / 1024)) -le 1024 ] || sanitized
ok $? "a database of 1,000,000 packages: under 1 GB"
rm -rf "$tmp/db"

many 30000 links --limit wanted=20000
same "$st" 4 "more links than the limit: status"
many 30000 files --limit wanted=20000
same "$st" 0 "files that nothing wants do not count"
many 30000 files --limit entries=20000
same "$st" 4 "more members than the limit"
done_testing
