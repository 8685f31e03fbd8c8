#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate SPDX 3.0.1 JSON-LD documents.

usage: spdx3-validate.py [--has WORD,... | --bad | --all] FILE...

The published JSON Schema and SHACL shapes are in no package, so that they
cannot be had offline; spdx-python-model is generated from the same model. By
it: every class, property and value is one that the model has, every property
that must be there is there, and is a list exactly where the schema wants one;
what is referred to exists and is of the right class. Beside it, what the
serialisation's rules say: the one @context, ids that are IRIs and unique,
exactly one SpdxDocument, profiles for what is used. Last, where --has was
given, ntia-conformance-checker.

--has: each of the files that follow has packages, an os, licences,
dependencies, suppliers, files, or no package but the subject (empty).
--bad: each must have a fault. --all: no more is asked. Prints one line per fault; exit status 1 when
there is any.
"""

import contextlib
import io
import json
import logging
import re
import sys

from ntia_conformance_checker.ntia_checker import NTIAChecker
from spdx_python_model import v3_0_1 as spdx

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
IRI = re.compile(r"^(?!_:)[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
PROFILES = {"software_": "software", "simplelicensing_": "simpleLicensing",
            "expandedlicensing_": "expandedLicensing",
            "security_": "security", "extension_": "extension"}


NAMED = ("software_Package", "software_File", "Organization", "Person",
         "SoftwareAgent", "Tool")


def classes():
    """Compact name -> its properties by compact name."""
    return {cls._COMPACT_TYPE: cls._OBJ_COMPACT_PROPS
            for cls in vars(spdx.model).values()
            if isinstance(cls, type) and
            issubclass(cls, spdx.model.SHACLObject) and cls._COMPACT_TYPE}


CLASSES = classes()


def is_list(prop):
    value = prop.prop if prop.prop is not None else prop.reg()
    return isinstance(value, spdx.model.ListProp)


def shape_faults(obj, where):
    """What a schema would say of an object and those in it."""
    name = obj.get("type")
    props = CLASSES.get(name)
    if props is None:
        yield "%s: no class %r" % (where, name)
        return
    for key, value in obj.items():
        if key in ("type", "spdxId", "@id"):
            continue
        if key not in props:
            yield "%s: %s has no %s" % (where, name, key)
            continue
        if isinstance(value, list) != is_list(props[key]):
            yield "%s: %s.%s: list or not" % (where, name, key)
        for one in value if isinstance(value, list) else [value]:
            if one is None or one == "":
                yield "%s: %s.%s is empty" % (where, name, key)
            elif isinstance(one, dict):
                yield from shape_faults(one, where + "." + key)
        if value == []:
            yield "%s: %s.%s is an empty list" % (where, name, key)
    if name in NAMED and not obj.get("name"):
        yield "%s: %s without a name" % (where, name)
    if name == "CreationInfo" and not TIME.match(obj.get("created", "")):
        yield "%s: created is no time" % where


def graph_faults(doc):
    if doc.get("@context") != CONTEXT:
        yield "@context is not the context of 3.0.1"
    if set(doc) != {"@context", "@graph"}:
        yield "members beside @context and @graph"
    seen = set()
    for i, obj in enumerate(doc["@graph"]):
        where = "@graph[%d]" % i
        yield from shape_faults(obj, where)
        ref = obj.get("spdxId", obj.get("@id", ""))
        if ref in seen:
            yield "%s: id twice: %s" % (where, ref)
        seen.add(ref)
        if obj.get("type") != "CreationInfo" and not IRI.match(ref):
            yield "%s: not an IRI: %s" % (where, ref)
    documents = [o for o in doc["@graph"] if o["type"] == "SpdxDocument"]
    if len(documents) != 1:
        yield "%d SpdxDocuments" % len(documents)
        return
    used = {p for o in doc["@graph"] for prefix, p in PROFILES.items()
            if any(k.startswith(prefix) for k in [o["type"], *o])}
    missing = (used | {"core"}) - set(documents[0]["profileConformance"])
    for profile in sorted(missing):
        yield "profileConformance lacks " + profile


def model_faults(text):
    """Read by the model; write, which tells what is missing; resolve."""
    objects = spdx.SHACLObjectSet()
    try:
        spdx.JSONLDDeserializer().read(io.BytesIO(text), objects)
        missing = objects.link()
        spdx.JSONLDSerializer().write(objects, io.BytesIO())
    except (KeyError, TypeError, ValueError) as e:
        yield "model: %s: %s" % (type(e).__name__, str(e)[:500])
        return
    for ref in sorted(missing):
        yield "does not resolve: " + ref


def ntia_faults(path):
    with contextlib.redirect_stderr(io.StringIO()):
        judge = NTIAChecker(path, sbom_spec="spdx3")
    # NoneElement is one of the standard's own: no missing element.
    unknown = [to for ends in judge.unknown_pointer_edges.values()
               for to in ends if not to.endswith("/Core/NoneElement")]
    for what, bad in [
            ("an SPDX 3 document", judge.parsing_errors +
             judge.validation_messages),
            ("names", judge.components_without_names),
            ("identifiers", judge.components_without_identifiers),
            ("an author", not judge.doc_author),
            ("a timestamp", not judge.doc_timestamp),
            ("relationships", not judge.dependency_relationships),
            ("known ends of relationships", unknown),
            ("a way to each package", judge.floating_component_ids)]:
        if bad:
            yield "NTIA wants %s: %s" % (what, str(bad)[:200])


def lacks(doc, words):
    """Of these words, those that the document has nothing of."""
    elements = doc["@graph"]
    packages = [o for o in elements if o["type"] == "software_Package"]
    relations = {o["relationshipType"] for o in elements
                 if o["type"] == "Relationship"}
    has = {
        "packages": any("software_packageUrl" in o for o in packages),
        "os": any(o["software_primaryPurpose"] == "operatingSystem"
                  for o in packages),
        "licences": "hasDeclaredLicense" in relations,
        "dependencies": "dependsOn" in relations,
        "suppliers": any("suppliedBy" in o for o in packages),
        "files": any(o["type"] == "software_File" for o in elements),
        "empty": len(packages) == 1,
    }
    return [w for w in words if not has[w]]


def faults_of(path, words):
    with open(path, "rb") as file:
        text = file.read()
    doc = json.loads(text)
    faults = [*graph_faults(doc), *model_faults(text)]
    if words is not None and not faults:
        faults += ["has no " + word for word in lacks(doc, words)]
        if "empty" not in words:  # it wants a relationship
            faults += ntia_faults(path)
    return faults


def main(args):
    words, bad, files, status = None, False, 0, 0
    logging.disable(logging.CRITICAL)
    while args:
        arg = args.pop(0)
        if arg == "--has":
            words, bad = [w for w in args.pop(0).split(",") if w], False
            continue
        if arg in ("--bad", "--all"):
            words, bad = None, arg == "--bad"
            continue
        files += 1
        faults = faults_of(arg, words)
        if bad:
            faults = [] if faults else ["nothing is wrong with it"]
        for fault in faults[:20]:
            print("%s: %s" % (arg, fault))
            status = 1
    if files == 0:
        print("usage: spdx3-validate.py FILE...", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
