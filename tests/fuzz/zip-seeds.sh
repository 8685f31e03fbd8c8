#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# zip-seeds.sh NAME DIR: seeds for zip_fuzz, one byte before each archive.
set -e
out=$(cd "$2" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
sh "$(dirname "$0")/../tools/zips.sh" "$tmp"
# small ones only: what makes them special is in their headers
for f in hidden ghost bzip none text overlap bomb; do
	{ printf '\007'; cat "$tmp/$f.zip"; } >"$out/$f"
done
cd "$tmp"
rm -rf in/noise in/numbers
seq 1 200 >in/numbers
(cd in && find . -type f | sed 's|^\./||' | LC_ALL=C sort) >names
rm -f *.zip
sed -i '/^make(.wideend/,/^    for i in range/d; /^# damaged/,$d' make.py
(cd in && zip -q - -@ <../names | cat >../stream.zip &&
    zip -q -r ../deflated.zip . && zip -q -0 -r ../stored.zip .)
cat script deflated.zip >prefix.zip
python3 make.py
for f in *.zip; do
	{ printf '\003'; cat "$f"; } >"$out/small-$f"
done
