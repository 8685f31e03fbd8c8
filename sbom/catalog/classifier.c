/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "sbom/catalog/catalog.h"
#include "sbom/catalog/classify/classify.h"

/*
 * Programs and libraries that no package database knows, told by name and a
 * version in their bytes.
 *
 * Source:   sbom/catalog/classifiers.txt, which says which files and what in
 *           them; the selector asks that table, hence no wants here.
 * Reads:    a file once, in pieces, to its end or until nothing is open.
 * Limits:   a budget of steps for each file (classify/hunt.c).
 */
enum { PIECE = 64 * 1024 };

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	enum rc rc = RC_OK;
	bool more = true;

	(void)lim;
	if (f->classify == NULL)
		return RC_OK;

	struct hunt *h = hunt_new(f->classify, f->path, b->size);

	for (uint64_t off = 0; rc == RC_OK && more && off < b->size;) {
		uint64_t left = b->size - off;
		size_t n = left < PIECE ? (size_t)left : PIECE;
		const uint8_t *p;

		rc = blob_at(b, off, n, &p, e);
		if (rc == RC_OK)
			more = hunt_feed(h, p, n);
		off += n;
	}
	if (rc == RC_OK)
		rc = hunt_end(h, out, e);
	hunt_free(h);
	return rc;
}

/* ---- on a stream ---- */

struct classifier_scan {
	struct scan s;
	struct hunt *h;
};

static void
feed(struct scan *s, const uint8_t *p, size_t n)
{
	(void)hunt_feed(((struct classifier_scan *)s)->h, p, n);
}

static enum rc
end(struct scan *s, struct records *out, struct err *e)
{
	return hunt_end(((struct classifier_scan *)s)->h, out, e);
}

static void
release(struct scan *s)
{
	hunt_free(((struct classifier_scan *)s)->h);
	free(s);
}

static struct scan *
scan_new(const struct file_ref *f, uint64_t size, const struct limits *lim)
{
	struct classifier_scan *s = calloc(1, sizeof *s);

	(void)lim;
	if (s == NULL || f->classify == NULL) {
		free(s);
		return NULL;
	}
	s->s = (struct scan){ .feed = feed, .end = end, .free = release };
	s->h = hunt_new(f->classify, f->path, size);
	return &s->s;
}

const struct cataloger cat_classifier = {
	.name = "classifier",
	.about = "programs and libraries by a version in their bytes",
	.wants = (const struct want[]){ { 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.parse = parse,
	.scan_new = scan_new,
};
