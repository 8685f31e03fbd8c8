/* SPDX-License-Identifier: Apache-2.0 */
/*
 * By whom components were judged, and what is known to be missing from the
 * feeds that did: a file that was not read to its end, records that were
 * rejected, a release that its feed no longer has, what the builder of the
 * database left out. Their silence proves nothing, and the report says so.
 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "base/when.h"
#include "match/database.h"

enum { REJECTED_SHARE = 100 };	/* one record in so many is a gap */

struct feeds {			/* components that ask, by index: */
	size_t *base;		/* of a namespace: it judges them */
	size_t *own;		/* it or a stream of theirs does */
	size_t *any;		/* or it is asked beside others */
	size_t *of_own, *of_any;	/* the same of a source */
};

/* NVD without some of its years is blind to them: a gap where nothing else
   judges a component, else a note. alone: how many those are. */
static enum rc
tell_nvd(struct docket *d, size_t alone, struct err *e)
{
	struct target *t = d->t;
	struct str lacks;
	enum rc rc = judge_nvd_lacks(d->j->db, t->arena, &lacks, e);

	if (rc != RC_OK || lacks.n == 0)
		return rc;
	if (alone != 0)
		target_gap(t, "feed", alone, "nvd: the database has none or "
		    "few of its records of these years: %.*s", STR_ARG(lacks));
	else
		notice_note(&t->notes, "feed", STR(""), "nvd, which is asked "
		    "beside other feeds: the database has none or few of its "
		    "records of these years: %.*s", STR_ARG(lacks));
	return RC_OK;
}

static bool
asks_nvd(const struct docket *d)
{
	for (size_t i = 0; i < d->ctx.nasks; i++)
		if (d->ctx.asks[i].cpe != NULL)
			return true;
	return false;
}

static struct str
space_name(struct arena *a, const struct advdb_ns *ns)
{
	return str_trim(str_fmt(a, "%s %.*s %.*s", ns->eco->key,
	    STR_ARG(ns->release), STR_ARG(ns->channel)));
}

/* Each component once for each namespace: its questions stand together. */
static void
count(struct docket *d, struct feeds *f)
{
	const struct ask *v = d->ctx.asks;
	size_t *own = NEWN(d->t->arena, size_t, d->j->nspaces);
	size_t *any = NEWN(d->t->arena, size_t, d->j->nspaces);

	for (size_t i = 0; i < d->ctx.nasks; i++) {
		const struct ask *q = &v[i];
		size_t mark = q->component + 1;

		if (q->base && (i == 0 || !v[i - 1].base ||
		    v[i - 1].component != q->component))
			f->base[q->space]++;
		if ((q->base || q->rank == 0) && own[q->space] != mark) {
			own[q->space] = mark;
			f->own[q->space]++;
		}
		f->any[q->space] += any[q->space] != mark;
		any[q->space] = mark;
	}
}

/* A source of what is asked of namespace i. */
static void
see_source(struct docket *d, struct feeds *f, size_t i, size_t source)
{
	const struct advdb_source *s = &d->j->db->sources[source];
	struct arena *a = d->t->arena;
	char day[24];

	f->of_own[source] += f->own[i];
	f->of_any[source] += f->any[i];
	if (s->frozen)
		notice_note(&d->t->notes, "feed-partial", STR(""), "%.*s: what "
		    "feed %.*s says is carried over from an older database%s"
		    "%.*s: what came since is missing",
		    STR_ARG(space_name(a, &d->j->spaces[i])),
		    STR_ARG(s->feed), s->has_time ? ", as of " : "",
		    STR_ARG(s->has_time ? when_format_day(day,
		    when_day(s->data_time_s)) : STR("")));
}

static enum rc
see_sources(struct docket *d, struct feeds *f, size_t i, struct err *e)
{
	const struct match_db *db = d->j->db;
	const struct advdb_ns *ns = &d->j->spaces[i];
	bool nvd = str_eq(str_from(ns->eco->key), STR(RULE_NVD));
	int64_t *ids = NULL;
	size_t nids = 0, k = 0;
	enum rc rc = nvd ? RC_OK : advdb_ns_sources(db->adv, d->t->arena,
	    ns->id, &ids, &nids, e);

	if (rc != RC_OK)
		return rc;
	for (size_t s = 0; s < db->nsources; s++) {	/* both by id */
		while (k < nids && ids[k] < db->sources[s].id)
			k++;
		if (nvd ? str_eq(db->sources[s].feed, STR(RULE_NVD))
		    : k < nids && ids[k] == db->sources[s].id)
			see_source(d, f, i, s);
	}
	return RC_OK;
}

/* Where nothing else judges a component it is a gap, else a note. */
static void
tell(struct docket *d, size_t own, bool small, struct str what)
{
	if (own != 0 && !small)
		target_gap(d->t, "feed", own, "%.*s", STR_ARG(what));
	else
		notice_note(&d->t->notes, "feed", STR(""), "%.*s%s",
		    STR_ARG(what), own == 0 ? " (asked beside other feeds)"
		    : "");
}

/* Which of a source's records are missing, nothing tells: some of it is. */
static void
tell_rejected(struct docket *d, const struct feeds *f)
{
	const struct match_db *db = d->j->db;

	for (size_t i = 0; i < db->nsources; i++) {
		const struct advdb_source *s = &db->sources[i];

		if (f->of_any[i] == 0 || s->rejected == 0)
			continue;
		tell(d, f->of_own[i], s->rejected <= s->records /
		    REJECTED_SHARE, str_fmt(d->t->arena, "%.*s (%.*s): %llu "
		    "records could not be used when the database was built, "
		    "%llu could", STR_ARG(s->feed), STR_ARG(s->scope.n != 0
		    ? s->scope : s->name), (unsigned long long)s->rejected,
		    (unsigned long long)s->records));
	}
}

/* Feeds that rank findings, where a report ranks them. */
static void
tell_ranks(struct docket *d)
{
	const struct match_db *db = d->j->db;

	for (size_t i = 0; i < db->nsources && d->j->opt.scores; i++) {
		const struct advdb_source *s = &db->sources[i];

		if (d->t->judged != 0 && (s->torn || s->frozen) &&
		    (str_eq(s->feed, STR("kev")) ||
		    str_eq(s->feed, STR("epss"))))
			notice_note(&d->t->notes, "feed-partial", STR(""),
			    "%.*s, by which findings are ranked, %s",
			    STR_ARG(s->feed), s->torn ? "was not read to its "
			    "end when the database was built" :
			    "is carried over from an older database");
	}
}

/* What its builder did not want in the database; releases and feeds that are
   not there are told by the packages that ask for them. */
static enum rc
tell_selection(struct docket *d, const struct feeds *f, struct err *e)
{
	struct target *t = d->t;
	struct str text, word;
	bool any = false, lang = false;
	enum rc rc = advdb_meta(d->j->db->adv, t->arena, "selection", &text,
	    e);

	for (size_t i = 0; i < d->j->nspaces; i++) {
		any |= f->any[i] != 0;
		lang |= f->any[i] != 0 && !d->j->spaces[i].eco->distro;
	}
	while (rc == RC_OK && str_word(&text, &word)) {
		if (str_starts(word, STR("since-year=")) && any)
			notice_note(&t->notes, "feed-partial", STR(""), "the "
			    "database was built without problems of the years "
			    "before %.*s", STR_ARG(str_from_pos(word,
			    str_find(word, '=') + 1)));
		if (str_eq(word, STR("no-malware")) && lang)
			notice_note(&t->notes, "feed-partial", STR(""), "the "
			    "database was built without records of malicious "
			    "packages");
	}
	return rc;
}

/* A file that left nothing in the database is none of its sources: what it
   would have been asked for nothing tells. */
static enum rc
tell_lost(struct docket *d, struct err *e)
{
	struct str text, feed;
	enum rc rc = advdb_meta(d->j->db->adv, d->t->arena, "lost", &text, e);

	while (rc == RC_OK && d->t->judged != 0 && str_word(&text, &feed))
		notice_note(&d->t->notes, "feed-partial", STR(""), "feed "
		    "%.*s: a file of it could not be read when the database "
		    "was built, and nothing of it is known", STR_ARG(feed));
	return rc;
}

static enum rc
tell_space(struct docket *d, const struct feeds *f, size_t i, struct err *e)
{
	const struct advdb_ns *ns = &d->j->spaces[i];
	struct target *t = d->t;
	struct judged_by *by = &t->by[t->nby];

	if (ns->torn)
		tell(d, f->own[i], false, str_fmt(t->arena, "%.*s: its feed "
		    "was not read to its end when the database was built",
		    STR_ARG(space_name(t->arena, ns))));
	if (f->base[i] == 0 || !ns->covered)
		return RC_OK;
	*by = (struct judged_by){ .name = space_name(t->arena, ns),
		.components = f->base[i], .has_time = ns->has_time,
		.data_time_s = ns->data_time_s };
	t->nby++;
	if (!str_eq(str_from(ns->eco->key), STR(RULE_NVD)))
		return advdb_feeds(d->j->db->adv, t->arena, ns->id,
		    &by->feeds, &by->nfeeds, e);
	by->feeds = NEW(t->arena, struct str);	/* no row of the database */
	by->feeds[by->nfeeds++] = STR(RULE_NVD);
	return RC_OK;
}

static size_t
asked_of_nvd(const struct docket *d, const struct feeds *f)
{
	size_t n = 0;

	for (size_t i = 0; i < d->j->nspaces; i++)
		if (d->j->spaces[i].covered &&
		    str_eq(str_from(d->j->spaces[i].eco->key), STR(RULE_NVD)))
			n += f->base[i];
	return n;
}

enum rc
docket_feeds(struct docket *d, struct err *e)
{
	struct arena *a = d->t->arena;
	size_t n = d->j->nspaces, nsources = d->j->db->nsources;
	struct feeds f = { NEWN(a, size_t, n), NEWN(a, size_t, n),
		NEWN(a, size_t, n), NEWN(a, size_t, nsources),
		NEWN(a, size_t, nsources) };
	enum rc rc = RC_OK;

	count(d, &f);
	d->t->by = NEWN(a, struct judged_by, n);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (f.any[i] == 0)
			continue;
		rc = tell_space(d, &f, i, e);
		if (rc == RC_OK)
			rc = see_sources(d, &f, i, e);
	}
	if (rc != RC_OK)
		return rc;
	tell_rejected(d, &f);
	tell_ranks(d);
	rc = tell_selection(d, &f, e);
	if (rc == RC_OK)
		rc = tell_lost(d, e);
	return rc == RC_OK && asks_nvd(d) ? tell_nvd(d, asked_of_nvd(d, &f), e)
	    : rc;
}
