/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing the staged rows, sorted, table after table; pkg, vrange and cpe are
 * written as their rows are first used, so that their ids follow that order.
 */
#include <stdio.h>
#include <string.h>

#include "advisory/content.h"
#include "advisory/fill_int.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/when.h"
#include "db/db.h"

enum { PAGE_SIZE = 4096 };

struct out_state {
	struct fill *f;
	struct writer *w;
	uint32_t *range_id;	/* by pool number; 0: not written yet */
	uint32_t *pkg_by_rank;	/* pool numbers */
	uint32_t nranges;
};

static void
put_time(struct writer *w, int64_t t)
{
	if (t == NO_TIME)
		put_null(w);
	else
		put_int(w, t);
}

/* ---- sources and namespaces ---- */

static enum rc
write_source(struct fill *f, struct writer *w, const struct fill_src *s,
    struct err *e)
{
	enum rc rc;

	(void)f;
	put_row(w, T_SOURCE);
	put_int(w, s->id);
	put_text(w, s->feed);
	put_text(w, s->name);
	put_text(w, s->scope);
	put_text(w, s->sha256);
	put_int(w, (int64_t)s->bytes);
	put_time(w, s->time);
	put_int(w, (int64_t)s->records);
	put_int(w, (int64_t)s->rejected);
	put_int(w, s->torn);
	put_int(w, s->frozen);
	rc = put_end(w, e);
	for (size_t i = 0; rc == RC_OK && i < s->nrejects; i++) {
		put_row(w, T_REJECT);
		put_int(w, s->id);
		put_int(w, (int64_t)i);
		put_text(w, s->rejects[i].record);
		put_text(w, s->rejects[i].reason);
		rc = put_end(w, e);
	}
	return rc;
}

static enum rc
write_sources(struct fill *f, struct writer *w, struct err *e)
{
	enum rc rc = RC_OK;

	for (uint32_t id = 1; rc == RC_OK && id <= f->nsrc; id++)
		for (size_t i = 0; rc == RC_OK && i < f->nsrc; i++)
			if (f->src[i].id == id)
				rc = write_source(f, w, &f->src[i], e);
	return rc;
}

static bool
keep_row(void *ctx, uint32_t *row)
{
	(void)ctx;
	(void)row;
	return true;
}

/*
 * Does the source cover this namespace: is its ecosystem in every record? One
 * of malicious packages alone says nothing of the others' vulnerabilities.
 */
static bool
covers(const struct fill *f, const struct fill_src *s, uint32_t ns)
{
	struct ns_key k;

	if (s->partial)
		return false;
	memcpy(&k, intern_text(&f->ns, ns).p, sizeof k);
	for (size_t i = 0; i < s->ncommon; i++)
		if (s->common[i] == k.eco)
			return true;
	return s->has_common && s->ncommon == 0;
}

static enum rc
gather_ns(struct fill *f, const struct intern *pool, bool stated,
    struct rows *to, struct err *e)
{
	enum rc rc = RC_OK;

	for (uint32_t i = 1; rc == RC_OK && i < intern_count(pool); i++) {
		struct src_ns_key k;

		memcpy(&k, intern_text(pool, i).p, sizeof k);
		if (f->src[k.src].id != 0 &&
		    (stated || covers(f, &f->src[k.src], k.ns)))
			rc = rows_add(to, (uint32_t[]){ f->ns_id[k.ns],
			    f->src[k.src].id, k.src }, e);
	}
	return rc;
}

static enum rc
write_ns(struct fill *f, struct writer *w, const int64_t *times,
    struct err *e)
{
	uint32_t n = intern_count(&f->ns);
	uint32_t *by_id = NEWN(f->arena, uint32_t, n);
	enum rc rc = RC_OK;

	for (uint32_t i = 1; i < n; i++)
		by_id[f->ns_id[i]] = i;
	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		struct ns_key k;

		memcpy(&k, intern_text(&f->ns, by_id[id]).p, sizeof k);
		put_row(w, T_NS);
		put_int(w, id);
		put_text(w, fill_word(f, k.eco));
		put_text(w, fill_word(f, k.release));
		put_text(w, fill_word(f, k.channel));
		put_int(w, k.scheme);
		put_int(w, k.names);
		put_time(w, times[id]);
		rc = put_end(w, e);
	}
	return rc;
}

static enum rc
write_ns_sources(struct fill *f, struct writer *w, struct err *e)
{
	int64_t *times = NEWN(f->arena, int64_t, intern_count(&f->ns));
	struct rows pairs;
	const uint32_t *row;
	uint32_t last[2] = { 0, 0 };
	enum rc rc;

	for (uint32_t i = 0; i < intern_count(&f->ns); i++)
		times[i] = NO_TIME;
	rows_init(&pairs, 3, 1 << 20);
	rc = gather_ns(f, &f->seen, false, &pairs, e);
	if (rc == RC_OK)
		rc = gather_ns(f, &f->stated, true, &pairs, e);
	if (rc == RC_OK)
		rc = rows_sort(&pairs, keep_row, NULL, e);
	while (rc == RC_OK && (rc = rows_next(&pairs, &row, e)) == RC_OK) {
		if (f->src[row[2]].time > times[row[0]])
			times[row[0]] = f->src[row[2]].time;
		if (row[0] == last[0] && row[1] == last[1])
			continue;
		last[0] = row[0];
		last[1] = row[1];
		put_row(w, T_NS_SOURCE);
		put_int(w, row[0]);
		put_int(w, row[1]);
		rc = put_end(w, e);
	}
	rows_done(&pairs);
	return rc != RC_STOP ? rc : write_ns(f, w, times, e);
}

/* ---- identifiers ---- */

static enum rc
write_vids(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t n = intern_count(&f->vids), nprefix = 0;
	struct str last = { NULL, 0 };
	enum rc rc = RC_OK;

	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		struct str s = intern_text(&f->vids, f->vid_by_id[id]);
		struct str p = vid_prefix(s);

		if (nprefix == 0 || !str_eq(p, last)) {
			last = p;
			put_row(w, T_PREFIX);
			put_int(w, ++nprefix);
			put_text(w, p);
			rc = put_end(w, e);
			if (rc != RC_OK)
				return rc;
		}
		put_row(w, T_VID);
		put_int(w, id);
		put_int(w, nprefix);
		put_text(w, str_from_pos(s, p.n));
		put_int(w, f->grp[id]);
		put_int(w, fill_flags(f)[f->vid_by_id[id]]);
		rc = put_end(w, e);
	}
	return rc;
}

static bool
fix_alias(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	bool alive = !fill_advs(f)[row[L_ADV]].dead;

	row[L_A] = f->vid_id[row[L_A]];
	row[L_B] = f->vid_id[row[L_B]];
	row[L_ADV] = 0;
	return alive && row[L_A] != 0 && row[L_B] != 0;
}

static enum rc
write_aliases(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last[L_N] = { 0 };
	const uint32_t *row;
	enum rc rc = rows_sort(&f->aliases, fix_alias, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->aliases, &row, e)) ==
	    RC_OK) {
		if (memcmp(row, last, sizeof last) == 0)
			continue;
		memcpy(last, row, sizeof last);
		put_row(w, T_ALIAS);
		put_int(w, row[L_A]);
		put_int(w, row[L_REL]);
		put_int(w, row[L_B]);
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- records ---- */

/* Is this link among those before it? */
static bool
is_repeated(struct str before, struct str link)
{
	struct str x;

	while (str_split(&before, '\n', &x))
		if (str_eq(x, link))
			return true;
	return false;
}

enum {
	BASES_MAX = 1 << 16,	/* beginnings that are shared: some 5 MB */
	BASE_MIN = 12,		/* bytes that are worth sharing */
};

/* Beginnings of addresses, as far as the last "/". */
struct bases {
	struct arena *arena;
	struct intern pool;	/* numbers are base.id */
};

static enum rc
base_of(struct bases *b, struct writer *w, struct str url, uint32_t *ret,
    struct str *ret_tail, struct err *e)
{
	uint32_t n = intern_count(&b->pool);
	size_t slash = str_rfind(url, '/');
	struct str base = str_sub(url, 0, slash == url.n ? 0 : slash + 1);

	*ret = 0;
	*ret_tail = url;
	if (base.n < BASE_MIN || n >= BASES_MAX)
		return RC_OK;
	*ret = intern_put(&b->pool, base);
	*ret_tail = str_from_pos(url, base.n);
	if (*ret != n)
		return RC_OK;
	put_row(w, T_BASE);
	put_int(w, n);
	put_text(w, base);
	return put_end(w, e);
}

static enum rc
put_link(struct bases *b, struct writer *w, uint32_t adv, uint32_t seq,
    struct str url, struct err *e)
{
	struct str tail;
	uint32_t base;
	enum rc rc = base_of(b, w, url, &base, &tail, e);

	if (rc != RC_OK)
		return rc;
	put_row(w, T_LINK);
	put_int(w, adv);
	put_int(w, seq);
	put_int(w, base);
	put_text(w, tail);
	return put_end(w, e);
}

static enum rc
write_links(struct bases *b, struct writer *w, uint32_t adv,
    struct str links, struct err *e)
{
	struct str rest = links, x;
	uint32_t seq = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && str_split(&rest, '\n', &x)) {
		struct str before = str_sub(links, 0,
		    (size_t)(x.p - links.p));

		if (x.n == 0 || is_repeated(before, x))
			continue;
		rc = put_link(b, w, adv, seq++, x, e);
	}
	return rc;
}

static enum rc
write_advs(struct fill *f, struct writer *w, struct err *e)
{
	struct bases bases = { .arena = arena_new(
	    (size_t)limits_default.memory) };
	struct buf b = { 0 };
	enum rc rc = RC_OK;

	intern_init(&bases.pool, bases.arena);
	for (uint32_t i = 0; rc == RC_OK && i < f->nadv; i++) {
		const struct fill_adv *a = &fill_advs(f)[f->adv_by_id[i]];
		struct fill_text t;

		rc = fill_text_get(f, a, &b, &t, e);
		if (rc != RC_OK)
			break;
		put_row(w, T_ADV);
		put_int(w, a->id);
		put_int(w, f->vid_id[a->vid]);
		put_int(w, f->src[a->src].id);
		put_int(w, a->severity);
		put_time(w, fill_time(a->published));
		put_time(w, fill_time(a->modified));
		put_time(w, fill_time(a->withdrawn));
		put_text(w, t.title);
		put_text(w, t.url);
		rc = put_end(w, e);
		if (rc == RC_OK)
			rc = write_links(&bases, w, a->id, t.links, e);
	}
	intern_done(&bases.pool);
	arena_free(bases.arena);
	buf_done(&b);
	return rc;
}

/* ---- statements ---- */

static enum rc
put_range(struct out_state *o, uint32_t i, uint32_t *ret, struct err *e)
{
	struct range_key k;

	if (i == 0 || o->range_id[i] != 0) {
		*ret = i == 0 ? 0 : o->range_id[i];
		return RC_OK;
	}
	memcpy(&k, intern_text(&o->f->ranges, i).p, sizeof k);
	*ret = o->range_id[i] = ++o->nranges;
	put_row(o->w, T_VRANGE);
	put_int(o->w, *ret);
	put_text(o->w, fill_word(o->f, k.lo));
	put_text(o->w, fill_word(o->f, k.hi));
	put_int(o->w, k.flags);
	put_text(o->w, fill_word(o->f, k.fixed));
	return put_end(o->w, e);
}

static bool
fix_affected(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	const struct fill_adv *a = &fill_advs(f)[row[A_ADV]];

	if (!fill_speaks(a) || a->id == 0)
		return false;
	row[A_PKG] = f->pkg_rank[row[A_PKG]];
	row[A_ADV] = a->id;
	if (row[A_QUAL] != NO_WORD32)
		row[A_QUAL] = f->qual_id[row[A_QUAL]];
	if (row[A_WORD] != NO_WORD32)
		row[A_WORD] = f->word_id[row[A_WORD]];
	return true;
}

static enum rc
put_pkg(struct out_state *o, uint32_t id, uint32_t i, struct err *e)
{
	struct pkg_key k;

	memcpy(&k, intern_text(&o->f->pkgs, i).p, sizeof k);
	put_row(o->w, T_PKG);
	put_int(o->w, id);
	put_int(o->w, o->f->ns_id[k.ns]);
	put_text(o->w, fill_word(o->f, k.name));
	return put_end(o->w, e);
}

static enum rc
put_statement(struct out_state *o, const uint32_t *row, uint32_t pkg,
    uint32_t seq, struct err *e)
{
	uint32_t range = 0, severity = row[A_STATE] >> 8;
	enum rc rc = put_range(o, row[A_RANGE], &range, e);

	if (rc != RC_OK)
		return rc;
	put_row(o->w, T_AFFECTED);
	put_int(o->w, pkg);
	put_int(o->w, row[A_ADV]);
	put_int(o->w, seq);
	put_int(o->w, range);
	put_int(o->w, row[A_STATE] & 0xff);
	put_opt(o->w, severity == 0xff ? NO_WORD32 : severity);
	put_opt(o->w, row[A_QUAL]);
	put_opt(o->w, row[A_WORD]);
	put_opt(o->w, fill_known_day(o->f, row, o->pkg_by_rank[row[A_PKG]]));
	return put_end(o->w, e);
}

/* The same statement made twice by one record? Compares all but the ordinal. */
static bool
is_again(const uint32_t *a, const uint32_t *b)
{
	return memcmp(a, b, A_ORD * sizeof *a) == 0 &&
	    memcmp(a + A_RANGE, b + A_RANGE, (A_N - A_RANGE) * sizeof *a) == 0;
}

static enum rc
write_affected(struct out_state *o, struct err *e)
{
	struct fill *f = o->f;
	uint32_t n = intern_count(&f->pkgs), pkg = 0, seq = 0;
	uint32_t *by_rank = NEWN(f->arena, uint32_t, n), last[A_N] = { 0 };
	const uint32_t *row;
	enum rc rc;

	for (uint32_t i = 0; i < n; i++)
		by_rank[f->pkg_rank[i]] = i;
	o->pkg_by_rank = by_rank;
	rc = rows_sort(&f->affected, fix_affected, f, e);
	while (rc == RC_OK && (rc = rows_next(&f->affected, &row, e)) ==
	    RC_OK) {
		bool same = pkg != 0 && row[A_PKG] == last[A_PKG];

		if (same && is_again(row, last))
			continue;
		seq = same && row[A_ADV] == last[A_ADV] ? seq + 1 : 0;
		memcpy(last, row, sizeof last);
		if (!same)
			rc = put_pkg(o, ++pkg, by_rank[row[A_PKG]], e);
		if (rc == RC_OK)
			rc = put_statement(o, row, pkg, seq, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
fix_cpe(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	const struct fill_adv *a = &fill_advs(f)[row[C_ADV]];

	if (!fill_speaks(a) || a->overruled || a->id == 0)
		return false;
	row[C_CPE] = f->cpe_id[row[C_CPE]];
	row[C_ADV] = a->id;
	if (row[C_ATTRS] != NO_WORD32)
		row[C_ATTRS] = f->word_id[row[C_ATTRS]];
	return true;
}

static enum rc
put_cpe(struct out_state *o, uint32_t id, uint32_t i, struct err *e)
{
	struct cpe_key k;

	memcpy(&k, intern_text(&o->f->cpes, i).p, sizeof k);
	put_row(o->w, T_CPE);
	put_int(o->w, id);
	put_text(o->w, fill_word(o->f, k.product));
	put_text(o->w, fill_word(o->f, k.vendor));
	put_text(o->w, fill_word(o->f, k.part));
	return put_end(o->w, e);
}

static enum rc
put_cpe_match(struct out_state *o, const uint32_t *row, uint32_t cpe,
    uint32_t seq, struct err *e)
{
	uint32_t range = 0;
	enum rc rc = put_range(o, row[C_RANGE], &range, e);

	if (rc != RC_OK)
		return rc;
	put_row(o->w, T_CPE_MATCH);
	put_int(o->w, cpe);
	put_int(o->w, row[C_ADV]);
	put_int(o->w, seq);
	put_int(o->w, range);
	put_int(o->w, row[C_CFG]);
	put_int(o->w, row[C_NODE]);
	put_int(o->w, row[C_OP] & 0xff);
	put_int(o->w, row[C_OP] >> 8);
	put_opt(o->w, row[C_ATTRS]);
	return put_end(o->w, e);
}

static enum rc
write_cpes(struct out_state *o, struct err *e)
{
	struct fill *f = o->f;
	uint32_t n = intern_count(&f->cpes), cpe = 0, seq = 0;
	uint32_t *by_id = NEWN(f->arena, uint32_t, n), last[2] = { 0, 0 };
	const uint32_t *row;
	enum rc rc;

	for (uint32_t i = 0; i < n; i++)
		by_id[f->cpe_id[i]] = i;
	rc = rows_sort(&f->cpe_rows, fix_cpe, f, e);
	while (rc == RC_OK && (rc = rows_next(&f->cpe_rows, &row, e)) ==
	    RC_OK) {
		bool same = cpe != 0 && row[C_CPE] == last[0];

		seq = same && row[C_ADV] == last[1] ? seq + 1 : 0;
		last[0] = row[C_CPE];
		last[1] = row[C_ADV];
		if (!same)
			rc = put_cpe(o, ++cpe, by_id[row[C_CPE]], e);
		if (rc == RC_OK)
			rc = put_cpe_match(o, row, cpe, seq, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
write_words(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t n = intern_count(&f->words);
	uint32_t *by_id = NEWN(f->arena, uint32_t, n);
	enum rc rc = RC_OK;

	for (uint32_t i = 1; i < n; i++)
		by_id[f->word_id[i]] = i;
	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		put_row(w, T_WORD);
		put_int(w, id);
		put_text(w, intern_text(&f->words, by_id[id]));
		rc = put_end(w, e);
	}
	return rc;
}

static enum rc
put_qual(struct fill *f, struct writer *w, uint32_t id, struct qual_key k,
    struct err *e)
{
	put_row(w, T_QUAL);
	put_int(w, id);
	put_text(w, fill_word(f, k.module));
	put_text(w, fill_word(f, k.arch));
	put_int(w, f->cpeset_id[intern_put(&f->cpesets,
	    fill_word(f, k.cpes))]);
	put_text(w, fill_word(f, k.flavour));
	put_text(w, fill_word(f, k.extra));
	return put_end(w, e);
}

static uint32_t *
turned(struct fill *f, const uint32_t *id, uint32_t n)
{
	uint32_t *by_id = NEWN(f->arena, uint32_t, n);

	for (uint32_t i = 1; i < n; i++)
		by_id[id[i]] = i;
	return by_id;
}

static enum rc
write_quals(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t n = intern_count(&f->quals);
	uint32_t *by_id;
	enum rc rc = RC_OK;

	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		struct qual_key k;

		memcpy(&k, intern_text(&f->quals, f->qual_by_id[id]).p,
		    sizeof k);
		rc = put_qual(f, w, id, k, e);
	}
	n = intern_count(&f->cpesets);
	by_id = turned(f, f->cpeset_id, n);
	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		put_row(w, T_CPESET);
		put_int(w, id);
		put_text(w, intern_text(&f->cpesets, by_id[id]));
		rc = put_end(w, e);
	}
	return rc;
}

/* ---- the file ---- */

static enum rc
write_tables(struct fill *f, struct writer *w, struct err *e)
{
	struct out_state o = { .f = f, .w = w, .range_id = NEWN(f->arena,
	    uint32_t, intern_count(&f->ranges)) };
	enum rc rc = write_sources(f, w, e);

	if (rc == RC_OK)
		rc = write_ns_sources(f, w, e);
	if (rc == RC_OK)
		rc = write_affected(&o, e);
	if (rc == RC_OK)
		rc = write_cpes(&o, e);
	if (rc == RC_OK)
		rc = write_words(f, w, e);
	if (rc == RC_OK)
		rc = write_quals(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_named(f, w, e);
	if (rc == RC_OK)
		rc = write_vids(f, w, e);
	if (rc == RC_OK)
		rc = write_aliases(f, w, e);
	if (rc == RC_OK)
		rc = write_advs(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_cvss(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_cwes(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_kev(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_epss(f, w, e);
	if (rc == RC_OK)
		rc = fill_write_ssvc(f, w, e);
	return rc == RC_OK ? fill_write_maven(f, w, e) : rc;
}

static enum rc
write_pair(struct db_stmt *s, struct str k, struct str v, struct err *e)
{
	db_bind_text(s, 1, k);
	db_bind_text(s, 2, v);
	return db_run(s, e);
}

/* What feeds said about themselves; the newest source's word holds. */
static enum rc
write_said(struct fill *f, struct db_stmt *s, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < f->nmeta; i++) {
		const struct fill_meta *m = &f->meta[i];
		bool beaten = false;

		beaten = f->src[m->src].id == 0;
		for (size_t j = 0; j < f->nmeta; j++)
			beaten |= f->src[f->meta[j].src].id != 0 &&
			    str_eq(m->key, f->meta[j].key) &&
			    (f->src[f->meta[j].src].rank <
			    f->src[m->src].rank ||
			    (f->meta[j].src == m->src && j > i));
		if (!beaten)
			rc = write_pair(s, m->key, m->value, e);
	}
	return rc;
}

static enum rc
write_meta(struct fill *f, struct db *db, struct str content, struct err *e)
{
	struct db_stmt *s;
	int64_t newest = NO_TIME;
	struct str years = fill_years(f), lost = fill_lost(f);
	enum rc rc = db_prepare(db, "INSERT INTO meta VALUES(?,?)", &s, e);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < f->nsrc; i++)
		if (f->src[i].id != 0 && f->src[i].time > newest)
			newest = f->src[i].time;
	rc = write_pair(s, STR("content"), content, e);
	if (rc == RC_OK)
		rc = write_pair(s, STR("built_by"),
		    STR("airbom feeds " AIRBOM_VERSION), e);
	if (rc == RC_OK && f->only != NULL && f->only->words.n != 0)
		rc = write_pair(s, STR("selection"), f->only->words, e);
	if (rc == RC_OK && years.n != 0)
		rc = write_pair(s, STR("nvd_years"), years, e);
	if (rc == RC_OK && lost.n != 0)
		rc = write_pair(s, STR("lost"), lost, e);
	if (rc == RC_OK && newest != NO_TIME)
		rc = write_pair(s, STR("newest"), str_fmt(f->arena, "%lld",
		    (long long)newest), e);
	if (rc == RC_OK)
		rc = write_said(f, s, e);
	db_finish(s);
	return rc;
}

static enum rc
check(struct db *db, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(db, "PRAGMA integrity_check(1)", &s, e);

	if (rc != RC_OK)
		return rc;
	rc = db_step(s, e);
	if (rc == RC_OK && !str_eq(db_text(s, 0), STR("ok")))
		rc = err_set(e, RC_IO, "written database is damaged: %.*s",
		    STR_ARG(db_text(s, 0)));
	db_finish(s);
	return rc;
}

static enum rc
write_all(struct fill *f, struct db *db, struct err *e)
{
	const char *mark = strstr(schema_text, schema_index_mark);
	const char *tables = str_z(f->arena, str_of(schema_text,
	    (size_t)(mark - schema_text)));
	char pragmas[192];
	struct writer *w = NULL;
	enum rc rc;

	(void)snprintf(pragmas, sizeof pragmas,
	    "PRAGMA application_id=%u;PRAGMA user_version=%d;"
	    "ATTACH '' AS waiting;PRAGMA waiting.journal_mode=OFF;"
	    "PRAGMA waiting.synchronous=OFF;BEGIN",
	    SCHEMA_APPLICATION, SCHEMA_VERSION);
	rc = db_exec(db, pragmas, e);
	if (rc == RC_OK)
		rc = db_exec(db, tables, e);
	if (rc == RC_OK)
		rc = writer_new(db, &w, e);
	if (rc == RC_OK)
		rc = write_tables(f, w, e);
	if (rc == RC_OK)
		rc = writer_settle(w, e);
	if (rc == RC_OK)
		rc = write_meta(f, db, writer_content(w, f->content), e);
	writer_free(w);
	fill_shed(f);
	if (rc == RC_OK)
		rc = db_exec(db, mark, e);
	if (rc == RC_OK)
		rc = db_exec(db, "COMMIT", e);
	return rc == RC_OK ? check(db, e) : rc;
}

enum rc
fill_write(struct fill *f, const char *path, struct err *e)
{
	struct db *db;
	enum rc rc;

	if (f->failed)
		return err_set(e, RC_IO, "rows were lost: scratch file failed");
	rc = fill_order(f, e);
	if (rc == RC_OK)
		rc = fill_groups(f, e);
	if (rc == RC_OK)
		rc = db_create(path, PAGE_SIZE, &db, e);
	if (rc != RC_OK)
		return rc;
	rc = write_all(f, db, e);
	db_close(db);
	return rc;
}
