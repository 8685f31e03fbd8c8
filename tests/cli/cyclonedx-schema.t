#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What we write is CycloneDX: a strict validator of others says so.
B=${B:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

check() {	# status wanted, name, command...: its output goes to the log
	want=$1 name=$2
	shift 2
	n=$((n + 1))
	"$@" >"$tmp/log" 2>&1
	status=$?
	if [ "$status" -eq "$want" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "# status $status, wanted $want"
		head -c 3000 "$tmp/log" | sed 's/^/# /'
	fi
}

skip() {
	n=$((n + 1))
	echo "ok $n # SKIP $1"
}

if ! python=$(tests/tools/validators.sh 2>"$tmp/log"); then
	if [ "${CI:-}" = true ]; then
		echo "not ok 1 - a CycloneDX validator"
		sed 's/^/# /' "$tmp/log"
		echo "1..1"
		exit 1
	fi
	echo "1..0 # SKIP no CycloneDX validator: pip cannot install it"
	exit 0
fi
valid() {
	"$python" tests/tools/cdx-validate.py "$@"
}

# Documents of a bill of materials that has one of everything.
check 0 "examples are written" \
    env EXAMPLES="$tmp" "$B/tests/unit/cyclonedx_test"
check 0 "and valid in every version, in JSON and XML" valid \
    --has components,os,licences,dependencies "$tmp"/example-1.[4-7].cdx.*

# The validator itself can say no.
good=$tmp/example-1.6.cdx.json
break_it() {
	jq "$2" "$good" >"$tmp/bad-$1.json"
}
break_xml() {
	sed "$2" "${good%json}xml" >"$tmp/bad-$1.xml"
}
break_it dangling '.dependencies[0].dependsOn += ["nobody"]'
break_it ref-twice '.components[1]."bom-ref" = .components[0]."bom-ref"'
break_it type '.components[0].type = "thing"'
break_it key '.components[0].surprise = 1'
break_it serial '.serialNumber = "urn:uuid:X"'
break_xml dangling '0,/<dependency ref="[^"]*"/s//<dependency ref="nobody"/'
break_xml type 's/type="library"/type="thing"/'
break_xml element 's/<hashes>/<surprise\/>&/'
break_xml cpe 's/<cpe>/&x/'
break_xml order 's/<evidence>/<tags\/>&/'
check 0 "ten broken ones are refused" valid --bad "$tmp"/bad-*
check 1 "and one without what it should have" valid --has empty "$good"

# What sbom writes of a root file system and of an empty one.
if [ ! -x "$B/bin/sbom" ]; then
	skip "no $B/bin/sbom yet"
else
	root=$tmp/root
	mkdir -p "$root/var/lib/dpkg" "$root/etc" "$tmp/empty"
	printf 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n' \
	    >"$root/etc/os-release"
	cat >"$root/var/lib/dpkg/status" <<-'END'
	Package: libc6
	Status: install ok installed
	Architecture: amd64
	Multi-Arch: same
	Source: glibc
	Version: 2.36-9+deb12u4
	Depends: libgcc-s1

	Package: libgcc-s1
	Status: install ok installed
	Architecture: amd64
	Source: gcc-12 (12.2.0-14)
	Version: 1:12.2.0-14+b1
	Depends: gcc-12-base (= 12.2.0-14), libc6 (>= 2.35)
	END
	export SOURCE_DATE_EPOCH=1700000000
	check 0 "sbom reads a root file system" \
	    sh -c "$B/bin/sbom --from rootfs $root >$tmp/rootfs.cdx.json"
	check 0 "and holds both packages" jq -e \
	    '[.components[] | select(.type == "library")] | length == 2' \
	    "$tmp/rootfs.cdx.json"
	sh -c "$B/bin/sbom --from rootfs $tmp/empty >$tmp/empty.cdx.json" \
	    2>/dev/null
	check 0 "its document and that of nothing are valid" valid \
	    --has components,os,dependencies "$tmp/rootfs.cdx.json" \
	    --has empty "$tmp/empty.cdx.json"
fi
echo "1..$n"
