/* SPDX-License-Identifier: Apache-2.0 */
#include "match/policy/since.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/bom.h"

void
policy_since_day(struct target *t, int64_t day)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nfindings; i++) {
		const struct finding *f = &t->findings[i];

		if (f->has_known && f->known_day <= day)
			continue;
		t->unknown_since += !f->has_known;
		t->findings[n++] = *f;
	}
	t->known_before += t->nfindings - n;
	t->nfindings = n;
}

/* ---- another database ---- */

/* A component's problem by one of its names. */
static struct str
key(struct arena *a, const struct target *t, const struct finding *f,
    struct str name)
{
	return str_fmt(a, "%zu %.*s",
	    (size_t)(f->component - t->bom->components), STR_ARG(name));
}

static struct map *
names_of(struct arena *a, const struct target *t)
{
	struct map *m = map_new(a);

	for (size_t i = 0; i < t->nfindings; i++) {
		const struct finding *f = &t->findings[i];

		(void)map_put(m, key(a, t, f, f->id), NULL);
		for (size_t k = 0; k < f->naliases; k++)
			(void)map_put(m, key(a, t, f, f->aliases[k]), NULL);
	}
	return m;
}

static bool
is_in(struct arena *a, const struct map *m, const struct target *t,
    const struct finding *f)
{
	bool in = map_find(m, key(a, t, f, f->id)) != NULL;

	for (size_t k = 0; k < f->naliases && !in; k++)
		in = map_find(m, key(a, t, f, f->aliases[k])) != NULL;
	return in;
}

/* What the older database was blind to looks new. */
static void
tell_blindness(struct target *t, const struct target *old)
{
	size_t n = 0;

	for (size_t i = 0; i < t->bom->ncomponents; i++)
		n += t->counted[i] && t->why[i] == JUDGED &&
		    old->why[i] != JUDGED;
	if (n != 0)
		notice_note(&t->notes, "since", STR(""), "the older database "
		    "could not judge %zu packages that this one judges: what "
		    "is found in them counts as new", n);
}

void
policy_since_target(struct target *t, const struct target *old)
{
	struct map *before = names_of(t->arena, old);
	struct map *now = names_of(t->arena, t);
	size_t n = 0;

	for (size_t i = 0; i < old->nfindings; i++)
		t->gone += !is_in(t->arena, now, old, &old->findings[i]);
	for (size_t i = 0; i < t->nfindings; i++)
		if (!is_in(t->arena, before, t, &t->findings[i]))
			t->findings[n++] = t->findings[i];
	t->known_before += t->nfindings - n;
	t->nfindings = n;
	tell_blindness(t, old);
}
