/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/buf.h"
#include "bom/property.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/classify/table.h"
#include "sbom/catalog/cpe.h"

/*
 * The search of one file for all patterns of the classes that name it, in one
 * pass: a window of the file is kept with PATTERN_LONGEST bytes before and
 * behind the part at hand; in that part each pattern's fixed text is looked
 * for, and the pattern is tried around it.
 * Limits:   steps of patterns: BUDGET_BASE + BUDGET_PER_BYTE * size; files
 *           that are no riddle need less than one a byte.
 */
enum {
	PART = 256 * 1024,	/* fits the second cache with what is around */
	WINDOW = PART + 2 * PATTERN_LONGEST,
	BUDGET_BASE = 1 << 24,
	BUDGET_PER_BYTE = 4,
};

/* One thing looked for: a pattern, or a text of `with` (pattern NULL). */
struct quest {
	const struct pattern *pattern;
	struct str fixed;
	size_t row;		/* of hunt.rows */
	bool found, dead;
	size_t n;
	char version[CAPTURE_MAX];
};

struct candidate {
	const struct row *row;
	struct str name;	/* what @ is */
	size_t first, n;	/* its quests: patterns, then texts */
	bool won;
};

struct hunt {
	struct arena *a;
	struct str path;
	struct candidate *rows;
	size_t nrows, rows_cap;
	struct quest *v;
	size_t nv, cap;
	uint64_t budget;
	bool started, done, spent;
	bool later;		/* the window does not begin the file */
	size_t n, from;		/* bytes in window; where to go on */
	struct buf room;	/* for the window: an arena would clear it */
	uint8_t *window;	/* WINDOW bytes */
};

static struct quest *
add_quest(struct hunt *h, struct str fixed, const struct pattern *p)
{
	h->v = arena_grow(h->a, h->v, h->nv, &h->cap, sizeof *h->v);
	h->v[h->nv] = (struct quest){ .pattern = p, .fixed = fixed,
		.row = h->nrows };
	return &h->v[h->nv++];
}

static void
add_row(void *arg, const struct row *r)
{
	struct hunt *h = arg;
	struct str name;

	if (!row_name(r, h->path, &name))
		return;
	h->rows = arena_grow(h->a, h->rows, h->nrows, &h->rows_cap,
	    sizeof *h->rows);

	struct candidate *c = &h->rows[h->nrows];

	*c = (struct candidate){ .row = r, .name = name, .first = h->nv };
	for (size_t i = 0; i < r->nfinds; i++) {
		struct str fixed = r->find[i].fixed;

		(void)add_quest(h, fixed.n != 0 ? fixed : name, &r->find[i]);
	}
	for (size_t i = 0; i < r->nwiths; i++)
		(void)add_quest(h, r->with[i], NULL);
	c->n = h->nv - c->first;
	h->nrows++;
}

struct hunt *
hunt_new(const struct classify *c, struct str path, uint64_t size)
{
	/* Rows and quests of one file: some kilobytes. */
	struct arena *a = arena_new(64 << 20);
	struct hunt *h = NEW(a, struct hunt);

	h->a = a;
	h->window = buf_room(&h->room, WINDOW);
	h->path = str_dup(a, path);
	h->budget = BUDGET_BASE + (size < UINT64_C(1) << 60 ?
	    BUDGET_PER_BYTE * size : UINT64_MAX / 2);
	table_rows(c, h->path, add_row, h);
	h->done = h->nv == 0;
	return h;
}

void
hunt_free(struct hunt *h)
{
	if (h == NULL)
		return;
	buf_done(&h->room);
	arena_free(h->a);
}

/* ---- which questions are still open ---- */

static bool
has_all(const struct hunt *h, const struct candidate *c)
{
	for (size_t i = c->first; i < c->first + c->n; i++)
		if (h->v[i].pattern == NULL && !h->v[i].found)
			return false;
	return true;
}

/* The first pattern that was found; NULL: none. */
static const struct quest *
answer(const struct hunt *h, const struct candidate *c)
{
	for (size_t i = c->first; i < c->first + c->n; i++)
		if (h->v[i].pattern != NULL && h->v[i].found)
			return &h->v[i];
	return NULL;
}

/* Behind the first success of a class nothing can change its result. */
static void
bury(struct hunt *h)
{
	bool open = false, won = false;

	for (size_t r = 0; r < h->nrows; r++) {
		struct candidate *c = &h->rows[r];
		bool behind = false;

		if (r == 0 || !str_eq(c->row->name, c[-1].row->name))
			won = false;
		for (size_t i = c->first; i < c->first + c->n; i++) {
			struct quest *q = &h->v[i];

			q->dead |= q->found || won ||
			    (behind && q->pattern != NULL);
			behind |= q->found && q->pattern != NULL;
			open |= !q->dead;
		}
		won |= answer(h, c) != NULL && has_all(h, c);
	}
	h->done = !open;
}

/* ---- the search ---- */

/* The fixed text stands at `at`: does the pattern match around it? */
static bool
try_around(struct hunt *h, struct quest *q, const struct span *s, size_t at)
{
	const struct pattern *p = q->pattern;
	size_t low = at > p->before_max ? at - p->before_max : 0;
	struct str version;

	for (size_t from = low; from + p->before_min <= at; from++) {
		if (!pattern_match(p, s, from, &h->budget, &version))
			continue;
		if (version.n == 0 || version.n > sizeof q->version)
			continue;
		memcpy(q->version, version.p, version.n);
		q->n = version.n;
		return true;
	}
	return false;
}

static void
look_for(struct hunt *h, struct quest *q, size_t end, bool last)
{
	struct span s = { h->window, h->n, !h->later, last,
		h->rows[q->row].name };
	size_t at = h->from;

	while (!q->found && at < end && h->budget != 0) {
		size_t n = end - at + q->fixed.n - 1;
		const uint8_t *hit = seek_text(h->window + at,
		    n < h->n - at ? n : h->n - at, q->fixed);

		if (hit == NULL)
			return;
		at = (size_t)(hit - h->window);
		q->found = q->pattern == NULL || try_around(h, q, &s, at);
		at++;
	}
}

/* Search what is far enough from the window's end, and let go of the rest. */
static void
search(struct hunt *h, bool last)
{
	size_t end = last ? h->n : h->n - PATTERN_LONGEST;
	bool news = false;

	for (size_t i = 0; i < h->nv; i++) {
		struct quest *q = &h->v[i];

		if (q->dead)
			continue;
		look_for(h, q, end, last);
		news |= q->found;
	}
	if (news)
		bury(h);
	h->spent |= h->budget == 0;
	h->done |= h->spent;

	size_t drop = end > PATTERN_LONGEST ? end - PATTERN_LONGEST : 0;

	memmove(h->window, h->window + drop, h->n - drop);
	h->n -= drop;
	h->from = end - drop;
	h->later |= drop != 0;
}

/* A script is only for classes that say so: others would find what it runs. */
static void
is_script(struct hunt *h)
{
	for (size_t i = 0; i < h->nv; i++)
		h->v[i].dead |= !h->rows[h->v[i].row].row->script;
	bury(h);
}

bool
hunt_feed(struct hunt *h, const uint8_t *p, size_t n)
{
	while (n != 0 && !h->done) {
		size_t room = WINDOW - h->n, take = n < room ? n : room;

		memcpy(h->window + h->n, p, take);
		h->n += take;
		p += take;
		n -= take;
		if (!h->started && h->n >= 2) {
			h->started = true;
			if (memcmp(h->window, "#!", 2) == 0)
				is_script(h);
		}
		if (h->n == WINDOW && !h->done)
			search(h, false);
	}
	return !h->done;
}

/* ---- what was found ---- */

/* Text with the name in place of each @. */
static struct str
with_name(struct hunt *h, struct str s, struct str name)
{
	size_t at = str_find(s, '@');

	return at == s.n ? s : str_fmt(h->a, "%.*s%.*s%.*s", STR_ARG(
	    str_sub(s, 0, at)), STR_ARG(name), STR_ARG(str_from_pos(s, at + 1)));
}

static enum rc
emit(struct hunt *h, const struct candidate *c, const struct quest *q,
    struct records *out)
{
	const struct row *r = c->row;
	struct str version = str_of(q->version, q->n);
	struct pkg p = { .type = r->type, .group = r->group,
		.name = with_name(h, r->product, c->name),
		.version = version, .kind = PKG_APPLICATION };
	enum rc rc = out->package(out, &p);

	if (rc == RC_OK)
		out->property(out, PROP_CLASS, r->name);
	if (rc == RC_OK && r->offers.n != 0)
		out->provides(out, r->offers);
	if (rc == RC_OK && r->needs.n != 0)
		out->requires(out, r->needs);
	for (size_t i = 0; rc == RC_OK && i < r->ncpes; i++)
		out->cpe(out, cpe_of(h->a, with_name(h, r->cpe[i].vendor,
		    c->name), with_name(h, r->cpe[i].product, c->name),
		    version, r->cpe[i].jvm));
	return rc;
}

enum rc
hunt_end(struct hunt *h, struct records *out, struct err *e)
{
	bool won = false;
	enum rc rc = RC_OK;

	if (!h->done)
		search(h, true);
	for (size_t i = 0; rc == RC_OK && i < h->nrows; i++) {
		const struct candidate *c = &h->rows[i];
		const struct quest *q = answer(h, c);

		if (i == 0 || !str_eq(c->row->name, c[-1].row->name))
			won = false;
		if (won || q == NULL || !has_all(h, c))
			continue;
		won = true;
		rc = emit(h, c, q, out);
	}
	if (rc == RC_OK && h->spent)
		return err_set(e, RC_LIMIT, "classifier patterns took more "
		    "steps than such a file should need");
	return rc;
}
