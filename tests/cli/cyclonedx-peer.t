#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Documents of every version, from 1.0 in XML and 1.2 in JSON to 1.7, as the
# CycloneDX project's Python library writes them: what they say is read.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

if ! python=$(sh tests/tools/validators.sh 2>"$tmp/err"); then
	[ "${CI:-}" = true ]; ci=$?
	[ $ci = 0 ] || { echo "1..0 # SKIP no validators"; exit 0; }
	ok 1 "the Python library is there"
	done_testing
	exit 1
fi
mkdir "$tmp/peer"
"$python" tests/tools/cdx-peer.py "$tmp/peer" >"$tmp/err" 2>&1
ok $? "a document of each version and syntax"
[ "$(ls "$tmp/peer" | wc -l)" -ge 14 ]; ok $? "which are 14 or more"

said() {	# jq filter: of each component but the operating system
	jq -cS "[.components[] | select(.purl) | $1]" "$tmp/out"
}
deb='pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12'
npm='pkg:npm/%40s/left-pad@1.3.0'

# Of a version, what it has a field for.
every() {
	same "$(said '[.type, .name, .version, .purl]')" "[[\"library\",\
\"libc6\",\"2.36-9\",\"$deb\"],[\"application\",\"left-pad\",\"1.3.0\",\
\"$npm\"]]" "$v: packages"
	same "$(said '[.cpe, [.hashes[]?.content]]')" "[[null,[]],\
[\"cpe:2.3:a:s:left-pad:1.3.0:*:*:*:*:*:*:*\",\
[\"0000000000000000000000000000000000000000\"]]]" "$v: CPE and digest"
	same "$(jq -r '.components[] | select(.type == "operating-system") |
	    "\(.name) \(.version)"' "$tmp/out")" "debian 12" "$v: the system"
}
since_1() {
	same "$(said '[.licenses[] | .expression // .license.id //
	    .license.name]')" '[["GPL-2.0-only OR LGPL-2.1-only"],["MIT","words & more"]]' \
	    "$v: licences"
}
since_2() {
	same "$(jq -r .metadata.component.name "$tmp/out")" "image & more" \
	    "$v: the subject"
	same "$(said '[.supplier | .name, .contact[0]?.email]')" \
	    '[["GNU Libc","l@d.org"],[null,null]]' "$v: the supplier"
	same "$(jq -cS '[.dependencies[1:][] | [.ref, .dependsOn[]]]' \
	    "$tmp/out")" '[["c"],["n","c"]]' "$v: dependencies"
}
since_3() {
	same "$(said '[.properties[]? | select(.name == "p").value]')" \
	    '[[" <v> "],[]]' "$v: a property, with its blanks"
}
since_5() {
	same "$(said '.evidence | [.occurrences[]?.location,
	    .identity[]?.methods[0].technique]')" \
	    '[["/var/lib/dpkg/status","filename"],[]]' "$v: evidence"
}
since_6() {
	same "$(said '[.licenses[] | .acknowledgement //
	    .license.acknowledgement]')" \
	    '[["declared"],["concluded",null]]' "$v: who said a licence"
}

for f in "$tmp"/peer/*; do
	v=${f##*/}
	run convert "$f" -o cyclonedx-json@1.7
	same "$st" 0 "$v is read"
	minor=${v#1.}
	minor=${minor%.*}
	every
	for since in 1 2 3 5 6; do
		[ "$minor" -lt "$since" ] || since_$since
	done
	cp "$tmp/out" "$tmp/first"
	run convert "$f" -o cyclonedx-xml@1.7
	"$S" convert "$tmp/out" -o cyclonedx-json@1.7 2>"$tmp/err" |
	    cmp -s - "$tmp/first"
	ok $? "$v: the same by way of our XML"
done
done_testing
