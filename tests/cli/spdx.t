#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What we write is SPDX 2.2 and 2.3: the SPDX project's tools and the NTIA
# conformance checker say so, of images, of every folder of the conformance
# data and of nothing; both syntaxes say the same to them. Read back it gives
# the findings and gaps that it had. The folders take most of its time.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
DATA=../shared/conformance/packages
PARTS=tests/fixtures/match/documents
export SOURCE_DATE_EPOCH=1700000000

if ! python=$(tests/tools/validators.sh 2>"$tmp/err"); then
	[ "${CI:-}" != true ]; ok $? "validators of SPDX"
	python=
fi
# All documents are judged at the end, by one process.
set --
# In all forms, to the name and what its form adds to it.
write() {	# name options: runs sbom, $st is its status
	name=$1
	shift
	run -q "$@" -o spdx-json="$name.spdx.json" \
	    -o spdx-json@2.2="$name-2.2.spdx.json" \
	    -o spdx-tag-value="$name.spdx" \
	    -o spdx-tag-value@2.2="$name-2.2.spdx" \
	    -o cyclonedx-json="$name.cdx.json"
}

# ---- an image of packages, with licences, a project and a file of its own ----

r=$tmp/root
project_root "$r"
pack "$r" "$tmp/1.tar"
image "$tmp/i.tar" "$tmp/1.tar"
write "$tmp/image" "$tmp/i.tar" --supplier "Example (GmbH)"
same "$st" 0 "an image in four forms: status"
write "$tmp/files" "$tmp/i.tar" --files --author "Person: Ada <a@example.org>"
same "$st" 0 "with its files: status"
set -- "$@" --has packages,os,licences,dependencies,suppliers \
    "$tmp"/image*.spdx* \
    --has packages,os,licences,dependencies,suppliers,files \
    "$tmp"/files*.spdx* --same "$tmp/files.spdx.json" "$tmp/files.spdx" \
    --same "$tmp/files-2.2.spdx.json" "$tmp/files-2.2.spdx"

# Packages are those of dpkg; a file is in its owner; names cannot inject.
jq -r '.packages[] | select(.SPDXID | startswith("SPDXRef-Package-deb-")) |
    "\(.name) \(.versionInfo)"' "$tmp/image.spdx.json" | sort >"$tmp/got"
truth "$r" >"$tmp/want"
diff "$tmp/want" "$tmp/got" >"$tmp/err"; ok $? "the packages of dpkg-query"
own=$(jq -r '[.relationships[] | select(.relationshipType == "CONTAINS" and
    (.relatedSpdxElement | startswith("SPDXRef-File-")))] | length' \
    "$tmp/files.spdx.json")
same "$own" "$(cat "$r"/var/lib/dpkg/info/*.list | sort -u | wc -l)" \
    "files in packages"
p=$(awk -F/ 'NR == 1 { print $5 }' "$r"/var/lib/dpkg/info/*.list | head -n 1)
want=$(sha1sum <"$r/usr/share/doc/$p/copyright" | cut -d' ' -f1 |
    tr -d '\n' | sha1sum | cut -d' ' -f1)
same "$(jq -r --arg p "$p" '.packages[] | select(.name == $p) |
    .packageVerificationCode.packageVerificationCodeValue' \
    "$tmp/files.spdx.json")" "$want" "a verification code, by sha1sum"
mkdir "$tmp/odd"
: >"$tmp/odd/a
PackageName: b"
write "$tmp/odd-one" --from rootfs "$tmp/odd" --files
grep -q '^PackageName: b$' "$tmp/odd-one.spdx"
same $? 1 "a file's name makes no package"
jq -e '[.files[].fileName] | index("./a\nPackageName: b")' \
    "$tmp/odd-one.spdx.json" >/dev/null
ok $? "but is whole in JSON"
set -- "$@" --has "" "$tmp"/odd-one*.spdx*
jq -e '.hasExtractedLicensingInfos[] | select(.name == "SEE LICENSE IN <x>")' \
    "$tmp/image.spdx.json" >/dev/null
ok $? "words that are no licence are kept"

# ---- nothing at all ----

mkdir "$tmp/nothing"
write "$tmp/empty" --from rootfs "$tmp/nothing"
set -- "$@" --has empty "$tmp"/empty*.spdx*

# ---- the validators can say no ----

bad() {		# name filter: of the JSON
	jq "$2" "$tmp/image.spdx.json" >"$tmp/bad-$1.spdx.json"
}
bad_line() {	# name expression: of the lines
	sed "$2" "$tmp/image.spdx" >"$tmp/bad-$1.spdx"
}
bad dangling '.relationships[0].relatedSpdxElement = "SPDXRef-nobody"'
bad twice '.packages[3].SPDXID = .packages[2].SPDXID'
bad key '.packages[2].surprise = "x"'
bad purpose '.packages[1].primaryPackagePurpose = "OPERATING-SYSTEM"'
bad licence 'del(.hasExtractedLicensingInfos)'
bad old '.spdxVersion = "SPDX-2.2"'
bad null '.packages[2].description = null'
bad cut '.packages |= .[:3]'
bad_line id '0,/^SPDXID: SPDXRef-Package/s//&_/'
bad_line line 's/^PackageName: left/&\nNoTag/'
bad_line old 's/^SPDXVersion: .*/SPDXVersion: SPDX-2.2/'
bad_line licence 's/^PackageLicenseDeclared: MIT$/PackageLicenseDeclared: X/
    s/^LicenseID: /&X/'
set -- "$@" --bad "$tmp"/bad-*

# ---- every folder ----

cdx_sums='(.metadata.component."bom-ref") as $root |
    [.components[]? | select(.type != "file")] as $c |
    [($c | length), ([$c[] | select(.licenses)] | length),
    ([.dependencies[] | select(.ref != $root) | .dependsOn[]?] | length)]'
spdx_sums='.packages[1:] as $p | [($p | length),
    ([$p[] | select(.licenseDeclared != "NOASSERTION")] | length),
    ([.relationships[] | select(.relationshipType == "DEPENDS_ON" and
    .relatedSpdxElement != "NONE")] | length)]'
total() {	# filter documents: sums, and how many documents
	filter=$1
	shift
	jq -r "$filter | @tsv" "$@" |
	    awk '{ p += $1; l += $2; d += $3 } END { print p, l, d, NR }'
}
if [ -d $DATA ]; then
	mkdir "$tmp/all"
	k=0 step=1
	! sanitized || step=6
	for d in $DATA/*/*/root; do
		k=$((k + 1))
		[ $((k % step)) = 0 ] || continue
		write "$tmp/all/$k" --from dir "$d"
		[ $((k % 4)) = 0 ] || rm -f "$tmp/all/$k-2.2.spdx.json" \
		    "$tmp/all/$k.spdx"		# for the sake of time
		[ "$st" = 0 ] || [ "$st" = 4 ] || echo "# $d: status $st"
	done
	want=$(total "$cdx_sums" "$tmp"/all/*.cdx.json)
	mkdir "$tmp/all/2.2"
	mv "$tmp"/all/*-2.2.spdx* "$tmp/all/2.2"
	same "$(total "$spdx_sums" "$tmp"/all/*.spdx.json)" "$want" \
	    "all folders: packages, licences, dependencies, documents: $want"
	[ "${want##* }" -ge $((200 / step)) ]; ok $? "200 folders at least"
	set -- "$@" --has "" "$tmp"/all/*.spdx* "$tmp"/all/2.2/*
else
	skip "all folders" "no $DATA"
fi

# ---- the same bytes, the same ids ----

write "$tmp/again" "$tmp/i.tar" --supplier "Example (GmbH)"
for f in .spdx.json -2.2.spdx.json .spdx -2.2.spdx; do
	cmp -s "$tmp/image$f" "$tmp/again$f"; ok $? "twice the same bytes: $f"
done
SOURCE_DATE_EPOCH=1600000000 write "$tmp/later" "$tmp/i.tar" \
    --supplier "Example (GmbH)"
sed 's/2020-09-13T12:26:40Z/2023-11-14T22:13:20Z/' "$tmp/later.spdx" |
    cmp -s - "$tmp/image.spdx"
ok $? "another time changes dates alone"
write "$tmp/other" "$tmp/i.tar" --name other
ids() {
	jq -r '.packages[].SPDXID' "$1"
}
[ "$(ids "$tmp/other.spdx.json")" = "$(ids "$tmp/image.spdx.json")" ]
ok $? "another name changes no id"
space() {
	jq -r .documentNamespace "$1"
}
[ "$(space "$tmp/other.spdx.json")" != "$(space "$tmp/image.spdx.json")" ]
ok $? "but the namespace"

# ---- outputs ----

run -q "$tmp/i.tar" --supplier "Example (GmbH)" -o spdx-json \
    -o spdx-tag-value="$tmp/side"
cmp -s "$tmp/out" "$tmp/image.spdx.json" && cmp -s "$tmp/side" \
    "$tmp/image.spdx"
ok $? "to standard output and to a file"

mkdir "$tmp/many"
run -q --all "$tmp/i.tar" -o spdx-tag-value="$tmp/many/" \
    -o spdx-json="$tmp/many/"
same "$st" 2 "two formats to one directory"
run -q --all "$tmp/i.tar" -o spdx-tag-value="$tmp/many/"
same "$st" 0 "a directory of tag-value"
same "$(ls "$tmp/many" | grep -c '\.spdx$')" 1 "its files end in .spdx"

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
same "$st" 4 "its CycloneDX: status of match"
k=$(jq '.findings | length' "$tmp/want")
[ "$k" -ge 30 ]; ok $? "30 findings at least ($k)"
same "$(jq '.gaps | length' "$tmp/want")" 3 "and its gaps"
for f in .spdx.json -2.2.spdx.json .spdx -2.2.spdx; do
	judge "$tmp/debian$f" >"$tmp/got"
	same "$st" 4 "$f: status of match"
	diff "$tmp/want" "$tmp/got" >"$tmp/err"
	ok $? "$f: the same report"
done

# ---- the judges ----

if [ -z "$python" ]; then
	skip "all are valid" "no validators: pip cannot install them"
else
	"$python" tests/tools/spdx-validate.py "$@" >"$tmp/err" 2>&1
	ok $? "$# arguments: all are valid, and those that are broken are not"
fi
done_testing
