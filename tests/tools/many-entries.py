#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# many-entries.py N [KIND]: a layer of N members on standard output: empty
# files in directories of 1,000 each; KIND links: symbolic links instead;
# wanted: package.json of N Node packages. A dpkg database comes last.
import sys

n = int(sys.argv[1])
kind = sys.argv[2] if len(sys.argv) > 2 else "files"
out = sys.stdout.buffer


def header(name, size=0, type_=b"0", link=b""):
    numbers = b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + \
        b"00000000000\0"
    rest = type_ + link.ljust(100, b"\0") + b"ustar\00000"
    total = sum(name) + sum(numbers) + sum(rest) + 8 * 32
    return (name.ljust(100, b"\0") + numbers + b"%06o\0 " % total +
            rest).ljust(512, b"\0")


def member(name, data):
    pad = -len(data) % 512
    return header(name, len(data)) + data + bytes(pad)


block = []
for i in range(n):
    d = b"opt/data/%05d" % (i // 1000)
    if kind == "links":
        block.append(header(d + b"/link-%07d" % i, 0, b"2", b"nothing"))
    elif kind == "wanted":
        block.append(member(d + b"/%07d/package.json" % i,
                            b'{"name":"p%d","version":"1.0.0"}' % i))
    else:
        block.append(header(d + b"/some-file-%07d.txt" % i))
    if len(block) == 4096:
        out.write(b"".join(block))
        block.clear()
status = (b"Package: last\nStatus: install ok installed\nArchitecture: all\n"
          b"Version: 1.0\n\n")
block.append(member(b"etc/os-release", b"ID=debian\nVERSION_ID=13\n"))
block.append(member(b"var/lib/dpkg/status", status))
out.write(b"".join(block) + bytes(1024))
