#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Executables of all kinds that are neither Go's nor Rust's: package notes,
# .NET assemblies and bundles, GraalVM native images, kernels, modules.

B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
n=0 failed=0
F=tests/fixtures/catalog

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

skip() {	# what: an absent input fails CI
	[ "${CI:-}" ] && { echo "$1" >"$T/out"; ok 1 "$1"; }
	echo "# SKIP $1"
}

for tool in jq gcc python3; do
	command -v $tool >/dev/null && continue
	[ "${CI:-}" ] && { echo "Bail out! $tool is not installed"; exit 1; }
	echo "1..0 # SKIP $tool is not installed"
	exit 0
done

# Components that a row found: name, version, purl.
found() {	# row
	jq -r --arg row "$1" '.components[]? | select((.properties // []) |
	    any(.name == "airbom:package:found-by" and .value == $row)) |
	    [.name, .version // "-", .purl // "-"] | @tsv' "$T/sbom.json" |
	    sort
}

file_is() {	# file
	"$B/bin/sbom" -v --from file "$1" >"$T/sbom.json" 2>"$T/err"
}

tree_is() {	# directory
	"$B/bin/sbom" -v --from rootfs "$1" >"$T/sbom.json" 2>"$T/err"
}

# ---- package notes ----

echo 'int main(void) { return 0; }' >"$T/main.c"
json=$(cat $F/elf-note/note.json)
purl=pkg:rpm/fedora/coreutils@4711.0815.fc13
printf 'coreutils\t4711.0815.fc13\t%s?arch=arm32\t\n' "$purl" |
    sed 's/\t$//; s/$/\&distro=fedora-33/' >"$T/want"

python3 - "$T" "$json" <<'PY'
import struct, sys
t, text = sys.argv[1], sys.argv[2].encode()
for name, order in (("le", "<"), ("be", ">")):
    desc = text + b"\0"
    note = struct.pack(order + "III", 4, len(desc), 0xcafe1a7e) + b"FDO\0" + desc
    open(t + "/" + name, "wb").write(note + b"\0" * (-len(note) % 4))
open(t + "/bare", "wb").write(text)
PY
note() {	# section's content, output
	printf '.section .note.package,"a",@note\n.balign 4\n.incbin "%s"\n' \
	    "$1" >"$T/note.s"
	gcc -o "$2" "$T/main.c" "$T/note.s" 2>"$T/out"
}
note "$T/le" "$T/noted" && file_is "$T/noted"
found elf-note | diff "$T/want" - >"$T/out"
ok $? "a package note"
note "$T/bare" "$T/noted" && file_is "$T/noted"
found elf-note | diff "$T/want" - >"$T/out"
ok $? "a package note without its header"
if ld --help | grep -q package-metadata; then
	gcc -Wl,--package-metadata="$json" -o "$T/linked" "$T/main.c" \
	    2>"$T/out" && file_is "$T/linked"
	found elf-note | diff "$T/want" - >"$T/out"
	ok $? "a package note of the linker's own"
	# Without section headers the segment says it.
	objcopy --strip-section-headers "$T/linked" "$T/bare" 2>/dev/null &&
	    file_is "$T/bare" && { found elf-note | diff "$T/want" - \
	    >"$T/out"; ok $? "a package note in a segment"; }
fi
# What a noted program is linked to.
if [ -f /usr/lib/x86_64-linux-gnu/libz.so.1 ]; then
	printf 'extern const char *zlibVersion(void);\nint main(void) {
	    return zlibVersion() == 0; }' >"$T/z.c"
	printf '.section .note.package,"a",@note\n.incbin "%s"\n' "$T/le" \
	    >"$T/note.s"
	gcc -o "$T/z" "$T/z.c" "$T/note.s" -lz 2>"$T/out"
	mkdir -p "$T/deb/usr/bin" "$T/deb/usr/lib/x86_64-linux-gnu" \
	    "$T/deb/var/lib/dpkg/info" "$T/deb/etc"
	cp "$T/z" "$T/deb/usr/bin/z"
	cp -L /usr/lib/x86_64-linux-gnu/libz.so.1 \
	    "$T/deb/usr/lib/x86_64-linux-gnu/"
	dpkg-query -s zlib1g >"$T/deb/var/lib/dpkg/status"
	echo /usr/lib/x86_64-linux-gnu/libz.so.1 \
	    >"$T/deb/var/lib/dpkg/info/zlib1g.list"
	cp /etc/os-release "$T/deb/etc/"
	tree_is "$T/deb"
	jq -e '(.components[] | select(.name == "zlib1g")."bom-ref") as $z |
	    (.components[] | select(.name == "coreutils")."bom-ref") as $c |
	    .dependencies[] | select(.ref == $c).dependsOn |
	    any(. == $z)' "$T/sbom.json" >"$T/out" 2>&1
	ok $? "a program depends on the package that owns its library"
fi

# ---- .NET ----

wheel() {	# PyPI package, file in it: unpacked to $T/whl
	rm -rf "$T/whl"
	python3 -m pip download -q --no-deps --only-binary :all: \
	    -d "$T/wheels" "$1" >"$T/out" 2>&1 &&
	    unzip -q "$T"/wheels/"$(echo "${1%%=*}" | tr - _)"*.whl \
	    -d "$T/whl"
}
pack() {	# npm package: unpacked to $T/npm
	rm -rf "$T/npm"
	mkdir "$T/npm"
	(cd "$T/npm" && npm pack --silent "$1" >/dev/null 2>"$T/out" &&
	    tar xzf ./*.tgz && rm ./*.tgz)
}

if wheel pythonnet==3.0.5; then
	file_is "$T/whl/pythonnet/runtime/Python.Runtime.dll"
	found dotnet-pe >"$T/out"
	grep -q '^Python\.Runtime	3\.0\.5' "$T/out"
	ok $? "an assembly: $(head -n 1 "$T/out" | cut -f1,2)"
	jq -e '.components[0].properties | any(.name ==
	    "airbom:package:guessed")' "$T/sbom.json" >"$T/out"
	ok $? "is a guess"
else
	skip "pythonnet"
fi
if wheel dotnetcore2==3.1.23; then
	# The framework's own deps.json names it, too; without it, its files.
	tree_is "$T/whl/dotnetcore2/bin"
	jq -e '[.components[] | select(.name | startswith(
	    "Microsoft.NETCore.App")) | .cpe] | length == 1 and (.[0] |
	    startswith("cpe:2.3:a:microsoft:.net_core:3.1.23:"))' \
	    "$T/sbom.json" >"$T/out" 2>&1
	ok $? "a shared framework is one package, under its name in CPEs"
	find "$T/whl" -name '*.deps.json' -delete
	tree_is "$T/whl/dotnetcore2/bin"
	found dotnet-pe >"$T/got"
	printf 'Microsoft.NETCore.App\t3.1.23\t%s\n' \
	    pkg:nuget/Microsoft.NETCore.App@3.1.23 |
	    diff - "$T/got" >"$T/out"
	ok $? "it is known by its assemblies alone"
	jq -e '.components[] | select(.name == "Microsoft.NETCore.App").cpe |
	    startswith("cpe:2.3:a:microsoft:.net_core:3.1.23:")' \
	    "$T/sbom.json" >"$T/out" 2>&1
	ok $? "with the name that the dictionary has for it"
else
	skip "dotnetcore2"
fi
if command -v npm >/dev/null && pack nerdbank-gitversioning@3.10.94; then
	dir=$(dirname "$(find "$T/npm" -name '*.deps.json' | sort |
	    head -n 1)")
	jq -r '.targets[.runtimeTarget.name] | to_entries[] |
	    select(.value.runtime // {} | length > 0).key' \
	    "$dir"/*.deps.json | tr / '\t' | sort >"$T/want"
	mkdir "$T/dlls"
	cp "$dir"/*.dll "$T/dlls/"
	tree_is "$T/dlls"
	found dotnet-pe | cut -f1,2 | sort >"$T/got"
	hits=$(comm -12 "$T/want" "$T/got" | wc -l)
	all=$(wc -l <"$T/want")
	comm -3 "$T/want" "$T/got" >"$T/out"
	[ "$all" -gt 10 ] && [ $((hits * 10)) -ge $((all * 7)) ]
	ok $? "assemblies alone: $hits of $all packages of deps.json"
	tree_is "$dir"
	jq -r '.libraries | to_entries[] | select(.value.type | IN("package",
	    "project", "runtimepack")).key' "$dir"/*.deps.json |
	    tr / '\t' | sort >"$T/want"
	found dotnet-deps | cut -f1,2 | diff "$T/want" - >"$T/out"
	ok $? "deps.json: $(wc -l <"$T/want") packages"
	found dotnet-pe | grep pkg: >"$T/out"
	cut -f1 "$T/want" >"$T/names"
	! cut -f1 "$T/out" | grep -Fxf "$T/names" >/dev/null
	ok $? "assemblies that deps.json names are no second packages"
else
	skip "nerdbank-gitversioning"
fi

# ---- bundles ----

cat >"$T/host.c" <<'C'
/* As the .NET runtime's bundle_marker.cpp: a place, then the mark. */
static volatile unsigned char placeholder[] = { 0, 0, 0, 0, 0, 0, 0, 0,
	0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02,
	0x14, 0xd7, 0xa0, 0x32, 0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18,
	0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae };
int main(void) { return placeholder[0]; }
C
gcc -o "$T/host" "$T/host.c" 2>"$T/out"
bundle() {	# version
	python3 - "$T/host" $F/dotnet-deps/app.deps.json "$1" "$T/bundle" <<'PY'
import struct, sys
host, deps = open(sys.argv[1], "rb").read(), open(sys.argv[2], "rb").read()
major = int(sys.argv[3])
mark = bytes.fromhex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")
body, dll = host, b"MZ" + b"\0" * 1000
def put(b):
    global body
    body += b"\0" * (-len(body) % 16)
    at = len(body)
    body += b
    return at
text = lambda s: bytes([len(s)]) + s.encode()
files = [("app.dll", dll, 1), ("app.deps.json", deps, 3)]
places = [put(b) for _, b, _ in files]
head = struct.pack("<III", major, 0, len(files)) + text("aBcDeFgHiJkL")
if major >= 2:
    head += struct.pack("<qqqqQ", places[1], len(deps), 0, 0, 0)
for at, (name, b, kind) in zip(places, files):
    head += struct.pack("<qq", at, len(b))
    if major >= 6:
        head += struct.pack("<q", 0)
    head += bytes([kind]) + text(name)
at = put(head)
i = body.index(mark)
body = body[:i - 8] + struct.pack("<q", at) + body[i:]
open(sys.argv[4], "wb").write(body)
PY
}
jq -r '.libraries | keys[] | sub("^runtimepack[.]"; "")' \
    $F/dotnet-deps/app.deps.json | tr / '\t' | sort >"$T/want"
for v in 1 2 6; do
	bundle $v && file_is "$T/bundle"
	found dotnet-bundle | cut -f1,2 | diff "$T/want" - >"$T/out"
	ok $? "a bundle of version $v: $(wc -l <"$T/want") packages"
done
file_is "$T/host"
[ -z "$(found dotnet-bundle)" ] && ! grep -q bundle "$T/err"
ok $? "a host alone is none"

# A real one, whose deps.json is found by its first words alone.
if command -v npm >/dev/null && pack @azure/mcp-linux-x64@2.0.5; then
	python3 - "$T/npm/package/dist/azmcp" >"$T/want" <<'PY'
import json, re, sys
d = open(sys.argv[1], "rb").read()
for m in re.finditer(rb'\{\s*"runtimeTarget"', d):
    t = d[m.start():m.start() + 4000000].decode("utf-8", "replace")
    for k, v in json.JSONDecoder().raw_decode(t)[0]["libraries"].items():
        if v["type"] in ("package", "project", "runtimepack"):
            print(re.sub(r"^runtimepack\.", "", k).replace("/", "\t"))
PY
	sort -o "$T/want" "$T/want"
	file_is "$T/npm/package/dist/azmcp"
	found dotnet-bundle | cut -f1,2 | diff "$T/want" - >"$T/out" &&
	    [ -s "$T/want" ]
	ok $? "a real bundle: $(wc -l <"$T/want") packages"
	mkdir -p "$T/big/usr/bin" "$T/big/etc"
	cp /etc/os-release "$T/big/etc"
	mv "$T/npm/package/dist/azmcp" "$T/big/usr/bin"
	size=$(stat -c %s "$T/big/usr/bin/azmcp")
	tar -C "$T/big" -cf "$T/big.tar" .
	"$B/bin/sbom" "$T/big.tar" >"$T/sbom.json" 2>"$T/err"
	found dotnet-bundle | cut -f1,2 | diff "$T/want" - >"$T/out"
	ok $? "$size bytes in a layer"
	cat "$T/big.tar" | "$B/bin/sbom" >"$T/sbom.json" 2>"$T/err"
	s=$?
	cp "$T/err" "$T/out"
	found dotnet-bundle | cut -f1,2 | diff "$T/want" - >/dev/null ||
	    { [ $s = 4 ] && grep -q azmcp "$T/err"; }
	ok $? "from a pipe the same, or a gap that names it"
	rm -rf "$T/big" "$T/big.tar"
else
	skip "@azure/mcp-linux-x64"
fi

# ---- GraalVM ----

gzip -nc $F/graalvm/sbom.json >"$T/sbom.json.gz"
(cd "$T" && gcc -o native "$OLDPWD/$F/graalvm/native-image.c") 2>"$T/out"
file_is "$T/native"
jq -r '(.metadata.component, .components[]) |
    [.name, .version, .purl // "-"] | @tsv' $F/graalvm/sbom.json |
    sort >"$T/want"
found graalvm | diff "$T/want" - >"$T/out"
ok $? "an SBOM in a native image"
jq -e '[.dependencies[] | select(.dependsOn // [] | length == 2)] |
    length >= 1' "$T/sbom.json" >"$T/out"
ok $? "with its dependencies"
strip -o "$T/stripped" "$T/native" && file_is "$T/stripped"
grep -q 'without an embedded SBOM' "$T/err"
ok $? "one without its symbols is said to be unknown"
if command -v npm >/dev/null &&
    pack google-closure-compiler-linux@20261015.0.0; then
	file_is "$T/npm/package/compiler"
	cp "$T/err" "$T/out"
	grep -q 'native image without' "$T/err"
	ok $? "a real native image: its libraries are not known"
else
	skip "google-closure-compiler-linux"
fi

# ---- Linux ----

newest() {
	apt-cache depends linux-image-amd64 2>/dev/null |
	    sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1
}
image=$(newest)
if [ -z "$image" ] && [ "$(id -u)" = 0 ]; then
	apt-get update -q >"$T/out" 2>&1
	image=$(newest)
fi
chmod 755 "$T"
mkdir "$T/debs" && if [ "$image" ] && (cd "$T/debs" &&
    apt-get download -q "$image" >"$T/out" 2>&1); then
	dpkg -x "$T"/debs/*.deb "$T/linux"
	release=${image#linux-image-}
	release=${release%-unsigned}
	tree_is "$T/linux"
	printf 'linux-kernel\t%s\tpkg:generic/linux-kernel@%s\n' "$release" \
	    "$release" >"$T/want"
	found linux-kernel | diff "$T/want" - >"$T/out"
	ok $? "a kernel: $release"
	printf 'linux-modules\t%s\t-\n' "$release" >"$T/want"
	found linux-module | diff "$T/want" - >"$T/out"
	ok $? "its modules are one package"
	# As modules of others, packed in all ways; and one that says intree.
	dir=$T/other/lib/modules/$release/updates
	mkdir -p "$dir" "$T/other/etc"
	cp /etc/os-release "$T/other/etc"
	: >"$T/want"
	i=0
	for m in $(find "$T/linux" -name '*.ko' | sort | sed -n '1~500p'); do
		name=$(basename "$m" .ko)
		objcopy --dump-section .modinfo="$T/info" "$m" /dev/null
		python3 - "$T/info" <<'PY'
import sys
d = open(sys.argv[1], "rb").read()
open(sys.argv[1], "wb").write(d.replace(b"intree=Y\0", b""))
PY
		objcopy --update-section .modinfo="$T/info" "$m" \
		    "$dir/$name.ko" 2>"$T/out"
		printf '%s\t%s\t-\n' "$(tr '\0' '\n' <"$T/info" |
		    sed -n 's/^name=//p')" "$(tr '\0' '\n' <"$T/info" |
		    sed -n 's/^version=//p' | grep . || echo -)" >>"$T/want"
		case $((i % 4)) in
		1) gzip "$dir/$name.ko" ;;
		2) xz "$dir/$name.ko" ;;
		3) zstd -q --rm "$dir/$name.ko" ;;
		esac
		i=$((i + 1))
	done
	cp "$(find "$T/linux" -name '*.ko' | sort | sed -n 2p)" "$dir/"
	sort -o "$T/want" "$T/want"
	tree_is "$T/other"
	found linux-module | diff "$T/want" - >"$T/out" && [ $i -ge 5 ]
	ok $? "$i modules of others, plain, gzip, xz, zstd"
else
	skip "a linux-image package"
fi

echo 1..$n
exit $failed
