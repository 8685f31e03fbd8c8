/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source packages of Docker Scout's documents.
 *
 * Source:   attestations of Docker's official images (docker-scout 1.18.1):
 *           each package of deb and apk is GENERATED_FROM one with the name and
 *           version of its source, which is listed like all others, installed
 *           or not. A package CONTAINS its files, and is "evident-by" (a
 *           comment of OTHER) those of the package database; a source has
 *           those of all that was built from it.
 * Limits:   PAIRS_MAX files of packages: in a document with more no package is
 *           taken for a mere source.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "bom/spdx/read.h"

enum { PAIRS_MAX = 1 << 20 };

void
spdx_pair_add(struct spdx_reader *r, struct spdx_pairs *to, struct str from,
    struct str of)
{
	if (to->n > PAIRS_MAX)
		return;
	to->v = arena_grow(r->p.names, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n++] = (struct spdx_pair){ graph_hash(from),
		graph_hash(of) };
}

static int
pair_cmp(const void *x, const void *y)
{
	const struct spdx_pair *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

static void
sort(struct spdx_pairs *p)
{
	if (p->n > 1)
		qsort(p->v, p->n, sizeof *p->v, pair_cmp);
}

/* The first pair of from or above. */
static size_t
find(const struct spdx_pairs *p, uint64_t from)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->v[mid].from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Sources, with the files of what was built from each. */
static struct spdx_pairs
files_of_built(struct spdx_reader *r)
{
	struct spdx_pairs ret = { .v = NEWN(r->p.names, struct spdx_pair,
	    r->has.n) };

	for (size_t i = 0; i < r->has.n; i++) {
		size_t at = find(&r->built, r->has.v[i].from);

		if (at < r->built.n &&
		    r->built.v[at].from == r->has.v[i].from)
			ret.v[ret.n++] = (struct spdx_pair){
				r->built.v[at].to, r->has.v[i].to };
	}
	sort(&ret);
	return ret;
}

/* Has it files, and are all of them also of what was built from it? */
static bool
is_source(const struct spdx_reader *r, const struct spdx_pairs *built,
    uint64_t package)
{
	size_t i = find(&r->has, package), first = i;

	for (; i < r->has.n && r->has.v[i].from == package; i++)
		if (bsearch(&r->has.v[i], built->v, built->n,
		    sizeof *built->v, pair_cmp) == NULL)
			return false;
	return i != first;
}

void
spdx_end_built(struct spdx_reader *r)
{
	struct bom *b = r->p.b;
	struct spdx_pairs built;

	if (r->built.n == 0 || r->has.n > PAIRS_MAX || r->built.n > PAIRS_MAX)
		return;
	sort(&r->has);
	sort(&r->built);
	built = files_of_built(r);
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];

		if (str_eq(c->type, STR("deb")) || str_eq(c->type, STR("apk")))
			c->source_package |= is_source(r, &built,
			    graph_hash(c->ref));
	}
}
