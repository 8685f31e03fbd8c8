#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# feeds build --profile, --releases, --since-year, --no-malware, and the file
# of texts.
. tests/cli/feeds-lib.sh
NS="select group_concat(x, ' ') from (select distinct n.eco || coalesce(':' ||
    nullif(n.release, ''), '') x from affected a join pkg k on k.id = a.pkg
    join ns n on n.id = k.ns order by 1)"
i=$tmp/in
mkdir -p "$i/osv"
open='{"status":"open"}'
cat >"$i/json" <<X
{"w":{"CVE-2014-1":{"releases":{"bookworm":$open,"trixie":$open}},
"CVE-2030-2":{"releases":{"trixie":$open,"sid":$open}}}}
X
echo '{"distroversion":"v3.20","reponame":"main","urlprefix":
"https://dl-cdn.alpinelinux.org/alpine","packages":[{"pkg":{"name":"w",
"secfixes":{"1-r0":["CVE-2030-3"]}}}]}' >"$i/alpine.json"
echo '{"urlprefix":"https://packages.wolfi.dev","packages":[{"pkg":{"name":"w",
"secfixes":{"1-r0":["CVE-2030-3"]}}}]}' >"$i/wolfi.json"
osv() {	# id published ecosystem more
	echo '{"id":"'$1'","modified":"2030-01-01T00:00:00Z",
	"published":"'$2'-01-01T00:00:00Z",
	"details":"'"About $1: long words, <b>no</b> markup \\u00e9."'",
	"affected":[{"package":{"ecosystem":"'$3'","name":"w"},"versions":["1"]}
	'"$4"']}' >"$i/osv/$1.json"
}
osv GHSA-1 2012 npm
osv GHSA-2 2030 npm
osv PYSEC-1 2030 PyPI
osv MAL-2030-1 2030 npm
osv BOTH-1 2030 npm ',{"package":{"ecosystem":"Debian:12","name":"w"},
    "versions":["1"]}'
cp tests/fixtures/feeds/nvd/*.json "$i/nvd.json"
cp tests/fixtures/feeds/kev/*.json "$i/kev.json"

build all "$i"
is $? 0 "everything: status 0"
is "$(sql "$NS")" "alpine:3.20 debian:12 debian:13 debian:sid npm pypi wolfi" \
    "every namespace"
is "$(sql "select count(*) from meta where k = 'selection'")" 0 \
    "nothing is said of a selection"
[ ! -e "$tmp/all.text.db" ]; ok $? "no texts unless asked for"
build os --profile os "$i"
is $? 0 "--profile os: status 0"
is "$(sql "$NS")" "alpine:3.20 debian:12 debian:13 debian:sid wolfi" \
    "distributions"
is "$(sql "select count(*) from cpe_match")" 0 "no products"
is "$(sql "select group_concat(feed) from (select distinct feed from source
    order by 1)")" debian,kev,osv,secdb "sources of which something is taken"
is "$(sql "select count(*) from adv x join vid v on v.id = x.vid join prefix p
    on p.id = v.prefix where p.t in ('GHSA-', 'PYSEC-', 'MAL-')")" 0 \
    "no records about nothing"
is "$(sql "select count(*) from affected a join adv x on x.id = a.adv join vid
    v on v.id = x.vid where v.tail = 'BOTH-1' or v.tail = '1'" | wc -l)" 1 \
    "a record of both is taken for its one side"
is "$(sql "select v from meta where k = 'selection'")" profile=os "said in meta"
"$F" verify "$db" >/dev/null; ok $? "feeds verify agrees"
"$F" status "$db" | grep -q 'profile=os'; ok $? "feeds status tells"
build lang --profile lang "$i"
is "$(sql "$NS")" "npm pypi" "--profile lang"
is "$(sql 'select count(*) from kev')" 4 "with known exploitation"
build nvd --profile nvd "$i"
is "$(sql "$NS")" "" "--profile nvd: no packages"
[ "$(sql 'select count(*) from cpe_match')" -gt 0 ]; ok $? "but products"
build three --profile nvd,lang,os "$i"
cmp -s "$tmp/all.db" "$tmp/three.db"; ok $? "all three: the same bytes as none"
for bad in x text os,x '' OS; do
	"$F" build -o "$tmp/x.db" --profile "$bad" "$i" 2>/dev/null
	is $? 2 "--profile '$bad': wrong usage"
done

# ---- releases ----
build r --releases debian:13,wolfi "$i"
is $? 0 "--releases: status 0"
is "$(sql "$NS")" "debian:13 npm pypi wolfi" "these, and all languages"
is "$(sql "select count(*) from ns where eco = 'alpine'")" 0 \
    "what is left out is not covered"
is "$(sql "select v from meta where k = 'selection'")" \
    "releases=debian:13,wolfi" "said in meta"
build r2 --releases wolfi --releases debian:13 "$i"
cmp -s "$tmp/r.db" "$tmp/r2.db"; ok $? "in any order"
build r --profile os --releases debian "$i"
is "$(sql "$NS")" "debian:12 debian:13 debian:sid" "a name alone: all of it"
build r --profile os --releases debian:99 "$i"
is $? 4 "a release that no feed speaks of: status 4"
has "$tmp/err" "no feed speaks of debian 99" "said by name"
build r --releases debian:99 "$i/json"
is $? 3 "nothing but that: status 3"
for bad in debain:12 npm ''; do
	[ -n "$bad" ] || continue
	"$F" build -o "$tmp/x.db" --releases "$bad" "$i" 2>"$tmp/err"
	is $? 2 "--releases $bad: wrong usage"
	has "$tmp/err" "no distribution is called" "and why"
done

# ---- years, malware ----
IDS="select group_concat(x, ' ') from (select distinct p.t || v.tail x from
    affected a join adv on adv.id = a.adv join vid v on v.id = adv.vid join
    prefix p on p.id = v.prefix order by 1)"
build y --since-year 2015 "$i"
is "$(sql "$IDS")" "BOTH-1 CVE-2030-2 CVE-2030-3 GHSA-2 MAL-2030-1 PYSEC-1" \
    "--since-year: by number, else by date"
is "$(sql "select count(*) from vid join prefix p on p.id = prefix where
    p.t = 'CVE-' and tail < '2015' and flags & 4 = 0" )" \
    "$(sql "select count(*) from kev k join vid v on v.id = k.vid where
    v.tail < '2015'")" "older ones but for known exploitation are not there"
build y --no-malware "$i"
is "$(sql "$IDS" | grep -c MAL-)" 0 "--no-malware"
is "$(sql "select count(*) from vid where flags & 4")" 0 "not even a name"
for bad in 15 x 99999; do
	"$F" build -o "$tmp/x.db" --since-year $bad "$i" 2>/dev/null
	is $? 2 "--since-year $bad: wrong usage"
done

# ---- another selection than before ----
build p --previous "$tmp/all.db" --profile os --releases debian:13 "$i"
is $? 0 "less is wanted than before: nothing shrank, status 0"
has "$tmp/err" "holds another selection (everything)" "said"
is "$(sql "$NS")" debian:13 "and nothing unwanted is carried over"
build p2 --previous "$tmp/p.db" --profile os --releases debian:13 "$i"
is "$(cat "$tmp/err")" "" "the same again: nothing to be said"

# ---- texts ----
build t --profile os,lang,nvd,text "$i"
is $? 0 "text: status 0"
cmp -s "$tmp/all.db" "$tmp/t.db"; ok $? "the database is the same"
is "$(sqlite3 -readonly "$tmp/t.text.db" 'pragma integrity_check')" ok \
    "a file beside it"
"$F" show "$tmp/t.db" GHSA-2 >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" "    | About GHSA-2: long words, <b>no</b> markup é." \
    "feeds show prints it"
is "$(cat "$tmp/err")" "" "without a word"
"$F" show "$tmp/all.db" GHSA-2 | grep -c '    |' | grep -qx 0
ok $? "without the file no text"
cp "$tmp/t.text.db" "$tmp/os.text.db"
"$F" show "$tmp/os.db" CVE-2030-2 >"$tmp/out" 2>"$tmp/err"
is $? 0 "texts of another database: status 0"
has "$tmp/err" "os.text.db: texts of another database" "said"
"$F" show --text "$tmp/t.text.db" "$tmp/os.db" CVE-2030-2 >/dev/null 2>&1
is $? 5 "the same by --text: status 5"
"$F" show --text "$tmp/t.text.db" "$tmp/all.db" GHSA-2 | grep -q 'é\.$'
ok $? "--text names the file"
build t2 --profile text,nvd,lang,os "$i"
cmp -s "$tmp/t.text.db" "$tmp/t2.text.db"; ok $? "twice: the same bytes"
printf 'x' | dd of="$tmp/t2.text.db" bs=1 seek=9000 conv=notrunc 2>/dev/null
"$F" show "$tmp/t2.db" GHSA-2 >/dev/null 2>&1
[ $? -le 5 ]; ok $? "a damaged file of texts ends in words"
if [ -d "$D" ]; then
	build big --profile os,lang,nvd,text "$D/osv" "$D/nvd"
	is $? 0 "conformance: status 0"
	t=$tmp/big.text.db
	want=$(for z in "$D"/osv/*/all.zip; do unzip -p "$z" |
	    jq -r 'select((.details // "" | gsub("\\s"; "")) != "") | .id'
	    done | sort -u | wc -l)
	is "$(sqlite3 "$tmp/big.db" "attach '$t' as t; select count(*) from
	    t.body b join adv x on x.id = b.adv join source s on
	    s.id = x.source where s.feed = 'osv'")" "$want" \
	    "conformance: every record with details has a body ($want)"
	raw=$(sqlite3 "$t" 'select count(*) * 486 from body')
	is "$(sqlite3 "$t" "select sum(length(z)) < $raw from body")" 1 \
	    "conformance: less than 486 bytes each"
else
	ok 0 "conformance feeds # SKIP no ../shared"
fi
done_testing
