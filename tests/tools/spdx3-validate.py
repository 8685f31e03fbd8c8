#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate SPDX 3.0.1 JSON-LD documents.

usage: spdx3-validate.py FILE...

The published JSON Schema and SHACL shapes are in no package, so that they
cannot be had offline; spdx-python-model is generated from the same model. By
it: every class, property and value is one that the model has, every property
that must be there is there, and is a list exactly where the schema wants one;
what is referred to exists and is of the right class. Beside it, what the
serialisation's rules say: the one @context, ids that are IRIs and unique,
exactly one SpdxDocument, profiles for what is used.
Prints one line per fault; exit status 1 when there is any.
"""

import io
import json
import re
import sys

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
    return isinstance(prop.reg(), spdx.model.ListProp)


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


def main(paths):
    bad = 0
    for path in paths:
        with open(path, "rb") as file:
            text = file.read()
        doc = json.loads(text)
        for fault in [*graph_faults(doc), *model_faults(text)][:20]:
            print("%s: %s" % (path, fault))
            bad = 1
    if not paths:
        print("usage: spdx3-validate.py FILE...", file=sys.stderr)
        return 2
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
