#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A source that names a few packages of a namespace does not cover it: what it
# is silent about is a gap, not an answer.
. tests/cli/feeds-lib.sh
fixtures=tests/fixtures/feeds

covered_is() {	# want paths...: the namespaces that a feed covers
	want=$1
	shift
	build cover "$@"
	is "$(sql "SELECT n.eco, n.release, n.channel FROM ns_source x
	    JOIN ns n ON n.id = x.ns ORDER BY 1, 2, 3" | xargs)" \
	    "$want" "covered: ${want:-nothing}, by $(echo "$@" |
	    sed "s,$tmp/,,g")"
	is "$(sql "SELECT count(*) > 0 FROM affected")" 1 "and it has statements"
}

mkdir "$tmp/malware" "$tmp/own"
cat >"$tmp/malware/MAL-2025-1.json" <<'EOF'
{"id":"MAL-2025-1","modified":"2025-01-01T00:00:00Z","affected":[{"package":
{"ecosystem":"npm","name":"evil"},"versions":["1.0.0"]}]}
EOF
cat >"$tmp/own/ACME-2025-1.json" <<'EOF'
{"id":"ACME-2025-1","modified":"2025-01-01T00:00:00Z","affected":[{"package":
{"ecosystem":"Debian:12","name":"acme"},"ranges":[{"type":"ECOSYSTEM",
"events":[{"introduced":"0"},{"fixed":"1.0"}]}]}]}
EOF

covered_is "" "$tmp/malware"
covered_is "" --private "acme=$tmp/own"
covered_is "" --private "acme=$tmp/own" --state "$tmp/state"
covered_is "" --state "$tmp/state"
covered_is "debian|12|" "$tmp/own"
covered_is "" $fixtures/alpine_unfixed
covered_is "" $fixtures/rootio
covered_is "" $fixtures/nodejs

# Nor does the older database make it cover more.
build own --private "acme=$tmp/own"
cp "$tmp/own.db" "$tmp/old.db"
covered_is "" --previous "$tmp/old.db" "$tmp/malware"

# Beside a database of the ecosystem, malware takes nothing from it.
sed 's/MAL-2025-1/GHSA-xxxx-xxxx-xxxx/' "$tmp/malware/MAL-2025-1.json" \
    >"$tmp/malware/GHSA.json"
covered_is "npm||" "$tmp/malware"

# The repository that an ecosystem stands for is no channel of its own.
mkdir "$tmp/central"
repository() {	# ecosystem
	sed "s,\"npm\",\"$1\",; s/MAL/ACME/" "$tmp/malware/MAL-2025-1.json" \
	    >"$tmp/central/a.json"
}
host=repo.maven
repository "Maven:https://$host.apache.org/maven2/"
covered_is "maven||" "$tmp/central"
repository Maven:https://repo.example.org/maven2
covered_is "maven||https://repo.example.org/maven2" "$tmp/central"

# An image of a release that only such a source names.
build own --private "acme=$tmp/own"
"$B/bin/match" --db "$tmp/own.db" tests/fixtures/match/debian-12.cdx.json \
    >"$tmp/out" 2>&1
is $? 4 "match: a gap"
has "$tmp/out" "8 no feed in the database" "which it says"

done_testing
