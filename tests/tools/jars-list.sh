#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# jars-list.sh: the Java packages of a CycloneDX document on standard input as
# jars.py writes truth.tsv: group, name, version, path, SHA-1, marks.
jq -r '.components[] | select((.purl // "") | startswith("pkg:maven/")) |
    . as $c | (.evidence.occurrences // [])[] |
    [$c.group // "", $c.name, $c.version // "-", .location,
    ([$c.hashes[]? | select(.alg == "SHA-1") | .content] | first // "-"),
    ([$c.properties[]? | select(.name == "airbom:package:guessed" or
        .name == "airbom:package:development") | .name] |
        map({"airbom:package:guessed": "guessed",
            "airbom:package:development": "dev"}[.]) | sort | reverse |
            join(",") | if . == "" then "-" else . end)] | @tsv' |
    LC_ALL=C sort
