#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/run.sh TEST...: runs unit tests and TAP scripts under prove and closes
# with "N passed, N failed, N skipped". A run without a test is a failure.

B=${B:-build}
export B
rm -rf "$B/tests/log"
mkdir -p "$B/tests/log"

# What is fetched and installed for tests serves every build of the tools.
if [ "$B" != build ]; then
	for d in images classifiers mvn; do
		mkdir -p "build/$d"
		[ -e "$B/$d" ] || ln -s "$PWD/build/$d" "$B/$d"
	done
fi

if [ ! -d ../shared/conformance ]; then
	echo "note: ../shared/conformance is not there: tests of real data skip"
fi
prove -j "${TEST_JOBS:-2}" --timer --merge -e 'sh tests/tap.sh' "$@"
status=$?

logs=$(ls "$B"/tests/log/*.tap 2>/dev/null)
[ -n "$logs" ] || { echo "no test ran"; echo "0 passed, 1 failed"; exit 1; }
skipped=$(cat $logs | grep -ciE '^ok\b.*# *skip')
passed=$(cat $logs | grep -c '^ok\b')
failed=$(cat $logs | grep -c '^not ok\b')
grep -hiE '^ok\b.*# *skip|^1\.\.0 *# *skip' $logs
passed=$((passed - skipped))
if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then
	failed=1
fi
if [ "$passed" -eq 0 ]; then
	status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
