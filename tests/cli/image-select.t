#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which image of several, what is beside images, and archives that are not
# what they seem.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
cd "$tmp" || exit 1

make_root() {	# dir package...
	d=$1
	mkdir -p "$d/etc" "$d/var/lib/dpkg"
	printf 'ID=debian\nVERSION_ID="13"\n' >"$d/etc/os-release"
	shift
	for p in "$@"; do stanza "$p"; done >"$d/var/lib/dpkg/status"
}

for p in alpha beta gamma; do
	make_root "r-$p" "$p"
	pack "r-$p" "$p.tar"
	sh "$TOOLS/oci-layout.sh" "$p" "$p" gzip "$p.tar"
done

# Every check on the layout, its archive, and its archive piped.
layout() {	# dir names status text [options]
	dir=$1 want=$2 wst=$3 text=$4
	shift 4
	tar -C "$dir" -cf "$dir-l.tar" .
	run "$@" "$dir"
	same "$(names out) $st" "$want $wst" "$text"
	run "$@" "$dir-l.tar"
	same "$(names out) $st" "$want $wst" "$text (archive)"
	piped "$dir-l.tar" "$@"
	same "$(names out) $st" "$want $wst" "$text (piped)"
}

archive() {	# file names status text [options]
	file=$1 want=$2 wst=$3 text=$4
	shift 4
	run "$@" "$file"
	same "$(names out) $st" "$want $wst" "$text"
	piped "$file" "$@"
	same "$(names out) $st" "$want $wst" "$text (piped)"
}

put() {	# dir: standard input becomes a blob; prints a descriptor's members
	cat >"$tmp/blob"
	sum=$(sha256sum <"$tmp/blob" | cut -d' ' -f1)
	cp "$tmp/blob" "$1/blobs/sha256/$sum"
	printf '"digest":"sha256:%s","size":%s' "$sum" \
	    "$(stat -c %s "$tmp/blob")"
}

manifest_of() {	# dir: descriptor members of its only manifest
	jq -r '.manifests[0] | "\"digest\":\"\(.digest)\",\"size\":\(.size)"' \
	    "$1/index.json"
}

M='"mediaType":"application/vnd.oci.image.manifest.v1+json"'
I='"mediaType":"application/vnd.oci.image.index.v1+json"'

merge() {	# dir layout...: their blobs
	d=$1
	mkdir -p "$d/blobs/sha256"
	shift
	for l in "$@"; do cp "$l"/blobs/sha256/* "$d/blobs/sha256/"; done
	echo '{"imageLayoutVersion":"1.0.0"}' >"$d/oci-layout"
}

# ---- two platforms, and what is beside them
merge multi alpha beta
att=$(printf '{"schemaVersion":2,%s,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},"layers":[]}' \
    "$M" "$(echo '{}' | put multi)" | put multi)
art=$(printf '{"schemaVersion":2,%s,"artifactType":"application/x","config":{"mediaType":"application/vnd.oci.empty.v1+json",%s},"layers":[]}' \
    "$M" "$(echo '{}' | put multi)" | put multi)
inner=$(cat <<E | put multi
{"schemaVersion":2,$I,"manifests":[
 {$M,$(manifest_of alpha),"platform":{"os":"linux","architecture":"amd64"}},
 {$M,$(manifest_of beta),"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
 {$M,$att,"platform":{"os":"unknown","architecture":"unknown"},
  "annotations":{"vnd.docker.reference.type":"attestation-manifest"}},
 {$M,$art},
 {$M,"digest":"sha256:$(printf %064d 7)","size":7,"platform":{"os":"linux","architecture":"s390x"}}]}
E
)
cat >multi/index.json <<E
{"schemaVersion":2,"manifests":[
 {$I,$inner,"annotations":{"org.opencontainers.image.ref.name":"app:1"}},
 {$M,$art,"annotations":{"org.opencontainers.image.ref.name":"app:sha256-$(printf %064d 1).sig"}}]}
E
layout multi "" 3 "several platforms and none chosen"
grep -q 'linux/amd64.*linux/arm64/v8' err; ok $? "the choices are listed"
! grep -q 'unknown/unknown\|\.sig' err; ok $? "attestations are no choices"
layout multi alpha 0 "--platform linux/amd64" --platform linux/amd64
layout multi beta 0 "--platform linux/arm64" --platform linux/arm64
layout multi beta 0 "--platform linux/arm64/v8" --platform linux/arm64/v8
layout multi "" 3 "--platform linux/arm64/v7" --platform linux/arm64/v7
layout multi "" 3 "a platform whose blobs were left out" --platform linux/s390x
layout multi "alpha beta" 0 "--all" --all
[ "$(wc -l <out)" = 2 ]; ok $? "--all: one document per line"
jq -es 'length == 2' out >/dev/null; ok $? "--all: two documents"
layout multi alpha 0 "--ref digest" --ref \
    "$(jq -r '.manifests[0].digest' alpha/index.json)"
run --platform linux/amd64 multi
jq -r '.metadata.component | tostring' out | grep -q 'app:1'
ok $? "the name of the index is the image's"

# ---- by name
merge named alpha beta
cat >named/index.json <<E
{"schemaVersion":2,"manifests":[
 {$M,$(manifest_of alpha),"annotations":{"org.opencontainers.image.ref.name":"one"}},
 {$M,$(manifest_of beta),"annotations":{"io.containerd.image.name":"docker.io/library/two:latest","org.opencontainers.image.ref.name":"latest"}}]}
E
layout named alpha 0 "--ref one" --ref one
layout named beta 0 "--ref two:latest" --ref two:latest
layout named "" 3 "a name that is not there" --ref three

# ---- one image under two names
merge twice alpha
cat >twice/index.json <<E
{"schemaVersion":2,"manifests":[
 {$M,$(manifest_of alpha),"annotations":{"org.opencontainers.image.ref.name":"a"}},
 {$M,$(manifest_of alpha),"annotations":{"org.opencontainers.image.ref.name":"b"}}]}
E
layout twice alpha 0 "one image under two names needs no choice"

# ---- nested indexes
merge nest alpha
d=$(printf '%s,%s' "$M" "$(manifest_of alpha)")
for i in 1 2 3 4; do
	d="$I,$(printf '{"schemaVersion":2,"manifests":[{%s}]}' "$d" |
	    put nest)"
done
printf '{"schemaVersion":2,"manifests":[{%s}]}' "$d" >nest/index.json
layout nest alpha 0 "indexes nested 5 deep"
d="$I,$(printf '{"schemaVersion":2,"manifests":[{%s}]}' "$d" | put nest)"
printf '{"schemaVersion":2,"manifests":[{%s}]}' "$d" >nest/index.json
layout nest "" 3 "indexes nested 6 deep"

# ---- documents that do not hold
cp -r alpha broken
f=broken/blobs/sha256/$(jq -r '.manifests[0].digest[7:]' alpha/index.json)
sed -i 's/"schemaVersion":2/"schemaVersion": 2/' "$f"
layout broken "" 3 "a manifest whose digest does not hold"
grep -q 'digest does not hold' err; ok $? "it says so"
cp -r alpha cfg
f=cfg/blobs/sha256/$(jq -r '.config.digest[7:]' \
    "alpha/blobs/sha256/$(jq -r '.manifests[0].digest[7:]' alpha/index.json)")
printf ' ' >>"$f"
layout cfg "" 3 "a configuration whose digest does not hold"

relayer() {	# dir jq-filter: alpha with another manifest
	cp -r alpha "$1"
	m=$(jq -r '.manifests[0].digest[7:]' alpha/index.json)
	new=$(jq -c "$2" "alpha/blobs/sha256/$m" | put "$1")
	printf '{"schemaVersion":2,"manifests":[{%s,%s}]}' "$M" "$new" \
	    >"$1/index.json"
}
relayer count '.layers += .layers'
layout count "" 3 "more layers than diff ids"
relayer enc '.layers[0].mediaType += "+encrypted"'
layout enc "" 4 "an encrypted layer is a gap"
relayer foreign '.layers[0] |= (.mediaType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" | .digest = "sha256:" + ("0" * 64))'
layout foreign "" 4 "a foreign layer that is not there is a gap"
relayer odd '.layers[0].mediaType = "application/vnd.docker.image.rootfs.diff.tar.zstd"'
layout odd alpha 0 "bytes are trusted over media types"
relayer wrong '.layers[0].size += 1'
layout wrong "" 3 "a layer of another size than its descriptor says"
mkdir none; echo '{"imageLayoutVersion":"1.0.0"}' >none/oci-layout
echo '{"schemaVersion":2,"manifests":[]}' >none/index.json
layout none "" 3 "an index without manifests"

# ---- --verify
layout alpha alpha 0 "--verify of a good image" --verify
grep -q '"airbom:layers:verified"' out &&
    jq -e '.metadata.properties[] | select(.name ==
    "airbom:layers:verified") | .value == "true"' out >/dev/null
ok $? "it says that layers were verified"
relayer swap .
m=$(jq -r '.layers[0].digest[7:]' "alpha/blobs/sha256/$(jq -r \
    '.manifests[0].digest[7:]' alpha/index.json)")
size=$(stat -c %s "alpha/blobs/sha256/$m")
gzip -9 -c gamma.tar >g.gz
head -c $((size - $(stat -c %s g.gz))) /dev/zero >>g.gz 2>/dev/null
if [ "$(stat -c %s g.gz)" = "$size" ]; then
	cp g.gz "swap/blobs/sha256/$m"
	layout swap gamma 0 "another layer goes unseen without --verify"
	layout swap "" 3 "another layer under the digest fails with --verify" \
	    --verify
	grep -q 'does not hold' err; ok $? "it says which digest"
else
	skip "a swapped layer" "sizes differ"
fi

# ---- docker archives
image d1.tar alpha.tar
mkdir dx && tar -C dx -xf d1.tar
mkdir both && tar -C both -xf d1.tar
image d2.tar beta.tar && tar -C both -xf d2.tar --exclude=manifest.json
mkdir d2x && tar -C d2x -xf d2.tar
jq -cs 'add | .[1].RepoTags = ["other:2"]' dx/manifest.json d2x/manifest.json \
    >both/manifest.json
tar -C both -cf both.tar .
archive both.tar "" 3 "two images in an archive and none chosen"
archive both.tar beta 0 "--ref of a tag" --ref other:2
archive both.tar "alpha beta" 0 "two images and --all" --all

mv dx/manifest.json .; tar -C dx -cf last.tar $(ls dx)
tar -rf last.tar manifest.json; mv manifest.json dx/
archive last.tar alpha 0 "the manifest is the last member"
(cd dx && tar -cf ../first.tar manifest.json $(ls | grep -v manifest))
archive first.tar alpha 0 "the manifest is the first member"

cp -r dx sym; id=$(ls sym | grep -v json)
mkdir sym/zz; ln -s "../$id/layer.tar" sym/zz/layer.tar
jq -c '.[0].Layers = ["zz/layer.tar"]' dx/manifest.json >sym/manifest.json
tar -C sym -cf sym.tar .
archive sym.tar alpha 0 "a layer that is a symbolic link"
rm sym/zz/layer.tar; ln "sym/$id/layer.tar" sym/zz/layer.tar
tar -C sym -cf hard.tar .
archive hard.tar alpha 0 "a layer that is a hard link"

jq -c '.[0].Layers += ["nothere/layer.tar"]' dx/manifest.json \
    >sym/manifest.json
tar -C sym -cf miss.tar .
run --from docker-archive miss.tar
[ "$st" = 3 ]; ok $? "a docker archive whose layer is missing"

cp -r dx ancient; rm ancient/*.json
echo '{"example":{"1":"x"}}' >ancient/repositories
tar -C ancient -cf ancient.tar .
archive ancient.tar "" 3 "an archive of docker-save 1.0"
grep -q '1\.0' err; ok $? "it says what it is"

# The hybrid that Docker 25 writes, and the one whose OCI side is empty.
cp -r alpha hybrid; cp -r dx/* hybrid/
tar -C hybrid -cf hybrid.tar .
archive hybrid.tar alpha 0 "the hybrid of Docker 25"
run hybrid.tar; jq -r tostring out | grep -q "$(jq -r \
    '.manifests[0].digest' alpha/index.json)"
ok $? "its OCI side is read"
relayer empty '.layers = []'
cfg=$(printf '{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]}}' | put empty)
new=$(jq -c ".config |= (. + {$cfg}) | .layers = []" \
    "alpha/blobs/sha256/$(jq -r '.manifests[0].digest[7:]' \
    alpha/index.json)" | put empty)
printf '{"schemaVersion":2,"manifests":[{%s,%s}]}' "$M" "$new" \
    >empty/index.json
cp -r dx/* empty/; tar -C empty -cf empty.tar .
archive empty.tar alpha 0 "a hybrid whose OCI manifest has no layers"

# ---- root file systems that look like something else
cp -r r-alpha web
echo '{"name":"shop","start_url":"/"}' >web/manifest.json
echo '[{"src":"icon.png"}]' >web/index.json
pack web web.tar
archive web.tar alpha 0 "a web application's manifest.json"
cp dx/manifest.json web/manifest.json; pack web web.tar
archive web.tar alpha 0 "a manifest.json whose members are not there"
cp -r r-alpha nested; mkdir nested/srv; cp d2.tar beta.tar nested/srv/
gzip -k nested/srv/beta.tar; pack nested nested.tar
archive nested.tar alpha 0 "an inner tar is no layer of a root file system"
truncate -s 700 nested/srv/beta.tar
head -c 3000 nested/srv/beta.tar.gz >x && mv x nested/srv/beta.tar.gz
pack nested nested.tar
archive nested.tar alpha 0 "broken inner archives are nobody's gap"
mkdir scratch; echo hello >scratch/hello; pack scratch s.tar; image scratch.tar s.tar
archive scratch.tar "" 0 "an image without a distribution"

# ---- no archives at all
: >empty-file; run empty-file; same $st 3 "an empty file"
run - <empty-file; same $st 3 "empty standard input"
head -c 10240 /dev/zero >zeros; run zeros; same $st 3 "zeros"
piped zeros; same $st 3 "zeros, piped"
echo "<html>" >page.html; run page.html; same $st 3 "a page"
piped page.html; same $st 3 "a page, piped"
run /nowhere; same $st 3 "no such file"
head -c 100000 /dev/urandom >noise; run noise; same $st 3 "noise"
piped noise; same $st 3 "noise, piped"
gzip -c noise >noise.gz; run noise.gz; same $st 3 "packed noise"
[ ! -s out ]; ok $? "nothing is written when it fails"
mkdir tree; echo x >tree/file; run tree; [ "$st" != 3 ]
ok $? "a directory of sources"
run --from oci-dir tree; same $st 3 "--from oci-dir of another directory"
run --from docker-archive web.tar; same $st 3 "--from docker-archive of none"
run --from rootfs d1.tar; same "$(names out) $st" " 0" "--from rootfs of an image"
run --from rootfs r-beta; same "$(names out) $st" "beta 0" "--from rootfs"
done_testing
