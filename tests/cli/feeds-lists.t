#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# OSV, the CVE list, GitHub's pages, NVD, Debian's and Ubuntu's lists: all of
# upstream's samples are recognised, and the statements that a person reads in
# them (real.tsv) are in the database. Our own samples have a trap each; what
# is in their expect.tsv is all that the database may hold of them.
. tests/cli/feeds-lib.sh
X=tests/fixtures/feeds
S=tests/cli/feeds-statements.sql

lines() {	# feed least: each line of its real.tsv is in $tmp/got
	rows=0
	grep -v '^#' "$X/$1/real.tsv" >"$tmp/want"
	while IFS= read -r line; do
		rows=$((rows + 1))
		grep -qxF -- "$line" "$tmp/got"
		ok $? "$1: $(echo "$line" | tr '\t' ' ')"
	done <"$tmp/want"
	[ "$rows" -ge "$2" ]
	ok $? "$1: at least $2 expectations"
}

own() {		# feed records rejected
	SOURCE_DATE_EPOCH=1956528000 build own "$X/$1"	# 2032
	is "$(sql "SELECT sum(records) || ' ' || sum(rejected) FROM source
	    WHERE feed = '$1'")" "$2 $3" "$1: own samples: $2 records, $3 rejected"
	sqlite3 "$db" <"$S" | sort >"$tmp/got"
	grep -v '^#' "$X/$1/expect.tsv" | sort >"$tmp/want"
	[ -s "$tmp/want" ] && cmp -s "$tmp/got" "$tmp/want"
	ok $? "$1: own samples: the statements and no others"
	diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
}

built() {	# feed records paths...
	feed=$1 records=$2
	shift 2
	build real "$@"
	is $? 0 "$feed: built"
	is "$(cat "$tmp/err")" "" "$feed: nothing to complain of"
	is "$(sql "SELECT sum(records) FROM source WHERE feed = '$feed' AND
	    rejected = 0 AND torn = 0")" "$records" \
	    "$feed: $records records, none rejected"
}

real() {	# feed records least paths...
	feed=$1 records=$2 least=$3
	shift 3
	built "$feed" "$records" "$@"
	sqlite3 "$db" <"$S" >"$tmp/got"
	lines "$feed" "$least"
}

own ghsa 14 0
is "$(sql "SELECT group_concat(v.flags, ' ') FROM vid v
    WHERE v.flags NOT IN (0, 64)")" \
    "68 1" "ghsa: malware, and one withdrawn"
is "$(sql "SELECT v.tail || ' ' || p.t || w.tail FROM alias a JOIN vid v ON
    v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON p.id = w.prefix WHERE
    a.rel = 0 AND w.tail NOT LIKE '2031%' ORDER BY 1")" \
    "4rgh-jx4f-qfcq CVE-2020-35669
4xh4-v2pq-jvhm CVE-2023-22963
5844-q3fc-56rh CVE-2023-26154
73m2-3pwg-5fgc CVE-2020-5236
9324-jv53-9cc8 CVE-2021-31402
r285-q736-9v95 CVE-2023-39137
w8qv-6jwh-64r5 CVE-2021-23364" "ghsa: other names"
is "$(sql "SELECT v.tail || ' ' || x.severity || ' ' ||
    date(published, 'unixepoch') || ' ' || coalesce((SELECT group_concat(cwe)
    FROM weakness w WHERE w.vid = v.id), '-') FROM adv x JOIN vid v ON
    v.id = x.vid JOIN prefix p ON p.id = v.prefix WHERE v.tail IN
    ('4rgh-jx4f-qfcq', '9f2c-xxfm-32mj', '9324-jv53-9cc8', 'w8qv-6jwh-64r5')
    ORDER BY 1")" "4rgh-jx4f-qfcq 3 2022-05-24 74
9324-jv53-9cc8 4 2023-03-21 93
9f2c-xxfm-32mj 2 2023-01-11 -
w8qv-6jwh-64r5 3 2021-05-24 400" "ghsa: severities, days, weaknesses"
is "$(sql "SELECT r.hi || ' ' || r.fixed FROM affected a JOIN vrange r ON
    r.id = a.vrange JOIN pkg k ON k.id = a.pkg WHERE k.name = 'archive'")" \
    "3.3.7 3.3.8" "ghsa: the fix after the last affected version"
own cve5 2 0
is "$(sql "SELECT group_concat(v.flags, ' ') FROM vid v")" "66 8" \
    "cve5: disputed, and one rejected"
is "$(sql "SELECT group_concat(t, ' ') FROM (SELECT w.t || ' ' || c.ver || ' '
    || c.score10 AS t FROM cvss c JOIN word w ON w.id = c.src ORDER BY 1)")" \
    "134c704f-9b21-4f2e-91b3-4a467353bcc0 31 75 acme 31 98 acme 40 87" \
    "cve5: scores of both, CISA's under NVD's name for it"
own debian-lists 9 2
is "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a
    WHERE v.tail = '9356-2' AND a.rel = 2")" 2 \
    "debian-lists: a regression update fixes what the first one did"
is "$(sql "SELECT count(*) FROM affected a JOIN pkg k ON k.id = a.pkg
    WHERE k.name = 'tzdata'")" 0 "debian-lists: no news of time zones"
own ubuntu-cve 1 0
own ubuntu-usn 4 2
is "$(sql "SELECT count(*) FROM alias WHERE rel = 2")" 4 \
    "ubuntu-usn: what they fix"
is "$(sql "SELECT title || ' ' || w.tail FROM adv x JOIN vid v ON v.id = x.vid
    JOIN alias a ON a.a = v.id JOIN vid w ON w.id = a.b WHERE
    v.tail = '5614-1'")" "Wayland vulnerability 2021-3782" \
    "ubuntu-usn: a title, a CVE"

# Pages of an interface say what the records in them do.
mkdir "$tmp/pages"
jq -s '{advisories: ., total: 3, links: {next: null}}' "$X"/osv/ALSA-*.json \
    >"$tmp/pages/1.json"
build files "$X"/osv/ALSA-*.json
sqlite3 "$db" <"$S" >"$tmp/want"
build pages "$tmp/pages"
sqlite3 "$db" <"$S" >"$tmp/got"
[ -s "$tmp/want" ] && cmp -s "$tmp/got" "$tmp/want"
ok $? "osv: a page of records"
is "$(sql "SELECT records || ' ' || rejected FROM source")" "3 0" \
    "osv: all that are in it"
head -c 2000 "$tmp/pages/1.json" >"$tmp/cut.json"
build cut "$tmp/cut.json" "$X/kev"
is $? 4 "osv: a page that is cut short"

if [ ! -d "$D" ]; then
	ok 0 "upstream's samples # SKIP no ../shared/conformance"
	done_testing
	exit 0
fi
real osv 2961 30 "$D/osv" "$D/rocky/osv" "$D/ubuntu/osv" "$D/chainguard/osv"
real cve5 7 10 "$D/cvelistv5"
is "$(sql "SELECT v.tail || ' ' || date(added * 86400, 'unixepoch') || ' ' ||
    coalesce(due, '-') || ' ' || ransom FROM kev k JOIN vid v ON v.id = k.vid")" \
    "2021-44228 2021-12-10 - 0" "cve5: exploited, as CISA says beside"
printf '{"catalogVersion":"2021.12.11","dateReleased":"2021-12-11T00:00:00Z",
"count":1,"vulnerabilities":[{"cveID":"CVE-2021-44228","vulnerabilityName":"x",
"dateAdded":"2021-12-10","requiredAction":"Update.","dueDate":"2021-12-24",
"knownRansomwareCampaignUse":"Known"}]}' >"$tmp/kev.json"
build kev "$D/cvelistv5" "$tmp/kev.json"
is "$(sql "SELECT date(due * 86400, 'unixepoch') || ' ' || ransom || ' ' || action
    FROM kev")" "2021-12-24 1 Update." "cve5: the catalogue has more to say"
real debian-lists 2887 10 "$D/debian/DSA.list" "$D/debian/DLA.list"
real debian 7 10 "$D/debian/tracker.sample.json"
real ubuntu-cve 6 10 "$D/ubuntu/tracker"
real ubuntu-usn 1 3 "$D/ubuntu/usn"
is "$(sql "SELECT title || ' ' || date(published, 'unixepoch') || ' ' ||
    (SELECT group_concat(w.tail, ' ') FROM alias a JOIN vid w ON w.id = a.b
    WHERE a.a = v.id AND a.rel = 2) FROM adv x JOIN vid v ON v.id = x.vid")" \
    "xine-lib vulnerabilities 2009-04-20 2009-0698 2009-1274" \
    "ubuntu-usn: its title, its day, what it fixes"
built nvd 85 "$D/nvd/api-2.0"
sqlite3 "$db" >"$tmp/got" <<'SQL'
.mode tabs
SELECT p.t || v.tail, m.cfg, m.node, m.op, m.role,
  c.part || ':' || c.vendor || ':' || c.product,
  CASE WHEN r.id IS NULL THEN 'all' WHEN r.flags & 4 THEN r.lo
    ELSE CASE WHEN r.flags & 17 THEN '[' ELSE '(' END ||
      CASE WHEN r.flags & 16 THEN '-' ELSE r.lo END || ',' ||
      CASE WHEN r.flags & 32 THEN '-' ELSE r.hi END ||
      CASE WHEN r.flags & 2 THEN ']' ELSE ')' END END, coalesce(w.t, '-')
FROM cpe_match m JOIN cpe c ON c.id = m.cpe JOIN adv x ON x.id = m.adv
  JOIN vid v ON v.id = x.vid JOIN prefix p ON p.id = v.prefix
  LEFT JOIN vrange r ON r.id = m.vrange AND m.vrange <> 0
  LEFT JOIN word w ON w.id = m.attrs;
SQL
lines nvd 10
done_testing
