/* SPDX-License-Identifier: Apache-2.0 */
#include "match/report/group.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "bom/bom.h"

struct groups *
groups_new(struct arena *a)
{
	struct groups *g = NEW(a, struct groups);

	g->arena = a;
	g->scratch = arena_new(limits_default.memory);
	g->ids = map_new(a);
	g->packages = map_new(a);
	return g;
}

void
groups_free(struct groups *g)
{
	if (g != NULL)
		arena_free(g->scratch);
}

static struct group_advisory *
advisory_of(struct groups *g, const struct finding *f)
{
	void **at = map_find(g->ids, f->id);
	struct group_advisory *x;

	if (at != NULL)
		return *at;
	x = NEW(g->arena, struct group_advisory);
	x->id = str_dup(g->arena, f->id);
	x->severity = f->severity;
	*map_put(g->ids, x->id, NULL) = x;
	g->v = arena_grow(g->arena, g->v, g->n, &g->cap, sizeof(void *));
	g->v[g->n++] = x;
	return x;
}

/* "org.example:lib", "@scope/lib", "lib". */
static struct str
full_name(struct arena *a, const struct bom_component *c)
{
	if (c->group.n == 0)
		return c->name;
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(c->group),
	    str_eq(c->type, STR("maven")) ? ":" : "/", STR_ARG(c->name));
}

/* All that tells one package of an advisory from another. */
static struct str
key_of(struct arena *a, const struct finding *f, struct str name)
{
	struct str fixes = STR("");

	for (size_t i = 0; i < f->nfixed_in; i++)
		fixes = str_fmt(a, "%.*s\n%.*s", STR_ARG(fixes),
		    STR_ARG(f->fixed_in[i]));
	return str_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s\n%d%.*s", STR_ARG(f->id),
	    STR_ARG(f->component->type), STR_ARG(name),
	    STR_ARG(f->component->version), (int)f->state, STR_ARG(fixes));
}

static struct group_package *
package_of(struct groups *g, struct group_advisory *x,
    const struct finding *f)
{
	struct arena *a = g->arena;
	struct str name = full_name(g->scratch, f->component);
	struct str key = key_of(g->scratch, f, name);
	void **at = map_find(g->packages, key);
	struct group_package *p;

	if (at != NULL)
		return *at;
	p = NEW(a, struct group_package);
	p->type = str_dup(a, f->component->type);
	p->name = str_dup(a, name);
	p->version = str_dup(a, f->component->version);
	p->state = f->state;
	p->fixed_in = NEWN(a, struct str, f->nfixed_in);
	for (size_t i = 0; i < f->nfixed_in; i++)
		p->fixed_in[p->nfixed_in++] = str_dup(a, f->fixed_in[i]);
	*map_put(g->packages, str_dup(a, key), NULL) = p;
	x->packages = arena_grow(a, x->packages, x->npackages, &x->cpackages,
	    sizeof(void *));
	x->packages[x->npackages++] = p;
	return p;
}

static void
add(struct groups *g, const struct finding *f, size_t target)
{
	struct group_advisory *x = advisory_of(g, f);
	struct group_package *p = package_of(g, x, f);

	if (f->severity > x->severity)
		x->severity = f->severity;
	if (x->title.n == 0 && f->title.n != 0)
		x->title = str_dup(g->arena, f->title);
	if (x->last_target != target + 1) {
		x->last_target = target + 1;
		x->ntargets++;
	}
	if (p->ntargets != 0 && p->targets[p->ntargets - 1] == target)
		return;		/* the same package in another place */
	p->targets = arena_grow(g->arena, p->targets, p->ntargets,
	    &p->ctargets, sizeof *p->targets);
	p->targets[p->ntargets++] = target;
}

void
groups_add(struct groups *g, const struct target *t)
{
	g->targets = arena_grow(g->arena, g->targets, g->ntargets,
	    &g->ctargets, sizeof *g->targets);

	struct group_target *to = &g->targets[g->ntargets];
	bool again = g->ntargets != 0 && str_eq(to[-1].sbom, t->sbom);

	/* documents of one input follow each other */
	*to = (struct group_target){ .ordinal = again ? to[-1].ordinal + 1 : 1,
		.sbom = again ? to[-1].sbom : str_dup(g->arena, t->sbom),
		.name = str_dup(g->arena, t->bom->name) };
	for (size_t i = 0; i < t->nfindings; i++) {
		add(g, &t->findings[i], g->ntargets);
		arena_reset(g->scratch);
	}
	g->ntargets++;
}

static int
by_weight(const void *a, const void *b)
{
	const struct group_advisory *x = *(struct group_advisory *const *)a;
	const struct group_advisory *y = *(struct group_advisory *const *)b;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if (x->ntargets != y->ntargets)
		return x->ntargets > y->ntargets ? -1 : 1;
	return str_cmp(x->id, y->id);
}

static int
by_name(const void *a, const void *b)
{
	const struct group_package *x = *(struct group_package *const *)a;
	const struct group_package *y = *(struct group_package *const *)b;
	int d = str_cmp(x->name, y->name);

	if (d == 0)
		d = str_cmp(x->type, y->type);
	if (d == 0)
		d = str_cmp(x->version, y->version);
	if (d == 0)
		d = (x->state > y->state) - (x->state < y->state);
	for (size_t i = 0; d == 0 && i < x->nfixed_in && i < y->nfixed_in; i++)
		d = str_cmp(x->fixed_in[i], y->fixed_in[i]);
	return d != 0 ? d : (x->nfixed_in > y->nfixed_in) -
	    (x->nfixed_in < y->nfixed_in);
}

void
groups_sort(struct groups *g)
{
	if (g->n > 1)
		qsort(g->v, g->n, sizeof *g->v, by_weight);
	for (size_t i = 0; i < g->n; i++)
		if (g->v[i]->npackages > 1)
			qsort(g->v[i]->packages, g->v[i]->npackages,
			    sizeof(void *), by_name);
}

struct str
groups_label(const struct groups *g, struct arena *a, size_t i)
{
	const struct group_target *t = &g->targets[i];
	bool named = t->name.n != 0;

	if (t->ordinal == 1 && (i + 1 == g->ntargets || t[1].ordinal == 1))
		return t->sbom;
	return str_fmt(a, "%.*s#%zu%s%.*s%s", STR_ARG(t->sbom), t->ordinal,
	    named ? " (" : "", STR_ARG(t->name), named ? ")" : "");
}
