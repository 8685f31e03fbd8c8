#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare what sbom finds with the conformance data's expected.tsv.

usage: conformance.py [-v] [--tap] [-f FOLDER]... [TYPE]...

For each folder of ../shared/conformance/packages of these purl types (all
that sbom has a row for, when none is named) sbom runs on FOLDER/root, once as
a source tree (--from dir) and once as a root file system (--from rootfs). As
a source tree it must list exactly the rows of expected.tsv, by the rules of
the data's README.md; as a root file system the same where the files are what
an installation leaves, and nothing where they only declare (lock files,
manifests).

tests/fixtures/packages-excused.tsv has rows that differ on purpose: folder,
row ("-name version" is expected and missing, "+name version" is found and not
expected), reason with a citation that is not our own code. An excuse that is
not needed is an error; so are excuses for more than 2 % of all rows.

$B names the build directory (default build). Prints one line per type and,
with -v or for what differs, one per row. Exit status 1 when anything differs,
77 when the data is not there.
"""

import json
import os
import re
import subprocess
import sys

DATA = "../shared/conformance/packages"
EXCUSED = "tests/fixtures/packages-excused.tsv"
SBOM = os.path.join(os.environ.get("B", "build"), "bin", "sbom")

# The types that sbom has rows for.
TYPES = ["deb", "apk", "rpm", "npm", "pypi", "maven", "gem", "composer",
         "nuget", "cargo", "golang", "conda", "bitnami"]

# Names compare without regard to case (README.md).
NOCASE = {"npm", "golang", "composer", "nuget", "swift", "hex", "github"}

# What an installation leaves; everything else declares. packages.lock.json
# and PEAR's registry are read in both (packages.md, section 1).
INSTALLED = re.compile(
    r"(^|/)(var/lib/dpkg/|usr/lib/opkg/|lib/apk/|var/lib/pacman/|"
    r"opt/bitnami/|conda-meta/|node_modules/.*package\.json$|"
    r"[^/]*\.(dist-info|egg-info)(/|$)|installed\.json$|"
    r"\.registry/|[^/]*\.deps\.json$|packages\.lock\.json$|"
    r"specifications/)")
VERSION = re.compile(r"^[A-Za-z]?[0-9A-Za-z][0-9A-Za-z.+~:_!,()-]*$")
COMMIT = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")


class Row:
    """One package: its name as the data spells it, and its version."""

    def __init__(self, name, version, dev="-"):
        self.name, self.version, self.dev = name, version, dev

    def key(self, kind):
        name = self.name
        if kind == "pypi":
            name = re.sub(r"[-_.]+", "-", name).lower()
        elif kind in NOCASE:
            name = name.lower()
        version = self.version
        if kind == "golang" and re.match(r"v[0-9]", version):
            version = version[1:]
        return name, plain(version)

    def text(self):
        return "%s %s" % (self.name, self.version)


def plain(version):
    """A constraint, a commit or a URL is no version: "-"."""
    if (not version or COMMIT.match(version) or "://" in version
            or not VERSION.match(version)):
        return "-"
    return version


def read_tsv(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        for line in f:
            if line.strip():
                yield line.rstrip("\n").split("\t")


def expected(folder):
    rows = list(read_tsv(os.path.join(DATA, folder, "expected.tsv")))
    return [Row(r[0], r[1], r[2]) for r in rows[1:]]


def has_dev(component):
    return component.get("scope") == "excluded"


def spelled(component, kind):
    """The component's name as the data writes it."""
    group, name = component.get("group", ""), component["name"]
    if not group:
        return name
    return group + (":" if kind == "maven" else "/") + name


def run(folder, form):
    """(rows, fault)"""
    root = os.path.join(DATA, folder, "root")
    p = subprocess.run([SBOM, root, "--from", form],
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       env=dict(os.environ, SOURCE_DATE_EPOCH="0"))
    if p.returncode not in (0, 4):
        return [], "status %d: %s" % (
            p.returncode, p.stderr.decode("utf-8", "replace").strip())
    rows = []
    for c in json.loads(p.stdout).get("components", []):
        if c["type"] in ("operating-system", "file"):
            continue
        kind = c.get("purl", "pkg:x/").split(":", 1)[1].split("/")[0]
        for prop in c.get("properties", []):
            if prop["name"] == "airbom:package:type":
                kind = prop["value"]
        rows.append(Row(spelled(c, kind), c.get("version", "-"),
                        "dev" if has_dev(c) else "-"))
    return rows, None


def optional_keys(rows, kind):
    names, exact = set(), set()
    for r in rows:
        if r.dev == "optional":
            name, version = r.key(kind)
            exact.add((name, version))
            if version == "-":
                names.add(name)
    return names, exact


def compare(want, got, kind):
    """(missing, extra), each a sorted list of Row."""
    names, exact = optional_keys(want, kind)
    need = {r.key(kind): r for r in want if r.dev != "optional"}
    needed = {name for name, _ in need}
    have = {r.key(kind): r for r in got}
    missing = [r for k, r in need.items() if k not in have]
    extra = [r for k, r in have.items()
             if k not in need and k not in exact and k[0] != "stdlib"
             and not (k[0] in names and k[0] not in needed)
             and not (k[1] == "-" and k[0] in {n for n, _ in exact})]
    return (sorted(missing, key=Row.text), sorted(extra, key=Row.text))


def dev_differs(want, got, kind):
    """Names whose dev mark is not the expected one. A table without any says
    nothing: its origin does not tell development from other packages."""
    if not any(r.dev == "dev" for r in want):
        return []
    have = {r.key(kind): r.dev for r in got}
    return [r for r in want if r.dev != "optional"
            and r.key(kind) in have and have[r.key(kind)] != r.dev]


class Excuses:
    def __init__(self):
        self.rows, self.used, self.faults = {}, set(), []
        if not os.path.exists(EXCUSED):
            return
        for r in read_tsv(EXCUSED):
            if r[0].startswith("#"):
                continue
            if len(r) != 3 or len(r[2]) < 20:
                self.faults.append("%s: not folder, row, reason: %s"
                                   % (EXCUSED, "\t".join(r)))
                continue
            self.rows[(r[0], r[1])] = r[2]

    def take(self, folder, row):
        if (folder, row) not in self.rows:
            return False
        self.used.add((folder, row))
        return True

    def stale(self, folders):
        return [k for k in self.rows
                if k[0] in folders and k not in self.used]


class Total:
    def __init__(self):
        self.folders = self.exact = self.rows = 0
        self.missing = self.extra = self.excused = self.dev = 0
        self.faults = []


def check_dir(t, folder, kind, want, excuses):
    got, fault = run(folder, "dir")
    if fault is not None:
        t.faults.append("%s: %s" % (folder, fault))
        t.missing += sum(r.dev != "optional" for r in want)
        return
    missing, extra = compare(want, got, kind)
    bad = 0
    for sign, rows in (("-", missing), ("+", extra)):
        for r in rows:
            if excuses.take(folder, sign + r.text()):
                t.excused += 1
                continue
            bad += 1
            t.faults.append("%s: %s%s" % (folder, sign, r.text()))
            if sign == "-":
                t.missing += 1
            else:
                t.extra += 1
    t.exact += bad == 0
    for r in dev_differs(want, got, kind):
        t.dev += 1
        t.faults.append("%s: %s should %sbe development only"
                        % (folder, r.text(), "" if r.dev == "dev" else "not "))


def files_of(folder):
    root = os.path.join(DATA, folder, "root")
    return [os.path.relpath(os.path.join(d, f), root)
            for d, _, names in os.walk(root) for f in names]


def check_rootfs(t, folder, kind, want, excuses):
    marks = [bool(INSTALLED.search(f)) for f in files_of(folder)]
    got, fault = run(folder, "rootfs")
    if fault is not None:
        t.faults.append("%s: rootfs: %s" % (folder, fault))
        return
    if not any(marks):
        for r in got:
            t.faults.append("%s: rootfs: declared only, but listed: %s"
                            % (folder, r.text()))
    elif all(marks):
        missing, extra = compare(want, got, kind)
        for sign, rows in (("-", missing), ("+", extra)):
            for r in rows:
                if not excuses.take(folder, sign + r.text()):
                    t.faults.append("%s: rootfs: %s%s"
                                    % (folder, sign, r.text()))


def check_type(kind, folders, excuses):
    t = Total()
    for folder in folders:
        want = expected(folder)
        t.folders += 1
        t.rows += sum(r.dev != "optional" for r in want)
        check_dir(t, folder, kind, want, excuses)
        check_rootfs(t, folder, kind, want, excuses)
    for folder, row in excuses.stale(folders):
        t.faults.append("%s: excused for nothing: %s" % (folder, row))
    return t


def line(kind, t):
    return ("%s: %d folders, %d exact; %d rows, %d missing, %d extra, "
            "%d excused; %d development marks differ" %
            (kind, t.folders, t.exact, t.rows, t.missing, t.extra,
             t.excused, t.dev))


def index():
    """purl type: its folders, in the index's order."""
    out = {}
    for r in list(read_tsv(os.path.join(DATA, "INDEX.tsv")))[1:]:
        out.setdefault(r[0], []).append(re.sub(r"^packages/", "", r[1]))
    return out


def main(argv):
    verbose = tap = False
    only, types = [], []
    while argv:
        a = argv.pop(0)
        if a == "-v":
            verbose = True
        elif a == "--tap":
            tap = True
        elif a == "-f":
            only.append(argv.pop(0))
        elif a.startswith("-"):
            sys.exit(__doc__)
        else:
            types.append(a)
    if not os.path.exists(os.path.join(DATA, "INDEX.tsv")):
        print("1..0 # SKIP no conformance data" if tap else
              "no conformance data at " + DATA)
        sys.exit(0 if tap else 77)
    folders, excuses = index(), Excuses()
    types = types or [t for t in TYPES if t in folders]
    if tap:
        print("1..%d" % (len(types) + 1))
    rows = excused = 0
    failed = False
    for n, kind in enumerate(types, 1):
        of = [f for f in folders.get(kind, [])
              if not only or any(o in f for o in only)]
        t = check_type(kind, of, excuses)
        rows, excused = rows + t.rows, excused + t.excused
        if not of:
            t.faults.append("%s: no folder" % kind)
        failed |= bool(t.faults)
        head = ("not ok %d - " if t.faults else "ok %d - ") % n if tap else ""
        print(head + line(kind, t))
        for fault in t.faults:
            print("# " + fault if tap else "  " + fault)
    faults = list(excuses.faults)
    if rows and excused * 50 > rows:
        faults.append("%d of %d rows excused: over 2 %%" % (excused, rows))
    failed |= bool(faults)
    text = "all: %d rows, %d excused" % (rows, excused)
    if tap:
        print(("not ok" if faults else "ok") + " %d - %s"
              % (len(types) + 1, text))
    else:
        print(text)
    for fault in faults:
        print("# " + fault)
    if verbose:
        print("# types: " + " ".join(types))
    sys.exit(1 if failed else 0)


main(sys.argv[1:])
