#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What cargo and go write beside source, from crates and modules on disk:
# Cargo.lock as cargo metadata resolves it, go.mod, go.sum and vendor as go
# list has them.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'chmod -R u+w "$T"; rm -rf "$T"' EXIT

for tool in cargo go zip git; do
	command -v $tool >/dev/null && continue
	[ -z "${CI:-}" ] || { echo "Bail out! $tool is missing"; exit 1; }
	echo "1..0 # SKIP $tool is missing"
	exit 0
done
n=0
failed=0

is() {	# what: $T/want and $T/got, neither empty
	n=$((n + 1))
	if [ -s "$T/want" ] && diff "$T/want" "$T/got" >"$T/diff" 2>&1; then
		echo "ok $n - $1: $(wc -l <"$T/want")"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' "$T/diff" "$T/log" | head -n 30
		failed=1
	fi
}

scan() {	# directory
	"$B/bin/sbom" --from dir "$1" >"$T/doc" 2>"$T/log"
}

# Edges as "name@version name@version" between components of our document.
edges() {
	jq -r '(.components | map({ key: ."bom-ref", value: ((if .group then
	        .group + "/" else "" end) + .name + "@" + (.version // "")) }) |
	    from_entries) as $n | .dependencies[] | select($n[.ref]) |
	    .ref as $r | .dependsOn[]? | "\($n[$r]) \($n[.])"' "$T/doc" |
	    sort -u
}

names() {	# ones with a purl, or $1: a selection
	jq -r ".components[] | select(${1:-.purl}) | (if .group then
	    .group + \"/\" else \"\" end) + .name + \" \" + (.version // \"\")" \
	    "$T/doc" | sort
}

# ---- cargo ----

crate() {	# directory, name, version, dependencies
	mkdir -p "$T/$1/src"
	: >"$T/$1/src/lib.rs"
	printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2018"\n%s\n' \
	    "$2" "$3" "$4" >"$T/$1/Cargo.toml"
	printf '{"files":{},"package":"%064d"}' "$((i = ${i:-0} + 1))" \
	    >"$T/$1/.cargo-checksum.json"
}

crate crates/alpha alpha 1.2.3 '[dependencies]
beta = "1"'
crate crates/beta-1 beta 1.0.9 ''
crate crates/beta-2 beta 2.0.0-rc.1+build '[dependencies]
alpha = "1"'
crate crates/check check 0.1.0 '[dependencies]
other = { package = "beta", version = "1" }'
crate fork fork 0.3.0 '[dependencies]
beta = "1"'
(cd "$T/fork" && git init -q && git add . && git -c user.name=x \
    -c user.email=x@x commit -q -m x) >/dev/null 2>&1
crate ws/member member 0.4.0 ''
crate ws app 0.5.0 "[dependencies]
alpha = \"1.2\"
beta = \"=2.0.0-rc.1\"
member = { path = \"member\" }
fork = { git = \"file://$T/fork\" }
[dev-dependencies]
check = \"*\"
[workspace]
members = [\"member\"]"
mkdir -p "$T/ws/.cargo"
printf '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "%s"\n' \
    "$T/crates" >"$T/ws/.cargo/config.toml"
(cd "$T/ws" && CARGO_HOME="$T/home" cargo metadata --format-version 1 \
    >"$T/meta") 2>"$T/log"

scan "$T/ws"
jq -r '.packages[] | "\(.name) \(.version)"' "$T/meta" | sort >"$T/want"
names '.evidence' >"$T/got"
is "the crates of cargo metadata"
jq -r '.packages[] | select(.source) | "\(.name) \(.version)"' "$T/meta" |
    sort >"$T/want"
names >"$T/got"
is "those that are fetched have a purl"
jq -r '(.packages | map({ key: .id, value: "\(.name)@\(.version)" }) |
    from_entries) as $n | .resolve.nodes[] | .id as $r | .dependencies[] |
    "\($n[$r]) \($n[.])"' "$T/meta" | sort -u >"$T/want"
edges >"$T/got"
is "dependencies are cargo's"

# ---- go ----

P=$T/proxy
module() {	# path, version, requirements
	d=$T/m/$1@$2
	mkdir -p "$d" "$P/$1/@v"
	printf 'module %s\n\ngo 1.18\n%s\n' "$1" "$3" >"$d/go.mod"
	{ echo "package x"; printf '%s\n' "$3" |
	    sed -n 's/^require \(.*\) v.*/import _ "\1"/p'; } >"$d/x.go"
	(cd "$T/m" && zip -q -r "$P/$1/@v/$2.zip" "$1@$2")
	cp "$d/go.mod" "$P/$1/@v/$2.mod"
	printf '{"Version":"%s"}' "$2" >"$P/$1/@v/$2.info"
	echo "$2" >>"$P/$1/@v/list"
}

module example.org/one v1.0.0 ''
module example.org/one v1.4.0 ''
module example.org/two/v2 v2.1.0 'require example.org/one v1.4.0'
module example.net/fork v0.9.0 ''
mkdir -p "$T/go"
cat >"$T/go/go.mod" <<-E
	module example.com/app

	go 1.18

	require (
		example.org/one v1.0.0
		example.org/two/v2 v2.1.0
		example.org/three v1.0.0
	)

	replace example.org/three => example.net/fork v0.9.0
E
printf 'package main\nimport _ "example.org/two/v2"\nimport _ "example.org/three"\nfunc main() {}\n' \
    >"$T/go/main.go"
export GOPROXY="file://$P" GOSUMDB=off GOFLAGS=-mod=mod GOTOOLCHAIN=local \
    GOPATH="$T/gopath" GOCACHE="$T/gocache" GOWORK=off
sed -i 's/^module example.net\/fork/module example.org\/three/' \
    "$T/m/example.net/fork@v0.9.0/go.mod" "$P/example.net/fork/@v/v0.9.0.mod"
(cd "$T/m" && rm -f "$P/example.net/fork/@v/v0.9.0.zip" &&
    zip -q -r "$P/example.net/fork/@v/v0.9.0.zip" example.net/fork@v0.9.0)
(cd "$T/go" && go mod tidy && go list -m -f '{{with .Replace}}{{.Path}} {{.Version}}{{else}}{{.Path}} {{.Version}}{{end}}' all |
    grep -v '^example.com/app' | sort >"$T/list") >"$T/log" 2>&1

scan "$T/go"
cp "$T/list" "$T/want"
names '.purl and .name != "stdlib"' >"$T/got"
is "the modules of go list -m all"
(cd "$T/go" && go mod graph) | sed -n 's/^example.com\/app \(example.*\)/\1/p' |
    sed 's/^example.org\/three@.*/example.net\/fork@v0.9.0/' | sort >"$T/want"
edges | sed -n 's/^example.com\/app@ //p' | grep -v '^stdlib' >"$T/got"
is "what the program requires is go mod graph's"
grep -v '/go.mod ' "$T/go/go.sum" | cut -d' ' -f3 | sort >"$T/want"
jq -r '.components[].properties[]? | select(.name == "airbom:go:sum") |
    .value' "$T/doc" | sort >"$T/got"
is "the hashes of go.sum"
(cd "$T/go" && go mod vendor && rm go.mod go.sum) >"$T/log" 2>&1
scan "$T/go"
(cd "$T/go/vendor" && find . -name x.go) | sed 's|^\./||; s|/x.go$||' |
    sed 's|^example.org/three|example.net/fork|' | sort >"$T/want"
names '.purl' | cut -d' ' -f1 >"$T/got"
is "what is vendored"
echo 1..$n
exit $failed
