#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The house itself: installing, builds that rebuild what depends on a changed
# header and nothing else, and what all three command lines have in common.

B=${B:-build}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
n=0
ok() {	# status, name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
# A build of its own, so that the one under test is left alone.
build() {
	make -s -j2 B="$out/b" SAN= DEV= CFLAGS=-O0 "$@"
}

build all >"$out/log" 2>&1
ok $? "a second build directory" || cat "$out/log" >&2
build all >"$out/log" 2>&1 && [ ! -s "$out/log" ]
ok $? "nothing to do the second time"

# As if the header had changed a minute from now, without touching the tree.
build -W lib/version/version.h -n all >"$out/log" 2>&1
grep -q 'lib/version/dpkg\.o' "$out/log"
ok $? "a changed header rebuilds what includes it"
! grep -qE -- '-o [^ ]*lib/base/rd\.o' "$out/log"
ok $? "and not what does not"

build install DESTDIR="$out/root" PREFIX=/usr PROGRAM_PREFIX=airbom- \
    >"$out/log" 2>&1
ok $? "make install"
good=0
for t in sbom feeds match; do
	"$out/root/usr/bin/airbom-$t" --version 2>/dev/null |
	    grep -q "^$t (airbom) [0-9]" || good=1
	[ -s "$out/root/usr/share/man/man1/airbom-$t.1" ] || good=1
done
ok $good "prefixed tools run and have their pages"
[ "$(find "$out/root" -type f | grep -vcE '/(bin|share/man/man[15]|share/doc/airbom)/')" = 0 ]
ok $? "nothing else is installed"

for t in sbom feeds match; do
	"$B/bin/$t" --help >"$out/help" 2>"$out/err" && [ -s "$out/help" ] &&
	    [ ! -s "$out/err" ]
	ok $? "$t --help is on stdout and ends with 0"
	"$B/bin/$t" --no-such-option >"$out/o" 2>"$out/err"
	[ $? -eq 2 ] && [ "$(wc -l <"$out/err")" -eq 1 ] && [ ! -s "$out/o" ]
	ok $? "$t: misuse is one line and status 2"
	"$B/bin/$t" --hel >/dev/null 2>&1
	[ $? -eq 2 ]
	ok $? "$t: an abbreviated option is refused"
done

# What --help tells and what the pages tell are the same options, and a line of
# help fits a terminal.
commands() {
	case $1 in
	sbom) echo '- convert diff merge validate catalogers' ;;
	feeds) echo 'build status show search diff verify list' ;;
	match) echo '- explain self-test compare' ;;
	esac
}
for t in sbom feeds match; do
	for c in $(commands $t); do
		"$B/bin/$t" ${c#-} --help || echo "fails: $t $c"
	done >"$out/help.$t" 2>&1
	grep -n '^fails:' "$out/help.$t" | sed 's/^/# /'
	! grep -q '^fails:' "$out/help.$t"
	ok $? "$t: --help of each command"
	[ -z "$(awk 'length($0) > 80' "$out/help.$t")" ]
	ok $? "$t: --help fits 80 columns"
done
options() {	# file: one a line
	grep -oE -- '(^|[^-a-z])--[a-z][a-z-]*' "$1" | grep -o -- '--.*' |
	    sort -u
}
cat "$out"/help.* >"$out/help.all"
options "$out/help.all" >"$out/all"
for t in sbom feeds match; do
	if ! command -v mandoc >/dev/null; then
		n=$((n + 1))
		echo "ok $n - $t: options # SKIP no mandoc"
		continue
	fi
	mandoc -Tascii -Owidth=900 docs/$t.1 | sed 's/.\x08//g' >"$out/page"
	options "$out/page" >"$out/told"
	options "$out/help.$t" | comm -23 - "$out/told" >"$out/o"
	# A page may speak of another tool's.
	comm -13 "$out/all" "$out/told" >>"$out/o"
	sed 's/^/# /' "$out/o"
	[ -s "$out/told" ] && [ ! -s "$out/o" ]
	ok $? "$t: the options of --help are those of the page"
done
echo "1..$n"
