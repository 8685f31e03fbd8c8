/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that lie in an image, read by the readers of lib/bom: each of
 * their components becomes a record, marked with the document's path.
 *
 * Limits:   DOCUMENT_BYTES of one file, COMPONENTS in it: one that a build
 *           put into an image lists what is in that image.
 */
#include "sbom/catalog/told.h"

#include "base/arena.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "bom/property.h"
#include "identity/purl_type.h"

enum { DOCUMENT_BYTES = 64 << 20, COMPONENTS = 100000, HEAD = 65536 };

struct telling {
	struct told *t;
	const struct file_ref *f;
	struct records *out;
	enum rc rc;		/* of the sink */
};

/* A text that stays; a type without rules of its own is a generic one. */
static const char *
type_name(struct str type)
{
	static const char *const others[] = { "npm", "golang", "generic",
		"docker", "ebuild" };
	const struct purl_type *known = purl_type_of(type);

	if (known != NULL)
		return known->name;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_eq(type, str_from(others[i])))
			return others[i];
	return "generic";
}

static void
emit_more(struct telling *x, const struct bom_component *c)
{
	struct records *out = x->out;

	if (!x->t->own)
		out->property(out, PROP_TOLD_BY, x->f->path);
	for (size_t i = 0; i < c->nlicences; i++)
		out->licence(out, c->licences[i].text);
	if (c->cpe.n != 0)
		out->cpe(out, c->cpe);
	for (size_t i = 0; i < c->ncpes; i++)
		out->cpe(out, c->cpes[i]);
	if (x->t->after != NULL)
		x->t->after(x->t, c, out);
}

/* rpm's versions are kept without the epoch, which is a field. */
static struct str
version_of(const struct bom_component *c)
{
	size_t n = c->epoch.n;

	return n != 0 && str_starts(c->version, c->epoch) &&
	    n < c->version.n && c->version.p[n] == ':' ?
	    str_from_pos(c->version, n + 1) : c->version;
}

/* Number i of this document, as a key among all that are in the file. */
static struct str
key_of(struct telling *x, const struct bom *b, size_t i)
{
	return str_fmt(b->arena, "%zu.%zu", x->t->documents, i);
}

/* Of the component that was emitted last. */
static void
emit_edges(struct telling *x, const struct bom *b, size_t i,
    const bool *is_target)
{
	const struct bom_component *c = &b->components[i];

	if (is_target[i])
		x->out->provides(x->out, key_of(x, b, i));
	for (size_t k = 0; k < c->ndepends; k++)
		x->out->requires(x->out, key_of(x, b, c->depends[k]));
}

static const bool *
targets_of(const struct bom *b)
{
	bool *is = NEWN(b->arena, bool, b->ncomponents);

	for (size_t i = 0; i < b->ncomponents; i++)
		for (size_t k = 0; k < b->components[i].ndepends; k++)
			is[b->components[i].depends[k]] = true;
	return is;
}

/* *ret: it was. */
static enum rc
emit(struct telling *x, const struct bom_component *c, bool *ret)
{
	struct pkg p = { .type = type_name(c->type), .group = c->group,
		.name = c->name, .version = version_of(c), .epoch = c->epoch,
		.arch = c->arch, .source_name = c->source_name,
		.source_version = c->source_version,
		.source_epoch_unknown = c->source_epoch_unknown,
		.vendor = c->vendor, .module = c->module,
		.module_known = c->module_known,
		.description = c->description, .purl = c->purl,
		.local = c->purl.n == 0, .dev = c->excluded,
		.guessed = c->guessed,
		.kind = c->kind == BOM_APPLICATION ? PKG_APPLICATION :
		    PKG_LIBRARY };

	if (c->name.n == 0 || c->kind == BOM_CONTAINER || c->source_package ||
	    c->cached || (x->t->type != NULL &&
	    strcmp(p.type, x->t->type) != 0))
		return RC_OK;
	x->rc = x->out->package(x->out, &p);
	if (x->rc != RC_OK)
		return x->rc;
	x->t->components++;
	emit_more(x, c);
	*ret = true;
	return RC_OK;
}

static enum rc
emit_all(struct telling *x, const struct bom *b)
{
	const bool *is_target = targets_of(b);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < b->ncomponents && rc == RC_OK; i++) {
		bool done = false;

		rc = emit(x, &b->components[i], &done);
		if (done && x->t->edges)
			emit_edges(x, b, i, is_target);
	}
	x->t->documents++;
	return rc;
}

/*
 * BuildKit names the document of an image "sbom", and those of the stages and
 * contexts that it was built from "sbom-NAME" (frontend/attestations/sbom).
 */
static bool
is_of_stage(const struct bom *b)
{
	return str_starts(b->name, STR("sbom-"));
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	struct telling *x = ctx;
	size_t gaps = notices_count(&b->notices, NOTICE_GAP);
	enum rc rc = RC_OK;

	(void)e;
	if (x->t->beside && is_of_stage(b)) {
		x->out->note(x->out, 0, "%.*s: it tells what the image was "
		    "built from, not what is in it",
		    STR_ARG(str_sub(b->name, 0, 80)));
		bom_free(b);
		return RC_OK;
	}
	rc = emit_all(x, b);
	if (gaps != 0)
		x->out->note(x->out, 0, "this document has %zu gaps of its "
		    "own", gaps);
	bom_free(b);
	return rc;
}

enum rc
told_read(struct told *t, const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct telling x = { .t = t, .f = f, .out = out, .rc = RC_OK };
	struct limits own = *lim;
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	t->is_document = bom_is_document(str_sub(text, 0, HEAD));
	if (!t->is_document)
		return err_set(e, RC_UNSUPPORTED, "not a bill of materials");
	if (text.n > DOCUMENT_BYTES)
		return err_set(e, RC_FORMAT, "a bill of materials of %zu "
		    "bytes", text.n);
	if (own.components > COMPONENTS)
		own.components = COMPONENTS;

	struct reader *r = reader_of_mem(text.p, text.n);

	rc = bom_read_all(r, &own, each, &x, e);
	reader_close(r);
	return x.rc != RC_OK ? x.rc : rc;
}
