#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A dpkg status file as CycloneDX, as Syft writes it.

usage: dpkg-cdx.py STATUS ID VERSION

For tests of `match` alone: `sbom` has no part in it. Source packages stand in
the purl's upstream qualifier, as NAME or NAME@VERSION.
"""

import json
import re
import sys
from urllib.parse import quote


def stanzas(path):
    with open(path, encoding="utf-8") as f:
        for text in f.read().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in text.split("\n")
                          if re.match(r"[A-Za-z0-9-]+: ", line))
            if fields.get("Status", "").endswith(" installed"):
                yield fields


def component(f, distro):
    version, name = f["Version"], f["Package"]
    purl = (f"pkg:deb/debian/{quote(name, safe='')}@{quote(version, safe='~')}"
            f"?arch={f['Architecture']}&distro={distro}")
    source = re.match(r"(\S+)(?: \((.*)\))?$", f.get("Source", ""))
    if source:
        up = source[1] + ("@" + source[2] if source[2] else "")
        purl += "&upstream=" + quote(up, safe="")
    return {"type": "library", "name": name, "version": version, "purl": purl}


def main():
    path, ident, version = sys.argv[1:]
    json.dump({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
               "components": [{"type": "operating-system", "name": ident,
                               "version": version}] +
               [component(f, f"{ident}-{version}") for f in stanzas(path)]},
              sys.stdout, indent=1)


if __name__ == "__main__":
    main()
