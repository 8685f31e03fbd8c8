#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""big-spdx.py [FILES [PACKAGES]]: a big SPDX 2.3 JSON document on standard
output, of the shape of Syft's: one line, packages, then files, then
relationships. The files make up nearly all of it: 1,000,000 of them (the
default) are 287 MB. Same arguments, same bytes.

Source: what Syft writes for a directory (`-o spdx-json`): the members of each
object and their order, and references made of kind, name and 16 hexadecimal
digits. Of its two checksums only the first is here, and of its relationships
one CONTAINS for each package and one to 100 of the files.
"""
import hashlib
import sys

FILE = ('{"fileName":"usr/lib/p%04d/lib/f%07d.so",'
        '"SPDXID":"SPDXRef-File-lib-f%07d.so-%s",'
        '"checksums":[{"algorithm":"SHA1","checksumValue":"%s"}],'
        '"licenseConcluded":"NOASSERTION",'
        '"licenseInfoInFiles":["NOASSERTION"],"copyrightText":""}')
PACKAGE = ('{"name":"p%04d","SPDXID":"%s","versionInfo":"1.%d-1",'
           '"supplier":"NOASSERTION","downloadLocation":"NOASSERTION",'
           '"filesAnalyzed":false,"sourceInfo":"acquired package info from '
           'DPKG DB: /var/lib/dpkg/status","licenseConcluded":"NOASSERTION",'
           '"licenseDeclared":"MIT","copyrightText":"NOASSERTION",'
           '"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER",'
           '"referenceType":"purl","referenceLocator":"pkg:deb/debian/p%04d'
           '@1.%d-1?arch=amd64&distro=debian-12"}]}')
RELATION = ('{"spdxElementId":"%s","relatedSpdxElement":"%s",'
            '"relationshipType":"%s"}')
ROOT = "SPDXRef-DocumentRoot-Directory-root"


def package_id(i):
    return "SPDXRef-Package-deb-p%04d-%016x" % (i, i * 2654435761)


def pieces(files, packages):
    def file_hex(i):
        return hashlib.sha1(b"%d" % i, usedforsecurity=False).hexdigest()

    def file_id(i):
        return "SPDXRef-File-lib-f%07d.so-%s" % (i, file_hex(i)[:16])

    yield ('{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0",'
           '"SPDXID":"SPDXRef-DOCUMENT","name":"root","documentNamespace":'
           '"https://example.com/root","creationInfo":{"licenseListVersion":'
           '"3.25","creators":["Organization: Anchore, Inc",'
           '"Tool: syft-1.30.0"],"created":"2026-11-22T20:35:07Z"},'
           '"packages":[')
    for i in range(packages):
        yield PACKAGE % (i, package_id(i), i, i, i)
        yield ","
    yield ('{"name":"root","SPDXID":"%s","downloadLocation":"NOASSERTION",'
           '"filesAnalyzed":false,"primaryPackagePurpose":"FILE"}],"files":['
           % ROOT)
    for i in range(files):
        h = file_hex(i)
        yield "," if i else ""
        yield FILE % (i % 5000, i, i, h[:16], h)
    yield '],"relationships":['
    for i in range(0, files, 100):
        yield RELATION % (package_id(i // 100 % packages), file_id(i),
                          "CONTAINS")
        yield ","
    for i in range(packages):
        yield RELATION % (ROOT, package_id(i), "CONTAINS")
        yield ","
    yield RELATION % ("SPDXRef-DOCUMENT", ROOT, "DESCRIBES")
    yield "]}\n"


def main():
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    packages = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    held = []
    for p in pieces(files, packages):
        held.append(p)
        if len(held) == 20000:
            sys.stdout.write("".join(held))
            held = []
    sys.stdout.write("".join(held))


main()
