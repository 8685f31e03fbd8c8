#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Go programs: what sbom lists against `go version -m`, over systems, linkers,
# flags and toolchains; from files and from a pipe that is too big to hold.

B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
n=0 failed=0

ok() {	# status what
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$T/out" | head -n 20
		failed=1
	fi
}

for tool in go jq; do
	command -v $tool >/dev/null && continue
	if [ "${CI:-}" ]; then
		echo "Bail out! $tool is not installed"
		exit 1
	fi
	echo "1..0 # SKIP $tool is not installed"
	exit 0
done

# What go says: path and version of each dependency, or of what stands in for
# it; a directory of this computer has no version.
theirs() {
	go version -m "$1" | awk -F'\t' '
	function put() {
		if (p != "") print p "\t" (v == "(devel)" ? "" : v)
		p = ""
	}
	$2 == "dep" { put(); p = $3; v = $4 }
	$2 == "=>" { if ($3 !~ /^[.\/]/) p = $3; v = $4 }
	$2 == "build" || $2 == "mod" { put() }
	END { put() }' | sort
}

# What sbom says of a file, to $T/sbom.json.
list() {
	"$B/bin/sbom" --from file "$1" >"$T/sbom.json" 2>"$T/out"
}

ours() {
	jq -r '.components[] | select((.properties // []) |
	    any(.name == "airbom:package:found-by" and .value == "go-binary")) |
	    select(.type != "application" and .name != "stdlib") |
	    [(if (.group // "") != "" then .group + "/" else "" end) + .name,
	    .version // ""] | @tsv' "$T/sbom.json" | sort
}

main_is() {	# name version
	jq -e --arg name "$1" --arg version "$2" '[.components[] |
	    select(.type == "application")] | length == 1 and
	    (.[0] | (.group + "/" + .name) == $name and
	    (.version // "") == $version)' "$T/sbom.json" >"$T/out" 2>&1 ||
	    { jq -c '.components[] | select(.type == "application")' \
	    "$T/sbom.json" >>"$T/out"; return 1; }
}

from() {	# where the main module's version is from; "" when it is stated
	[ "$(jq -r '.components[] | select(.type == "application") |
	    .properties[] | select(.name == "airbom:package:version-from") |
	    .value' "$T/sbom.json")" = "$1" ]
}

same() {	# file what
	theirs "$1" >"$T/want"
	list "$1"
	ours >"$T/got"
	[ -s "$T/want" ] && diff "$T/want" "$T/got" >"$T/out"
	ok $? "$2: $(wc -l <"$T/want") modules"
	want=$(go version "$1" | sed 's/.*: go//; s/ .*//; s/-X:.*//')
	got=$(jq -r '.components[] | select(.name == "stdlib").version' \
	    "$T/sbom.json")
	[ "$want" = "$got" ]
	ok $? "$2: stdlib is $want"
}

cp -R tests/fixtures/exe/go "$T/src"
S=$T/src
# Not the machine's flags: old toolchains do not know all of them.
export CGO_ENABLED=0 GOFLAGS=-mod=mod GO111MODULE=on

build() {	# output flags...
	o=$1
	shift
	(cd "$S" && go build -o "$o" "$@" .) >"$T/out" 2>&1 ||
	    { ok 1 "go build $*"; return 1; }
}

# ---- flags ----

build "$T/plain" && same "$T/plain" plain
main_is example.com/airbom/hello "" && from ""
ok $? "the main module has no version"
jq -e '.components as $c | [.dependencies[] | select(.ref as $r |
    $c[] | select(.type == "application")."bom-ref" == $r).dependsOn[] |
    select(test("rsc.io|text|errors|stdlib"))] | length == 5' \
    "$T/sbom.json" >"$T/out" 2>&1
ok $? "the main module depends on the modules and stdlib"
jq -e '[.components[] | select(.name == "local" and .purl == null)] |
    length == 1' "$T/sbom.json" >"$T/out" 2>&1
ok $? "a module of this computer has no purl"
jq -e '.components[] | select(.name == "stdlib") | .version as $v |
    .purl == "pkg:golang/stdlib@" + $v and (.cpe |
    startswith("cpe:2.3:a:golang:go:" + $v + ":-:"))' "$T/sbom.json" \
    >"$T/out" 2>&1
ok $? "stdlib has a purl and a CPE"
jq -e '.components[] | select(.name == "errors").properties |
    any(.name == "airbom:go:replaces" and
    .value == "github.com/pkg/errors@v0.9.0")' "$T/sbom.json" >"$T/out" 2>&1
ok $? "what was replaced is said"

build "$T/stripped" -ldflags '-s -w' && same "$T/stripped" "-s -w"
build "$T/trim" -trimpath && same "$T/trim" -trimpath
build "$T/pie" -buildmode=pie && same "$T/pie" -buildmode=pie
if command -v gcc >/dev/null; then
	(CGO_ENABLED=1 && build "$T/cgo" -ldflags '-linkmode external') &&
	    same "$T/cgo" "the system's linker"
	(CGO_ENABLED=1 && build "$T/hello.so" -buildmode=c-shared) &&
	    same "$T/hello.so" "a C library"
	jq -e '.components[0]' "$T/sbom.json" >/dev/null
	strip -o "$T/bare" "$T/cgo" && same "$T/bare" strip
fi

# ---- systems ----

for s in windows/amd64 windows/386 darwin/arm64 linux/arm linux/s390x \
    linux/mips; do
	(export GOOS=${s%/*} GOARCH=${s#*/} && build "$T/cross") &&
	    same "$T/cross" $s
	[ $s = darwin/arm64 ] && cp "$T/cross" "$T/arm64"
done
(export GOOS=darwin GOARCH=amd64 && build "$T/amd64")
if python3 - "$T/fat" "$T/amd64" "$T/arm64" <<'PY' 2>"$T/out"
# A universal file: <mach-o/fat.h>.
import struct, sys
slices = [open(f, "rb").read() for f in sys.argv[2:]]
off, table, body = 16384, b"", b""
for s in slices:
    pad = -(16384 + len(body)) % 16384
    body += b"\0" * pad
    cpu = struct.unpack("<II", s[4:12])
    table += struct.pack(">IIIII", cpu[0], cpu[1], 16384 + len(body),
                         len(s), 14)
    body += s
head = struct.pack(">II", 0xcafebabe, len(slices)) + table
open(sys.argv[1], "wb").write(head.ljust(16384, b"\0") + body)
PY
then
	theirs "$T/amd64" >"$T/want"
	list "$T/fat"
	ours >"$T/got"
	diff "$T/want" "$T/got" >"$T/out"
	ok $? "a universal file: the same modules once"
fi

# ---- toolchains ----

for t in go1.17.13 go1.20.14 go1.21.13; do
	if ! (cd "$S" && GOTOOLCHAIN=$t go version) >"$T/out" 2>&1; then
		[ "${CI:-}" ] && ok 1 "$t is to be had"
		echo "# SKIP $t is not to be had"
		continue
	fi
	export GOTOOLCHAIN=$t
	build "$T/old" && same "$T/old" "$t"
	case $t in
	go1.17.13)	# pointers, not texts
		for s in windows/386 darwin/amd64 linux/mips; do
			(export GOOS=${s%/*} GOARCH=${s#*/}
			    build "$T/cross") && same "$T/cross" "$t $s"
		done
		build "$T/old" -ldflags '-s -w' -trimpath &&
		    same "$T/old" "$t -s -w -trimpath"
		;;
	go1.21.13)
		(cd "$S" && git init -q && git add . && git -c user.name=x \
		    -c user.email=x@example.org commit -qm x) >/dev/null 2>&1
		build "$T/vcs" -buildvcs=true && same "$T/vcs" "a commit"
		want=$(cd "$S" && TZ=UTC git log -1 --format=%cd-%H \
		    --date=format-local:%Y%m%d%H%M%S |
		    cut -c1-27)
		main_is example.com/airbom/hello "v0.0.0-$want" && from vcs
		ok $? "a pseudo-version is made and marked"
		rm -rf "$S/.git"
		;;
	esac
	unset GOTOOLCHAIN
done

# ---- the main module's version ----

build "$T/x" -ldflags '-X main.version=v1.2.3' && list "$T/x"
main_is example.com/airbom/hello v1.2.3 && from ldflags
ok $? "a version from -ldflags"
build "$T/x" -ldflags "-s -w -X 'main.version=1.2.4-rc.1'" && list "$T/x"
main_is example.com/airbom/hello v1.2.4-rc.1 && from ldflags
ok $? "a quoted one"
build "$T/x" -ldflags '-X main.version=unknown' && list "$T/x"
main_is example.com/airbom/hello "" && from ""
ok $? "what is no version is none"
build "$T/x" -ldflags '-X rsc.io/quote.version=9.9.9' && list "$T/x"
main_is example.com/airbom/hello ""
ok $? "a library's version is not the program's"
build "$T/x" -trimpath -ldflags '-X main.version=2.0.0' && list "$T/x"
go version -m "$T/x" | grep -q -e -ldflags
hidden=$?
main_is example.com/airbom/hello v2.0.0 && if [ $hidden = 0 ]; then
	from ldflags; else from symbol; fi
ok $? "a version from a symbol, under -trimpath"

# ---- as a stream ----

in_tar() {	# file
	mkdir -p "$T/root/usr/bin"
	cp "$1" "$T/root/usr/bin/program"
	tar -C "$T/root" -cf - .
}

piped() {	# file what
	theirs "$1" >"$T/want"
	in_tar "$1" | /usr/bin/time -f %M -o "$T/rss" "$B/bin/sbom" \
	    >"$T/sbom.json" 2>"$T/out"
	ours >"$T/got"
	diff "$T/want" "$T/got" >"$T/out"
	ok $? "$2, from a pipe: $(wc -l <"$T/want") modules"
	echo "# $(tail -n 1 "$T/rss") KB at most"
	grep -q __asan_init "$B/bin/sbom" && return	# has a heap of its own
	[ "$(tail -n 1 "$T/rss")" -le $((64 * 1024)) ]
	ok $? "$2: in 64 MB"
}

truncate -s 200M "$S/large"
cat >"$S/large.go" <<'GO'
package main

import _ "embed"

//go:embed large
var large string

func init() {
	if len(large) == 1 {
		println(large)
	}
}
GO
if build "$T/large"; then
	[ "$(stat -c %s "$T/large")" -gt 200000000 ]
	ok $? "a program of $(stat -c %s "$T/large") bytes"
	piped "$T/large" "200 MB"
	got=$(jq -r '.components[] | select(.name == "stdlib").version' \
	    "$T/sbom.json")
	[ "go$got" = "$(go env GOVERSION)" ]
	ok $? "200 MB: stdlib, too"
	in_tar "$T/large" >"$T/large.tar"
	"$B/bin/sbom" "$T/large.tar" >"$T/sbom.json" 2>"$T/out"
	ours >"$T/got"
	diff "$T/want" "$T/got" >"$T/out"
	ok $? "200 MB, from a file"
fi
rm -f "$T/large" "$T/large.tar" "$T/root/usr/bin/program"
export GOTOOLCHAIN=go1.17.13
if (cd "$S" && go version) >/dev/null 2>&1 && build "$T/large"; then
	piped "$T/large" "200 MB of go1.17"
fi

echo 1..$n
exit $failed
