#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match --as-of and --since: what was known then, and what came to light since;
# what is left out, and what cannot be dated, is said and counted.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset XDG_DATA_HOME SOURCE_DATE_EPOCH
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

# ids ARGUMENTS...: what is found; the report stays in $tmp/json.
ids() {
	"$M" --now 2026-11-22 -o json "$@" >"$tmp/json" 2>"$tmp/err"
	echo "$?: $(jq -r '[.targets[].findings[].id] | sort | join(" ")' \
	    "$tmp/json")"
}

summary() {	# jq expression
	jq -c ".summary.$1" "$tmp/json"
}

"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1
ok $? "feeds build"
export AIRBOM_DB="$tmp/db"
A=$F/almalinux-8.cdx.json
D=$F/debian-12.cdx.json
all='CVE-2022-32084 CVE-2022-38791 CVE-2023-3341'

# ---- as of: errata bear their day of publication ----
is "all of today" "0: $all" "$(ids $A)"
is "no option, null" "null null" "$(summary as_of) $(summary since)"
is "as of the day of an erratum it is known" \
    "0: CVE-2022-32084 CVE-2022-38791" "$(ids --as-of 2023-09-19 $A)"
is "the day before it is not" "0: " "$(ids --as-of 2023-09-18 $A)"
is "what is left out is counted" \
    '{"date":"2023-09-18","later":2,"changed":0,"undated":0}' "$(summary as_of)"
is "and said" "match: $A: as of 2023-09-18: 2 statements made later left out, 0 of unknown date kept" \
    "$(cat "$tmp/err")"
"$M" -q --as-of 2023-09-18 $A 2>"$tmp/err" | grep -q '^as of 2023-09-18: 2 '
ok $? "the table says it too"
[ ! -s "$tmp/err" ]; ok $? "no words under -q"

# ---- as of: statements without a date ----
# Debian's tracker has none. NVD tells when two of the problems were published.
old='CVE-2005-2541 CVE-2007-6755 CVE-2010-4756 CVE-2023-29383 CVE-2023-45853 CVE-2031-10001 CVE-2031-10002'
is "undated ones stay, but for problems made public later" "0: $old" \
    "$(ids --as-of 2023-10-02 $D)"
is "both are counted" \
    '{"date":"2023-10-02","later":2,"changed":0,"undated":7}' \
    "$(summary as_of)"
is "public by then" "0: CVE-2005-2541 CVE-2007-6755 CVE-2010-4756 CVE-2023-29383 CVE-2023-45853 CVE-2023-4911 CVE-2031-10001 CVE-2031-10002" \
    "$(ids --as-of 2023-10-03 $D)"
is "when they came to light" "2023-10-03 null" "$(jq -r '[.targets[].findings[]
    | select(.id == "CVE-2023-4911" or .id == "CVE-2010-4756") | .known // "null"]
    | join(" ")' "$tmp/json")"
f='.targets[].findings[] | select(.id == "CVE-2023-4911")'
is "not yet listed as exploited, nor scored" "null null" \
    "$(jq -r "$f | \"\(.kev) \(.epss)\"" "$tmp/json")"
ids --as-of 2023-11-21 $D >"$tmp/out"
is "listed as exploited from its day on" 2023-11-21 \
    "$(jq -r "$f | .kev.added" "$tmp/json")"
ids --as-of 2026-08-19 $D >"$tmp/out"
is "scored from the day of the scores on" 0.71234 \
    "$(jq -r "$f | .epss.score" "$tmp/json")"

# ---- explain knows it ----
"$M" explain --as-of 2022-01-01 CVE-2022-32084 $A >"$tmp/out"
grep -qxF '    ALSA-2023:5259 of feed osv: made after 2022-01-01' "$tmp/out"
ok $? "explain says that a statement was made later"

# ---- since a date ----
is "since the day before an erratum" "0: $all" "$(ids --since 2023-09-18 $A)"
is "since its day" "0: CVE-2023-3341" "$(ids --since 2023-09-19 $A)"
is "counted" \
    '{"date":"2023-09-19","database":null,"known_before":2,"undated":0,"gone":0}' \
    "$(summary since)"
is "said" "match: $A: since 2023-09-19: 2 findings known before left out, 0 of unknown date listed" \
    "$(cat "$tmp/err")"
is "a window" "0: CVE-2022-32084 CVE-2022-38791" \
    "$(ids --since 2023-09-18 --as-of 2023-12-31 $A)"
is "what nothing dates is listed" "0: CVE-2005-2541 CVE-2007-6755 CVE-2010-4756 CVE-2023-29383 CVE-2023-45853 CVE-2024-0727 CVE-2031-10001 CVE-2031-10002" \
    "$(ids --since 2023-12-31 $D)"
is "and counted" 7 "$(summary since.undated)"
is "gates see what is listed only" "0: CVE-2023-3341" \
    "$(ids --since 2023-09-19 --fail-on critical $A)"
is "a severe one known before does not fail" 0 "$("$M" -q --since 2024-01-26 \
    --fail-on high --severity critical,high,medium,low,negligible $D \
    >"$tmp/out" 2>&1; echo $?)"

# ---- since a database: the exact form ----
# The tracker of a month ago: glibc's flaw without a fix, openssl's not there,
# one that is gone today.
mkdir "$tmp/old"
cp $F/feeds/*.json $F/feeds/*.csv "$tmp/old"
jq '.glibc["CVE-2023-4911"].releases.bookworm |= (.status = "open" |
    del(.fixed_version)) | del(.openssl["CVE-2024-0727"]) |
    .tar["CVE-2022-48303"] = {"scope": "local", "releases": {"bookworm":
    {"status": "open", "repositories": {"bookworm": "1.34+dfsg-1.2"},
    "urgency": "unimportant"}}}' $F/feeds/tracker.json >"$tmp/old/tracker.json"
SOURCE_DATE_EPOCH=1792281600 "$B/bin/feeds" build -o "$tmp/then.db" \
    "$tmp/old" >"$tmp/out" 2>&1
ok $? "the database of 2026-10-18"
is "what is new" "0: CVE-2024-0727" "$(ids --since "$tmp/then.db" $D)"
is "counted: one that had no fix is not new, one is gone" \
    '{"date":null,"known_before":8,"undated":0,"gone":1}' \
    "$(summary 'since | del(.database)')"
is "the database is named by its content" \
    "$(sqlite3 -readonly "$tmp/then.db" "SELECT v FROM meta WHERE k = 'content'")" \
    "$(summary since.database | tr -d '"')"
is "nothing since the same database" "0: " "$(ids --since "$tmp/db" $D $A)"
"$B/bin/feeds" build -o "$tmp/nvd.db" $F/feeds/nvd.json >"$tmp/out" 2>&1
is "since one that could not judge, all is new" "0: $all" \
    "$(ids --since "$tmp/nvd.db" $A)"
is "and that is noted" "the older database could not judge 3 packages that this one judges: what is found in them counts as new" \
    "$(jq -r '.targets[].notes[] | select(.kind == "since") | .what' "$tmp/json")"
"$M" --since "$tmp/nosuch" $A >"$tmp/out" 2>"$tmp/err"
is "neither a date nor a database" 5 $?
grep -q -e "--since: $tmp/nosuch" "$tmp/err"; ok $? "it is named"
"$M" --as-of yesterday $A >"$tmp/out" 2>&1
is "no date" 2 $?

# ---- statements that replaced others ----
SOURCE_DATE_EPOCH=1795305600 "$B/bin/feeds" build -o "$tmp/now.db" \
    --previous "$tmp/then.db" $F/feeds >"$tmp/out" 2>&1
ok $? "today's database, after that of 2026-10-18"
export AIRBOM_DB="$tmp/now.db"
is "first seen today" "CVE-2023-4911 CVE-2024-0727" "$(ids --since 2026-11-01 $D \
    >"$tmp/out"; jq -r '[.targets[].findings[] | select(.known) | .id] |
    sort | join(" ")' "$tmp/json")"
ids --as-of 2026-11-01 $D >"$tmp/out"
is "left out; their problems were public" '2 2' \
    "$(summary as_of.later) $(summary as_of.changed)"
grep -q '2 about problems that were public: what was said of them then is not in the database' \
    "$tmp/err"; ok $? "so it is said that what was known then is missing"

if python=$(sh tests/tools/validators.sh); then
	ids --as-of 2023-10-02 --since 2020-01-01 $D $A >"$tmp/out"
	cp "$tmp/json" "$tmp/a.json"
	ids --since "$tmp/then.db" $D $A >"$tmp/out"
	"$python" tests/tools/schema-validate.py schemas/findings.schema.json \
	    "$tmp/a.json" "$tmp/json" >"$tmp/faults" 2>&1
	ok $? "valid against schemas/findings.schema.json"
	head -n 5 "$tmp/faults" | sed 's/^/# /'
else
	[ "${CI:-}" != true ]; ok $? "valid against the schema # SKIP no validator"
fi
echo "1..$n"
