#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Our documents carry what Grype and Trivy look for: a package's source under
# their names. Syft, whose decoder Grype uses, reads the sources out of ours
# that it finds itself; where it is not installed, the properties are compared
# with those of the document that it once wrote of these packages. (A package
# without a source is its own.)
. tests/cli/tap.sh
P=../shared/conformance/packages
F=tests/fixtures/bom

root() {	# os-release lines
	mkdir -p "$tmp/$1/etc"
	printf '%s\n' "$2" >"$tmp/$1/etc/os-release"
}

# ---- as Syft and Trivy write them
root deb 'ID=debian
VERSION_ID="12"'
mkdir -p "$tmp/deb/var/lib/dpkg"
cat >"$tmp/deb/var/lib/dpkg/status" <<'END'
Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.11-1~deb12u2

Package: login
Status: install ok installed
Architecture: amd64
Source: shadow (1:4.13+dfsg1-1)
Version: 1:4.13+dfsg1-1+b1

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.134
END

kept() {	# document, prefix of names, names: what it says of each package
	jq -r --arg p "$2" --arg n "$3" '.components[] |
	    select(.name | IN("libssl3", "login")) | . as $c |
	    .properties // [] | map(select(.name | ltrimstr($p) |
	    IN($n | split(" ") | .[]))) | sort_by(.name) | .[] |
	    [$c.name, .name, .value] | @tsv' "$1" | LC_ALL=C sort
}

"$B/bin/sbom" --from rootfs "$tmp/deb" >"$tmp/ours" 2>"$tmp/err"
ok $? "a root of three packages"
for w in "syft syft: package:metadataType metadata:source metadata:sourceVersion" \
    "trivy aquasecurity:trivy: SrcName SrcVersion SrcRelease SrcEpoch"; do
	set -- $w
	t=$1 p=$2
	shift 2
	kept "$F/$t/debian.cdx.json" "$p" "$*" >"$tmp/want"
	kept "$tmp/ours" "$p" "$*" >"$tmp/got"
	[ -s "$tmp/want" ] && cmp -s "$tmp/want" "$tmp/got"
	ok $? "$t: its properties of $(wc -l <"$tmp/want") sources"
	diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
done

"$B/bin/sbom" --no-foreign-properties --from rootfs "$tmp/deb" >"$tmp/plain"
! grep -q '"syft:\|"aquasecurity:' "$tmp/plain"
ok $? "--no-foreign-properties: none"
for f in ours plain; do
	"$B/bin/sbom" convert -o cyclonedx-json "$tmp/$f" >"$tmp/again"
	cmp -s "$tmp/ours" "$tmp/again"
	ok $? "$f, read and written: the same as ours"
done
"$B/bin/sbom" convert --no-foreign-properties -o cyclonedx-json "$tmp/ours" \
    >"$tmp/again"
cmp -s "$tmp/plain" "$tmp/again"
ok $? "convert --no-foreign-properties takes them away"

# ---- as Syft reads them
sources() {	# Syft's JSON: every OS package with what Grype asks for
	jq -r '.artifacts[] | select(.type | IN("deb", "apk", "rpm")) |
	    .metadata as $m | [.name, .version, .type,
	    (if .type == "deb" and ($m.source // "") == "" then .name
	    else $m.source end) // "",
	    (if .type == "deb" and ($m.sourceVersion // "") == "" then
	    .version else $m.sourceVersion end) // "",
	    (if .type == "apk" and ($m.originPackage // "") == "" then .name
	    else $m.originPackage end) // "",
	    (if .type == "rpm" and ($m.sourceRpm // "") == "" then .name + "-" +
	    (.version | sub("^[0-9]+:"; "")) + ".src.rpm"
	    else $m.sourceRpm end) // ""] | @tsv' "$1" | LC_ALL=C sort -u
}

compare() {	# name, directory, least
	if ! command -v syft >/dev/null; then
		n=$((n + 1))
		echo "ok $n - $1 # SKIP syft is not installed"
		return
	elif [ ! -d "$2" ]; then
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no ../shared/conformance"
		return
	fi
	syft scan -q -o syft-json "$2" >"$tmp/syft.json" 2>"$tmp/err"
	sources "$tmp/syft.json" >"$tmp/want"
	"$B/bin/sbom" --from rootfs "$2" >"$tmp/doc" 2>/dev/null
	for f in cyclonedx-json cyclonedx-json@1.4 cyclonedx-xml spdx-json \
	    spdx-tag-value; do
		"$B/bin/sbom" convert -o $f "$tmp/doc" >"$tmp/one" 2>/dev/null
		syft convert -q "$tmp/one" -o syft-json >"$tmp/syft.json" \
		    2>"$tmp/err"
		sources "$tmp/syft.json" >"$tmp/got"
		k=$(wc -l <"$tmp/want")
		[ "$k" -ge "$3" ] && cmp -s "$tmp/want" "$tmp/got"
		ok $? "$1, $f: $k packages ($3 at least), as Syft finds them"
		diff "$tmp/want" "$tmp/got" | head -n 10 | sed 's/^/# /'
	done
}

export SYFT_CHECK_FOR_APP_UPDATE=false
compare debian-12-minbase $P/deb/debian-12-minbase/root 80
compare alpine-3.10 $P/apk/alpine-3.10/root 14
for d in ../shared/conformance/rpmdb/ndb-sle15-bci \
    ../shared/conformance/rpmdb/sqlite-modular; do
	[ -d "$d" ] || continue
	root rpm 'ID=almalinux
VERSION_ID="9.4"'
	rm -rf "$tmp/rpm/var"
	mkdir -p "$tmp/rpm/var/lib/rpm"
	for f in "$d"/*.gz; do
		gzip -dc "$f" >"$tmp/rpm/var/lib/rpm/$(basename "$f" .gz)"
	done
	compare "${d##*/}" "$tmp/rpm" 2
done
echo "1..$n"
