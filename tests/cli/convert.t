#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sbom convert: documents of Syft, Trivy and cdxgen in each format that is
# written keep their packages, distribution, source packages and gaps.
. tests/cli/tap.sh
F=tests/fixtures/bom
sbom() { "$B/bin/sbom" "$@" 2>"$tmp/err"; }

# What a document says, whatever its format: read, and written as CycloneDX.
facts() {
	"$B/bin/sbom" convert -q --lenient "$1" 2>/dev/null |
	    jq -r '(.components[] | select(.type != "file") | [.type, .group //
	    "", .name, .version // "", .purl // "", (.properties // [] |
	    map(select(.name | startswith("airbom:source:")) | .value) |
	    join(","))] | @tsv), (.metadata.properties[] |
	    select(.name == "airbom:gap") | .value)' | sort
}

# The reader lists nothing twice and loses no package: counts by jq and grep,
# not by our own tools.
count() {	# document
	case $1 in
	*.cdx.json) jq '[.components[] | select(.type != "operating-system" and
	    (.type != "file" or .purl))] | length' "$1" ;;
	*.spdx.json) jq '[.packages[] | select(any(.externalRefs[]?;
	    .referenceType == "purl")) | select(any(.externalRefs[]?;
	    .referenceLocator | startswith("pkg:oci")) | not)] | length' "$1" ;;
	*.spdx) grep -c 'PACKAGE-MANAGER purl pkg:[^o]' "$1" ;;
	*.github.json) jq '[.manifests[].resolved[]] | length' "$1" ;;
	*.xml) sed '/<metadata>/,/<\/metadata>/d' "$1" | grep -c '<purl>' ;;
	*.json) jq '[.artifacts[]] | length' "$1" ;;
	esac
}

rows=0
for f in $F/syft/* $F/trivy/* $F/cdxgen/*; do
	rows=$((rows + 1))
	facts "$f" >"$tmp/want"
	is "$(grep -c pkg: "$tmp/want")" "$(count "$f")" "$f: all its packages"
	for to in cyclonedx-json@1.4 cyclonedx-json@1.5 cyclonedx-json@1.6 \
	    cyclonedx-json@1.7 cyclonedx-xml spdx-json spdx-json@2.2 \
	    spdx-tag-value spdx3-json; do
		if ! sbom convert "$f" -o "$to=$tmp/doc"; then
			grep -q 'unknown format' "$tmp/err" && continue
			cat "$tmp/err"
		fi
		facts "$tmp/doc" >"$tmp/got"
		cmp -s "$tmp/want" "$tmp/got"
		ok $? "$f: the same in $to"
		diff "$tmp/want" "$tmp/got" | head -5 | sed 's/^/# /'
	done
done
[ $rows -ge 13 ]; ok $? "there were documents ($rows)"

# Our own, of every ecosystem that there are samples of: with every property,
# there and back, byte for byte, but for what the document is.
P=../shared/conformance/packages
all() {
	"$B/bin/sbom" convert -q --lenient "$1" 2>/dev/null |
	    jq -S 'del(.serialNumber)'
}
if [ -d $P ]; then
	sbom -q --lenient $P -o cyclonedx-json="$tmp/own"
	all "$tmp/own" >"$tmp/want"
	n_own=$(jq '.components | length' "$tmp/own")
	[ "$n_own" -gt 500 ]; ok $? "$n_own components of all ecosystems"
	sbom validate --lenient -q "$tmp/own" >"$tmp/out"
	is $? 0 "nothing is wrong with them"
	for to in cyclonedx-json@1.7 cyclonedx-xml spdx-json spdx-json@2.2 \
	    spdx-tag-value spdx3-json; do
		sbom convert -q --lenient "$tmp/own" -o "$to=$tmp/doc"
		ok $? "all of them in $to"
		sbom validate --lenient -q "$tmp/doc" >"$tmp/out"
		is $? 0 "nothing is wrong in $to"
		head -3 "$tmp/out" | sed 's/^/# /'
		all "$tmp/doc" >"$tmp/got"
		cmp -s "$tmp/want" "$tmp/got"; ok $? "the same out of $to"
		diff "$tmp/want" "$tmp/got" | head -5 | sed 's/^/# /'
	done
else
	ok 0 "documents of all ecosystems # SKIP no conformance data"
fi

# Standard input, packed input, several outputs.
D=$F/syft/debian.cdx.json
sbom convert - <$D >"$tmp/a" && gzip -c $D >"$tmp/a.gz" &&
    sbom convert "$tmp/a.gz" -o cyclonedx-json="$tmp/b" \
    -o cyclonedx-json@1.4="$tmp/c"
ok $? "standard input, gzip, two outputs"
cmp "$tmp/a" "$tmp/b"; ok $? "the same bytes"
is "$(jq -r .specVersion "$tmp/c")" 1.4 "a version"
sbom convert "$tmp/b" >"$tmp/d"; cmp "$tmp/b" "$tmp/d"
ok $? "our own document comes back byte for byte"

# A gap is one wherever it goes.
jq -c '.metadata.properties += [{"name":"airbom:gap","value":
    "kind=package-db;path=/x;what=page 7 is damaged"}]' $D >"$tmp/gap"
sbom convert "$tmp/gap" >"$tmp/a"; is $? 4 "a document with a gap: status 4"
said "page 7 is damaged" "it is said"
grep -q "page 7 is damaged" "$tmp/a"; ok $? "and in the document"
sbom convert --lenient -q "$tmp/gap" >"$tmp/a"; is $? 0 "--lenient"
[ ! -s "$tmp/err" ]; ok $? "-q"

# So it does in a list of purls, where much else is lost: that is said.
sbom convert "$tmp/gap" -o purls >"$tmp/a"; is $? 4 "as purls: status 4"
grep -q "page 7 is damaged" "$tmp/a"; ok $? "the gap is in the list"
said "purls does not hold what findings depend on: .*CPEs" "and what is lost"
sbom convert $D -o purls >"$tmp/a"; is $? 0 "which is no gap"
sbom convert --strict $D -o purls >"$tmp/a"; is $? 4 "but with --strict"
sbom convert $D -o cyclonedx-json@1.4 >"$tmp/a"
[ ! -s "$tmp/err" ]; ok $? "nothing is said where nothing is lost"

# Many stay many.
cat "$tmp/gap" "$tmp/gap" | sbom convert - >"$tmp/a"
is "$(wc -l <"$tmp/a")" 2 "two documents, two lines"
mkdir "$tmp/dir"
cat "$tmp/gap" "$tmp/gap" | sbom convert - -o cyclonedx-json="$tmp/dir/"
is "$(ls "$tmp/dir" | wc -l)" 2 "or two files"

# What is no document fails, and leaves nothing.
head -c 3000 $D >"$tmp/cut"
sbom convert "$tmp/cut" -o cyclonedx-json="$tmp/none"; is $? 3 "cut short: 3"
[ ! -e "$tmp/none" ]; ok $? "no output"
said "$tmp/cut" "the file is named"
: | sbom convert - >"$tmp/a"; is $? 3 "empty: 3"
[ ! -s "$tmp/a" ]; ok $? "nothing on standard output"
sbom convert "$tmp/absent"; is $? 3 "no such file: 3"
sbom convert a b; is $? 2 "two files: wrong usage"
sbom convert -o nonsense $D; is $? 2 "unknown format: wrong usage"
sbom convert --help >"$tmp/a"; is $? 0 "--help"
grep -q -- --output "$tmp/a"; ok $? "tells its options"
sbom convert $D >/dev/full; is $? 3 "a full disk: 3"
done_testing
