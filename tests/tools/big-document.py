#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""big-document.py KIND [FILES [PACKAGES]]: a big document on standard output:
PACKAGES (1000) packages of Debian and FILES (1,000,000) files, which make up
nearly all of it. Same arguments, same bytes.

KIND is spdx (SPDX 2.3 JSON: 287 MB with the default), tag-value, spdx3 or
cyclonedx.

Source: what Syft writes for a directory: one line, the members of each object
and their order, references made of kind, name and 16 hexadecimal digits. Of
its two checksums only the first is here, and of its relationships one
CONTAINS for each package and one to 100 of the files. SPDX 3, which it writes
in another way, as its model sorts the members: by name.
"""
import hashlib
import sys

PURL = "pkg:deb/debian/p%04d@1.%d-1?arch=amd64&distro=debian-12"
SPACE = "https://example.com/root"


def digest(i):
    return hashlib.sha1(b"%d" % i, usedforsecurity=False).hexdigest()


def spdx(files, packages):
    file = ('{"fileName":"usr/lib/p%04d/lib/f%07d.so",'
            '"SPDXID":"SPDXRef-File-lib-f%07d.so-%s",'
            '"checksums":[{"algorithm":"SHA1","checksumValue":"%s"}],'
            '"licenseConcluded":"NOASSERTION",'
            '"licenseInfoInFiles":["NOASSERTION"],"copyrightText":""}')
    package = ('{"name":"p%04d","SPDXID":"%s","versionInfo":"1.%d-1",'
               '"supplier":"NOASSERTION","downloadLocation":"NOASSERTION",'
               '"filesAnalyzed":false,"sourceInfo":"acquired package info '
               'from DPKG DB: /var/lib/dpkg/status","licenseConcluded":'
               '"NOASSERTION","licenseDeclared":"MIT","copyrightText":'
               '"NOASSERTION","externalRefs":[{"referenceCategory":'
               '"PACKAGE-MANAGER","referenceType":"purl",'
               '"referenceLocator":"' + PURL + '"}]}')
    relation = ('{"spdxElementId":"%s","relatedSpdxElement":"%s",'
                '"relationshipType":"%s"}')
    root = "SPDXRef-DocumentRoot-Directory-root"

    def package_id(i):
        return "SPDXRef-Package-deb-p%04d-%016x" % (i, i * 2654435761)

    yield ('{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0",'
           '"SPDXID":"SPDXRef-DOCUMENT","name":"root","documentNamespace":'
           '"' + SPACE + '","creationInfo":{"licenseListVersion":'
           '"3.25","creators":["Organization: Anchore, Inc",'
           '"Tool: syft-1.30.0"],"created":"2026-11-22T20:35:07Z"},'
           '"packages":[')
    for i in range(packages):
        yield package % (i, package_id(i), i, i, i)
        yield ","
    yield ('{"name":"root","SPDXID":"%s","downloadLocation":"NOASSERTION",'
           '"filesAnalyzed":false,"primaryPackagePurpose":"FILE"}],"files":['
           % root)
    for i in range(files):
        h = digest(i)
        yield "," if i else ""
        yield file % (i % 5000, i, i, h[:16], h)
    yield '],"relationships":['
    for i in range(0, files, 100):
        yield relation % (package_id(i // 100 % packages),
                          "SPDXRef-File-lib-f%07d.so-%s" %
                          (i, digest(i)[:16]), "CONTAINS")
        yield ","
    for i in range(packages):
        yield relation % (root, package_id(i), "CONTAINS")
        yield ","
    yield relation % ("SPDXRef-DOCUMENT", root, "DESCRIBES")
    yield "]}\n"


def tag_value(files, packages):
    yield ("SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: "
           "SPDXRef-DOCUMENT\nDocumentName: root\nDocumentNamespace: " +
           SPACE + "\nCreator: Tool: syft-1.30.0\n"
           "Created: 2026-11-22T20:35:07Z\n\n")
    for i in range(files):
        yield ("FileName: usr/lib/p%04d/lib/f%07d.so\n"
               "SPDXID: SPDXRef-File-lib-f%07d.so\nFileType: TEXT\n"
               "FileChecksum: SHA1: %s\nLicenseConcluded: NOASSERTION\n"
               "LicenseInfoInFile: NOASSERTION\nFileCopyrightText: "
               "NOASSERTION\n\n" % (i % 5000, i, i, digest(i)))
    for i in range(packages):
        yield ("PackageName: p%04d\nSPDXID: SPDXRef-Package-deb-p%04d\n"
               "PackageVersion: 1.%d-1\nPackageDownloadLocation: "
               "NOASSERTION\nExternalRef: PACKAGE-MANAGER purl %s\n\n" %
               (i, i, i, PURL % (i, i)))
    yield "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package-deb-p0000\n"


def spdx3(files, packages):
    yield ('{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld",'
           '"@graph":[{"@id":"_:c","created":"2026-11-22T20:35:07Z",'
           '"createdBy":["%s#a"],"specVersion":"3.0.1","type":'
           '"CreationInfo"}' % SPACE)
    for i in range(packages):
        yield (',{"creationInfo":"_:c","name":"p%04d","software_packageUrl":'
               '"%s","software_packageVersion":"1.%d-1","spdxId":"%s#p%d",'
               '"type":"software_Package"}' %
               (i, PURL % (i, i), i, SPACE, i))
    for i in range(files):
        yield (',{"creationInfo":"_:c","name":"usr/lib/p%04d/lib/f%07d.so",'
               '"spdxId":"%s#f%d","type":"software_File","verifiedUsing":'
               '[{"algorithm":"sha1","hashValue":"%s","type":"Hash"}]}' %
               (i % 5000, i, SPACE, i, digest(i)))
    for i in range(packages):
        ends = ",".join('"%s#f%d"' % (SPACE, k)
                        for k in range(i, files, packages))
        yield (',{"creationInfo":"_:c","from":"%s#p%d","relationshipType":'
               '"contains","spdxId":"%s#r%d","to":[%s],"type":'
               '"Relationship"}' % (SPACE, i, SPACE, i, ends))
    yield "]}\n"


def cyclonedx(files, packages):
    yield ('{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json",'
           '"bomFormat":"CycloneDX","specVersion":"1.6","version":1,'
           '"components":[')
    for i in range(packages):
        yield "," if i else ""
        yield ('{"bom-ref":"%s&package-id=%016x","type":"library","name":'
               '"p%04d","version":"1.%d-1","purl":"%s"}' %
               (PURL % (i, i), i * 2654435761, i, i, PURL % (i, i)))
    for i in range(files):
        h = digest(i)
        yield (',{"bom-ref":"%s","type":"file","name":"/usr/lib/p%04d/lib/'
               'f%07d.so","hashes":[{"alg":"SHA-1","content":"%s"}]}' %
               (h[:16], i % 5000, i, h))
    yield "]}\n"


KINDS = {"spdx": spdx, "tag-value": tag_value, "spdx3": spdx3,
         "cyclonedx": cyclonedx}


def main():
    kind = KINDS[sys.argv[1]]
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    packages = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    held = []
    for piece in kind(files, packages):
        held.append(piece)
        if len(held) == 20000:
            sys.stdout.write("".join(held))
            held = []
    sys.stdout.write("".join(held))


main()
