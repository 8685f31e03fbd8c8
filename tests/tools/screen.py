#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# screen.py COLUMNS err|both RAW COMMAND...: run it with standard error, or
# standard output too, on a terminal of that width, and standard input in three
# parts with rests between them. What the terminal got goes to RAW, what stands
# on it in the end to standard output (with "err", after the command's own);
# "frames N WIDEST" to RAW.frames: how often the line was drawn and how wide.
# The status is the command's.
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time

columns, mode, raw_path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
data = sys.stdin.buffer.read()
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
child = subprocess.Popen(
    sys.argv[4:], stdin=subprocess.PIPE, stderr=slave,
    stdout=slave if mode == "both" else subprocess.PIPE)
os.close(slave)
raw = bytearray()
out = bytearray()


def take():
    try:
        while part := os.read(master, 65536):
            raw.extend(part)
    except OSError:     # the other end is closed
        pass


def take_out():
    out.extend(child.stdout.read())


threads = [threading.Thread(target=take)]
if mode != "both":
    threads.append(threading.Thread(target=take_out))
for t in threads:
    t.start()
third = len(data) // 3 + 1
try:
    for i in range(3):
        child.stdin.write(data[i * third:(i + 1) * third])
        child.stdin.flush()
        time.sleep(0.25)
    child.stdin.close()
except BrokenPipeError:
    pass
status = child.wait()
for t in threads:
    t.join()

with open(raw_path, "wb") as f:
    f.write(raw)
frames = re.findall(r"\r([^\r\n\x1b]+)\x1b\[K", raw.decode())
with open(raw_path + ".frames", "w") as f:
    print("frames", len(frames), max(map(len, frames), default=0), file=f)

# A terminal of endless height: CR, LF, EL; a full line goes on in the next.
lines, x = [[]], 0
text = raw.decode()
i = 0
while i < len(text):
    c = text[i]
    if c == "\r":
        x = 0
    elif c == "\n":
        lines.append([])
        x = 0
    elif text.startswith("\x1b[K", i):
        del lines[-1][x:]
        i += 2
    else:
        if x == columns:
            lines.append([])
            x = 0
        lines[-1][x:x + 1] = [c]
        x += 1
    i += 1
screen = "\n".join("".join(line) for line in lines)
sys.stdout.buffer.write(bytes(out))
sys.stdout.flush()
sys.stdout.write(screen)
sys.stdout.flush()
sys.exit(status)
