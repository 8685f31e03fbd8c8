/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/content.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/digest.h"
#include "db/db.h"

/* Columns: i integer, t text, b blob; any may be NULL. */
static const struct {
	const char *name, *columns, *key;
	bool late;		/* older databases lack it */
	bool packed;		/* see writer_new */
} tables[T_COUNT] = {
	[T_SOURCE] = { "source", "ittttiiiiii", "id" },
	[T_REJECT] = { "reject", "iitt", "source, seq" },
	[T_NS] = { "ns", "itttiii", "id" },
	[T_NS_SOURCE] = { "ns_source", "ii", "ns, source" },
	[T_PKG] = { "pkg", "iit", "id" },
	[T_PREFIX] = { "prefix", "it", "id" },
	[T_VID] = { "vid", "iitii", "id" },
	[T_ALIAS] = { "alias", "iii", "a, rel, b", .packed = true },
	[T_ADV] = { "adv", "iiiiiiitt", "id" },
	[T_BASE] = { "base", "it", "id" },
	[T_LINK] = { "link", "iiit", "adv, seq", .packed = true },
	[T_VRANGE] = { "vrange", "ittit", "id" },
	[T_AFFECTED] = { "affected", "iiiiiiiii", "pkg, adv, seq",
		.packed = true },
	[T_QUAL] = { "qual", "ittitt", "id" },
	[T_WORD] = { "word", "it", "id" },
	[T_CPE] = { "cpe", "ittt", "id" },
	[T_CPE_MATCH] = { "cpe_match", "iiiiiiiii", "cpe, adv, seq",
		.packed = true },
	[T_CVSS] = { "cvss", "iiiiii", "vid, src, ver", .packed = true },
	[T_WEAKNESS] = { "weakness", "ii", "vid, cwe", .packed = true },
	[T_KEV] = { "kev", "iiiit", "vid" },
	[T_EPSS] = { "epss", "iii", "vid" },
	[T_CWE] = { "cwe", "it", "id" },
	[T_EOL] = { "eol", "ttiiii", "product, cycle" },
	[T_CPESET] = { "cpeset", "it", "id" },
	[T_REPO_CPE] = { "repo_cpe", "tt", "repo, cpe" },
	[T_MAVEN_NAME] = { "maven_name", "itt", "id", true },
	[T_MAVEN_SHA1] = { "maven_sha1", "bit", "sha1, name, version",
		true },
	[T_SSVC] = { "ssvc", "iiiii", "vid", true },
};

enum { PENDING = 8192 };	/* bytes gathered before they are hashed */

struct table_sum {
	struct digest *digest;
	bool any;		/* has rows */
	size_t n;
	uint8_t p[PENDING];
};

struct writer {
	struct db *db;
	struct db_stmt *stmt[T_COUNT];
	struct table_sum *sum[T_COUNT];
	enum table t;
	int col;
};

static struct table_sum *
sum_new(void)
{
	struct table_sum *s = malloc(sizeof *s);

	if (s == NULL)
		abort();
	s->n = 0;
	s->any = false;
	s->digest = digest_new(DIGEST_SHA256);
	return s;
}

static void
sum_bytes(struct table_sum *s, const void *p, size_t n)
{
	if (n > PENDING - s->n) {
		digest_add(s->digest, s->p, s->n);
		s->n = 0;
	}
	if (n > PENDING) {
		digest_add(s->digest, p, n);
		return;
	}
	if (n != 0)
		memcpy(s->p + s->n, p, n);
	s->n += n;
}

static void
sum_tagged(struct table_sum *s, uint8_t tag, uint64_t v)
{
	uint8_t b[9] = { tag };

	for (unsigned i = 0; i < 8; i++)
		b[1 + i] = (uint8_t)(v >> (56 - 8 * i));
	sum_bytes(s, b, sizeof b);
}

static void
sum_text(struct table_sum *s, struct str t)
{
	sum_tagged(s, 2, t.n);
	sum_bytes(s, t.p, t.n);
}

static void
sum_blob(struct table_sum *s, struct str b)
{
	sum_tagged(s, 3, b.n);
	sum_bytes(s, b.p, b.n);
}

static void
sum_null(struct table_sum *s)
{
	sum_bytes(s, "", 1);
}

/* Frees s. */
static void
sum_end(struct digest *all, enum table t, struct table_sum *s)
{
	uint8_t out[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];

	digest_add(s->digest, s->p, s->n);

	struct str x = digest_hex(hex, out, digest_end(s->digest, out));

	if (tables[t].late && !s->any) {
		free(s);
		return;
	}
	digest_add(all, tables[t].name, strlen(tables[t].name));
	digest_add(all, "\n", 1);
	digest_add(all, x.p, x.n);
	digest_add(all, "\n", 1);
	free(s);
}

static struct str
all_end(struct digest *all, char buf[CONTENT_MAX])
{
	uint8_t out[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	struct str x = digest_hex(hex, out, digest_end(all, out));
	int n = snprintf(buf, CONTENT_MAX, "sha256:%.*s", STR_ARG(x));

	return str_of(buf, (size_t)n);
}

/*
 * SQLite leaves an eighth of each page of a WITHOUT ROWID table free when rows
 * are appended one by one, and nothing when a table is copied into an empty one
 * of the same form (sqlite.org/fileformat2.html says nothing of it: measured).
 * So large ones are put into a temporary database first.
 */
static enum rc
wait_table(struct db *db, const char *name, struct err *e)
{
	size_t skip = strlen("CREATE TABLE ");
	struct db_stmt *s;
	char sql[512];
	enum rc rc = db_prepare(db, "SELECT sql FROM main.sqlite_master WHERE "
	    "name = ?1 AND type = 'table'", &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, str_from(name));
	rc = db_step(s, e);
	if (rc == RC_OK)
		(void)snprintf(sql, sizeof sql, "CREATE TABLE waiting.%.*s",
		    STR_ARG(str_from_pos(db_text(s, 0), skip)));
	else if (rc == RC_STOP)
		rc = err_set(e, RC_FORMAT, "no table %s", name);
	db_finish(s);
	return rc == RC_OK ? db_exec(db, sql, e) : rc;
}

static enum rc
wait_tables(struct db *db, struct err *e)
{
	enum rc rc = RC_OK;

	for (int t = 0; rc == RC_OK && t < T_COUNT; t++)
		if (tables[t].packed)
			rc = wait_table(db, tables[t].name, e);
	return rc;
}

enum rc
writer_settle(struct writer *w, struct err *e)
{
	enum rc rc = RC_OK;

	for (int t = 0; rc == RC_OK && t < T_COUNT; t++) {
		const char *name = tables[t].name;
		char sql[160];

		(void)snprintf(sql, sizeof sql, "INSERT INTO main.%s SELECT * "
		    "FROM waiting.%s; DELETE FROM waiting.%s", name, name,
		    name);
		if (tables[t].packed)
			rc = db_exec(w->db, sql, e);
	}
	return rc;
}

enum rc
writer_new(struct db *db, struct writer **ret, struct err *e)
{
	struct writer *w = calloc(1, sizeof *w);
	enum rc rc;

	if (w == NULL)
		return err_sys(e, "writer");
	w->db = db;
	rc = wait_tables(db, e);
	for (int t = 0; rc == RC_OK && t < T_COUNT; t++) {
		char sql[160];
		size_t ncol = strlen(tables[t].columns);
		int n = snprintf(sql, sizeof sql, "INSERT INTO %s.%s VALUES(?",
		    tables[t].packed ? "waiting" : "main", tables[t].name);

		for (size_t i = 1; i < ncol; i++)
			n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
		(void)snprintf(sql + n, sizeof sql - (size_t)n, ")");
		rc = db_prepare(db, sql, &w->stmt[t], e);
		w->sum[t] = sum_new();
	}
	if (rc == RC_OK)
		*ret = w;
	else
		writer_free(w);
	return rc;
}

void
writer_free(struct writer *w)
{
	if (w == NULL)
		return;
	for (int t = 0; t < T_COUNT; t++) {
		if (w->stmt[t] != NULL)
			db_finish(w->stmt[t]);
		if (w->sum[t] != NULL) {
			digest_free(w->sum[t]->digest);
			free(w->sum[t]);
		}
	}
	free(w);
}

void
put_row(struct writer *w, enum table t)
{
	w->t = t;
	w->col = 0;
	w->sum[t]->any = true;
}

void
put_int(struct writer *w, int64_t v)
{
	db_bind_int(w->stmt[w->t], ++w->col, v);
	sum_tagged(w->sum[w->t], 1, (uint64_t)v);
}

void
put_null(struct writer *w)
{
	db_bind_null(w->stmt[w->t], ++w->col);
	sum_null(w->sum[w->t]);
}

void
put_text(struct writer *w, struct str s)
{
	if (s.n == 0)
		s = STR("");
	db_bind_text(w->stmt[w->t], ++w->col, s);
	sum_text(w->sum[w->t], s);
}

void
put_blob(struct writer *w, struct str s)
{
	db_bind_blob(w->stmt[w->t], ++w->col, s.p, s.n);
	sum_blob(w->sum[w->t], s);
}

enum rc
put_end(struct writer *w, struct err *e)
{
	assert((size_t)w->col == strlen(tables[w->t].columns));
	return db_run(w->stmt[w->t], e);
}

struct str
writer_content(struct writer *w, char buf[CONTENT_MAX])
{
	struct digest *all = digest_new(DIGEST_SHA256);

	for (int t = 0; t < T_COUNT; t++) {
		sum_end(all, (enum table)t, w->sum[t]);
		w->sum[t] = NULL;
	}
	return all_end(all, buf);
}

static enum rc
sum_table(struct db *db, enum table t, struct table_sum *sum, struct err *e)
{
	const char *columns = tables[t].columns;
	struct db_stmt *s;
	char sql[160];
	enum rc rc;

	if (tables[t].late && !db_has_table(db, tables[t].name))
		return RC_OK;
	(void)snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s",
	    tables[t].name, tables[t].key);
	rc = db_prepare(db, sql, &s, e);
	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		sum->any = true;
		for (int i = 0; columns[i] != '\0'; i++) {
			if (db_is_null(s, i))
				sum_null(sum);
			else if (columns[i] == 't')
				sum_text(sum, db_text(s, i));
			else if (columns[i] == 'b')
				sum_blob(sum, db_blob(s, i));
			else
				sum_tagged(sum, 1, (uint64_t)db_int(s, i));
		}
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
content_of(struct db *db, char buf[CONTENT_MAX], struct str *ret,
    struct err *e)
{
	struct digest *all = digest_new(DIGEST_SHA256);
	enum rc rc = RC_OK;

	for (int t = 0; rc == RC_OK && t < T_COUNT; t++) {
		struct table_sum *sum = sum_new();

		rc = sum_table(db, (enum table)t, sum, e);
		sum_end(all, (enum table)t, sum);
	}
	*ret = all_end(all, buf);
	return rc;
}
