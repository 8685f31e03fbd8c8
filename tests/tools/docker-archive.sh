#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/docker-archive.sh OUT TAG LAYER.tar...: packs layers (bottom
# first) as `docker save` does: manifest.json, configuration, ID/layer.tar.
# The configuration's diff_ids are what sha256sum says.

set -eu
out=$1 tag=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/image"

arch=$(dpkg --print-architecture 2>/dev/null || uname -m)
names='' ids='' history=''
for layer in "$@"; do
	id=$(sha256sum "$layer" | cut -d' ' -f1)
	mkdir -p "$dir/image/$id"
	ln "$layer" "$dir/image/$id/layer.tar" 2>/dev/null ||
	    cp "$layer" "$dir/image/$id/layer.tar"
	names="$names $id/layer.tar"
	ids="$ids sha256:$id"
	history="$history $(basename "$layer")"
done
jq -cn --arg arch "$arch" --arg ids "$ids" --arg history "$history" '
{ architecture: $arch, os: "linux", created: "2026-01-01T00:00:00Z",
  config: { Env: ["PATH=/usr/sbin:/usr/bin"], Cmd: ["sh"] },
  history: ($history | split(" ") | map(select(. != "")) | map(
      { created: "2026-01-01T00:00:00Z", created_by: ("ADD " + . + " /") })),
  rootfs: { type: "layers", diff_ids: ($ids | split(" ") | map(select(. != ""))) } }
' >"$dir/config.json"
id=$(sha256sum "$dir/config.json" | cut -d' ' -f1)
mv "$dir/config.json" "$dir/image/$id.json"
jq -cn --arg tag "$tag" --arg config "$id.json" --arg names "$names" '
[{ Config: $config, RepoTags: [$tag],
   Layers: ($names | split(" ") | map(select(. != ""))) }]
' >"$dir/image/manifest.json"
tar -C "$dir/image" --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime=@1767225600 -cf "$out.tmp" $(ls "$dir/image")
mv "$out.tmp" "$out"
