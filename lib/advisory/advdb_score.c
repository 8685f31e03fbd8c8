/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-ups about an identifier, for hits: scores, exploitation, weaknesses,
 * title and dates.
 */
#include <stdlib.h>

#include "advisory/advdb.h"
#include "advisory/advdb_int.h"
#include "base/arena.h"
#include "base/when.h"
#include "db/db.h"

/* CISA's "Authorized Data Publisher" container in CVE records. */
static const struct str cisa_adp = {
	"134c704f-9b21-4f2e-91b3-4a467353bcc0", 36 };

/* NVD's primary score, other primary ones, the rest; those that CISA added
   to records of others last. Newest version first. */
static int
cvss_order(const void *a, const void *b)
{
	const struct adv_cvss *x = a, *y = b;
	bool nx = x->primary && str_eq(x->source, STR("nvd@nist.gov"));
	bool ny = y->primary && str_eq(y->source, STR("nvd@nist.gov"));
	bool cx = str_eq(x->source, cisa_adp), cy = str_eq(y->source, cisa_adp);

	if (nx != ny)
		return nx ? -1 : 1;
	if (x->primary != y->primary)
		return x->primary ? -1 : 1;
	if (cx != cy)
		return cx ? 1 : -1;
	if (x->version != y->version)
		return x->version > y->version ? -1 : 1;
	return str_cmp(x->source, y->source);
}

static enum rc
read_cvss(struct advdb *d, struct arena *a, int64_t vid,
    struct advdb_score *x, struct err *e)
{
	size_t cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_CVSS, vid, &s, e);

	if (rc != RC_OK)
		return rc;
	while (x->ncvss < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		x->cvss = arena_grow(a, x->cvss, x->ncvss, &cap,
		    sizeof *x->cvss);
		x->cvss[x->ncvss++] = (struct adv_cvss){
			.source = str_dup(a, db_text(s, 0)),
			.version = (int)(db_int(s, 1) & 0xff),
			.score = (double)(db_int(s, 2) & 0x7f) / 10,
			.vector = str_dup(a, db_text(s, 3)),
			.primary = db_int(s, 4) != 0 };
	}
	db_reset(s);
	if (x->ncvss > 1)
		qsort(x->cvss, x->ncvss, sizeof *x->cvss, cvss_order);
	if (x->ncvss != 0)
		x->nvd_severity = severity_from_score(x->cvss[0].version,
		    x->cvss[0].score);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_severity(struct advdb *d, int64_t vid, enum severity *ret,
    struct err *e)
{
	struct advdb_score x = { .nvd_severity = SEV_UNKNOWN };
	enum rc rc;

	arena_reset(d->scratch);
	rc = read_cvss(d, d->scratch, vid, &x, e);
	if (rc == RC_OK)
		*ret = x.nvd_severity;
	return rc;
}

static enum rc
read_cwes(struct advdb *d, struct arena *a, int64_t vid,
    struct advdb_score *x, struct err *e)
{
	size_t cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_CWES, vid, &s, e);

	if (rc != RC_OK)
		return rc;
	while (x->ncwes < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		x->cwes = arena_grow(a, x->cwes, x->ncwes, &cap,
		    sizeof *x->cwes);
		x->cwes[x->ncwes++] = (int)(db_int(s, 0) & 0x7fffffff);
	}
	db_reset(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
kev_read(struct advdb *d, struct err *e)
{
	size_t cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_KEV, &s, e);

	if (rc != RC_OK)
		return rc;
	d->kev = NULL;		/* a damaged table may be asked again */
	d->nkev = 0;
	while (d->nkev < NAMES_MAX && (rc = db_step(s, e)) == RC_OK) {
		d->kev = arena_grow(d->arena, d->kev, d->nkev, &cap,
		    sizeof *d->kev);
		d->kev[d->nkev++] = (struct exploited){ db_int(s, 0),
			db_int(s, 1), db_int(s, 2), db_int(s, 3) != 0 };
	}
	db_reset(s);
	d->kev_read = rc == RC_STOP || rc == RC_OK;
	return d->kev_read ? RC_OK : rc;
}

static int
kev_cmp(const void *key, const void *v)
{
	int64_t id = *(const int64_t *)key;
	int64_t at = ((const struct exploited *)v)->vid;

	return id < at ? -1 : id > at;
}

/* A word of SSVC's: that which is not said, or none of them, is none. */
static uint8_t
ssvc_word(struct db_stmt *s, int col, uint8_t most)
{
	int64_t v;

	return advdb_opt_int(s, col, &v) && v >= 0 && v <= most ? (uint8_t)v
	    : SSVC_UNSAID;
}

static enum rc
read_ssvc(struct advdb *d, int64_t vid, struct advdb_score *x, struct err *e)
{
	struct db_stmt *s;
	enum rc rc;

	if (d->no_ssvc)
		return RC_OK;
	if (d->stmt[Q_SSVC] == NULL && !db_has_table(d->db, "ssvc")) {
		d->no_ssvc = true;
		return RC_OK;
	}
	rc = advdb_query_int(d, Q_SSVC, vid, &s, e);
	if (rc == RC_OK)
		rc = advdb_step_one(s, &x->ssvc.has, e);
	if (rc != RC_OK)
		return rc;
	if (x->ssvc.has) {
		x->ssvc.exploitation = ssvc_word(s, 0, 2);
		x->ssvc.automatable = ssvc_word(s, 1, 1);
		x->ssvc.impact = ssvc_word(s, 2, 1);
		if (!advdb_opt_int(s, 3, &x->ssvc.time_s))
			x->ssvc.time_s = 0;
	}
	db_reset(s);
	return RC_OK;
}

static enum rc
read_ranks(struct advdb *d, int64_t vid, struct advdb_score *x, struct err *e)
{
	const struct exploited *kev;
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_EPSS, vid, &s, e);

	if (rc == RC_OK)
		rc = advdb_step_one(s, &x->has_epss, e);
	if (rc != RC_OK)
		return rc;
	if (x->has_epss) {
		x->epss = (double)db_int(s, 0) / 100000;
		x->percentile = (double)db_int(s, 1) / 100000;
	}
	db_reset(s);
	if (!d->kev_read)
		rc = kev_read(d, e);
	if (rc != RC_OK || d->nkev == 0)
		return rc;
	kev = bsearch(&vid, d->kev, d->nkev, sizeof *d->kev, kev_cmp);
	x->has_kev = kev != NULL;
	if (kev != NULL) {
		x->kev_added = kev->added;
		x->kev_due = kev->due;
		x->ransomware = kev->ransomware;
	}
	return RC_OK;
}

/* A record's dates: the first publication, the last change. */
static void
take_dates(struct advdb_score *x, struct db_stmt *s)
{
	int64_t t;

	if (advdb_opt_int(s, 2, &t) && (!x->has_published ||
	    t < x->published_s)) {
		x->has_published = true;
		x->published_s = t;
	}
	if (advdb_opt_int(s, 3, &t) && (!x->has_modified ||
	    t > x->modified_s)) {
		x->has_modified = true;
		x->modified_s = t;
	}
}

/* The title is the first that stands in a feed of advisories, else NVD's
   description. */
static enum rc
read_records(struct advdb *d, struct arena *a, int64_t vid,
    struct advdb_score *x, struct err *e)
{
	struct str nvd = STR("");
	struct db_stmt *s;
	enum rc rc = advdb_names_read(d, Q_FEEDS, &d->feeds, e);

	if (rc == RC_OK)
		rc = advdb_query_int(d, Q_RECORDS, vid, &s, e);
	if (rc != RC_OK)
		return rc;
	for (int n = 0; n < LIST_MAX && (rc = db_step(s, e)) == RC_OK; n++) {
		const struct named *feed =
		    advdb_names_find(&d->feeds, db_int(s, 1));
		struct str title = db_text(s, 0);

		take_dates(x, s);
		if (title.n == 0)
			continue;
		if (feed != NULL && str_eq(feed->text, STR("nvd")))
			nvd = nvd.n == 0 ? str_dup(a, title) : nvd;
		else if (x->title.n == 0)
			x->title = str_dup(a, title);
	}
	db_reset(s);
	if (x->title.n == 0)
		x->title = nvd;
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_scores(struct advdb *d, struct arena *a, int64_t vid,
    struct advdb_score *ret, struct err *e)
{
	struct advdb_score x = { .nvd_severity = SEV_UNKNOWN };
	enum rc rc = read_cvss(d, a, vid, &x, e);

	if (rc == RC_OK)
		rc = read_ranks(d, vid, &x, e);
	if (rc == RC_OK)
		rc = read_ssvc(d, vid, &x, e);
	if (rc == RC_OK)
		rc = read_cwes(d, a, vid, &x, e);
	if (rc == RC_OK)
		rc = read_records(d, a, vid, &x, e);
	if (rc == RC_OK)
		*ret = x;
	return rc;
}

enum rc
advdb_published(struct advdb *d, int64_t vid, bool *ret_has, int64_t *ret_day,
    struct err *e)
{
	struct advdb_score x = { .has_published = false };
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_RECORDS, vid, &s, e);

	if (rc != RC_OK)
		return rc;
	for (int n = 0; n < LIST_MAX && (rc = db_step(s, e)) == RC_OK; n++)
		take_dates(&x, s);
	db_reset(s);
	*ret_has = x.has_published;
	*ret_day = when_day(x.published_s);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_meta(struct advdb *d, struct arena *a, const char *key, struct str *ret,
    struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query(d, Q_META, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, str_from(key));
	rc = advdb_step_one(s, &row, e);
	*ret = row ? str_dup(a, db_text(s, 0)) : STR("");
	db_reset(s);
	return rc;
}
