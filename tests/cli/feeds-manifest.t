#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a manifest tells of files; advisories of one's own.
. tests/cli/feeds-lib.sh
m=$tmp/mirror
mkdir -p "$m/pub" "$m/own/deep"
cp tests/fixtures/feeds/kev/*.json "$m/pub/kev.json"
cp tests/fixtures/feeds/debian/*.json "$m/pub/json"
cat >"$m/own/ACME-1.json" <<'X'
{"id":"ACME-2030-1","modified":"2030-01-02T00:00:00Z",
"aliases":["CVE-2030-1"],"affected":[{"package":{"ecosystem":"npm",
"name":"acme-widget"},"ranges":[{"type":"SEMVER","events":[
{"introduced":"0"},{"fixed":"1.2.3"}]}]}]}
X
sed 's/2030-1/2030-2/g' "$m/own/ACME-1.json" >"$m/own/deep/ACME-2.json"
sum() { sha256sum <"$1" | cut -c1-64; }
manifest() {
	printf 'feed\tpath\turl\tsha256\tlast_modified\tetag\n'
	printf '# a remark\n\n'
	printf 'kev\tpub/kev.json\thttps://x/kev\t%s\t-\t"abc"\n' \
	    "$(sum "$m/pub/kev.json")"
	printf 'debian\tpub/json\t-\t%s\tTue, nonsense\n' \
	    "$(sum "$m/pub/json" | tr a-f A-F)"
	printf 'private:acme\town\n'
}
manifest >"$m/manifest.tsv"
build a "$m"
is $? 0 "a manifest in the directory: status 0"
is "$(cat "$tmp/err")" "" "nothing to be said"
is "$(sql 'select group_concat(feed, " ") from (select feed from source order
    by 1)')" "debian kev private:acme" "one's own are a source of their own"
is "$(sql "select name || ' ' || records from source where feed like 'priv%'")" \
    "own 2" "with all below its directory"
"$F" show "$db" ACME-2030-2 >"$tmp/out"
has "$tmp/out" "private:acme" "feeds show names the label"
build b --manifest "$m/manifest.tsv"
is $? 0 "--manifest without operands: status 0"
cmp -s "$tmp/a.db" "$tmp/b.db"; ok $? "the same bytes"
rm "$m/manifest.tsv"
build b "$m/pub" --private "acme=$m/own"
is $? 0 "--private: status 0"
cmp -s "$tmp/a.db" "$tmp/b.db"; ok $? "the same bytes again"
build b "$m"
is "$(sql "select count(*) from source where feed = 'osv'")" 1 \
    "without either they are public"

# ---- the date that its publisher gave a file ----
manifest | sed 's/Tue, nonsense/2029-06-01T10:00:00Z/
    s/^kev\(.*\)-\t"abc"/kev\12030-01-01\t/' >"$m/manifest"
build a "$m"
is "$(sql "select date(data_time, 'unixepoch') from source where
    feed = 'debian'")" 2029-06-01 "stands in where a feed has no dates"
is "$(sql "select date(data_time, 'unixepoch') < '2029' from source where
    feed = 'kev'")" 1 "and does not where it has"
rm "$m/manifest"

# ---- what does not fit ----
manifest | sed '/^debian/s/[0-9A-F]\{64\}/'"$(printf %064d 0)"'/' >"$m/manifest"
build a "$m"
is $? 4 "another digest: status 4"
has "$tmp/err" "$m/pub/json: refused: SHA-256 is $(sum "$m/pub/json")" \
    "refused by name"
is "$(sql "select count(*) from source where feed = 'debian'")" 0 \
    "nothing of it is there"
is "$(sql "select count(*) from source")" 2 "the others are"
{ manifest; printf 'osv\tpub/absent.json\n'; } >"$m/manifest"
build a "$m"
is $? 4 "a file that is not there: status 4"
has "$tmp/err" "pub/absent.json: in the manifest, not there" "said by name"
for line in 'kev\t../kev.json' 'kev\t/etc/passwd' 'kev' 'private:\town' \
    'kev\tpub/kev.json\tu\tabc' 'osv\town\t-\t-\t-\t-\tdebian' \
    '1\t2\t3\t4\t5\t6\t7\t8'; do
	{ manifest; printf "$line\n"; } >"$tmp/bad"
	cp "$tmp/bad" "$m/bad"
	build bad --manifest "$m/bad" "$m/pub"
	is $? 3 "refused: $(printf "$line" | tr '\t' ' ')"
	has "$tmp/err" "$m/bad: line 7: " "by name and line"
	[ ! -e "$tmp/bad.db" ]; ok $? "nothing is written"
done

# ---- the kind ----
rm "$m/manifest" "$m/bad"
echo '{"w":{"CVE-2030-1":{"releases":{"sid":{"status":"open"}}}}}' >"$m/x"
build a --manifest "$m/none" "$m/x"
is $? 3 "a manifest that is not there: status 3"
printf 'feed\tpath\turl\tsha256\nkev\tx\n' >"$m/manifest"
build a "$m"
is $? 4 "its word goes before the content: status 4"
has "$tmp/err" "$m/x: kev" "read as what it was said to be"
cp tests/fixtures/feeds/index/changes.csv "$m/"
printf 'feed\tpath\turl\tsha256\nkev\tchanges.csv\n' >"$m/manifest"
build a "$m"
is $? 0 "an index stays one"

# ---- columns that are left out ----
rm -rf "$tmp/few" && mkdir "$tmp/few"
cp tests/fixtures/feeds/rocky/*.xml "$tmp/few/u.xml"
before=$(build few "$tmp/few"; sqlite3 "$tmp/few.db" "select release from ns")
for line in 'rocky\tu.xml\t-\t-\t-\t-\trocky:77' \
    '-\tu.xml\t-\t-\t-\t-\trocky:77' \
    'feed\tpath\n-\tu.xml\t\t\t\t\trocky:77' \
    'rocky\tu.xml\n-\tu.xml\t\t\t\t\trocky:77'; do
	printf -- "$line\n" >"$tmp/few/manifest"
	build few "$tmp/few"
	is "$? $(sql 'select release from ns')" "0 77" \
	    "heard: $(printf -- "$line" | tr '\t\n' ' /')"
done
[ "$before" != 77 ]; ok $? "which the file does not say"
printf 'kev\tabsent.json\n' >"$tmp/few/manifest"
build few "$tmp/few"
is $? 4 "two columns name a file that is not there: status 4"

for bad in acme= =x acme; do
	"$F" build -o "$tmp/x.db" --private "$bad" 2>/dev/null
	is $? 2 "--private $bad: wrong usage"
done
done_testing
