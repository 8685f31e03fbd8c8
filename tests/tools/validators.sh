#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Make the Python environment build/validators with what other projects offer
# to judge our documents, and print its python. It is made again when the list
# below changes. Status 1 when it cannot be had (no network): the caller says
# SKIP, or fails where CI=true.
set -eu

# One a line, of one version each, with its documents.
list='
cyclonedx-python-lib[validation]==11.12.0	CycloneDX, and JSON Schema
spdx-tools==0.8.5	SPDX 2.2 and 2.3
ntia-conformance-checker==6.0.0	SPDX, minimum elements
spdx-python-model==0.0.6	SPDX 3, its model
'

venv=build/validators
python=$venv/bin/python
wanted=$(echo "$list" | cut -f 1)

have() {
	[ "$(cat "$venv/installed" 2>/dev/null)" = "$wanted" ] &&
	    "$python" -c pass 2>/dev/null
}

install() {
	rm -rf "$venv"
	python3 -m venv "$venv" &&
	    "$python" -m pip install -q --disable-pip-version-check \
	        --retries 1 $wanted &&
	    echo "$wanted" >"$venv/installed"
}

if ! have; then
	mkdir -p build
	exec 9>build/validators.lock
	flock 9			# tests run side by side
	if ! have && ! install >build/validators.log 2>&1; then
		echo "validators.sh: cannot be installed:" >&2
		tail -n 3 build/validators.log >&2
		exit 1
	fi
	exec 9>&-
fi
echo "$python"
