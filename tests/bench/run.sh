#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/run.sh: what reading an image costs, as ratios to the least it
# can cost, on the image of big-image.sh. One line a figure:
#
#	name value target ok|MISS
#
# Times are medians of RUNS (5) runs, ours and the floor's in turn. A MISS in
# memory, in created files or in what was found fails the run; ratios are
# printed only, since machines differ. KINDS picks the kinds of input.

set -eu
B=${B:-build}
RUNS=${RUNS:-5}
KINDS=${KINDS:-gzip zstd plain rootfs stdin}
D=$B/bench
T=$D/run
S=$B/bin/sbom
export LC_ALL=C
failed=0

igzip=$(command -v igzip || command -v gzip)

sh tests/bench/big-image.sh
rm -rf "$T"
mkdir -p "$T"
for p in measure walk; do
	${CC:-cc} -O2 -D_GNU_SOURCE -o "$T/$p" "tests/bench/$p.c"
done

measure() {	# name command...: its output is kept, but for floors
	m=$1
	shift
	case $m in
	*-floor) out=/dev/null ;;
	*) out=$T/$m.out ;;
	esac
	"$T/measure" "$T/$m.times" "$@" >"$out" 2>"$T/$m.err" || {
		echo "$m: could not run: $*" >&2
		exit 1
	}
}

column() {	# name column: median
	cut -d' ' -f"$2" "$T/$1.times" | sort -n |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

worst() {	# name column: largest
	cut -d' ' -f"$2" "$T/$1.times" | sort -n | tail -1
}

line() {	# name value target: below or equal is ok; "-" has no target
	awk -v n="$1" -v v="$2" -v t="$3" 'BEGIN {
		r = t == "-" || v + 0 <= t + 0 ? "ok" : "MISS"
		printf "%-32s %10s %8s %s\n", n, v, t, r
		exit r == "MISS" }'
}

must() {
	line "$@" || failed=1
}

may() {
	line "$@" || :
}

ratio() {	# nothing is divided by nothing
	awk -v a="$1" -v b="$2" \
	    'BEGIN { printf "%.2f", a / (b > 0 ? b : 0.01) }'
}

layers() {	# layout: its layers' files, biggest first
	m=$(jq -r '.manifests[0].digest' "$1/index.json" | cut -d: -f2)
	jq -r '.layers[].digest' "$1/blobs/sha256/$m" | cut -d: -f2 |
	    sed "s|^|$1/blobs/sha256/|" | xargs ls -S
}

two_at_a_time() {	# name tool layout
	layers "$3" >"$T/$1.list"
	measure "$1" xargs -P2 -n1 -a "$T/$1.list" $2
}

# Everything once, so that all of it is in the page cache.
cat "$D"/docker.tar "$D"/oci-*/blobs/sha256/* >"$T/cat" && rm "$T/cat"

floor() {	# kind
	case $1 in
	gzip) two_at_a_time gzip-floor "$igzip -dc" "$D/oci-gzip" ;;
	zstd) two_at_a_time zstd-floor "zstd -q -dc" "$D/oci-zstd" ;;
	plain) measure plain-floor "$T/walk" "$D/docker.tar" ;;
	rootfs) measure rootfs-floor "$T/walk" "$D/root" ;;
	stdin) measure stdin-floor cat "$D/docker.tar" ;;
	esac
}

ours() {	# kind how: runs sbom on it under how
	k=$1
	how=$2
	case $k in
	gzip | zstd) $how "$k" "$S" "$D/oci-$k" -j 2 ;;
	plain) $how plain "$S" "$D/docker.tar" -j 2 ;;
	rootfs) $how rootfs "$S" "$D/root" -j 2 ;;
	stdin) cat "$D/docker.tar" | $how stdin "$S" -j 2 ;;
	esac
}

i=0
while [ $i -lt "$RUNS" ]; do
	i=$((i + 1))
	for k in $KINDS; do
		floor "$k"
		ours "$k" measure
	done
done

for k in $KINDS; do
	s=$(worst "$k" 5)
	case $s in
	0 | 4) ;;
	*) echo "sbom ended with $s:"; cat "$T/$k.err"; exit 1 ;;
	esac
done

target() {	# kind: largest ratio to its floor, and seconds
	case $1 in
	gzip | zstd) echo 1.25 - ;;
	plain) echo 2 0.15 ;;
	rootfs) echo - 0.30 ;;
	stdin) echo - - ;;
	esac
}

# Floors: igzip and zstd two layers at a time, a bare seeking walk with a look
# at each file's first bytes, a bare walk of the names, cat.
for k in $KINDS; do
	set -- $(target "$k")
	ms=$(column "$k" 1)
	least=$(column "$k-floor" 1)
	may "$k-seconds" "$(ratio "$ms" 1000)" "$2"
	may "$k-floor-seconds" "$(ratio "$least" 1000)" -
	may "$k-ratio-to-floor" "$(ratio "$ms" "$least")" "$1"
	# the same of CPU time, which tells more when others use the machine
	may "$k-cpu-ratio-to-floor" \
	    "$(ratio "$(column "$k" 6)" "$(column "$k-floor" 6)")" -
	must "$k-peak-MB" "$(ratio "$(worst "$k" 2)" 1024)" 64
	may "$k-MB-read" "$(ratio "$(column "$k" 3)" 1048576)" -
	may "$k-read-calls" "$(column "$k" 4)" -
done

# Our readers alone, on the biggest layer. (zstd reads and writes beside its
# decoder in threads of its own.)
i=0
while [ $i -lt "$RUNS" ]; do
	i=$((i + 1))
	for k in gzip zstd; do
		big=$(layers "$D/oci-$k" | head -1)
		case $k in
		gzip) measure "unpack-$k-floor" "$igzip" -dc "$big" ;;
		zstd) measure "unpack-$k-floor" zstd -q -dc "$big" ;;
		esac
		measure "unpack-$k" "$B/tests/bench/unpack" "$big"
	done
done
for k in unpack-gzip unpack-zstd; do
	may "$k-ratio-to-floor" \
	    "$(ratio "$(column "$k" 1)" "$(column "$k-floor" 1)")" 1.05
	may "$k-cpu-ratio-to-floor" \
	    "$(ratio "$(column "$k" 6)" "$(column "$k-floor" 6)")" 1.05
done

# Nothing is created, by any kind of input.
created() {	# name command...
	n=$1
	shift
	strace -f -qq -e trace=open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat,rename,renameat,renameat2,unlink,unlinkat,truncate,ftruncate \
	    -o "$T/$n.strace" "$@" >/dev/null 2>&1 || :
	[ -s "$T/$n.strace" ] || { echo "strace saw nothing"; exit 1; }
	# openings that failed for want of the file are no creation
	must "$n-files-created" "$(grep -cE \
	    'O_CREAT|O_TMPFILE|^[0-9]+ +(creat|mk|link|symlink|rename|unlink|f?truncate)' \
	    "$T/$n.strace" || :)" 0
}

for k in $KINDS; do
	ours "$k" created
done

# And it was no idle run: dpkg's packages, all of them, in each form.
dpkg-query --admindir="$D/root/var/lib/dpkg" -W \
    -f='${Status} ${Package} ${Version}\n' |
    sed -n 's/.* installed //p' | sort >"$T/want"
for m in $KINDS; do
	jq -r '.components[] | select((.purl // "") | startswith("pkg:deb/"))
	    | .name + " " + .version' "$T/$m.out" | sort >"$T/$m.got"
	must $m-packages-wrong "$(diff "$T/want" "$T/$m.got" |
	    grep -c '^[<>]' || :)" 0
done
exit $failed
