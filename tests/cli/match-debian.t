#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Findings on Debian equal what dpkg itself makes of the tracker's JSON, for
# crafted packages (tests/tools/debian-craft.sh) and for real images.
. tests/cli/tap.sh
T=../shared/conformance/feeds/debian
P=../shared/conformance/packages/deb

findings() {	# report
	jq -r '.targets[].findings[] | [.package.name, .package.version, .id,
	    .state, (.fixed_in[0] // "-")] | @tsv' "$1" | LC_ALL=C sort -u
}

truth() {	# name tracker codename status least
	sh tests/tools/debian-truth.sh "$2" "$3" "$4" >"$tmp/truth" ||
	    : >"$tmp/truth"
	k=$(wc -l <"$tmp/truth")
	[ "$k" -ge "$5" ]; ok $? "$1: dpkg finds $k ($5 at least)"
}

compare() {	# name document
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$2" \
	    >"$tmp/report" 2>"$tmp/err"
	st=$?
	[ $st = 0 ]; ok $? "$1: status 0 (is $st)"
	sed 's/^/# /' "$tmp/err"
	findings "$tmp/report" >"$tmp/got"
	cmp -s "$tmp/truth" "$tmp/got"; ok $? "$1: the same findings"
	diff "$tmp/truth" "$tmp/got" | head -n 10 | sed 's/^/# /'
}

if [ ! -d "$T" ]; then
	echo "1..0 # SKIP no ../shared/conformance"
	exit 0
fi

for t in synth.json.gz:buster:10:2000 sample.json:buster:10:5; do
	IFS=: read -r file codename release least <<-EOF
	$t
	EOF
	f=$T/tracker.$file
	"$B/bin/feeds" build -o "$tmp/db" "$f" >/dev/null 2>&1
	ok $? "$file: a database"
	sh tests/tools/debian-craft.sh "$f" $codename >"$tmp/status"
	python3 tests/tools/dpkg-cdx.py "$tmp/status" debian $release \
	    >"$tmp/cdx"
	truth "$file" "$f" $codename "$tmp/status" "$least"
	compare "$file" "$tmp/cdx"
	mkdir -p "$tmp/root/etc" "$tmp/root/var/lib/dpkg"
	cp "$tmp/status" "$tmp/root/var/lib/dpkg/status"
	printf 'ID=debian\nVERSION_ID="%s"\n' $release \
	    >"$tmp/root/etc/os-release"
	"$B/bin/sbom" "$tmp/root" -o "cyclonedx-json=$tmp/own"
	ok $? "$file: sbom reads the root file system"
	compare "$file through sbom" "$tmp/own"
done

# Real systems.
"$B/bin/feeds" build -o "$tmp/db" tests/fixtures/match/feeds/tracker.json \
    >/dev/null 2>&1
s=$P/debian-12-minbase/root/var/lib/dpkg/status
python3 tests/tools/dpkg-cdx.py "$s" debian 12 >"$tmp/cdx"
truth debian-12-minbase tests/fixtures/match/feeds/tracker.json bookworm \
    "$s" 1
compare debian-12-minbase "$tmp/cdx"
"$B/bin/sbom" "$P/debian-12-minbase/root" >"$tmp/own"
compare "debian-12-minbase through sbom" "$tmp/own"

# Debian as debootstrap makes it, against a tracker that speaks of all of it.
for name in minbase full; do
	root=$(sh tests/images/debian.sh $name 2>"$tmp/err")
	st=$?
	if [ $st = 77 ]; then
		n=$((n + 1))
		echo "ok $n - $name # SKIP debootstrap is missing"
		continue
	fi
	codename=$(sed -n 's/^VERSION_CODENAME=//p' "$root/etc/os-release")
	sh tests/tools/debian-tracker.sh "$root/var/lib/dpkg/status" \
	    "$codename" >"$tmp/tracker.json"
	"$B/bin/feeds" build -o "$tmp/db" "$tmp/tracker.json" \
	    >/dev/null 2>"$tmp/err"
	ok $? "debootstrap $name: a database"
	truth "debootstrap $name" "$tmp/tracker.json" "$codename" \
	    "$root/var/lib/dpkg/status" 300
	"$B/bin/sbom" "$root" >"$tmp/own" 2>"$tmp/err"
	compare "debootstrap $name" "$tmp/own"
done
echo "1..$n"
