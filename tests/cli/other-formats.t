#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Lists of purls, GitHub's snapshots and the table: they hold the packages of
# the CycloneDX document, the first two give its findings and gaps, too, where
# purls say enough; and a terminal gets no more than it can show.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
PARTS=tests/fixtures/match/documents
export SOURCE_DATE_EPOCH=1700000000
unset GITHUB_RUN_ID GITHUB_WORKFLOW GITHUB_JOB GITHUB_SHA GITHUB_REF

d=$tmp/debian
mkdir -p "$d/etc" "$d/var/lib/dpkg" "$d/srv/app/node_modules/left"
cp $PARTS/status "$d/var/lib/dpkg/status"
printf 'Package: cut\nStatus: install ok installed\nVers' \
    >>"$d/var/lib/dpkg/status"
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' \
    >"$d/etc/os-release"
echo '{"name":"left","version":"1.0.0"}' \
    >"$d/srv/app/node_modules/left/package.json"
run -q --from rootfs "$d" -o purls="$tmp/purls" -o github="$tmp/github" \
    -o table="$tmp/table" -o cyclonedx-json="$tmp/cdx"
same "$st" 4 "one run, four formats; a database that is cut short"
jq -r '.components[].purl // empty' "$tmp/cdx" | LC_ALL=C sort -u \
    >"$tmp/want"
k=$(wc -l <"$tmp/want")
[ "$k" -gt 15 ]; ok $? "$k purls"

# ---- what they hold ----

grep -v '^#' "$tmp/purls" | LC_ALL=C sort >"$tmp/got"
diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "purls: those, each once"
gaps=$(jq '[.metadata.properties[] | select(.name == "airbom:gap")] | length' \
    "$tmp/cdx")
same "$(grep -c '^# airbom:gap ' "$tmp/purls")" "$gaps" "purls: the gaps"
jq -r '.manifests[].resolved[].package_url' "$tmp/github" | LC_ALL=C sort -u \
    >"$tmp/got"
diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "github: those"
jq -e '(.metadata | length <= 8 and all(type == "string")) and
    .version == 0 and .detector.name == "sbom" and
    .scanned == "2023-11-14T22:13:20Z" and
    ([.manifests[].resolved | keys[]] | unique) as $keys |
    [.manifests[].resolved[].dependencies // [] | .[]] - $keys == [] and
    (.manifests | length == 2 and all(.file.source_location))' \
    "$tmp/github" >"$tmp/err" 2>&1
ok $? "github: scalars, a manifest per file, ends that are there"
same "$(jq -r '.manifests | keys | join(" ")' "$tmp/github")" \
    "/srv/app/node_modules/left/package.json /var/lib/dpkg/status" \
    "github: what proved them"
n_components=$(jq '[.components[] | select(.type != "operating-system")] |
    length' "$tmp/cdx")
same "$(grep -nx '' "$tmp/table" | head -1)" "$((n_components + 2)):" \
    "table: a line each, and its heading"

# Who submits it: what the API requires, as a workflow's environment says.
jq -e 'has("job") or has("sha") or has("ref") | not' "$tmp/github" \
    >"$tmp/err"
ok $? "github: no run, no job, commit or branch"
sha=0123456789abcdef0123456789abcdef01234567
in_run() {
	env GITHUB_RUN_ID=1658821493 GITHUB_WORKFLOW='Build "it"' \
	    GITHUB_JOB=image GITHUB_SHA=$sha GITHUB_REF=refs/heads/main "$@"
}
in_run "$S" -q --from rootfs "$d" -o github="$tmp/run" \
    -o cyclonedx-json="$tmp/run.cdx" 2>"$tmp/err"
jq -ce '[.job, .sha, .ref]' "$tmp/run" >"$tmp/got"
same "$(cat "$tmp/got")" '[{"id":"1658821493",'\
'"correlator":"Build \"it\"_image"},"'$sha'","refs/heads/main"]' \
    "github: a run: those of the environment"
jq -e '. as $d | ["version", "job", "sha", "ref", "detector", "scanned"] |
    all(. as $k | $d | has($k))' "$tmp/run" >"$tmp/err" &&
    jq -e '.detector | all(type == "string") and
    (keys == ["name", "url", "version"])' "$tmp/run" >"$tmp/err"
ok $? "github: a run: all that the API requires"
jq 'del(.job, .sha, .ref)' "$tmp/run" >"$tmp/got"
jq . "$tmp/github" | cmp -s - "$tmp/got"
ok $? "github: a run: else the same"
cmp -s "$tmp/cdx" "$tmp/run.cdx"; ok $? "no other format tells of it"
in_run "$S" convert -q "$tmp/cdx" -o github >"$tmp/got" 2>"$tmp/err"
jq -e --arg sha $sha '.job.id == "1658821493" and .sha == $sha' \
    "$tmp/got" >"$tmp/err"
ok $? "github: a run: convert, too"
in_run env -u GITHUB_JOB GITHUB_REF= "$S" convert -q "$tmp/cdx" -o github \
    >"$tmp/got" 2>"$tmp/err"
jq -e --arg sha $sha '(has("job") or has("ref") | not) and .sha == $sha' \
    "$tmp/got" >"$tmp/err"
ok $? "github: half a job is none; an empty word is none"
jq . "$tmp/run" | "$S" convert -q - -o purls 2>"$tmp/err" |
    cmp -s - "$tmp/purls"
ok $? "github: a run: read as another"
grep -q '^gap: ' "$tmp/table"; ok $? "table: the gaps"
grep -q "$(printf '\033')" "$tmp/table"
same $? 1 "table: no colour in a file"

# ---- a terminal ----

terminal() {	# columns environment...: what a terminal of that width gets
	python3 - "$@" <<-'END'
	import fcntl, os, pty, struct, sys, termios
	pid, fd = pty.fork()
	if pid == 0:
	    fcntl.ioctl(1, termios.TIOCSWINSZ,
	                struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
	    os.execvp("env", ["env"] + sys.argv[2:])
	text = b""
	try:
	    while True:
	        part = os.read(fd, 65536)
	        if not part:
	            break
	        text += part
	except OSError:
	    pass
	sys.stdout.buffer.write(text.replace(b"\r\n", b"\n"))
	END
}
mkdir -p "$tmp/deep/a/node_modules/x/node_modules/some-long-name"
echo '{"name":"some-long-name","version":"1.0.0"}' \
    >"$tmp/deep/a/node_modules/x/node_modules/some-long-name/package.json"
terminal 70 NO_COLOR=1 "$S" --from rootfs -q -o table "$tmp/deep" \
    >"$tmp/out"
grep -q '\.\.\..*some-long-name/package.json$' "$tmp/out"
ok $? "a path is cut at its start"
same "$(awk 'length($0) > 70' "$tmp/out" | grep -c some-long)" 0 \
    "and fits the terminal"
grep -q "$(printf '\033')" "$tmp/out"
same $? 1 "NO_COLOR: none"
terminal 200 -u NO_COLOR "$S" --from rootfs -q -o table "$tmp/deep" \
    >"$tmp/out"
grep -q "^$(printf '\033\\[1m')NAME" "$tmp/out"; ok $? "else colours"
grep -q ' /a/node_modules/x/' "$tmp/out"; ok $? "a wide one: the whole path"

# ---- findings and gaps cross ----

sh tests/tools/debian-tracker.sh $PARTS/status bookworm >"$tmp/tracker.json"
SOURCE_DATE_EPOCH=1795305600 "$B/bin/feeds" build -o "$tmp/db" \
    "$tmp/tracker.json" $PARTS/*.json >"$tmp/err" 2>&1
ok $? "a database"
judge() {	# document: findings and gaps; $st
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    >"$tmp/report" 2>"$tmp/err"
	st=$?
	jq -r '.targets[] | (.findings[] | [.id, .package.name,
	    .package.version, .state, .fixed_in[0] // "-"]), (.gaps[] |
	    [.kind, .path // "-", .what]) | @tsv' "$tmp/report" | sort
}
judge "$tmp/cdx" >"$tmp/want"
same "$st" 4 "CycloneDX: status of match"
[ "$(grep -c ^CVE- "$tmp/want")" -ge 30 ]; ok $? "30 findings at least"
for f in purls github; do
	judge "$tmp/$f" >"$tmp/got"
	same "$st" 4 "$f: status of match"
	diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "$f: the same findings"
	run convert -q "$tmp/$f" -o purls
	cmp -s "$tmp/out" "$tmp/purls"; ok $? "$f: and the list of purls"
done
done_testing
