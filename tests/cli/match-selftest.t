#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match self-test: a feed that finds what it must find, one that is blind, ones
# that are not there; databases that hold some feeds only.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
C=../shared/conformance/feeds
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset AIRBOM_DB XDG_DATA_HOME
SOURCE_DATE_EPOCH=1795305600
export SOURCE_DATE_EPOCH
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

# try PATH...: build a database of these and test it; its status.
try() {
	rm -f "$tmp/db"
	"$B/bin/feeds" build -o "$tmp/db" "$@" >"$tmp/words" 2>&1
	"$M" self-test --db "$tmp/db" >"$tmp/out" 2>"$tmp/err"
	echo $?
}

has() {		# text line
	grep -qxF -e "$2" "$tmp/out"; ok $? "$1"
	grep -qxF -e "$2" "$tmp/out" || sed 's/^/# /' "$tmp/out" | head -n 30
}

# Debian 12 alone, and one that there is no case for.
jq 'map_values(map_values(.releases |= (with_entries(select(
    .key == "bookworm")) | .wheezy = .bookworm | with_entries(
    select(.value != null)))))' $F/feeds/tracker.json >"$tmp/tracker.json"
cp "$tmp/tracker.json" "$tmp/twelve.json"
is "one feed that sees" 0 "$(try "$tmp/tracker.json")"
has "Debian's finds glibc's flaw" 'ok       debian (debian 12): CVE-2023-4911 in pkg:deb/debian/libc6@2.36-9?distro=debian-12&upstream=glibc'
has "a release without a case is said" 'untested debian: debian 7'
grep -q '^absent .*, secdb,' "$tmp/out"; ok $? "others are said to be absent"
! grep -q '^absent.* debian,' "$tmp/out"; ok $? "this one is not"
[ ! -s "$tmp/err" ]; ok $? "nothing on stderr when all is well"
cp "$tmp/out" "$tmp/first"
"$M" self-test --db "$tmp/db" >"$tmp/out"
cmp -s "$tmp/first" "$tmp/out"; ok $? "twice the same bytes"

jq 'del(.glibc["CVE-2023-4911"])' "$tmp/twelve.json" >"$tmp/tracker.json"
is "the same feed without it is blind" 4 "$(try "$tmp/tracker.json")"
has "it says where" 'blind    debian (debian 12): CVE-2022-0456 in pkg:deb/debian/chromium@0?distro=debian-12 is not found'
grep -q 'gap: 1 of 1 tests found nothing' "$tmp/err"; ok $? "a gap"
jq '.glibc["CVE-2023-4911"].releases.bookworm.fixed_version = "2.36-1"' \
    "$tmp/twelve.json" >"$tmp/tracker.json"
is "and so is one that takes it for fixed" 4 "$(try "$tmp/tracker.json")"

is "another feed does not cover up for it" 4 "$(try $F/feeds)"
has "AlmaLinux's errata lack some" 'blind    osv (almalinux 8): CVE-2024-9050 in pkg:rpm/almalinux/NetworkManager-libreswan@0-0?arch=x86_64&distro=almalinux-8 is not found'
for feed in 'epss: a score' 'kev: a listing' 'nvd: a record'; do
	has "$feed" "ok       $feed of CVE-2023-4911"
done
has "Alpine's" 'ok       secdb (alpine 3.19): CVE-2024-0727 in pkg:apk/alpine/openssl@3.1.4-r1?distro=alpine-3.19.0'
has "Wolfi's" 'ok       secdb (wolfi): CVE-2020-8927 in pkg:apk/wolfi/brotli@1.0.7-r0?distro=wolfi-20230201'
tail -n 1 "$tmp/out" | grep -qx '11 tested, 2 blind, 0 unproven, 0 without a case'
ok $? "the sum"

# A case that was not seen in the feed's files shows nothing when it fails.
printf '%s' '{"id": "ALSA-2023:9999", "published": "2023-10-05T00:00:00Z",
 "modified": "2023-10-09T10:19:30Z", "related": ["CVE-2023-1"], "affected":
 [{"package": {"ecosystem": "Rocky Linux:9", "name": "x"}, "ranges": [{"type":
 "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1-1.el9"}]}]}]}' \
    >"$tmp/rocky.json"
is "a case of the public record alone" 4 "$(try "$tmp/rocky.json")"
has "it is not called blind" 'unproven osv (rocky 9): CVE-2023-4911 in pkg:rpm/rocky/glibc@2.34-60.el9?arch=x86_64&distro=rocky-9.2 is not found'

# ALSA-2023:5455, as its vendor published it, cut down to what counts.
cp -r $F/feeds "$tmp/feeds"
cp "$tmp/twelve.json" "$tmp/feeds/tracker.json"
cat >"$tmp/feeds/ALSA-2023-5455.json" <<'EOF'
{"id": "ALSA-2023:5455", "summary": "Important: glibc security update",
 "published": "2023-10-05T00:00:00Z", "modified": "2023-10-09T10:19:30Z",
 "related": ["CVE-2023-4527", "CVE-2023-4806", "CVE-2023-4813", "CVE-2023-4911"],
 "affected": [{"package": {"ecosystem": "AlmaLinux:8", "name": "glibc"},
  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"},
   {"fixed": "2.28-225.el8_8.6"}]}]}],
 "schema_version": "1.7.0"}
EOF
is "with them it sees" 0 "$(try "$tmp/feeds")"

# ---- what cannot be tested ----
sed '/CVE-2023-4911/d' $F/feeds/epss_scores-2026-08-19.csv >"$tmp/epss.csv"
is "scores of nobody famous" 4 "$(try "$tmp/epss.csv")"
grep -q '^blind    epss: no score of any of ' "$tmp/out"; ok $? "blind"
printf 'id\talias\tseverity\tlabel\n' >"$tmp/ids.tsv"
printf 'VU#720951\tCVE-2014-0160\thigh\tx\n' >>"$tmp/ids.tsv"
is "no feed that a case is for" 4 "$(try "$tmp/ids.tsv")"
grep -q 'gap: nothing in the database could be tested' "$tmp/err"
ok $? "a gap, not a success"
"$M" self-test --db "$tmp/nosuch" >"$tmp/out" 2>&1
is "no database" 5 $?
"$M" self-test --db "$tmp/db" x >"$tmp/out" 2>&1
is "an operand" 2 $?
"$M" self-test --fail-on high >"$tmp/out" 2>&1
is "an option of match" 2 $?

# ---- the cases themselves ----
# Each is a package that the judge knows how to look up.
cat match/command/probe_seen.c match/command/probe.c |
    sed -n 's/^	{ //; s/^	    //; /pkg:/,/CVE/p' |
    tr -d '\n' | grep -o '"pkg:[^"]*"\( *"[^", ]*"\)*' |
    sed 's/" *"//g; s/^"//; s/"$//' >"$tmp/purls"
count=$(wc -l <"$tmp/purls")
[ "$count" -gt 150 ]; ok $? "$count cases"
jq -R -s '{bomFormat: "CycloneDX", specVersion: "1.5", version: 1, components:
    [split("\n")[] | select(. != "") | {type: "library", name: ., purl: .}]}' \
    "$tmp/purls" >"$tmp/cases.json"
printf 'id\talias\tseverity\tlabel\nVU#720951\tCVE-2014-0160\thigh\tx\n' \
    >"$tmp/ids.tsv"
try "$tmp/ids.tsv" >/dev/null
"$M" -o json --db "$tmp/db" "$tmp/cases.json" >"$tmp/json" 2>"$tmp/err"
is "every one is understood: only feeds are missing" \
    "$count {\"no-feed\":$count}" \
    "$(jq -c '.targets[0] | "\(.components) \(.coverage.uncovered)"' \
    "$tmp/json" | sed 's/^"//; s/"$//; s/\\//g')"

# Those of probe_seen.c are found where they were seen, and nowhere is a feed
# called blind that holds what it must.
if [ -d "$C" ]; then
	is "files of all feeds" 0 "$(try $(find $C -mindepth 1 -maxdepth 1 \
	    -type d ! -name broken | LC_ALL=C sort))"
	awk -F'"' '$0 ~ /", "[a-z0-9-]*" }/ { print $(NF - 1) }' \
	    match/command/probe_seen.c | sort | uniq -c |
	    awk '{ print $2, $1 }' >"$tmp/want"
	while read -r feed cases; do
		is "$feed: $cases cases" "$cases 0" "$(grep -c \
		    "^ok       $feed (" "$tmp/out") $(grep -c \
		    "^blind    $feed[ :]" "$tmp/out")"
	done <"$tmp/want"
	[ "$(wc -l <"$tmp/want")" -gt 25 ]; ok $? "feeds with cases"
	for line in 'osv (alpine 3.16)' 'cve5' 'curl' 'epss' 'kev' 'nvd' \
	    'openssl' 'redhat-oval' 'ubuntu-vex' 'alpine-unfixed'; do
		grep -qF "ok       $line: " "$tmp/out"; ok $? "$line sees"
	done
else
	ok 0 "files of all feeds # SKIP no ../shared"
fi
echo "1..$n"
