#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packages of languages against real records of OSV: what is found, with which
# confidence, and what is not found and why (tests/fixtures/match/language.txt).
B=${B:-build}
M=$B/bin/match
O=../shared/conformance/feeds/osv
F=tests/fixtures/match/language.txt
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

if [ ! -d "$O" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi
"$B/bin/feeds" build -o "$tmp/db" "$O" >/dev/null 2>"$tmp/err"
ok $? "feeds build"

document() {	# a package URL on each line of standard input
	jq -Rn '{bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	    components: [inputs | {type: "library", "bom-ref": .,
	    name: (sub("@[^@]*$"; "") | split("/")[-1]),
	    version: (sub("\\?.*"; "") | sub(".*@"; "") | gsub("%2B"; "+") |
	    gsub("%20"; " ")), purl: .}]}'
}

# One document with one package for each line.
cases=0 none=0
grep -v '^#' $F >"$tmp/cases"
while IFS='|' read -r purl id want; do
	echo "$purl" | document >"$tmp/doc"
	"$M" --db "$tmp/db" -o json "$tmp/doc" >"$tmp/report" 2>"$tmp/err"
	got=$(jq -r --arg id "$id" '[.targets[0].findings[] | select(.id == $id
	    or (.aliases | index($id) != null) or .advisory.id == $id)
	    .confidence] | join(" ")' "$tmp/report")
	cases=$((cases + 1))
	case $want in
	exact | possible)
		[ "$got" = "$want" ]
		ok $? "$purl: $id $want (is '$got')"
		;;
	*)
		none=$((none + 1))
		"$M" explain --db "$tmp/db" "$id" "$tmp/doc" >"$tmp/said" 2>&1
		[ -z "$got" ] && grep -q "$want" "$tmp/said"
		ok $? "$purl: no $id: $want"
		[ -z "$got" ] && grep -q "$want" "$tmp/said" ||
		    sed 's/^/# /' "$tmp/said"
		;;
	esac
done <"$tmp/cases"
[ "$cases" -ge 60 ] && [ $((none * 3)) -ge "$cases" ]
ok $? "$cases cases, $none of them without a finding"

# What is not looked up is counted, with the reason.
reason() {	# text want component
	echo "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\",
	    \"version\": 1, \"components\": [$3]}" >"$tmp/doc"
	"$M" --db "$tmp/db" -o json "$tmp/doc" >"$tmp/report" 2>"$tmp/err"
	got=$(jq -c '.targets[0] | [.coverage.uncovered, (.findings | length)]' \
	    "$tmp/report")
	[ "$got" = "$2" ]
	ok $? "$1 (is $got)"
}

property() {	# name value
	echo "{\"name\": \"airbom:$1\", \"value\": \"$2\"}"
}

reason "of no registry" '[{"local":1},0]' "{\"type\": \"library\",
    \"name\": \"openssl\", \"version\": \"0.10.54\", \"properties\": [
    $(property package:type cargo), $(property package:local true)]}"
reason "a Go program made from a commit" '[{"unreleased":1},0]' "{\"type\":
    \"application\", \"name\": \"rclone\", \"version\":
    \"v0.0.0-20200101000000-abcdefabcdef\", \"purl\":
    \"pkg:golang/github.com/rclone/rclone@v0.0.0-20200101000000-abcdefabcdef\",
    \"properties\": [$(property package:version-from vcs)]}"
reason "no version of its scheme" '[{"bad-version":1},0]' "{\"type\":
    \"library\", \"name\": \"openssl\", \"version\": \"main\",
    \"purl\": \"pkg:cargo/openssl@main\"}"
reason "a registry of which there is no feed" '[{"no-feed":1},0]' "{\"type\":
    \"library\", \"name\": \"digest\", \"version\": \"0.6.1\",
    \"purl\": \"pkg:cran/digest@0.6.1\"}"
reason "a Java archive of unknown group" '[{"no-group":1},0]' "{\"type\":
    \"library\", \"name\": \"c3p0\", \"version\": \"0.9.5.2\",
    \"properties\": [$(property package:type maven)]}"

# What was guessed is possible only.
reason "a guessed version is found" '[{},2]' "{\"type\": \"library\",
    \"name\": \"stackvector\", \"version\": \"1.0.8\", \"purl\":
    \"pkg:cargo/stackvector@1.0.8\", \"properties\": [
    $(property package:guessed true)]}"
[ "$(jq -r '.targets[0].findings[0].confidence' "$tmp/report")" = possible ]
ok $? "as possible"
echo "1..$n"
