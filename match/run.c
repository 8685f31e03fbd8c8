/* SPDX-License-Identifier: Apache-2.0 */
#include "match/run.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/sandbox.h"
#include "base/term.h"
#include "base/when.h"
#include "bom/bom.h"
#include "match/bench.h"
#include "match/crew.h"
#include "match/database.h"
#include "match/report/report.h"

enum { JOBS_MOST = 8 };		/* workers, of nobody's choice */

struct session {
	const struct options *o;
	struct run run;
	bool broken;			/* the database is */
};

/* Files being written, where run_abort finds them. */
static struct {
	struct report_out report[OUTPUTS_MAX];
	struct out_file file[OUTPUTS_MAX];
	size_t n;
} outputs;

void
run_abort(void)
{
	for (size_t i = 0; i < outputs.n; i++)
		out_file_abort(&outputs.file[i]);
	outputs.n = 0;
}

static enum rc
open_outputs(const struct options *o, struct err *e)
{
	for (size_t i = 0; i < o->noutputs; i++) {
		struct report_out *r = &outputs.report[i];
		enum rc rc = out_file_open(&outputs.file[i],
		    o->outputs[i].path, e);

		if (rc != RC_OK)
			return rc;
		outputs.n++;
		out_to_fd(&r->out, outputs.file[i].fd);
		r->format = o->outputs[i].format;
		r->colour = term_colour(outputs.file[i].fd);
	}
	return RC_OK;
}

/* Flush and put in place what was written. */
static enum rc
close_outputs(struct err *e)
{
	for (size_t i = 0; i < outputs.n; i++) {
		enum rc rc = out_flush(&outputs.report[i].out, e);

		if (rc == RC_OK)
			rc = out_file_commit(&outputs.file[i], e);
		if (rc != RC_OK) {
			run_abort();
			return rc;
		}
	}
	outputs.n = 0;
	return RC_OK;
}

/* ---- gaps and notes ---- */

static void
run_gap(struct run *r, struct str sbom, const struct notice *n,
    size_t components)
{
	struct str what = n->path.n == 0 ? str_dup(r->arena, n->what)
	    : str_fmt(r->arena, "%.*s: %.*s", STR_ARG(n->path),
	    STR_ARG(n->what));

	r->gaps = arena_grow(r->arena, r->gaps, r->ngaps, &r->cgaps,
	    sizeof *r->gaps);
	r->gaps[r->ngaps++] = (struct run_gap){ str_dup(r->arena, sbom),
		str_dup(r->arena, n->kind), what, components };
	if (sbom.n == 0)
		say("match", "gap: %.*s", STR_ARG(what));
	else
		say("match", "%.*s: gap: %.*s", STR_ARG(sbom), STR_ARG(what));
}

static void
list_uncovered(const struct target *t)
{
	for (size_t i = 0; i < t->bom->ncomponents; i++) {
		const struct bom_component *c = &t->bom->components[i];

		if (t->counted[i] && t->why[i] != JUDGED)
			say("match", "%.*s: not judged: %.*s %.*s: %s",
			    STR_ARG(t->sbom), STR_ARG(c->name),
			    STR_ARG(c->version), uncovered_text(t->why[i]));
	}
}

static void
tell_line(const struct target *t, struct str s)
{
	if (s.n != 0)
		say("match", "%.*s: %.*s", STR_ARG(t->sbom), STR_ARG(s));
}

static void
tell(struct session *s, const struct target *t)
{
	if (!s->o->quiet) {
		tell_line(t, report_as_of(t->arena, &s->run, t));
		tell_line(t, report_since(t->arena, &s->run, t));
	}
	for (size_t i = 0; i < t->ngaps; i++)
		run_gap(&s->run, t->sbom, &t->gaps[i].notice,
		    t->gaps[i].components);
	if (s->o->verbose)
		list_uncovered(t);
	for (size_t i = 0; i < t->notes.n; i++) {
		const struct notice *n = &t->notes.v[i];

		if (s->o->verbose || s->o->policy.strict ||
		    (report_is_loud(n) && !s->o->quiet))
			say("match", "%.*s: note: %.*s%s%.*s",
			    STR_ARG(t->sbom), STR_ARG(n->path),
			    n->path.n != 0 ? ": " : "", STR_ARG(n->what));
	}
}

/* ---- age of the database ---- */

/* False: its age is not known. all: the whole database. */
static bool
check_age(struct session *s, struct str feed, uint64_t limit, bool all)
{
	struct notice n = { .kind = STR("feed-age") };
	struct run *r = &s->run;
	char day[24];
	int64_t t;

	if (!match_db_newest(r->db, feed, &t))
		return false;
	if (when_day(r->now_s) - when_day(t) <= (int64_t)limit)
		return true;
	n.what = str_fmt(r->arena, "%s%.*s: newest data is of %.*s, more than "
	    "%llu days ago", all ? "the database" : "feed ", STR_ARG(feed),
	    STR_ARG(when_format_day(day, when_day(t))),
	    (unsigned long long)limit);
	run_gap(r, STR(""), &n, 0);
	if (all)
		r->status = ST_DATABASE;
	return true;
}

static void
unknown_age(struct session *s, struct str feed)
{
	struct notice n = { .kind = STR("feed-age") };

	n.what = feed.n == 0 ? STR("the database's age is not known")
	    : str_fmt(s->run.arena, "feed %.*s: its age is not known",
	    STR_ARG(feed));
	run_gap(&s->run, STR(""), &n, 0);
}

static bool
has_own_limit(const struct options *o, struct str feed)
{
	for (size_t i = 0; i < o->nages; i++)
		if (str_eq(o->ages[i].feed, feed))
			return true;
	return false;
}

/*
 * A limit for all is one on the database's newest data, and on each feed that
 * has none of its own. Feeds without a date inside (trackers, secdb) pass it:
 * under a limit of their own they are a gap.
 */
static void
check_ages(struct session *s)
{
	const struct match_db *db = s->run.db;
	const struct options *o = s->o;

	for (size_t k = 0; k < o->nages; k++) {
		struct str feed = o->ages[k].feed;
		bool all = feed.n == 0;

		if (!check_age(s, feed, o->ages[k].days, all))
			unknown_age(s, feed);
		for (size_t i = 0; i < db->nsources && all &&
		    s->run.status != ST_DATABASE; i++) {
			feed = db->sources[i].feed;
			if ((i == 0 || !str_eq(feed, db->sources[i - 1].feed))
			    && !has_own_limit(o, feed))
				(void)check_age(s, feed, o->ages[k].days,
				    false);
		}
	}
	if (s->run.ngaps != 0 && !o->policy.lenient)
		s->run.status = policy_join(&o->policy, s->run.status,
		    ST_GAP);
}

/* ---- documents ---- */

static void
count(struct run *r, const struct target *t)
{
	r->targets++;
	r->components += t->components;
	r->judged += t->judged;
	r->findings += t->nfindings;
	r->hidden += t->hidden;
	r->later += t->later;
	r->undated += t->undated;
	r->changed += t->changed;
	r->known_before += t->known_before;
	r->gone += t->gone;
	r->unknown_since += t->unknown_since;
	r->notes += t->notes.n;
	for (size_t i = 0; i < t->nfindings; i++) {
		r->by_severity[t->findings[i].severity]++;
		r->fixable += t->findings[i].nfixed_in != 0;
	}
	for (int u = 0; u < UNCOVERED_KINDS; u++)
		r->uncovered[u] += t->uncovered[u];
}

static void
document(void *ctx, const struct target *t)
{
	struct session *s = ctx;

	progress_add(PROGRESS_ITEMS, 1);
	progress_add(PROGRESS_THINGS, t->nfindings);
	progress_name(t->sbom);
	tell(s, t);
	if (s->run.targets == 0)
		for (size_t i = 0; i < outputs.n; i++)
			outputs.report[i].format->begin(&outputs.report[i],
			    &s->run);
	count(&s->run, t);
	if (s->run.groups != NULL)
		groups_add(s->run.groups, t);
	s->run.status = policy_join(&s->o->policy, s->run.status,
	    policy_status(&s->o->policy, t));
	for (size_t i = 0; i < outputs.n; i++)
		outputs.report[i].format->target(&outputs.report[i], &s->run,
		    t);
}

static void
unread(void *ctx, struct str path, const struct err *e)
{
	struct session *s = ctx;
	struct notice n = { .kind = STR("document") };

	n.what = str_fmt(s->run.arena, "not read to its end: %s", e->msg);
	run_gap(&s->run, path, &n, 0);
	s->run.status = status_join(s->run.status, ST_FAILED);
}

static void
broken(void *ctx, const struct match_db *db, const struct err *e)
{
	struct session *s = ctx;

	say("match", "%.*s: %s", STR_ARG(db->path), e->msg);
	s->run.status = ST_DATABASE;
	s->broken = true;
}

/* Reports that hold at least one document are kept, and say what is not in
   them; without any there is nothing to keep. */
static void
finish(struct session *s)
{
	struct err e = { { 0 } };

	if (s->broken || s->run.targets == 0) {
		run_abort();
		return;
	}
	if (s->run.groups != NULL)
		groups_sort(s->run.groups);
	for (size_t i = 0; i < outputs.n; i++)
		outputs.report[i].format->end(&outputs.report[i], &s->run);
	if (close_outputs(&e) != RC_OK) {
		say("match", "%s", e.msg);
		s->run.status = status_join(s->run.status, ST_FAILED);
	}
}

/* Standard input twice is read one after the other: the second is empty. */
static bool
is_read_twice(const struct inputs *in)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++)
		n += str_eq(in->v[i].path, STR("-"));
	return n > 1;
}

/* Workers cost a connection each: no more than there is work for. A single
   input may hold many documents, but seldom does. */
static unsigned
jobs_for(const struct options *o, const struct inputs *in)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	if (is_read_twice(in))
		return 1;
	if (o->jobs != 0)
		return o->jobs;
	if (online > JOBS_MOST)
		online = JOBS_MOST;
	return online < 1 || in->n < 2 ? 1
	    : in->n < (size_t)online ? (unsigned)in->n : (unsigned)online;
}

enum status
run_match(const struct options *o, const struct inputs *in,
    struct match_db *db, struct match_db *old)
{
	struct session s = { .o = o, .run = { .db = db, .since = old,
		.now_s = o->now_s, .has_as_of = o->has_as_of,
		.as_of_day = o->as_of_day, .has_since_day = o->has_since_day,
		.since_day = o->since_day, .verbose = o->verbose,
		.quiet = o->quiet } };
	struct crew_sink sink = { &s, document, unread, broken };
	struct bench bench;
	struct err e = { { 0 } };

	if (open_outputs(o, &e) != RC_OK) {
		say("match", "%s", e.msg);
		run_abort();
		return ST_FAILED;
	}
	(void)sandbox_enter(&e);	/* best effort: no socket, no exec */
	progress_begin("match", "document", "findings", in->n > 1 ||
	    o->progress != PROGRESS_AUTO ? o->progress : PROGRESS_NEVER,
	    o->quiet);
	progress_add(PROGRESS_ITEMS_ALL, in->n > 1 ? in->n : 0);
	s.run.arena = arena_new(256 * MIB);
	if (o->group_by == GROUP_ADVISORY)
		s.run.groups = groups_new(s.run.arena);
	bench_init(&bench, o, db, old);
	check_ages(&s);
	crew_run(in, &bench, jobs_for(o, in), &sink);
	progress_end();
	finish(&s);
	bench_done(&bench);
	groups_free(s.run.groups);
	arena_free(s.run.arena);
	return s.run.status;
}
