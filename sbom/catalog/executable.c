/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executables, told by their first bytes: each is opened once, and every row
 * that inspects looks at it.
 *
 * Source:   sbom/binary/; a fat Mach-O file holds several, each is inspected.
 * Limits:   a file over limits.buffer on a stream is read by plan: the pieces
 *           that keep.h keeps, the ranges that the headers speak of, and Go's
 *           build information, which is found wherever it passes.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "sbom/binary/exe.h"
#include "sbom/binary/go_build.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/keep.h"

enum {
	ARENA_MAX = 256 << 20,		/* of one executable: several times
					   what the limits of all rows allow */
	DATA_START = 65536,		/* Go's, in what has no sections */
	BEFORE_TABLES = 65536,		/* read together with them */
	NOTES_BYTES = 65536,		/* of one segment */
	PT_LOAD = 1, PT_DYNAMIC = 2, PT_NOTE = 4,
};

/* One that the rows are run on. */
struct subject {
	const struct file_ref *f;
	const struct limits *lim;
	struct records *out;
	const struct go_build *go;
};

/* Run every row that inspects; what one cannot read is a note. */
static enum rc
inspect_all(const struct subject *s, const struct exe *x, struct blob *b,
    struct err *e)
{
	enum rc worst = RC_OK;

	for (size_t i = 0; catalogers[i] != NULL && worst != RC_STOP; i++) {
		const struct cataloger *row = catalogers[i];
		struct err why = { "" };

		if (row->inspect == NULL || (s->f->selector != NULL &&
		    !selector_has(s->f->selector, row)))
			continue;
		s->out->row = row;
		enum rc rc = row->inspect(s->f, x, b, s->lim, s->out, &why);

		s->out->row = NULL;
		if (rc == RC_LIMIT || rc == RC_IO || rc == RC_STOP) {
			worst = rc;
			*e = why;
		} else if (rc != RC_OK) {
			s->out->note(s->out, 0, "%s: %s", row->name, why.msg);
		}
	}
	return worst;
}

static enum rc
inspect_one(const struct subject *s, struct blob *b, uint64_t slice,
    struct err *e)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct exe *x;
	enum rc rc = exe_open(a, b, &x, e);

	if (rc == RC_OK) {
		x->slice = slice;
		x->go = s->go;
		if (x->odd != NULL)
			s->out->note(s->out, 0, "%s: %s",
			    exe_format_name(x->format), x->odd);
		rc = inspect_all(s, x, b, e);
	} else if (rc == RC_UNSUPPORTED) {
		rc = RC_OK;		/* MS-DOS: nothing to be known */
	}
	arena_free(a);
	return rc;
}

static enum rc
inspect_fat(const struct subject *s, struct blob *b, struct err *e)
{
	struct exe_slice slices[EXE_SLICES];
	size_t n = 0;
	enum rc rc = exe_slices(b, slices, &n, e), worst = rc;

	for (size_t i = 0; i < n && rc != RC_STOP; i++) {
		struct part_blob part;

		rc = inspect_one(s, part_blob_init(&part, b, slices[i].off,
		    slices[i].size), slices[i].off, e);
		worst = rc != RC_OK ? rc : worst;
	}
	return worst;
}

/*
 * Stores of Nix and Guix have no list of packages in images: each directory is
 * one (Nix manual, "Store Path"; Guix manual, "The Store"). No row reads them.
 */
static void
say_store(const struct subject *s)
{
	static const char *const stores[] = { "nix/store/", "gnu/store/" };

	for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
		if (str_starts(s->f->path, str_from(stores[i])))
			s->out->fact(s->out, CTX_STORE, str_from(stores[i]));
}

static enum rc
inspect(const struct subject *s, struct blob *b, struct err *e)
{
	size_t n = b->size < 8 ? (size_t)b->size : 8;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	if (rc != RC_OK)
		return rc;
	say_store(s);
	switch (exe_magic(p, n)) {
	case EXE_NONE:
		return RC_OK;		/* a Java class */
	case EXE_FAT:
		return inspect_fat(s, b, e);
	default:
		return inspect_one(s, b, 0, e);
	}
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	return inspect(&(struct subject){ f, lim, out, NULL }, b, e);
}

/* ---- as a stream ---- */

struct stream {
	struct scan s;
	struct file_ref f;
	const struct limits *lim;
	struct keep *keep;
	struct go_scan *go;
	bool planned;
};

/* By name, the small ones that matter most first; what dynamic linking needs
   of a Go program lies in its middle. */
static void
plan_sections(struct stream *t, const struct exe *x)
{
	static const struct str names[] = { { ".dep-v0", 7 },
		{ ".note.package", 13 }, { ".go.buildinfo", 13 },
		{ "__go_buildinfo", 14 }, { ".dynamic", 8 }, { ".dynstr", 7 },
		{ ".dynsym", 7 } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct exe_part *p = exe_section(x, names[i]);

		if (p != NULL)
			(void)keep_want(t->keep, p->off, p->size);
	}
}

/* The note that Go's linker leaves at the front: "Go", of type 4. */
static bool
is_go(struct stream *t, const struct exe *x)
{
	static const char note[] = { 4, 0, 0, 0, 'G', 'o', 0, 0 };
	const uint8_t *p;
	struct err e;

	for (size_t i = 0; x->format == EXE_ELF && i < x->nsegments; i++) {
		const struct exe_part *s = &x->segments[i];

		if (s->type == PT_NOTE && s->size <= NOTES_BYTES &&
		    blob_at(keep_blob(t->keep), s->off, (size_t)s->size, &p,
		    &e) == RC_OK && memmem(p, (size_t)s->size, note,
		    sizeof note) != NULL)
			return true;
	}
	return false;
}

/*
 * The names of the libraries that a Go program asks for stand in the first
 * segment, and a program that exports its symbols has megabytes of names. Of
 * its last bytes only those behind all segments matter: symbols, and tables.
 */
static void
plan_go(struct stream *t, const struct exe *x)
{
	uint64_t size = keep_blob(t->keep)->size, end = 0;
	const struct exe_part *first = NULL;

	for (size_t i = 0; i < x->nsegments; i++) {
		const struct exe_part *p = &x->segments[i];

		if (p->type != PT_LOAD || p->off > size ||
		    p->size > size - p->off)
			continue;
		if (p->off + p->size > end)
			end = p->off + p->size;
		if (first == NULL || p->off < first->off)
			first = p;
	}
	if (first == NULL || end == size)
		return;
	keep_trim(t->keep, size - end + BEFORE_TABLES);
	uint64_t from = keep_fed(t->keep), room = keep_room(t->keep);
	uint64_t to = first->off + first->size;

	if (to > from)
		(void)keep_want(t->keep, from, to - from < room ? to - from :
		    room);
}

/* What the headers say that will matter, before it passes. */
static void
plan(struct stream *t)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct exe *x;
	struct err e;

	t->planned = true;
	if (exe_open_part(a, keep_blob(t->keep), &x, &e) != RC_OK) {
		arena_free(a);
		return;
	}
	for (size_t i = 0; i < x->nsegments; i++) {
		const struct exe_part *p = &x->segments[i];

		/* The start of what is written to. */
		if (x->format == EXE_ELF && (p->type == PT_DYNAMIC ||
		    p->type == PT_NOTE))
			(void)keep_want(t->keep, p->off, p->size);
		else if (p->writable)
			(void)keep_want(t->keep, p->off,
			    p->size < DATA_START ? p->size : DATA_START);
	}
	plan_sections(t, x);
	if (is_go(t, x))
		plan_go(t, x);
	arena_free(a);
}

static void
feed(struct scan *s, const uint8_t *p, size_t n)
{
	struct stream *t = (struct stream *)s;

	go_scan_feed(t->go, p, n);
	while (!t->planned && n > 0) {
		/* Exactly up to where the headers are in. */
		uint64_t left = KEEP_HEAD - keep_fed(t->keep);
		size_t k = n < left ? n : (size_t)left;

		keep_feed(t->keep, p, k);
		p += k;
		n -= k;
		if (keep_fed(t->keep) >= KEEP_HEAD)
			plan(t);
	}
	if (n > 0)
		keep_feed(t->keep, p, n);
}

static enum rc
end(struct scan *s, struct records *out, struct err *e)
{
	struct stream *t = (struct stream *)s;
	struct go_build go;
	bool found = go_scan_result(t->go, &go);

	return inspect(&(struct subject){ &t->f, t->lim, out,
	    found ? &go : NULL }, keep_blob(t->keep), e);
}

static void
stream_free(struct scan *s)
{
	struct stream *t = (struct stream *)s;

	go_scan_free(t->go);
	keep_free(t->keep);
	free(t);
}

static struct scan *
scan_new(const struct file_ref *f, uint64_t size, const struct limits *lim)
{
	struct stream *t = calloc(1, sizeof *t);

	if (t == NULL)
		return NULL;
	t->f = *f;
	t->lim = lim;
	t->keep = keep_new(size, lim);
	t->s = (struct scan){ feed, end, stream_free, t->keep };
	t->go = go_scan_new();
	if (t->keep == NULL || t->go == NULL) {
		if (t->keep != NULL)
			keep_free(t->keep);
		go_scan_free(t->go);
		free(t);
		return NULL;
	}
	return &t->s;
}

static const struct want wants[] = {
	{ WANT_HEAD, "\177ELF", 4 },
	{ WANT_HEAD, "MZ", 2 },
	{ WANT_HEAD, "\xfe\xed\xfa\xce", 4 },
	{ WANT_HEAD, "\xfe\xed\xfa\xcf", 4 },
	{ WANT_HEAD, "\xce\xfa\xed\xfe", 4 },
	{ WANT_HEAD, "\xcf\xfa\xed\xfe", 4 },
	{ WANT_HEAD, "\xca\xfe\xba\xbe\0\0\0", 7 },	/* not a Java class */
	{ WANT_HEAD, "\xca\xfe\xba\xbf\0\0\0", 7 },
	{ 0 },
};

const struct cataloger cat_executable = {
	.name = "executable",
	.about = "executables and libraries: opened for the rows that inspect",
	.wants = wants, .reads = READ_RANDOM, .parse = parse,
	.scan_new = scan_new, .link = LINK_FILE,
};
