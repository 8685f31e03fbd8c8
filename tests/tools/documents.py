#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A dpkg status file, and four packages of languages, as other generators
write them.

usage: documents.py SHAPE STATUS

SHAPE is syft-json, syft-cdx, syft-xml, syft-spdx, syft-tv, trivy-cdx,
trivy-spdx, trivy-tv, cdxgen-cdx or cdxgen-xml.
Shapes: what Syft 1.49, Trivy 0.74 and cdxgen 11 write of an image of Debian
12.15: reference section "Where tools put what"; in the generators' sources
Syft's syftjson/model and spdxhelpers, Trivy's sbom/io/encode.go and
sbom/spdx/marshal.go, cdxgen's lib/managers/binary.js (getOSPackages).
"""

import hashlib
import json
import re
import sys
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

DIFF = "sha256:" + "72" * 32
BLOB = "sha256:" + "c3" * 32
CONFIG = "sha256:" + "8e" * 32
MANIFEST = "sha256:" + "f1" * 32
DATE = "2026-11-01T10:00:00Z"
TRIVY = "aquasecurity:trivy:"

# purl type, group, name, version, Syft's word for the type, path
LANGUAGES = [
    ("golang", "", "stdlib", "1.21.3", "go-module", "/usr/local/bin/tool"),
    ("maven", "org.apache.logging.log4j", "log4j-core", "2.14.1",
     "java-archive", "/srv/app/log4j-core-2.14.1.jar"),
    ("npm", "@babel", "traverse", "7.20.0", "npm",
     "/srv/app/node_modules/@babel/traverse/package.json"),
    ("pypi", "", "requests", "2.28.0", "python",
     "/usr/local/lib/python3.11/site-packages/requests-2.28.0.dist-info/"
     "METADATA"),
]


def stanzas(path):
    with open(path, encoding="utf-8") as f:
        for text in f.read().split("\n\n"):
            p = dict(line.split(": ", 1) for line in text.split("\n")
                     if re.match(r"[A-Za-z0-9-]+: ", line))
            if p.get("Status", "").endswith(" installed"):
                m = re.match(r"(\S+)(?: \((.*)\))?$", p.get("Source", ""))
                p["src"] = m[1] if m else ""
                p["srcver"] = (m[2] or "") if m else ""
                yield p


def ident(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def purl(kind, namespace, name, version, qualifiers=()):
    q = "&".join(f"{k}={quote(v, safe='')}" for k, v in sorted(qualifiers) if v)
    ns = f"{quote(namespace, safe='/')}/" if namespace else ""
    return (f"pkg:{kind}/{ns}{quote(name, safe='')}@{quote(version, safe='~')}"
            + ("?" + q if q else ""))


def lang_purl(p, go="1.21.3"):
    kind, group, name, version = p[:4]
    return purl(kind, group, name, go if kind == "golang" else version)


def epoch(version):
    m = re.match(r"(\d+):(.*)$", version)
    return (m[1], m[2]) if m else ("", version)


def props(pairs):
    return [{"name": k, "value": v} for k, v in pairs if v]


def cdx(tool, version, subject, components):
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX", "specVersion": "1.6",
            "serialNumber": "urn:uuid:1455c02d-64ca-453e-a5df-ddfb70a7c804",
            "version": 1, "metadata": {
                "timestamp": DATE, "tools": {"components": [
                    {"type": "application", "name": tool,
                     "version": version}]}, "component": subject},
            "components": components}


def ref(category, kind, locator):
    return {"referenceCategory": category, "referenceType": kind,
            "referenceLocator": locator}


def spdx(creators, name, packages, files, relationships):
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
            "SPDXID": "SPDXRef-DOCUMENT", "name": name,
            "documentNamespace": "https://example.org/" + ident(name),
            "creationInfo": {"licenseListVersion": "3.27",
                             "creators": creators, "created": DATE},
            "packages": packages, "files": files, "relationships": [
                {"spdxElementId": a, "relatedSpdxElement": b,
                 "relationshipType": t} for a, t, b in relationships]}


# ---- Syft ----

def syft_purl(p):
    up = p["src"] + ("@" + p["srcver"] if p["srcver"] else "")
    return purl("deb", "debian", p["Package"], p["Version"], [
        ("arch", p["Architecture"]), ("distro", "debian-12.15"),
        ("upstream", up)])


def syft_places(p):
    return ["/var/lib/dpkg/status", f"/usr/share/doc/{p['Package']}/copyright"]


def syft_name(p):
    return p[1] + "/" + p[2] if p[0] == "npm" else p[2]


def syft_version(p):
    return "go1.21.3" if p[0] == "golang" else p[3]


def syft_json_deb(p):
    name = p["Package"]
    return {
        "id": ident(name), "name": name, "version": p["Version"],
        "type": "deb", "foundBy": "dpkg-db-cataloger", "locations": [
            {"path": path, "layerID": DIFF, "accessPath": path, "annotations":
             {"evidence": "supporting" if i else "primary"}}
            for i, path in enumerate(syft_places(p))],
        "licenses": [{"value": "GPL-2.0-only", "spdxExpression":
                      "GPL-2.0-only", "type": "declared", "urls": [],
                      "locations": []}],
        "language": "", "cpes": [
            {"cpe": f"cpe:2.3:a:{name}:{name}:1:*:*:*:*:*:*:*",
             "source": "syft-generated"}],
        "purl": syft_purl(p), "metadataType": "dpkg-db-entry", "metadata": {
            "package": name, "source": p["src"], "version": p["Version"],
            "sourceVersion": p["srcver"], "architecture": p["Architecture"],
            "maintainer": p.get("Maintainer", ""), "installedSize": 1,
            "files": [{"path": f"/usr/share/doc/{name}/copyright", "digest":
                       {"algorithm": "md5", "value": "0" * 32},
                       "isConfigFile": False}]}}


def syft_json_lang(p):
    kind, group, name, version, word, path = p
    return {
        "id": ident(path), "name": syft_name(p), "version": syft_version(p),
        "type": word, "foundBy": "x-cataloger", "locations": [
            {"path": path, "layerID": DIFF, "accessPath": path,
             "annotations": {"evidence": "primary"}}],
        "licenses": [], "language": kind, "cpes": [], "purl": lang_purl(p),
        "metadataType": "x", "metadata": {
            "virtualPath": path, "pomProperties": {
                "path": "", "name": "", "groupId": group, "artifactId": name,
                "version": version}} if kind == "maven" else {}}


def syft_json(packages):
    out = [syft_json_deb(p) for p in packages]
    out += [syft_json_lang(p) for p in LANGUAGES]
    root = ident("image")
    return {
        "artifacts": out,
        "artifactRelationships": [
            {"parent": root, "child": a["id"], "type": "contains"}
            for a in out] + [
            {"parent": out[0]["id"], "child": out[1]["id"],
             "type": "dependency-of"}],
        "files": [{"id": ident("f"), "location": {
            "path": "/etc/passwd", "layerID": DIFF},
            "metadata": {"mode": 644, "type": "RegularFile", "userID": 0,
                         "groupID": 0, "mimeType": "text/plain", "size": 1},
            "digests": [{"algorithm": "sha256", "value": "0" * 64}]}],
        "source": {
            "id": root, "name": "debian", "version": MANIFEST,
            "type": "image", "metadata": {
                "userInput": "debian:12", "imageID": CONFIG,
                "manifestDigest": MANIFEST, "mediaType":
                "application/vnd.docker.distribution.manifest.v2+json",
                "tags": ["debian:12"], "imageSize": 1,
                "layers": [{"mediaType": "application/"
                            "vnd.docker.image.rootfs.diff.tar.gzip",
                            "digest": DIFF, "size": 1}],
                "manifest": "e30=", "config": "e30=", "repoDigests": [],
                "architecture": "amd64", "os": "linux"}},
        "distro": {
            "prettyName": "Debian GNU/Linux 12 (bookworm)",
            "name": "Debian GNU/Linux", "id": "debian", "version":
            "12 (bookworm)", "versionID": "12", "versionCodename": "bookworm",
            "homeURL": "https://www.debian.org/"},
        "descriptor": {"name": "syft", "version": "1.49.0",
                       "configuration": {"catalogers": {"requested": {}}}},
        "schema": {"version": "16.1.0", "url": "https://raw.githubusercontent"
                   ".com/anchore/syft/main/schema/json/schema-16.1.0.json"}}


def syft_cdx_deb(p):
    places = [(f"syft:location:{i}:{k}", v)
              for i, path in enumerate(syft_places(p))
              for k, v in (("layerID", DIFF), ("path", path))]
    return {
        "bom-ref": syft_purl(p) + "&package-id=" + ident(p["Package"]),
        "type": "library", "publisher": p.get("Maintainer", ""),
        "name": p["Package"], "version": p["Version"],
        "purl": syft_purl(p), "properties": props([
            ("syft:package:foundBy", "dpkg-db-cataloger"),
            ("syft:package:type", "deb"),
            ("syft:package:metadataType", "dpkg-db-entry")] + places + [
            ("syft:metadata:installedSize", "1"),
            ("syft:metadata:source", p["src"]),
            ("syft:metadata:sourceVersion", p["srcver"])])}


def syft_cdx(packages):
    out = [syft_cdx_deb(p) for p in packages]
    for p in LANGUAGES:
        one = {"bom-ref": lang_purl(p) + "?package-id=" + ident(p[5]),
               "type": "library", "name": syft_name(p),
               "version": syft_version(p), "purl": lang_purl(p),
               "properties": props([("syft:package:type", p[4]),
                                    ("syft:location:0:layerID", DIFF),
                                    ("syft:location:0:path", p[5])])}
        if p[0] == "maven":
            one["group"] = p[1]
        out.append(one)
    out.append({"bom-ref": ident("f"), "type": "file", "name": "/etc/passwd",
                "hashes": [{"alg": "SHA-256", "content": "0" * 64}]})
    out.append({"bom-ref": "os:debian@12", "type": "operating-system",
                "name": "debian", "version": "12", "description":
                "Debian GNU/Linux 12 (bookworm)", "swid": {
                    "tagId": "debian", "name": "debian", "version": "12"},
                "properties": props([("syft:distro:id", "debian"),
                                     ("syft:distro:versionID", "12"),
                                     ("syft:distro:versionCodename",
                                      "bookworm")])})
    return cdx("syft", "1.49.0", {"bom-ref": ident("image"), "type":
               "container", "name": "debian:12", "version": MANIFEST}, out)


def syft_spdx_package(name, kind, key, version, who, info, refs):
    return {
        "name": name, "SPDXID": f"SPDXRef-Package-{kind}-" +
        re.sub(r"[^A-Za-z0-9.-]", "-", name) + "-" + ident(key),
        "versionInfo": version, "supplier": who, "originator": who,
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
        "sourceInfo": "acquired package info from " + info,
        "licenseConcluded": "NOASSERTION", "licenseDeclared": "GPL-2.0-only",
        "copyrightText": "NOASSERTION", "externalRefs": refs}


def syft_spdx(packages):
    out = []
    for p in packages:
        name = p["Package"]
        out.append(syft_spdx_package(
            name, "deb", name, p["Version"],
            "Person: " + p.get("Maintainer", ""),
            "DPKG DB: " + ", ".join(syft_places(p)), [
                ref("SECURITY", "cpe23Type",
                    f"cpe:2.3:a:{name}:{name}:1:*:*:*:*:*:*:*"),
                ref("PACKAGE-MANAGER", "purl", syft_purl(p))]))
    for p in LANGUAGES:
        out.append(syft_spdx_package(
            syft_name(p), p[4], p[5], syft_version(p), "NOASSERTION",
            "the manifest: " + p[5],
            [ref("PACKAGE-MANAGER", "purl", lang_purl(p))]))
    root = "SPDXRef-DocumentRoot-Image-debian"
    out.append({
        "name": "debian", "SPDXID": root, "versionInfo": MANIFEST,
        "supplier": "NOASSERTION", "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False, "checksums": [
            {"algorithm": "SHA256", "checksumValue": MANIFEST[7:]}],
        "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION", "externalRefs": [
            ref("PACKAGE-MANAGER", "purl", "pkg:oci/debian@" +
                quote(MANIFEST, safe="") + "?arch=amd64&tag=12")],
        "primaryPackagePurpose": "CONTAINER"})
    file = "SPDXRef-File-etc-passwd-" + ident("f")
    return spdx(["Organization: Anchore, Inc", "Tool: syft-1.49.0"], "debian",
                out, [{"fileName": "etc/passwd", "SPDXID": file, "fileTypes":
                       ["TEXT"], "checksums": [{"algorithm": "SHA1",
                                                "checksumValue": "0" * 40}],
                       "licenseConcluded": "NOASSERTION", "copyrightText":
                       "NOASSERTION", "comment": "layerID: " + DIFF}],
                [(root, "CONTAINS", p["SPDXID"]) for p in out[:-1]] +
                [(out[0]["SPDXID"], "OTHER", file),
                 (out[0]["SPDXID"], "DEPENDENCY_OF", out[1]["SPDXID"]),
                 ("SPDXRef-DOCUMENT", "DESCRIBES", root)])


# ---- Trivy ----

def trivy_purl(p):
    e, version = epoch(p["Version"])
    return purl("deb", "debian", p["Package"], version, [
        ("arch", p["Architecture"]), ("distro", "debian-12.15"),
        ("epoch", e)])


def trivy_source(p):
    """Trivy splits versions at the last dash, as dpkg does."""
    e, version = epoch(p["srcver"] or p["Version"])
    upstream, _, release = version.rpartition("-")
    return {"SrcEpoch": e, "SrcName": p["src"] or p["Package"],
            "SrcRelease": release if upstream else "",
            "SrcVersion": upstream or version}


def trivy_source_version(s):
    return ((s["SrcEpoch"] + ":" if s["SrcEpoch"] else "") + s["SrcVersion"] +
            ("-" + s["SrcRelease"] if s["SrcRelease"] else ""))


def trivy_lang(p):
    """Version, PkgType."""
    return {"golang": ("v1.21.3", "gobinary"), "maven": (p[3], "jar"),
            "npm": (p[3], "node-pkg"), "pypi": (p[3], "python-pkg")}[p[0]]


def trivy_props(p):
    return [("LayerDiffID", DIFF), ("LayerDigest", BLOB),
            ("PkgID", f"{p['Package']}@{p['Version']}"),
            ("PkgType", "debian")]


IMAGE = [("DiffID", DIFF), ("ImageID", CONFIG),
         ("RepoDigest", "debian@" + MANIFEST), ("RepoTag", "debian:12"),
         ("SchemaVersion", "2")]


def trivy_cdx(packages):
    def named(pairs):
        return props([(TRIVY + k, v) for k, v in pairs])

    out = [{"bom-ref": ident("os"), "type": "operating-system",
            "name": "debian", "version": "12.15", "properties": named([
                ("Class", "os-pkgs"), ("Type", "debian")])}]
    for p in packages:
        out.append({
            "bom-ref": trivy_purl(p), "type": "library", "supplier": {
                "name": p.get("Maintainer", "")}, "name": p["Package"],
            "version": p["Version"], "purl": trivy_purl(p), "properties":
            named(trivy_props(p) + list(trivy_source(p).items()))})
    for p in LANGUAGES:
        version, word = trivy_lang(p)
        one = {"bom-ref": lang_purl(p, "v1.21.3"), "type": "library",
               "name": p[2], "version": version,
               "purl": lang_purl(p, "v1.21.3"), "properties": named([
                   ("FilePath", p[5].lstrip("/")), ("LayerDiffID", DIFF),
                   ("PkgType", word)])}
        if p[1]:
            one["group"] = p[1]
        out.append(one)
    return cdx("trivy", "0.74.0", {
        "bom-ref": ident("image"), "type": "container", "name": "debian:12",
        "purl": "pkg:oci/debian@" + quote(MANIFEST, safe="") + "?arch=amd64",
        "properties": named(IMAGE)}, out)


def trivy_spdx_package(spdxid, name, purpose, pairs, **more):
    return {"name": name, "SPDXID": spdxid, "downloadLocation": "NONE",
            "filesAnalyzed": False, "primaryPackagePurpose": purpose,
            **more, "annotations": [
                {"annotator": "Tool: trivy-0.74.0", "annotationDate": DATE,
                 "annotationType": "OTHER", "comment": f"{k}: {v}"}
                for k, v in pairs if v]}


def trivy_spdx(packages):
    root = "SPDXRef-ContainerImage-" + ident("image")
    system = "SPDXRef-OperatingSystem-" + ident("os")
    out, files, rel = [], [], [("SPDXRef-DOCUMENT", "DESCRIBES", root),
                               (root, "CONTAINS", system)]
    for p in packages:
        source = trivy_source(p)
        one = "SPDXRef-Package-" + ident(p["Package"])
        rel.append((system, "CONTAINS", one))
        out.append(trivy_spdx_package(
            one, p["Package"], "LIBRARY", trivy_props(p),
            versionInfo=p["Version"],
            supplier="Organization: " + p.get("Maintainer", ""),
            sourceInfo=f"built package from: {source['SrcName']} "
            f"{trivy_source_version(source)}",
            externalRefs=[ref("PACKAGE-MANAGER", "purl", trivy_purl(p))]))
    for p in LANGUAGES:
        version, word = trivy_lang(p)
        one = "SPDXRef-Package-" + ident(p[5])
        file = "SPDXRef-File-" + ident(p[5])
        rel += [(root, "CONTAINS", one), (one, "CONTAINS", file)]
        files.append({"fileName": p[5].lstrip("/"), "SPDXID": file,
                      "checksums": [{"algorithm": "SHA1", "checksumValue":
                                     "0" * 40}], "copyrightText": ""})
        join = ":" if p[0] == "maven" else "/"
        out.append(trivy_spdx_package(
            one, p[1] + join + p[2] if p[1] else p[2], "LIBRARY",
            [("LayerDiffID", DIFF), ("PkgType", word)], versionInfo=version,
            supplier="NOASSERTION", externalRefs=[
                ref("PACKAGE-MANAGER", "purl", lang_purl(p, "v1.21.3"))]))
    out.append(trivy_spdx_package(
        system, "debian", "OPERATING-SYSTEM",
        [("Class", "os-pkgs"), ("Type", "debian")], versionInfo="12.15"))
    out.append(trivy_spdx_package(
        root, "debian:12", "CONTAINER", IMAGE, externalRefs=[
            ref("PACKAGE-MANAGER", "purl", "pkg:oci/debian@" +
                quote(MANIFEST, safe="") + "?arch=amd64")]))
    return spdx(["Organization: aquasecurity", "Tool: trivy-0.74.0"],
                "debian:12", out, files, rel)


# ---- cdxgen ----

def cdxgen_identity(technique, value, confidence):
    return {"identity": [{"field": "purl", "confidence": confidence,
                          "methods": [{"technique": technique, "confidence":
                                       confidence, "value": value}]}]}


def cdxgen_component(name, version, arch, e, **more):
    here = purl("deb", "debian", name, version, [
        ("arch", arch), ("distro", "debian-12"), ("distro_name", "bookworm"),
        ("epoch", e)])
    return {"group": "debian", "name": name, "version": version,
            "purl": here, "type": "library", "bom-ref": here, **more}


def cdxgen_add(seen, one):
    """Of equal purls one is kept, with all the evidence (trimComponents)."""
    old = seen.setdefault(one["purl"].lower(), one)
    if old is not one and "evidence" in one:
        old.setdefault("evidence", {"identity": []})
        old["evidence"]["identity"] += one["evidence"]["identity"]


def cdxgen_cdx(packages):
    """Properties are dropped; a source package is one more component, tagged
    so, whose evidence names the binaries."""
    seen, graph = {}, []
    for p in packages:
        source, e = trivy_source(p), epoch(p["Version"])[0]
        one = cdxgen_component(p["Package"], p["Version"], p["Architecture"],
                               e, supplier={"name": p.get("Maintainer", "")})
        if e:
            one["evidence"] = cdxgen_identity("other", trivy_purl(p), 1)
        cdxgen_add(seen, one)
        graph.append({"ref": one["bom-ref"], "dependsOn": []})
        if source["SrcName"] != p["Package"]:
            cdxgen_add(seen, cdxgen_component(
                source["SrcName"], trivy_source_version(source),
                p["Architecture"], source["SrcEpoch"], tags=["source"],
                evidence=cdxgen_identity("filename", p["Package"], 0)))
    for p in LANGUAGES:
        cdxgen_add(seen, {
            "group": p[1], "name": p[2], "version": p[3],
            "purl": lang_purl(p), "type": "library", "bom-ref": lang_purl(p),
            "properties": props([("SrcFile", p[5])]),
            "evidence": {"identity": [], "occurrences": [
                {"location": p[5]}]}})
        graph.append({"ref": lang_purl(p), "dependsOn": []})
    doc = cdx("cdxgen", "11.10.0", {
        "group": "", "name": "debian", "version": "12", "type": "container",
        "purl": "pkg:oci/debian@" + MANIFEST, "bom-ref":
        "pkg:oci/debian@" + MANIFEST}, list(seen.values()))
    doc["dependencies"] = graph
    return doc


# ---- CycloneDX XML ----

LISTS = {"components": "component", "tags": "tag", "methods": "method",
         "occurrences": "occurrence", "compositions": "composition"}


def xml(name, value, ind):
    """As the schema has it: references and types are attributes, so are
    names of properties and algorithms; identity repeats."""
    pad = " " * ind
    if name == "dependencies":
        return pad + "<dependencies>" + "".join(
            f"<dependency ref={quoteattr(d['ref'])}>" + "".join(
                f"<dependency ref={quoteattr(r)}/>" for r in d["dependsOn"])
            + "</dependency>\n" for d in value) + "</dependencies>\n"
    if name == "properties":
        return pad + "<properties>" + "".join(
            f"<property name={quoteattr(p['name'])}>{escape(p['value'])}"
            "</property>\n" for p in value) + "</properties>\n"
    if name == "hashes":
        return pad + "<hashes>" + "".join(
            f"<hash alg=\"{h['alg']}\">{h['content']}</hash>"
            for h in value) + "</hashes>\n"
    if name == "identity":
        return "".join(xml("identity ", v, ind) for v in value)
    if name in LISTS:
        return (f"{pad}<{name}>\n" + "".join(xml(LISTS[name], v, ind + 1)
                                             for v in value) +
                f"{pad}</{name}>\n")
    if isinstance(value, dict):
        attrs = "".join(f" {k}={quoteattr(value[k])}" for k in
                        ("type", "bom-ref") if k in value)
        return (f"{pad}<{name.strip()}{attrs}>\n" + "".join(
            xml(k, v, ind + 1) for k, v in value.items()
            if k not in ("type", "bom-ref", "swid")) +
            f"{pad}</{name.strip()}>\n")
    return f"{pad}<{name}>{escape(str(value))}</{name}>\n"


def cdx_xml(doc):
    out = ('<?xml version="1.0" encoding="UTF-8"?>\n<!-- <bom> -->\n'
           '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" '
           f'serialNumber="{doc["serialNumber"]}" version="1">\n')
    return out + "".join(xml(k, doc[k], 1) for k in (
        "metadata", "components", "dependencies") if k in doc) + "</bom>\n"


# ---- SPDX tag-value, as both write it by way of tools-golang ----

def tag_value(doc):
    out = [f"SPDXVersion: {doc['spdxVersion']}",
           f"DataLicense: {doc['dataLicense']}",
           f"SPDXID: {doc['SPDXID']}", f"DocumentName: {doc['name']}",
           f"DocumentNamespace: {doc['documentNamespace']}"]
    out += ["Creator: " + c for c in doc["creationInfo"]["creators"]]
    out += ["Created: " + doc["creationInfo"]["created"], "",
            "##### Unpackaged files", ""]
    for f in doc["files"]:
        out += ["FileName: " + f["fileName"], "SPDXID: " + f["SPDXID"]]
        out += ["FileChecksum: {algorithm}: {checksumValue}".format(**c)
                for c in f["checksums"]]
        out += ["FileCopyrightText: NOASSERTION", ""]
    for p in doc["packages"]:
        out += ["##### Package: " + p["name"], "",
                "PackageName: " + p["name"], "SPDXID: " + p["SPDXID"]]
        for tag, key in (("PackageVersion", "versionInfo"),
                         ("PackageSupplier", "supplier"),
                         ("PackageOriginator", "originator"),
                         ("PackageDownloadLocation", "downloadLocation"),
                         ("PrimaryPackagePurpose", "primaryPackagePurpose"),
                         ("PackageSourceInfo", "sourceInfo"),
                         ("PackageLicenseDeclared", "licenseDeclared")):
            if p.get(key):
                out.append(f"{tag}: {p[key]}")
        out += ["PackageCopyrightText: <text>Copyright of several lines",
                "PackageName: of nothing</text>"]
        out += ["ExternalRef: {referenceCategory} {referenceType} "
                "{referenceLocator}".format(**x)
                for x in p.get("externalRefs", [])]
        for a in p.get("annotations", []):
            out += ["Annotator: " + a["annotator"],
                    "AnnotationDate: " + a["annotationDate"],
                    "AnnotationType: OTHER", "SPDXREF: " + p["SPDXID"],
                    "AnnotationComment: " + a["comment"]]
        out.append("")
    out += ["##### Relationships", ""]
    out += ["Relationship: {spdxElementId} {relationshipType} "
            "{relatedSpdxElement}".format(**r) for r in doc["relationships"]]
    return "\n".join(out) + "\n"


def main():
    shape, path = sys.argv[1:]
    if shape.endswith("-tv"):
        make = {"syft-tv": syft_spdx, "trivy-tv": trivy_spdx}[shape]
        sys.stdout.write(tag_value(make(list(stanzas(path)))))
        return
    if shape.endswith("-xml"):
        make = {"syft-xml": syft_cdx, "cdxgen-xml": cdxgen_cdx}[shape]
        sys.stdout.write(cdx_xml(make(list(stanzas(path)))))
        return
    make = {"syft-json": syft_json, "syft-cdx": syft_cdx,
            "syft-spdx": syft_spdx, "trivy-cdx": trivy_cdx,
            "trivy-spdx": trivy_spdx, "cdxgen-cdx": cdxgen_cdx}[shape]
    json.dump(make(list(stanzas(path))), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
