/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Upstream's advisories know nothing of the fixes that a distribution puts
 * into its packages: python3-urllib3 1.26.5-1ubuntu2 may hold what urllib3
 * has since 1.26.18. Nothing is dropped before it was looked up, since the
 * distribution may not know of the problem.
 *
 * Source:   reference, "Ownership suppression".
 */
#include "match/owner.h"

#include "base/arena.h"
#include "bom/bom.h"
#include "match/database.h"
#include "match/merge.h"

/* What the distribution says of its package about one problem. */
struct says {
	int64_t grp;
	bool holds, denies;
	struct str by;			/* the statement that denies it */
};

struct owner {
	struct match_db *db;
	const struct judge *judge;
	const struct judge_options *opt;
	struct target *t;
	size_t component;
	const struct ask *ask;		/* at hand */
	struct says *v;
	size_t n, cap;
};

static bool
is_owned(const struct bom_component *c)
{
	return c->owner != 0 && c->owner_vendor == OWNER_VENDOR &&
	    !str_eq(c->type, STR("deb")) && !str_eq(c->type, STR("rpm")) &&
	    !str_eq(c->type, STR("apk")) && !str_eq(c->type, STR("alpm")) &&
	    !str_eq(c->type, STR("ebuild"));
}

static struct says *
about(struct owner *o, int64_t grp)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].grp == grp)
			return &o->v[i];
	o->v = arena_grow(o->t->arena, o->v, o->n, &o->cap, sizeof *o->v);
	o->v[o->n] = (struct says){ .grp = grp };
	return &o->v[o->n++];
}

static void
note_it(struct owner *o, int64_t grp, const struct advdb_adv *adv, bool holds,
    const char *how)
{
	const struct bom_component *c = &o->t->bom->components[o->component];
	struct says *s = about(o, grp);

	if (holds) {
		s->holds = true;
	} else if (!s->denies) {
		s->denies = true;
		s->by = str_fmt(o->t->arena, "%.*s of feed %.*s: %.*s %.*s, "
		    "which it is part of, %s", STR_ARG(adv->name),
		    STR_ARG(adv->feed), STR_ARG(c->name),
		    STR_ARG(c->version), how);
	}
}

/* For each problem that the record is about: itself, or an erratum's. */
static enum rc
note_all(struct owner *o, const struct advdb_adv *adv, bool holds,
    const char *how, struct err *e)
{
	struct advdb *db = o->db->adv;
	struct str *ids = NULL;
	int64_t *vids = NULL;
	size_t n = 0;
	enum rc rc = RC_OK;

	note_it(o, adv->grp, adv, holds, how);
	if (!str_starts(adv->name, STR("CVE-")))
		rc = advdb_fixes(db, o->t->arena, adv->vid, &ids, &vids, &n,
		    e);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		int64_t vid, grp;

		rc = advdb_vid(db, ids[i], &vid, &grp, e);
		if (rc == RC_OK)
			note_it(o, vid != 0 ? grp : -vids[i], adv, holds,
			    how);
	}
	return rc;
}

static enum rc
take_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct owner *o = ctx;
	struct arena *a = o->t->arena;
	enum standing s = judge_range(version_by_id(
	    (int)o->ask->eco->scheme), row, o->ask->version);
	bool clear = row->state == ADV_NOT_AFFECTED;
	bool old = row->range.has_lo && version_by_id((int)o->ask->eco->scheme)
	    ->cmp(o->ask->version, row->range.lo) < 0;
	struct str bound = row->fixed.n != 0 ? row->fixed
	    : row->range.has_hi ? row->range.hi : row->range.lo;
	enum as_of when = AS_OF_KNOWN;
	struct advdb_adv adv;
	enum fit fit;
	enum rc rc;

	if (s == STAND_UNSURE || (clear && s == STAND_OUT) ||
	    (!clear && s == STAND_OUT && row->state != ADV_FIXED))
		return RC_OK;	/* says nothing of this version */
	rc = merge_fit(o->db, a, &(struct fit_case){
		o->t->bom, o->t->content, o->ask, row->qual, bound,
		row->state }, &fit, NULL, e);
	if (rc != RC_OK || fit != FIT_YES)
		return rc;
	rc = advdb_adv(o->db->adv, a, row->adv, &adv, e);
	if (rc == RC_OK)
		rc = merge_as_of(o->db, o->opt, row->has_known,
		    row->known_day, &adv, &when, e);
	if (rc != RC_OK || when >= AS_OF_LATER)
		return rc;
	return note_all(o, &adv, s == STAND_IN && !clear,
	    clear || old ? "is not affected" : "has the fix", e);
}

/* All that the distribution says of the owner. */
static enum rc
read_owner(struct owner *o, struct err *e)
{
	enum rc rc = RC_OK;

	o->v = NULL;
	o->n = o->cap = 0;
	for (size_t i = 0; i < o->t->nasks && rc == RC_OK; i++) {
		o->ask = &o->t->asks[i];
		if (o->ask->component == o->component && o->ask->rank == 0 &&
		    o->ask->confidence == CONF_VENDOR)
			rc = advdb_affected(o->db->adv, judge_space(o->judge,
			    o->ask->space), o->ask->name, take_row, o, e);
	}
	return rc;
}

static void
weigh(struct owner *o, struct finding *f)
{
	const struct bom_component *c = &o->t->bom->components[o->component];

	for (size_t i = 0; i < o->n; i++) {
		if (o->v[i].grp != f->grp)
			continue;
		if (!o->v[i].holds)
			f->by = o->v[i].by;
		return;
	}
	f->confidence = CONF_POSSIBLE;
	f->doubt = str_fmt(o->t->arena, "the distribution says nothing of it "
	    "about %.*s, which it is part of", STR_ARG(c->name));
}

enum rc
owner_suppress(struct match_db *db, const struct judge *j,
    const struct judge_options *opt, struct target *t, struct err *e)
{
	struct owner o = { .db = db, .judge = j, .opt = opt, .t = t };
	size_t n = 0;
	bool read = false;

	t->suppressed = NEWN(t->arena, struct finding, t->nfindings);
	for (size_t i = 0; i < t->nfindings; i++) {
		struct finding *f = &t->findings[i];
		size_t at = f->component->owner - 1;
		enum rc rc = RC_OK;

		if (is_owned(f->component) && at < t->bom->ncomponents) {
			if (!read || at != o.component) {
				o.component = at;
				rc = read_owner(&o, e);
				read = true;
			}
			if (rc != RC_OK)
				return rc;
			weigh(&o, f);
		}
		if (f->by.n != 0)
			t->suppressed[t->nsuppressed++] = *f;
		else
			t->findings[n++] = *f;
	}
	t->nfindings = n;
	return RC_OK;
}
