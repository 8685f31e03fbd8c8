#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sbom merge: what documents agree about is one, what they do not stays.
. tests/cli/tap.sh
F=tests/fixtures/bom
sbom() { "$B/bin/sbom" "$@" 2>"$tmp/err"; }
purls() { jq -r '.components[] | .purl // empty' "$@" | sort; }

# One document by two: nothing is there twice.
sbom convert $F/syft/debian.cdx.json >"$tmp/one"
sbom merge $F/syft/debian.cdx.json "$tmp/one" >"$tmp/two"
ok $? "a document and its own conversion"
is "$(purls "$tmp/two" | grep -vc pkg:oci)" \
    "$(purls "$tmp/one" | wc -l)" "no package is listed twice"

# Distributions of different releases: each keeps its own.
sbom merge $F/syft/alpine.cdx.json $F/trivy/almalinux.cdx.json \
    $F/syft/debian.spdx --name product --version-label 2.0 \
    --supplier Example >"$tmp/m"
ok $? "three distributions"
is "$(jq -r '.metadata.component | [.name, .version, .supplier.name] |
    join(" ")' "$tmp/m")" "product 2.0 Example" "the whole has its name"
is "$(jq '[.components[] | select(.type == "operating-system")] | length' \
    "$tmp/m")" 0 "no operating system is everybody's"
is "$(jq '[.components[] | select(.type == "container")] | length' "$tmp/m")" \
    3 "three subjects"
is "$(jq -r '.components[] | select(.purl // "" |
    test("^pkg:(apk|deb|rpm)/")) | select(.purl | contains("distro=") |
    not) | .name' "$tmp/m")" "" "every package names its distribution"

# Each subject depends on what was in it, and on nothing else.
want=$(jq '[.components[] | select(.type != "operating-system" and
    .type != "file")] | length' $F/syft/alpine.cdx.json)
is "$(jq --argjson n "$want" '(.components[] | select(.type == "container" and
    (.name | contains("alpine")))["bom-ref"]) as $r | .dependencies[] |
    select(.ref == $r) | .dependsOn | length == $n' "$tmp/m")" true \
    "a subject's dependencies are its packages"

# Gaps say where they are; notes do not become gaps.
jq -c '.metadata.properties += [{"name":"airbom:gap","value":
    "kind=package-db;what=page 7 is damaged"}]' $F/syft/debian.cdx.json \
    >"$tmp/gap"
sbom merge "$tmp/gap" $F/trivy/alpine.cdx.json >"$tmp/m"
is $? 4 "a gap in one: status 4"
is "$(jq -r '[.metadata.properties[] | select(.name == "airbom:gap")] |
    length' "$tmp/m")" 1 "one gap"
jq -r '.metadata.properties[] | select(.name == "airbom:gap").value' \
    "$tmp/m" | grep -q 'debian.*: page 7 is damaged'
ok $? "with the name of the subject"

# The same bytes twice; an order of arguments changes no package.
sbom merge $F/trivy/debian.cdx.json $F/syft/debian.json >"$tmp/a"
sbom merge $F/trivy/debian.cdx.json $F/syft/debian.json >"$tmp/b"
cmp "$tmp/a" "$tmp/b"; ok $? "the same bytes"
sbom merge $F/syft/debian.json $F/trivy/debian.cdx.json >"$tmp/b"
[ "$(purls "$tmp/a" | wc -l)" = "$(purls "$tmp/b" | wc -l)" ]
ok $? "the other way round"

# Package sources that differ are nobody's.
for i in 1 2; do
	jq -c --arg i $i '.metadata.properties += [{"name":
	    "airbom:context:apt-source","value":$i}, {"name":
	    "airbom:context:ubuntu-pro","value":"both"}]' \
	    $F/syft/debian.cdx.json >"$tmp/src$i"
done
sbom merge -v "$tmp/src1" "$tmp/src2" >"$tmp/m"
said "package sources differ" "different package sources are said"
is "$(jq -r '[.metadata.properties[] | select(.name |
    startswith("airbom:context:")) | .value] | join(" ")' "$tmp/m")" both \
    "only what all have is the whole's"

# What is found in each is found in the whole, and nothing else: advisories cut
# from the trackers' real entries.
"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/log" 2>&1
ok $? "feeds build"
found() {	# documents: what is found where
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$@" \
	    2>"$tmp/err" | jq -r '.targets[].findings[] | [.package.type,
	    .package.name, .package.version, .id, .state, (.fixed_in[0] //
	    "-")] | join(" ")' | sort -u
}
found $F/syft/debian.cdx.json $F/syft/alpine.cdx.json >"$tmp/want"
[ "$(grep -c ^deb "$tmp/want")" -gt 0 ] &&
    [ "$(grep -c ^apk "$tmp/want")" -gt 0 ]
ok $? "findings in both"
sbom merge $F/syft/debian.cdx.json $F/syft/alpine.cdx.json \
    -o cyclonedx-json="$tmp/m" -o spdx-json="$tmp/s"
for doc in "$tmp/m" "$tmp/s"; do
	found "$doc" >"$tmp/got"
	cmp -s "$tmp/want" "$tmp/got"; ok $? "the same in the whole"
	diff "$tmp/want" "$tmp/got" | head -5 | sed 's/^/# /'
	sed 's/^/# /' "$tmp/err"
done

sbom merge; is $? 2 "no file: wrong usage"
sbom merge - - </dev/null; is $? 2 "standard input twice: wrong usage"
echo '{' >"$tmp/bad"
sbom merge "$tmp/one" "$tmp/bad" -o cyclonedx-json="$tmp/none"
is $? 3 "one that cannot be read: 3"
[ ! -e "$tmp/none" ]; ok $? "and no output"
done_testing
