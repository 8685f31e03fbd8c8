#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write one bill of materials as the CycloneDX project's Python library does.

usage: cdx-peer.py DIRECTORY

One file for each syntax and version that the library has: 1.2.json to
1.7.json, 1.0.xml to 1.7.xml.
"""

import sys

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.component_evidence import (
    AnalysisTechnique, ComponentEvidence, Identity, IdentityField, Method,
    Occurrence)
from cyclonedx.model.contact import OrganizationalContact, OrganizationalEntity
from cyclonedx.model.license import (
    DisjunctiveLicense, LicenseAcknowledgement, LicenseExpression)
from cyclonedx.model.tool import Tool
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL


def bom():
    b = Bom()
    b.metadata.tools.tools.add(Tool(vendor="v", name="peer", version="1"))
    b.metadata.component = root = Component(
        name="image & more", type=ComponentType.CONTAINER, bom_ref="root",
        version="sha256:" + "a" * 64)
    b.components.add(Component(
        name="debian", version="12", type=ComponentType.OPERATING_SYSTEM,
        bom_ref="os"))
    deb = Component(
        name="libc6", version="2.36-9", bom_ref="c", type=ComponentType.LIBRARY,
        purl=PackageURL.from_string(
            "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12"),
        supplier=OrganizationalEntity(
            name="GNU Libc", contacts=[OrganizationalContact(email="l@d.org")]),
        licenses=[LicenseExpression(
            "GPL-2.0-only OR LGPL-2.1-only",
            acknowledgement=LicenseAcknowledgement.DECLARED)],
        properties=[Property(name="p", value=" <v> ")],
        evidence=ComponentEvidence(
            identity=[Identity(
                field=IdentityField.PURL, confidence=1,
                methods=[Method(technique=AnalysisTechnique.FILENAME,
                                confidence=1, value="x")])],
            occurrences=[Occurrence(location="/var/lib/dpkg/status")]))
    npm = Component(
        name="left-pad", group="@s", version="1.3.0", bom_ref="n",
        type=ComponentType.APPLICATION, description="a  b\n<c>",
        purl=PackageURL.from_string("pkg:npm/%40s/left-pad@1.3.0"),
        hashes=[HashType(alg=HashAlgorithm.SHA_1, content="0" * 40)],
        cpe="cpe:2.3:a:s:left-pad:1.3.0:*:*:*:*:*:*:*",
        licenses=[DisjunctiveLicense(
            id="MIT", acknowledgement=LicenseAcknowledgement.CONCLUDED),
            DisjunctiveLicense(name="words & more")])
    b.components.update([deb, npm])
    b.register_dependency(root, [deb, npm])
    b.register_dependency(npm, [deb])
    return b


def main(directory):
    b = bom()
    for version in SchemaVersion:
        for form in OutputFormat:
            if form == OutputFormat.JSON and version < SchemaVersion.V1_2:
                continue            # JSON begins with it
            path = "%s/%s.%s" % (directory, version.to_version(),
                                 form.name.lower())
            make_outputter(b, form, version).output_to_file(path, indent=2)


if __name__ == "__main__":
    main(sys.argv[1])
