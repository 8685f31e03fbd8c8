#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# rpm databases through sbom, on root directories and tars: the packages that
# `rpm -qa` lists, or that the conformance data expects, in every back end.

B=${B:-build}
S=../shared/conformance/rpmdb
M=build/images/rpm
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
n=0 failed=0

ok() {	# status what
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$T/out" | head -n 20
		failed=1
	fi
}

# name epoch version-release arch source licence-less vendor module
rpm_table() {
	jq -r 'def p(k): [.properties[]? | select(.name == k).value][0] // "-";
	    def q(k): ([(.purl | capture("[?&]" + k + "=(?<a>[^&]*)")).a][0])
		// "-";
	    .components[] | select((.purl // "") | startswith("pkg:rpm/")) |
	    [.name, q("epoch"), (.version | sub("^[0-9]+:"; "")), q("arch"),
	     (if p("airbom:source:name") == "-" then "-" else
	      p("airbom:source:name") + "-" + p("airbom:source:version") end),
	     (.supplier.name // "-") +
	      ([.supplier.contact[0]?.email // empty | " <" + . + ">"][0] //
	       ""), p("airbom:rpm:modularity-label")] |
	    @tsv' "$1" | sort
}

want() {	# expected rows without a heading
	awk -F'\t' '$1 != "name" && $1 != "gpg-pubkey" {
		sub(/\.src\.rpm$/, "", $6)
		print $1 "\t" $2 "\t" $3 "-" $4 "\t" $5 "\t" $6 "\t" $8 "\t" $9
	}' "$1" | sort >"$T/want"
	[ -s "$T/want" ]
}

root() {	# new root file system with an os-release
	rm -rf "$T/root"
	mkdir -p "$T/root/etc" "$T/root/var/lib/rpm" \
	    "$T/root/usr/lib/sysimage/rpm"
	printf 'ID=rocky\nVERSION_ID="9.4"\nID_LIKE="rhel centos fedora"\n' \
	    >"$T/root/etc/os-release"
}

same() {	# what: the root as directory and as tar
	"$B/bin/sbom" "$T/root" >"$T/dir.json" 2>"$T/out"
	s=$?
	[ $s = 0 ] && rpm_table "$T/dir.json" >"$T/got" &&
	    diff "$T/want" "$T/got" >"$T/out"
	ok $? "$1, as a directory: $(wc -l <"$T/want") packages"
	tar -C "$T/root" -cf - . | "$B/bin/sbom" >"$T/tar.json" 2>"$T/out"
	s=$?
	[ $s = 0 ] && rpm_table "$T/tar.json" >"$T/got" &&
	    diff "$T/want" "$T/got" >"$T/out"
	ok $? "$1, as a tar on standard input"
}

sh tests/images/rpmdb.sh $M >"$T/out" 2>&1
made=$?
if [ $made = 0 ]; then
	want $M/query.tsv
	for f in sqlite/rpmdb.sqlite ndb/Packages.db bdb/hash-4096-1234 \
	    bdb/btree-65536-4321; do
		root
		cp $M/$f "$T/root/var/lib/rpm/$(case $f in
		    bdb/*) echo Packages ;; *) basename $f ;; esac)"
		same "made by native tools, $f"
	done

	# Dependencies: by virtual name and by a file that another one owns.
	jq -e 'def ref(n): [.components[] | select(.name == n)][0]."bom-ref";
	    ref("with-epoch") as $w | ref("plain") as $p | ref("big") as $b |
	    ref("zero-epoch") as $z | .dependencies |
	    (.[] | select(.ref == $w).dependsOn) as $of_w |
	    (.[] | select(.ref == $z).dependsOn) as $of_z |
	    ($of_w | sort) == ([$p, $b] | sort) and $of_z == [$w]' \
	    "$T/dir.json" >"$T/out" 2>&1
	ok $? "dependencies by name, virtual name and file"

	# An epoch of 0 and none are two things in the purl.
	jq -e '[.components[].purl // ""] |
	    any(startswith("pkg:rpm/rocky/zero-epoch@2024a-1.amzn2023?") and
	    contains("epoch=0")) and
	    any(startswith("pkg:rpm/rocky/plain@") and
	    (contains("epoch=") | not))' "$T/dir.json" >"$T/out" 2>&1
	ok $? "an epoch of 0 is written, none is not"

	# The old back end's file was left behind by a migration.
	root
	cp $M/sqlite/rpmdb.sqlite "$T/root/var/lib/rpm/"
	[ -f $S/bdb-libuuid/Packages.gz ] &&
	    gunzip -c $S/bdb-libuuid/Packages.gz >"$T/root/var/lib/rpm/Packages"
	same "SQLite beside a stale Berkeley DB"

	# var/lib/rpm is a link, as on SUSE and Fedora.
	root
	rmdir "$T/root/var/lib/rpm"
	ln -s ../../usr/lib/sysimage/rpm "$T/root/var/lib/rpm"
	cp $M/ndb/Packages.db "$T/root/usr/lib/sysimage/rpm/"
	same "behind a symbolic link"

	# Cut in the middle: said, and never status 0.
	root
	head -c 100000 $M/sqlite/rpmdb.sqlite \
	    >"$T/root/var/lib/rpm/rpmdb.sqlite"
	"$B/bin/sbom" "$T/root" >"$T/dir.json" 2>"$T/out"
	[ $? = 4 ] && grep -q rpmdb.sqlite "$T/out" &&
	    jq -e '[.metadata.properties[] | select(.name == "airbom:gap")] |
	    length > 0' "$T/dir.json" >>"$T/out"
	ok $? "a truncated database is a gap, status 4"
else
	echo "# SKIP native tools: $(cat "$T/out")"
fi

root
: >"$T/root/var/lib/rpm/rpmdb.sqlite"
"$B/bin/sbom" "$T/root" >"$T/dir.json" 2>"$T/out"
[ $? = 4 ] && grep -q rpmdb.sqlite "$T/out"
ok $? "an empty database is a gap, status 4"

if [ -f $S/INDEX.tsv ]; then
	for d in $S/*/; do
		d=$(basename "$d")
		want "$S/$d/expected.tsv"
		root
		for f in "$S/$d"/*.gz; do
			gunzip -c "$f" \
			    >"$T/root/var/lib/rpm/$(basename "$f" .gz)"
		done
		same "$d"
	done
	root
	mkdir -p "$T/root/var/lib/rpmmanifest"
	cp $S/container-manifest-2 "$T/root/var/lib/rpmmanifest/"
	awk -F'\t' 'NF { sub(/\.src\.rpm$/, "", $10)
	    print $1 "\t" ($6 == "(none)" ? "-" : $9) "\t" $2 "\t" $8 "\t" \
		$10 "\t" $5 "\t-" }' $S/container-manifest-2 | sort >"$T/want"
	same "container-manifest-2"
else
	echo "# SKIP conformance databases: ../shared is absent"
fi
[ $n -gt 0 ] || ok 1 "something was tested"
echo 1..$n
exit $failed
