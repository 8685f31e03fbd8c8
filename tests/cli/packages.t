#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every folder of the conformance data gives its expected.tsv, but for the rows
# that tests/fixtures/packages-excused.tsv excuses.

B=${B:-build}
export B
exec python3 tests/tools/conformance.py --tap
