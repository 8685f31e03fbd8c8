#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Documents and databases in which something is easily passed over: each is
# judged, or said to be incomplete; never 0 findings and status 0.
. tests/cli/tap.sh
M=$B/bin/match
X=tests/fixtures/feeds

# Two advisories in the forms of their feeds.
mkdir "$tmp/feeds"
cat >"$tmp/feeds/tracker.json" <<'END'
{"zlib":{"CVE-2023-45853":{"scope":"local","releases":{"bookworm":{
"status":"resolved","fixed_version":"1:1.2.13.dfsg-2","urgency":"low",
"repositories":{"bookworm":"1:1.2.13.dfsg-2"}}}}}}
END
"$B/bin/feeds" build -o "$tmp/db" "$tmp/feeds" >"$tmp/out" 2>"$tmp/err"
is $? 0 "feeds build"

zlib='"name":"zlib1g","version":"1:1.2.13.dfsg-1","purl":"pkg:deb/debian/zlib1g@1%3A1.2.13.dfsg-1?arch=amd64&distro=debian-12&upstream=zlib"'
head='"bomFormat":"CycloneDX"'

judge() {	# document's text
	printf '%s' "$1" | "$M" --db "$tmp/db" -o json >"$tmp/out" 2>"$tmp/err"
	st=$?
	jq -r '[.targets[].findings[].id] | join(" ")' "$tmp/out" 2>"$tmp/jq" |
	    sed "s/^/$st /"
	[ -s "$tmp/out" ] || echo $st
}

is "$(judge "{$head,\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",$zlib}]}")" \
    '0 CVE-2023-45853' "a package is judged"

# ---- shapes ----
for shape in '{"a":{"type":"library",'"$zlib"'}}' '"x"' 1 true; do
	is "$(judge "{$head,\"specVersion\":\"1.6\",\"components\":$shape}")" \
	    3 "components is $(printf %.8s "$shape"): refused"
done
said 'components is no JSON array' "and said why"
is "$(judge "{$head,\"specVersion\":\"1.6\",\"metadata\":{\"properties\":{\"name\":\"airbom:gap\"}},\"components\":[]}")" \
    3 "properties that are no array: refused, gaps may stand there"
is "$(judge "{$head,\"specVersion\":\"1.6\",\"metadata\":[],\"components\":[]}")" \
    3 "metadata that is no object: refused"

# ---- packages in files ----
is "$(judge "{$head,\"specVersion\":\"1.6\",\"components\":[{\"type\":\"file\",\"name\":\"a.iso\",\"components\":[{\"type\":\"library\",$zlib}]}]}")" \
    '0 CVE-2023-45853' "a package in a component that is a file"
is "$(judge "{$head,\"specVersion\":\"1.6\",\"components\":[{\"type\":\"file\",$zlib}]}")" \
    '0 CVE-2023-45853' "a file that bears a package URL"

# ---- gaps that a converter moved ----
gap='"properties":[{"name":"airbom:gap","value":"kind=archive;what=cut short"}]'
is "$(judge "{$head,\"specVersion\":\"1.6\",$gap,\"components\":[{\"type\":\"library\",$zlib}]}")" \
    '4 CVE-2023-45853' "a gap among the document's properties"
said 'gap: cut short' "and said"
is "$(judge "{$head,\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":\"container\",\"name\":\"x\",$gap}},\"components\":[{\"type\":\"library\",$zlib}]}")" \
    '4 CVE-2023-45853' "a gap among the subject's properties"
is "$(judge "{$head,\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",$zlib,$gap}]}")" \
    '4 CVE-2023-45853' "a gap among a component's properties"

# ---- versions of the standard ----
is "$(judge "{$head,\"specVersion\":\"2.0\",\"components\":[{\"type\":\"library\",$zlib}]}")" \
    '4 CVE-2023-45853' "another first number of the standard: a gap"
said '"2.0" is not known' "and said so"

# ---- half a release of Alpine ----
secdb() {	# repository package version identifier
	cat <<END
{"apkurl":"{{urlprefix}}/{{distroversion}}/{{reponame}}","reponame":"$1",
"urlprefix":"https://dl-cdn.alpinelinux.org/alpine","distroversion":"v3.20",
"packages":[{"pkg":{"name":"$2","secfixes":{"$3":["$4"]}}}]}
END
}
alpine() {	# feeds... : status and gaps
	"$B/bin/feeds" build -o "$tmp/adb" "$@" >"$tmp/out" 2>&1
	"$M" --db "$tmp/adb" -o json "$tmp/alpine.json" >"$tmp/out" \
	    2>"$tmp/err"
	echo $? $(jq -r '.targets[].gaps[].what' "$tmp/out")
}
repository='{"name":"airbom:context:apk-repository","value":"https://dl-cdn.alpinelinux.org/alpine/v3.20'
cat >"$tmp/alpine.json" <<END
{$head,"specVersion":"1.6","metadata":{"properties":[
$repository/main"},$repository/community/"}]},
"components":[{"type":"library","name":"exim","version":"4.98-r0",
"purl":"pkg:apk/alpine/exim@4.98-r0?distro=alpine-3.20.1"}]}
END
mkdir "$tmp/main" "$tmp/community"
secdb main zlib 1.3.1-r1 CVE-2023-45853 >"$tmp/main/main.json"
secdb community exim 4.98-r1 CVE-2024-39929 >"$tmp/community/community.json"
is "$(alpine "$tmp/main")" \
    '4 alpine 3.20: no feed of its repository community in the database' \
    "main's feed alone is a gap where community is configured"
is "$(alpine "$tmp/main" "$tmp/community")" 0 "both are none"
is "$(jq -r '.targets[].findings[].id' "$tmp/out")" CVE-2024-39929 \
    "and the finding is there"

# ---- signed kernels ----
mkdir "$tmp/kernel"
cat >"$tmp/kernel/tracker.json" <<'END'
{"linux":{"CVE-2024-26925":{"releases":{"bookworm":{"status":"resolved",
"fixed_version":"6.1.90-1","urgency":"not yet assigned"}}}},
"linux-6.1":{"CVE-2024-26924":{"releases":{"bookworm":{"status":"open",
"urgency":"not yet assigned"}}}}}
END
"$B/bin/feeds" build -o "$tmp/db" "$tmp/kernel" >"$tmp/out" 2>&1
kernel() {	# version source
	judge "{$head,\"specVersion\":\"1.6\",\"components\":[{
	    \"type\":\"library\",\"name\":\"linux-image-6.1.0-20-amd64\",
	    \"version\":\"$1\",\"purl\":\"pkg:deb/debian/linux-image-6.1.0-20-amd64@$1?distro=debian-12&upstream=$2\"}]}"
}
is "$(kernel 6.1.85-1 linux-signed-amd64%406.1.85%2B1)" '0 CVE-2024-26925' \
    "a signed kernel is judged as linux"
is "$(kernel 6.1.90-1 linux-signed-amd64%406.1.90%2B1)" '0 ' \
    "by its own version, not that of the signing source"
is "$(kernel 6.1.85-1 linux-signed-6.1-amd64%406.1.85%2B1)" \
    '0 CVE-2024-26924' "of a kernel of another line likewise"

# ---- documents that name no source packages ----
sourceless() {	# more
	printf '{%s,"specVersion":"1.6","components":[%s' "$head" "$1"
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		printf '{"type":"library","name":"lib%d","version":"1-1",
		    "purl":"pkg:deb/debian/lib%d@1-1?distro=debian-12"}' $i $i
		[ $i = 20 ] || printf ,
	done
	printf ']}'
}
is "$(judge "$(sourceless)")" '4 ' "twenty binaries and no source: a gap"
said '20 packages, and of none the source package is named' "and said so"
is "$(judge "$(sourceless "{\"type\":\"library\",$zlib},")")" '0 ' \
    "one that names its source: none"

# ---- what is no database ----
mkfifo "$tmp/pipe"
timeout 20 "$M" --db "$tmp/pipe" tests/fixtures/match/wolfi.cdx.json >"$tmp/out" 2>"$tmp/err"
is $? 5 "a pipe as the database: refused, not waited for"
timeout 20 "$M" --db "$tmp" tests/fixtures/match/wolfi.cdx.json >"$tmp/out" 2>"$tmp/err"
is $? 5 "a directory as the database"
said 'not a file' "and said so"

echo "1..$n"
