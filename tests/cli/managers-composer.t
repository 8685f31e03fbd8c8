#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What composer itself installed, from archives on disk: the packages that it
# lists, and who requires whom, from the root file system and from the lock.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
export COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME="$T/home"

if ! command -v composer >/dev/null || ! command -v zip >/dev/null; then
	[ -z "${CI:-}" ] || { echo "Bail out! composer is missing"; exit 1; }
	echo "1..0 # SKIP composer is missing"
	exit 0
fi

package() {	# name, version, rest of its composer.json
	mkdir -p "$T/src" "$T/archives"
	printf '{"name":"%s","version":"%s","type":"library"%s}\n' "$1" "$2" \
	    "$3" >"$T/src/composer.json"
	echo '<?php // nothing' >"$T/src/code.php"
	(cd "$T/src" && zip -q -r "$T/archives/$(echo "$1" | tr / -).zip" .)
}

make_app() {
	package acme/alpha 1.2.3 \
	    ',"license":["MIT","GPL-2.0-or-later"],"require":{"acme/beta":"^2","php":">=7"}'
	package acme/beta v2.5.0 \
	    ',"license":"BSD-3-Clause","require":{"ext-json":"*","acme/gamma":"*"}'
	package acme/gamma 0.9.0-beta2 ''
	package acme/check 3.0 ',"require":{"acme/gamma":"*"}'
	mkdir -p "$T/root/srv/app" "$T/root/etc"
	echo 'ID=debian' >"$T/root/etc/os-release"
	cat >"$T/root/srv/app/composer.json" <<-EOF
	{ "name": "acme/app", "minimum-stability": "dev",
	  "repositories": [ { "type": "artifact", "url": "$T/archives" },
	                    { "packagist": false } ],
	  "require": { "acme/alpha": "^1" }, "require-dev": { "acme/check": "*" } }
	EOF
	(cd "$T/root/srv/app" && composer install -q -n) &&
	[ "$(composer_list | wc -l)" = 4 ]
}

composer_list() {
	(cd "$T/root/srv/app" && composer show --format=json) |
	    jq -r '.installed[] | "\(.name) \(.version)"' | sort
}

composer_edges() {
	(cd "$T/root/srv/app" && composer show -t --format=json) |
	    jq -r 'def down: . as $p | .requires[]? | "\($p.name) \(.name)", down;
	        .installed[] | down' | grep ' .*/' | sort -u
}

our_list() {	# document
	jq -r '.components[] | select((.purl // "") |
	    startswith("pkg:composer/")) | "\(.group)/\(.name) \(.version)"' \
	    "$1" | sort
}

our_edges() {	# document
	jq -r '(.components | map({ key: ."bom-ref",
	        value: "\(.group)/\(.name)" }) | from_entries) as $n |
	    .dependencies[] | .ref as $r | .dependsOn[]? |
	    select($n[$r] != null) | "\($n[$r]) \($n[.])"' "$1" | sort -u
}

same() {	# what of composer, what of ours, document
	"$1" >"$T/want" && [ -s "$T/want" ] && "$2" "$3" >"$T/got" &&
	    diff "$T/want" "$T/got"
}

scan() {	# from, where, document
	"$B/bin/sbom" --from "$1" "$2" >"$3" 2>"$T/err"
	s=$?
	[ $s = 0 ] || [ $s = 4 ] || { cat "$T/err"; return 1; }
}

dev_only() {	# document: the check is for development
	[ "$(jq -r '.components[] | select(.scope == "excluded") | .name' "$1")" \
	    = check ]
}

licences() {
	jq -e '.components[] | select(.name == "alpha") | .licenses |
	    tostring | contains("MIT") and contains("GPL-2.0-or-later")' "$1"
}

echo 1..9
says 1 "composer installs four packages" make_app
says 2 "a root file system" scan rootfs "$T/root" "$T/image.json"
says 3 "lists what composer lists" same composer_list our_list "$T/image.json"
says 4 "and its edges" same composer_edges our_edges "$T/image.json"
says 5 "a source tree" scan dir "$T/root/srv/app" "$T/dir.json"
says 6 "lists what composer lists" same composer_list our_list "$T/dir.json"
says 7 "and its edges" same composer_edges our_edges "$T/dir.json"
says 8 "development only is told" dev_only "$T/image.json"
says 9 "both licences" licences "$T/image.json"
exit $failed
