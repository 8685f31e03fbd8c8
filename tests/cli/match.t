#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match as a user meets it: reports, gates, gaps, exit statuses. Databases are
# built by `feeds build` from tests/fixtures/match/feeds, documents are those
# beside it.
B=${B:-build}
M=$B/bin/match
F=tests/fixtures/match
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset AIRBOM_DB XDG_DATA_HOME SOURCE_DATE_EPOCH
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

# status TEXT WANT COMMAND...: its exit status; output in $tmp/out, $tmp/err.
status() {
	text=$1 want=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	got=$?
	[ $got = "$want" ]; ok $? "$text: status $want"
	[ $got = "$want" ] || sed "s/^/# $got: /" "$tmp/err" | head -n 5
}

has() {		# text file pattern
	grep -q -e "$3" "$2"; ok $? "$1"
	grep -q -e "$3" "$2" || tail -n 5 "$2" | sed 's/^/# /'
}

lacks() {	# text file pattern
	! grep -q -e "$3" "$2"; ok $? "$1"
}

same() {	# text want-file got-file
	cmp -s "$2" "$3"; ok $? "$1"
	diff "$2" "$3" | head -n 20 | sed 's/^/# /'
}

"$B/bin/feeds" build -o "$tmp/db" $F/feeds >"$tmp/out" 2>&1
ok $? "feeds build"
"$B/bin/feeds" build -o "$tmp/debian.db" $F/feeds/tracker.json \
    >"$tmp/out" 2>&1
ok $? "feeds build, Debian alone"
D=$F/debian-12.cdx.json
AIRBOM_DB=$tmp/db
export AIRBOM_DB
now='--now 2026-11-22'

# ---- the table ----
cat >"$tmp/want" <<'EOF'
SEVERITY    ID              PACKAGE  INSTALLED          FIXED IN          LAYER
high        CVE-2023-4911   libc6    2.36-9+deb12u1     2.36-9+deb12u3    -
medium      CVE-2024-0727   libssl3  3.0.11-1~deb12u2   3.0.13-1~deb12u1  -
low         CVE-2023-29383  passwd   1:4.13+dfsg1-1+b1  (deferred)        -
negligible  CVE-2010-4756   libc6    2.36-9+deb12u1     -                 -
negligible  CVE-2007-6755   libssl3  3.0.11-1~deb12u2   -                 -
negligible  CVE-2005-2541   tar      1.34+dfsg-1.2      -                 -
unknown     CVE-2031-10001  widget   1.2-3              (investigating)   -
unknown     CVE-2031-10002  widget   1.2-3              (end of life)     -
unknown     CVE-2023-45853  zlib1g   1:1.2.13.dfsg-1    (won't fix)       -

example/app (debian 12): 9 findings: 1 high, 1 medium, 1 low, 3 negligible, 3 unknown; 2 with a fix
8 packages, 8 judged by debian 12
EOF
status "table" 0 $M $now -q $D
same "the table, byte by byte" "$tmp/want" "$tmp/out"
[ ! -s "$tmp/err" ]; ok $? "nothing on stderr when all is well"
status "table with sources" 0 $M $now $D
has "the table names its database" "$tmp/out" "^database $tmp/db sha256:"
has "and the age of each source" "$tmp/out" \
    '^  kev .*: 2026-08-20, 94 days old, 1 records$'
has "scores that are too old are said to be" "$tmp/out" \
    '^  epss .*: 2026-08-19, 95 days old, stale, 2 records$'
lacks "no colour off a terminal" "$tmp/out" "$(printf '\033')"
if script -qec true /dev/null >"$tmp/tty" 2>&1 </dev/null; then
	env -u NO_COLOR script -qec "$M -q $D" /dev/null >"$tmp/tty" </dev/null
	has "colour on a terminal" "$tmp/tty" "$(printf '\033\[31mhigh')"
	NO_COLOR=1 script -qec "$M -q $D" /dev/null >"$tmp/tty" </dev/null
	lacks "but for NO_COLOR" "$tmp/tty" "$(printf '\033')"
fi
cp "$tmp/out" "$tmp/first"
status "again" 0 $M $now $D
same "twice the same bytes" "$tmp/first" "$tmp/out"

# ---- the database ----
unset AIRBOM_DB
status "no database" 5 $M $D
has "it says where it looked" "$tmp/err" '/var/lib/airbom/advisories.db'
status "a database that is not there" 5 $M --db "$tmp/nosuch" $D
[ ! -s "$tmp/out" ]; ok $? "and no report"
mkdir -p "$tmp/home/airbom" && cp "$tmp/db" "$tmp/home/airbom/advisories.db"
status "the user's database" 0 env XDG_DATA_HOME="$tmp/home" $M $D
status "the environment's goes first" 5 env XDG_DATA_HOME="$tmp/home" \
    AIRBOM_DB="$tmp/nosuch" $M $D
status "the option's before both" 0 env XDG_DATA_HOME="$tmp/home" \
    AIRBOM_DB="$tmp/nosuch" $M --db "$tmp/db" $D
size=$(wc -c <"$tmp/db")
for cut in 0 100 4096 $((size / 2)) $((size - 1)); do
	head -c $cut "$tmp/db" >"$tmp/torn"
	status "a database cut to $cut bytes" 5 $M --db "$tmp/torn" $D
done
cp "$tmp/db" "$tmp/torn"
dd if=/dev/urandom of="$tmp/torn" bs=4096 seek=1 count=20 conv=notrunc \
    2>/dev/null
status "a database with garbage inside" 5 $M --db "$tmp/torn" $D
status "a document is no database" 5 $M --db $D $D
AIRBOM_DB=$tmp/db
export AIRBOM_DB

# ---- documents ----
status "empty standard input" 3 $M
[ ! -s "$tmp/out" ]; ok $? "and no report"
size=$(wc -c <$D)
bad=0
for i in 1 2 3 5 8 13 21 34 55 89; do
	head -c $((size * i / 90)) $D | $M -o json >"$tmp/out" 2>"$tmp/err"
	[ $? = 3 ] && [ ! -s "$tmp/out" ] || bad=1
done
ok $bad "a truncated document: status 3, no report"
$M $now -q <$D >"$tmp/out"
same "a document on standard input" "$tmp/want" "$tmp/out"
status "a document that is not there" 3 $M "$tmp/nosuch.json"
mkdir "$tmp/empty"
status "a directory without documents" 3 $M "$tmp/empty"
mkdir -p "$tmp/dir/sub" && cp $D "$tmp/dir/a.json" &&
    cp $D "$tmp/dir/sub/b.json"
status "a directory" 0 $M -o json "$tmp/dir"
[ "$(jq -r '.targets[].sbom' "$tmp/out")" = "$tmp/dir/a.json
$tmp/dir/sub/b.json" ]; ok $? "walked in order"
head -c 300 $D >"$tmp/dir/b.json"
status "one bad document of three" 3 $M -o json "$tmp/dir"
[ "$(jq '.targets | length' "$tmp/out")" = 2 ] &&
    [ "$(jq -r '.summary.gaps[].sbom' "$tmp/out")" = "$tmp/dir/b.json" ]
ok $? "the others are reported, and the bad one is named"
{ jq -c . $D; jq -c . $D; } | $M -o json >"$tmp/out" 2>"$tmp/err"
[ $? = 0 ] && [ "$(jq '.targets | length' "$tmp/out")" = 2 ]
ok $? "documents one per line"

# ---- usage ----
status "an unknown option" 2 $M --nosuch
status "an option of later" 2 $M --where 'severity > 3' $D
status "an unknown format" 2 $M -o pdf $D
status "a severity that is none" 2 $M --fail-on grave $D
status "a list without a severity hides nothing" 2 $M --severity "" $D
status "a list with one that is none" 2 $M --severity low,grave $D
status "two formats for standard output" 2 $M -o table -o json $D
status "a distribution without a name" 2 $M --distro :12 $D
status "a date that is none" 2 $M --now yesterday $D
status "lenient and strict" 2 $M --lenient --strict $D
status "help" 0 $M --help
status "version" 0 $M --version

# ---- gates ----
status "a condition" 1 $M --fail-on high --unknown-severity low $D
status "a condition, met exactly" 1 $M --fail-on high \
    --unknown-severity negligible $D
status "no condition" 0 $M --fail-on critical --unknown-severity low $D
status "unknown counts as critical" 1 $M --fail-on critical \
    --unknown-severity critical $D
status "unknown severity under --fail-on is a gap" 4 $M --fail-on critical $D
has "which is told" "$tmp/err" 'gap: 3 findings of unknown severity'
status "a condition and a gap" 1 $M -o json --fail-on high $D
[ "$(jq '.summary.gaps | length' "$tmp/out")" = 1 ]
ok $? "the gap stands in the summary"
status "a gap first" 4 $M --fail-on high --fail-on-gap $D
status "filters come before gates" 0 $M --fail-on high --severity low $D
has "what they hide is counted" "$tmp/out" '; 8 more hidden by a filter$'
status "only fixed" 0 $M -o json --only-fixed $D
[ "$(jq -r '.targets[].findings[].id' "$tmp/out" | tr '\n' ' ')" = \
    "CVE-2023-4911 CVE-2024-0727 " ]; ok $? "both that have a fix"
status "coverage reached" 0 $M --min-coverage 100 $D
jq '.components += [{"type": "library", "name": "left-pad", "version": "1.3.0",
    "purl": "pkg:generic/left-pad@1.3.0"}, {"type": "library", "name": "bare"}]' \
    $D >"$tmp/mixed.json"
status "packages without a rule are no gap" 0 $M -v "$tmp/mixed.json"
has "they are counted" "$tmp/out" '^10 packages, 8 judged by debian 12; not judged: 1 no purl, 1 no rule'
has "and listed with -v" "$tmp/err" 'not judged: left-pad 1.3.0: no rule'
status "coverage missed" 1 $M --min-coverage 90 "$tmp/mixed.json"
status "coverage reached, with some left" 0 $M --min-coverage 80 \
    "$tmp/mixed.json"

# ---- gaps ----
jq '.metadata.properties = [{"name": "airbom:gap", "value":
    "kind=package-db;path=/var/lib/rpm/Packages;what=page 7 is damaged"}]' \
    $D >"$tmp/gap.json"
status "a gap of the document" 4 $M -o json "$tmp/gap.json"
has "is told" "$tmp/err" 'gap: /var/lib/rpm/Packages: page 7 is damaged'
[ "$(jq -r '.targets[0].gaps[0] | [.kind, .what] | join("|")' "$tmp/out")" = \
    'package-db|/var/lib/rpm/Packages: page 7 is damaged' ]
ok $? "and stands in the report"
status "lenient" 0 $M --lenient "$tmp/gap.json"
status "a gap does not hide a condition" 1 $M --fail-on high "$tmp/gap.json"
sed 's/debian-12/debian-11/g; s/"version": "12"/"version": "11"/' $D \
    >"$tmp/eleven.json"
status "a release without a feed" 4 $M "$tmp/eleven.json"
has "is named" "$tmp/err" 'gap: debian 11: 8 packages, no feed'
has "nothing was judged" "$tmp/out" '^8 packages, 0 judged; not judged: 8 no feed'
sed 's/debian/nosuch/g' $D >"$tmp/nosuch.json"
status "a distribution without a feed" 4 $M "$tmp/nosuch.json"
jq '.components |= map(select(.type != "operating-system")
    | .purl |= sub("&distro=.*"; ""))' $D >"$tmp/nodistro.json"
status "packages of no distribution" 4 $M "$tmp/nodistro.json"
has "say so" "$tmp/out" 'not judged: 8 distribution unknown'
status "--distro says it" 0 $M -q $now --distro debian:12 "$tmp/nodistro.json"
same "and the findings are the same" "$tmp/want" "$tmp/out"
status "--distro does not overrule the document" 0 $M -v --distro debian:11 $D
has "which is told" "$tmp/err" 'note: --distro debian:11 is not used: the document says debian 12'
status "a database of another feed" 4 $M --db "$tmp/debian.db" \
    $F/alpine-3.19.cdx.json
echo '{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}' \
    >"$tmp/none.json"
status "a document without packages" 0 $M "$tmp/none.json"
has "is said to have none" "$tmp/out" '^0 packages, 0 judged$'
status "and is a note" 4 $M --strict "$tmp/none.json"
status "of which nothing was covered" 1 $M --min-coverage 1 "$tmp/none.json"

# ---- ages ----
status "young enough" 0 $M --now 2026-08-24 --max-db-age 5 --max-db-age \
    osv=9999 --max-db-age nvd=9999 $D
status "one feed older than the limit for all" 4 $M --now 2026-08-24 \
    --max-db-age 5 --max-db-age nvd=9999 $D
status "a feed without a date under a limit of its own" 4 $M \
    --max-db-age debian=9999 $D
status "the database too old" 5 $M --now 2026-11-22 --max-db-age 5 $D
status "a feed too old" 4 $M --now 2026-11-22 --max-db-age kev=5 $D
has "which is named" "$tmp/err" 'gap: feed kev: newest data is of 2026-08-20'
status "a feed that is not there" 4 $M --max-db-age nosuch=5 $D
status "not a number of days" 2 $M --max-db-age 5d $D

# ---- outputs ----
status "to a file" 0 $M -o json="$tmp/r.json" -o table="$tmp/r.txt" $now -q $D
[ ! -s "$tmp/out" ]; ok $? "and nothing on standard output"
same "the table in a file" "$tmp/want" "$tmp/r.txt"
status "to a directory that is not there" 3 $M -o json="$tmp/no/r.json" $D
head -c 300 $D >"$tmp/cut.json"
status "a failed run" 3 $M -o json="$tmp/r2.json" "$tmp/cut.json"
[ ! -e "$tmp/r2.json" ] && [ -z "$(find "$tmp" -name '*airbom-tmp*')" ]
ok $? "leaves no file"
if [ -w /dev/full ]; then
	$M $D >/dev/full 2>/dev/null
	[ $? = 3 ]; ok $? "a full disk: status 3"
fi
echo "1..$n"
