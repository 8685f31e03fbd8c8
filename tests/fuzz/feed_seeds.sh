#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of feed_fuzz: the samples in the tree with the byte of their row (the
# order of feeds/feed/feed.c) before them.
out=$2
mkdir -p "$out"

seed() {	# row, name, file
	{ printf "\\$(printf %03o "$1")"; head -c 60000 "$3"; } >"$out/$2"
}
x=tests/fixtures/feeds
for f in "$x"/nvd/*.json; do seed 0 nvd "$f"; done
jq -c '.vulnerabilities[]' "$x"/nvd/*.json | head -12 | {
	i=0
	while read -r line; do
		i=$((i + 1))
		printf '\001%s' "$line" >"$out/cve-$i"
	done
}
for f in "$x"/kev/*.json; do seed 2 kev "$f"; seed 255 any-kev "$f"; done
for f in "$x"/epss/*.csv; do seed 3 epss "$f"; seed 255 any-epss "$f"; done
for f in "$x"/debian/*.json; do seed 4 debian "$f"; seed 255 any-debian "$f"
done
for f in "$x"/secdb/*.json; do
	seed 5 "secdb-${f##*/}" "$f"
	seed 255 "any-secdb-${f##*/}" "$f"
done
for f in "$x"/osv/*.json; do
	seed 6 "osv-${f##*/}" "$f"
	seed 255 "any-osv-${f##*/}" "$f"
done
# What the samples lack: upper bounds, opaque ranges, several kinds of events.
i=0
grep -v '^#' <<'EOF' | while read -r line; do
{"id":"GHSA-aaaa-bbbb-cccc","modified":"2031-01-02T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"w"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"}]}],"database_specific":{"last_known_affected_version_range":">= 1, <= 4.5.0"}}],"database_specific":{"cwe_ids":["CWE-79"],"severity":"HIGH"}}
{"id":"X-1","modified":"2031-01-02T00:00:00Z","withdrawn":"2031-01-02T00:00:00Z","aliases":["CVE-2031-1"],"affected":[{"package":{"ecosystem":"Foo:x","name":"b"},"versions":["1","2","9"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/"}],"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"introduced":"2"},{"fixed":"1"},{"last_affected":"3"},{"limit":"7"}]}]}]}
{"id":"RLSA-2031:1","modified":"2031-01-02T00:00:00Z","summary":"Important: virt:rhel and x:y update","related":["CVE-2031-1","CVE-2031-2"],"affected":[{"package":{"ecosystem":"Rocky Linux:8","name":"b"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.module+el8"}]}]}]}
EOF
	i=$((i + 1))
	printf '\006%s' "$line" >"$out/osv-extra-$i"
done
printf '\005%s' '{"packages":[{"pkg":{"name":"w","secfixes":{"1-r1":["CVE-2031-1 XSA-201 (x)","CVE 2031-2"],"3-r1":["CVE-2031-1"],"0":["GHSA-aaaa"]}}}],"urlprefix":"https://x.alpinelinux.org","reponame":"main","distroversion":"edge"}' >"$out/secdb-late"
