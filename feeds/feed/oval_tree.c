/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Criteria: from a tree of AND and OR to alternatives.
 *
 * Rule:     a criterion becomes a list of terms, each of which makes it true:
 *           none, one, or one per alternative. OR puts lists one after the
 *           other; AND combines each term with each, and drops those that
 *           contradict each other (two releases, two architectures). Negation
 *           is handed down (De Morgan).
 *           Of two packages that must hold together one is the statement's;
 *           what has to be said of the other becomes a condition beside it.
 * Limits:   OVAL_TERMS_MAX, WORK_MAX; the depth is that of the XML.
 */
#include "base/arena.h"
#include "feeds/feed/oval_int.h"
#include "identity/ecosystem.h"

enum {
	PLAIN_MAX = 64,		/* terms of an OR among which those without a
				   package are looked for again */
	WORK_MAX = 1000000,	/* terms made in one definition, whatever is
				   left of them: SUSE's kernels make 20,000 */
	EXTRA_MAX = 1000,	/* bytes of conditions; more are left out, and
				   the statement is wider */
};

struct tree {
	struct oval_doc *d;
	struct oval_case *c;
	struct str rest;
	size_t work;		/* terms made and joined */
};

/* ---- one criterion ---- */

static void
add_state(struct oval_doc *d, uint32_t i, struct oval_leaf *l)
{
	const struct oval_state_rec *s;

	if (i == 0)
		return;
	s = oval_rec(d, OVAL_STATES, i);
	l->has_state = true;
	l->signature |= s->signature;
	if (s->evr_op != OVAL_NONE) {
		l->evr_op = s->evr_op;
		l->evr = intern_text(&d->text, s->evr);
	}
	if (s->version_op != OVAL_NONE) {
		l->version_op = s->version_op;
		l->version = intern_text(&d->text, s->version);
	}
	if (s->arch != 0)
		l->arch = intern_text(&d->text, s->arch);
}

static void
add_object(struct oval_doc *d, uint32_t i, struct oval_leaf *l)
{
	struct oval_object_rec o =
	    *(struct oval_object_rec *)oval_rec(d, OVAL_OBJECTS, i);
	const struct oval_var_rec *v = oval_rec(d, OVAL_VARS, o.var);

	l->source = intern_text(&d->text, o.source);
	l->name = intern_text(&d->text, o.name);
	if (l->name.n == 0 && o.var != 0 && v->n == 1)
		l->name = intern_text(&d->text, v->first);
}

static struct oval_leaf
leaf_of(struct oval_doc *d, const struct oval_token_read *t)
{
	struct oval_leaf l = { .comment = t->v[2], .negate = t->v[1].n != 0 };
	struct oval_test_rec test;
	uint32_t i;

	memcpy(&i, t->v[0].p, sizeof i);
	test = *(struct oval_test_rec *)oval_rec(d, OVAL_TESTS, i);
	if (i == 0)
		return l;
	l.test = test.type;
	l.none_satisfy = test.none_satisfy;
	l.none_exist = test.none_exist;
	add_object(d, test.object, &l);
	for (size_t k = 0; k < 2; k++)
		add_state(d, test.state[k], &l);
	return l;
}

/* ---- lists of terms ---- */

static bool
same_platform(const struct oval_term *a, const struct oval_term *b)
{
	return a->platform == b->platform && a->eco == b->eco &&
	    str_eq(a->release, b->release) && str_eq(a->channel, b->channel);
}

/* Says it anything beyond its platform? */
static bool
is_plain(const struct oval_term *t)
{
	return t->name.n == 0 && t->module.n == 0 && t->arch.n == 0 &&
	    t->extra.n == 0;
}

static void
add(struct tree *x, struct oval_terms *to, const struct oval_term *t)
{
	for (size_t i = 0; is_plain(t) && i < to->n && i < PLAIN_MAX; i++)
		if (is_plain(&to->v[i]) && same_platform(&to->v[i], t))
			return;
	if (to->n >= OVAL_TERMS_MAX || ++x->work > WORK_MAX) {
		x->c->why = "too many alternatives in its criteria";
		return;
	}
	to->v = arena_grow(x->c->a, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n++] = *t;
}

/* A term for each release that it names. */
static void
add_each(struct tree *x, struct oval_terms *to, struct oval_term t)
{
	const struct str *releases = t.releases;
	size_t n = t.nreleases;

	t.releases = NULL;
	t.nreleases = 0;
	for (size_t i = 0; i < n; i++) {
		t.release = releases[i];
		add(x, to, &t);
	}
	if (n == 0)
		add(x, to, &t);
}

/* ---- two terms that must hold together ---- */

/* The stricter of two upper bounds, and of two lower ones. */
static void
intersect(const struct ecosystem *eco, struct interval *a,
    const struct interval *b)
{
	const struct version_scheme *s = eco == NULL ? NULL :
	    version_by_id(eco->scheme);
	int hi = !a->has_hi ? 1 : !b->has_hi || s == NULL ? -1 :
	    s->cmp(a->hi, b->hi);
	int lo = !a->has_lo ? -1 : !b->has_lo || s == NULL ? 1 :
	    s->cmp(a->lo, b->lo);

	if (hi > 0 || (hi == 0 && !b->hi_incl)) {
		a->hi = b->hi;
		a->has_hi = b->has_hi;
		a->hi_incl = b->hi_incl;
	}
	if (lo < 0 || (lo == 0 && !b->lo_incl)) {
		a->lo = b->lo;
		a->has_lo = b->has_lo;
		a->lo_incl = b->lo_incl;
	}
}

/* What t says of its package as a condition: "kernel-default=1.2-3". */
static struct str
condition(struct arena *a, const struct oval_term *t)
{
	const struct interval *r = &t->range;

	if (t->exact)
		return str_fmt(a, "%.*s=%.*s", STR_ARG(t->name),
		    STR_ARG(r->lo));
	if (r->has_hi)
		return str_fmt(a, "%.*s=<%s%.*s", STR_ARG(t->name),
		    r->hi_incl ? "=" : "", STR_ARG(r->hi));
	if (r->has_lo)
		return str_fmt(a, "%.*s=>%s%.*s", STR_ARG(t->name),
		    r->lo_incl ? "=" : "", STR_ARG(r->lo));
	return str_fmt(a, "%.*s=*", STR_ARG(t->name));
}

static struct str
both(struct arena *a, struct str x, struct str y)
{
	return x.n == 0 ? y : y.n == 0 || str_eq(x, y) ||
	    x.n + y.n > EXTRA_MAX ? x :
	    str_fmt(a, "%.*s %.*s", STR_ARG(x), STR_ARG(y));
}

/* The package of a statement is one that must be there, and whose version has
   an end: a kernel live patch before the kernel that it is for. */
static int
weight(const struct oval_term *t)
{
	return t->weak ? 0 : t->exact ? 1 : t->range.has_hi ? 3 : 2;
}

static void
use_package(struct oval_term *a, const struct oval_term *b)
{
	a->name = b->name;
	a->range = b->range;
	a->exact = b->exact;
	a->weak = b->weak;
	a->state = b->state;
	a->word = b->word;
}

static void
join_packages(struct arena *a, struct oval_term *x, const struct oval_term *y)
{
	if (y->name.n == 0)
		return;
	if (x->name.n == 0) {
		use_package(x, y);
	} else if (str_eq(x->name, y->name)) {
		if (y->exact && !x->exact)
			use_package(x, y);
		else if (!x->exact)
			intersect(x->eco != NULL ? x->eco : y->eco, &x->range,
			    &y->range);
		x->weak &= y->weak;
		if (x->state == ADV_AFFECTED)
			x->state = y->state;
		if (x->word.n == 0)
			x->word = y->word;
	} else if (weight(y) > weight(x)) {
		x->extra = both(a, x->extra, condition(a, x));
		use_package(x, y);
	} else {
		x->extra = both(a, x->extra, condition(a, y));
	}
}

/* x and y; false: they contradict each other. */
static bool
join(struct arena *a, struct oval_term *x, const struct oval_term *y)
{
	if (x->platform && y->platform && !same_platform(x, y))
		return false;
	if (x->arch.n != 0 && y->arch.n != 0 && !str_eq(x->arch, y->arch))
		return false;
	if (y->platform) {
		x->platform = true;
		x->eco = y->eco;
		x->release = y->release;
		x->channel = y->channel;
	}
	x->arch = x->arch.n != 0 ? x->arch : y->arch;
	x->module = both(a, x->module, y->module);
	x->extra = both(a, x->extra, y->extra);
	join_packages(a, x, y);
	return true;
}

/* y joined to x, if they hold together and the work is not too much. */
static bool
combine(struct tree *x, struct oval_term *t, const struct oval_term *y)
{
	if (++x->work > WORK_MAX)
		x->c->why = "too many alternatives in its criteria";
	return x->c->why == NULL && join(x->c->a, t, y);
}

/* Each with each; a is used up. */
static struct oval_terms
cross(struct tree *x, struct oval_terms a, const struct oval_terms *b)
{
	struct oval_terms out = { NULL, 0, 0 };
	size_t kept = 0;

	for (size_t i = 0; b->n == 1 && i < a.n; i++)
		if (combine(x, &a.v[i], &b->v[0]))
			a.v[kept++] = a.v[i];
	if (b->n == 1) {
		a.n = kept;
		return a;
	}
	for (size_t i = 0; i < a.n && x->c->why == NULL; i++) {
		for (size_t k = 0; k < b->n && x->c->why == NULL; k++) {
			struct oval_term t = a.v[i];

			if (combine(x, &t, &b->v[k]))
				add(x, &out, &t);
		}
	}
	return out;
}

/* ---- the tree ---- */

static struct oval_terms
one_leaf(struct tree *x, const struct oval_token_read *tok, bool negate)
{
	struct oval_terms out = { NULL, 0, 0 };
	struct oval_leaf l = leaf_of(x->d, tok);
	struct oval_term t = { .platform = false };

	l.negate ^= negate;
	/* "Not that release": what is looked up was chosen by others. */
	if (l.negate && l.test != OVAL_PACKAGE) {
		add(x, &out, &t);
		return out;
	}
	switch (x->c->vendor->leaf(x->c, &l, &t)) {
	case OVAL_TRUE:
		add_each(x, &out, t);
		break;
	case OVAL_UNKNOWN:
		if (x->c->unknown.n == 0)
			x->c->unknown = l.comment.n != 0 ? l.comment :
			    STR("a criterion without a comment");
		break;
	case OVAL_FALSE:
		break;
	}
	return out;
}

static struct oval_terms group(struct tree *x, struct str op, bool negate);

static struct oval_terms
one_child(struct tree *x, const struct oval_token_read *t, bool negate)
{
	struct oval_terms out = { NULL, 0, 0 };

	if (t->tag == TOK_OPEN)
		return group(x, t->v[0], negate ^ (t->v[1].n != 0));
	if (t->tag == TOK_TEST)
		return one_leaf(x, t, negate);
	/* Other definitions are inventories: is this that release? */
	add(x, &out, &(struct oval_term){ .platform = false });
	return out;
}

/* Children up to the token that closes the group. */
static struct oval_terms
group(struct tree *x, struct str op, bool negate)
{
	bool is_and = !str_eq(op, STR("OR")) ^ negate;
	struct oval_terms all = { NULL, 0, 0 };
	struct oval_token_read t;

	if (is_and)
		add(x, &all, &(struct oval_term){ .platform = false });
	while (oval_token_next(&x->rest, &t) && t.tag != TOK_CLOSE) {
		if (t.tag != TOK_OPEN && t.tag != TOK_TEST &&
		    t.tag != TOK_EXTEND)
			continue;

		struct oval_terms one = one_child(x, &t, negate);

		if (is_and)
			all = cross(x, all, &one);
		else if (all.n == 0)
			all = one;
		for (size_t i = 0; !is_and && all.v != one.v && i < one.n; i++)
			add(x, &all, &one.v[i]);
	}
	return all;
}

struct oval_terms
oval_terms(struct oval_doc *d, struct oval_case *c, struct str tokens)
{
	struct tree x = { .d = d, .c = c, .rest = tokens };

	return group(&x, STR("AND"), false);
}
