#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/catalog-seeds.sh NAME DIR: seeds for the targets of sbom/catalog.

dir=$2
mkdir -p "$dir"
shared=../shared/conformance
fix=tests/fixtures/catalog

seed() {	# row want file name
	[ -f "$3" ] || return 0
	{ printf "\\$(printf %03o "$1")\\$(printf %03o "$2")"
	    head -c 65000 "$3"; } >"$dir/$4"
}

# The number of a row: its place in the table.
row() {
	sed -n 's/^[[:blank:]]*X(\([a-z_0-9]*\)).*/\1/p' \
	    sbom/catalog/catalog.c | grep -nx "$1" | cut -d: -f1
}

of() {		# row want file name
	seed $(($(row "$1") - 1)) "$2" "$3" "$4"
}

catalog() {
	of apk 0 $fix/apk/installed apk
	of apk 1 $shared/packages/apk/alpine-3.10/root/lib/apk/db/installed apk2
	of dpkg 0 $fix/dpkg/status dpkg
	of dpkg 1 $fix/dpkg-info/bash.list dpkg2
	of dpkg_info 0 $fix/dpkg-info/bash.list info
	echo 'd41d8cd98f00b204e9800998ecf8427e  ./usr/x' >"$dir/../sums"
	of dpkg_info 1 "$dir/../sums" info2
	of dpkg_copyright 0 $fix/dpkg-copyright/copyright copyright
	of rpm_manifest 0 $fix/rpm-manifest/container-manifest-2 manifest
	for w in 0 1 2 10 11; do
		of os_release $w $fix/os-release/os-release os-$w
	done
	of apk_repositories 0 $fix/apk-repositories/repositories repos
	of apt 0 $fix/apt/sources.list apt0
	of apt 2 $fix/apt/debian.sources apt2
	of apt 3 $fix/apt/InRelease apt3
	of apt 4 $fix/apt/InRelease apt4
	of content_manifest 0 $fix/content-manifest/ubi9-container-9.4-947.json sets
	of ubuntu_pro 0 $fix/ubuntu-pro/status.json pro
}

declared() {
	# Files in the order of the table in declared_fuzz.c.
	seed 0 0 $fix/composer-lock/composer.lock composer
	seed 1 0 $fix/composer-installed/v1.json composer1
	seed 1 0 $fix/composer-installed/v2.json composer2
	seed 2 0 $fix/pear/memcached.reg pear
	seed 3 0 $fix/pear/mail_mime.reg pear2
	seed 3 0 $fix/pear/log.reg pear1
	printf '\003\000a:2:{s:4:"name";s:1:"a";s:12:"dependencies";%s%s' \
	    'a:1:{s:8:"required";a:1:{s:7:"package";a:2:{i:0;a:1:{s:4:"name";' \
	    's:1:"B";}i:1;a:1:{s:4:"name";s:1:"C";}}}}}' >"$dir/pear-needs"
	seed 4 0 $fix/wordpress/version.php wp
	seed 5 0 $fix/wordpress/akismet.php plugin
	seed 6 0 $fix/wordpress/hello.php plugin2
	seed 7 0 $fix/wordpress/style.css theme
	for v in v1 v3 v4; do
		seed 8 0 $fix/cargo-lock/$v.lock cargo-$v
	done
	seed 9 0 $fix/cargo-toml/Cargo.toml cargo-toml
	seed 9 1 $fix/cargo-toml/Cargo.toml cargo-locked
	seed 10 0 $fix/go-mod/forms.mod mod
	# As much of it is the sibling as the second byte says, in 256ths.
	for f in old normal; do
		cat $fix/go-mod/$f.mod $fix/go-mod/$f.sum >"$dir/both"
		seed 10 $(($(stat -c %s $fix/go-mod/$f.sum) * 256 /
		    $(stat -c %s "$dir/both"))) "$dir/both" mod-$f
	done
	rm -f "$dir/both"
	seed 11 0 $fix/go-vendor/std.txt vendor
	seed 11 0 $fix/go-vendor/local.txt vendor2
	seed 12 0 $fix/composer-lock/composer.lock vendored
	seed 13 0 $fix/cargo-lock/v4.lock vendored2
	seed 14 0 $fix/go-mod/forms.mod vendored3
}

prefixed() {	# octal-byte name; the file on stdin
	{ printf "\\$1"; cat; } >"$dir/$2"
}

rpm() {
	sh tests/images/rpmdb.sh build/images/rpm >/dev/null 2>&1
	made=build/images/rpm
	for f in $made/bdb/*-512-1234 $made/bdb/*-4096-4321; do
		[ -f "$f" ] && prefixed 003 "$(basename "$f")" <"$f"
	done
	[ -f $made/ndb/Packages.db ] &&
	    prefixed 002 ndb <$made/ndb/Packages.db
	for d in bdb-libuuid/Packages sqlite-modular/rpmdb.sqlite \
	    sqlite-rpm-testsuite/rpmdb.sqlite; do
		[ -f $shared/rpmdb/$d.gz ] && gunzip -c $shared/rpmdb/$d.gz |
		    head -c 262000 | prefixed 000 "$(dirname $d)"
	done
	# One header each: value lines of a dump are headers in hexadecimal.
	[ -f $made/bdb/hash-4096-1234 ] && command -v db5.3_dump >/dev/null &&
	    db5.3_dump $made/bdb/hash-4096-1234 | grep -E '^ .{32}' |
	    while read -r hex; do
		i=$((${i:-0} + 1))
		printf %s "$hex" | xxd -r -p | prefixed 001 header-$i
	done
	printf '\004bash-5.2-1.el9.src.rpm' >"$dir/source"
}

selector() {
	for p in a/x a/b/c.x a/q/n n z/package.json z/App.deps.json x.jar \
	    var/lib/rpm/rpmdb.sqlite-wal usr/share/doc/bash/copyright \
	    var/lib/dpkg/info/a.list var/lib/dpkg/status.d/base abc; do
		printf %s "$p" >"$dir/$(echo "$p" | tr / _)"
	done
}

"$1"
