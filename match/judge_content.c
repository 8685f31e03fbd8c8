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
add(struct arena *a, struct content *c, struct str cpe, size_t *cap)
{
	size_t cap2 = *cap;
	struct redhat_product p;

	if (!redhat_product(a, cpe, &p))
		return;
	c->cpes = arena_grow(a, c->cpes, c->n, cap, sizeof *c->cpes);
	c->products = arena_grow(a, c->products, c->n, &cap2,
	    sizeof *c->products);
	c->cpes[c->n] = cpe;
	c->products[c->n++] = p;
}

enum rc
docket_content(struct docket *d, struct err *e)
{
	struct arena *a = d->t->arena;
	const struct bom_props *props = &d->t->bom->props;
	struct content *c = NEW(a, struct content);
	size_t cap = 0;
	enum rc rc = RC_OK;

	c->complete = true;
	for (size_t i = 0; i < props->n && rc == RC_OK; i++) {
		struct str set = props->v[i].value, *cpes = NULL;
		size_t n = 0;

		if (!str_eq(props->v[i].name, STR(PROP_CONTENT_SET)))
			continue;
		rc = advdb_repo_cpes(d->j->db->adv, a, set, &cpes, &n, e);
		if (rc == RC_OK && n == 0)
			rc = advdb_repo_cpes(d->j->db->adv, a,
			    without_release(set), &cpes, &n, e);
		c->complete &= n != 0;
		for (size_t k = 0; k < n; k++)
			add(a, c, cpes[k], &cap);
	}
	d->t->content = c->n != 0 ? c : NULL;
	d->ctx.content = d->t->content;
	return rc;
}
