#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The nearest fixed version of a finding, and the upgrades that remove most.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset AIRBOM_DB XDG_DATA_HOME SOURCE_DATE_EPOCH
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

is() {		# text want got
	[ "$2" = "$3" ]; ok $? "$1"
	[ "$2" = "$3" ] || printf '%s\n' "wanted:" "$2" "got:" "$3" |
	    sed 's/^/# /'
}

# osv ID ALIAS NAME SEVERITY FROM,TO...: a record; TO "-" is no fix.
osv() {
	id=$1 alias=$2 name=$3 severity=$4
	shift 4
	for range; do
		echo "$range"
	done | jq -R . | jq -s --arg id "$id" --arg alias "$alias" \
	    --arg name "$name" --arg severity "$severity" \
	    --arg published "${published:-2026-01-01}T00:00:00Z" '{id: $id,
	    schema_version: "1.7.0", modified: "2026-01-02T00:00:00Z",
	    published: $published,
	    aliases: (if $alias == "" then [] else [$alias] end),
	    database_specific: {severity: $severity},
	    affected: [{package: {ecosystem: "npm", name: $name}, ranges: [.[] |
	    split(",") | {type: "SEMVER", events: ([{introduced: .[0]}] +
	    (if .[1] == "-" then [] else [{fixed: .[1]}] end))}]}]}' \
	    >"$tmp/feeds/$id.json"
}

# vex CVE PURL...: the vendor's word that these are not affected.
vex() {
	cve=$1
	shift
	for purl; do
		echo "$purl"
	done | jq -R . | jq -s --arg cve "$cve" '{
	    "@context": "https://openvex.dev/ns/v0.2.0",
	    "@id": "https://vex.example.org/\($cve)", author: "Example",
	    timestamp: "2026-02-01T00:00:00Z", version: 1, statements: [{
	    vulnerability: {name: $cve}, status: "not_affected",
	    justification: "vulnerable_code_not_present",
	    products: map({"@id": ., identifiers: {purl: .}})}]}' \
	    >"$tmp/feeds/$cve.openvex.json"
}

# judge PURL...: into $tmp/json. $as_of: more arguments.
# $os: of such a system.
as_of= os=
judge() {
	for purl; do
		echo "$purl"
	done | jq -R '{type: "library", name: sub("@.*"; "") |
	    sub(".*/"; ""), purl: .}' | jq -s --arg os "$os" '{
	    bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	    components: (. + if $os == "" then [] else [{name: $os,
	    type: "operating-system", version: "12"}] end)}' >"$tmp/doc.json"
	"$M" --db "$tmp/db" --now 2026-11-22 -o json $as_of "$tmp/doc.json" \
	    >"$tmp/json" 2>"$tmp/err"
}

plan() {
	jq -r '.targets[].plan[] | "\(.package.name) \(.package.version) -> \(.to): removes \(.removes), leaves \(.leaves), brings \(.brings)"' "$tmp/json"
}

suggested() {
	jq -r '.targets[].findings | sort_by(.id)[] |
	    "\(.id) \(.suggested)"' "$tmp/json"
}

mkdir "$tmp/feeds"
# Two branches, and another problem whose fix lies in the second one.
osv GHSA-2222-2222-0001 CVE-2026-10001 branchy MODERATE 0,1.2.9 2.0.0,2.0.1
osv GHSA-2222-2222-0002 CVE-2026-10002 branchy HIGH 0,2.0.0
# What a later release brought with it.
osv GHSA-2222-2222-0003 CVE-2026-10003 branchy LOW 2.0.1,-
# One problem, two records: the wider one counts.
osv GHSA-2222-2222-0004 CVE-2026-10004 twice HIGH 0,1.5.0
osv GHSA-2222-2222-0005 CVE-2026-10004 twice HIGH 0,1.6.0
# A fix of one, none of the other.
osv GHSA-2222-2222-0006 CVE-2026-10006 partly CRITICAL 0,1.0.1
osv GHSA-2222-2222-0007 CVE-2026-10007 partly LOW 0,-
# A fix that a branch without a fix follows at once.
osv GHSA-2222-2222-0008 CVE-2026-10008 nowhere HIGH 0,1.1.0 1.1.0,-
# Of the second one's fix, and of what the third one brings, nobody knew in
# January.
osv GHSA-2222-2222-0009 CVE-2026-10009 later HIGH 0,1.2.0
# What the vendor denies of the version upgraded to, of another one, of all;
# and a branch that the fix would lead into, were it not denied.
osv GHSA-2222-2222-0012 CVE-2026-10012 denied HIGH 0,1.2.0
osv GHSA-2222-2222-0013 CVE-2026-10013 denied LOW 1.1.5,-
vex CVE-2026-10013 pkg:npm/denied@1.2.0
osv GHSA-2222-2222-0014 CVE-2026-10014 admitted HIGH 0,1.2.0
osv GHSA-2222-2222-0015 CVE-2026-10015 admitted LOW 1.1.5,-
vex CVE-2026-10015 pkg:npm/admitted@1.1.9
osv GHSA-2222-2222-0016 CVE-2026-10016 never HIGH 0,1.2.0
osv GHSA-2222-2222-0017 CVE-2026-10017 never LOW 1.1.5,-
vex CVE-2026-10017 pkg:npm/never
osv GHSA-2222-2222-0018 CVE-2026-10018 short HIGH 0,1.2.0 1.2.0,1.2.4
vex CVE-2026-10018 pkg:npm/short@1.2.0
# A record that knows on which systems, beside one that does not.
osv GHSA-2222-2222-0019 CVE-2026-10019 windows HIGH 0,1.2.0
osv GHSA-2222-2222-0020 CVE-2026-10020 windows LOW 1.1.5,-
jq '.id = "RUSTSEC-2026-0020" |
    .affected[0].ecosystem_specific.affects.os = ["windows"]' \
    "$tmp/feeds/GHSA-2222-2222-0020.json" >"$tmp/feeds/RUSTSEC-2026-0020.json"
for i in 19 20; do
	jq '.affected[0].package.ecosystem = "crates.io"' \
	    "$tmp/feeds/GHSA-2222-2222-00$i.json" >"$tmp/crate"
	mv "$tmp/crate" "$tmp/feeds/GHSA-2222-2222-00$i.json"
done
jq '.affected[0].package.ecosystem = "crates.io"' \
    "$tmp/feeds/RUSTSEC-2026-0020.json" >"$tmp/crate"
mv "$tmp/crate" "$tmp/feeds/RUSTSEC-2026-0020.json"
published=2026-03-01
osv GHSA-2222-2222-0010 CVE-2026-10009 later HIGH 1.2.0,1.2.4
osv GHSA-2222-2222-0011 CVE-2026-10011 later LOW 1.1.5,-
"$B/bin/feeds" build -o "$tmp/db" "$tmp/feeds" >"$tmp/out" 2>&1
ok $? "feeds build"

judge pkg:npm/branchy@1.1.0
is "each finding has its nearest fix" "CVE-2026-10001 1.2.9
CVE-2026-10002 2.0.0" "$(suggested)"
is "the package goes beyond the branch that has the first one again" \
    "branchy 1.1.0 -> 2.0.1: removes 2, leaves 0, brings 1" "$(plan)"
judge pkg:npm/branchy@2.0.0
is "in the second branch: its own fix" "CVE-2026-10001 2.0.1" "$(suggested)"
judge pkg:npm/twice@1.0.0
is "all that holds must become false" '["1.5.0","1.6.0"] 1.6.0' \
    "$(jq -r '.targets[].findings[] | "\(.fixed_in) \(.suggested)"' \
    "$tmp/json")"
judge pkg:npm/partly@1.0.0
is "what has no fix stays" \
    "partly 1.0.0 -> 1.0.1: removes 1, leaves 1, brings 0" "$(plan)"
is "and has none to suggest" "CVE-2026-10006 1.0.1
CVE-2026-10007 null" "$(suggested)"
judge pkg:npm/nowhere@1.0.0
is "a fix into another affected range is none" "CVE-2026-10008 null" \
    "$(suggested)"
is "and no upgrade" "" "$(plan)"

judge pkg:npm/later@1.0.0
is "all that is known today" \
    "later 1.0.0 -> 1.2.4: removes 1, leaves 0, brings 1" "$(plan)"
as_of="--as-of 2026-02-01"
judge pkg:npm/later@1.0.0
is "what was made later does not count in a plan either" \
    "later 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 0" "$(plan)"
as_of=

judge pkg:npm/denied@1.0.0
is "what the vendor denies of the new version is not brought" \
    "denied 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 0" "$(plan)"
judge pkg:npm/denied@1.2.0
is "nor found in it" "" "$(suggested)"
judge pkg:npm/denied@1.1.9
is "it is in another version" "CVE-2026-10012 1.2.0
CVE-2026-10013 null" "$(suggested)"
judge pkg:npm/admitted@1.0.0
is "what is denied of another version is brought" \
    "admitted 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 1" "$(plan)"
judge pkg:npm/never@1.0.0
is "what is denied of all versions is not" \
    "never 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 0" "$(plan)"
judge pkg:npm/short@1.0.0
is "a fix whose version the vendor clears is one" \
    "short 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 0" "$(plan)"
judge pkg:cargo/windows@1.0.0
is "of an unknown system it may be" \
    "windows 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 1" "$(plan)"
os=debian
judge pkg:cargo/windows@1.0.0
is "what holds on other systems only is not brought" \
    "windows 1.0.0 -> 1.2.0: removes 1, leaves 0, brings 0" "$(plan)"
os=

judge pkg:npm/partly@1.0.0 pkg:npm/twice@1.0.0 pkg:npm/branchy@1.1.0 \
    pkg:npm/branchy@2.0.0
is "most first; then the more severe" \
    "branchy 1.1.0 -> 2.0.1: removes 2, leaves 0, brings 1
partly 1.0.0 -> 1.0.1: removes 1, leaves 1, brings 0
twice 1.0.0 -> 1.6.0: removes 1, leaves 0, brings 0
branchy 2.0.0 -> 2.0.1: removes 1, leaves 0, brings 1" "$(plan)"
cp "$tmp/json" "$tmp/first"
judge pkg:npm/branchy@2.0.0 pkg:npm/branchy@1.1.0 pkg:npm/twice@1.0.0 \
    pkg:npm/partly@1.0.0
is "whatever the order of the document" \
    "$(jq -c '.targets[].plan' "$tmp/first")" \
    "$(jq -c '.targets[].plan' "$tmp/json")"
"$M" --db "$tmp/db" -v "$tmp/doc.json" >"$tmp/out" 2>"$tmp/err"
is "in the table, with -v" "4 upgrades remove 5 of 6 findings:
  branchy 1.1.0 to 2.0.1: removes 2 (1 high, 1 medium), brings 1 other
  partly 1.0.0 to 1.0.1: removes 1 (1 critical), leaves 1
  twice 1.0.0 to 1.6.0: removes 1 (1 high)
  branchy 2.0.0 to 2.0.1: removes 1 (1 medium), brings 1 other" \
    "$(sed -n '/upgrades/,/^  branchy 2/p' "$tmp/out")"
"$M" --db "$tmp/db" "$tmp/doc.json" >"$tmp/out" 2>"$tmp/err"
! grep -q upgrade "$tmp/out"; ok $? "not without"
"$M" --db "$tmp/db" --severity low -o json "$tmp/doc.json" >"$tmp/json" \
    2>"$tmp/err"
is "what is not shown is not planned for" "" "$(plan)"

# ---- one source, many packages ----
"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1
d='distro=debian-12&upstream=openssl'
judge "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?$d" \
    "pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-12" \
    "pkg:deb/debian/libc6@2.36-9+deb12u1?distro=debian-12&upstream=glibc"
is "binaries of one source go together" \
    "openssl 3.0.11-1~deb12u2 -> 3.0.13-1~deb12u1: removes 2, leaves 2, brings 0
glibc 2.36-9+deb12u1 -> 2.36-9+deb12u3: removes 1, leaves 1, brings 0" \
    "$(plan)"
is "and are named" 'libssl3 openssl' "$(jq -r '.targets[].plan[0].refs[]' \
    "$tmp/json" | sed 's/.*debian\/\([a-z0-9]*\)@.*/\1/' | sort | xargs)"

if python=$(sh tests/tools/validators.sh); then
	"$python" tests/tools/schema-validate.py schemas/findings.schema.json \
	    "$tmp/json" "$tmp/first" >"$tmp/faults" 2>&1
	ok $? "valid against schemas/findings.schema.json"
	head -n 5 "$tmp/faults" | sed 's/^/# /'
else
	[ "${CI:-}" != true ]; ok $? "valid against the schema # SKIP no validator"
fi
echo "1..$n"
