#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A Go program of 200 MB in every form of an image: found, in bounded memory,
# by its pieces. And executables of several names, of which the first is hidden.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

command -v go >/dev/null || {
	echo "1..0 # SKIP go(1) is not here"
	[ -z "${CI:-}" ] || exit 1
	exit 0
}
${CC:-cc} -O2 -D_GNU_SOURCE -o "$tmp/measure" tests/bench/measure.c || exit 1

build() {	# bytes of ballast: $tmp/go/big, stripped
	mkdir -p "$tmp/go"
	head -c "$1" /dev/urandom >"$tmp/go/ballast"
	printf 'module example.com/large\n\ngo 1.20\n' >"$tmp/go/go.mod"
	cat >"$tmp/go/main.go" <<-'END'
	package main

	import _ "embed"

	//go:embed ballast
	var ballast string

	func main() { println(len(ballast)) }
	END
	(cd "$tmp/go" && CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=local \
	    go build -trimpath -ldflags=-s -o big .) || exit 1
	rm "$tmp/go/ballast"
}

go_version() {
	go version "$tmp/go/big" | sed 's/.*: go//'
}

go_found() {	# document: its Go packages
	jq -r '.components[]? | select(.properties[]? | .value == "go-binary") |
	    "\(.group // "-")/\(.name)@\(.version // "")"' "$1" | sort |
	    paste -sd' '
}

metered() {	# options: run under measure, $mb
	rm -f "$tmp/times"
	"$tmp/measure" "$tmp/times" "$S" "$@" >"$tmp/out" 2>"$tmp/err"
	set -- $(cat "$tmp/times")
	mb=$(($2 / 1024)) st=$5
}

bounded() {	# what want
	same "$(go_found "$tmp/out")" "$2" "$1: what is in it"
	[ "$mb" -le 64 ] || sanitized
	ok $? "$1: in at most 64 MB ($mb)"
	same "$st" 0 "$1: status"
}

build 200000000
r=$tmp/root
small_root "$r" 3
rm "$r/usr/bin/noise"
cp "$tmp/go/big" "$r/usr/bin/big"
pack "$r" "$tmp/1.tar"
image "$tmp/i.tar" "$tmp/1.tar"
sh "$TOOLS/oci-layout.sh" "$tmp/gz" x gzip "$tmp/1.tar"
metered "$tmp/i.tar" -j 2
plain=$(go_found "$tmp/out")
case $plain in
*"stdlib@$(go_version)"*) ok 0 "the standard library of that compiler" ;;
*) ok 1 "the standard library of that compiler: $plain" ;;
esac
case $plain in
*example.com/large@*) ok 0 "the main module" ;;
*) ok 1 "the main module: $plain" ;;
esac
bounded "plain layer" "$plain"
metered "$tmp/gz" -j 2
bounded "gzip layer" "$plain"
metered "$r" -j 2
bounded "directory" "$plain"
rm -f "$tmp/times"
cat "$tmp/i.tar" | "$tmp/measure" "$tmp/times" "$S" -j 2 >"$tmp/out" 2>"$tmp/err"
set -- $(cat "$tmp/times")
mb=$(($2 / 1024)) st=$5
bounded "image on a pipe" "$plain"
rm -f "$tmp/times"
cat "$tmp/go/big" | "$tmp/measure" "$tmp/times" "$S" -j 2 >"$tmp/out" \
    2>"$tmp/err"
set -- $(cat "$tmp/times")
mb=$(($2 / 1024)) st=$5
bounded "the program itself on a pipe" "$plain"
rm -rf "$tmp/gz" "$tmp"/*.tar

# ---- one that exports megabytes of names ----
# Which libraries it asks for stands among them, before what says where: all of
# it is kept as it goes by, so that there is no gap on a pipe.
exporting() {
	mkdir -p "$tmp/go"
	head -c 20000000 /dev/urandom >"$tmp/go/ballast"
	printf 'module example.com/large\n\ngo 1.20\n' >"$tmp/go/go.mod"
	cat >"$tmp/go/main.go" <<-'END'
	package main

	import "C"
	import _ "embed"

	//go:embed ballast
	var ballast string

	func main() { println(len(ballast)) }
	END
	# 24 bytes of symbol each: their names begin behind 4 MiB
	{ echo .data; seq 190000 | sed 's/.*/.globl name_&\nname_&: .byte 0/'
	    echo '.section .note.GNU-stack,""'; } >"$tmp/go/names.S"
	(cd "$tmp/go" && CGO_ENABLED=1 GOFLAGS=-buildvcs=false \
	    GOTOOLCHAIN=local go build -trimpath -ldflags \
	    '-s -linkmode external -extldflags -rdynamic' -o big .) || exit 1
	rm "$tmp/go/ballast" "$tmp/go/names.S"
}

exporting
cp "$tmp/go/big" "$r/usr/bin/big"
pack "$r" "$tmp/1.tar"
image "$tmp/i.tar" "$tmp/1.tar"
sh "$TOOLS/oci-layout.sh" "$tmp/gz" x gzip "$tmp/1.tar"
metered "$tmp/i.tar" -j 2
plain=$(go_found "$tmp/out")
bounded "many names, plain layer" "$plain"
metered "$tmp/gz" -j 2
bounded "many names, gzip layer" "$plain"
rm -f "$tmp/times"
cat "$tmp/i.tar" | "$tmp/measure" "$tmp/times" "$S" -j 2 >"$tmp/out" 2>"$tmp/err"
set -- $(cat "$tmp/times")
mb=$(($2 / 1024)) st=$5
bounded "many names, image on a pipe" "$plain"
rm -rf "$tmp/gz" "$tmp"/*.tar

# ---- hard links ----
build 1000
rm "$r/usr/bin/big"
cp "$tmp/go/big" "$r/usr/bin/aaa"
ln "$r/usr/bin/aaa" "$r/usr/bin/bbb"
ln "$r/usr/bin/aaa" "$r/usr/bin/ccc"
pack "$r" "$tmp/1.tar"
mkdir -p "$tmp/l2/usr/bin" "$tmp/l3/usr/bin"
: >"$tmp/l2/usr/bin/.wh.aaa"
pack "$tmp/l2" "$tmp/2.tar"
: >"$tmp/l3/usr/bin/.wh.bbb"
: >"$tmp/l3/usr/bin/.wh.ccc"
pack "$tmp/l3" "$tmp/3.tar"

places() {
	jq -r '.components[]? | select(.name == "stdlib") |
	    .evidence.occurrences[].location' "$tmp/out" | paste -sd' '
}

image "$tmp/i.tar" "$tmp/1.tar"
run "$tmp/i.tar"
same "$(places)" /usr/bin/aaa "three names: told of once"
image "$tmp/i.tar" "$tmp/1.tar" "$tmp/2.tar"
run "$tmp/i.tar"
same "$(places)" /usr/bin/bbb "the first name is hidden: by the next"
sh "$TOOLS/oci-layout.sh" "$tmp/gz" x gzip "$tmp/1.tar" "$tmp/2.tar"
run "$tmp/gz"
same "$(places)" /usr/bin/bbb "the same, packed"
run "$tmp/i.tar" --exclude usr/bin/bbb
same "$(places)" /usr/bin/ccc "the next one is excluded"
image "$tmp/i.tar" "$tmp/1.tar" "$tmp/2.tar" "$tmp/3.tar"
run "$tmp/i.tar"
same "$(places)" "" "all names are hidden"

# ---- single files ----
cat "$tmp/go/big" | "$S" >"$tmp/out" 2>"$tmp/err"
same "$?" 0 "an executable on standard input"
same "$(places)" /standard-input "and its name"
printf 'requests==2.31.0\n' | "$S" --name requirements.txt >"$tmp/out" \
    2>"$tmp/err"
same "$(names "$tmp/out")" requests "a lock file on standard input, named"
mkdir -p "$tmp/spool"
printf 'requests==2.31.0\n' | "$S" --spool "$tmp/spool" --from file \
    --name requirements.txt >"$tmp/out" 2>"$tmp/err"
same "$(names "$tmp/out") $(ls "$tmp/spool")" "requests " "the same by a spool"
printf 'requests==2.31.0\n' >"$tmp/file"
"$S" --name requirements.txt <"$tmp/file" >"$tmp/out" 2>"$tmp/err"
same "$(names "$tmp/out")" requests "the same from a redirected file"
printf 'nothing of the kind\n' | "$S" >"$tmp/out" 2>"$tmp/err"
same "$?" 3 "what no cataloger knows"

# ---- files that cannot be opened ----
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 000 "$r/usr/bin/ccc"
	cp "$tmp/go/big" "$r/usr/bin/ddd"
	chmod 000 "$r/usr/bin/ddd"
	chmod 755 "$tmp" "$r"
	cp "$S" "$tmp/sbom"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$tmp/sbom" "$r" \
	    >"$tmp/out" 2>"$tmp/err"
	jq -r '.metadata.properties[] | select(.name == "airbom:note") |
	    .value' "$tmp/out" | grep -q 'other files could not be opened'
	ok $? "files that cannot be opened are counted"
else
	skip "files that cannot be opened are counted" "not root"
fi
done_testing
