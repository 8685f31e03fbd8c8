#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# debian-tracker.sh STATUS CODENAME
#
# A tracker in Debian's form that speaks of every source package of a dpkg
# status file, so that a real image has many findings and as many statements
# that must not become any: fixed just before, at and after the installed
# version, never affected, open, ignored, postponed, undetermined, beyond
# support; and fixed for another release only. Of unstable the same is said, but
# that what is open has its fix there, and one problem never came there.
# Identifiers are made up.
set -eu
awk '
function out() {
	if (name != "" && st ~ / installed$/) {
		sub(/ \(.*/, "", source)
		print (source != "" ? source : name) "\t" version
	}
	name = version = source = st = ""
}
/^$/ { out(); next }
/^Package: / { name = $2 }
/^Version: / { version = $2 }
/^Status: / { st = $0 }
/^Source: / { source = substr($0, 9) }
END { out() }' "$1" | LC_ALL=C sort -u -k1,1 |
jq -R -s --arg r "$2" '
	split("\n") | map(select(. != "") | split("\t")) | to_entries
	| map(.key as $i | .value as [$source, $v]
	| { key: $source, value: ([
	    { status: "resolved", fixed_version: ($v + "~") },
	    { status: "resolved", fixed_version: $v },
	    { status: "resolved", fixed_version: ($v + "+deb99u1"),
	      urgency: "high" },
	    { status: "resolved", fixed_version: "0" },
	    { status: "open", urgency: "unimportant" },
	    { status: "open", nodsa: "x", nodsa_reason: "ignored" },
	    { status: "open", nodsa: "x", nodsa_reason: "postponed" },
	    { status: "undetermined", urgency: "low**" },
	    { status: "open", urgency: "end-of-life" },
	    { status: "open", sid: "0" } ]
	    | to_entries
	    | map((.value.sid // .value.fixed_version // (if .value.nodsa
	        then "99:1" else null end)) as $sid
	    | { key: "CVE-2031-\(10000 + $i * 20 + .key)",
	        value: { releases: { ($r): ({ urgency: "not yet assigned",
	            repositories: { ($r): $v } } + .value | del(.sid)),
	            sid: ({ urgency: "not yet assigned",
	            repositories: { sid: $v } } + (.value | del(.nodsa,
	            .nodsa_reason, .sid, .fixed_version)) + (if $sid == null
	            then {} else { status: "resolved", fixed_version: $sid }
	            end)) } } })
	    | . + [{ key: "CVE-2031-\(10019 + $i * 20)", value: { releases:
	        { wheezy: { status: "resolved", urgency: "high",
	            repositories: {}, fixed_version: "99:1" } } } }]
	    | from_entries) })
	| from_entries'
