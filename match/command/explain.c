/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match explain: why a problem is found, or why not. Findings come from the
 * same judge as the report; for the others the rows of the packages are
 * walked again, and each that is about the problem says why it did not hold.
 */
#include "match/command/explain.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "base/when.h"
#include "bom/bom.h"
#include "match/cpe.h"
#include "match/database.h"
#include "match/judge.h"
#include "match/merge.h"

struct tale {			/* a statement about the problem */
	size_t component;
	const struct ask *ask;
	struct advdb_row row;
	struct advdb_cpe_row cpe;	/* where ask->cpe: row is part of it */
	struct advdb_adv adv;
};

struct explain {
	struct match_db *db;
	struct judge *judge;
	struct judge_options how;
	struct arena *arena, *scratch;
	struct out out;
	struct str id, package, sbom;
	int64_t vid, grp;		/* 0: unknown to the database */
	enum status status;
	bool db_failed;
	/* the document and look-up at hand */
	struct target *t;
	const struct ask *from, *to;
	struct tale *tales;
	size_t ntales, ctales;
	struct cpe_world *world;
};

static enum rc
find_id(struct explain *x, struct err *e)
{
	struct str upper = str_dup(x->arena, x->id);
	enum rc rc = advdb_vid(x->db->adv, x->id, &x->vid, &x->grp, e);

	if (rc != RC_OK || x->vid != 0)
		return rc;
	for (size_t i = 0; i < upper.n; i++)	/* ours: a copy */
		if (is_lower(upper.p[i]))
			((char *)(uintptr_t)upper.p)[i] -= 'a' - 'A';
	rc = advdb_vid(x->db->adv, upper, &x->vid, &x->grp, e);
	if (x->vid != 0)
		x->id = upper;
	return rc;
}

/* Is the record about the problem: by name, alias, or as its erratum? */
static enum rc
is_about(struct explain *x, const struct advdb_adv *adv, bool *ret,
    struct err *e)
{
	struct str *ids;
	int64_t *vids;
	size_t n = 0;
	enum rc rc;

	*ret = adv->vid == x->vid || adv->grp == x->grp;
	if (*ret || str_starts(adv->name, STR("CVE-")))
		return RC_OK;
	rc = advdb_fixes(x->db->adv, x->scratch, adv->vid, &ids, &vids, &n, e);
	for (size_t i = 0; i < n && rc == RC_OK && !*ret; i++)
		*ret = vids[i] == x->vid;
	return rc;
}

static bool
concerns(const struct explain *x, const struct bom_component *c)
{
	return x->package.n == 0 || str_eq(x->package, c->name) ||
	    str_eq(x->package, c->source_name);
}

static struct tale *
keep(struct explain *x, const struct ask *q, const struct advdb_row *row)
{
	struct arena *a = x->t->arena;
	struct tale *t;

	x->tales = arena_grow(a, x->tales, x->ntales, &x->ctales,
	    sizeof *x->tales);
	t = &x->tales[x->ntales++];
	*t = (struct tale){ .component = q->component, .ask = q,
		.row = judge_row_for(q, row) };
	t->row.range.lo = str_dup(a, t->row.range.lo);
	t->row.range.hi = str_dup(a, t->row.range.hi);
	t->row.fixed = str_dup(a, row->fixed);
	return t;
}

/* Is a record about the problem? */
static enum rc
about_it(struct explain *x, int64_t adv, bool *ret, struct err *e)
{
	struct advdb_adv a;
	enum rc rc;

	arena_reset(x->scratch);
	rc = advdb_adv(x->db->adv, x->scratch, adv, &a, e);
	return rc == RC_OK ? is_about(x, &a, ret, e) : rc;
}

static enum rc
take_cpe(void *ctx, const struct advdb_cpe_row *row, struct err *e)
{
	struct explain *x = ctx;
	bool about;
	enum rc rc;

	if (row->role != CPE_VULNERABLE)
		return RC_OK;
	rc = about_it(x, row->row.adv, &about, e);
	for (const struct ask *q = x->from; rc == RC_OK && about && q < x->to;
	    q++) {
		struct tale *t;

		if (!concerns(x, &x->t->bom->components[q->component]))
			continue;
		t = keep(x, q, &row->row);
		t->cpe = *row;
		t->cpe.row = t->row;
		t->cpe.attrs = str_dup(x->t->arena, row->attrs);
	}
	return rc;
}

static enum rc
take_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct explain *x = ctx;
	bool about;
	enum rc rc = about_it(x, row->adv, &about, e);

	if (rc != RC_OK || !about)
		return rc;
	for (const struct ask *q = x->from; q < x->to; q++)
		if (concerns(x, &x->t->bom->components[q->component]))
			(void)keep(x, q, row);
	return RC_OK;
}

static int
by_component(const void *a, const void *b)
{
	const struct tale *x = a, *y = b;

	if (x->component != y->component)
		return x->component < y->component ? -1 : 1;
	if (x->ask->rank != y->ask->rank)
		return x->ask->rank < y->ask->rank ? -1 : 1;
	if (x->row.adv != y->row.adv)
		return x->row.adv < y->row.adv ? -1 : 1;
	return x->row.seq < y->row.seq ? -1 : x->row.seq > y->row.seq;
}

/* All statements about the problem in the namespaces and under the names
   that the document's packages were looked up with. */
static enum rc
walk(struct explain *x, struct err *e)
{
	const struct ask *end = x->t->asks + x->t->nasks;
	enum rc rc = RC_OK;

	x->tales = NULL;
	x->ntales = x->ctales = 0;
	for (const struct ask *q = x->t->asks; q != end && rc == RC_OK;
	    q = x->to) {
		bool wanted = false;

		x->from = q;
		for (x->to = q; x->to != end && rule_together(q, x->to);
		    x->to++)
			wanted = wanted || concerns(x,
			    &x->t->bom->components[x->to->component]);
		if (wanted && q->cpe != NULL)
			rc = advdb_cpe_named(x->db->adv, &q->cpe->of,
			    take_cpe, x, e);
		else if (wanted)
			rc = advdb_affected(x->db->adv, judge_space(x->judge,
			    q->space), q->name, take_row, x, e);
	}
	for (size_t i = 0; i < x->ntales && rc == RC_OK; i++)
		rc = advdb_adv(x->db->adv, x->t->arena, x->tales[i].row.adv,
		    &x->tales[i].adv, e);
	if (rc == RC_OK && x->ntales != 0)
		qsort(x->tales, x->ntales, sizeof *x->tales, by_component);
	return rc;
}

/* ---- words ---- */

static void
line(struct explain *x, const char *indent, struct str s)
{
	out_z(&x->out, indent);
	out_quoted(&x->out, s);
	out_z(&x->out, "\n");
}

static void
title(struct explain *x, const struct bom_component *c, const char *verdict)
{
	out_z(&x->out, "  ");
	out_quoted(&x->out, c->name);
	out_z(&x->out, " ");
	out_quoted(&x->out, c->version);
	if (c->source_name.n != 0) {
		out_z(&x->out, " (source ");
		out_quoted(&x->out, c->source_name);
		out_z(&x->out, ")");
	}
	out_fmt(&x->out, ": %s\n", verdict);
}

static void
found(struct explain *x, const struct finding *f)
{
	struct arena *a = x->t->arena;
	size_t n;
	struct str *why = finding_why(a, f, &n);

	title(x, f->component, "found");
	if (f->grp != x->grp)	/* an erratum has several */
		line(x, "    problem: ", f->id);
	line(x, "    ", str_fmt(a, "severity %s, state %s, confidence %s",
	    severity_name(f->severity), adv_state_name(f->state),
	    confidence_name(f->confidence)));
	for (size_t i = 0; i < f->nfixed_in; i++)
		line(x, "    fixed in: ", f->fixed_in[i]);
	for (size_t i = 0; i < n; i++)
		line(x, "    ", why[i]);
}

/* Which bound kept the version out. */
static struct str
which_side(struct arena *a, const struct tale *t)
{
	const struct version_scheme *s =
	    version_by_id((int)t->ask->eco->scheme);
	const struct interval *i = &t->row.range;
	struct str v = t->ask->version;

	if (t->row.exact)
		return str_fmt(a, "only %.*s is affected, not %.*s",
		    STR_ARG(i->lo), STR_ARG(v));
	int c = i->has_lo ? version_bound_cmp(s, v, i->lo) : 1;

	if (c < 0 || (c == 0 && !i->lo_incl))
		return str_fmt(a, "too old to be affected: %.*s %s %.*s (%s)",
		    STR_ARG(v), i->lo_incl ? "<" : "<=", STR_ARG(i->lo),
		    s->name);
	return str_fmt(a, "%s: %.*s %s %.*s (%s)", t->row.state == ADV_FIXED
	    ? "has the fix" : "too new to be affected", STR_ARG(v),
	    i->hi_incl ? ">" : ">=", STR_ARG(i->hi), s->name);
}

/* Of a version that lies in a range of NVD's: attributes, configuration. */
static enum rc
why_not_cpe(struct explain *x, const struct tale *t, struct str *ret,
    struct err *e)
{
	const struct bom_component *c = &x->t->bom->components[t->component];
	struct cpe_verdict v;
	enum rc rc;

	if (x->world == NULL)
		x->world = cpe_world_new(x->t->arena, x->t->bom);
	rc = cpe_weigh(x->db->adv, x->scratch, &(struct cpe_case){ x->world,
		judge_distro(x->judge, x->t->bom, c->distro), c, t->ask },
	    &t->cpe, &v, e);
	if (rc == RC_OK)
		*ret = v.fit == FIT_NO ? v.why
		    : STR("yields to another statement about it");
	return rc;
}

/* "RHSA-2023:1 of feed redhat, stream eus", and under --as-of why it does not
   count. */
static enum rc
statement(struct explain *x, const struct tale *t, struct str *ret,
    bool *ret_later, struct err *e)
{
	struct arena *a = x->t->arena;
	struct str channel = t->ask->channel;
	char day[24];
	enum as_of when;
	enum rc rc = merge_as_of(x->db, &x->how, t->row.has_known,
	    t->row.known_day, &t->adv, &when, e);

	*ret = str_fmt(a, "%.*s of feed %.*s%s%.*s", STR_ARG(t->adv.name),
	    STR_ARG(t->adv.feed), channel.n != 0 ? ", stream " : "",
	    STR_ARG(channel));
	*ret_later = rc == RC_OK && when >= AS_OF_LATER;
	if (*ret_later)
		*ret = str_fmt(a, "%.*s: made after %.*s", STR_ARG(*ret),
		    STR_ARG(when_format_day(day, x->how.as_of_day)));
	return rc;
}

/* A source bears the package's name, and the package is of another one. */
static struct str
of_source(struct arena *a, const struct tale *t, const struct bom_component *c)
{
	return str_fmt(a, "it is about the source package %.*s, and the "
	    "package is built of %.*s", STR_ARG(t->ask->name),
	    STR_ARG(c->source_name));
}

/* Qualifiers do not admit the package. */
static enum rc
differs(struct explain *x, const struct tale *t, struct str bound,
    struct str *ret, struct err *e)
{
	const struct bom_component *c = &x->t->bom->components[t->component];
	struct advdb_qual q = { .module = STR(""), .arch = STR("") };
	struct arena *a = x->t->arena;
	enum rc rc = RC_OK;

	if (t->row.qual != 0)
		rc = advdb_qual(x->db->adv, a, t->row.qual, &q, e);
	if (t->ask->kind == ASK_BINARY && str_eq(q.arch, STR("src")))
		*ret = of_source(a, t, c);
	else
		*ret = str_fmt(a, "module or architecture differs: the "
		    "statement is about %.*s%s%.*s, the package is of "
		    "%.*s%s%.*s", STR_ARG(q.module.n != 0 ? q.module : bound),
		    q.arch.n != 0 ? " " : "", STR_ARG(q.arch),
		    STR_ARG(c->module.n != 0 ? c->module : STR("no module")),
		    c->arch.n != 0 ? " " : "", STR_ARG(c->arch));
	return rc;
}

static enum rc
why_not(struct explain *x, const struct tale *t, struct str *ret,
    struct err *e)
{
	const struct bom_component *c = &x->t->bom->components[t->component];
	struct arena *a = x->t->arena;
	enum standing s = t->ask->cpe != NULL ? cpe_standing(t->ask, &t->cpe)
	    : judge_range(version_by_id((int)t->ask->eco->scheme), &t->row,
	    t->ask->version);
	struct fit_said said = { STR(""), false };
	struct str bound;
	enum fit fit = FIT_YES;
	enum rc rc = RC_OK;

	bound = t->row.fixed.n != 0 ? t->row.fixed : t->row.range.has_hi
	    ? t->row.range.hi : t->row.range.lo;
	if (s == STAND_OUT) {
		*ret = which_side(a, t);
		return RC_OK;
	}
	if (t->ask->cpe != NULL && s == STAND_IN)
		return why_not_cpe(x, t, ret, e);
	if (t->ask->cpe == NULL)
		rc = merge_fit(x->db, a, &(struct fit_case){ x->t->bom,
		    x->t->content, t->ask, t->row.qual, bound, t->row.state },
		    &fit, &said, e);
	if (rc == RC_OK && fit == FIT_NO && said.doubt.n != 0) {
		*ret = said.doubt;
		return rc;
	}
	if (rc == RC_OK && fit == FIT_NO)
		return differs(x, t, bound, ret, e);
	if (s == STAND_UNSURE)
		*ret = STR("its range cannot be compared: a gap");
	else if (!merge_speaks_of(&t->adv, t->ask))
		*ret = of_source(a, t, c);
	else if (t->adv.flags & ADV_NOTICE)
		*ret = STR("a notice, no vulnerability");
	else if (t->row.state == ADV_NOT_AFFECTED)
		*ret = STR("the vendor says that it is not affected");
	else
		*ret = STR("yields to another statement about it");
	return rc;
}

/* The statements of one component that led to no finding. */
static enum rc
absent(struct explain *x, size_t component, struct err *e)
{
	bool said = false;

	for (size_t i = 0; i < x->ntales; i++) {
		const struct tale *t = &x->tales[i];
		struct str what, why = STR("");
		bool later;
		enum rc rc;

		if (t->component != component)
			continue;
		if (!said)
			title(x, &x->t->bom->components[component],
			    "not found");
		said = true;
		rc = statement(x, t, &what, &later, e);
		if (rc == RC_OK && !later) {
			rc = why_not(x, t, &why, e);
			what = rc != RC_OK ? what : str_fmt(x->t->arena,
			    "%.*s: %.*s", STR_ARG(what), STR_ARG(why));
		}
		if (rc != RC_OK)
			return rc;
		line(x, "    ", what);
	}
	return RC_OK;
}

static bool
names(const struct explain *x, const struct finding *f)
{
	bool yes = f->vid == x->vid || f->grp == x->grp ||
	    str_eq(f->advisory, x->id);

	for (size_t i = 0; i < f->nalso && !yes; i++)
		yes = str_eq(f->also[i], x->id);
	return yes;
}

/* Is there a statement about the problem for this component? */
static bool
spoken_of(const struct explain *x, size_t component)
{
	for (size_t i = 0; i < x->ntales; i++)
		if (x->tales[i].component == component)
			return true;
	return false;
}

/* Namespaces that a component was looked up in: "debian 12, as openssl". */
static void
silent(struct explain *x, size_t component)
{
	char day[24];

	title(x, &x->t->bom->components[component], "not found");
	for (size_t i = 0; i < x->t->nasks; i++) {
		const struct ask *q = &x->t->asks[i];
		const struct advdb_ns *ns = judge_space(x->judge, q->space);

		if (q->component != component)
			continue;
		line(x, "    ", str_fmt(x->t->arena, "%.*s%s%.*s has no "
		    "statement about %.*s in %.*s%s%.*s%s%.*s",
		    STR_ARG(str_trim(str_fmt(x->t->arena, "%s %.*s",
		    q->eco->key, STR_ARG(q->release)))),
		    q->channel.n != 0 ? " " : "", STR_ARG(q->channel),
		    STR_ARG(x->id), STR_ARG(q->cpe != NULL
		    ? q->cpe->of.vendor : STR("")), q->cpe != NULL ? ":" : "",
		    STR_ARG(q->name),
		    ns->has_time ? ", as of " : "", STR_ARG(ns->has_time
		    ? when_format_day(day, when_day(ns->data_time_s))
		    : STR(""))));
	}
}

/* ---- a document ---- */

static enum rc
one(struct explain *x, size_t component, size_t *told, struct err *e)
{
	const struct bom_component *c = &x->t->bom->components[component];
	size_t before = *told;

	for (size_t i = 0; i < x->t->nfindings; i++) {
		if (x->t->findings[i].component != c ||
		    !names(x, &x->t->findings[i]))
			continue;
		found(x, &x->t->findings[i]);
		(*told)++;
	}
	for (size_t i = 0; i < x->t->nsuppressed; i++) {
		const struct finding *f = &x->t->suppressed[i];

		if (f->component != c || !names(x, f))
			continue;
		title(x, c, "suppressed");
		line(x, "    ", f->by);
		(*told)++;
	}
	if (*told != before)
		return RC_OK;
	if (x->t->why[component] != JUDGED) {
		if (x->package.n == 0)
			return RC_OK;
		title(x, c, "not judged");
		line(x, "    ", str_from(uncovered_text(
		    x->t->why[component])));
	} else if (x->vid != 0 && spoken_of(x, component)) {
		(*told)++;
		return absent(x, component, e);
	} else if (x->package.n != 0) {
		silent(x, component);
	} else {
		return RC_OK;
	}
	(*told)++;
	return RC_OK;
}

static void
nothing(struct explain *x)
{
	const struct target *t = x->t;

	if (x->package.n != 0)
		line(x, "  ", str_fmt(t->arena, "no package, and no source of "
		    "one, is called %.*s", STR_ARG(x->package)));
	else if (x->vid != 0)
		line(x, "  ", str_fmt(t->arena, "no package here is one that "
		    "the database has a statement about %.*s for (%zu of %zu "
		    "packages judged)", STR_ARG(x->id), t->judged,
		    t->components));
}

static void
unknown(struct explain *x)
{
	struct str lacks = match_db_lacks(x->db, x->t->arena);

	line(x, "  ", str_fmt(x->t->arena, "the database does not know %.*s",
	    STR_ARG(x->id)));
	if (lacks.n != 0)
		line(x, "  ", str_fmt(x->t->arena, "it was built without some "
		    "records: %.*s", STR_ARG(lacks)));
}

static enum rc
document(struct explain *x, struct err *e)
{
	struct target *t = x->t;
	size_t told = 0;
	enum rc rc = RC_OK;

	out_quoted(&x->out, x->id);
	out_z(&x->out, " in ");
	out_quoted(&x->out, t->sbom);
	if (t->distro_id.n != 0)
		line(x, " (", str_fmt(t->arena, "%.*s %.*s):",
		    STR_ARG(t->distro_id), STR_ARG(t->distro_version)));
	else
		out_z(&x->out, ":\n");
	if (x->vid == 0)
		unknown(x);
	else
		rc = walk(x, e);
	for (size_t i = 0; i < t->bom->ncomponents && rc == RC_OK; i++)
		if (t->counted[i] && concerns(x, &t->bom->components[i]))
			rc = one(x, i, &told, e);
	if (told == 0)
		nothing(x);
	for (size_t i = 0; i < t->ngaps; i++)
		line(x, "  gap: ", t->gaps[i].notice.what);
	if (t->ngaps != 0)
		x->status = status_join(x->status, ST_GAP);
	return rc;
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	struct explain *x = ctx;
	enum rc rc = judge_bom(x->judge, b, x->sbom, &x->t, e);

	if (rc == RC_OK) {
		x->world = NULL;
		rc = document(x, e);
		target_free(x->t);
	}
	x->db_failed = rc != RC_OK;
	bom_free(b);
	return rc;
}

static enum rc
documents(struct explain *x, const struct inputs *in, struct err *e)
{
	enum rc rc = find_id(x, e);

	x->db_failed = rc != RC_OK;
	for (size_t i = 0; i < in->n && !x->db_failed; i++) {
		x->sbom = in->v[i].path;
		rc = input_read(in, i, each, x, e);
		if (rc == RC_OK || x->db_failed)
			continue;
		say("match explain", "%.*s: %s", STR_ARG(x->sbom), e->msg);
		x->status = status_join(x->status, ST_FAILED);
		rc = RC_OK;
	}
	return rc;
}

enum status
explain_run(const struct options *o, const char *what,
    const struct inputs *in, struct match_db *db)
{
	struct explain x = { .db = db };
	struct err e = { { 0 } };
	struct str s = str_from(what);
	size_t comma = str_find(s, ',');

	x.arena = arena_new(16 * MIB);
	x.scratch = arena_new(64 * MIB);
	x.id = str_sub(s, 0, comma);
	x.package = str_from_pos(s, comma + 1);
	x.how = (struct judge_options){ .distro_id = o->distro_id,
		.distro_version = o->distro_version, .kernel = o->kernel,
		.unbounded = o->unbounded, .guess = o->generated_cpes,
		.now_s = o->now_s, .scores = true,
		.has_as_of = o->has_as_of, .as_of_day = o->as_of_day };
	x.judge = judge_new(db, &x.how);
	out_to_fd(&x.out, STDOUT_FILENO);
	(void)sandbox_enter(&e);
	if (documents(&x, in, &e) != RC_OK) {
		say("match explain", "%.*s: %s", STR_ARG(db->path), e.msg);
		x.status = ST_DATABASE;
	}
	if (out_flush(&x.out, &e) != RC_OK) {
		say("match explain", "%s", e.msg);
		x.status = status_join(x.status, ST_FAILED);
	}
	judge_free(x.judge);
	arena_free(x.scratch);
	arena_free(x.arena);
	return x.status;
}
