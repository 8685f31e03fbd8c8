#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Nothing lost: what is found in an image is found in its document of every
# format that promises it, and in a conversion of one to another: the same
# findings with the same states, evidence and reasons, the same packages not
# judged, the same gaps and exit status. docs/formats.md says what the other
# formats lose.
. tests/cli/tap.sh
M=tests/fixtures/match
C=../shared/conformance
formats="cyclonedx-json@1.4 cyclonedx-json@1.5 cyclonedx-json@1.6
    cyclonedx-json@1.7 cyclonedx-xml@1.4 cyclonedx-xml@1.5 cyclonedx-xml@1.6
    cyclonedx-xml@1.7 spdx-json@2.2 spdx-json@2.3 spdx-tag-value@2.2
    spdx-tag-value@2.3 spdx3-json intoto:cyclonedx-json intoto:spdx-json"

oci() {	# name, root...: a layer of each, the last is the top
	name=$1
	shift
	layers=
	for d in "$@"; do
		tar --sort=name --owner=0 --group=0 --mtime=@1700000000 \
		    -C "$d" -cf "$d.tar" .
		layers="$layers $d.tar"
	done
	# shellcheck disable=SC2086
	sh tests/tools/oci-layout.sh "$tmp/$name.oci" "example.org/$name:1" \
	    gzip $layers >/dev/null 2>&1
}

judge() {	# document: everything of the report but where it was read
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    2>"$tmp/err" >"$tmp/report"
	echo "status $?"
	sed 's/^match: [^:]*: //' "$tmp/err"
	jq -S '.targets[] | del(.sbom, .document) |
	    del(.findings[].package.ref, .suppressed[]?.package.ref) |
	    .findings |= sort_by([.id, .package.purl, .package.layer,
	    .package.paths]) | .suppressed |= (. // [] | sort_by([.id,
	    .package.purl, .package.layer, .package.paths]))' "$tmp/report"
}

image() {	# name, least findings, exit status, what gaps say
	"$B/bin/sbom" "$tmp/$1.oci" >"$tmp/$1.json" 2>"$tmp/err"
	judge "$tmp/$1.json" >"$tmp/want"
	k=$(jq '[.targets[].findings[]] | length' "$tmp/report")
	[ "$k" -ge "$2" ]; ok $? "$1: $k findings ($2 at least)"
	[ "$(head -n 1 "$tmp/want")" = "status $3" ]
	ok $? "$1: status $3 ($(head -n 1 "$tmp/want"))"
	[ -z "$4" ] || grep -q "$4" "$tmp/want"; ok $? "$1: its gaps"
	for f in $formats; do
		if ! "$B/bin/sbom" "$tmp/$1.oci" -o "$f=$tmp/doc" \
		    >/dev/null 2>"$tmp/err" && grep -q "unknown format" \
		    "$tmp/err"; then
			n=$((n + 1))
			echo "ok $n - $1: $f # SKIP it is not written yet"
			continue
		fi
		judge "$tmp/doc" >"$tmp/got"
		cmp -s "$tmp/want" "$tmp/got"; ok $? "$1: $f"
		diff "$tmp/want" "$tmp/got" | head -n 20 | sed 's/^/# /'
		"$B/bin/sbom" convert -q "$tmp/doc" -o cyclonedx-json \
		    >"$tmp/back" 2>/dev/null
		judge "$tmp/back" >"$tmp/got"
		cmp -s "$tmp/want" "$tmp/got"; ok $? "$1: $f, and back"
		diff "$tmp/want" "$tmp/got" | head -n 10 | sed 's/^/# /'
	done
}

# ---- Debian: sources, epochs, binary rebuilds, languages, an owner, what a
# document told, a broken database
mkdir -p "$tmp/a/etc" "$tmp/a/var/lib/dpkg/info" \
    "$tmp/a/usr/lib/python3/dist-packages/requests-2.28.0.dist-info" \
    "$tmp/b/app/node_modules/@babel/traverse" "$tmp/b/var/lib/rpm" \
    "$tmp/b/usr/share/sbom" "$tmp/b/opt/v/requests-2.28.0.dist-info"
cp $M/documents/status "$tmp/a/var/lib/dpkg/status"
cat >>"$tmp/a/var/lib/dpkg/status" <<'END'

Package: python3-requests
Status: install ok installed
Architecture: all
Maintainer: Debian Python Team <team+python@tracker.debian.org>
Source: requests
Version: 2.28.0+dfsg-1
END
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' \
    >"$tmp/a/etc/os-release"
printf 'Metadata-Version: 2.1\nName: requests\nVersion: 2.28.0\n' |
    tee "$tmp/b/opt/v/requests-2.28.0.dist-info/METADATA" \
    >"$tmp/a/usr/lib/python3/dist-packages/requests-2.28.0.dist-info/METADATA"
echo /usr/lib/python3/dist-packages/requests-2.28.0.dist-info/METADATA \
    >"$tmp/a/var/lib/dpkg/info/python3-requests.list"
echo '{"name": "@babel/traverse", "version": "7.20.0"}' \
    >"$tmp/b/app/node_modules/@babel/traverse/package.json"
cp tests/fixtures/catalog/embedded-sbom/app.cdx.json "$tmp/b/usr/share/sbom"
head -c 5000 /dev/zero >"$tmp/b/var/lib/rpm/rpmdb.sqlite"
sh tests/tools/debian-tracker.sh "$tmp/a/var/lib/dpkg/status" bookworm \
    >"$tmp/tracker.json"

# ---- Alpine: origins, repositories
mkdir -p "$tmp/c/etc/apk" "$tmp/c/lib/apk/db"
printf 'ID=alpine\nVERSION_ID=3.19.1\n' >"$tmp/c/etc/os-release"
echo https://dl-cdn.alpinelinux.org/alpine/v3.19/main \
    >"$tmp/c/etc/apk/repositories"
for p in libcrypto3:openssl:3.1.4-r0 libssl3:openssl:3.1.4-r5 \
    busybox:busybox:1.36.1-r0 ssl_client:busybox:1.36.1-r0; do
	IFS=: read -r a b v <<-END
		$p
	END
	printf 'P:%s\nV:%s\nA:x86_64\no:%s\n\n' "$a" "$v" "$b"
done >"$tmp/c/lib/apk/db/installed"

# ---- AlmaLinux: epochs, modules
mkdir -p "$tmp/d/etc" "$tmp/d/var/lib/rpm"
printf 'ID=almalinux\nVERSION_ID="8.9"\n' >"$tmp/d/etc/os-release"
[ -d $C ] && gzip -dc $C/rpmdb/sqlite-modular/rpmdb.sqlite.gz \
    >"$tmp/d/var/lib/rpm/rpmdb.sqlite"
cat >"$tmp/ALSA-2024-1.json" <<'END'
{"schema_version": "1.6.0", "id": "ALSA-2024:1438", "modified":
 "2024-03-20T00:00:00Z", "published": "2024-03-20T00:00:00Z", "related":
 ["CVE-2024-21892"], "summary": "Important: nodejs:18 security update",
 "affected": [{"package": {"ecosystem": "AlmaLinux:8", "name": "nodejs"},
 "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed":
 "1:18.19.1-1.module_el8.9.0+3765+4ac7ec7f"}]}]}]}
END

"$B/bin/feeds" build -o "$tmp/db" "$tmp/tracker.json" $M/documents/*.json \
    $M/feeds/v3.19-main.json $M/feeds/alma "$tmp/ALSA-2024-1.json" \
    >"$tmp/log" 2>&1
ok $? "a database"
oci debian "$tmp/a" "$tmp/b"
image debian 30 4 rpmdb.sqlite
formats="cyclonedx-json@1.5 cyclonedx-xml@1.6 spdx-json@2.3
    spdx-tag-value@2.3 spdx3-json"
oci alpine "$tmp/c"
image alpine 3 0
if [ -d $C ]; then
	oci alma "$tmp/d"
	image alma 1 0
else
	n=$((n + 1))
	echo "ok $n - alma # SKIP no ../shared/conformance"
fi
echo "1..$n"
