#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a system is changes what counts: kernels in containers, releases past
# their end of life.
. tests/cli/tap.sh
M=$B/bin/match

# A tracker and a document: type of the subject, packages as dpkg has them.
cat >"$tmp/tracker.json" <<X
{ "linux": { "CVE-2031-10001": { "releases": { "bookworm": {
    "status": "open", "urgency": "high",
    "repositories": { "bookworm": "6.1.90-1" } } } } },
  "bash": { "CVE-2031-10002": { "releases": { "bookworm": {
    "status": "open", "urgency": "low",
    "repositories": { "bookworm": "5.2.15-2" } } } } } }
X
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/tracker.json"
ok $? "a database"
document() {	# subject
	cat <<X
{ "bomFormat": "CycloneDX", "specVersion": "1.6",
  "metadata": { "component": { "type": "container", "name": "x" },
    "properties": [ { "name": "airbom:subject", "value": "$1" } ] },
  "components": [
    { "type": "operating-system", "name": "debian", "version": "12" },
    { "type": "library", "name": "linux-libc-dev", "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-libc-dev@6.1.90-1?upstream=linux" },
    { "type": "library", "name": "linux-image-6.1.0-21-amd64",
      "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-image-6.1.0-21-amd64@6.1.90-1?upstream=linux-signed-amd64%406.1.90%2B1" },
    { "type": "library", "name": "linux-perf", "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-perf@6.1.90-1?upstream=linux" },
    { "type": "library", "name": "bash", "version": "5.2.15-2",
      "purl": "pkg:deb/debian/bash@5.2.15-2" } ] }
X
}
names() {	# subject, option...
	document "$1" >"$tmp/cdx"
	shift
	"$M" --db "$tmp/db" -o json "$@" "$tmp/cdx" >"$tmp/report" 2>"$tmp/err"
	jq -r '[.targets[0].findings[].package.name] | sort | join(" ")' \
	    "$tmp/report"
}

is "$(names image)" 'bash linux-perf' \
    "a container's kernel and headers are hidden, its programs are not"
is "$(jq -r '.targets[0].suppressed[] | .package.name + ": " + .by' \
    "$tmp/report" | sort | head -1)" "linux-image-6.1.0-21-amd64: a container \
runs the host's kernel (--kernel=show shows it)" "with the reason"
is "$(names image --kernel=show)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "--kernel=show"
is "$(names rootfs)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "a machine's are shown"
is "$(names unknown)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "and those of a document that does not tell"
is "$(names rootfs --kernel=hide)" 'bash linux-perf' "--kernel=hide"
document image >"$tmp/cdx"
"$M" --db "$tmp/db" "$tmp/cdx" >"$tmp/out"
has "$tmp/out" '; 2 more about kernels (--kernel=show)' "they are counted"
grep -v linux-perf "$tmp/cdx" >"$tmp/few"
"$M" --db "$tmp/db" --fail-on high "$tmp/few" >/dev/null
is $? 0 "no gate sees them"
"$M" --db "$tmp/db" --fail-on high --kernel=show "$tmp/few" >/dev/null
is $? 1 "unless they are shown"
"$M" explain --db "$tmp/db" CVE-2031-10001,linux-libc-dev "$tmp/cdx" \
    >"$tmp/out"
has "$tmp/out" "a container runs the host's kernel" "explain says it"
"$M" --db "$tmp/db" --kernel=maybe "$tmp/cdx" >/dev/null 2>"$tmp/err"
is $? 2 "another word is wrong usage"

# ---- ends of life ----

# "ID VERSION" and a package; notes of the report.
ends() {	# id version purl-type today
	cat >"$tmp/cdx" <<X
{ "bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
    { "type": "operating-system", "name": "$1", "version": "$2" },
    { "type": "library", "name": "bash", "version": "5.2.15-2",
      "purl": "pkg:$3/$1/bash@5.2.15-2" } ] }
X
	"$M" --db "$tmp/db" --now "$4" -o json="$tmp/report" -o table="$tmp/out" \
	    "$tmp/cdx" 2>"$tmp/err"
	echo "$? $(jq -r '.targets[0].notes[] | select(.kind == "eol").what' \
	    "$tmp/report")"
}

is "$(ends debian 12 deb 2026-11-22)" '0 ' "Debian 12 has two years to go"
is "$(ends debian 12 deb 2028-06-10)" '0 ' "the last day is not the end"
is "$(ends debian 12 deb 2028-06-11)" "0 debian 12: end of life since \
2028-06-10: problems found since may be missing from its feed" \
    "the day after is"
has "$tmp/err" 'note: debian 12: end of life since 2028-06-10' \
    "it is said without -v"
has "$tmp/out" 'note: debian 12: end of life since 2028-06-10' \
    "and in the table"
"$M" --db "$tmp/db" --now 2028-06-11 -q "$tmp/cdx" >/dev/null 2>"$tmp/err"
is "$(cat "$tmp/err")" '' "but not under -q"
"$M" --db "$tmp/db" --now 2028-06-11 --strict "$tmp/cdx" >/dev/null \
    2>"$tmp/err"
is $? 4 "--strict makes it a gap"
is "$(ends ubuntu 18.04 deb 2026-11-22)" "4 ubuntu 18.04: support for all \
ended on 2023-05-31; the fixes since, until 2028-03-31, are paid for" \
    "paid support goes on"
is "$(ends ubuntu 16.04 deb 2026-11-22)" "4 ubuntu 16.04: end of life since \
2021-04-21: problems found since may be missing from its feed" "until its end"
is "$(ends debian sid deb 2040-01-01)" '4 ' "a rolling release has no end"
is "$(ends arch '' alpm 2040-01-01)" '4 ' "nor has a distribution of one"

# endoflife.date in the database goes before the dates in the program where it
# knows of a later day.
mkdir "$tmp/feeds" "$tmp/feeds/eol"
cp "$tmp/tracker.json" "$tmp/feeds"
echo '[{"cycle":"12","releaseDate":"2023-06-10","eol":"2030-06-10","support":true,"lts":false},
  {"cycle":"11","releaseDate":"2021-08-14","eol":"2024-08-14","support":true,"lts":false}]' \
    >"$tmp/feeds/eol/debian.json"
echo '[{"cycle":"44","releaseDate":"2026-04-14","eol":"2027-05-01","support":true,"lts":false},
  {"cycle":"40","releaseDate":"2024-04-23","eol":true,"support":true,"lts":false}]' \
    >"$tmp/feeds/eol/fedora.json"
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/feeds" 2>"$tmp/err"
ok $? "a database with ends of life"
is "$(ends debian 12 deb 2029-01-01)" '0 ' "a later day counts"
is "$(ends debian 11 deb 2026-08-01)" '4 ' \
    "an earlier one is of standard support only"
is "$(ends fedora 44 rpm 2027-05-02)" "4 fedora 44: end of life since \
2027-05-01: problems found since may be missing from its feed" \
    "of a release that only the database knows"
is "$(ends fedora 40 rpm 2026-11-22)" "4 fedora 40: end of life: problems \
found since may be missing from its feed" "of which nobody states the day"
done_testing
