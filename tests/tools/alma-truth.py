#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What AlmaLinux's OSV records say of crafted packages, judged by rpm.

usage: alma-truth.py OSV.zip RELEASE SBOM TRUTH

Of each binary package that the records name, two are made: one just below the
fix in the middle, one at it. SBOM gets them as CycloneDX, TRUTH the lines
"package TAB version TAB id TAB erratum TAB fix" that a matcher should find,
sorted; only rpm (its Lua's rpm.vercmp) compares versions. Modular packages
bear the label of the stream that the erratum's summary names.
"""

import json
import re
import subprocess
import sys
import tempfile
import zipfile

STREAM = re.compile(r"(?<![^ ,(])([A-Za-z0-9_.+-]+:[A-Za-z0-9_.+-]+)(?=[ ,)]|$)")


def records(path):
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def modular(version):
    return ".module_" in version or ".module+" in version


def statements(path, release):
    """(package, fix, erratum, ids, streams) of one release."""
    for rec in records(path):
        ids = sorted(x for x in rec.get("related", []) + rec.get("aliases", [])
                     + rec.get("upstream", []) if x.startswith("CVE-"))
        if not ids:
            if not rec["id"].startswith("ALSA-"):
                continue        # about bugs: names no flaw
            ids = [rec["id"]]
        streams = STREAM.findall(rec.get("summary", ""))
        for aff in rec.get("affected", []):
            if aff["package"]["ecosystem"] != "AlmaLinux:" + release:
                continue
            for rng in aff.get("ranges", []):
                for event in rng["events"]:
                    if "fixed" in event:
                        yield (aff["package"]["name"], event["fixed"],
                               rec["id"], ids, streams)


def below(pairs):
    """For each (a, b): is a older than b, says rpm."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as f:
        for a, b in pairs:
            f.write(f"{a} {b}\n")
        f.flush()
        lua = ("%{lua: for l in io.lines('" + f.name + "') do "
               "local a, b = l:match('^(%S+) (%S+)$') "
               "print(rpm.vercmp(a, b) < 0 and 1 or 0, '\\n') end}")
        out = subprocess.run(["rpm", "--eval", lua], check=True,
                             capture_output=True, text=True).stdout
    words = out.split()
    assert len(words) == len(pairs), (len(words), len(pairs))
    return [w == "1" for w in words]


def craft(said):
    """(name, version, stream) of the packages to judge."""
    fixes = {}
    for name, fix, _, _, streams in said:
        kind = modular(fix)
        for stream in streams if kind and streams else [""]:
            fixes.setdefault((name, kind, stream), set()).add(fix)
    for (name, _, stream), versions in sorted(fixes.items()):
        versions = sorted(versions)
        middle = versions[len(versions) // 2]
        yield name, middle + "~0", stream
        yield name, middle, stream


def component(name, version, stream, release):
    epoch, _, rest = version.rpartition(":")
    quals = ["arch=x86_64", "distro=almalinux-" + release]
    if epoch:
        quals.append("epoch=" + epoch)
    if stream:
        quals.append("rpmmod=" + stream.replace(":", "%3A") +
                     "%3A8090020240101%3Aabcdef")
    enc = rest.replace("+", "%2B").replace("~", "~").replace("^", "%5E")
    name_enc = name.replace("+", "%2B")
    return {"type": "library", "name": name, "version": version,
            "purl": f"pkg:rpm/almalinux/{name_enc}@{enc}?" +
                    "&".join(sorted(quals))}


def main():
    path, release, sbom, truth = sys.argv[1:]
    said = list(statements(path, release))
    packages = sorted(set(craft(said)))
    with open(sbom, "w", encoding="utf-8") as f:
        json.dump({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                   "components": [{"type": "operating-system",
                                   "name": "almalinux", "version": release}] +
                   [component(*p, release) for p in packages]}, f, indent=1)
    by_name = {}
    for s in said:
        by_name.setdefault(s[0], []).append(s)
    asked, rows = [], []
    for name, version, stream in packages:
        for _, fix, erratum, ids, other in by_name[name]:
            if modular(fix) != modular(version):
                continue
            if modular(fix) and stream and other and stream not in other:
                continue
            asked.append((version, fix))
            rows.append((name, version, ids, erratum, fix))
    lines = set()
    for row, hit in zip(rows, below(asked)):
        if hit:
            for vid in row[2]:
                lines.add("\t".join((row[0], row[1], vid, row[3], row[4])))
    with open(truth, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in sorted(lines))


if __name__ == "__main__":
    main()
