#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/inputs.sh NAME DIR: small images of all kinds, each behind a byte
# that chooses the options (tests/fuzz/input_fuzz.c).

set -eu
dest=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
mkdir -p "$dest"

with() {	# file name: as file, as stream, with --all and --verify
	for b in 000 001 006 007 010 011 020 021 040 041 100 101 200 201 \
	    300 301; do
		{ printf "\\$b"; cat "$1"; } >"$dest/$2-$b"
	done
}

mkdir -p "$tmp/1/etc" "$tmp/1/var/lib/dpkg/status.d" "$tmp/1/usr/lib/x" \
    "$tmp/2/var/lib/dpkg/status.d" "$tmp/1/store"
printf 'ID=debian\nVERSION_ID=13\n' >"$tmp/1/usr/lib/os-release"
ln -s ../usr/lib/os-release "$tmp/1/etc/os-release"
stanza one >"$tmp/1/var/lib/dpkg/status"
stanza two >"$tmp/1/var/lib/dpkg/status.d/two"
stanza obj >"$tmp/1/store/object"
ln "$tmp/1/store/object" "$tmp/1/var/lib/dpkg/status.d/obj"
mv "$tmp/1/store" "$tmp/1/a-store"
ln -s usr/lib "$tmp/1/lib"
ln -s ../../../x/apk "$tmp/1/usr/lib/apk"
: >"$tmp/2/var/lib/dpkg/status.d/.wh.two"
: >"$tmp/2/var/lib/dpkg/.wh..wh..opq"
stanza new >"$tmp/2/var/lib/dpkg/status"
pack "$tmp/1" "$tmp/1.tar" -b1
pack "$tmp/2" "$tmp/2.tar" -b1

# Something for every call of the records' sink.
mkdir -p "$tmp/3/lib/apk/db" "$tmp/3/etc/apt" "$tmp/3/etc/apk" \
    "$tmp/3/var/lib/dpkg/info" "$tmp/3/usr/share/doc/one" \
    "$tmp/3/var/lib/rpm" "$tmp/3/root/buildinfo/content_manifests"
printf 'P:a\nV:1-r0\nA:x\no:b\nL:MIT\nD:so:c.so !d /bin/sh\np:so:a.so=1\nF:bin\nR:sh\nM:0:0:755\n\nP:c\n\nV:2\nx\n' \
    >"$tmp/3/lib/apk/db/installed"
echo 'https://mirror.example/alpine/v3.20/main' >"$tmp/3/etc/apk/repositories"
echo 'deb http://mirror.example/debian sid main' >"$tmp/3/etc/apt/sources.list"
{ stanza one; echo 'no field'; stanza three; } >"$tmp/3/var/lib/dpkg/status"
printf '/.\n/usr/bin/one\n' >"$tmp/3/var/lib/dpkg/info/one.list"
printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+\n' \
    >"$tmp/3/usr/share/doc/one/copyright"
echo '{"content_sets":["rhel-9-baseos","b"]}' \
    >"$tmp/3/root/buildinfo/content_manifests/x.json"
printf 'RpmP no database' >"$tmp/3/var/lib/rpm/Packages.db"
printf 'NAME=x\nID=alpine\nVERSION_ID=3.20.1\n' >"$tmp/3/etc/os-release"
pack "$tmp/3" "$tmp/3.tar" -b1
with "$tmp/3.tar" rich

# Languages, a program, and names that lead to them through links.
mkdir -p "$tmp/4/app/node_modules/a" "$tmp/4/app/real/b" "$tmp/4/usr/bin" \
    "$tmp/4/opt/py/x-1.dist-info" "$tmp/5/app/lib" "$tmp/5/usr/bin"
echo '{"name":"a","version":"1.0.0","license":"MIT","dependencies":{"b":"1"}}' \
    >"$tmp/4/app/node_modules/a/package.json"
echo '{"name":"b","version":"1.2.0","licenses":[{"type":"ISC"}]}' \
    >"$tmp/4/app/real/b/package.json"
ln -s ../real/b "$tmp/4/app/node_modules/b"
printf 'Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y\n' \
    >"$tmp/4/opt/py/x-1.dist-info/METADATA"
echo '{"url":"https://git.example/x","vcs_info":{"vcs":"git","commit_id":"12"}}' \
    >"$tmp/4/opt/py/x-1.dist-info/direct_url.json"
printf 'x/a.py,sha256=abc,1\n' >"$tmp/4/opt/py/x-1.dist-info/RECORD"
{ printf '\177ELF\2\1\1'; head -c 3000 /dev/zero; printf 'curl/8.1.2\0'; } \
    >"$tmp/4/usr/bin/curl"
ln "$tmp/4/usr/bin/curl" "$tmp/4/usr/bin/other"
ln -s real "$tmp/4/app/lib"
echo '{"name":"c","version":"2.0.0"}' >"$tmp/5/app/lib/package.json"
: >"$tmp/5/usr/bin/.wh.curl"
pack "$tmp/4" "$tmp/4.tar" -b1
# Without an entry for app/lib: the link below stays.
tar -C "$tmp/5" -b1 -cf "$tmp/5.tar" app/lib/package.json usr/bin/.wh.curl
with "$tmp/4.tar" languages
image "$tmp/docker.tar" "$tmp/4.tar" "$tmp/5.tar"
with "$tmp/docker.tar" languages-image
image "$tmp/docker.tar" "$tmp/1.tar" "$tmp/3.tar"
with "$tmp/docker.tar" rich-image
image "$tmp/docker.tar" "$tmp/1.tar" "$tmp/2.tar"
mkdir "$tmp/d"
tar -C "$tmp/d" -xf "$tmp/docker.tar"
repack() {
	tar -C "$tmp/d" -b1 -cf "$tmp/docker.tar" .
}
repack; with "$tmp/docker.tar" docker
id=$(ls "$tmp/d" | grep -v json | head -n 1)
mkdir "$tmp/d/z"; mv "$tmp/d/$id/layer.tar" "$tmp/d/z/real"
ln -s ../z/real "$tmp/d/$id/layer.tar"
repack; with "$tmp/docker.tar" links
rm "$tmp/d/manifest.json"; echo '{}' >"$tmp/d/repositories"
repack; with "$tmp/docker.tar" ancient
with "$tmp/1.tar" export
gzip -c "$tmp/1.tar" >"$tmp/1.gz"; with "$tmp/1.gz" packed
for how in gzip zstd none; do
	sh "$TOOLS/oci-layout.sh" "$tmp/oci" example:1 $how "$tmp/1.tar" \
	    "$tmp/2.tar"
	tar -C "$tmp/oci" -b1 -cf "$tmp/oci.tar" .
	with "$tmp/oci.tar" "oci-$how"
done
m=$(jq -c '.manifests[0]' "$tmp/oci/index.json")
put() {
	cat >"$tmp/blob"
	h=$(sha256sum <"$tmp/blob" | cut -d' ' -f1)
	cp "$tmp/blob" "$tmp/oci/blobs/sha256/$h"
	printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$1" "$h" \
	    "$(stat -c %s "$tmp/blob")"
}
i=$(jq -cn --argjson m "$m" '{schemaVersion: 2, manifests: [
    ($m + {platform: {os: "linux", architecture: "amd64"}}),
    ($m + {platform: {os: "linux", architecture: "arm64", variant: "v8"},
	annotations: {"vnd.docker.reference.type": "attestation-manifest"}}),
    ($m + {digest: ("sha256:" + "0" * 64)})]}' |
    put application/vnd.oci.image.index.v1+json)
jq -cn --argjson i "$i" --argjson m "$m" '{schemaVersion: 2, manifests: [
    ($i + {annotations: {"org.opencontainers.image.ref.name": "example:1"}}),
    ($m + {annotations: {"io.containerd.image.name": "b"}})]}' \
    >"$tmp/oci/index.json"
tar -C "$tmp/oci" -b1 -cf "$tmp/oci.tar" .
with "$tmp/oci.tar" index
