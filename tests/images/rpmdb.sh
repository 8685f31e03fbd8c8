#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/images/rpmdb.sh DIR: makes rpm databases with the native tools.
#
#	DIR/sqlite/rpmdb.sqlite				by rpm
#	DIR/ndb/Packages.db				by rpm where it has the
#							NDB back end (Debian's
#							has not), else laid out
#							here, by its description
#	DIR/bdb/TYPE-PAGESIZE-ORDER			by db5.3_load, of the
#							headers in sqlite/
#	DIR/query.tsv					what rpm -qa says
#
# Exits 77 when a tool is missing. Made once; remove DIR to make it again.

set -e
D=$1
for t in rpmbuild rpm db5.3_load python3; do
	command -v "$t" >/dev/null || { echo "$t is missing"; exit 77; }
done
# Tests run side by side; one of them makes the databases.
mkdir -p "$(dirname "$D")"
exec 9>"$D.lock"
flock 9
[ -f "$D/done" ] && exit 0
rm -rf "$D"
mkdir -p "$D"
D=$(cd "$D" && pwd)

# name epoch version release source arch; big: many files, several pages
spec() {
	name=$1 epoch=$2 version=$3 release=$4 arch=$5
	shift 5
	cat <<EOF
Name: $name
Version: $version
Release: $release
Summary: The package $name
License: MIT AND (GPL-2.0-or-later OR BSD-3-Clause)
Vendor: Example Vendor, Inc.
BuildArch: $arch
Provides: virtual($name) = 1
Provides: bundled(zlib) = 1.2.3
EOF
	[ "$epoch" = - ] || echo "Epoch: $epoch"
	for line; do echo "$line"; done
	cat <<EOF
%description
$name
%files
EOF
}

build() {	# spec on stdin
	cat >"$D/one.spec"
	rpmbuild --quiet --nodeps --define "_topdir $D/top" \
	    --define "_build_id_links none" --define "debug_package %{nil}" \
	    --define "source_date_epoch_from_changelog 0" \
	    -bb "$D/one.spec" >"$D/log" 2>&1 || { cat "$D/log"; exit 1; }
}

spec plain - 1.0 1.el9 noarch | build
spec with-epoch 3 2.5~rc1 2.fc40 noarch 'Requires: virtual(plain)' \
    'Requires: /usr/share/big/dir-001/file-1' 'Requires: (a or b)' | build
spec zero-epoch 0 2024a 1.amzn2023 noarch \
    'Requires: with-epoch >= 3:2' | build
spec modular - 18.19 1.module+el8.9.0+1+abc noarch \
    'ModularityLabel: nodejs:18:8090020240118:75896a15' | build
{
	spec main - 4.19.0 9 noarch
	cat <<EOF
%package -n sub-of-main
Summary: A package whose source has another name
Epoch: 7
%description -n sub-of-main
x
%files -n sub-of-main
EOF
} | build
# A header of some 200 KiB: chains of pages at every page size.
{
	spec big - 1 1 noarch
	echo '/usr/share/big'
	cat <<'EOF'
%install
for d in $(seq -w 1 150); do
	mkdir -p %{buildroot}/usr/share/big/dir-$d
	for f in 1 2 3 4 5 6 7 8; do
		echo $d $f >%{buildroot}/usr/share/big/dir-$d/file-$f
	done
done
EOF
} | build

for backend in sqlite ndb; do
	rpm --define "_db_backend $backend" --dbpath "$D/$backend" --initdb
	rpm --define "_db_backend $backend" --dbpath "$D/$backend" -i \
	    --justdb --nodeps --noscripts --nosignature --ignoreos \
	    --force-debian $(find "$D/top/RPMS" -name '*.rpm' | sort) ||
	    [ $backend = ndb ]
done 2>"$D/log"
rpm --dbpath "$D/sqlite" --define '_db_backend sqlite' -qa --qf \
'%{NAME}\t%|EPOCH?{%{EPOCH}}:{-}|\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%|SOURCERPM?{%{SOURCERPM}}:{-}|\t%{LICENSE}\t%|VENDOR?{%{VENDOR}}:{-}|\t%|MODULARITYLABEL?{%{MODULARITYLABEL}}:{-}|\n' |
    sort >"$D/query.tsv"
[ "$(wc -l <"$D/query.tsv")" -eq 7 ]

# rpm, lib/backend/ndb/rpmpkg.cc: header, slots, blobs in blocks of 16 bytes.
[ -f "$D/ndb/Packages.db" ] || python3 - "$D" <<'EOF'
import sqlite3, struct, sys, zlib
d = sqlite3.connect("file:%s/sqlite/rpmdb.sqlite?mode=ro" % sys.argv[1],
    uri=True)
rows = d.execute("SELECT hnum, blob FROM Packages").fetchall()
slots, blobs, at = b"", b"", 4096 // 16
for n, blob in rows:
    head = struct.pack("<4sIII", b"BlbS", n, 1, len(blob))
    body = head + blob
    body += bytes(-(len(body) + 12) % 16)
    body += struct.pack("<III", zlib.adler32(head + blob), len(blob),
        int.from_bytes(b"BlbE", "little"))
    slots += struct.pack("<4sIII", b"Slot", n, at, len(body) // 16)
    slots += struct.pack("<4sIII", b"Slot", 0, 0, 0)    # a free one between
    blobs += body
    at += len(body) // 16
slots += struct.pack("<4sIII", b"Slot", 0, 0, 0) * (254 - 2 * len(rows))
head = struct.pack("<4sIIII12x", b"RpmP", 0, 1, 1, len(rows) + 1)
open(sys.argv[1] + "/ndb/Packages.db", "wb").write(head + slots + blobs)
EOF

mkdir "$D/bdb"
for type in hash btree; do
	for size in 512 1024 4096 16384 65536; do
		for order in 1234 4321; do
			python3 - "$D/sqlite/rpmdb.sqlite" $type <<'EOF' |
import sqlite3, sys
print("VERSION=3\nformat=bytevalue\ntype=%s\nHEADER=END" % sys.argv[2])
d = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
rows = [(0, (7).to_bytes(4, "little"))]
rows += d.execute("SELECT hnum, blob FROM Packages").fetchall()
for n, blob in rows:
    print(" " + n.to_bytes(4, "little").hex())
    print(" " + blob.hex())
print("DATA=END")
EOF
			db5.3_load -t $type -c db_pagesize=$size \
			    -c db_lorder=$order "$D/bdb/$type-$size-$order"
		done
	done
done
rm -rf "$D/top" "$D/one.spec" "$D/log"
: >"$D/done"
