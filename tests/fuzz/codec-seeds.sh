#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/codec-seeds.sh unpack|archive DIR: seeds for the targets of
# lib/codec, made by the system's own tools. Their first byte picks the way
# (see the targets).

set -e
mkdir -p "$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
seq 1 3000 >"$work/numbers"
head -c 3000 /bin/sh >"$work/binary"
printf 'small' >"$work/small"
: >"$work/empty"

# put WAY NAME: standard input as the seed NAME, behind the byte WAY (octal)
put() {
	{ printf '%b' "\\0$1"; cat; } >"$dir/$2"
}

unpack() {
	way=0
	for tool in gzip "zstd -q" xz bzip2; do
		t=${tool%% *}
		for f in numbers binary small empty; do
			$tool -c <"$work/$f" | put $way $t-$f
		done
		{ $tool -c <"$work/small"; $tool -c <"$work/numbers"
		  $tool -c <"$work/empty"; } | put 1$way $t-members
		{ $tool -c <"$work/small"; head -c 512 /dev/zero; } |
		    put 0$way $t-padded
		{ $tool -c <"$work/small"; echo junk; } | put 0$way $t-junk
		$tool -c <"$work/numbers" | head -c 1000 | put 0$way $t-cut
		way=$((way + 1))
	done
	# every optional field of gzip's header, an empty body
	printf '\037\213\010\034\1\2\3\4\0\3\2\0exname\0note\0\3\0\0\0\0\0\0\0\0\0' |
	    put 0 gzip-fields
	{ printf 'P*M\030\003\0\0\0abc'; zstd -q -c <"$work/small"
	  printf '_*M\030\0\0\0\0'; } | put 1 zstd-skippable
	zstd -q --long=28 -c <"$work/numbers" | put 1 zstd-window
	cat "$work/numbers" | zstd -q --long=28 -c | put 1 zstd-window28
	xz -c --lzma2=preset=0,dict=192MiB <"$work/numbers" | put 2 xz-dict
	xz -c --x86 --lzma2 --check=sha256 <"$work/binary" | put 2 xz-x86
}

archive() {
	(cd "$work" && mkdir d && cp small d/small && ln small d/hard &&
	    ln -s small d/soft)
	for f in gnu pax ustar v7; do
		tar -C "$work" --format=$f -cf "$work/$f.tar" numbers d empty
		put 0 fd-$f.tar <"$work/$f.tar"
		put 1 reader-$f.tar <"$work/$f.tar"
	done
	head -c 9728 "$work/gnu.tar" | put 1 cut.tar
	for tool in gzip "zstd -q" xz bzip2; do
		$tool -c <"$work/pax.tar" | put 1 tar.${tool%% *}
	done
	(cd "$work" && zip -q -r a.zip numbers d empty && zip -q -0 s.zip small \
	    empty && zip -q - small d/small >t.zip &&
	    printf 'a comment' | zip -q -z s.zip)
	for z in a s t; do
		put 0 fd-$z.zip <"$work/$z.zip"
		put 1 reader-$z.zip <"$work/$z.zip"
		head -c -10 "$work/$z.zip" | put 1 cut-$z.zip
	done
	printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' | put 1 none.zip
}

dir=$2
"$1"
