#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Java archives: who each is, those inside them eight deep, as files, from
# layers and from a pipe; bombs and damage end quickly, and it is said.

B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh

if ! command -v python3 >/dev/null || ! command -v jq >/dev/null; then
	[ -z "${CI:-}" ] || { echo "Bail out! python3 or jq is missing"; exit 1; }
	echo "1..0 # SKIP python3 or jq is missing"
	exit 0
fi

list() { sh tests/tools/jars-list.sh; }

# A root file system of these files, as directory, tar and gzip.
pack() {	# name, directory
	mkdir -p "$T/$1/etc"
	cp -r "$2/." "$T/$1/"
	echo 'ID=scratch' >"$T/$1/etc/os-release"
	tar -C "$T/$1" -cf "$T/$1.tar" . && gzip -1 -k "$T/$1.tar"
}

make_all() {
	python3 tests/tools/jars.py "$T/jars" &&
	[ "$(wc -l <"$T/jars/truth.tsv")" -gt 35 ] &&
	[ "$(wc -l <"$T/jars/streams.tsv")" = 8 ] &&
	pack root "$T/jars/root" && pack streams "$T/jars/streams"
}

same() {	# truth, sbom's arguments...
	truth=$T/jars/$1
	shift
	"$B/bin/sbom" "$@" >"$T/o.json" 2>"$T/err"
	# 4: no package database is in it
	[ $? = 4 ] && [ "$(wc -l <"$T/err")" = 1 ] && list <"$T/o.json" |
	    diff "$truth" - || { cat "$T/err"; return 1; }
}

piped() {	# truth, tar
	"$B/bin/sbom" --from rootfs - <"$2" >"$T/o.json" 2>"$T/err"
	[ $? = 4 ] && [ "$(wc -l <"$T/err")" = 1 ] && list <"$T/o.json" |
	    diff "$T/jars/$1" - || { cat "$T/err"; return 1; }
}

notes() {	# what is odd is a note, and no more
	"$B/bin/sbom" --from rootfs "$T/root" 2>/dev/null | jq -r '.metadata |
	    .properties[] | select(.name == "airbom:note") | .value' |
	    grep -q 'shaded-3.jar.*half.*does not state'
}

edges() {	# every archive depends on those inside it, and only those
	"$B/bin/sbom" --from rootfs "$T/root" 2>/dev/null | jq -r '
	    .dependencies[] | select(.ref | test("org.nestd")) |
	    "\(.ref) \(.dependsOn | join(","))"' >"$T/edges"
	[ "$(wc -l <"$T/edges")" = 8 ] && for i in 1 2 3 4 5 6 7; do
		grep -qx "pkg:maven/org.nestd/n$i@1 pkg:maven/org.nestd/n$((i + 1))@1" \
		    "$T/edges" || return 1
	done
}

# bounded: seconds and KiB; the words that it must say, exit status
bounded() {	# file, status, words
	/usr/bin/time -o "$T/time" -f '%U %S %M' "$B/bin/sbom" --from file \
	    "$T/jars/bad/$1" >"$T/o.json" 2>"$T/err"
	status=$?
	cat "$T/err" "$T/time"
	[ $status = "$2" ] && grep -q "$3" "$T/err" "$T/o.json" || return 1
	[ -n "${SAN:-}" ] || tail -n 1 "$T/time" |
	    awk '{ exit !($1 + $2 < 1 && $3 < 48 * 1024) }'
}

gap() {		# the words stand in the document, as a gap
	bounded "$1" 4 "$2" && jq -e --arg w "$2" '[.metadata.properties[] |
	    select(.name == "airbom:gap") | .value | gsub("%20"; " ") |
	    select(test($w))] | length > 0' "$T/o.json"
}

partly() {	# a broken one inside leaves the others
	list <"$T/o.json" | cut -f 2,4 | grep -q 'cut	.*!/lib/ok-1.jar' &&
	    list <"$T/o.json" | cut -f 2,4 | grep -q '^broken-inside	'
}

odd_stream() {	# headers and directory differ: noted where headers rule
	mkdir -p "$T/two/etc"
	echo 'ID=scratch' >"$T/two/etc/os-release"
	cp "$T/jars/bad/twos.jar" "$T/two/"
	tar -C "$T/two" -cf - . | "$B/bin/sbom" --from rootfs - >"$T/o.json" \
	    2>"$T/err"
	jq -r '.metadata.properties[] | select(.name == "airbom:note") |
	    .value' "$T/o.json" | grep -q 'shown0.jar.*only the directory'
}

odd_file() {	# where the directory rules: the header's other name is noted
	"$B/bin/sbom" --from file "$T/jars/bad/two.jar" >"$T/o.json" &&
	jq -r '.metadata.properties[] | select(.name == "airbom:note") |
	    .value' "$T/o.json" | grep -q 'other names in their headers' &&
	    list <"$T/o.json" | grep -q '!/shown0.jar'
}

limit() {	# a larger budget reads what a smaller one does not
	"$B/bin/sbom" --from file --limit archive=64M "$T/jars/bad/zeros.jar" \
	    >"$T/o.json" && jq -r '.metadata.properties[] |
	    select(.name == "airbom:note") | .value' "$T/o.json" |
	    grep 'in.jar.*not an archive'
}

echo 1..24
says 1 "archives are made" make_all
says 2 "a directory lists all" same truth.tsv --from rootfs "$T/root"
says 3 "a plain layer too" same truth.tsv --from rootfs "$T/root.tar"
says 4 "a packed layer too" same truth.tsv --from rootfs "$T/root.tar.gz"
says 5 "a pipe too" piped truth.tsv "$T/root.tar"
says 6 "what states too little is noted" notes
says 7 "edges are those of nesting" edges
says 8 "large archives: a directory" same streams.tsv --from rootfs \
    "$T/streams"
says 9 "large archives: a plain layer" same streams.tsv --from rootfs \
    "$T/streams.tar"
says 10 "large archives: a packed layer" same streams.tsv --from rootfs \
    "$T/streams.tar.gz"
says 11 "large archives: a pipe" piped streams.tsv "$T/streams.tar"
says 12 "nested nine deep" gap deep.jar "nested over 8 deep"
says 13 "a bomb of jars in jars" gap bomb42.jar "inflates to over 16 times"
says 14 "42 kB of zeros" gap zeros.jar "inflates to over 16 times"
says 15 "200 entries that share their data" gap overlap.jar "overlap"
says 16 "cut short" gap cut.jar "no zip directory"
says 17 "one inside is damaged" gap broken-inside.jar "lib/cut-1.jar"
says 18 "the others are listed" partly
says 19 "500 damaged ones inside" gap many.jar "more of the kind"
says 20 "no archive" bounded text.jar 4 "nothing"
says 21 "two lists of entries" odd_stream
says 22 "the budget can be set" limit
says 23 "a header of another name" odd_file
says 24 "4,200 pom.properties" gap poms.jar "over 4096 pom.properties"
exit $failed
