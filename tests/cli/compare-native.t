#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# match compare against the tools that own the schemes, on pairs that the
# conformance tables do not hold: the left side of one row and the right side
# of another. A pair that the tool refuses does not count.
. tests/cli/tap.sh
M=$B/bin/match
T=../shared/conformance/versions

skip() {	# text
	n=$((n + 1)); echo "ok $n - # SKIP $1"
}

# Pairs of rows 1, 7 and 131 apart, N of them, evenly spread.
pairs() {	# scheme N
	awk -F'\t' '{ l[NR] = $1; r[NR] = $3 } END {
		for (i = 1; i <= NR; i++) {
			print l[i] "\t" r[i % NR + 1]
			print r[i] "\t" r[(i + 6) % NR + 1]
			print l[i] "\t" l[(i + 130) % NR + 1]
		} }' "$T/$1.tsv" |
	    awk -v n="$2" '{ v[NR] = $0 } END {
		step = NR > n ? int(NR / n) : 1
		for (i = 1; i <= NR; i += step) print v[i] }'
}

# The tool's answers (<, =, >, ! for refused) are one line a pair.
native() {	# scheme N command...
	s=$1; pairs "$1" "$2" >"$tmp/pairs"
	shift 2
	"$@" <"$tmp/pairs" >"$tmp/want" 2>"$tmp/err"
	sed "s/^/$s	/" "$tmp/pairs" | $M compare >"$tmp/got"
	rows=$(grep -c '[<=>]' "$tmp/want")
	[ "$rows" -gt 100 ] &&
	    [ "$(wc -l <"$tmp/want")" = "$(wc -l <"$tmp/pairs")" ]
	ok $? "$s: the tool answered $rows pairs"
	paste "$tmp/pairs" "$tmp/want" "$tmp/got" |
	    awk -F'\t' '$3 != "!" && $3 != $4' >"$tmp/differ"
	[ ! -s "$tmp/differ" ]; ok $? "$s: as the tool orders them"
	cat "$tmp/differ" "$tmp/err" | head -n 5 | sed 's/^/# /'
}

gem() {
	ruby -ne 'a, b = $_.chomp.split("\t")
	    begin
		puts "<=>"[(Gem::Version.new(a) <=> Gem::Version.new(b)) + 1]
	    rescue ArgumentError
		puts "!"
	    end'
}

pep440() {
	python3 -c 'import sys
from packaging.version import InvalidVersion, parse
for line in sys.stdin:
    try:
        a, b = map(parse, line.rstrip("\n").split("\t"))
        print("<" if a < b else ">" if a > b else "=")
    except InvalidVersion:
        print("!")'
}

npm() {
	node -e 'const s = require(process.argv[1]);
	for (const l of require("fs").readFileSync(0, "utf8").split("\n")) {
		if (l === "") continue;
		const [a, b] = l.split("\t");
		try { console.log("<=>"[s.compare(a, b, true) + 1]); }
		catch (e) { console.log("!"); }
	}' "$1"
}

# ComparableVersion compares each of its arguments with the one before. Its
# order has a circle, 1-0.beta < 1 < 1-sp2 < 1-0.beta, that ours cannot have.
maven() {
	tr '\t' '\n' | xargs -n 2000 java -jar "$1" |
	    awk '/^Display/ { k = 0 }
		/^   / && k++ % 2 == 0 {
			circle = $1 == "1-0.beta" && $3 == "1-sp2"
			print circle ? "!" : substr($2, 1, 1)
		}'
}

# Without a rel on one side vercmp takes the two for equal, which is no order.
pacman() {
	while IFS='	' read -r a b; do
		case $(vercmp "$a" "$b") in
		-*)	echo '<' ;;
		0)	case $a/$b in
			*-*/*-*) echo '=' ;;
			*-*) echo '!' ;;
			*) echo '=' ;;
			esac ;;
		*)	echo '>' ;;
		esac
	done
}

if [ ! -d "$T" ]; then
	echo "1..0 # SKIP no ../shared"
	exit 0
fi

if command -v ruby >/dev/null; then
	native gem 4000 gem
else
	skip "no ruby"
fi
if python3 -c 'import packaging.version' 2>/dev/null; then
	native pep440 4000 pep440
else
	skip "no packaging of Python"
fi
semver=
for d in /usr/share/nodejs/semver /usr/lib/node_modules/npm/node_modules/semver
do
	[ -d "$d" ] && semver=$d
done
if command -v node >/dev/null && [ -n "$semver" ]; then
	native npm 2000 npm "$semver"
else
	skip "no semver of node"
fi
jar=/usr/share/maven/lib/maven-artifact-3.x.jar
if command -v java >/dev/null && [ -f $jar ]; then
	native maven 4000 maven $jar
else
	skip "no Maven"
fi
if command -v vercmp >/dev/null; then
	native pacman 500 pacman
else
	skip "no vercmp"
fi
echo "1..$n"
