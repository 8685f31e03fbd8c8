#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# apk databases through sbom: in both places, behind links, over layers.

B=${B:-build}
S=../shared/conformance/packages/apk
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
n=0 failed=0

ok() {	# status what
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$T/out" | head -n 20
		failed=1
	fi
}

apk_table() {	# name version origin
	jq -r '.components[] | select((.purl // "") | startswith("pkg:apk/")) |
	    [.name, .version,
	     (.properties[] | select(.name == "airbom:source:name").value)] |
	    @tsv' "$1" | sort
}

root() {
	rm -rf "$T/root"
	mkdir -p "$T/root/etc" "$T/root/lib" "$T/root/usr/lib"
	printf 'ID=alpine\nVERSION_ID=3.20.3\n' >"$T/root/etc/os-release"
}

same() {	# what
	"$B/bin/sbom" "$T/root" >"$T/dir.json" 2>"$T/out"
	s=$?
	[ $s = "${want:-0}" ] && apk_table "$T/dir.json" >"$T/got" &&
	    diff "$T/want" "$T/got" >"$T/out"
	ok $? "$1, as a directory: $(wc -l <"$T/want") packages"
	tar -C "$T/root" -cf - . | "$B/bin/sbom" >"$T/tar.json" 2>"$T/out"
	s=$?
	[ $s = "${want:-0}" ] && apk_table "$T/tar.json" >"$T/got" &&
	    diff "$T/want" "$T/got" >"$T/out"
	ok $? "$1, as a tar"
}

# What awk says of a database: name, version, origin.
apk_awk() {
	awk -F: 'function put() { if (p != "" && p !~ /^\./)
		print p "\t" v "\t" (o != "" ? o : p); p = v = o = "" }
	    /^P:/ { p = substr($0, 3) } /^V:/ { v = substr($0, 3) }
	    /^o:/ { o = substr($0, 3) } /^$/ { put() } END { put() }' "$1" |
	    sort
}

# With what a package in it needs, as apk leaves no database without.
fix=$T/installed
{ cat tests/fixtures/catalog/apk/installed
  printf 'P:busybox\nV:1.36.1-r29\nA:x86_64\n\n'; } >"$fix"
apk_awk $fix >"$T/want"
for place in lib usr/lib; do
	root
	mkdir -p "$T/root/$place/apk/db"
	cp $fix "$T/root/$place/apk/db/installed"
	same "$place/apk/db"
done
root
rmdir "$T/root/lib"
ln -s usr/lib "$T/root/lib"
mkdir -p "$T/root/usr/lib/apk/db"
cp $fix "$T/root/usr/lib/apk/db/installed"
same "a merged /usr"
jq -e '[.components[] | select(.name == "musl").evidence.occurrences[]] |
    length == 1' "$T/tar.json" >"$T/out" 2>&1
ok $? "one place, though two names lead there"

# Two layers: the second upgrades musl and installs one package.
if command -v jq >/dev/null; then
	root
	mkdir -p "$T/root/lib/apk/db" "$T/two/lib/apk/db"
	cp $fix "$T/root/lib/apk/db/installed"
	{ sed 's/^V:1.2.5-r0/V:1.2.5-r1/' $fix
	  printf '\n\nP:new\nV:1-r0\nA:x86_64\n'; } \
	    >"$T/two/lib/apk/db/installed"
	tar -C "$T/root" -cf "$T/base.tar" .
	tar -C "$T/two" -cf "$T/upgrade.tar" .
	sh tests/tools/docker-archive.sh "$T/image.tar" x:1 "$T/base.tar" \
	    "$T/upgrade.tar"
	"$B/bin/sbom" "$T/image.tar" >"$T/image.json" 2>"$T/out"
	ok $? "an image of two layers"
	base=sha256:$(sha256sum "$T/base.tar" | cut -d' ' -f1)
	upgrade=sha256:$(sha256sum "$T/upgrade.tar" | cut -d' ' -f1)
	jq -e --arg base "$base" --arg up "$upgrade" '
	    def layer(n): .components[] | select(.name == n) | .properties[] |
		select(.name == "airbom:layer:digest").value;
	    layer("meta") == $base and layer("busybox-binsh") == $base and
	    layer("musl") == $up and layer("new") == $up and
	    ([.components[] | select(.name == "musl").version] ==
	    ["1.2.5-r1"])' "$T/image.json" >"$T/out" 2>&1
	ok $? "each package is of the layer that brought it"
fi

# A layer that removes the database: nothing is left, and that is a gap.
mkdir -p "$T/three/lib/apk/db"
: >"$T/three/lib/apk/db/.wh.installed"
tar -C "$T/three" -cf "$T/gone.tar" .
sh tests/tools/docker-archive.sh "$T/image.tar" x:2 "$T/base.tar" "$T/gone.tar"
"$B/bin/sbom" -v "$T/image.tar" >"$T/image.json" 2>"$T/out"
s=$?
[ $s = 4 ] && grep -q 'no package database' "$T/out" &&
    [ "$(apk_table "$T/image.json" | wc -l)" = 0 ]
ok $? "a whited out database is not read"

root
mkdir -p "$T/root/lib/apk/db"
: >"$T/root/lib/apk/db/installed"
"$B/bin/sbom" "$T/root" >"$T/dir.json" 2>"$T/out"
[ $? = 4 ] && grep -q lib/apk/db/installed "$T/out"
ok $? "an empty database is a gap, status 4"

if [ -d $S ]; then
	for d in $S/*/; do
		# A "-" for the source: the table does not say.
		apk_awk "$d/root/lib/apk/db/installed" >"$T/origins"
		awk -F'\t' 'NR == FNR { o[$1] = $3; next }
		    FNR > 1 { print $1 "\t" $2 "\t" \
		    ($4 == "-" ? o[$1] : $4) }' "$T/origins" \
		    "$d/expected.tsv" | sort >"$T/want"
		[ -s "$T/want" ] || continue
		root
		cp -R "$d/root/." "$T/root/"
		chmod -R u+w "$T/root"
		want=0		# one has a record without a version
		grep -q invalidPackage "$T/root/lib/apk/db/installed" && want=4
		same "$(basename "$d")"
	done
else
	echo "# SKIP conformance folders: ../shared is absent"
fi
echo 1..$n
exit $failed
