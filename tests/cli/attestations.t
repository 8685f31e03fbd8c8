#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Bills of materials that BuildKit attests of an image are read as those that
# lie in it. Images by umoci and skopeo; the attestations by hand, in the shape
# of BuildKit's docs/attestations/attestation-storage.md, around the fixtures
# of what Syft and Docker Scout write there.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
F=$PWD/tests/fixtures/bom/others
cd "$tmp" || exit 1

for a in amd64 arm64; do
	mkdir -p r-$a/etc r-$a/var/lib/dpkg
	printf 'ID=debian\nVERSION_ID="12"\n' >r-$a/etc/os-release
	stanza "base-$a" >r-$a/var/lib/dpkg/status
	umoci init --layout $a 2>/dev/null
	umoci new --image $a:x 2>/dev/null
	umoci insert --image $a:x r-$a / 2>/dev/null
	skopeo copy -q oci:$a:x oci:l-$a:x 2>/dev/null
done
[ -f l-arm64/index.json ]; ok $? "two images by umoci and skopeo"

put() {	# standard input becomes a blob of l; prints a descriptor's members
	cat >blob
	sum=$(sha256sum <blob | cut -d' ' -f1)
	cp blob "l/blobs/sha256/$sum"
	printf '"digest":"sha256:%s","size":%s' "$sum" "$(stat -c %s blob)"
}

layer() {	# descriptor members, type of the predicate
	printf '{"mediaType":"application/vnd.in-toto+json",%s,' "$1"
	printf '"annotations":{"in-toto.io/predicate-type":"%s"}}' "$2"
}

M='"mediaType":"application/vnd.oci.image.manifest.v1+json"'
SPDX=https://spdx.dev/Document

attestation() {	# layers: a manifest's descriptor members
	config=$(printf '{"architecture":"unknown","os":"unknown","config":{},"rootfs":{"type":"layers","diff_ids":[]}}' | put)
	printf '{"schemaVersion":2,%s,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},"layers":[%s]}' \
	    "$M" "$config" "$1" | put
}

image() {	# architecture: its descriptor
	jq -c --arg a "$1" '.manifests[0] | {mediaType, digest, size,
	    platform: {os: "linux", architecture: $a}}' "l-$1/index.json"
}

beside() {	# architecture, manifest of attestations: a descriptor
	jq -r --arg m "$2" '.manifests[0].digest | "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\($m),\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{\"vnd.docker.reference.digest\":\"\(.)\",\"vnd.docker.reference.type\":\"attestation-manifest\"}}"' "l-$1/index.json"
}

fresh() {
	rm -rf l
	mkdir -p l/blobs/sha256
	cp l-amd64/blobs/sha256/* l-arm64/blobs/sha256/* l/blobs/sha256/
	echo '{"imageLayoutVersion":"1.0.0"}' >l/oci-layout
}

index() {	# attestations of the first image
	printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s,%s,%s]}' \
	    "$(image amd64)" "$(image arm64)" "$(beside amd64 "$1")" \
	    >l/index.json
}

listed() {	# name and who told of it
	jq -r '.components[]? | select(.type != "operating-system") |
	    [.name, (.properties[]? | select(.name ==
	    "airbom:package:told-by") | .value)] | join(" ")' out |
	    LC_ALL=C sort | paste -sd,
}

look() {	# platform, wanted, status, text
	tar -C l -cf l.tar .
	run -v --platform "linux/$1" l
	same "$(listed) $st" "$2 $3" "$4"
	cp out first
	run -v --platform "linux/$1" l.tar
	same "$(listed) $st" "$2 $3" "$4 (archive)"
	cmp -s first out; ok $? "$4: the same document"
	piped l.tar -v --platform "linux/$1"
	same "$(listed) $st" "$2 $3" "$4 (piped)"
}

# ---- what it tells beside what was found
fresh
jq -c . "$F/buildkit-syft.json" >statement
doc=$(put <statement)
sum=$(echo "$doc" | sed 's/"digest":"\([^"]*\)".*/\1/')
slsa=$(echo '{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://slsa.dev/provenance/v0.2","predicate":{}}' | put)
index "$(attestation "$(layer "$slsa" https://slsa.dev/provenance/v0.2),$(layer "$doc" $SPDX)")"
look amd64 "base-amd64,requests $sum" 0 "a document of Syft's"
grep -q "note: $sum: .*1 packages of a distribution are not installed" err
ok $? "what dpkg does not have is told of"
jq -e '.components[] | select(.name == "requests") |
    .purl == "pkg:pypi/requests@2.28.0" and .evidence.occurrences == null' \
    first >/dev/null
ok $? "it is nowhere in the image"
look arm64 "base-arm64" 0 "it is not about the other image"
grep -q "$sum" err; [ $? = 1 ]; ok $? "which is not told of it"
run --platform linux/amd64 --exclude 'sha256:*' l
same "$(listed)" "base-amd64" "--exclude"

# found by itself: it is one component
mkdir -p r-amd64/usr/lib/python3/dist-packages/requests-2.28.0.dist-info
printf 'Metadata-Version: 2.1\nName: requests\nVersion: 2.28.0\n' \
    >r-amd64/usr/lib/python3/dist-packages/requests-2.28.0.dist-info/METADATA
cp -r amd64 amd64-b
umoci insert --image amd64-b:x r-amd64 / 2>/dev/null
mv l-amd64 l-plain
skopeo copy -q oci:amd64-b:x oci:l-amd64:x 2>/dev/null
fresh
doc=$(put <statement)
index "$(attestation "$(layer "$doc" $SPDX)")"
look amd64 "base-amd64,requests" 0 "what was found stands for it"
rm -rf l-amd64
mv l-plain l-amd64

# ---- CycloneDX; a stage that the image was built from
fresh
cdx=$(jq -c '{_type: "https://in-toto.io/Statement/v1", subject: [],
    predicateType: "https://cyclonedx.org/bom", predicate: .}' \
    "$F/gomod-1.3.cdx.json" | put)
stage=$(jq -c '.predicate.name = "sbom-build" | .predicate.packages |=
    map(if .name == "sbom" then .name = "sbom-build" else . end)' statement |
    put)
index "$(attestation "$(layer "$stage" $SPDX),$(layer "$cdx" https://cyclonedx.org/bom)")"
sum=$(echo "$cdx" | sed 's/"digest":"\([^"]*\)".*/\1/')
look amd64 "base-amd64,gin $sum,text $sum" 0 "CycloneDX, and a stage's"
grep -q "note: .*sbom-build: it tells what the image was built from" err
ok $? "the stage's is not read, which is said"

# ---- broken ones
gap() {
	jq -e --arg w "$1" '.metadata.properties[] | select(.name ==
	    "airbom:gap" and (.value | contains($w)))' out >/dev/null
	ok $? "$2"
}
fresh
cut=$(head -c 900 statement | put)
index "$(attestation "$(layer "$cut" $SPDX)")"
look amd64 "base-amd64" 4 "cut short"
gap "kind=sbom" "which is a gap"
fresh
doc=$(put <statement)
index "$(attestation "$(layer "$doc" $SPDX)")"
sed 's/2\.28\.0/2.31.0/' statement >"l/blobs/sha256/$(echo "$doc" |
    sed 's/.*sha256:\([0-9a-f]*\).*/\1/')"
look amd64 "base-amd64" 4 "of another digest"
gap "digest does not hold" "which is a gap, too"
fresh
doc=$(put <statement)
index "$(attestation "$(layer "$doc" $SPDX)")"
rm "l/blobs/sha256/$(echo "$doc" | sed 's/.*sha256:\([0-9a-f]*\).*/\1/')"
look amd64 "base-amd64" 0 "left behind"
grep -q "note: .*this attestation of the image is not here" err
ok $? "which is a note"
fresh
doc=$(put <statement)
att=$(attestation "$(layer "$doc" $SPDX)")
index "$att"
echo '{"layers":7' >"l/blobs/sha256/$(echo "$att" |
    sed 's/.*sha256:\([0-9a-f]*\).*/\1/')"
look amd64 "base-amd64" 4 "its manifest is broken"
fresh
many=
for i in $(seq 70); do
	many=$many${many:+,}$(layer "$(echo "{\"n\": $i}" | put)" $SPDX)
done
index "$(attestation "$many")"
look amd64 "base-amd64" 4 "too many of them"
gap "over 64 attestations" "the limit is told"
done_testing
