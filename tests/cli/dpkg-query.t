#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# On root file systems that debootstrap made, components are what dpkg-query
# lists: name, version, architecture, source, source version. Nothing more,
# nothing less, from a directory and from a tar on standard input.

B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh

deb_table() {	# document: one line per component
	jq -r '.components[] | select((.purl // "") | startswith("pkg:deb/")) |
	    [.name, .version, (.purl | capture("[?&]arch=(?<a>[^&]*)").a),
	     (.properties[] | select(.name == "airbom:source:name").value),
	     (.properties[] | select(.name == "airbom:source:version").value)
	    ] | @tsv' "$1" | sort
}

equal() {	# name form
	[ -s "$T/want" ] && deb_table "$T/$1-$2.json" >"$T/got" &&
	    diff "$T/want" "$T/got"
}

clean() {	# name form
	[ "$(cat "$T/$1-$2.status")" = 0 ] && [ ! -s "$T/$1-$2.err" ] ||
	    { cat "$T/$1-$2.status" "$T/$1-$2.err"; return 1; }
}

of_debian() {	# name
	jq -e --arg v "$(sed -n 's/^VERSION_ID="\(.*\)"/\1/p' \
	    "$root/etc/os-release")" '.components[] |
	    select(.type == "operating-system") |
	    .name == "debian" and .version == $v' "$T/$1-dir.json"
}

echo 1..16
i=0
for name in minbase full; do
	root=$(sh tests/images/debian.sh "$name")
	status=$?
	if [ $status = 77 ]; then
		for k in 1 2 3 4 5 6 7 8; do
			i=$((i + 1))
			echo "ok $i # SKIP debootstrap is missing"
		done
		continue
	fi
	dpkg-query -W --admindir="$root/var/lib/dpkg" -f \
'${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${db:Status-Status}\n' |
	    sed -n '/\tnot-installed$\|\tconfig-files$/d; s/\t[^\t]*$//p' |
	    sort >"$T/want"
	"$B/bin/sbom" "$root" >"$T/$name-dir.json" 2>"$T/$name-dir.err"
	echo $? >"$T/$name-dir.status"
	tar -C "$root" --exclude=./proc --exclude=./sys -cf - . |
	    "$B/bin/sbom" - >"$T/$name-tar.json" 2>"$T/$name-tar.err"
	echo $? >"$T/$name-tar.status"
	echo "# $name: $(wc -l <"$T/want") packages as dpkg-query says"
	says $((i + 1)) "$name: status 0, no word" clean $name dir
	says $((i + 2)) "$name: directory equals dpkg-query" equal $name dir
	says $((i + 3)) "$name: tar: status 0, no word" clean $name tar
	says $((i + 4)) "$name: tar equals dpkg-query" equal $name tar
	says $((i + 5)) "$name: is Debian" of_debian $name
	says $((i + 6)) "$name: dependencies are those of the database" \
	    python3 tests/tools/deb-depends.py "$root" "$T/$name-dir.json"
	# Two of three packages have a machine-readable copyright.
	says $((i + 7)) "$name: licences" jq -e '[.components[] |
	    select(.licenses)] | length > 30' "$T/$name-dir.json"
	# Its doc directory is a link to that of gcc-NN-base.
	says $((i + 8)) "$name: licences behind a link" jq -e '.components[] |
	    select(.name == "libgcc-s1").licenses | length > 0' \
	    "$T/$name-tar.json"
	i=$((i + 8))
done
exit $failed
