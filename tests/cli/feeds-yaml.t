#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Feeds that are trees of YAML: all of upstream's samples are recognised, and
# the statements that a person reads in them are in the database.
. tests/cli/tap.sh
F=$B/bin/feeds
D=../shared/conformance/feeds
X=tests/fixtures/feeds

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi

# Statements as expect.tsv has them.
cat >"$tmp/statements.sql" <<'SQL'
.separator "\t"
SELECT n.eco || ':' || k.name, p.t || v.tail,
  CASE a.state WHEN 0 THEN 'affected' WHEN 1 THEN 'fixed'
    WHEN 2 THEN 'not_affected' ELSE a.state END,
  CASE WHEN r.id IS NULL THEN 'all' WHEN r.flags & 4 THEN r.lo
    WHEN r.flags & 8 THEN 'opaque ' || r.lo
    ELSE CASE WHEN r.flags & 17 THEN '[' ELSE '(' END ||
      CASE WHEN r.flags & 16 THEN '-' ELSE r.lo END || ',' ||
      CASE WHEN r.flags & 32 THEN '-' ELSE r.hi END ||
      CASE WHEN r.flags & 2 THEN ']' ELSE ')' END END,
  CASE WHEN coalesce(r.fixed, '') = '' THEN '-' ELSE r.fixed END,
  CASE x.severity WHEN 0 THEN 'unknown' WHEN 1 THEN 'negligible'
    WHEN 2 THEN 'low' WHEN 3 THEN 'medium' WHEN 4 THEN 'high'
    ELSE 'critical' END
FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns
  JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid
  JOIN prefix p ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange;
SQL

feed() {	# name records paths...
	name=$1 records=$2
	shift 2
	rm -f "$tmp/x.db"
	"$F" build -o "$tmp/x.db" "$@" >"$tmp/out" 2>"$tmp/err"
	is $? 0 "$name: built"
	is "$(cat "$tmp/err")" "" "$name: nothing to complain of"
	is "$(sqlite3 "$tmp/x.db" "SELECT sum(records) FROM source WHERE \
	    feed = '$name' AND rejected = 0")" "$records" \
	    "$name: $records records, none rejected"
	sqlite3 "$tmp/x.db" <"$tmp/statements.sql" >"$tmp/got"
	rows=0
	grep -v '^#' "$X/$name/expect.tsv" >"$tmp/want"
	while IFS= read -r line; do
		rows=$((rows + 1))
		grep -qxF "$line" "$tmp/got"
		ok $? "$name: $line"
	done <"$tmp/want"
	[ "$rows" -ge 10 ]
	ok $? "$name: at least ten expectations"
}

feed rubysec 120 "$D/rubysec/rubysec.zip"
is "$(grep -c opaque "$tmp/got")" 0 "rubysec: every requirement is expressed"
q() { sqlite3 "$tmp/x.db" "$1"; }
is "$(q "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a JOIN vid w
    ON w.id = a.b WHERE v.tail = '2013-7249' AND a.rel = 0 AND
    w.tail IN ('f25h-3mj6-4jpg', '101700')")" 2 \
    "rubysec: GHSA and OSVDB are other names"
is "$(q "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a JOIN vid w
    ON w.id = a.b WHERE v.tail = '2015-1819' AND a.rel = 3")" 4 \
    "rubysec: related bugs are no aliases"
is "$(q "SELECT q.extra FROM affected a JOIN qual q ON q.id = a.qual
    JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid
    WHERE v.tail = '2022-24839'")" platform=jruby "rubysec: platform"
is "$(q "SELECT max(score10) FROM cvss c JOIN vid v ON v.id = c.vid
    WHERE v.tail = '2022-24839' AND c.ver = 30")" 75 \
    "rubysec: a score without a vector"

feed friendsofphp 120 "$D/friendsofphp/friendsofphp.zip"
is "$(grep -c opaque "$tmp/got")" 0 "friendsofphp: every list is expressed"
is "$(q "SELECT group_concat(DISTINCT date(a.known * 86400, 'unixepoch'))
    FROM affected a JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid
    WHERE v.tail = '2018-9861' AND a.state = 1")" 2018-04-18 \
    "friendsofphp: the day of the release"

feed gitlab 6 "$D/gitlab" "$X"/gitlab/*.yml
is "$(q "SELECT group_concat(cwe) FROM weakness w JOIN vid v ON v.id = w.vid
    WHERE v.tail = '2031-40001'")" 787,937,1035 "gitlab: weaknesses"

# One tree, unpacked: the same statements.
mkdir "$tmp/tree" && cp "$X"/rubysec/*.yml "$tmp/tree"
cat >"$tmp/tree/bad.yml" <<'YAML'
gem: [widget
title: x
date: 2031-01-01
url: y
YAML
printf 'gem: w\ntitle: t\ndate: 2031-01-01\nurl: u\n' >"$tmp/tree/none.yml"
printf 'gem: w\ncve: 2031-7\ntitle: t\ndate: 2031-01-01\nurl: u\n%s\n' \
    'patched_versions: ["yes, it is"]' >"$tmp/tree/words.yml"
printf 'engine: jruby\ncve: 2031-8\ntitle: t\ndate: 2031-01-01\nurl: u\n%s\n' \
    'patched_versions: [">= 9.1"]' >"$tmp/tree/engine.yml"
printf 'gem: w\ncve: 2031-9\ntitle: t\ndate: 2031-01-01\nurl: u\n' \
    >"$tmp/tree/nofix.yml"
rm -f "$tmp/x.db"
"$F" build -o "$tmp/x.db" "$tmp/tree" >"$tmp/out" 2>"$tmp/err"
is "$(q "SELECT records, rejected FROM source")" "7|2" \
    "a directory: bad files are rejected, the rest is read"
sqlite3 "$tmp/x.db" <"$tmp/statements.sql" >"$tmp/got"
grep -q 'gem:w.CVE-2031-7.affected.opaque none of: yes, it is' "$tmp/got"
ok $? "a requirement that is none is kept as text"
grep -q 'gem:w.CVE-2031-9.affected.all' "$tmp/got"
ok $? "without patched versions all are affected"
is "$(q "SELECT c.vendor, c.product, r.hi FROM cpe c JOIN cpe_match m
    ON m.cpe = c.id JOIN vrange r ON r.id = m.vrange")" "jruby|jruby|9.1" \
    "an implementation of the language is a product"
echo "1..$n"
