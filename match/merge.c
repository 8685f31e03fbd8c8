/* SPDX-License-Identifier: Apache-2.0 */
#include "match/merge_int.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/when.h"
#include "match/database.h"
#include "match/policy/order.h"

/* One statement about one problem of one component. */
struct problem {
	const struct hit *hit;
	const struct advdb_adv *adv;
	struct str id;			/* the CVE of an erratum, else adv's */
	int64_t vid, grp;
};

enum { WORDS = 64 };		/* a power of two: slots of the memo */

struct word {
	int64_t id;
	struct str text;
};

struct work {
	const struct merge *m;
	struct word words[WORDS];
	struct problem *v;
	size_t n, cap;
	bool *has_hit;			/* of each component */
	const struct ask *said_of;	/* whose nearer namespace said holds */
	int64_t *said;			/* groups that it speaks of */
	size_t nsaid, csaid;
};

static int
by_adv(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->adv != y->adv)
		return x->adv < y->adv ? -1 : 1;
	if (x->ask->component != y->ask->component)
		return x->ask->component < y->ask->component ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* "Not affected", or on other systems only. */
static bool
is_clear(const struct problem *p)
{
	return p->hit->state == ADV_NOT_AFFECTED || p->hit->denied;
}

/* Clears, then nearer namespaces, then the order of the database. */
static int
by_problem(const void *a, const void *b)
{
	const struct problem *x = a, *y = b;
	bool cx = is_clear(x), cy = is_clear(y);

	if (x->hit->ask->component != y->hit->ask->component)
		return x->hit->ask->component < y->hit->ask->component
		    ? -1 : 1;
	if (x->grp != y->grp)
		return x->grp < y->grp ? -1 : 1;
	if (cx != cy)
		return cx ? -1 : 1;
	if (x->hit->ask->rank != y->hit->ask->rank)
		return x->hit->ask->rank < y->hit->ask->rank ? -1 : 1;
	return by_adv(x->hit, y->hit);
}

static struct str
hit_bound(const struct hit *h)
{
	return h->fixed.n != 0 ? h->fixed : h->range.has_hi ? h->range.hi
	    : h->range.lo;
}

/* Does the hit stand once its qualifiers were seen? */
static enum rc
qualify(struct work *w, struct hit *h, bool *ret, struct err *e)
{
	struct target *t = w->m->t;
	bool clear = h->state == ADV_NOT_AFFECTED;
	struct fit_case x = { t->bom, t->content, h->ask, h->qual,
		hit_bound(h), h->state };
	struct fit_said said;
	enum fit fit;
	enum rc rc;

	*ret = false;
	if (clear && (!w->has_hit[h->ask->component] ||
	    h->confidence == CONF_POSSIBLE))
		return RC_OK;
	rc = merge_fit(w->m->db, t->arena, &x, &fit, &said, e);
	h->denied = !clear && fit == FIT_NO && said.condition;
	if (rc != RC_OK || (fit == FIT_NO && !h->denied) ||
	    (clear && fit != FIT_YES))
		return rc;
	if (fit == FIT_POSSIBLE) {
		h->confidence = CONF_POSSIBLE;
		h->doubt = said.doubt;
		h->conditional = said.condition;
	}
	*ret = true;
	return RC_OK;
}

static void
add(struct work *w, const struct hit *h, const struct advdb_adv *adv,
    struct str id, int64_t vid, int64_t grp)
{
	w->v = arena_grow(w->m->t->arena, w->v, w->n, &w->cap, sizeof *w->v);
	w->v[w->n++] = (struct problem){ h, adv, id, vid, grp };
}

enum rc
merge_about(struct advdb *db, struct arena *a, const struct advdb_adv *adv,
    struct about *ret, struct err *e)
{
	enum rc rc = RC_OK;

	*ret = (struct about){ 0 };
	if (!merge_is_cve(adv->name))
		rc = advdb_fixes(db, a, adv->vid, &ret->ids, &ret->vids,
		    &ret->n, e);
	if (rc != RC_OK)
		return rc;
	if (ret->n == 0) {
		ret->n = 1;
		ret->ids = NEW(a, struct str);
		ret->vids = NEW(a, int64_t);
		ret->grps = NEW(a, int64_t);
		ret->ids[0] = adv->name;
		ret->vids[0] = adv->vid;
		ret->grps[0] = adv->grp;
		return RC_OK;
	}
	ret->grps = NEWN(a, int64_t, ret->n);
	for (size_t i = 0; i < ret->n && rc == RC_OK; i++) {
		int64_t vid;

		rc = advdb_vid(db, ret->ids[i], &vid, &ret->grps[i], e);
		if (rc == RC_OK && vid == 0)
			ret->grps[i] = -ret->vids[i];
	}
	return rc;
}

bool
merge_speaks_of(const struct advdb_adv *adv, const struct ask *q)
{
	return q->kind != ASK_BINARY || q->eco->names != ECO_EITHER ||
	    !(str_eq(adv->feed, STR("osv")) || str_eq(adv->feed,
	    STR("bodhi")));
}

/* Hits in order of their records: each record is fetched once. */
static enum rc
identify(struct work *w, struct hit *hits, size_t n, struct err *e)
{
	struct arena *a = w->m->t->arena;
	struct advdb_adv *adv = NULL;
	struct about about = { 0 };

	qsort(hits, n, sizeof *hits, by_adv);
	for (size_t i = 0; i < n; i++) {
		struct hit *h = &hits[i];
		enum as_of when = AS_OF_KNOWN;
		bool stands;
		enum rc rc = qualify(w, h, &stands, e);

		if (rc == RC_OK && stands && (adv == NULL ||
		    adv->id != h->adv)) {
			adv = NEW(a, struct advdb_adv);
			rc = advdb_adv(w->m->db->adv, a, h->adv, adv, e);
			if (rc == RC_OK)
				rc = merge_about(w->m->db->adv,
				    w->m->t->arena, adv, &about, e);
		}
		if (rc == RC_OK && stands)
			rc = merge_as_of(w->m->db, w->m->opt, h->has_known,
			    h->known_day, adv, &when, e);
		if (rc != RC_OK)
			return rc;
		/* "unmaintained" is no vulnerability */
		if (!stands || (adv->flags & ADV_NOTICE) != 0 ||
		    !merge_speaks_of(adv, h->ask) || (w->m->opt->feed.n != 0 &&
		    !str_eq(w->m->opt->feed, adv->feed)))
			continue;
		w->m->t->later += !h->denied && when >= AS_OF_LATER;
		w->m->t->changed += !h->denied && when == AS_OF_CHANGED;
		w->m->t->undated += !h->denied && when == AS_OF_UNDATED;
		if (when >= AS_OF_LATER)
			continue;
		for (size_t k = 0; k < about.n; k++)
			add(w, h, adv, about.ids[k], about.vids[k],
			    about.grps[k]);
	}
	return RC_OK;
}

/* ---- one problem, one finding ---- */

/*
 * Does the namespace that goes before the component's speak of the problem at
 * all? What it speaks of is read once for each component and namespace.
 */
struct own {
	struct work *w;
	const struct ask *ask;
};

static enum rc
own_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct own *o = ctx;
	struct work *w = o->w;
	struct arena *a = w->m->t->arena;
	struct fit_case x = { w->m->t->bom, w->m->t->content, o->ask, row->qual,
		row->fixed.n != 0 ? row->fixed : row->range.has_hi
		? row->range.hi : row->range.lo, row->state };
	struct advdb_adv adv;
	struct about about;
	enum as_of when = AS_OF_KNOWN;
	enum fit fit;
	enum rc rc = merge_fit(w->m->db, a, &x, &fit, NULL, e);

	if (rc != RC_OK || fit == FIT_NO)
		return rc;
	rc = advdb_adv(w->m->db->adv, a, row->adv, &adv, e);
	if (rc == RC_OK)
		rc = merge_as_of(w->m->db, w->m->opt, row->has_known,
		    row->known_day, &adv, &when, e);
	if (rc != RC_OK || when >= AS_OF_LATER)
		return rc;
	rc = merge_about(w->m->db->adv, a, &adv, &about, e);
	for (size_t i = 0; rc == RC_OK && i < about.n; i++) {
		w->said = arena_grow(a, w->said, w->nsaid, &w->csaid,
		    sizeof *w->said);
		w->said[w->nsaid++] = about.grps[i];
	}
	return rc;
}

/* One that is asked under other names: by the component's own questions. */
static enum rc
read_aside(struct work *w, const struct ask *q, const struct advdb_ns *ns,
    struct err *e)
{
	const struct target *t = w->m->t;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < t->nasks && rc == RC_OK; i++) {
		struct own o = { .w = w, .ask = &t->asks[i] };

		if (o.ask->component == q->component &&
		    o.ask->space == q->own && o.ask->cpe == NULL)
			rc = advdb_affected(w->m->db->adv, ns, o.ask->name,
			    own_row, &o, e);
	}
	return rc;
}

static enum rc
own_says(struct work *w, const struct problem *p, bool *ret, struct err *e)
{
	const struct ask *q = p->hit->ask;
	struct own o = { .w = w, .ask = q };
	const struct advdb_ns *ns = judge_space(w->m->judge, q->own);
	enum rc rc = RC_OK;

	*ret = false;
	if (q->rank == 0 || q->own == q->space || ns->id == 0)
		return RC_OK;
	if (w->said_of != q) {
		w->nsaid = 0;
		rc = q->aside ? read_aside(w, q, ns, e)
		    : advdb_affected(w->m->db->adv, ns, q->cpe != NULL
		    ? q->own_name : q->name, own_row, &o, e);
		w->said_of = q;
	}
	for (size_t i = 0; i < w->nsaid && rc == RC_OK; i++)
		*ret |= w->said[i] == p->grp;
	return rc;
}

/* Of the statements that hold: a fix before none, the highest fix. */
static const struct problem *
deciding(const struct problem *p, const struct problem *end)
{
	const struct version_scheme *s =
	    version_by_id((int)p->hit->ask->eco->scheme);
	const struct problem *best = p;

	for (const struct problem *i = p + 1; i < end; i++) {
		if (best->hit->unbounded != i->hit->unbounded) {
			if (best->hit->unbounded)
				best = i;
			continue;
		}
		bool fb = best->hit->state == ADV_FIXED;
		bool fi = i->hit->state == ADV_FIXED;

		if (fi != fb) {
			if (fi)
				best = i;
		} else if (fi && s->cmp(hit_bound(best->hit),
		    hit_bound(i->hit)) < 0) {
			best = i;
		}
	}
	return best;
}

static void
take_fixes(struct target *t, struct finding *f, const struct problem *p,
    const struct problem *end)
{
	f->fixed_in = NEWN(t->arena, struct str, (size_t)(end - p));
	for (; p < end; p++) {
		struct str v = p->hit->fixed.n != 0 ? p->hit->fixed
		    : p->hit->range.has_hi && !p->hit->range.hi_incl
		    ? p->hit->range.hi : STR("");
		size_t at = 0;
		int d = 1;

		if (v.n == 0 || p->hit->state != ADV_FIXED)
			continue;
		while (at < f->nfixed_in &&
		    (d = f->scheme->cmp(f->fixed_in[at], v)) < 0)
			at++;
		if (at < f->nfixed_in && d == 0)
			continue;
		for (size_t k = f->nfixed_in++; k > at; k--)
			f->fixed_in[k] = f->fixed_in[k - 1];
		f->fixed_in[at] = v;
	}
}

static void
take_also(struct target *t, struct finding *f, const struct problem *p,
    const struct problem *end)
{
	f->also = NEWN(t->arena, struct str, (size_t)(end - p));
	for (; p < end; p++) {
		bool known = str_eq(p->adv->name, f->advisory);

		for (size_t i = 0; i < f->nalso && !known; i++)
			known = str_eq(f->also[i], p->adv->name);
		if (!known)
			f->also[f->nalso++] = p->adv->name;
		if (p->hit->unbounded == f->unbounded &&
		    p->hit->confidence > f->confidence) {
			f->confidence = p->hit->confidence;
			f->doubt = p->hit->doubt;
		}
	}
}

/*
 * Does the record of x say so without the condition that x bears? Of several
 * rows of one record the one that holds counts.
 */
static bool
says_plainly(const struct problem *x, const struct problem *p,
    const struct problem *end)
{
	for (; p < end; p++)
		if (p->adv->id == x->adv->id && !is_clear(p) && !p->hit->conditional)
			return true;
	return false;
}

/*
 * A record that names systems knows more than others of its problem, which
 * name none (GHSA's of what RustSec says of Windows alone): they make it no
 * surer. What lies in a cache may never run.
 */
static void
take_doubts(struct finding *f, const struct problem *p,
    const struct problem *end)
{
	for (const struct problem *i = p; i < end; i++)
		if (i->hit->conditional && !says_plainly(i, p, end)) {
			f->confidence = CONF_POSSIBLE;
			f->doubt = i->hit->doubt;
		}
	if (f->component->cached && f->confidence != CONF_POSSIBLE) {
		f->confidence = CONF_POSSIBLE;
		f->doubt = STR("it was seen in a cache only, and need not be "
		    "in use");
	}
}

/* The first day on which one of the statements was made. */
static void
take_known(struct finding *f, const struct problem *p,
    const struct problem *end)
{
	for (; p < end; p++) {
		bool own = p->hit->has_known;
		int64_t day = own ? p->hit->known_day
		    : when_day(p->adv->published_s);

		if ((own || p->adv->has_published) &&
		    (!f->has_known || day < f->known_day)) {
			f->has_known = true;
			f->known_day = day;
		}
	}
}

/* The vendor's word for this package, else for the record. */
static void
severity_of(struct finding *f, const struct problem *p)
{
	int s = p->hit->severity;

	if (f->severity != SEV_UNKNOWN)
		return;
	f->severity = s > SEV_UNKNOWN && s <= SEV_CRITICAL
	    ? (enum severity)s : p->adv->severity;
	if (f->severity != SEV_UNKNOWN)
		f->severity_from = p->adv->feed;
}

static void
describe(struct work *w, struct finding *f, const struct problem *d)
{
	const struct advdb_source *source = match_db_source(w->m->db,
	    d->adv->source);
	const struct hit *h = d->hit;

	f->component = &w->m->t->bom->components[h->ask->component];
	f->id = d->id;
	f->grp = d->grp;
	f->vid = d->vid;
	f->state = h->state == ADV_UNDETERMINED ? ADV_INVESTIGATING : h->state;
	f->advisory = d->adv->name;
	f->feed = d->adv->feed;
	f->url = d->adv->url;
	f->title = d->adv->title;
	f->has_feed_time = source != NULL && source->has_time;
	f->feed_time_s = f->has_feed_time ? source->data_time_s : 0;
	f->has_published = d->adv->has_published;
	f->published_s = d->adv->published_s;
	f->has_modified = d->adv->has_modified;
	f->modified_s = d->adv->modified_s;
	f->ask = h->ask;
	f->name = h->ask->name;
	f->version = h->ask->version;
	f->by_source = h->ask->cpe == NULL && (h->ask->eco->names ==
	    ECO_SOURCE || h->ask->kind == ASK_SOURCE);
	f->scheme = version_by_id((int)h->ask->eco->scheme);
	f->range = h->range;
	f->all = h->all;
	f->exact = h->exact;
	f->opaque = h->opaque;
	f->malware = (d->adv->flags & ADV_MALWARE) != 0;
	f->confidence = h->confidence;
	f->doubt = h->doubt;
	f->unbounded = h->unbounded;
	f->with = h->with;
}

/* The vendor's own words; few of them, many times. */
static enum rc
word_of(struct work *w, int64_t word, struct str *ret, struct err *e)
{
	struct word *slot = &w->words[(uint64_t)word % WORDS];
	enum rc rc = RC_OK;

	if (word == 0 || !w->m->opt->scores)
		return RC_OK;
	if (slot->id != word) {
		rc = advdb_word(w->m->db->adv, w->m->t->arena, word,
		    &slot->text, e);
		slot->id = word;
	}
	*ret = slot->text;
	return rc;
}

/* [p, end): all statements about one problem of one component. */
static enum rc
settle(struct work *w, const struct problem *p, const struct problem *end,
    struct err *e)
{
	struct target *t = w->m->t;
	struct finding *f = &t->findings[t->nfindings];
	unsigned clear = RULE_RANKS;
	const struct problem *d;
	bool own = false;
	enum rc rc;

	for (; p < end && is_clear(p); p++)
		if (p->hit->ask->rank < clear &&
		    !(p->hit->denied && says_plainly(p, p, end)))
			clear = p->hit->ask->rank;
	/* A farther namespace counts only where the nearer ones are silent. */
	for (d = p; d < end && d->hit->ask->rank == p->hit->ask->rank; d++)
		;
	end = d;
	if (p == end || p->hit->ask->rank >= clear)
		return RC_OK;
	rc = own_says(w, p, &own, e);
	if (rc != RC_OK || own)
		return rc;
	d = deciding(p, end);
	*f = (struct finding){ 0 };
	describe(w, f, d);
	take_fixes(t, f, p, end);
	take_also(t, f, p, end);
	take_doubts(f, p, end);
	take_known(f, p, end);
	severity_of(f, d);
	for (const struct problem *i = p; i < end; i++)
		severity_of(f, i);
	rc = word_of(w, d->hit->word, &f->word, e);
	if (rc == RC_OK)
		t->nfindings++;
	return rc;
}

enum rc
merge_hits(const struct merge *m, struct hit *hits, size_t nhits,
    struct err *e)
{
	struct work w = { .m = m };
	struct target *t = m->t;
	enum rc rc = RC_OK;
	size_t j;

	if (nhits == 0)
		return RC_OK;
	w.has_hit = NEWN(t->arena, bool, t->bom->ncomponents);
	for (size_t i = 0; i < nhits; i++)
		if (hits[i].state != ADV_NOT_AFFECTED)
			w.has_hit[hits[i].ask->component] = true;
	rc = identify(&w, hits, nhits, e);
	if (rc != RC_OK || w.n == 0)
		return rc;
	qsort(w.v, w.n, sizeof *w.v, by_problem);
	t->findings = NEWN(t->arena, struct finding, w.n);
	for (size_t i = 0; i < w.n && rc == RC_OK; i = j) {
		for (j = i + 1; j < w.n && w.v[j].grp == w.v[i].grp &&
		    w.v[j].hit->ask->component ==
		    w.v[i].hit->ask->component; j++)
			;
		rc = settle(&w, &w.v[i], &w.v[j], e);
	}
	if (rc == RC_OK && t->nfindings != 0)
		rc = merge_enrich(m, e);
	if (rc == RC_OK)
		findings_sort(t->findings, t->nfindings);
	return rc;
}
