#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What npm itself installed, from its registry: the packages and edges that it
# lists, from the root file system, from a stream of it and from each version
# of its lock file.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
R=$B/images/npm
app=$R/root/srv/site

# A scope, an alias, several versions of one package, peers, an optional
# package, development packages, a member of the workspace.
make_app() {
	mkdir -p "$T/new/packages/tool"
	cat >"$T/new/package.json" <<-EOF
	{ "name": "@acme/site", "version": "2.0.0", "private": true,
	  "workspaces": ["packages/tool"],
	  "dependencies": { "express": "4.19.2", "react-dom": "18.3.1",
	    "react": "18.3.1", "string-width": "5.1.2",
	    "string-width-cjs": "npm:string-width@4.2.3" },
	  "devDependencies": { "webpack": "5.94.0", "@babel/core": "7.25.2",
	    "@babel/preset-react": "7.24.7", "acorn-jsx": "5.3.2" },
	  "optionalDependencies": { "fsevents": "2.3.3" } }
	EOF
	cat >"$T/new/packages/tool/package.json" <<-EOF
	{ "name": "@acme/tool", "version": "0.1.0",
	  "dependencies": { "debug": "4.3.4", "@types/node": "20.14.0" } }
	EOF
	cmp -s "$T/new/package.json" "$app/package.json" &&
	    [ -f "$app/node_modules/.package-lock.json" ] && return
	rm -rf "$R"
	mkdir -p "$app" "$R/root/etc" "$R/root/usr/lib/node_modules"
	echo 'ID=debian' >"$R/root/etc/os-release"
	cp -r "$T/new/." "$app/"
	(cd "$app" && npm install --no-audit --no-fund --ignore-scripts) ||
	    return 1
	cp -r "$(npm root -g)/npm" "$R/root/usr/lib/node_modules/"
}

ls_npm() {	# directory, option...
	dir=$1
	shift
	(cd "$dir" && npm ls --all --long --json "$@" 2>/dev/null) |
	    python3 tests/tools/npm-ls.py npm
}

ls_ours() {
	python3 tests/tools/npm-ls.py sbom
}

# The lock of version $1, alone, and npm's view of it.
lock() {
	mkdir -p "$T/v$1/packages/tool"
	cp "$app/package.json" "$app/package-lock.json" "$T/v$1/"
	cp "$app/packages/tool/package.json" "$T/v$1/packages/tool/"
	(cd "$T/v$1" && npm install --no-audit --no-fund --ignore-scripts \
	    --package-lock-only --lockfile-version="$1") >/dev/null &&
	    [ "$(jq .lockfileVersion "$T/v$1/package-lock.json")" = "$1" ] &&
	    ls_npm "$T/v$1" --package-lock-only >"$T/v$1.npm" &&
	    mkdir "$T/v$1.only" &&
	    cp "$T/v$1/package-lock.json" "$T/v$1.only/" &&
	    "$B/bin/sbom" "$T/v$1.only" >"$T/v$1.json" &&
	    ls_ours <"$T/v$1.json" >"$T/v$1.ours"
}

same() {
	[ "$(grep -c . <"$1")" -ge "$3" ] && diff "$1" "$2"
}

same_lock() {
	lock "$1" && same "$T/v$1.npm" "$T/v$1.ours" 300
}

# Version 1 says nothing of the project, nor a member's name and version (npm
# takes the name from the directory that it lies in).
same_tree() {
	lock 1 && sed '/ @acme\/site@/d; s/ tool@0.1.0/ @acme\/tool@/' \
	    "$T/v1.npm" | sort >"$T/v1.tree" &&
	    sort "$T/v1.ours" | same "$T/v1.tree" /dev/stdin 300
}

scan() {	# where, document; without a database of packages it is a gap
	"$B/bin/sbom" "$1" --from rootfs >"$2"
	s=$?
	[ $s = 0 ] || [ $s = 4 ]
}

same_installed() {
	{ ls_npm "$app"; ls_npm "$R/root" -g --prefix "$R/root/usr"; } |
	    sort -u >"$T/npm" &&
	scan "$R/root" "$T/root.json" &&
	ls_ours <"$T/root.json" >"$T/ours" &&
	same "$T/npm" "$T/ours" 500
}

same_stream() {
	tar -C "$R/root" -cf - . | scan - "$T/stream.json" &&
	    ls_ours <"$T/stream.json" | same "$T/ours" /dev/stdin 500
}

# What is left without development packages is what is not excluded.
same_dev() {
	ls_npm "$T/v3" --package-lock-only --omit=dev | grep ^package \
	    >"$T/nodev.npm"
	jq '.components |= map(select(.scope != "excluded"))' "$T/v3.json" |
	    ls_ours | grep ^package >"$T/nodev.ours"
	same "$T/nodev.npm" "$T/nodev.ours" 80 &&
	    ! cmp -s "$T/nodev.npm" "$T/v3.npm"
}

command -v npm >/dev/null || lacks "npm is missing"
command -v jq >/dev/null || lacks "jq is missing"
make_app >"$T/out" 2>&1 || { sed 's/^/# /' "$T/out" | tail -n 5
    lacks "npm could not install"; }

echo 1..6
says 1 "packages and edges of node_modules are npm's" same_installed
says 2 "the same from a stream" same_stream
says 3 "of package-lock.json version 3" same_lock 3
says 4 "version 2" same_lock 2
says 5 "version 1" same_tree
says 6 "what is for development only" same_dev
exit $failed
