#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What pip and sbom say about one site-packages directory.

usage: pip-truth.py list INSPECT.json       "name version" that pip inspects
       pip-truth.py edges INSPECT.json      "name name": Requires-Dist, of every
                                            extra, between what is installed
       pip-truth.py sbom-list SBOM DIR      the same two of a CycloneDX document,
       pip-truth.py sbom-edges SBOM DIR     for packages whose evidence lies in
                                            a directory directly in DIR, or is
                                            a file there
Names are normalised (PEP 503) in edges only. Sorted, each line once.
"""

import json
import re
import sys


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pip_list(installed):
    return ["%s %s" % (p["metadata"]["name"], p["metadata"]["version"])
            for p in installed]


def pip_edges(installed):
    names = {plain(p["metadata"]["name"]) for p in installed}
    for p in installed:
        own = plain(p["metadata"]["name"])
        for r in p["metadata"].get("requires_dist", []):
            to = plain(re.match(r"[A-Za-z0-9._-]+", r).group(0))
            if to in names and to != own:
                yield "%s %s" % (own, to)


def components(bom, where):
    inside = re.compile(re.escape(where.rstrip("/")) + r"/[^/]+(/[^/]+)?$")
    for c in bom["components"]:
        places = c.get("evidence", {}).get("occurrences", [])
        if c.get("purl", "").startswith("pkg:pypi/") and any(
                inside.match(p["location"]) for p in places):
            yield c


def sbom_list(bom, where):
    return ["%s %s" % (c["name"], c["version"])
            for c in components(bom, where)]


def sbom_edges(bom, where):
    name = {c["bom-ref"]: plain(c["name"]) for c in components(bom, where)}
    for d in bom["dependencies"]:
        for to in d.get("dependsOn", []):
            if d["ref"] in name and to in name:
                yield "%s %s" % (name[d["ref"]], name[to])


def main(argv):
    with open(argv[2]) as f:
        doc = json.load(f)
    if argv[1].startswith("sbom-"):
        rows = {"sbom-list": sbom_list, "sbom-edges": sbom_edges}[argv[1]](
            doc, argv[3])
    else:
        rows = {"list": pip_list, "edges": pip_edges}[argv[1]](
            doc["installed"])
    for row in sorted(set(rows)):
        print(row)


main(sys.argv)
