/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a zip, by its directory and as they come in pieces whose size
 * the first byte gives. What the pieces' size is may not matter.
 */
/* fuzz-cover: sbom/binary/zip.c sbom/binary/zip_push.c sbom/binary/zip_lists.c lib/codec/deflate.c */
/* fuzz-make: tests/fuzz/zip-seeds.sh */
/* fuzz-max: 262144 */
#include <stdlib.h>

#include "base/limits.h"
#include "sbom/binary/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	struct zip_sink s;
	uint64_t sum, bytes, entries, odd;
	bool open;
};

static void
mix(struct seen *g, const void *p, size_t n)
{
	const uint8_t *q = p;

	for (size_t i = 0; i < n; i++)
		g->sum = g->sum * 31 + q[i];
	g->bytes += n;
}

static bool
take(void *ctx, const uint8_t *p, size_t n)
{
	mix(ctx, p, n);
	return true;
}

static bool
on_begin(struct zip_sink *s, const struct zip_entry *x)
{
	struct seen *g = (struct seen *)s;

	g->entries++;
	mix(g, x->name.p, x->name.n);
	g->open = x->name.n % 4 != 3;	/* some are passed over */
	return g->open;
}

static void
on_data(struct zip_sink *s, const uint8_t *p, size_t n)
{
	struct seen *g = (struct seen *)s;

	if (!g->open)
		abort();
	mix(g, p, n);
}

static void
on_end(struct zip_sink *s, const struct zip_entry *x)
{
	struct seen *g = (struct seen *)s;

	if (!g->open || x->size == ZIP_UNKNOWN || zip_unreadable(x) != NULL)
		abort();
	mix(g, x->name.p, x->name.n);
	g->open = false;
}

static void
on_odd(struct zip_sink *s, struct str name, const char *what)
{
	struct seen *g = (struct seen *)s;

	if (what == NULL)
		abort();
	mix(g, name.p, name.n);
	g->odd++;
}

static enum rc
push(struct seen *g, const uint8_t *p, size_t n, size_t chunk)
{
	struct zip_budget w = { .left = 256 * KIB };
	struct zip_push *z;
	uint64_t entries;
	struct err e = { "" };
	enum rc rc;

	*g = (struct seen){ .s = { on_begin, on_data, on_end, on_odd } };
	z = zip_push_new(&g->s, &w);
	if (z == NULL)
		abort();
	for (size_t i = 0; i < n; i += chunk)
		zip_push_feed(z, p + i, n - i < chunk ? n - i : chunk);
	rc = zip_push_end(z, &entries, &e);
	if ((rc == RC_OK) != (e.msg[0] == '\0'))
		abort();
	zip_push_free(z);
	zip_budget_done(&w);
	return rc;
}

static void
directory(const uint8_t *p, size_t n)
{
	struct seen g = { .bytes = 0 };
	struct zip_budget w = { .left = 256 * KIB };
	struct mem_blob m;
	struct zip z;
	struct zip_entry x;
	struct err e = { "" };
	enum rc rc = zip_open(&z, mem_blob_init(&m, p, n), &w, &e);

	while (rc == RC_OK && (rc = zip_next(&z, &x, &e)) == RC_OK) {
		mix(&g, x.name.p, x.name.n);
		(void)zip_read(&z, &x, take, &g, &e);
	}
	if (g.bytes > n * 2 + 256 * KIB)
		abort();		/* more than there is, and the budget */
	zip_done(&z);
	zip_budget_done(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct seen one, two;
	enum rc rc, other;

	if (n == 0)
		return 0;
	rc = push(&one, p + 1, n - 1, n);
	other = push(&two, p + 1, n - 1, 1 + p[0] % 64);
	/* Where the budget ends and what is damaged may come in one piece. */
	if ((rc == RC_OK) != (other == RC_OK) || (rc != other &&
	    rc != RC_LIMIT && other != RC_LIMIT))
		abort();
	if (rc == RC_OK && (one.sum != two.sum || one.bytes != two.bytes ||
	    one.odd != two.odd))
		abort();
	directory(p + 1, n - 1);
	return 0;
}
