#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sbom's options, statuses and outputs.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
root=$PWD
cd "$tmp" || exit 1

mkdir -p r/etc r/var/lib/dpkg/status.d
printf 'ID=debian\nVERSION_ID="13"\n' >r/etc/os-release
stanza one >r/var/lib/dpkg/status
stanza two >r/var/lib/dpkg/status.d/two
pack r r.tar
image i.tar r.tar

# misuse
for args in --nosuch --outp "-o nosuch" "--jobs 0" "--jobs x" "--from x" \
    "--scope x" "--limit x=1" "--limit buffer=x" \
    "--select nosuch" "--progress x" "-o cyclonedx-json@0.1" \
    "--author Person:" "-o cyclonedx-json=a -o cyclonedx-json=a" "--strict --lenient" "a b" \
    "convert a b" validate diff merge "catalogers x"; do
	case $args in
	a*|con*|val*|dif*|mer*|cat*) run $args ;;
	*) run $args i.tar ;;
	esac
	[ $st = 2 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ]
	ok $? "misuse: $args"
done
[ ! -e a ]; ok $? "misuse leaves no file"
run --help; same $st 0 "--help"; grep -q usage: out; ok $? "--help says usage"
run --version; same $st 0 "--version"
run catalogers; [ $st = 0 ] && grep -q '^dpkg ' out; ok $? "catalogers"
cp i.tar convert; run ./convert; same "$(names out)" "one two" "./convert is a file"

# outputs
run i.tar -o cyclonedx-json=one.json -o cyclonedx-json
cmp -s one.json out; ok $? "two outputs"
run i.tar -o cyclonedx-json@1.5=five.json
[ $st = 2 ] || [ "$(jq -r .specVersion five.json)" = 1.5 ]
ok $? "a version of the standard"
echo old >kept; run page.html -o cyclonedx-json=kept
same "$st $(cat kept)" "3 old" "a failure leaves the old file"
run i.tar -o cyclonedx-json=/nowhere/x; same $st 3 "an output that cannot be"
ls -a | grep -q airbom-tmp; [ $? = 1 ]; ok $? "no temporary is left"
"$S" i.tar >/dev/full 2>err; same $? 3 "a full disk"
"$S" i.tar >&- 2>err; same $? 3 "standard output is closed"
"$S" i.tar -o cyclonedx-json=closed.json <&- >&- 2>&-
jq -e .components closed.json >/dev/null; ok $? "all three are closed"
"$S" <&- >out 2>err; same $? 3 "standard input is closed"
SOURCE_DATE_EPOCH=1000000000 "$S" i.tar >out 2>err
same "$(jq -r .metadata.timestamp out)" 2001-09-09T01:46:40Z SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=x "$S" i.tar >out 2>err; same $? 3 "a bad SOURCE_DATE_EPOCH"
run i.tar --name box --version-label 7 --supplier ACME
same "$(jq -r '.metadata.component | "\(.name) \(.version)"' out)" "box 7" \
    "--name and --version-label"
grep -q ACME out; ok $? "--supplier"
run i.tar --author "Person: Ada (a@b)" -o spdx-json=a.spdx -o spdx3-json=a.3 \
    -o cyclonedx-json
same "$(jq -r .metadata.authors[].name out)" "Ada (a@b)" "--author"
same "$(jq -r '.creationInfo.creators | join(", ")' a.spdx | sed 's/-[0-9.]*//')" \
    "Tool: sbom, Person: Ada (a@b)" "--author beside the tool"
same "$(jq -r '."@graph" | (.[0].createdBy[0]) as $by | .[] |
    select(.spdxId == $by) | "\(.type) \(.name)"' a.3)" "Person Ada" \
    "--author is an agent"

# what is judged
run --exclude 'var/lib/dpkg/status.d/*' i.tar; same "$(names out)" one --exclude
run --exclude '/var/*two' i.tar; same "$(names out)" one "--exclude of a root"
run --select dpkg i.tar; same "$(names out)" "one two" "--select dpkg"
run --select apk i.tar; same "$(names out)" "" "--select apk"

# limits, gaps, strictness
run --limit package-db=10 i.tar; same $st 4 "a package database over the limit"
grep -q '^sbom: var/lib/dpkg/status: ' err; ok $? "the gap names the file"
jq -e '.metadata.properties[] | select(.name == "airbom:gap")' out >/dev/null
ok $? "the gap is in the document"
jq -e '.compositions[] | select(.aggregate | startswith("incomplete"))' \
    out >/dev/null
ok $? "the document says that it is incomplete"
run -q --limit package-db=10 i.tar; [ $st = 4 ] && [ ! -s err ]; ok $? -q
run --lenient --limit package-db=10 i.tar; same $st 0 --lenient
run --limit entries=3 i.tar; same $st 4 "too many members"
run --limit layer=1K i.tar; same $st 4 "too large a layer"
run --limit wanted=1 i.tar; same $st 4 "too many wanted files"
run --limit manifest=10 i.tar; same $st 3 "a manifest over the limit"
piped i.tar --limit manifest=10; same $st 3 "the same on a stream"
run --limit memory=4K i.tar; same $st 3 "too little memory"
mkdir bare && echo x >bare/x && pack bare b.tar && image b2.tar b.tar
run b2.tar; same $st 0 "a note leaves the status alone"
run --strict b2.tar; same $st 4 --strict
run -v b2.tar; grep -q 'note: ' err; ok $? -v
run r --limit package-db=10; same $st 4 "limits in directories"
piped r.tar --limit package-db=10; same $st 4 "limits on streams"

# a directory that may not be read, and links that lead out of the root
mkdir -p out.d/etc out.d/var/lib/dpkg; cp r/etc/os-release out.d/etc/
stanza secret >elsewhere
ln -s "$tmp/elsewhere" out.d/var/lib/dpkg/status
run out.d; same "$(names out)" "" "a link out of the root is not followed"
mkdir -p "out.d$tmp"; stanza inside >"out.d$tmp/elsewhere"
run out.d; same "$(names out) $st" "inside 0" "links lead below the root"
mkdir -p r/proc/1/root/var/lib/dpkg r/var/lib/docker/x/var/lib/dpkg
run -v r; grep -q 'var/lib/docker' err; ok $? "stores of containers: a note"
if [ "$(id -u)" != 0 ]; then
	chmod 0 r/var/lib/dpkg/status.d
	run r; same $st 4 "a directory that cannot be opened"
	chmod 755 r/var/lib/dpkg/status.d
fi
mkfifo r/etc/apk; run r; same "$(names out) $st" "one two 0" "a fifo in a root"

# the sandbox, and no network
if strace -f -o trace -e trace=network,seccomp,prctl "$S" i.tar \
    >/dev/null 2>&1; then
	! grep -qE 'socket\(|connect\(' trace; ok $? "no socket"
	grep -qE 'seccomp|PR_SET_SECCOMP' trace; ok $? "seccomp is on"
else
	skip "system calls" "no strace"
fi
cd "$root" || exit 1
done_testing
