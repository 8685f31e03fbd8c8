#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/classify-seeds.sh NAME DIRECTORY: seeds for the target
# tests/fuzz/classify_fuzz.c: the tables that are there, and texts of this
# machine's programs.
out=$2
table=sbom/catalog/classifiers.txt

one() {	# name table path file
	{
		[ -z "$2" ] || cat "$2"
		printf '\0%s\0' "$3"
		cat "$4"
	} >"$out/$1"
}

: >"$out/empty-file"
one own "$table" usr/bin/python3 /dev/null
one extra tests/fixtures/catalog/classifier/extra.txt bin/bash /dev/null
# Each row alone, with a path of its own; a program's texts are small enough.
awk -v out="$out" 'BEGIN { RS = ""; ORS = "" }
/^class|\nclass/ { n++; print $0 "\n\0" "usr/bin/node\0v1.2.3\0" > (out "/row-" n) }
' "$table"
i=0
for f in bash gzip perl openssl curl xz zstd getopt; do
	p=$(command -v "$f") || continue
	strings -a -n 4 "$p" | grep -aE '[0-9]+\.[0-9]+' | head -n 60 |
	    tr '\n' '\0' >"$out/tmp"
	one "program-$f" '' "usr/bin/$f" "$out/tmp"
	i=$((i + 1))
done
rm -f "$out/tmp"
[ $i -gt 0 ]
