#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A database that is known to lack something says so in every report that
# leans on what is missing, and in no other.
. tests/cli/feeds-lib.sh
i=$tmp/in
open='{"status":"open"}'
now='--now 2026-11-22'

doc() {		# file purl...
	at=$1
	shift
	for purl; do
		echo "$purl"
	done | jq -R '{type: "library", name: sub("@.*"; "") |
	    sub(".*/"; ""), purl: .}' | jq -s '{bomFormat: "CycloneDX",
	    specVersion: "1.5", version: 1, components: .}' >"$tmp/$at.json"
}
doc npm pkg:npm/w@2
doc gem pkg:gem/w@2
for r in 9 12; do
	doc deb$r "pkg:deb/debian/w@4?distro=debian-$r"
done

judge() {	# document options...: status; gaps and notes in $tmp/said
	at=$1
	shift
	"$B/bin/match" --db "$db" $now -o "json=$tmp/report" -o "table=$tmp/table" \
	    "$@" "$tmp/$at.json" 2>"$tmp/words"
	code=$?
	jq -r '.targets[] | (.gaps[] | "gap \(.components) \(.what)"),
	    (.notes[] | "note \(.what)")' "$tmp/report" >"$tmp/said"
	return $code
}
said() {	# text want
	is "$(cat "$tmp/said")" "$2" "$1"
}

osv() {		# id ecosystem published
	echo '{"id":"'"$1"'","modified":"2030-01-01T00:00:00Z",
	"published":"'"${3:-2030-01-01T00:00:00Z}"'",
	"affected":[{"package":{"ecosystem":"'"$2"'","name":"w"},
	"versions":["1"]}]}'
}

# ---- records that could not be used ----
mkdir -p "$i/npm" "$i/gem"
for k in 1 2 3; do
	osv GHSA-npm$k npm >"$i/npm/GHSA-npm$k.json"
	osv GHSA-gem$k RubyGems >"$i/gem/GHSA-gem$k.json"
done
(cd "$i" && zip -q -r npm.zip npm && zip -q -r gem.zip gem && rm -r npm gem)
build whole "$i"
is $? 0 "whole feeds: status 0"
judge npm; is $? 0 "match says nothing of them"
said "not a word" ""

echo '{"id":"GHSA-npm4","modified":"2030-01-01T00:00:00Z","affected":[{' \
    >"$tmp/GHSA-npm4.json"
zip -q -j "$i/npm.zip" "$tmp/GHSA-npm4.json"
build broken "$i"
is $? 4 "a file of four that is broken: status 4 when it is built"
judge npm; is $? 4 "and when it is asked"
said "a gap" \
    "gap 1 osv (npm): 1 records could not be used when the database was built, 3 could"
grep -q '^gap: osv (npm): 1 records could not' "$tmp/table"
ok $? "in the table"
judge gem; is $? 0 "who asks another feed is not concerned"
said "nor told" ""

mkdir "$i/more"
k=100
while [ $k -lt 260 ]; do
	osv GHSA-more$k npm >"$i/more/GHSA-more$k.json"
	k=$((k + 1))
done
(cd "$i" && zip -q -r npm.zip more && rm -r more)
build few "$i"
judge npm; is $? 0 "one of many: no gap"
said "but a note" \
    "note osv (npm): 1 records could not be used when the database was built, 163 could"
judge npm --strict; is $? 4 "which --strict counts"

# ---- a file that was not read to its end ----
cat >"$tmp/json" <<X
{"w":{"CVE-2030-1":{"releases":{"bookworm":$open,"stretch":$open}}},
"v":{"CVE-2030-2":{"releases":{"bookworm":$open}}}}
X
mkdir "$tmp/cut"
head -c 110 "$tmp/json" >"$tmp/cut/json"
build cut "$tmp/cut"
is $? 4 "a file that is cut: status 4"
judge deb12; is $? 4 "and when it is asked"
said "a gap" \
    "gap 1 debian 12: its feed was not read to its end when the database was built"

# One that was not read at all, beside another feed of the release.
mkdir "$tmp/none" "$tmp/deb"
head -c 30 "$tmp/json" >"$tmp/none/json"
osv DSA-1-1 Debian:12 >"$tmp/deb/DSA-1-1.json"
build lost "$tmp/none" "$tmp/deb"
is $? 4 "nothing of a file: status 4"
is "$(sql "select v from meta where k = 'lost'")" debian "kept in meta"
"$F" status "$db" | grep -qx 'lost debian'; ok $? "feeds status tells"
is "$("$F" status -o json "$db" | jq -r .lost)" debian "in JSON, too"
judge deb12
said "and match" "note feed debian: a file of it could not be read when the database was built, and nothing of it is known"
build lost "$tmp/deb"
is "$(sql "select count(*) from meta where k = 'lost'")" 0 \
    "nothing is said where nothing is lost"

# A stream that judges a package has a feed of its own.
if [ -d "$D/ubuntu/osv" ]; then
	build esm "$D/ubuntu/osv"
	doc esm "pkg:deb/ubuntu/libnetty-java@1:4.1.45-1ubuntu0.1~esm1?distro=ubuntu-20.04&upstream=netty"
	judge esm
	grep -c 'its feed was not read' "$tmp/said" | grep -qx 0
	ok $? "streams that were read"
	stream=$(sql "select n.id from ns n join pkg k on k.ns = n.id where
	    k.name = 'netty' and n.channel <> '' and n.release = '20.04'
	    limit 1")
	sqlite3 "$db" "insert into source select max(id) + 1, 'ubuntu-vex',
	    'vex', '', '', 1, null, 1, 0, 1, 0 from source; insert or ignore
	    into ns_source select ${stream:-0}, max(id) from source"
	judge esm; is $? 4 "one that was not, beside a release that was: a gap"
	grep -q '^gap 1 ubuntu 20.04 [a-z-]*: its feed was not read to its end' \
	    "$tmp/said"
	ok $? "named"
else
	ok 0 "streams # SKIP no ../shared/conformance"
fi

# ---- a release that its feed no longer has ----
mkdir "$tmp/old" "$tmp/new"
cp "$tmp/json" "$tmp/old/json"
sed 's/,"stretch":{"status":"open"}//' "$tmp/json" >"$tmp/new/json"
build old "$tmp/old"
build new --previous "$tmp/old.db" --now 2030-05-05 "$tmp/new"
is $? 0 "built with the release carried over"
judge deb9
grep -q '^note debian 9: what feed debian says is carried over from an older database: what came since is missing$' \
    "$tmp/said"
ok $? "told where it is asked"
grep -q '^note: debian 9: what feed debian says is carried over' "$tmp/table"
ok $? "without -v, too"
grep -q 'note: debian 9: what feed debian says' "$tmp/words"
ok $? "and on standard error"
judge deb12; said "not to who asks for another release" ""

# ---- KEV, by which findings are ranked ----
cp tests/fixtures/feeds/kev/*.json "$tmp/old/kev.json"
build old "$tmp/old"
mkdir "$tmp/kev"	# so much shorter that the older one stands in
jq '.vulnerabilities |= .[:1] | .count = 1' "$tmp/old/kev.json" \
    >"$tmp/kev/kev.json"
build kev --previous "$tmp/old.db" --now 2030-05-05 "$tmp/new" "$tmp/kev"
judge deb12
said "told when it is carried over" \
    "note kev, by which findings are ranked, is carried over from an older database"
"$B/bin/match" --db "$db" $now "$tmp/deb12.json" >"$tmp/table" 2>&1
grep -c kev, "$tmp/table" | grep -qx 0
ok $? "a table ranks nothing"

# ---- what its builder left out ----
osv GHSA-old npm 2012-01-01T00:00:00Z >"$tmp/GHSA-old.json"
osv MAL-2030-1 npm >"$tmp/MAL-2030-1.json"
build less --since-year 2015 --no-malware "$i" "$tmp/GHSA-old.json" \
    "$tmp/MAL-2030-1.json" "$tmp/new"
judge npm
grep '^note the' "$tmp/said" >"$tmp/notes"
is "$(cat "$tmp/notes")" "note the database was built without problems of the years before 2015
note the database was built without records of malicious packages" \
    "years and malware"
is "$(grep -c '^note: the database was built without' "$tmp/table")" 2 \
    "in the table"
judge deb12
said "malware is of languages' packages" \
    "note the database was built without problems of the years before 2015"
doc none
judge none
grep -c 'was built without' "$tmp/said" | grep -qx 0
ok $? "nothing asked, nothing missing"
done_testing
