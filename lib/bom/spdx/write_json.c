/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON of SPDX 2.
 *
 * Source:   spdx-schema.json of SPDX 2.2 and 2.3; its objects are closed. The
 *           category of a purl is PACKAGE_MANAGER in 2.2, PACKAGE-MANAGER in
 *           2.3; the purpose of a system is OPERATING_SYSTEM.
 */
#include "bom/spdx/write.h"

/* Close the array that is open, if it is not this one. NULL: none follows. */
static void
section(struct spdx_writer *w, const char *name)
{
	if (w->section == name)
		return;
	if (w->section != NULL)
		json_end_array(&w->j);
	w->section = name;
	if (name == NULL)
		return;
	json_key(&w->j, name);
	json_begin_array(&w->j);
}

static const char files[] = "files", packages[] = "packages",
    licences[] = "hasExtractedLicensingInfos",
    relationships[] = "relationships";

static void
put_creator(struct spdx_writer *w, const char *key)
{
	json_pair(&w->j, key, STR("Tool: sbom-" AIRBOM_VERSION));
}

static void
put_notes(struct spdx_writer *w, const struct str *v, size_t n)
{
	struct json_out *j = &w->j;

	if (n == 0)
		return;
	json_key(j, "annotations");
	json_begin_array(j);
	for (size_t i = 0; i < n; i++) {
		json_begin_object(j);
		json_pair(j, "annotationDate", w->created);
		json_pair(j, "annotationType", STR("OTHER"));
		put_creator(w, "annotator");
		json_pair(j, "comment", v[i]);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_head(struct spdx_writer *w, const struct spdx_out_head *h)
{
	struct json_out *j = &w->j;

	json_out_init(j, w->out, w->b->one_line || w->digest != NULL);
	json_begin_object(j);
	json_pair(j, "spdxVersion", w->minor == 2 ? STR("SPDX-2.2")
	    : STR("SPDX-2.3"));
	json_pair(j, "dataLicense", STR("CC0-1.0"));
	json_pair(j, "SPDXID", STR("SPDXRef-DOCUMENT"));
	json_pair(j, "name", h->name);
	json_pair(j, "documentNamespace", h->space);
	json_key(j, "creationInfo");
	json_begin_object(j);
	json_pair(j, "comment", h->comment);
	json_pair(j, "created", w->created);
	json_key(j, "creators");
	json_begin_array(j);
	json_put_z(j, "Tool: sbom-" AIRBOM_VERSION);
	for (size_t i = 0; i < h->nauthors; i++)
		json_put_str(j, h->authors[i]);
	json_end_array(j);
	json_end_object(j);
	json_key(j, "documentDescribes");
	json_begin_array(j);
	json_put_str(j, h->root);
	json_end_array(j);
	put_notes(w, h->notes, h->nnotes);
}

static void
put_sums(struct json_out *j, const struct spdx_checksum *v, size_t n)
{
	if (n == 0)
		return;
	json_key(j, "checksums");
	json_begin_array(j);
	for (size_t i = 0; i < n; i++) {
		json_begin_object(j);
		json_pair(j, "algorithm", str_from(v[i].alg));
		json_pair(j, "checksumValue", v[i].hex);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_none(struct json_out *j, const char *key)
{
	json_pair(j, key, STR("NOASSERTION"));
}

static void
put_file(struct spdx_writer *w, const struct spdx_out_file *f)
{
	struct json_out *j = &w->j;

	section(w, files);
	json_begin_object(j);
	json_pair(j, "fileName", f->name);
	json_pair(j, "SPDXID", f->id);
	if (f->type != NULL) {
		json_key(j, "fileTypes");
		json_begin_array(j);
		json_put_z(j, f->type);
		json_end_array(j);
	}
	put_sums(j, f->sums, 2);
	if (w->minor == 2) {
		put_none(j, "licenseConcluded");
		json_key(j, "licenseInfoInFiles");
		json_begin_array(j);
		json_put_z(j, "NOASSERTION");
		json_end_array(j);
		put_none(j, "copyrightText");
	}
	put_notes(w, f->notes, f->nnotes);
	json_end_object(j);
}

static void
put_references(struct spdx_writer *w, const struct spdx_out_package *p)
{
	struct json_out *j = &w->j;

	if (p->nrefs == 0)
		return;
	json_key(j, "externalRefs");
	json_begin_array(j);
	for (size_t i = 0; i < p->nrefs; i++) {
		json_begin_object(j);
		json_pair(j, "referenceCategory", !p->refs[i].manager
		    ? STR("SECURITY") : w->minor == 2
		    ? STR("PACKAGE_MANAGER") : STR("PACKAGE-MANAGER"));
		json_pair(j, "referenceType", str_from(p->refs[i].type));
		json_pair(j, "referenceLocator", p->refs[i].locator);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_analysis(struct json_out *j, const struct spdx_out_package *p)
{
	json_key(j, "filesAnalyzed");
	json_put_bool(j, p->verification.n != 0);
	if (p->verification.n == 0)
		return;
	json_key(j, "packageVerificationCode");
	json_begin_object(j);
	json_pair(j, "packageVerificationCodeValue", p->verification);
	json_end_object(j);
	json_key(j, "licenseInfoFromFiles");
	json_begin_array(j);
	json_put_z(j, "NOASSERTION");
	json_end_array(j);
}

/* An expression or text where there is one. */
static void
put_known(struct json_out *j, const char *key, struct str s)
{
	json_pair(j, key, s.n != 0 ? s : STR("NOASSERTION"));
}

static void
put_package(struct spdx_writer *w, const struct spdx_out_package *p)
{
	struct json_out *j = &w->j;

	section(w, packages);
	json_begin_object(j);
	json_pair(j, "name", p->name);
	json_pair(j, "SPDXID", p->id);
	json_pair_opt(j, "versionInfo", p->version);
	put_known(j, "supplier", p->supplier);
	put_none(j, "downloadLocation");
	put_analysis(j, p);
	put_sums(j, p->sums, p->nsums);
	json_pair_opt(j, "sourceInfo", p->source_info);
	put_known(j, "licenseConcluded", p->concluded);
	put_known(j, "licenseDeclared", p->declared);
	put_none(j, "copyrightText");
	json_pair_opt(j, "description", p->description);
	put_references(w, p);
	if (p->purpose != NULL && w->minor >= 3)
		json_pair(j, "primaryPackagePurpose",
		    strcmp(p->purpose, "OPERATING-SYSTEM") == 0
		    ? STR("OPERATING_SYSTEM") : str_from(p->purpose));
	put_notes(w, p->notes, p->nnotes);
	json_end_object(j);
}

static void
put_licence(struct spdx_writer *w, const struct spdx_out_licence *l)
{
	section(w, licences);
	json_begin_object(&w->j);
	json_pair(&w->j, "licenseId", l->id);
	json_pair(&w->j, "extractedText", l->text);
	json_pair_opt(&w->j, "name", l->name);
	json_end_object(&w->j);
}

static void
put_relation(struct spdx_writer *w, struct str from, const char *type,
    struct str to, const char *comment)
{
	struct json_out *j = &w->j;

	section(w, relationships);
	json_begin_object(j);
	json_pair(j, "spdxElementId", from);
	json_pair(j, "relationshipType", str_from(type));
	json_pair(j, "relatedSpdxElement", to);
	json_pair_opt(j, "comment", str_from(comment));
	json_end_object(j);
}

static void
put_end(struct spdx_writer *w)
{
	section(w, NULL);
	json_end_object(&w->j);
	out_z(w->out, "\n");
}

const struct spdx_syntax spdx_syntax_json = {
	.name = "spdx-json", .head = put_head, .file = put_file,
	.package = put_package, .licence = put_licence,
	.relation = put_relation, .end = put_end,
};
