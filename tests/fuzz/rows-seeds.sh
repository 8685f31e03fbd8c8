#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/rows-seeds.sh NAME DIR: seeds for the targets of tests/fuzz/rows.h:
# a byte that picks the row, then a fixture.

dir=$2
mkdir -p "$dir"
fix=tests/fixtures/catalog

seed() {	# row file...
	row=$1
	shift
	for f in "$@"; do
		[ -f "$f" ] && { printf "\\$(printf %03o "$row")"; cat "$f"; } \
		    >"$dir/$row-$(basename "$f")"
	done
	return 0
}

python() {
	seed 0 $fix/python/requests-2.31.0.dist-info/METADATA
	seed 1 $fix/python/PyJWT-2.6.0.egg-info/PKG-INFO
	seed 2 $fix/python/requests-2.31.0.dist-info/RECORD
	printf '\003../x/__init__.py\n' >"$dir/3-installed-files.txt"
	seed 4 $fix/python-requirements/requirements.txt
	seed 5 $fix/python-pipfile/Pipfile.lock
	seed 6 $fix/python-poetry/poetry.lock
	seed 7 $fix/python-pdm/pdm.lock
	seed 8 $fix/python-uv/uv.lock
	seed 9 $fix/python-pylock/pylock.toml
	seed 10 $fix/python-project/pyproject.toml
	seed 11 $fix/python-setup/setup.cfg
	seed 12 $fix/python-setup/setup.py
	seed 13 $fix/conda/*.json
	seed 14 $fix/conda-environment/environment.yml
	seed 17 $fix/python/PyJWT-2.6.0.egg-info/requires.txt
	printf '\022{"url":"u","vcs_info":{"vcs":"git","commit_id":"1"}}' \
	    >"$dir/18-direct_url.json"
	python3 - "$dir" $fix/python/requests-2.31.0.dist-info/METADATA <<-'EOF'
	import sys, zipfile
	for row, how in ((b"\x0f", zipfile.ZIP_STORED),
	    (b"\x10", zipfile.ZIP_DEFLATED)):
	    name = "%s/archive-%d" % (sys.argv[1], row[0])
	    with open(name, "wb") as f:
	        f.write(row)
	    with zipfile.ZipFile(name, "a", how) as z:
	        z.writestr("a/__init__.py", "")
	        z.write(sys.argv[2], "EGG-INFO/PKG-INFO" if row[0] == 15
	            else "a-1.dist-info/METADATA")
	EOF
}

gem() {
	seed 0 $fix/gem/*.gemspec
	seed 1 $fix/gem/*.gemspec
	seed 2 $fix/gem-lock/Gemfile.lock
}

dotnet() {
	seed 0 $fix/dotnet-deps/*.json
	seed 1 $fix/dotnet-lock/packages.lock.json
	seed 2 $fix/dotnet-assets/project.assets.json
	seed 3 $fix/dotnet-project/*
	seed 4 $fix/dotnet-config/packages.config
	seed 5 $fix/dotnet-paket/paket.lock
	seed 6 $fix/dotnet-paket/paket.dependencies
}

"$1"
