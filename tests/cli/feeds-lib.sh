# SPDX-License-Identifier: Apache-2.0
#
# What the tests of feeds share: `. tests/cli/feeds-lib.sh` first. They end with
# `done_testing`.
. tests/cli/tap.sh
F=$B/bin/feeds
D=../shared/conformance/feeds
SOURCE_DATE_EPOCH=1924992000	# 2031-01-01
export SOURCE_DATE_EPOCH

sql() {
	sqlite3 -readonly "$db" "$1"
}

build() {	# name arguments...; words in $tmp/err
	db=$tmp/$1.db
	shift
	"$F" build -o "$db" "$@" 2>"$tmp/err"
}

