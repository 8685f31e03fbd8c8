#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What debsecan(1) makes of a tracker, and why it differs from the tracker.

data TRACKER.json CODENAME >FILE
    Debsecan's data (VERSION 1, zlib) for one release.

explain TRACKER.json CODENAME STATUS DEBSECAN MATCH
    "class TAB count" of all differences of two files of "CVE package" lines;
    a difference of no class is printed with the word "unexplained". STATUS is
    dpkg's, DEBSECAN and MATCH are what each of the two found.

Sources: the form is read by fetch_data() in debsecan itself; what the tracker
writes there is said by calculateDebsecan1() in lib/python/security_db.py and by
listUrgencies() in lib/python/bugs.py of salsa.debian.org/security-tracker-team/
security-tracker: the fix in unstable bounds the affected versions from above;
beside it stand all versions, of any release, that are as new as a release's
own fix, and these are compared for equality; a problem whose urgency is at most
"unimportant" or "end-of-life", or that never came to unstable, is left out.
The tracker computes this from its lists; here it comes from the JSON, which is
made from the same lists.
"""
import gzip
import json
import re
import sys
import zlib

import apt_pkg	# of Debian's own Python: debsecan needs it, too

apt_pkg.init()

# Highest first.
URGENCIES = ["high", "medium", "low", "unimportant", "end-of-life",
             "not yet assigned"]
FLAGS = {"high": "H", "medium": "M", "low": "L"}


def tracker(path):
    f = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with f:
        data = json.load(f)
    for source, cves in sorted(data.items()):
        if not isinstance(cves, dict):
            continue
        for cve, entry in sorted(cves.items()):
            if isinstance(entry, dict) and \
                    isinstance(entry.get("releases"), dict):
                yield source, cve, entry["releases"]


def older(a, b):
    return apt_pkg.version_compare(a, b) < 0


def urgency(releases):
    """Of all notes the highest; what NVD says ("high**") is none of Debian's."""
    words = [r.get("urgency", "") for r in releases.values()]
    words = ["not yet assigned" if w not in URGENCIES else w for w in words]
    return min(words, key=URGENCIES.index, default="not yet assigned")


def fix(r):
    if r.get("status") == "undetermined":
        return "undetermined"	# the tracker writes it in place of a version
    return r.get("fixed_version", "") if r.get("status") == "resolved" else ""


def skipped(releases):
    """Why debsecan is not told of a problem, or ''."""
    if urgency(releases) in ("unimportant", "end-of-life"):
        return urgency(releases)
    if fix(releases.get("sid", {})) == "0":
        return "never in unstable"
    return ""


def others(all_fixes, source, releases):
    """Versions of releases that have the fix."""
    out = set()
    for name, r in releases.items():
        v = fix(r)
        if name == "sid" or not v:
            continue
        known = set(all_fixes.get((source, name), ()))
        known |= set(r.get("repositories", {}).values())
        out |= {k for k in known if not older(k, v)}
    return sorted(out)


def fixes(rows):
    out = {}
    for source, _, releases in rows:
        for name, r in releases.items():
            if fix(r):
                out.setdefault((source, name), set()).add(fix(r))
    return out


def data(path, codename):
    rows = list(tracker(path))
    all_fixes = fixes(rows)
    bugs = sorted({cve for _, cve, _ in rows})
    index = {b: i for i, b in enumerate(bugs)}
    lines = ["VERSION 1"] + ["%s,,made for a test" % b for b in bugs] + [""]
    for source, cve, releases in rows:
        if skipped(releases):
            continue
        lines.append("%s,%d,S%c?%c,%s,%s" % (
            source, index[cve], FLAGS.get(urgency(releases), " "),
            "F" if fix(releases.get(codename, {})) else " ",
            fix(releases.get("sid", {})),
            " ".join(others(all_fixes, source, releases))))
    lines += ["", "", ""]
    sys.stdout.buffer.write(zlib.compress("\n".join(lines).encode(), 9))


def packages(status):
    """Installed packages: name -> (source, source version)."""
    out = {}
    with open(status, encoding="utf-8") as f:
        for stanza in f.read().split("\n\n"):
            d = dict(re.findall(r"^([A-Za-z-]+): (.*)$", stanza, re.M))
            if "installed" not in d.get("Status", "").split():
                continue
            m = re.match(r"(\S+)(?: \((\S+)\))?$",
                         d.get("Source", d["Package"]))
            out[d["Package"]] = (m.group(1), m.group(2) or d["Version"])
    return out


def pairs(path):
    with open(path, encoding="utf-8") as f:
        return {tuple(line.split()[:2]) for line in f}


def why(side, releases, codename, known, source, version):
    if side == "match":
        if releases is None:
            return "signed kernel" if source.startswith("linux-signed") else ""
        if fix(releases.get("sid", {})) == "undetermined" and \
                not older(version, "undetermined"):
            return "undetermined, and a version with an epoch"
        return skipped(releases)
    if releases is None:
        return ""
    r = releases.get(codename)
    if r is None:
        return "no statement of the release"
    if r.get("status") == "resolved" and version not in known and \
            not older(version, r["fixed_version"]):
        return "not a version of the archive"
    return ""


def explain(path, codename, status, theirs, ours):
    rows = list(tracker(path))
    said = {(s, c): r for s, c, r in rows}
    all_fixes = fixes(rows)
    installed = packages(status)
    theirs, ours = pairs(theirs), pairs(ours)
    count = {}
    for side, some in (("match", ours - theirs), ("debsecan", theirs - ours)):
        for cve, name in sorted(some):
            source, version = installed[name]
            releases = said.get((source, cve))
            known = others(all_fixes, source, releases or {})
            word = why(side, releases, codename, known, source, version)
            if not word:
                word = "unexplained %s %s" % (cve, name)
            key = "only %s: %s" % (side, word)
            count[key] = count.get(key, 0) + 1
    for key in sorted(count):
        print("%s\t%d" % (key, count[key]))


if __name__ == "__main__":
    {"data": data, "explain": explain}[sys.argv[1]](*sys.argv[2:])
