#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The same image in every form that it can have: the same components, and
# twice the same bytes.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

small_root "$tmp/root" 40
mkdir -p "$tmp/upper/var/lib/dpkg"
cp "$tmp/root/var/lib/dpkg/status" "$tmp/upper/var/lib/dpkg/status"
stanza added 2:3.4-5 >>"$tmp/upper/var/lib/dpkg/status"
pack "$tmp/root" "$tmp/1.tar"
pack "$tmp/upper" "$tmp/2.tar"
image "$tmp/docker.tar" "$tmp/1.tar" "$tmp/2.tar"
cp "$tmp/upper/var/lib/dpkg/status" "$tmp/root/var/lib/dpkg/status"
pack "$tmp/root" "$tmp/export.tar"
truth "$tmp/root" >"$tmp/want"
[ "$(wc -l <"$tmp/want")" = 41 ]; ok $? "the image has 41 packages"

form() {	# text; the document is in $tmp/out
	same "$st" 0 "$1: status 0"
	packages "$tmp/out" | cmp -s - "$tmp/want"; ok $? "$1: its packages"
}

twice() {	# text source
	run -j1 "$2"; cp "$tmp/out" "$tmp/first"
	run -j4 "$2"; cmp -s "$tmp/first" "$tmp/out"
	ok $? "$1: the same bytes whatever -j"
	form "$1"
}

file_and_pipe() {	# text file
	twice "$1" "$2"
	cp "$tmp/out" "$tmp/first"
	piped "$2"; form "$1 on standard input"
	cmp -s "$tmp/first" "$tmp/out"; ok $? "$1: file and pipe, one document"
	piped "$2" -j1 -; form "$1 on standard input, one thread"
	"$S" <"$2" >"$tmp/out" 2>"$tmp/err"; st=$?
	form "$1 as standard input"
}

file_and_pipe "docker archive" "$tmp/docker.tar"
skopeo copy -q "docker-archive:$tmp/docker.tar" "oci:$tmp/gz:x"
skopeo copy -q --dest-compress-format zstd "docker-archive:$tmp/docker.tar" \
    "oci:$tmp/zst:x"
skopeo copy -q "oci:$tmp/gz:x" "oci-archive:$tmp/skopeo.tar:x"
for how in gz zst; do
	twice "OCI layout, $how" "$tmp/$how"
	tar -C "$tmp/$how" -cf "$tmp/$how.tar" .
	file_and_pipe "OCI archive, $how" "$tmp/$how.tar"
done
file_and_pipe "OCI archive by skopeo" "$tmp/skopeo.tar"
sh "$TOOLS/oci-layout.sh" "$tmp/plain" x none "$tmp/1.tar" "$tmp/2.tar"
twice "OCI layout, plain layers" "$tmp/plain"
twice "root file system" "$tmp/root"

# What other tools write.
skopeo copy -q "oci:$tmp/gz:x" "docker-archive:$tmp/sk.tar:example:2"
file_and_pipe "docker archive by skopeo" "$tmp/sk.tar"
skopeo copy -q "oci:$tmp/gz:x" "dir:$tmp/dir"
if skopeo copy -q --dest-compress-format zstd:chunked \
    "docker-archive:$tmp/docker.tar" "oci:$tmp/chunked:x" 2>/dev/null; then
	twice "OCI layout, zstd:chunked" "$tmp/chunked"
	tar -C "$tmp/chunked" -cf "$tmp/chunked.tar" .
	piped "$tmp/chunked.tar"; form "OCI archive, zstd:chunked, piped"
else
	skip "zstd:chunked" "skopeo does not write it"
fi

# Layers of several members or frames, with padding behind them.
split -b 200K "$tmp/1.tar" "$tmp/part."
for p in "$tmp"/part.??; do
	gzip -c "$p" >>"$tmp/members.gz"
	zstd -q -c "$p" >>"$tmp/frames.zst"
	printf 'P*M\030\004\000\000\000skip' >>"$tmp/frames.zst"
	xz -c "$p" >>"$tmp/streams.xz"
done
head -c 4096 /dev/zero >>"$tmp/members.gz"
head -c 4096 /dev/zero >>"$tmp/streams.xz"
for l in members.gz frames.zst streams.xz; do
	rm -rf "$tmp/x"; mkdir "$tmp/x"
	tar -C "$tmp/x" -xf "$tmp/docker.tar"
	for d in "$tmp"/x/*/; do
		if cmp -s "$d/layer.tar" "$tmp/1.tar"; then
			cp "$tmp/$l" "$d/layer.tar"
		fi
	done
	tar -C "$tmp/x" -cf "$tmp/packed.tar" .
	run "$tmp/packed.tar"; form "a layer of $l"
	piped "$tmp/packed.tar"; form "a layer of $l, piped"
	run --verify "$tmp/packed.tar"; form "a layer of $l, verified"
done
# A member whose checksum does not hold is a gap.
python3 - "$tmp/members.gz" <<'E'
import sys
p = sys.argv[1]
b = bytearray(open(p, 'rb').read())
i = len(b.rstrip(b'\0')) - 7
b[i] ^= 0x55
open(p, 'wb').write(b)
E
for d in "$tmp"/x/*/; do
	[ "$(stat -c %s "$d/layer.tar")" -lt 100000 ] ||
	    cp "$tmp/members.gz" "$d/layer.tar"
done
tar -C "$tmp/x" -cf "$tmp/packed.tar" .
run "$tmp/packed.tar"; same "$st" 4 "a wrong checksum is a gap"
piped "$tmp/packed.tar"; same "$st" 4 "a wrong checksum is a gap, piped"
file_and_pipe "docker export" "$tmp/export.tar"
for how in gzip zstd xz bzip2; do
	$how -c <"$tmp/docker.tar" >"$tmp/docker.$how"
	run "$tmp/docker.$how"; form "docker archive in $how"
	piped "$tmp/docker.$how"; form "docker archive in $how, piped"
	# Layers may be compressed whatever their names say.
	mkdir -p "$tmp/x"
	tar -C "$tmp/x" -xf "$tmp/docker.tar"
	for l in "$tmp"/x/*/layer.tar; do
		$how -c <"$l" >"$l.new" && mv "$l.new" "$l"
	done
	tar -C "$tmp/x" -cf "$tmp/packed.tar" .
	run "$tmp/packed.tar"; form "docker archive, layers in $how"
	piped "$tmp/packed.tar"; form "docker archive, layers in $how, piped"
	rm -rf "$tmp/x"
done

# The layers of an image are said with their diff ids; bytes of what is
# installed do not depend on the form.
run "$tmp/docker.tar"
grep -q "$(sha256sum <"$tmp/2.tar" | cut -d' ' -f1)" "$tmp/out"
ok $? "the diff id of the layer that added a package"
strace -f -o "$tmp/trace" -e trace=openat,open,creat,mkdir,unlink,rename \
    "$S" "$tmp/gz.tar" >/dev/null 2>&1
! grep -E 'O_CREAT|O_TMPFILE|creat\(|mkdir|rename' "$tmp/trace" |
    grep -v ENOENT >"$tmp/err"
ok $? "no file is made"
done_testing
