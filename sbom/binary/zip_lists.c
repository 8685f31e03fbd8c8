/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/binary/zip_int.h"

#include "base/hash.h"
#include "base/limits.h"

/*
 * An archive's two lists of its entries, compared: of each name and place the
 * 64-bit keyed hash is kept, ZIP_NAMES of them; beyond these the sum of all
 * tells whether both lists agree.
 */
enum { ODD_MAX = 10 };		/* of an archive, told */

static int
seen_cmp(const void *x, const void *y)
{
	const struct zip_seen *a = x, *b = y;

	return (a->hash > b->hash) - (a->hash < b->hash);
}

/* Of an entry in a place of the file. */
static uint64_t
place_hash(struct str name, uint64_t at)
{
	return hash_str(name) + at * UINT64_C(0x9e3779b97f4a7c15);
}

void
zip_lists_header(struct zip_lists *l, struct str name, uint64_t at)
{
	uint64_t h = place_hash(name, at);

	if (l->headers == 0)
		l->first = at;
	l->headers++;
	l->sum += h;
	if (l->n == ZIP_NAMES)
		return;
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 256 : l->cap * 2;
		void *p = realloc(l->v, cap * sizeof *l->v);

		if (p == NULL)
			abort();	/* as buf_room: bounded above */
		l->v = p;
		l->cap = cap;
	}
	l->v[l->n++] = (struct zip_seen){ h, 1 };
}

/* Sorted, one for each name. */
static void
sort_names(struct zip_lists *l)
{
	size_t n = 0;

	if (l->n > 1)
		qsort(l->v, l->n, sizeof *l->v, seen_cmp);
	for (size_t i = 0; i < l->n; i++) {
		if (n > 0 && l->v[n - 1].hash == l->v[i].hash)
			l->v[n - 1].count++;
		else
			l->v[n++] = l->v[i];
	}
	l->n = n;
	l->sorted = true;
}

static void
odd(struct zip_lists *l, struct str name, const char *what)
{
	if (l->odd++ < ODD_MAX)
		l->s->odd(l->s, name, what);
}

static struct zip_seen *
find_local(struct zip_lists *l, struct str name, uint64_t at)
{
	struct zip_seen key = { place_hash(name, at), 0 };

	return l->n == 0 ? NULL : bsearch(&key, l->v, l->n,
	    sizeof *l->v, seen_cmp);
}

/* Offsets count from the archive or from the file: what is before it tells. */
void
zip_lists_directory(struct zip_lists *l, struct str name, uint64_t at)
{
	struct zip_seen *x;

	if (!l->sorted)
		sort_names(l);
	if (l->listed == 0 && find_local(l, name, at) == NULL)
		l->shift = l->first;
	at += l->shift;
	x = find_local(l, name, at);
	l->listed++;
	l->sum -= place_hash(name, at);
	if (x != NULL && x->count > 0)
		x->count--;
	else if (l->headers <= ZIP_NAMES)
		odd(l, name, "only the directory lists it there");
}

void
zip_lists_compare(struct zip_lists *l)
{
	if (l->sum == 0 && l->headers == l->listed)
		return;
	if (l->headers > ZIP_NAMES) {
		odd(l, STR(""), "its headers and its directory list "
		    "different entries");
		return;
	}
	if (!l->sorted)
		sort_names(l);
	for (size_t i = 0; i < l->n; i++)
		for (uint64_t k = 0; k < l->v[i].count; k++)
			odd(l, STR(""), "an entry that the directory does "
			    "not list");
}
