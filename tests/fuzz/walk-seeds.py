#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# walk-seeds.py DIR: images of up to three layers, one archive behind the other,
# and a last byte that says how they are read (walk_fuzz.c): links of all kinds,
# whiteouts, twins, siblings, executables that are read by plan.
import io
import os
import struct
import sys
import tarfile

out = sys.argv[1]
ONCE, FILES, ALL, PLAIN, SMALL, DECLARED, ROOMY, EXCLUDE = \
    (1 << i for i in range(8))


def elf(pad, name=b"coreutils"):
    """a program with a package note; pad bytes lie before its note"""
    desc = b'{"type":"rpm","name":"%s","version":"9.1"}\0' % name
    desc += bytes(-len(desc) % 4)
    note = struct.pack("<III", 4, len(desc), 0xcafe1a7e) + b"FDO\0" + desc
    names = b"\0.note.package\0.shstrtab\0"
    note_at = 64 + pad
    names_at = note_at + len(note)
    table = names_at + len(names)
    table += -table % 8
    head = b"\x7fELF\2\1\1" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, table, 0, 64, 56, 0, 64, 3, 2)
    body = head + bytes(pad) + note + names
    body += bytes(table - len(body))

    def section(at, kind, off, size):
        return struct.pack("<IIQQQQIIQQ", at, kind, 2, 0, off, size, 0, 0, 4,
                           0)
    return body + bytes(64) + section(1, 7, note_at, len(note)) + \
        section(15, 3, names_at, len(names)) + bytes(pad)


class Layer:
    def __init__(self, fmt=tarfile.USTAR_FORMAT):
        self.bytes = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.bytes, mode="w", format=fmt)

    def add(self, name, kind=tarfile.REGTYPE, data=b"", link="", pax=None,
            dev=(0, 0)):
        i = tarfile.TarInfo(name)
        i.type, i.size, i.linkname = kind, len(data), link
        i.devmajor, i.devminor = dev
        i.pax_headers = pax or {}
        self.tar.addfile(i, io.BytesIO(data))
        return self

    def file(self, name, data=b"x"):
        return self.add(name, data=data)

    def sym(self, name, to):
        return self.add(name, tarfile.SYMTYPE, link=to)

    def hard(self, name, to):
        return self.add(name, tarfile.LNKTYPE, link=to)

    def dir(self, name, **more):
        return self.add(name, tarfile.DIRTYPE, **more)

    def done(self):
        self.tar.fileobj.write(bytes(1024))
        return self.bytes.getvalue()


def seed(name, layers, *hows):
    data = b"".join(x.done() for x in layers)
    for how in hows:
        with open("%s/%s-%d" % (out, name, how), "wb") as f:
            f.write(data + bytes([how]))


STATUS = b"".join(b"Package: p%d\nStatus: install ok installed\nVersion: 1\n\n"
                  % i for i in range(4))
APK = b"P:musl\nV:1.2.5-r0\nA:x86_64\n\n"
METADATA = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n\n"
MODULE = b'{"name":"x","version":"1.0.0"}'
GEMSPEC = b'Gem::Specification.new do |s|\n  s.name = "a".freeze\n' \
    b'  s.version = "1.0"\nend\n'
PLUGIN = b"<?php\n/*\nPlugin Name: Plug\nVersion: 3\n*/\n"
SQLITE = b"SQLite format 3\0" + bytes(84)
NDB = b"RpmP" + bytes(60)
SITE = "usr/lib/python3/dist-packages/"
ALL_HOWS = (0, ONCE, FILES | ALL, PLAIN, PLAIN | FILES | DECLARED,
            ROOMY, ROOMY | ONCE | FILES, DECLARED, EXCLUDE | FILES, SMALL)


def links():
    a = Layer().file("opt/p/METADATA", METADATA).file("opt/p/RECORD", b"a,,\n")
    a.sym(SITE + "foo-1.0.dist-info", "/opt/p")
    a.sym(SITE + "bar-1.0.dist-info", "gone")
    a.file("opt/specs/a-1.0.gemspec", GEMSPEC)
    a.sym("usr/share/gems/specifications", "../../../opt/specs")
    a.file("opt/plug/plug.php", PLUGIN)
    a.sym("srv/wp-content/plugins/plug", "/opt/plug")
    a.sym("srv/two/wp-content/plugins", "/opt")
    a.sym("srv/app/node_modules/y", "../../gone")
    a.file("srv/pkg/package.json", MODULE)
    a.sym("srv/app/node_modules/x", "../../pkg")
    a.sym("lost.jar", "nothing.jar").sym("doc.gemspec", "opt/plug/plug.php")
    a.sym("usr/lib/os-release", "../../opt/os").file("opt/os", b"ID=debian\n")
    a.sym("etc/os-release", "../usr/lib/os-release")
    a.sym("loop", "loop").sym("a", "b").sym("b", "c").sym("c", "a")
    a.sym("opt/package.json", "../srv/pkg/package.json")
    seed("links", [a], *ALL_HOWS)


def databases():
    # A database behind links: to a file, in a directory, of a directory.
    a = Layer().file("opt/status", STATUS).file("opt/x/one", STATUS)
    a.sym("var/lib/dpkg/status", "/opt/status")
    a.sym("var/lib/dpkg/status.d", "/opt/x")
    a.sym("lib", "usr/lib").dir("usr/lib")
    b = Layer().file("lib/apk/db/installed", APK)
    b.file("lib/dpkg/x", b"").sym("var/lib/dpkg/info/p0.list", "/opt/list")
    b.file("opt/list", b"/bin/sh\n")
    c = Layer().add("opt/x/.wh.one").file("opt/x/two", STATUS)
    c.file("lib/apk/db/scripts.tar", b"x")
    seed("databases", [a, b, c], *ALL_HOWS)
    # Dangling ones, and a hard link whose file never was.
    a = Layer().sym("var/lib/dpkg/status", "gone")
    a.hard("lib/apk/db/installed", "gone")
    a.hard("usr/lib/apk/db/installed", "x" * 90)
    seed("gone", [a], *ALL_HOWS)


def siblings():
    a = Layer().file("var/lib/rpm/rpmdb.sqlite-wal", b"wal")
    a.file("var/lib/rpm/rpmdb.sqlite", SQLITE)
    a.file("usr/lib/sysimage/rpm/rpmdb.sqlite", SQLITE)
    a.file("other").file("usr/lib/sysimage/rpm/rpmdb.sqlite-wal", b"w" * 90)
    a.file("go.mod", b"module a.b/c\n").file("go.sum", b"a v1 h1:\n")
    b = Layer().file("var/lib/rpm/rpmdb.sqlite-wal", b"later")
    b.file("opt/wal", b"w").hard("x/rpmdb.sqlite-wal", "opt/wal")
    seed("siblings", [a, b], *ALL_HOWS)
    a = Layer().file("var/lib/rpm/rpmdb.sqlite-wal", b"w" * 3000)
    a.file("var/lib/rpm/rpmdb.sqlite", SQLITE * 30)
    seed("large-siblings", [a], *ALL_HOWS)


def objects():
    # Known by magic, the name follows at once, later, in another layer.
    a = Layer().file("ostree/repo/objects/ab/1.file", SQLITE)
    a.hard("usr/share/rpm/rpmdb.sqlite", "ostree/repo/objects/ab/1.file")
    a.file("ostree/repo/objects/ab/2.file", NDB).file("between")
    a.hard("usr/share/rpm/Packages.db", "ostree/repo/objects/ab/2.file")
    a.file("ostree/repo/objects/ab/3.file", STATUS).file("between2")
    a.hard("var/lib/dpkg/status", "ostree/repo/objects/ab/3.file")
    b = Layer().hard("lib/apk/db/installed", "ostree/repo/objects/ab/4.file")
    b.hard("usr/lib/os-release", "ostree/repo/objects/ab/3.file")
    c = Layer().file("ostree/repo/objects/ab/4.file", APK)
    c.hard("app/node_modules/x/package.json", "srv/m").hard("srv/m", "srv/n")
    c.file("srv/n", MODULE)
    seed("objects", [a, b, c], *ALL_HOWS)


def twins():
    # The first name of a program is hidden: another takes its records.
    a = Layer().file("bin/tool", elf(100)).hard("bin/other", "bin/tool")
    a.hard("bin/third", "bin/tool").file("bin/big", elf(3000, b"large"))
    a.hard("bin/big2", "bin/big").file("opt/x.dll", b"none")
    b = Layer().add("bin/.wh.tool").add("bin/.wh.big")
    b.hard("bin/fourth", "bin/third").hard("usr/x", "bin/tool")
    b.hard("app/node_modules/x/package.json", "bin/other")
    seed("twins", [a, b], *ALL_HOWS)
    a = Layer().file("bin/tool", elf(10) + b"j" * 10)
    a.hard("lib/modules/6.1/extra/m.ko", "bin/tool")
    b = Layer().hard("bin/late", "bin/tool").add("bin/.wh.tool")
    c = Layer().dir("bin").add("bin/.wh..wh..opq").hard("y", "bin/late")
    seed("twins-opaque", [a, b, c], *ALL_HOWS)


def large():
    # Over the buffer: rows with a scan, rows read by plan, rows without.
    a = Layer().file("bin/a", elf(2000)).file("bin/b", elf(9000))
    a.file("lib/modules/6.1/extra/m.ko", elf(4000))
    a.file("wp-content/plugins/p/p.php", PLUGIN + b" " * 4000)
    a.file("x.dll", b"MZ" + bytes(5000)).file("y.jar", b"PK\3\4" * 1000)
    a.file("app/node_modules/x/package.json", MODULE + b" " * 5000)
    a.file("var/lib/dpkg/status", STATUS * 30).file("z", b"z" * 5000)
    a.file("lib/apk/db/installed", APK * 3000)
    b = Layer().hard("bin/c", "bin/b").sym("m.ko", "bin/b")
    b.hard("lib/modules/6.1/extra/n.ko", "bin/b").add("bin/.wh.a")
    seed("large", [a, b], *ALL_HOWS)
    data = a.done()
    for cut in (3000, 9000, 20000, 30000):
        with open("%s/large-cut-%d" % (out, cut), "wb") as f:
            f.write(data[:cut] + bytes([0]))


def plan():
    # What its headers speak of went by: read in a second visit.
    a = Layer().file("bin/a", elf(45000)).hard("bin/b", "bin/a")
    a.sym("lib/modules/6.1/extra/m.ko", "/bin/a").sym("m.ko", "bin/a")
    b = Layer().hard("usr/lib/rpmdb.ko", "bin/a")
    seed("plan", [a, b], ROOMY, ROOMY | FILES | ALL, ROOMY | ONCE, 0)
    a = Layer().file("var/lib/dpkg/status", STATUS * 400)
    b = Layer().file("opt/ab", APK * 2500).sym("lib/apk/db/installed",
                                               "/opt/ab")
    seed("over", [a, b], 0, FILES, ROOMY, PLAIN, ONCE)


def odd():
    a = Layer(tarfile.PAX_FORMAT)
    a.dir("opaque", pax={"SCHILY.xattr.trusted.overlay.opaque": "y"})
    a.dir("./").file("opaque/x").file("/../up").file("d/" * 300 + "x")
    a.hard("long", "d/" * 300 + "y").file("n" * 5000).hard("h", "n" * 5000)
    a.add("gone", tarfile.CHRTYPE).add("dev", tarfile.CHRTYPE, dev=(1, 3))
    a.add("blk", tarfile.BLKTYPE, dev=(8, 0)).add("pipe", tarfile.FIFOTYPE)
    a.add(".wh..wh.plnk/x").add(".wh.").file("stargz.index.json")
    a.file(".prefetch.landmark").file("").sym(".wh.link", "x")
    b = Layer().file("opaque", b"now a file").dir("gone").file("gone/x")
    seed("odd", [a, b, a], *ALL_HOWS)


def many():
    a = Layer()
    for i in range(60):
        a.sym("l%d" % i, "d%d" % i).dir("d%d" % i)
    b = Layer()
    for i in range(60):
        b.file("l%d/package.json" % i, MODULE)
    seed("aliases", [a, b], 0, FILES, SMALL, PLAIN)


for make in links, databases, siblings, objects, twins, large, plan, odd, many:
    make()
