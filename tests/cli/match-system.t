#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a system is changes what counts: kernels in containers.
. tests/cli/tap.sh
M=$B/bin/match

# A tracker and a document: type of the subject, packages as dpkg has them.
cat >"$tmp/tracker.json" <<X
{ "linux": { "CVE-2031-10001": { "releases": { "bookworm": {
    "status": "open", "urgency": "high",
    "repositories": { "bookworm": "6.1.90-1" } } } } },
  "bash": { "CVE-2031-10002": { "releases": { "bookworm": {
    "status": "open", "urgency": "low",
    "repositories": { "bookworm": "5.2.15-2" } } } } } }
X
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/tracker.json"
ok $? "a database"
document() {	# subject
	cat <<X
{ "bomFormat": "CycloneDX", "specVersion": "1.6",
  "metadata": { "component": { "type": "container", "name": "x" },
    "properties": [ { "name": "airbom:subject", "value": "$1" } ] },
  "components": [
    { "type": "operating-system", "name": "debian", "version": "12" },
    { "type": "library", "name": "linux-libc-dev", "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-libc-dev@6.1.90-1?upstream=linux" },
    { "type": "library", "name": "linux-image-6.1.0-21-amd64",
      "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-image-6.1.0-21-amd64@6.1.90-1?upstream=linux-signed-amd64%406.1.90%2B1" },
    { "type": "library", "name": "linux-perf", "version": "6.1.90-1",
      "purl": "pkg:deb/debian/linux-perf@6.1.90-1?upstream=linux" },
    { "type": "library", "name": "bash", "version": "5.2.15-2",
      "purl": "pkg:deb/debian/bash@5.2.15-2" } ] }
X
}
names() {	# subject, option...
	document "$1" >"$tmp/cdx"
	shift
	"$M" --db "$tmp/db" -o json "$@" "$tmp/cdx" >"$tmp/report" 2>"$tmp/err"
	jq -r '[.targets[0].findings[].package.name] | sort | join(" ")' \
	    "$tmp/report"
}

is "$(names image)" 'bash linux-perf' \
    "a container's kernel and headers are hidden, its programs are not"
is "$(jq -r '.targets[0].suppressed[] | .package.name + ": " + .by' \
    "$tmp/report" | sort | head -1)" "linux-image-6.1.0-21-amd64: a container \
runs the host's kernel (--kernel=show shows it)" "with the reason"
is "$(names image --kernel=show)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "--kernel=show"
is "$(names rootfs)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "a machine's are shown"
is "$(names unknown)" \
    'bash linux-image-6.1.0-21-amd64 linux-libc-dev linux-perf' \
    "and those of a document that does not tell"
is "$(names rootfs --kernel=hide)" 'bash linux-perf' "--kernel=hide"
document image >"$tmp/cdx"
"$M" --db "$tmp/db" "$tmp/cdx" >"$tmp/out"
has "$tmp/out" '; 2 more about kernels (--kernel=show)' "they are counted"
grep -v linux-perf "$tmp/cdx" >"$tmp/few"
"$M" --db "$tmp/db" --fail-on high "$tmp/few" >/dev/null
is $? 0 "no gate sees them"
"$M" --db "$tmp/db" --fail-on high --kernel=show "$tmp/few" >/dev/null
is $? 1 "unless they are shown"
"$M" explain --db "$tmp/db" CVE-2031-10001,linux-libc-dev "$tmp/cdx" \
    >"$tmp/out"
has "$tmp/out" "a container runs the host's kernel" "explain says it"
"$M" --db "$tmp/db" --kernel=maybe "$tmp/cdx" >/dev/null 2>"$tmp/err"
is $? 2 "another word is wrong usage"
done_testing
