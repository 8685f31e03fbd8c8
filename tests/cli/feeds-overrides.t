#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Corrections of NVD's configurations take their place, whichever is newer;
# the rest of NVD's record stays.
. tests/cli/feeds-lib.sh
X=tests/fixtures/feeds/nvd_overrides
products="SELECT f.feed, v.tail, c.vendor || ':' || c.product,
    r.lo, r.hi, m.cfg, m.node,
    coalesce(w.t, '-') FROM cpe_match m JOIN cpe c ON c.id = m.cpe JOIN adv x
    ON x.id = m.adv JOIN source f ON f.id = x.source JOIN vid v ON
    v.id = x.vid LEFT JOIN vrange r ON r.id = m.vrange LEFT JOIN word w ON
    w.id = m.attrs ORDER BY 2, 6, 7, 3, 4"

mkdir "$tmp/nvd"
page() {	# id, product: an object of NVD's, newer than the correction
	cat <<X
{"cve":{"id":"$1","published":"2014-10-10T01:55:00.000",
"lastModified":"2026-06-01T00:00:00.000","vulnStatus":"Modified","descriptions":
[{"lang":"en","value":"A flaw."}],"metrics":{"cvssMetricV2":[{"source":
"nvd@nist.gov","type":"Primary","cvssData":{"version":"2.0","vectorString":
"AV:N/AC:L/Au:N/C:C/I:C/A:C","baseScore":10.0}}]},"configurations":[{"nodes":[{
"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":true,"criteria":
"cpe:2.3:$2:*:*:*:*:*:*:*:*","versionEndIncluding":"9.9.4"}]}]}]}}
X
}
{
	echo '{"format":"NVD_CVE","version":"2.0","vulnerabilities":['
	page CVE-2014-0591 a:isc:bind
	echo ,
	page CVE-2014-2649 o:linux:linux_kernel
	echo ,
	page CVE-2014-9999 a:acme:widget
	echo ']}'
} >"$tmp/nvd/nvdcve-2.0-2014.json"

build alone "$X"
is $? 0 "corrections alone"
is "$(sql "SELECT sum(records) || ' ' || sum(rejected) FROM source WHERE
    feed = 'nvd-overrides'")" "3 0" "three, none rejected"
want="nvd-overrides|2014-0591|isc:bind|9.6|9.8.6-P2|0|0|*:*:*:stable:*:*:*
nvd-overrides|2014-0591|isc:bind|9.9|9.9.4-P2|0|0|*:*:*:stable:*:*:*
nvd-overrides|2014-0591|isc:bind|9.6-ESV|9.6-ESV-R10-P2|1|0|*:*:*:esv:*:*:*"
sql "$products" >"$tmp/got"
echo "$want" | while read -r line; do
	grep -qF "$line" "$tmp/got" || echo "# not there: $line"
done >"$tmp/missing"
is "$(cat "$tmp/missing")" "" "their ranges"
is "$(sql "$products" | grep -c '^nvd-overrides|2014-125112|')" 3 \
    "a CVE that NVD did not analyse"
is "$(sql "$products" | grep -c 2014-2649)" 0 "a CVE without a product"
is "$(sql "SELECT hi FROM vrange r JOIN cpe_match m ON m.vrange = r.id JOIN
    cpe c ON c.id = m.cpe WHERE c.product =
    'plack::middleware::session::cookie'")" 0.23 "an escaped name"

build before "$tmp/nvd"
is "$(sql "SELECT count(*) FROM cpe_match")" 3 "NVD alone"
build both "$X" "$tmp/nvd"
is "$(sql "$products" | grep '^nvd|')" \
    "nvd|2014-9999|acme:widget||9.9.4|0|0|-" \
    "beside them: NVD's products of other CVEs only"
sql "$products" | grep '^nvd-overrides' | cmp -s - "$tmp/got"
ok $? "and all corrections"
is "$(sql "SELECT count(*) FROM cvss c JOIN vid v ON v.id = c.vid WHERE
    v.tail IN ('2014-0591', '2014-2649')")" 2 "NVD's scores stay"
build kept --state "$tmp/state" "$X" "$tmp/nvd"
cp "$db" "$tmp/first.db"
build kept --state "$tmp/state" "$tmp/nvd"
is "$(sql "$products" | grep -c '^nvd|')" 1 "so it is from the state"
build lang --profile lang "$X" tests/fixtures/feeds/kev
is "$(sql "SELECT count(*) FROM cpe_match")" 0 "not in a profile without NVD"
printf '{"_annotation":{"cve_id":"x"},"cve":{"configurations":[]}}' \
    >"$tmp/bad.json"
build bad "$tmp/bad.json" "$X"
has "$tmp/err" "no CVE identifier" "a bad one"
done_testing
