#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/oci-layout.sh DIR TAG gzip|zstd|none LAYER.tar...: packs layers
# (bottom first) as an OCI image layout of one image. Digests are what
# sha256sum says; two layers are compressed at a time.

set -eu
dir=$1 tag=$2 how=$3
shift 3
rm -rf "$dir.tmp"
mkdir -p "$dir.tmp/blobs/sha256"
blobs=$dir.tmp/blobs/sha256
arch=$(dpkg --print-architecture 2>/dev/null || uname -m)

case $how in
gzip) type=+gzip; pack='gzip -n -c' ;;
zstd) type=+zstd; pack='zstd -q -c' ;;
none) type=; pack=cat ;;
esac

i=0
for layer in "$@"; do
	i=$((i + 1))
	printf '%s\n%s\n' "$layer" "$dir.tmp/$i"
done | xargs -P2 -n2 sh -c '
	'"$pack"' <"$0" >"$1" && sha256sum <"$0" | cut -d" " -f1 >"$1.plain"'

blob() {	# file: moves it among the blobs, prints digest and size
	d=$(sha256sum <"$1" | cut -d' ' -f1)
	s=$(stat -c %s "$1")
	mv "$1" "$blobs/$d"
	printf '{"digest":"sha256:%s","size":%s}\n' "$d" "$s"
}

i=0
for layer in "$@"; do
	i=$((i + 1))
	blob "$dir.tmp/$i" | jq -c --arg t "$type" \
	    '{mediaType: ("application/vnd.oci.image.layer.v1.tar" + $t)} + .'
done >"$dir.tmp/layers"
for layer in "$@"; do
	basename "$layer"
done | jq -R . | jq -cs --arg arch "$arch" \
    --arg ids "$(cat $(ls "$dir.tmp"/*.plain | sort -V))" '
{ created: "2026-01-01T00:00:00Z", architecture: $arch, os: "linux",
  config: { Env: ["PATH=/usr/sbin:/usr/bin"], Cmd: ["sh"] },
  rootfs: { type: "layers",
      diff_ids: ($ids | split("\n") | map("sha256:" + .)) },
  history: map({ created: "2026-01-01T00:00:00Z",
      created_by: ("ADD " + . + " /") }) }' >"$dir.tmp/config"
blob "$dir.tmp/config" | jq -c --slurpfile layers "$dir.tmp/layers" '
{ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: ({mediaType: "application/vnd.oci.image.config.v1+json"} + .),
  layers: $layers }' >"$dir.tmp/manifest"
blob "$dir.tmp/manifest" | jq -c --arg tag "$tag" '
{ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [
      {mediaType: "application/vnd.oci.image.manifest.v1+json"} + . +
      {annotations: {"org.opencontainers.image.ref.name": $tag}}] }
' >"$dir.tmp/index.json"
printf '{"imageLayoutVersion":"1.0.0"}\n' >"$dir.tmp/oci-layout"
rm -f "$dir.tmp"/*.plain "$dir.tmp/layers"
rm -rf "$dir"
mv "$dir.tmp" "$dir"
