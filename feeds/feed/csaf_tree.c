/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSAF's product tree.
 *
 * Source:   CSAF 2.0 section 3.2.2.
 * Grammar:  branches hold branches, and at their ends a product; beside them
 *           full_product_names, product_groups, and relationships, each of
 *           which makes a new product of two.
 * Traps:    a branch's name and category may come after what it holds.
 *           Relationships refer to each other, in any order. The same id may
 *           be defined twice (Red Hat's CVE-2004-0885): what the first one
 *           says stays, the second adds what it lacked.
 * Limits:   BRANCHES_DEPTH (the standard allows 30), EXPANDED_MAX.
 */
#include "feeds/feed/csaf_int.h"

#include "base/arena.h"
#include "base/hash.h"
#include "text/json.h"

enum {
	BRANCHES_DEPTH = 48,
	EXPANDED_MAX = 20000000,	/* ids that groups stand for, in all
					   lists of a document */
};

struct csaf_product *
csaf_product(struct csaf *c, struct str id)
{
	void **at = map_find(c->products, id);
	struct csaf_product *p;

	if (at != NULL)
		return *at;
	p = NEW(c->d->a, struct csaf_product);
	p->id = str_dup(c->d->a, id);
	*map_put(c->products, p->id, NULL) = p;
	return p;
}

static void
list_add(struct arena *a, struct csaf_list *l, struct csaf_product *p)
{
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = p;
}

struct ids {
	struct arena *a;
	struct csaf_list *list;
};

static enum rc
id_element(struct csaf *c, void *to, struct err *e)
{
	struct ids *ids = to;
	struct str s;
	enum rc rc = json_in_string(c->j, &s, e);

	if (rc == RC_OK && s.n != 0)
		list_add(ids->a, ids->list, csaf_product(c, s));
	return rc;
}

enum rc
csaf_product_ids(struct csaf *c, struct arena *a, struct csaf_list *list,
    struct err *e)
{
	struct ids ids = { a, list };

	return csaf_array(c, id_element, &ids, e);
}

static enum rc
group_element(struct csaf *c, void *to, struct err *e)
{
	struct ids *ids = to;
	struct str s;
	enum rc rc = json_in_string(c->j, &s, e);
	void **at = rc == RC_OK ? map_find(c->groups, s) : NULL;

	if (at != NULL) {
		const struct csaf_list *g = *at;

		c->expanded += g->n;
		if (c->expanded > EXPANDED_MAX)
			return err_set(e, RC_LIMIT, "product groups of over "
			    "%d products in all", EXPANDED_MAX);
		for (size_t i = 0; i < g->n; i++)
			list_add(ids->a, ids->list, g->v[i]);
	}
	return rc;
}

enum rc
csaf_group_ids(struct csaf *c, struct arena *a, struct csaf_list *list,
    struct err *e)
{
	struct ids ids = { a, list };

	return csaf_array(c, group_element, &ids, e);
}

/* ---- products ---- */

/* A full product name as it is read; text lives in the scratch arena. */
struct full_name {
	struct str id, name, cpe, purl;
};

/* A string, or the first of a list of them (CSAF 2.1). */
static enum rc
first_text(struct csaf *c, void *to, struct err *e)
{
	struct str *at = to;

	return at->n != 0 ? json_in_skip(c->j, e) :
	    csaf_text(c, c->scratch, at, e);
}

static enum rc
helper_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct full_name *f = to;

	if (str_eq(name, STR("purl")))
		return first_text(c, &f->purl, e);
	if (str_eq(name, STR("cpe")))
		return first_text(c, &f->cpe, e);
	if (str_eq(name, STR("purls")))
		return csaf_array(c, first_text, &f->purl, e);
	if (str_eq(name, STR("cpes")))
		return csaf_array(c, first_text, &f->cpe, e);
	return json_in_skip(c->j, e);
}

static enum rc
full_name_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct full_name *f = to;

	if (str_eq(name, STR("product_id")))
		return csaf_text(c, c->scratch, &f->id, e);
	if (str_eq(name, STR("name")))
		return csaf_text(c, c->scratch, &f->name, e);
	if (str_eq(name, STR("product_identification_helper")))
		return csaf_object(c, helper_member, f, e);
	return json_in_skip(c->j, e);
}

static void
keep(struct csaf *c, struct str *at, struct str text)
{
	if (at->n == 0 && text.n != 0)
		*at = str_dup(c->d->a, text);
}

/* NULL: it has no id. named: its name matters, as that of a component of
   another product does not. */
static enum rc
read_product(struct csaf *c, bool named, struct csaf_product **ret,
    struct err *e)
{
	struct full_name f = { .id = STR("") };
	struct csaf_product *p;
	enum rc rc;

	*ret = NULL;
	arena_reset(c->scratch);
	rc = csaf_object(c, full_name_member, &f, e);
	if (rc != RC_OK || f.id.n == 0)
		return rc;
	p = csaf_product(c, f.id);
	if (p->name.n == 0 && str_eq(f.name, p->id))
		p->name = p->id;
	if (named)
		keep(c, &p->name, f.name);
	keep(c, &p->cpe, f.cpe);
	keep(c, &p->purl, f.purl);
	*ret = p;
	return RC_OK;
}

/* ---- branches ---- */

struct branch {
	unsigned depth;
	struct csaf_product *product;
	struct str name;
	enum csaf_kind kind;
};

static enum csaf_kind
kind_of(struct str category)
{
	return str_eq(category, STR("product_name")) ? CSAF_PRODUCT_NAME
	    : str_eq(category, STR("product_version")) ? CSAF_VERSION
	    : str_eq(category, STR("product_version_range")) ?
	    CSAF_VERSION_RANGE : CSAF_OTHER;
}

static enum rc branch_element(struct csaf *c, void *to, struct err *e);

static enum rc
branch_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct branch *b = to;
	struct str s;
	enum rc rc;

	if (str_eq(name, STR("branches"))) {
		if (b->depth == 0)
			return err_set(e, RC_LIMIT, "branches nested too "
			    "deep");
		return csaf_array(c, branch_element, b, e);
	}
	if (str_eq(name, STR("product")))
		return read_product(c, true, &b->product, e);
	if (str_eq(name, STR("name")) && b->product != NULL)
		return csaf_text(c, c->d->a, &b->name, e);
	if (!str_eq(name, STR("category")) && !str_eq(name, STR("name")))
		return json_in_skip(c->j, e);

	bool category = str_eq(name, STR("category"));

	rc = json_in_string(c->j, &s, e);
	if (rc == RC_OK && category)
		b->kind = kind_of(s);
	else if (rc == RC_OK && b->kind == CSAF_VERSION_RANGE)
		b->name = str_dup(c->d->a, str_trim(s));
	else if (rc == RC_OK && s.n < 200)
		b->name = str_dup(c->d->a, str_trim(s));
	return rc;
}

static enum rc
branch_element(struct csaf *c, void *to, struct err *e)
{
	const struct branch *around = to;
	struct branch b = { .depth = around->depth - 1 };
	enum rc rc = csaf_object(c, branch_member, &b, e);

	if (rc != RC_OK || b.product == NULL)
		return rc;
	if (b.product->kind == CSAF_OTHER)
		b.product->kind = b.kind;
	if (b.kind == CSAF_VERSION_RANGE || b.kind == CSAF_VERSION)
		b.product->branch = b.name;
	return RC_OK;
}

static enum rc
name_element(struct csaf *c, void *to, struct err *e)
{
	struct csaf_product *p;

	(void)to;
	return read_product(c, true, &p, e);
}

/* ---- relationships and groups ---- */

struct relation {
	struct csaf_product *whole, *of, *in;
};

static enum rc
relation_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct relation *r = to;
	struct csaf_product **at;
	struct str s;
	enum rc rc;

	if (str_eq(name, STR("full_product_name")))
		return read_product(c, false, &r->whole, e);
	at = str_eq(name, STR("product_reference")) ? &r->of
	    : str_eq(name, STR("relates_to_product_reference")) ? &r->in
	    : NULL;
	if (at == NULL)
		return json_in_skip(c->j, e);
	rc = json_in_string(c->j, &s, e);
	if (rc == RC_OK && s.n != 0)
		*at = csaf_product(c, s);
	return rc;
}

static enum rc
relation_element(struct csaf *c, void *to, struct err *e)
{
	struct relation r = { NULL, NULL, NULL };
	enum rc rc = csaf_object(c, relation_member, &r, e);

	(void)to;
	if (rc == RC_OK && r.whole != NULL && r.whole->of == NULL &&
	    r.of != NULL && r.in != NULL) {
		r.whole->of = r.of;
		r.whole->in = r.in;
	}
	return rc;
}

struct group {
	struct str id;
	struct csaf_list *list;
};

static enum rc
group_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct group *g = to;

	if (str_eq(name, STR("group_id")))
		return csaf_text(c, c->d->a, &g->id, e);
	if (str_eq(name, STR("product_ids")))
		return csaf_product_ids(c, c->d->a, g->list, e);
	return json_in_skip(c->j, e);
}

static enum rc
groups_element(struct csaf *c, void *to, struct err *e)
{
	struct group g = { STR(""), NEW(c->d->a, struct csaf_list) };
	enum rc rc = csaf_object(c, group_member, &g, e);

	(void)to;
	if (rc == RC_OK && g.id.n != 0)
		*map_put(c->groups, g.id, NULL) = g.list;
	return rc;
}

static enum rc
tree_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct branch root = { .depth = BRANCHES_DEPTH };

	(void)to;
	if (str_eq(name, STR("branches")))
		return csaf_array(c, branch_element, &root, e);
	if (str_eq(name, STR("full_product_names")))
		return csaf_array(c, name_element, NULL, e);
	if (str_eq(name, STR("relationships")))
		return csaf_array(c, relation_element, NULL, e);
	if (str_eq(name, STR("product_groups")))
		return csaf_array(c, groups_element, NULL, e);
	return json_in_skip(c->j, e);
}

enum rc
csaf_tree(struct csaf *c, struct err *e)
{
	return csaf_object(c, tree_member, NULL, e);
}
