/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What documents of each format must hold.
 *
 * Source:   bom-1.4.schema.json to bom-1.7.schema.json and their XSDs; SPDX
 *           2.3, clauses 6 to 12; SPDX 3.0.1, its model and JSON-LD.
 * Paths:    "name" of a member, "name[]" of an element of an array; in XML
 *           elements, and "@name" of an attribute; in tag-value the tag.
 * Order:    the first rule that fits holds.
 */
#include "sbom/command/check.h"

#define CDX_TYPES "application framework library container platform "	\
	"operating-system device device-driver firmware file "		\
	"machine-learning-model data cryptographic-asset"
#define CDX_SCOPES "required optional excluded"
#define CDX_AGGREGATES "complete incomplete incomplete_first_party_only "	\
	"incomplete_first_party_proprietary_only "			\
	"incomplete_first_party_opensource_only "			\
	"incomplete_third_party_only "					\
	"incomplete_third_party_proprietary_only "			\
	"incomplete_third_party_opensource_only unknown not_specified"
#define SPDX_VERSIONS "SPDX-2.0 SPDX-2.1 SPDX-2.2 SPDX-2.3"

#define RULES(r, o) { r, sizeof r / sizeof *r, o, sizeof o / sizeof *o }

/* ---- CycloneDX, JSON ---- */

/* An author made the document: neither who supplies what it describes
   (metadata.supplier) nor who made that (manufacture, up to 1.5). */
static const struct rule cdx_json[] = {
	{ "metadata.tools[].name", WANT_TOOL, NULL },
	{ "metadata.tools.components[].name", WANT_TOOL, NULL },
	{ "bom-ref", WANT_ID, NULL },
	{ "components[].type", WANT_WORD, CDX_TYPES },
	{ "metadata.component.type", WANT_WORD, CDX_TYPES },
	{ "components[].name", WANT_TEXT, NULL },
	{ "components[].purl", WANT_PURL, NULL },
	{ "components[].cpe", WANT_CPE, NULL },
	{ "components[].scope", WANT_WORD, CDX_SCOPES },
	{ "metadata.component.name", WANT_TEXT, NULL },
	{ "metadata.component.purl", WANT_PURL, NULL },
	{ "licenses[].license.id", WANT_LICENCE_ID, NULL },
	{ "licenses[].license.name", WANT_SECOND, NULL },
	{ "licenses[].expression", WANT_EXPRESSION, NULL },
	{ "hashes[].alg", WANT_FIRST, NULL },
	{ "hashes[].content", WANT_SECOND, NULL },
	{ "dependencies[].ref", WANT_REF, NULL },
	{ "dependencies[].dependsOn[]", WANT_REF, NULL },
	{ "dependencies[].provides[]", WANT_REF, NULL },
	{ "compositions[].aggregate", WANT_WORD, CDX_AGGREGATES },
	{ "compositions[].assemblies[]", WANT_REF, NULL },
	{ "compositions[].dependencies[]", WANT_REF, NULL },
	{ "metadata.timestamp", WANT_TIME, NULL },
	{ "^serialNumber", WANT_UUID, NULL },
	{ "^bomFormat", WANT_WORD, "CycloneDX" },
	{ "^specVersion", WANT_WORD, "1.2 1.3 1.4 1.5 1.6 1.7" },
	{ "metadata.authors[].name", WANT_AUTHOR, NULL },
	{ "metadata.authors[].email", WANT_AUTHOR, NULL },
	{ "metadata.manufacturer.name", WANT_AUTHOR, NULL },
	{ "metadata.lifecycles[].phase", WANT_LIFECYCLE, NULL },
	{ "externalReferences[].url", WANT_TEXT, NULL },
};

static const struct object_rule cdx_json_objects[] = {
	{ "^", "bomFormat specVersion", PAIR_NONE },
	{ "components[]", "type name", PAIR_NONE },
	{ "metadata.component", "type name", PAIR_NONE },
	{ "licenses[].license", NULL, PAIR_ONE },
	{ "hashes[]", NULL, PAIR_HASH },
	{ "dependencies[]", "ref", PAIR_NONE },
	{ "compositions[]", "aggregate", PAIR_NONE },
	{ "externalReferences[]", "url type", PAIR_NONE },
	{ "services[]", "name", PAIR_NONE },
};

const struct rules rules_cdx_json = RULES(cdx_json, cdx_json_objects);

/* ---- CycloneDX, XML ---- */

static const struct rule cdx_xml[] = {
	{ "metadata.tools.tool.name", WANT_TOOL, NULL },
	{ "tools.components.component.name", WANT_TOOL, NULL },
	{ "@bom-ref", WANT_ID, NULL },
	{ "component.@type", WANT_WORD, CDX_TYPES },
	{ "component.name", WANT_TEXT, NULL },
	{ "component.purl", WANT_PURL, NULL },
	{ "component.cpe", WANT_CPE, NULL },
	{ "component.scope", WANT_WORD, CDX_SCOPES },
	{ "license.id", WANT_LICENCE_ID, NULL },
	{ "license.name", WANT_SECOND, NULL },
	{ "licenses.expression", WANT_EXPRESSION, NULL },
	{ "hash.@alg", WANT_FIRST, NULL },
	{ "hash", WANT_SECOND, NULL },
	{ "dependency.@ref", WANT_REF, NULL },
	{ "assembly.@ref", WANT_REF, NULL },
	{ "composition.aggregate", WANT_WORD, CDX_AGGREGATES },
	{ "metadata.timestamp", WANT_TIME, NULL },
	{ "^bom.@serialNumber", WANT_UUID, NULL },
	{ "authors.author.name", WANT_AUTHOR, NULL },
	{ "authors.author.email", WANT_AUTHOR, NULL },
	{ "metadata.manufacturer.name", WANT_AUTHOR, NULL },
	{ "lifecycle.phase", WANT_LIFECYCLE, NULL },
	{ "reference.url", WANT_TEXT, NULL },
};

static const struct object_rule cdx_xml_objects[] = {
	{ "component", "@type name", PAIR_NONE },
	{ "license", NULL, PAIR_ONE },
	{ "hash", NULL, PAIR_HASH },
	{ "dependency", "@ref", PAIR_NONE },
	{ "composition", "aggregate", PAIR_NONE },
	{ "reference", "@type url", PAIR_NONE },
};

const struct rules rules_cdx_xml = RULES(cdx_xml, cdx_xml_objects);

/* ---- SPDX 2, JSON ---- */

static const struct rule spdx_json[] = {
	{ "^SPDXID", WANT_ID, "SPDXRef-DOCUMENT" },
	{ "SPDXID", WANT_ID, NULL },
	{ "^spdxVersion", WANT_WORD, SPDX_VERSIONS },
	{ "^dataLicense", WANT_WORD, "CC0-1.0" },
	{ "^name", WANT_TEXT, NULL },
	{ "^documentNamespace", WANT_URI, NULL },
	{ "creationInfo.created", WANT_TIME, NULL },
	{ "creationInfo.creators[]", WANT_CREATOR, NULL },
	{ "creationInfo.comment", WANT_LIFECYCLE, NULL },
	{ "packages[].name", WANT_TEXT, NULL },
	{ "packages[].licenseDeclared", WANT_EXPRESSION, "refs" },
	{ "licenseConcluded", WANT_EXPRESSION, "refs" },
	{ "licenseInfoFromFiles[]", WANT_EXPRESSION, "refs" },
	{ "licenseInfoInFiles[]", WANT_EXPRESSION, "refs" },
	{ "externalRefs[].referenceType", WANT_FIRST, NULL },
	{ "externalRefs[].referenceLocator", WANT_SECOND, NULL },
	{ "checksums[].algorithm", WANT_FIRST, NULL },
	{ "checksums[].checksumValue", WANT_SECOND, NULL },
	{ "relationships[].spdxElementId", WANT_REF, NULL },
	{ "relationships[].relatedSpdxElement", WANT_REF, NULL },
	{ "documentDescribes[]", WANT_REF, NULL },
	{ "packages[].hasFiles[]", WANT_REF, NULL },
	{ "hasExtractedLicensingInfos[].licenseId", WANT_ID, NULL },
	{ "hasExtractedLicensingInfos[].extractedText", WANT_TEXT, NULL },
	{ "externalDocumentRefs[].externalDocumentId", WANT_NAMED, NULL },
};

static const struct object_rule spdx_json_objects[] = {
	{ "^", "spdxVersion SPDXID dataLicense name documentNamespace "
	    "creationInfo", PAIR_NONE },
	{ "^creationInfo", "created creators", PAIR_NONE },
	{ "packages[]", "SPDXID name downloadLocation", PAIR_NONE },
	{ "files[]", "SPDXID fileName", PAIR_NONE },
	{ "relationships[]", "spdxElementId relationshipType "
	    "relatedSpdxElement", PAIR_NONE },
	{ "externalRefs[]", "referenceCategory referenceType "
	    "referenceLocator", PAIR_IDENTIFIER },
	{ "checksums[]", NULL, PAIR_HASH },
	{ "hasExtractedLicensingInfos[]", "licenseId extractedText",
	    PAIR_NONE },
	{ "annotations[]", "annotator annotationDate annotationType comment",
	    PAIR_NONE },
};

const struct rules rules_spdx_json = RULES(spdx_json, spdx_json_objects);

/* ---- SPDX 3 ---- */

static const struct rule spdx3[] = {
	{ "@graph[].spdxId", WANT_ID, NULL },
	{ "@graph[].type", WANT_FIRST, NULL },
	{ "@graph[].@id", WANT_NAMED, NULL },
	{ "externalSpdxId", WANT_NAMED, NULL },
	{ "@graph[].creationInfo", WANT_REF, NULL },
	{ "@graph[].from", WANT_REF, NULL },
	{ "@graph[].to[]", WANT_REF, NULL },
	{ "@graph[].subject", WANT_REF, NULL },
	{ "@graph[].element[]", WANT_REF, NULL },
	{ "@graph[].rootElement[]", WANT_REF, NULL },
	{ "@graph[].suppliedBy", WANT_REF, NULL },
	{ "@graph[].originatedBy[]", WANT_REF, NULL },
	{ "createdBy[]", WANT_MAKER, NULL },
	{ "createdUsing[]", WANT_TOOL, NULL },
	{ "created", WANT_TIME, NULL },
	{ "software_sbomType[]", WANT_LIFECYCLE, NULL },
	{ "@graph[].software_packageUrl", WANT_PURL, NULL },
	{ "externalIdentifier[].externalIdentifierType", WANT_FIRST, NULL },
	{ "externalIdentifier[].identifier", WANT_SECOND, NULL },
	{ "verifiedUsing[].algorithm", WANT_FIRST, NULL },
	{ "verifiedUsing[].hashValue", WANT_SECOND, NULL },
	{ "simplelicensing_licenseExpression", WANT_EXPRESSION, NULL },
};

static const struct object_rule spdx3_objects[] = {
	{ "^", "@context @graph", PAIR_NONE },
	{ "@graph[]", "type", PAIR_AGENT },
	{ "externalIdentifier[]", "externalIdentifierType identifier",
	    PAIR_IDENTIFIER },
	{ "verifiedUsing[]", NULL, PAIR_HASH },
};

const struct rules rules_spdx3 = RULES(spdx3, spdx3_objects);

/* ---- SPDX 2, tag-value ---- */

/* PackageChecksum, ExternalRef, Relationship: taken apart by the walker. */
static const struct rule tag_value[] = {
	{ "^SPDXVersion", WANT_WORD, SPDX_VERSIONS },
	{ "^DataLicense", WANT_WORD, "CC0-1.0" },
	{ "^SPDXID", WANT_ID, NULL },
	{ "^DocumentName", WANT_TEXT, NULL },
	{ "^DocumentNamespace", WANT_URI, NULL },
	{ "^Created", WANT_TIME, NULL },
	{ "^Creator", WANT_CREATOR, NULL },
	{ "^CreatorComment", WANT_LIFECYCLE, NULL },
	{ "^PackageName", WANT_TEXT, NULL },
	{ "^PackageLicenseDeclared", WANT_EXPRESSION, "refs" },
	{ "^PackageLicenseConcluded", WANT_EXPRESSION, "refs" },
	{ "^LicenseConcluded", WANT_EXPRESSION, "refs" },
	{ "^LicenseInfoInFile", WANT_EXPRESSION, "refs" },
	{ "^PackageLicenseInfoFromFiles", WANT_EXPRESSION, "refs" },
	{ "^LicenseID", WANT_ID, NULL },
	{ "^ExtractedText", WANT_TEXT, NULL },
	{ "^SPDXREF", WANT_REF, NULL },
};

static const struct object_rule tag_value_objects[] = {
	{ "^SPDXVersion", "SPDXVersion DataLicense SPDXID DocumentName "
	    "DocumentNamespace Creator Created", PAIR_NONE },
	{ "^PackageName", "PackageName SPDXID PackageDownloadLocation",
	    PAIR_NONE },
	{ "^FileName", "FileName SPDXID", PAIR_NONE },
	{ "^LicenseID", "LicenseID ExtractedText", PAIR_NONE },
};

const struct rules rules_tag_value = RULES(tag_value, tag_value_objects);
