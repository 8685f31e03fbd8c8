# SPDX-License-Identifier: Apache-2.0
#
# What the tests of feeds share: `. tests/cli/feeds-lib.sh` first. They end with
# `done_testing`.
B=${B:-build}
F=$B/bin/feeds
D=../shared/conformance/feeds
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
SOURCE_DATE_EPOCH=1924992000	# 2031-01-01
export SOURCE_DATE_EPOCH

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

is() {		# got want text
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || { echo "# got: $1"; echo "# want: $2"; }
}

has() {		# file text what
	grep -qF -- "$2" "$1"
	ok $? "$3"
	grep -qF -- "$2" "$1" || sed 's/^/# /' "$1" | head -5
}

sql() {
	sqlite3 -readonly "$db" "$1"
}

build() {	# name arguments...; words in $tmp/err
	db=$tmp/$1.db
	shift
	"$F" build -o "$db" "$@" 2>"$tmp/err"
}

done_testing() {
	echo "1..$n"
}
