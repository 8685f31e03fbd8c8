/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX 3 JSON-LD, read as a stream of elements in any order. Files are passed
 * over; what needs two elements is kept by hash until all are there.
 *
 * Source:   SPDX 3.0.1, its model and JSON serialisation. Prefixes of
 *           profiles ("software_") are let be missing; what refers to an
 *           element may hold it instead.
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/spdx/read.h"
#include "bom/spdx/read3.h"
#include "bom/spdx/spdx.h"

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* Without the prefix of its profile. */
static struct str
plain(struct str name)
{
	static const char *const prefixes[] = { "software_",
		"simplelicensing_", "expandedlicensing_", "extension_" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (str_starts(name, str_from(prefixes[i])))
			return str_from_pos(name, strlen(prefixes[i]));
	return name;
}

/* ---- references ---- */

static enum rc
inline_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	if (is(name, "spdxId") || is(name, "@id"))
		return pull_text_in(p, p->tmp, ctx, e);
	return RC_OK;
}

/* An IRI, or the element itself. */
static enum rc
reference(struct pull *p, struct str *ret, struct err *e)
{
	enum json_kind kind;
	struct str text = STR("");
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_OBJECT)
		rc = pull_each(p, JSON_OBJECT, inline_member, &text, e);
	else
		rc = pull_text_in(p, p->tmp, &text, e);
	if (rc == RC_OK)
		*ret = spdx3_local(spdx3_of(p), text);
	return rc;
}

static enum rc
end_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_refs *to = ctx;
	struct str ref;
	enum rc rc = reference(p, &ref, e);

	(void)name;
	if (rc != RC_OK || ref.n == 0)
		return rc;
	to->v = arena_grow(p->tmp, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n++] = ref;
	return RC_OK;
}

/* A list, or one of it. */
static enum rc
references(struct pull *p, struct spdx3_refs *to, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_ARRAY)
		return pull_each(p, JSON_ARRAY, end_element, to, e);
	return end_element(p, to, STR(""), e);
}

/* ---- lists of objects ---- */

struct pair {
	struct str a, b;
};

static enum rc
identifier_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	if (is(name, "externalIdentifierType"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "identifier"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

static enum rc
identifier_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_element *x = ctx;
	struct pair id = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, identifier_member, &id, e);

	(void)name;
	if (rc != RC_OK)
		return rc;
	if (is(id.a, "email"))
		x->email = id.b;
	else if (is(id.a, "packageUrl") && x->purl.n == 0)
		x->purl = id.b;
	else if (is(id.a, "cpe23"))
		spdx_take_reference(spdx_of(p), &x->s, STR("cpe23Type"),
		    id.b);
	else if (is(id.a, "cpe22"))
		spdx_take_reference(spdx_of(p), &x->s, STR("cpe22Type"),
		    id.b);
	return RC_OK;
}

static enum rc
hash_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	if (is(name, "algorithm"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "hashValue"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

/* "sha3_256", "blake2b256": as SPDX 2 has them. */
static struct str
algorithm(struct arena *a, struct str s)
{
	const struct str blake = STR("blake2b"), sha3 = STR("sha3_");

	if (str_starts(s, blake))
		return str_join(a, STR("blake2b-"), str_from_pos(s, blake.n));
	if (str_starts(s, sha3))
		return str_join(a, STR("sha3-"), str_from_pos(s, sha3.n));
	return s;
}

static enum rc
hash_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_element *x = ctx;
	struct pair h = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, hash_member, &h, e);

	(void)name;
	if (rc == RC_OK && h.b.n != 0)
		spdx_take_checksum(spdx_of(p), &x->s, algorithm(p->tmp, h.a),
		    h.b);
	return rc;
}

static enum rc
entry_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair *x = ctx;

	name = plain(name);
	if (is(name, "key") || is(name, "cdxPropName"))
		return pull_text_in(p, p->tmp, &x->a, e);
	if (is(name, "value") || is(name, "cdxPropValue"))
		return pull_text_in(p, p->tmp, &x->b, e);
	return RC_OK;
}

/* Where an expression's LicenseRef- has its text. */
static enum rc
custom_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct pair x = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, entry_member, &x, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		spdx3_take_custom(spdx3_of(p), x.a,
		    spdx3_local(spdx3_of(p), x.b));
	return rc;
}

static enum rc
property_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_element *x = ctx;
	struct pair v = { .a = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, entry_member, &v, e);

	(void)name;
	if (rc == RC_OK && v.a.n != 0)
		spdx3_take_property(spdx3_of(p), x, v.a, v.b);
	return rc;
}

static enum rc
extension_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	if (is(plain(name), "cdxProperty"))
		return pull_each(p, JSON_ARRAY, property_element, ctx, e);
	return RC_OK;
}

static enum rc
extension_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	(void)name;
	return pull_each(p, JSON_OBJECT, extension_member, ctx, e);
}

/* ---- elements ---- */

static struct str *
text_field(struct spdx3_element *x, struct str name)
{
	return is(name, "type")              ? &x->type
	     : is(name, "@type")             ? &x->type
	     : is(name, "name")              ? &x->name
	     : is(name, "packageVersion")    ? &x->version
	     : is(name, "packageUrl")        ? &x->purl
	     : is(name, "primaryPurpose")    ? &x->purpose
	     : is(name, "sourceInfo")        ? &x->source_info
	     : is(name, "description")       ? &x->description
	     : is(name, "comment")           ? &x->comment
	     : is(name, "created")           ? &x->created
	     : is(name, "specVersion")       ? &x->spec_version
	     : is(name, "relationshipType")  ? &x->relationship
	     : is(name, "statement")         ? &x->text
	     : is(name, "licenseText")       ? &x->text
	     : is(name, "additionText")      ? &x->text
	     : is(name, "licenseExpression") ? &x->expression : NULL;
}

static struct spdx3_refs *
list_field(struct spdx3_element *x, struct str name)
{
	return is(name, "to")           ? &x->to
	     : is(name, "rootElement")  ? &x->roots
	     : is(name, "createdUsing") ? &x->tools
	     : is(name, "createdBy")    ? &x->agents
	     : is(name, "suppliedBy")   ? &x->suppliers
	     : is(name, "member")       ? &x->members
	     : is(name, "subjectExtendableLicense") ? &x->members
	     : is(name, "subjectAddition") ? &x->members
	     : is(name, "originatedBy") ? &x->originators : NULL;
}

static enum rc
element_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_element *x = ctx;
	struct spdx3_refs *list;
	struct str *at;

	name = plain(name);
	if (is(name, "spdxId") || is(name, "@id"))
		return reference(p, &x->id, e);
	if (is(plain(x->type), "File"))
		return RC_OK;
	if ((at = text_field(x, name)) != NULL)
		return pull_text_in(p, p->tmp, at, e);
	if ((list = list_field(x, name)) != NULL)
		return references(p, list, e);
	if (is(name, "from") || is(name, "subject"))
		return reference(p, &x->from, e);
	if (is(name, "externalIdentifier"))
		return pull_each(p, JSON_ARRAY, identifier_element, x, e);
	if (is(name, "verifiedUsing"))
		return pull_each(p, JSON_ARRAY, hash_element, x, e);
	if (is(name, "customIdToUri"))
		return pull_each(p, JSON_ARRAY, custom_element, x, e);
	if (is(name, "extension"))
		return pull_each(p, JSON_ARRAY, extension_element, x, e);
	return RC_OK;
}

static enum rc
graph_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct spdx3_element x = { .type = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, element_member, &x, e);

	(void)ctx;
	(void)name;
	x.type = plain(x.type);
	if (rc == RC_OK)
		rc = spdx3_take_element(spdx3_of(p), &x, e);
	arena_reset(p->tmp);
	return rc;
}

static enum rc
document_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	bool *seen = ctx;

	if (!is(name, "@graph"))
		return RC_OK;
	*seen = true;
	return pull_each_of(p, JSON_ARRAY, graph_element, NULL, "@graph", e);
}

static enum rc
read_document(struct pull *p, struct err *e)
{
	bool seen = false;
	enum rc rc = pull_each(p, JSON_OBJECT, document_member, &seen, e);

	if (rc != RC_OK)
		return rc;
	if (!seen || spdx3_of(p)->spec_version.n == 0)
		return err_set(e, RC_FORMAT, seen
		    ? "a graph without CreationInfo, which has the version"
		    : "a document without @graph");
	spdx3_take_end(spdx3_of(p));
	return RC_OK;
}

enum rc
spdx_read_json3(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct spdx3_reader r = { .spec_version = STR("") };

	r.held = arena_new(lim->memory);
	enum rc rc = pull_document(&r.r.p, in, lim, b, read_document, e);

	arena_free(r.held);
	return rc;
}
