#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The same facts in another dress: the catalogue of exploited vulnerabilities
# as CSV. CISA's decisions (SSVC) in the CVE list and in NVD. Alpine's
# rejections, which name no release.
. tests/cli/feeds-lib.sh
X=tests/fixtures/feeds
S=tests/cli/feeds-statements.sql

# ---- KEV as CSV ----
kev() {
	sql "SELECT v.tail, k.added, k.due, k.ransom, k.action, x.title,
	    x.published, (SELECT group_concat(cwe) FROM weakness w WHERE
	    w.vid = v.id) FROM kev k JOIN vid v ON v.id = k.vid JOIN adv x ON
	    x.vid = v.id ORDER BY 1"
}
to_csv() {	# the catalogue, as CISA's own CSV has it
	jq -r '["cveID","vendorProject","product","vulnerabilityName",
	    "dateAdded","shortDescription","requiredAction","dueDate",
	    "knownRansomwareCampaignUse","notes","cwes"],
	    (.vulnerabilities[] | [.cveID, .vendorProject, .product,
	    .vulnerabilityName, .dateAdded, .shortDescription,
	    .requiredAction, .dueDate, .knownRansomwareCampaignUse, .notes,
	    (.cwes | join(", "))]) | @csv' "$1" | sed '1s/"//g'
}
same() {	# JSON CSV rows: both make the same tables
	build json "$1"
	kev >"$tmp/want"
	build csv "$2"
	is $? 0 "kev: ${2##*/}: built"
	kev >"$tmp/got"
	is "$(wc -l <"$tmp/got")" "$3" "kev: $3 rows"
	cmp -s "$tmp/want" "$tmp/got"
	ok $? "kev: as the JSON file says"
	is "$(sql "SELECT feed || ' ' || records || ' ' || rejected FROM source")" \
	    "kev $3 0" "kev: counted"
}
c=$X/kev/known_exploited_vulnerabilities.csv
same $X/kev/known_exploited_vulnerabilities.json $c 4
is "$(sql "SELECT date(k.added * 86400, 'unixepoch') || ' ' ||
    date(k.due * 86400, 'unixepoch') FROM kev k JOIN vid v ON v.id = k.vid
    WHERE v.tail = '2021-3156'")" "2022-04-06 2022-04-27" "kev: the days"
if [ -d "$D" ]; then
	to_csv "$D/kev/known_exploited_vulnerabilities.json" >"$tmp/kev.csv"
	same "$D/kev/known_exploited_vulnerabilities.json" "$tmp/kev.csv" 1404
fi
head -c 900 $c >"$tmp/cut.csv"
build cut "$tmp/cut.csv" $X/epss
is $? 4 "kev: CSV that breaks off is a gap"
grep -q 'cut.csv' "$tmp/err"; ok $? "and told by name"
printf 'cveID,dateAdded\r\nnonsense,2024-01-01\r\nCVE-2024-1,2024-01-01\r\n' \
    >"$tmp/odd.csv"
build odd "$tmp/odd.csv"
is "$(sql "SELECT records || ' ' || rejected FROM source")" "1 1" \
    "kev: a row without a number is rejected alone"

# ---- SSVC ----
ssvc() {
	sql "SELECT v.tail, s.exploitation, s.automatable, s.impact,
	    datetime(s.decided, 'unixepoch') FROM ssvc s JOIN vid v ON
	    v.id = s.vid ORDER BY 1"
}
decide() {	# timestamp exploitation: a CVE record
	cat <<JSON
{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2024-3094",
"state":"PUBLISHED","datePublished":"2024-03-29T00:00:00Z",
"dateUpdated":"$1"},"containers":{"cna":{},"adp":[{"providerMetadata":
{"orgId":"134c704f-9b21-4f2e-91b3-4a467353bcc0"},"metrics":[{"other":{"type":
"ssvc","content":{"timestamp":"$1","options":[{"Exploitation":"$2"},
{"Automatable":"yes"}],"version":"2.0.3"}}}]}]}}
JSON
}
mkdir "$tmp/old" "$tmp/new"
decide 2024-04-01T00:00:00Z poc >"$tmp/old/CVE-2024-3094.json"
decide 2024-05-01T00:00:00Z active >"$tmp/new/CVE-2024-3094.json"
build ssvc "$tmp/old"
is "$(ssvc)" "2024-3094|1|1||2024-04-01 00:00:00" \
    "ssvc: what it does not say is nothing"
cp "$tmp/ssvc.db" "$tmp/before.db"
build ssvc "$tmp/new" "$tmp/old"
is "$(ssvc)" "2024-3094|2|1||2024-05-01 00:00:00" "ssvc: the newest holds"
"$F" show "$db" CVE-2024-3094 >"$tmp/out"
has "$tmp/out" "ssvc: exploitation active automatable yes  decided 2024-05-01" \
    "ssvc: feeds show tells it"
mkdir -p "$tmp/ten/all" "$tmp/few/all"
for i in 0 1 2 3 4 5 6 7 8 9; do
	decide 2024-04-01T00:00:00Z poc | sed "s/2024-3094/2024-309$i/" \
	    >"$tmp/ten/all/CVE-2024-309$i.json"
done
cp "$tmp"/ten/all/*-309[0-3].json "$tmp/few/all"
for i in ten few; do
	mkdir "$tmp/$i/tar"
	tar -cf "$tmp/$i/tar/cves.tar" -C "$tmp/$i/all" .
done
build ten $X/epss "$tmp/ten/tar"
cp "$tmp/ten.db" "$tmp/old.db"
build few --previous "$tmp/old.db" $X/epss "$tmp/few/tar"
is "$(ssvc | wc -l)" 10 "ssvc: what is carried over has its decisions"
build state --state "$tmp/st" "$tmp/ten/all"
build state --state "$tmp/st"
is "$(ssvc | wc -l)" 10 "ssvc: and so has what a state keeps"
if [ -d "$D" ]; then
	build real "$D/cvelistv5"
	is "$(ssvc)" "2021-44228|2|1|1|2025-02-04 14:25:34
2023-45803|0|0|0|2024-09-13 15:56:19
2024-21634|0|0|0|2024-01-30 20:22:58
2024-3094|0|1|1|2024-04-02 04:00:23" "ssvc: CISA's, in the CVE list"
	build real "$D/nvd/api-2.0"
	is "$(ssvc)" "2024-3094|0|1|1|2024-04-02 04:00:23" "ssvc: in NVD"
fi

# ---- Alpine's rejections ----
build reject $X/alpine_rejections $X/secdb
is "$(sql "SELECT group_concat(feed || ' ' || records || ' ' || rejected, ',')
    FROM (SELECT * FROM source WHERE feed LIKE 'alpine%')")" \
    "alpine-rejections 4 2" "alpine-rejections: four, two of no known form"
is "$(sql "SELECT group_concat(reason, ',') FROM reject")" \
    "a package without a list,no CVE identifier" "and why"
is "$(sql "SELECT DISTINCT k.name || ' ' || v.tail || ' ' || a.state || ' ' ||
    a.vrange || ' ' || w.t FROM affected a JOIN pkg k ON k.id = a.pkg JOIN adv x
    ON x.id = a.adv JOIN source s ON s.id = x.source JOIN vid v ON v.id = x.vid
    JOIN word w ON w.id = a.word WHERE s.feed = 'alpine-rejections'
    ORDER BY 1")" "dnsmasq 2021-45951 2 0 rejected
dnsmasq 2021-45952 2 0 rejected
dnsmasq 2021-45953 2 0 rejected
nginx 2031-10001 2 0 rejected" "not affected, in any version"
is "$(sql "SELECT count(DISTINCT n.release) || ' ' || sum(n.release = 'edge') ||
    ' ' || sum(n.release = '3.20') FROM affected a JOIN pkg k ON k.id = a.pkg
    JOIN ns n ON n.id = k.ns WHERE k.name = 'nginx'")" "30 1 1" \
    "of every release, edge too"
is "$(sql "SELECT count(*) FROM ns_source x JOIN source s ON s.id = x.source
    WHERE s.feed = 'alpine-rejections'")" 0 "and none is covered by it"

# ---- the CVE list's baseline: a zip in a zip, beside lists of changes ----
mkdir "$tmp/base"
python3 - "$tmp" <<'X'
import sys, zipfile
t = sys.argv[1]
with zipfile.ZipFile(t + "/cves.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for d in "old", "new":
        z.write("%s/%s/CVE-2024-3094.json" % (t, d),
                "cves/2024/3xxx/%s/CVE-2024-3094.json" % d)
with zipfile.ZipFile(t + "/base/2031-01-01_all_CVEs_at_midnight.zip", "w",
                     zipfile.ZIP_DEFLATED) as z:
    z.write(t + "/cves.zip", "cves.zip")
    z.writestr("cves/delta.json", '{"fetchTime":"2031-01-01T00:00:00Z",'
               '"numberOfChanges":1,"new":[],"updated":[{"cveId":'
               '"CVE-2024-3094","dateUpdated":"2031-01-01T00:00:00Z"}],'
               '"error":[]}')
X
build base "$tmp/base"
is $? 0 "cve5: an archive in an archive: status 0"
is "$(sql "SELECT feed || ' ' || rejected || ' ' || torn FROM source")" \
    "cve5 0 0" "read to its end"
is "$(ssvc)" "2024-3094|2|1||2024-05-01 00:00:00" "of two records the newer"

# ---- updateinfo packed twice: zchunk is passed over, and said ----
mkdir -p "$tmp/al/repodata"
cp $X/amazon/updateinfo.xml "$tmp/al/repodata"
printf '\0ZCK1\205\001\002\003' >"$tmp/al/repodata/updateinfo.xml.zck"
build zck "$tmp/al"
is $? 0 "updateinfo.xml.zck beside updateinfo.xml: status 0"
has "$tmp/err" "updateinfo.xml.zck: not a feed that we know: left out" "said"
is "$(sql "SELECT group_concat(feed) FROM source")" amazon "and once is enough"
# ---- OSV: a package by its purl alone, as authors of their own write it ----
named() {	# package: a record about it
	cat <<JSON
{"id":"ACME-2025-1","modified":"2025-01-01T00:00:00Z","affected":[{"package":
$1,"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0"}]}]}]}
JSON
}
of() {
	sql "SELECT n.eco || ' ' || n.release || ' ' || p.name || ' ' || r.hi
	    FROM affected a JOIN pkg p ON p.id = a.pkg JOIN ns n ON
	    n.id = p.ns JOIN vrange r ON r.id = a.vrange"
}
named '{"purl":"pkg:npm/%40acme/kit"}' >"$tmp/ACME.json"
build purl "$tmp/ACME.json"
is "$? $(of)" "0 npm  @acme/kit 2.0" "osv: a purl alone names the package"
named '{"purl":"pkg:deb/debian/acme?distro=debian-12"}' >"$tmp/ACME.json"
build purl "$tmp/ACME.json"
is "$? $(of)" "0 debian 12 acme 2.0" "osv: and its release"
named '{"purl":"pkg:conan/acme.example/kit?user=acme"}' >"$tmp/ACME.json"
build purl "$tmp/ACME.json"
is "$? $(of)" "0 conan  kit 2.0" "osv: and a recipe of Conan's"
named '{"name":"kit"}' >"$tmp/ACME.json"
build none "$tmp/ACME.json"
is "$(of)" "" "osv: a name of no ecosystem names nothing"
has "$tmp/err" "ACME.json: osv: 1 records rejected, 1 taken; the first: a part\
 of it: a package without ecosystem or name" "osv: which is told"

done_testing
