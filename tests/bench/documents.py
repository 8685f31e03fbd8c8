#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents that meet fulldb.py's database: documents.py DB DIR.

  empty.cdx.json   ours, without a component
  ours.cdx.json    ours, 900 Debian packages
  syft.cdx.json    in the shape of Syft's CycloneDX: 987 Debian packages and
                   16,123 files, some 6 MB
  large.cdx.json   ours, 10,000 packages: Debian's, npm's, PyPI's and Maven's
  fleet/           1,000 of ours, of 300 Debian packages on the average:
                   100 files under ten names each
  NAME.tsv         what such a document asks: ecosystem, release, name, version;
                   for the floor (floor.c)

The shapes are those of real documents of one Debian image with node, Python
and Java in it, field by field.
"""
import hashlib
import json
import os
import random
import sqlite3
import sys

NAMES = """SELECT k.name, (SELECT count(*) FROM affected a WHERE a.pkg = k.id)
    FROM pkg k JOIN ns n ON n.id = k.ns WHERE n.eco = ? AND n.release = ?
    ORDER BY k.name"""
RELEASE = {"debian": "12", "npm": "", "pypi": "", "maven": ""}
ROWS = 11.3		# statements on one Debian name, on the average
PURL = {
    "debian": "pkg:deb/debian/%s@%s?arch=amd64&distro=debian-12",
    "npm": "pkg:npm/%s@%s",
    "pypi": "pkg:pypi/%s@%s",
    "maven": "pkg:maven/%s@%s",
}
PLACE = {
    "debian": "/var/lib/dpkg/status",
    "npm": "/usr/lib/node_modules/app/node_modules/%s/package.json",
    "pypi": "/usr/lib/python3/dist-packages/%s.dist-info/METADATA",
    "maven": "/opt/app/lib/%s.jar",
}
FINDER = {"debian": "dpkg", "npm": "npm-package", "pypi": "python",
          "maven": "java-archive"}
LAYER = "sha256:0b57af7eb04c1cff0a313312b4dff2bad1afc7d80178a80b168be0e1fd71d470"


def version(rnd, eco):
    """Newer than nine of ten fixes, as of an image that is kept up to date."""
    v = "9.%d.%d" % (rnd.randrange(20, 40), rnd.randrange(20))
    return v + "-%d" % rnd.randrange(1, 12) if eco == "debian" else v


def ours(eco, name, v, source):
    purl = PURL[eco] % (name.replace(":", "/"), v)
    group, _, short = name.rpartition(":")
    if source != name:
        purl += "&upstream=" + source
    props = [("airbom:layer:digest", LAYER),
             ("airbom:package:found-by", FINDER[eco]),
             ("airbom:package:vendor", "Maintainers of %s" % name)]
    if eco == "debian":
        props += [("airbom:source:name", source),
                  ("airbom:source:version", v)]
    at = PLACE[eco] % short if "%" in PLACE[eco] else PLACE[eco]
    return {
        "bom-ref": purl, "type": "library", **({"group": group} if group
                                               else {}),
        "name": short, "version": v,
        "description": "what %s is good for, in a line" % name,
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": purl,
        "properties": [{"name": k, "value": t} for k, t in props],
        "evidence": {
            "identity": [{
                "field": "purl", "confidence": 1, "concludedValue": purl,
                "methods": [{"technique": "manifest-analysis",
                             "confidence": 1, "value": at}]}],
            "occurrences": [{"location": at,
                             "additionalContext": "layer " + LAYER}]},
    }


def our_document(components):
    refs = [c["bom-ref"] for c in components]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": "urn:uuid:5ac603bf-de70-53cf-b16f-0848c5aebe9e",
        "version": 1,
        "metadata": {
            "timestamp": "2026-01-01T00:00:00Z",
            "tools": {"components": [{
                "type": "application", "group": "airbom", "name": "sbom",
                "version": "0.1.0"}]},
            "component": {"bom-ref": "subject", "type": "container",
                          "name": "bench"},
            "properties": [{"name": "airbom:subject:kind",
                            "value": "image"}]},
        "components": components + [{
            "bom-ref": "os:debian@12", "type": "operating-system",
            "name": "debian", "version": "12"}],
        "dependencies": [{"ref": r, "dependsOn": refs[i + 1:i + 4]}
                         for i, r in enumerate(refs)],
    }


def syft_package(name, v, source):
    purl = PURL["debian"] % (name, v)
    if source != name:
        purl += "&upstream=" + source
    mark = hashlib.sha256(name.encode()).hexdigest()[:16]
    cpe = "cpe:2.3:a:%s:%s:%s:*:*:*:*:*:*:*" % (name, name, v)
    props = [("syft:package:foundBy", "dpkg-db-cataloger"),
             ("syft:package:type", "deb"),
             ("syft:package:metadataType", "dpkg-db-entry"),
             ("syft:cpe23", cpe),
             ("syft:location:0:layerID", LAYER),
             ("syft:location:0:path", "/usr/share/doc/%s/copyright" % name),
             ("syft:location:1:layerID", LAYER),
             ("syft:location:1:path", "/var/lib/dpkg/status"),
             ("syft:metadata:installedSize", "1234"),
             ("syft:metadata:source", source)]
    return {
        "bom-ref": purl + "&package-id=" + mark, "type": "library",
        "publisher": "Debian Maintainers", "name": name, "version": v,
        "licenses": [{"license": {"id": "GPL-2.0-only"}}],
        "cpe": cpe, "purl": purl,
        "properties": [{"name": k, "value": t} for k, t in props],
    }


def syft_file(i):
    path = "/usr/share/doc/package-%d/file-%d" % (i // 16, i)
    d = hashlib.sha256(path.encode()).hexdigest()
    return {
        "bom-ref": d[:16], "type": "file", "name": path,
        "hashes": [{"alg": "SHA-1", "content": d[:40]},
                   {"alg": "SHA-256", "content": d}],
    }


def syft_document(packages):
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": "urn:uuid:5ac603bf-de70-53cf-b16f-0848c5aebe9e",
        "version": 1,
        "metadata": {
            "timestamp": "2026-01-01T00:00:00Z",
            "tools": {"components": [{
                "type": "application", "author": "anchore", "name": "syft",
                "version": "1.30.0"}]},
            "component": {"bom-ref": "subject", "type": "container",
                          "name": "bench"}},
        "components": packages + [{
            "bom-ref": "os:debian@12", "type": "operating-system",
            "name": "debian", "version": "12"}] +
        [syft_file(i) for i in range(16123)],
    }


def write(path, doc, indent=None):
    with open(path, "w") as f:
        json.dump(doc, f, indent=indent,
                  separators=None if indent else (",", ":"))
        f.write("\n")


def main():
    path, out = sys.argv[1:3]
    rnd = random.Random(11)
    db = sqlite3.connect("file:%s?mode=ro&immutable=1" % path, uri=True)
    names = {eco: db.execute(NAMES, (eco, release)).fetchall()
             for eco, release in RELEASE.items()}
    db.close()
    asks = {doc: open(os.path.join(out, doc + ".tsv"), "w")
            for doc in ("empty", "ours", "syft", "large", "fleet")}

    def take(doc, eco, n, make=ours):
        """n packages, every third a part of another's source."""
        v, rows = [], 0
        for name, count in rnd.sample(names[eco], len(names[eco])):
            i = len(v)
            if i == n:
                break
            if eco == "debian":
                if rows + count > ROWS * (i + 1) + 60:
                    continue
                rows += count
            ver = version(rnd, eco)
            source = name
            if eco == "debian" and i % 3 == 2:
                source, ver = v[-1][2], v[-1][1]
            v.append((name, ver, source))
        v.sort()
        for name, ver, source in v:
            asks[doc].write("\t".join((eco, RELEASE[eco], source, ver)) +
                            "\n")
        return [make(*a) for a in (
            [(x[0], x[1], x[2]) for x in v] if make is not ours else
            [(eco, x[0], x[1], x[2]) for x in v])]

    def put(name, doc, indent=2):
        write(os.path.join(out, name), doc, indent)

    put("empty.cdx.json", our_document([]))
    put("ours.cdx.json", our_document(take("ours", "debian", 900)))
    put("syft.cdx.json",
        syft_document(take("syft", "debian", 987, syft_package)), None)
    put("large.cdx.json", our_document(
        take("large", "debian", 2000) + take("large", "maven", 1000) +
        take("large", "npm", 6000) + take("large", "pypi", 1000)))
    os.makedirs(os.path.join(out, "fleet"), exist_ok=True)
    for i in range(100):
        put("fleet/%02d0.cdx.json" % i, our_document(
            take("fleet", "debian", rnd.randrange(100, 501))))
        for k in range(1, 10):
            os.symlink("%02d0.cdx.json" % i,
                       os.path.join(out, "fleet", "%02d%d.cdx.json" % (i, k)))
    for f in asks.values():
        f.close()


main()
