/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX JSON, read as a stream: documents of any version since 1.2 (the
 * first in JSON), of sbom and of others, however lenient with the schema.
 *
 * Source:   bom-1.2.schema.json to bom-1.7.schema.json.
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include "base/arena.h"
#include "base/when.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/read.h"
#include "bom/facts.h"
#include "bom/property.h"

/* ---- metadata ---- */

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* False: not one of ours that has a field. */
static bool
take_document_prop(struct pull *r, struct str name, struct str value)
{
	if (is(name, PROP_SUBJECT))
		cdx_of(r)->ours = true;
	return facts_take_document(&r->decoder, name, value) ||
	    is(name, "cdx:reproducible");
}

static enum rc
property_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_prop *p = ctx;

	if (is(name, "name"))
		return pull_text(r, &p->name, e);
	if (is(name, "value"))
		return pull_text(r, &p->value, e);
	return RC_OK;
}

static enum rc
property_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_props *to = &r->b->props;
	struct bom_prop p = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, property_member, &p, e);

	(void)ctx;
	(void)name;
	if (rc != RC_OK || p.name.n == 0 ||
	    take_document_prop(r, p.name, p.value))
		return rc;
	bom_prop_put(r->b, to, p.name, p.value);
	return RC_OK;
}

static enum rc
tool_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct str *tool = ctx;

	if (is(name, "name"))
		return pull_text(r, &tool[0], e);
	if (is(name, "version"))
		return pull_text(r, &tool[1], e);
	return RC_OK;
}

/* The first one counts. */
static enum rc
tool_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct str tool[2] = { { NULL, 0 }, { NULL, 0 } };
	enum rc rc = pull_each(r, JSON_OBJECT, tool_member, tool, e);
	struct bom *b = r->b;

	(void)ctx;
	(void)name;
	if (rc != RC_OK || b->tool.n != 0 || tool[0].n == 0)
		return rc;
	b->tool = tool[0];
	if (tool[1].n != 0)
		b->tool = str_join(b->arena, str_join(b->arena, tool[0],
		    STR(" ")), tool[1]);
	return RC_OK;
}

static enum rc
tools_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	if (is(name, "components"))
		return pull_each(r, JSON_ARRAY, tool_element, ctx, e);
	return RC_OK;
}

/* An array up to 1.4, since 1.5 an object too. */
static enum rc
tools_value(struct pull *r, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_ARRAY)
		return pull_each(r, JSON_ARRAY, tool_element, NULL, e);
	return pull_each(r, JSON_OBJECT, tools_member, NULL, e);
}

static enum rc
author_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct str who;
	enum rc rc = cdx_read_contact(r, &who, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK)
		bom_take_author(&r->decoder, who);
	return rc;
}

static enum rc
metadata_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct str text;

	if (is(name, "timestamp")) {
		enum rc rc = pull_text(r, &text, e);

		if (rc == RC_OK)
			r->b->has_time = when_parse(text, &r->b->time_s);
		return rc;
	}
	if (is(name, "tools"))
		return tools_value(r, e);
	if (is(name, "authors"))
		return pull_each(r, JSON_ARRAY, author_element, NULL, e);
	if (is(name, "manufacturer"))
		return cdx_read_supplier(r, &cdx_of(r)->manufacturer, e);
	if (is(name, "component"))
		return cdx_read_subject(r, e);
	if (is(name, "properties"))
		return pull_each_of(r, JSON_ARRAY, property_element, ctx,
		    "metadata.properties", e);
	if (is(name, "supplier"))
		return cdx_read_supplier(r, &r->b->supplier, e);
	return RC_OK;
}

/* ---- dependencies, compositions ---- */

struct dependency {
	uint64_t ref;
	uint64_t *to;		/* in tmp */
	size_t n, cap;
	bool root;		/* what it holds are not dependencies */
};

static enum rc
target_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct dependency *d = ctx;
	struct str to;
	enum rc rc = json_in_string(r->j, &to, e);

	(void)name;
	if (rc == RC_OK && to.n != 0) {
		d->to = arena_grow(r->tmp, d->to, d->n, &d->cap,
		    sizeof *d->to);
		d->to[d->n++] = graph_hash(to);
	}
	return rc;
}

static enum rc
dependency_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	const struct cdx_reader *c = cdx_of(r);
	struct dependency *d = ctx;
	struct str ref;

	if (is(name, "dependsOn"))
		return pull_each(r, JSON_ARRAY, target_element, d, e);
	if (!is(name, "ref"))
		return RC_OK;
	enum rc rc = json_in_string(r->j, &ref, e);

	if (rc != RC_OK)
		return rc;
	d->ref = graph_hash(ref);
	d->root = str_eq(ref, c->subject.ref) || str_eq(ref, c->os_ref);
	return RC_OK;
}

static enum rc
dependency_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct dependency d = { .n = 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, dependency_member, &d, e);

	(void)ctx;
	(void)name;
	graph_add(&r->graph, GRAPH_KNOWN, d.ref, 0);
	for (size_t i = 0; i < d.n && !d.root; i++)
		graph_add(&r->graph, GRAPH_DEPENDS, d.ref, d.to[i]);
	arena_reset(r->tmp);
	return rc;
}

static enum rc
composition_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct cdx_reader *c = cdx_of(r);
	struct str word;

	(void)ctx;
	if (!is(name, "aggregate"))
		return RC_OK;
	enum rc rc = pull_text(r, &word, e);

	if (rc == RC_OK && (str_starts(word, STR("incomplete")) ||
	    is(word, "unknown")) && c->aggregates.n < 256)
		c->aggregates = str_fmt(r->names, "%.*s %.*s",
		    STR_ARG(c->aggregates), STR_ARG(word));
	return rc;
}

static enum rc
composition_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	(void)name;
	return pull_each(r, JSON_OBJECT, composition_member, ctx, e);
}

/* ---- the document's end ---- */

static void
end_foreign_subject(struct cdx_reader *r)
{
	struct bom *b = r->p.b;
	struct bom_props *from = &r->subject.props;

	b->subject = r->subject.kind == BOM_CONTAINER ? SUBJECT_IMAGE
	    : r->subject.kind == BOM_OS ? SUBJECT_ROOTFS
	    : r->subject.kind == BOM_FILE ? SUBJECT_FILE : SUBJECT_UNKNOWN;
	if (b->manifest_digest.n == 0 &&
	    str_starts(r->subject.version, STR("sha256:")))
		b->manifest_digest = r->subject.version;
	for (size_t i = 0; i < from->n; i++) {
		bom_subject_hint(&r->p.decoder, from->v[i].name,
		    from->v[i].value);
		bom_prop_put(b, &b->props, from->v[i].name, from->v[i].value);
	}
}

/* A contact is a person by the schema; of ours a property says which are. */
static void
end_authors(struct cdx_reader *r)
{
	struct bom_decoder *d = &r->p.decoder;

	for (size_t i = 0; i < d->nauthors && !r->ours; i++)
		d->authors[i] = str_join(d->b->arena, STR("Person: "),
		    d->authors[i]);
	bom_take_author(d, r->manufacturer);
}

static void
end_subject(struct cdx_reader *r)
{
	struct bom *b = r->p.b;

	if (!r->ours)
		end_foreign_subject(r);
	if (!r->ours || !str_eq(r->subject.name, cdx_subject_name(b)))
		b->name = r->subject.name;
	if (!str_eq(r->subject.version, b->manifest_digest))
		b->version_label = r->subject.version;
	if (b->supplier.n == 0)
		b->supplier = r->subject.vendor;
	end_authors(r);
}

static void
end_aggregates(struct cdx_reader *r)
{
	struct str rest = r->aggregates, word;

	while (!r->ours && str_word(&rest, &word))
		notice_note(&r->p.b->notices, "composition", STR(""),
		    "the document calls itself %.*s", STR_ARG(word));
}

/* ---- the document ---- */

struct head {
	struct str format, spec;
};

static enum rc
document_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct head *h = ctx;

	if (is(name, "bomFormat"))
		return pull_text(r, &h->format, e);
	if (is(name, "specVersion"))
		return pull_text(r, &h->spec, e);
	if (is(name, "serialNumber"))
		return pull_text(r, &r->b->serial, e);
	if (is(name, "metadata"))
		return pull_each_of(r, JSON_OBJECT, metadata_member, NULL,
		    "metadata", e);
	if (is(name, "properties"))
		return pull_each_of(r, JSON_ARRAY, property_element, ctx,
		    "properties", e);
	if (is(name, "components")) {
		unsigned depth = 0;

		return pull_each_of(r, JSON_ARRAY, cdx_read_component, &depth,
		    "components", e);
	}
	if (is(name, "dependencies") && !cdx_is_lean(r))
		return pull_each(r, JSON_ARRAY, dependency_element, NULL, e);
	if (is(name, "compositions"))
		return pull_each(r, JSON_ARRAY, composition_element, NULL, e);
	return RC_OK;
}

/* Newer versions of 1 are read as the newest that is known; another first
   number may mean another shape, in which components were passed over. */
static void
check_version(struct bom *b, struct str spec)
{
	uint64_t minor;

	b->spec_version = spec;
	if (spec.n != 0 && !str_starts(spec, STR("1.")))
		notice_gap(&b->notices, "document", STR(""),
		    "CycloneDX version \"%.*s\" is not known",
		    STR_ARG(str_sub(spec, 0, 60)));
	else if (!str_starts(spec, STR("1.")) ||
	    !str_u64(str_from_pos(spec, 2), 99, &minor) || minor > CDX_NEWEST)
		notice_note(&b->notices, "document", STR(""),
		    "CycloneDX version \"%.*s\" is not known", STR_ARG(spec));
}

static enum rc
read_document(struct pull *r, struct err *e)
{
	struct cdx_reader *c = cdx_of(r);
	struct head h = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, document_member, &h, e);

	if (rc != RC_OK)
		return rc;
	if (!str_eq(h.format, STR("CycloneDX")))
		return err_set(e, RC_FORMAT,
		    "bomFormat is \"%.*s\", not CycloneDX",
		    STR_ARG(str_sub(h.format, 0, 60)));
	check_version(r->b, h.spec);
	end_subject(c);
	if (!c->ours)
		bom_foreign_distro(&r->decoder);
	bom_decode_end(&r->decoder);
	facts_take_history(c->p.names, c->p.b);
	graph_end(&r->graph, r->b);
	cdx_end_built(c);
	end_aggregates(c);
	return RC_OK;
}

enum rc
cdx_read_json(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct cdx_reader r = { .ours = false };

	return pull_document(&r.p, in, lim, b, read_document, e);
}

enum rc
cdx_read_json_from(struct reader *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct cdx_reader r = { .ours = false };
	size_t rest;

	return pull_stream(&r.p, in, lim, b, read_document, &rest, e);
}
