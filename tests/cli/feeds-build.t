#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# feeds build on the conformance feeds: counts as stated or as jq counts them,
# states and qualifiers as a person read them from the documents, the same
# bytes whatever the order, nothing left by a kill.
. tests/cli/tap.sh
F=$B/bin/feeds
D=../shared/conformance/feeds

sql() {
	sqlite3 -readonly "$db" "$1"
}

build() {	# name paths...
	db=$tmp/$1.db
	shift
	"$F" build -q -o "$db" "$@" 2>"$tmp/err"
}

# ---- the samples in the tree ----
. tests/demo/samples.sh
build demo $samples
is $? 0 "the demo's samples: status 0"
is "$(sql 'select group_concat(feed) from (select distinct feed from source
    order by 1)')" debian,epss,kev,nvd,osv,secdb "and a feed of each kind"
# Invented records are of 2031; records that are to come are refused.
cp -r tests/fixtures/feeds "$tmp/fixtures"
find "$tmp/fixtures" -name '*.sql' | while read -r f; do
	sqlite3 "${f%.sql}.db" <"$f" && rm "$f"	# databases are feeds too
done
build tree --now 2032-01-01 "$tmp/fixtures"
is $? 0 "tree: status 0"
is "$(sql 'pragma integrity_check')" ok "tree: the file is whole"
is "$(sql 'select group_concat(feed) from (select distinct feed from source
    order by 1)')" "$(ls tests/fixtures/feeds | grep -vx index | tr _ - |
    sort | paste -sd,)" "tree: every feed is there"
"$F" verify "$db" >/dev/null
is $? 0 "tree: verify agrees"
is "$(sql "select state from affected a join pkg k on k.id = a.pkg join ns n
    on n.id = k.ns join adv x on x.id = a.adv join vid v on v.id = x.vid
    where n.release = '12' and k.name = 'xz-utils' and v.tail = '2024-3094'")" \
    2 "xz-utils in bookworm never had CVE-2024-3094"
is "$(sql "select a.state, w.t from affected a join pkg k on k.id = a.pkg join
    ns n on n.id = k.ns join word w on w.id = a.word join adv x on
    x.id = a.adv join source s on s.id = x.source where s.feed = 'debian' and
    n.release = '12' and k.name = 'zlib'")" "3|open, ignored" "zlib: will not be fixed"
is "$(sql "select min(a.severity), max(a.severity), count(*) from affected a
    join pkg k on k.id = a.pkg where k.name = 'apt'")" "1|1|4" \
    "apt: unimportant is negligible, in four releases"
is "$(sql "select count(*) from affected a join adv x on x.id = a.adv
    where x.withdrawn is not null")" 0 "withdrawn records say nothing"

if [ ! -d "$D" ]; then
	echo "ok $((n + 1)) - conformance feeds # SKIP no ../shared"
	echo "1..$((n + 1))"
	exit 0
fi

# ---- Debian ----
build debian "$D"/debian/tracker.sample.json "$D"/debian/tracker.synth.json.gz
is $? 0 "debian: status 0"
for f in tracker.sample.json tracker.synth.json.gz; do
	case $f in *.gz) cat=zcat ;; *) cat=cat ;; esac
	want=$($cat "$D/debian/$f" | jq '[.[] | keys[]] | unique | length')
	is "$(sql "select records from source where name = '$f'")" "$want" \
	    "debian: $f has $want identifiers"
	want=$($cat "$D/debian/$f" | jq '[.[][] | .releases |
	    if type == "object" then length else 0 end] | add')
	is "$(sql "select count(*) from affected a join adv x on x.id = a.adv
	    join source s on s.id = x.source where s.name = '$f'")" "$want" \
	    "debian: $f makes $want statements"
done
jq -r 'to_entries[] | .key as $p | .value | to_entries[] | .key as $c |
    .value.releases | select(type == "object") | to_entries[] |
    [$p, $c, .key, (.value.fixed_version // "-")] | @tsv' \
    "$D/debian/tracker.sample.json" | sed 's/	wheezy	/	7	/
    s/	jessie	/	8	/; s/	stretch	/	9	/; s/	buster	/	10	/
    s/	bullseye	/	11	/; s/	bookworm	/	12	/
    s/	trixie	/	13	/; s/	forky	/	14	/' | sort >"$tmp/want"
sql "select k.name, p.t || v.tail, n.release, case when a.state = 2 then '0'
    when a.state = 1 then r.hi else '-' end from affected a join pkg k on
    k.id = a.pkg join ns n on n.id = k.ns join adv x on x.id = a.adv join vid v
    on v.id = x.vid join prefix p on p.id = v.prefix join source s on
    s.id = x.source left join vrange r on r.id = a.vrange
    where s.name = 'tracker.sample.json'" | tr '|' '\t' | sort >"$tmp/got"
[ -s "$tmp/want" ] && cmp -s "$tmp/want" "$tmp/got"
ok $? "debian: every statement of the sample, with its fixed version"
is "$(sql "select count(*) from affected where state = 6" | sed 's/^[1-9].*/some/')" \
    some "debian: end-of-life is kept apart"

# ---- secdb ----
build alpine "$D"/alpine/v3.*
is $? 0 "alpine: status 0"
for f in "$D"/alpine/v3.*/*.json; do
	scope=$(jq -r '"alpine \(.distroversion)/\(.reponame)"' "$f")
	want=$(jq '.packages | length' "$f")
	got=$(sql "select count(distinct k.name) from affected a join adv x on
	    x.id = a.adv join source s on s.id = x.source join pkg k on
	    k.id = a.pkg where s.scope = '$scope'")
	is "$got" "$want" "$scope: $want packages"
done
is "$(sql "select r.hi from affected a join pkg k on k.id = a.pkg join ns n on
    n.id = k.ns join adv x on x.id = a.adv join vid v on v.id = x.vid join
    vrange r on r.id = a.vrange where n.release = '3.9' and
    k.name = 'ghostscript' and v.tail = '2019-6116'")" 9.26-r2 \
    "alpine: of several versions the highest is the fix"
is "$(sql "select count(*) from vid where tail like '%(%' or tail like '%?%'")" \
    0 "alpine: remarks and CVE-????-????? are no identifiers"
sql "select record || ': ' || reason from reject" | grep -v 'no identifier$'
ok $((! $?)) "alpine: what was rejected had no identifier"
build wolfi "$D/wolfi" "$D/chainguard/security.json" "$D/minimos"
is "$(sql "select group_concat(eco || release) from (select eco, release from
    ns order by eco)")" chainguard,minimos,wolfi "wolfi and kin have no release"
is "$(sql "select count(*) > 0 from affected where state = 2 and vrange = 0")" \
    1 "wolfi: version 0 is never affected"

# ---- OSV ----
build osv "$D/osv"
is $? 0 "osv: status 0"
want=$(awk -F'\t' '$1 ~ /^feeds\/osv\// { n += $5 } END { print n }' \
    "$D/MANIFEST.tsv")
is "$(sql 'select sum(records) from source')" "$want" "osv: $want records"
is "$(sql 'select sum(rejected) from source')" 0 "osv: none rejected"
for z in "$D"/osv/*/all.zip; do
	unzip -p "$z" | jq -r '.id'
done | sort -u >"$tmp/ids"
[ -s "$tmp/ids" ]; ok $? "osv: there are ids ($(wc -l <"$tmp/ids"))"
xargs -d '\n' "$F" show "$db" <"$tmp/ids" >"$tmp/shown" 2>"$tmp/err"
is $? 0 "osv: feeds show knows every one"
is "$(grep -c '^[^ ]' "$tmp/shown")" "$(wc -l <"$tmp/ids")" "osv: all shown"
for z in "$D"/osv/*/all.zip; do
	unzip -p "$z" | jq -r 'select(.withdrawn) | .id'
done | sort -u >"$tmp/withdrawn"
[ -s "$tmp/withdrawn" ]; ok $? "osv: some are withdrawn"
sql "select distinct p.t || v.tail from affected a join adv x on x.id = a.adv
    join vid v on v.id = x.vid join prefix p on p.id = v.prefix" |
    sort >"$tmp/said"
is "$(comm -12 "$tmp/said" "$tmp/withdrawn" | wc -l)" 0 \
    "osv: withdrawn records are not in affected"
# AlmaLinux: every package, release and fixed version of every erratum with a
# CVE; bug fixes without one make no statement.
unzip -p "$D/osv/AlmaLinux/all.zip" | jq -r 'select((.id | test("^ALSA")) or
    ([.related[]? | select(test("^CVE"))] | length > 0)) | .id as $i |
    .affected[] | [$i, .package.ecosystem[10:], .package.name,
    (.ranges[].events[] | .fixed // empty)] | @tsv' | sort -u >"$tmp/want"
sql "select p.t || v.tail, n.release, k.name, r.hi from affected a join pkg k
    on k.id = a.pkg join ns n on n.id = k.ns join adv x on x.id = a.adv join
    vid v on v.id = x.vid join prefix p on p.id = v.prefix join vrange r on
    r.id = a.vrange where n.eco = 'almalinux'" | tr '|' '\t' |
    sort -u >"$tmp/got"
[ -s "$tmp/want" ] && cmp -s "$tmp/want" "$tmp/got"
ok $? "osv: AlmaLinux statements equal the archive's ($(wc -l <"$tmp/want"))"
diff "$tmp/want" "$tmp/got" | sed 's/^/# /' | head -5
is "$(sql "select distinct q.module from affected a join qual q on
    q.id = a.qual join adv x on x.id = a.adv join vid v on v.id = x.vid
    where v.tail = '2024:0887'")" go-toolset:rhel8 "osv: module of an erratum"
is "$(sql "select count(*) from alias l join vid v on v.id = l.a join vid w on
    w.id = l.b where v.tail = '2024:0887' and l.rel = 2 and w.tail in
    ('2023-39326', '2023-45285')")" 2 "osv: what an erratum fixes"
is "$(sql "select count(*) from (select grp, count(*) c from vid join prefix p
    on p.id = vid.prefix where p.t = 'CVE-' and flags & 9 = 0 group by grp
    having c > 1)")" 0 "osv: no group holds two CVEs"
is "$(sql "select max(c) <= 32 from (select count(*) c from vid group by
    grp)")" 1 "osv: no group has more than 32 members"

# ---- NVD, KEV, EPSS ----
build nvd "$D/nvd" "$D/kev" "$D/epss"
is $? 0 "nvd: status 0"
is "$(sql "select group_concat(records) from (select records from source where
    feed = 'nvd' order by records)")" 85,818 "nvd: 85 and 818 records"
is "$(sql "select records from source where feed = 'kev'")" 1404 \
    "kev: 1404 entries"
is "$(sql 'select count(*) from kev')" 1404 "kev: 1404 rows"
want=$(zcat "$D"/epss/*.gz | grep -c '^CVE-')
is "$(sql 'select count(*) from epss')" "$want" "epss: $want rows"
is "$(sql "select score, pct from epss e join vid v on v.id = e.vid where
    v.tail = '1999-0001'")" "1151|78020" "epss: times 100,000"
is "$(sql "select v from meta where k = 'epss_model'")" v2025.03.14 \
    "epss: the model stands in meta"
(zcat "$D"/nvd/feed-2.0/*.gz; cat "$D"/nvd/api-2.0/*.json) |
    jq -s '[[.[].vulnerabilities[].cve] | group_by(.id)[] |
    max_by(.lastModified) | select(.vulnStatus != "Rejected") |
    .configurations[]?.nodes[].cpeMatch[]] | length' >"$tmp/want"
is "$(sql 'select count(*) from cpe_match')" "$(cat "$tmp/want")" \
    "nvd: every match of every configuration ($(cat "$tmp/want"))"
is "$(sql "select group_concat(role) from (select distinct role from cpe_match
    order by 1)" | cut -c1-3)" 0,1 "nvd: platforms are kept apart"

# ---- any order, twice: the same bytes ----
set -- "$D/debian" "$D/alpine/v3.9" "$D/wolfi" "$D/chainguard" "$D/osv" \
    "$D/nvd" "$D/kev" "$D/epss"
build one "$@"; is $? 0 "all: status 0"
build two "$D/epss" "$D/kev" "$D/nvd" "$D/osv" "$D/chainguard" "$D/wolfi" \
    "$D/alpine/v3.9" "$D/debian"
cmp -s "$tmp/one.db" "$tmp/two.db"
ok $? "all: the order of the operands leaves no trace"
TZ=Asia/Tokyo LC_ALL=C build two "$@"
cmp -s "$tmp/one.db" "$tmp/two.db"
ok $? "all: neither does the host's zone or the old file"
echo junk >"$tmp/two.db"
build two "$@"
cmp -s "$tmp/one.db" "$tmp/two.db"
ok $? "all: what stood under the name is not read"

# ---- killed ----
mkdir "$tmp/kill"
left=0
for ms in 01 02 03 05 08 12 16 20 25 30 40 50 60 80 100; do
	"$F" build -q -o "$tmp/kill/x.db" "$@" 2>/dev/null &
	pid=$!
	sleep "0.$ms" 2>/dev/null || sleep 1
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	if [ -e "$tmp/kill/x.db" ]; then
		cmp -s "$tmp/one.db" "$tmp/kill/x.db" || left=1
		rm -f "$tmp/kill/x.db"
	fi
done
is $left 0 "kill -9: a file under the final name is whole or not there"
touch "$tmp/kill/.x.db.airbom-tmp"
"$F" build -q -o "$tmp/kill/x.db" "$D/epss"
is "$(ls -A "$tmp/kill")" x.db "kill -9: the next run removes what was left"

# ---- a full disk ----
if [ -e /dev/full ]; then
	"$F" build -q -o "$tmp/kill/y.db" "$D/epss" >/dev/null 2>&1
	"$F" status "$tmp/kill/y.db" >/dev/full 2>/dev/null
	is $? 3 "a full disk on standard output: 3"
fi
"$F" build -q -o /proc/none.db "$D/epss" 2>"$tmp/err"
is $? 3 "an output that cannot be made: 3"
[ -s "$tmp/err" ]; ok $? "and it is said"
echo "1..$n"
