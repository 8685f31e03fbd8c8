#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/tars.sh NAME DIR: small tar archives of every dialect that GNU
# tar, and where they are there bsdtar and cpio, write.

set -eu
out=$2
d=$(mktemp -d)
trap 'rm -rf "$d"' EXIT
mkdir -p "$d/t/sub/dir" "$out"
out=$(cd "$out" && pwd)
cd "$d/t"
echo hello >sub/file
: >empty
head -c 700 /dev/zero | tr '\0' x >sub/seven
ln sub/file hard
ln -s sub/file soft
ln -s /absolute/target sub/abs
mkfifo fifo
long=$(printf 'n%.0s' $(seq 1 90))
mkdir -p "$long/$long"
echo deep >"$long/$long/file"
ln -s "$long/$long/$long/file" "$long/link"
ln "$long/$long/file" "$long/hard"
truncate -s 100K sparse
printf data | dd of=sparse bs=1 seek=50000 conv=notrunc 2>/dev/null
truncate -s 300K many
for i in 1 2 3 4 5 6 7 8; do
	printf x | dd of=many bs=1 seek=$((i * 8192)) conv=notrunc 2>/dev/null
done
touch -d 1901-02-03 old
set -- --sort=name --owner=0 --group=0 -b1
tar "$@" --exclude=many --exclude=sparse --format=gnu -cf "$out/gnu.tar" .
tar "$@" --format=oldgnu -S -cf "$out/oldgnu-sparse.tar" .
tar "$@" --format=gnu -S -cf "$out/gnu-sparse.tar" .
for v in 0.0 0.1 1.0; do
	tar "$@" --format=pax -S --sparse-version=$v -cf "$out/pax-$v.tar" .
done
tar "$@" --exclude=many --exclude=sparse --format=pax \
    --pax-option='globexthdr.name=g,comment=c' \
    --pax-option='SCHILY.xattr.trusted.overlay.opaque:=y' \
    -cf "$out/pax-global.tar" .
tar "$@" --format=pax --pax-option='mtime:=-12345.678' -cf "$out/pax.tar" sub
tar "$@" --format=ustar -cf "$out/ustar.tar" sub empty hard soft fifo 2>/dev/null
tar "$@" --format=v7 -cf "$out/v7.tar" sub empty soft 2>/dev/null
tar "$@" -V label --format=gnu -cf "$out/label.tar" sub
tar "$@" -cf "$out/abs.tar" -P --transform='s,^sub,//x/./../sub,' sub
if [ "$(id -u)" = 0 ] && mknod null c 0 0 2>/dev/null; then
	tar "$@" -cf "$out/device.tar" null
fi
if command -v bsdtar >/dev/null; then
	for f in ustar pax gnutar v7tar; do
		bsdtar --format=$f -cf "$out/bsd-$f.tar" sub empty hard soft \
		    2>/dev/null || rm -f "$out/bsd-$f.tar"
	done
fi
head -c 10240 /dev/zero >"$out/zeros.tar"
