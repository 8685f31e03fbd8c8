#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Any generator's document of one system gives the findings of our own: the
# same set of problem, package, version, state and fix. What `sbom` makes of
# the system is one side; tests/tools/documents.py writes the others in their
# shapes from the same dpkg status; Syft and Trivy write their own where they
# are installed.
B=${B:-build}
F=tests/fixtures/match/documents
P=../shared/conformance/packages/deb/debian-12-minbase/root
shapes="syft-json syft-cdx syft-xml syft-spdx syft-tv trivy-cdx trivy-spdx
    trivy-tv cdxgen-cdx cdxgen-xml"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

ok() {		# status text
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

findings() {	# document, what jq selects
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$1" \
	    >"$tmp/report" 2>"$tmp/err"
	st=$?
	jq -r '.targets[].findings[] | select(.package.type | '"$2"') |
	    [.id, .package.name, .package.version, .state,
	    (.fixed_in[0] // "-")] | @tsv' "$tmp/report" | LC_ALL=C sort -u
}

same() {	# text, document, what jq selects, wanted
	findings "$2" "$3" >"$tmp/got"
	[ $st = 0 ]; ok $? "$1: status 0 (is $st)"
	sed 's/^/# /' "$tmp/err"
	cmp -s "$4" "$tmp/got"; ok $? "$1: the same findings"
	diff "$4" "$tmp/got" | head -n 10 | sed 's/^/# /'
}

system() {	# name status least
	root=$tmp/$1
	mkdir -p "$root/etc" "$root/var/lib/dpkg"
	cp "$2" "$root/var/lib/dpkg/status"
	printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' \
	    >"$root/etc/os-release"
	echo 12.15 >"$root/etc/debian_version"
	sh tests/tools/debian-tracker.sh "$2" bookworm >"$tmp/tracker.json"
	"$B/bin/feeds" build -o "$tmp/db" "$tmp/tracker.json" $F/*.json \
	    >"$tmp/log" 2>&1
	ok $? "$1: a database"
	sed 's/^/# /' "$tmp/log"
	"$B/bin/sbom" --from rootfs "$root" >"$tmp/ours" 2>/dev/null
	findings "$tmp/ours" '. == "deb"' >"$tmp/want"
	k=$(wc -l <"$tmp/want")
	[ "$k" -ge "$3" ]; ok $? "$1: ours has $k findings ($3 at least)"
	for s in $shapes; do
		python3 tests/tools/documents.py $s "$2" >"$tmp/$s"
		same "$1: $s" "$tmp/$s" '. == "deb"' "$tmp/want"
		same "$1: $s: languages" "$tmp/$s" '. != "deb"' \
		    "$tmp/languages"
	done
}

installed() {	# tool, its arguments before the directory
	if ! command -v "$1" >/dev/null; then
		n=$((n + 1))
		echo "ok $n - $* # SKIP $1 is not installed"
		return
	fi
	"$@" "$tmp/rows" >"$tmp/made" 2>"$tmp/err"
	ok $? "$*"
	same "$*" "$tmp/made" '. == "deb"' "$tmp/want"
}

printf '%s\n' "CVE-2021-44228	log4j-core	2.14.1	fixed	2.15.0" \
    "CVE-2023-32681	requests	2.28.0	fixed	2.31.0" \
    "CVE-2023-39326	stdlib	1.21.3	fixed	1.21.5" \
    "CVE-2023-45133	traverse	7.20.0	fixed	7.23.2" >"$tmp/languages"

system rows $F/status 30
export SYFT_CHECK_FOR_APP_UPDATE=false TRIVY_OFFLINE_SCAN=true
for f in syft-json cyclonedx-json spdx-json; do
	installed syft scan -q -o $f
done
for f in cyclonedx spdx-json; do
	installed trivy rootfs -q --skip-db-update --offline-scan --format $f
done

# Many at once: lines, one after the other, a directory, packed ones.
counts() {	# arguments of match, from standard input too
	"$B/bin/match" --db "$tmp/db" --now 2026-11-22 -o json "$@" \
	    2>"$tmp/err" | jq -c '[.targets[] | [.findings[] |
	    select(.package.type == "deb")] | length] | sort'
}

k=$(wc -l <"$tmp/want")
for s in syft-json trivy-spdx cdxgen-cdx; do
	jq -c . "$tmp/$s"
done >"$tmp/lines"
cat "$tmp/ours" "$tmp/syft-spdx" >>"$tmp/lines"
got=$(counts - <"$tmp/lines")
[ "$got" = "[$k,$k,$k,$k,$k]" ]; ok $? "five documents on one stream: $got"
mkdir -p "$tmp/dir/sub"
gzip -c "$tmp/syft-spdx" >"$tmp/dir/a.gz"
zstd -q -c "$tmp/trivy-cdx" >"$tmp/dir/sub/b"
cp "$tmp/trivy-tv" "$tmp/dir/c"
got=$(counts "$tmp/dir")
[ "$got" = "[$k,$k,$k]" ]; ok $? "a directory, gzip and zstd in it: $got"
got=$(counts <"$tmp/dir/a.gz")
[ "$got" = "[$k]" ]; ok $? "gzip on standard input: $got"
for f in syft-json syft-spdx trivy-cdx dir/a.gz dir/sub/b; do
	head -c 1500 "$tmp/$f" >"$tmp/cut"
	"$B/bin/match" --db "$tmp/db" "$tmp/cut" >/dev/null 2>"$tmp/err"
	st=$?
	[ $st = 3 ]; ok $? "$f, cut: status 3 (is $st)"
done
xz -c "$tmp/syft-json" | "$B/bin/match" --db "$tmp/db" >/dev/null 2>"$tmp/err"
st=$?
[ $st = 3 ] && grep -q 'xz data' "$tmp/err"; ok $? "xz: status 3 (is $st)"

if [ -d $P ]; then
	system minbase $P/var/lib/dpkg/status 400
else
	n=$((n + 1))
	echo "ok $n - minbase # SKIP no ../shared/conformance"
fi
echo "1..$n"
