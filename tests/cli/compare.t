#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match compare: every row of the conformance tables, both ways and each side
# with itself, and lines that are no question.
. tests/cli/tap.sh
M=$B/bin/match
T=../shared/conformance/versions

table() {	# scheme
	f=$T/$1.tsv
	if [ ! -f "$f" ]; then
		n=$((n + 1)); echo "ok $n - $1 # SKIP no ../shared"
		return
	fi
	rows=$(wc -l <"$f")
	[ "$rows" -gt 0 ]; ok $? "$1: the table has rows ($rows)"
	awk -F'\t' -v s="$1" '{ print s "\t" $1 "\t" $3 }' "$f" >"$tmp/q"
	awk -F'\t' -v s="$1" '{ print s "\t" $3 "\t" $1 }' "$f" >"$tmp/r"
	awk -F'\t' -v s="$1" '{ print s "\t" $1 "\t" $1
	    print s "\t" $3 "\t" $3 }' "$f" >"$tmp/s"
	cut -f2 "$f" >"$tmp/want"
	$M compare <"$tmp/q" >"$tmp/got"; st=$?
	[ $st = 0 ]; ok $? "$1: status 0"
	cmp -s "$tmp/want" "$tmp/got"; ok $? "$1: $rows rows as stated"
	paste "$tmp/q" "$tmp/want" "$tmp/got" |
	    awk -F'\t' '$4 != $5 && k++ < 10 {
		print "# " $2 " " $4 " " $3 ", said " $5 }'
	tr '<>' '><' <"$tmp/want" >"$tmp/back"
	$M compare <"$tmp/r" >"$tmp/got"
	cmp -s "$tmp/back" "$tmp/got"; ok $? "$1: the other way round"
	[ "$($M compare <"$tmp/s" | sort -u)" = "=" ]
	ok $? "$1: each side equals itself"
}

for s in dpkg apk rpm semver \
    bitnami composer conan cran datetime hackage hex jvm lexicographic \
    openssl pub \
    pacman gentoo npm pep440 maven gem go nuget; do
	table $s
done

got=$(printf 'dpkg\t1.0\t1.0~\ndpkg\t-\t1\nrpm\t1\t2' | $M compare)
[ "$got" = ">
!
<" ]
ok $? "no version of the scheme is !, a last line without LF counts"

printf 'dpkg\t1\t2\nnosuch\t1\t2\ndpkg 1 2\n' | $M compare \
    >"$tmp/got" 2>"$tmp/err"
st=$?
[ $st = 3 ] && [ "$(tr -d '\n' <"$tmp/got")" = '<!!' ] &&
    grep -q 'line 2: unknown version scheme' "$tmp/err"
ok $? "lines that are no question: !, told on stderr, status 3"

printf 'dpkg\t1\t2\n' | $M compare x >/dev/null 2>&1
[ $? = 2 ]; ok $? "an operand is misuse"

if [ -w /dev/full ]; then
	printf 'dpkg\t1\t2\n' | $M compare >/dev/full 2>/dev/null
	[ $? = 3 ]; ok $? "a full disk is status 3"
fi
echo "1..$n"
