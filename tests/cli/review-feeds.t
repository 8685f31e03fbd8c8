#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Records of feeds that are easily read wrongly, as their feeds publish them.
. tests/cli/tap.sh
F=$B/bin/feeds

# One OSV record with these events: what the database says of it.
ranges() {	# events
	rm -rf "$tmp/osv" "$tmp/db"
	mkdir "$tmp/osv"
	printf '{"id":"RUSTSEC-2023-0039","modified":"2023-06-13T13:10:24Z",
	    "affected":[{"package":{"ecosystem":"%s","name":"p"},
	    "ranges":[{"type":"%s","events":[%s]}]}]}' "$2" "$3" "$1" \
	    >"$tmp/osv/r.json"
	"$F" build -o "$tmp/db" "$tmp/osv" >"$tmp/out" 2>&1
	"$F" show "$tmp/db" RUSTSEC-2023-0039 | sed -n 's/^  says [^:]*: //p' |
	    awk '{ print $NF }' | sed 's,^vers:[a-z]*/,,' | xargs
}

crate() {
	ranges "$1" crates"."io SEMVER
}

debian() {
	ranges "$1" Debian:12 ECOSYSTEM
}

# An interval that ends where it begins is none: RUSTSEC-2023-0039,
# BIT-java-2020-2781.
is "$(crate '{"introduced":"0.0.0-0"},{"fixed":"1.0.2"},{"introduced":"1.1.0"},
    {"fixed":"1.1.5"},{"introduced":"1.2.0"},{"fixed":"1.2.0"}')" \
    '>=0.0.0-0|<1.0.2 >=1.1.0|<1.1.5' "an empty interval at the end"
is "$(debian '{"introduced":"0"},{"fixed":"1.7.0"},{"introduced":"1.8.0"},
    {"fixed":"1.8.0"},{"introduced":"7.0"},{"fixed":"7.1"}')" \
    '<1.7.0 >=7.0|<7.1' "an empty interval in the middle"
is "$(debian '{"introduced":"1.0"},{"fixed":"1.0"}')" '' \
    "an empty interval alone"
is "$(debian '{"introduced":"0"},{"fixed":"1.0"},{"introduced":"1.0"},
    {"fixed":"2.0"}')" '<1.0 >=1.0|<2.0' "one begins where one ends"
is "$(debian '{"fixed":"1.0"},{"fixed":"2.0"},{"introduced":"1.0"},
    {"introduced":"0"},{"fixed":"1.0"}')" '<1.0 >=1.0|<2.0' \
    "a fix written twice closes nothing else"
is "$(debian '{"introduced":"1.0"},{"last_affected":"1.0"}')" \
    '1.0' "one version is an interval"

# ---- a secdb string of many identifiers ----
ids=$(seq -f 'CVE-2023-%05.0f' 1 40 | xargs)
cat >"$tmp/main.json" <<END
{"apkurl":"{{urlprefix}}","reponame":"main","distroversion":"v3.20",
"urlprefix":"https://dl-cdn.alpinelinux.org/alpine","packages":[{"pkg":{
"name":"p","secfixes":{"1.0-r1":["$ids GHSA-2222-3333-4444"]}}}]}
END
"$F" build -o "$tmp/db" "$tmp/main.json" >"$tmp/out" 2>&1
is "$("$F" search "$tmp/db" p | grep -o 'CVE-2023-[0-9]*' | sort -u | wc -l)" \
    40 "forty identifiers in one string"

# ---- many builds of one output: one is written, whole; the others say so ----
X=tests/fixtures/feeds
"$F" build -o "$tmp/want" "$X" >"$tmp/out" 2>&1
want=$?
for round in 1 2 3; do
	rm -f "$tmp/one" "$tmp"/st.*
	: >"$tmp/.one.airbom-tmp"	# a killed run left it
	for i in 1 2 3 4 5; do
		{
			"$F" build -o "$tmp/one" "$X" >"$tmp/out.$i" 2>&1
			echo $? >"$tmp/st.$i"
		} &
	done
	wait
	cmp -s "$tmp/one" "$tmp/want"
	ok $? "builds at once, round $round: the database is whole"
	[ "$(cat "$tmp"/st.* | grep -cvx "$want")" = \
	    "$(cat "$tmp"/out.? | grep -c 'another process is writing it')" ]
	ok $? "those that wrote nothing said so"
done

echo "1..$n"
