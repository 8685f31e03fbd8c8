#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Databases of other tools, carried here: Trivy's of Java files, Grype's.
. tests/cli/tap.sh
F=$B/bin/feeds
X=tests/fixtures/feeds

build() {	# paths...
	rm -f "$tmp/x.db"
	"$F" build -o "$tmp/x.db" "$@" >"$tmp/out" 2>"$tmp/err"
}

q() { sqlite3 "$tmp/x.db" "$1"; }

sqlite3 "$tmp/trivy-java.db" <"$X/trivy_java/trivy-java.sql"
sqlite3 "$tmp/vulnerability.db" <"$X/grype/vulnerability.sql"

# ---- Trivy ----
printf '{"Version":1,"NextUpdate":"2025-01-02T00:00:00Z"}' >"$tmp/metadata.json"
tar -C "$tmp" -czf "$tmp/javadb.tar.gz" trivy-java.db metadata.json
build "$tmp/javadb.tar.gz"
is $? 0 "trivy-java: an archive as it is served"
is "$(q "SELECT records, rejected FROM source WHERE feed = 'trivy-java'")" \
    "3|1" "trivy-java: three files, a digest that is none"
java="SELECT n.grp || ':' || n.artifact, m.version, hex(m.sha1) FROM
    maven_sha1 m JOIN maven_name n ON n.id = m.name ORDER BY 3"
is "$(q "$java")" \
    "org.example.widgets:widget-web|1.2.3|00112233445566778899AABBCCDDEEFF00112233
org.example.widgets:widget-core|1.2.3|0123456789ABCDEF0123456789ABCDEF01234567
org.example.widgets:widget-core|1.2.4|FEDCBA9876543210FEDCBA9876543210FEDCBA98" \
    "trivy-java: names by digest"
q "$java" >"$tmp/one"
build "$tmp/trivy-java.db"
q "$java" | cmp -s - "$tmp/one"
ok $? "trivy-java: the file alone says the same"
sqlite3 "$tmp/published.db" <"$X/trivy_java/published.sql"
build "$tmp/published.db"
is "$(q "$java")" \
    "abbot:abbot|0.12.3|51D28A27D919CE8690A40F4F335B9D591CEB16E9
abbot:abbot|0.13.0|596D91E67631B0DEB05FB685D8D1B6735F3E4F60
org.apache.logging.log4j:log4j-core|2.14.1|\
9141212B8507AB50A45525B545B39D224614528B
jstl:jstl|1.0|9C581DE633E94BE1E7A955BD4E8292F16E554387
javax.servlet:jstl|1.1.0|BCA201E52333629C59E459E874E5ECD8F9899E15" \
    "trivy-java: files of the public repository"

# ---- Grype ----
echo '{"digest":"xxh64:1","client_version":"v6.1.9"}' >"$tmp/import.json"
tar -C "$tmp" -cf - vulnerability.db import.json | zstd -q \
    >"$tmp/vulnerability-db_v6.1.9.tar.zst"
build "$tmp/vulnerability-db_v6.1.9.tar.zst"
is $? 0 "grype: an archive as it is served"
is "$(q "SELECT feed, scope, records, rejected, date(data_time, 'unixepoch')
    FROM source WHERE feed = 'grype'")" "grype|v6.1.9|5|1|2025-09-28" \
    "grype: its version, its records, its date"
statements="SELECT n.eco || ' ' || n.release || n.channel || ' ' || k.name ||
    ' ' || p.t || v.tail || ' ' || a.state || ' ' || coalesce(r.lo || '..' ||
    r.hi || ' ' || r.flags || ' ' || r.fixed, 'all') || ' ' ||
    coalesce(a.severity, '-') || ' ' || coalesce(q.module, '') || ' ' || w.t ||
    coalesce(' ' || date(a.known * 86400, 'unixepoch'), '')
    FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns
    JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid JOIN prefix p ON
    p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange LEFT JOIN qual q
    ON q.id = a.qual LEFT JOIN word w ON w.id = a.word"
q "$statements" >"$tmp/got"
while IFS= read -r line; do
	grep -qxF "$line" "$tmp/got"
	ok $? "grype: $line"
done <<'EOT'
amazon 1 widget CVE-2031-70001 0 ..1.2-3 16  2  unknown
debian 12 widget CVE-2031-70001 1 ..1.2-3~deb12u1 16  2  fixed 2025-02-03
pypi  widget-py GHSA-2222-3333-4444 1 1.0..1.5 1  4  fixed
pypi  widget-py GHSA-2222-3333-4444 1 2.0..2.3 3  4  fixed
redhat 9 widget CVE-2031-70001 2 1.0.. 33  2  not-affected
redhat 9 widget RHSA-2031:0001 1 ..0:1.2-3.el9 16  3 nodejs:18 fixed
redhat 9.2eus widget RHSA-2031:0001 1 ..0:1.2-3.el9 16  3 nodejs:18 fixed
ubuntu 22.04 widget CVE-2031-70001 3 all 2  wont-fix
widgetos 3 widget CVE-2031-70001 0 ..1.2-3 16  2  unknown
wolfi  widget CVE-2031-70001 0 none (unknown).. 40  2  not-fixed
EOT
is "$(wc -l <"$tmp/got")" 10 "grype: and none of rejected or withdrawn ones"
is "$(q "SELECT c.vendor || ':' || c.product, coalesce(r.lo, ''), r.hi,
    m.node, m.role, coalesce(w.t, '') FROM cpe_match m JOIN cpe c ON
    c.id = m.cpe LEFT JOIN vrange r ON r.id = m.vrange LEFT JOIN word w ON
    w.id = m.attrs ORDER BY m.cfg, m.node, r.lo")" \
    "widget_project:widget|1.0|1.2.4|0|0|
widget_project:widget|2.0||0|0|
example:os|7||1|1|
widget_project:plugin+||3.1|0|0|*:*:*:*:wordpress:*:*" \
    "grype: products, and the platform that one of them needs"
is "$(q "SELECT ransom, date(added * 86400, 'unixepoch') FROM kev")" \
    "1|2025-03-04" "grype: exploited"
is "$(q "SELECT score, pct FROM epss")" "12345|90000" "grype: EPSS"
is "$(q "SELECT cwe FROM weakness")" 787 "grype: weaknesses"
is "$(q "SELECT product, cycle, date(eol * 86400, 'unixepoch') FROM eol")" \
    "debian|12|2028-06-30" "grype: ends of life"
is "$(q "SELECT group_concat(a.rel || ' ' || w.tail) FROM alias a JOIN vid v ON
    v.id = a.a JOIN vid w ON w.id = a.b WHERE v.tail = '2031:0001'")" \
    "2 2031-70001,2 2031-70002" "grype: an erratum is no alias"
sqlite3 "$tmp/vulnerability.db" "CREATE TABLE t AS SELECT * FROM
    operating_systems; ALTER TABLE operating_systems DROP COLUMN channel;
    ALTER TABLE operating_systems DROP COLUMN eol_date"
build "$tmp/vulnerability.db"
is "$(q "SELECT records FROM source WHERE feed = 'grype'")" 4 \
    "grype: columns that an older one lacks (no end of life then)"

# ---- databases that are none of these, and broken ones ----
sqlite3 "$tmp/other.db" "CREATE TABLE t(x); INSERT INTO t VALUES(1)"
build "$tmp/other.db" "$X/kev"
is $? 4 "another database: status 4"
grep -q 'other.db: .*none that we know' "$tmp/err"
ok $? "and named"
sqlite3 "$tmp/view.db" "CREATE VIEW db_metadata AS SELECT '2025-01-01'
    build_timestamp, 6 model, 1 revision, 1 addition; CREATE TABLE
    vulnerability_handles(id)"
build "$tmp/view.db" "$X/kev"
is $? 4 "a view in place of a table: status 4"
sqlite3 "$tmp/vulnerability.db" "UPDATE db_metadata SET model = 7"
build "$tmp/vulnerability.db" "$X/kev"
is $? 4 "a newer version: status 4"
grep -q 'version 7, where 6 is read' "$tmp/err"
ok $? "and both are named"
head -c 20000 "$tmp/trivy-java.db" >"$tmp/cut.db"
build "$tmp/cut.db" "$X/kev"
is $? 4 "a database that is cut: status 4"
is "$(q "SELECT count(*) FROM kev")" "$(jq .count "$X"/kev/*.json)" \
    "what lies beside it is read"
TMPDIR=$tmp build "$tmp/trivy-java.db"
is "$(ls -A "$tmp" | grep -c airbom)" 0 "no scratch file is left"
echo "1..$n"
