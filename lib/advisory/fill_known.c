/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a statement was made, where its feed does not tell: the day that an
 * older database has for it, else today, when the older one was built from the
 * same feed and namespace and does not have it; else unknown.
 *
 * Statements of the older database are kept as 64-bit hashes of all that makes
 * a statement (feed, namespace, package, identifier, qualifiers, interval,
 * state) and a day: 12 bytes each. The hash is keyed; that two of ten million
 * statements share one is a chance of 3 in a million, and would give a day
 * that is not theirs.
 */
#include <stdlib.h>
#include <string.h>

#include "advisory/fill_int.h"
#include "base/arena.h"
#include "base/hash.h"
#include "db/db.h"

enum { KEY_TEXTS = 14 };

/* All that makes a statement. */
struct key {
	struct str text[KEY_TEXTS];	/* feed, eco, release, channel, name,
					   id, lo, hi, fixed, module, arch,
					   flavour, extra, cpes */
	uint32_t state, flags;
};

enum {
	NS_TEXTS = 4,		/* the first ones: a namespace of a feed */
	NO_BOUNDS = 16 | 32,	/* flags of vrange 0 */
};

struct seen_row {
	uint32_t high, low, day;
};

struct fill_known {
	struct buf rows;	/* struct seen_row, sorted */
	struct buf key;		/* scratch */
	uint32_t today;
};

static uint64_t
hash_of(struct buf *b, const struct key *k, size_t ntexts)
{
	b->n = 0;
	for (size_t i = 0; i < ntexts; i++) {
		uint32_t n = (uint32_t)k->text[i].n;

		(void)buf_add(b, &n, sizeof n);
		(void)buf_add_str(b, k->text[i]);
	}
	if (ntexts == KEY_TEXTS) {
		(void)buf_add(b, &k->state, sizeof k->state);
		(void)buf_add(b, &k->flags, sizeof k->flags);
	}
	return hash_str(buf_str(b));
}

static void
keep(struct fill_known *x, uint64_t hash, uint32_t day)
{
	struct seen_row r = { (uint32_t)(hash >> 32), (uint32_t)hash, day };

	(void)buf_add(&x->rows, &r, sizeof r);
}

static int
hash_cmp(const void *a, const void *b)
{
	const struct seen_row *x = a, *y = b;

	return x->high != y->high ? (x->high < y->high ? -1 : 1) :
	    x->low != y->low ? (x->low < y->low ? -1 : 1) : 0;
}

/* Of two alike the earliest day first; unknown last. */
static int
seen_cmp(const void *a, const void *b)
{
	const struct seen_row *x = a, *y = b;
	int d = hash_cmp(a, b);

	return d != 0 ? d : (x->day > y->day) - (x->day < y->day);
}

static const struct seen_row *
find(const struct fill_known *x, uint64_t hash)
{
	struct seen_row r = { (uint32_t)(hash >> 32), (uint32_t)hash, 0 };

	return bsearch(&r, x->rows.p, x->rows.n / sizeof r, sizeof r,
	    hash_cmp);
}

/* ---- the older database ---- */

static enum rc
read_namespaces(struct fill_known *x, struct db *db, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(db, "SELECT DISTINCT c.feed, n.eco, "
	    "n.release, n.channel FROM ns_source j JOIN ns n ON n.id = j.ns "
	    "JOIN source c ON c.id = j.source", &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		struct key k;

		for (int i = 0; i < NS_TEXTS; i++)
			k.text[i] = db_text(s, i);
		keep(x, hash_of(&x->key, &k, NS_TEXTS), 0);
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static uint32_t
day_of(struct db_stmt *s, int col)
{
	int64_t d = db_int(s, col);

	return db_is_null(s, col) || d < 0 || d >= NO_WORD32 ? NO_WORD32 :
	    (uint32_t)d;
}

static enum rc
read_statements(struct fill_known *x, struct db *db, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(db, "SELECT c.feed, n.eco, n.release, "
	    "n.channel, k.name, p.t || v.tail, coalesce(r.lo, ''), "
	    "coalesce(r.hi, ''), coalesce(r.fixed, ''), "
	    "coalesce(q.module, ''), coalesce(q.arch, ''), "
	    "coalesce(q.flavour, ''), coalesce(q.extra, ''), "
	    "coalesce(t.cpes, ''), a.state, r.flags, a.known "
	    "FROM affected a CROSS JOIN pkg k ON k.id = a.pkg "
	    "CROSS JOIN ns n ON n.id = k.ns CROSS JOIN adv x ON x.id = a.adv "
	    "CROSS JOIN source c ON c.id = x.source "
	    "CROSS JOIN vid v ON v.id = x.vid "
	    "CROSS JOIN prefix p ON p.id = v.prefix "
	    "LEFT JOIN vrange r ON r.id = a.vrange "
	    "LEFT JOIN qual q ON q.id = a.qual "
	    "LEFT JOIN cpeset t ON t.id = q.cpeset", &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		struct key k = { .state = (uint32_t)db_int(s, 14),
			.flags = db_is_null(s, 15) ? NO_BOUNDS :
			    (uint32_t)db_int(s, 15) };

		for (int i = 0; i < KEY_TEXTS; i++)
			k.text[i] = db_text(s, i);
		keep(x, hash_of(&x->key, &k, KEY_TEXTS), day_of(s, 16));
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

/* One row for each hash. */
static void
sort(struct fill_known *x)
{
	struct seen_row *v = (struct seen_row *)(void *)x->rows.p;
	size_t n = x->rows.n / sizeof *v, kept = 0;

	if (n > 1)
		qsort(v, n, sizeof *v, seen_cmp);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || hash_cmp(&v[kept - 1], &v[i]) != 0)
			v[kept++] = v[i];
	x->rows.n = kept * sizeof *v;
}

void
fill_known_free(struct fill_known *x)
{
	if (x == NULL)
		return;
	buf_done(&x->rows);
	buf_done(&x->key);
	free(x);
}

enum rc
fill_known_read(struct fill *f, struct db *db, int64_t today, struct err *e)
{
	struct fill_known *x = calloc(1, sizeof *x);
	enum rc rc;

	if (x == NULL)
		return err_sys(e, "statements");
	x->today = today > 0 && today < NO_WORD32 ? (uint32_t)today :
	    NO_WORD32;
	rc = read_namespaces(x, db, e);
	if (rc == RC_OK)
		rc = read_statements(x, db, e);
	if (rc == RC_OK)
		sort(x);
	if (rc == RC_OK)
		f->known = x;
	else
		fill_known_free(x);
	return rc;
}

/* ---- the new one ---- */

static void
key_of(const struct fill *f, const uint32_t *row, uint32_t pkg,
    const struct fill_adv *a, struct key *k)
{
	struct pkg_key p;
	struct ns_key n;
	struct range_key r = { .flags = NO_BOUNDS };
	struct qual_key q = { 0 };

	memcpy(&p, intern_text(&f->pkgs, pkg).p, sizeof p);
	memcpy(&n, intern_text(&f->ns, p.ns).p, sizeof n);
	if (row[A_RANGE] != 0)
		memcpy(&r, intern_text(&f->ranges, row[A_RANGE]).p, sizeof r);
	if (row[A_QUAL] != NO_WORD32)
		memcpy(&q, intern_text(&f->quals,
		    f->qual_by_id[row[A_QUAL]]).p, sizeof q);

	const uint32_t words[] = { n.eco, n.release, n.channel, p.name, 0,
		r.lo, r.hi, r.fixed, q.module, q.arch, q.flavour, q.extra,
		q.cpes };

	k->text[0] = f->src[a->src].feed;
	for (size_t i = 1; i < KEY_TEXTS; i++)
		k->text[i] = fill_word(f, words[i - 1]);
	k->text[5] = intern_text(&f->vids, a->vid);
	k->state = row[A_STATE] & 0xff;
	k->flags = r.flags;
}

uint32_t
fill_known_day(struct fill *f, const uint32_t *row, uint32_t pkg)
{
	struct fill_known *x = f->known;
	const struct seen_row *r;
	struct key k;

	if (x == NULL || row[A_KNOWN] != NO_WORD32)
		return row[A_KNOWN];
	key_of(f, row, pkg, &fill_advs(f)[f->adv_by_id[row[A_ADV] - 1]], &k);
	r = find(x, hash_of(&x->key, &k, KEY_TEXTS));
	if (r != NULL)
		return r->day;
	return find(x, hash_of(&x->key, &k, NS_TEXTS)) != NULL ? x->today :
	    NO_WORD32;
}
