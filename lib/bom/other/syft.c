/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syft's own JSON, read as a stream: artifacts, their relationships, the
 * subject and its distribution. Files are passed over, as are the lists of
 * files that packages own.
 *
 * Source:   schema-3.0.0.json to schema-16.1.0.json of Syft. Old ones: cpes
 *           and licenses are text, not objects; `source` holds its metadata
 *           as `target`; `distro` has name and version alone.
 * Known by: descriptor.name or the schema's address, which come last; so the
 *           first bytes only tell that it may be one.
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include "bom/other/syft.h"

#include "base/arena.h"
#include "bom/other/syft_artifact.h"
#include "bom/pull.h"
#include "bom/sniff.h"
#include "identity/distro.h"

struct head {
	struct str tool, tool_version;
	struct str schema, schema_url;
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- relationships ---- */

struct relation {
	uint64_t parent, child;
	struct str type;
};

static enum rc
relation_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct relation *r = ctx;
	bool parent = is(name, "parent");
	struct str text;
	enum rc rc;

	if (is(name, "type"))
		return pull_text_in(p, p->tmp, &r->type, e);
	if (!parent && !is(name, "child"))
		return RC_OK;
	rc = json_in_string(p->j, &text, e);
	if (rc == RC_OK)
		*(parent ? &r->parent : &r->child) = graph_hash(text);
	return rc;
}

static enum rc
relation_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct relation r = { .parent = 0 };
	enum rc rc = pull_each(p, JSON_OBJECT, relation_member, &r, e);

	(void)ctx;
	(void)name;
	if (is(r.type, "dependency-of"))
		graph_add(&p->graph, GRAPH_DEPENDS, r.child, r.parent);
	else if (is(r.type, "ownership-by-file-overlap"))
		graph_add(&p->graph, GRAPH_OWNS, r.parent, r.child);
	arena_reset(p->tmp);
	return rc;
}

/* ---- source ---- */

static enum rc
layer_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str digest;
	enum rc rc;

	(void)ctx;
	if (!is(name, "digest"))
		return RC_OK;
	rc = pull_text_in(p, p->tmp, &digest, e);
	if (rc == RC_OK && digest.n != 0)
		bom_take_layer(&p->decoder, str_fmt(p->b->arena, "0 %.*s -",
		    STR_ARG(digest)));
	return rc;
}

static enum rc
layer_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	(void)name;
	return pull_each(p, JSON_OBJECT, layer_member, ctx, e);
}

static enum rc
tag_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str tag;
	enum rc rc = pull_text(p, &tag, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK && tag.n != 0)
		bom_take_tag(&p->decoder, tag);
	return rc;
}

struct source {
	struct str type, name, version, user_input, path, arch, os;
};

static enum rc
target_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct source *s = ctx;
	struct bom *b = p->b;
	struct str *at = is(name, "userInput")  ? &s->user_input
	    : is(name, "path")                  ? &s->path
	    : is(name, "imageID")               ? &b->config_digest
	    : is(name, "manifestDigest")        ? &b->manifest_digest
	    : is(name, "architecture")          ? &s->arch
	    : is(name, "os")                    ? &s->os : NULL;

	if (at != NULL)
		return pull_text(p, at, e);
	if (is(name, "tags"))
		return pull_each(p, JSON_ARRAY, tag_element, NULL, e);
	if (is(name, "layers"))
		return pull_each(p, JSON_ARRAY, layer_element, NULL, e);
	return RC_OK;
}

/* Of a directory it was text once. */
static enum rc
target_value(struct pull *p, struct source *s, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc == RC_OK && kind == JSON_STRING)
		return pull_text(p, &s->path, e);
	return rc != RC_OK ? rc
	    : pull_each(p, JSON_OBJECT, target_member, s, e);
}

static enum rc
source_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct source *s = ctx;

	if (is(name, "metadata") || is(name, "target"))
		return target_value(p, s, e);
	if (is(name, "type"))
		return pull_text(p, &s->type, e);
	if (is(name, "name"))
		return pull_text(p, &s->name, e);
	if (is(name, "version"))
		return pull_text(p, &s->version, e);
	return RC_OK;
}

static enum rc
source_value(struct pull *p, struct err *e)
{
	struct source s = { .type = STR("") };
	struct bom *b = p->b;
	enum rc rc = pull_each(p, JSON_OBJECT, source_member, &s, e);

	if (rc != RC_OK)
		return rc;
	b->subject = is(s.type, "image") ? SUBJECT_IMAGE
	    : is(s.type, "directory")    ? SUBJECT_DIR
	    : is(s.type, "file")         ? SUBJECT_FILE : SUBJECT_UNKNOWN;
	b->name = s.user_input.n != 0 ? s.user_input
	    : s.name.n != 0 ? s.name : s.path;
	if (!str_eq(s.version, b->manifest_digest))
		b->version_label = s.version;
	if (s.os.n != 0 && s.arch.n != 0)
		b->platform = str_fmt(b->arena, "%.*s/%.*s", STR_ARG(s.os),
		    STR_ARG(s.arch));
	return RC_OK;
}

/* ---- distribution ---- */

static enum rc
word_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str *words = ctx, word;
	enum rc rc = pull_text_in(p, p->tmp, &word, e);

	(void)name;
	if (rc == RC_OK && word.n != 0 && words->n < 256)
		*words = words->n == 0 ? str_dup(p->b->arena, word)
		    : str_fmt(p->b->arena, "%.*s %.*s", STR_ARG(*words),
		    STR_ARG(word));
	return rc;
}

/* Text once, a list today. */
static enum rc
like_value(struct pull *p, struct distro *d, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc == RC_OK && kind == JSON_STRING)
		return pull_text(p, &d->id_like, e);
	return rc != RC_OK ? rc
	    : pull_each(p, JSON_ARRAY, word_element, &d->id_like, e);
}

struct release {
	struct distro d;
	struct str version;
};

static enum rc
distro_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct release *r = ctx;
	struct str *at = is(name, "id")          ? &r->d.id
	    : is(name, "versionID")              ? &r->d.version_id
	    : is(name, "versionCodename")        ? &r->d.codename
	    : is(name, "name")                   ? &r->d.name
	    : is(name, "prettyName")             ? &r->d.pretty_name
	    : is(name, "cpeName")                ? &r->d.cpe_name
	    : is(name, "variantID")              ? &r->d.variant_id
	    : is(name, "buildID")                ? &r->d.build_id
	    : is(name, "supportEnd")             ? &r->d.support_end
	    : is(name, "version")                ? &r->version : NULL;

	if (at != NULL)
		return pull_text(p, at, e);
	return is(name, "idLike") ? like_value(p, &r->d, e) : RC_OK;
}

static enum rc
distro_value(struct pull *p, struct err *e)
{
	struct release r = { .version = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, distro_member, &r, e);

	if (r.d.id.n == 0)
		r.d.id = str_lower(p->b->arena, r.d.name);
	if (r.d.version_id.n == 0 && r.d.codename.n == 0)
		r.d.version_id = str_sub(r.version, 0, str_find(r.version,
		    ' '));
	if (rc == RC_OK && r.d.id.n != 0)
		(void)bom_take_distro(&p->decoder, &r.d);
	return rc;
}

/* ---- the document ---- */

static enum rc
descriptor_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct head *h = ctx;

	if (is(name, "name"))
		return pull_text(p, &h->tool, e);
	if (is(name, "version"))
		return pull_text(p, &h->tool_version, e);
	return RC_OK;
}

static enum rc
schema_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct head *h = ctx;

	if (is(name, "version"))
		return pull_text(p, &h->schema, e);
	if (is(name, "url"))
		return pull_text(p, &h->schema_url, e);
	return RC_OK;
}

static enum rc
document_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	if (is(name, "artifacts"))
		return pull_each_of(p, JSON_ARRAY, syft_artifact, NULL,
		    "artifacts", e);
	if (is(name, "artifactRelationships"))
		return pull_each(p, JSON_ARRAY, relation_element, NULL, e);
	if (is(name, "source"))
		return source_value(p, e);
	if (is(name, "distro"))
		return distro_value(p, e);
	if (is(name, "descriptor"))
		return pull_each(p, JSON_OBJECT, descriptor_member, ctx, e);
	if (is(name, "schema"))
		return pull_each(p, JSON_OBJECT, schema_member, ctx, e);
	return RC_OK;
}

static enum rc
read_document(struct pull *p, struct err *e)
{
	struct bom *b = p->b;
	struct head h = { .tool = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, document_member, &h, e);

	if (rc != RC_OK)
		return rc;
	if (!is(h.tool, "syft") &&
	    str_find_str(h.schema_url, STR("syft")) == h.schema_url.n)
		return err_set(e, RC_FORMAT, "this JSON has artifacts, but is "
		    "not Syft's");
	b->tool = h.tool.n == 0 ? STR("syft") : h.tool;
	if (h.tool_version.n != 0)
		b->tool = str_fmt(b->arena, "%.*s %.*s", STR_ARG(b->tool),
		    STR_ARG(h.tool_version));
	b->spec_version = h.schema;
	bom_foreign_distro(&p->decoder);
	bom_decode_end(&p->decoder);
	graph_end(&p->graph, b);
	return RC_OK;
}

static enum rc
read_syft(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct pull p = { .b = b };

	return pull_document(&p, in, lim, b, read_document, e);
}

static bool
is_syft(struct str head)
{
	return head.n != 0 && head.p[0] == '{' &&
	    sniff_member(head, "artifacts", NULL) &&
	    !sniff_member(head, "total_count", NULL);
}

const struct bom_format format_syft_json = {
	.name = "syft-json", .version = "", .versions = "",
	.read = read_syft, .sniff = is_syft,
};
