#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Small executables: elf(5), Microsoft's "PE Format", <mach-o/loader.h>."""
import gzip
import json
import lzma
import os
import struct
import sys
import zlib

what, to = sys.argv[1], sys.argv[2]
BASE = 0x400000


def pad(b, n):
    return b + b"\0" * (-len(b) % n)


def elf(sections, wide=True, big=False, segments=(), kind=2):
    """sections: (name, type, flags, link, data); segments: (type, section).
    Everything is mapped at BASE, writable; returns bytes and addresses."""
    o = ">" if big else "<"
    w = o + ("Q" if wide else "I")
    eh, ph, sh = (64, 56, 64) if wide else (52, 32, 40)
    names, body = b"\0", b""
    start = eh + ph * (1 + len(segments))
    placed = []
    for name, typ, flags, link, data in sections + [
            (".shstrtab", 3, 0, 0, None)]:
        at = len(names)
        names += name.encode() + b"\0"
        if data is None:
            data = names
        body = pad(body, 16) if (start + len(body)) % 16 == 0 else body
        body += b"\0" * (-(start + len(body)) % 16)
        placed.append((at, typ, flags, link, start + len(body), len(data)))
        body += data
    body += b"\0" * (-(start + len(body)) % 16)
    shoff = start + len(body)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 2 if big else 1, 1])
    head = ident.ljust(16, b"\0") + struct.pack(o + "HHI", kind, 62, 1)
    head += struct.pack(w * 1 + "", BASE) + struct.pack(w, eh)
    head += struct.pack(w, shoff) + struct.pack(
        o + "IHHHHHH", 0, eh, ph, 1 + len(segments), sh, len(placed) + 1,
        len(placed))
    size = shoff + sh * (len(placed) + 1)

    def segment(typ, off, n):
        if wide:
            return struct.pack(o + "IIQQQQQQ", typ, 6, off, BASE + off,
                               BASE + off, n, n, 16)
        return struct.pack(o + "IIIIIIII", typ, off, BASE + off, BASE + off,
                           n, n, 6, 16)

    head += segment(1, 0, size)
    for typ, i in segments:
        head += segment(typ, placed[i][4], placed[i][5])
    table = b"\0" * sh
    for at, typ, flags, link, off, n in placed:
        table += struct.pack(o + "II", at, typ) + struct.pack(
            w, flags) + struct.pack(w, BASE + off) + struct.pack(
            w, off) + struct.pack(w, n) + struct.pack(
            o + "II", link, 0) + struct.pack(w, 1) + struct.pack(w, 0)
    return head + body + table


def offset(image, text):
    return BASE + image.index(text)


MODULES = b"\n".join([
    b"path\texample.com/a/cmd/a", b"mod\texample.com/a\t(devel)\t",
    b"dep\tgithub.com/x/y\tv1.2.3\th1:abc=",
    b"dep\tgithub.com/x/z\tv1.0.0\t", b"=>\t./z\t(devel)\t",
    b"dep\tgithub.com/x/w\tv1.0.0\t", b"=>\tgithub.com/f/w\tv1.0.1\th1:q=",
    b'build\t-ldflags="-s -X main.version=1.2.3 -X \'main.tag=v1.2.3\'"',
    b'build\t"a\\x41\\n\\t"=`raw`', b"build\tGOOS=linux",
    b"build\tvcs.revision=0123456789abcdef0123",
    b"build\tvcs.time=2024-01-31T12:34:56Z", b""])
NO_FLAGS = b"\n".join(l for l in MODULES.split(b"\n") if b"ldflags" not in l)
SINGLE = (b"path\tcommand-line-arguments\ndep\texample.com/b\t(devel)\t\n"
          b"build\tvcs=git\n")
TOOL = b"path\tcmd/go\nbuild\tGOOS=linux\n"
START = bytes.fromhex("3077af0c9274080241e1c107e6d618e6")
END = bytes.fromhex("f932433186182072008242104116d8f2")


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def inline(modules, version=b"go1.22.3 X:boring", framed=True):
    text = START + modules + END if framed else b""
    return (b"\xff Go buildinf:\x08\x02".ljust(32, b"\0") +
            varint(len(version)) + version + varint(len(text)) + text)


def go_elf(modules, symbols=False, **kw):
    secs = [(".go.buildinfo", 1, 3, 0, inline(modules))]
    if symbols:
        value = b"3.2.1\0"
        secs.append((".rodata", 1, 2, 0, value))
        sym = b"\0" * 24 + struct.pack("<IBBHQQ", 1, 1, 0, 1, 0, 6)
        secs.append((".symtab", 2, 0, 4, sym))
        secs.append((".strtab", 3, 0, 0, b"\0main.version.str\0x.ver.str\0"))
        image = elf(secs, **kw)
        fixed = sym[:32] + struct.pack("<Q", offset(image, value)) + sym[40:]
        return image.replace(sym, fixed)
    return elf(secs, **kw)


def go_pointers(wide, big):
    o, w = (">" if big else "<"), ("Q" if wide else "I")
    n = 8 if wide else 4
    text = START + MODULES + END
    blob = (b"\xff Go buildinf:" + bytes([n, 1 if big else 0]) +
            b"PTRS" .ljust(n * 2, b"P"))
    data = b"go1.16.5" + text
    heads = b"HEAD".ljust(n * 4, b"H")
    image = elf([(".go.buildinfo", 1, 3, 0, blob),
                 (".data", 1, 3, 0, heads + data)], wide, big)
    hp, dp = offset(image, heads), offset(image, data)
    image = image.replace(heads, struct.pack(
        o + w * 4, dp, 8, dp + 8, len(text)))
    return image.replace(blob[16:], struct.pack(o + w * 2, hp, hp + 2 * n))


def dynamic(wide=True, big=False):
    o, w, n = (">" if big else "<"), ("Q" if wide else "I"), 16
    names = b"\0libc.so.6\0libz.so.1\0"
    mark = b"DYNAMIC!".ljust((8 if wide else 4) * 2 * 5, b"D")
    image = elf([(".dynstr", 3, 2, 0, names), (".dynamic", 6, 3, 1, mark),
                 (".interp", 1, 2, 0, b"/lib/ld.so.1\0")], wide, big,
                [(2, 1), (3, 2)], 3)
    entry = lambda t, v: struct.pack(o + w * 2, t, v)
    return image.replace(mark, entry(1, 1) + entry(1, 11) + entry(
        5, offset(image, names)) + entry(10, len(names)) + entry(0, 0))


def note(text, big=False, bare=False):
    if bare:
        return text
    o = ">" if big else "<"
    return pad(struct.pack(o + "III", 4, 4, 1) + b"GNU\0abcd" + struct.pack(
        o + "III", 4, len(text), 0xcafe1a7e) + b"FDO\0" + text, 4)


NOTE = (b'{"type":"rpm","name":"bash","version":"5.1-2.fc34","architecture":'
        b'"x86_64","osCpe":"cpe:/o:fedoraproject:fedora:34","cpe":"cpe:2.3:a:'
        b'gnu:bash:5.1:*:*:*:*:*:*:*"}')
CRATES = json.dumps({"packages": [
    {"name": "a", "version": "1.0.0", "source": "local", "root": True,
     "dependencies": [1, 2]},
    {"name": "b", "version": "2.0.0", "source": "crates.io",
     "dependencies": [7]},
    {"name": "c", "version": "3.0.0", "source": "git", "kind": "build"}]})
BOM = gzip.compress(json.dumps({
    "bomFormat": "CycloneDX", "metadata": {"component": {
        "name": "app", "version": "1", "bom-ref": "app",
        "type": "application"}},
    "components": [{"name": "json", "group": "org.json", "version": "2021",
                    "bom-ref": "j", "purl": "pkg:maven/org.json/json@2021",
                    "cpe": "cpe:2.3:a:x:y:1:*:*:*:*:*:*:*", "licenses": [
                        {"license": {"id": "MIT"}}, {"expression": "MIT"},
                        {"license": {"name": "x"}}]}],
    "dependencies": [{"ref": "app", "dependsOn": ["j"]}]}).encode(), mtime=0)


def graalvm():
    sym = b"".join(struct.pack("<IBBHQQ", *s) for s in (
        (1, 1, 0, 1, 0x1111, 0), (6, 1, 0, 1, 0x2222, 8)))
    length = struct.pack("<Q", len(BOM)) + b"LENGTH"
    image = elf([(".svm_heap", 1, 3, 0, b"heap"), (".data", 1, 3, 0, BOM),
                 (".len", 1, 3, 0, length), (".symtab", 2, 0, 5, sym),
                 (".strtab", 3, 0, 0, b"\0sbom\0sbom_length\0")])
    fixed = sym.replace(struct.pack("<Q", 0x1111), struct.pack(
        "<Q", offset(image, BOM))).replace(struct.pack(
            "<Q", 0x2222), struct.pack("<Q", offset(image, length)))
    return image.replace(sym, fixed)


MARK = bytes.fromhex("8b1202b96a612038727b930214d7a032"
                     "13f5b9e6efae3318ee3b2dce24b36aae")
DEPS = json.dumps({
    "runtimeTarget": {"name": "t"}, "targets": {"t": {"a/1": {
        "dependencies": {"b": "2"}, "runtime": {"a.dll": {}}}, "b/2": {}}},
    "libraries": {"a/1": {"type": "project"},
                  "b/2": {"type": "package"}}}).encode()


def bundle(major):
    image = elf([(".data", 1, 3, 0, b"AT_HERE!" + MARK)])
    image += b"\0" * 64
    deps, image = len(image), image + DEPS
    at = len(image)
    image += struct.pack("<III", major, 0, 2) + b"\x02id"
    if major >= 2:
        image += struct.pack("<qqqqQ", deps, len(DEPS), 0, 0, 0)
    for kind in (1, 3):
        image += struct.pack("<qq", deps, len(DEPS)) + bytes([kind]) + b"\1x"
    return image.replace(b"AT_HERE!", struct.pack("<q", at))


def version_block(key, value=b"", children=b"", text=0, length=None):
    k = key.encode("utf-16le") + b"\0\0"
    body = pad(b"\0" * 6 + k, 4) + value
    if children:
        body = pad(body, 4) + children
    n = len(value) if length is None else length
    return struct.pack("<HHH", len(body), n, text) + body[6:]


def version_resource(company, product, pv, fv):
    strings = b""
    for key, value in (("CompanyName", company), ("ProductName", product),
                       ("FileDescription", product + " (net8.0)"),
                       ("InternalName", "x.dll"),
                       ("OriginalFilename", "\u00e9\u4e2d.dll"),
                       ("FileVersion", fv), ("ProductVersion", pv)):
        if value:
            v = value.encode("utf-16le") + b"\0\0"
            strings += pad(version_block(key, v, b"", 1, len(v) // 2), 4)
    fixed = struct.pack("<13I", 0xfeef04bd, 0x10000, 0x10002, 0x30004,
                        0x10002, 0x30004, 0, 0, 0, 0, 0, 0, 0)
    info = version_block("StringFileInfo", b"", version_block(
        "040904b0", b"", strings, 1), 1)
    var = pad(version_block("VarFileInfo", b"", version_block(
        "Translation", b"\0\0\0\0"), 1), 4)
    return version_block("VS_VERSION_INFO", fixed, var + info)


def pe(wide=True, cli=True, company="Microsoft Corporation", product="X.Y",
       pv="3.1.6+abc", fv="3.100.620.31604", go=None):
    raw = version_resource(company, product, pv, fv)
    rsrc = b""
    for name, to in ((16, 0x80000018), (1, 0x80000030), (1033, 0x48)):
        rsrc += struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, name, to)
    rsrc += struct.pack("<IIII", 0x2000 + 0x58, len(raw), 0, 0) + raw
    data = struct.pack("<IHH", 72, 2, 5).ljust(16, b"\0")
    data += (go or b"").ljust(16, b"\0")
    base = len(data)
    # exports: one name; imports: one library
    text = b"sbom\0KERNEL32.dll\0"
    exp = struct.pack("<10I", 0, 0, 0, 0, 1, 1, 1, 0x1000 + base + 40,
                      0x1000 + base + 44, 0x1000 + base + 48)
    exp += struct.pack("<IIHH", 0x1000, 0x1000 + base + 52 + 40, 0, 0)
    imp = struct.pack("<5I", 0, 0, 0, 0x1000 + base + 52 + 45, 0) + b"\0" * 20
    data += exp + imp + text
    secs, body, off = b"", b"", 0x400
    for name, va, d, flags in ((b".data", 0x1000, data, 0xc0000040),
                               (b".rsrc", 0x2000, rsrc, 0x40000040)):
        d = d.ljust(len(d) + -len(d) % 512, b"\0")
        secs += name.ljust(8, b"\0") + struct.pack(
            "<IIIIIIHHI", len(d), va, len(d), off + len(body), 0, 0, 0, 0,
            flags)
        body += d
    dirs = [(0, 0)] * 16
    dirs[0] = (0x1000 + base, 40)
    dirs[1] = (0x1000 + base + 52, 40)
    dirs[2] = (0x2000, len(rsrc))
    dirs[14] = (0x1000, 72) if cli else (0, 0)
    opt = struct.pack("<H", 0x20b if wide else 0x10b).ljust(
        24 if wide else 28, b"\0")
    opt += struct.pack("<Q" if wide else "<I", 0x10000)
    opt = opt.ljust(108 if wide else 92, b"\0") + struct.pack("<I", 16)
    opt += b"".join(struct.pack("<II", *d) for d in dirs)
    head = b"MZ".ljust(0x3c, b"\0") + struct.pack("<I", 0x40)
    head += b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 2, 0, 0, 0, len(opt),
                                    0x2022) + opt + secs
    return head.ljust(0x400, b"\0") + body


def macho(wide=True, big=False, go=None, kind=2):
    o, w = (">" if big else "<"), ("Q" if wide else "I")
    head = 32 if wide else 28
    cmds = b""

    def command(n, body):
        nonlocal cmds
        body = pad(body, 8)
        cmds += struct.pack(o + "II", n, len(body) + 8) + body

    data = (go or b"").ljust(64, b"\0") + b"\0_sbom\0_main.version.str\0"
    sym = struct.pack(o + "IBBH" + w, 1, 0, 1, 0, 0x1000)
    at = 1024
    seg = b"__DATA".ljust(16, b"\0") + struct.pack(
        o + w * 4, 0x1000, len(data), at, len(data)) + struct.pack(
        o + "IIII", 7, 3, 2, 0)
    for name, typ in ((b"__go_buildinfo", 0), (b"__bss", 1)):
        seg += name.ljust(16, b"\0") + b"__DATA".ljust(16, b"\0")
        seg += struct.pack(o + w * 2, 0x1000, len(data)) + struct.pack(
            o + "IIIII", at, 4, 0, 0, typ) + b"\0" * (12 if wide else 8)
    command(0x19 if wide else 1, seg)
    command(2, struct.pack(o + "IIII", at + len(data), 1, at + max(
        64, len(go or b"")), 25))
    command(0xc, struct.pack(o + "IIII", 24, 0, 0, 0) + b"/lib/a.dylib\0")
    command(0xe, struct.pack(o + "I", 12) + b"/usr/lib/dyld\0")
    magic = 0xfeedfacf if wide else 0xfeedface
    h = struct.pack(o + "IIIIIII", magic, 7, 3, kind, 4, len(cmds), 0)
    return (h.ljust(head, b"\0") + cmds).ljust(at, b"\0") + data + sym


def fat(*slices, wide=False):
    off, table, body = 512, b"", b""
    for s in slices:
        table += struct.pack(">IIQQII" if wide else ">IIIII", 7, 3,
                             off + len(body), len(s), *((4, 0) if wide else
                                                        (4,)))
        body += s
    magic = 0xcafebabf if wide else 0xcafebabe
    return (struct.pack(">II", magic, len(slices)) + table).ljust(
        512, b"\0") + body


def kernel():
    b = bytearray(2048)
    b[0x202:0x206] = b"HdrS"
    b[0x20e:0x210] = struct.pack("<H", 0x400)
    text = b"5.10.121-linuxkit (a@b) #1 SMP\0"
    b[0x600:0x600 + len(text)] = text
    return bytes(b)


BANNER = b"x" * 100 + b"Linux version 6.1.0-arm (a@b)\n" + b"y" * 50
ARM = b"\0" * 0x38 + b"ARM\x64" + BANNER
ZIMG = (b"MZ\0\0zimg" + struct.pack("<II", 64, len(gzip.compress(BANNER)))
        ).ljust(64, b"\0") + gzip.compress(BANNER, mtime=0)
MODULE = elf([(".modinfo", 1, 2, 0, b"name=e1000\0version=1.2\0license=GPL\0"
              b"vermagic=6.1.0 SMP\0")], kind=1)

exes = {
    "dynamic": dynamic(), "dynamic32be": dynamic(False, True),
    "go": go_elf(MODULES), "pe": pe(), "pe32": pe(False, False, "ACME", "Z",
                                                   "1.2", "1.2.3.4"),
    "pe_plain": pe(True, True, "A", "", "", ""),
    "macho": macho(), "macho32be": macho(False, True),
    "fat": fat(macho(), macho(False)), "fat64": fat(macho(), wide=True),
    "graalvm": graalvm(), "symbols": go_elf(NO_FLAGS, True),
    "bare": elf([])[:120], "dos": b"MZ" + b"\0" * 100,
}
go = {
    "inline": go_elf(MODULES), "symbols": go_elf(NO_FLAGS, True),
    "vcs": go_elf(NO_FLAGS), "single": go_elf(SINGLE), "tool": go_elf(TOOL),
    "none": elf([(".go.buildinfo", 1, 3, 0, inline(b"", framed=False))]),
    "devel": elf([(".go.buildinfo", 1, 3, 0, inline(
        MODULES, b"devel go1.25-abc Mon"))]),
    "rc": elf([(".go.buildinfo", 1, 3, 0, inline(MODULES, b"go1.21rc2"))]),
    "p64": go_pointers(True, False), "p32be": go_pointers(False, True),
    "pe": pe(go=inline(MODULES)), "macho": macho(go=inline(MODULES)),
    "real": go_elf(MODULES.replace(b"(devel)\t", b"v1.0.0\th1:x=", 1)),
}
rows = {
    "note": elf([(".note.package", 7, 2, 0, note(NOTE))]),
    "note_be": elf([(".note.package", 7, 2, 0, note(NOTE, True))], big=True),
    "note_bare": elf([(".note.package", 1, 2, 0, note(NOTE, bare=True))]),
    "note_os": elf([(".note.package", 7, 2, 0, note(
        b'{"type":"deb","name":"x","version":"1","os":"debian",'
        b'"osVersion":"12","architecture":"amd64"}'))]),
    "crates": elf([(".dep-v0", 1, 2, 0, zlib.compress(CRATES.encode()))]),
    "crates_bad": elf([(".dep-v0", 1, 2, 0, zlib.compress(b"{}"))]),
    "bundle1": bundle(1), "bundle6": bundle(6), "graalvm": graalvm(),
    "svm": elf([(".svm_heap", 1, 3, 0, b"heap")]),
    "pe": pe(), "pe_other": exes["pe32"], "pe_plain": exes["pe_plain"],
    "pe_ms": pe(True, False, "Microsoft", "W", "10.0.1", "10.0.1.5"),
    "fat": exes["fat"], "dynamic": dynamic(), "go": go["inline"],
    "dos": exes["dos"],
}
# A segment only: no section table.
stripped = bytearray(elf([(".note.package", 7, 2, 0, note(NOTE))],
                         segments=[(4, 0)]))
stripped[40:48] = b"\0" * 8
stripped[60:64] = b"\0" * 4
rows["note_segment"] = bytes(stripped)
kernels = {"x86": kernel(), "arm": ARM, "gz": gzip.compress(ARM, mtime=0),
           "zimg": ZIMG, "elf": elf([(".rodata", 1, 2, 0, BANNER)]),
           "none": b"\0" * 0x38 + b"ARM\x64" + b"\0" * 64}
modules = {"ko": MODULE, "gz": gzip.compress(MODULE, mtime=0),
           "xz": lzma.compress(MODULE), "order": b"kernel/a.ko\n",
           "tree": elf([(".modinfo", 1, 2, 0, b"name=a\0intree=Y\0")])}


def put(name, data):
    with open(os.path.join(to, "made_" + name), "wb") as f:
        f.write(data)


if what == "exe":
    for name, data in exes.items():
        put(name, data)
elif what == "go":
    for name, data in go.items():
        put(name, b"\0" + data)
        put("scan_" + name, b"\x85" + data)
else:
    for mode, group in ((0, rows), (1, rows), (2, kernels), (3, modules)):
        for name, data in group.items():
            put("%d_%s" % (mode, name), bytes([mode]) + data)
    for name, data in kernels.items():
        put("66_" + name, bytes([66]) + data)
    put("7_order", b"\x07" + modules["order"])
    put("8_pe", b"\x08" + pe())
    put("8_pe2", b"\x10" + pe())
