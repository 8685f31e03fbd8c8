/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alias groups: identifiers of one problem. Edges are `aliases`, and
 * `upstream` when it names exactly one CVE; never `related`, nor what an
 * erratum fixes. Withdrawn and rejected records carry none. No group holds two
 * CVEs unless one of them is rejected; none has more than GROUP_MAX members; a
 * record with more than ALIASES_MAX aliases, or with aliases that lead to two
 * CVEs, joins nothing and is flagged VID_CONTESTED. Edges are taken in the
 * order of the final ids, so the outcome does not depend on the input's order.
 */
#include <string.h>

#include "advisory/fill_int.h"
#include "base/arena.h"

struct groups {
	struct fill *f;
	uint32_t *up;		/* by final vid id: parent */
	uint32_t *cve;		/* of a root: its one CVE that is not rejected */
	uint8_t *size;		/* of a root */
	/* the record whose rows pass by */
	uint32_t adv, naliases, nupstream, cves[2];
	bool any;
	struct rows edges;
	uint32_t *pending;	/* its edges */
	size_t npending, cap;
};

static void
set_flags(struct fill *f)
{
	uint32_t n = intern_count(&f->vids);
	uint8_t *alive = NEWN(f->arena, uint8_t, n);

	for (uint32_t i = 0; i < fill_nadvs(f); i++) {
		const struct fill_adv *a = &fill_advs(f)[i];
		uint8_t *to = &fill_flags(f)[a->vid];

		if (a->dead)
			continue;
		*to |= a->flags & (ADV_DISPUTED | ADV_MALWARE |
		    ADV_REJECTED | ADV_NOTICE | ADV_PACKAGED);
		if (a->withdrawn != NO_WORD32 || a->flags & ADV_WITHDRAWN)
			*to |= ADV_WITHDRAWN;
		else
			alive[a->vid] = 1;
	}
	/* Withdrawn by one source but not by another is not withdrawn. */
	for (uint32_t i = 0; i < n && i < f->vid_flags.n; i++)
		if (alive[i])
			fill_flags(f)[i] &= (uint8_t)~ADV_WITHDRAWN;
}

static bool
is_live_cve(struct fill *f, uint32_t vid)
{
	return vid_is_cve(intern_text(&f->vids, vid)) &&
	    (fill_flags(f)[vid] & (ADV_REJECTED | ADV_WITHDRAWN)) == 0;
}

static uint32_t
root(struct groups *g, uint32_t i)
{
	while (g->up[i] != i)
		i = g->up[i] = g->up[g->up[i]];
	return i;
}

/* Did the two become, or were they, one group? */
static bool
join(struct groups *g, uint32_t a, uint32_t b)
{
	a = root(g, a);
	b = root(g, b);
	if (a == b)
		return true;
	if (g->cve[a] != 0 && g->cve[b] != 0)
		return false;
	if (g->size[a] + g->size[b] > GROUP_MAX)
		return false;
	if (b < a) {
		uint32_t t = a;

		a = b;
		b = t;
	}
	g->up[b] = a;
	g->size[a] = (uint8_t)(g->size[a] + g->size[b]);
	if (g->cve[a] == 0)
		g->cve[a] = g->cve[b];
	return true;
}

static void
note_cve(struct groups *g, uint32_t vid)
{
	if (!is_live_cve(g->f, vid) || vid == g->cves[0])
		return;
	g->cves[g->cves[0] != 0] = vid;
}

/* All rows of one record were seen: its edges count or not. */
static enum rc
end_record(struct groups *g, struct err *e)
{
	struct fill *f = g->f;
	enum rc rc = RC_OK;

	if (!g->any)
		return RC_OK;
	g->any = false;
	if (g->npending != 0 &&
	    (g->cves[1] != 0 || g->naliases > ALIASES_MAX)) {
		fill_flags(f)[fill_advs(f)[g->adv].vid] |= VID_CONTESTED;
		return RC_OK;
	}
	for (size_t i = 0; rc == RC_OK && i < g->npending; i++) {
		uint32_t a = f->vid_id[fill_advs(f)[g->adv].vid];
		uint32_t b = g->pending[i];

		rc = rows_add(&g->edges, (uint32_t[]){ a < b ? a : b,
		    a < b ? b : a }, e);
	}
	return rc;
}

static enum rc
take_row(void *ctx, const uint32_t *row, struct err *e)
{
	struct groups *g = ctx;
	struct fill *f = g->f;
	const struct fill_adv *a = &fill_advs(f)[row[L_ADV]];
	enum rc rc = RC_OK;

	if (!g->any || g->adv != row[L_ADV]) {
		rc = end_record(g, e);
		g->any = true;
		g->adv = row[L_ADV];
		g->naliases = 0;
		g->npending = 0;
		g->cves[0] = g->cves[1] = 0;
		note_cve(g, a->vid);
	}
	if (!fill_speaks(a) || row[L_REL] > REL_UPSTREAM ||
	    f->vid_id[row[L_B]] == 0 ||
	    (fill_flags(f)[row[L_B]] & (ADV_REJECTED | ADV_WITHDRAWN)) != 0)
		return rc;
	if (row[L_REL] == REL_UPSTREAM &&
	    !vid_is_cve(intern_text(&f->vids, row[L_B])))
		return rc;
	note_cve(g, row[L_B]);
	g->naliases += row[L_REL] == REL_ALIAS;
	g->pending = arena_grow(f->scratch, g->pending, g->npending, &g->cap,
	    sizeof *g->pending);
	g->pending[g->npending++] = f->vid_id[row[L_B]];
	return rc;
}

static bool
keep_all(void *ctx, uint32_t *row)
{
	(void)ctx;
	(void)row;
	return true;
}

/* Whoever of the two is no CVE leads to more than one. */
static void
contest(struct fill *f, uint32_t a, uint32_t b)
{
	uint32_t v[2] = { f->vid_by_id[a], f->vid_by_id[b] };

	for (unsigned i = 0; i < 2; i++)
		if (!vid_is_cve(intern_text(&f->vids, v[i])))
			fill_flags(f)[v[i]] |= VID_CONTESTED;
}

static enum rc
join_edges(struct groups *g, struct err *e)
{
	struct fill *f = g->f;
	const uint32_t *row;
	enum rc rc = rows_sort(&g->edges, keep_all, NULL, e);

	while (rc == RC_OK && (rc = rows_next(&g->edges, &row, e)) == RC_OK)
		if (!join(g, row[0], row[1]))
			contest(f, row[0], row[1]);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
fill_groups(struct fill *f, struct err *e)
{
	uint32_t n = intern_count(&f->vids);
	struct groups g = { .f = f };
	enum rc rc;

	arena_reset(f->scratch);
	set_flags(f);
	g.up = NEWN(f->arena, uint32_t, n);
	g.cve = NEWN(f->arena, uint32_t, n);
	g.size = NEWN(f->arena, uint8_t, n);
	for (uint32_t i = 1; i < n; i++) {
		g.up[i] = i;
		g.size[i] = 1;
		if (is_live_cve(f, f->vid_by_id[i]))
			g.cve[i] = i;
	}
	rows_init(&g.edges, 2, 4 << 20);
	rc = rows_each(&f->aliases, take_row, &g, e);
	if (rc == RC_OK)
		rc = end_record(&g, e);
	if (rc == RC_OK)
		rc = join_edges(&g, e);
	rows_done(&g.edges);
	for (uint32_t i = 1; i < n; i++)
		g.up[i] = root(&g, i);
	f->grp = g.up;
	return rc;
}
