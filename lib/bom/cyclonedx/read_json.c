/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX JSON, read as a stream: documents of any version since 1.2 (the
 * first in JSON), of sbom and of others, however lenient with the schema.
 *
 * Source:   bom-1.2.schema.json to bom-1.7.schema.json.
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/read.h"
#include "bom/property.h"

enum { NEWEST = 7 };		/* minor version that this file knows */

/* ---- pulling ---- */

enum rc
cdx_enter(struct cdx_reader *r, enum json_kind kind, bool *ret,
    struct err *e)
{
	enum json_kind next;
	enum rc rc = json_in_peek(r->j, &next, e);

	*ret = false;
	if (rc != RC_OK || next != kind)
		return rc;
	*ret = true;
	return json_in_enter(r->j, e);
}

enum rc
cdx_text_in(struct cdx_reader *r, struct arena *a, struct str *ret,
    struct err *e)
{
	enum json_kind kind;
	struct str s;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_NUMBER || kind == JSON_TRUE || kind == JSON_FALSE)
		rc = json_in_value(r->j, &s, e);
	else
		rc = json_in_string(r->j, &s, e);
	if (rc == RC_OK)
		*ret = str_dup(a, s);
	return rc;
}

enum rc
cdx_text(struct cdx_reader *r, struct str *ret, struct err *e)
{
	return cdx_text_in(r, r->b->arena, ret, e);
}

enum rc
cdx_each(struct cdx_reader *r, enum json_kind kind, cdx_member_fn *fn,
    void *ctx, struct err *e)
{
	struct str name;
	bool in;
	enum rc rc = cdx_enter(r, kind, &in, e);

	if (rc != RC_OK || !in)
		return rc;
	while ((rc = json_in_next(r->j, &name, e)) == RC_OK) {
		rc = fn(r, ctx, name, e);
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* Like cdx_each, for what must not be passed over when it has another shape:
   components or gaps would be lost. null stands for none. */
enum rc
cdx_each_of(struct cdx_reader *r, enum json_kind kind, cdx_member_fn *fn,
    void *ctx, const char *what, struct err *e)
{
	enum json_kind next;
	enum rc rc = json_in_peek(r->j, &next, e);

	if (rc == RC_OK && next != kind && next != JSON_NULL)
		return err_set(e, RC_FORMAT, "line %llu: %s is no JSON %s",
		    (unsigned long long)json_in_line(r->j), what,
		    kind == JSON_ARRAY ? "array" : "object");
	return rc == RC_OK ? cdx_each(r, kind, fn, ctx, e) : rc;
}

/* ---- metadata ---- */

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* "NNNN DIFFID DIGEST LINE". */
static void
take_layer(struct cdx_reader *r, struct str value)
{
	struct bom *b = r->b;
	struct str number, diff, digest;

	if (!str_split(&value, ' ', &number) ||
	    !str_split(&value, ' ', &diff) || !str_split(&value, ' ', &digest))
		return;
	b->layers = arena_grow(b->arena, b->layers, b->nlayers, &r->clayers,
	    sizeof *b->layers);
	b->layers[b->nlayers++] = (struct bom_layer){
		.diff_id = is(diff, "-") || is(diff, "empty") ? STR("") : diff,
		.digest = is(digest, "-") ? STR("") : digest,
		.created_by = value, .empty = is(diff, "empty") };
}

static void
take_tag(struct cdx_reader *r, struct str value)
{
	struct bom *b = r->b;

	b->tags = arena_grow(b->arena, b->tags, b->ntags, &r->ctags,
	    sizeof *b->tags);
	b->tags[b->ntags++] = value;
}

static void
take_subject(struct cdx_reader *r, struct str value)
{
	r->ours = true;
	r->b->subject = is(value, "image") ? SUBJECT_IMAGE
	    : is(value, "rootfs") ? SUBJECT_ROOTFS
	    : is(value, "dir") ? SUBJECT_DIR
	    : is(value, "file") ? SUBJECT_FILE : SUBJECT_UNKNOWN;
}

static void
take_notice(struct cdx_reader *r, enum notice_level level, struct str value)
{
	struct arena *a = r->b->arena;

	notices_add(&r->b->notices, property_notice_parse(a, level, value));
}

/* False: not one of ours that has a field. */
static bool
take_document_prop(struct cdx_reader *r, struct str name, struct str value)
{
	struct bom *b = r->b;

	if (is(name, PROP_GAP))
		take_notice(r, NOTICE_GAP, value);
	else if (is(name, PROP_NOTE))
		take_notice(r, NOTICE_NOTE, value);
	else if (is(name, PROP_SUBJECT))
		take_subject(r, value);
	else if (is(name, PROP_LAYER))
		take_layer(r, value);
	else if (is(name, PROP_TAG))
		take_tag(r, value);
	else if (is(name, PROP_MANIFEST_DIGEST))
		b->manifest_digest = value;
	else if (is(name, PROP_CONFIG_DIGEST))
		b->config_digest = value;
	else if (is(name, PROP_PLATFORM))
		b->platform = value;
	else if (is(name, PROP_DISTRO_DATABASE))
		b->has_os_database = is(value, "true");
	else
		return is(name, "cdx:reproducible");
	return true;
}

static enum rc
property_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_prop *p = ctx;

	if (is(name, "name"))
		return cdx_text(r, &p->name, e);
	if (is(name, "value"))
		return cdx_text(r, &p->value, e);
	return RC_OK;
}

static enum rc
property_element(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_props *to = &r->b->props;
	struct bom_prop p = { 0 };
	enum rc rc = cdx_each(r, JSON_OBJECT, property_member, &p, e);

	(void)ctx;
	(void)name;
	if (rc != RC_OK || p.name.n == 0 ||
	    take_document_prop(r, p.name, p.value))
		return rc;
	to->v = arena_grow(r->b->arena, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n++] = p;
	return RC_OK;
}

static enum rc
tool_member(struct cdx_reader *r, void *ctx, struct str name, struct err *e)
{
	struct str *tool = ctx;

	if (is(name, "name"))
		return cdx_text(r, &tool[0], e);
	if (is(name, "version"))
		return cdx_text(r, &tool[1], e);
	return RC_OK;
}

/* The first one counts. */
static enum rc
tool_element(struct cdx_reader *r, void *ctx, struct str name, struct err *e)
{
	struct str tool[2] = { { NULL, 0 }, { NULL, 0 } };
	enum rc rc = cdx_each(r, JSON_OBJECT, tool_member, tool, e);
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
tools_member(struct cdx_reader *r, void *ctx, struct str name, struct err *e)
{
	if (is(name, "components"))
		return cdx_each(r, JSON_ARRAY, tool_element, ctx, e);
	return RC_OK;
}

/* An array up to 1.4, since 1.5 an object too. */
static enum rc
tools_value(struct cdx_reader *r, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_ARRAY)
		return cdx_each(r, JSON_ARRAY, tool_element, NULL, e);
	return cdx_each(r, JSON_OBJECT, tools_member, NULL, e);
}

static enum rc
supplier_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	(void)ctx;
	if (is(name, "name"))
		return cdx_text(r, &r->b->supplier, e);
	return RC_OK;
}

static enum rc
metadata_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct str text;

	if (is(name, "timestamp")) {
		enum rc rc = cdx_text(r, &text, e);

		if (rc == RC_OK)
			r->b->has_time = when_parse(text, &r->b->time_s);
		return rc;
	}
	if (is(name, "tools"))
		return tools_value(r, e);
	if (is(name, "component"))
		return cdx_read_subject(r, e);
	if (is(name, "properties"))
		return cdx_each_of(r, JSON_ARRAY, property_element, ctx,
		    "metadata.properties", e);
	if (is(name, "supplier"))
		return cdx_each(r, JSON_OBJECT, supplier_member, ctx, e);
	return RC_OK;
}

/* ---- dependencies, compositions ---- */

/* 0 stands for no reference. */
static uint64_t
hash_of(struct str ref)
{
	uint64_t h = ref.n != 0 ? hash_str(ref) : 0;

	return h != 0 || ref.n == 0 ? h : 1;
}

static void
add_edge(struct cdx_reader *r, uint64_t ref, uint64_t to)
{
	r->edges = arena_grow(r->names, r->edges, r->nedges, &r->cedges,
	    sizeof *r->edges);
	r->edges[r->nedges++] = (struct cdx_edge){ ref, to };
}

struct dependency {
	uint64_t ref;
	size_t first;		/* of its edges */
	bool root;		/* what it holds are not dependencies */
};

static enum rc
target_element(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct dependency *d = ctx;
	struct str to;
	enum rc rc = json_in_string(r->j, &to, e);

	(void)name;
	if (rc == RC_OK && to.n != 0)
		add_edge(r, d->ref, hash_of(to));
	return rc;
}

static enum rc
dependency_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct dependency *d = ctx;
	struct str ref;

	if (is(name, "dependsOn") && !d->root)
		return cdx_each(r, JSON_ARRAY, target_element, d, e);
	if (!is(name, "ref"))
		return RC_OK;
	enum rc rc = json_in_string(r->j, &ref, e);

	if (rc != RC_OK)
		return rc;
	d->ref = hash_of(ref);
	d->root = str_eq(ref, r->subject.ref) || str_eq(ref, r->os_ref);
	return RC_OK;
}

static enum rc
dependency_element(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct dependency d = { .first = r->nedges };
	enum rc rc = cdx_each(r, JSON_OBJECT, dependency_member, &d, e);

	(void)ctx;
	(void)name;
	for (size_t i = d.first; i < r->nedges; i++)
		r->edges[i].ref = d.ref;	/* it may come last */
	add_edge(r, d.ref, 0);
	return rc;
}

static enum rc
composition_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct str word;

	(void)ctx;
	if (!is(name, "aggregate"))
		return RC_OK;
	enum rc rc = cdx_text(r, &word, e);

	if (rc == RC_OK && (str_starts(word, STR("incomplete")) ||
	    is(word, "unknown")) && r->aggregates.n < 256)
		r->aggregates = str_fmt(r->names, "%.*s %.*s",
		    STR_ARG(r->aggregates), STR_ARG(word));
	return rc;
}

static enum rc
composition_element(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	(void)name;
	return cdx_each(r, JSON_OBJECT, composition_member, ctx, e);
}

/* ---- the document's end ---- */

/* What Trivy keeps in properties of metadata.component. */
static void
subject_prop(struct cdx_reader *r, struct str name, struct str value)
{
	struct bom *b = r->b;
	const struct str trivy = STR("aquasecurity:trivy:");

	if (!str_starts(name, trivy))
		return;
	name = str_from_pos(name, trivy.n);
	if (is(name, "ImageID"))
		b->config_digest = value;
	else if (is(name, "RepoTag"))
		take_tag(r, value);
	else if (is(name, "RepoDigest") && b->manifest_digest.n == 0)
		b->manifest_digest = str_from_pos(value,
		    str_find(value, '@') + 1);
	else if (is(name, "DiffID"))
		take_layer(r, str_fmt(b->arena, "0 %.*s -", STR_ARG(value)));
}

static void
end_foreign_subject(struct cdx_reader *r)
{
	struct bom *b = r->b;
	struct bom_props *from = &r->subject.props;

	b->subject = r->subject.kind == BOM_CONTAINER ? SUBJECT_IMAGE
	    : r->subject.kind == BOM_OS ? SUBJECT_ROOTFS
	    : r->subject.kind == BOM_FILE ? SUBJECT_FILE : SUBJECT_UNKNOWN;
	if (b->manifest_digest.n == 0 &&
	    str_starts(r->subject.version, STR("sha256:")))
		b->manifest_digest = r->subject.version;
	for (size_t i = 0; i < from->n; i++) {
		subject_prop(r, from->v[i].name, from->v[i].value);
		b->props.v = arena_grow(b->arena, b->props.v, b->props.n,
		    &b->props.cap, sizeof *b->props.v);
		b->props.v[b->props.n++] = from->v[i];
	}
}

static void
end_subject(struct cdx_reader *r)
{
	struct bom *b = r->b;

	if (!r->ours)
		end_foreign_subject(r);
	if (!r->ours || !str_eq(r->subject.name, cdx_subject_name(b)))
		b->name = r->subject.name;
	if (!str_eq(r->subject.version, b->manifest_digest))
		b->version_label = r->subject.version;
	if (b->supplier.n == 0)
		b->supplier = r->subject.vendor;
}

static void
end_distro(struct cdx_reader *r)
{
	struct bom *b = r->b;

	/* Peers write their own words: Trivy "redhat" or "alma". */
	if (!r->ours && b->distro.id.n != 0)
		b->distro.id = distro_from_qualifier(b->arena, STR(""),
		    b->distro.id, STR("")).id;
	bom_decode_end(&r->decoder);
	for (size_t i = 0; !r->ours && i < b->ncomponents; i++) {
		struct str type = b->components[i].type;

		b->has_os_database |= is(type, "deb") || is(type, "rpm") ||
		    is(type, "apk") || is(type, "alpm");
	}
}

static void
end_layers(struct cdx_reader *r)
{
	struct map *layers = bom_layer_map(r->names, r->b);

	for (size_t i = 0; i < r->b->ncomponents; i++) {
		struct bom_component *c = &r->b->components[i];
		const struct bom_layer *l = bom_layer_find(layers, c->layer);

		if (c->created_by.n == 0 && l != NULL)
			c->created_by = l->created_by;
	}
}

static struct str
key_of(const uint64_t *hash)
{
	return str_of(hash, sizeof *hash);
}

/* The index of a component, plus one; 0 when there is none. */
static size_t
find(struct map *refs, const uint64_t *hash)
{
	void **at = *hash != 0 ? map_find(refs, key_of(hash)) : NULL;

	return at != NULL ? (size_t)(uintptr_t)*at : 0;
}

static struct map *
map_refs(struct cdx_reader *r)
{
	const struct bom *b = r->b;
	struct map *refs = map_new(r->names);
	uint64_t *hashes = NEWN(r->names, uint64_t, b->ncomponents);

	for (size_t k = 0; k < b->ncomponents; k++) {
		hashes[k] = hash_of(b->components[k].ref);
		void **at = map_put(refs, key_of(&hashes[k]), NULL);

		if (*at == NULL)
			*at = (void *)(uintptr_t)(k + 1);
	}
	return refs;
}

static void
end_edges(struct cdx_reader *r, struct map *refs)
{
	struct bom *b = r->b;

	for (size_t i = 0, end; i < r->nedges; i = end + 1) {
		size_t from = find(refs, &r->edges[i].ref), to;

		for (end = i; r->edges[end].to != 0; end++)
			;
		if (from == 0 || b->components[from - 1].depends_known)
			continue;
		struct bom_component *c = &b->components[from - 1];

		c->depends_known = true;
		c->depends = NEWN(b->arena, size_t, end - i);
		for (; i < end; i++)
			if ((to = find(refs, &r->edges[i].to)) != 0)
				c->depends[c->ndepends++] = to - 1;
	}
}

/* References to owners; one that a converter lost stays text. */
static void
end_owners(struct cdx_reader *r, struct map *refs)
{
	for (size_t i = 0; i < r->b->ncomponents; i++) {
		struct bom_component *c = &r->b->components[i];
		uint64_t hash = c->owner_ref.n != 0 ? hash_of(c->owner_ref)
		    : 0;

		c->owner = find(refs, &hash);
		if (c->owner != 0)
			c->owner_ref = STR("");
	}
}

static void
end_aggregates(struct cdx_reader *r)
{
	struct str rest = r->aggregates, word;

	while (!r->ours && str_word(&rest, &word))
		notice_note(&r->b->notices, "composition", STR(""),
		    "the document calls itself %.*s", STR_ARG(word));
}

/* ---- the document ---- */

struct head {
	bool is_bom;
	struct str format, spec;
};

static enum rc
document_member(struct cdx_reader *r, void *ctx, struct str name,
    struct err *e)
{
	struct head *h = ctx;

	if (is(name, "bomFormat"))
		return cdx_text(r, &h->format, e);
	if (is(name, "specVersion"))
		return cdx_text(r, &h->spec, e);
	if (is(name, "serialNumber"))
		return cdx_text(r, &r->b->serial, e);
	if (is(name, "metadata"))
		return cdx_each_of(r, JSON_OBJECT, metadata_member, NULL,
		    "metadata", e);
	if (is(name, "properties"))
		return cdx_each_of(r, JSON_ARRAY, property_element, ctx,
		    "properties", e);
	if (is(name, "components")) {
		unsigned depth = 0;

		return cdx_each_of(r, JSON_ARRAY, cdx_read_component, &depth,
		    "components", e);
	}
	if (is(name, "dependencies"))
		return cdx_each(r, JSON_ARRAY, dependency_element, NULL, e);
	if (is(name, "compositions"))
		return cdx_each(r, JSON_ARRAY, composition_element, NULL, e);
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
	    !str_u64(str_from_pos(spec, 2), 99, &minor) || minor > NEWEST)
		notice_note(&b->notices, "document", STR(""),
		    "CycloneDX version \"%.*s\" is not known", STR_ARG(spec));
}

static enum rc
read_document(struct cdx_reader *r, struct err *e)
{
	struct head h = { 0 };
	enum rc rc = cdx_each(r, JSON_OBJECT, document_member, &h, e);

	if (rc != RC_OK)
		return rc;
	if (!str_eq(h.format, STR("CycloneDX")))
		return err_set(e, RC_FORMAT,
		    "bomFormat is \"%.*s\", not CycloneDX",
		    STR_ARG(str_sub(h.format, 0, 60)));
	check_version(r->b, h.spec);
	end_subject(r);
	end_distro(r);
	end_layers(r);
	struct map *refs = map_refs(r);

	end_edges(r, refs);
	end_owners(r, refs);
	end_aggregates(r);
	return RC_OK;
}

enum rc
cdx_read_json(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct cdx_reader r = { .b = b, .lim = lim };

	r.j = json_in_new(&in->reader, lim->json_record);
	r.tmp = arena_new(lim->memory);
	r.names = arena_new(lim->memory);
	r.decoder = (struct bom_decoder){ .b = b, .tmp = r.tmp };
	enum rc rc = read_document(&r, e);

	if (rc == RC_OK)
		bom_in_unread(in, json_in_rest(r.j).n);
	json_in_free(r.j);
	arena_free(r.tmp);
	arena_free(r.names);
	return rc;
}
