#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The match cases of tests/cases: fragments of documents and of advisories, the
# verdict and its reason. CASES="FILE ..." judges these files only.
B=${B:-build}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

if ! command -v python3 >/dev/null; then
	echo "1..0 # SKIP no python3"
	exit 0
fi
python3 tests/tools/match-cases.py "$B/bin/feeds" "$B/bin/match" "$tmp" \
    ${CASES:-tests/cases/*.case}
