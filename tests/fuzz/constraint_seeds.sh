#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of constraint_fuzz: the texts of its unit test, under every dialect.
out=$2
mkdir -p "$out"
i=0
sed -n 's/^	{ [A-Z]*, "\([^"]*\)".*/\1/p' tests/unit/constraint_test.c |
while read -r text; do
	i=$((i + 1))
	for d in 0 1 2 3 4 5 6 7; do
		printf "\\00$d%s" "$text" >"$out/$i-$d"
	done
done
