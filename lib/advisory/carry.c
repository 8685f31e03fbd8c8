/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/carry.h"

#include <stdlib.h>
#include <string.h>

#include "advisory/advdb.h"
#include "advisory/fill_int.h"
#include "base/arena.h"
#include "base/limits.h"
#include "db/db.h"
#include "identity/ecosystem.h"

/* A namespace of the older database. */
struct old_ns {
	int64_t id, first, last;	/* its packages: contiguous ids */
	const struct ecosystem *eco;
	struct str release, channel;
};

/* A source that covers one. */
struct cover {
	int64_t source;
	size_t ns;
};

struct carry {
	struct fill *f;
	struct advdb *old;
	struct db *db;
	struct arena *arena, *scratch;
	struct advdb_source *src;
	size_t nsrc;
	struct old_ns *ns;
	size_t nns, ns_cap;
	struct cover *cover;
	size_t ncover, cover_cap;
	struct buf seen;	/* bytes by adv: 1 when it was handed on */
	struct db_stmt *record, *links, *aliases, *cvss, *cwes, *ssvc;
	bool whole;		/* all of a source, not only some releases */
};

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
read_ns(struct carry *c, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(c->db, "SELECT id, eco, release, channel "
	    "FROM ns ORDER BY id", &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		const struct ecosystem *eco = eco_of(c, db_text(s, 1),
		    db_text(s, 2));

		if (eco == NULL)
			continue;	/* without a name */
		c->ns = arena_grow(c->arena, c->ns, c->nns, &c->ns_cap,
		    sizeof *c->ns);
		c->ns[c->nns++] = (struct old_ns){ .id = db_int(s, 0),
			.first = INT64_MAX, .last = INT64_MIN, .eco = eco,
			.release = str_dup(c->arena, db_text(s, 2)),
			.channel = str_dup(c->arena, db_text(s, 3)) };
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_packages(struct carry *c, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(c->db, "SELECT id, ns FROM pkg ORDER BY id",
	    &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		struct old_ns *n = ns_find(c, db_int(s, 1));
		int64_t id = db_int(s, 0);

		if (n == NULL)
			continue;
		n->first = id < n->first ? id : n->first;
		n->last = id > n->last ? id : n->last;
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_covers(struct carry *c, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(c->db, "SELECT source, ns FROM ns_source "
	    "ORDER BY source, ns", &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		struct old_ns *n = ns_find(c, db_int(s, 1));

		if (n == NULL)
			continue;
		c->cover = arena_grow(c->arena, c->cover, c->ncover,
		    &c->cover_cap, sizeof *c->cover);
		c->cover[c->ncover++] = (struct cover){ db_int(s, 0),
			(size_t)(n - c->ns) };
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- one record ---- */

static int64_t
opt(struct db_stmt *s, int col, bool *ret_has)
{
	*ret_has = !db_is_null(s, col);
	return db_int(s, col);
}

static enum severity
severity_of(int64_t v)
{
	return v >= SEV_UNKNOWN && v <= SEV_CRITICAL ? (enum severity)v :
	    SEV_UNKNOWN;
}

static enum rc
read_links(struct carry *c, int64_t adv, struct adv_record *r, struct err *e)
{
	struct str *v = NULL;
	size_t cap = 0;
	enum rc rc;

	db_reset(c->links);
	db_bind_int(c->links, 1, adv);
	while ((rc = db_step(c->links, e)) == RC_OK) {
		v = arena_grow(c->scratch, v, r->nlinks, &cap, sizeof *v);
		v[r->nlinks++] = str_dup(c->scratch, db_text(c->links, 0));
	}
	r->links = v;
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_aliases(struct carry *c, int64_t vid, struct adv_record *r, struct err *e)
{
	struct adv_alias *v = NULL;
	struct db_stmt *s = c->aliases;
	size_t cap = 0;
	enum rc rc;

	db_reset(s);
	db_bind_int(s, 1, vid);
	while ((rc = db_step(s, e)) == RC_OK) {
		int64_t rel = db_int(s, 0);

		if (rel < REL_ALIAS || rel > REL_RELATED)
			continue;
		v = arena_grow(c->scratch, v, r->naliases, &cap, sizeof *v);
		v[r->naliases++] = (struct adv_alias){
			str_dup(c->scratch, db_text(s, 1)),
			(enum alias_rel)rel };
	}
	r->aliases = v;
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_cvss(struct carry *c, int64_t vid, struct adv_record *r, struct err *e)
{
	struct adv_cvss *v = NULL;
	struct db_stmt *s = c->cvss;
	size_t cap = 0;
	enum rc rc;

	db_reset(s);
	db_bind_int(s, 1, vid);
	while ((rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(c->scratch, v, r->ncvss, &cap, sizeof *v);
		v[r->ncvss++] = (struct adv_cvss){
			.source = str_dup(c->scratch, db_text(s, 0)),
			.version = (int)(db_int(s, 1) & 0xff),
			.score = (double)(db_int(s, 2) & 0xff) / 10,
			.vector = str_dup(c->scratch, db_text(s, 3)),
			.primary = db_int(s, 4) != 0 };
	}
	r->cvss = v;
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_cwes(struct carry *c, int64_t vid, struct adv_record *r, struct err *e)
{
	size_t cap = 0;
	int *v = NULL;
	enum rc rc;

	db_reset(c->cwes);
	db_bind_int(c->cwes, 1, vid);
	while ((rc = db_step(c->cwes, e)) == RC_OK) {
		int64_t cwe = db_int(c->cwes, 0);

		if (cwe < 0 || cwe > INT32_MAX)
			continue;
		v = arena_grow(c->scratch, v, r->ncwes, &cap, sizeof *v);
		v[r->ncwes++] = (int)cwe;
	}
	r->cwes = v;
	return rc == RC_STOP ? RC_OK : rc;
}

static uint8_t
said(struct db_stmt *s, int col)
{
	return db_is_null(s, col) ? SSVC_UNSAID : (uint8_t)db_int(s, col);
}

static enum rc
read_ssvc(struct carry *c, int64_t vid, struct adv_record *r, struct err *e)
{
	struct db_stmt *s = c->ssvc;
	enum rc rc;

	if (s == NULL)
		return RC_OK;
	db_reset(s);
	db_bind_int(s, 1, vid);
	rc = db_step(s, e);
	if (rc == RC_OK)
		r->ssvc = (struct adv_ssvc){ true, said(s, 0), said(s, 1),
			said(s, 2), db_int(s, 3) };
	return rc == RC_STOP ? RC_OK : rc;
}

/* What the record says beside statements, when it is first met. */
static enum rc
read_rest(struct carry *c, int64_t adv, int64_t vid, bool alone,
    struct adv_record *r, struct err *e)
{
	enum rc rc;

	while (c->seen.n <= (size_t)adv)
		(void)buf_add(&c->seen, "", 1);
	if (c->seen.p[adv])
		return RC_OK;
	c->seen.p[adv] = 1;
	rc = read_links(c, adv, r, e);
	if (!alone && !c->whole)
		return rc;	/* they may be another source's */
	if (rc == RC_OK)
		rc = read_aliases(c, vid, r, e);
	if (rc == RC_OK)
		rc = read_cvss(c, vid, r, e);
	if (rc == RC_OK)
		rc = read_cwes(c, vid, r, e);
	return rc == RC_OK ? read_ssvc(c, vid, r, e) : rc;
}

enum { ADVS_MAX = 1 << 30 };	/* ids of records that are believed */

/* Flags stand in the database by identifier: a rejection is another source's
   where this record says something, for one that is rejected says nothing. */
static unsigned
flags_of(const struct carry *c, unsigned flags, bool speaks)
{
	return flags & (ADV_DISPUTED | ADV_MALWARE | ADV_NOTICE |
	    (c->whole && !speaks ? ADV_REJECTED : 0));
}

/* Hand on the record, with one statement, its CPEs or nothing. */
static enum rc
put_record(struct carry *c, int64_t adv, const struct adv_affected *x,
    const struct adv_cpe *cpes, size_t ncpes, struct err *e)
{
	struct adv_record r = { .affected = x, .naffected = x != NULL,
		.cpes = cpes, .ncpes = ncpes };
	struct db_stmt *s = c->record;
	enum rc rc;

	if (adv <= 0 || adv > ADVS_MAX)
		return err_set(e, RC_FORMAT, "a record's id is %lld",
		    (long long)adv);
	db_reset(s);
	db_bind_int(s, 1, adv);
	rc = db_step(s, e);
	if (rc != RC_OK)
		return rc == RC_STOP ? err_set(e, RC_FORMAT, "no record %lld",
		    (long long)adv) : rc;
	r.id = str_dup(c->scratch, db_text(s, 0));
	r.flags = flags_of(c, (unsigned)db_int(s, 1), x != NULL ||
	    ncpes != 0);
	r.severity = severity_of(db_int(s, 2));
	r.published_s = opt(s, 3, &r.has_published);
	r.modified_s = opt(s, 4, &r.has_modified);
	r.withdrawn_s = opt(s, 5, &r.has_withdrawn);
	r.title = str_dup(c->scratch, db_text(s, 6));
	r.url = str_dup(c->scratch, db_text(s, 7));
	rc = read_rest(c, adv, db_int(s, 8), db_int(s, 9) == 1, &r, e);
	return rc == RC_OK ? fill_record(c->f, &r, e) : rc;
}

/* ---- statements ---- */

#define STATEMENTS "SELECT a.adv, k.name, a.state, a.severity, a.known, " \
	"r.lo, r.hi, r.flags, r.fixed, w.t, q.module, q.arch, q.flavour, " \
	"q.extra, t.cpes FROM affected a CROSS JOIN adv x ON x.id = a.adv " \
	"CROSS JOIN pkg k ON k.id = a.pkg " \
	"LEFT JOIN vrange r ON r.id = a.vrange " \
	"LEFT JOIN word w ON w.id = a.word LEFT JOIN qual q ON q.id = a.qual " \
	"LEFT JOIN cpeset t ON t.id = q.cpeset WHERE a.pkg BETWEEN ?1 AND ?2 " \
	"AND k.ns = ?3 AND x.source = ?4 ORDER BY a.pkg, a.adv, a.seq"

/* Flags of vrange in schemas/advisories.sql. */
static struct interval
interval_of(struct db_stmt *s, int64_t flags)
{
	bool point = flags & (4 | 8);

	return (struct interval){ .lo = db_text(s, 5), .hi = db_text(s, 6),
		.has_lo = !point && !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };
}

static enum rc
put_statement(struct carry *c, const struct old_ns *n, struct db_stmt *s,
    struct err *e)
{
	int64_t state = db_int(s, 2), flags = db_int(s, 7);
	struct adv_affected x = { .eco = n->eco, .release = n->release,
		.channel = n->channel, .name = db_text(s, 1),
		.state = state >= 0 && state <= ADV_UNDETERMINED ?
		    (enum adv_state)state : ADV_UNDETERMINED,
		.has_severity = !db_is_null(s, 3),
		.severity = severity_of(db_int(s, 3)),
		.fixed = db_text(s, 8), .word = db_text(s, 9),
		.module = db_text(s, 10), .arch = db_text(s, 11),
		.flavour = db_text(s, 12), .extra = db_text(s, 13),
		.cpes = db_text(s, 14) };

	if (!db_is_null(s, 7)) {
		x.range = interval_of(s, flags);
		x.exact = flags & 4;
		x.opaque = flags & 8;
	}
	x.known_day = opt(s, 4, &x.has_known);
	return put_record(c, db_int(s, 0), &x, NULL, 0, e);
}

static enum rc
put_statements(struct carry *c, const struct old_ns *n, int64_t source,
    struct err *e)
{
	struct db_stmt *s;
	enum rc rc;

	if (n->first > n->last)
		return RC_OK;
	rc = db_prepare(c->db, STATEMENTS, &s, e);
	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, n->first);
	db_bind_int(s, 2, n->last);
	db_bind_int(s, 3, n->id);
	db_bind_int(s, 4, source);
	while ((rc = db_step(s, e)) == RC_OK) {
		arena_reset(c->scratch);
		rc = put_statement(c, n, s, e);
		if (rc != RC_OK)
			break;
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- the rest of a whole source ---- */

static enum rc
put_cpes(struct carry *c, int64_t adv, struct db_stmt *s, struct err *e)
{
	struct adv_cpe *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_reset(s);
	db_bind_int(s, 1, adv);
	while ((rc = db_step(s, e)) == RC_OK) {
		int64_t flags = db_int(s, 5), role = db_int(s, 9);

		v = arena_grow(c->scratch, v, n, &cap, sizeof *v);
		v[n] = (struct adv_cpe){
			.part = str_dup(c->scratch, db_text(s, 0)),
			.vendor = str_dup(c->scratch, db_text(s, 1)),
			.product = str_dup(c->scratch, db_text(s, 2)),
			.cfg = (unsigned)db_int(s, 6),
			.node = (unsigned)db_int(s, 7),
			.op = (unsigned)db_int(s, 8) & 0xff,
			.role = role == CPE_PLATFORM || role == CPE_EXCLUSION ?
			    (enum cpe_role)role : CPE_VULNERABLE,
			.attrs = str_dup(c->scratch, db_text(s, 10)) };
		if (!db_is_null(s, 5)) {
			v[n].exact = flags & 4;
			v[n].range = (struct interval){
				.lo = str_dup(c->scratch, db_text(s, 3)),
				.hi = str_dup(c->scratch, db_text(s, 4)),
				.has_lo = !(flags & (4 | 16)),
				.has_hi = !(flags & 32),
				.lo_incl = flags & 1, .hi_incl = flags & 2 };
		}
		n++;
	}
	if (rc != RC_STOP)
		return rc;
	return put_record(c, adv, NULL, v, n, e);
}

static enum rc
put_others(struct carry *c, int64_t source, struct err *e)
{
	struct db_stmt *s, *cpes;
	enum rc rc = db_prepare(c->db, "SELECT m.part, m.vendor, m.product, "
	    "r.lo, r.hi, r.flags, x.cfg, x.node, x.op, x.role, w.t "
	    "FROM cpe_match x JOIN cpe m ON m.id = x.cpe LEFT JOIN vrange r "
	    "ON r.id = x.vrange LEFT JOIN word w ON w.id = x.attrs "
	    "WHERE x.adv = ?1 ORDER BY x.cpe, x.seq", &cpes, e);

	if (rc != RC_OK)
		return rc;
	rc = db_prepare(c->db, "SELECT id FROM adv WHERE source = ?1 "
	    "ORDER BY id", &s, e);
	if (rc == RC_OK)
		db_bind_int(s, 1, source);
	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK) {
		arena_reset(c->scratch);
		rc = put_cpes(c, db_int(s, 0), cpes, e);
	}
	if (s != NULL)
		db_finish(s);
	db_finish(cpes);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
put_kev(struct carry *c, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(c->db, "SELECT p.t || v.tail, k.added, k.due, "
	    "k.ransom, k.action FROM kev k JOIN vid v ON v.id = k.vid JOIN "
	    "prefix p ON p.id = v.prefix ORDER BY k.vid", &s, e);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK)
		rc = fill_kev(c->f, &(struct adv_kev){ .id = db_text(s, 0),
		    .added_day = db_int(s, 1), .due_day = db_int(s, 2),
		    .ransomware = db_int(s, 3) != 0,
		    .action = db_text(s, 4) }, e);
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
put_epss(struct carry *c, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(c->db, "SELECT p.t || v.tail, x.score, x.pct "
	    "FROM epss x JOIN vid v ON v.id = x.vid JOIN prefix p ON "
	    "p.id = v.prefix ORDER BY x.vid", &s, e);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK)
		rc = fill_epss(c->f, &(struct adv_epss){ db_text(s, 0),
		    (uint32_t)db_int(s, 1), (uint32_t)db_int(s, 2) }, e);
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- sources ---- */

static void
carry_done(struct carry *c)
{
	struct db_stmt *s[] = { c->record, c->links, c->aliases, c->cvss,
		c->cwes, c->ssvc };

	for (size_t i = 0; i < sizeof s / sizeof *s; i++)
		if (s[i] != NULL)
			db_finish(s[i]);
	buf_done(&c->seen);
	arena_free(c->scratch);
	arena_free(c->arena);
}

static enum rc
carry_init(struct carry *c, struct fill *f, struct advdb *old, struct err *e)
{
	enum rc rc;

	*c = (struct carry){ .f = f, .old = old, .db = advdb_db(old),
		.arena = arena_new((size_t)limits_default.memory),
		.scratch = arena_new((size_t)limits_default.memory) };
	rc = advdb_sources(old, c->arena, &c->src, &c->nsrc, e);
	if (rc == RC_OK)
		rc = read_ns(c, e);
	if (rc == RC_OK)
		rc = read_packages(c, e);
	if (rc == RC_OK)
		rc = read_covers(c, e);
	if (rc == RC_OK)
		rc = db_prepare(c->db, "SELECT p.t || v.tail, v.flags, "
		    "x.severity, x.published, x.modified, x.withdrawn, "
		    "x.title, x.url, x.vid, (SELECT count(*) FROM adv y WHERE "
		    "y.vid = x.vid) FROM adv x JOIN vid v ON v.id = x.vid "
		    "JOIN prefix p ON p.id = v.prefix WHERE x.id = ?1",
		    &c->record, e);
	if (rc == RC_OK)
		rc = db_prepare(c->db, "SELECT ifnull(b.t, '') || l.tail FROM "
		    "link l LEFT JOIN base b ON b.id = l.base WHERE "
		    "l.adv = ?1 ORDER BY l.seq", &c->links, e);
	if (rc == RC_OK)
		rc = db_prepare(c->db, "SELECT a.rel, p.t || v.tail FROM "
		    "alias a JOIN vid v ON v.id = a.b JOIN prefix p ON "
		    "p.id = v.prefix WHERE a.a = ?1 ORDER BY a.rel, a.b",
		    &c->aliases, e);
	if (rc == RC_OK)
		rc = db_prepare(c->db, "SELECT w.t, c.ver, c.score10, "
		    "x.t, c.prim FROM cvss c JOIN word w ON w.id = c.src "
		    "LEFT JOIN word x ON x.id = c.vector WHERE c.vid = ?1 "
		    "ORDER BY c.src, c.ver", &c->cvss, e);
	if (rc == RC_OK)
		rc = db_prepare(c->db, "SELECT cwe FROM weakness WHERE "
		    "vid = ?1 ORDER BY cwe", &c->cwes, e);
	if (rc == RC_OK && db_has_table(c->db, "ssvc"))
		rc = db_prepare(c->db, "SELECT exploitation, automatable, "
		    "impact, decided FROM ssvc WHERE vid = ?1", &c->ssvc, e);
	return rc;
}

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
		rc = put_others(c, s->id, e);
	if (rc == RC_OK && str_eq(s->feed, STR("kev")))
		rc = put_kev(c, e);
	if (rc == RC_OK && str_eq(s->feed, STR("epss")))
		rc = put_epss(c, e);
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
		const struct old_ns *n = &c.ns[c.cover[i].ns];
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
