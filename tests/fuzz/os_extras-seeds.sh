#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/os_extras-seeds.sh NAME DIRECTORY: seeds for the target
# tests/fuzz/os_extras_fuzz.c, made by dpkg-deb, rpmbuild and zstd.
out=$2
fix=tests/fixtures/catalog
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

seed() {	# number name; the file on stdin
	{ printf "\\$(printf %03o "$1")"; cat; } >"$out/$2"
}

seed 0 opkg <$fix/opkg/status
printf 'Package: a\nVersion: 1\nLicense: MIT\nDepends: b (>= 1), c|d\n' |
    seed 1 control
printf '/lib/a\n/lib/b\t0644\tx\n' | seed 2 list
seed 3 wall <$fix/chisel/manifest.jsonl
zstd -q -c $fix/chisel/manifest.jsonl | seed 3 wall-zstd
for f in temurin-25 openjdk-8; do
	seed 6 "java-$f" <$fix/jvm-release/$f
done
for who in 'Azul Systems' 'Sun Microsystems' IBM 'Oracle Corporation'; do
	printf 'JAVA_VERSION="17"\nIMPLEMENTOR="%s"\nIMAGE_TYPE="JRE"\n' \
	    "$who" | seed 6 "java-$who"
done
mkdir -p "$tmp/p/DEBIAN"
printf 'Package: a\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b>\nDescription: d\n' \
    >"$tmp/p/DEBIAN/control"
for z in none gzip xz zstd; do
	dpkg-deb -Z$z -b "$tmp/p" "$tmp/x.deb" >/dev/null && seed 4 "deb-$z" \
	    <"$tmp/x.deb"
done
cat >"$tmp/a.spec" <<'SPEC'
Name: a
Version: 1
Release: 1
Summary: s
License: MIT
BuildArch: noarch
%description
d
%files
SPEC
rpmbuild -ba --quiet --define "_topdir $tmp/top" "$tmp/a.spec" >/dev/null 2>&1
for f in "$tmp"/top/RPMS/noarch/*.rpm "$tmp"/top/SRPMS/*.rpm; do
	[ -f "$f" ] && seed 5 "rpm-$(basename "$f")" <"$f"
done
[ -f "$out/deb-gzip" ]
