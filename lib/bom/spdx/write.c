/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX 2.2 and 2.3, written as a stream: the walk over the model that both
 * syntaxes share.
 *
 * Source:   SPDX 2.3, clauses 6 to 12; 2.2's for what it does not have.
 * Order:    head, files, packages (the subject, the operating system, the
 *           components as bom_finish left them), licences, relationships.
 *           DESCRIBES comes last: see write_tag_value.c.
 * Identity: documentNamespace ends in a UUID version 5 over the format, its
 *           version and the SHA-256 of the document without namespace and
 *           times. SPDX gives those without a domain spdx.org/spdxdocs (2.3,
 *           clause 6.5.1).
 *           An element's id is a digest of what tells it from all others, so
 *           that it stays when other elements come and go.
 * Files:    one without digests is left out, as a SHA1 is required and none
 *           is made up. A package that owns files is said to be analysed, and
 *           has their verification code (clause 7.9).
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/spdx/spdx.h"
#include "bom/spdx/write.h"
#include "codec/digest.h"

enum { NAME_BYTES = 60, TYPE_BYTES = 20, HASH_DIGITS = 20,
	FLUSH = 64 * 1024 };

/* Any fixed 16 bytes do: RFC 9562 section 5.5. */
static const uint8_t name_space[16] = {
	0x9d, 0x0c, 0x5e, 0x27, 0x41, 0xf2, 0x5b, 0x0e,
	0xa3, 0x64, 0x73, 0x70, 0x64, 0x78, 0x32, 0x2e,
};

/* ---- ids ---- */

struct str
spdx_id_text(struct arena *a, struct str s, size_t max)
{
	size_t n = s.n < max ? s.n : max;
	char *p = NEWN(a, char, n);

	for (size_t i = 0; i < n; i++)
		p[i] = is_alnum(s.p[i]) || s.p[i] == '.' ? s.p[i] : '-';
	return str_of(p, n);
}

struct str
spdx_id_hash(struct arena *a, struct str s, size_t n)
{
	uint8_t raw[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	size_t len = digest_of(DIGEST_SHA256, s.p, s.n, raw);

	return str_dup(a, str_sub(digest_hex(hex, raw, len), 0, n));
}

/* A type that it does not have must not be read out of it: see take.c. */
static struct str
component_id(struct spdx_writer *w, const struct bom_component *c)
{
	struct arena *a = w->document;
	struct str type = spdx_id_text(w->record, c->type, TYPE_BYTES);
	struct str name = spdx_id_text(w->record, c->name, NAME_BYTES);

	return str_fmt(a, "SPDXRef-%s%.*s-%.*s-%.*s",
	    type.n != 0 ? "Package-" : "Component", STR_ARG(type),
	    STR_ARG(name), STR_ARG(spdx_id_hash(w->record, c->ref,
	    HASH_DIGITS)));
}

static void
make_ids(struct spdx_writer *w)
{
	static const char *const roots[] = {
		[SUBJECT_IMAGE] = "Image", [SUBJECT_ROOTFS] = "RootFS",
		[SUBJECT_DIR] = "Directory", [SUBJECT_FILE] = "File",
		[SUBJECT_UNKNOWN] = "Subject",
	};
	const struct bom *b = w->b;

	w->root = str_fmt(w->document, "SPDXRef-DocumentRoot-%s",
	    roots[b->subject]);
	w->os = str_join(w->document, STR("SPDXRef-OperatingSystem-"),
	    spdx_id_text(w->document, b->distro.id, NAME_BYTES));
	w->ids = NEWN(w->document, struct str, b->ncomponents);
	for (size_t i = 0; i < b->ncomponents; i++) {
		w->ids[i] = component_id(w, &b->components[i]);
		arena_reset(w->record);
	}
}

/* Files come by path and layer; two of the same path differ in these. */
struct str
spdx_file_id(struct spdx_writer *w, const struct bom_file *f)
{
	struct arena *a = w->record;
	struct str s = str_join(a, f->path, STR("\n"));

	s = str_join(a, str_join(a, s, f->layer), STR("\n"));
	s = str_join(a, s, f->removed);
	return str_join(a, STR("SPDXRef-File-"),
	    spdx_id_hash(a, s, HASH_DIGITS));
}

/* ---- verification codes ---- */

struct owned {
	size_t owner;
	uint8_t sha1[20];
};

static int
owned_cmp(const void *x, const void *y)
{
	const struct owned *a = x, *b = y;
	int d = (a->owner > b->owner) - (a->owner < b->owner);

	return d != 0 ? d : memcmp(a->sha1, b->sha1, sizeof a->sha1);
}

static bool
has_digests(const struct bom_file *f)
{
	return f->sha1 != NULL && f->sha256 != NULL;
}

static bool
is_written(const struct spdx_writer *w, const struct bom_file *f)
{
	return w->syntax->third || has_digests(f);
}

/* The SHA-1 of all SHA-1s in order, each as text. */
static struct str
code_of(struct arena *a, const struct owned *v, size_t n)
{
	struct digest *d = digest_new(DIGEST_SHA1);
	char hex[DIGEST_HEX_MAX];
	uint8_t raw[DIGEST_MAX];

	for (size_t i = 0; i < n; i++) {
		struct str s = digest_hex(hex, v[i].sha1, sizeof v[i].sha1);

		digest_add(d, s.p, s.n);
	}
	size_t len = digest_end(d, raw);

	return str_dup(a, digest_hex(hex, raw, len));
}

static void
make_codes(struct spdx_writer *w)
{
	const struct bom_files *files = w->b->files;
	struct arena *a = arena_new(limits_default.memory);
	struct owned *v = NEWN(a, struct owned, files->n);
	size_t n = 0;

	for (size_t i = 0; i < files->n; i++) {
		struct bom_file f;

		files->get(files, i, &f);
		if (f.owner == 0 || !has_digests(&f))
			continue;
		v[n].owner = f.owner;
		memcpy(v[n++].sha1, f.sha1, sizeof v->sha1);
	}
	if (n > 1)
		qsort(v, n, sizeof *v, owned_cmp);
	w->codes = NEWN(w->document, struct str, w->b->ncomponents);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && v[end].owner == v[i].owner; end++)
			continue;
		w->codes[v[i].owner - 1] = code_of(w->document, v + i,
		    end - i);
	}
	arena_free(a);
}

/* ---- the walk ---- */

/* What was written of a document that goes into the digest only. */
enum rc
spdx_pulse(struct spdx_writer *w, struct err *e)
{
	arena_reset(w->record);
	if (w->digest == NULL)
		return RC_OK;
	enum rc rc = w->buf->n >= FLUSH ? out_flush(w->out, e) : RC_OK;

	if (rc == RC_OK && w->buf->n >= FLUSH) {
		digest_add(w->digest, w->buf->p, w->buf->n);
		w->buf->n = 0;
	}
	return rc;
}

/* What the first bytes tell; of most files nothing. */
static const char *
file_type(struct str type)
{
	return str_eq(type, STR("elf")) || str_eq(type, STR("pe")) ||
	    str_eq(type, STR("mach-o")) ? "BINARY"
	    : str_eq(type, STR("script")) ? "SOURCE" : NULL;
}

static enum rc
put_file(struct spdx_writer *w, const struct bom_file *f, struct err *e)
{
	char sha1[DIGEST_HEX_MAX], sha256[DIGEST_HEX_MAX];
	struct bom_facts facts = spdx_facts(w);
	struct spdx_out_file x = { .id = spdx_file_id(w, f),
		.name = str_join(w->record, STR("."), f->path),
		.type = file_type(f->type),
		.sums = { { "SHA1", STR("") }, { "SHA256", STR("") } } };

	if (has_digests(f)) {
		x.sums[0].hex = digest_hex(sha1, f->sha1, 20);
		x.sums[1].hex = digest_hex(sha256, f->sha256, 32);
	}
	facts_file(&facts, f);
	spdx_notes(&facts, &x.notes, &x.nnotes);
	w->syntax->file(w, &x);
	return spdx_pulse(w, e);
}

static enum rc
put_files(struct spdx_writer *w, struct err *e)
{
	const struct bom_files *files = w->b->files;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && files != NULL && i < files->n;
	    i++) {
		struct bom_file f;

		files->get(files, i, &f);
		if (is_written(w, &f))
			rc = put_file(w, &f, e);
	}
	return rc;
}

static enum rc
put_packages(struct spdx_writer *w, struct err *e)
{
	struct spdx_out_package p;

	spdx_make_subject(w, &p);
	w->syntax->package(w, &p);
	if (w->b->distro.id.n != 0) {
		spdx_make_distro(w, &p);
		w->syntax->package(w, &p);
	}
	enum rc rc = spdx_pulse(w, e);

	for (size_t i = 0; rc == RC_OK && i < w->b->ncomponents; i++) {
		spdx_make_package(w, &w->b->components[i], &p);
		w->syntax->package(w, &p);
		rc = spdx_pulse(w, e);
	}
	return rc;
}

static int
licence_cmp(const void *x, const void *y)
{
	const struct spdx_out_licence *a = x, *b = y;

	return str_cmp(a->id, b->id);
}

static enum rc
put_licences(struct spdx_writer *w, struct err *e)
{
	enum rc rc = RC_OK;

	if (w->nlicences > 1)
		qsort(w->licences, w->nlicences, sizeof *w->licences,
		    licence_cmp);
	for (size_t i = 0; rc == RC_OK && i < w->nlicences; i++) {
		w->syntax->licence(w, &w->licences[i]);
		rc = spdx_pulse(w, e);
	}
	return rc;
}

/* ---- relationships ---- */

static void
relate(struct spdx_writer *w, struct str from, const char *type,
    struct str to)
{
	w->syntax->relation(w, from, type, to, NULL);
}

static struct str
source_key(struct arena *a, struct str type, struct str name,
    struct str version)
{
	struct str s = str_join(a, str_join(a, type, STR("\n")), name);

	return str_join(a, str_join(a, s, STR("\n")), version);
}

/* Source packages that stand in the document, by what binaries call them. */
static struct map *
source_packages(struct spdx_writer *w)
{
	struct map *m = map_new(w->document);

	for (size_t i = 0; i < w->b->ncomponents; i++) {
		const struct bom_component *c = &w->b->components[i];

		if (!c->source_package)
			continue;
		void **at = map_put(m, source_key(w->document, c->type,
		    c->name, c->version), NULL);

		if (*at == NULL)
			*at = &w->ids[i];
	}
	return m;
}

static void
relate_source(struct spdx_writer *w, const struct map *sources, size_t i)
{
	const struct bom_component *c = &w->b->components[i];
	void **at;

	if (map_count(sources) == 0 || c->source_name.n == 0)
		return;
	at = map_find(sources, source_key(w->record, c->type, c->source_name,
	    c->source_version));
	if (at != NULL && *at != &w->ids[i])
		relate(w, w->ids[i], "GENERATED_FROM", *(struct str *)*at);
}

/* Nothing known of it is nothing said; that it needs nothing is. */
static void
relate_depends(struct spdx_writer *w, size_t i)
{
	const struct bom_component *c = &w->b->components[i];

	for (size_t k = 0; k < c->ndepends; k++)
		relate(w, w->ids[i], "DEPENDS_ON", w->ids[c->depends[k]]);
	if (c->depends_known && c->ndepends == 0)
		relate(w, w->ids[i], "DEPENDS_ON", STR("NONE"));
}

/* In Syft's words, by which its readers know it. */
static void
relate_owner(struct spdx_writer *w, size_t i)
{
	size_t owner = w->b->components[i].owner;

	if (owner != 0)
		w->syntax->relation(w, w->ids[owner - 1], "OTHER", w->ids[i],
		    "ownership-by-file-overlap: indicates that the parent "
		    "package claims ownership of a child package since the "
		    "parent metadata indicates overlap with a location that "
		    "a cataloger found the child package by");
}

static enum rc
relate_files(struct spdx_writer *w, struct err *e)
{
	const struct bom_files *files = w->b->files;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && files != NULL && i < files->n;
	    i++) {
		struct bom_file f;

		files->get(files, i, &f);
		if (f.owner == 0 || !is_written(w, &f))
			continue;
		relate(w, w->ids[f.owner - 1], "CONTAINS", spdx_file_id(w, &f));
		rc = spdx_pulse(w, e);
	}
	return rc;
}

static enum rc
put_relations(struct spdx_writer *w, struct err *e)
{
	const struct map *sources = source_packages(w);
	enum rc rc = RC_OK;

	if (w->b->distro.id.n != 0)
		relate(w, w->root, "CONTAINS", w->os);
	for (size_t i = 0; i < w->b->ncomponents; i++)
		relate(w, w->root, "CONTAINS", w->ids[i]);
	for (size_t i = 0; rc == RC_OK && i < w->b->ncomponents; i++) {
		relate_depends(w, i);
		relate_source(w, sources, i);
		relate_owner(w, i);
		rc = spdx_pulse(w, e);
	}
	if (rc == RC_OK)
		rc = relate_files(w, e);
	relate(w, STR("SPDXRef-DOCUMENT"), "DESCRIBES", w->root);
	return rc;
}

/* ---- the document ---- */

static void
put_head(struct spdx_writer *w)
{
	struct bom_facts f = spdx_facts(w);
	struct spdx_out_head h = { .name = cdx_subject_name(w->b),
		.space = w->space, .root = w->root,
		.comment = w->b->has_time ? STR("SBOM Type: Analyzed")
		    : STR("SBOM Type: Analyzed; " SPDX_NO_TIME) };

	facts_document(&f);
	spdx_make_authors(w, &f, &h);
	spdx_notes(&f, &h.notes, &h.nnotes);
	w->syntax->head(w, &h);
}

static enum rc
put_document(struct spdx_writer *w, struct str space, struct err *e)
{
	enum rc rc;

	w->space = space;
	put_head(w);
	rc = put_files(w, e);
	if (rc == RC_OK)
		rc = put_packages(w, e);
	if (rc == RC_OK)
		rc = put_licences(w, e);
	if (rc == RC_OK)
		rc = put_relations(w, e);
	if (rc == RC_OK)
		w->syntax->end(w);
	return rc;
}

/* The document's id, from its content alone. */
static enum rc
digest_document(struct spdx_writer *w, uint8_t raw[DIGEST_MAX],
    size_t *ret_n, struct err *e)
{
	struct buf buf = { .limit = 0 };

	w->out = NEW(w->document, struct out);
	out_to_buf(w->out, &buf);
	w->buf = &buf;
	w->digest = digest_new(DIGEST_SHA256);
	enum rc rc = put_document(w, STR(""), e);

	if (rc == RC_OK)
		rc = out_flush(w->out, e);
	digest_add(w->digest, buf.p, buf.n);
	*ret_n = digest_end(w->digest, raw);
	w->digest = NULL;
	buf_done(&buf);
	return rc;
}

static struct str
document_space(struct spdx_writer *w, const uint8_t *raw, size_t n)
{
	char hex[DIGEST_HEX_MAX], uuid[37];
	struct arena *a = w->document;
	struct str text = str_fmt(a, "%s@%s %s", w->syntax->name, w->version,
	    digest_hex(hex, raw, n).p);
	struct str name = spdx_id_text(a, cdx_subject_name(w->b), NAME_BYTES);

	return str_fmt(a, "https://spdx.org/spdxdocs/%.*s-%.*s",
	    STR_ARG(name), STR_ARG(uuid5(uuid, name_space, text.p, text.n)));
}

static enum rc
write_document(struct spdx_writer *w, struct out *o, struct err *e)
{
	uint8_t raw[DIGEST_MAX];
	char created[24];
	size_t n;

	make_ids(w);
	if (w->b->files != NULL && !w->syntax->third)
		make_codes(w);
	enum rc rc = digest_document(w, raw, &n, e);

	if (rc != RC_OK)
		return rc;
	w->out = o;
	w->created = when_format(created, w->b->has_time ? w->b->time_s : 0);
	return put_document(w, document_space(w, raw, n), e);
}

enum rc
spdx_write(const struct spdx_syntax *s, const struct bom *b,
    const char *version, struct out *o, struct err *e)
{
	struct spdx_writer w = { .b = b, .syntax = s, .version = version };

	if (s->third ? strcmp(version, "3.0.1") != 0
	    : strcmp(version, "2.2") != 0 && strcmp(version, "2.3") != 0)
		return err_set(e, RC_UNSUPPORTED, "%s: no version %s",
		    s->name, version);
	w.minor = version[2] == '2' ? 2 : 3;
	w.document = arena_new(limits_default.memory);
	w.record = arena_new(limits_default.memory);
	w.layers = bom_layer_map(w.document, b);
	w.operands = map_new(w.document);
	w.declared = map_new(w.document);
	enum rc rc = write_document(&w, o, e);

	arena_free(w.record);
	arena_free(w.document);
	return rc;
}
