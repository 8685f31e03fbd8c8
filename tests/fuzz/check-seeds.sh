#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/check-seeds.sh NAME DIRECTORY: documents with the byte before them
# that picks their walker.
F=tests/fixtures/bom
seed() {	# byte file...
	byte=$1
	shift
	for f in "$@"; do
		[ -f "$f" ] || continue
		{ printf "\\$byte"; cat "$f"; } \
		    >"$dir/check_$(echo "$byte $f" | tr ' /' __)"
	done
}
dir=$2
seed 000 $F/syft/*.cdx.json $F/trivy/*.cdx.json $F/fuzz/lenient.json
seed 001 $F/syft/*.spdx.json $F/trivy/*.spdx.json $F/fuzz/spdx*.json
seed 002 $F/*/*spdx3* $F/fuzz/*3*.json
seed 003 $F/cdxgen/*.xml $F/fuzz/xml*
seed 004 $F/syft/*.spdx $F/trivy/*.spdx $F/fuzz/tag-value
