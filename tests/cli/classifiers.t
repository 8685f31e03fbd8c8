#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Classifiers, on executables as their publishers made them: what sbom finds
# is the version that the package manager states, or the program itself. Then
# what must give nothing, and tables of the user's own.
B=${B:-build}
S=$B/bin/sbom
C=build/classifiers
T=$B/tests/classifiers-t
fixtures=tests/fixtures/catalog/classifier
export LC_ALL=C
n=0

ok() {	# status text
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

same() {	# text got want
	[ "$2" = "$3" ]
	ok $? "$1"
	[ "$2" = "$3" ] || printf '# got:  %s\n# want: %s\n' "$2" "$3"
}

list() {	# what classifiers find: TYPE/GROUP/NAME VERSION
	"$S" --select classifier --lenient -q "$@" >"$T/out"
	jq -r '.components[]? | .purl | sub("^pkg:"; "") | sub("[?#].*"; "") |
	    capture("^(?<n>.*)@(?<v>.*)$") | .n + " " + (.v |
	    gsub("%2B"; "+"))' "$T/out"
}

class() {	# that of the first component listed last
	jq -r '[.components[0].properties[]? |
	    select(.name == "airbom:package:class").value][0]' "$T/out"
}

# A Debian version without epoch, revision, and what is said of the sources.
upstream() {
	echo "$1" | sed -E 's/^[0-9]+://; s/-[^-]*$//; s/[+.~](dfsg|ds|git|really).*//'
}

fits() {	# rule version stated file
	case $1 in
	=) [ "$2" = "$(upstream "$3")" ] ;;
	^) u=$(upstream "$3" | sed -E 's/[+].*//; s/esr$//')
		case $2 in "$u"*) true ;; *) false ;; esac ;;
	run:*) timeout 20 "$4" "${1#run:}" 2>&1 </dev/null |
		grep -qE "(^|[^0-9.])$(echo "$2" | sed 's/\./\\./g')([^0-9.]|$)" ;;
	esac
}

echo 'TAP version 13'
rm -rf "$T"
mkdir -p "$T"
sh tests/tools/classifiers.sh >"$T/fetch" 2>"$T/fetch.log"
all=$(awk '{ print $1 == $3 }' "$T/fetch")
[ "$all" = 1 ] || {
	echo "# fetched $(cat "$T/fetch")"
	tail -n 20 "$T/fetch.log" | sed 's/^/# /'
}

proven=
tab=$(printf '\t')
while IFS=$tab read -r i path finds rule stated; do
	got=$(list --from dir "$C/root/$i")
	name=${got% *} version=${got##* }
	[ "$name" = "$finds" ] && fits "$rule" "$version" "$stated" \
	    "$C/root/$i/$path"
	r=$?
	ok $r "$path: $finds $version ($stated)"
	[ $r = 0 ] && proven="$proven $(class)" || echo "# got: $got"
done <"$C/found.tsv"
count=$(printf '%s\n' $proven | sort -u | wc -l)
[ "$count" -ge 40 ]
ok $? "$count classes on $(echo $proven | wc -w) executables, 40 or more"

# Each class of the table is proven, or listed with the reason.
printf '%s\n' $proven | sort -u >"$T/proven"
sed '/^#/d; s/\t.*//' $fixtures/unproven.txt | sort >"$T/listed"
[ "$all" = 1 ] && same 'others are listed as unproven' "$(sed -n 's/^class //p' \
    sbom/catalog/classifiers.txt | sort -u |
    sort -m - "$T/proven" "$T/listed" | sort | uniq -c |
    awk '$1 == 1 { print $2 }')" ''
grep -v 'CLASSIFIERS=all' $fixtures/unproven.txt | sed '/^#/d; s/\t.*//' |
    sort | comm -12 - "$T/proven" >"$T/both"
same 'and none that is proven' "$(cat "$T/both")" ''

# A toolchain that is no package, where there is one.
rust=$(rustc --print sysroot 2>/dev/null)
if ls "$rust"/lib/rustlib/*/lib/libstd-*.so >/dev/null 2>&1; then
	mkdir -p "$T/rust"
	cp "$rust"/lib/rustlib/*/lib/libstd-*.so "$T/rust"
	v=$(list --from dir "$T/rust")
	[ -z "$v" ] || same 'rust' "$v" \
	    "generic/rust $(rustc --version | cut -d' ' -f2)"
fi

# All at once, from a directory and as a stream.
list --from rootfs "$C/root" | sort -u >"$T/dir"
tar -C "$C/root" -cf - . | list --from rootfs - | sort -u >"$T/stream"
cmp -s "$T/dir" "$T/stream" && [ -s "$T/dir" ]
ok $? 'a stream gives what a directory gives'
tar -C "$C/root" -cf - . | list --from rootfs --limit buffer=1M - | sort -u \
    >"$T/small"
cmp -s "$T/dir" "$T/small"
ok $? 'also where no file fits the buffer'

# What a script is called says nothing of what it is.
mkdir -p "$T/w/usr/bin"
for p in node bash python3.11 nginx curl java; do
	printf '#!/bin/sh\n# node.js/v18.1.0 curl/7.1.2\0001.2.3\000\nexec /opt/%s "$@"\n' \
	    $p >"$T/w/usr/bin/$p"
done
same 'wrapper scripts give nothing' "$(list --from dir "$T/w")" ''

# Applets of busybox: symbolic and hard links.
busybox=$(sed -n 's/^\([0-9]*\)\tbin\/busybox\t.*/\1/p' "$C/found.tsv")
if [ -n "$busybox" ]; then
	mkdir -p "$T/b/bin"
	cp "$C/root/$busybox/bin/busybox" "$T/b/bin/busybox"
	for p in gzip getopt bash xz; do
		ln -s busybox "$T/b/bin/$p"
	done
	for p in vi ash openssl httpd; do
		ln "$T/b/bin/busybox" "$T/b/bin/$p"
	done
	same 'applets are no programs of their own' \
	    "$(list --from dir "$T/b" | sed 's/ .*//')" generic/busybox
fi

# A user's table: a class more, one instead of ours, one left out.
mkdir -p "$T/u/sbin" "$T/u/bin"
printf 'x\000frobd 3.2.1-rc1\000' >"$T/u/sbin/frobd"
cp "$(command -v bash)" "$T/u/bin/bash"
v=$(list --from dir "$T/u")
same 'ours' "${v% *}" generic/bash
same "theirs" "$(list --from dir --classifiers $fixtures/extra.txt "$T/u" |
    sed 's/\(bash\) .*/\1/' | sort | paste -sd' ')" \
    'generic/example/frobd 3.2.1-rc1 generic/our-bash'
printf 'class x\npath **/x\npurl generic/x\nfind <V3\n' >"$T/bad.txt"
"$S" --classifiers "$T/bad.txt" "$T/u" >/dev/null 2>"$T/err"
same 'a wrong table is a failure' $? 3
grep -q 'bad.txt: line 4: ' "$T/err"
ok $? 'that names the line'
sed 's/^/# /' "$T/err"
"$S" --classifiers "$T/none.txt" "$T/u" >/dev/null 2>&1
same 'one that is not there, too' $? 3
head -c 2000000 /dev/zero >"$T/big.txt"
"$S" --classifiers "$T/big.txt" "$T/u" >/dev/null 2>&1
same 'and one that is too large' $? 3

echo "1..$n"
