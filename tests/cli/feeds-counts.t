#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Each file of the conformance feeds whose MANIFEST.tsv states a number: built
# alone, the database has that number of what the MANIFEST counts there.
. tests/cli/feeds-lib.sh

[ -d "$D" ] || {
	echo "1..0 # SKIP no ../shared"
	exit 0
}

# What a number counts, in SQL. The columns of MANIFEST.tsv do not say so: it
# was found by counting in the documents, as the comments say.
counts() {	# path
	case $1 in
	*/alpine/v*|*/wolfi/*)	# elements of "packages", not identifiers
		echo "SELECT count(*) FROM pkg" ;;
	*/debian/tracker.synth*)	# (source package, identifier) pairs
		echo "SELECT count(*) FROM (SELECT DISTINCT k.name, a.adv FROM
		    affected a JOIN pkg k ON k.id = a.pkg)" ;;
	*/epss/*)	# line ends after the heads: the last row has none
		echo "SELECT count(*) - 1 FROM epss" ;;
	*)	echo "SELECT sum(records) FROM source" ;;
	esac
}

# Members that are there to be rejected.
rejects() {	# path
	case $1 in
	*/broken/osv-mixed.zip) echo 1 ;;
	*) echo 0 ;;
	esac
}

tail -n +2 "$D/MANIFEST.tsv" | awk -F'\t' '$5 ~ /^[0-9]+$/ { print $5, $1 }
    ' >"$tmp/files"
[ "$(wc -l <"$tmp/files")" -ge 40 ]
ok $? "the list has $(wc -l <"$tmp/files") files"
[ "$(zcat "$D"/epss/*.gz | tail -c 1 | wc -l)" = 0 ]
ok $? "epss: the last row has no line end"
while read -r want path; do
	build one "$D/${path#feeds/}"
	is "$(sql "$(counts "$path")") $(sql "SELECT sum(rejected) FROM
	    source")" "$want $(rejects "$path")" "$path: $want"
done <"$tmp/files"
done_testing
