#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Files of each kind, made by the tools that write them, damaged in two dozen
# ways each: as many components as before, or a note or a gap. Then wrong
# content that parses.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
F=tests/fixtures/catalog
N=8
n=0

ok() {	# status what
	n=$((n + 1))
	says $n "$2" [ "$1" = 0 ]
}

skip() {	# what: an absent input fails CI
	[ -z "${CI:-}" ] || ok 1 "$1"
	echo "# SKIP $1"
}

command -v python3 >/dev/null || lacks "python3 is not installed"
command -v jq >/dev/null || lacks "jq is not installed"

# One file in a tree of its own, damaged.
damaged() {	# path, file, option of damage.py...
	path=$1 file=$2
	shift 2
	rm -rf "$T/tree"
	mkdir -p "$T/tree/$(dirname "$path")"
	cp "$file" "$T/tree/$path"
	n=$((n + 1))
	says $n "$path" python3 tests/tools/damage.py -n $N "$@" \
	    "$B/bin/sbom" "$T/tree" "$path"
}

# ---- packages themselves ----

mkdir -p "$T/deb/DEBIAN" "$T/deb/usr/share/hello"
cp tests/cli/says.sh "$T/deb/usr/share/hello/"
printf 'Package: hello\nVersion: 1.2-3\nArchitecture: all\n%s\n' \
    'Maintainer: A <a@example.org>
Description: words' >"$T/deb/DEBIAN/control"
if command -v dpkg-deb >/dev/null &&
    dpkg-deb --root-owner-group -b "$T/deb" "$T/x.deb" >"$T/out" 2>&1; then
	damaged opt/hello.deb "$T/x.deb" -f dir
else
	skip "dpkg-deb"
fi
cat >"$T/x.spec" <<-'EOF'
	Name: hello
	Version: 1.2
	Release: 3
	Summary: words
	License: MIT
	BuildArch: noarch
	%description
	words
	%files
EOF
if command -v rpmbuild >/dev/null && rpmbuild -bb --define \
    "_topdir $T/rpm" "$T/x.spec" >"$T/out" 2>&1; then
	damaged opt/hello.rpm "$T/rpm/RPMS/noarch/hello-1.2-3.noarch.rpm" \
	    -f dir
	mkdir -p "$T/db/var/lib/rpm"
	rpm --root "$T/db" --dbpath /var/lib/rpm --nosignature --nodeps \
	    --justdb -i "$T"/rpm/RPMS/noarch/*.rpm >"$T/out" 2>&1 &&
	    [ -s "$T/db/var/lib/rpm/rpmdb.sqlite" ] && damaged \
	    var/lib/rpm/rpmdb.sqlite "$T/db/var/lib/rpm/rpmdb.sqlite"
else
	skip "rpmbuild"
fi

# ---- databases ----

awk 'BEGIN { RS = ""; ORS = "\n\n" } NR <= 12' /var/lib/dpkg/status \
    >"$T/status" 2>/dev/null
if [ -s "$T/status" ]; then
	damaged var/lib/dpkg/status "$T/status"
else
	skip "a dpkg database"
fi
{ cat $F/apk/installed; printf 'P:busybox\nV:1.36.1-r29\nA:x86_64\n\n'; } \
    >"$T/apk"
damaged lib/apk/db/installed "$T/apk"
if command -v zstd >/dev/null; then
	zstd -qc $F/chisel/manifest.jsonl >"$T/wall"
	damaged var/lib/chisel/manifest.wall "$T/wall"
else
	skip "zstd"
fi

# ---- archives of languages ----

python3 - "$T" <<'PY'
import sys, zipfile
meta = "Metadata-Version: 2.1\nName: example\nVersion: 21.12\n\nwords\n" * 1
for name, path in (("example-21.12-py3-none-any.whl",
                    "example-21.12.dist-info/METADATA"),
                   ("example-21.12-py3.6.egg", "EGG-INFO/PKG-INFO")):
    with zipfile.ZipFile(sys.argv[1] + "/" + name, "w",
                         zipfile.ZIP_DEFLATED) as z:
        z.writestr("example.py", "def main():\n    return 1\n" * 40)
        z.writestr(path, meta)
with zipfile.ZipFile(sys.argv[1] + "/hello-1.2.jar", "w",
                     zipfile.ZIP_DEFLATED) as z:
    z.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"
               "Implementation-Title: hello\nImplementation-Version: 1.2\n")
    z.writestr("META-INF/maven/org.example/hello/pom.properties",
               "groupId=org.example\nartifactId=hello\nversion=1.2\n")
    z.writestr("org/example/Hello.class", bytes(range(256)) * 8)
PY
for f in example-21.12-py3-none-any.whl example-21.12-py3.6.egg \
    hello-1.2.jar; do
	damaged usr/lib/python3/dist-packages/$f "$T/$f"
done

# ---- records of languages ----

damaged usr/lib/ruby/gems/3.1.0/specifications/bundler-2.3.7.gemspec \
    $F/gem/bundler-2.3.7.gemspec
damaged srv/vendor/composer/installed.json $F/composer-installed/v2.json
damaged srv/vendor/composer/installed.json $F/composer-installed/v1.json
damaged app/app.deps.json $F/dotnet-deps/app.deps.json
damaged packages.lock.json $F/dotnet-lock/packages.lock.json -f dir
damaged Cargo.lock $F/cargo-lock/v4.lock -f dir
damaged Cargo.lock $F/cargo-lock/v1.lock -f dir

# ---- executables ----

if python3 -m pip download -q --no-deps --only-binary :all: -d "$T/wheels" \
    pythonnet==3.0.5 >"$T/out" 2>&1; then
	python3 -m zipfile -e "$T"/wheels/pythonnet*.whl "$T/whl"
	damaged opt/Python.Runtime.dll \
	    "$T/whl/pythonnet/runtime/Python.Runtime.dll"
else
	skip "pythonnet"
fi
python3 - "$T/note" $F/elf-note/note.json <<'PY'
import struct, sys
d = open(sys.argv[2], "rb").read().strip() + b"\0"
note = struct.pack("<III", 4, len(d), 0xcafe1a7e) + b"FDO\0" + d
open(sys.argv[1], "wb").write(note + b"\0" * (-len(note) % 4))
PY
echo 'int main(void) { return 0; }' >"$T/main.c"
printf '.section .note.package,"a",@note\n.balign 4\n.incbin "%s"\n' \
    "$T/note" >"$T/note.s"
printf '%s\n' '__attribute__((section(".modinfo"), used)) static const char
    info[] = "license=GPL\0version=1.2\0name=hello\0vermagic=6.1.0 SMP";' \
    >"$T/hello.c"
if gcc -o "$T/noted" "$T/main.c" "$T/note.s" 2>"$T/out" &&
    gcc -c -o "$T/hello.ko" "$T/hello.c" 2>"$T/out"; then
	damaged usr/bin/noted "$T/noted" -c
	dir=lib/modules/6.1.0/updates
	damaged $dir/hello.ko "$T/hello.ko"
	gzip -nc "$T/hello.ko" >"$T/hello.ko.gz"
	damaged $dir/hello.ko.gz "$T/hello.ko.gz"
	xz -c "$T/hello.ko" >"$T/hello.ko.xz"
	damaged $dir/hello.ko.xz "$T/hello.ko.xz"
else
	skip "gcc"
fi
gofmt=$(go env GOROOT 2>/dev/null)/bin/gofmt
if [ -f "$gofmt" ]; then
	damaged usr/bin/gofmt "$gofmt" -c
else
	skip "go"
fi

# ---- wrong content that parses, and ends that can be seen ----

mkdir -p "$T/src/pnp" "$T/src/theme/wp-content/themes/x" "$T/src/sum" \
    "$T/src/none" "$T/src/mac" "$T/src/lfs" \
    "$T/src/plugin/wp-content/plugins/x"
echo '{}' >"$T/src/pnp/.pnp.cjs"
printf '<?php\n/*\nPlugin Na' >"$T/src/plugin/wp-content/plugins/x/x.php"
printf '/*\nTheme Na' >"$T/src/theme/wp-content/themes/x/style.css"
printf 'module example.org/m\n\ngo 1.21\n\nrequire example.org/a v1.0.0\n' |
    tee "$T/src/sum/go.mod" >"$T/src/none/go.mod"
echo '<html>' >"$T/src/sum/go.sum"
: >"$T/src/none/go.sum"
printf 'requests==2.0\rflask==2.0\r' >"$T/src/mac/requirements.txt"
echo 'version https://git-lfs.example.org/spec/v1' >"$T/src/lfs/X.dll"
printf '\177ELF%0100d' 0 >"$T/src/lfs/short"
"$B/bin/sbom" -v --from dir "$T/src" >"$T/json" 2>"$T/err"
told() {	# pattern
	n=$((n + 1))
	says $n "$1" grep -q "note: $1" "$T/err"
}
told 'pnp/.pnp.cjs: no packageRegistryData'
told 'plugin/wp-content/plugins/x/x.php: no "Plugin Name:"'
told 'theme/wp-content/themes/x/style.css: no "Theme Name:"'
told 'sum/go.mod: go.sum, line 1: no path, version and hash'
told 'sum/go.mod: go.sum lacks 1 of the 1'
told 'none/go.mod: go.sum lacks 1 of the 1'
told 'mac/requirements.txt: its lines end in CR alone'
told 'lfs/X.dll: no library of Windows'
told 'lfs/short: ELF'

# A database cut at a line's end, within an entry.
mkdir -p "$T/cut/var/lib/dpkg"
printf 'Package: a\nStatus: install ok installed\nVersion: 1\n' \
    >"$T/cut/var/lib/dpkg/status"
"$B/bin/sbom" -v --from rootfs "$T/cut" >"$T/json" 2>"$T/err"
told 'var/lib/dpkg/status: ends within an entry'

echo "1..$n"
exit $failed
