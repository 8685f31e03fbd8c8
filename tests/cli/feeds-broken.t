#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# feeds build on damaged input: refused by name, with a status, and the rest
# is built all the same.
. tests/cli/tap.sh
F=$B/bin/feeds
D=../shared/conformance/feeds
X=tests/fixtures/feeds

build() {	# paths...
	rm -f "$tmp/x.db"
	"$F" build -o "$tmp/x.db" "$@" >"$tmp/out" 2>"$tmp/err"
}

# ---- a file that is no feed, beside one that is ----
echo '<!DOCTYPE html><html><body>404</body></html>' >"$tmp/page.json"
build "$tmp/page.json" "$X/kev"
is $? 4 "an HTML page: status 4"
said 'page.json: an HTML page' "and named"
is "$(sqlite3 "$tmp/x.db" 'select count(*) from kev')" 4 "the rest is there"
mkdir "$tmp/dir"
cp "$tmp/page.json" "$tmp/dir"
cp "$X"/kev/*.json "$tmp/dir"
build "$tmp/dir"
is $? 4 "an HTML page in a directory: status 4"
echo 'some text' >"$tmp/dir/README"
rm "$tmp/dir/page.json"
build "$tmp/dir"
is $? 0 "a file that is no feed in a directory: status 0"
said 'README: not a feed' "and a note"
build "$tmp/dir/README" "$X/kev"
is $? 4 "the same file as an operand: status 4"
build "$tmp/page.json"
is $? 3 "nothing but an HTML page: status 3"
[ ! -e "$tmp/x.db" ]; ok $? "and no database"
: >"$tmp/empty.json"
build "$tmp/empty.json" "$X/kev"
is $? 4 "an empty file: status 4"
printf 'version https://git-lfs.github.com/spec/v1\n' >"$tmp/lfs.json"
build "$tmp/lfs.json" "$X/kev"
is $? 4 "a git-lfs pointer: status 4"
said 'lfs pointer' "and named"
build "$tmp/none.json" "$X/kev"
is $? 4 "a file that is not there: status 4"
build --lenient "$tmp/page.json" "$X/kev"
is $? 0 "--lenient: status 0"
said 'an HTML page' "but said"
build --strict "$tmp/dir"
is $? 4 "--strict: a note is status 4"
mkfifo "$tmp/pipe"
timeout 10 "$F" build -o "$tmp/x.db" "$tmp/pipe" "$X/kev" 2>"$tmp/err"
is $? 4 "a pipe is no file: status 4"

# ---- truncated at many places ----
bad=0 cut=0
for f in "$X"/debian/tracker.json "$X"/nvd/*.json "$X"/kev/*.json \
    "$X"/secdb/*.json "$X"/osv/ALSA-2024-0887.json; do
	size=$(wc -c <"$f")
	for i in 1 2 3 4 5 6 7 8 9; do
		head -c $((size * i / 10)) "$f" >"$tmp/cut.json"
		build "$tmp/cut.json" "$X/epss"
		st=$?
		cut=$((cut + 1))
		# One OSV record that is cut is a rejected record: counted.
		if [ $st -ne 4 ] && ! { [ $st -eq 0 ] &&
		    grep -q 'records rejected' "$tmp/err"; }; then
			bad=1
			echo "# $f cut at $i/10: status $st"
		fi
		grep -q cut.json "$tmp/err" || bad=1
	done
	gzip -c "$f" >"$tmp/whole.gz"
	head -c $(($(wc -c <"$tmp/whole.gz") - 5)) "$tmp/whole.gz" \
	    >"$tmp/cut.json.gz"
	build "$tmp/cut.json.gz" "$X/epss"
	[ $? -eq 4 ] || grep -q 'records rejected' "$tmp/err" ||
	    { bad=1; echo "# $f.gz without its end"; }
done
is "$bad" 0 "truncated files are told by name ($cut places)"
head -c 9000 "$X/debian/tracker.json" >"$tmp/cut.json"
build "$tmp/cut.json"
is $? 4 "a truncated tracker: what came before counts"
is "$(sqlite3 "$tmp/x.db" 'select torn from source')" 1 "and it is marked"
"$F" status "$tmp/x.db" | grep -q 'NOT READ TO ITS END'
ok $? "and feeds status says so"
{ cat "$X"/kev/*.json; echo '{}'; } >"$tmp/more.json"
build "$tmp/more.json"
is $? 4 "more after the end: status 4"
sed 's/"count": 4/"count": 5/' "$X"/kev/*.json >"$tmp/count.json"
build "$tmp/count.json"
is $? 4 "KEV with fewer entries than it counts: status 4"

# ---- one bad record never ends a file ----
mkdir "$tmp/osv"
cp "$X"/osv/*.json "$tmp/osv"
echo '{"id": "", "modified": "2024-01-01T00:00:00Z"}' >"$tmp/osv/BAD-2.json"
echo '{"id": "X-1", "modified": "yesterday"}' >"$tmp/osv/BAD-3.json"
echo '{"id": "X-2", "modified": "2024-01-01T00:00:00Z", "affected": [{"package":
{"ecosystem": "npm", "name": "w"}, "ranges": [{"type": "SEMVER", "events": [
{"fixed": "1.2.0"}, {"introduced": "1.0.0"}]}]}, null, {"package": null}],
"aliases": null, "severity": [{"type": "CVSS_V3", "score": "x"}]}' \
    >"$tmp/osv/GOOD-2.json"
printf '{"id":"X-3","modified":"2024-01-01T00:00:00Z","summary":"a\\u0000b\\ud800c"}' \
    >"$tmp/osv/GOOD-3.json"
build "$tmp/osv"
is $? 0 "bad records: status 0"
said '2 records rejected' "and counted"
"$F" status --rejected "$tmp/x.db" >"$tmp/out"
grep -q 'X-1: no time' "$tmp/out"
ok $? "with their reasons"
grep -q "$tmp" "$tmp/out"
ok $((! $?)) "and nothing of where they lay"
is "$(sqlite3 "$tmp/x.db" "select lo, hi, flags from vrange where hi =
    '1.2.0'")" "1.0.0|1.2.0|1" "events that came fixed before introduced"
"$F" show "$tmp/x.db" X-3 >/dev/null
is $? 0 "a record with a NUL and a lone surrogate is mended"
echo '{"id": "BAD-1", "affected": [' >"$tmp/osv/BAD-1.json"
build "$tmp/osv"
is $? 4 "a file of one record that is cut, among others: status 4"
said '1 files could not be read; the first, BAD-1.json' "and named"
build --state="$tmp/state" "$tmp/osv"
is $? 4 "the same with a state"
build --state="$tmp/state" "$X/kev"
is $? 4 "and it is not forgotten"
said 'BAD-1.json' "by its name"
build "$X/osv/ALSA-2024-0887.json" "$X/osv/ALSA-2024-0887.json" "$X/osv"
is $? 0 "the same file three times: status 0"
is "$(sqlite3 "$tmp/x.db" "select count(*) from adv x join vid v on
    v.id = x.vid where v.tail = '2024:0887'")" 1 "one record of it"

if [ ! -d "$D" ]; then
	echo "ok $((n + 1)) - conformance feeds # SKIP no ../shared"
	echo "1..$((n + 1))"
	exit 0
fi
mkdir "$tmp/b"
for f in "$D"/broken/*; do
	timeout 60 "$F" build -o "$tmp/b/x.db" "$f" >/dev/null 2>"$tmp/err"
	st=$?
	name=${f##*/}
	case $name in osv-mixed.zip | broken-oval.xml.bz2) want=4 ;; *) want=3 ;; esac
	is $st $want "broken/$name: status $want"
	grep -q "$name" "$tmp/err"
	ok $? "broken/$name: named"
	[ $want = 3 ] && [ -e "$tmp/b/x.db" ] && echo "not ok - $name written"
	rm -f "$tmp/b/x.db"
done
build "$D/broken"
is $? 4 "broken: status 4"
"$F" show "$tmp/x.db" GOOD-1 >/dev/null
is $? 0 "broken: the good record of osv-mixed.zip is kept"
is "$(find "$tmp" . ../ESCAPE.json -maxdepth 1 -name 'ESCAPE*' 2>/dev/null |
    wc -l)" 0 "broken: nothing was written outside"
build "$D"
is $? 4 "all conformance feeds at once, the broken among them: status 4"
"$F" verify "$tmp/x.db" >/dev/null
is $? 0 "and the database is whole"
echo "1..$n"
