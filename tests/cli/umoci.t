#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Images whose layers umoci makes: what is left equals what umoci unpacks.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

mkdir -p "$tmp/r/etc" "$tmp/r/var/lib/dpkg/status.d" "$tmp/n"
printf 'ID=debian\nVERSION_ID="13"\n' >"$tmp/r/etc/os-release"
stanza base >"$tmp/r/var/lib/dpkg/status"
for p in a b c d; do stanza $p >"$tmp/r/var/lib/dpkg/status.d/$p"; done
I=$tmp/layout:x
umoci init --layout "$tmp/layout" 2>/dev/null
umoci new --image "$I" 2>/dev/null

compare() {	# text
	rm -rf "$tmp/bundle"
	if [ "$(id -u)" = 0 ]; then
		umoci unpack --image "$I" "$tmp/bundle" 2>/dev/null
	else
		umoci unpack --rootless --image "$I" "$tmp/bundle" 2>/dev/null
	fi
	cat "$tmp/bundle/rootfs/var/lib/dpkg/status" \
	    "$tmp/bundle/rootfs/var/lib/dpkg/status.d"/* 2>/dev/null |
	    sed -n 's/^Package: //p' | sort | paste -sd' ' >"$tmp/want"
	[ -s "$tmp/want" ]; ok $? "$1: umoci unpacks something"
	run "$tmp/layout"
	same "$(names "$tmp/out") $st" "$(cat "$tmp/want") 0" "$1"
	tar -C "$tmp/layout" -cf "$tmp/l.tar" .
	piped "$tmp/l.tar"
	same "$(names "$tmp/out") $st" "$(cat "$tmp/want") 0" "$1 (piped)"
	run "$tmp/bundle/rootfs"
	same "$(names "$tmp/out") $st" "$(cat "$tmp/want") 0" "$1 (unpacked)"
	run --verify "$tmp/layout"; same "$st" 0 "$1: digests hold"
}

D=/var/lib/dpkg/status.d
umoci insert --image "$I" "$tmp/r" / 2>/dev/null
compare "one layer"
umoci insert --image "$I" --whiteout $D/b 2>/dev/null
compare "a whiteout"
stanza e >"$tmp/n/e"
umoci insert --image "$I" "$tmp/n/e" $D/e 2>/dev/null
compare "a file more"
stanza f >"$tmp/n/f"
mkdir "$tmp/o"; cp "$tmp/n/f" "$tmp/o/f"
umoci insert --image "$I" --opaque "$tmp/o" $D 2>/dev/null
compare "an opaque directory"
umoci insert --image "$I" "$tmp/r/var/lib/dpkg/status.d/b" $D/b 2>/dev/null
compare "a file comes back"
done_testing
