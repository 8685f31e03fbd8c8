#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/tools/classifiers.sh: fetches the packages that tests/fixtures/catalog/
# classifier/proof.tsv names, by name, with each registry's own client, into
# build/classifiers/ (kept there for the next run, of other builds, too), and
# lays the executables out:
#
#	build/classifiers/root/N/PATH	that of line N of the table, alone
#	build/classifiers/found.tsv	N, path, class, rule, package's version
#
# A package that cannot be had is left out; the test counts what is there.
# With CLASSIFIERS=all also the large ones.
set -u
C=build/classifiers
table=tests/fixtures/catalog/classifier/proof.tsv
export LC_ALL=C
mkdir -p "$C/deb" "$C/npm" "$C/pypi" "$C/x"
rm -rf "$C/root" "$C/new"
: >"$C/found.tsv"

rows() {
	grep -v '^#' "$table" | awk -F'\t' -v all="${CLASSIFIERS:-}" '
	    { more = sub(/\+$/, "", $1) }
	    !more || all == "all" { print NR, $1, $2, $3, $4, $5, $6 }' OFS='\t'
}

deb_name() {	# the last package whose name matches
	apt-cache pkgnames | grep -xE "$1" | sort -V | tail -n 1
}

fetch_debs() {	# those that are not there yet, in one call
	want=
	for p in $(rows | awk -F'\t' '$2 == "deb" { print $3 }' | sort -u); do
		n=$(deb_name "$p")
		[ -n "$n" ] || { echo "no Debian package $p" >&2; continue; }
		echo "$p	$n" >>"$C/names"
		ls "$C/deb/${n}_"*.deb >/dev/null 2>&1 || want="$want $n"
	done
	[ -z "$want" ] || (cd "$C/deb" && apt-get -q download $want) ||
	    for n in $want; do	# one that fails leaves the others
		(cd "$C/deb" && apt-get -q download "$n")
	done
}

# Into $C/new, which gets its name when all is there.
fetch_npm() {	# package
	cd "$C/new" && npm pack -s "$1" >&2 &&
	    tar xzf *.tgz --strip-components=1 && rm -f *.tgz
}

fetch_pypi() {	# package
	python=$(sh tests/tools/validators.sh) || python=$(command -v python3)
	python=$(readlink -f "$(dirname "$python")")/${python##*/}
	cd "$C/new" && "$python" -m pip download -q --no-deps \
	    --only-binary :all: "$1" >&2 || return 1
	for w in *.whl; do
		"$python" -m zipfile -e "$w" . && rm -f "$w" || return 1
	done
}

have() {	# directory command...: made by the command, once
	[ -d "$1" ] && return 0
	rm -rf "$C/new"
	mkdir "$C/new"
	dir=$1
	shift
	("$@") && mv "$C/new" "$dir"
}

unpack() {	# source package: its directory and version, or nothing
	case $1 in
	deb)
		n=$(awk -F'\t' -v p="$2" '$1 == p { print $2 }' "$C/names")
		f=$(ls "$C/deb/${n}_"*.deb 2>/dev/null | head -n 1)
		[ -n "$n" ] && [ -n "$f" ] || return 1
		d=$C/x/$n
		have "$d" dpkg-deb -x "$f" "$C/new" || return 1
		v=$(dpkg-deb -f "$f" Version)
		;;
	npm)
		d=$C/npm/$(echo "$2" | tr -d @ | tr / -)
		have "$d" fetch_npm "$2" || return 1
		v=$(jq -r .version "$d/package.json")
		;;
	pypi)
		d=$C/pypi/$2
		have "$d" fetch_pypi "$2" || return 1
		v=$(sed -n 's/^Version: //p' "$d"/*.dist-info/METADATA)
		;;
	esac
	printf '%s\t%s\n' "$d" "$v"
}

one() {	# line of the table
	at=$(unpack "$2" "$3") || return
	dir=${at%%	*} version=${at#*	}
	for f in $(cd "$dir" && ls -d $4 2>/dev/null | head -n 1); do
		as=$5
		[ "$as" != - ] || as=$f
		mkdir -p "$(dirname "$C/root/$1/$as")"
		ln "$dir/$f" "$C/root/$1/$as" 2>/dev/null ||
		    cp "$dir/$f" "$C/root/$1/$as"
		chmod +x "$C/root/$1/$as" 2>/dev/null
		printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$as" "$6" "$7" "$version" \
		    >>"$C/found.tsv"
	done
}

apt-cache show bash >/dev/null 2>&1 || apt-get -q update >&2
: >"$C/names"
fetch_debs >&2
rows | while IFS='	' read -r n source package file as finds rule; do
	one "$n" "$source" "$package" "$file" "$as" "$finds" "$rule"
done
echo "$(wc -l <"$C/found.tsv") of $(rows | wc -l)"
