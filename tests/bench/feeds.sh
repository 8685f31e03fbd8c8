#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench/feeds.sh: what building a database costs, from feeds of the size
# that upstream has, made by mirror.c once and packed as upstream packs them.
# One line a figure: name value target ok|MISS. A MISS in size or memory fails
# the run; times are printed only, since machines differ. SCALE (percent, 100)
# makes less of everything.

set -eu
B=${B:-build}
SCALE=${SCALE:-100}
D=$B/bench/mirror-$SCALE
T=$B/bench/feeds
export LC_ALL=C
failed=0

rm -rf "$T"
mkdir -p "$T"
cc="${CC:-cc} -O2 -D_GNU_SOURCE -I."
$cc -o "$T/measure" tests/bench/measure.c
$cc -o "$T/mirror" tests/bench/mirror.c tests/bench/mirror_vendor.c

zipped() {	# a tar archive to a zip archive
	python3 -c 'import sys, tarfile, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED,
                     compresslevel=1) as z:
    for m in (t := tarfile.open(fileobj=sys.stdin.buffer, mode="r|")):
        z.writestr(zipfile.ZipInfo(m.name), t.extractfile(m).read(),
                   zipfile.ZIP_DEFLATED, 1)' "$1"
}

make_one() {	# kind rows file packer...
	kind=$1 rows=$2 file=$D/$3
	shift 3
	[ ! -s "$file" ] || return 0
	mkdir -p "${file%/*}"
	"$T/mirror" "$kind" $((rows * SCALE / 100)) |
	    "$@" >"$file.part"
	[ -s "$file.part" ] || rm -f "$file.part"
	[ ! -e "$file.part" ] || mv "$file.part" "$file"
}

into_zip() {	# kind rows file
	[ -s "$D/$3" ] || {
		mkdir -p "$D/${3%/*}"
		"$T/mirror" "$1" $(($2 * SCALE / 100)) | zipped "$D/$3.part"
		mv "$D/$3.part" "$D/$3"
	}
}

# Rows: the reference's estimate of what upstream has.
echo "feeds of $SCALE % of full size (made once)"
make_one debian 300000 debian/tracker.json cat
make_one ubuntu 2000000 ubuntu/osv-all.tar.xz xz -1 -T2
make_one redhat 700000 redhat/csaf_vex_2026-07-01.tar.zst zstd -q -3 -T2
make_one oracle 250000 oracle/com.oracle.elsa-all.xml.bz2 bzip2 -1
make_one suse 600000 suse/suse.linux.enterprise.server.15.xml.gz gzip -1
make_one amazon 200000 amazon/al2023/updateinfo.xml.gz gzip -1
make_one rocky 100000 rocky/9/updateinfo.xml.gz gzip -1
make_one fedora 60000 fedora/43/updateinfo.xml.xz xz -1 -T2
make_one photon 60000 photon/cve_data_photon5.0.json cat
for v in 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.15 3.16 \
    3.17 3.18 3.19 3.20 3.21 3.22 3.23; do
	make_one "v$v" 12000 "alpine/v$v/main.json" cat
done
make_one wolfi 30000 wolfi/security.json cat
into_zip alma 71000 osv/AlmaLinux/all.zip
into_zip ghsa 150000 osv/GHSA/all.zip
into_zip malicious 350000 osv/npm/all.zip
make_one nvd 2000000 nvd/nvdcve-2.0-all.json.gz gzip -1
make_one epss 330000 epss/epss_scores-2026-07-01.csv.gz gzip -1
du -sh "$D" | awk '{ print "mirror, packed: " $1 }'

line() {	# name value target hard
	awk -v n="$1" -v v="$2" -v t="$3" -v h="${4:-}" 'BEGIN {
		printf "%-28s %10.2f  <= %s  %s\n", n, v, t,
		    v <= t ? "ok" : "MISS";
		exit h != "" && v > t }' || failed=1
}

"$T/measure" "$T/times" "$B/bin/feeds" build -q -o "$T/full.db" "$D" \
    2>"$T/err" || :
status=$(cut -d' ' -f5 "$T/times")
[ "$status" = 0 ] || {
	echo "MISS: feeds build ended with status $status"
	head -20 "$T/err"
	failed=1
}
python3 - "$T/full.db" <<'EOF'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for t in "affected vrange pkg vid alias adv cpe_match cvss epss".split():
    print("rows of %s: %d" % (t, db.execute(
        "SELECT count(*) FROM " + t).fetchone()[0]))
EOF
line 'full build, s' "$(cut -d' ' -f1 "$T/times" | awk '{ print $1 / 1e3 }')" \
    300
line 'full build, of it CPU, s' \
    "$(cut -d' ' -f6 "$T/times" | awk '{ print $1 / 1e3 }')" 600
line 'full build, peak memory, MB' \
    "$(cut -d' ' -f2 "$T/times" | awk '{ print $1 * 1.024 / 1e3 }')" 300 hard
line 'full build, file, MB' \
    "$(stat -c %s "$T/full.db" | awk '{ print $1 / 1e6 }')" 480 hard
# The estimate has titles and links in the file of texts.
line 'full build, no titles, links' "$(sqlite3 -readonly "$T/full.db" "SELECT
    ((SELECT sum(pgsize) FROM dbstat WHERE name NOT IN ('link', 'base')) -
    (SELECT sum(length(title)) FROM adv)) / 1e6")" 400 hard
zstd -q -19 -T2 -f -o "$T/full.db.zst" "$T/full.db"
line 'full build, zstd -19, MB' \
    "$(stat -c %s "$T/full.db.zst" | awk '{ print $1 / 1e6 }')" 180
exit $failed
