#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Files that are known by the directories they lie in: as single files, in a
# tree, in a root file system and in an archive of it.

B=${B:-build}
F=tests/fixtures/catalog
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
R=$T/root
W=$R/srv/www/wp-content
mkdir -p "$R/srv/app/vendor/composer" "$R/srv/www/wp-includes" \
    "$W/plugins/akismet/inc" "$W/themes/one" "$R/usr/share/php/.registry" \
    "$R/srv/go/vendor"
cp $F/composer-installed/v2.json "$R/srv/app/vendor/composer/installed.json"
cp $F/composer-installed/v2.json "$R/srv/app/installed.json"
cp $F/wordpress/version.php "$R/srv/www/wp-includes/"
cp $F/wordpress/version.php "$R/srv/app/"
cp $F/wordpress/akismet.php "$W/plugins/akismet/"
cp $F/wordpress/akismet.php "$W/plugins/akismet/inc/other.php"
cp $F/wordpress/hello.php "$W/plugins/"
cp $F/wordpress/style.css "$W/themes/one/"
cp $F/pear/log.reg "$R/usr/share/php/.registry/"
cp $F/go-vendor/std.txt "$R/srv/go/vendor/modules.txt"
tar -cf "$T/root.tar" -C "$R" .

n=0
failed=0
is() {	# what, wanted
	n=$((n + 1))
	if [ "$(cat "$T/got")" = "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | diff - "$T/got" | sed 's/^/# /'
		failed=1
	fi
}

list() {	# arguments of sbom
	"$B/bin/sbom" "$@" 2>"$T/err" >"$T/doc"
	echo "status $?" >"$T/got"
	jq -r '.components[]? | select(.purl) | .purl as $p |
	    .evidence.occurrences[] | "\($p) \(.location)"' "$T/doc" |
	    sort >>"$T/got"
}

installed='pkg:composer/acme/alpha@1.2.3 /srv/app/vendor/composer/installed.json
pkg:composer/acme/beta@v2.5.0 /srv/app/vendor/composer/installed.json
pkg:composer/acme/check@3.0 /srv/app/vendor/composer/installed.json
pkg:composer/acme/gamma@0.9.0-beta2 /srv/app/vendor/composer/installed.json
pkg:generic/wordpress-plugin/akismet@5.0.2 /srv/www/wp-content/plugins/akismet/akismet.php
pkg:generic/wordpress-plugin/hello@1.7.2 /srv/www/wp-content/plugins/hello.php
pkg:generic/wordpress-theme/one@1.1 /srv/www/wp-content/themes/one/style.css
pkg:generic/wordpress@6.1.9 /srv/www/wp-includes/version.php'
go='pkg:golang/golang.org/x/crypto@v0.46.1-0.20251210140736-7dacc380ba00 /srv/go/vendor/modules.txt
pkg:golang/golang.org/x/net@v0.47.1-0.20260731170545-cb1d721f7fb3 /srv/go/vendor/modules.txt
pkg:golang/golang.org/x/sys@v0.39.0 /srv/go/vendor/modules.txt
pkg:golang/golang.org/x/text@v0.32.0 /srv/go/vendor/modules.txt'
pear='pkg:pear/Log@1.8.7 /usr/share/php/.registry/log.reg'

echo 1..7
list --from rootfs "$R"
is "a root file system" "status 0
$installed
$pear"
list --from rootfs "$T/root.tar"
is "the same in an archive" "status 0
$installed
$pear"
list --from dir "$R"
is "a source tree, with what is declared" "status 0
$installed
$go
$pear"
case $B in /*) ;; *) B=$PWD/$B ;; esac
(cd "$R/srv/app/vendor" && list composer/installed.json)
is "a single file, known by its directory" "status 0
pkg:composer/acme/alpha@1.2.3 /composer/installed.json
pkg:composer/acme/beta@v2.5.0 /composer/installed.json
pkg:composer/acme/check@3.0 /composer/installed.json
pkg:composer/acme/gamma@0.9.0-beta2 /composer/installed.json"
(cd "$R/usr/share/php" && list .registry/log.reg)
is "another" "status 0
pkg:pear/Log@1.8.7 /.registry/log.reg"
(cd "$R/srv/go" && list vendor/modules.txt)
is "a directory says more than the end of a name" "status 0
$(echo "$go" | sed 's|/srv/go||')"
list "$R/srv/app/installed.json"
is "not known by its name alone" "status 3"
exit $failed
