#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A database of full size, from a seed: fulldb.py DB SBOM [ROWS].

11,000,000 statements on some 419,000 packages in the namespaces of the big
distributions and of npm, PyPI, Maven and kin, in the schema of
schemas/advisories.sql, and a CycloneDX document of 500 Debian packages whose
names meet some 5,600 statements.
"""
import json
import os
import random
import sqlite3
import sys

ROWS = int(sys.argv[3]) if len(sys.argv) > 3 else 11_000_000
CVES = 400_000
MARK = "-- Indexes: made after the rows are in."

# eco, releases, vercmp, names, packages of a release, share of all rows
FAMILIES = [
    ("alpine", ["3.%d" % i for i in range(3, 24)], 3, 0, 900, 0.05),
    ("debian", ["10", "11", "12", "13", "14", "sid"], 1, 0, 3700, 0.06),
    ("npm", [""], 7, 2, 215000, 0.03),
    ("maven", [""], 9, 2, 12000, 0.005),
    ("pypi", [""], 8, 2, 17000, 0.005),
    ("redhat", ["6", "7", "8", "9", "10"], 2, 1, 5200, 0.15),
    ("suse", ["12.%d" % i for i in range(1, 6)] +
     ["15.%d" % i for i in range(8)], 2, 0, 3300, 0.25),
    ("ubuntu", ["14.04", "16.04", "18.04", "20.04", "22.04", "22.10",
                "23.04", "23.10", "24.04", "24.10", "25.04", "25.10",
                "26.04"], 1, 0, 4900, 0.45),
]


def shares(n, skew):
    v = [1.0 / (i + 8) ** skew for i in range(n)]
    s = sum(v)
    return [x / s for x in v]


def version(rnd):
    return "%d.%d.%d-%d" % (rnd.randrange(10), rnd.randrange(40),
                            rnd.randrange(20), rnd.randrange(1, 12))


def family(db, rnd, fam, ns0, pkg0, range0):
    """Packages, intervals and, by SQL, statements of one family; the n-th
    package of each release has the same name and shares its intervals."""
    eco, releases, _, _, npkg, share = fam
    want = ROWS * share / len(releases)
    counts = [max(1, round(x * want))
              for x in shares(npkg, 0.6 if npkg > 10000 else 0.85)]
    rnd.shuffle(counts)
    s = FAMILIES.index(fam)
    group = "org.example:" if eco == "maven" else ""
    names = sorted("%s%s-%s%d" % (group, eco[:3], rnd.choice(
        ["lib", "python-", "golang-", "node-", ""]), i)
        for i in range(npkg))
    own, per = [], []
    for c in counts:
        own.append(range0)
        per.append(max(1, c // 3))
        range0 += per[-1]
    db.executemany("INSERT INTO vrange VALUES(?,'',?,16,'')", (
        (first + i + 1, version(rnd)) for first, n in zip(own, per)
        for i in range(n)))
    for r in range(len(releases)):
        first = pkg0 + r * npkg + 1
        db.executemany("INSERT INTO pkg VALUES(?,?,?)", (
            (first + i, ns0 + r, name) for i, name in enumerate(names)))
        db.executemany("INSERT INTO counts VALUES(?,?,?,?,?,?)", (
            (first + i, c, 1 + i % 1000, 149_000 // (c + 1),
             own[i] + 1, per[i]) for i, c in enumerate(counts)))
        db.execute(
            "INSERT INTO affected SELECT c.pkg, "
            "(c.adv + k.i * c.step) * 8 + ?, 0, "
            "CASE WHEN k.i % 37 = 5 THEN 0 ELSE c.range0 + k.i % c.ranges "
            "END, CASE WHEN k.i % 37 = 5 THEN 0 ELSE 1 END, "
            "nullif(k.i % 6, 0), NULL, 1 + k.i % 4, NULL "
            "FROM counts c CROSS JOIN numbers k WHERE k.i < c.n "
            "ORDER BY c.pkg, k.i", (s,))
        db.execute("DELETE FROM counts")
    return pkg0 + len(releases) * npkg, range0


def statements(db, rnd):
    db.execute("CREATE TEMP TABLE counts(pkg INTEGER PRIMARY KEY, n INT, "
               "adv INT, step INT, range0 INT, ranges INT)")
    db.execute("CREATE TEMP TABLE numbers(i INTEGER PRIMARY KEY)")
    db.executemany("INSERT INTO numbers VALUES(?)",
                   ((i,) for i in range(100_000)))
    ns = pkg = ranges = 0
    for s, fam in enumerate(FAMILIES):
        for i, rel in enumerate(fam[1]):
            db.execute("INSERT INTO ns VALUES(?,?,?,'',?,?,1790000000)",
                       (ns + 1 + i, fam[0], rel, fam[2], fam[3]))
            db.execute("INSERT INTO ns_source VALUES(?,?)",
                       (ns + 1 + i, s + 1))
        pkg, ranges = family(db, rnd, fam, ns + 1, pkg, ranges)
        ns += len(fam[1])
    return db.execute("SELECT count(*) FROM affected").fetchone()[0]


def identifiers(db, rnd):
    """Records as the builder numbers them: those of one identifier side by
    side, three each on the average, of different feeds."""
    db.execute("INSERT INTO prefix VALUES(1,'CVE-')")
    db.executemany("INSERT INTO vid VALUES(?,1,?,?,0)", (
        (i, "%d-%d" % (1999 + i * 28 // CVES, 1000 + i), i)
        for i in range(1, CVES + 1)))
    for s, fam in enumerate(FAMILIES):
        db.execute("INSERT INTO source VALUES(?,?,?,?,?,?,1790000000,150000,"
                   "0,0,0)", (s + 1, "debian" if fam[0] == "debian" else
                              "osv", "all.zip", fam[0], "0" * 64, 10 ** 8))
        db.executemany("INSERT INTO adv VALUES(?,?,?,?,?,?,NULL,'','')", (
            (k * 8 + s, min((k * 8 + s) // 3, CVES), s + 1,
             1 + k % 5, 1600000000 + k * 60, 1700000000 + k * 60)
            for k in range(1, 150_001)))
    db.executemany("INSERT INTO word VALUES(?,?)", [
        (1, "resolved"), (2, "open"), (3, "released"), (4, "needed"),
        (5, "nvd@nist.gov"),
        (6, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")])
    db.executemany("INSERT INTO cvss VALUES(?,5,31,?,6,1)", (
        (i, 10 + i % 90) for i in range(1, CVES + 1)))
    db.executemany("INSERT INTO epss VALUES(?,?,?)", (
        (i, rnd.randrange(100000), rnd.randrange(100000))
        for i in range(1, CVES + 1)))
    db.executemany("INSERT INTO weakness VALUES(?,?)", (
        (i, 20 + i % 900) for i in range(1, CVES + 1)))
    db.execute("INSERT INTO meta VALUES('content','sha256:" + "0" * 64 + "')")


def sbom(db, rnd, path):
    rows = db.execute("SELECT k.name, count(*) FROM pkg k JOIN affected a ON "
                      "a.pkg = k.id JOIN ns n ON n.id = k.ns WHERE n.eco = "
                      "'debian' AND n.release = '12' GROUP BY k.id "
                      "ORDER BY k.id").fetchall()
    rnd.shuffle(rows)
    take, hits = [], 0
    for name, count in rows:
        if len(take) < 500 and hits + count <= 5650 * (len(take) + 1) / 500 + 60:
            take.append(name)
            hits += count
    doc = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "container", "name": "bench"}},
        "components": [{"type": "operating-system", "name": "debian",
                        "version": "12", "bom-ref": "os"}] + [{
            "type": "library", "name": n, "version": "9.30.0-1",
            "bom-ref": "c%d" % i,
            "purl": "pkg:deb/debian/%s@9.30.0-1?arch=amd64&distro=debian-12"
                    "&upstream=%s" % (n, n)} for i, n in enumerate(sorted(take))],
    }
    with open(path, "w") as f:
        json.dump(doc, f, indent=1)
    return len(take), hits


def main():
    path, out = sys.argv[1:3]
    if os.path.exists(path):
        os.remove(path)
    rnd = random.Random(7)
    db = sqlite3.connect(path, isolation_level=None)
    schema = open("schemas/advisories.sql").read()
    tables, indexes = schema.split(MARK)
    db.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF;"
                     "PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;"
                     "PRAGMA application_id=0x46454544;"
                     "PRAGMA user_version=2; BEGIN;" + tables)
    n = statements(db, rnd)
    identifiers(db, rnd)
    db.executescript(indexes)
    pkgs = db.execute("SELECT count(*) FROM pkg").fetchone()[0]
    names, hits = sbom(db, rnd, out)
    db.close()
    print("%d statements, %d packages, %d MB; %d names meet %d statements" %
          (n, pkgs, os.path.getsize(path) >> 20, names, hits))


main()
