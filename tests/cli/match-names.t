#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which names, streams and qualifiers of distributions' statements hold. What
# is expected follows from the records named, of ../shared/conformance/feeds.
B=${B:-build}
M=$B/bin/match
S=../shared/conformance/feeds
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

if [ ! -d "$S" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

is() {		# text want got
	[ "$2" = "$3" ]; ok $? "$1"
	[ "$2" = "$3" ] || printf '%s\n' "wanted:" "$2" "got:" "$3" |
	    sed 's/^/# /'
}

build() {	# feed...
	rm -f "$tmp/db"
	"$B/bin/feeds" build -o "$tmp/db" "$@" >"$tmp/out" 2>&1 || {
		cat "$tmp/out"; ok 1 "feeds build $*"; }
}

# A document of one package, and "id state fix advisory confidence" of each
# finding; then the status, when it is not 0.
judge() {	# type id release name version source-file [property value]...
	t=$1 i=$2 r=$3 p=$4 v=$5 s=$6
	shift 6
	jq -n --arg id "$i" --arg rel "$r" --arg name "$p" --arg v "$v" \
	    --arg src "$s" --arg type "$t" '
	    def q($k; $x): if $x == "" then "" else "&\($k)=\($x | @uri)" end;
	    ($v | capture("^((?<e>[0-9]+):)?(?<v>.*)$")) as $p |
	    ($ARGS.positional | [range(0; length; 2) as $i |
	    {name: .[$i], value: .[$i + 1]}]) as $x |
	    ($x | map(select(.name | startswith("airbom:context:")))) as $c |
	    {bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
	    metadata: {properties: $c},
	    components: [{type: "operating-system", name: $id, version: $rel},
	    {type: "library", name: $name, version: $v,
	    properties: ($x - $c), purl:
	    ("pkg:\($type)/\($id)/\($name)@\($p.v | @uri)?arch=x86_64" +
	    q("epoch"; $p.e // "") + "&distro=\($id)-\($rel)" +
	    q("upstream"; $src))}]}' --args -- "$@" >"$tmp/cdx.json"
	"$M" --db "$tmp/db" -o json "$tmp/cdx.json" >"$tmp/report" \
	    2>"$tmp/err"
	st=$?
	jq -r '.targets[].findings[] | [.id, .state, (.fixed_in | join(" ")),
	    .advisory.id, .confidence] | @tsv' "$tmp/report" |
	    LC_ALL=C sort | tr '\t' '|'
	[ $st = 0 ] || echo "status $st"
}

# ---- source names ----

# RLSA-2024:3671 names sources: ruby's fix is 0:3.3.1-2.module+el9.4.0+20787.
build $S/rocky/osv/*.json
MOD=ruby:3.3:9040020240606:c5cc6ff8
is "Rocky: a binary of a source that OSV names" \
    'CVE-2024-27280|fixed|3.3.1-2.module+el9.4.0+20787+4c237fd3
CVE-2024-27281|fixed|3.3.1-2.module+el9.4.0+20787+4c237fd3
CVE-2024-27282|fixed|3.3.1-2.module+el9.4.0+20787+4c237fd3' \
    "$(judge rpm rocky 9.4 ruby-libs 3.3.0-1.module+el9.4.0+20000+aaaaaaaa \
    ruby-3.3.0-1.module+el9.4.0+20000+aaaaaaaa.src.rpm \
    airbom:rpm:modularity-label $MOD | cut -d'|' -f1-3 | sed 's/|0:/|/')"
is "Rocky: the fixed one" "" \
    "$(judge rpm rocky 9.4 ruby-libs 3.3.1-2.module+el9.4.0+20787+4c237fd3 \
    ruby-3.3.1-2.module+el9.4.0+20787+4c237fd3.src.rpm \
    airbom:rpm:modularity-label $MOD)"
# RLSA-2023:3220 is about the source firefox, of no stream.
is "Rocky: a binary that bears the name of another source" "" \
    "$(judge rpm rocky 8.7 firefox 1-1.el8 firefox-branding-1-1.el8.src.rpm)"
is "Rocky: a subpackage" 7 "$(judge rpm rocky 8.7 firefox-x11 \
    102.10.0-1.el8_7 firefox-102.10.0-1.el8_7.src.rpm | grep -c '|fixed|')"

# CVE-2021-25220 names sources: bind-32:9.11.36-5.el8 for RHEL 8.
build $S/redhat/api/CVE-2023-4863 $S/redhat/api/cve-2021-25220.json
is "Red Hat: a binary of a source that the API names" \
    'CVE-2021-25220|fixed|32:9.11.36-5.el8' \
    "$(judge rpm rhel 8.6 bind-libs 32:9.11.36-3.el8 \
    bind-9.11.36-3.el8.src.rpm | cut -d'|' -f1-3)"
is "Red Hat: the fixed one, its epoch the binary's" "" \
    "$(judge rpm rhel 8.6 bind-libs 32:9.11.36-5.el8 \
    bind-9.11.36-5.el8.src.rpm)"
is "Red Hat: a binary of the source's name, of another source" "" \
    "$(judge rpm rhel 8.6 bind 32:9.11.36-3.el8 other-1-1.el8.src.rpm)"
# "Not affected" in RHEL 7.
is "Red Hat: a source that is not affected" "" \
    "$(judge rpm rhel 7.9 libwebp-tools 0.3.0-11.el7 \
    libwebp-0.3.0-11.el7.src.rpm)"

# ---- streams ----

# CVE-2023-4863 of libwebp: enterprise_linux:8 1.0.0-8.el8_8.1, rhel_eus:8.6
# 1.0.0-7.el8_6.1, rhel_aus:8.2 1.0.0-7.el8_2.1.
webp() {	# rhel version
	judge rpm rhel "$1" libwebp-tools "$2" libwebp-"$2".src.rpm |
	    cut -d'|' -f1-3
}
is "RHEL: below the fix" 'CVE-2023-4863|fixed|1.0.0-8.el8_8.1' \
    "$(webp 8.8 1.0.0-5.el8 | sed 's/|0:/|/')"
is "RHEL: the fix of the release" "" "$(webp 8.8 1.0.0-8.el8_8.1)"
is "RHEL: the fix of EUS 8.6" "" "$(webp 8.6 1.0.0-7.el8_6.1)"
is "RHEL: the fix of AUS 8.2" "" "$(webp 8.2 1.0.0-7.el8_2.1)"
is "RHEL: a build of 8.6 before its fix" 'CVE-2023-4863' \
    "$(webp 8.6 1.0.0-7.el8_6 | cut -d'|' -f1)"
is "RHEL: the fix of ELS 6" "" "$(judge rpm rhel 6.10 bind-libs \
    32:9.8.2-0.68.rc1.el6_10.17 bind-9.8.2-0.68.rc1.el6_10.17.src.rpm)"

# UBUNTU-CVE-2022-24823: netty of Pro 20.04 is fixed in 1:4.1.45-1ubuntu0.1~esm2.
build $S/ubuntu/osv/UBUNTU-CVE-2022-24823.json
netty() {	# version [property value]
	v=$1
	shift
	judge deb ubuntu 20.04 libnetty-java "$v" netty "$@" | cut -d'|' -f1-3
}
is "Ubuntu: without Pro there is no fix" 'CVE-2022-24823|wont_fix|' \
    "$(netty 1:4.1.45-1)"
is "Ubuntu: with Pro" 'CVE-2022-24823|fixed|1:4.1.45-1ubuntu0.1~esm2' \
    "$(netty 1:4.1.45-1 airbom:context:ubuntu-pro esm-apps)"
is "Ubuntu: a build of Pro tells itself" \
    'CVE-2022-24823|fixed|1:4.1.45-1ubuntu0.1~esm2' \
    "$(netty 1:4.1.45-1ubuntu0.1~esm1)"
is "Ubuntu: the fix of Pro" "" "$(netty 1:4.1.45-1ubuntu0.1~esm2)"

# Errata of Amazon's extra repositories: their number names the topic.
alas() {	# id cve name version release
	cat <<EOF
<update author="linux-security@amazon.com" from="linux-security@amazon.com"
status="final" type="security" version="1.4"><id>$1</id>
<title>Amazon Linux 2 - $1</title><severity>important</severity>
<references><reference href="" id="$2" type="cve"/></references>
<pkglist><collection short="amazon-linux-2"><name>Amazon Linux 2</name>
<package arch="x86_64" epoch="0" name="$3" release="$5" version="$4">
<filename>$3-$4-$5.x86_64.rpm</filename></package></collection></pkglist>
</update>
EOF
}
{
	echo '<?xml version="1.0"?><updates>'
	alas ALAS2-2022-1 CVE-2031-0001 php-cli 5.4.16 46.amzn2.0.9
	alas ALAS2PHP8.2-2023-1 CVE-2031-0002 php-cli 8.2.9 1.amzn2
	alas ALAS2DOCKER-2023-1 CVE-2031-0003 docker 20.10.25 1.amzn2.0.3
	echo '</updates>'
} >"$tmp/updateinfo.xml"
build "$tmp/updateinfo.xml"
is "Amazon: the base's version line" \
    'CVE-2031-0001|fixed|5.4.16-46.amzn2.0.9|ALAS2-2022-1|vendor' \
    "$(judge rpm amzn 2 php-cli 5.4.16-45.amzn2.0.1 "" | sed 's/|0:/|/')"
is "Amazon: the extra's version line" \
    'CVE-2031-0002|fixed|8.2.9-1.amzn2|ALAS2PHP8.2-2023-1|vendor' \
    "$(judge rpm amzn 2 php-cli 8.2.7-1.amzn2 "" | sed 's/|0:/|/')"
is "Amazon: of an extra that nothing tells, possible" \
    'CVE-2031-0003|fixed|20.10.25-1.amzn2.0.3|ALAS2DOCKER-2023-1|possible' \
    "$(judge rpm amzn 2 docker 20.10.23-1.amzn2.0.1 "" | sed 's/|0:/|/')"
echo "1..$n"
