# SPDX-License-Identifier: Apache-2.0
#
# What test scripts share: `. tests/cli/tap.sh` first. $B is the build, $tmp a
# directory of the test's own. They end with `done_testing`, or say "1..$n".
B=${B:-build}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

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

said() {	# words text: on standard error, kept in $tmp/err
	grep -q "$1" "$tmp/err"
	ok $? "$2"
	grep -q "$1" "$tmp/err" || sed 's/^/# /' "$tmp/err"
}

done_testing() {
	echo "1..$n"
}
