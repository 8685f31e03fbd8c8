#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# exe-seeds.sh NAME DIRECTORY: small executables of all formats for the fuzz
# targets exe, go and exe_rows, written by the formats' specifications.
python3 tests/fuzz/exe-seeds.py "$1" "$2"
