#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match -o json: valid against its schema by a validator that is not ours, the
# keys of design.md in their order, the same bytes twice.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

is() {		# text want got
	[ "$2" = "$3" ]; ok $? "$1"
	[ "$2" = "$3" ] || printf '%s\n' "wanted:" "$2" "got:" "$3" |
	    sed 's/^/# /'
}

# Heartbleed, as NVD has it, cut down to one configuration.
cat >"$tmp/heartbleed.json" <<'EOF'
{"resultsPerPage": 1, "startIndex": 0, "totalResults": 1, "format": "NVD_CVE",
 "version": "2.0", "timestamp": "2026-08-20T00:00:00.000",
 "vulnerabilities": [{"cve": {"id": "CVE-2014-0160",
  "published": "2014-04-07T22:55:03.893", "lastModified": "2025-04-12T10:46:40.837",
  "vulnStatus": "Deferred", "descriptions": [{"lang": "en", "value": "TLS heartbeat"}],
  "metrics": {}, "references": [], "configurations": [{"nodes": [{"operator": "OR",
   "negate": false, "cpeMatch": [{"vulnerable": true,
    "criteria": "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*",
    "versionStartIncluding": "1.0.1", "versionEndExcluding": "1.0.1g",
    "matchCriteriaId": "419EB2D2-8F29-4F2A-A4F0-FC0E4F3C3EC2"}]}]}]}}]}
EOF
# What CISA decided of it, one thing left out.
cat >"$tmp/CVE-2014-0160.json" <<'EOF'
{"dataType": "CVE_RECORD", "cveMetadata": {"cveId": "CVE-2014-0160",
 "state": "PUBLISHED", "datePublished": "2014-04-07T00:00:00Z",
 "dateUpdated": "2025-02-07T00:00:00Z"}, "containers": {"cna": {}, "adp": [
 {"providerMetadata": {"orgId": "134c704f-9b21-4f2e-91b3-4a467353bcc0"},
  "metrics": [{"other": {"type": "ssvc", "content": {"version": "2.0.3",
   "timestamp": "2025-02-07T13:30:00.000Z", "options": [
   {"Exploitation": "active"}, {"Automatable": "yes"}]}}}]}]}}
EOF
"$B/bin/feeds" build -o "$tmp/db" $F/feeds "$tmp/heartbleed.json" \
    "$tmp/CVE-2014-0160.json" \
    >"$tmp/out" 2>&1
ok $? "feeds build"
now='--now 2026-11-22T10:00:00Z'
export AIRBOM_DB="$tmp/db"

$M $now -o json $F/*.cdx.json >"$tmp/all.json" 2>"$tmp/err"
is "status 0" 0 $?
$M $now -o json $F/*.cdx.json >"$tmp/again.json" 2>/dev/null
cmp -s "$tmp/all.json" "$tmp/again.json"; ok $? "twice the same bytes"

# Documents with every kind of oddity, for the schema.
sed 's/debian/nosuch/g' $F/debian-12.cdx.json >"$tmp/a.cdx.json"
jq 'del(.metadata) | .components |= map(select(.type == "library")
    | .purl |= sub("&distro=.*"; ""))' $F/debian-12.cdx.json >"$tmp/b.cdx.json"
echo '{"bomFormat": "CycloneDX", "specVersion": "1.4", "version": 1}' \
    >"$tmp/c.cdx.json"
head -c 500 $F/debian-12.cdx.json >"$tmp/d.cdx.json"
jq '.metadata.properties = [{"name": "airbom:gap", "value":
    "kind=package-db;path=/x;what=y"}, {"name": "airbom:note", "value":
    "kind=link;path=/y;what=z"}]' $F/debian-12.cdx.json >"$tmp/e.cdx.json"
# A component of no type.
cat >"$tmp/f.cdx.json" <<'EOF'
{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [
 {"type": "application", "name": "openssl", "version": "1.0.1e",
  "cpe": "cpe:2.3:a:openssl:openssl:1.0.1e:*:*:*:*:*:*:*"}]}
EOF
$M $now -o json --fail-on low --max-db-age kev=1 "$tmp"/*.cdx.json \
    >"$tmp/odd.json" 2>"$tmp/err"
is "status 3: one was cut" 3 $?
is "a finding by CPE is among them" true "$(jq \
    '[.targets[].findings[] | select(.package.type == null)] | length > 0' \
    "$tmp/odd.json")"

is "CISA's decisions" '{"exploitation":"active","automatable":"yes",'\
'"technical_impact":null,"decided":"2025-02-07T13:30:00Z"}' "$(jq -c \
    '.targets[].findings[] | select(.id == "CVE-2014-0160") | .ssvc' \
    "$tmp/odd.json")"
is "and of others none" true "$(jq '[.targets[].findings[] |
    select(.id != "CVE-2014-0160") | .ssvc] | length > 0 and all(. == null)' \
    "$tmp/odd.json")"
is "what was not decided then is not told" null "$($M $now -o json \
    --as-of 2025-02-06 "$tmp/f.cdx.json" 2>"$tmp/err" |
    jq '.targets[0].findings[] | select(.id == "CVE-2014-0160") | .ssvc')"

$M $now -o json --group-by advisory "$tmp"/*.cdx.json $F/*.cdx.json \
    >"$tmp/grouped.json" 2>/dev/null
is "grouped by advisory: status 3" 3 $?
is "without: null" null "$(jq .advisories "$tmp/odd.json")"

if python=$(sh tests/tools/validators.sh); then
	"$python" tests/tools/schema-validate.py schemas/findings.schema.json \
	    "$tmp/all.json" "$tmp/odd.json" "$tmp/grouped.json" \
	    >"$tmp/faults" 2>&1
	ok $? "valid against schemas/findings.schema.json"
	head -n 5 "$tmp/faults" | sed 's/^/# /'
	# A validator that accepts everything would not do.
	jq '.targets[0].findings[0].severity = "grave"' "$tmp/all.json" \
	    >"$tmp/bad1.json"
	jq '.targets[0].extra = 1' "$tmp/all.json" >"$tmp/bad2.json"
	jq '.advisories[0].packages[0].targets = []' "$tmp/grouped.json" \
	    >"$tmp/bad3.json"
	for bad in "$tmp/bad1.json" "$tmp/bad2.json" "$tmp/bad3.json"; do
		! "$python" tests/tools/schema-validate.py \
		    schemas/findings.schema.json "$bad" >/dev/null
		ok $? "a wrong report is refused"
	done
else
	[ "${CI:-}" != true ]; ok $? "valid against the schema # SKIP no validator"
fi

keys() { jq -r "$1 | keys_unsorted | join(\" \")" "$tmp/all.json"; }
is "keys of the report" \
    "schema tool evaluated_at database targets advisories summary" "$(keys .)"
is "keys of the database" "content sources epss selection" "$(keys .database)"
is "keys of a source" "feed date records scope rejected whole sha256" "$(keys '.database.sources[0]')"
is "keys of a target" "sbom name digest document distro components coverage findings suppressed plan gaps notes" \
    "$(keys '.targets[0]')"
is "keys of coverage" "judged uncovered judged_by types examples" \
    "$(keys '.targets[0].coverage')"
is "keys of a finding" "id aliases title severity severity_source cvss epss kev ssvc risk published modified known weaknesses urls state fixed_in suggested stream package source_package advisory range confidence why" \
    "$(keys '.targets[0].findings[0]')"
is "keys of a package" "purl name version type ref layer paths" \
    "$(keys '.targets[0].findings[0].package')"
is "today" 2026-11-22T10:00:00Z "$(jq -r .evaluated_at "$tmp/all.json")"

f='.targets[].findings[] | select(.id == "CVE-2023-4911")'
is "CVSS: every score, with its source" \
    '[["3.1",7.8,"nvd@nist.gov"],["3.1",7.8,"secalert@redhat.com"]]' \
    "$(jq -c "$f | [.cvss[] | [.version, .score, .source]] | sort" "$tmp/all.json")"
is "EPSS" '{"score":0.71234,"percentile":0.98765}' \
    "$(jq -c "$f | .epss" "$tmp/all.json")"
is "KEV" '{"added":"2023-11-21","due":"2023-12-12","ransomware":false}' \
    "$(jq -c "$f | .kev" "$tmp/all.json")"
is "severity and state" 'high fixed' \
    "$(jq -r "$f | .severity + \" \" + .state" "$tmp/all.json")"
is "dates, of NVD where the vendor has none" \
    '2023-10-03T18:15:10Z 2025-01-27T21:48:19Z' \
    "$(jq -r "$f | .published + \" \" + .modified" "$tmp/all.json")"
is "weaknesses, NVD's and CISA's" '["CWE-122","CWE-787"]' "$(jq -c "$f | .weaknesses" "$tmp/all.json")"
is "whose word the severity is" cvss \
    "$(jq -r "$f | .severity_source" "$tmp/all.json")"
# KEV, high, two scores of 7.8: (0.75 + 0.78) / 2 * 1.05
is "the rank of risk" 80.33 "$(jq "$f | .risk" "$tmp/all.json")"
is "no rank of what is neither listed nor scored" null \
    "$(jq '.targets[].findings[] | select(.id == "CVE-2010-4756") | .risk' "$tmp/all.json")"
is "day and model of the scores" '{"date":"2026-08-19","model":"v2026.03.01"}' \
    "$(jq -c .database.epss "$tmp/all.json")"
is "the range" 'vers:deb/<2.36-9+deb12u3' \
    "$(jq -r "$f | .range" "$tmp/all.json")"
is "why" 'source package: glibc 2.36-9+deb12u1
advisory: CVE-2023-4911 of feed debian, date unknown
range: vers:deb/<2.36-9+deb12u3
comparison: 2.36-9+deb12u1 < 2.36-9+deb12u3 (dpkg)' \
    "$(jq -r "$f | .why[]" "$tmp/all.json" | grep -v "^vendor's word")"
c='.targets[] | select(.sbom | endswith("almalinux-8.cdx.json")) | .coverage'
is "by what packages were judged" \
    '[{"namespace":"almalinux 8","components":3,"feeds":["osv"],"date":"2024-01-03T00:00:00Z"}]' \
    "$(jq -c "$c | .judged_by" "$tmp/all.json")"
is "by type, with reasons" \
    '[{"type":"rpm","components":4,"judged":3,"uncovered":{"third-party":1}}]' \
    "$(jq -c "$c | .types" "$tmp/all.json")"
is "examples" \
    '{"third-party":["pkg:rpm/almalinux/htop@3.2.1-1.el8?arch=x86_64&distro=almalinux-8.9"]}' \
    "$(jq -c "$c | .examples" "$tmp/all.json")"
is "what the document is" \
    '[{"format":"cyclonedx-json","version":"1.6"}]' \
    "$(jq -c '[.targets[] | select(.sbom | endswith("almalinux-8.cdx.json"))
    | .document | {format, version}]' "$tmp/all.json")"
is "no ages" 0 "$(grep -c 'days' "$tmp/all.json")"
is "a gap under a condition stands in the summary" true \
    "$(jq '[.summary.gaps[].kind] | contains(["severity", "feed-age", "document", "package-db", "feed"])' \
    "$tmp/odd.json")"
echo "1..$n"
