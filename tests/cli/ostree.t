#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Images in which every file is a hard link to an object of an ostree
# repository, as bootc images are: all packages of the rpm database in it.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

if [ "$(id -u)" != 0 ]; then
	skip "ostree images" "a bare repository needs root"
	done_testing
	exit 0
fi

# Packages by rpmbuild, a database by rpm.
mkdir -p "$tmp/spec" "$tmp/tree/usr/lib" "$tmp/tree/usr/share/rpm"
for i in 1 2 3 4 5; do
	printf 'Name: pack%s\nVersion: %s.2\nRelease: 3\nSummary: s\nLicense: MIT\nBuildArch: noarch\n%%description\nd\n%%files\n' \
	    $i $i >"$tmp/spec/$i.spec"
	rpmbuild --quiet --define "_topdir $tmp/rpm" -bb "$tmp/spec/$i.spec" \
	    >/dev/null 2>&1
done
rpm --root="$tmp/tree" --dbpath=/usr/share/rpm -i --justdb --nodeps \
    "$tmp"/rpm/RPMS/*/*.rpm 2>/dev/null
rpm --root="$tmp/tree" --dbpath=/usr/share/rpm -qa \
    --qf '%{NAME} %{VERSION}-%{RELEASE}\n' 2>/dev/null | sort >"$tmp/want"
[ "$(wc -l <"$tmp/want")" = 5 ]; ok $? "rpm made a database of 5 packages"
printf 'ID=fedora\nVERSION_ID=42\n' >"$tmp/tree/usr/lib/os-release"
mkdir -p "$tmp/tree/var/lib" "$tmp/tree/etc" "$tmp/tree/usr/lib/sysimage"
ln -s ../../usr/share/rpm "$tmp/tree/var/lib/rpm"
ln -s ../../share/rpm "$tmp/tree/usr/lib/sysimage/rpm"
ln -s ../usr/lib/os-release "$tmp/tree/etc/os-release"
for i in $(seq 1 30); do
	head -c 9000 /dev/urandom >"$tmp/tree/usr/lib/lib$i.so"
done

# A bare repository inside the image, and a checkout of hard links to it.
repo=$tmp/root/sysroot/ostree/repo
mkdir -p "$repo"
ostree --repo="$repo" init --mode=bare
ostree --repo="$repo" commit -b test --tree=dir="$tmp/tree" >/dev/null
ostree --repo="$repo" checkout -H test "$tmp/out.d" >/dev/null
mv "$tmp/out.d"/* "$tmp/root/"
ln -s sysroot/ostree "$tmp/root/ostree"
[ "$(stat -c %h "$tmp/root/usr/lib/os-release")" -gt 1 ]
ok $? "files are hard links to objects"

# Each object right before its names, as container exports of ostree write it.
(cd "$tmp/root" && find sysroot/ostree/repo/objects -name '*.file' -type f |
    sort | while read -r o; do
	echo "$o"
	find usr etc var -samefile "$o"
done; cd "$tmp/root" && find usr etc var ostree -type l) >"$tmp/near"
# All objects first.
(cd "$tmp/root" && find sysroot/ostree/repo/objects -name '*.file' -type f |
    sort; cd "$tmp/root" && find usr etc var ostree \! -type d) >"$tmp/far"

all() {	# text status
	packages "$tmp/out" >"$tmp/got"
	cmp -s "$tmp/got" "$tmp/want"; ok $? "$1: all packages"
	same "$st" "$2" "$1: status $2"
}

for order in near far; do
	tar -C "$tmp/root" --no-recursion -T "$tmp/$order" -cf "$tmp/l.tar"
	image "$tmp/$order.tar" "$tmp/l.tar"
	run "$tmp/$order.tar"; all "ostree image ($order)" 0
	sh "$TOOLS/oci-layout.sh" "$tmp/oci" x gzip "$tmp/l.tar"
	run "$tmp/oci"; all "ostree image, gzip ($order)" 0
	run "$tmp/l.tar"; all "ostree root, tar ($order)" 0
done
piped "$tmp/near.tar"; all "ostree image, piped" 0
tar -C "$tmp/oci" -cf "$tmp/oci.tar" .
piped "$tmp/near.tar" -j1; all "ostree image, piped, one thread" 0
# The database is known by its first bytes; os-release is not.
piped "$tmp/far.tar"; all "ostree image, objects first, piped" 4
grep -q 'os-release' "$tmp/err"; ok $? "what could not be read is named"
run "$tmp/root"; all "ostree root, directory" 0
done_testing
