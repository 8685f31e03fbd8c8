#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Layers over layers: whiteouts, opaque directories, replaced directories,
# links in both directions and in ancestors, odd names.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh

dpkg=var/lib/dpkg

fresh() {	# empties layers; makes a bottom one with packages a, b
	rm -rf "$tmp/l"
	mkdir -p "$tmp/l/1/etc" "$tmp/l/1/$dpkg/status.d"
	printf 'ID=debian\nVERSION_ID="13"\n' >"$tmp/l/1/etc/os-release"
	stanza one >"$tmp/l/1/$dpkg/status"
	stanza two >"$tmp/l/1/$dpkg/status.d/two"
	stanza three >"$tmp/l/1/$dpkg/status.d/three"
}

layer() {	# number: its directory
	mkdir -p "$tmp/l/$1"
	cd "$tmp/l/$1" || exit 1
}

back() {
	cd "$OLDPWD" || exit 1
}

# Packs the directories, or takes l/N.tar where a test made one.
check() {	# text names [status [names on a stream [its status]]]
	set -- "$1" "$2" "${3:-0}" "${4-$2}" "${5:-}"
	tars=
	for d in $(ls "$tmp/l" | grep -v tar | sort -n); do
		[ -f "$tmp/l/$d.tar" ] || pack "$tmp/l/$d" "$tmp/l/$d.tar"
		tars="$tars $tmp/l/$d.tar"
	done
	image "$tmp/i.tar" $tars
	run "$tmp/i.tar"
	same "$(names "$tmp/out")" "$2" "$1"
	same "$st" "$3" "$1: status $3"
	piped "$tmp/i.tar"
	want=${5:-$3}
	[ "$4" = "$2" ] || want=4
	same "$(names "$tmp/out") $st" "$4 $want" "$1 (piped)"
	rm -rf "$tmp/c"
	sh "$TOOLS/oci-layout.sh" "$tmp/c" x gzip $tars
	run "$tmp/c"
	same "$(names "$tmp/out") $st" "$2 $3" "$1 (gzip)"
}

fresh; check "one layer" "one three two"

fresh; layer 2; mkdir -p $dpkg/status.d
: >$dpkg/status.d/.wh.two; back
check "a whiteout takes a file away" "one three"

fresh; layer 2; mkdir -p $dpkg; : >$dpkg/.wh.status.d; back
check "a whiteout takes a directory away" "one"

fresh; layer 2; mkdir -p var; : >var/.wh.lib; back
layer 3; mkdir -p $dpkg; stanza new >$dpkg/status; back
check "what a later layer brings after a whiteout stays" "new"

fresh; layer 2; mkdir -p $dpkg/status.d; : >$dpkg/status.d/.wh..wh..opq
stanza four >$dpkg/status.d/four; back
check "an opaque directory hides lower layers only" "four one"

fresh; layer 2; mkdir -p $dpkg/status.d; : >$dpkg/status.d/.wh.four
stanza four >$dpkg/status.d/four; back
check "a whiteout never hides its own layer" "four one three two"

fresh; layer 2; mkdir -p $dpkg/status.d
: >$dpkg/status.d/.wh..wh.plnk; : >$dpkg/status.d/.wh..wh.aufs; back
check "aufs's own names mean nothing" "one three two"

fresh; layer 2; mkdir -p $dpkg; : >$dpkg/status.d; back
check "a file in place of a directory removes what was in it" "one"

fresh; layer 2; mkdir -p $dpkg; ln -s /nowhere $dpkg/status.d; back
check "a link in place of a directory removes what was in it" "one"

fresh; layer 2; mkdir -p $dpkg/status.d; touch $dpkg/status.d; back
check "a directory over a directory merges" "one three two"

# overlayfs's own forms, as pax attributes and 0:0 devices
fresh; layer 2; mkdir -p $dpkg/status.d
stanza four >$dpkg/status.d/four; back
tar -C "$tmp/l/2" --format=pax --pax-option='SCHILY.xattr.trusted.overlay.opaque:=y' \
    -cf "$tmp/l/2.tar" --no-recursion var var/lib $dpkg/status.d \
    $dpkg/status.d/four
check "an overlay's opaque attribute" "four"
if [ "$(id -u)" = 0 ] && mknod "$tmp/node" c 0 0 2>/dev/null; then
	fresh; layer 2; mkdir -p $dpkg/status.d
	mknod $dpkg/status.d/two c 0 0; back
	check "an overlay's 0:0 device is a whiteout" "one three"
else
	skip "an overlay's 0:0 device" "cannot make a device"
fi

# links
fresh; layer 1; mkdir -p usr/lib/sys; mv var/lib/dpkg usr/lib/sys/dpkg
ln -s ../../usr/lib/sys/dpkg var/lib/dpkg; back
rm -f "$tmp/l/1.tar"
check "a database behind a link in its path" "one three two" 0 ""

fresh; layer 1; mkdir -p usr/share; mv etc/os-release usr/share/which
ln -s ../usr/share/which etc/os-release; back
run_distro() {
	jq -r '.components[] | select(.type == "operating-system") |
	    "\(.name) \(.version)"' "$tmp/out"
}
check "os-release behind a link" "one three two" 0 "one three two" 4
run "$tmp/i.tar"; same "$(run_distro)" "debian 13" "os-release read through it"

fresh; layer 1; mkdir store; mv $dpkg/status store/object
ln store/object $dpkg/status; back
tar -C "$tmp/l/1" -cf "$tmp/l/1.tar" store etc $dpkg/status.d $dpkg/status
check "a hard link to a name that nothing wants" "one three two" 0 "three two"

fresh; layer 1; mkdir store; mv $dpkg/status store/object
ln store/object $dpkg/status; back
tar -C "$tmp/l/1" -cf "$tmp/l/1.tar" store $dpkg/status etc $dpkg/status.d
check "a hard link right after its file" "one three two"
image "$tmp/i.tar" "$tmp/l/1.tar"; piped "$tmp/i.tar"
same "$st" 0 "a hard link right after its file, piped: status 0"

# Not at once, and seen once: on a stream a gap says so.
head -c 5000 /dev/urandom >"$tmp/l/1/etc/noise"
tar -C "$tmp/l/1" -cf "$tmp/l/1.tar" store etc $dpkg/status.d $dpkg/status
image "$tmp/i.tar" "$tmp/l/1.tar"
run "$tmp/i.tar"; same "$(names "$tmp/out") $st" "one three two 0" \
    "a hard link later: a second visit"
piped "$tmp/i.tar"; same "$(names "$tmp/out") $st" "three two 4" \
    "a hard link later, piped: a gap"
grep -q 'var/lib/dpkg/status: ' "$tmp/err"; ok $? "the gap names the file"
piped "$tmp/i.tar" --spool "$tmp"
same "$(names "$tmp/out") $st" "one three two 0" "--spool makes it good"

fresh; layer 1; mkdir store; mv $dpkg/status store/object; back
layer 2; mkdir -p store $dpkg; cp ../1/store/object store/object
ln store/object $dpkg/status; back
tar -C "$tmp/l/2" -cf "$tmp/x.tar" store $dpkg/status
tar --delete -f "$tmp/x.tar" store/object
mv "$tmp/x.tar" "$tmp/l/2.tar"
pack "$tmp/l/1" "$tmp/l/1.tar"
image "$tmp/i.tar" "$tmp/l/1.tar" "$tmp/l/2.tar"
run "$tmp/i.tar"
same "$(names "$tmp/out") $st" "one three two 0" \
    "a hard link into a lower layer"

fresh; layer 1; ln -s loop2 var/lib/loop; ln -s loop var/lib/loop2
mkdir -p usr/lib/apk; ln -s ../../../../../var/lib/loop usr/lib/apk/db; back
check "links in a circle" "one three two"

fresh; layer 1; mkdir -p opt/a
mv $dpkg/status.d opt/a/b
ln -s ../../../../../../opt/a/../a/./b $dpkg/status.d; back
check "a link with more .. than there are directories" "one three two" 0 "one"

# Parents that a layer only implies: a lower layer's link stays.
only() {	# number file...: a layer of these members alone
	k=$1
	shift
	tar -C "$tmp/l/$k" -cf "$tmp/l/$k.tar" "$@"
}
apk() {		# name: as apk writes it
	printf 'C:Q1aaaaaaaaaaaaaaaaaaaaaaaaaaa=\nP:%s\nV:1.0-r0\nA:x86_64\n\n' "$1"
}
merged() {	# a root with lib -> usr/lib and package old
	rm -rf "$tmp/l"
	mkdir -p "$tmp/l/1/etc" "$tmp/l/1/usr/lib/apk/db"
	printf 'ID=alpine\nVERSION_ID=3.23.0\n' >"$tmp/l/1/etc/os-release"
	ln -s usr/lib "$tmp/l/1/lib"
	apk old >"$tmp/l/1/usr/lib/apk/db/installed"
}
db=lib/apk/db/installed

merged; layer 2; mkdir -p lib/apk/db; apk new >$db; back; only 2 $db
check "a file through a lower layer's link replaces what is there" "new"

merged; rm "$tmp/l/1/usr/$db"; layer 2; mkdir -p lib/apk/db; apk new >$db
back; only 2 $db
check "a file through a lower layer's link is new" "new"

merged; layer 2; mkdir -p lib/apk/db; apk new >$db; back; only 2 $db
layer 3; mkdir -p usr/lib/apk/db; apk newer >usr/$db; back
check "a file through a link is replaced at its own place" "newer"

merged; layer 2; mkdir -p lib/apk/db; apk new >$db; back; only 2 $db
layer 3; mkdir -p usr/lib/apk; : >usr/lib/apk/.wh.db; back
check "a file through a link is whited out at its own place" "" 4

merged; layer 2; mkdir -p lib/apk/db; : >lib/apk/db/.wh.installed
: >lib/x; back; only 2 lib/apk/db/.wh.installed
check "a whiteout through a lower layer's link" "" 4

merged; mkdir -p "$tmp/l/1/var/apk"; mv "$tmp/l/1/usr/lib/apk/db" \
    "$tmp/l/1/var/apk/db"; ln -s ../../../var/apk/db "$tmp/l/1/usr/lib/apk/db"
layer 2; mkdir -p lib/apk/db; apk new >$db; back; only 2 $db
check "a file through two links" "new"

merged; layer 1; ln -s usr/lib other; back
layer 2; mkdir -p other/apk/db; apk new >other/apk/db/installed; back
only 2 other/apk/db/installed
check "a file through a link with another name" "new" 0 "" 4

merged; layer 2; mkdir -p lib/x; : >lib/x/y; back; only 2 lib lib/x
check "a directory of its own replaces the link" "old"

dpkgdb() {	# packages one, two, three behind var/lib/dpkg -> /usr/dpkgdb
	fresh
	mkdir -p "$tmp/l/1/usr" "$tmp/l/1/lib/apk/db"
	mv "$tmp/l/1/$dpkg" "$tmp/l/1/usr/dpkgdb"
	ln -s /usr/dpkgdb "$tmp/l/1/$dpkg"
	apk other >"$tmp/l/1/$db"
}
dpkgdb; layer 2; mkdir -p $dpkg; : >$dpkg/foo; back; only 2 $dpkg/foo
check "a file below a linked database" "one other three two" 0 "other"
dpkgdb; layer 2; mkdir -p $dpkg/status.d; stanza four >$dpkg/status.d/four
back; only 2 $dpkg/status.d/four
check "a file in a directory of a linked database" \
    "four one other three two" 0 "four other"
dpkgdb; layer 2; mkdir -p $dpkg; : >$dpkg/foo; back
only 2 --no-recursion $dpkg $dpkg/foo
check "a directory of its own replaces a linked database" "other"
fresh; mkdir "$tmp/l/1/x"; ln -s ../var/lib/dpkg/status.d "$tmp/l/1/x/d"
layer 2; mkdir -p x/d; stanza four >x/d/four; stanza two 2 >x/d/two; back
only 2 x/d/four x/d/two
check "files through a link into a database's directory" \
    "four one three two" 0 "one three" 4

# names
fresh; layer 1
tar -cf "$tmp/l/1.tar" --transform='s,^\./,/.//./,' -P . ; back
check "names with //, /./ and a leading /" "one three two"
fresh; layer 1
tar -cf "$tmp/l/1.tar" --transform='s,^\./var,../x/../var,' -P . ; back
check "names with .." "one three two"
fresh; layer 1
tar -cf "$tmp/l/1.tar" .; stanza last >$dpkg/status
tar -rf "$tmp/l/1.tar" ./$dpkg/status; back
check "of two members of one name the last wins" "last three two"
fresh; layer 1; mkdir "$(printf 'b\377\376d')"
: >"$(printf 'b\377\376d/\033[31mx')"; back
check "names that are no UTF-8" "one three two"
fresh; layer 1
long=$(head -c 90 /dev/zero | tr '\0' a); deep=$long/$long/$long/$long
mkdir -p "$deep"; stanza x >"$deep/x"
for f in gnu pax; do
	tar --format=$f -cf "$tmp/l/1.tar" .
	check "long names in format $f" "one three two"
done
for f in ustar v7; do
	rm -rf "${long:?}"; tar --format=$f -cf "$tmp/l/1.tar" .
	check "format $f" "one three two"
done
back
fresh; layer 1; mkdir -p "$(printf 'd/%.0s' $(seq 1 300))"; back
check "deeper than the limit: a gap" "one three two" 4

# sparse files in every format
for how in gnu:0 pax:0.0 pax:0.1 pax:1.0; do
	fresh; layer 1
	{ stanza one; stanza two; } >$dpkg/status; rm -r $dpkg/status.d
	truncate -s 3M $dpkg/status; printf '\n\n' >>$dpkg/status; stanza three >>$dpkg/status
	v=${how#*:}; set -- --format="${how%:*}"
	[ "$v" = 0 ] || set -- "$@" --sparse-version="$v"
	tar -S "$@" -cf "$tmp/l/1.tar" .; back
	[ "$(stat -c %s "$tmp/l/1.tar")" -lt 1000000 ]
	ok $? "sparse $how: tar left the hole away"
	cp "$tmp/l/1.tar" "$tmp/sparse.tar"
	run "$tmp/sparse.tar"
	names "$tmp/out" | grep -q 'one.*three'
	ok $? "sparse $how: packages on both sides of the hole"
done

# eStargz's and stargz's own names at the root are no files
fresh; layer 1; echo '{"version":1}' >stargz.index.json
: >.prefetch.landmark; : >.no.prefetch.landmark; back
check "eStargz's own members" "one three two"

# base-256 numbers: a modification time before 1970
fresh; layer 1; touch -d 1901-01-01 etc/os-release
tar --format=gnu -cf "$tmp/l/1.tar" .; back
check "a negative base-256 number" "one three two"
done_testing
