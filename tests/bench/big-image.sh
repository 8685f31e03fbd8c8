#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/big-image.sh: makes, once, a real image of over 1 GB from this
# Debian's packages, in seven layers of which one is about half:
#
#	$B/bench/root		the root file system
#	$B/bench/layers/N.tar	each layer: what changed since the one before
#	$B/bench/docker.tar	a docker archive of plain layers
#	$B/bench/oci-gzip	an OCI layout, gzip
#	$B/bench/oci-zstd	an OCI layout, zstd
#
# In it are what catalogers look at: executables by the thousand (Go ones, too),
# jars, node_modules of Debian and of npm, Python packages of Debian and of pip.
#
# Needs root (chroot, mount in a namespace of its own), a Debian mirror, npm and
# pip with their registries; no container engine.

set -eu
B=${B:-build}
mkdir -p "$B/bench/layers"
D=$(cd "$B/bench" && pwd)
root=$D/root
layers=$D/layers
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
mirror=${MIRROR:-$(sh tests/tools/mirror.sh)}
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

inside() {	# command...: in the root, with /proc for postinst scripts
	unshare --mount sh -c '
		mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" &&
		exec chroot "$0" "$@"' "$root" "$@"
}

names() {
	(cd "$root" && find . -xdev | LC_ALL=C sort)
}

# What changed since the marker, and whiteouts for what went (OCI image-spec
# layer.md), as layer $1.
layer() {
	(cd "$root" && find . -xdev -cnewer "$D/marker" \
	    ! -path . ! -path './proc/*' ! -path './dev/*') |
	    LC_ALL=C sort >"$D/changed"
	names >"$D/now"
	rm -rf "$D/whiteouts"
	mkdir "$D/whiteouts"
	LC_ALL=C comm -23 "$D/names" "$D/now" | while read -r gone; do
		dir=$(dirname "$gone")
		[ -d "$root/$dir" ] || continue	# its parent's covers it
		mkdir -p "$D/whiteouts/$dir"
		: >"$D/whiteouts/$dir/.wh.$(basename "$gone")"
	done
	tar -C "$root" --no-recursion --numeric-owner --sort=name \
	    --verbatim-files-from --no-unquote -cf "$layers/$1.tmp" -T "$D/changed"
	(cd "$D/whiteouts" && find . -name '.wh.*' | LC_ALL=C sort) \
	    >"$D/gone"
	tar -C "$D/whiteouts" --numeric-owner --owner=0 --group=0 \
	    --verbatim-files-from --no-unquote -rf "$layers/$1.tmp" -T "$D/gone"
	mv "$layers/$1.tmp" "$layers/$1.tar"
	next
}

next() {
	names >"$D/names"
	sleep 1
	touch "$D/marker"
	sleep 1
}

add() {		# layer packages...: and what else was put into the root
	n=$1
	shift
	echo "layer $n: $*"
	inside apt-get -qq update >/dev/null
	inside apt-get -qq -y --no-install-recommends install "$@" \
	    >"$D/apt.log" 2>&1 || { tail -20 "$D/apt.log"; exit 1; }
	inside sh -c 'apt-get clean; rm -rf /var/lib/apt/lists/*'
	layer "$n"
}

make_root() {
	rm -rf "$root" "$layers"
	mkdir -p "$layers"
	echo "layer 1: minbase $suite"
	mmdebstrap --quiet --variant=minbase "$suite" "$root" "$mirror" \
	    >"$D/mmdebstrap.log" 2>&1 || { cat "$D/mmdebstrap.log"; exit 1; }
	rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb
	tar -C "$root" --numeric-owner --sort=name --exclude='./dev/*' \
	    --exclude='./proc/*' -cf "$layers/1.tar" .
	next
	mkdir -p "$root/usr/local/lib/python3/dist-packages" \
	    "$root/srv/web"
	python3 -m pip -q install --no-compile --root-user-action=ignore \
	    --target "$root/usr/local/lib/python3/dist-packages" \
	    django flask requests sqlalchemy >"$D/pip.log" 2>&1
	add 2 python3 python3-pip python3-numpy python3-yaml perl ca-certificates
	npm --prefix "$root/srv/web" install --no-audit --no-fund \
	    --ignore-scripts express webpack >"$D/npm.log" 2>&1
	add 3 nodejs npm
	add 4 postgresql nginx redis-server restic rclone
	add 5 default-jdk-headless maven tomcat10 libspring-web-java
	add 6 gcc g++ golang clang llvm cmake git
	echo "layer 7: changes and deletions"
	rm -rf "$root/usr/share/doc/nginx" "$root/usr/share/doc/git"
	mkdir -p "$root/srv/app"
	cp README.md LICENSE Makefile "$root/srv/app/" 2>/dev/null || :
	inside apt-get -qq -y purge cmake >/dev/null 2>&1
	layer 7
}

if [ ! -f "$D/done" ]; then
	[ "$(id -u)" = 0 ] || { echo "big-image.sh: needs root" >&2; exit 1; }
	make_root
	set -- "$layers"/[1-7].tar
	echo "docker archive, OCI layouts"
	sh tests/tools/docker-archive.sh "$D/docker.tar" airbom/bench:1 "$@"
	sh tests/tools/oci-layout.sh "$D/oci-gzip" 1 gzip "$@"
	sh tests/tools/oci-layout.sh "$D/oci-zstd" 1 zstd "$@"
	rm -rf "$D/whiteouts" "$D/names" "$D/now" "$D/changed" "$D/gone" \
	    "$D/marker"
	du -sb "$layers"/*.tar | sed "s|$D/||" >"$D/done"
fi
cat "$D/done"
