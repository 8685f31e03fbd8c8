#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make check: what a compiler does not see. Each check prints "ok NAME" or
# "not ok NAME" with the places; `make check ONLY=layering` runs one.

B=${B:-build}
fail=0

# Words for $CFLAGS_OURS: the shell's quotes would be part of them.
CFLAGS_OURS=$(printf %s "$CFLAGS_OURS" | tr -d "'")
export CFLAGS_OURS

report() {	# name, file with complaints
	if [ -s "$2" ]; then
		echo "not ok $1"
		head -n 40 "$2" | sed 's/^/    /'
		fail=1
	else
		echo "ok $1"
	fi
}

ours() {
	git ls-files '*.c' '*.h' 2>/dev/null || find . -name '*.[ch]'
}

# Rooms of lib in the order of design.md: one may include itself and those
# before it. Tools include lib and themselves.
layering() {
	for f in $(ours); do
		grep -n '^#include "' "$f" | sed "s|^|$f:|"
	done | awk -F'[:"]' '
	BEGIN {
		n = split("base codec text db version score identity " \
		    "statement bom advisory", room, " ");
		for (i = 1; i <= n; i++)
			level[room[i]] = i;
	}
	{
		split($1, from, "/");
		split($4, to, "/");
		if (index($4, "/") == 0)
			next;	# made by the build, into its own directory
		if (from[1] == "lib" && !(to[1] in level))
			print $1 ":" $2 ": lib includes " $4;
		else if (from[1] == "lib" && level[to[1]] > level[from[2]])
			print $1 ":" $2 ": " from[2] " includes " $4;
		else if (from[1] ~ /^(sbom|feeds|match)$/ &&
		    to[1] ~ /^(sbom|feeds|match)$/ && from[1] != to[1])
			print $1 ":" $2 ": " from[1] " includes " $4;
	}'
}

# Each third-party library has one door.
doors() {
	check_door() {	# header pattern, allowed path pattern
		grep -nE "^#include <($1)" $(ours | grep -vE '^tests/') |
		    grep -vE "^($2)"
	}
	check_door 'archive|zlib|isa-l|zstd|openssl/' 'lib/codec/'
	check_door 'jansson|libxml/|yaml' 'lib/text/'
	check_door 'sqlite3' 'lib/db/'
	check_door 'seccomp' 'lib/base/sandbox\.c'
	check_door 'curl/' 'feeds/fetch/'
}

# A tool's NEEDED entries are those of its list in the Makefile; sbom and
# match make no network call of their own accord.
needed() {
	for t in sbom feeds match; do
		eval "libs=\$LIBS_$t"
		readelf -d "$B/bin/$t" | sed -n 's/.*NEEDED.*\[lib\(.*\)\.so.*/\1/p' |
		    sed 's/^yaml-0$/yaml/' |	# libyaml-0.so is -lyaml
		    grep -vE '^(c|m|pthread|gcc_s|asan|ubsan|clang_rt.*)$' |
		    while read -r so; do
			case " $libs " in
			*" -l$so "*) ;;
			*) echo "$t needs lib$so, which is not in LIBS_$t" ;;
			esac
		done
		for l in $libs; do
			readelf -d "$B/bin/$t" | grep -qE "\[lib${l#-l}(-0)?\.so" ||
			    [ "$l" = -lm ] ||
			    echo "$t does not need $l of LIBS_$t"
		done
	done
	for t in sbom match; do
		nm "$B/lib$t.a" "$B/liball.a" 2>/dev/null |
		    grep -wE 'U (socket|connect|getaddrinfo|gethostbyname|bind|listen|accept4?|sendto)$' |
		    sed "s/^/$t: network symbol/"
	done
}

# Every header compiles alone.
headers() {
	for h in $(git ls-files '*.h'); do
		case $h in lib/base/banned.h | tests/*) continue ;; esac
		${CC:-cc} $CFLAGS_OURS -fsyntax-only -x c "$h" 2>&1
	done
}

# Text: licence lines, guards, tabs, width, return types, trailing blanks.
format() {
	for f in $(git ls-files '*.c' '*.h' '*.sh' '*.t' '*.sql' Makefile .ci/run); do
		head -n 3 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' ||
		    echo "$f: no SPDX line"
		grep -nE '[[:blank:]]+$' "$f" | sed "s|^|$f:|; s|\$| trailing blank|"
	done
	for h in $(git ls-files 'lib/*.h' 'sbom/*.h' 'feeds/*.h' 'match/*.h'); do
		guard=$(echo "${h#lib/}" | tr 'a-z/.' 'A-Z__')
		grep -q "^#ifndef $guard\$" "$h" || echo "$h: guard is not $guard"
	done
	for f in $(git ls-files '*.c' '*.h'); do
		expand "$f" | awk -v f="$f" '
		length($0) > 90 && !/fuzz-(cover|seeds):/ { print f ":" FNR ": " length($0) " columns" }
		# A definition: its return type stands on a line of its own.
		/^[a-z].*[a-z_0-9]\(.*\)$/ { def = FNR; line = $0 }
		/^{$/ && def == FNR - 1 &&
		    line ~ /^(static |const |enum |struct |unsigned |inline )*[a-z_0-9]+ \**[a-z_0-9]+\(/ {
			print f ":" def ": return type on its own line";
		}'
		# Indentation is tabs; four blanks continue a line above.
		grep -nE '^ {8}' "$f" | sed "s|^|$f:|; s|\$| spaces for a tab|"
	done
}

# A file over 800 lines is two files.
sizes() {
	for f in $(git ls-files '*.c' '*.h' '*.sh' '*.t' '*.py'); do
		n=$(wc -l <"$f")
		[ "$n" -le 800 ] || grep -q 'spdx-ids: data' "$f" ||
		    echo "$f: $n lines"
	done
}

# Each row of a table has its fixture folder and its line in the man page.
rows() {
	sed -n 's/^const struct cataloger cat_[a-z0-9_]* = {//p;
	    s/^[[:blank:]]*\.name = "\([a-z0-9-]*\)".*/\1/p' \
	    sbom/catalog/*.c | grep . | sort -u | while read -r name; do
		[ -d "tests/fixtures/catalog/$name" ] ||
		    echo "cataloger $name: no tests/fixtures/catalog/$name"
		grep -qE "\b$name\b" docs/sbom.1 ||
		    echo "cataloger $name: not in docs/sbom.1"
	done
	sed -n 's/^[[:blank:]]*\.name = "\([a-z0-9-]*\)".*/\1/p' \
	    feeds/feed/*.c | sort -u | while read -r name; do
		[ -d "tests/fixtures/feeds/$name" ] ||
		    [ -d "tests/fixtures/feeds/$(echo "$name" | tr - _)" ] ||
		    echo "feed $name: no tests/fixtures/feeds/$name"
		grep -qE "\b$name\b" docs/feeds.1 ||
		    echo "feed $name: not in docs/feeds.1"
	done
	sed -n 's/^#define PROP_[A-Z0-9_]*[[:blank:]]*"\([^"]*\)".*/\1/p' \
	    lib/bom/property.h | while read -r name; do
		grep -qF "$name" docs/airbom-properties.5 ||
		    echo "$name: not in docs/airbom-properties.5"
	done
}

man() {
	for m in docs/*.[15]; do
		mandoc -Tlint -W warning "$m" 2>&1
	done
	for t in sbom feeds match; do
		[ -f "docs/$t.1" ] || echo "docs/$t.1 is missing"
	done
}

cppcheck_() {
	cppcheck --quiet --std=c11 --enable=warning,portability,performance \
	    --inline-suppr --suppress=missingIncludeSystem \
	    --suppress=unusedStructMember --suppress=autoVariables \
	    --suppress=legacyUninitvar --suppress=internalAstError \
	    --error-exitcode=0 -j2 -Ilib -I. -DAIRBOM_VERSION='"0"' -DHAVE_ISAL \
	    lib sbom feeds match 2>&1
}

# gcc's analyzer over each file that changed since it was last clean.
analyzer() {
	mkdir -p "$B/analyzer"
	for f in $(ours | grep '\.c$' | grep -v '^tests/'); do
		stamp="$B/analyzer/$(echo "$f" | tr / _)"
		if [ -f "$stamp" ] && [ "$stamp" -nt "$f" ]; then
			continue
		fi
		echo "$f"
	done | xargs -r -P2 -I{} sh -c '
		out=$(timeout 120 '"${CC:-cc}"' $CFLAGS_OURS -O1 -fanalyzer \
		    -Wno-analyzer-use-of-uninitialized-value \
		    -Wno-analyzer-malloc-leak -Wno-analyzer-fd-leak \
		    -c -o /dev/null {} 2>&1 | grep -E "warning:|error:" )
		if [ -n "$out" ]; then echo "$out"; else
			touch "'"$B"'/analyzer/$(echo {} | tr / _)"; fi'
}

out=$(mktemp)
trap 'rm -f "$out"' EXIT
for c in ${*:-layering doors needed headers format sizes rows man cppcheck_ analyzer}; do
	$c >"$out" 2>&1
	report "$c" "$out"
done
exit $fail
