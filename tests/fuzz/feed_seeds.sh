#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Seeds of feed_fuzz: each sample in tests/fixtures/feeds/NAME twice, with the
# byte of the row NAME (its place in feeds/feed/table.h) before it, and with
# 0xff: found from its content.
out=$2
mkdir -p "$out"

row() {	# name: its byte, as printf takes it
	n=$(sed -n 's/^\tX(\([a-z0-9_]*\)).*/\1/p' feeds/feed/table.h |
	    grep -nx "$(echo "$1" | tr - _)" | cut -d: -f1)
	[ -n "$n" ] || { echo "feed_seeds: no row $1" >&2; exit 1; }
	printf '\\%03o' $((n - 1))
}

seed() {	# byte, name, file
	{ printf "$1"; head -c 60000 "$3"; } >"$out/$2"
}

for dir in tests/fixtures/feeds/*/; do
	feed=${dir%/}
	feed=${feed##*/}
	byte=$(row "$feed") || exit 1
	find "$dir" -type f ! -name 'README*' ! -name expect.tsv ! -name real.tsv | sort |
	while read -r f; do
		name=$feed-$(echo "${f#"$dir"}" | tr / -)
		case $f in
		*.sql)	# a database, in small pages
			rm -f "$out.db"
			{ echo 'PRAGMA page_size=512;'; cat "$f"; } |
			    sqlite3 "$out.db"
			f=$out.db
			;;
		esac
		seed "$byte" "$name" "$f"
		seed '\377' "any-$name" "$f"
	done
done
rm -f "$out.db"
{ printf "$(row osv_pages)"; jq -sc '{advisories: ., links: {next: null}}' \
    tests/fixtures/feeds/osv/ALSA-*.json; } >"$out/osv-pages"
byte=$(row nvd_cve)
jq -c '.vulnerabilities[]' tests/fixtures/feeds/nvd/*.json | head -12 | {
	i=0
	while read -r line; do
		i=$((i + 1))
		{ printf "$byte"; printf %s "$line"; } >"$out/cve-$i"
	done
}
# What the samples lack: upper bounds, opaque ranges, several kinds of events.
i=0
byte=$(row osv)
grep -v '^#' <<'EOF' | while read -r line; do
{"id":"GHSA-aaaa-bbbb-cccc","modified":"2031-01-02T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"w"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"}]}],"database_specific":{"last_known_affected_version_range":">= 1, <= 4.5.0"}}],"database_specific":{"cwe_ids":["CWE-79"],"severity":"HIGH"}}
{"id":"X-1","modified":"2031-01-02T00:00:00Z","withdrawn":"2031-01-02T00:00:00Z","aliases":["CVE-2031-1"],"affected":[{"package":{"ecosystem":"Foo:x","name":"b"},"versions":["1","2","9"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/"}],"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"introduced":"2"},{"fixed":"1"},{"last_affected":"3"},{"limit":"7"}]}]}]}
{"id":"RLSA-2031:1","modified":"2031-01-02T00:00:00Z","summary":"Important: virt:rhel and x:y update","related":["CVE-2031-1","CVE-2031-2"],"affected":[{"package":{"ecosystem":"Rocky Linux:8","name":"b"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.module+el8"}]}]}]}
EOF
	i=$((i + 1))
	{ printf "$byte"; printf %s "$line"; } >"$out/osv-extra-$i"
done
byte=$(row secdb)
{ printf "$byte"; printf %s '{"packages":[{"pkg":{"name":"w","secfixes":{"1-r1":["CVE-2031-1 XSA-201 (x)","CVE 2031-2"],"3-r1":["CVE-2031-1"],"0":["GHSA-aaaa"]}}}],"urlprefix":"https://x.alpinelinux.org","reponame":"main","distroversion":"edge"}'; } >"$out/secdb-late"
