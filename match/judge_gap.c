/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "base/when.h"
#include "identity/distro_eol.h"
#include "match/database.h"
#include "match/repository.h"

enum { SOURCELESS = 20 };	/* packages without a source that are odd */

/* Every gap of the document is ours, and its notes are handed on. */
void
docket_notices(struct target *t)
{
	const struct notices *l = &t->bom->notices;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].level == NOTICE_NOTE) {
			notices_add(&t->notes, l->v[i]);
			continue;
		}
		t->gaps = arena_grow(t->arena, t->gaps, t->ngaps, &t->cgaps,
		    sizeof *t->gaps);
		t->gaps[t->ngaps++] = (struct gap){ l->v[i], 0 };
	}
}

static bool
is_system(const struct bom *b)
{
	return b->subject == SUBJECT_IMAGE || b->subject == SUBJECT_ROOTFS;
}

/* A release of Alpine of which the database has one repository's fixes only:
   the other's packages look as if nothing was ever wrong with them. */
static void
tell_repositories(struct docket *d, const struct place *p)
{
	static const struct str parts[] = { { "main", 4 },
		{ "community", 9 } };
	struct str branch = p->release;

	if (p->eco == NULL || p->unfed != 0 ||
	    !str_eq(str_from(p->eco->key), STR("alpine")))
		return;
	if (!str_eq(branch, STR("edge")))
		branch = str_join(d->t->arena, STR("v"), branch);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (repository_used(d->ctx.apk_repositories, branch, parts[i]) &&
		    !repository_fed(d->j->db, branch, parts[i]))
			target_gap(d->t, "feed", 0, "%.*s: no feed of its "
			    "repository %.*s in the database",
			    STR_ARG(p->label), STR_ARG(parts[i]));
}

/*
 * Rocky's repositories of each architecture have errata of their own: a
 * database may hold those of another one only, and nothing that it says is
 * about the document.
 */
enum rc
docket_see_arch(struct docket *d, const struct ask *q,
    const struct advdb_row *row, struct err *e)
{
	const struct bom_component *c = &d->t->bom->components[q->component];
	struct advdb_qual qual = { .arch = STR("") };
	struct str word;
	enum rc rc = RC_OK;

	if (d->arch_met || !str_eq(str_from(q->eco->key), STR("rocky")) ||
	    c->arch.n == 0 || str_eq(c->arch, STR("noarch")))
		return RC_OK;
	if (row->qual != 0)
		rc = advdb_qual(d->j->db->adv, d->scratch, row->qual, &qual,
		    e);
	d->arch_met = qual.arch.n == 0;
	while (str_word(&qual.arch, &word))
		d->arch_met |= str_eq(word, c->arch);
	if (!d->arch_met && d->arch_others++ == 0) {
		d->arch = c->arch;
		d->arch_ask = q;
	}
	return rc;
}

/*
 * Feeds that speak of source packages cannot be asked about binaries whose
 * source the document does not name. One system has always some whose source
 * has another name: where many packages name none, the document left it out.
 */
static void
tell_sources(struct docket *d)
{
	const struct target *t = d->t;
	size_t n = 0;

	for (size_t i = 0; i < d->ctx.nasks; i++) {
		const struct ask *q = &d->ctx.asks[i];

		if (q->rank != 0 || q->eco->names != ECO_SOURCE)
			continue;
		if (t->bom->components[q->component].source_name.n != 0)
			return;
		n++;
	}
	if (n >= SOURCELESS)
		target_gap(d->t, "source", n, "%zu packages, and of none the "
		    "source package is named, which the feeds speak of", n);
}

/*
 * Beyond its end a release's feed is silent about new problems, or gone.
 * endoflife.date may leave out support that the feed still covers (Debian's
 * long-term one): the later day counts.
 */
static enum rc
tell_end(struct docket *d, const struct place *p, struct err *e)
{
	static const int64_t some_day = DISTRO_END_SOME_DAY;
	int64_t today = when_day(d->j->opt.now_s), day = 0;
	struct distro_end end;
	char a[24], b[24];
	enum rc rc = RC_OK;

	if (p->eco == NULL || p->packages == 0)
		return RC_OK;
	end = distro_end_of(str_from(p->eco->key), p->release, p->distro);
	if (end.product.n != 0 && end.cycle.n != 0)
		rc = advdb_eol(d->j->db->adv, end.product, end.cycle, &day, e);
	if (rc != RC_OK)
		return rc;
	if (day > end.end_day)
		end.end_day = day;
	if (end.end_day == 0 || end.end_day >= today)
		return RC_OK;
	if (end.paid_day >= today)
		notice_note(&d->t->notes, "eol", STR(""), "%.*s: support for "
		    "all ended on %.*s; the fixes since, until %.*s, are paid "
		    "for", STR_ARG(p->label), STR_ARG(when_format_day(a,
		    end.end_day)), STR_ARG(when_format_day(b, end.paid_day)));
	else
		notice_note(&d->t->notes, "eol", STR(""), "%.*s: end of life%s"
		    "%.*s: problems found since may be missing from its feed",
		    STR_ARG(p->label), end.end_day == some_day ? "" :
		    " since ", STR_ARG(end.end_day == some_day ? STR("")
		    : when_format_day(a, end.end_day)));
	return RC_OK;
}

enum rc
docket_ends(struct docket *d, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < d->nplaces && rc == RC_OK; i++)
		rc = tell_end(d, d->places[i], e);
	return rc;
}

void
docket_gaps(struct docket *d)
{
	struct target *t = d->t;
	const struct bom *b = t->bom;
	const struct distro *given = &d->j->given;

	for (size_t i = 0; i < d->nplaces; i++)
		if (d->places[i]->unfed != 0)
			target_gap(t, "feed", d->places[i]->unfed,
			    "%.*s: %zu packages, no feed in the database",
			    STR_ARG(d->places[i]->label),
			    d->places[i]->unfed);
	for (size_t i = 0; i < d->nplaces; i++)
		tell_repositories(d, d->places[i]);
	tell_sources(d);
	if (d->arch_others != 0 && !d->arch_met)
		target_gap(t, "feed", 0, "%s %.*s: of what the database says "
		    "of its packages nothing is about architecture %.*s",
		    d->arch_ask->eco->key, STR_ARG(d->arch_ask->release),
		    STR_ARG(d->arch));
	if (t->components != 0 && t->judged == 0)
		target_gap(t, "coverage", t->components,
		    "none of %zu packages was judged", t->components);
	if (d->unsure != 0)
		target_gap(t, "range", 0, "%zu statements could not be "
		    "compared with an installed version, the first about "
		    "%.*s", d->unsure, STR_ARG(d->unsure_name));
	if (is_system(b) && b->distro.id.n == 0 && !b->has_os_database)
		notice_note(&t->notes, "distro", STR(""),
		    "no distribution and no package database of one");
	if (given->id.n != 0 && docket_distro(d, NULL) != given)
		notice_note(&t->notes, "distro", STR(""), "--distro %.*s:%.*s "
		    "is not used: the document says %.*s %.*s",
		    STR_ARG(given->id), STR_ARG(given->version_id),
		    STR_ARG(b->distro.id), STR_ARG(b->distro.version_id));
	if (t->components == 0)
		notice_note(&t->notes, "coverage", STR(""),
		    "the document lists no packages");
}
