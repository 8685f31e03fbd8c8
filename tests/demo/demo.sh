#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make demo: a small real Debian image made from Debian's packages (no
# container engine), a database built from the feed samples in the tree, and
# `sbom image.tar | match` over both.

set -eu
B=${B:-build}
D=$B/demo
mkdir -p "$D"

suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
sources=$(ls /etc/apt/sources.list.d/*.sources /etc/apt/sources.list \
    2>/dev/null | while read -r f; do
	grep -qs "$suite" "$f" && echo "$f"; done | head -n 1)

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if [ ! -s "$D/image.tar" ]; then
	echo "== making a small Debian $suite image (once)"
	as_root mmdebstrap --quiet --variant=essential "$suite" \
	    "$D/root.tar" $sources
	[ "$(id -u)" = 0 ] || as_root chown "$(id -u)" "$D/root.tar"
	sh tests/tools/docker-archive.sh "$D/image.tar" "demo:$suite" \
	    "$D/root.tar"
	rm -f "$D/root.tar"
fi
ls -sh "$D/image.tar"

show() {
	echo
	echo "\$ $*"
}
PATH=$PWD/$B/bin:$PATH

. tests/demo/samples.sh
show "feeds build -o $D/advisories.db" $samples
feeds build -o "$D/advisories.db" $samples
show "feeds status $D/advisories.db"
feeds status "$D/advisories.db"
show "sbom $D/image.tar | match --db $D/advisories.db"
status=0
sbom "$D/image.tar" | match --db "$D/advisories.db" || status=$?
echo
echo "match ended with status $status (0 done, 4 done with a gap)"
[ "$status" -eq 0 ] || exit "$status"
