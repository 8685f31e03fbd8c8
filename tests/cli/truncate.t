#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Archives cut short at 200 places, every member's boundary among them: never
# a crash, never a hang, never status 0. Cut behind the end mark they are whole.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

small_root "$tmp/root" 6
head -c 30000 /dev/urandom >"$tmp/root/usr/bin/noise"
mkdir -p "$tmp/upper/var/lib/dpkg/status.d"
stanza more >"$tmp/upper/var/lib/dpkg/status.d/more"
pack "$tmp/root" "$tmp/1.tar" -b1
pack "$tmp/upper" "$tmp/2.tar" -b1
image "$tmp/docker.tar" "$tmp/1.tar" "$tmp/2.tar"
mkdir "$tmp/x"; tar -C "$tmp/x" -xf "$tmp/docker.tar"
tar -C "$tmp/x" -b1 -cf "$tmp/docker.tar" .
(cd "$tmp/x" && tar -b1 -cf "$tmp/first.tar" manifest.json \
    $(ls | grep -v manifest.json))
for how in gzip zstd; do
	sh "$TOOLS/oci-layout.sh" "$tmp/o" x $how "$tmp/1.tar" "$tmp/2.tar"
	tar -C "$tmp/o" -b1 -cf "$tmp/oci-$how.tar" .
done
tar -C "$tmp/o" -b1 --format=pax -cf "$tmp/oci-pax.tar" .
cp "$tmp/1.tar" "$tmp/export.tar"
for how in gzip zstd xz bzip2; do
	$how -c <"$tmp/1.tar" >"$tmp/export.tar.$how"
done

# Where the archive ends: its last two blocks are its mark.
places() {	# file
	size=$(stat -c %s "$1")
	case $1 in
	*.tar)	size=$((size - 1))
		tar -tRf "$1" | sed -n 's/^block \([0-9]*\):.*/\1/p' |
		    awk -v e="$size" '{ for (d = -1; d < 2; d++) {
			x = $1 * 512 + d; if (x >= 0 && x <= e) print x } }' |
		    sort -nu | shuf -n 100 --random-source="$1"
		echo $((size - 511)); echo $((size - 512)) ;;
	*)	size=$((size - 1)) ;;
	esac
	awk -v e="$size" 'BEGIN { for (i = 0; i < 200; i++)
	    print int(i * e / 199) }'
}

cut_all() {	# file
	f=$1 bad= count=0
	for at in $(places "$f" | sort -nu | awk 'NR <= 220'); do
		head -c "$at" "$f" >"$tmp/cut"
		timeout 20 "$S" "$tmp/cut" >"$tmp/out" 2>"$tmp/err"; a=$?
		cat "$tmp/cut" | timeout 20 "$S" - >"$tmp/out" 2>"$tmp/err"
		c=$?
		count=$((count + 1))
		case $a.$c in
		[34].[34]) [ -s "$tmp/err" ] || bad="$bad $at:silent" ;;
		*) bad="$bad $at:$a.$c" ;;
		esac
	done
	[ -z "$bad" ] && [ $count -ge 150 ]
	ok $? "${f##*/}: cut at $count places"
	[ -z "$bad" ] || echo "# $bad" | cut -c1-300
	run "$f"; same "$st" 0 "${f##*/}: whole"
}

for f in "$tmp"/docker.tar "$tmp"/first.tar "$tmp"/oci-*.tar \
    "$tmp"/export.tar*; do
	cut_all "$f"
done

# Layouts whose blobs are cut.
for l in "$tmp/o"/blobs/sha256/*; do
	cp -r "$tmp/o" "$tmp/cut.d"
	head -c $(($(stat -c %s "$l") - 3)) "$l" \
	    >"$tmp/cut.d/blobs/sha256/${l##*/}"
	run "$tmp/cut.d"; [ $st = 3 ] || [ $st = 4 ]
	ok $? "a layout with a blob cut short ($st)"
	rm -r "$tmp/cut.d"
done
done_testing
