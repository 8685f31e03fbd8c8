#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Statements that a person read in the feeds' own files: expect.tsv of the
# feeds named below, columns divided by tabs, the file first:
#   FILE records TAKEN REJECTED
#   FILE statements COUNT
#   FILE fixes ID OTHER                       (related: of the same form)
#   FILE says ECO RELEASE[/CHANNEL] PACKAGE ID STATE RANGE SEVERITY WHAT DAY
# WHAT: qualifiers as key=value with ';' between, or "-". FILE is in the same
# directory, or below ../shared.
. tests/cli/feeds-lib.sh

says() {
	sql "SELECT 'says' || char(9) || n.eco || char(9) || n.release ||
	    CASE n.channel WHEN '' THEN '' ELSE '/' || n.channel END ||
	    char(9) || k.name || char(9) || p.t || v.tail || char(9) ||
	    CASE a.state WHEN 0 THEN 'affected' WHEN 1 THEN 'fixed' WHEN 2 THEN
	    'not_affected' WHEN 3 THEN 'wont_fix' WHEN 4 THEN 'deferred'
	    WHEN 5 THEN 'investigating' WHEN 6 THEN 'end_of_life' ELSE
	    'undetermined' END || char(9) ||
	    CASE WHEN r.id IS NULL THEN 'all' WHEN r.flags & 8 THEN 'text ' ||
	    r.lo WHEN r.flags & 4 THEN '=' || r.lo ELSE trim(CASE WHEN
	    r.flags & 16 THEN '' WHEN r.flags & 1 THEN '>=' || r.lo || ' ' ELSE
	    '>' || r.lo || ' ' END || CASE WHEN r.flags & 32 THEN '' WHEN
	    r.flags & 2 THEN '<=' || r.hi ELSE '<' || r.hi END) END ||
	    CASE coalesce(r.fixed, '') WHEN '' THEN '' ELSE ' fix ' || r.fixed
	    END || char(9) ||
	    CASE coalesce(a.severity, x.severity) WHEN 1 THEN 'negligible' WHEN
	    2 THEN 'low' WHEN 3 THEN 'medium' WHEN 4 THEN 'high' WHEN 5 THEN
	    'critical' ELSE '-' END || char(9) ||
	    coalesce(nullif(trim(CASE q.module WHEN '' THEN '' ELSE 'module=' ||
	    q.module || ';' END || CASE q.arch WHEN '' THEN '' ELSE 'arch=' ||
	    q.arch || ';' END || CASE q.flavour WHEN '' THEN '' ELSE 'flavour='
	    || q.flavour || ';' END || q.extra, ';'), ''), '-') || char(9) ||
	    coalesce(date(a.known * 86400, 'unixepoch'), '-')
	    FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns
	    JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid JOIN prefix p
	    ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange AND
	    a.vrange <> 0 LEFT JOIN qual q ON q.id = a.qual"
	sql "SELECT CASE a.rel WHEN 2 THEN 'fixes' ELSE 'related' END ||
	    char(9) || p.t || v.tail || char(9) || q.t || w.tail FROM alias a
	    JOIN vid v ON v.id = a.a JOIN prefix p ON p.id = v.prefix JOIN vid w
	    ON w.id = a.b JOIN prefix q ON q.id = w.prefix WHERE a.rel >= 2"
	sql "SELECT 'records' || char(9) || sum(records) || char(9) ||
	    sum(rejected) FROM source"
	sql "SELECT 'statements' || char(9) || count(*) FROM affected"
}

lines=0
for name in amazon rocky almalinux alma_errata bottlerocket fedora bodhi \
    updateinfo photon arch gentoo alpine_unfixed echo rootio \
    minimos bitnami mageia; do
	dir=tests/fixtures/feeds/$name
	want=$dir/expect.tsv
	[ -d "$dir" ] || { dir=tests/fixtures/feeds-expect
	    want=$dir/$name.tsv; }
	for file in $(grep -v '^#' "$want" | cut -f1 | sort -u); do
		path=$dir/$file
		case $file in
		../shared/*) path=$file
			[ -d "$D" ] || { n=$((n + 1))
			echo "ok $n - $name $file # SKIP no ../shared"
			continue; } ;;
		esac
		rm -f "$tmp/x.db"
		build x "$path"
		is $? 0 "$name: ${file##*/} is read"
		says >"$tmp/got" 2>"$tmp/sqlerr"
		grep -v '^#' "$want" | awk -F '\t' -v OFS='\t' -v f="$file" \
		    '$1 == f { sub(/^[^\t]*\t/, ""); print }' >"$tmp/want"
		bad=0
		while IFS= read -r line; do
			lines=$((lines + 1))
			grep -qFx -- "$line" "$tmp/got" || { bad=1
			    echo "# not there: $line"; }
		done <"$tmp/want"
		[ -s "$tmp/want" ] || bad=1
		is $bad 0 "$name: ${file##*/}: $(wc -l <"$tmp/want") expectations"
		[ $bad = 0 ] || sed 's/^/# got: /' "$tmp/got" | head -40
	done
done
[ $lines -ge 10 ]
ok $? "$lines expectations in all"

# ---- whose they are is told by nobody, then by the path, then by a manifest ----
m=$tmp/m
mkdir -p "$m/x" "$m/rocky/9/repodata"
cat >"$m/x/updateinfo.xml" <<'X'
<updates><update from="sec@example.org" type="security"><id>ZZSA-1</id>
<references><reference type="cve" id="CVE-2024-1234"/></references><pkglist>
<collection short="x"><package name="w" version="1" release="2" epoch="0"
arch="x86_64"/></collection></pkglist></update></updates>
X
sed 's/ZZSA-1/RLSA-2024:1/' "$m/x/updateinfo.xml" \
    >"$m/rocky/9/repodata/updateinfo.xml"
build y "$m/x/updateinfo.xml" tests/fixtures/feeds/kev
is $? 4 "an updateinfo.xml that tells neither: status 4"
has "$tmp/err" 'x/updateinfo.xml: updateinfo, read up to here only' "by name"
has "$tmp/err" 'manifest'"'"'s column "release", as rocky:9' \
    "and what to write"
build y "$m/rocky"
is $? 0 "its path tells the release"
is "$(sql "select eco || ' ' || release from ns")" "rocky 9" "and it is that"
printf 'feed\tpath\turl\tsha256\nupdateinfo\tx/updateinfo.xml\t-\t-\t-\t-\tanolis:23\n' \
    >"$m/manifest"
build y "$m"
is $? 0 "the manifest tells both"
is "$(sql "select group_concat(eco || ' ' || release, ',') from (select * from
    ns order by eco)")" "anolis 23,rocky 9" "and both are there"

# ---- cut short ----
bad=0
for f in rocky/updateinfo.xml alma_errata/errata.json arch/all.json \
    photon/cve_data_photon5.0.json echo/data.json rootio/cve_feed.json \
    gentoo/glsa-203101-01.xml alpine_unfixed/CVE-2031-1003051.json; do
	f=tests/fixtures/feeds/$f
	size=$(wc -c <"$f")
	for i in 2 5 8; do
		cut=$tmp/${f##*/}
		head -c $((size * i / 10)) "$f" >"$cut"
		build z "$cut" tests/fixtures/feeds/kev
		st=$?
		# One that is a record by itself is rejected and counted.
		[ $st = 4 ] || { [ $st = 0 ] && grep -q rejected "$tmp/err"; } ||
		    { bad=1; echo "# $f cut at $i/10: $st"; }
		rm "$cut"
	done
done
is $bad 0 "files that are cut are told"
done_testing
