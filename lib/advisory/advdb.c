/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-ups. Statements are prepared when first used and kept. Nothing in the
 * file is believed: numbers are bounded before they become enums, lists are
 * cut at a limit.
 */
#include "advisory/advdb.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advdb_int.h"
#include "advisory/content.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/rd.h"
#include "db/db.h"
#include "identity/ecosystem.h"

#define VID_TEXT "p.t || v.tail"
#define VID_FROM "vid v JOIN prefix p ON p.id = v.prefix"
#define CPE_COLS "m.adv, m.seq, m.cfg, m.node, m.op, m.role, w.t, m.vrange, " \
	"r.lo, r.hi, r.flags, r.fixed, c.part, c.vendor, c.product"
#define CPE_MORE "LEFT JOIN vrange r ON r.id = m.vrange LEFT JOIN word w ON " \
	"w.id = m.attrs "

static const char *const queries[Q_COUNT] = {
	[Q_CONTENT] = "SELECT v FROM meta WHERE k = 'content'",
	[Q_SOURCES] = "SELECT id, feed, name, scope, data_time, records, "
	    "rejected, bytes, sha256, torn, frozen FROM source ORDER BY id",
	[Q_FEEDS] = "SELECT id, feed, scope FROM source ORDER BY id",
	[Q_PREFIXES] = "SELECT id, t, '' FROM prefix ORDER BY id",
	[Q_NS] = "SELECT id, data_time FROM ns WHERE eco = ?1 AND "
	    "release = ?2 AND channel = ''",
	[Q_STREAMS] = "SELECT id, release, channel, data_time FROM ns WHERE "
	    "eco = ?1 AND channel <> '' AND (release IN (?2, '') OR "
	    "substr(release, 1, length(?2) + 1) = ?2 || '.') ORDER BY id",
	[Q_NAMED] = "SELECT ns FROM pkg WHERE name = ?1 ORDER BY ns",
	[Q_COVERED] = "SELECT 1 FROM ns_source WHERE ns = ?1 LIMIT 1",
	[Q_TORN] = "SELECT 1 FROM ns_source n JOIN source s ON s.id = "
	    "n.source WHERE n.ns = ?1 AND s.torn <> 0 LIMIT 1",
	[Q_AFFECTED] = "SELECT a.pkg, a.adv, a.seq, a.vrange, a.state, "
	    "a.severity, a.qual, a.word, a.known, r.lo, r.hi, r.flags, "
	    "r.fixed FROM pkg k JOIN affected a ON a.pkg = k.id "
	    "LEFT JOIN vrange r ON r.id = a.vrange "
	    "WHERE k.name = ?1 AND k.ns = ?2",
	[Q_ADV] = "SELECT a.vid, v.grp, a.source, v.prefix, v.tail, "
	    "a.severity, a.published, a.modified, a.title, a.url, v.flags "
	    "FROM adv a JOIN vid v ON v.id = a.vid WHERE a.id = ?1",
	[Q_QUAL] = "SELECT q.module, q.arch, q.flavour, q.extra, c.cpes FROM "
	    "qual q LEFT JOIN cpeset c ON c.id = q.cpeset WHERE q.id = ?1",
	[Q_REPO] = "SELECT cpe FROM repo_cpe WHERE repo = ?1 ORDER BY cpe",
	[Q_WORD] = "SELECT t FROM word WHERE id = ?1",
	[Q_VID] = "SELECT v.id, v.grp FROM " VID_FROM
	    " WHERE p.t = ?1 AND v.tail = ?2",
	[Q_GROUP] = "SELECT tail, id, prefix FROM vid WHERE id IN "
	    ADVDB_GROUP " ORDER BY id",
	[Q_ALONE] = "SELECT id FROM vid WHERE grp = ?1 AND grp <> id LIMIT 1",
	[Q_FIXES] = "SELECT v.tail, v.id, v.prefix FROM alias x JOIN " VID_FROM
	    " WHERE x.a = ?1 AND v.id = x.b AND p.t = 'CVE-' AND (x.rel = 2 "
	    "OR (x.rel < 2 AND (SELECT o.flags & 16 FROM vid o "
	    "WHERE o.id = ?1) <> 0)) ORDER BY v.id",
	[Q_CVSS] = "SELECT w.t, c.ver, c.score10, x.t, c.prim "
	    "FROM cvss c JOIN word w ON w.id = c.src "
	    "LEFT JOIN word x ON x.id = c.vector WHERE c.vid = ?1",
	[Q_EPSS] = "SELECT score, pct FROM epss WHERE vid = ?1",
	[Q_SSVC] = "SELECT exploitation, automatable, impact, decided "
	    "FROM ssvc WHERE vid = ?1",
	[Q_KEV] = "SELECT vid, added, due, ransom FROM kev ORDER BY vid",
	[Q_CWES] = "SELECT cwe FROM weakness WHERE vid = ?1 ORDER BY cwe",
	[Q_RECORDS] = "SELECT title, source, published, modified FROM adv "
	    "WHERE vid = ?1 ORDER BY id",
	[Q_META] = "SELECT v FROM meta WHERE k = ?1",
	[Q_COVERS] = "SELECT DISTINCT n.id, n.eco, n.release FROM source s "
	    "JOIN ns_source j ON j.source = s.id JOIN ns n ON n.id = j.ns "
	    "WHERE s.feed = ?1 AND n.channel = '' ORDER BY n.eco, n.release",
	[Q_NS_FEEDS] = "SELECT DISTINCT s.feed FROM ns_source j JOIN source s "
	    "ON s.id = j.source WHERE j.ns = ?1 ORDER BY s.feed",
	[Q_NS_SOURCES] = "SELECT source FROM ns_source WHERE ns = ?1 "
	    "ORDER BY source",
	[Q_SPEAKS] = "SELECT 1 FROM adv a JOIN source s ON s.id = a.source "
	    "WHERE a.vid = ?1 AND s.feed = ?2 LIMIT 1",
	[Q_EOL] = "SELECT eol FROM eol WHERE product = ?1 AND cycle = ?2",
	[Q_MAVEN] = "SELECT n.grp, n.artifact, m.version FROM maven_sha1 m "
	    "JOIN maven_name n ON n.id = m.name WHERE m.sha1 = ?1 "
	    "ORDER BY n.grp, n.artifact, m.version",
	[Q_PACKAGED] = "SELECT p.t, v.tail FROM " VID_FROM " WHERE v.id IN "
	    ADVDB_GROUP " AND v.flags & 64 <> 0 AND p.t <> 'CVE-' ORDER BY v.id LIMIT 1",
	[Q_CPE] = "SELECT " CPE_COLS " FROM cpe c JOIN cpe_match m ON "
	    "m.cpe = c.id " CPE_MORE "WHERE c.product = ?1 AND c.vendor = ?2 "
	    "AND c.part = ?3",
	[Q_CPE_CONFIG] = "SELECT " CPE_COLS " FROM cpe_match m JOIN cpe c ON "
	    "c.id = m.cpe " CPE_MORE "WHERE m.adv = ?1 AND m.cfg = ?2 "
	    "ORDER BY m.node, m.cpe, m.seq",
};

/* The first 100 bytes: sqlite.org/fileformat2.html section 1.3. */
static enum rc
check_header(const char *path, struct err *e)
{
	uint8_t h[100];
	struct stat st;
	int fd;
	enum rc rc;

	/* Opening a pipe would wait for its writer. */
	if (stat(path, &st) != 0)
		return err_sys(e, "%s", path);
	if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
		return err_set(e, RC_FORMAT, "%s: not a file", path);
	rc = file_open(path, &fd, e);
	if (rc != RC_OK)
		return rc;
	off_t size = lseek(fd, 0, SEEK_END);

	rc = file_read_at(fd, 0, h, sizeof h, e);
	(void)close(fd);
	if (rc != RC_OK || str_find_str(str_of(h, 16),
	    STR("SQLite format 3")) != 0)
		return err_set(e, RC_FORMAT, "%s: not a database", path);

	struct rd r = rd_of(h + 16, sizeof h - 16);
	uint64_t page = rd_be16(&r), pages;

	rd_skip(&r, 10);
	pages = rd_be32(&r);
	rd_skip(&r, 28);
	uint32_t version = rd_be32(&r);

	rd_skip(&r, 4);
	if (rd_be32(&r) != SCHEMA_APPLICATION)
		return err_set(e, RC_FORMAT, "%s: not an advisory database",
		    path);
	if (version != SCHEMA_VERSION)
		return err_set(e, RC_UNSUPPORTED, "%s: its schema has version "
		    "%u, this program reads version %d", path, version,
		    SCHEMA_VERSION);
	if (page == 1)
		page = 65536;
	if (size < 0 || (uint64_t)size != page * pages)
		return err_set(e, RC_FORMAT, "%s: damaged: %lld bytes where "
		    "its header says %llu", path, (long long)size,
		    (unsigned long long)(page * pages));
	return RC_OK;
}

enum rc
advdb_query(struct advdb *d, enum query q, struct db_stmt **ret, struct err *e)
{
	if (d->stmt[q] == NULL) {
		enum rc rc = db_prepare(d->db, queries[q], &d->stmt[q], e);

		if (rc != RC_OK)
			return rc;
	}
	db_reset(d->stmt[q]);
	*ret = d->stmt[q];
	return RC_OK;
}

enum rc
advdb_query_int(struct advdb *d, enum query q, int64_t v, struct db_stmt **ret,
    struct err *e)
{
	enum rc rc = advdb_query(d, q, ret, e);

	if (rc == RC_OK)
		db_bind_int(*ret, 1, v);
	return rc;
}

enum rc
advdb_step_one(struct db_stmt *s, bool *ret_row, struct err *e)
{
	enum rc rc = db_step(s, e);

	*ret_row = rc == RC_OK;
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_content(struct advdb *d, const char *path, struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query(d, Q_CONTENT, &s, e);

	if (rc == RC_OK)
		rc = advdb_step_one(s, &row, e);
	if (rc == RC_OK && row)
		d->content = str_dup(d->arena, db_text(s, 0));
	if (s != NULL && rc == RC_OK)
		db_reset(s);
	if (rc == RC_OK && !row)
		return err_set(e, RC_FORMAT, "%s: damaged: says nothing of "
		    "its content", path);
	return rc == RC_OK ? rc : err_in(e, rc, path);
}

enum rc
advdb_open(const char *path, struct advdb **ret, struct err *e)
{
	struct advdb *d;
	enum rc rc = check_header(path, e);

	if (rc != RC_OK)
		return rc;
	d = calloc(1, sizeof *d);
	if (d == NULL)
		return err_sys(e, "%s", path);
	d->arena = arena_new((size_t)limits_default.memory);
	d->scratch = arena_new((size_t)limits_default.memory);
	rc = db_open_file(path, &d->db, e);
	if (rc == RC_OK)
		rc = read_content(d, path, e);
	if (rc == RC_OK)
		*ret = d;
	else
		advdb_close(d);
	return rc;
}

void
advdb_close(struct advdb *d)
{
	if (d == NULL)
		return;
	for (int q = 0; q < Q_COUNT; q++)
		if (d->stmt[q] != NULL)
			db_finish(d->stmt[q]);
	if (d->db != NULL)
		db_close(d->db);
	arena_free(d->scratch);
	arena_free(d->arena);
	free(d);
}

struct db *
advdb_db(struct advdb *d)
{
	return d->db;
}

struct str
advdb_content(const struct advdb *d)
{
	return d->content;
}

bool
advdb_opt_int(struct db_stmt *s, int col, int64_t *ret)
{
	*ret = db_int(s, col);
	return !db_is_null(s, col);
}

static uint64_t
count(struct db_stmt *s, int col)
{
	int64_t v = db_int(s, col);

	return v > 0 ? (uint64_t)v : 0;
}

static enum severity
severity(int64_t v)
{
	return v >= SEV_UNKNOWN && v <= SEV_CRITICAL ? (enum severity)v :
	    SEV_UNKNOWN;
}

enum rc
advdb_sources(struct advdb *d, struct arena *a, struct advdb_source **ret,
    size_t *ret_n, struct err *e)
{
	struct advdb_source *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_SOURCES, &s, e);

	if (rc != RC_OK)
		return rc;
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);

		struct advdb_source *x = &v[n++];

		x->id = db_int(s, 0);
		x->feed = str_dup(a, db_text(s, 1));
		x->name = str_dup(a, db_text(s, 2));
		x->scope = str_dup(a, db_text(s, 3));
		x->has_time = advdb_opt_int(s, 4, &x->data_time_s);
		x->records = count(s, 5);
		x->rejected = count(s, 6);
		x->bytes = count(s, 7);
		x->sha256 = str_dup(a, db_text(s, 8));
		x->torn = db_int(s, 9) != 0;
		x->frozen = db_int(s, 10) != 0;
	}
	db_reset(s);
	if (rc != RC_STOP && rc != RC_OK)
		return rc;
	*ret = v;
	*ret_n = n;
	return RC_OK;
}

static enum rc
exists(struct advdb *d, enum query q, int64_t v, bool *ret, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, q, v, &s, e);

	if (rc != RC_OK)
		return rc;
	rc = advdb_step_one(s, ret, e);
	db_reset(s);
	return rc;
}

enum rc
advdb_namespace(struct advdb *d, struct arena *a, const struct ecosystem *eco,
    struct str release, struct advdb_ns *ret, struct err *e)
{
	struct advdb_ns ns = { .eco = eco };
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query(d, Q_NS, &s, e);

	if (rc != RC_OK)
		return rc;
	ns.release = str_dup(a, release);
	db_bind_text(s, 1, str_from(eco->key));
	db_bind_text(s, 2, ns.release.n != 0 ? ns.release : STR(""));
	rc = advdb_step_one(s, &row, e);
	if (rc == RC_OK && row) {
		ns.id = db_int(s, 0);
		ns.has_time = advdb_opt_int(s, 1, &ns.data_time_s);
	}
	db_reset(s);
	if (rc == RC_OK && row)
		rc = exists(d, Q_COVERED, ns.id, &ns.covered, e);
	if (rc == RC_OK && row)
		rc = exists(d, Q_TORN, ns.id, &ns.torn, e);
	if (rc == RC_OK)
		*ret = ns;
	return rc;
}

enum rc
advdb_streams(struct advdb *d, struct arena *a, const struct advdb_ns *of,
    struct advdb_ns **ret, size_t *ret_n, struct err *e)
{
	struct advdb_ns *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_STREAMS, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, str_from(of->eco->key));
	db_bind_text(s, 2, of->release.n != 0 ? of->release : STR(""));
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n] = (struct advdb_ns){ .eco = of->eco, .id = db_int(s, 0),
			.release = str_dup(a, db_text(s, 1)),
			.channel = str_dup(a, db_text(s, 2)) };
		v[n].has_time = advdb_opt_int(s, 3, &v[n].data_time_s);
		n++;
	}
	db_reset(s);
	for (size_t i = 0; i < n && (rc == RC_STOP || rc == RC_OK); i++) {
		rc = exists(d, Q_COVERED, v[i].id, &v[i].covered, e);
		if (rc == RC_OK)
			rc = exists(d, Q_TORN, v[i].id, &v[i].torn, e);
	}
	*ret = v;
	*ret_n = n;
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_named(struct advdb *d, struct str name, int64_t *ret, size_t max,
    size_t *ret_n, struct err *e)
{
	struct db_stmt *s;
	size_t n = 0;
	enum rc rc = advdb_query(d, Q_NAMED, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, name);
	while (n < max && (rc = db_step(s, e)) == RC_OK)
		ret[n++] = db_int(s, 0);
	db_reset(s);
	*ret_n = n;
	return rc == RC_STOP ? RC_OK : rc;
}

/* The flags are those of schemas/advisories.sql. */
void
advdb_range(struct db_stmt *s, const int col[5], struct advdb_row *r)
{
	int64_t flags = db_int(s, col[3]);

	r->all = db_int(s, col[0]) == 0;
	if (r->all)
		return;
	if (db_is_null(s, col[3])) {	/* an interval that is not there */
		r->opaque = true;
		return;
	}
	r->exact = flags & 4;
	r->opaque = flags & 8;
	r->range = (struct interval){ .lo = db_text(s, col[1]),
		.hi = db_text(s, col[2]),
		.has_lo = !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };
	r->fixed = db_text(s, col[4]);
	if (r->fixed.n == 0 && r->range.has_hi && !r->range.hi_incl)
		r->fixed = r->range.hi;
	r->all = !r->exact && !r->opaque && !r->range.has_lo &&
	    !r->range.has_hi;
}

/* Columns of Q_AFFECTED. */
static struct advdb_row
affected_row(struct db_stmt *s)
{
	int64_t state = db_int(s, 4);
	struct advdb_row r = {
		.pkg = db_int(s, 0), .adv = db_int(s, 1), .seq = db_int(s, 2),
		.state = state >= ADV_AFFECTED && state <= ADV_UNDETERMINED ?
		    (enum adv_state)state : ADV_UNDETERMINED,
		.severity = db_is_null(s, 5) ? -1 :
		    (int)severity(db_int(s, 5)),
		.qual = db_int(s, 6), .word = db_int(s, 7),
	};

	r.has_known = advdb_opt_int(s, 8, &r.known_day);
	advdb_range(s, (const int[]){ 3, 9, 10, 11, 12 }, &r);
	return r;
}

enum rc
advdb_affected(struct advdb *d, const struct advdb_ns *ns, struct str name,
    enum rc (*each)(void *ctx, const struct advdb_row *row, struct err *e),
    void *ctx, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_AFFECTED, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, name);
	db_bind_int(s, 2, ns->id);
	while ((rc = db_step(s, e)) == RC_OK) {
		struct advdb_row row = affected_row(s);

		rc = each(ctx, &row, e);
		if (rc != RC_OK)
			break;
	}
	db_reset(s);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_names_read(struct advdb *d, enum query q, struct names *x, struct err *e)
{
	size_t cap = 0;
	struct db_stmt *s;
	enum rc rc = x->read ? RC_STOP : advdb_query(d, q, &s, e);

	if (x->read)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	x->v = NULL;		/* a read before this one may have failed */
	x->n = 0;
	while (x->n < NAMES_MAX && (rc = db_step(s, e)) == RC_OK) {
		x->v = arena_grow(d->arena, x->v, x->n, &cap, sizeof *x->v);
		x->v[x->n++] = (struct named){ db_int(s, 0),
			str_dup(d->arena, db_text(s, 1)),
			str_dup(d->arena, db_text(s, 2)) };
	}
	db_reset(s);
	x->read = rc == RC_STOP || rc == RC_OK;
	return x->read ? RC_OK : rc;
}

static int
named_cmp(const void *key, const void *v)
{
	int64_t id = *(const int64_t *)key, at = ((const struct named *)v)->id;

	return id < at ? -1 : id > at;
}

const struct named *
advdb_names_find(const struct names *x, int64_t id)
{
	return x->n == 0 ? NULL : bsearch(&id, x->v, x->n, sizeof *x->v,
	    named_cmp);
}

enum rc
advdb_adv(struct advdb *d, struct arena *a, int64_t adv,
    struct advdb_adv *ret, struct err *e)
{
	struct advdb_adv x = { .id = adv };
	const struct named *feed, *prefix;
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_names_read(d, Q_FEEDS, &d->feeds, e);

	if (rc == RC_OK)
		rc = advdb_names_read(d, Q_PREFIXES, &d->prefixes, e);
	if (rc == RC_OK)
		rc = advdb_query_int(d, Q_ADV, adv, &s, e);
	if (rc == RC_OK)
		rc = advdb_step_one(s, &row, e);
	if (rc != RC_OK)
		return rc;
	x.source = row ? db_int(s, 2) : 0;
	feed = advdb_names_find(&d->feeds, x.source);
	prefix = row ? advdb_names_find(&d->prefixes, db_int(s, 3)) : NULL;
	if (!row || feed == NULL || prefix == NULL) {
		db_reset(s);
		return err_set(e, RC_FORMAT, "damaged: no record %lld",
		    (long long)adv);
	}
	x.vid = db_int(s, 0);
	x.grp = db_int(s, 1);
	x.name = str_join(a, prefix->text, db_text(s, 4));
	x.feed = feed->text;
	x.severity = severity(db_int(s, 5));
	x.has_published = advdb_opt_int(s, 6, &x.published_s);
	x.has_modified = advdb_opt_int(s, 7, &x.modified_s);
	x.title = str_dup(a, db_text(s, 8));
	x.url = str_dup(a, db_text(s, 9));
	x.flags = (unsigned)db_int(s, 10);
	if (x.url.n == 0)
		x.url = adv_url(a, x.feed, feed->more, x.name);
	db_reset(s);
	*ret = x;
	return RC_OK;
}

/* Texts of one row; "" when there is none. */
static enum rc
texts(struct advdb *d, struct arena *a, enum query q, int64_t id,
    struct str *const *ret, int n, struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query_int(d, q, id, &s, e);

	if (rc == RC_OK)
		rc = advdb_step_one(s, &row, e);
	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < n; i++)
		*ret[i] = row ? str_dup(a, db_text(s, i)) : STR("");
	db_reset(s);
	return RC_OK;
}

enum rc
advdb_qual(struct advdb *d, struct arena *a, int64_t qual,
    struct advdb_qual *ret, struct err *e)
{
	return texts(d, a, Q_QUAL, qual, (struct str *const[]){ &ret->module,
	    &ret->arch, &ret->flavour, &ret->extra, &ret->cpes }, 5,
	    e);
}

enum rc
advdb_repo_cpes(struct advdb *d, struct arena *a, struct str repo,
    struct str **ret, size_t *ret_n, struct err *e)
{
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_REPO, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, repo);
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = str_dup(a, db_text(s, 0));
	}
	db_reset(s);
	if (rc != RC_OK && rc != RC_STOP)
		return rc;
	*ret = v;
	*ret_n = n;
	return RC_OK;
}

enum rc
advdb_eol(struct advdb *d, struct str product, struct str cycle,
    int64_t *ret_day, struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query(d, Q_EOL, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, product);
	db_bind_text(s, 2, cycle);
	rc = advdb_step_one(s, &row, e);
	if (rc == RC_OK)
		*ret_day = row && db_int(s, 0) > 0 ? db_int(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
advdb_word(struct advdb *d, struct arena *a, int64_t word, struct str *ret,
    struct err *e)
{
	return texts(d, a, Q_WORD, word, &ret, 1, e);
}

/* ---- identifiers ---- */

enum rc
advdb_vid(struct advdb *d, struct str id, int64_t *ret_vid, int64_t *ret_grp,
    struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query(d, Q_VID, &s, e);

	if (rc != RC_OK)
		return rc;
	arena_reset(d->scratch);
	id = vid_tidy(d->scratch, id);

	struct str prefix = vid_prefix(id), tail = str_from_pos(id, prefix.n);

	db_bind_text(s, 1, prefix.n != 0 ? prefix : STR(""));
	db_bind_text(s, 2, tail.n != 0 ? tail : STR(""));
	rc = advdb_step_one(s, &row, e);
	if (rc == RC_OK) {
		*ret_vid = row ? db_int(s, 0) : 0;
		*ret_grp = row ? db_int(s, 1) : 0;
	}
	db_reset(s);
	return rc;
}

static enum rc
id_list(struct advdb *d, struct arena *a, enum query q, int64_t key,
    struct str **ret, int64_t **ret_vids, size_t *ret_n, struct err *e)
{
	struct str *names = NULL;
	int64_t *vids = NULL;
	size_t n = 0, cap1 = 0, cap2 = 0;
	const struct named *prefix;
	struct db_stmt *s;
	enum rc rc = advdb_names_read(d, Q_PREFIXES, &d->prefixes, e);

	if (rc == RC_OK)
		rc = advdb_query_int(d, q, key, &s, e);
	if (rc != RC_OK)
		return rc;
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		names = arena_grow(a, names, n, &cap1, sizeof *names);
		vids = arena_grow(a, vids, n, &cap2, sizeof *vids);
		prefix = advdb_names_find(&d->prefixes, db_int(s, 2));
		names[n] = str_join(a, prefix != NULL ? prefix->text
		    : STR("?"), db_text(s, 0));
		vids[n++] = db_int(s, 1);
	}
	db_reset(s);
	if (rc != RC_STOP && rc != RC_OK)
		return rc;
	*ret = names;
	*ret_vids = vids;
	*ret_n = n;
	return RC_OK;
}

enum rc
advdb_group(struct advdb *d, struct arena *a, int64_t grp, struct str **ret,
    int64_t **ret_vids, size_t *ret_n, struct err *e)
{
	return id_list(d, a, Q_GROUP, grp, ret, ret_vids, ret_n, e);
}

enum rc
advdb_alone(struct advdb *d, int64_t grp, int64_t vid, bool *ret,
    struct err *e)
{
	struct db_stmt *s;
	bool another = false;
	enum rc rc = advdb_query_int(d, Q_ALONE, grp, &s, e);

	if (rc != RC_OK)
		return rc;
	rc = advdb_step_one(s, &another, e);
	db_reset(s);
	*ret = grp == vid && !another;	/* a group is of its smallest id */
	return rc;
}

enum rc
advdb_fixes(struct advdb *d, struct arena *a, int64_t vid, struct str **ret,
    int64_t **ret_vids, size_t *ret_n, struct err *e)
{
	return id_list(d, a, Q_FIXES, vid, ret, ret_vids, ret_n, e);
}
