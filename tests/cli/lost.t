#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Databases of text, cut at every hundredth of their length and between all
# their entries: fewer packages are never status 0. And their words damaged.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
SHARED=$(cd ../shared/conformance/packages 2>/dev/null && pwd)

# Status and number of packages.
asked() {
	run -o purls --from rootfs "$tmp/r"
	echo "$st $(grep -c '^pkg:' "$tmp/out")"
}

# Cuts file at each of the places that stand on standard input.
cuts() {	# file text
	cp "$1" "$tmp/whole"
	all=$(asked) bad=0 k=0
	while read -r at; do
		head -c "$at" "$tmp/whole" >"$1"
		got=$(asked)
		k=$((k + 1))
		case $got in
		4\ *|"$all") ;;
		*)	echo "# $got of $all at $at"; bad=1 ;;
		esac
	done
	[ "$k" -gt 5 ] || bad=1
	ok $bad "$2: $k cuts of $all"
	cp "$tmp/whole" "$1"
}

hundredths() {	# file
	size=$(stat -c %s "$1")
	for i in $(seq 1 99); do echo $((size * i / 100)); done
}

# Behind which bytes an empty line ends, but the last.
entries() {	# file
	LC_ALL=C awk '{ at += length($0) + 1 } $0 == "" { print at }' "$1" |
	    sed '$d'
}

gap() {		# words text
	run --from rootfs "$tmp/r"
	[ $st = 4 ] && grep -q "$1" "$tmp/err"
	ok $? "$2"
}

# ---- dpkg, with the lists of files of this machine's packages ----

if [ -s /var/lib/dpkg/status ]; then
	db=$tmp/r/var/lib/dpkg
	mkdir -p "$tmp/r/etc" "$db/info"
	printf 'ID=debian\nVERSION_ID=12\n' >"$tmp/r/etc/os-release"
	awk 'BEGIN { RS = ""; ORS = "\n\n" } k++ < 30' /var/lib/dpkg/status \
	    >"$db/status"
	stanza left | sed 's/install ok/deinstall ok/; s/ installed/ config-files/' \
	    >>"$db/status"
	sed -n 's/^Package: //p' "$db/status" | while read -r p; do
		for x in "/var/lib/dpkg/info/$p".list \
		    "/var/lib/dpkg/info/$p":*.list; do
			[ ! -f "$x" ] || cp "$x" "$db/info"
		done
	done
	echo /etc/left.conf >"$db/info/left.list"
	same "$(asked | cut -d' ' -f1)" 0 "dpkg: a whole database"
	entries "$db/status" >"$tmp/at"
	cuts "$db/status" "dpkg, between entries" <"$tmp/at"
	cuts "$db/status" "dpkg" <<-EOF
		$(hundredths "$db/status" | awk 'NR % 4 == 0')
	EOF
	gone=$(sed -n 's/^Package: //p' "$db/status" | sed -n 9p)
	awk -v p="$gone" 'BEGIN { RS = ""; ORS = "\n\n" }
	    index($0, "Package: " p "\n") != 1' "$tmp/whole" >"$db/status"
	gap "info/$gone.*: the database does not know whose.*: $gone\$" \
	    "an entry that was taken out"
	stanza "b$(printf '\002')d" >>"$db/status"
	gap 'a name that none can be' "a name with a control character"
	{ stanza one | sed '$d'; stanza two | sed 1,2d; } >"$db/status"
	gap 'line 1: two packages in one stanza' "a hole from entry to entry"
	stanza fine "1 2" >>"$db/status"
	gap 'a version that none can be' "a version with a blank"
else
	skip "dpkg" "no database on this machine"
fi

# ---- apk ----

if [ -n "$SHARED" ]; then
	rm -rf "$tmp/r"
	cp -R "$SHARED/apk/alpine-3.10/root" "$tmp/r"
	chmod -R u+w "$tmp/r"
	db=$tmp/r/lib/apk/db/installed
	same "$(asked)" "0 $(grep -c '^P:' "$db")" "apk: a whole database"
	entries "$db" >"$tmp/at"
	cuts "$db" "apk, between entries" <"$tmp/at"
	cuts "$db" "apk" <<-EOF
		$(hundredths "$db")
	EOF
	sed '/^T:the musl/,/^V:/{/^T:/!d;}' "$tmp/whole" >"$db"
	gap 'line 1: two packages in one record' "a hole from entry to entry"
	cp "$tmp/whole" "$db"
	mkdir -p "$tmp/r/etc/apk"
	printf 'musl\nzlib=1.2.11-r1 .deps=1 !x\nlibc-utils@edge\n' \
	    >"$tmp/r/etc/apk/world"
	printf 'so:libz.so.1\n' >>"$tmp/r/etc/apk/world"
	same "$(asked | cut -d' ' -f1)" 0 "what was asked for is there"
	printf 'nginx<2\n' >>"$tmp/r/etc/apk/world"
	gap 'etc/apk/world: asked for, .* does not have it: nginx$' \
	    "what was asked for is not there"
	sed -i '/^P:musl$/,/^$/d' "$db"
	gap 'installed: needed by its packages.*: so:libc.musl' \
	    "what is needed is not there"
else
	skip "apk" "../shared is absent"
fi
done_testing
