#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate SPDX 2.2 and 2.3 documents, in JSON (.json) and tag-value.

usage: spdx-validate.py [--has WORD,... | --bad | --same] FILE...

Judged by the SPDX project's tools (spdx-tools, as pyspdxtools does) and by
ntia-conformance-checker; then by what both let pass: JSON objects are closed,
and the words of an enumeration are those of their version's schema.

--has: each of the files that follow has packages, an os, licences,
dependencies, files, suppliers or no package but the subject (empty).
--bad: each must have a fault. --same: all of them say the same, but for
their namespaces. Prints one line per fault; exit status 1 when there is any.
"""

import contextlib
import io
import json
import logging
import re
import sys

from ntia_conformance_checker.ntia_checker import NTIAChecker
from spdx_tools.spdx.model import RelationshipType, SpdxNone, SpdxNoAssertion
from spdx_tools.spdx.validation import spdx_id_validators

# Sets of the ids of a document, made once and not once for each id.
IDS = {}
LIST_IDS = spdx_id_validators.get_list_of_all_spdx_ids


def ids_of(document):
    if IDS.get("of") is not document:
        IDS["of"], IDS["are"] = document, set(LIST_IDS(document))
    return IDS["are"]


spdx_id_validators.get_list_of_all_spdx_ids = ids_of

ANNOTATION = {"annotationDate", "annotationType", "annotator", "comment"}
CHECKSUM = {"algorithm", "checksumValue"}
SUMS = {"SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "MD2", "MD4", "MD5",
        "MD6"}
# Object: its keys in 2.2, what 2.3 adds, what 2.2 requires.
KEYS = {
    "document": (
        {"SPDXID", "annotations", "comment", "creationInfo", "dataLicense",
         "externalDocumentRefs", "hasExtractedLicensingInfos", "name",
         "spdxVersion", "documentNamespace", "documentDescribes", "packages",
         "files", "snippets", "relationships"}, set(),
        {"SPDXID", "creationInfo", "dataLicense", "name", "spdxVersion",
         "documentNamespace"}),
    "package": (
        {"SPDXID", "annotations", "attributionTexts", "checksums", "comment",
         "copyrightText", "description", "downloadLocation", "externalRefs",
         "filesAnalyzed", "hasFiles", "homepage", "licenseComments",
         "licenseConcluded", "licenseDeclared", "licenseInfoFromFiles",
         "name", "originator", "packageFileName", "packageVerificationCode",
         "sourceInfo", "summary", "supplier", "versionInfo"},
        {"primaryPackagePurpose", "builtDate", "releaseDate",
         "validUntilDate"},
        {"SPDXID", "copyrightText", "downloadLocation", "licenseConcluded",
         "licenseDeclared", "name"}),
    "file": (
        {"SPDXID", "annotations", "attributionTexts", "checksums", "comment",
         "copyrightText", "fileContributors", "fileName", "fileTypes",
         "licenseComments", "licenseConcluded", "licenseInfoInFiles",
         "noticeText"}, set(),
        {"SPDXID", "checksums", "copyrightText", "fileName",
         "licenseConcluded", "licenseInfoInFiles"}),
    "relationship": (
        {"comment", "relatedSpdxElement", "relationshipType",
         "spdxElementId"}, set(),
        {"relatedSpdxElement", "relationshipType", "spdxElementId"}),
    "licence": (
        {"comment", "crossRefs", "extractedText", "licenseId", "name",
         "seeAlsos"}, set(), {"extractedText", "licenseId"}),
    "annotation": (ANNOTATION, set(), ANNOTATION),
    "checksum": (CHECKSUM, set(), CHECKSUM),
    "reference": (
        {"comment", "referenceCategory", "referenceLocator",
         "referenceType"}, set(),
        {"referenceCategory", "referenceLocator", "referenceType"}),
}
REQUIRED_23 = {
    "package": {"SPDXID", "downloadLocation", "name"},
    "file": {"SPDXID", "checksums", "fileName"},
}
PURPOSES = {"APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER",
            "OPERATING-SYSTEM", "DEVICE", "FIRMWARE", "SOURCE", "ARCHIVE",
            "FILE", "INSTALL", "OTHER"}
NAMESPACE = re.compile(r"https://spdx\.org/spdxdocs/[A-Za-z0-9.-]+-[0-9a-f]{8}"
                       r"-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                       r"[0-9a-f]{12}")


def objects_of(doc):
    """(kind, object) of every object of a JSON document."""
    yield "document", doc
    elements = [("package", x) for x in doc.get("packages", [])]
    elements += [("file", x) for x in doc.get("files", [])]
    for kind, x in [("document", doc)] + elements:
        for note in x.get("annotations", []):
            yield "annotation", note
        for total in x.get("checksums", []):
            yield "checksum", total
        for ref in x.get("externalRefs", []):
            yield "reference", ref
        if kind != "document":
            yield kind, x
    for x in doc.get("relationships", []):
        yield "relationship", x
    for x in doc.get("hasExtractedLicensingInfos", []):
        yield "licence", x


def json_faults(text):
    doc = json.loads(text)
    minor = int(doc["spdxVersion"][-1])
    manager = "PACKAGE_MANAGER" if minor == 2 else "PACKAGE-MANAGER"
    for kind, x in objects_of(doc):
        keys, newer, required = KEYS[kind]
        if minor >= 3:
            keys, required = keys | newer, REQUIRED_23.get(kind, required)
        for key in set(x) - keys:
            yield "%s has %s" % (kind, key)
        for key in required - set(x):
            yield "%s lacks %s" % (kind, key)
        for key, value in x.items():
            if value is None or value == "" or value == []:
                yield "%s has an empty %s" % (kind, key)
        if x.get("referenceCategory", manager) not in (manager, "SECURITY",
                                                       "OTHER"):
            yield "category " + x["referenceCategory"]
        if x.get("primaryPackagePurpose", "OTHER") not in (
                PURPOSES - {"OPERATING-SYSTEM"} | {"OPERATING_SYSTEM"}):
            yield "purpose " + x["primaryPackagePurpose"]
        if kind == "checksum" and minor == 2 and x["algorithm"] not in SUMS:
            yield "algorithm " + x["algorithm"]


def tag_faults(text):
    for n, line in enumerate(text.split("\n"), 1):
        if line.startswith("PrimaryPackagePurpose: ") and \
                line.split(" ", 1)[1] not in PURPOSES:
            yield "line %d: %s" % (n, line)
        if line.endswith(": "):
            yield "line %d: an empty tag" % n


def known(value):
    return value is not None and not isinstance(value, (SpdxNone,
                                                        SpdxNoAssertion))


def holds(doc, word):
    kinds = [r.relationship_type for r in doc.relationships]
    if word == "packages":
        return len(doc.packages) > 1
    if word == "empty":
        return len(doc.packages) == 1 and not doc.files
    if word == "os":
        return any(p.spdx_id.startswith("SPDXRef-OperatingSystem-") and
                   p.version for p in doc.packages)
    if word == "licences":
        return any(known(p.license_declared) for p in doc.packages)
    if word == "suppliers":
        return any(known(p.supplier) for p in doc.packages)
    if word == "dependencies":
        return RelationshipType.DEPENDS_ON in kinds
    if word == "files":
        return len(doc.files) > 0 and any(
            p.files_analyzed and p.verification_code for p in doc.packages)
    raise ValueError("--has " + word)


def check(path):
    """The document, or None, and its faults."""
    with contextlib.redirect_stdout(io.StringIO()):
        judge = NTIAChecker(path)
    faults = ["parser: " + str(m) for m in judge.parsing_errors]
    doc = judge.doc
    if doc is None:
        return None, faults or ["cannot be parsed"]
    faults += ["%s: %s" % (m.context.spdx_id or m.context.parent_id,
                           m.validation_message)
               for m in judge.validation_messages]
    for what, bad in [
            ("names", judge.components_without_names),
            ("identifiers", judge.components_without_identifiers),
            ("an author", not judge.doc_author),
            ("a timestamp", not judge.doc_timestamp),
            ("relationships", not judge.dependency_relationships),
            ("known ends of relationships", judge.has_unknown_pointers),
            ("a way to each package", judge.floating_component_ids)]:
        if bad:
            faults.append("NTIA wants %s: %s" % (what, str(bad)[:200]))
    without = {i for _, i in judge.components_without_suppliers}
    for p in doc.packages:
        if known(p.supplier) == (p.spdx_id in without):
            faults.append("NTIA: supplier of " + p.spdx_id)
    if not NAMESPACE.fullmatch(doc.creation_info.document_namespace):
        faults.append("namespace " + doc.creation_info.document_namespace)
    return doc, faults


def facts_of(doc):
    """What the tools' model holds of a document, in no order of its own."""
    info = doc.creation_info
    info.document_namespace = ""
    return sorted(repr(x) for part in ([info], doc.packages, doc.files,
                                       doc.annotations, doc.relationships,
                                       doc.extracted_licensing_info)
                  for x in part)


def differences(first, second):
    if first == second:
        return []
    odd = [x for x in first if x not in second][:1] + \
        [x for x in second if x not in first][:1]
    return ["says something else: %s" % str(odd)[:1500]]


def main(args):
    mode, words, first, files, bad = "", [], None, 0, 0
    logging.disable(logging.CRITICAL)
    while args:
        path = args.pop(0)
        if path.startswith("--"):
            mode, first = path, None
            words = args.pop(0).split(",") if path == "--has" else []
            words = [w for w in words if w]
            continue
        files += 1
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        doc, faults = check(path)
        faults += json_faults(text) if text.startswith("{") else \
            tag_faults(text)
        if doc is not None:
            faults += ["no " + w for w in words if not holds(doc, w)]
        if mode == "--bad":
            faults = [] if faults else ["nothing is wrong with it"]
        elif mode == "--same" and doc is not None:
            facts = facts_of(doc)
            faults += differences(first or facts, facts)
            first = first or facts
        for fault in faults:
            print("%s: %s" % (path, fault))
            bad = 1
    if files == 0:
        print("usage: spdx-validate.py [--has WORD,... | --bad | --same] "
              "FILE...", file=sys.stderr)
        return 2
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
