#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Rust programs built by cargo-auditable: what sbom lists against what
# `cargo metadata` and `cargo tree` say of the same sources.

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

absent() {
	if [ "${CI:-}" ]; then
		echo "Bail out! $1 is not installed"
		exit 1
	fi
	echo "1..0 # SKIP $1 is not installed"
	exit 0
}

PATH=$PATH:$HOME/.cargo/bin:${CARGO_TOOLS:-$HOME/.cache/airbom-cargo}/bin
export PATH
for tool in cargo jq cargo-auditable; do
	command -v $tool >/dev/null || absent $tool
done

cp -R tests/fixtures/exe/rust "$T/src"
cd "$T/src" && cargo auditable build --release >"$T/out" 2>&1
ok $? "cargo auditable build"
bin=$T/src/target/release/airbom-hello

# Crates that a program is made of: not of the build, not for tests.
cargo metadata --format-version 1 --filter-platform \
    "$(rustc -vV | sed -n 's/^host: //p')" >"$T/meta.json" 2>"$T/out"
jq -r '(.packages | map({key: .id, value: .}) | from_entries) as $p |
    (.resolve.nodes | map({key: .id, value: [.deps[] |
	select(any(.dep_kinds[]; .kind == null)) | .pkg]}) | from_entries) as $d |
    def all($todo; $seen): if $todo == [] then $seen else
	([$todo[] | $d[.][]] | unique) - $seen | all(.; $seen + .) end;
    [.resolve.root] | all(.; .) | .[] | $p[.] |
    [.name, .version, if (.source // "") == "" then "-" else
	"pkg:cargo/" + .name + "@" + .version end] | @tsv' "$T/meta.json" |
    sort >"$T/want"
# serde is for proc-macros of others here: what was compiled decides.
cargo tree -e normal --prefix none -f '{p}' 2>"$T/out" |
    awk '{ sub(/^v/, "", $2); print $1 "\t" $2 }' | sort -u >"$T/tree"
jq -r '(.packages | map({key: .id, value: .}) | from_entries) as $p |
    .resolve as $r | $r.nodes[] | . as $n | .deps[] |
    select(any(.dep_kinds[]; .kind == null)) |
    $p[$n.id].name + " " + $p[.pkg].name' "$T/meta.json" |
    sort -u >"$T/edges"
cd - >/dev/null || exit 1

list() {	# file
	"$B/bin/sbom" --from file "$1" >"$T/sbom.json" 2>"$T/out"
	jq -r '.components[] | select((.properties // []) |
	    any(.name == "airbom:package:found-by" and
	    .value == "cargo-auditable")) |
	    [.name, .version, .purl // "-"] | @tsv' "$T/sbom.json" |
	    sort >"$T/got"
}

list "$bin"
[ -s "$T/want" ] && cut -f1,2 "$T/got" | diff "$T/tree" - >"$T/out"
ok $? "the crates of cargo tree: $(wc -l <"$T/tree")"
# Features may leave out what metadata resolves: never the other way round.
comm -13 "$T/want" "$T/got" >"$T/out"
[ ! -s "$T/out" ] && [ -s "$T/got" ]
ok $? "each is one of cargo metadata's, with its purl: $(wc -l <"$T/got")"
! grep -q autocfg "$T/got" && grep -q "^autocfg" <<X && grep -q '^local' "$T/got"
$(cd "$T/src" && cargo tree -e build --prefix none 2>/dev/null)
X
ok $? "what only the build ran is not listed"
jq -e '[.components[] | select(.type == "application")] | length == 1 and
    .[0].name == "airbom-hello" and .[0].version == "1.2.3" and
    .[0].purl == null' "$T/sbom.json" >"$T/out" 2>&1
ok $? "the program is an application, from no registry"

jq -r '(.components | map({key: ."bom-ref", value: .name}) | from_entries)
    as $n | .dependencies[] | select($n[.ref]) | . as $d |
    .dependsOn[]? | select($n[.]) | $n[$d.ref] + " " + $n[.]' \
    "$T/sbom.json" | sort -u >"$T/got.edges"
comm -13 "$T/edges" "$T/got.edges" >"$T/out"
[ ! -s "$T/out" ] && [ "$(wc -l <"$T/got.edges")" -ge 5 ]
ok $? "dependencies are cargo's: $(wc -l <"$T/got.edges")"

cp "$T/got" "$T/whole"
strip -o "$T/bare" "$bin" && list "$T/bare" && diff "$T/whole" "$T/got" \
    >"$T/out"
ok $? "stripped, it says the same"
# In an image, on a pipe.
mkdir -p "$T/root/usr/bin" && cp "$bin" "$T/root/usr/bin/"
tar -C "$T/root" -cf - . | "$B/bin/sbom" 2>/dev/null | jq -r '.components[] |
    select(.purl // "" | startswith("pkg:cargo/")).name' | sort >"$T/got"
awk -F'\t' '$3 != "-" { print $1 }' "$T/whole" | diff - "$T/got" >"$T/out"
ok $? "from a tar on a pipe"

echo 1..$n
exit $failed
