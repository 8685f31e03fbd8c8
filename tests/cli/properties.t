#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lib/bom/property.h and docs/airbom-properties.5 name the same properties,
# each once; and no source spells one out.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$tmp/log"
	fi
}

sed -n 's/^#define PROP_[A-Z0-9_]*[[:blank:]]*"\([^"]*\)".*/\1/p' \
    lib/bom/property.h | sort >"$tmp/header"
sed -n 's/^\.It \(airbom:[^ ]*\).*/\1/p' docs/airbom-properties.5 |
    sort >"$tmp/page"
[ "$(wc -l <"$tmp/header")" -gt 40 ] 2>"$tmp/log"
ok $? "the header has names"
uniq -d "$tmp/header" >"$tmp/log"
[ ! -s "$tmp/log" ]
ok $? "each once"
diff "$tmp/header" "$tmp/page" >"$tmp/log"
ok $? "the page describes the same, each once"
grep -rn --include='*.c' '"airbom:[a-z]' lib sbom feeds match |
    grep -v 'STR("airbom:")' >"$tmp/log"
[ ! -s "$tmp/log" ]
ok $? "no source file spells a name out"
echo "1..$n"
