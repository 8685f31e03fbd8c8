#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Many documents in one run: directories, streams of several, packed ones,
# such that cannot be read between them. What is written, what is said and the
# status are the same however many workers judge, and the sums are those of
# single runs.
. tests/cli/tap.sh
M=$B/bin/match
X=tests/fixtures/match
AIRBOM_DB=$tmp/db
SOURCE_DATE_EPOCH=1790000000
export AIRBOM_DB SOURCE_DATE_EPOCH

"$B/bin/feeds" build -q -o "$tmp/db" $X/feeds $X/documents/*.json 2>"$tmp/err"
ok $? "a database"
sed 's/^/# /' "$tmp/err"

# Documents of several distributions, and of one in several shapes.
mkdir -p "$tmp/good/sub/deep" "$tmp/mixed/sub"
cp $X/*.cdx.json "$tmp/good"
for s in syft-json syft-spdx trivy-cdx cdxgen-xml trivy-tv; do
	python3 tests/tools/documents.py $s $X/documents/status \
	    >"$tmp/good/sub/$s"
done
gzip -c $X/debian-12.cdx.json >"$tmp/good/sub/deep/packed"
for f in $X/*.cdx.json "$tmp/good/sub/syft-json"; do
	jq -c . "$f"
done >"$tmp/good/sub/lines"
cat "$tmp/good/sub/lines" "$tmp/good/sub/lines" >"$tmp/good/zz-lines"
cp -r "$tmp/good/." "$tmp/mixed"
head -c 700 $X/debian-12.cdx.json >"$tmp/mixed/b-cut"
printf '{"what": "is this"}\n' >"$tmp/mixed/sub/other"
head -n 3 "$tmp/good/sub/lines" >"$tmp/mixed/sub/then-cut"
head -c 900 $X/debian-12.cdx.json >>"$tmp/mixed/sub/then-cut"
: >"$tmp/mixed/sub/nothing"

one() {		# jobs arguments...: what comes of it in $tmp/J.out, .err, .st
	J=$1
	shift
	"$M" -j "$J" "$@" >"$tmp/$J.out" 2>"$tmp/$J.err"
	echo $? >"$tmp/$J.st"
}

equal() {	# text arguments...: with several workers as with one
	text=$1 bad=0
	shift
	one 1 "$@" </dev/null
	[ -s "$tmp/1.out" ] || bad=1
	for k in 2 3 8; do
		one $k "$@" </dev/null
		for w in out err st; do
			cmp -s "$tmp/1.$w" "$tmp/$k.$w" && continue
			bad=1
			diff "$tmp/1.$w" "$tmp/$k.$w" | head -5 | sed 's/^/# /'
		done
	done
	ok $bad "$text: -j is not seen (status $(cat "$tmp/1.st"))"
}

lines() {	# as standard input
	bad=0
	for k in 1 2 3 8; do
		"$M" -j $k -o json - <"$1" >"$tmp/$k.out" 2>"$tmp/$k.err"
		echo $? >"$tmp/$k.st"
		for w in out err st; do
			cmp -s "$tmp/1.$w" "$tmp/$k.$w" || bad=1
		done
	done
	ok $bad "$2: -j is not seen (status $(cat "$tmp/1.st"))"
}

for o in table json; do
	equal "a directory, $o" -o $o "$tmp/good"
	equal "some cannot be read, $o" -o $o "$tmp/mixed"
	equal "the same twice, $o" -o $o "$tmp/good" "$tmp/mixed" "$tmp/good"
	equal "by advisory, $o" -o $o --group-by advisory "$tmp/mixed"
done
equal "with -v" -v "$tmp/mixed"
equal "a gate" --fail-on low --severity critical,high,low "$tmp/good"
equal "notes as gaps" --strict "$tmp/good"
equal "since another database" -o json --since "$tmp/db" "$tmp/good"
equal "as of a day" -o json --as-of 2024-06-01 "$tmp/good"
lines "$tmp/good/zz-lines" "documents one per line"
lines "$tmp/mixed/sub/then-cut" "lines, the last one cut"

bad=0
for k in 1 8; do
	"$M" -j $k -o json - - <"$tmp/good/zz-lines" >"$tmp/$k.out" \
	    2>"$tmp/$k.err"
	echo $? >"$tmp/$k.st"
	for w in out err st; do
		cmp -s "$tmp/1.$w" "$tmp/$k.$w" || bad=1
	done
done
ok $bad "standard input twice: the second is empty (status $(cat "$tmp/1.st"))"

# ---- the sums ----
one 3 -o json "$tmp/good"
cp "$tmp/3.out" "$tmp/all"
k=$(find "$tmp/good" -type f ! -name '*lines' | wc -l)
lines=$(cat "$tmp/good/sub/lines" "$tmp/good/zz-lines" | wc -l)
is "$(jq .summary.targets "$tmp/all")" $((k + lines)) "every document is there"
for f in $(find "$tmp/good" -type f); do
	"$M" -o json "$f" 2>/dev/null
done >"$tmp/single"
for key in components judged findings fixable notes hidden; do
	is "$(jq ".summary.$key" "$tmp/all")" \
	    "$(jq -s "map(.summary.$key) | add" "$tmp/single")" "sum of $key"
done
[ "$(jq .summary.findings "$tmp/all")" -gt 100 ]
ok $? "and there are findings: $(jq .summary.findings "$tmp/all")"
is "$(jq -c '.summary.severities' "$tmp/all")" \
    "$(jq -sc 'map(.summary.severities) | reduce .[] as $s ({}; reduce
    ($s | to_entries[]) as $e (.; .[$e.key] += $e.value))' "$tmp/single")" \
    "sums of severities"
is "$(jq -c '.summary.gaps | map([.sbom, .what]) | sort' "$tmp/all")" \
    "$(jq -sc 'map(.summary.gaps[] | [.sbom, .what]) | sort' "$tmp/single")" \
    "each gap, with its document"
is "$(jq -c '[.targets[].sbom]' "$tmp/all")" \
    "$(jq -c '[.targets[].sbom] | sort' "$tmp/all")" "in order of names"

# ---- by advisory ----
# What is said of advisories is what the findings of the targets say.
"$M" -o json --group-by advisory "$tmp/good" >"$tmp/by" 2>/dev/null
is "$(jq -c 'del(.advisories)' "$tmp/by")" \
    "$(jq -c 'del(.advisories)' "$tmp/all")" "the rest of the report is as ever"
jq -r '.advisories[] | .id as $id | .packages[] | . as $p | .targets[] |
    [$id, ., $p.type, $p.version, $p.state, ($p.fixed_in | join(" "))] |
    @tsv' "$tmp/by" | LC_ALL=C sort >"$tmp/grouped"
jq -r '.targets | to_entries[] | .key as $k | .value.findings[] |
    [.id, $k, .package.type, .package.version, .state,
    (.fixed_in | join(" "))] | @tsv' "$tmp/by" | LC_ALL=C sort >"$tmp/found"
LC_ALL=C uniq "$tmp/found" >"$tmp/found.u"
LC_ALL=C uniq "$tmp/grouped" >"$tmp/grouped.u"
cmp -s "$tmp/found.u" "$tmp/grouped.u" && [ -s "$tmp/grouped.u" ]
ok $? "each finding stands under its advisory, and nothing else"
diff "$tmp/found.u" "$tmp/grouped.u" | head -5 | sed 's/^/# /'
is "$(jq -c '[.advisories[] | [.id, .targets]] | sort' "$tmp/by")" \
    "$(jq -c '[.targets | to_entries[] | .key as $k | .value.findings[].id |
    [., $k]] | unique | group_by(.[0]) | map([.[0][0], length])' "$tmp/by")" \
    "how many documents each is in"
is "$(jq '[.advisories[].severity] | map({critical: 5, high: 4, medium: 3,
    low: 2, negligible: 1, unknown: 0}[.]) | . == (sort | reverse)' \
    "$tmp/by")" true "worst first"
"$M" --group-by advisory "$tmp/good/debian-12.cdx.json" "$tmp/good/sub/lines" \
    >"$tmp/by" 2>/dev/null
has "$tmp/by" "high CVE-2023-4911: 2 of " "the table: a line for each advisory"
has "$tmp/by" "/lines#" "documents of one file bear their number"
"$M" --group-by nothing "$tmp/good" >/dev/null 2>"$tmp/err"
is $? 2 "--group-by nothing is misuse"

# ---- statuses of several ----
worst() {	# status text file...
	want=$1 text=$2
	shift 2
	for k in 1 2; do
		one $k --severity critical,high "$@"
		is "$(cat "$tmp/$k.st")" "$want" "-j $k: $text"
	done
}
cp $X/debian-12.cdx.json "$tmp/done"
jq '.metadata.properties += [{"name": "airbom:gap", "value":
    "package-db var/lib/rpm/rpmdb.sqlite - cut short"}]' "$tmp/done" \
    >"$tmp/gap"
one 2 "$tmp/done"
is "$(cat "$tmp/2.st")" 0 "one without a gap"
worst 4 "a gap of the second of three" "$tmp/done" "$tmp/gap" "$tmp/done"
worst 3 "a cut one after a gap" "$tmp/gap" "$tmp/mixed/b-cut" "$tmp/done"
worst 1 "a condition holds in one, a gap is in another" --fail-on low \
    "$tmp/gap" "$tmp/done"
worst 4 "and --fail-on-gap" --fail-on low --fail-on-gap "$tmp/gap" "$tmp/done"
worst 0 "--lenient" --lenient "$tmp/done" "$tmp/gap"
is "$(jq '[.summary.gaps[].sbom | select(endswith("/gap"))] | length' <<EOT
$("$M" -j 2 -o json "$tmp/done" "$tmp/gap" 2>/dev/null)
EOT
)" 1 "the gap bears its document's name"

# ---- a database that breaks off on the way ----
size=$(wc -c <"$tmp/db")
cp "$tmp/db" "$tmp/broken"
dd if=/dev/zero of="$tmp/broken" bs=1 seek=$((size / 3)) \
    count=$((size / 2)) conv=notrunc 2>/dev/null
for k in 1 2 8; do
	"$M" -j $k --db "$tmp/broken" -o json="$tmp/r.json" "$tmp/good" \
	    >"$tmp/$k.out" 2>"$tmp/$k.err"
	echo $? >"$tmp/$k.st"
done
is "$(cat "$tmp/1.st")" 5 "a broken database: status 5"
cmp -s "$tmp/1.err" "$tmp/8.err" && cmp -s "$tmp/1.err" "$tmp/2.err" &&
    cmp -s "$tmp/1.st" "$tmp/8.st" && cmp -s "$tmp/1.st" "$tmp/2.st"
ok $? "said and ended alike by one worker and by many"
[ ! -e "$tmp/r.json" ]
ok $? "and no report is left"

for a in 0 x -1 1025; do
	"$M" -j "$a" "$tmp/done" >/dev/null 2>"$tmp/err"
	is $? 2 "-j $a is misuse"
done
done_testing
