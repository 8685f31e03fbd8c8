#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# -o intoto:FORMAT: an in-toto Statement v1 with cosign's predicate type, the
# image's manifest digest as subject, and the document that -o FORMAT writes.
. tests/cli/tap.sh
mkdir -p "$tmp/root/etc" "$tmp/root/var/lib/dpkg"
printf 'ID=debian\nVERSION_ID="12"\n' >"$tmp/root/etc/os-release"
printf 'Package: bash\nStatus: install ok installed\nVersion: 5.2.15-2\n' \
    >"$tmp/root/var/lib/dpkg/status"
tar -C "$tmp/root" -cf "$tmp/layer.tar" .
sh tests/tools/oci-layout.sh "$tmp/oci" example.org/app:1 gzip \
    "$tmp/layer.tar" >/dev/null 2>&1
want=$(jq -r '.manifests[0].digest | ltrimstr("sha256:")' "$tmp/oci/index.json")
[ ${#want} = 64 ]; ok $? "an OCI layout"

statement() {	# format, its predicate type
	"$B/bin/sbom" "$tmp/oci" -o "intoto:$1=$tmp/s" -o "$1=$tmp/d" \
	    2>"$tmp/err"
	ok $? "intoto:$1"
	sed 's/^/# /' "$tmp/err"
	jq -e --arg t "$2" --arg d "$want" '
	    ._type == "https://in-toto.io/Statement/v1" and
	    .predicateType == $t and (.subject | length) == 1 and
	    .subject[0].digest == {"sha256": $d} and
	    (keys | length) == 4' "$tmp/s" >/dev/null
	ok $? "intoto:$1: the statement"
	jq -S .predicate "$tmp/s" >"$tmp/x"
	jq -S . "$tmp/d" >"$tmp/y"
	[ -s "$tmp/x" ] && cmp -s "$tmp/x" "$tmp/y"
	ok $? "intoto:$1: the document"
	[ "$("$B/bin/sbom" --all "$tmp/oci" -o "intoto:$1" | wc -l)" = 1 ]
	ok $? "intoto:$1 of all images: a line of each"
	"$B/bin/sbom" convert "$tmp/s" -o cyclonedx-json >"$tmp/x"
	"$B/bin/sbom" convert "$tmp/d" -o cyclonedx-json >"$tmp/y"
	[ -s "$tmp/x" ] && cmp -s "$tmp/x" "$tmp/y"
	ok $? "intoto:$1: read like the document"
}

statement cyclonedx-json https://cyclonedx.org/bom
statement cyclonedx-json@1.4 https://cyclonedx.org/bom
for f in spdx-json spdx-json@2.2; do
	"$B/bin/sbom" "$tmp/oci" -o $f >/dev/null 2>&1 &&
	    statement $f https://spdx.dev/Document
done
"$B/bin/sbom" "$tmp/oci" -o spdx3-json >/dev/null 2>&1 &&
    statement spdx3-json https://spdx.dev/Document/v3

# ---- what cannot be
"$B/bin/sbom" --from rootfs "$tmp/root" -o intoto:cyclonedx-json="$tmp/no" \
    2>"$tmp/err"
st=$?
[ $st = 2 ] && grep -q 'manifest digest' "$tmp/err" && [ ! -e "$tmp/no" ]
ok $? "without a digest: status 2 (is $st), no file"
"$B/bin/sbom" --from rootfs "$tmp/root" >"$tmp/d"
"$B/bin/sbom" convert "$tmp/d" -o intoto:cyclonedx-json >"$tmp/no" 2>"$tmp/err"
st=$?
[ $st = 2 ] && grep -q 'manifest digest' "$tmp/err" && [ ! -s "$tmp/no" ]
ok $? "convert, without a digest: status 2 (is $st)"
for f in intoto:table intoto:purls intoto: intoto:nothing \
    intoto:intoto:cyclonedx-json intoto:cyclonedx-json@9; do
	"$B/bin/sbom" "$tmp/oci" -o $f >"$tmp/no" 2>"$tmp/err"
	st=$?
	[ $st = 2 ] && [ ! -s "$tmp/no" ]; ok $? "$f: status 2 (is $st)"
done
echo "1..$n"
