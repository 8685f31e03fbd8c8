#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/deps.sh build|test: installs the Debian packages that are
# missing. Asks nothing, and does nothing when all are there. Needs root, or
# sudo.

build="gcc make libc6-dev libarchive-dev zlib1g-dev libzstd-dev libxml2-dev
libjansson-dev libsqlite3-dev libyaml-dev libssl-dev libseccomp-dev"
# Optional: twice the speed of gzip layers; only on some architectures.
optional="libisal-dev"
demo="mmdebstrap fakeroot jq debian-archive-keyring"
test="libcmocka-dev perl debootstrap umoci skopeo rpm ostree db5.3-util jq
zstd xz-utils bzip2 gzip zip unzip tar sqlite3 strace isal time
python3 python3-venv python3-jsonschema python3-yaml file
composer php-zip git ruby maven default-jdk-headless debsecan"
# Node's own packages bring npm along, Debian's do not.
command -v npm >/dev/null 2>&1 || test="$test npm"
# Debian's toolchains will do where there is no newer one.
command -v go >/dev/null 2>&1 || test="$test golang-go"
command -v cargo >/dev/null 2>&1 || test="$test cargo"
check="clang clang-format clang-tidy llvm cppcheck mandoc binutils
universal-ctags"

case $1 in
build) want="$build" maybe="$optional" ;;
demo) want="$build $demo" maybe="$optional" ;;
test) want="$build $demo $test" maybe="$optional" ;;
*) want="$build $demo $test $check" maybe="$optional" ;;
esac

missing() {
	for p in "$@"; do
		dpkg-query -W -f='${Status}' "$p" 2>/dev/null |
		    grep -q '^install ok installed$' || echo "$p"
	done
}

# What no distribution packages. Tests find it in this place, too.
tools=${CARGO_TOOLS:-$HOME/.cache/airbom-cargo}
cargo_tools() {
	command -v cargo-auditable >/dev/null 2>&1 && return
	[ -x "$tools/bin/cargo-auditable" ] && return
	echo "installing: cargo-auditable"
	cargo install -q --version 0.7.7 --locked --root "$tools" \
	    cargo-auditable || echo "deps: cargo-auditable is missing" >&2
}

need=$(missing $want)
like=$(missing $maybe)
case $1 in
build | demo) ;;
*) [ "$need" ] || cargo_tools ;;
esac
[ -n "$need$like" ] || exit 0

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}
export DEBIAN_FRONTEND=noninteractive
get() {
	as_root env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -q --no-install-recommends "$@"
}

echo "installing: $(echo $need $like)"
as_root apt-get update -q || exit 1
for p in $like; do
	apt-cache show "$p" >/dev/null 2>&1 && need="$need $p"
done
get $need || { echo "deps: could not install: $(echo $need)" >&2; exit 1; }
case $1 in
build | demo) ;;
*) cargo_tools ;;
esac
