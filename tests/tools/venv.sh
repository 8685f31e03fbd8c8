#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Make build/venv once, with a strict CycloneDX validator; print its python.
# Status 1 when it cannot be had (no network): the caller says SKIP, or fails
# where CI=true.
set -eu

venv=${1:-build/venv}
python=$venv/bin/python
want='cyclonedx-python-lib[json-validation]'

works()
{
	[ -x "$python" ] && "$python" -c \
	    'import cyclonedx.validation.json, jsonschema' 2>/dev/null
}

if ! works; then
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	if ! { python3 -m venv "$venv" &&
	    "$python" -m pip install -q --disable-pip-version-check "$want"
	    } >"$log" 2>&1 || ! works; then
		echo "venv.sh: no CycloneDX validator:" >&2
		tail -n 3 "$log" >&2
		exit 1
	fi
fi
echo "$python"
