/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of Java repositories. Upstream's list has tens of millions: a row is
 * 32 bytes in a scratch file, a distinct name or version some 40 in memory.
 */
#include <stdlib.h>
#include <string.h>

#include "advisory/content.h"
#include "advisory/fill_int.h"
#include "advisory/journal.h"
#include "base/arena.h"
#include "base/limits.h"

enum { M_SHA, M_NAME = 5, M_VERSION, M_SRC, M_N };

struct fill_maven {
	struct rows rows;
	struct intern words, names, versions;	/* names: two of words */
	uint32_t *name_id, *version_rank;
};

static const size_t mem_rows = 16 * MIB;

static struct fill_maven *
maven_new(struct arena *a)
{
	struct fill_maven *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	rows_init(&m->rows, M_N, mem_rows);
	intern_init(&m->words, a);
	intern_init(&m->names, a);
	intern_init(&m->versions, a);
	return m;
}

void
fill_maven_free(struct fill_maven *m)
{
	if (m == NULL)
		return;
	rows_done(&m->rows);
	intern_done(&m->words);
	intern_done(&m->names);
	intern_done(&m->versions);
	free(m);
}

enum rc
fill_maven(struct fill *f, const struct adv_maven *x, struct err *e)
{
	struct fill_maven *m = f->maven;
	uint32_t row[M_N], name[2];
	enum rc rc;

	if (journal_note(f, J_MAVEN, x))
		return recorder_rc(f, e);
	if (m == NULL && (m = f->maven = maven_new(f->arena)) == NULL)
		return err_sys(e, "maven");
	name[0] = intern_put(&m->words, x->group);
	name[1] = intern_put(&m->words, x->artifact);
	for (size_t i = 0; i < 5; i++) {
		const uint8_t *p = x->sha1 + 4 * i;

		row[M_SHA + i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
	}
	row[M_NAME] = intern_key(&m->names, name, sizeof name);
	row[M_VERSION] = intern_put(&m->versions, x->version);
	row[M_SRC] = f->cur;
	f->src[f->cur].records++;
	rc = rows_add(&m->rows, row, e);
	f->failed |= rc != RC_OK;
	return rc;
}

static int
version_cmp(const void *a, const void *b, void *ctx)
{
	const struct fill_maven *m = ctx;

	return str_cmp(intern_text(&m->versions, *(const uint32_t *)a),
	    intern_text(&m->versions, *(const uint32_t *)b));
}

static struct str
part(const struct fill_maven *m, uint32_t name, int i)
{
	uint32_t key[2];

	memcpy(key, intern_text(&m->names, name).p, sizeof key);
	return intern_text(&m->words, key[i]);
}

static int
name_cmp(const void *a, const void *b, void *ctx)
{
	const struct fill_maven *m = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int d = str_cmp(part(m, x, 0), part(m, y, 0));

	return d != 0 ? d : str_cmp(part(m, x, 1), part(m, y, 1));
}

/* Numbers of the pool from first on, sorted. */
static uint32_t *
sorted(struct fill *f, const struct intern *pool, uint32_t first,
    int (*cmp)(const void *, const void *, void *))
{
	uint32_t n = intern_count(pool);
	uint32_t *v = NEWN(f->arena, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
		v[i] = i;
	if (n > first)
		qsort_r(v + first, n - first, sizeof *v, cmp, f->maven);
	return v;
}

static enum rc
write_names(struct fill *f, struct writer *w, struct err *e)
{
	struct fill_maven *m = f->maven;
	uint32_t n = intern_count(&m->names);
	uint32_t *by_id = sorted(f, &m->names, 1, name_cmp);
	enum rc rc = RC_OK;

	m->name_id = NEWN(f->arena, uint32_t, n);
	for (uint32_t id = 1; rc == RC_OK && id < n; id++) {
		m->name_id[by_id[id]] = id;
		put_row(w, T_MAVEN_NAME);
		put_int(w, id);
		put_text(w, part(m, by_id[id], 0));
		put_text(w, part(m, by_id[id], 1));
		rc = put_end(w, e);
	}
	return rc;
}

static bool
fix(void *ctx, uint32_t *row)
{
	const struct fill *f = ctx;
	bool wanted = f->src[row[M_SRC]].id != 0;

	row[M_NAME] = f->maven->name_id[row[M_NAME]];
	row[M_VERSION] = f->maven->version_rank[row[M_VERSION]];
	row[M_SRC] = 0;
	return wanted;
}

static enum rc
put_file(struct writer *w, const uint32_t *row, struct str version,
    struct err *e)
{
	uint8_t sha1[20];

	for (size_t i = 0; i < sizeof sha1; i++)
		sha1[i] = (uint8_t)(row[M_SHA + i / 4] >> (24 - 8 * (i % 4)));
	put_row(w, T_MAVEN_SHA1);
	put_blob(w, str_of(sha1, sizeof sha1));
	put_int(w, row[M_NAME]);
	put_text(w, version);
	return put_end(w, e);
}

enum rc
fill_write_maven(struct fill *f, struct writer *w, struct err *e)
{
	struct fill_maven *m = f->maven;
	uint32_t last[M_N] = { 0 }, *version;
	const uint32_t *row;
	enum rc rc;

	if (m == NULL)
		return RC_OK;
	rc = write_names(f, w, e);
	version = sorted(f, &m->versions, 0, version_cmp);
	m->version_rank = NEWN(f->arena, uint32_t, intern_count(&m->versions));
	for (uint32_t i = 0; i < intern_count(&m->versions); i++)
		m->version_rank[version[i]] = i;
	if (rc == RC_OK)
		rc = rows_sort(&m->rows, fix, f, e);
	while (rc == RC_OK && (rc = rows_next(&m->rows, &row, e)) == RC_OK) {
		if (memcmp(row, last, sizeof last) == 0)
			continue;
		memcpy(last, row, sizeof last);
		rc = put_file(w, row, intern_text(&m->versions,
		    version[row[M_VERSION]]), e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}
