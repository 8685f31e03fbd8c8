#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# debian-truth.sh TRACKER CODENAME STATUS
#
# What Debian's tracker says of the packages of a dpkg status file, judged by
# dpkg itself: "package TAB version TAB id TAB state TAB fix" lines, sorted.
# Reads nothing but the upstream JSON (plain or gzip), jq and dpkg: the truth
# that `match` is held against.
set -eu

tracker=$1 codename=$2 status=$3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

case $tracker in
*.gz) gzip -dc "$tracker" ;;
*) cat "$tracker" ;;
esac | jq -r --arg r "$codename" '
	to_entries[] | .key as $source
	| .value | objects | to_entries[] | .key as $id
	| .value.releases | objects | .[$r] // empty
	| [$source, $id, .status, (.fixed_version // "-"),
	   (.urgency // "-" | sub("[*]+$"; "")), (.nodsa_reason // "-"
	   | if . == "" then "-" else . end)]
	| @tsv' >"$tmp/said"

# Installed packages: name, version, source, source version.
awk -v OFS='\t' '
function out() {
	if (name != "" && st ~ / installed$/) {
		src = name; sv = version
		if (source != "") {
			src = source
			if (match(source, / \(.*\)$/)) {
				sv = substr(source, RSTART + 2, RLENGTH - 3)
				src = substr(source, 1, RSTART - 1)
			}
		}
		print name, version, src, sv
	}
	name = version = source = st = ""
}
/^$/ { out(); next }
/^Package: / { name = $2 }
/^Version: / { version = $2 }
/^Status: / { st = $0 }
/^Source: / { source = substr($0, 9) }
END { out() }' "$status" >"$tmp/packages"

awk -F'\t' -v OFS='\t' 'NR == FNR { n[$1]++; row[$1, n[$1]] = $0; next }
$3 in n { for (i = 1; i <= n[$3]; i++) print $1, $2, $4, row[$3, i] }' \
    "$tmp/said" "$tmp/packages" |
while IFS='	' read -r name version sv source id st fixed urgency reason; do
	state=
	if [ "$fixed" = 0 ]; then
		continue
	elif [ "$fixed" != - ]; then
		dpkg --compare-versions "$sv" lt "$fixed" && state=fixed
	elif [ "$st" = undetermined ]; then
		state=investigating
	elif [ "$urgency" = end-of-life ]; then
		state=end_of_life
	elif [ "$reason" = ignored ]; then
		state=wont_fix
	elif [ "$reason" = postponed ]; then
		state=deferred
	elif [ "$st" = open ]; then
		state=affected
	fi
	[ -z "$state" ] || printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$version" \
	    "$id" "$state" "$fixed"
done | LC_ALL=C sort -u
