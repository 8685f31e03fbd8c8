/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "bom/property.h"
#include "match/database.h"
#include "match/rule/content.h"

/* "rhel-8-for-x86_64-baseos-rpms" of "…-rpms__8": an image's manifest may have
   the release behind. "__9_DOT_2" is part of the name. */
static struct str
without_release(struct str set)
{
	size_t at = str_find_str(set, STR("__"));

	for (size_t i = at + 2; i < set.n; i++)
		if (!is_digit(set.p[i]))
			return set;
	return str_sub(set, 0, at);
}

static void
add(struct arena *a, struct content *c, struct str cpe)
{
	size_t cap = c->cap, cap2 = c->cap;
	struct redhat_product p;

	if (!redhat_product(a, cpe, &p))
		return;
	c->cpes = arena_grow(a, c->cpes, c->n, &cap, sizeof *c->cpes);
	c->products = arena_grow(a, c->products, c->n, &cap2,
	    sizeof *c->products);
	c->cap = cap;
	c->cpes[c->n] = cpe;
	c->products[c->n++] = p;
}

/* A set of a layer, or of none. */
static struct content *
layer_of(struct arena *a, struct contents *c, struct str layer, size_t *cap)
{
	size_t cap2 = *cap;

	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->layers[i], layer))
			return &c->of[i];
	c->layers = arena_grow(a, c->layers, c->n, cap, sizeof *c->layers);
	c->of = arena_grow(a, c->of, c->n, &cap2, sizeof *c->of);
	c->layers[c->n] = layer;
	c->of[c->n] = (struct content){ .complete = true };
	return &c->of[c->n++];
}

/* "rhel-9-for-x86_64-baseos-rpms sha256:…": the digest of the layer that was
   built from it, where one is known. */
static enum rc
add_set(struct docket *d, struct contents *c, struct str value, size_t *cap,
    struct err *e)
{
	struct arena *a = d->t->arena;
	size_t blank = str_find(value, ' '), n = 0;
	struct str set = str_sub(value, 0, blank), *cpes = NULL;
	struct content *own = layer_of(a, c, str_from_pos(value, blank + 1),
	    cap);
	enum rc rc = advdb_repo_cpes(d->j->db->adv, a, set, &cpes, &n, e);

	if (rc == RC_OK && n == 0)
		rc = advdb_repo_cpes(d->j->db->adv, a, without_release(set),
		    &cpes, &n, e);
	c->all.complete &= n != 0;
	own->complete &= n != 0;
	for (size_t k = 0; k < n; k++) {
		add(a, &c->all, cpes[k]);
		add(a, own, cpes[k]);
	}
	return rc;
}

enum rc
docket_content(struct docket *d, struct err *e)
{
	const struct bom_props *props = &d->t->bom->props;
	struct contents *c = NEW(d->t->arena, struct contents);
	size_t cap = 0;
	enum rc rc = RC_OK;

	c->all.complete = true;
	for (size_t i = 0; i < props->n && rc == RC_OK; i++)
		if (str_eq(props->v[i].name, STR(PROP_CONTENT_SET)))
			rc = add_set(d, c, props->v[i].value, &cap, e);
	d->t->content = c->all.n != 0 ? c : NULL;
	return rc;
}
