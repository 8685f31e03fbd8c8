/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources of an older database, or what they say of some namespaces, told to
 * the filler again.
 */
#include "advisory/carry.h"

#include <stdlib.h>
#include <string.h>

#include "advisory/advdb.h"
#include "advisory/carry_int.h"
#include "base/arena.h"
#include "base/limits.h"
#include "db/db.h"
#include "identity/ecosystem.h"

/* ---- the older database's namespaces ---- */

static struct old_ns *
ns_find(struct carry *c, int64_t id)
{
	size_t lo = 0, hi = c->nns;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->ns[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->nns && c->ns[lo].id == id ? &c->ns[lo] : NULL;
}

/* Feeds name ecosystems too that no row of ours knows; of those only
   distributions have releases. */
static const struct ecosystem *
eco_of(struct carry *c, struct str key, struct str release)
{
	const struct ecosystem *eco = ecosystem_by_key(key);

	return eco != NULL ? eco : ecosystem_unknown(c->arena, key,
	    release.n != 0);
}

static enum rc
add_ns(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	const struct ecosystem *eco = eco_of(c, db_text(s, 1), db_text(s, 2));

	(void)to, (void)e;
	if (eco == NULL)
		return RC_OK;	/* without a name */
	c->ns = arena_grow(c->arena, c->ns, c->nns, &c->ns_cap,
	    sizeof *c->ns);
	c->ns[c->nns++] = (struct old_ns){ .id = db_int(s, 0),
		.first = INT64_MAX, .last = INT64_MIN, .eco = eco,
		.release = str_dup(c->arena, db_text(s, 2)),
		.channel = str_dup(c->arena, db_text(s, 3)) };
	return RC_OK;
}

static enum rc
add_package(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct old_ns *n = ns_find(c, db_int(s, 1));
	int64_t id = db_int(s, 0);

	(void)to, (void)e;
	if (n != NULL) {
		n->first = id < n->first ? id : n->first;
		n->last = id > n->last ? id : n->last;
	}
	return RC_OK;
}

static enum rc
add_cover(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct old_ns *n = ns_find(c, db_int(s, 1));

	(void)to, (void)e;
	if (n == NULL)
		return RC_OK;
	c->cover = arena_grow(c->arena, c->cover, c->ncover, &c->cover_cap,
	    sizeof *c->cover);
	c->cover[c->ncover++] = (struct cover){ db_int(s, 0),
		(size_t)(n - c->ns) };
	return RC_OK;
}

static void
carry_done(struct carry *c)
{
	for (size_t i = 0; i < C_QUERIES; i++)
		if (c->stmt[i] != NULL)
			db_finish(c->stmt[i]);
	buf_done(&c->seen);
	arena_free(c->scratch);
	arena_free(c->arena);
}

static enum rc
carry_init(struct carry *c, struct fill *f, struct advdb *old, struct err *e)
{
	enum rc rc;

	*c = (struct carry){ .f = f, .db = advdb_db(old),
		.arena = arena_new((size_t)limits_default.memory),
		.scratch = arena_new((size_t)limits_default.memory) };
	rc = advdb_sources(old, c->arena, &c->src, &c->nsrc, e);
	if (rc == RC_OK)
		rc = carry_each(c, C_NS, NULL, 0, add_ns, NULL, e);
	if (rc == RC_OK)
		rc = carry_each(c, C_PACKAGES, NULL, 0, add_package, NULL, e);
	return rc == RC_OK ? carry_each(c, C_COVERS, NULL, 0, add_cover, NULL,
	    e) : rc;
}

/* ---- statements ---- */

/* Flags of vrange in schemas/advisories.sql. */
static struct interval
interval_of(struct db_stmt *s, int64_t flags)
{
	bool point = flags & (4 | 8);

	return (struct interval){ .lo = db_text(s, 5), .hi = db_text(s, 6),
		.has_lo = !point && !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };
}

/* to: the namespace. */
static enum rc
put_statement(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	const struct old_ns *n = to;
	int64_t state = db_int(s, 2), flags = db_int(s, 7);
	struct adv_affected x = { .eco = n->eco, .release = n->release,
		.channel = n->channel, .name = db_text(s, 1),
		.state = state >= 0 && state <= ADV_UNDETERMINED ?
		    (enum adv_state)state : ADV_UNDETERMINED,
		.has_severity = !db_is_null(s, 3),
		.severity = carry_severity(db_int(s, 3)),
		.fixed = db_text(s, 8), .word = db_text(s, 9),
		.module = db_text(s, 10), .arch = db_text(s, 11),
		.flavour = db_text(s, 12), .extra = db_text(s, 13),
		.cpes = db_text(s, 14) };

	arena_reset(c->scratch);
	if (!db_is_null(s, 7)) {
		x.range = interval_of(s, flags);
		x.exact = flags & 4;
		x.opaque = flags & 8;
	}
	x.known_day = carry_opt(s, 4, &x.has_known);
	return carry_record(c, db_int(s, 0), &x, NULL, 0, e);
}

static enum rc
put_statements(struct carry *c, struct old_ns *n, int64_t source,
    struct err *e)
{
	if (n->first > n->last)
		return RC_OK;
	return carry_each(c, C_STATEMENTS, (int64_t[]){ n->first, n->last,
	    n->id, source }, 4, put_statement, n, e);
}

static enum rc
put_kev(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	(void)to;
	return fill_kev(c->f, &(struct adv_kev){ .id = db_text(s, 0),
	    .added_day = db_int(s, 1), .due_day = db_int(s, 2),
	    .ransomware = db_int(s, 3) != 0, .action = db_text(s, 4) }, e);
}

static enum rc
put_epss(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	(void)to;
	return fill_epss(c->f, &(struct adv_epss){ db_text(s, 0),
	    (uint32_t)db_int(s, 1), (uint32_t)db_int(s, 2) }, e);
}

/* ---- sources ---- */

static enum rc
begin(struct carry *c, const struct advdb_source *s, struct err *e)
{
	enum rc rc = fill_source(c->f, &(struct fill_source){
	    .feed = s->feed, .name = s->name, .scope = s->scope,
	    .sha256 = s->sha256, .bytes = s->bytes, .frozen = true,
	    .whole = c->whole }, e);

	if (rc == RC_OK)
		fill_partial(c->f);	/* what it covered is said apart */
	if (rc == RC_OK && s->has_time)
		fill_data_time(c->f, s->data_time_s);
	return rc;
}

static void
cover_ns(struct carry *c, const struct old_ns *n)
{
	struct src_ns_key k = { c->f->cur, fill_ns_of(c->f, n->eco, n->release,
	    n->channel) };

	(void)intern_key(&c->f->stated, &k, sizeof k);
}

static bool
wants(const struct carry *c, const struct old_ns *n)
{
	return fill_wants(c->f, n->eco, n->release);
}

static enum rc
put_whole(struct carry *c, const struct advdb_source *s, struct err *e)
{
	enum rc rc;

	c->whole = true;
	rc = begin(c, s, e);
	for (size_t i = 0; i < c->ncover; i++)
		if (c->cover[i].source == s->id &&
		    wants(c, &c->ns[c->cover[i].ns]))
			cover_ns(c, &c->ns[c->cover[i].ns]);
	for (size_t i = 0; rc == RC_OK && i < c->nns; i++)
		rc = put_statements(c, &c->ns[i], s->id, e);
	if (rc == RC_OK)
		rc = carry_records(c, s->id, e);
	if (rc == RC_OK && str_eq(s->feed, STR("kev")))
		rc = carry_each(c, C_KEV, NULL, 0, put_kev, NULL, e);
	if (rc == RC_OK && str_eq(s->feed, STR("epss")))
		rc = carry_each(c, C_EPSS, NULL, 0, put_epss, NULL, e);
	return rc;
}

enum rc
carry_source(struct fill *f, struct advdb *old, int64_t source, struct err *e)
{
	struct carry c;
	enum rc rc = carry_init(&c, f, old, e);

	for (size_t i = 0; rc == RC_OK && i < c.nsrc; i++)
		if (c.src[i].id == source)
			rc = put_whole(&c, &c.src[i], e);
	carry_done(&c);
	return rc;
}

/* ---- releases that vanished ---- */

static bool
is_ns(const struct fill *f, const struct ns_key *k, const struct old_ns *n)
{
	return str_eq(fill_word(f, k->eco), str_from(n->eco->key)) &&
	    str_eq(fill_word(f, k->release), n->release) &&
	    str_eq(fill_word(f, k->channel), n->channel);
}

/* Does a source of the feed that is read speak of the ecosystem, and of the
   release? */
static void
look(const struct carry *c, struct str feed, const struct old_ns *n,
    bool *ret_eco, bool *ret_release)
{
	const struct fill *f = c->f;
	const struct intern *pools[] = { &f->seen, &f->stated };

	*ret_eco = *ret_release = false;
	for (size_t p = 0; p < 2; p++) {
		for (uint32_t i = 1; i < intern_count(pools[p]); i++) {
			struct src_ns_key at;
			struct ns_key k;

			memcpy(&at, intern_text(pools[p], i).p, sizeof at);
			if (f->src[at.src].refused ||
			    (f->src[at.src].frozen && !f->src[at.src].whole) ||
			    !str_eq(f->src[at.src].feed, feed))
				continue;
			memcpy(&k, intern_text(&f->ns, at.ns).p, sizeof k);
			*ret_eco |= str_eq(fill_word(f, k.eco),
			    str_from(n->eco->key));
			*ret_release |= is_ns(f, &k, n);
		}
	}
}

enum rc
carry_vanished(struct fill *f, struct advdb *old, struct err *e)
{
	struct carry c;
	enum rc rc = carry_init(&c, f, old, e);

	for (size_t i = 0; rc == RC_OK && i < c.ncover; i++) {
		struct old_ns *n = &c.ns[c.cover[i].ns];
		const struct advdb_source *s = NULL;
		bool eco, release;

		for (size_t k = 0; s == NULL && k < c.nsrc; k++)
			if (c.src[k].id == c.cover[i].source)
				s = &c.src[k];
		if (s == NULL || n->release.n == 0 || !wants(&c, n))
			continue;
		look(&c, s->feed, n, &eco, &release);
		if (!eco || release)
			continue;
		rc = begin(&c, s, e);
		cover_ns(&c, n);
		if (rc == RC_OK)
			rc = put_statements(&c, n, s->id, e);
	}
	carry_done(&c);
	return rc;
}
