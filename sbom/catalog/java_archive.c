/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java_tree.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

/*
 * java-archive: jars, wars and their kin, with all that is inside them.
 *
 * Source:   JAR File Specification; Maven Archiver (META-INF/maven); Spring
 *           Boot, "The Executable Jar Format" (BOOT-INF/lib, stored).
 * Files:    by their extensions; of a zip only what is inside it.
 * Reading:  by the directory where the file can be read anywhere: only the
 *           entries that tell something are looked at, stored archives in it
 *           in place. As the bytes come where it streams by and is too large
 *           to hold: see java_tree.h.
 * SHA-1:    of every archive, of its whole bytes: what registries index.
 * Limits:   ARCHIVE_DEPTH, ARCHIVE_HELD, limits.archive; see java_tree.c.
 */
enum { DIGEST_PIECE = 256 * 1024 };

/* A stored entry, in place. */
struct part_blob {
	struct blob b;
	struct blob *whole;
	uint64_t at;
};

static enum rc
part_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	struct part_blob *p = (struct part_blob *)b;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT, "lies outside the archive");
	return blob_at(p->whole, p->at + off, n, ret, e);
}

static enum rc
digest_blob(struct level *l, struct blob *b, struct err *e)
{
	for (uint64_t off = 0; off < b->size; ) {
		size_t n = b->size - off < DIGEST_PIECE ?
		    (size_t)(b->size - off) : DIGEST_PIECE;
		const uint8_t *p;
		enum rc rc = blob_at(b, off, n, &p, e);

		if (rc != RC_OK)
			return rc;
		digest_add(l->sha1, p, n);
		off += n;
	}
	return RC_OK;
}

/* ---- an archive by its directory ---- */

static bool
take_text(void *ctx, const uint8_t *p, size_t n)
{
	return level_text(ctx, p, n);
}

static bool
take_pushed(void *ctx, const uint8_t *p, size_t n)
{
	struct level *child = ctx;

	level_feed(child, p, n);
	return !child->t->stop;
}

static bool
take_held(void *ctx, const uint8_t *p, size_t n)
{
	return buf_add(ctx, p, n);
}

/* Another archive in a blob of its own. */
static enum rc
walk_child(struct level *l, struct str name, struct blob *b, struct err *e)
{
	struct level *child = level_new(l->t, l, name);
	enum rc rc = level_walk(child, b, e);

	level_end(child, rc, e);
	level_free(child);
	return l->t->stop ? rc : RC_OK;	/* said by level_end */
}

static enum rc
held(struct level *l, struct zip *z, const struct zip_entry *x,
    struct err *e)
{
	struct tree *t = l->t;
	struct buf b = { .limit = (size_t)x->size };
	struct mem_blob m;
	enum rc rc;

	t->held += (size_t)x->size;
	rc = zip_read(z, x, take_held, &b, e);
	if (rc == RC_OK)
		rc = walk_child(l, x->name, mem_blob_init(&m, b.p, b.n), e);
	t->held -= (size_t)x->size;
	buf_done(&b);
	return rc;
}

static enum rc
pushed(struct level *l, struct zip *z, const struct zip_entry *x,
    struct err *e)
{
	struct level *child = level_new(l->t, l, x->name);
	enum rc rc;

	level_push(child);
	rc = zip_read(z, x, take_pushed, child, e);
	if (rc == RC_OK)
		rc = level_feed_end(child, e);
	level_end(child, rc, e);
	level_free(child);
	return l->t->stop ? rc : RC_OK;	/* said by level_end */
}

static enum rc
stored(struct level *l, struct zip *z, const struct zip_entry *x,
    struct err *e)
{
	struct part_blob p = { { x->size, part_at }, z->b, 0 };
	enum rc rc = zip_data(z, x, &p.at, e);

	if (rc == RC_OK && x->size != x->packed)
		rc = err_set(e, RC_FORMAT, "zip: a stored entry of two sizes");
	return rc == RC_OK ? walk_child(l, x->name, &p.b, e) : rc;
}

static enum rc
read_entry(struct level *l, struct zip *z, const struct zip_entry *x,
    enum takes takes, struct err *e)
{
	enum rc rc;

	switch (takes) {
	case TAKE_NOTHING:
		return RC_OK;
	case TAKE_MANIFEST:
	case TAKE_PROPERTIES:
	case TAKE_POM:
		l->takes = takes;
		l->entry = x->name;
		rc = zip_read(z, x, take_text, l, e);
		if (rc == RC_OK)
			level_text_end(l);
		return rc;
	case TAKE_STORED:
		return stored(l, z, x, e);
	case TAKE_HELD:
		return held(l, z, x, e);
	case TAKE_PUSHED:
		return pushed(l, z, x, e);
	}
	return RC_OK;
}

/* A damaged entry ends itself only; a failing disk or a budget ends all. */
static enum rc
entry(struct level *l, struct zip *z, const struct zip_entry *x,
    enum takes takes, struct err *e)
{
	struct err why = { "" };
	enum rc rc = read_entry(l, z, x, takes, &why);

	if (rc == RC_OK)
		return RC_OK;
	if (rc == RC_IO || l->t->work.left == 0) {
		*e = why;
		return rc;
	}
	tree_damage(l, x->name, why.msg);
	return RC_OK;
}

static enum rc
entries(struct level *l, struct zip *z, struct err *e)
{
	struct zip_entry x, pom = { .name = { 0 } };
	enum rc rc = RC_OK;

	while (rc == RC_OK && (rc = zip_next(z, &x, e)) == RC_OK) {
		enum takes takes = level_begin(l, &x);

		if (takes == TAKE_POM) {
			pom = x;
			pom.name = str_dup(l->a, x.name);
		} else if (takes != TAKE_NOTHING) {
			rc = entry(l, z, &x, takes, e);
		}
	}
	/* wanted only if nothing better is there */
	if (rc == RC_STOP)
		rc = pom.name.n > 0 && l->npom_xml == 1 &&
		    l->jar.npoms == 0 ? entry(l, z, &pom, TAKE_POM, e) : RC_OK;
	return rc;
}

enum rc
level_walk(struct level *l, struct blob *b, struct err *e)
{
	struct zip z;
	const uint8_t *p;
	enum rc rc = RC_OK;

	if (b->size >= 4 && (rc = blob_at(b, 0, 4, &p, e)) == RC_OK)
		l->magic = zip_magic(p, 4);
	if (rc != RC_OK)
		return rc;
	rc = zip_open(&z, b, &l->t->work, e);
	l->is_zip = rc == RC_OK;
	if (rc == RC_OK && l->sha1 != NULL)
		rc = digest_blob(l, b, e);
	if (rc == RC_OK)
		rc = entries(l, &z, e);
	if (z.misnamed > 0)
		level_odd(l, "entries have other names in their headers than "
		    "in the directory");
	zip_done(&z);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct tree *t = tree_new(f->path, b->size, lim);
	enum rc rc = level_walk(t->top, b, e);

	level_end(t->top, rc, e);
	rc = tree_flush(t, out);
	tree_free(t);
	return rc;
}

/* ---- as it streams by ---- */

struct java_scan {
	struct scan s;
	struct tree *t;
};

static void
scan_feed(struct scan *s, const uint8_t *p, size_t n)
{
	level_feed(((struct java_scan *)s)->t->top, p, n);
}

static enum rc
scan_end(struct scan *s, struct records *out, struct err *e)
{
	struct tree *t = ((struct java_scan *)s)->t;
	enum rc rc = level_feed_end(t->top, e);

	level_end(t->top, rc, e);
	return tree_flush(t, out);
}

static void
scan_free(struct scan *s)
{
	struct java_scan *x = (struct java_scan *)s;

	tree_free(x->t);
	free(x);
}

static struct scan *
scan_new(const struct file_ref *f, uint64_t size, const struct limits *lim)
{
	struct java_scan *x = calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->s = (struct scan){ scan_feed, scan_end, scan_free, NULL };
	x->t = tree_new(f->path, size, lim);
	level_push(x->t->top);
	return &x->s;
}

const struct cataloger cat_java_archive = {
	.name = "java-archive",
	.about = "Java archives and what is inside them",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".jar", 0 }, { WANT_SUFFIX, ".war", 0 },
		{ WANT_SUFFIX, ".ear", 0 }, { WANT_SUFFIX, ".par", 0 },
		{ WANT_SUFFIX, ".sar", 0 }, { WANT_SUFFIX, ".nar", 0 },
		{ WANT_SUFFIX, ".jpi", 0 }, { WANT_SUFFIX, ".hpi", 0 },
		{ WANT_SUFFIX, ".kar", 0 }, { WANT_SUFFIX, ".far", 0 },
		{ WANT_SUFFIX, ".lpkg", 0 }, { WANT_SUFFIX, ".rar", 0 },
		{ WANT_SUFFIX, ".zap", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.link = LINK_FILE,
	.parse = parse,
	.scan_new = scan_new,
};
