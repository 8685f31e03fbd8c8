#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# deb-depends.py ROOT DOCUMENT: are the edges of a CycloneDX document those of
# ROOT's dpkg database? Every name in Depends and Pre-Depends (alternatives
# all count) goes to each package of that name or that provides it.
import json
import re
import sys

root, document = sys.argv[1:]
packages, stanza, last = [], {}, None
with open(root + "/var/lib/dpkg/status", encoding="utf-8") as f:
    for line in f:
        line = line.rstrip("\n")
        if not line:
            packages.append(stanza)
            stanza = {}
        elif line[0] in " \t":
            stanza[last] += "\n" + line
        else:
            last, value = line.split(":", 1)
            stanza[last] = value.strip()
packages = [p for p in packages + [stanza]
            if p and p["Status"].split()[-1] not in
            ("not-installed", "config-files")]


def names(field):
    return [re.split(r"[ (\[<:]", one.strip())[0]
            for group in field.split(",") for one in group.split("|")
            if one.strip()]


offers = {}
for p in packages:
    for n in [p["Package"]] + names(p.get("Provides", "")):
        offers.setdefault(n, set()).add(p["Package"])
want = {(p["Package"], t) for p in packages
        for n in names(p.get("Depends", "")) + names(p.get("Pre-Depends", ""))
        for t in offers.get(n, ()) if t != p["Package"]}

with open(document, encoding="utf-8") as f:
    doc = json.load(f)
name = {c["bom-ref"]: c["name"] for c in doc["components"]
        if c.get("purl", "").startswith("pkg:deb/")}
got = {(name[d["ref"]], name[t]) for d in doc["dependencies"]
       if d["ref"] in name for t in d.get("dependsOn", []) if t in name}
print(len(want), "edges")
for edge in sorted(want ^ got)[:10]:
    print("missing" if edge in want else "too many", *edge)
sys.exit(want != got or not want)
