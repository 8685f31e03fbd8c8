#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# feeds diff; feeds search and show in more detail.
. tests/cli/feeds-lib.sh
open='{"status":"open"}'
cat >"$tmp/1" <<X
{"gone":{"CVE-2030-1":{"releases":{"sid":$open}}},
"w":{"CVE-2030-1":{"releases":{"sid":$open,"bookworm":$open}},
"CVE-2030-10":{"releases":{"sid":$open}},
"CVE-2030-9":{"releases":{"sid":{"status":"resolved","fixed_version":"1"}}}}}
X
cat >"$tmp/2" <<X
{"new":{"CVE-2030-2":{"releases":{"sid":$open}}},
"w":{"CVE-2030-1":{"releases":{"sid":$open,"bookworm":{"status":"resolved",
"fixed_version":"2"}}},"CVE-2030-10":{"releases":{"sid":$open}},
"CVE-2030-9":{"releases":{"sid":{"status":"resolved","fixed_version":"1"}}}}}
X
build 1 "$tmp/1" tests/fixtures/feeds/kev
build 2 --previous "$tmp/1.db" --now 2030-05-05 "$tmp/2" \
    tests/fixtures/feeds/kev
"$F" diff "$tmp/1.db" "$tmp/2.db" >"$tmp/out"
is $? 0 "status 0"
is "$(cat "$tmp/out")" "+ advisory CVE-2030-2  debian
    severity: unknown
~ debian  12  w  CVE-2030-1
    - debian: affected  all versions  \"open\"
    + debian: fixed  in 2  vers:deb/<2  \"resolved\"  since 2030-05-05
- debian  sid  gone  CVE-2030-1
    - debian: affected  all versions  \"open\"
+ debian  sid  new  CVE-2030-2
    + debian: affected  all versions  \"open\"  since 2030-05-05" \
    "added, changed, removed"
is "$("$F" diff -o packages "$tmp/1.db" "$tmp/2.db")" \
    "$(printf 'debian\t12\tw\ndebian\tsid\tgone\ndebian\tsid\tnew')" \
    "names to match again"
is "$("$F" diff "$tmp/2.db" "$tmp/2.db")" "" "no change: nothing"
is "$("$F" diff "$tmp/2.db" "$tmp/1.db" | grep -c '^[-+~]')" 4 "and back"
"$F" diff -o json "$tmp/1.db" "$tmp/2.db" >"$tmp/j"
is "$(jq -r '.schema, .old, (.statements[] | [.change, .release, .package,
    .id, .old[0].state // "-", .new[0].state // "-", .new[0].fixed_in // "-",
    .new[0].since // "-"] | join(" "))' "$tmp/j")" "airbom-feeds-diff/1
$("$F" verify "$tmp/1.db" | cut -d' ' -f1)
changed 12 w CVE-2030-1 affected fixed 2 2030-05-05
removed sid gone CVE-2030-1 affected - - -
added sid new CVE-2030-2 - affected - 2030-05-05" "JSON"
for bad in "$tmp/1.db" "$tmp/1.db $tmp/2.db $tmp/2.db" ""; do
	"$F" diff $bad 2>/dev/null
	is $? 2 "other than two databases: status 2"
done
"$F" diff -o yaml "$tmp/1.db" "$tmp/2.db" 2>/dev/null
is $? 2 "another format: status 2"
"$F" diff "$tmp/1.db" "$tmp/none.db" 2>/dev/null
is $? 5 "one is not there: status 5"
"$F" diff "$tmp/1" "$tmp/2.db" 2>/dev/null
is $? 5 "one is no database: status 5"

# ---- known exploitation, products ----
sed 's/CVE-2026-31431/CVE-2026-99999/' tests/fixtures/feeds/kev/*.json \
    >"$tmp/kev.json"
id=$(jq -r '.vulnerabilities[0].cveID' tests/fixtures/feeds/kev/*.json)
jq 'del(.vulnerabilities[0]) | .count = 3' tests/fixtures/feeds/kev/*.json \
    >"$tmp/kev.json"
build k1 tests/fixtures/feeds/kev
build k2 "$tmp/kev.json"
"$F" diff "$tmp/k1.db" "$tmp/k2.db" >"$tmp/out"
has "$tmp/out" "- advisory $id  kev" "exploitation that is no longer listed"
build n1 tests/fixtures/feeds/nvd
jq '.vulnerabilities |= .[1:]' tests/fixtures/feeds/nvd/*.json >"$tmp/nvd.json"
gone=$(jq -r '.vulnerabilities[0].cve.id' tests/fixtures/feeds/nvd/*.json)
build n2 "$tmp/nvd.json"
is "$("$F" diff -o json "$tmp/n1.db" "$tmp/n2.db" |
    jq -r '[.statements[], .advisories[]] | map(.id) | unique | .[]')" \
    "$gone" "NVD: of the record that is gone, and of no other"
is "$("$F" diff -o packages "$tmp/n1.db" "$tmp/n2.db" | cut -f1 | sort -u)" \
    cpe "NVD: products to match again"
is "$("$F" diff -o packages "$tmp/n1.db" "$tmp/n2.db" | tr '\t' : |
    sort -u)" "$(jq -r --arg id "$gone" '.vulnerabilities[].cve |
    select(.id == $id) | .configurations[].nodes[].cpeMatch[].criteria |
    split(":") | "cpe:\(.[3]):\(.[4])"' tests/fixtures/feeds/nvd/*.json |
    sort -u)" "NVD: its products"

# ---- search ----
"$F" search "$tmp/2.db" w >"$tmp/out"
has "$tmp/out" 'CVE-2030-1  debian  debian  12  w  fixed  in 2  vers:deb/<2  "resolved"  since 2030-05-05' \
    "search: feed, state, interval, word, day"
is "$("$F" search -o json "$tmp/2.db" w | jq -r '.[] | [.feed, .release,
    .package, .id, .state, .fixed_in // "-"] | join(" ")')" \
    "debian 12 w CVE-2030-1 fixed 2
debian sid w CVE-2030-1 affected -
debian sid w CVE-2030-9 fixed 1
debian sid w CVE-2030-10 affected -" "search: JSON"
"$F" search "$tmp/2.db" w nothing >"$tmp/out" 2>"$tmp/err"
is $? 1 "search: one of two: status 1"
said 'nothing: not in ' "search: it is named"
has "$tmp/out" 'CVE-2030-1  ' "search: and the other is told"
"$F" search -o json "$tmp/2.db" nothing >"$tmp/out" 2>"$tmp/err"
is $? 1 "search: nothing: status 1"
is "$(cat "$tmp/out")" "[]" "search: and an empty list"

# ---- all of the conformance feeds against a part of them ----
if [ ! -d "$D" ]; then
	ok 0 "conformance feeds # SKIP no ../shared"
	done_testing
	exit 0
fi
build a "$D/osv"
mkdir "$tmp/osv"
cp -r "$D"/osv/* "$tmp/osv"
rm -r "$tmp/osv/Bitnami"
build b "$tmp/osv"
"$F" diff -o json "$tmp/a.db" "$tmp/b.db" >"$tmp/j"
is "$(jq -r '.statements[].ecosystem' "$tmp/j" | sort -u)" bitnami \
    "OSV without Bitnami: statements of it"
want=$(sqlite3 "$tmp/a.db" "select count(*) from (select distinct a.pkg, x.vid
    from affected a join adv x on x.id = a.adv join pkg k on k.id = a.pkg join
    ns n on n.id = k.ns where n.eco = 'bitnami')")
is "$(jq '[.statements[] | select(.change == "removed")] | length' "$tmp/j")" \
    "$want" "OSV without Bitnami: all $want"
done_testing
