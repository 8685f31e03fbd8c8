#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# CSAF, the security data API, CVRF and OpenVEX: all of upstream's samples are
# recognised, and the statements that a person reads in them (expect.tsv) are
# in the database. Our own samples have a trap each; what is in their
# expect.tsv is all that the database may hold of them.
. tests/cli/feeds-lib.sh
X=tests/fixtures/feeds
S=tests/cli/feeds-statements.sql

lines() {	# feed file: each line is among the statements
	rows=0
	grep -v '^#' "$2" >"$tmp/want"
	while IFS= read -r line; do
		rows=$((rows + 1))
		grep -qxF "$line" "$tmp/got"
		ok $? "$1: $(echo "$line" | tr '\t' ' ')"
	done <"$tmp/want"
	[ "$rows" -ge "${least:-10}" ]
	ok $? "$1: at least ${least:-10} expectations"
}

# Our own samples: every statement, and no other.
own() {		# feed records rejected
	SOURCE_DATE_EPOCH=1956528000 build own "$X/$1"	# 2032
	is "$(sql "SELECT sum(records) || ' ' || sum(rejected) FROM source
	    WHERE feed = '$1'")" "$2 $3" "$1: own samples: $2 records, $3 rejected"
	sqlite3 "$db" <"$S" | sort >"$tmp/got"
	grep -v '^#' "$X/$1/expect.tsv" | sort >"$tmp/want"
	cmp -s "$tmp/got" "$tmp/want"
	ok $? "$1: own samples: the statements and no others"
	diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
}

# Upstream's: at least these, from the real documents.
real() {	# feed records paths...
	feed=$1 records=$2
	shift 2
	if [ ! -d "$D" ]; then
		ok 0 "$feed: # SKIP no ../shared/conformance"
		return
	fi
	build real "$@"
	is $? 0 "$feed: built"
	is "$(cat "$tmp/err")" "" "$feed: nothing to complain of"
	is "$(sql "SELECT sum(records) FROM source WHERE feed = '$feed' AND
	    rejected = 0 AND torn = 0")" "$records" \
	    "$feed: $records records, none rejected"
	sqlite3 "$db" <"$S" >"$tmp/got"
	lines "$feed" "$X/$feed/real.tsv"
}

fixes() {	# number
	sql "SELECT group_concat(t) FROM (SELECT p.t || w.tail AS t FROM alias a
	    JOIN vid v ON v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON
	    p.id = w.prefix WHERE a.rel = 2 AND v.tail LIKE '%$1' ORDER BY 1)"
}

own redhat-vex 2 0
own redhat-csaf 2 0
own suse-csaf 2 0
is "$(sql "SELECT severity || ' ' || date(published, 'unixepoch') || ' ' || url
    FROM adv x JOIN vid v ON v.id = x.vid WHERE v.tail = '2015:0011-2'")" \
    "4 2014-01-27 https://www.suse.com/support/update/announcement/2015/suse-su-20150011-2/" \
    "suse-csaf: rated as the worst of what it fixes"
is "$(fixes 2015:0011-2)" "CVE-2014-0591,CVE-2014-8500" \
    "suse-csaf: what it fixes"
own suse-vex 3 0
is "$(sql "SELECT v.tail || ' ' || severity || ' ' ||
    date(published, 'unixepoch') FROM adv x JOIN vid v ON v.id = x.vid
    WHERE v.tail NOT LIKE '2031%' ORDER BY 1")" "1999-0003 5 2023-02-15
2023-5568 3 2023-10-20" "suse-vex: ratings and days, of what has no product too"
is "$(sql "SELECT ver || ' ' || score10 || ' ' || w.t FROM cvss c JOIN vid v
    ON v.id = c.vid JOIN word w ON w.id = c.vector WHERE v.tail = '2023-5568'")" \
    "31 59 CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:H" "suse-vex: a score"
own openeuler-csaf 3 0
is "$(fixes 2025-1351)" "CVE-2025-29768" \
    "openeuler-csaf: an advisory that calls itself csaf_vex"
is "$(sql "SELECT url FROM adv x JOIN vid v ON v.id = x.vid WHERE v.tail
    LIKE '%2025-1351'")" \
    "https://www.openeuler.org/zh/security/security-bulletins/detail/?id=openEuler-SA-2025-1351" \
    "openeuler-csaf: its address"
is "$(sql "SELECT group_concat(score10) FROM (SELECT score10 FROM cvss c JOIN vid
    v ON v.id = c.vid WHERE v.tail NOT LIKE '%2031%' ORDER BY 1)")" 44,48 \
    "openeuler-csaf: scores"
own redhat-api 2 0
own suse-cvrf 1 0
own openeuler-cvrf 1 0
own ubuntu-vex 1 0
own openvex 9 2
is "$(sql "SELECT DISTINCT extra FROM qual WHERE extra <> '' ORDER BY 1")" \
    "product=pkg:golang/github.com/aquasecurity/trivy
product=pkg:golang/github.com/k3s-io/kine
product=pkg:oci/app@sha256:00" "openvex: components of products"
own csaf 2 1
is "$(sql "SELECT c.vendor || ' ' || c.product || ' ' || r.lo || ' ' || r.flags
    FROM cpe_match m JOIN cpe c ON c.id = m.cpe
    JOIN vrange r ON r.id = m.vrange")" "acme widget_server 2.1 37" \
    "csaf: a product with a CPE name only"
is "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a
    JOIN vid w ON w.id = a.b WHERE a.rel = 1 AND w.tail = '2031-50001'")" 1 \
    "csaf: one's own number stands beside the CVE"

told() {	# as is, of what real built
	[ ! -d "$D" ] || is "$@"
}

real redhat-vex 8 "$D/redhat/csaf/vex"
told "$(sql "SELECT group_concat(name) FROM (SELECT DISTINCT eco || release AS
    name FROM ns n JOIN ns_source s ON s.ns = n.id
    WHERE n.channel = '' ORDER BY 1)")" \
    "hummingbird,redhat10,redhat5,redhat6,redhat7,redhat8,redhat9" \
    "redhat-vex: releases that are covered"
told "$(sql "SELECT score10 FROM cvss c JOIN vid v ON v.id = c.vid JOIN word w
    ON w.id = c.src WHERE v.tail = '2026-0968' AND w.t = 'Red Hat'")" 31 \
    "redhat-vex: a score"
told "$(sql "SELECT group_concat(w.tail) FROM alias a JOIN vid v ON v.id = a.a
    JOIN vid w ON w.id = a.b WHERE a.rel = 3 AND v.tail = '2024-0727'")" \
    "2024:2447,2024:9088" "redhat-vex: the errata that fix it"
real redhat-csaf 12 "$D/redhat/csaf/advisories"
told "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a WHERE
    v.tail = '2024:11505' AND a.rel = 2")" 8 "redhat-csaf: what it fixes"
real redhat-api 13 "$D/redhat/api"
told "$(sql "SELECT group_concat(cwe) FROM weakness w JOIN vid v ON v.id = w.vid
    WHERE v.tail = '2022-1925'")" 122,190 "redhat-api: weaknesses in a chain"
real suse-cvrf 7 "$D/suse/cvrf"
real openeuler-cvrf 2 "$D/openeuler"
real ubuntu-vex 2 "$D/ubuntu/vex"
told "$(sql "SELECT count(*) FROM ns_source")" 0 \
    "ubuntu-vex: it covers no release by itself"
least=3
real openvex 2 "$D/chainguard/openvex"
told "$(sql "SELECT v.tail || ' ' || p.t || w.tail FROM alias a JOIN vid v ON
    v.id = a.a JOIN vid w ON w.id = a.b JOIN prefix p ON p.id = w.prefix WHERE
    a.rel = 0 ORDER BY 1")" "48gh-376r-gw73 CVE-2022-21797
48gh-376r-gw73 GHSA-6hrg-qmvc-2xh8
7qjw-ggh3-pp9f CVE-2023-45803
7qjw-ggh3-pp9f GHSA-g4mx-q9vg-27p4" "openvex: other names"
told "$(sql "SELECT v.tail || ' ' || url FROM adv x JOIN vid v ON v.id = x.vid
    ORDER BY 1")" \
    "48gh-376r-gw73 https://images.chainguard.dev/security/CGA-48gh-376r-gw73
7qjw-ggh3-pp9f https://images.chainguard.dev/security/CGA-7qjw-ggh3-pp9f" \
    "openvex: addresses"
# A CSAF provider's directory has more than documents.
mkdir -p "$tmp/csaf/2031"
cp "$X/redhat-csaf"/*.json "$tmp/csaf/2031"
(cd "$tmp/csaf/2031" && for f in *.json; do
	sha256sum "$f" >"$f.sha256"
	printf -- '-----BEGIN PGP SIGNATURE-----\n\n%s\n' "$f" >"$f.asc"
done; ls *.json | sed 's|^|2031/|' >../index.txt)
sed 's|.*|"&","2031-07-16T00:00:00Z"|' "$tmp/csaf/index.txt" \
    >"$tmp/csaf/changes.csv"
echo csaf_advisories_2031-07-16.tar.zst >"$tmp/csaf/archive_latest.txt"
SOURCE_DATE_EPOCH=1956528000 build provider "$tmp/csaf"
is $? 0 "a provider's directory: built"
is "$(cat "$tmp/err")" "" "a provider's directory: nothing to complain of"
is "$(sql "SELECT group_concat(feed || records) FROM source")" redhat-csaf2 \
    "a provider's directory: the documents"
if [ -d "$D" ]; then
	build all "$D/redhat/csaf"
	is "$? $(cat "$tmp/err")" "0 " "Red Hat's directory: all files are known"
	build broken "$D/broken/broken-cvrf.xml" \
	    "$D/broken/broken-openeuler.xml" "$D/openeuler"
	is $? 4 "CVRF that is cut short: status 4"
	is "$(sql "SELECT sum(records) FROM source")" 2 "the rest is read"
	has "$tmp/err" broken-cvrf.xml "and named"
fi
done_testing
