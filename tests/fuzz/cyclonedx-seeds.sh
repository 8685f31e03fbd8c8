#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds for tests/fuzz/cyclonedx_fuzz.c: documents behind the byte that picks
# what they are written as. usage: cyclonedx-seeds.sh NAME DIRECTORY
i=0
for f in tests/fixtures/bom/fuzz/* tests/fixtures/bom/cdxgen/* \
    tests/fixtures/bom/syft/*.json tests/fixtures/bom/trivy/*.json; do
	[ "$(wc -c <"$f")" -lt 60000 ] || continue
	i=$(((i + 1) % 8))
	{ printf "\\$((60 + i))"; cat "$f"; } >"$2/$(basename "$f").$i"
done
[ -n "$(ls "$2")" ]
