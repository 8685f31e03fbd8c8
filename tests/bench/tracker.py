#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A tracker JSON of full size, from a seed: tracker.py STATEMENTS > FILE.

Shaped like Debian's: some 3,600 source packages, a few with thousands of
identifiers, five releases each, a third of them still open.
"""
import json
import random
import sys

RELEASES = ["bullseye", "bookworm", "trixie", "forky", "sid"]
WORDS = ("buffer overflow in the parser of crafted input allows remote "
         "attackers to cause a denial of service or possibly execute code via "
         "a long string when handling certain files related to memory "
         "corruption").split()


def version(rnd):
    return "%d.%d.%d-%d" % (rnd.randrange(9), rnd.randrange(30),
                            rnd.randrange(20), rnd.randrange(1, 9))


def release(rnd, name, fix, fate):
    e = {"status": "resolved", "repositories": {name: version(rnd)}}
    if fate < 0.62:
        e["fixed_version"] = fix if name in ("sid", "forky", "trixie") or \
            rnd.random() < 0.6 else "%s+deb%du%d" % (
                fix, 11 + RELEASES.index(name), rnd.randrange(1, 6))
    elif fate < 0.7:
        e["fixed_version"] = "0"
    else:
        e["status"] = "open"
        if fate > 0.85:
            e["nodsa"] = "Minor issue"
            e["nodsa_reason"] = rnd.choice(["", "postponed", "ignored"])
    e["urgency"] = rnd.choice(["not yet assigned"] * 5 +
                              ["low", "medium", "high", "unimportant"])
    return e


def issue(rnd):
    fix, fate = version(rnd), rnd.random()
    return {
        "description": " ".join(rnd.choice(WORDS)
                                for _ in range(rnd.randrange(15, 60))),
        "scope": rnd.choice(["local", "remote"]),
        "releases": {r: release(rnd, r, fix, fate) for r in RELEASES},
    }


def main():
    want = int(sys.argv[1]) // len(RELEASES)
    rnd = random.Random(1)
    shares = [1 / (i + 3) for i in range(3600)]
    scale = want / sum(shares)
    out = sys.stdout
    out.write("{")
    for i, share in enumerate(shares):
        out.write("%s\"source-package-%d\": {" % (", " if i else "", i))
        n = max(1, round(share * scale))
        first = True
        for cve in rnd.sample(range(1000, 40000), n):
            out.write("%s\"CVE-%d-%d\": " % ("" if first else ", ",
                                             2002 + cve % 24, cve))
            json.dump(issue(rnd), out)
            first = False
        out.write("}")
    out.write("}\n")


main()
