/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing what is known of an identifier beside statements: scores,
 * weaknesses, KEV, EPSS and SSVC.
 */
#include "advisory/fill_int.h"

#include <string.h>

#include "advisory/content.h"

static bool
fix_cvss(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	const struct fill_adv *a = &fill_advs(f)[row[S_ADV]];

	row[S_VID] = f->vid_id[row[S_VID]];
	row[S_SRC] = f->word_id[row[S_SRC]];
	row[S_ADV] = a->id;
	if (row[S_VECTOR] != NO_WORD32)
		row[S_VECTOR] = f->word_id[row[S_VECTOR]];
	return a->id != 0;
}

enum rc
fill_write_cvss(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last[3] = { 0 };
	const uint32_t *row;
	enum rc rc = rows_sort(&f->cvss, fix_cvss, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->cvss, &row, e)) == RC_OK) {
		if (memcmp(row, last, sizeof last) == 0)
			continue;	/* primary and first record first */
		memcpy(last, row, sizeof last);
		put_row(w, T_CVSS);
		put_int(w, row[S_VID]);
		put_int(w, row[S_SRC]);
		put_int(w, row[S_VER]);
		put_int(w, row[S_SCORE]);
		put_opt(w, row[S_VECTOR]);
		put_int(w, !(row[S_SECOND] & 1));
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
fix_cwe(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	bool alive = fill_advs(f)[row[W_ADV]].id != 0;

	row[W_VID] = f->vid_id[row[W_VID]];
	row[W_ADV] = 0;
	return alive;
}

enum rc
fill_write_cwes(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last[W_N] = { 0 };
	const uint32_t *row;
	enum rc rc = rows_sort(&f->cwes, fix_cwe, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->cwes, &row, e)) == RC_OK) {
		if (memcmp(row, last, sizeof last) == 0)
			continue;
		memcpy(last, row, sizeof last);
		put_row(w, T_WEAKNESS);
		put_int(w, row[W_VID]);
		put_int(w, row[W_CWE]);
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
fix_kev(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;

	row[K_VID] = f->vid_id[row[K_VID]];
	row[K_RANK] = f->src[row[K_SRC]].rank;
	if (row[K_DUE] == NO_WORD32 && fill_word(f, row[K_ACTION]).n == 0)
		row[K_RANK] += (uint32_t)f->nsrc;	/* a date only */
	return row[K_VID] != 0 && f->src[row[K_SRC]].id != 0;
}

enum rc
fill_write_kev(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last = 0;
	const uint32_t *row;
	enum rc rc = rows_sort(&f->kev, fix_kev, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->kev, &row, e)) == RC_OK) {
		if (row[K_VID] == last)
			continue;	/* the newest catalogue came first */
		last = row[K_VID];
		put_row(w, T_KEV);
		put_int(w, last);
		put_opt(w, row[K_ADDED]);
		put_opt(w, row[K_DUE]);
		put_int(w, row[K_RANSOM]);
		put_text(w, fill_word(f, row[K_ACTION]));
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
fix_epss(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;

	row[E_VID] = f->vid_id[row[E_VID]];
	row[E_RANK] = f->src[row[E_SRC]].rank;
	return row[E_VID] != 0 && f->src[row[E_SRC]].id != 0;
}

enum rc
fill_write_epss(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last = 0;
	const uint32_t *row;
	enum rc rc = rows_sort(&f->epss, fix_epss, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->epss, &row, e)) == RC_OK) {
		if (row[E_VID] == last)
			continue;
		last = row[E_VID];
		put_row(w, T_EPSS);
		put_int(w, last);
		put_int(w, row[E_SCORE]);
		put_int(w, row[E_PCT]);
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
fix_ssvc(void *ctx, uint32_t *row)
{
	struct fill *f = ctx;
	bool alive = fill_advs(f)[row[V_ADV]].id != 0;

	row[V_VID] = f->vid_id[row[V_VID]];
	row[V_ADV] = 0;
	return alive;
}

static void
put_said(struct writer *w, uint32_t v)
{
	put_opt(w, (v & 0xff) == SSVC_UNSAID ? NO_WORD32 : v & 0xff);
}

enum rc
fill_write_ssvc(struct fill *f, struct writer *w, struct err *e)
{
	uint32_t last = 0;
	const uint32_t *row;
	enum rc rc = rows_sort(&f->ssvc, fix_ssvc, f, e);

	while (rc == RC_OK && (rc = rows_next(&f->ssvc, &row, e)) == RC_OK) {
		if (row[V_VID] == last)
			continue;
		last = row[V_VID];
		put_row(w, T_SSVC);
		put_int(w, last);
		put_said(w, row[V_SAID]);
		put_said(w, row[V_SAID] >> 8);
		put_said(w, row[V_SAID] >> 16);
		put_opt(w, row[V_AGE] == UINT32_MAX ? NO_WORD32 :
		    UINT32_MAX - row[V_AGE]);
		rc = put_end(w, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}
