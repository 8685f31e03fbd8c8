# SPDX-License-Identifier: Apache-2.0
"""jars.py DIR: Java archives in DIR, by Python's zipfile, for tests.

DIR/root holds what java.t lists; truth.tsv says what it must: group, name,
version, path ("!/" before what is inside), SHA-1 or "-", and marks. DIR/bad
holds damaged and hostile ones.
"""
import hashlib, io, os, struct, sys, zipfile, zlib

D, S = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED
os.makedirs(sys.argv[1] + '/root', exist_ok=True)
os.makedirs(sys.argv[1] + '/bad', exist_ok=True)
os.makedirs(sys.argv[1] + '/streams', exist_ok=True)
os.chdir(sys.argv[1])
truth = []


class Pipe(io.RawIOBase):
    """What cannot be rewound: sizes then follow the data."""
    def __init__(self, f): self.f = f
    def writable(self): return True
    def write(self, b): return self.f.write(b)


def archive(entries, how=D, pipe=False):
    """entries: (name, bytes or str[, method])"""
    out = io.BytesIO()
    with zipfile.ZipFile(Pipe(out) if pipe else out, 'w', how) as z:
        for e in entries:
            info = zipfile.ZipInfo(e[0], (2020, 1, 1, 0, 0, 0))
            info.compress_type = e[2] if len(e) > 2 else how
            z.writestr(info, e[1])
    return out.getvalue()


def manifest(**attrs):
    lines = ['Manifest-Version: 1.0']
    for k, v in attrs.items():
        line = k.replace('_', '-') + ': ' + v
        while len(line.encode()) > 70:
            lines.append(line[:70])
            line = ' ' + line[70:]
        lines.append(line)
    return ('META-INF/MANIFEST.MF', '\r\n'.join(lines) + '\r\n\r\n')


def properties(g, a, v):
    return ('META-INF/maven/%s/%s/pom.properties' % (g, a),
        '#Created by Apache Maven\nversion=%s\ngroupId=%s\nartifactId=%s\n'
        % (v, g, a))


def pom(g, a, v, parent=None):
    p = '<project xmlns="http://maven.apache.org/POM/4.0.0">'
    if parent:
        p += ('<parent><groupId>%s</groupId><artifactId>parent</artifactId>'
            '<version>%s</version></parent>' % parent)
    for tag, x in ('groupId', g), ('artifactId', a), ('version', v):
        if x: p += '<%s>%s</%s>' % (tag, x, tag)
    return ('META-INF/maven/x/pom.xml', p + '</project>')


def sha1(b): return hashlib.sha1(b).hexdigest()


def row(g, a, v, path, data=None, marks='-'):
    truth.append((g, a, v or '-', path, sha1(data) if data else '-', marks))


def put(path, data):
    os.makedirs(os.path.dirname('root/' + path), exist_ok=True)
    open('root/' + path, 'wb').write(data)


def one(path, entries, g, a, v, marks='-', **kw):
    data = archive(entries, **kw)
    put(path, data)
    row(g, a, v, '/' + path, data, marks)
    return data


klass = ('A.class', os.urandom(2000))

# one archive each: what says who it is
one('id/tool-1.2.jar', [manifest(Bundle_Version='9'), klass,
    properties('org.acme', 'tool', '1.2')], 'org.acme', 'tool', '1.2')
one('id/renamed.jar', [manifest(Implementation_Version='3'), klass,
    properties('org.acme', 'renamed-core', '1.3')],
    'org.acme', 'renamed-core', '1.3')
one('id/only-pom-2.jar', [manifest(), pom('', 'only-pom', '',
    ('org.acme.pom', '2.5'))], 'org.acme.pom', 'only-pom', '2.5')
one('id/bundle.jar', [manifest(Created_By='Apache Maven Bundle Plugin 3',
    Bundle_SymbolicName='org.acme.bundles.wire;singleton:=true',
    Bundle_Version='4.0.1')], 'org.acme.bundles', 'wire', '4.0.1', 'guessed')
one('id/log4j-1.2-api-2.14.jar', [manifest(),
    properties('org.log', 'log4j-1.2-api', '2.14')],
    'org.log', 'log4j-1.2-api', '2.14')
one('id/org.acme.net-5.jar', [manifest(Implementation_Vendor='Acme Inc.')],
    'net', 'net', '5', 'guessed')
one('id/kit_2.13-3.4.0.jar', [manifest(Implementation_Vendor_Id='org.kit')],
    'org.kit', 'kit_2.13', '3.4.0', 'guessed')
one('id/placeholder-7.jar', [manifest(Implementation_Title='%title'),
    properties('org.acme', 'placeholder', '${revision}')],
    'org.acme', 'placeholder', '7')
one('id/long-1.jar', [manifest(Bundle_Name='x' * 200,
    Group_Id='com.example.' + 'very.' * 20 + 'long')],
    'com.example.' + 'very.' * 20 + 'long', 'long', '1')
one('id/noversion.jar', [manifest()], 'noversion', 'noversion', '', 'guessed')
one('id/bare-2.0.jar', [klass], 'bare', 'bare', '2.0', 'guessed')
one('id/tool-1.2-sources.jar', [manifest()], 'tool', 'tool', '1.2',
    'guessed,dev')
one('id/git.hpi', [manifest(Short_Name='git', Plugin_Version='4.11.3',
    Group_Id='org.jenkins-ci.plugins', Long_Name='Jenkins Git plugin')],
    'org.jenkins-ci.plugins', 'git', '4.11.3')
one('id/stream-1.jar', [manifest(), klass,
    properties('org.acme', 'stream', '1')], 'org.acme', 'stream', '1',
    pipe=True)
data = b'#!/bin/sh\nexec java -jar "$0" "$@"\n' + archive(
    [manifest(), properties('org.acme', 'script', '1.1')])
put('id/script.jar', data)
row('org.acme', 'script', '1.1', '/id/script.jar', data)
# instrumentation that calls itself by its target's name
put('id/weave-1.jar', archive([manifest(Weave_Classes='x'),
    properties('org.acme', 'tool', '1.2')]))

# shaded: what else its properties name
one('shaded-3.jar', [manifest(), properties('org.acme', 'shaded', '3'),
    properties('com.google.guava', 'guava', '31.0'),
    properties('org.acme', 'half', '${revision}'), klass],
    'org.acme', 'shaded', '3')
row('com.google.guava', 'guava', '31.0', '/shaded-3.jar!/META-INF/maven/'
    'com.google.guava/guava/pom.properties')

# archives in archives, stored and deflated, sizes before and after the data
def nest(path, depth, how, pipe):
    inner = None
    rows = []
    for d in range(depth, 0, -1):
        name = 'n%d' % d
        e = [manifest(), properties('org.' + path.split('/')[0], name, '1'), klass]
        if inner:
            e.append(('lib/n%d.jar' % (d + 1), inner, how))
        inner = archive(e, pipe=pipe)
        rows.append((d, inner))
    put(path, inner)
    for d, data in rows[::-1]:
        row('org.' + path.split('/')[0], 'n%d' % d, '1', '/' + path + ''.join(
            '!/lib/n%d.jar' % k for k in range(2, d + 1)), data)

nest('nest/n1.jar', 8, S, False)
nest('nestd/n1.jar', 8, D, False)
nest('nestp/n1.jar', 8, D, True)

with open('truth.tsv', 'w') as f:
    for t in sorted(truth):
        f.write('\t'.join(t) + '\n')


# too large to be held while they stream by: 20 MB that do not shrink
def large(path, entries, how, pipe):
    noise = [('noise%d.bin' % i, os.urandom(5 << 20), S) for i in range(4)]
    if pipe:
        noise = [(n, b, D) for n, b, _ in noise]
    data = archive(noise[:2] + entries + noise[2:], how, pipe)
    open('streams/' + path, 'wb').write(data)
    return data

lib = archive([manifest(), properties('org.acme', 'lib', '1'), klass])
big = archive([manifest(), properties('org.acme', 'big', '1'),
    ('x.bin', os.urandom(9 << 20)), ('in/lib-1.jar', lib)], pipe=True)
streams = []
for name, pipe in ('plain', False), ('piped', True):
    data = large('large-%s.jar' % name, [manifest(),
        properties('org.acme', 'large-' + name, '1'),
        ('BOOT-INF/lib/lib-1.jar', lib, D if pipe else S),
        ('BOOT-INF/lib/big.jar', big, D if pipe else S)], D, pipe)
    at = '/large-%s.jar' % name
    streams += [('org.acme', 'large-' + name, '1', at, sha1(data), '-'),
        ('org.acme', 'lib', '1', at + '!/BOOT-INF/lib/lib-1.jar', sha1(lib),
            '-'),
        ('org.acme', 'big', '1', at + '!/BOOT-INF/lib/big.jar', sha1(big),
            '-'),
        ('org.acme', 'lib', '1', at + '!/BOOT-INF/lib/big.jar!/in/lib-1.jar',
            sha1(lib), '-')]
with open('streams.tsv', 'w') as f:
    for t in sorted(streams):
        f.write('\t'.join(t) + '\n')

# ---- hostile ----

def bad(name, data): open('bad/' + name, 'wb').write(data)

# nested nine deep
inner = archive([manifest(), properties('org.deep', 'd9', '1')])
for d in range(8, 0, -1):
    inner = archive([manifest(), properties('org.deep', 'd%d' % d, '1'),
        ('d%d.jar' % (d + 1), inner)])
bad('deep.jar', inner)

# 42 kB: jars of jars of zeros, each level the same sixteen times
level = archive([('zeros.jar', archive([('z.bin', bytes(100 << 20))]))])
for d in range(4):
    level = archive([('a%02d.jar' % i, level) for i in range(16)])
bad('bomb42.jar', level)

# 42 kB: one jar inside that inflates to 40 MB of zeros
bad('zeros.jar', archive([('in.jar', bytes(40 << 20))]))

# 200 entries that share their data
raw = archive([('z.bin', bytes(2 << 20), S)])
c = zlib.compressobj(9, D, -15)
packed = c.compress(raw) + c.flush()
crc = zlib.crc32(raw)
out = d = b''
out = struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 8, 0, 0, crc,
    len(packed), len(raw), 8, 0) + b'e000.jar' + packed
for i in range(200):
    d += struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 8, 0, 0,
        crc, len(packed), len(raw), 8, 0, 0, 0, 0, 0, 0) + b'e%03d.jar' % i
bad('overlap.jar', out + d + struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 200,
    200, len(d), len(out), 0))

whole = archive([manifest(), properties('org.acme', 'cut', '1'), klass])
bad('cut.jar', whole[:len(whole) - 60])
bad('text.jar', b'this is no archive\n')
bad('empty.jar', b'')
bad('broken-inside.jar', archive([manifest(),
    properties('org.acme', 'broken-inside', '1'),
    ('lib/cut-1.jar', whole[:len(whole) // 2]), ('lib/ok-1.jar', whole)]))
bad('poms.jar', archive([manifest()] + [properties('org.p', 'p%d' % i, '1')
    for i in range(4200)]))
bad('many.jar', archive([manifest()] + [('l/%d.jar' % i,
    b'PK\3\4 broken') for i in range(500)]))
# headers and directory name different entries
two = archive([manifest(), properties('org.acme', 'two', '1'),
    ('hidden.jar', lib)])
at = two.rfind(b'hidden.jar')
bad('two.jar', two[:at] + b'shown0.jar' + two[at + 10:])
# the same, where only its bytes as they come can tell
n = archive([manifest(), properties('org.acme', 'twos', '1'),
    ('noise', os.urandom(20 << 20), S), ('hidden.jar', lib)])
at = n.rfind(b'hidden.jar')
bad('twos.jar', n[:at] + b'shown0.jar' + n[at + 10:])
