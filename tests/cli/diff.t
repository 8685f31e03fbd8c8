#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sbom diff: what was added, removed and changed, as text and as JSON that is
# valid against its schema; compared with what jq finds.
. tests/cli/tap.sh
F=tests/fixtures/bom
D=$F/syft/debian.cdx.json
sbom() { "$B/bin/sbom" "$@" 2>"$tmp/err"; }

sbom diff $D $D >"$tmp/a"; is $? 0 "the same document"
[ ! -s "$tmp/a" ]; ok $? "says nothing"
sbom diff --exit-code $D $D; is $? 0 "--exit-code, and no difference"

# The same facts by another format and in another order are no difference.
sbom convert $D -o cyclonedx-json@1.4="$tmp/old"
jq '.components |= reverse' "$tmp/old" >"$tmp/turned"
sbom diff --exit-code $D "$tmp/turned" >"$tmp/a"
is $? 0 "another version, another order: no difference"
sed 's/^/# /' "$tmp/a"

# Some formats know lists of licences only joined by AND.
jq '.components |= map(if .name == "login" then .licenses =
    [{"license": {"id": "GPL-2.0-only"}}, {"license": {"id": "MIT"}}]
    else . end)' $D >"$tmp/list"
jq '.components |= map(if .name == "login" then .licenses =
    [{"expression": "GPL-2.0-only AND MIT"}] else . end)' $D >"$tmp/joined"
sbom diff --exit-code "$tmp/list" "$tmp/joined" >"$tmp/a"
is $? 0 "a list of licences, and the same joined: no difference"
sbom diff --exit-code $D "$tmp/joined" >"$tmp/a"
is $? 1 "but other licences are one"

# One of each kind, made by jq.
jq '.components |= (map(select(.name != "bash")) |
    map(if .name == "libssl3" then .version = "3.0.15-1" |
	.purl |= sub("3.0.11-1~deb12u2"; "3.0.15-1") else . end) |
    map(if .name == "login" then .licenses = [{"license": {"id": "MIT"}}]
	else . end) +
    [{"type": "library", "bom-ref": "x", "group": "org.x", "name": "new\u001b",
      "version": "1", "purl": "pkg:maven/org.x/new@1"}])' $D >"$tmp/new"
sbom diff $D "$tmp/new" >"$tmp/a"; is $? 0 "differences alone: status 0"
is "$(grep -c '^- deb bash ' "$tmp/a")" 1 "removed"
is "$(grep -c '^~ deb libssl3 3.0.11-1~deb12u2 -> 3.0.15-1' "$tmp/a")" 1 \
    "changed version"
is "$(grep -c '^~ deb login .*licences' "$tmp/a")" 1 "changed licence"
is "$(grep -c '^+ maven org.x/new' "$tmp/a")" 1 "added"
is "$(wc -l <"$tmp/a")" 4 "and nothing else"
! grep -q "$(printf '\033')" "$tmp/a"; ok $? "no escape sequence gets through"
sbom diff --exit-code $D "$tmp/new" >"$tmp/b"; is $? 1 "--exit-code: 1"
cmp -s "$tmp/a" "$tmp/b"; ok $? "the same words"

sbom diff -o json $D "$tmp/new" >"$tmp/json"
is "$(jq -c .summary "$tmp/json")" '{"added":1,"removed":1,"changed":2}' \
    "JSON: the sums"
is "$(jq -r '.changes[] | select(.name == "libssl3") | .change, .fields[0],
    .old.version, .new.version' "$tmp/json" | tr '\n' ' ')" \
    "changed version 3.0.11-1~deb12u2 3.0.15-1 " "JSON: a change"

# Of several versions nobody knows which became which.
for v in "1 2" "3 4"; do
	set -- $v
	jq -n --arg a "$1" --arg b "$2" '{bomFormat: "CycloneDX",
	    specVersion: "1.6", components: [{type: "library", name: "x",
	    version: $a, purl: ("pkg:npm/x@" + $a)}, {type: "library",
	    name: "x", version: $b, purl: ("pkg:npm/x@" + $b)}]}' >"$tmp/v$1"
done
is "$(sbom diff "$tmp/v1" "$tmp/v3" | cut -c1 | tr -d '\n')" "--++" \
    "two versions for two: removed and added"

# Another distribution, another place, a gap.
is "$(sbom diff $F/syft/alpine.cdx.json $D | grep -c operating-system)" 2 \
    "another operating system"
jq '.metadata.properties += [{"name":"airbom:gap","value":
    "kind=package-db;what=page 7 is damaged"}]' $D >"$tmp/gap"
sbom diff -o json $D "$tmp/gap" >"$tmp/gapped"; is $? 4 "a gap: status 4"
said "page 7" "it is said"
is "$(jq '[(.old.gaps | length), (.new.gaps | length)] | @csv' \
    "$tmp/gapped")" '"0,1"' "and told of its side"
sbom diff --exit-code "$tmp/gap" "$tmp/new" >/dev/null
is $? 1 "1 stands before 4"

sbom diff $D; is $? 2 "one document: wrong usage"
sbom diff - - </dev/null; is $? 2 "standard input twice: wrong usage"
sbom diff -o yaml $D $D; is $? 2 "an unknown format: wrong usage"
jq -c . $D $D >"$tmp/two"
sbom diff "$tmp/two" $D; is $? 3 "several documents: 3"
head -c 99 $D >"$tmp/cut"
sbom diff $D "$tmp/cut"; is $? 3 "cut short: 3"
sbom diff - $D <$D >"$tmp/a"; is $? 0 "standard input"
sbom diff $D "$tmp/new" >/dev/full; is $? 3 "a full disk: 3"

if python=$(sh tests/tools/validators.sh); then
	"$python" tests/tools/schema-validate.py \
	    schemas/sbom-diff.schema.json "$tmp/json" "$tmp/gapped"
	ok $? "valid against schemas/sbom-diff.schema.json"
	jq '.changes[0].change = "moved"' "$tmp/json" >"$tmp/bad"
	! "$python" tests/tools/schema-validate.py \
	    schemas/sbom-diff.schema.json "$tmp/bad" >/dev/null
	ok $? "a wrong one is refused"
else
	[ "${CI:-}" != true ]
	ok $? "valid against the schema # SKIP no validator"
fi
done_testing
