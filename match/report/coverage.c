/* SPDX-License-Identifier: Apache-2.0 */
#include "match/report/coverage.h"

#include "base/arena.h"
#include "bom/bom.h"

/* The type's row, made in its place. */
static struct type_coverage *
row_of(struct arena *a, struct type_coverage **v, size_t *n, size_t *cap,
    struct str type)
{
	size_t at = 0;
	int d = 1;

	while (at < *n && (d = str_cmp((*v)[at].type, type)) < 0)
		at++;
	if (at < *n && d == 0)
		return &(*v)[at];
	*v = arena_grow(a, *v, *n, cap, sizeof **v);
	for (size_t i = (*n)++; i > at; i--)
		(*v)[i] = (*v)[i - 1];
	(*v)[at] = (struct type_coverage){ .type = type };
	return &(*v)[at];
}

struct type_coverage *
coverage_types(const struct target *t, size_t *ret_n)
{
	struct type_coverage *v = NULL, *row = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < t->bom->ncomponents; i++) {
		const struct bom_component *c = &t->bom->components[i];

		if (!t->counted[i])
			continue;
		if (row == NULL || !str_eq(row->type, c->type))
			row = row_of(t->arena, &v, &n, &cap, c->type);
		row->components++;
		row->judged += t->why[i] == JUDGED;
		row->uncovered[t->why[i]]++;
	}
	*ret_n = n;
	return v;
}
