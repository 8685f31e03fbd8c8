/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/sane.h"

#include "advisory/advdb.h"
#include "advisory/carry.h"
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/notice.h"
#include "base/when.h"

enum { DAY_S = 86400 };	/* zones, and clocks that are a little slow */

struct judge {
	const struct sane *s;
	struct advdb_source *old;
	size_t nold, n;
	bool *stands_in;	/* by old source: it is carried over */
};

static bool
is_forced(const struct sane *s, const struct fill_counts *c)
{
	for (size_t i = 0; i < s->nforced; i++) {
		struct str f = str_from(s->forced[i]);

		if (str_eq(f, STR("all")) || str_eq(f, c->feed) ||
		    str_eq(f, c->name))
			return true;
	}
	return false;
}

static bool
is_same(const struct advdb_source *o, const struct fill_counts *c)
{
	return !o->frozen && str_eq(o->feed, c->feed) &&
	    str_eq(o->name, c->name) &&
	    (str_eq(o->scope, c->scope) || c->records == 0);
}

/* Does the new database have this source, by its name? */
static bool
is_there(const struct judge *j, const struct advdb_source *o)
{
	struct fill_counts c;

	for (size_t i = 0; i < j->n && fill_counts(j->s->fill, i, &c); i++)
		if (is_same(o, &c))
			return true;
	return false;
}

/*
 * Records that the older database has of source i: under its name, else of all
 * sources of its feed and scope that are not there under theirs (a date in
 * their name changed). Marks them when mark is set.
 */
static uint64_t
old_records(const struct judge *j, const struct fill_counts *c, bool mark)
{
	uint64_t sum = 0;
	bool named = false;

	for (size_t k = 0; k < j->nold; k++)
		named |= is_same(&j->old[k], c);
	for (size_t k = 0; k < j->nold; k++) {
		const struct advdb_source *o = &j->old[k];

		if (named ? !is_same(o, c) : o->frozen ||
		    !str_eq(o->feed, c->feed) ||
		    !(str_eq(o->scope, c->scope) || c->records == 0) ||
		    is_there(j, o))
			continue;
		sum += o->records;
		if (mark)
			j->stands_in[k] = true;
	}
	return sum;
}

/* Records of all new sources that a sum of old ones stands for. */
static uint64_t
new_records(const struct judge *j, const struct fill_counts *c)
{
	struct fill_counts x;
	uint64_t sum = 0;

	for (size_t k = 0; k < j->nold; k++)
		if (is_same(&j->old[k], c))
			return c->records;
	for (size_t i = 0; i < j->n && fill_counts(j->s->fill, i, &x); i++)
		if (str_eq(x.feed, c->feed) && str_eq(x.scope, c->scope))
			sum += x.records;
	return sum;
}

static const char *
why_not(const struct judge *j, const struct fill_counts *c)
{
	struct arena *a = j->s->arena;
	uint64_t was = j->s->alike ? old_records(j, c, false) : 0;
	uint64_t is = new_records(j, c);
	char day[24], today[24];

	if (c->records == 0 && c->left_out == 0)
		return c->rejected == 0 ? "without a record" :
		    str_z(a, str_fmt(a, "without a record, %llu rejected, "
		    "the first: %.*s", (unsigned long long)c->rejected,
		    STR_ARG(c->why)));
	if (c->has_time && c->time_s > j->s->today_s + DAY_S) {
		struct str t = when_format_day(day, when_day(c->time_s));
		struct str now = when_format_day(today,
		    when_day(j->s->today_s));

		return str_z(a, str_fmt(a, "its newest record is of %.*s, "
		    "which is to come: today is %.*s", STR_ARG(t),
		    STR_ARG(now)));
	}
	if (is < was && is < was - is && !c->open)
		return str_z(a, str_fmt(a, "%llu records where the previous "
		    "database has %llu", (unsigned long long)is,
		    (unsigned long long)was));
	return NULL;
}

static void
judge(const struct judge *j, size_t i)
{
	struct fill_counts c;
	const char *why;
	bool carried;

	(void)fill_counts(j->s->fill, i, &c);
	why = c.torn && c.records == 0 ? NULL : why_not(j, &c);
	if (why == NULL) {
		if (c.records == 0)	/* nothing of it is wanted */
			fill_refuse(j->s->fill, i);
		return;
	}
	if (is_forced(j->s, &c)) {
		notice_note(j->s->notices, "feed", c.shown,
		    "%.*s, taken all the same: %s", STR_ARG(c.feed), why);
		return;
	}
	carried = old_records(j, &c, true) != 0;
	fill_refuse(j->s->fill, i);
	notice_gap(j->s->notices, "feed", c.shown, "%.*s refused: %s%s "
	    "(--force takes it)", STR_ARG(c.feed), why, carried ?
	    "; what the previous database has stands in" : "");
}

/* What is not read any more is not carried over: that is for the user. */
static void
tell_absent(const struct judge *j)
{
	for (size_t k = 0; k < j->nold; k++) {
		const struct advdb_source *o = &j->old[k];
		struct fill_counts c;
		bool found = o->frozen;

		for (size_t i = 0; !found && i < j->n &&
		    fill_counts(j->s->fill, i, &c); i++)
			found |= str_eq(o->feed, c.feed) &&
			    (str_eq(o->scope, c.scope) || c.refused);
		if (!found)
			notice_note(j->s->notices, "feed", o->name,
			    "%.*s%s%.*s is in the previous database, and not "
			    "in this one", STR_ARG(o->feed),
			    o->scope.n != 0 ? " " : "", STR_ARG(o->scope));
	}
}

enum rc
sane_check(const struct sane *s, struct err *e)
{
	struct judge j = { .s = s };
	struct fill_counts c;
	enum rc rc = RC_OK;

	while (fill_counts(s->fill, j.n, &c))
		j.n++;
	if (s->old != NULL)
		rc = advdb_sources(s->old, s->arena, &j.old, &j.nold, e);
	if (rc != RC_OK)
		return rc;
	j.stands_in = NEWN(s->arena, bool, j.nold);
	for (size_t i = 0; i < j.n; i++)
		judge(&j, i);
	for (size_t k = 0; rc == RC_OK && k < j.nold; k++)
		if (j.stands_in[k])
			rc = carry_source(s->fill, s->old, j.old[k].id, e);
	if (s->old != NULL && rc == RC_OK)
		rc = carry_vanished(s->fill, s->old, e);
	if (rc == RC_OK)
		tell_absent(&j);
	return rc;
}
