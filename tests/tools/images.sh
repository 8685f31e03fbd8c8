# SPDX-License-Identifier: Apache-2.0
#
# Sourced by tests of image inputs: small images from a few stanzas of the
# machine's own package database, made by tar, jq, skopeo and umoci, never by
# our code. Needs $tmp. TAP helpers, too.

B=${B:-build}
case $B in
/*) S=$B/bin/sbom ;;
*) S=$PWD/$B/bin/sbom ;;
esac
TOOLS=$PWD/tests/tools
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ ! -s "$tmp/err" ] || sed 's/^/# /' "$tmp/err" | head -n 5
	fi
}

same() {	# got want text
	[ "$1" = "$2" ]
	equal=$?
	ok $equal "$3"
	[ $equal = 0 ] || printf '# got %s\n# want %s\n' "$1" "$2"
}

skip() {	# text why
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

done_testing() {
	echo "1..$n"
}

stanza() {	# name [version]: as dpkg writes it
	printf 'Package: %s\nStatus: install ok installed\n' "$1"
	printf 'Architecture: all\nVersion: %s\nMaintainer: A <a@example.org>\n' \
	    "${2:-1.0-1}"
	printf 'Description: a package\n\n'
}

# A root with a distribution and the first stanzas of this machine's database.
small_root() {	# dir [packages]
	mkdir -p "$1/etc" "$1/var/lib/dpkg" "$1/usr/bin" "$1/usr/lib"
	printf 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n' \
	    >"$1/usr/lib/os-release"
	ln -sf ../usr/lib/os-release "$1/etc/os-release"
	awk -v want="${2:-12}" 'BEGIN { RS = ""; ORS = "\n\n" }
	    /\nStatus: install ok installed/ && k++ < want' \
	    /var/lib/dpkg/status >"$1/var/lib/dpkg/status"
	head -c 300000 /dev/urandom >"$1/usr/bin/noise"
}

# A root with packages, their licences, a project and files of nobody.
project_root() {	# dir
	small_root "$1" 30
	mkdir -p "$1/var/lib/dpkg/info" "$1/srv/app/node_modules/left" "$1/opt"
	for p in $(sed -n 's/^Package: //p' "$1/var/lib/dpkg/status"); do
		[ -f "/usr/share/doc/$p/copyright" ] || continue
		mkdir -p "$1/usr/share/doc/$p"
		cp "/usr/share/doc/$p/copyright" "$1/usr/share/doc/$p/"
		echo "/usr/share/doc/$p/copyright" >"$1/var/lib/dpkg/info/$p.list"
	done
	echo '{"name":"left","version":"1.0.0","license":"SEE LICENSE IN <x>"}' \
	    >"$1/srv/app/node_modules/left/package.json"
	printf '#!/bin/sh\n' >"$1/opt/a"
	ln -s a "$1/opt/link"
}

# Its packages as dpkg-query tells them.
truth() {	# root
	dpkg-query --admindir="$1/var/lib/dpkg" -W \
	    -f='${Package} ${Version}\n' | sort
}

pack() {	# dir file [tar options]
	dir=$1 file=$2
	shift 2
	tar -C "$dir" --sort=name --owner=0 --group=0 --numeric-owner \
	    --mtime=@1767225600 "$@" -cf "$file" .
}

# name version of every package of a document.
packages() {	# file
	jq -r '.components[]? | select(.purl) | "\(.name) \(.version)"' "$1" |
	    sort
}

names() {	# file: in one line
	jq -r '.components[]? | select(.purl) | .name' "$1" | sort | paste -sd' '
}

# Runs sbom; $st is its status, $tmp/out the document.
run() {
	"$S" "$@" >"$tmp/out" 2>"$tmp/err"
	st=$?
}

piped() {	# file options
	file=$1
	shift
	cat "$file" | "$S" "$@" >"$tmp/out" 2>"$tmp/err"
	st=$?
}

image() {	# out layer.tar...
	out=$1
	shift
	sh "$TOOLS/docker-archive.sh" "$out" example:1 "$@"
}

# Programs built with sanitizers have a heap and a pace of their own.
sanitized() {
	grep -q __asan_init "$S"
}
