/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of an older database, as feeds would have told them.
 */
#include "advisory/advdb.h"
#include "advisory/carry_int.h"
#include "base/arena.h"
#include "db/db.h"

enum { ADVS_MAX = 1 << 30 };	/* ids of records that are believed */

#define NAME "p.t || v.tail"
#define NAMED "JOIN prefix p ON p.id = v.prefix"

static const char *const queries[C_QUERIES] = {
	[C_NS] = "SELECT id, eco, release, channel FROM ns ORDER BY id",
	[C_PACKAGES] = "SELECT id, ns FROM pkg ORDER BY id",
	[C_COVERS] = "SELECT source, ns FROM ns_source ORDER BY source, ns",
	[C_STATEMENTS] = "SELECT a.adv, k.name, a.state, a.severity, a.known, "
	    "r.lo, r.hi, r.flags, r.fixed, w.t, q.module, q.arch, q.flavour, "
	    "q.extra, t.cpes FROM affected a CROSS JOIN adv x ON x.id = a.adv "
	    "CROSS JOIN pkg k ON k.id = a.pkg "
	    "LEFT JOIN vrange r ON r.id = a.vrange "
	    "LEFT JOIN word w ON w.id = a.word "
	    "LEFT JOIN qual q ON q.id = a.qual "
	    "LEFT JOIN cpeset t ON t.id = q.cpeset "
	    "WHERE a.pkg BETWEEN ?1 AND ?2 AND k.ns = ?3 AND x.source = ?4 "
	    "ORDER BY a.pkg, a.adv, a.seq",
	[C_RECORDS] = "SELECT id FROM adv WHERE source = ?1 ORDER BY id",
	[C_RECORD] = "SELECT " NAME ", v.flags, x.severity, x.published, "
	    "x.modified, x.withdrawn, x.title, x.url, x.vid, (SELECT count(*) "
	    "FROM adv y WHERE y.vid = x.vid) FROM adv x JOIN vid v ON "
	    "v.id = x.vid " NAMED " WHERE x.id = ?1",
	[C_LINKS] = "SELECT ifnull(b.t, '') || l.tail FROM link l LEFT JOIN "
	    "base b ON b.id = l.base WHERE l.adv = ?1 ORDER BY l.seq",
	[C_ALIASES] = "SELECT a.rel, " NAME " FROM alias a JOIN vid v ON "
	    "v.id = a.b " NAMED " WHERE a.a = ?1 ORDER BY a.rel, a.b",
	[C_CVSS] = "SELECT w.t, c.ver, c.score10, x.t, c.prim FROM cvss c "
	    "JOIN word w ON w.id = c.src LEFT JOIN word x ON x.id = c.vector "
	    "WHERE c.vid = ?1 ORDER BY c.src, c.ver",
	[C_CWES] = "SELECT cwe FROM weakness WHERE vid = ?1 ORDER BY cwe",
	[C_SSVC] = "SELECT exploitation, automatable, impact, decided FROM "
	    "ssvc WHERE vid = ?1",
	[C_CPES] = "SELECT m.part, m.vendor, m.product, r.lo, r.hi, r.flags, "
	    "x.cfg, x.node, x.op, x.role, w.t FROM cpe_match x JOIN cpe m ON "
	    "m.id = x.cpe LEFT JOIN vrange r ON r.id = x.vrange LEFT JOIN "
	    "word w ON w.id = x.attrs WHERE x.adv = ?1 ORDER BY x.cpe, x.seq",
	[C_KEV] = "SELECT " NAME ", k.added, k.due, k.ransom, k.action FROM "
	    "kev k JOIN vid v ON v.id = k.vid " NAMED " ORDER BY k.vid",
	[C_EPSS] = "SELECT " NAME ", x.score, x.pct FROM epss x JOIN vid v ON "
	    "v.id = x.vid " NAMED " ORDER BY x.vid",
};

enum rc
carry_each(struct carry *c, enum carry_query q, const int64_t *v, size_t n,
    carry_row_fn *row, void *to, struct err *e)
{
	struct db_stmt *s = c->stmt[q];
	enum rc rc = RC_OK;

	if (s == NULL)
		rc = db_prepare(c->db, queries[q], &c->stmt[q], e);
	if (rc != RC_OK)
		return rc;
	s = c->stmt[q];
	for (size_t i = 0; i < n; i++)
		db_bind_int(s, (int)i + 1, v[i]);
	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK)
		rc = row(c, s, to, e);
	db_reset(s);
	return rc == RC_STOP ? RC_OK : rc;
}

int64_t
carry_opt(struct db_stmt *s, int col, bool *ret_has)
{
	*ret_has = !db_is_null(s, col);
	return db_int(s, col);
}

enum severity
carry_severity(int64_t v)
{
	return v >= SEV_UNKNOWN && v <= SEV_CRITICAL ? (enum severity)v :
	    SEV_UNKNOWN;
}

/* ---- what hangs on a record ---- */

/* A record and its lists, which are const in it, while they grow. */
struct draft {
	struct adv_record r;
	struct str *links;
	struct adv_alias *aliases;
	struct adv_cvss *cvss;
	int *cwes;
	size_t links_cap, aliases_cap, cvss_cap, cwes_cap;
	int64_t vid;
	bool found, alone;	/* alone: its identifier has no other record */
};

#define GROW(c, d, list, n) ((d)->r.list = (d)->list = arena_grow( \
	(c)->scratch, (d)->list, (d)->r.n, &(d)->list##_cap, \
	sizeof *(d)->list), &(d)->list[(d)->r.n++])

static enum rc
add_link(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;

	(void)e;
	*GROW(c, d, links, nlinks) = str_dup(c->scratch, db_text(s, 0));
	return RC_OK;
}

static enum rc
add_alias(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;
	int64_t rel = db_int(s, 0);

	(void)e;
	if (rel >= REL_ALIAS && rel <= REL_RELATED)
		*GROW(c, d, aliases, naliases) = (struct adv_alias){
			str_dup(c->scratch, db_text(s, 1)),
			(enum alias_rel)rel };
	return RC_OK;
}

static enum rc
add_cvss(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;

	(void)e;
	*GROW(c, d, cvss, ncvss) = (struct adv_cvss){
		.source = str_dup(c->scratch, db_text(s, 0)),
		.version = (int)(db_int(s, 1) & 0xff),
		.score = (double)(db_int(s, 2) & 0xff) / 10,
		.vector = str_dup(c->scratch, db_text(s, 3)),
		.primary = db_int(s, 4) != 0 };
	return RC_OK;
}

static enum rc
add_cwe(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;
	int64_t cwe = db_int(s, 0);

	(void)e;
	if (cwe >= 0 && cwe <= INT32_MAX)
		*GROW(c, d, cwes, ncwes) = (int)cwe;
	return RC_OK;
}

static uint8_t
said(struct db_stmt *s, int col)
{
	return db_is_null(s, col) ? SSVC_UNSAID : (uint8_t)db_int(s, col);
}

static enum rc
set_ssvc(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;

	(void)c, (void)e;
	d->r.ssvc = (struct adv_ssvc){ true, said(s, 0), said(s, 1),
		said(s, 2), db_int(s, 3) };
	return RC_OK;
}

static bool
first_time(struct carry *c, int64_t adv)
{
	while (c->seen.n <= (size_t)adv)
		(void)buf_add(&c->seen, "", 1);

	bool first = c->seen.p[adv] == 0;

	c->seen.p[adv] = 1;
	return first;
}

/* What stands by identifier may be another source's: it comes along when all
   of this one does, or there is no other. */
static enum rc
add_rest(struct carry *c, int64_t adv, struct draft *d, struct err *e)
{
	static const struct {
		enum carry_query q;
		carry_row_fn *row;
	} by_vid[] = {
		{ C_ALIASES, add_alias }, { C_CVSS, add_cvss },
		{ C_CWES, add_cwe }, { C_SSVC, set_ssvc },
	};
	enum rc rc;

	if (!first_time(c, adv))
		return RC_OK;
	rc = carry_each(c, C_LINKS, &adv, 1, add_link, d, e);
	for (size_t i = 0; i < sizeof by_vid / sizeof *by_vid &&
	    (d->alone || c->whole) && rc == RC_OK; i++)
		if (by_vid[i].q != C_SSVC || db_has_table(c->db, "ssvc"))
			rc = carry_each(c, by_vid[i].q, &d->vid, 1,
			    by_vid[i].row, d, e);
	return rc;
}

/* ---- records ---- */

/* Flags stand in the database by identifier: a rejection is another source's
   where this record says something, for one that is rejected says nothing. */
static unsigned
flags_of(const struct carry *c, unsigned flags, bool speaks)
{
	return flags & (ADV_DISPUTED | ADV_MALWARE | ADV_NOTICE |
	    (c->whole && !speaks ? ADV_REJECTED : 0));
}

static enum rc
set_record(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct draft *d = to;
	struct adv_record *r = &d->r;

	(void)e;
	d->found = true;
	r->id = str_dup(c->scratch, db_text(s, 0));
	r->flags = flags_of(c, (unsigned)db_int(s, 1), r->naffected != 0 ||
	    r->ncpes != 0);
	r->severity = carry_severity(db_int(s, 2));
	r->published_s = carry_opt(s, 3, &r->has_published);
	r->modified_s = carry_opt(s, 4, &r->has_modified);
	r->withdrawn_s = carry_opt(s, 5, &r->has_withdrawn);
	r->title = str_dup(c->scratch, db_text(s, 6));
	r->url = str_dup(c->scratch, db_text(s, 7));
	d->vid = db_int(s, 8);
	d->alone = db_int(s, 9) == 1;
	return RC_OK;
}

enum rc
carry_record(struct carry *c, int64_t adv, const struct adv_affected *x,
    const struct adv_cpe *cpes, size_t ncpes, struct err *e)
{
	struct draft d = { .r = { .affected = x, .naffected = x != NULL,
		.cpes = cpes, .ncpes = ncpes } };
	enum rc rc;

	if (adv <= 0 || adv > ADVS_MAX)
		return err_set(e, RC_FORMAT, "a record's id is %lld",
		    (long long)adv);
	rc = carry_each(c, C_RECORD, &adv, 1, set_record, &d, e);
	if (rc == RC_OK && !d.found)
		rc = err_set(e, RC_FORMAT, "no record %lld", (long long)adv);
	if (rc == RC_OK)
		rc = add_rest(c, adv, &d, e);
	return rc == RC_OK ? fill_record(c->f, &d.r, e) : rc;
}

struct cpes {
	struct adv_cpe *v;
	size_t n, cap;
};

/* Flags of vrange in schemas/advisories.sql. */
static enum rc
add_cpe(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	struct cpes *l = to;
	int64_t flags = db_int(s, 5), role = db_int(s, 9);
	struct adv_cpe x = {
		.part = str_dup(c->scratch, db_text(s, 0)),
		.vendor = str_dup(c->scratch, db_text(s, 1)),
		.product = str_dup(c->scratch, db_text(s, 2)),
		.cfg = (unsigned)db_int(s, 6), .node = (unsigned)db_int(s, 7),
		.op = (unsigned)db_int(s, 8) & 0xff,
		.role = role == CPE_PLATFORM || role == CPE_EXCLUSION ?
		    (enum cpe_role)role : CPE_VULNERABLE,
		.attrs = str_dup(c->scratch, db_text(s, 10)) };

	(void)e;
	if (!db_is_null(s, 5)) {
		x.exact = flags & 4;
		x.range = (struct interval){
			.lo = str_dup(c->scratch, db_text(s, 3)),
			.hi = str_dup(c->scratch, db_text(s, 4)),
			.has_lo = !(flags & (4 | 16)),
			.has_hi = !(flags & 32),
			.lo_incl = flags & 1, .hi_incl = flags & 2 };
	}
	l->v = arena_grow(c->scratch, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = x;
	return RC_OK;
}

static enum rc
put_products(struct carry *c, struct db_stmt *s, void *to, struct err *e)
{
	int64_t adv = db_int(s, 0);
	struct cpes l = { .n = 0 };
	enum rc rc;

	(void)to;
	arena_reset(c->scratch);
	rc = carry_each(c, C_CPES, &adv, 1, add_cpe, &l, e);
	return rc == RC_OK ? carry_record(c, adv, NULL, l.v, l.n, e) : rc;
}

enum rc
carry_records(struct carry *c, int64_t source, struct err *e)
{
	return carry_each(c, C_RECORDS, &source, 1, put_products, NULL, e);
}
