#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Components that state a CPE name against real records of NVD: what is found,
# with which confidence, and what is not found and why
# (tests/fixtures/match/cpe.txt).
. tests/cli/tap.sh
M=$B/bin/match
D=../shared/conformance/feeds
F=tests/fixtures/match/cpe.txt

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi
"$B/bin/feeds" build -o "$tmp/db" "$D/nvd" >/dev/null 2>"$tmp/err"
ok $? "feeds build"

document() {	# distro; a CPE name on each line of standard input
	jq -Rn --arg d "$1" '{bomFormat: "CycloneDX", specVersion: "1.5",
	    version: 1, components: ([inputs |
	    (sub("^cpe:/"; "cpe:2.3:") | split(":")) as $f |
	    {type: "application", "bom-ref": ., name: $f[4],
	    version: ($f[5] // "6.2.6"), cpe: .,
	    purl: "pkg:generic/\($f[4])@\($f[5])"}] +
	    if $d == "-" then [] else [{type: "operating-system",
	    name: ($d | split(":")[0]), version: ($d | split(":")[1])}] end)}'
}

report() {	# option...
	"$M" --db "$tmp/db" -o json "$@" "$tmp/doc" >"$tmp/report" \
	    2>"$tmp/err"
}

cases=0 none=0
grep -v '^#' $F >"$tmp/cases"
while IFS='|' read -r cpe distro id want; do
	echo "$cpe" | document "$distro" >"$tmp/doc"
	report
	got=$(jq -r --arg id "$id" '[.targets[0].findings[] |
	    select(.id == $id) | .confidence] | join(" ")' "$tmp/report")
	cases=$((cases + 1))
	case $want in
	exact | possible)
		[ "$got" = "$want" ]
		ok $? "$cpe on $distro: $id $want (is '$got')"
		;;
	unbounded)
		none=$((none + 1))
		report --unbounded
		all=$(jq -r --arg id "$id" '[.targets[0].findings[] |
		    select(.id == $id)] | length' "$tmp/report")
		[ "$got/$all" = "/1" ]
		ok $? "$cpe on $distro: $id only with --unbounded"
		;;
	*)
		none=$((none + 1))
		"$M" explain --db "$tmp/db" "$id,$(jq -r \
		    '.components[0].name' "$tmp/doc")" "$tmp/doc" \
		    >"$tmp/said" 2>&1
		[ -z "$got" ] && grep -qF -- "$want" "$tmp/said"
		ok $? "$cpe on $distro: no $id: $want"
		[ -z "$got" ] && grep -qF -- "$want" "$tmp/said" ||
		    sed 's/^/# /' "$tmp/said"
		;;
	esac
done <"$tmp/cases"
[ "$cases" -ge 60 ] && [ $((none * 3)) -ge "$cases" ]
ok $? "$cases cases, $none of them without a finding"

# ---- coverage

judged() {	# want text component...: [judged, uncovered, findings]
	want=$1 text=$2
	shift 2
	jq -n '{bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	    components: $ARGS.positional}' --jsonargs "$@" >"$tmp/doc"
	report
	is "$(jq -c '.targets[0] | [.coverage.judged, .coverage.uncovered,
	    ([.findings[].id] | sort)]' "$tmp/report")" "$want" "$text"
}
redis='{"type": "application", "name": "redis", "version": "6.2.6", "cpe":
    "cpe:2.3:a:redis:redis:6.2.6:*:*:*:*:*:*:*"}'
judged '[1,{},["CVE-2022-24735"]]' "a name and no purl" "$redis"
is "$(jq -c '.targets[0].coverage.judged_by[] | [.namespace, .feeds]' \
    "$tmp/report")" '["nvd",["nvd"]]' "by which feed"
is "$(jq -c '.targets[0].gaps[] | [.kind, .what, .components]' \
    "$tmp/report")" '["feed","nvd: the database has none or few of its records of these years: 1999-2021, 2023-2026",1]' \
    "a gap: years of NVD that are not there"
"$M" --db "$tmp/db" "$tmp/doc" >/dev/null 2>"$tmp/err"
is $? 4 "and its status"
judged '[0,{"no-type":1},[]]' "neither" \
    '{"type": "application", "name": "redis", "version": "6.2.6"}'
judged '[1,{},["CVE-2022-24735"]]' "in a property of Syft" \
    '{"type": "application", "name": "redis", "version": "6.2.6",
    "purl": "pkg:generic/redis@6.2.6", "properties": [{"name": "syft:cpe23",
    "value": "cpe:2.3:a:redis:redis:6.2.6:*:*:*:*:*:*:*"}]}'
judged '[1,{},["CVE-2022-24735"]]' "in a property of ours" \
    '{"type": "application", "name": "redis", "version": "6.2.6",
    "purl": "pkg:generic/redis@6.2.6",
    "cpe": "cpe:2.3:a:redislabs:redis:6.2.6:*:*:*:*:*:*:*",
    "properties": [{"name": "airbom:package:cpe",
    "value": "cpe:2.3:a:redis:redis:6.2.6:*:*:*:*:*:*:*"}]}'
judged '[1,{},["CVE-2022-24735"]]' "the component's version" \
    '{"type": "application", "name": "redis", "version": "6.2.6",
    "cpe": "cpe:2.3:a:redis:redis:*:*:*:*:*:*:*:*"}'
judged '[0,{"no-rule":1},[]]' "a type without a rule, no name" \
    '{"type": "application", "name": "redis", "version": "6.2.6",
    "purl": "pkg:generic/redis@6.2.6"}'
"$B/bin/feeds" build -o "$tmp/kev" "$D/kev" >/dev/null 2>"$tmp/err"
mv "$tmp/db" "$tmp/nvd"
mv "$tmp/kev" "$tmp/db"
judged '[0,{"no-feed":1},[]]' "no NVD in the database" "$redis"
mv "$tmp/nvd" "$tmp/db"

# Beside another feed missing years are a note; whole years are no gap.
"$B/bin/feeds" build -q -o "$tmp/both" "$D/nvd" "$D/osv/npm" 2>"$tmp/err"
jq -n '{bomFormat: "CycloneDX", specVersion: "1.5", version: 1, components:
    [{type: "library", name: "lodash", version: "4.17.21", purl:
    "pkg:npm/lodash@4.17.21", cpe:
    "cpe:2.3:a:lodash:lodash:4.17.21:*:*:*:*:node.js:*:*"}]}' >"$tmp/doc"
"$M" --db "$tmp/both" -o json "$tmp/doc" >"$tmp/report" 2>"$tmp/err"
is "$? $(jq -c '.targets[0] | [(.gaps | length), (.notes[] | .what)]' \
    "$tmp/report")" '0 [0,"nvd, which is asked beside other feeds: the database has none or few of its records of these years: 1999-2021, 2023-2026"]' \
    "beside another feed: a note"
jq -n '[range(1999; 2027) as $y | range(100) | {cve: {id:
    "CVE-\($y)-\(90000 + .)", vulnStatus: "Received"}}] | {resultsPerPage:
    length, startIndex: 0, totalResults: length, format: "NVD_CVE", version:
    "2.0", timestamp: "2026-08-20T00:00:00.000", vulnerabilities: .}' \
    >"$tmp/years.json"
"$B/bin/feeds" build -q -o "$tmp/whole" "$D/nvd" "$tmp/years.json" \
    2>"$tmp/err"
jq -n --argjson c "$redis" '{bomFormat: "CycloneDX", specVersion: "1.5",
    version: 1, components: [$c]}' >"$tmp/doc"
"$M" --db "$tmp/whole" -o json "$tmp/doc" >"$tmp/report" 2>"$tmp/err"
is "$? $(jq -c '.targets[0].gaps' "$tmp/report")" '0 []' "all years"

# Debian's packages are Debian's; a platform that is a product is looked for.
judged '[0,{"no-distribution":1},[]]' "a package of a distribution" \
    '{"type": "library", "name": "redis", "version": "5:6.0.16-1",
    "purl": "pkg:deb/debian/redis@5:6.0.16-1",
    "cpe": "cpe:2.3:a:redis:redis:6.0.16:*:*:*:*:*:*:*"}'

# ---- beside the feeds of registries

"$B/bin/feeds" build -o "$tmp/db" "$D/nvd" "$D/osv" >/dev/null 2>"$tmp/err"
ok $? "feeds build, with OSV's records"
verdict() {	# want text ID component: finding, or what suppressed it
	jq -n '{bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	    components: $ARGS.positional}' --jsonargs "$4" >"$tmp/doc"
	report
	is "$(jq -r --arg id "$3" '[.targets[0] | (.findings[] |
	    select(.id == $id) | .advisory.feed + " " + .confidence),
	    (.suppressed[] | select(.id == $id) | "not: " + .by)] | join(", ")
	    ' "$tmp/report")" "$1" "$2"
}
verdict "nvd exact" "a crate that holds the library says nothing against it" \
    CVE-2022-0778 '{"type": "application", "name": "openssl", "version":
    "1.1.1l", "cpe": "cpe:2.3:a:openssl:openssl:1.1.1l:*:*:*:*:*:*:*"}'
tensorflow() {	# package
	echo '{"type": "library", "name": "'"$1"'", "version": "2.6.2",
	    "purl": "pkg:pypi/'"$1"'@2.6.2",
	    "cpe": "cpe:2.3:a:google:tensorflow:2.6.2:*:*:*:*:*:*:*"}'
}
verdict "osv exact" "one finding, of the registry's feed" CVE-2022-21731 \
    "$(tensorflow tensorflow-cpu)"
verdict "not: PYSEC-2022-55, which is about packages of registries, does not \
name this one" "another package with that name" CVE-2022-21731 \
    "$(tensorflow acme-models)"

# ---- beside Alpine's secdb, which knows fixes only

apk() {		# name version [origin]
	echo '{"type": "library", "name": "'"$1"'", "version": "'"$2"'",
	    "purl": "pkg:apk/alpine/'"$1@$2"'?distro=alpine-3.16.2'"${3:+&upstream=$3}"'"}'
}
verdict "nvd possible" "no fix: NVD's word, as possible" CVE-2022-30065 \
    "$(apk busybox 1.35.0-r17)"
is "$(jq -r '.targets[0].findings[] | select(.id == "CVE-2022-31625") |
    .state + " " + (.fixed_in | length | tostring)' "$tmp/report")" "" \
    "and of this package only"
verdict "osv vendor" "a fix: Alpine's word alone" CVE-2022-27449 \
    "$(apk mariadb-client 10.6.7-r1 mariadb)"
verdict "" "fixed: Alpine's word goes before NVD's" CVE-2022-27449 \
    "$(apk mariadb-client 10.6.8-r0 mariadb)"
verdict "nvd possible" "a line of PHP" CVE-2022-31625 "$(apk php81 8.1.0-r0)"
is "$(jq -r '.targets[0].findings[] | select(.id == "CVE-2022-31625") |
    .state + " " + (.fixed_in | length | tostring)' "$tmp/report")" \
    "affected 0" "NVD's fix is no build of Alpine's"
verdict "" "not php" CVE-2022-31625 "$(apk phpmyadmin 8.1.0-r0)"
verdict "" "the revision is no pre-release" CVE-2022-31625 \
    "$(apk php81 8.1.7-r0)"

done_testing
