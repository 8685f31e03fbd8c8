#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of told_fuzz: the byte that picks the path, then a document.
# sh tests/fuzz/told-seeds.sh NAME DIRECTORY
F=tests/fixtures/catalog

seed() {	# number, file
	{
		printf "\\$1"
		cat "$2"
	} >"$d/$1-$(basename "$2")"
}

d=$2
for i in 000 001; do
	seed $i $F/bitnami/redis.spdx
done
printf '\002{"postgresql": {"arch": "amd64", "distro": "debian-11", "type":
    "NAMI", "version": "11.22.0-4", "digest": "00"}}' >"$d/list"
printf '\002{"": {"version": "1"}}' >"$d/no-name"
seed 003 $F/embedded-sbom/wolfi.spdx.json
for i in 001 004 005 360; do
	seed $i $F/embedded-sbom/app.cdx.json
	for f in tests/fixtures/bom/fuzz/*; do
		seed $i "$f"
	done
done
