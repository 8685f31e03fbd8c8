#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What other generators are known to get wrong, each with the smallest image
# that shows it; what needs a real package or image is in the tests of its row.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
F=$PWD/tests/fixtures/catalog
cd "$tmp" || exit 1

listed() {	# purls
	jq -r '.components[]? | .purl // empty' out | sed 's/[?].*//' | sort |
	    tr '\n' ' ' | sed 's/ $//'
}
root() {	# name
	rm -rf "$1"
	mkdir -p "$1/etc"
	printf 'ID=debian\nVERSION_CODENAME=trixie\n' >"$1/etc/os-release"
}
stub() {	# directory name
	mkdir -p "$1"
	echo "{\"name\":\"$2\",\"version\":\"1.0.0\"}" >"$1/package.json"
}

# ---- the operating system's own
root a
site=usr/lib/python3/dist-packages
mkdir -p a/var/lib/dpkg/status.d "a/$site/six-1.16.dist-info"
printf 'Package: python3-six\nVersion: 1.16-1\nArchitecture: all\n' \
    >a/var/lib/dpkg/status.d/python3-six
printf '%032d  %s' 0 $site/six-1.16.dist-info/METADATA \
    >a/var/lib/dpkg/status.d/python3-six.md5sums
printf 'Metadata-Version: 2.1\nName: six\nVersion: 1.16\n' \
    >"a/$site/six-1.16.dist-info/METADATA"
run --from rootfs a
same "$(listed)" "pkg:deb/debian/python3-six@1.16-1 pkg:pypi/six@1.16" \
    "distroless: no Status is installed, md5sums are no stanza"
jq -e '.components[] | select(.name == "six").properties[] |
    select(.name == "airbom:owner").value | startswith("pkg:deb/debian/python3-six")' \
    out >err 2>&1
ok $? "they own, without an end of their last line"

root b
mkdir -p b/var/lib/dpkg
while IFS=: read -r name status arch; do
	printf 'Package: %s\nStatus: %s\nArchitecture: %s\nVersion: 1\n\n' \
	    "$name" "$status" "$arch"
done >b/var/lib/dpkg/status <<-'EOF'
	a:install ok installed:amd64
	a:install ok installed:i386
	b:deinstall ok config-files:amd64
	c:install ok half-configured:amd64
	d:purge ok not-installed:amd64
EOF
run --from rootfs b
same "$(listed)" "pkg:deb/debian/a@1 pkg:deb/debian/a@1 pkg:deb/debian/c@1" \
    "removed packages are not there, two architectures are two"

root c
mkdir -p c/usr/lib/apk/db
cp "$F/apk/installed" c/usr/lib/apk/db/
run --from rootfs c
same "$(listed | wc -w)" 3 "apk's database below usr"

root r
mkdir -p r/var/lib/rpm
for f in __db.001 __db.002 .rpm.lock; do
	head -c 24576 /dev/urandom >r/var/lib/rpm/$f
done
run --from rootfs r
same "$st" 4 "locks of an rpm database alone are a gap"

root m
mkdir -p m/var/lib/rpmmanifest
head -c -1 "$F/rpm-manifest/container-manifest-2" \
    >m/var/lib/rpmmanifest/container-manifest-2
run --from rootfs m
same "$(listed | wc -w)" 2 "a manifest whose last line has no end"
jq -r '.components[].purl // empty' out | grep -q 'openssl-libs.*epoch=1'
ok $? "its ninth column is the epoch"

# ---- languages
root n
stub n/srv/node_modules/rxjs rxjs
stub n/srv/node_modules/rxjs/ajax rxjs/ajax
stub n/srv/node_modules/@s/p @s/p
mkdir -p n/srv/node_modules/none
echo '{"type":"module"}' >n/srv/node_modules/none/package.json
run --from rootfs n
same "$(listed)" "pkg:npm/%40s/p@1.0.0 pkg:npm/rxjs@1.0.0" \
    "stubs inside packages, and what has no version"

i=0
for d in root/.cache/pip home/u/.m2/repository home/u/.nuget/packages/x/1 \
    home/u/go/pkg/mod/x@v1 root/.cpan/build/x var/cache/y tmp/z; do
	i=$((i + 1))
	root k
	stub "k/$d/node_modules/c" c
	run --from rootfs k
	jq -e '.components[] | select(.name == "c").properties[] |
	    select(.name == "airbom:package:cached")' out >err 2>&1
	ok $? "marked as cached: $d"
done

root p
conda=p/opt/conda/lib/python3.9/site-packages/jupyterlab-3.1.12.dist-info
mkdir -p p/opt/conda/conda-meta "$conda"
jq --arg f "${conda#p/opt/conda/}/METADATA" '.files += [$f]' \
    "$F"/conda/jupyterlab-*.json >p/opt/conda/conda-meta/jupyterlab.json
printf 'Metadata-Version: 2.1\nName: jupyterlab\nVersion: 3.1.12\n' \
    >"$conda/METADATA"
run --from rootfs p
jq -e '.components[] | select(.purl == "pkg:pypi/jupyterlab@3.1.12")
    .properties[] | select(.name == "airbom:owner").value |
    startswith("pkg:conda/jupyterlab@3.1.12")' out >err 2>&1
ok $? "conda's Python package is its own, and owned"

# ---- lock files of others
for d in app node_modules/x lib/site-packages/y vendor/bundle/ruby/z \
    examples/e; do
	mkdir -p "t/$d"
	printf 'GEM\n  specs:\n    %s-gem (1.0)\n\nDEPENDENCIES\n  x\n' \
	    "${d##*/}" >"t/$d/Gemfile.lock"
	printf '%s-req==1.0\n' "${d##*/}" >"t/$d/requirements.txt"
	printf '{"packages":[{"name":"v/%s","version":"1.0"}]}' "${d##*/}" \
	    >"t/$d/composer.lock"
done
run --from dir t
same "$(listed)" "pkg:composer/v/app@1.0 pkg:composer/v/e@1.0\
 pkg:gem/app-gem@1.0 pkg:gem/e-gem@1.0 pkg:pypi/app-req@1.0\
 pkg:pypi/e-req@1.0" "lock files of what is installed pass by"
run --from rootfs t
same "$(listed)" "" "in an image all of them do"

# ---- one package told of twice in a source tree
mkdir -p q/py/sub q/other q/npm/packages/a
printf '[[package]]\nname = "requests"\nversion = "2.31.0"\n\n[metadata]\n' \
    >q/py/poetry.lock
printf 'Requests>=2\n' | tee q/py/requirements.txt q/py/sub/requirements.txt \
    >q/other/requirements.txt
cat >q/npm/package-lock.json <<'EOF'
{ "name": "mono", "version": "1.0.0", "lockfileVersion": 3, "packages": {
  "": { "name": "mono", "version": "1.0.0", "workspaces": ["packages/*"] },
  "node_modules/@m/a": { "resolved": "packages/a", "link": true },
  "packages/a": { "name": "@m/a", "version": "1.2.0" } } }
EOF
echo '{"name":"mono","version":"1.0.0","private":true}' >q/npm/package.json
echo '{"name":"@m/a","version":"1.2.0"}' >q/npm/packages/a/package.json
run --from dir q
places() {	# name version
	jq -r --arg n "$1" --arg v "$2" '.components[] | select(.name == $n and
	    (.version // "") == $v) | .evidence.occurrences[].location' out |
	    sort | tr '\n' ' '
}
same "$(places requests 2.31.0)" "/py/poetry.lock /py/requirements.txt\
 /py/sub/requirements.txt " "what is asked for is what was locked"
same "$(places Requests '')" "/other/requirements.txt " \
    "unless the lock file is of another directory"
same "$(places a 1.2.0)" "/npm/package-lock.json /npm/packages/a/package.json\
 " "a member of a workspace is one component"
same "$(jq '[.components[] | select(.name | IN("a", "mono"))] | length' out)" \
    2 "as is the project"
done_testing
