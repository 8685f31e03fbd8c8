#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs one test for prove (prove -e tests/tap.sh) and keeps its TAP in
# $B/tests/log/, so that the number of single tests can be told at the end.

B=${B:-build}
log=$B/tests/log/$(echo "$1" | tr / _)
mkdir -p "$B/tests/log"
export B CMOCKA_MESSAGE_OUTPUT=TAP

case $1 in
*.t) set -- sh "$1" ;;
esac
timeout -k 10 "${TEST_SECONDS:-900}" "$@" >"$log.tap" 2>"$log.err"
status=$?
# cmocka writes a skipped test as "not ok N # SKIP", which TAP reads as failed.
sed -i 's/^not ok \([0-9]*\) # SKIP/ok \1 # SKIP/' "$log.tap"
cat "$log.tap"
if [ $status -ne 0 ]; then
	sed 's/^/# /' "$log.err" | tail -n 60
	echo "# exit status $status"
fi
exit $status
