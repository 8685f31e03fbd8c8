#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# damage.py [-c] [-f KIND] [-n N] SBOM TREE PATH: damage the file PATH of TREE
# in 3 * N ways (cut, bits turned, a block of zeros, empty, another file's
# bytes) and list the tree each time. What comes out must be no fewer
# components, or else a note or a gap; never a crash. Says what was silent, and
# exits 1 when anything was. -k keeps such mutants in a directory; -c: the file
# is told by its first four bytes, and another one without them.
import argparse
import concurrent.futures
import json
import os
import random
import shutil
import subprocess
import tempfile

args = argparse.ArgumentParser()
args.add_argument("-f", dest="kind", default="rootfs")
args.add_argument("-n", type=int, default=20)
args.add_argument("-k", dest="keep")
args.add_argument("-c", dest="content", action="store_true")
args.add_argument("sbom")
args.add_argument("tree")
args.add_argument("path")
args = args.parse_args()


def mutants(good):
    """(what was done, bytes), the same ones on each run"""
    dice = random.Random(len(good))
    size = len(good)
    for i in range(args.n):
        at = size * (i + 1) // (args.n + 1)
        yield "cut at %d" % at, good[:at]
    for i in range(args.n):
        bad = bytearray(good)
        places = sorted(dice.randrange(size) for _ in range(1 + i % 4))
        for at in places:
            bad[at] ^= 1 << dice.randrange(8)
        yield "bits at %s" % places, bytes(bad)
    block = max(16, min(4096, size // 16))
    for i in range(args.n - 3):
        at = size * i // (args.n - 3)
        n = min(block, size - at)
        yield "zeros at %d" % at, good[:at] + bytes(n) + good[at + n:]
    yield "empty", b""
    yield "words", b"Not Found: the file that you asked for is not here.\n"
    yield "page", b"<!DOCTYPE html>\n<html><title>504</title></html>\n"


def listed(tree):
    """status, components, notes and gaps; what the tree says of itself"""
    run = subprocess.run([args.sbom, "-v", "--from", args.kind, tree],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         timeout=20)
    if run.returncode not in (0, 4):
        return run.returncode, [], run.stderr
    found = [(c["name"], c.get("version"), c.get("purl"))
             for c in json.loads(run.stdout).get("components", [])
             if c["type"] != "operating-system"]
    return run.returncode, found, run.stderr


good = open(os.path.join(args.tree, args.path), "rb").read()
top = tempfile.mkdtemp()


def judge(job):
    i, what, data = job
    tree = os.path.join(top, str(i))
    shutil.copytree(args.tree, tree, symlinks=True)
    with open(os.path.join(tree, args.path), "wb") as f:
        f.write(data)
    status, found, said = listed(tree)
    shutil.rmtree(tree)
    if status not in (0, 4):
        return "status %d" % status
    if len(found) < len(whole) and not set(said.splitlines()) - before:
        return "silent: %d components of %d" % (len(found), len(whole))
    return None


status, whole, said = listed(args.tree)
before = set(said.splitlines())
jobs = [(i, w, d) for i, (w, d) in enumerate(mutants(good)) if d != good and
        not (args.content and d[:4] != good[:4])]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    bad = [(j, r) for j, r in zip(jobs, pool.map(judge, jobs)) if r]
shutil.rmtree(top)
for (i, what, data), r in bad:
    print("%s: %s" % (what, r))
    if args.keep:
        os.makedirs(args.keep, exist_ok=True)
        with open("%s/%d" % (args.keep, i), "wb") as f:
            f.write(data)
print("%s: %d mutants of %d components, %d silent" %
      (os.path.basename(args.path), len(jobs), len(whole), len(bad)))
raise SystemExit(bool(bad) or not whole or len(jobs) < 2 * args.n)
