#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/walk-seeds.sh NAME DIR: layers, one archive behind the other, made
# by Python's tarfile (walk-seeds.py) and by tar(1): executables, links to them,
# whiteouts, databases, sparse files.

set -eu
mkdir -p "$2"
out=$(cd "$2" && pwd)
python3 tests/fuzz/walk-seeds.py "$out"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir -p 1/bin 1/etc 1/var/lib/dpkg 1/app/node_modules/x 1/usr/lib 1/x 2/bin 2/x
head -c 30000 /bin/true >1/bin/aaa
ln 1/bin/aaa 1/bin/bbb
ln 1/bin/aaa 1/etc/apk
ln -s bbb 1/bin/ccc
printf 'ID=debian\nVERSION_ID=13\n' >1/usr/lib/os-release
ln -s ../usr/lib/os-release 1/etc/os-release
i=0
while [ $i -lt 60 ]; do
	printf 'Package: p%d\nStatus: install ok installed\nVersion: 1\n\n' $i
	i=$((i + 1))
done >1/var/lib/dpkg/status
printf '{"name":"x","version":"1.0.0"}' >1/app/node_modules/x/package.json
truncate -s 9000 1/x/sparse
printf x | dd of=1/x/sparse bs=1 seek=5000 conv=notrunc 2>/dev/null
{ head -c 4000 /bin/true; head -c 60000 /dev/zero; } >1/x/hollow
fallocate -d 1/x/hollow 2>/dev/null || :
printf '#!/bin/sh\n' >1/x/script
mkfifo 1/x/fifo
: >2/bin/.wh.aaa
: >2/x/.wh..wh..opq
ln 1/x/script 2/x/twin
printf two >2/x/file
pack() {
	tar --sort=name --owner=0 --group=0 --numeric-owner --sparse -b 2 "$@"
}
pack -C 1 -cf 1.tar .
pack -C 1 --format=posix -cf 3.tar .
pack -C 2 -cf 2.tar .
cat 1.tar 2.tar >"$out/hidden"
cat 3.tar 2.tar >"$out/pax"
cat 2.tar 1.tar >"$out/reversed"
cat 1.tar 3.tar >"$out/twice"
cp 1.tar "$out/one"
head -c 20000 1.tar >"$out/cut"
