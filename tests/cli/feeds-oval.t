#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# OVAL: every document of the conformance data and of the samples in the tree
# is recognised, has as many definitions as grep finds, and makes the
# statements that a person reads in it; and no others where that can be said.
. tests/cli/feeds-lib.sh
X=tests/fixtures/feeds

cat >"$tmp/statements.sql" <<'SQL'
.separator "\t"
SELECT trim(n.eco || ' ' || n.release || ' ' || n.channel), k.name,
  p.t || v.tail,
  CASE a.state WHEN 0 THEN 'affected' WHEN 1 THEN 'fixed'
    WHEN 2 THEN 'not_affected' WHEN 3 THEN 'wont_fix' WHEN 4 THEN 'deferred'
    WHEN 5 THEN 'investigating' WHEN 6 THEN 'end_of_life'
    ELSE 'undetermined' END,
  CASE WHEN r.id IS NULL THEN 'all' WHEN r.flags & 4 THEN '=' || r.lo
    ELSE trim(CASE WHEN r.flags & 16 THEN '' WHEN r.flags & 1 THEN
      '>=' || r.lo ELSE '>' || r.lo END || ' ' ||
      CASE WHEN r.flags & 32 THEN '' WHEN r.flags & 2 THEN '<=' || r.hi
      ELSE '<' || r.hi END) END,
  coalesce((SELECT nullif(trim(
    CASE q.module WHEN '' THEN '' ELSE ';module=' || q.module END ||
    CASE q.arch WHEN '' THEN '' ELSE ';arch=' || q.arch END ||
    CASE q.flavour WHEN '' THEN '' ELSE ';flavour=' || q.flavour END ||
    CASE q.extra WHEN '' THEN '' ELSE ';extra=' || q.extra END ||
    CASE q.cpeset WHEN 0 THEN '' ELSE ';cpes=' || (SELECT cpes FROM cpeset c
      WHERE c.id = q.cpeset) END, ';'), '') FROM qual q WHERE q.id = a.qual),
    '-'),
  coalesce(w.t, '-'), coalesce(date(a.known * 86400, 'unixepoch'), '-')
FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns
  JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid
  JOIN prefix p ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange
  LEFT JOIN word w ON w.id = a.word;
SQL

statements() {
	sqlite3 -readonly "$db" <"$tmp/statements.sql"
}

text_of() {	# file
	case $1 in
	*.bz2) bzcat "$1" ;;
	*.gz) zcat "$1" ;;
	*) cat "$1" ;;
	esac
}

feed() {	# folder feed rejected files...
	dir=$1 feed=$2 rejected=$3
	shift 3
	build "$feed" "$@"
	is $? 0 "$feed: built"
	is "$(sql "SELECT group_concat(DISTINCT feed) FROM source")" "$feed" \
	    "$feed: found from the content"
	is "$(sql "SELECT count(*) FROM source")" $# "$feed: all $# files"
	for f; do
		want=$(text_of "$f" | grep '<definition ' |
		    grep -vc 'class="inventory"')
		is "$(sql "SELECT records + (SELECT count(*) FROM reject r
		    WHERE r.source = s.id AND reason NOT LIKE 'not under%')
		    FROM source s WHERE name = '${f##*/}'")" "$want" \
		    "$feed: ${f##*/}: $want definitions"
	done
	is "$(sql 'SELECT sum(rejected) FROM source')" "$rejected" \
	    "$feed: $rejected rejected"
	statements >"$tmp/got"
	grep -v '^#' "$X/$dir/expect.tsv" >"$tmp/want"
	while IFS= read -r line; do
		grep -qxF -- "$line" "$tmp/got"
		ok $? "$feed: $line"
	done <"$tmp/want"
	[ "$(wc -l <"$tmp/want")" -ge "$least" ]
	ok $? "$feed: at least $least expectations"
}

if [ ! -d "$D" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi

least=10
feed redhat_oval redhat-oval 1 "$D"/redhat/oval-v2/RHEL*/*.bz2 \
    "$X"/redhat_oval/*.xml
is "$(wc -l <"$tmp/got")" 36 "redhat: 36 statements"
is "$(sql "SELECT n.release || ' ' || n.channel FROM ns n JOIN ns_source s
    ON s.ns = n.id")" "8 " "redhat: documents about products cover no release"
is "$(sql "SELECT count(*) FROM pkg WHERE name = 'oldwidget'")" 0 \
    "redhat: of two copies the newer counts"
is "$(sql "SELECT group_concat(p.t || w.tail) FROM alias a JOIN vid v ON
    v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON p.id = w.prefix
    WHERE v.tail = '2031:0001' AND a.rel = 2")" \
    "CVE-2031-10001,CVE-2031-10002" "redhat: an advisory fixes CVEs"
is "$(sql "SELECT group_concat(DISTINCT grp = id) FROM vid")" 1 \
    "redhat: and is no other name of them"
is "$(sql "SELECT c.ver, c.score10, w.t FROM cvss c JOIN vid v ON v.id = c.vid
    JOIN word w ON w.id = c.src WHERE v.tail IN ('2031-10001', '2031-10002')
    ORDER BY 1")" "20|76|redhat
31|98|redhat" "redhat: scores of both versions are the CVEs' own"
is "$(sql "SELECT date(x.published, 'unixepoch'), x.severity FROM adv x JOIN
    vid v ON v.id = x.vid WHERE v.tail = '2031-10001'")" "2021-01-02|5" \
    "redhat: with the day and severity of each"
is "$(sql "SELECT group_concat(cwe) FROM weakness w JOIN vid v ON
    v.id = w.vid WHERE v.tail = '2031-10001'")" 20,78 "redhat: and weaknesses"
is "$(sql "SELECT count(*) FROM adv x JOIN vid v ON v.id = x.vid WHERE
    title = 'ansible security and bug fix update (Moderate)' AND url =
    'https://access.redhat.com/errata/RHSA-2019:3927' AND
    date(published, 'unixepoch') = '2019-11-20' AND severity = 3")" 1 \
    "redhat: title, address, date, severity"

feed oracle_oval oracle-oval 1 "$D"/oracle/*.bz2 "$D"/oracle/*.xml \
    "$X"/oracle_oval/*.xml
is "$(sql "SELECT count(*) FROM affected a JOIN adv x ON x.id = a.adv JOIN
    vid v ON v.id = x.vid WHERE v.tail = '2022-4803'")" 36 \
    "oracle: 18 packages on two architectures with different builds"
is "$(sql "SELECT group_concat(reason) FROM reject")" "names no architecture" \
    "oracle: an advisory without architecture among others"
is "$(sql "SELECT count(*) FROM affected a JOIN adv x ON x.id = a.adv JOIN
    vid v ON v.id = x.vid WHERE v.tail = '2031-0002'")" 2 \
    "oracle: the same ELSA again: the higher version counts"
is "$(sql "SELECT date(data_time, 'unixepoch') FROM source WHERE name LIKE
    'all-%'")" 2019-10-15 "oracle: as new as the newest ELSA"
is "$(sql "SELECT c.score10 FROM cvss c JOIN vid v ON v.id = c.vid WHERE
    v.tail = '2022-24903'")" 81 "oracle: scores"
is "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a WHERE
    v.tail = '2025-10073' AND a.rel = 2")" 4 "oracle: what an ELSA fixes"

sed 's/<definitions>/<!-- of another year --><definitions>/' \
    "$X/oracle_oval/widgets.xml" >"$tmp/year.xml"
build years "$X/oracle_oval/widgets.xml" "$tmp/year.xml"
is "$(sql "SELECT (SELECT count(*) FROM source) || ' ' || count(*) FROM
    affected")" "2 4" "oracle: an ELSA in two files is one"

feed suse_oval suse-oval 1 "$D"/suse/oval/*.xml "$X"/suse_oval/*.xml
is "$(sql "SELECT reason FROM reject")" \
    "not understood: kernel-default-4.12.14-150.72.1 is installed" \
    "suse: a test that is not in the document"
is "$(sql "SELECT count(*) FROM ns WHERE release = '15.2' AND channel = ''")" \
    0 "suse: nothing of a release that no document is about"
is "$(sql "SELECT count(*) FROM ns WHERE release = '' OR
    channel LIKE '%anager%'")" 0 "suse: no base system, no statement"
is "$(sql "SELECT group_concat(score10) FROM cvss c JOIN vid v ON v.id = c.vid
    WHERE v.tail = '2031-30001'")" 70 "suse: NVD's score is not SUSE's"
is "$(sql "SELECT a.rel FROM alias a JOIN vid v ON v.id = a.a JOIN vid w ON
    w.id = a.b WHERE v.tail = '2031-30001' AND w.tail = '2031:0001-1'")" 3 \
    "suse: a CVE's advisories are related"
is "$(sql "SELECT a.rel FROM alias a JOIN vid v ON v.id = a.a JOIN vid w ON
    w.id = a.b WHERE w.tail = '2031-30001' AND v.tail = '2031:0001-1'")" 2 \
    "suse: which fix it"

feed ubuntu_oval ubuntu-oval 0 "$D"/ubuntu/oval/*.xml "$X"/ubuntu_oval/*.xml
is "$(wc -l <"$tmp/got")" "$(wc -l <"$tmp/want")" \
    "ubuntu: no statement about binaries"
is "$(sql "SELECT date(x.published, 'unixepoch'), p.t FROM alias a JOIN vid v
    ON v.id = a.a JOIN vid w ON w.id = a.b JOIN adv x ON x.vid = v.id JOIN
    prefix p ON p.id = w.prefix WHERE v.tail = '9000-1' AND a.rel = 2")" \
    "2021-05-11|CVE-" "ubuntu: what a USN fixes, and its day"
is "$(sql "SELECT datetime(x.published, 'unixepoch') FROM adv x JOIN vid v ON
    v.id = x.vid WHERE v.tail = '2016-8703'")" "2017-01-31 22:59:00" \
    "ubuntu: public_date"

feed debian_oval debian-oval 1 "$D"/debian/oval/*.xml "$X"/debian_oval/*.xml
is "$(wc -l <"$tmp/got")" "$(wc -l <"$tmp/want")" "debian: and no others"
is "$(sql "SELECT reason FROM reject")" "no release is told" \
    "debian: a definition of no release"
is "$(sql "SELECT group_concat(p.t || w.tail || a.rel) FROM alias a JOIN vid v
    ON v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON p.id = w.prefix
    WHERE v.tail IN ('2001-1593', '9002-1')")" \
    "CVE-2031-600032,CVE-2031-600042,DSA-28923" \
    "debian: a DSA beside its CVE, and one that fixes two"
is "$(sql "SELECT v.tail || ' ' || w.tail || ' ' || a.rel FROM alias a JOIN vid v
    ON v.id = a.a JOIN vid w ON w.id = a.b WHERE v.tail IN ('5179-1',
    '2022-31625') ORDER BY 1")" "2022-31625 5179 3
5179-1 2022-31625 2
5179-1 2022-31626 2" "debian: a DSA in an element of its own"
is "$(sql "SELECT date(published, 'unixepoch') FROM adv x JOIN vid v ON
    v.id = x.vid WHERE v.tail = '5179-1'")" 2022-07-08 "debian: its day"
is "$(sql "SELECT url FROM adv x JOIN vid v ON v.id = x.vid WHERE v.tail =
    '2016-5405'")" \
    "https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2016-5405" \
    "debian: an address"

LEAST=$least; least=9
feed photon_oval photon-oval 1 "$X"/photon_oval/*.xml
least=$LEAST
is "$(sql "SELECT group_concat(p.t || w.tail) FROM alias a JOIN vid v ON
    v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON p.id = w.prefix
    WHERE v.tail = '2019-3.0-0036' AND a.rel = 2")" \
    "CVE-2019-16168,CVE-2031-10001" \
    "photon: two definitions of one advisory add up"

feed azure_oval azure-oval 1 "$D"/azurelinux/* "$X"/azure_oval/*.xml
is "$(sql "SELECT records FROM source WHERE name LIKE '%.gz'")" \
    "$(awk -F'\t' '$1 ~ /azurelinux-3.0/ { print $5 }' "$D/MANIFEST.tsv")" \
    "azure: as many as the manifest says"
is "$(sql "SELECT count(*) FROM affected a JOIN adv x ON x.id = a.adv JOIN
    source s ON s.id = x.source WHERE s.name LIKE '%.gz'")" 1221 \
    "azure: one of them older than another about the same"
is "$(sql "SELECT reason FROM reject")" \
    "patchable is neither true, false nor Not Applicable" \
    "azure: a word that we do not know"
is "$(sql "SELECT a.severity FROM affected a JOIN pkg k ON k.id = a.pkg
    WHERE k.name IN ('oath-toolkit', 'cloud-hypervisor') ORDER BY 1" |
    tr '\n' ' ')" "4 5 " "azure: severities"

# ---- which products a repository is of ----
build repo "$D"/redhat/oval-v2/repository-to-cpe.json "$D/redhat/oval-v2/PULP_MANIFEST"
is $? 0 "repository-to-cpe.json: built, beside a list of files"
is "$(sql "SELECT group_concat(cpe) FROM repo_cpe WHERE repo =
    '3scale-amp-2-for-rhel-8-ppc64le-rpms'")" \
    "cpe:/a:redhat:3scale_amp:2.11::el8,cpe:/a:redhat:3scale_amp:2.12::el8,cpe:/a:redhat:3scale_amp:2.8::el8" \
    "repository-to-cpe.json: products"
is "$(sql "SELECT count(DISTINCT repo) || ' ' || count(*) FROM repo_cpe")" \
    "2 6" "repository-to-cpe.json: two repositories"

# ---- damaged ----
for f in "$D"/broken/broken-oval.xml.bz2 "$D"/broken/not-bzip2.xml.bz2; do
	build broken "$f" "$X"/azure_oval/*.xml
	st=$?
	[ $st -eq 4 ] || { [ $st -eq 0 ] && grep -q "${f##*/}" "$tmp/err"; }
	ok $? "${f##*/}: told by name (status $st)"
done
bzcat "$D"/redhat/oval-v2/RHEL6/*.bz2 >"$tmp/whole.xml"
size=$(wc -c <"$tmp/whole.xml")
bad=0
for i in 1 2 3 4 5 6 7 8 9; do
	head -c $((size * i / 10)) "$tmp/whole.xml" >"$tmp/cut.xml"
	build cut "$tmp/cut.xml" "$X"/azure_oval/*.xml
	[ $? -eq 4 ] && grep -q cut.xml "$tmp/err" || bad=$i
done
is $bad 0 "a document that breaks off is told by name"
is "$(sql "SELECT torn FROM source WHERE name = 'cut.xml'")" 1 "and marked"
echo '<oval_definitions><generator/><!-- oval:com.redhat. --></oval_definitions>' \
    >"$tmp/none.xml"
build none "$tmp/none.xml" "$X"/azure_oval/*.xml
is $? 4 "a document without definitions is no answer"
printf '<!DOCTYPE x [<!ENTITY a "b">]><oval_definitions a="oval:com.oracle.elsa:"/>' \
    >"$tmp/entity.xml"
build entity "$tmp/entity.xml" "$X"/azure_oval/*.xml
is $? 4 "a declared entity ends the document"
done_testing
