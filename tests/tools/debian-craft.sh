#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# debian-craft.sh TRACKER CODENAME
#
# A dpkg status file that makes many findings: of each source package in the
# tracker one binary just below the fix in the middle, one at it, one rebuilt
# (binNMU) of the source at it, one that is removed. Real names and versions.
set -eu
case $1 in
*.gz) gzip -dc "$1" ;;
*) cat "$1" ;;
esac | jq -r --arg r "$2" '
	to_entries[] | .key as $source
	| [.value | objects | .[].releases | objects | .[$r] // empty
	   | .fixed_version // "0.0.1-1"] as $v
	| select($v | length > 0)
	| ($v | map(select(. != "0"))) as $w
	| (if ($w | length) > 0 then $w[($w | length) / 2 | floor]
	   else "1.0-1" end) as $mid
	| ["below", $source, $mid + "~"], ["at", $source, $mid],
	  ["nmu", $source, $mid], ["gone", $source, "0.0.1-1"]
	| @tsv' |
awk -F'\t' '{
	v = $3
	print "Package: " $2 "-" $1
	st = $1 == "gone" ? "deinstall ok config-files" : "install ok installed"
	print "Status: " st
	print "Priority: optional\nSection: misc\nInstalled-Size: 10"
	print "Maintainer: Debian QA Group <packages@qa.debian.org>"
	print "Architecture: amd64"
	if ($1 == "nmu") {
		print "Source: " $2 " (" v ")"
		v = v "+b1"
	} else
		print "Source: " $2
	print "Version: " v
	print "Description: " $2 "\n"
}'
