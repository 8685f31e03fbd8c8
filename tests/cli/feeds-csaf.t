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
	[ "$rows" -ge 10 ]
	ok $? "$1: at least ten expectations"
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

own redhat-vex 2 0
own redhat-csaf 2 0
own suse-csaf 1 0
own suse-vex 1 0
own openeuler-csaf 1 0
own csaf 2 1
is "$(sql "SELECT c.vendor || ' ' || c.product || ' ' || r.lo || ' ' || r.flags
    FROM cpe_match m JOIN cpe c ON c.id = m.cpe
    JOIN vrange r ON r.id = m.vrange")" "acme widget_server 2.1 37" \
    "csaf: a product with a CPE name only"
is "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a
    JOIN vid w ON w.id = a.b WHERE a.rel = 1 AND w.tail = '2031-50001'")" 1 \
    "csaf: one's own number stands beside the CVE"

real redhat-vex 8 "$D/redhat/csaf/vex"
is "$(sql "SELECT group_concat(name) FROM (SELECT DISTINCT eco || release AS
    name FROM ns n JOIN ns_source s ON s.ns = n.id
    WHERE n.channel = '' ORDER BY 1)")" \
    "go,hummingbird,redhat,redhat10,redhat5,redhat6,redhat7,redhat8,redhat9" \
    "redhat-vex: releases that are covered"
is "$(sql "SELECT score10 FROM cvss c JOIN vid v ON v.id = c.vid JOIN word w
    ON w.id = c.src WHERE v.tail = '2026-0968' AND w.t = 'Red Hat'")" 31 \
    "redhat-vex: a score"
real redhat-csaf 12 "$D/redhat/csaf/advisories"
is "$(sql "SELECT count(*) FROM alias a JOIN vid v ON v.id = a.a WHERE
    v.tail = '2024:11505' AND a.rel = 2")" 8 "redhat-csaf: what it fixes"
done_testing
