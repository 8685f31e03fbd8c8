#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate CycloneDX JSON documents strictly.

usage: cdx-validate.py FILE...

Beside the published schema (cyclonedx-python-lib bundles it), what a schema
cannot say: bom-refs are unique in the whole document, every reference in
dependencies and compositions resolves, serial numbers are urn:uuid.
Prints one line per fault; exit status 1 when there is any.
"""

import json
import re
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

SERIAL = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
    r"[0-9a-f]{12}")


def refs_of(value):
    """Every bom-ref in the document, in order."""
    if isinstance(value, dict):
        if isinstance(value.get("bom-ref"), str):
            yield value["bom-ref"]
        for inner in value.values():
            yield from refs_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from refs_of(inner)


def uses_of(doc):
    """(where, reference) of everything that must resolve."""
    for dep in doc.get("dependencies", []):
        yield "dependencies.ref", dep["ref"]
        for ref in dep.get("dependsOn", []):
            yield "dependencies.dependsOn", ref
    for comp in doc.get("compositions", []):
        for key in ("assemblies", "dependencies"):
            for ref in comp.get(key, []):
                yield "compositions." + key, ref


def faults_of(text):
    doc = json.loads(text)
    version = SchemaVersion.from_version(doc["specVersion"])
    error = JsonStrictValidator(version).validate_str(text)
    if error is not None:
        yield "schema %s: %s" % (doc["specVersion"], str(error)[:2000])
    seen = set()
    for ref in refs_of(doc):
        if ref in seen:
            yield "bom-ref twice: " + ref
        seen.add(ref)
    for where, ref in uses_of(doc):
        if ref not in seen:
            yield "%s does not resolve: %s" % (where, ref)
    named = [dep["ref"] for dep in doc.get("dependencies", [])]
    if len(named) != len(set(named)):
        yield "dependencies: a ref has two entries"
    if not SERIAL.fullmatch(doc.get("serialNumber", "")):
        yield "serialNumber is not a UUID of version 5"


def main(paths):
    bad = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for fault in faults_of(text):
            print("%s: %s" % (path, fault))
            bad = 1
    if not paths:
        print("usage: cdx-validate.py FILE...", file=sys.stderr)
        return 2
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
