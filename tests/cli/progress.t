#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# --progress: a line on a terminal's standard error that is rewritten, no wider
# than the terminal, and gone when words come and in the end; nothing at all
# where there is no terminal, unless asked for; standard output never differs.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
M=$B/bin/match
F=$B/bin/feeds
X=tests/fixtures/match
export SOURCE_DATE_EPOCH=1790000000 TERM=xterm

# Of more than the blocks in which it is read.
small_root "$tmp/r" 5
head -c 3000000 /dev/urandom >"$tmp/r/usr/bin/more"
pack "$tmp/r" "$tmp/layer.tar"
printf 'Package: cut\nStatus: install ok installed\nVers' \
    >>"$tmp/r/var/lib/dpkg/status"
pack "$tmp/r" "$tmp/gap.tar"
sh tests/tools/docker-archive.sh "$tmp/i.tar" some:tag "$tmp/layer.tar" \
    "$tmp/gap.tar" >"$tmp/err" 2>&1
ok $? "an image"

# What the terminal shows in the end with and without the line.
look() {	# name columns mode arguments...: $tmp/name.got, .raw, .st
	name=$1 columns=$2 mode=$3
	shift 3
	python3 tests/tools/screen.py "$columns" "$mode" "$tmp/$name.raw" \
	    "$@" <"$tmp/i.tar" >"$tmp/$name.got" 2>"$tmp/err"
	echo $? >"$tmp/$name.st"
}
drawn() {	# name: how often
	cut -d' ' -f2 "$tmp/$1.raw.frames"
}
widest() {
	cut -d' ' -f3 "$tmp/$1.raw.frames"
}

look never 80 err "$S" --progress never -
same "$(cat "$tmp/never.st") $(drawn never)" "4 0" "never: not drawn"
grep -q '^sbom: .*dpkg/status' "$tmp/never.got"; ok $? "a gap is said"
look auto 80 err "$S" -
same "$(cat "$tmp/auto.st")" 4 "auto: the same status"
[ "$(drawn auto)" -ge 3 ]; ok $? "auto: drawn $(drawn auto) times"
grep -q 'sbom: [0-9.]* MB, layer [12]' "$tmp/auto.raw"
ok $? "auto: bytes and layers"
cmp -s "$tmp/never.got" "$tmp/auto.got"
ok $? "auto: the same output, and the same words on the terminal"
diff "$tmp/never.got" "$tmp/auto.got" | head -5 | sed 's/^/# /'
same "$(tail -c 4 "$tmp/auto.raw" | grep -c "$(printf '\033')")" 0 \
    "nothing is left to be erased after the last word"
look long 80 err "$S" --progress always -q -
[ "$(drawn long)" -ge 3 ]; ok $? "always: with -q, too"
same "$(tail -c 4 "$tmp/long.raw" | od -An -c | tr -d ' ')" '\r033[K' \
    "and erased in the end"
look narrow 24 err "$S" -
[ "$(drawn narrow)" -ge 3 ] && [ "$(widest narrow)" -le 23 ]
ok $? "a narrow terminal: at most $(widest narrow) of 24 columns"
look tiny 1 err "$S" --progress always -q -
cmp -s "$tmp/long.got" "$tmp/tiny.got"; ok $? "one column"

for way in "quiet -q" "dumb"; do
	name=${way% *}
	[ "$name" = quiet ] || export TERM=dumb
	look "$name" 80 err "$S" ${way#"$name"} -
	export TERM=xterm
	same "$(drawn "$name")" 0 "auto: not with $name"
done

# Standard output on the same terminal: once it begins the line is no more.
look plain 80 both "$S" --progress never -o table -
look both 80 both "$S" -o table -
[ "$(drawn both)" -ge 3 ] && cmp -s "$tmp/plain.got" "$tmp/both.got"
ok $? "standard output is on the same terminal"

# ---- no terminal ----

(cat "$tmp/i.tar"; sleep 0.3) | "$S" - >"$tmp/pipe" 2>"$tmp/words"
"$S" --progress never - <"$tmp/i.tar" >"$tmp/out" 2>"$tmp/err"
cmp -s "$tmp/out" "$tmp/pipe" && cmp -s "$tmp/words" "$tmp/err"
ok $? "auto: silent where there is no terminal"
(cat "$tmp/i.tar"; sleep 1.3) | "$S" --progress always - >"$tmp/pipe" \
    2>"$tmp/words"
same "$?" 4 "always: the status"
cmp -s "$tmp/out" "$tmp/pipe"; ok $? "always: standard output"
grep -v "^sbom: [0-9.]* MB, layer" "$tmp/words" >"$tmp/rest"
cmp -s "$tmp/rest" "$tmp/err"; ok $? "always: the other words"
k=$(grep -c '^sbom: [0-9.]* MB, layer 2, [0-9]* files$' "$tmp/words")
[ "$k" -ge 1 ] && [ "$k" -le 4 ]; ok $? "always: $k whole lines"
grep -q "$(printf '[\r\033]')" "$tmp/words"
same $? 1 "always: no control bytes"

size=$(wc -c <"$tmp/i.tar")
"$S" --progress always "$tmp/i.tar" >"$tmp/out" 2>"$tmp/words"
grep -Eq '^sbom: (9[0-9]|100) %, .* of .*, layer 2 of 2, [0-9]+ files$' \
    "$tmp/words"
ok $? "a file: a percentage, layer 2 of 2"
gzip -c "$tmp/i.tar" >"$tmp/i.tar.gz"
"$S" --progress always "$tmp/i.tar.gz" >"$tmp/out" 2>"$tmp/words"
grep -q '^sbom: 100 %, .* of .*, layer 2, ' "$tmp/words"
ok $? "packed as a whole: all of $size bytes"
"$S" --progress always --from rootfs "$tmp/r" >"$tmp/out" 2>"$tmp/words"
entries=$(find "$tmp/r" -mindepth 1 | wc -l)
grep -q "^sbom: $entries files$" "$tmp/words"
ok $? "a directory: $entries files"

# ---- the others ----

"$F" build -q -o "$tmp/a.db" $X/feeds $X/documents/*.json 2>"$tmp/words"
[ ! -s "$tmp/words" ]; ok $? "feeds build: auto is silent in a pipe"
"$F" build -q --progress always -o "$tmp/b.db" $X/feeds $X/documents/*.json \
    2>"$tmp/words"
same "$?" 0 "feeds build --progress always"
grep -q '^feeds: writing, [1-9][0-9]* records$' "$tmp/words"
ok $? "it counts records"
cmp -s "$tmp/a.db" "$tmp/b.db"; ok $? "the same database"

# A pipe whose other end draws on the same terminal: nobody but sbom tells.
look tools 80 both sh -c "'$S' - | '$M' --db '$tmp/a.db'"
[ "$(drawn tools)" -ge 3 ]; ok $? "sbom | match: drawn"
grep -q 'match:.*\[K' "$tmp/tools.raw"; same $? 1 "sbom | match: by one"

evil=$tmp/$(printf 'evil\033]0;x\007.json')
cp $X/debian-12.cdx.json "$evil"
"$M" --db "$tmp/a.db" -q -o json $X/wolfi.cdx.json "$evil" >"$tmp/want" \
    2>"$tmp/err"
st=$?
"$M" --db "$tmp/a.db" -q --progress always -o json $X/wolfi.cdx.json "$evil" \
    >"$tmp/out" 2>"$tmp/words"
same "$?" "$st" "match: the status"
cmp -s "$tmp/out" "$tmp/want"; ok $? "match: the report"
findings=$(jq '[.targets[].findings[]] | length' "$tmp/out")
grep -qF "match: document 2 of 2, $findings findings, evil\x1b]0;x\x07.json" \
    "$tmp/words"
ok $? "match: documents, findings, and a name that cannot harm"
for tool in "$S" "$F build -o $tmp/c.db" "$M --db $tmp/a.db"; do
	$tool --progress sometimes "$tmp/i.tar" >"$tmp/out" 2>"$tmp/words"
	same "$? $(wc -l <"$tmp/words")" "2 1" \
	    "misuse: $(basename "${tool%% *}")"
done
done_testing
