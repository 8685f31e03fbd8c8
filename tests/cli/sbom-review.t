#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Places where silence could look like an answer.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
SHARED=$(cd ../shared/conformance 2>/dev/null && pwd)
cd "$tmp" || exit 1

root() {	# dir package...
	d=$1
	rm -rf "$d"
	mkdir -p "$d/etc" "$d/var/lib/dpkg"
	printf 'ID=debian\nVERSION_ID="13"\n' >"$d/etc/os-release"
	shift
	for p in "$@"; do stanza "$p"; done >"$d/var/lib/dpkg/status"
}

# ---- where output goes
root r one
mkfifo fifo
timeout 20 cat fifo >got &
timeout 20 "$S" -o cyclonedx-json=fifo r 2>err
st=$?
wait
[ -p fifo ] && same "$(names got) $st" "one 0" "a pipe is written to"
[ -p fifo ]; ok $? "a pipe is not replaced by a file"
: >target; ln -s target link
run -o cyclonedx-json=link r
[ -L link ] && same "$(names target) $st" "one 0" \
    "what a link leads to is replaced, not the link"
: >r/var/lib/dpkg/status
"$S" -o cyclonedx-json=doc r <&- 2>&-
st=$?
jq -e . doc >/dev/null && [ $st = 4 ]
ok $? "no message gets into a document when standard error is closed"
"$S" r >&- 2>err
same $? 3 "a closed standard output is a failure"

root r one
mkdir -p out-dir; ln -sfn out-dir out-link
twice() {	# FILE FILE text
	rm -f x.json out-dir/x.json
	run -o "cyclonedx-json=$1" -o "cyclonedx-json=$2" r
	[ "$st" = 2 ] && grep -q 'two outputs to' err && [ ! -e x.json ] &&
	    [ ! -e out-dir/x.json ]
	ok $? "$3"
}
twice x.json ./x.json "one file under two names is refused"
twice "$PWD/x.json" out-dir/../x.json "one file, absolute and with .."
twice out-dir/x.json out-link/x.json "one file through a linked directory"
twice out-dir/ ./out-dir/ "one directory under two names"
run -o cyclonedx-json=x.json -o cyclonedx-json=out-dir/x.json r
[ -s x.json ] && [ -s out-dir/x.json ] && [ "$st" = 0 ]
ok $? "one name in two directories is no clash"

# ---- archives that lack something
gap() {		# pattern text: the document has such a gap, the status is 4
	jq -e --arg p "$1" '.metadata.properties[] | select(.name ==
	    "airbom:gap") | .value | select(test($p))' out >/dev/null &&
	    [ "$st" = 4 ]
	ok $? "$2"
}

both() {	# file pattern text [options]
	file=$1 pattern=$2 text=$3
	shift 3
	run "$@" "$file"
	gap "$pattern" "$text"
	piped "$file" "$@"
	gap "$pattern" "$text (piped)"
}

root r one; pack r one.tar
root r2 two; pack r2 two.tar
image all.tar one.tar two.tar
mkdir x; tar -C x -xf all.tar
first=$(jq -r '.[0].Layers[0]' x/manifest.json)

tar -C x --exclude="$first" -cf miss.tar .
both miss.tar 'does not hold' "a docker archive that lacks a layer"
(printf '\357\273\277'; cat x/manifest.json) >m && cp m x/manifest.json
tar -C x -cf bom.tar .
both bom.tar 'named as layers' "an archive whose manifest is not JSON"
(head -c 2000 /dev/zero | tr '\0' ' '; tail -c +4 m) >x/manifest.json
tar -C x -cf blank.tar .
piped blank.tar
same "$(names out) $st" "two 0" "a manifest after many blanks (piped)"

image one-d.tar one.tar
rm -rf x; mkdir x; tar -C x -xf one-d.tar
layer=$(jq -r '.[0].Layers[0]' x/manifest.json)
truncate -s 3M r/hole; tar -C r -cf hole.tar .
cp --sparse=always hole.tar "x/$layer"
for format in gnu pax; do
	tar -C x -S --format=$format -cf sparse.tar .
	both sparse.tar 'kind=layer' "a layer that is a sparse member ($format)"
done

: >empty.tar
image zero.tar one.tar empty.tar
run zero.tar; same "$(names out) $st" "one 0" "a layer of no bytes"
piped zero.tar
same "$(names out) $st" "one 0" "a layer of no bytes (piped)"

# ---- a root file system that looks like an image
root r one
echo '{"rootfs":{"diff_ids":[]}}' >r/c.json
echo '[{"Config":"c.json","Layers":[]}]' >r/manifest.json
tar -C r -cf posed.tar .
both posed.tar 'from rootfs' "a root file system that poses as an image"
run --from rootfs posed.tar
same "$(names out) $st" "one 0" "--from rootfs reads it"

# ---- OCI beside docker-save
sh "$TOOLS/oci-layout.sh" oci x none one.tar
rm -rf x; mkdir x; tar -C x -xf one-d.tar
cp -r oci hybrid; cp -r x/* hybrid/
m=$(jq -r '.manifests[0].digest[7:]' oci/index.json)
printf ' ' >>"hybrid/blobs/sha256/$m"
tar -C hybrid -cf hybrid.tar .
run hybrid.tar; same $st 3 "a hybrid whose OCI manifest was changed"
grep -q 'digest does not hold' err; ok $? "it says so"

jq -c '.manifests += [.manifests[0] | .digest = "sha256:" + "1" * 64]' \
    oci/index.json >i && cp i oci/index.json
run --all oci
same "$(names out) $st" "one 0" "a manifest that is not there"
grep -q 'airbom:note.*' out && grep -q 'that are not here' out
ok $? "the document notes it"

# ---- --verify
unverified() {	# diff id, text
	rm -rf v; mkdir v; tar -C v -xf one-d.tar
	c=$(jq -r '.[0].Config' v/manifest.json)
	jq -c --arg d "$1" '.rootfs.diff_ids = [$d]' "v/$c" >n; rm "v/$c"
	n2=$(sha256sum <n | cut -d' ' -f1).json; mv n "v/$n2"
	jq -c --arg n "$n2" '.[0].Config = $n' v/manifest.json >n
	mv n v/manifest.json
	tar -C v -cf v.tar .
	run --verify v.tar; same $st 3 "--verify: $2"
	piped v.tar --verify; same $st 3 "--verify: $2 (piped)"
}
unverified '' "no diff id"
unverified md5:00 "a diff id of an unknown kind"
unverified "sha512:$(head -c 128 /dev/zero | tr '\0' 0)" "a wrong SHA-512"

# ---- package databases whose records cannot be listed
record() {	# pattern text: status is what stands in the file s
	root r one
	cat s >>r/var/lib/dpkg/status
	run r
	gap "$1" "$2"
}
stanza two | sed 's/^Package/Packge/' >s
record 'without a package name' "dpkg: a stanza without a name"
stanza two | sed /^Version/d >s
record 'no version' "dpkg: a stanza without a version"
{ stanza two | sed '$d'; echo x; stanza three; } >s
record 'two packages' "dpkg: two stanzas in one"
stanza two | sed 's/^Architecture.*/garbage/' >s
record 'no field' "dpkg: a line that is no field"
root r; rm r/var/lib/dpkg/status
printf 'ID=alpine\nVERSION_ID=3.20.1\n' >r/etc/os-release
mkdir -p r/lib/apk/db
printf 'P:a\nV:1\nP:b\nV:2\n\nV:3\n\n' >r/lib/apk/db/installed
run r; gap 'two packages' "apk: two records in one"
run r; gap 'without a name' "apk: a record without a name"

rm r/lib/apk/db/installed; ln -s /nowhere r/lib/apk/db/installed
mkdir -p r/var/lib/dpkg; stanza one >r/var/lib/dpkg/status
run r; gap 'leads nowhere' "a database that is a link to nothing"

# ---- one file, and the write-ahead log beside it
wal=$(ls "$SHARED"/rpmdb/*/rpmdb.sqlite-wal.gz 2>/dev/null | head -n 1)
if [ -n "$wal" ]; then
	d=$(dirname "$wal")
	gzip -dc "$wal" >rpmdb.sqlite-wal
	gzip -dc "$d/rpmdb.sqlite.gz" >rpmdb.sqlite
	run rpmdb.sqlite
	same "$(packages out | wc -l)" "$(tail -n +2 "$d/expected.tsv" | wc -l)" \
	    "an rpm database by itself, with its log"
else
	skip "an rpm database by itself, with its log" "../shared is absent"
fi

# ---- a Berkeley DB page that damage took out of the walk
if [ -f "$SHARED/rpmdb/bdb-libuuid/Packages.gz" ]; then
	root r
	rm r/var/lib/dpkg/status
	mkdir -p r/var/lib/rpm
	gzip -dc "$SHARED/rpmdb/bdb-libuuid/Packages.gz" >r/var/lib/rpm/Packages
	run r
	same "$(names out) $st" "libuuid 0" "an rpm database"
	printf '\000' | dd of=r/var/lib/rpm/Packages bs=1 conv=notrunc \
	    seek=$((2 * 4096 + 25)) 2>/dev/null
	run r
	gap 'no record leads to' "values that a lost page led to"
else
	skip "a page of an rpm database lost" "../shared is absent"
fi

# ---- what was asked to be left out
root r one
run --exclude 'usr/share/*' r
jq -e '.metadata.properties[] | select(.name == "airbom:note") | .value |
    test("--exclude usr/share")' out >/dev/null
ok $? "--exclude stands in the document"
run --select dpkg r
jq -e '.metadata.properties[] | select(.name == "airbom:note") | .value |
    test("--select dpkg")' out >/dev/null
ok $? "--select stands in the document"

# ---- text that was cut, lost blocks, or is in another encoding
rm -rf src; mkdir -p src/cut src/bom src/void src/utf16 src/mod src/yarn src/nul
printf 'GEM\n  remote: https://gems.example.org/\n  specs:\n    rake (13.0.6)\n' \
    >src/cut/Gemfile.lock
{ printf '\357\273\277'; cat src/cut/Gemfile.lock
  printf '\nDEPENDENCIES\n  rake\n'; } >src/bom/Gemfile.lock
: >src/void/Gemfile.lock
printf 'GEM\n  specs:\n    rack (2.2.8)\n\nDEPENDENCIES\n  rack\n' |
    iconv -t UTF-16 >src/utf16/Gemfile.lock
printf 'module example.org/m\n\nrequire (\n\texample.org/a v1.0.0\n' \
    >src/mod/go.mod
printf 'a@^1:\n  version "1.0.0"\n\nb@^1:\n  vers' >src/yarn/yarn.lock
{ printf 'nuget A 1.0\n'; head -c 512 /dev/zero; } >src/nul/paket.dependencies
run -v --from dir src
told() {	# pattern text: a note says so
	jq -e --arg p "$1" '.metadata.properties[] | select(.name ==
	    "airbom:note") | .value | select(test($p))' out >/dev/null
	ok $? "$2"
}
told 'path=cut/Gemfile.lock.*it is cut' "a Gemfile.lock that was cut"
told 'path=void/Gemfile.lock.*empty' "a lock file that is empty"
told 'path=utf16/Gemfile.lock.*UTF-16' "a lock file in UTF-16"
told 'path=mod/go.mod.*within a block' "a go.mod that was cut"
told 'path=yarn/yarn.lock.*(cut|none of)' "a yarn.lock that was cut"
told 'path=nul/paket.dependencies.*NUL' "a list that lost a block"
jq -e '.components[] | select(.name == "rake") | .evidence.occurrences |
    map(.location) | index("/bom/Gemfile.lock")' out >/dev/null
ok $? "a byte order mark does not hide the first section"
! jq -e '.metadata.properties[] | select(.name == "airbom:note") | .value |
    select(test("path=bom/"))' out >/dev/null
ok $? "nor is it worth a note"

# ---- work that grows with the square of the input
root r one
{ printf 'Package: p\nStatus: install ok installed\nVersion: 1\n'
  awk 'BEGIN { printf "Provides: v"; for (i = 0; i < 400000; i++)
      printf ", v"; printf "\nDepends: v"; for (i = 0; i < 400000; i++)
      printf ", v"; print "" }'; } >r/var/lib/dpkg/status
timeout 20 "$S" r >out 2>err
same "$? $(names out)" "0 p" "a name that one package offers and needs often"

# ---- what is hidden from who reads by name, or by the directory of a zip
root r one
mkdir -p r/store r/app/node_modules/a
printf '{"name":"a","version":"1.0.0"}\n' >r/store/0123
ln -s /store/0123 r/app/node_modules/a/package.json
run -v r
told 'path=app/node_modules/a/package.json;what=a link to store/0123' \
    "a link to a file that is read under no name"
pack r r.tar; image r-image.tar r.tar
run -v r-image.tar
told 'path=app/node_modules/a/package.json;what=a link to store/0123' \
    "the same in an image"

root r one
python3 - <<'EOF'
import zipfile
with zipfile.ZipFile("all.jar", "w") as z:
    for i in range(3):
        z.writestr("META-INF/maven/g/a%d/pom.properties" % i,
            "groupId=g\nartifactId=a%d\nversion=1\n" % i)
jar = bytearray(open("all.jar", "rb").read())
jar[-14:-10] = b"\1\0\1\0"		# one entry, says the end
open("r/one.jar", "wb").write(jar)
jar[-14:-6] = bytes(8)			# and none, in no bytes
open("r/none.jar", "wb").write(jar)
EOF
run r
gap 'path=one.jar;what=zip: the directory goes on' \
    "a zip whose end counts too few entries"
gap 'path=none.jar;what=zip: the directory names nothing' \
    "a zip whose end counts none"

root r one
mkdir -p r/app/node_modules/a
printf '{"name":"a","version":"%01100d"}\n' 1 \
    >r/app/node_modules/a/package.json
run r
told 'path=app/node_modules/a/package.json.*1100 bytes' \
    "a version that no CycloneDX document may have"
same "$(jq -c '.components[] | select(.name == "a") | .version' out)" null \
    "is left out of it"

# ---- a layer cut in a large executable whose name says nothing
root r one
mkdir r/x
cp "$(readlink -f "$(command -v sh)")" r/x/unnamed
head -c 20000000 /dev/urandom >>r/x/unnamed
tar -cf - -C r etc var x | gzip -1 | head -c 9000000 >cut.tgz
for how in "cut.tgz" "-"; do
	run --from rootfs "$how" <cut.tgz
	gap 'kind=layer' "it is a gap ($how)"
	same "$(names out)" one "and what stood before it counts ($how)"
done

# ---- a root file system inside: its packages are not those of the image
root inner jailed
root r one
mkdir -p r/srv
mv inner r/srv/jail
run r
gap 'path=srv/jail/var/lib/dpkg/status;what=not read' "a root inside a root"
pack r r.tar; image r-image.tar r.tar
run r-image.tar
gap 'path=srv/jail/var/lib/dpkg/status;what=not read' "the same in an image"
same "$(names out)" one "whose own packages are listed"
run --exclude 'srv/jail' r-image.tar
same "$st" 0 "--exclude says that it does not count"
tar -C r/srv -cf r.tar jail
run r.tar
gap 'path=jail/var/lib/dpkg/status;what=not read' \
    "an archive whose names begin with a directory"
for db in lib/apk/db/installed var/lib/rpm/Packages \
    usr/lib/sysimage/rpm/rpmdb.sqlite var/lib/dpkg/status.d/base; do
	root r one
	mkdir -p "r/x/$(dirname $db)"
	echo words >r/x/$db
	run r
	gap "path=x/$db;what=not read" "$db of another root"
done
root r one
mkdir -p r/data/var/lib
mv r/var/lib/dpkg r/data/var/lib
ln -s /data/var/lib/dpkg r/var/lib/dpkg
run r
same "$st $(names out)" "0 one" "the image's own database by a link is none"
pack r r.tar; image r-image.tar r.tar
run r-image.tar
same "$st $(names out)" "0 one" "nor in an image"

# ---- stores of Nix and Guix: no list of packages, no distribution
for store in nix/store gnu/store; do
	rm -rf r
	mkdir -p "r/$store/abc-hello-2.12/bin" r/bin
	cp "$(readlink -f /bin/ls)" "r/$store/abc-hello-2.12/bin/hello"
	ln -s "/$store/abc-hello-2.12/bin/hello" r/bin/hello
	pack r r.tar; image r-image.tar r.tar
	run r-image.tar
	gap "path=$store;what=not read" "an image made of $store"
	run --from rootfs r
	gap "path=$store;what=not read" "a root made of it"
done

# ---- a zip on standard input has no name: none is made of it
rm -rf r; mkdir r
python3 - <<'EOF'
import zipfile
with zipfile.ZipFile("words.zip", "w") as z:
    z.writestr("a/words.txt", "words\n")
with zipfile.ZipFile("one.zip", "w") as z:
    z.writestr("META-INF/maven/g/a/pom.properties",
        "groupId=g\nartifactId=a\nversion=1\n")
EOF
piped words.zip
gap 'kind=file;what=nothing tells what it is' "a zip of words on a pipe"
same "$(names out)" "" "is no package"
piped one.zip
same "$st $(names out)" "0 a" "one that says who it is is that"
piped words.zip --name words.jar
same "$(names out)" words "as is one with a name"

done_testing
