#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Packages of languages inside those of the operating system: the database is
# dpkg's own, of packages that dpkg-deb built and dpkg installed.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

if ! command -v dpkg-deb >/dev/null || [ "$(id -u)" != 0 ]; then
	echo "1..0 # SKIP needs dpkg and root"
	exit 0
fi

R=$tmp/root
mkdir -p "$R/usr/lib" "$R/usr/bin" "$R/etc" "$R/var/lib/dpkg/info" \
    "$R/var/lib/dpkg/updates" "$R/var/lib/dpkg/triggers"
ln -s usr/lib "$R/lib"
: >"$R/var/lib/dpkg/status"
: >"$R/var/lib/dpkg/available"
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' \
    >"$R/etc/os-release"

module() {	# dir name version: a package of Node
	mkdir -p "$1"
	printf '{"name": "%s", "version": "%s"}\n' "$2" "$3" \
	    >"$1/package.json"
}

install_deb() {	# name maintainer; its files are in $tmp/deb
	mkdir -p "$tmp/deb/DEBIAN"
	printf '%s\n' "Package: $1" "Version: 1.0-1" "Architecture: all" \
	    "Maintainer: $2" "Description: test" >"$tmp/deb/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$tmp/deb" "$tmp/$1.deb" >/dev/null &&
	    dpkg --root="$R" --force-bad-path --log=/dev/null \
	    -i "$tmp/$1.deb" >"$tmp/err" 2>&1
	ok $? "dpkg installs $1"
	rm -rf "$tmp/deb"
}

module "$tmp/deb/usr/share/nodejs/a" a 1.0.0
install_deb node-a "Debian Javascript Maintainers <js@lists.example.org>"
module "$tmp/deb/usr/lib/node_modules/npm" npm 10.0.0
install_deb nodejs "NodeSource <support@nodesource.com>"
module "$tmp/deb/lib/node_modules/merged" merged 1.0.0
install_deb node-merged "A <a@example.org>"
module "$tmp/deb/opt/acme/node_modules/acme" acme 1.0.0
install_deb acme "A <a@example.org>"
module "$R/app/node_modules/a" a 1.0.0
module "$R/root/.npm/_cacache/node_modules/c" c 1.0.0

# name, directory, owner, vendor, cached of each package of Node
table() {
	jq -r '(.components | map({key: ."bom-ref", value: .name}) |
	    from_entries) as $by | .components[] |
	    select((.purl // "") | startswith("pkg:npm/")) |
	    (.properties | map({key: .name, value: .value}) |
	    from_entries) as $p |
	    [.name, .evidence.occurrences[0].location,
	     $by[$p["airbom:owner"] // "-"] // "-",
	     $p["airbom:owner:vendor"] // "-",
	     $p["airbom:package:cached"] // "-"] | join(" ")' "$1" |
	    sed 's|/package.json||' | sort
}

cat >"$tmp/want" <<'END'
a /app/node_modules/a - - -
a /usr/share/nodejs/a node-a true -
acme /opt/acme/node_modules/acme acme false -
c /root/.npm/_cacache/node_modules/c - - true
merged /usr/lib/node_modules/merged node-merged true -
npm /usr/lib/node_modules/npm nodejs false -
END

agrees() {	# text
	table "$tmp/out" >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >"$tmp/err"
	ok $? "$1"
}

run "$R"
agrees "a root file system"
same "$st" 0 "is no gap"
pack "$R" "$tmp/1.tar"
piped "$tmp/1.tar"
agrees "a tar of it on standard input"
image "$tmp/i.tar" "$tmp/1.tar"
run "$tmp/i.tar"
agrees "an image"
run "$tmp/i.tar" -o cyclonedx-json@1.4
agrees() {
	table "$tmp/out" | sed 's/ null / - /' >"$tmp/got"
	sed 's| /[^ ]*||' "$tmp/want" >"$tmp/want14"
	sed -i 's/^\([^ ]*\)  */\1 /' "$tmp/got"
	diff "$tmp/want14" "$tmp/got" >"$tmp/err"
	ok $? "$1"
}
agrees "in CycloneDX 1.4, which has no evidence"

# A later layer replaces what dpkg installed: it is nobody's then.
mkdir -p "$tmp/l2"
module "$tmp/l2/usr/share/nodejs/a" a 9.9.9
pack "$tmp/l2" "$tmp/2.tar"
image "$tmp/i.tar" "$tmp/1.tar" "$tmp/2.tar"
run "$tmp/i.tar"
same "$(table "$tmp/out" | grep share/nodejs)" \
    "a /usr/share/nodejs/a - - -" "a file that a later layer replaced"

# The owner's name in the document is a reference that resolves.
run "$R"
same "$(jq -r '[.components[]."bom-ref"] as $refs | [.components[] |
    .properties[]? | select(.name == "airbom:owner").value] |
    length > 0 and all(. as $r | $refs | index($r) != null)' "$tmp/out")" \
    true "owners are references of the document"

# Nothing is lost on the way to match: read and written again, it is the same.
test=$B/tests/unit/cyclonedx_test
if [ -x "$test" ]; then
	ROUND_TRIP=$tmp/out "$test" >"$tmp/said" 2>&1
	ok $? "the document comes back as it was"
else
	skip "the document comes back as it was" "$test is not built"
fi

# What lies in a package of the distribution, by upstream's word and its own:
# the tracker says that node-a 1.0-1 has the fix, and nothing of node-merged.
mkdir "$tmp/feeds"
osv() {		# id package
	echo "{\"id\": \"GHSA-$1\", \"modified\": \"2026-01-01T00:00:00Z\",
	    \"aliases\": [\"CVE-2026-$2\"], \"affected\": [{\"package\":
	    {\"ecosystem\": \"npm\", \"name\": \"$3\"}, \"ranges\": [{\"type\":
	    \"SEMVER\", \"events\": [{\"introduced\": \"0\"},
	    {\"fixed\": \"2.0.0\"}]}]}]}" >"$tmp/feeds/GHSA-$1.json"
}
osv 2222-3333-4444 10001 a
osv 2222-3333-5555 10002 merged
osv 2222-3333-6666 10003 acme
osv 2222-3333-7777 10004 a
tracker() {	# status fixed
	echo "{\"releases\": {\"bookworm\": {\"status\": \"$1\",
	    \"repositories\": {\"bookworm\": \"1.0-1\"}, $2
	    \"urgency\": \"medium\"}}}"
}
echo "{\"node-a\": {
    \"CVE-2026-10001\": $(tracker resolved '"fixed_version": "1.0-1",'),
    \"CVE-2026-10004\": $(tracker open '')}}" >"$tmp/feeds/tracker.json"
"$B/bin/feeds" build -o "$tmp/db" "$tmp/feeds" >"$tmp/err" 2>&1
ok $? "a database of both"
"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json - <"$tmp/out" \
    >"$tmp/report" 2>"$tmp/err"
line() {	# findings or suppressed: package, place, problem, confidence
	jq -r --arg of "$1" '.targets[0][$of][] | select(.package.type ==
	    "npm") | [.package.name, (.package.paths[0] | split("/")[1]), .id,
	    .confidence] | join(" ")' "$tmp/report" | sort | paste -sd ,
}
same "$(line findings)" \
    "a app CVE-2026-10001 exact,a app CVE-2026-10004 exact,a usr CVE-2026-10004 exact,acme opt CVE-2026-10003 exact,merged usr CVE-2026-10002 possible" \
    "the distribution's silence makes doubt, its agreement none"
same "$(line suppressed)" "a usr CVE-2026-10001 exact" \
    "its fix silences upstream's finding, of its own package only"
same "$(jq -r '.targets[0].suppressed[0].by' "$tmp/report")" \
    "CVE-2026-10001 of feed debian: node-a 1.0-1, which it is part of, has the fix" \
    "with the reason"
"$B/bin/match" explain CVE-2026-10001,a --db "$tmp/db" "$tmp/out" \
    >"$tmp/said" 2>&1
grep -q "a 1.0.0: suppressed" "$tmp/said" && grep -q "a 1.0.0: found" \
    "$tmp/said"
ok $? "and explains it"
done_testing
