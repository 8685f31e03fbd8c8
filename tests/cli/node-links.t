#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# node_modules as pnpm and workspaces lay it out: what is needed lies behind
# symbolic links. The package.json are real ones, of the fixtures.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
fix=tests/fixtures/catalog

scan() {	# document, argument of sbom...
	out=$1
	shift
	"$B/bin/sbom" "$@" >"$out"
	s=$?
	[ $s = 0 ] || [ $s = 4 ] || return 1
	python3 tests/tools/npm-ls.py sbom <"$out" >"$out.txt"
}

stored() {	# name, version, file: where pnpm keeps it
	d=$T/root/app/node_modules/.pnpm/$(echo "$1" | tr / +)@$2/node_modules/$1
	mkdir -p "$d"
	cp "$3" "$d/package.json"
}

link() {	# target, path below .pnpm
	mkdir -p "$(dirname "$T/root/app/node_modules/$2")"
	ln -s "$1" "$T/root/app/node_modules/$2"
}

make_root() {
	mkdir -p "$T/root/etc" "$T/root/app/packages/tool"
	echo 'ID=linux' >"$T/root/etc/os-release"
	cat >"$T/root/app/package.json" <<-EOF
	{ "name": "shop", "version": "1.4.0", "private": true,
	  "workspaces": ["packages/*"],
	  "dependencies": { "@babel/code-frame": "7.0.0" } }
	EOF
	echo '{ "name": "@shop/tool", "version": "0.1.0", "private": true,
	    "dependencies": { "string-width-cjs": "4" } }' \
	    >"$T/root/app/packages/tool/package.json"
	stored @babel/code-frame 7.0.0 $fix/npm-package/babel-code-frame.json
	stored string-width 4.2.0 $fix/npm-package/string-width.json
	stored @babel/highlight 7.25.9 $fix/npm-package/pause-stream.json
	sed -i 's/pause-stream/@babel\/highlight/; s/0.0.11/7.25.9/' \
	    "$T/root/app/node_modules/.pnpm/@babel+highlight@7.25.9/node_modules/@babel/highlight/package.json"
	link ../.pnpm/@babel+code-frame@7.0.0/node_modules/@babel/code-frame \
	    @babel/code-frame
	link ../../../@babel+highlight@7.25.9/node_modules/@babel/highlight \
	    .pnpm/@babel+code-frame@7.0.0/node_modules/@babel/highlight
	link ../../packages/tool @shop/tool
	link .pnpm/string-width@4.2.0/node_modules/string-width \
	    string-width-cjs
	# Leads nowhere, to itself, out of the root; to what is no package.
	link ../../nowhere gone
	link loop loop
	link ../../../../../../../../etc outside
	link ../../etc plain
}

want() {
	cat <<-EOF
	edge @babel/code-frame@7.0.0 @babel/highlight@7.25.9
	edge @shop/tool@0.1.0 string-width@4.2.0
	edge shop@1.4.0 @babel/code-frame@7.0.0
	edge shop@1.4.0 @shop/tool@0.1.0
	package @babel/code-frame@7.0.0
	package @babel/highlight@7.25.9
	package @shop/tool@0.1.0
	package shop@1.4.0
	package string-width@4.2.0
	EOF
}

links() {
	make_root && scan "$T/root.json" --from rootfs "$T/root" &&
	    want | diff - "$T/root.json.txt"
}

stream() {
	tar -C "$T/root" -cf "$T/root.tar" . &&
	    scan "$T/tar.json" --from rootfs - <"$T/root.tar" &&
	    want | diff - "$T/tar.json.txt"
}

tree() {
	scan "$T/dir.json" --from dir "$T/root" &&
	    want | diff - "$T/dir.json.txt"
}

# Lock files say what was meant, .pnp.cjs what is there.
plugged() {
	mkdir -p "$T/pnp/etc" "$T/pnp/app" &&
	    cp "$T/root/etc/os-release" "$T/pnp/etc/" &&
	    cp $fix/yarn-lock/berry.lock "$T/pnp/app/yarn.lock" &&
	    cp $fix/npm-lock/v3.json "$T/pnp/app/package-lock.json" &&
	    scan "$T/none.json" --from rootfs "$T/pnp" &&
	    ! [ -s "$T/none.json.txt" ] &&
	    cp $fix/yarn-pnp/v4.cjs "$T/pnp/app/.pnp.cjs" &&
	    scan "$T/pnp.json" --from rootfs "$T/pnp" &&
	    grep -x 'edge debug@2.6.9 ms@2.0.0' "$T/pnp.json.txt" &&
	    [ "$(grep -c ^package "$T/pnp.json.txt")" -ge 40 ]
}

# The project's package.json beside yarn.lock says what is for development.
beside() {
	mkdir -p "$T/y" && cp $fix/yarn-lock/berry.lock "$T/y/yarn.lock" &&
	    cp $fix/npm-package/application.json "$T/y/package.json" &&
	    scan "$T/y.json" "$T/y/yarn.lock" &&
	    [ "$(jq -r '.components[] | select(.scope == "excluded") | .name' \
	    "$T/y.json" | sort | tr '\n' ' ')" = "lru-cache semver yallist " ]
}

echo 1..5
says 1 "links in node_modules lead to packages" links
says 2 "the same from a stream" stream
says 3 "and from a source tree" tree
says 4 "plug'n'play is installed, a lock file is not" plugged
says 5 "package.json beside yarn.lock" beside
exit $failed
