#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# zips.sh DIR: zip archives of every kind, whole and damaged, in DIR, by zip(1),
# python3 and jar(1); NAME.list beside a whole one is what zipfile says of it.
set -e
cd "$1"
mkdir -p in/META-INF/maven
seq 1 40000 >in/numbers
head -c 100000 /dev/urandom >in/noise
printf 'Manifest-Version: 1.0\r\n\r\n' >in/META-INF/MANIFEST.MF
: >in/empty
(cd in && find . -type f | sed 's|^\./||' | LC_ALL=C sort) >names
(cd in && zip -q -r ../deflated.zip . && zip -q -r -0 ../stored.zip . &&
    zip -q - -@ <../names | cat >../stream.zip)
cp deflated.zip comment.zip
printf 'a comment PK' | zip -q -z comment.zip
{ printf '#!/bin/sh\nexec java -jar "$0"\nPK\3\4 is no header\n'
    head -c 9000 /dev/zero; } >script
cat script deflated.zip >prefix.zip
cat script stream.zip >moved.zip
zip -q -A moved.zip >/dev/null
if command -v jar >/dev/null; then
	(cd in && jar cf ../jar.zip .)
fi
cat >make.py <<'PY'
import struct, sys, zipfile, zlib, io, os
D = zipfile.ZIP_DEFLATED
names = open('names').read().split('\n')[:-1]
def add(z, wide):
    for n in names:
        with z.open(n, 'w', force_zip64=wide) as f:
            f.write(open('in/' + n, 'rb').read())
class Pipe(io.RawIOBase):
    def __init__(self, f): self.f = f
    def writable(self): return True
    def write(self, b): return self.f.write(b)
def make(name, how, pipe=False, wide=False):
    with open(name, 'wb') as f:
        with zipfile.ZipFile(Pipe(f) if pipe else f, 'w', D) as z:
            how(z) if how else add(z, wide)
make('wide.zip', None, wide=True)
make('pipe.zip', None, pipe=True)
make('widepipe.zip', None, pipe=True, wide=True)
make('wideend.zip', lambda z: [z.writestr('f%d' % i, b'', 0)
    for i in range(70000)])
make('none.zip', lambda z: None)
# data that holds what looks like a descriptor, behind one that is one
def decoy(z):
    z.writestr('first', b'x' * 50)
    fake = b''.join(struct.pack('<IIII', 0x08074b50, 0, 30 + k, 0)
        for k in range(60))
    z.writestr('a', os.urandom(3000) + b'PK\7\10PK\7' + fake + b'PPKPK\7', D,
        compresslevel=0)
    z.writestr('last', b'y')
make('decoy.zip', decoy, pipe=True)
for n in sorted(os.listdir('.')):
    if n.endswith('.zip'):
        with zipfile.ZipFile(n) as z, open(n + '.list', 'w') as f:
            for i in z.infolist():
                f.write('%s %d %08x\n' % (i.filename, i.file_size, i.CRC))

# damaged or hostile
make('bomb.zip', lambda z: z.writestr('zeros', bytes(40 << 20)))
one = open('pipe.zip', 'rb').read()
open('cut.zip', 'wb').write(one[:len(one) * 2 // 3])
b = bytearray(one); b[len(b) // 2] ^= 0x55
open('flipped.zip', 'wb').write(b)
open('text.zip', 'w').write('not an archive\n' * 100)
open('trailing.zip', 'wb').write(open('deflated.zip', 'rb').read() +
    b'and more\n' * 9)

def central(name, at, crc, packed, size):
    return struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 8, 0, 0,
        crc, packed, size, len(name), 0, 0, 0, 0, 0, at) + name
def local(name, crc, packed, size):
    return struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 8, 0, 0, crc,
        packed, size, len(name), 0) + name
def end(n, size, at):
    return struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, n, n, size, at, 0)
# 200 entries that all have the same data: 100 KB become gigabytes
raw = bytes(16 << 20)
c = zlib.compressobj(9, D, -15)
data = c.compress(raw) + c.flush()
crc = zlib.crc32(raw)
out, d = b'', b''
for i in range(200):
    name = b'x%03d.jar' % i
    d += central(name, len(out), crc, len(data), len(raw))
out = local(b'x000.jar', crc, len(data), len(raw)) + data
d = b''.join(central(b'x%03d.jar' % i, 0, crc, len(data), len(raw))
    for i in range(200))
open('overlap.zip', 'wb').write(out + d + end(200, len(d), len(out)))
def two(lists):
    c = zlib.compressobj(9, D, -15)
    x = c.compress(b'text') + c.flush()
    k = zlib.crc32(b'text')
    out, d = b'', b''
    for name, here, there in lists:
        if there: d += central(name, len(out), k, len(x), 4)
        if here: out += local(name, k, len(x), 4) + x
    return out + d + end(sum(t for _, _, t in lists), len(d), len(out))
open('hidden.zip', 'wb').write(two([(b'a', 1, 1), (b'b', 1, 0)]))
open('ghost.zip', 'wb').write(two([(b'a', 1, 1), (b'b', 0, 1)]))
# bare deflate data with something behind it; its length is in its name
for k in 0, 1, 9:
    raw = open('in/numbers', 'rb').read() + open('in/noise', 'rb').read()
    c = zlib.compressobj(k, D, -15)
    x = c.compress(raw) + c.flush()
    open('bare.%d' % k, 'wb').write(x + b'behind the data')
open('bare.raw', 'wb').write(raw)
t = two([(b'a', 1, 0), (b'a', 1, 1)])
open('twin.zip', 'wb').write(t)
make('bzip.zip', lambda z: z.writestr('a', b'text', zipfile.ZIP_BZIP2))
PY
python3 make.py
(cd in && zip -q -P secret ../locked.zip numbers)
