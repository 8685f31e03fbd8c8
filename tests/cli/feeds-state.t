#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# feeds build --state: what was read before is taken up, what changed is added;
# the outcome is that of reading everything again.
. tests/cli/feeds-lib.sh
b=$tmp/base d=$tmp/delta
mkdir -p "$b/osv" "$d/osv" "$d/2"
open='{"status":"open"}'
osv() {	# dir id modified fixed
	echo '{"id":"'$2'","modified":"'$3'T00:00:00Z","aliases":["CVE-2030-'$4'"],
	"details":"text of '$2'","severity":[{"type":"CVSS_V3",
	"score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
	"affected":[{"package":{"ecosystem":"npm","name":"w"},"ranges":[{
	"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"'$4.0.0'"}]}]}]}' \
	    >"$1/$2.json"
}
osv "$b/osv" X-1 2030-01-01 1
osv "$b/osv" X-2 2030-01-01 2
osv "$d/osv" X-2 2030-02-02 3
osv "$d/osv" X-3 2030-02-02 4
echo "{\"w\":{\"CVE-2030-1\":{\"releases\":{\"sid\":$open}}}}" >"$b/json"
# Packages of ecosystems that are none of ours.
sed 's/"npm"/"Widget"/' "$b/osv/X-1.json" >"$b/osv/own.json"
cp tests/fixtures/feeds/curl/*.json "$b"
cp tests/fixtures/feeds/kev/*.json "$b/kev.json"
cp tests/fixtures/feeds/epss/* tests/fixtures/feeds/cwe/*.xml "$b" 2>/dev/null
cp tests/fixtures/feeds/nvd/*.json "$b/nvdcve-2.0-2024.json"
jq '.vulnerabilities |= .[:2] | .totalResults = 2 |
    .vulnerabilities[].cve.lastModified = "2030-06-01T00:00:00.000" |
    .vulnerabilities[].cve.metrics = {}' \
    "$b/nvdcve-2.0-2024.json" >"$d/nvdcve-2.0-modified.json"

build base -q --state "$tmp/s" "$b"
is $? 0 "the first build: status 0"
[ -s "$tmp/s" ]; ok $? "makes a state"
build plain -q "$b"
cmp -s "$tmp/base.db" "$tmp/plain.db"; ok $? "the database is as without"
cp "$tmp/s" "$tmp/s0"
build same -q --state "$tmp/s"
is $? 0 "from the state alone: status 0"
cmp -s "$tmp/base.db" "$tmp/same.db"; ok $? "the same database"
cmp -s "$tmp/s" "$tmp/s0"; ok $? "the same state"
build again -q --state "$tmp/s" "$b"
cmp -s "$tmp/base.db" "$tmp/again.db"; ok $? "the same files again: the same"

# ---- changes ----
build full -q --profile os,lang,nvd,text "$b" "$d"
is $? 0 "all files: status 0"
build inc -q --profile os,lang,nvd,text --state "$tmp/s" "$d"
is $? 0 "the state and what changed: status 0"
cmp -s "$tmp/full.db" "$tmp/inc.db"; ok $? "the same bytes"
cmp -s "$tmp/full.text.db" "$tmp/inc.text.db"; ok $? "of texts too"
is "$(sql "select r.hi from affected a join adv x on x.id = a.adv join vid v on
    v.id = x.vid join vrange r on r.id = a.vrange where v.tail = '2'")" 3.0.0 \
    "the newer record is there, the older is not"
build inc2 -q --state "$tmp/s"
"$F" verify "$db" | cut -c1-71 >"$tmp/v"
has "$tmp/v" "$("$F" verify "$tmp/full.db" | cut -c1-71)" \
    "and stays in the state"
osv "$d/2" X-2 2030-01-15 9
build inc3 -q --state "$tmp/s" "$d/2"
"$F" diff "$tmp/inc2.db" "$db" | grep -c '^[-+~] npm' | grep -qx 0
ok $? "a record that is older than what is known changes nothing"
build p1 -q --previous "$tmp/base.db" --now 2030-07-07 "$b" "$d"
build p2 -q --previous "$tmp/base.db" --now 2030-07-07 --state "$tmp/s0" "$d"
cmp -s "$tmp/p1.db" "$tmp/p2.db"
ok $? "with the same --previous: the same bytes"
is "$(sql "select count(*) from affected where known is not null")" \
    "$(sqlite3 "$tmp/p1.db" "select count(*) from affected where known is not
    null")" "and days"
build r1 -q --releases debian:12 "$b" "$d"
build r2 -q --releases debian:12 --state "$tmp/s0"
is $? 4 "a selection is made anew each time"

# ---- a newer file takes the place of the older ----
mkdir "$tmp/new"
build base -q --state "$tmp/s1" "$b"
echo "{\"v\":{\"CVE-2030-7\":{\"releases\":{\"sid\":$open}}}}" >"$tmp/new/json"
cp "$tmp/s1" "$tmp/s8"
build two --state "$tmp/s8" "$tmp/new"
has "$tmp/err" "$b/json: from the state, and beside $tmp/new/json" \
    "one of another path counts beside it, and is told"
cp "$b/json" "$tmp/json.old"
cp "$tmp/new/json" "$b/json"
build rep --state "$tmp/s1" "$b/json"
is "$(grep -c 'from the state' "$tmp/err")" 0 "one of the same path is not"
is "$(sql "select group_concat(k.name || p.t || v.tail) from affected a join
    adv x on x.id = a.adv join source s on s.id = x.source join pkg k on
    k.id = a.pkg join vid v on v.id = x.vid join prefix p on p.id = v.prefix
    where s.feed = 'debian'")" vCVE-2030-7 "a tracker of the same name"
is "$(sql "select count(*) from source where feed = 'debian'")" 1 "one source"
build full -q "$b"
cp "$tmp/json.old" "$b/json"
is "$("$F" diff "$tmp/full.db" "$tmp/rep.db")" "" "as if all were read"

# ---- what a publisher took back ----
mkdir "$tmp/rh" "$tmp/del"
if [ -d "$D" ]; then
	cp "$D/redhat/csaf/advisories/rhsa-2024_0010.json" \
	    "$D/redhat/csaf/advisories/rhsa-2023_3821.json" "$tmp/rh"
	echo '"2024/rhsa-2024_0010.json","2030-12-01T00:00:00+00:00"
"2023/rhsa-2023_3821.json","2001-12-01T00:00:00+00:00"
"2023/cve-2023-1.json","2030-12-01T00:00:00+00:00"
"nonsense","yesterday"' >"$tmp/del/deletions.csv"
	build d1 -q --state "$tmp/s3" "$tmp/rh"
	is "$(sql "select count(distinct adv) from affected")" 2 "two advisories"
	build d2 -q --state "$tmp/s3" "$tmp/del"
	is $? 0 "a list of deletions: status 0"
	is "$(sql "select group_concat(distinct v.tail) from affected a join adv
	    x on x.id = a.adv join vid v on v.id = x.vid")" 2023:3821 \
	    "one is gone; what was made after the deletion stays"
	is "$(sql "select records || ' ' || rejected from source where
	    feed = 'deletions'")" "3 1" "rows taken and rejected"
	build d3 -q "$tmp/rh" "$tmp/del"
	cmp -s "$tmp/d2.db" "$tmp/d3.db"; ok $? "the same as reading all"
	# All conformance feeds, half of the OSV archives as the change.
	mkdir "$tmp/o"
	build f1 -q "$D/osv" "$D/debian" "$D/alpine/v3.9" "$D/epss" "$D/kev" \
	    "$D/nvd" "$D/redhat/oval-v2" "$D/ubuntu/osv"
	build f2 -q --state "$tmp/s4" "$D"/osv/[A-L]* "$D/debian" \
	    "$D/nvd/api-2.0" "$D/kev"
	build f2 -q --state "$tmp/s4" "$D"/osv/[M-z]* "$D/alpine/v3.9" \
	    "$D/epss" "$D/nvd/feed-2.0" "$D/redhat/oval-v2" "$D/ubuntu/osv"
	"$F" diff "$tmp/f1.db" "$tmp/f2.db" >"$tmp/out"
	is "$(wc -l <"$tmp/out")" 0 "conformance in two turns: nothing differs"
	for t in cvss weakness alias epss kev cpe_match link vid word; do
		is "$(sqlite3 "$tmp/f2.db" "select * from $t" | md5sum)" \
		    "$(sqlite3 "$tmp/f1.db" "select * from $t" | md5sum)" \
		    "conformance in two turns: $t"
	done
else
	ok 0 "conformance feeds # SKIP no ../shared"
fi

# ---- a state that is none ----
printf 'x' | dd of="$tmp/s0" bs=1 seek=300 conv=notrunc 2>/dev/null
build x -q --state "$tmp/s0" "$b"
is $? 3 "damaged: status 3"
has "$tmp/err" "$tmp/s0: damaged" "by name"
head -c 1000 "$tmp/s" >"$tmp/s5"
build x -q --state "$tmp/s5" "$b"
is $? 3 "truncated: status 3"
sed '1s/state .*/state 0.0/' "$tmp/s" >"$tmp/s6"
build x -q --state "$tmp/s6" "$b"
is $? 3 "of another version: status 3"
has "$tmp/err" "of another version: build anew" "said"
build x -q --state "$b/kev.json" "$b/osv"
is $? 3 "another file: status 3"
cmp -s "$b/kev.json" tests/fixtures/feeds/kev/*.json
ok $? "and it is left as it was"
[ ! -e "$tmp/x.db" ]; ok $? "nothing is written"
cp "$tmp/s1" "$tmp/s7"
echo "{\"w\":{\"CVE-2030-1\":{\"releases\":{\"sid\":$open}}}}" >"$tmp/new/json"
sed 's/"dateReleased": "[^"]*"/"dateReleased": "2031-05-05T00:00:00Z"/' \
    tests/fixtures/feeds/kev/*.json >"$tmp/new/kev.json"
build ref --state "$tmp/s7" "$tmp/new/kev.json"
is $? 4 "a refused source: status 4"
cmp -s "$tmp/s1" "$tmp/s7"; ok $? "the state is left as it was"
has "$tmp/err" "$tmp/s7: left as it was" "said"
done_testing
