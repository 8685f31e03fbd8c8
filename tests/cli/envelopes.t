#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every generator's document, in statements, envelopes and bundles, in UTF-16
# and with a byte order mark, is read as what it is without them; cut, it is
# refused.
. tests/cli/tap.sh
F=tests/fixtures/bom

mkdir "$tmp/feeds" "$tmp/made"
cat >"$tmp/feeds/debian.json" <<'END'
{"shadow": {"CVE-2023-4641": {"scope": "local", "releases": {
    "bookworm": {"status": "resolved", "repositories":
      {"bookworm": "1:4.13+dfsg1-1+deb12u1"}, "fixed_version":
      "1:4.13+dfsg1-2", "urgency": "low"}}}}}
END
"$B/bin/feeds" build -o "$tmp/db" "$tmp/feeds" >"$tmp/log" 2>&1
ok $? "feeds build"

judge() {	# document: what it holds and what is found, in one line
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    2>"$tmp/err" | jq -c '.targets[] | [.components, .distro,
	    .coverage, [.findings[] | [.id, .package.name, .package.version,
	    .state]]]'
}

files=$(ls $F/syft/debian* $F/trivy/debian* $F/cdxgen/debian*)
python3 tests/tools/envelopes.py "$tmp/made" $files
ok $? "documents are wrapped"
k=0
for f in $files; do
	want=$(judge "$f")
	name=$(echo "${f#tests/fixtures/bom/}" | tr / -)
	bad=
	for w in "$tmp/made/$name".*; do
		k=$((k + 1))
		got=$(judge "$w")
		[ -n "$want" ] && [ "$got" = "$want" ] && continue
		bad="$bad ${w##*/}"
		sed 's/^/# /' "$tmp/err"
	done
	[ -z "$bad" ]; ok $? "$name:${bad:- all the same}"
done
[ $k -ge 100 ]; ok $? "$k wrapped documents"

bad=
for w in v1 dsse bundle-0.3 twice utf16le; do
	f=$tmp/made/syft-debian.cdx.json.$w
	size=$(wc -c <"$f")
	for cut in 3 100 $((size / 2)) $((size - 8)); do
		head -c $cut "$f" >"$tmp/cut"
		"$B/bin/match" --db "$tmp/db" "$tmp/cut" >/dev/null 2>&1
		[ $? = 3 ] || bad="$bad $w:$cut"
	done
done
[ -z "$bad" ]; ok $? "cut: status 3 each time$bad"

cat "$tmp/made/syft-debian.cdx.json.dsse" \
    "$tmp/made/trivy-debian.spdx.json.bundle-0.3" |
    "$B/bin/match" --db "$tmp/db" -o json 2>"$tmp/err" |
    jq -e '.targets | length == 2' >/dev/null
ok $? "two envelopes on standard input"
echo "1..$n"
