/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What else the database knows of the problems that were found, read once for
 * each: names, severity, scores, dates.
 */
#include "match/merge_int.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/when.h"
#include "match/database.h"

bool
merge_is_cve(struct str id)
{
	return str_starts(id, STR("CVE-"));
}

static int
by_vid(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;

	if (x->grp != y->grp)
		return x->grp < y->grp ? -1 : 1;
	if (x->vid != y->vid)
		return x->vid < y->vid ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The group's one CVE is the name; else the record's own. */
static enum rc
name_it(const struct merge *m, struct finding *f, struct err *e)
{
	struct arena *a = m->t->arena;
	struct str *names;
	int64_t *vids;
	size_t n, cves = 0, k = 0;
	bool alone = false;
	enum rc rc;

	if (f->grp < 0 || (merge_is_cve(f->id) && !m->opt->scores))
		return RC_OK;
	rc = advdb_alone(m->db->adv, f->grp, f->vid, &alone, e);
	if (rc != RC_OK || alone)
		return rc;
	rc = advdb_group(m->db->adv, a, f->grp, &names, &vids, &n, e);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		cves += merge_is_cve(names[i]);
	for (size_t i = 0; i < n && cves == 1; i++) {
		if (merge_is_cve(names[i])) {
			f->id = names[i];
			f->vid = vids[i];
		}
	}
	f->aliases = NEWN(a, struct str, n);
	for (size_t i = 0; i < n; i++)
		if (!str_eq(names[i], f->id))
			f->aliases[k++] = names[i];
	f->naliases = k;
	return RC_OK;
}

/* Findings of one problem: what the first was told holds for all. */
static void
share(const struct finding *from, struct finding *to)
{
	to->id = from->id;
	to->vid = from->vid;
	to->aliases = from->aliases;
	to->naliases = from->naliases;
	to->score = from->score;
}

/* How far exploitation went; what is not said is below all words. */
static int
threat(const struct adv_ssvc *x)
{
	return x->exploitation == SSVC_UNSAID ? -1 : x->exploitation;
}

/* Of a problem with several CVEs the likeliest counts, and any that is listed
   as exploited. */
static enum rc
other_scores(const struct merge *m, const struct finding *f,
    struct advdb_score *s, struct err *e)
{
	struct advdb *db = m->db->adv;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < f->naliases && rc == RC_OK; i++) {
		struct advdb_score o = { .has_kev = false };
		int64_t vid = 0, grp;

		if (!merge_is_cve(f->aliases[i]))
			continue;
		rc = advdb_vid(db, f->aliases[i], &vid, &grp, e);
		if (rc == RC_OK && vid != 0)
			rc = advdb_scores(db, m->t->arena, vid, &o, e);
		if (o.has_epss && (!s->has_epss || o.epss > s->epss)) {
			s->has_epss = true;
			s->epss = o.epss;
			s->percentile = o.percentile;
		}
		if (o.has_kev && !s->has_kev) {
			s->has_kev = true;
			s->kev_added = o.kev_added;
			s->kev_due = o.kev_due;
			s->ransomware = o.ransomware;
		}
		if (o.ssvc.has && (!s->ssvc.has ||
		    threat(&o.ssvc) > threat(&s->ssvc)))
			s->ssvc = o.ssvc;
	}
	return rc;
}

static enum rc
scores_of(const struct merge *m, struct finding *f, struct err *e)
{
	struct advdb_score *s = NEW(m->t->arena, struct advdb_score);
	enum rc rc = advdb_scores(m->db->adv, m->t->arena, f->vid, s, e);

	if (rc == RC_OK)
		rc = other_scores(m, f, s, e);
	if (rc != RC_OK)
		return rc;
	if (m->opt->has_as_of) {
		s->has_kev &= s->kev_added <= m->opt->as_of_day;
		s->has_epss &= m->db->epss_day <= m->opt->as_of_day;
		s->ssvc.has &= when_day(s->ssvc.time_s) <= m->opt->as_of_day;
	}
	f->score = s;
	return RC_OK;
}

static void
use_score(struct finding *f, enum severity from_cvss)
{
	if (f->severity == SEV_UNKNOWN && from_cvss != SEV_UNKNOWN) {
		f->severity = from_cvss;
		f->severity_from = STR("cvss");
	}
	if (f->score == NULL)
		return;
	bool own = str_eq(f->id, f->advisory);

	if (f->score->title.n != 0 && (f->title.n == 0 || !own))
		f->title = f->score->title;
	if (f->score->has_published && (!f->has_published || !own)) {
		f->has_published = true;
		f->published_s = f->score->published_s;
	}
	if (f->score->has_modified && (!f->has_modified || !own)) {
		f->has_modified = true;
		f->modified_s = f->score->modified_s;
	}
}

/* Where no statement bears a date: the day that made the problem public. */
static enum rc
date_them(const struct merge *m, struct finding *const *v, size_t n,
    struct err *e)
{
	const struct advdb_score *s = v[0]->score;
	bool has = s != NULL && s->has_published;
	int64_t day = has ? when_day(s->published_s) : 0;
	enum rc rc = RC_OK;

	if (s == NULL)
		rc = advdb_published(m->db->adv, v[0]->vid, &has, &day, e);

	for (size_t i = 0; rc == RC_OK && has && i < n; i++) {
		if (v[i]->has_known)
			continue;
		v[i]->has_known = true;
		v[i]->known_day = day;
	}
	return rc;
}

/* v[0, n): findings of one problem. Without scores wanted, only a severity
   that no vendor gave is looked up. */
static enum rc
enrich(const struct merge *m, struct finding *const *v, size_t n,
    struct err *e)
{
	enum severity sev = SEV_UNKNOWN;
	bool unknown = false;
	enum rc rc = name_it(m, v[0], e);

	for (size_t i = 0; i < n; i++)
		unknown |= v[i]->severity == SEV_UNKNOWN;
	if (rc == RC_OK && m->opt->scores)
		rc = scores_of(m, v[0], e);
	else if (rc == RC_OK && unknown)
		rc = advdb_severity(m->db->adv, v[0]->vid, &sev, e);
	if (rc == RC_OK && m->opt->dates)
		rc = date_them(m, v, n, e);
	if (rc != RC_OK)
		return rc;
	if (v[0]->score != NULL)
		sev = v[0]->score->nvd_severity;
	for (size_t i = 0; i < n; i++) {
		share(v[0], v[i]);
		use_score(v[i], sev);
	}
	return RC_OK;
}

enum rc
merge_enrich(const struct merge *m, struct err *e)
{
	struct target *t = m->t;
	struct finding **v = NEWN(t->arena, struct finding *, t->nfindings);
	enum rc rc = RC_OK;
	size_t j;

	for (size_t i = 0; i < t->nfindings; i++)
		v[i] = &t->findings[i];
	qsort(v, t->nfindings, sizeof *v, by_vid);
	for (size_t i = 0; i < t->nfindings && rc == RC_OK; i = j) {
		for (j = i + 1; j < t->nfindings && v[j]->grp == v[i]->grp &&
		    v[j]->vid == v[i]->vid; j++)
			;
		rc = enrich(m, &v[i], j - i, e);
	}
	return rc;
}
