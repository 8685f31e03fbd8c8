#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judge the match cases of tests/cases, and print TAP.

usage: match-cases.py FEEDS MATCH WORKDIR FILE...

A FILE is lines; "#" begins a comment, an indented line belongs to the one
above. What stands there:

  database TEXT       what follows until the next one has a database of its own
  feed NAME           the indented lines are a file of that name, in the form in
                      which the feed's publisher writes it; blank lines count
  feed @GLOB          files or folders; skipped is the database without it
  feed nvd-years      as if each year of NVD's CVEs were there
  case TEXT           one package or more, and the verdict
  cite URL or TEXT    the advisory, the thread or the standard that decides it
  class N...          numbers of tests/cases/classes
  on ID [VERSION]     the operating system; indented: its properties
  with NAME VALUE     a property of the document, without "airbom:"
  has PURL            a component. "distro" is added to its qualifiers where
                      "on" tells it. Indented: properties ("NAME VALUE"), or
                      "cpe TEXT", "sha1 HEX", "kind TEXT", "local NAME VERSION"
                      (no purl)
  document [@PATH]    the file, or the indented lines, is the whole document
  found ID PACKAGE STATE FIX CONFIDENCE [ADVISORY]
                      just this one finding; "-" is no fix, "*" any word
  none ID [PACKAGE]: TEXT
                      no finding; "match explain" says TEXT
  suppressed ID PACKAGE: TEXT
                      neither, and TEXT is the reason
  only                no finding but those above
  severity ID WORD    of that finding
  why ID: TEXT        stands in its chain of evidence
  uncovered WORD      a component was not judged, for this reason
  gap TEXT            a gap that says so; there is none without this line
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(HERE, "cases")
n = 0


def ok(good, text, *said):
    global n
    n += 1
    print("%s %d - %s" % ("ok" if good else "not ok", n, text))
    for s in () if good else said:
        for line in str(s).splitlines():
            print("#   " + line)
    return good


class Database:
    def __init__(self, text):
        self.text, self.feeds, self.cases = text, [], []


class Case:
    def __init__(self, text, where):
        self.text, self.where = text, where
        self.cite, self.classes, self.wants = [], [], []
        self.on, self.props, self.has, self.document = None, [], [], None


def items(path):
    """(line number, word, rest, indented lines) of each item."""
    item = None
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if line.startswith(("\t", " ")) or (not line and item):
                if not item:
                    sys.exit("%s:%d: indented" % (path, number))
                item[3].append(line[1:])
                continue
            if not line or line.startswith("#"):
                continue
            if item:
                yield item
            word, _, rest = line.partition(" ")
            item = (number, word, rest.strip(), [])
    if item:
        yield item


def pairs(lines):
    return [tuple((s.split(None, 1) + [""])[:2]) for s in lines if s.strip()]


def read(path):
    databases = [Database(os.path.basename(path))]
    case = None
    for number, word, rest, block in items(path):
        where = "%s:%d" % (os.path.basename(path), number)
        if word == "database":
            databases.append(Database(rest))
        elif word == "feed":
            databases[-1].feeds.append((rest, block))
        elif word == "case":
            case = Case(rest, where)
            databases[-1].cases.append(case)
        elif case is None:
            sys.exit("%s: no case" % where)
        elif word == "cite":
            case.cite.append(rest)
        elif word == "class":
            case.classes += [int(w) for w in rest.split()]
        elif word == "on":
            case.on = (rest.split(None, 1) + [""])[:2], pairs(block)
        elif word == "with":
            case.props.append(tuple((rest.split(None, 1) + [""])[:2]))
        elif word == "has":
            case.has.append((rest, pairs(block)))
        elif word == "document":
            if rest.startswith("@"):
                with open(rest[1:], encoding="utf-8") as f:
                    block = f.read().splitlines()
            case.document = json.loads("\n".join(block))
        elif word in ("found", "none", "suppressed", "only", "severity",
                      "why", "uncovered", "gap"):
            case.wants.append((word, rest))
        else:
            sys.exit("%s: what is %r?" % (where, word))
    return [d for d in databases if d.cases]


# ---- documents ----

def prop(pair):
    return {"name": "airbom:" + pair[0], "value": pair[1]}


def divided(purl):
    """type, namespace, name, version, qualifiers of what a case writes."""
    rest, _, quals = purl.partition("?")
    at = rest.rfind("@")
    path, version = (rest[:at], rest[at + 1:]) if at > 0 else (rest, "")
    parts = path[len("pkg:"):].split("/")
    un = urllib.parse.unquote
    return (parts[0], "/".join(map(un, parts[1:-1])), un(parts[-1]),
            un(version), dict(q.split("=", 1) for q in quals.split("&") if q))


SYSTEM = ("deb", "rpm", "apk", "alpm", "ebuild")


def component(case, purl, lines):
    kind, space, name, version, quals = divided(purl)
    if kind in SYSTEM and case.on and "distro" not in quals:
        quals["distro"] = "-".join(filter(None, case.on[0]))
    at = purl.partition("?")[0].rfind("@")
    full = purl.partition("?")[0]
    full = full[:at] + full[at:].replace("+", "%2B") if at > 0 else full
    if quals:
        full += "?" + "&".join("%s=%s" % (k, quals[k].replace("+", "%2B"))
                               for k in sorted(quals))
    if "epoch" in quals:
        version = quals["epoch"] + ":" + version
    c = {"type": "library", "bom-ref": name, "name": name,
         "version": version, "purl": full, "properties": []}
    if not version:
        del c["version"]
    for key, value in lines:
        if key == "cpe":
            c["cpe"] = value
        elif key == "sha1":
            c["hashes"] = [{"alg": "SHA-1", "content": value}]
        elif key == "kind":
            c["type"] = value
        elif key == "local":
            del c["purl"]
            c["name"], _, c["version"] = value.partition(" ")
        else:
            c["properties"].append(prop((key, value)))
    return c


def document(case):
    if case.document is not None:
        return case.document
    d = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
         "metadata": {"properties": [prop(p) for p in case.props]},
         "components": []}
    if case.on:
        (name, version), props = case.on
        d["components"].append({"type": "operating-system", "name": name,
                                "version": version,
                                "properties": [prop(p) for p in props]})
    d["components"] += [component(case, *h) for h in case.has]
    return d


# ---- verdicts ----

def names(f, what):
    return what == f["id"] or what in f["aliases"] or \
        what == f["advisory"]["id"]


def of(findings, what, package):
    return [f for f in findings if names(f, what) and
            package in ("*", f["package"]["name"])]


def without_zero(v):
    return v[2:] if v.startswith("0:") else v


def told(f):
    return [f["package"]["name"], f["state"],
            ",".join(without_zero(v) for v in f["fixed_in"]) or "-",
            f["confidence"], f["advisory"]["id"]]


def want_found(t, rest):
    what, *want = rest.split()
    got = [told(f) for f in of(t["findings"], what, want[0])]
    if len(got) == 1 and all(w in ("*", g) for w, g in zip(want, got[0])):
        return None
    return "wanted: %s\ngot: %s" % (rest, got)


def want_none(t, rest, explain):
    head, _, text = rest.partition(": ")
    what, *package = head.split()
    if of(t["findings"], what, (package or ["*"])[0]):
        return "found: " + rest
    said = explain(",".join([what] + package))
    return None if text and text in said else "%s\nis not in: %s" % (text,
                                                                    said)


def want_suppressed(t, rest, explain):
    head, _, text = rest.partition(": ")
    what, package = head.split()
    if of(t["findings"], what, package):
        return "found: " + rest
    got = [f["by"] for f in of(t["suppressed"], what, package)]
    return None if len(got) == 1 and text in got[0] else \
        "wanted: %s\ngot: %s" % (text, got)


def want_only(case, t):
    named = [r.split()[:2] for w, r in case.wants if w == "found"]
    more = [told(f) for f in t["findings"]
            if not any(f in of([f], *x) for x in named)]
    return "more findings: %s" % more if more else None


def want_severity(t, rest):
    what, want = rest.split()
    got = {f["severity"] for f in of(t["findings"], what, "*")}
    return None if got == {want} else "severity %s" % got


def want_why(t, rest):
    what, _, text = rest.partition(": ")
    got = [w for f in of(t["findings"], what, "*") for w in f["why"]]
    return None if any(text in w for w in got) else "why: %s" % got


def want_gaps(case, t):
    want = [r for w, r in case.wants if w == "gap"]
    got = [g["what"] for g in t["gaps"]]
    if len(want) == len(got) and all(
            any(x in g for g in got) for x in want):
        return None
    return "gaps: %s" % got


def judge(case, t, explain):
    bad = [want_gaps(case, t)]
    for word, rest in case.wants:
        if word == "found":
            bad.append(want_found(t, rest))
        elif word == "none":
            bad.append(want_none(t, rest, explain))
        elif word == "suppressed":
            bad.append(want_suppressed(t, rest, explain))
        elif word == "only":
            bad.append(want_only(case, t))
        elif word == "severity":
            bad.append(want_severity(t, rest))
        elif word == "why":
            bad.append(want_why(t, rest))
        elif word == "uncovered" and \
                rest not in t["coverage"]["uncovered"]:
            bad.append("uncovered: %s" % t["coverage"]["uncovered"])
    return [b for b in bad if b]


# ---- a database ----

def nvd_years(path):
    """As many records of each year as make it look whole."""
    ids = ["CVE-%d-%d" % (y, 90000 + i) for y in range(1999, 2027)
           for i in range(100)]
    with open(path, "w") as f:
        json.dump({"resultsPerPage": len(ids), "startIndex": 0,
                   "totalResults": len(ids), "format": "NVD_CVE",
                   "version": "2.0", "timestamp": "2026-11-01T00:00:00.000",
                   "vulnerabilities": [
                       {"cve": {"id": i, "vulnStatus": "Received"}}
                       for i in ids]}, f)


def write_feeds(d, folder):
    """None when a file that a case refers to is not there."""
    paths = []
    for name, block in d.feeds:
        if name.startswith("@"):
            found = sorted(glob.glob(name[1:]))
            if not found:
                return None
            paths += found
            continue
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if name == "nvd-years":
            nvd_years(path)
            paths.append(path)
            continue
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(block) + "\n")
        paths.append(path)
    return paths


def run(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT)


def one(d, feeds, match, work):
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    db, report = work + "/db", work + "/report"
    paths = write_feeds(d, work + "/feeds")
    if paths is None:
        for c in d.cases:
            ok(True, "%s # SKIP no ../shared/conformance" % c.text)
        return
    built = run(feeds, "build", "-o", db, *paths)
    if not ok(built.returncode == 0 and "rejected" not in built.stdout,
              d.text + ": feeds build", built.stdout):
        return
    with open(work + "/documents", "w") as f:
        for c in d.cases:
            f.write(json.dumps(document(c)) + "\n")
    judged = run(match, "--db", db, "--now", "2026-11-22", "-o",
                 "json=" + report, work + "/documents")
    gaps = any(w == "gap" for c in d.cases for w, _ in c.wants)
    ok(judged.returncode == (4 if gaps else 0), "%s: match says %d" %
       (d.text, judged.returncode), judged.stdout)
    with open(report) as f:
        targets = json.load(f)["targets"]
    if len(targets) != len(d.cases):
        ok(False, "%s: %d of %d judged" % (d.text, len(targets),
                                           len(d.cases)))
        return
    for c, t in zip(d.cases, targets):
        def explain(what):
            path = work + "/document"
            with open(path, "w") as f:
                json.dump(document(c), f)
            return run(match, "explain", "--db", db, what, path).stdout
        bad = judge(c, t, explain)
        ok(not bad, c.text, c.where, *bad)


# ---- the whole ----

def table(name):
    with open(os.path.join(CASES, name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f
                if line.strip() and not line.startswith("#")]


def is_none(case):
    return not any(w == "found" for w, _ in case.wants)


def complete(cases):
    """What the collection as a whole must hold."""
    none = [c for c in cases if is_none(c)]
    ok(len(cases) >= 200 and 3 * len(none) >= len(cases),
       "%d cases (200 at least), %d of them without a finding (a third)" %
       (len(cases), len(none)))
    bare = [c.where for c in cases if not c.cite or not c.wants]
    ok(not bare, "each cites what decides it", bare)
    held = {k for c in cases for k in c.classes}
    for number, text, *reason in table("classes"):
        ok((int(number) in held) != bool(reason), "class %s: %s%s" %
           (number, text, " (none: %s)" % reason[0] if reason else ""))
    for row, *ids in table("distributions"):
        mine = [c for c in cases if c.on and c.on[0][0] in ids]
        k = [is_none(c) for c in mine]
        ok(True in k and False in k, "%s: %d with a finding, %d without" %
           (row, k.count(False), k.count(True)))


def main(feeds, match, work, *files):
    cases = []
    for path in files:
        for i, d in enumerate(read(path)):
            cases += d.cases
            one(d, feeds, match, "%s/%s.%d" % (work,
                                               os.path.basename(path), i))
    if os.environ.get("CASES") is None:
        complete(cases)
    print("1..%d" % n)


main(*sys.argv[1:])
