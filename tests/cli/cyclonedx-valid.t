#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every document that sbom writes is valid CycloneDX, in each version and in
# both syntaxes: of real systems and images, which have components, an
# operating system, licences and dependencies; of every folder of the
# conformance data; of nothing.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

if ! python=$(sh tests/tools/validators.sh 2>"$tmp/err"); then
	[ "${CI:-}" = true ]; ci=$?
	[ $ci = 0 ] || { echo "1..0 # SKIP no validators"; exit 0; }
	ok 1 "validators are there"
	done_testing
	exit 1
fi
valid() {
	"$python" tests/tools/cdx-validate.py "$@" >"$tmp/err" 2>&1
}


# One run writes all eight documents of a source: NAME.6.json is 1.6 in JSON.
# What XML gives back is what JSON has: no fact is in one of them only.
documents() {	# name source [options]
	name=$1
	shift
	outputs=
	for v in 4 5 6 7; do
		outputs="$outputs -o cyclonedx-json@1.$v=$tmp/$name.$v.json
		    -o cyclonedx-xml@1.$v=$tmp/$name.$v.xml"
	done
	"$S" $outputs "$@" 2>"$tmp/err"
	st=$?
	"$S" convert -q "$tmp/$name.6.xml" -o cyclonedx-json@1.6 2>/dev/null |
	    cmp -s - "$tmp/$name.6.json" || st="$st, XML differs"
}

# ---- systems ----

for name in minbase full; do
	root=$(sh tests/images/debian.sh $name 2>"$tmp/err")
	case $? in
	0) ;;
	77) skip "Debian, $name" "no debootstrap"; continue ;;
	*) ok 1 "Debian, $name, can be made"; continue ;;
	esac
	documents "all-debian-$name" "$root"
	same "$st" 0 "Debian, $name"
done
C=../shared/conformance/packages
if [ -d "$C" ]; then
	documents all-alpine $C/apk/alpine-3.10/root --name alpine \
	    --supplier 'Alpine & <alpine@example.org>' \
	    --author 'Example & Söhne <soehne@example.org>'
	same "$st" 0 "Alpine"
fi
mkdir -p "$tmp/rpm/etc" "$tmp/rpm/var/lib/rpm"
printf 'ID=rocky\nVERSION_ID="9.4"\nCPE_NAME="cpe:/o:rocky:rocky:9::base"\n' \
    >"$tmp/rpm/etc/os-release"
if sh tests/images/rpmdb.sh build/images/rpm >"$tmp/err" 2>&1; then
	cp build/images/rpm/sqlite/rpmdb.sqlite "$tmp/rpm/var/lib/rpm/"
	documents all-rpm "$tmp/rpm" --author 'Person: Ada'
	same "$st" 0 "a database of RPM"
else
	skip "a database of RPM" "rpmbuild or db5.3_load is missing"
fi

# ---- images ----

small_root "$tmp/root" 40
mkdir -p "$tmp/upper/var/lib/dpkg"
{ cat "$tmp/root/var/lib/dpkg/status"; stanza added 2:3.4-5; } \
    >"$tmp/upper/var/lib/dpkg/status"
for p in $(truth "$tmp/root" | cut -d' ' -f1); do
	[ -f "/usr/share/doc/$p/copyright" ] || continue
	mkdir -p "$tmp/upper/usr/share/doc/$p"
	cp "/usr/share/doc/$p/copyright" "$tmp/upper/usr/share/doc/$p/"
done
pack "$tmp/root" "$tmp/1.tar"
pack "$tmp/upper" "$tmp/2.tar"
image "$tmp/docker.tar" "$tmp/1.tar" "$tmp/2.tar"
documents all-docker "$tmp/docker.tar"
same "$st" 0 "a docker archive"
skopeo copy -q "docker-archive:$tmp/docker.tar" "oci:$tmp/oci:x"
documents all-oci "$tmp/oci" --scope all-layers --verify
same "$st" 0 "an OCI layout, all layers"

# Of a list of files nothing is read.
documents all-files "$tmp/docker.tar" --files
same "$st" "0, XML differs" "a docker archive with all files"
jq -e '[.components[] | select(.type == "file")] | length > 20' \
    "$tmp/all-files.6.json" >"$tmp/err" 2>&1
ok $? "which are listed"

# What no schema would take where others stand: a version too long, bytes
# that are no text, controls, marks of XML, a CPE that XML's pattern refuses.
mkdir -p "$tmp/odd/etc" "$tmp/odd/var/lib/dpkg"
printf 'ID=odd\nVERSION_ID="<&>]]>"\nCPE_NAME="cpe:/o:odd odd"\n' \
    >"$tmp/odd/etc/os-release"
{
	stanza long "1.$(printf '%01500d' 7)"
	stanza "$(printf 'a\033]0;b\001\377\357\277\276')" '1<&"'\'']]>'
	printf 'Package: x\nStatus: install ok installed\nVersion: 1\n'
	printf 'Maintainer:  <&> <a@b> \t\nDescription: \t a  b \n'
} >"$tmp/odd/var/lib/dpkg/status"
documents odd "$tmp/odd"
# No name is like that: a gap. In XML bytes that cannot be written are gone for
# good.
same "$st" "4, XML differs" "odd texts"
mkdir "$tmp/none"
documents none "$tmp/none" --from dir
same "$st" 4 "nothing at all is a gap"
valid --has components,os,licences,dependencies "$tmp"/all-*.json \
    "$tmp"/all-*.xml --has components,os "$tmp"/odd.?.* \
    --has empty "$tmp"/none.?.*
ok $? "all of these are valid, and have what there is"

# ---- the conformance data ----

if [ ! -d "$C" ]; then
	skip "the conformance data" "../shared/conformance is not there"
	done_testing
	exit
fi
n_folders=0 lost=
tab=$(printf '\t')
{
	read -r heading
	while IFS=$tab read -r type folder packages rest; do
		n_folders=$((n_folders + 1))
		documents "$n_folders" "../shared/conformance/$folder/root"
		has=any		# status 4: not of a kind that is read
		[ "$packages" -eq 0 ] || [ "$st" = 4 ] || has=some
		for f in "$tmp/$n_folders".?.*; do
			mv "$f" "$tmp/$has-${f##*/}"
		done
		[ "$st" = 0 ] || [ "$st" = 4 ] || lost="$lost $folder:$st"
	done
} <$C/INDEX.tsv
same "$lost" "" "$n_folders folders of the conformance data"
[ "$n_folders" -gt 200 ]; ok $? "which are all of them"
[ "$(ls "$tmp"/some-*.?.* | wc -l)" -gt 1200 ]
ok $? "most of which have components"
valid "$tmp"/any-*.?.* --has components "$tmp"/some-*.?.*
ok $? "all of them are valid"
done_testing
