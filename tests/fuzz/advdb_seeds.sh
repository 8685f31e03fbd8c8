#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of advdb_fuzz: a small database of the samples in the tree, made with
# small pages so that it fits an input, and damaged copies of it.
out=$2
B=${B:-build}
mkdir -p "$out"
x=tests/fixtures/feeds
t=$(mktemp -d) || exit 1
"$B/bin/feeds" build -q -o "$t/d.db" "$x/kev" "$x"/osv/ALSA-2024-0887.json \
    "$x"/secdb/wolfi-security.json "$x/debian" "$x/nvd" || exit 1
sqlite3 "$t/d.db" 'PRAGMA page_size=512; VACUUM'
cp "$t/d.db" "$out/debian"
size=$(wc -c <"$t/d.db")
for i in 1 2 3 4 5 6 7; do
	cp "$t/d.db" "$out/damaged-$i"
	printf '\377\377' | dd of="$out/damaged-$i" bs=1 conv=notrunc \
	    seek=$((size * i / 8 + 3)) 2>/dev/null
done
head -c 1024 "$t/d.db" >"$out/short"
rm -rf "$t"
