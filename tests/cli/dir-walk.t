#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A directory is walked by several threads: what is found is all that is there,
# and the document is the same whatever their number and their haste.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
r=$tmp/r

mkdir -p "$r/etc" "$r/usr/bin" "$r/var/lib/docker/x"
echo ID=linux >"$r/etc/os-release"
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	d=$r/srv/$((i % 7))/$((i % 50))/node_modules/p$i
	mkdir -p "$d/lib/deep/er"
	echo "{\"name\":\"p$i\",\"version\":\"1.0.$i\"}" >"$d/package.json"
	echo "console.log($i)" >"$d/lib/deep/er/index.js"
	ln -s index.js "$d/lib/deep/er/main.js"
	echo "p$i 1.0.$i" >>"$tmp/want"
done
sort -o "$tmp/want" "$tmp/want"
# One that only its first bytes tell, in the last directory and in the first.
go=$(command -v go) || go=
if [ -n "$go" ]; then
	go=$(readlink -f "$go")
	mkdir -p "$r/srv/6/x/y" "$r/a"
	cp "$go" "$r/srv/6/x/y/data"
	cp "$go" "$r/a/data"
fi

found() {
	jq -r '.components[] | select((.purl // "") | startswith("pkg:npm/"))
	    | .name + " " + .version' "$tmp/out" | sort
}

run "$r" -j 1
cp "$tmp/out" "$tmp/out.1"
cp "$tmp/err" "$tmp/err.1"
found >"$tmp/got"
cmp -s "$tmp/want" "$tmp/got"
ok $? "one thread: all packages"
if [ -n "$go" ]; then
	same "$(jq '[.components[] | select(.name == "stdlib")] | length' \
	    "$tmp/out")" 1 "and an executable without a name of its own"
else
	skip "and an executable without a name of its own" "no go"
fi
bad=0
for j in 2 3 8 20 2 3 8 20; do
	run "$r" -j $j
	cmp -s "$tmp/out" "$tmp/out.1" && cmp -s "$tmp/err" "$tmp/err.1" ||
		bad=$((bad + 1))
done
same $bad 0 "2 to 20 threads: the same bytes"

limited() {	# limit what
	run "$r" --limit "$1" -j 1
	cp "$tmp/out" "$tmp/out.1"
	same "$st" 4 "$2: status"
	bad=0
	for j in 2 8; do
		run "$r" --limit "$1" -j $j
		cmp -s "$tmp/out" "$tmp/out.1" || bad=$((bad + 1))
	done
	same "$bad $st" "0 4" "$2: the same with more threads"
}

limited entries=700 "more files than the limit"
limited wanted=150 "more wanted files than the limit"
limited wanted=550 "more than the limit, each thread less"
limited records=40K "more records than the limit"
done_testing
