#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Places where silence could look like an answer.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. tests/tools/images.sh
cd "$tmp" || exit 1

root() {	# dir package...
	d=$1
	rm -rf "$d"
	mkdir -p "$d/etc" "$d/var/lib/dpkg"
	printf 'ID=debian\nVERSION_ID="13"\n' >"$d/etc/os-release"
	shift
	for p in "$@"; do stanza "$p"; done >"$d/var/lib/dpkg/status"
}

# ---- where output goes
root r one
mkfifo fifo
timeout 20 cat fifo >got &
timeout 20 "$S" -o cyclonedx-json=fifo r 2>err
st=$?
wait
[ -p fifo ] && same "$(names got) $st" "one 0" "a pipe is written to"
[ -p fifo ]; ok $? "a pipe is not replaced by a file"
: >target; ln -s target link
run -o cyclonedx-json=link r
[ -L link ] && same "$(names target) $st" "one 0" \
    "what a link leads to is replaced, not the link"
: >r/var/lib/dpkg/status
"$S" -o cyclonedx-json=doc r <&- 2>&-
st=$?
jq -e . doc >/dev/null && [ $st = 4 ]
ok $? "no message gets into a document when standard error is closed"
"$S" r >&- 2>err
same $? 3 "a closed standard output is a failure"

done_testing
