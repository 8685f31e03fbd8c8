#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What we write is SPDX 3.0.1: by its own model and by the NTIA conformance
# checker, of an image, its files, every folder of the conformance data and
# nothing. Read back it gives the findings and gaps that it had, and the bytes.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
DATA=../shared/conformance/packages
PARTS=tests/fixtures/match/documents
export SOURCE_DATE_EPOCH=1700000000

if ! python=$(sh tests/tools/validators.sh 2>"$tmp/err"); then
	[ "${CI:-}" != true ]; ok $? "validators of SPDX 3"
	python=
fi
# All documents are judged at the end, by one process.
set --
write() {	# name options: runs sbom, $st is its status
	name=$1
	shift
	run -q "$@" -o spdx3-json="$name.spdx3.json" \
	    -o cyclonedx-json="$name.cdx.json"
}

# ---- an image with licences, a project and a file of its own ----

r=$tmp/root
project_root "$r"
pack "$r" "$tmp/1.tar"
image "$tmp/i.tar" "$tmp/1.tar"
write "$tmp/image" "$tmp/i.tar" --supplier "Example <a@example.org>"
same "$st" 0 "an image: status"
write "$tmp/files" "$tmp/i.tar" --files --author "Person: Ada <a@example.org>"
same "$st" 0 "with its files: status"
set -- "$@" --has packages,os,licences,dependencies,suppliers \
    "$tmp/image.spdx3.json" --has packages,os,licences,dependencies,files \
    "$tmp/files.spdx3.json"
jq -r '."@graph"[] | select(.software_packageUrl // "" |
    startswith("pkg:deb/")) | "\(.name) \(.software_packageVersion)"' \
    "$tmp/image.spdx3.json" | sort >"$tmp/got"
truth "$r" >"$tmp/want"
diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "the packages of dpkg-query"
have=$(jq '[."@graph"[] | select(.type == "software_File")] | length' \
    "$tmp/files.spdx3.json")
want=$(jq '[.components[] | select(.type == "file")] | length' \
    "$tmp/files.cdx.json")
same "$have" "$want" "all files, those without digests too ($want)"
own=$(jq '[."@graph"[] | select(.type == "Relationship" and
    .relationshipType == "contains") | .to[] |
    select(contains("#SPDXRef-File-"))] | length' "$tmp/files.spdx3.json")
same "$own" "$(cat "$r"/var/lib/dpkg/info/*.list | sort -u | wc -l)" \
    "files in packages"
jq -e '."@graph"[] | select(.simplelicensing_licenseText ==
    "SEE LICENSE IN <x>")' "$tmp/image.spdx3.json" >/dev/null
ok $? "words that are no licence are kept"

# ---- nothing at all; one that says no ----

mkdir "$tmp/nothing"
write "$tmp/empty" --from rootfs "$tmp/nothing"
set -- "$@" --has empty "$tmp/empty.spdx3.json"

bad() {		# name filter
	jq "$2" "$tmp/image.spdx3.json" >"$tmp/bad-$1.json"
}
package='(."@graph"[] | select(.software_packageUrl) )'
relation='(."@graph"[] | select(.type == "Relationship"))'
bad dangling "$relation"'.from = "urn:x:nobody"'
bad twice "$package"'.spdxId = "urn:x:same"'
bad key "$package"'.surprise = "x"'
bad purpose "$package"'.software_primaryPurpose = "LIBRARY"'
bad name "$package"' |= del(.name)'
bad list "$relation"'.to |= .[0]'
bad type "$relation"'.relationshipType = "DEPENDS_ON"'
bad agent "$package"'.suppliedBy = "https://spdx.org/rdf/3.0.1/x"'
bad profile '(."@graph"[] | select(.type == "SpdxDocument")
    ).profileConformance = ["core", "software"]'
bad version '(."@graph"[] | select(.type == "CreationInfo")).specVersion = "3"'
bad context '."@context" = [."@context"]'
set -- "$@" --bad "$tmp"/bad-*.json

# ---- every folder ----

if [ -d $DATA ]; then
	mkdir "$tmp/all"
	for d in $DATA/*/*/root; do
		k=$((${k:-0} + 1))
		write "$tmp/all/$k" --from dir "$d"
		[ "$st" = 0 ] || [ "$st" = 4 ] || echo "# $d: status $st"
	done
	cat "$tmp"/all/*.spdx3.json | "$S" convert -q --lenient - \
	    -o spdx3-json >"$tmp/again" 2>"$tmp/err"
	for i in "$tmp"/all/*.spdx3.json; do jq -c . "$i"; done |
	    cmp - "$tmp/again" >"$tmp/err" 2>&1
	ok $? "all folders: read back and written, the same bytes"
	same "$(wc -l <"$tmp/again")" "$k" "of each"
	want=$(jq '[.components[]? | select(.type != "file")] | length' \
	    "$tmp"/all/*.cdx.json | awk '{ n += $1 } END { print n, NR }')
	got=$(jq '[."@graph"[] | select(.type == "software_Package")] |
	    length - 1' "$tmp"/all/*.spdx3.json |
	    awk '{ n += $1 } END { print n, NR }')
	same "$got" "$want" "all folders: packages, documents (${want})"
	[ "${want##* }" -ge 200 ]; ok $? "200 folders at least"
	set -- "$@" --all "$tmp"/all/*.spdx3.json
else
	skip "all folders" "no $DATA"
fi

# ---- the same bytes, the same ids ----

write "$tmp/again" "$tmp/i.tar" --supplier "Example <a@example.org>"
cmp -s "$tmp/image.spdx3.json" "$tmp/again.spdx3.json"
ok $? "twice the same bytes"
SOURCE_DATE_EPOCH=1600000000 write "$tmp/later" "$tmp/i.tar" \
    --supplier "Example <a@example.org>"
sed 's/2020-09-13T12:26:40Z/2023-11-14T22:13:20Z/' "$tmp/later.spdx3.json" |
    cmp -s - "$tmp/image.spdx3.json"
ok $? "another time changes dates alone"
write "$tmp/other" "$tmp/i.tar" --name other
ids() {
	jq -r '."@graph"[] | select(.type == "software_Package") | .spdxId' \
	    "$1" | sed 's/.*#//'
}
[ "$(ids "$tmp/other.spdx3.json")" = "$(ids "$tmp/image.spdx3.json")" ]
ok $? "another name changes the namespace alone"

# ---- findings and gaps cross ----

d=$tmp/debian
mkdir -p "$d/etc" "$d/var/lib/dpkg"
cp $PARTS/status "$d/var/lib/dpkg/status"
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' \
    >"$d/etc/os-release"
sh tests/tools/debian-tracker.sh $PARTS/status bookworm >"$tmp/tracker.json"
SOURCE_DATE_EPOCH=1795305600 "$B/bin/feeds" build -o "$tmp/db" \
    "$tmp/tracker.json" $PARTS/*.json >"$tmp/err" 2>&1
ok $? "a database"
printf 'Package: cut\nStatus: install ok installed\nVers' \
    >>"$d/var/lib/dpkg/status"
judge() {	# document: all of the report but whose it is; $st
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    >"$tmp/report" 2>"$tmp/err"
	st=$?
	jq '.targets[] | del(.sbom, .document)' "$tmp/report"
}
write "$tmp/debian" --from rootfs "$d"
same "$st" 4 "a database that is cut short: status of sbom"
judge "$tmp/debian.cdx.json" >"$tmp/want"
k=$(jq '.findings | length' "$tmp/want")
[ "$k" -ge 30 ]; ok $? "its CycloneDX: 30 findings at least ($k)"
same "$(jq '.gaps | length' "$tmp/want")" 3 "and its gaps"
same_report() {	# document what
	judge "$1" >"$tmp/got"
	same "$st" 4 "$2: status of match"
	diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "$2: the same report"
}
same_report "$tmp/debian.spdx3.json" "SPDX 3"
# Elements in any order: a tool that sorts them keeps every finding.
jq -c '."@graph" |= sort_by(.type, .spdxId)' "$tmp/debian.spdx3.json" \
    >"$tmp/sorted.json"
same_report "$tmp/sorted.json" "its elements sorted"
jq -c '."@graph" |= reverse' "$tmp/debian.spdx3.json" >"$tmp/reversed.json"
same_report "$tmp/reversed.json" "in reverse order"

# ---- the judges ----

if [ -z "$python" ]; then
	skip "all are valid" "no validators: pip cannot install them"
else
	"$python" tests/tools/spdx3-validate.py "$@" >"$tmp/err" 2>&1
	ok $? "$# arguments: all are valid, and those that are broken are not"
fi
done_testing
