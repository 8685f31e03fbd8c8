#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Links to directories where a directory's name tells what its files are: they
# are resolved as the file system does, and what they lead to is listed once.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
F=tests/fixtures/catalog

site=usr/lib/python3/dist-packages
mkdir -p "$tmp/r/etc" "$tmp/r/$site" "$tmp/r/opt/p" "$tmp/r/opt/plug" \
    "$tmp/r/opt/specs" "$tmp/r/srv/pkg" "$tmp/r/srv/app/node_modules" \
    "$tmp/r/srv/wp-content/plugins" "$tmp/r/usr/share/gems" \
    "$tmp/r/opt/all/deep" "$tmp/r/srv/two/wp-content" "$tmp/r/usr/share/java"
cd "$tmp/r" || exit 1
echo ID=linux >etc/os-release
printf 'Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n\n' >opt/p/METADATA
echo 'foo.py,,' >opt/p/RECORD
ln -s /opt/p $site/foo-1.0.dist-info
ln -s gone $site/bar-1.0.dist-info
echo '{"name":"x","version":"1.0.0"}' >srv/pkg/package.json
ln -s ../../pkg srv/app/node_modules/x
ln -s ../../gone srv/app/node_modules/y
cp "$OLDPWD/$F/gem/bundler-2.3.7.gemspec" opt/specs/
ln -s /opt/specs usr/share/gems/specifications
printf '<?php\n/*\nPlugin Name: Plug\nVersion: 3\n*/\n' >opt/plug/plug.php
cp opt/plug/plug.php opt/all/deep/deep.php
ln -s ../../../opt/plug srv/wp-content/plugins/plug
ln -s /opt/all srv/two/wp-content/plugins
ln -s gone.jar usr/share/java/lost.jar
cd "$OLDPWD" || exit 1
tar -C "$tmp/r" -cf "$tmp/r.tar" .
# The directory in one layer, the link to it in another.
mkdir -p "$tmp/up/$site" "$tmp/low/opt" "$tmp/up/etc"
cp -r "$tmp/r/opt/p" "$tmp/low/opt/p"
cp "$tmp/r/etc/os-release" "$tmp/up/etc/"
cp -P "$tmp/r/$site"/foo-1.0.dist-info "$tmp/up/$site/"
pack "$tmp/low" "$tmp/1.tar"
pack "$tmp/up" "$tmp/2.tar"
image "$tmp/two.tar" "$tmp/1.tar" "$tmp/2.tar"
sh "$TOOLS/oci-layout.sh" "$tmp/oci" x gzip "$tmp/1.tar" "$tmp/2.tar"

listed() {
	jq -r '.components[] | select(.purl) | .name + " " + .version' \
	    "$tmp/out" | sort
}
all='bundler 2.3.7
foo 1.0
plug 3
x 1.0.0'
for kind in r r.tar; do
	run -v --from rootfs "$tmp/$kind"
	same "$(listed)" "$all" "$kind: each is listed once"
	for l in $site/bar-1.0.dist-info srv/app/node_modules/y \
	    usr/share/java/lost.jar; do
		grep -q "note: $l: a link that leads nowhere" "$tmp/err"
		ok $? "$kind: $l"
	done
	grep -q "wp-content/plugins: .* are not looked into" "$tmp/err"
	ok $? "$kind: plugins behind a link are said"
	jq -e '.components[] | select(.name == "foo") |
	    .evidence.occurrences | length == 1 and (.[0].location |
	    endswith("foo-1.0.dist-info/METADATA"))' "$tmp/out" >/dev/null
	ok $? "$kind: by the name that Python knows it by"
done
for kind in two.tar oci; do
	run -v "$tmp/$kind"
	same "$(listed)" "foo 1.0" "$kind: a link to another layer"
done
# What goes by once was passed over: a gap.
piped "$tmp/r.tar" -v --from rootfs
grep -q "foo-1.0.dist-info: its bytes at opt/p were passed over" "$tmp/err"
ok $? "on a stream a gap ($st)"
same "$st" 4 "and the status says so"
run -v --from rootfs --exclude "usr/lib/python3/*" "$tmp/r"
[ -z "$(listed | grep foo)" ] && ! grep -q bar- "$tmp/err"
ok $? "a link that is left out is not followed"
done_testing
