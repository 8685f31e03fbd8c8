#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate CycloneDX documents, JSON and XML, strictly.

usage: cdx-validate.py [--has WORD[,WORD]... | --bad] FILE...

Beside the published schemas (cyclonedx-python-lib bundles them), what a schema
cannot say: bom-refs are unique in the whole document, every reference in
dependencies and compositions resolves, serial numbers are urn:uuid. Of the
files behind --has each must have some of what the words say: components (but
operating systems), os, licences, dependencies (of components on each other);
"empty": no components. Each file behind --bad must have a fault. Prints one line
per fault; exit status 1 when there is any.
"""

import json
import re
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from lxml import etree

SERIAL = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
    r"[0-9a-f]{12}")
SPACE = "http://cyclonedx.org/schema/bom/"
validators = {}


def validator(kind, version):
    """Its schema is compiled once."""
    if (kind, version) not in validators:
        validators[kind, version] = kind(SchemaVersion.from_version(version))
    return validators[kind, version]


class JsonDocument:
    def __init__(self, text):
        self.doc = json.loads(text)
        self.version = self.doc["specVersion"]
        self.kind = JsonStrictValidator
        self.serial = self.doc.get("serialNumber", "")
        self.root = self.doc["metadata"]["component"]["bom-ref"]

    def refs(self, value=None):
        """Every bom-ref in the document, in order."""
        value = self.doc if value is None else value
        if isinstance(value, dict):
            if isinstance(value.get("bom-ref"), str):
                yield value["bom-ref"]
            for inner in value.values():
                yield from self.refs(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from self.refs(inner)

    def dependencies(self):
        """(reference, what it depends on), one for each entry."""
        for dep in self.doc.get("dependencies", []):
            yield dep["ref"], dep.get("dependsOn", [])

    def compositions(self):
        for comp in self.doc.get("compositions", []):
            for key in ("assemblies", "dependencies"):
                yield from comp.get(key, [])

    def types(self):
        return [c["type"] for c in self.doc.get("components", [])]

    def licences(self):
        return sum(len(c.get("licenses", []))
                   for c in self.doc.get("components", []))


class XmlDocument:
    def __init__(self, text):
        self.doc = etree.fromstring(text.encode())
        space = etree.QName(self.doc).namespace
        if not space.startswith(SPACE):
            raise ValueError("namespace " + space)
        self.version = space[len(SPACE):]
        self.names = {"c": space}
        self.kind = XmlValidator
        self.serial = self.doc.get("serialNumber", "")
        self.root = self.find("c:metadata/c:component/@bom-ref")[0]

    def find(self, path, at=None):
        at = self.doc if at is None else at
        return at.xpath(path, namespaces=self.names)

    def refs(self):
        return self.find("//@bom-ref")

    def dependencies(self):
        for dep in self.find("c:dependencies/c:dependency"):
            yield dep.get("ref"), self.find("c:dependency/@ref", dep)

    def compositions(self):
        return self.find("c:compositions/c:composition/*/*/@ref")

    def types(self):
        return self.find("c:components/c:component/@type")

    def licences(self):
        return len(self.find("c:components/c:component/c:licenses/*"))


def holds(doc, word):
    types = doc.types()
    if word == "components":
        return any(t != "operating-system" for t in types)
    if word == "os":
        return "operating-system" in types
    if word == "licences":
        return doc.licences() > 0
    if word == "dependencies":
        return any(to for ref, to in doc.dependencies() if ref != doc.root)
    if word == "empty":
        return not types
    raise ValueError("--has " + word)


def faults_of(text, words):
    doc = XmlDocument(text) if text.startswith("<") else JsonDocument(text)
    error = validator(doc.kind, doc.version).validate_str(text)
    if error is not None:
        yield "schema %s: %s" % (doc.version, str(error)[:2000])
    seen = set()
    for ref in doc.refs():
        if ref in seen:
            yield "bom-ref twice: " + ref
        seen.add(ref)
    named = set()
    for ref, to in doc.dependencies():
        if ref in named:
            yield "dependencies: two entries: " + ref
        named.add(ref)
        for one in [ref, *to]:
            if one not in seen:
                yield "dependencies: does not resolve: " + one
    for ref in doc.compositions():
        if ref not in seen:
            yield "compositions: does not resolve: " + ref
    if not SERIAL.fullmatch(doc.serial):
        yield "serialNumber is not a UUID of version 5"
    for word in words:
        if not holds(doc, word):
            yield "no " + word


def main(args):
    words, files, bad = [], 0, 0
    while args:
        path = args.pop(0)
        if path == "--has":
            words = args.pop(0).split(",")
            continue
        if path == "--bad":
            words = None
            continue
        files += 1
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        faults = list(faults_of(text, words or []))
        if words is None:
            faults = [] if faults else ["nothing is wrong with it"]
        for fault in faults:
            print("%s: %s" % (path, fault))
            bad = 1
    if files == 0:
        print("usage: cdx-validate.py [--has WORD,... | --bad] FILE...",
              file=sys.stderr)
        return 2
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
