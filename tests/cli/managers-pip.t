#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What pip itself installed: two virtual environments that do not see each
# other, and the metadata of Debian's own Python packages. Names, versions and
# who requires whom are those that pip tells.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
root=$B/images/pip/root
made=$B/images/pip/made
T=$(mktemp -d)
export LC_ALL=C
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
PY=/usr/bin/python3
[ -x $PY ] || PY=python3

absent() {	# what
	[ -z "${CI:-}" ] || { echo "Bail out! $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 0
}

# app: wheels with and without compiled code, names with dots and capitals, an
# extra. old: other versions of some of them, and a package from a directory.
make_root() {
	[ ! -f "$made" ] || return 0
	rm -rf "$root"
	mkdir -p "$root/opt" "$root/etc" "$root/usr/lib/python3/dist-packages"
	echo 'ID=debian' >"$root/etc/os-release"
	$PY -m venv "$root/opt/app" && $PY -m venv "$root/opt/old" &&
	"$root/opt/app/bin/pip" install -q 'requests[socks]==2.31.0' \
	    Flask==3.0.0 zope.interface==6.1 ruamel.yaml==0.18.6 &&
	"$root/opt/old/bin/pip" install -q requests==2.25.1 wheel &&
	mkdir -p "$B/images/pip/ham" &&
	printf '%s\n' 'from setuptools import setup' \
	    'setup(name="Ham_and.Eggs", version="1.0.post1", license="MIT",' \
	    '    py_modules=["ham"], install_requires=["requests>=2"])' \
	    >"$B/images/pip/ham/setup.py" &&
	echo >"$B/images/pip/ham/ham.py" &&
	"$root/opt/old/bin/pip" install -q --no-build-isolation --no-deps \
	    "$B/images/pip/ham" || return 1
	# Where Debian's are; only what describes packages.
	for d in /usr/lib/python3/dist-packages/*.egg-info \
	    /usr/lib/python3/dist-packages/*.dist-info; do
		[ ! -e "$d" ] ||
		    cp -r "$d" "$root/usr/lib/python3/dist-packages/"
	done
	# Archives: an egg that setuptools built, Debian's wheels for venv.
	(cd "$B/images/pip/ham" && "$root/opt/old/bin/python" setup.py -q \
	    bdist_egg -d "$root/opt/eggs") || return 1
	for w in /usr/share/python-wheels/*.whl; do
		[ ! -f "$w" ] || cp "$w" "$root/opt/eggs/"
	done
	touch "$made"
}

if ! $PY -c 'import venv, ensurepip' 2>/dev/null; then
	absent "python3-venv is missing"
fi
if ! make_root >"$T/log" 2>&1; then
	sed 's/^/# /' "$T/log"
	absent "pip cannot install: no package index here"
fi

site() {	# environment
	ls -d "$root/opt/$1"/lib/python3*/site-packages
}

compare() {	# what, environment, document
	"$root/opt/$2/bin/pip" inspect --local >"$T/inspect" 2>/dev/null &&
	python3 tests/tools/pip-truth.py "$1" "$T/inspect" >"$T/want" &&
	[ -s "$T/want" ] &&
	where=$(site "$2") &&
	python3 tests/tools/pip-truth.py "sbom-$1" "$3" "${where#"$root"}" \
	    >"$T/got" && diff "$T/want" "$T/got"
}

# pip list of a directory: egg-info directories, files and wheels.
compare_debian() {	# document
	dir=usr/lib/python3/dist-packages
	"$root/opt/app/bin/pip" list --path "$root/$dir" --format json \
	    2>/dev/null | jq -r '.[] | "\(.name) \(.version)"' |
	    LC_ALL=C sort -u >"$T/want"
	[ -s "$T/want" ] &&
	python3 tests/tools/pip-truth.py sbom-list "$1" "/$dir" >"$T/got" &&
	diff "$T/want" "$T/got"
}

# What pip shows, which knows the markers, is among our edges.
shown() {	# environment, document
	where=$(site "$1")
	python3 tests/tools/pip-truth.py sbom-edges "$2" "${where#"$root"}" \
	    >"$T/got"
	for p in requests flask; do
		"$root/opt/$1/bin/pip" show "$p" 2>/dev/null |
		    sed -n 's/^Requires: //p' | tr ',A-Z' '\na-z' |
		    sed "s/^ */$p /"
	done | grep ' .' | sort >"$T/want"
	[ -s "$T/want" ] && ! comm -23 "$T/want" "$T/got" | grep .
}

scan() {
	"$B/bin/sbom" "$root" >"$T/dir.json" 2>"$T/err"
	[ $? = 4 ] || return 1	# no dpkg database: said so
	tar -C "$root" -cf - . | "$B/bin/sbom" - >"$T/tar.json" 2>"$T/err"
	[ $? = 4 ]
}

same_stream() {
	for f in dir tar; do
		jq -S '[.components[] | select((.purl // "") |
		    startswith("pkg:pypi/")) | { name, version, purl,
		    licenses }], .dependencies' "$T/$f.json" >"$T/$f.part"
	done
	cmp "$T/dir.part" "$T/tar.part"
}

licence() {
	jq -e '.components[] | select(.name == "requests" and
	    .version == "2.31.0") | .licenses | length == 1' "$T/dir.json"
}

# Name and version as Python's own reader of metadata has them.
compare_archives() {	# document
	"$root/opt/app/bin/python" - "$root" >"$T/want" <<-'EOF'
	import glob, sys, zipfile
	from email.parser import HeaderParser
	for path in sorted(glob.glob(sys.argv[1] + "/opt/eggs/*")):
	    z = zipfile.ZipFile(path)
	    inside = [n for n in z.namelist() if n == "EGG-INFO/PKG-INFO" or
	        (n.endswith(".dist-info/METADATA") and n.count("/") == 1)]
	    m = HeaderParser().parsestr(z.read(inside[0]).decode())
	    print(m["Name"], m["Version"], path[len(sys.argv[1]):] + "!/" +
	        inside[0])
	EOF
	jq -r '.components[] | .name as $n | .version as $v |
	    .evidence.occurrences[]?.location | select(startswith("/opt/eggs/"))
	    | "\($n) \($v) \(.)"' "$1" | sort -k3 >"$T/got"
	[ -s "$T/want" ] && sort -k3 "$T/want" | diff - "$T/got"
}

# Requirements as importlib has them, which reads requires.txt of eggs, too.
compare_debian_edges() {	# document
	dir=usr/lib/python3/dist-packages
	"$root/opt/app/bin/python" - "$root/$dir" >"$T/want" <<-'EOF'
	import importlib.metadata, re, sys
	def plain(name):
	    return re.sub(r"[-_.]+", "-", name).lower()
	all = list(importlib.metadata.distributions(path=[sys.argv[1]]))
	names = {plain(d.metadata["Name"]) for d in all}
	edges = {(plain(d.metadata["Name"]),
	    plain(re.match(r"[A-Za-z0-9._-]+", r).group(0)))
	    for d in all for r in d.requires or []}
	for a, b in sorted(edges):
	    if b in names and a != b:
	        print(a, b)
	EOF
	[ -s "$T/want" ] &&
	# The environments have the same setuptools: one component for all.
	python3 tests/tools/pip-truth.py sbom-edges "$1" "/$dir" |
	    grep -v '^setuptools ' >"$T/got" &&
	diff "$T/want" "$T/got"
}

# --files: each file of a package that pip shows is that package's.
owners() {
	"$B/bin/sbom" --files "$root" 2>/dev/null | jq -r '.components[] |
	    select(.type == "file") | .name as $n | .properties[]? |
	    select(.name == "airbom:file:owner" or .name == "airbom:owner") |
	    select(.value == "pkg:pypi/flask@3.0.0") | $n' |
	    sort >"$T/got"
	where=$(site app)
	where=${where#"$root"}
	"$root/opt/app/bin/pip" show -f flask 2>/dev/null |
	    sed -n '/^Files:/,$p' | sed -n 's/^  //p' |
	    sed "s|^|$where/|; s|/lib/python[^/]*/site-packages/\.\./\.\./\.\./|/|" |
	    sort >"$T/want"
	[ -s "$T/want" ] && diff "$T/want" "$T/got"
}

echo 1..12
says 1 "a root file system, from a directory and from a stream" scan
says 2 "app: lists what pip lists" compare list app "$T/dir.json"
says 3 "app: requirements between them" compare edges app "$T/dir.json"
says 4 "old: lists what pip lists" compare list old "$T/dir.json"
says 5 "old: requirements do not mix with app's" \
    compare edges old "$T/dir.json"
says 6 "pip show's requirements are among them" shown app "$T/dir.json"
says 7 "Debian's: lists what pip lists" compare_debian "$T/dir.json"
says 8 "the stream gives the same" same_stream
says 9 "a licence" licence
says 10 "eggs and wheels that are archives" compare_archives "$T/dir.json"
says 11 "Debian's: requirements, of eggs, too" \
    compare_debian_edges "$T/dir.json"
says 12 "files are their package's" owners
exit $failed
