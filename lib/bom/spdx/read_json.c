/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX 2 JSON, read as a stream. Files are passed over (a document of 251 MB
 * was nearly all files), as are relationships that say nothing about
 * packages.
 *
 * Source:   spdx-schema.json of SPDX 2.2 and 2.3. GitHub wraps a document
 *           into {"sbom": {...}}.
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include "base/arena.h"
#include "bom/spdx/read.h"

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- packages ---- */

struct pair {
	struct str a, b;
};

static enum rc
reference_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	if (is(name, "referenceType"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "referenceLocator"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

static enum rc
reference_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair x = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, reference_member, &x, e);

	(void)name;
	if (rc == RC_OK)
		spdx_take_reference(spdx_of(p), ctx, x.a, x.b);
	return rc;
}

static enum rc
checksum_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	if (is(name, "algorithm"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "checksumValue"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

static enum rc
checksum_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair x = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, checksum_member, &x, e);

	(void)name;
	if (rc == RC_OK && x.b.n != 0)
		spdx_take_checksum(spdx_of(p), ctx, x.a, x.b);
	return rc;
}

static enum rc
annotation_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	return is(name, "comment") ? pull_text_in(p, p->tmp, ctx, e) : RC_OK;
}

/* ctx: the package, or NULL for the document. */
static enum rc
annotation_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str comment = STR("");
	enum rc rc = pull_each(p, JSON_OBJECT, annotation_member, &comment, e);

	(void)name;
	if (rc == RC_OK && ctx != NULL)
		spdx_take_remark(spdx_of(p), ctx, comment);
	else if (rc == RC_OK)
		spdx_take_document_remark(spdx_of(p), comment);
	return rc;
}

static enum rc
attribution_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str text;
	enum rc rc = pull_text_in(p, p->tmp, &text, e);

	(void)name;
	if (rc == RC_OK)
		spdx_take_remark(spdx_of(p), ctx, text);
	return rc;
}

static enum rc
has_file_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str ref;
	enum rc rc = json_in_string(p->j, &ref, e);

	(void)name;
	if (rc == RC_OK)
		spdx_take_has_file(spdx_of(p), ctx, ref);
	return rc;
}

static enum rc
agent_value(struct pull *p, struct str *ret, struct err *e)
{
	enum rc rc = pull_text(p, ret, e);

	if (rc == RC_OK)
		*ret = spdx_agent(p->b->arena, *ret);
	return rc;
}

static struct str *
text_field(struct spdx_package *s, struct str name)
{
	return is(name, "SPDXID")                ? &s->c.ref
	     : is(name, "name")                  ? &s->c.name
	     : is(name, "versionInfo")           ? &s->c.version
	     : is(name, "description")           ? &s->c.description
	     : is(name, "sourceInfo")            ? &s->source_info
	     : is(name, "primaryPackagePurpose") ? &s->purpose
	     : is(name, "licenseDeclared")       ? &s->declared
	     : is(name, "licenseConcluded")      ? &s->concluded : NULL;
}

static enum rc
package_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_package *s = ctx;
	struct str *at = text_field(s, name);

	if (at != NULL)
		return pull_text(p, at, e);
	if (is(name, "supplier"))
		return agent_value(p, &s->hints.supplier, e);
	if (is(name, "originator"))
		return agent_value(p, &s->originator, e);
	if (is(name, "externalRefs"))
		return pull_each(p, JSON_ARRAY, reference_element, s, e);
	if (is(name, "checksums"))
		return pull_each(p, JSON_ARRAY, checksum_element, s, e);
	if (is(name, "annotations"))
		return pull_each(p, JSON_ARRAY, annotation_element, s, e);
	if (is(name, "attributionTexts"))
		return pull_each(p, JSON_ARRAY, attribution_element, s, e);
	if (is(name, "hasFiles"))
		return pull_each(p, JSON_ARRAY, has_file_element, s, e);
	return RC_OK;
}

static enum rc
package_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_package s = { .purpose = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, package_member, &s, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		rc = spdx_take_package(spdx_of(p), &s, e);
	arena_reset(p->tmp);
	return rc;
}

/* ---- files, relationships ---- */

static enum rc
file_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	if (is(name, "SPDXID"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "fileName"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

static enum rc
file_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair x = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, file_member, &x, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx_take_file(spdx_of(p), x.a, x.b);
	arena_reset(p->tmp);
	return rc;
}

static enum rc
relation_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_relation *rel = ctx;
	struct str *at = is(name, "spdxElementId")  ? &rel->from
	    : is(name, "relatedSpdxElement")        ? &rel->to
	    : is(name, "relationshipType")          ? &rel->type
	    : is(name, "comment")                   ? &rel->comment : NULL;

	return at != NULL ? pull_text_in(p, p->tmp, at, e) : RC_OK;
}

static enum rc
relation_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_relation rel = { .from = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, relation_member, &rel, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx_take_relation(spdx_of(p), &rel);
	arena_reset(p->tmp);
	return rc;
}

static enum rc
described_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str ref;
	enum rc rc = json_in_string(p->j, &ref, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx_take_described(spdx_of(p), ref);
	return rc;
}

/* ---- licences ---- */

static enum rc
licence_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_licence *l = ctx;
	struct str *at = is(name, "licenseId") ? &l->id
	    : is(name, "name") ? &l->name
	    : is(name, "extractedText") ? &l->text : NULL;

	return at != NULL ? pull_text_in(p, p->tmp, at, e) : RC_OK;
}

static enum rc
licence_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx_licence l = { .id = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, licence_member, &l, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx_take_licence(spdx_of(p), &l);
	arena_reset(p->tmp);
	return rc;
}

/* ---- the document ---- */

static enum rc
creator_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str text;
	enum rc rc = pull_text(p, &text, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx_take_creator(spdx_of(p), text);
	return rc;
}

static enum rc
creation_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str text;
	enum rc rc;

	if (is(name, "creators"))
		return pull_each(p, JSON_ARRAY, creator_element, ctx, e);
	if (is(name, "comment"))
		return pull_text(p, &spdx_of(p)->creation_comment, e);
	if (!is(name, "created"))
		return RC_OK;
	rc = pull_text(p, &text, e);
	if (rc == RC_OK)
		spdx_take_created(spdx_of(p), text);
	return rc;
}

struct head {
	bool wrapped;
	struct str version;
};

static enum rc
document_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct head *h = ctx;

	if (is(name, "spdxVersion"))
		return pull_text(p, &h->version, e);
	if (is(name, "name"))
		return pull_text(p, &spdx_of(p)->name, e);
	if (is(name, "creationInfo"))
		return pull_each(p, JSON_OBJECT, creation_member, NULL, e);
	if (is(name, "documentDescribes"))
		return pull_each(p, JSON_ARRAY, described_element, NULL, e);
	if (is(name, "annotations"))
		return pull_each_of(p, JSON_ARRAY, annotation_element, NULL,
		    "annotations", e);
	if (is(name, "hasExtractedLicensingInfos"))
		return pull_each(p, JSON_ARRAY, licence_element, NULL, e);
	if (is(name, "packages"))
		return pull_each_of(p, JSON_ARRAY, package_element, NULL,
		    "packages", e);
	if (is(name, "files") && spdx_of(p)->trivy)
		return pull_each(p, JSON_ARRAY, file_element, NULL, e);
	if (is(name, "relationships"))
		return pull_each(p, JSON_ARRAY, relation_element, NULL, e);
	if (is(name, "sbom") && !h->wrapped) {
		h->wrapped = true;
		return pull_each_of(p, JSON_OBJECT, document_member, h,
		    "a document in another", e);
	}
	return RC_OK;
}

static enum rc
read_document(struct pull *p, struct err *e)
{
	struct head h = { .wrapped = false };
	enum rc rc = pull_each(p, JSON_OBJECT, document_member, &h, e);

	if (rc != RC_OK)
		return rc;
	if (h.version.n == 0)
		return err_set(e, RC_FORMAT, "a document without spdxVersion");
	spdx_take_version(spdx_of(p), h.version);
	spdx_take_end(spdx_of(p));
	return RC_OK;
}

enum rc
spdx_read_json(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct spdx_reader r = { .trivy = false };

	return pull_document(&r.p, in, lim, b, read_document, e);
}
