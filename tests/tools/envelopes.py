#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrap documents as attestation tools do: envelopes.py DIR FILE...

Writes DIR/NAME.WRAP for every FILE and every shape below. Sources: in-toto
attestation framework, DSSE v1.0.2, sigstore's bundle v0.1 to v0.3, cosign's
predicate types; UTF-16 is what PowerShell's > makes of a tool's output.
"""
import base64
import json
import os
import sys

DIGEST = "4a1c4b21597c1b4415bdbecb28a3296c6b5e23ca4f9feeb599860a1dac6a0108"
IN_TOTO = "application/vnd.in-toto+json"
BUNDLE = "application/vnd.dev.sigstore.bundle"


def statement(version, text, swap=False):
    kind = ("https://cyclonedx.org/bom" if b"CycloneDX" in text[:99999]
            else "https://spdx.dev/Document")
    try:
        predicate = json.loads(text)
    except ValueError:                  # cosign's "spdx": text in a string
        predicate = text.decode()
    s = {"_type": "https://in-toto.io/Statement/" + version,
         "predicateType": kind,
         "subject": [{"name": "registry.example/x",
                      "digest": {"sha256": DIGEST}}],
         "predicate": predicate}
    return json.dumps(s, sort_keys=swap).encode()


def dsse(body, encode=base64.b64encode, pad=b"="):
    payload = encode(body).rstrip(b"=" if pad == b"" else b"").decode()
    return {"payloadType": IN_TOTO, "payload": payload,
            "signatures": [{"keyid": "", "sig": "TUVVQ0lR"}]}


def bundle(media, body):
    return json.dumps({
        "mediaType": media,
        "verificationMaterial": {"x509CertificateChain": {"certificates": [
            {"rawBytes": "MIIC"}]}, "tlogEntries": []},
        "dsseEnvelope": dsse(body)}).encode()


def shapes(text):
    v1 = statement("v1", text)
    yield "v0.1", statement("v0.1", text)
    yield "v1", v1
    yield "sorted", statement("v1", text, swap=True)
    yield "dsse", json.dumps(dsse(v1)).encode()
    yield "dsse-url", json.dumps(dsse(v1, base64.urlsafe_b64encode,
                                      b"")).encode()
    yield "dsse-bare", json.dumps(dsse(text), sort_keys=True).encode()
    yield "bundle-0.1", bundle(BUNDLE + "+json;version=0.1", v1)
    yield "bundle-0.2", bundle(BUNDLE + "+json;version=0.2", v1)
    yield "bundle-0.3", bundle(BUNDLE + ".v0.3+json", v1)
    yield "twice", json.dumps(dsse(json.dumps(dsse(v1)).encode())).encode()
    yield "bom", b"\xef\xbb\xbf" + text
    yield "utf16le", b"\xff\xfe" + text.decode().encode("utf-16-le")
    yield "utf16be", b"\xfe\xff" + text.decode().encode("utf-16-be")


def main():
    for path in sys.argv[2:]:
        with open(path, "rb") as f:
            text = f.read()
        name = path.replace("/", "-").removeprefix("tests-fixtures-bom-")
        for shape, body in shapes(text):
            with open(os.path.join(sys.argv[1], f"{name}.{shape}"),
                      "wb") as f:
                f.write(body)


main()
