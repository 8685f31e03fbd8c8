#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Content sets of Red Hat's images: which products' and streams' statements
# count. Streams that the user names; EPEL. Repositories and CPE names are Red Hat's, identifiers made up.
. tests/cli/tap.sh
M=$B/bin/match
mkdir "$tmp/feeds"

cat >"$tmp/feeds/repository-to-cpe.json" <<X
{ "data": {
  "rhel-9-for-x86_64-baseos-rpms":
    { "cpes": [ "cpe:/o:redhat:enterprise_linux:9::baseos" ] },
  "rhel-9-for-x86_64-appstream-rpms":
    { "cpes": [ "cpe:/a:redhat:enterprise_linux:9::appstream" ] },
  "rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4":
    { "cpes": [ "cpe:/o:redhat:rhel_eus:9.4::baseos" ] },
  "rhocp-4.16-for-rhel-9-x86_64-rpms":
    { "cpes": [ "cpe:/a:redhat:openshift:4.16::el9" ] } } }
X
advisory() {	# id product package fix
	cat >"$tmp/feeds/$1.json" <<X
{ "schema_version": "1.7.0", "id": "$1", "modified": "2025-01-01T00:00:00Z",
  "upstream": [ "CVE-2031-${1##*:}" ], "affected": [ { "package": {
    "ecosystem": "Red Hat:$2", "name": "$3" }, "ranges": [ {
    "type": "ECOSYSTEM", "events": [ { "introduced": "0" },
    { "fixed": "$4" } ] } ] } ] }
X
}
advisory RHSA-2031:10001 enterprise_linux:9::baseos zlib 0:1.2.11-41.el9
advisory RHSA-2031:10002 rhel_eus:9.4::baseos zlib 0:1.2.11-40.el9_4.1
advisory RHSA-2031:10003 openshift:4.16::el9 cri-o 0:1.29.9-2.el9
advisory RHSA-2031:10004 openshift:4.12::el9 podman 0:4.4.1-13.el9
advisory RHSA-2031:10005 enterprise_linux:9::crb zlib-static 0:1.2.11-41.el9
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/feeds" 2>"$tmp/err"
ok $? "a database"
sed 's/^/# /' "$tmp/err"

layer=
found() {	# content set...
	sets=$(printf '{ "name": "airbom:context:content-set", "value": "%s" }\n' \
	    "$@" | paste -sd,)
	[ $# -gt 0 ] || sets=
	cat >"$tmp/cdx" <<X
{ "bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {
    "component": { "type": "container", "name": "x" },
    "properties": [ $sets ] }, "components": [
    { "type": "operating-system", "name": "rhel", "version": "9.4" },
    { "type": "library", "name": "zlib", "version": "1.2.11-40.el9",
      "purl": "pkg:rpm/redhat/zlib@1.2.11-40.el9?arch=x86_64" },
    { "type": "library", "name": "zlib-static", "version": "1.2.11-40.el9",
      "purl": "pkg:rpm/redhat/zlib-static@1.2.11-40.el9?arch=x86_64" },
    { "type": "library", "name": "cri-o", "version": "1.29.9-1.el9",
      "purl": "pkg:rpm/redhat/cri-o@1.29.9-1.el9?arch=x86_64",
      "properties": [ { "name": "airbom:layer:digest",
        "value": "$layer" } ] },
    { "type": "library", "name": "podman", "version": "4.4.1-12.el9",
      "purl": "pkg:rpm/redhat/podman@4.4.1-12.el9?arch=x86_64" } ] }
X
	"$M" --db "$tmp/db" -o json "$tmp/cdx" >"$tmp/report" 2>"$tmp/err"
	jq -r '.targets[].findings[] | [.package.name, .id, .confidence]
	    | join(" ")' "$tmp/report" | LC_ALL=C sort
}

is "$(found)" 'cri-o CVE-2031-10003 possible
podman CVE-2031-10004 possible
zlib CVE-2031-10001 vendor
zlib CVE-2031-10002 possible
zlib-static CVE-2031-10005 vendor' \
    "without content sets: products and the minor release's stream, possibly"
is "$(found rhel-9-for-x86_64-baseos-rpms rhel-9-for-x86_64-appstream-rpms)" \
'zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' \
    "a plain image: no product, no stream; of another repository possibly"
is "$(found rhel-9-for-x86_64-baseos-rpms rhocp-4.16-for-rhel-9-x86_64-rpms)" \
'cri-o CVE-2031-10003 vendor
zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' \
    "with a product: that one's, and of that version only"
is "$(found rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4)" \
'zlib CVE-2031-10001 vendor
zlib CVE-2031-10002 vendor
zlib-static CVE-2031-10005 possible' "a support stream"
is "$(found rhel-9-for-x86_64-baseos-rpms__9)" \
'zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' "the release behind a set's name"
is "$(found rhel-9-for-x86_64-baseos-rpms of-which-nobody-knows-rpms)" \
'cri-o CVE-2031-10003 possible
podman CVE-2031-10004 possible
zlib CVE-2031-10001 vendor
zlib CVE-2031-10002 possible
zlib-static CVE-2031-10005 possible' "a set that the database does not know"
is "$(jq -r '.targets[].findings[] | select(.package.name == "zlib-static")
    | .why[-1]' "$tmp/report")" "only possible: its advisory is of repositories \
that the image was not built from: cpe:/a:redhat:enterprise_linux:9::crb" \
    "why it is only possible"

# ---- layers: what was built from which ----

two() {
	layer=$1
	found "rhel-9-for-x86_64-baseos-rpms sha256:aa" \
	    "rhel-9-for-x86_64-baseos-rpms sha256:bb" \
	    "rhocp-4.16-for-rhel-9-x86_64-rpms sha256:bb"
	layer=
}
is "$(two sha256:bb)" 'cri-o CVE-2031-10003 vendor
zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' "a product of the layer that brought it"
is "$(two sha256:aa)" 'zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' "a product of another layer"
is "$(two sha256:cc)" 'cri-o CVE-2031-10003 vendor
zlib CVE-2031-10001 vendor
zlib-static CVE-2031-10005 possible' "a layer without content sets: the image's"

# ---- a stream that the user names ----

streams() {	# option...
	"$M" --db "$tmp/db" -o json "$@" "$tmp/cdx" 2>"$tmp/err" |
	    jq -r '.targets[].findings[] | select(.package.name == "zlib") |
	    .id + " " + .confidence' | LC_ALL=C sort | paste -sd,
}
found >/dev/null
is "$(streams --distro rhel:9.4+eus)" \
    'CVE-2031-10001 vendor,CVE-2031-10002 vendor' "--distro rhel:9.4+eus"
is "$(streams --distro rhel:9.4+tus)" 'CVE-2031-10001 vendor' \
    "another stream of the release"
is "$(streams --distro rhel:9.2+eus)" \
    'CVE-2031-10001 vendor,CVE-2031-10002 possible' \
    "not of a release that the document denies"

# ---- EPEL ----

cat >"$tmp/cdx" <<X
{ "bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
    { "type": "operating-system", "name": "rhel", "version": "9.4" },
    { "type": "library", "name": "htop", "version": "3.2.1-1.el9",
      "purl": "pkg:rpm/redhat/htop@3.2.1-1.el9?arch=x86_64&upstream=htop-3.2.1-1.el9.src.rpm",
      "properties": [ { "name": "airbom:package:vendor",
        "value": "Fedora Project" } ] },
    { "type": "library", "name": "bash", "version": "5.1.8-9.el9",
      "purl": "pkg:rpm/redhat/bash@5.1.8-9.el9?arch=x86_64" } ] }
X
judged() {
	"$M" --db "$tmp/db" -o json "$tmp/cdx" 2>"$tmp/err" | jq -c \
	    '.targets[0] | [(.coverage | .judged, .uncovered),
	    (.findings[] | .id, .package.name, .confidence)]'
}
is "$(judged)" '[1,{"third-party":1}]' \
    "EPEL's package is not Red Hat's, and without a feed of EPEL not judged"
cat >"$tmp/feeds/page-1.json" <<X
{ "updates": [ { "alias": "FEDORA-EPEL-2025-aaa", "title": "htop-3.2.2-1.el9",
    "notes": "CVE-2031-10009", "type": "security", "status": "stable",
    "severity": "low", "date_submitted": "2025-01-01 10:00:00",
    "release": { "name": "EPEL-9", "version": "9",
      "id_prefix": "FEDORA-EPEL" }, "bugs": [], "builds": [
      { "nvr": "htop-3.2.2-1.el9", "type": "rpm", "epoch": 0 } ] } ],
  "page": 1, "pages": 1, "rows_per_page": 100, "total": 1 }
X
"$B/bin/feeds" build -q -o "$tmp/db" "$tmp/feeds" 2>"$tmp/err"
ok $? "a database with EPEL"
is "$(judged)" '[2,{},"CVE-2031-10009","htop","vendor"]' "with one it is"
done_testing
