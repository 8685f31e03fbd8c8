#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# --files: what find(1), sha256sum(1), sha1sum(1) and dpkg(1) say of a root is
# what sbom lists, in each form of the image; and --scope all-layers.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

r=$tmp/root
small_root "$r" 3
mkdir -p "$r/opt/a b" "$r/usr/share/doc/own"
printf 'Package: own\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n' \
    >>"$r/var/lib/dpkg/status"
mkdir -p "$r/var/lib/dpkg/info"
cp /bin/true "$r/usr/bin/own"
printf '/.\n/usr\n/usr/bin\n/usr/bin/own\n' >"$r/var/lib/dpkg/info/own.list"
printf '#!/bin/sh\n' >"$r/opt/a b/script"
: >"$r/opt/empty"
ln "$r/opt/a b/script" "$r/opt/twin"
ln -s empty "$r/opt/link"
dd if=/dev/urandom of="$r/opt/big" bs=1M count=20 2>/dev/null
truncate -s 3M "$r/opt/sparse"
printf x | dd of="$r/opt/sparse" bs=1 seek=1000000 conv=notrunc 2>/dev/null

listed() {	# document: sha256 sha1 path of regular files and hard links
	jq -r '.components[] | select(.type == "file") | select(.hashes) |
	    (.hashes | map({ (.alg): .content }) | add) as $h |
	    "\($h["SHA-256"]) \($h["SHA-1"]) \(.name)"' "$1" | LC_ALL=C sort
}

truth_of() {	# root
	(cd "$1" && find . -type f | while IFS= read -r f; do
		echo "$(sha256sum "$f" | cut -d' ' -f1)" \
		    "$(sha1sum "$f" | cut -d' ' -f1) ${f#.}"
	done) | LC_ALL=C sort
}

value() {	# document path property
	jq -r --arg p "$2" --arg n "$3" '.components[] |
	    select(.type == "file" and .name == $p) | .properties[] |
	    select(.name == $n) | .value' "$1"
}

total() {	# document property
	jq -r --arg n "$2" '.metadata.properties[] | select(.name == $n) |
	    .value' "$1"
}

truth_of "$r" >"$tmp/want"
pack "$r" "$tmp/1.tar" --sparse
image "$tmp/i.tar" "$tmp/1.tar"
sh "$TOOLS/oci-layout.sh" "$tmp/gz" x gzip "$tmp/1.tar"
for form in root i.tar gz 1.tar; do
	run "$tmp/$form" --files
	same "$st" 0 "$form: status"
	listed "$tmp/out" >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >"$tmp/err"
	ok $? "$form: digests of all $(wc -l <"$tmp/want") files"
	same "$(value "$tmp/out" /usr/bin/own airbom:owner)" \
	    'pkg:deb/debian/own@1?arch=all&distro=debian-13' "$form: owned"
	same "$(value "$tmp/out" /opt/big airbom:file:unowned)" true \
	    "$form: nobody's"
	same "$(value "$tmp/out" /usr/bin/own airbom:file:type)" elf \
	    "$form: an executable"
	same "$(value "$tmp/out" "/opt/a b/script" airbom:file:type)" script \
	    "$form: a script"
	same "$(value "$tmp/out" /opt/link airbom:file:type)" symlink \
	    "$form: a link"
	same "$(value "$tmp/out" /opt/sparse airbom:file:size)" 3145728 \
	    "$form: size of a sparse file"
	same "$(total "$tmp/out" airbom:files:owned-bytes)" \
	    "$(stat -c %s /bin/true)" "$form: bytes that a package explains"
done
same "$(total "$tmp/out" airbom:files:bytes)" \
    "$(find "$r" -type f ! -name twin -printf '%s\n' |
    awk '{ n += $1 } END { printf "%d", n }')" "all bytes"
piped "$tmp/i.tar" --files
listed "$tmp/out" >"$tmp/got"
diff "$tmp/want" "$tmp/got" >"$tmp/err"
ok $? "piped: digests of all files"
run "$tmp/i.tar" --files --exclude 'opt/*'
same "$(listed "$tmp/out" | grep -c ' /opt/')" 0 "--exclude leaves files out"
run "$tmp/i.tar"
same "$(jq '[.components[] | select(.type == "file")] | length' \
    "$tmp/out")" 0 "nothing is listed unless asked for"
"$S" "$tmp/i.tar" --files | "$S" --files "$tmp/i.tar" >"$tmp/two"
"$S" "$tmp/i.tar" --files >"$tmp/one"
cmp -s "$tmp/one" "$tmp/two"
ok $? "the same bytes twice"

# ---- layers ----
mkdir -p "$tmp/l2/opt" "$tmp/l2/var/lib/dpkg/info" "$tmp/l2/usr/bin"
: >"$tmp/l2/opt/.wh.big"
: >"$tmp/l2/usr/bin/.wh.own"
: >"$tmp/l2/var/lib/dpkg/info/.wh.own.list"
printf changed >"$tmp/l2/opt/empty"
sed '/^Package: own$/,$d' "$r/var/lib/dpkg/status" \
    >"$tmp/l2/var/lib/dpkg/status"
pack "$tmp/l2" "$tmp/2.tar"
image "$tmp/two.tar" "$tmp/1.tar" "$tmp/2.tar"
one=sha256:$(sha256sum "$tmp/1.tar" | cut -d' ' -f1)
two=sha256:$(sha256sum "$tmp/2.tar" | cut -d' ' -f1)
run "$tmp/two.tar" --files
same "$(value "$tmp/out" /opt/big airbom:file:type)" "" "a whiteout hides"
same "$(value "$tmp/out" /opt/empty airbom:layer:digest)" "$two" \
    "what the upper layer has counts"
same "$(jq -r '.components[] | select(.name == "own") | .name' "$tmp/out")" "" \
    "a package that was removed"
run "$tmp/two.tar" --files --scope all-layers
same "$(value "$tmp/out" /opt/big airbom:layer:digest) $(value "$tmp/out" \
    /opt/big airbom:layer:removed)" "$one $two" "all layers: a removed file"
same "$(value "$tmp/out" /opt/empty airbom:layer:digest | paste -sd' ')" \
    "$one $two" "all layers: a replaced file, twice"
same "$(jq -r '.components[] | select(.name == "own") | .properties[] |
    select(.name | startswith("airbom:layer")) | .value' "$tmp/out" |
    paste -sd' ')" "$one $two" "all layers: a removed package, with both"
same "$(jq -r '[.components[] | select(.type != "file") | select(.properties[]? |
    .name == "airbom:layer:removed")] | length' "$tmp/out")" 1 \
    "all layers: no other package is marked"
run "$tmp/two.tar" --scope nonsense
same "$st" 2 "an unknown scope"
done_testing
