#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a secdb file says of crafted packages.

usage: alpine-truth.py MATCH SECDB.json RELEASE SBOM TRUTH

Of each origin two versions are made: its first and its middle fixed version.
SBOM gets them as CycloneDX, TRUTH "package TAB version TAB CVE" lines: a CVE
is there when any version that the file lists for it is newer. Order is that
of `match compare`, which tests/cli/compare.t holds against apk-tools' table.
"""

import json
import re
import subprocess
import sys

CVE = re.compile(r"CVE[-_](\d+)[-_](\d+)")


def main():
    match, path, release, sbom, truth = sys.argv[1:]
    with open(path, encoding="utf-8") as f:
        packages = [p["pkg"] for p in json.load(f)["packages"]]
    components, asked = [], []
    for pkg in packages:
        fixes = {v: ids for v, ids in (pkg.get("secfixes") or {}).items()
                 if v != "0" and ids}
        order = list(fixes)
        for have in sorted({order[0], order[len(order) // 2]}) if order else []:
            components.append((pkg["name"], have))
            for fix, ids in fixes.items():
                for year, number in CVE.findall(" ".join(ids)):
                    asked.append((pkg["name"], have, f"CVE-{year}-{number}",
                                  fix))
    out = subprocess.run([match, "compare"], check=True, capture_output=True,
                         text=True, input="".join(
                             f"apk\t{a[1]}\t{a[3]}\n" for a in asked))
    signs = out.stdout.split()
    assert len(signs) == len(asked)
    lines = {"\t".join(a[:3]) for a, s in zip(asked, signs) if s == "<"}
    with open(truth, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in sorted(lines))
    with open(sbom, "w", encoding="utf-8") as f:
        json.dump({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                   "components": [{"type": "operating-system", "name": "alpine",
                                   "version": release + ".0"}] + [
                       {"type": "library", "name": n, "version": v,
                        "purl": "pkg:apk/alpine/%s@%s?upstream=%s" % (
                            n.replace("+", "%2B"), v, n.replace("+", "%2B"))}
                       for n, v in components]}, f)


if __name__ == "__main__":
    main()
