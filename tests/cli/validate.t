#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sbom validate: real documents have no faults, and each fault that is put into
# one is told with its line or place. And --regime, of documents and of images.
. tests/cli/tap.sh
F=tests/fixtures/bom
D=$F/syft/debian.cdx.json
S=$F/syft/debian.spdx.json
sbom() { "$B/bin/sbom" "$@" 2>"$tmp/err"; }

rows=0
for f in $F/syft/*.cdx.json $F/syft/*.spdx* $F/trivy/* $F/cdxgen/*; do
	rows=$((rows + 1))
	sbom validate "$f" >"$tmp/out"; st=$?
	is "$st $(wc -l <"$tmp/out")" "0 0" "$f: nothing is wrong"
	sed 's/^/# /' "$tmp/out"
done
[ $rows -ge 11 ]; ok $? "there were documents ($rows)"
for to in cyclonedx-json@1.4 cyclonedx-json@1.5 cyclonedx-json \
    cyclonedx-json@1.7 cyclonedx-xml spdx-json spdx-json@2.2 spdx-tag-value \
    spdx3-json; do
	if ! sbom convert $D -o "$to=$tmp/doc"; then
		grep -q 'unknown format' "$tmp/err"; ok $? "no $to yet"
		continue
	fi
	sbom validate "$tmp/doc" >"$tmp/out"; is $? 0 "$to of ours"
	! grep -q 'no rules' "$tmp/err"; ok $? "$to: rules saw it"
	sed 's/^/# /' "$tmp/out"
done

# wrong FILTER WANTED: what jq does to the document, and a fault's words
wrong() {	# document filter words
	jq "$2" "$1" >"$tmp/bad"
	sbom validate "$tmp/bad" >"$tmp/out"; st=$?
	[ $st = 1 ] && grep -qF -- "$3" "$tmp/out" &&
	    [ "$(wc -l <"$tmp/out")" = 1 ]
	ok $? "$3"
	[ $st = 1 ] || echo "# status $st"
	sed 's/^/# /' "$tmp/out"
}
wrong $D '.components[1]["bom-ref"] = .components[0]["bom-ref"] |
    .dependencies = []' \
    'components[1].bom-ref: "'
wrong $D '.dependencies[0].dependsOn += ["nowhere"]' \
    'nothing is called "nowhere"'
wrong $D '.compositions = [{"aggregate": "complete", "assemblies": ["no"]}]' \
    'compositions[0].assemblies[0]: nothing is called "no"'
wrong $D '.components[0].purl = "pkg:deb/"' \
    'components[0].purl: not a package URL'
wrong $D '.components[0].cpe = "cpe:/x"' 'components[0].cpe: not a CPE name'
wrong $D '.components[0].licenses = [{"expression": "MIT AND"}]' \
    'licenses[0].expression: not a licence expression: MIT AND'
wrong $D '.components[0].licenses = [{"license": {"id": "GPL"}}]' \
    'licenses[0].license.id: not on the SPDX list: GPL'
wrong $D '.components[0].licenses = [{"license": {"id": "MIT", "name": "x"}}]' \
    'has both id and name'
wrong $D '.components[0].hashes = [{"alg": "SHA-1", "content": "12"}]' \
    'hashes[0]: no digest of SHA-1: 12'
wrong $D '.components[0].type = "package"' 'components[0].type: "package" is'
wrong $D 'del(.components[0].type)' 'components[0]: has no type'
wrong $D '.components[0].name = ""' 'components[0].name: is empty'
wrong $D '.components[0].purl = null' 'components[0].purl: is null'
wrong $D '.serialNumber = "1"' 'serialNumber: not urn:uuid:'
wrong $D '.metadata.timestamp = "today"' 'metadata.timestamp: not a time'
wrong $D 'del(.specVersion)' 'has no specVersion'
wrong $S '.packages[1].SPDXID = .packages[0].SPDXID |
    .relationships |= map(select(.spdxElementId == "SPDXRef-DOCUMENT"))' \
    'packages[1].SPDXID: "'
wrong $S '.relationships += [{"spdxElementId": "SPDXRef-DOCUMENT",
    "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-no"}]' \
    'relatedSpdxElement: nothing is called "SPDXRef-no"'
wrong $S '.packages[0].licenseDeclared = "LicenseRef-mine"' \
    'licenseDeclared: nothing is called "LicenseRef-mine"'
wrong $S 'del(.packages[0].downloadLocation)' \
    'packages[0]: has no downloadLocation'
wrong $S 'del(.documentNamespace)' 'has no documentNamespace'
wrong $S '.packages[0].externalRefs += [{"referenceCategory":
    "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "x"}]' \
    'not a package URL'
wrong $S '.creationInfo.creators += ["Syft"]' 'neither Person:'

# Lines: of JSON, tag-value and XML.
line=$(grep -n '"type": "operating-system"' $D | cut -d: -f1)
sed "${line}s/operating-system/system/" $D >"$tmp/bad"
sbom validate "$tmp/bad" >"$tmp/out"
grep -q "^$tmp/bad:$line: " "$tmp/out"; ok $? "JSON: the line"
sed 's/^/# /' "$tmp/out"
T=$F/syft/debian.spdx
line=$(grep -n 'PACKAGE-MANAGER purl' $T | head -1 | cut -d: -f1)
sed "${line}s/pkg:/kpg:/" $T >"$tmp/bad"
sbom validate "$tmp/bad" >"$tmp/out"; is $? 1 "tag-value: a fault"
grep -q "^$tmp/bad:$line: ExternalRef: not a package URL" "$tmp/out"
ok $? "tag-value: the line"
sed 's/^PackageDownloadLocation: .*//' $T >"$tmp/bad"
sbom validate "$tmp/bad" >"$tmp/out"
is "$(grep -c 'has no PackageDownloadLocation' "$tmp/out")" \
    "$(grep -c '^SPDXID: SPDXRef-\(Package\|DocumentRoot\)' $T)" "tag-value: what is missing of each package"
X=$F/cdxgen/debian.cdx.xml
line=$(grep -n '<purl>' $X | tail -1 | cut -d: -f1)
sed "${line}s/pkg:/kpg:/" $X >"$tmp/bad"
sbom validate "$tmp/bad" >"$tmp/out"; is $? 1 "XML: a fault"
grep -q "^$tmp/bad:$line: /bom/components/component.*/purl: not a" "$tmp/out"
ok $? "XML: line and path"
sed 's/^/# /' "$tmp/out"

# Standard input, packed, in an envelope, cut short.
sbom validate - <$D; is $? 0 "standard input"
gzip -c $D >"$tmp/gz"; sbom validate "$tmp/gz"; is $? 0 "gzip"
jq '{_type: "https://in-toto.io/Statement/v1", subject: [], predicateType:
    "https://cyclonedx.org/bom", predicate: .}' $D >"$tmp/statement"
sbom validate "$tmp/statement"; is $? 0 "in a statement"
said "no rules for the text" "what was not looked at is said"
head -c 3000 $D >"$tmp/cut"
sbom validate "$tmp/cut" >"$tmp/out"; is $? 3 "cut short: 3"
[ ! -s "$tmp/out" ]; ok $? "nothing on standard output"
sbom validate "$tmp/absent"; is $? 3 "no such file: 3"
sbom validate; is $? 2 "no document: wrong usage"
sbom validate --regime eu $D; is $? 2 "an unknown regime: wrong usage"
jq '.components[0].type = "x"' $D >"$tmp/bad"
sbom validate "$tmp/bad" >/dev/full; is $? 3 "a full disk: 3"
jq '.metadata.properties += [{"name":"airbom:gap","value":
    "kind=package-db;what=page 7"}]' $D >"$tmp/gap"
sbom validate "$tmp/gap"; is $? 4 "a gap in a valid document: 4"

# Minimum elements.
sbom validate --regime ntia $D >"$tmp/out"; is $? 1 "ntia: something is missing"
has "$tmp/out" "NTIA 2021: no supplier of what is described" "who supplies it"
! grep -q "no author" "$tmp/out"; ok $? "a tool is an author to NTIA"
sbom validate --regime cisa $D >"$tmp/out"
has "$tmp/out" "CISA 2025: no author of the document" "not to CISA"
has "$tmp/out" "components have no digest: " "digests, with who lacks them"
sbom validate --regime telco $D >"$tmp/out"
has "$tmp/out" "no document of SPDX 2.2 or 2.3" "telco asks for SPDX"
sbom validate --regime bsi $D >"$tmp/out"
has "$tmp/out" "have no SHA-512 digest" "bsi asks for SHA-512"
jq '.metadata.component.supplier = {name: "x"} | .metadata.component.version =
    "1" | .metadata.authors = [{name: "y"}] | .components |= map(. +
    {supplier: {name: "z"}}) | .dependencies += [.components[] | {ref:
    .["bom-ref"]}] | .dependencies |= unique_by(.ref)' $D >"$tmp/full"
sbom validate --regime ntia "$tmp/full" >"$tmp/out"; is $? 0 \
    "ntia: a document that has it all"
sed 's/^/# /' "$tmp/out"

# Of an image: what is missing is said, what a file shows is filled in.
mkdir -p "$tmp/root/etc" "$tmp/root/opt"
echo 'ID=debian' >"$tmp/root/etc/os-release"
python3 - "$tmp/root/opt/thing-1.0.jar" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    z.writestr("META-INF/maven/org.x/thing/pom.properties",
               "groupId=org.x\nartifactId=thing\nversion=1.0\n")
END
sbom --lenient --regime bsi "$tmp/root" >"$tmp/out"; is $? 0 "sbom --regime: status 0"
said "BSI TR-03183-2: no author of the document" "it tells what is missing"
! grep -q "asks for" "$tmp/err"; ok $? "CycloneDX 1.6 is what it takes"
said "1 of 1 components have no SHA-512 digest: pkg:maven/org.x/thing" "and where"
is "$(jq -r '.components[].properties[]? | select(.name |
    startswith("bsi:")) | .name + "=" + .value' "$tmp/out" | tr '\n' ' ')" \
    "bsi:component:archive=archive bsi:component:filename=thing-1.0.jar " \
    "what the file shows is in the document"
sbom --lenient --regime telco "$tmp/root" >"$tmp/out"
said "OpenChain Telco 1.1: asks for SPDX 2.2 or 2.3, not cyclonedx-json 1.6" \
    "a format that a regime does not take"
sbom --lenient --supplier X "$tmp/root" -o spdx3-json="$tmp/3" \
    -o spdx-json="$tmp/2" -o cyclonedx-json="$tmp/1"
for i in 1 2 3; do
	sbom validate --regime cisa "$tmp/$i" >"$tmp/out"
	has "$tmp/out" "no author of the document" "a tool is nobody ($i)"
done
sbom --lenient --author "ACME <a@example.org>" --regime cisa "$tmp/root" \
    -o spdx3-json="$tmp/3" -o spdx-json="$tmp/2" -o cyclonedx-json="$tmp/1" \
    -o cyclonedx-xml@1.4="$tmp/4" -o spdx-tag-value@2.2="$tmp/5"
said "CISA 2025: no supplier of what" "an author is no supplier"
! grep -q "no author" "$tmp/err"; ok $? "an author that was given"
for i in 1 2 3 4 5; do
	sbom validate --regime cisa "$tmp/$i" >"$tmp/out"
	! grep -q "no author" "$tmp/out"; ok $? "an author is in the document ($i)"
	has "$tmp/out" "no supplier of what is described" "and nobody else ($i)"
	sbom convert --lenient "$tmp/$i" -o spdx-tag-value="$tmp/out"
	has "$tmp/out" "Creator: Organization: ACME (a@example.org)" \
	    "convert keeps it ($i)"
done
sbom merge -q --author "Person: Ada" "$tmp/1" "$tmp/2" -o spdx-json="$tmp/out"
is "$(jq -r '.creationInfo.creators[1:] | join(", ")' "$tmp/out")" \
    "Person: Ada" "merge: who stands for the whole"
sbom --regime eu "$tmp/root"; is $? 2 "an unknown regime: wrong usage"
done_testing
