#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A database with a write-ahead log beside it: in one layer, in another, on a
# stream, in a directory.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
D=$PWD/../shared/conformance/rpmdb/sqlite-wal

if [ ! -d "$D" ]; then
	skip "write-ahead logs" "no ../shared"
	done_testing
	exit 0
fi
db=usr/lib/sysimage/rpm
mkdir -p "$tmp/1/etc" "$tmp/1/$db" "$tmp/2/$db" "$tmp/both/etc"
printf 'ID=fedora\nVERSION_ID=42\n' >"$tmp/1/etc/os-release"
gunzip -c "$D/rpmdb.sqlite.gz" >"$tmp/1/$db/rpmdb.sqlite"
gunzip -c "$D/rpmdb.sqlite-wal.gz" >"$tmp/2/$db/rpmdb.sqlite-wal"
cp -r "$tmp/1/." "$tmp/both"
cp "$tmp/2/$db/rpmdb.sqlite-wal" "$tmp/both/$db/"
sed -n '2,$p' "$D/expected.tsv" | cut -f1 | grep -v gpg-pubkey |
    sort >"$tmp/want"
[ -s "$tmp/want" ]; ok $? "there are packages to expect"

all() {	# text
	jq -r '.components[]? | select(.purl) | .name' "$tmp/out" | sort |
	    cmp -s - "$tmp/want"
	ok $? "$1: all packages"
	same "$st" 0 "$1: status 0"
}

pack "$tmp/1" "$tmp/1.tar"; pack "$tmp/2" "$tmp/2.tar"
pack "$tmp/both" "$tmp/both.tar"
(cd "$tmp/both" && tar -cf "$tmp/walfirst.tar" etc "$db/rpmdb.sqlite-wal" \
    "$db/rpmdb.sqlite")
for l in both walfirst; do
	image "$tmp/i.tar" "$tmp/$l.tar"
	run "$tmp/i.tar"; all "$l, one layer"
	piped "$tmp/i.tar"; all "$l, piped"
	sh "$TOOLS/oci-layout.sh" "$tmp/oci" x gzip "$tmp/$l.tar"
	run "$tmp/oci"; all "$l, gzip"
done
run "$tmp/both"; all "directory"
image "$tmp/i.tar" "$tmp/1.tar" "$tmp/2.tar"
run "$tmp/i.tar"; all "the log in a later layer"
sh "$TOOLS/oci-layout.sh" "$tmp/oci" x zstd "$tmp/1.tar" "$tmp/2.tar"
run "$tmp/oci"; all "the log in a later layer, zstd"
piped "$tmp/i.tar"
same "$st" 4 "the log in a later layer, piped: a gap"
grep -q 'rpmdb.sqlite' "$tmp/err"; ok $? "it names the database"
# A log that a later layer takes away is not folded in.
mkdir -p "$tmp/3/$db"; : >"$tmp/3/$db/.wh.rpmdb.sqlite-wal"
pack "$tmp/3" "$tmp/3.tar"
image "$tmp/i.tar" "$tmp/both.tar" "$tmp/3.tar"
run "$tmp/i.tar"; cp "$tmp/out" "$tmp/gone"
image "$tmp/j.tar" "$tmp/1.tar"; run "$tmp/j.tar"
[ "$(names "$tmp/gone")" = "$(names "$tmp/out")" ]
ok $? "a log that was taken away does not count"
done_testing
