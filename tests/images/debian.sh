#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/images/debian.sh NAME: makes a Debian root file system, once, and
# prints its directory, build/images/debian-NAME.
#
#	minbase		debootstrap's smallest
#	full		with python3, nginx and a Java runtime
#
# debootstrap as root; else mmdebstrap in a user namespace, whose tar is
# unpacked without device files. Exits 77 when neither can be had.

set -e
I=${IMAGES:-build/images}
# Administrators' tools are not on everybody's path.
PATH=$PATH:/usr/sbin:/sbin
name=$1
case $name in
minbase) include= ;;
full) include=python3,nginx,openjdk-17-jre-headless ;;
*) echo "usage: debian.sh minbase|full" >&2; exit 2 ;;
esac
suite=${SUITE:-$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")}
case $suite in
bookworm) ;;
trixie|forky|sid) include=$(echo "$include" | sed 's/openjdk-17/openjdk-21/') ;;
*) suite=bookworm ;;
esac
mirror=${MIRROR:-$(sh tests/tools/mirror.sh)}
D=$I/debian-$name
mkdir -p "$I"
exec 9>"$I/.debian-$name.lock"
flock 9

# debootstrap does not always take back what it mounted (inside a chroot).
unmount() {
	for m in proc sys; do
		"$@" umount "$D.tmp/$m" 2>/dev/null || :
	done
}

make_root() {
	rm -rf "$D.tmp"
	if [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null; then
		debootstrap --variant=minbase ${include:+--include=$include} \
		    "$suite" "$D.tmp" "$mirror"
		unmount
	elif sudo -n true 2>/dev/null && command -v debootstrap >/dev/null; then
		sudo -n debootstrap --variant=minbase \
		    ${include:+--include=$include} "$suite" "$D.tmp" "$mirror"
		unmount sudo -n
		sudo -n chown -R "$(id -u)" "$D.tmp"
		chmod -R u+rwX "$D.tmp"
	elif command -v mmdebstrap >/dev/null; then
		mkdir "$D.tmp"
		mmdebstrap --quiet --variant=minbase \
		    ${include:+--include=$include} "$suite" - "$mirror" |
		    tar -C "$D.tmp" --no-same-owner --exclude='./dev/*' -xf -
	else
		return 77
	fi
}

if [ ! -f "$D/.made" ]; then
	make_root >"$D.log" 2>&1 || {
		status=$?
		echo "debian.sh: $name cannot be made, see $D.log" >&2
		exit $([ $status = 77 ] && echo 77 || echo 1)
	}
	rm -rf "$D.tmp/var/cache/apt/archives"
	touch "$D.tmp/.made"
	rm -rf "$D"
	mv "$D.tmp" "$D"
fi
echo "$D"
