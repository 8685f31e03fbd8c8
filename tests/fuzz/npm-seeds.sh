#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/npm-seeds.sh npm DIR: seeds for the rows of JavaScript.

dir=$2
fix=tests/fixtures/catalog
shared=../shared/conformance/packages/npm
mkdir -p "$dir"

seed() {	# octal byte, file, name
	[ -f "$2" ] || return 0
	{ printf "\\$1"; head -c 65000 "$2"; } >"$dir/$3"
}

for f in $fix/npm-package/*.json; do
	seed 000 "$f" "installed-$(basename "$f")"
	seed 001 "$f" "application-$(basename "$f")"
done
for f in $fix/npm-lock/*.json; do
	seed 002 "$f" "npm-$(basename "$f")"
	{ printf '\202{"version":"1","name":"shop"}\n'; cat "$f"; } \
	    >"$dir/npm-sibling-$(basename "$f")"
done
for f in $fix/yarn-lock/*.lock; do
	seed 003 "$f" "yarn-$(basename "$f")"
	{ printf '\203'; tr -d '\n' <$fix/npm-package/application.json
	    echo; cat "$f"; } >"$dir/yarn-sibling-$(basename "$f")"
done
for f in $fix/pnpm-lock/*.yaml; do
	seed 004 "$f" "pnpm-$(basename "$f")"
done
seed 005 $fix/bun-lock/bun.lock bun
seed 006 $fix/deno-lock/deno.lock deno
for f in $fix/yarn-pnp/*.cjs; do
	seed 010 "$f" "pnp-$(basename "$f")"
done
seed 007 $fix/libman/libman.json libman
for f in $shared/*/root/*; do
	name=$(echo "$f" | sed "s|$shared/||; s|/|_|g")
	case $f in
	*package-lock.json) seed 002 "$f" "$name" ;;
	*yarn.lock) seed 003 "$f" "$name" ;;
	*pnpm-lock.yaml) seed 004 "$f" "$name" ;;
	*bun.lock) seed 005 "$f" "$name" ;;
	esac
done
exit 0
