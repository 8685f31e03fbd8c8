#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packages and edges, one a line and sorted, to be compared.

usage: npm-ls.py npm   <what `npm ls --all --long --json` printed
       npm-ls.py sbom  <a CycloneDX document of sbom
       npm-ls.py pnpm  <what `pnpm ls -r --json --depth Infinity` printed

Lines are "package NAME@VERSION" and "edge NAME@VERSION NAME@VERSION". What
npm lists as missing (an optional dependency that another system would have, a
peer that nobody asked for) has no version, and is no package.
"""

import json
import sys

lines = set()


def walk_npm(node):
    """The top of what is installed globally is no package."""
    me = "version" in node and "%s@%s" % (node["name"], node["version"])
    if me:
        lines.add("package " + me)
    for name, child in node.get("dependencies", {}).items():
        if not isinstance(child, dict) or "version" not in child:
            continue
        child.setdefault("name", name)
        if me:
            lines.add("edge %s %s@%s" % (me, child["name"],
                                         child["version"]))
        walk_npm(child)


def walk_pnpm(node, me):
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        for name, child in node.get(kind, {}).items():
            if child["version"].startswith("link:"):
                continue
            it = "%s@%s" % (child["from"], child["version"])
            lines.add("package " + it)
            if me:
                lines.add("edge %s %s" % (me, it))
            walk_pnpm(child, it)


def read_sbom(doc):
    names = {}
    for c in doc.get("components", []):
        kind = [p["value"] for p in c.get("properties", [])
                if p["name"] == "airbom:package:type"]
        if "npm" not in kind and not c.get("purl", "").startswith("pkg:npm/"):
            continue
        name = (c["group"] + "/" if c.get("group") else "") + c["name"]
        names[c["bom-ref"]] = "%s@%s" % (name, c.get("version", ""))
    for name in names.values():
        lines.add("package " + name)
    for d in doc.get("dependencies", []):
        for to in d.get("dependsOn", []):
            if d["ref"] in names and to in names:
                lines.add("edge %s %s" % (names[d["ref"]], names[to]))


doc = json.load(sys.stdin)
if sys.argv[1] == "npm":
    walk_npm(doc)
elif sys.argv[1] == "pnpm":
    for project in doc:
        walk_pnpm(project, "%s@%s" % (project["name"], project["version"])
                  if "version" in project else "")
else:
    read_sbom(doc)
for line in sorted(lines):
    print(line)
