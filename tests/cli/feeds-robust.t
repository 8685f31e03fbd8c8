#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Killed at any moment, on a full disk, on media that cannot be written, by
# many processes at once.
. tests/cli/feeds-lib.sh
command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
python3 tests/bench/tracker.py 20000 >"$tmp/json" 2>/dev/null || exit 1
set -- "$tmp/json" tests/fixtures/feeds/kev tests/fixtures/feeds/osv
build one --profile os,lang,nvd,text "$@"
is $? 0 "a build that is let alone: status 0"
build old tests/fixtures/feeds/kev
mkdir "$tmp/k"

# ---- killed: the older files stand, or the new ones do ----
cp "$tmp/old.db" "$tmp/k/x.db"
ms=$(python3 -c 'import subprocess, sys, time
t = time.time()
subprocess.run(sys.argv[1:])
print(int((time.time() - t) * 1000) + 20)' "$F" build -q --profile \
    os,lang,nvd,text -o "$tmp/k/y.db" "$@")
rm -f "$tmp"/k/y.*
python3 - "$F" "$tmp" "$ms" "$@" >"$tmp/out" <<'X'
import filecmp, os, random, signal, subprocess, sys, time
tool, tmp, ms, paths = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
random.seed(7)
killed = whole = bad = 0
for i in range(50):
    p = subprocess.Popen([tool, "build", "-q", "--profile",
                          "os,lang,nvd,text", "-o", tmp + "/k/x.db"] + paths)
    time.sleep(random.random() * ms / 1000)
    p.send_signal(signal.SIGKILL)
    p.wait()
    killed += p.returncode == -9
    if filecmp.cmp(tmp + "/k/x.db", tmp + "/one.db", False):
        whole += 1
        subprocess.run(["cp", tmp + "/old.db", tmp + "/k/x.db"])
    elif not filecmp.cmp(tmp + "/k/x.db", tmp + "/old.db", False):
        bad += 1
    text = tmp + "/k/x.text.db"
    if os.path.exists(text):
        bad += not filecmp.cmp(text, tmp + "/one.text.db", False)
        os.unlink(text)
    if [n for n in os.listdir(tmp + "/k") if n not in ("x.db",
            ".x.db.airbom-tmp", ".x.text.db.airbom-tmp")]:
        bad += 1
print(killed, whole, bad)
X
read -r killed whole bad <"$tmp/out"
is "$bad" 0 "kill -9 at 50 moments: an old file or a new one, and no other"
[ "$killed" -ge 20 ]; ok $? "kill -9: $killed were killed, $whole had ended"
"$F" build -q --profile os,lang,nvd,text -o "$tmp/k/x.db" "$@"
is "$(ls -A "$tmp/k" | paste -sd' ')" "x.db x.text.db" \
    "the next build removes what was left"
cmp -s "$tmp/k/x.db" "$tmp/one.db"; ok $? "and is whole"

# ---- a full disk ----
mkdir "$tmp/small"
if mount -t tmpfs -o size=600k tmpfs "$tmp/small" 2>/dev/null; then
	trap 'umount "$tmp/small" "$tmp/ro" 2>/dev/null; rm -rf "$tmp"' EXIT
	cp "$tmp/old.db" "$tmp/small/x.db"
	"$F" build -q -o "$tmp/small/x.db" "$@" 2>"$tmp/err"
	is $? 3 "a full disk: status 3"
	has "$tmp/err" "$tmp/small/x.db: " "and said by name"
	cmp -s "$tmp/old.db" "$tmp/small/x.db"; ok $? "the old file is intact"
	is "$(ls -A "$tmp/small")" x.db "nothing is left beside it"
	TMPDIR=$tmp/small "$F" build -q -o "$tmp/k/x.db" "$@" 2>"$tmp/err"
	[ $? = 0 ] || [ $? = 3 ]; ok $? "scratch files there: done, or said"
	TMPDIR=$tmp/small "$F" build -q -o "$tmp/small/x.db" \
	    tests/fixtures/feeds/kev
	is $? 0 "one that fits: status 0"
	umount "$tmp/small"
	mkdir "$tmp/ro"
	mount -t tmpfs tmpfs "$tmp/ro" && cp "$tmp/one.db" "$tmp/ro/x.db" &&
	    cp "$tmp/one.text.db" "$tmp/ro/x.text.db" &&
	    mount -o remount,ro "$tmp/ro"
	ok $? "media that cannot be written"
	"$F" show "$tmp/ro/x.db" CVE-2026-31431 >"$tmp/out" 2>"$tmp/err"
	[ $? -le 1 ]; ok $? "feeds show reads it"
	"$F" status "$tmp/ro/x.db" >/dev/null; is $? 0 "feeds status reads it"
	"$F" verify "$tmp/ro/x.db" >/dev/null; is $? 0 "feeds verify reads it"
	"$F" diff "$tmp/old.db" "$tmp/ro/x.db" >/dev/null
	is $? 0 "feeds diff reads it"
	build own --previous "$tmp/ro/x.db" "$@"
	is $? 0 "it may be the previous one"
	"$F" build -q -o "$tmp/ro/x.db" "$@" 2>"$tmp/err"
	is $? 3 "building there: status 3"
	umount "$tmp/ro"
else
	ok 0 "full disk, read-only media # SKIP mount is not allowed"
fi

# ---- immutable, and by many ----
mkdir "$tmp/many"
cp "$tmp/one.db" "$tmp/many/x.db"
chmod 444 "$tmp/many/x.db"
if chattr +i "$tmp/many/x.db" 2>/dev/null; then
	"$F" verify "$tmp/many/x.db" >/dev/null
	is $? 0 "an immutable file is read"
	"$F" build -q -o "$tmp/many/x.db" "$@" 2>"$tmp/err"
	is $? 3 "and cannot be replaced: status 3"
	is "$(ls -A "$tmp/many")" x.db "nothing is left beside it"
	chattr -i "$tmp/many/x.db"
else
	ok 0 "an immutable file # SKIP chattr is not allowed"
fi
chmod 555 "$tmp/many"
i=0
while [ $i -lt 24 ]; do
	i=$((i + 1))
	"$F" verify "$tmp/many/x.db" >"$tmp/v$i" 2>&1 &
done
wait
is "$(cat "$tmp"/v[0-9]* | sort -u | wc -l)" 1 "24 at once say the same"
is "$(cat "$tmp"/v[0-9]* | wc -l)" 24 "every one of them"
is "$(ls -A "$tmp/many")" x.db "no side files"
if command -v strace >/dev/null && strace -o "$tmp/s" true 2>/dev/null; then
	strace -f -o "$tmp/s" -e trace=openat,open,creat,fcntl "$F" search \
	    "$tmp/many/x.db" w >/dev/null 2>&1
	is "$(grep -c 'x\.db.*O_RDWR\|x\.db-\|F_SETLK\|O_CREAT' "$tmp/s")" 0 \
	    "opened to read, without a lock"
else
	ok 0 "opened to read # SKIP no strace"
fi
chmod 755 "$tmp/many"

# ---- two builds of one name ----
"$F" build -q -o "$tmp/two.db" "$@" 2>"$tmp/e1" &
a=$!
"$F" build -q -o "$tmp/two.db" "$@" 2>"$tmp/e2" &
b=$!
wait $a; ra=$?
wait $b; rb=$?
[ $((ra + rb)) = 3 ] || [ $((ra + rb)) = 0 ]
ok $? "two builds of one name: both one after the other, or one is refused"
cmp -s "$tmp/two.db" "$tmp/one.db"; ok $? "and the file is whole"

# ---- an arena that runs out, in a worker ----
mkdir "$tmp/m"
"$F" build -q --limit memory=20K -o "$tmp/m/x.db" --state "$tmp/m/s" \
    tests/fixtures/feeds/csaf "$@" 2>"$tmp/err"
is $? 3 "no memory: status 3"
has "$tmp/err" "feeds build: out of memory" "and said"
is "$(ls -A "$tmp/m")" "" "nothing is left"

# ---- one bad file, an absent feed ----
printf '<html>' >"$tmp/page.json"
build bad "$@" "$tmp/page.json" "$tmp/none"
is $? 4 "bad files among good ones: status 4"
has "$tmp/err" "page.json: an HTML page" "one by name"
has "$tmp/err" "$tmp/none: cannot be read" "the other by name"
cmp -s "$tmp/bad.db" "$tmp/one.db"; ok $? "the rest is as if they were not"
done_testing
