# SPDX-License-Identifier: Apache-2.0
#
# What test scripts share: `. tests/cli/says.sh` after T, a directory of the
# test's own, was made. The script ends with `exit $failed`.
failed=0

says() {	# number, what, command...: one test; its words when it fails
	n=$1 what=$2
	shift 2
	if "$@" >"$T/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$T/out" | head -n 20
		failed=1
	fi
}

# What a test needs is not here: a failure in CI, else all of it is skipped.
lacks() {
	[ -z "${CI:-}" ] || { echo "Bail out! $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 0
}
