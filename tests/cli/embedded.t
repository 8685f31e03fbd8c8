#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Documents that lie in an image are read, in any format and envelope: what
# they alone tell is listed and marked, what was found stands for what they
# tell of it, what the distribution did not install is left out. A broken one
# is said.
. tests/cli/tap.sh
F=tests/fixtures/catalog

fresh() {	# os-release's ID and VERSION_ID
	rm -rf "$tmp/r"
	mkdir -p "$tmp/r/etc" "$tmp/r/usr/share/sbom"
	printf 'ID=%s\nVERSION_ID="%s"\n' "$1" "$2" >"$tmp/r/etc/os-release"
}

debian() {
	mkdir -p "$tmp/r/var/lib/dpkg" "$tmp/r/app/node_modules/@babel/traverse"
	printf 'Package: bash\nStatus: install ok installed\n%s\n' \
	    'Architecture: amd64
Version: 5.2.15-2+b2' >"$tmp/r/var/lib/dpkg/status"
	echo '{"name": "@babel/traverse", "version": "7.20.0"}' \
	    >"$tmp/r/app/node_modules/@babel/traverse/package.json"
}

look() {	# wanted status, text, wanted lines; the document is $tmp/doc
	"$B/bin/sbom" -v --from rootfs "$tmp/r" >"$tmp/doc" 2>"$tmp/err"
	st=$?
	[ $st = "$1" ]; ok $? "$2: status $1 (is $st)"
	jq -r '.components[]? | select(.type != "operating-system") |
	    [.name, .version, ([.properties[]? |
	    select(.name == "airbom:package:told-by") | .value] |
	    join(" "))] | join(" ")' "$tmp/doc" | sed 's/ *$//' |
	    LC_ALL=C sort >"$tmp/got"
	printf '%s\n' "$3" | sed '/^$/d' >"$tmp/want"
	cmp -s "$tmp/want" "$tmp/got"; ok $? "$2: what is listed"
	diff "$tmp/want" "$tmp/got" | sed 's/^/# /'
}

D=usr/share/sbom/app.cdx.json
fresh debian 12
debian
cp $F/embedded-sbom/app.cdx.json "$tmp/r/$D"
look 0 "CycloneDX" "bash 5.2.15-2+b2
requests 2.28.0 $D
traverse 7.20.0
zlib 1.2.11 $D"
grep -q "$D: .*1 packages of a distribution are not installed" "$tmp/err"
ok $? "a package that dpkg does not have is told of"
jq -e '.components[] | select(.name == "zlib") |
    .licenses[0].license.id == "Zlib" and .cpe != null and
    .evidence.occurrences[0].location == "/usr/share/sbom/app.cdx.json"' \
    "$tmp/doc" >/dev/null
ok $? "licence, CPE and place of what is told"
"$B/bin/sbom" convert "$tmp/doc" -o cyclonedx-json | cmp -s - "$tmp/doc"
ok $? "the mark survives a conversion"

# what it says of dependencies, where both ends are components; dpkg knows
# better of its own
edges() {
	jq -r '(.components | map({(.["bom-ref"]): .name}) | add) as $n |
	    .dependencies[]? | select($n[.ref] != null) | .ref as $r |
	    .dependsOn[]? | [$n[$r], $n[.]] | join(" ")' \
	    "$tmp/doc" | grep -v '^debian' | LC_ALL=C sort | paste -sd,
}
jq '.dependencies = [{ref: "c", dependsOn: ["a", "d", "nobody"]},
    {ref: "a", dependsOn: ["b"]}, {ref: "b", dependsOn: ["c", "b"]},
    {ref: "e", dependsOn: ["c"]}]' $F/embedded-sbom/app.cdx.json \
    >"$tmp/r/$D"
look 0 "dependencies" "bash 5.2.15-2+b2
requests 2.28.0 $D
traverse 7.20.0
zlib 1.2.11 $D"
is "$(edges)" "requests traverse,traverse zlib,zlib requests" "edges"
jq -c . "$tmp/r/$D" >"$tmp/one"
jq -c '.dependencies = []' "$tmp/one" | cat "$tmp/one" - >"$tmp/r/$D"
look 0 "two on two lines" "bash 5.2.15-2+b2
requests 2.28.0 $D
traverse 7.20.0
zlib 1.2.11 $D"
is "$(edges)" "requests traverse,traverse zlib,zlib requests" \
    "each has its own references"
jq '.components += [{"bom-ref": "j", type: "library", group: "org.example",
    name: "lib", version: "1.0", purl: "pkg:maven/org.example/lib@1.0"}] |
    .dependencies += [{ref: "j", dependsOn: ["c"]}]' "$tmp/one" >"$tmp/r/$D"
python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], "w")
z.writestr("META-INF/maven/org.example/lib/pom.properties",
    "groupId=org.example\nartifactId=lib\nversion=1.0\n")
z.close()' "$tmp/r/app/lib-1.0.jar"
look 0 "found by itself" "bash 5.2.15-2+b2
lib 1.0
requests 2.28.0 $D
traverse 7.20.0
zlib 1.2.11 $D"
is "$(edges)" \
    "lib requests,requests traverse,traverse zlib,zlib requests" "edges of what was found"
rm "$tmp/r/app/lib-1.0.jar"

# the same in every form of tests/tools/envelopes.py
mkdir "$tmp/made"
python3 tests/tools/envelopes.py "$tmp/made" $F/embedded-sbom/app.cdx.json
for w in v0.1 v1 dsse dsse-url bundle-0.3 utf16le; do
	cp "$tmp"/made/*app.cdx.json.$w "$tmp/r/$D"
	look 0 "$w" "bash 5.2.15-2+b2
requests 2.28.0 $D
traverse 7.20.0
zlib 1.2.11 $D"
done

# two documents about one package; one more of nothing that is read
cp $F/embedded-sbom/app.cdx.json "$tmp/r/$D"
cp $F/embedded-sbom/app.cdx.json "$tmp/r/app/b.sbom"
echo '{"_type": "https://in-toto.io/Statement/v1", "predicateType":
    "https://slsa.dev/provenance/v1", "predicate": {"a": 1}}' \
    >"$tmp/r/app/p.intoto.json"
echo 'no document at all' >"$tmp/r/app/x.spdx"
look 0 "two documents" "bash 5.2.15-2+b2
requests 2.28.0 app/b.sbom $D
traverse 7.20.0
zlib 1.2.11 app/b.sbom $D"

# without a database the document is all there is
fresh debian 12
cp $F/embedded-sbom/app.cdx.json "$tmp/r/$D"
look 4 "no database" "bash 5.2.15-2+b2 $D
gcc-12 12.2.0-14 $D
requests 2.28.0 $D
traverse 7.20.0 $D
zlib 1.2.11 $D"
fresh ubuntu 24.04
cp $F/embedded-sbom/app.cdx.json "$tmp/r/$D"
look 4 "another distribution's" "requests 2.28.0 $D
traverse 7.20.0 $D
zlib 1.2.11 $D"

# Wolfi: one document per apk
fresh wolfi 20230201
mkdir -p "$tmp/r/lib/apk/db" "$tmp/r/var/lib/db/sbom"
printf 'P:openssl\nV:3.4.0-r0\nA:x86_64\no:openssl\n\n' \
    >"$tmp/r/lib/apk/db/installed"
cp $F/embedded-sbom/wolfi.spdx.json \
    "$tmp/r/var/lib/db/sbom/openssl-3.4.0-r0.spdx.json"
look 0 "Wolfi" "openssl 3.4.0-r0"

# Docker's hardened images
mkdir -p "$tmp/r/opt/docker/sbom/python"
cat >"$tmp/r/opt/docker/sbom/python/.spdx.python.json" <<'END'
{"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID":
 "SPDXRef-python", "name": "SPDX document for python 3.14.3",
 "documentNamespace": "python-3.14.3", "creationInfo": {"creators":
 ["Organization: Docker, Inc.", "Tool: dhi/build"], "created":
 "1970-01-01T00:00:00Z"}, "packages": [{"name": "dhi/pkg-python", "SPDXID":
 "SPDXRef-dhi", "versionInfo": "3.14.3-debian13", "downloadLocation":
 "https://dhi.docker.com/catalog/pkg-python", "filesAnalyzed": false,
 "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType":
 "purl", "referenceLocator": "pkg:docker/dhi/pkg-python@3.14.3-debian13"}],
 "primaryPackagePurpose": "CONTAINER"}, {"name": "python", "SPDXID":
 "SPDXRef-python-1", "versionInfo": "3.14.3", "downloadLocation":
 "NOASSERTION", "filesAnalyzed": false, "externalRefs": [{
 "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
 "referenceLocator": "pkg:generic/python@3.14.3"}]}]}
END
look 0 "Docker" "openssl 3.4.0-r0
python 3.14.3 opt/docker/sbom/python/.spdx.python.json"

# Bitnami: a package owns its directory, what is found there is part of it
fresh debian 12
debian
mkdir -p "$tmp/r/opt/bitnami/redis/bin" "$tmp/r/srv"
cp $F/bitnami/redis.spdx "$tmp/r/opt/bitnami/redis/.spdx-redis.spdx"
cc -x c -o "$tmp/redis" - <<'END'
#include <stdio.h>
int main(void) { return puts("Redis version 7.4.2") < 0; }
END
cp "$tmp/redis" "$tmp/r/srv/redis-server"
"$B/bin/sbom" --from rootfs "$tmp/r" 2>/dev/null | jq -e '.components[] |
    select(.name == "redis" and (.purl | startswith("pkg:generic")))' \
    >/dev/null && seen=1 || seen=
mv "$tmp/r/srv/redis-server" "$tmp/r/opt/bitnami/redis/bin/redis-server"
look 0 "Bitnami" "bash 5.2.15-2+b2
redis 7.4.2-0
traverse 7.20.0"
[ -n "$seen" ]; ok $? "elsewhere the program is found by itself"
jq -e '.components[] | select(.name == "redis") | .purl ==
    "pkg:bitnami/redis@7.4.2-0?arch=amd64&distro=debian-12"' "$tmp/doc" \
    >/dev/null
ok $? "Bitnami's purl"

# broken ones
fresh debian 12
debian
head -c 900 $F/embedded-sbom/app.cdx.json >"$tmp/r/app/cut.cdx.json"
look 0 "cut, somewhere" "bash 5.2.15-2+b2
traverse 7.20.0"
grep -q 'note: app/cut.cdx.json: .*cut short' "$tmp/err"
ok $? "which is a note"
head -c 900 $F/embedded-sbom/app.cdx.json >"$tmp/r/$D"
look 4 "cut, where it belongs" "bash 5.2.15-2+b2
traverse 7.20.0"
jq -e '.metadata.properties[] | select(.name == "airbom:gap" and
    (.value | contains("kind=sbom")))' "$tmp/doc" >/dev/null
ok $? "which is a gap in the document"
rm "$tmp/r/$D"
mkdir -p "$tmp/r/opt/bitnami/redis"
head -c 700 $F/bitnami/redis.spdx >"$tmp/r/opt/bitnami/redis/.spdx-redis.spdx"
look 4 "Bitnami's, cut" "bash 5.2.15-2+b2
traverse 7.20.0"

rm -r "$tmp/r/opt/bitnami/redis"
echo '{"": {"version": "1"}, "nginx": {"version": "1.27.0-1"}}' \
    >"$tmp/r/opt/bitnami/.bitnami_components.json"
look 0 "Bitnami's list" "bash 5.2.15-2+b2
nginx 1.27.0-1
traverse 7.20.0"
grep -q 'note: .*bitnami_components.json: a package without a name' "$tmp/err"
ok $? "one without a name is told of"

# a source tree's documents are not part of it
mkdir "$tmp/tree"
cp $F/embedded-sbom/app.cdx.json "$tmp/tree/release.cdx.json"
echo '{"name": "x", "version": "1.0.0"}' >"$tmp/tree/package.json"
"$B/bin/sbom" --from dir "$tmp/tree" 2>/dev/null |
    jq -e '[.components[].name] == ["x"]' >/dev/null
ok $? "a source tree"
echo "1..$n"
