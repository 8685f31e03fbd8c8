/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed from one database to another. Both are read as streams in the
 * order that they were written in (namespace and name; identifier), which is
 * that of the texts, and merged: memory is what is said of one package about
 * one identifier.
 */
#include "advisory/advdb.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/open.h"
#include "feeds/command/statement.h"
#include "score/severity.h"
#include "text/json_out.h"

#include <stdlib.h>

static const struct opt options[] = {
	{ 'o', "output", "FORMAT", "text (default), json, or packages: the "
	    "names to match again", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds diff", .usage = "feeds diff [OPTION]... OLD NEW",
	.opts = options,
};

enum format { TEXT, JSON, PACKAGES };

struct diff {
	struct out *o;
	struct json_out j;
	enum format format;
	struct statement last;	/* package that was printed last */
	struct arena *names;	/* for it */
};

static bool
take(void *ctx, int id, const char *arg)
{
	enum format *f = ctx;
	struct str a = str_from(arg);

	(void)id;
	*f = str_eq(a, STR("json")) ? JSON :
	    str_eq(a, STR("packages")) ? PACKAGES : TEXT;
	if (*f != TEXT || str_eq(a, STR("text")))
		return true;
	say("feeds diff", "-o %s: text, json and packages are known", arg);
	return false;
}

static char
mark(bool old, bool new)
{
	return old && new ? '~' : old ? '-' : '+';
}

static struct str
change(bool old, bool new)
{
	return old && new ? STR("changed") : old ? STR("removed") :
	    STR("added");
}

/* ---- one side ---- */

/* The rows of one database that have one key: statements of one package about
   one identifier, records of one feed about one. */
struct side {
	struct db_stmt *s;
	struct arena *arena;
	struct statement *v;
	size_t n, cap;
	bool row, end;		/* s stands on a row; there are no more */
};

static int
statement_order(const void *x, const void *y)
{
	return statement_cmp(x, y, ST_KEYS, ST_PARTS);
}

static int
key_cmp(const struct statement *x, const struct statement *y)
{
	int d = statement_cmp(x, y, ST_ECO, ST_ID);

	return d != 0 ? d : vid_cmp(x->part[ST_ID], y->part[ST_ID]);
}

/* The next group, sorted; end: there is none. */
static enum rc
side_next(struct side *x, struct err *e)
{
	enum rc rc = RC_OK;

	arena_reset(x->arena);
	x->v = NULL;
	x->n = x->cap = 0;
	if (!x->row && !x->end)
		rc = db_step(x->s, e);
	for (; rc == RC_OK && !x->end; rc = db_step(x->s, e)) {
		struct statement st;

		x->row = true;
		statement_read(x->arena, x->s, &st);
		if (x->n != 0 && key_cmp(&st, &x->v[0]) != 0)
			break;
		x->v = arena_grow(x->arena, x->v, x->n, &x->cap, sizeof st);
		x->v[x->n++] = st;
	}
	if (rc == RC_STOP) {
		x->row = false;
		x->end = true;
		rc = RC_OK;
	}
	if (x->n > 1)
		qsort(x->v, x->n, sizeof *x->v, statement_order);
	return rc;
}

static enum rc
side_open(struct side *x, struct advdb *d, const char *sql, struct err *e)
{
	*x = (struct side){ .arena = arena_new((size_t)
	    limits_default.memory) };
	return db_prepare(advdb_db(d), sql, &x->s, e);
}

static void
side_close(struct side *x)
{
	if (x->s != NULL)
		db_finish(x->s);
	arena_free(x->arena);
}

/* ---- statements ---- */

static bool
is_equal(const struct side *x, const struct side *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (statement_cmp(&x->v[i], &y->v[i], ST_KEYS, ST_SAID) != 0)
			return false;
	return true;
}

/* Does the other side say the same? */
static bool
is_in(const struct statement *st, const struct side *y)
{
	for (size_t i = 0; i < y->n; i++)
		if (statement_cmp(st, &y->v[i], ST_KEYS, ST_SAID) == 0)
			return true;
	return false;
}

static void
text_side(struct diff *d, char c, const struct side *x, const struct side *y)
{
	for (size_t i = 0; i < x->n; i++) {
		if (y != NULL && is_in(&x->v[i], y))
			continue;
		out_fmt(d->o, "    %c ", c);
		out_quoted(d->o, x->v[i].part[ST_FEED]);
		out_z(d->o, ": ");
		statement_print(d->o, &x->v[i], false);
	}
}

static void
json_side(struct diff *d, const char *key, const struct side *x)
{
	json_key(&d->j, key);
	json_begin_array(&d->j);
	for (size_t i = 0; i < x->n; i++) {
		json_begin_object(&d->j);
		statement_json(&d->j, &x->v[i], ST_FEED);
		json_end_object(&d->j);
	}
	json_end_array(&d->j);
}

/* See PRODUCTS. */
static bool
is_product(const struct statement *st)
{
	return str_eq(st->part[ST_ECO], STR("cpe"));
}

/* ecosystem TAB release TAB package, or cpe TAB vendor TAB product */
static void
print_package(struct diff *d, const struct statement *st)
{
	static const enum statement_part packages[] = { ST_ECO, ST_RELEASE,
		ST_NAME }, products[] = { ST_ECO, ST_CHANNEL, ST_RELEASE };
	const enum statement_part *parts = is_product(st) ? products :
	    packages;
	bool same = d->last.part[ST_NAME].n != 0;

	for (size_t i = 0; i < 3; i++)
		same &= str_eq(st->part[parts[i]], d->last.part[parts[i]]);
	if (same)
		return;
	arena_reset(d->names);
	for (int i = ST_ECO; i < ST_KEYS; i++)
		d->last.part[i] = str_dup(d->names, st->part[i]);
	for (size_t i = 0; i < 3; i++) {
		out_quoted(d->o, st->part[parts[i]]);
		out_z(d->o, i < 2 ? "\t" : "\n");
	}
}

static void
json_names(struct diff *d, const struct statement *st)
{
	if (is_product(st)) {
		json_pair(&d->j, "vendor", st->part[ST_CHANNEL]);
		json_pair(&d->j, "product", st->part[ST_RELEASE]);
		json_pair(&d->j, "part", st->part[ST_NAME]);
		return;
	}
	json_pair_opt(&d->j, "release", st->part[ST_RELEASE]);
	json_pair_opt(&d->j, "channel", st->part[ST_CHANNEL]);
	json_pair(&d->j, "package", st->part[ST_NAME]);
}

/* NULL: that side says nothing. */
static void
print_group(struct diff *d, const struct side *x, const struct side *y)
{
	const struct statement *key = x != NULL ? &x->v[0] : &y->v[0];

	if (d->format == PACKAGES) {
		print_package(d, key);
		return;
	}
	if (d->format == JSON) {
		json_begin_object(&d->j);
		json_pair(&d->j, "change", change(x != NULL, y != NULL));
		json_pair(&d->j, "ecosystem", key->part[ST_ECO]);
		json_names(d, key);
		json_pair(&d->j, "id", key->part[ST_ID]);
		if (x != NULL)
			json_side(d, "old", x);
		if (y != NULL)
			json_side(d, "new", y);
		json_end_object(&d->j);
		return;
	}
	out_fmt(d->o, "%c ", mark(x != NULL, y != NULL));
	for (int i = ST_ECO; i < ST_KEYS; i++) {
		if (key->part[i].n == 0)
			continue;
		out_z(d->o, i == ST_ECO ? "" : "  ");
		out_quoted(d->o, key->part[i]);
	}
	out_z(d->o, "\n");
	if (x != NULL)
		text_side(d, '-', x, y);
	if (y != NULL)
		text_side(d, '+', y, x);
}

/* Merge both streams; each is told of groups that differ or are on one side
   only (NULL on the other). */
static enum rc
merge(struct side *x, struct side *y,
    void (*each)(struct diff *d, const struct side *x, const struct side *y),
    struct diff *d, struct err *e)
{
	enum rc rc = side_next(x, e);

	if (rc == RC_OK)
		rc = side_next(y, e);
	while (rc == RC_OK && (x->n != 0 || y->n != 0)) {
		int c = x->n == 0 ? 1 : y->n == 0 ? -1 :
		    key_cmp(&x->v[0], &y->v[0]);

		if (c != 0 || !is_equal(x, y))
			each(d, c <= 0 ? x : NULL, c >= 0 ? y : NULL);
		if (c <= 0)
			rc = side_next(x, e);
		if (c >= 0 && rc == RC_OK)
			rc = side_next(y, e);
	}
	return rc;
}

static enum rc
compare(struct diff *d, struct advdb *old, struct advdb *new, const char *sql,
    void (*each)(struct diff *d, const struct side *x, const struct side *y),
    struct err *e)
{
	struct side x, y = { .s = NULL };
	enum rc rc = side_open(&x, old, sql, e);

	if (rc == RC_OK)
		rc = side_open(&y, new, sql, e);
	if (rc == RC_OK)
		rc = merge(&x, &y, each, d, e);
	side_close(&x);
	if (y.arena != NULL)
		side_close(&y);
	return rc;
}

/* In the order of the key: no sorting is needed, and none may be done. */
#define STATEMENTS "SELECT " STATEMENT_COLUMNS " FROM affected a " \
	"CROSS JOIN pkg k ON k.id = a.pkg CROSS JOIN ns n ON n.id = k.ns " \
	"CROSS JOIN adv x ON x.id = a.adv " \
	"CROSS JOIN source c ON c.id = x.source " \
	"CROSS JOIN vid v ON v.id = x.vid " \
	"CROSS JOIN prefix p ON p.id = v.prefix " \
	"LEFT JOIN vrange r ON r.id = a.vrange " \
	"LEFT JOIN word w ON w.id = a.word " \
	"LEFT JOIN qual q ON q.id = a.qual " \
	"LEFT JOIN cpeset m ON m.id = q.cpeset " \
	"ORDER BY a.pkg, a.adv, a.seq"

/* Products in the same shape, of the ecosystem "cpe": product, vendor and part
   for release, channel and name, which is the order that they are in. */
#define PRODUCTS "SELECT 'cpe', m.product, m.vendor, m.part, 0, a.vrange, " \
	"r.lo, r.hi, r.flags, r.fixed, NULL, w.t, '', '', 0, '', " \
	"'cfg=' || a.cfg || ' node=' || a.node || ' op=' || a.op || " \
	"' role=' || a.role, '', NULL, c.feed, c.frozen, p.t || v.tail " \
	"FROM cpe_match a CROSS JOIN cpe m ON m.id = a.cpe " \
	"CROSS JOIN adv x ON x.id = a.adv " \
	"CROSS JOIN source c ON c.id = x.source " \
	"CROSS JOIN vid v ON v.id = x.vid " \
	"CROSS JOIN prefix p ON p.id = v.prefix " \
	"LEFT JOIN vrange r ON r.id = a.vrange " \
	"LEFT JOIN word w ON w.id = a.attrs ORDER BY a.cpe, a.adv, a.seq"

/* ---- records ---- */

/*
 * Records in the shape of statements, so that one merge serves both: the
 * "package" is empty; state, range, word and fixed are the dates, the title
 * and the flags. A row of kev is one of the feed "kev". Columns as in
 * STATEMENT_COLUMNS: 4 state and 5 vrange make no difference.
 */
#define RECORDS "SELECT '', '', '', '', 7, 0, '', '', 0, '', x.severity, " \
	"x.title, x.modified, x.published, 0, " \
	"CASE WHEN x.withdrawn IS NULL THEN '' ELSE 'withdrawn' END, " \
	"CASE WHEN v.flags & 8 THEN 'rejected' WHEN v.flags & 2 THEN " \
	"'disputed' ELSE '' END, CASE WHEN k.vid IS NULL THEN '' ELSE " \
	"'exploited' END, NULL, c.feed, 0, p.t || v.tail FROM adv x " \
	"CROSS JOIN source c ON c.id = x.source " \
	"CROSS JOIN vid v ON v.id = x.vid " \
	"CROSS JOIN prefix p ON p.id = v.prefix " \
	"LEFT JOIN kev k ON k.vid = v.id ORDER BY x.id"

/* What a record's parts mean. */
static const struct {
	enum statement_part part;
	const char *name;
} record_parts[] = {
	{ ST_SEVERITY, "severity" }, { ST_WORD, "title" },
	{ ST_MODULE, "modified" }, { ST_ARCH, "published" },
	{ ST_FLAVOUR, "withdrawn" }, { ST_EXTRA, "standing" },
	{ ST_CPES, "exploited" },
};

static const struct statement *
of_feed(const struct side *x, struct str feed)
{
	for (size_t i = 0; x != NULL && i < x->n; i++)
		if (str_eq(x->v[i].part[ST_FEED], feed))
			return &x->v[i];
	return NULL;
}

/* Times are seconds still. */
static struct str
shown(const struct statement *r, size_t i, char buf[24])
{
	struct str s = r->part[record_parts[i].part];
	uint64_t t;

	if (record_parts[i].part != ST_MODULE &&
	    record_parts[i].part != ST_ARCH)
		return s;
	return str_u64(s, INT64_MAX, &t) ? when_format(buf, (int64_t)t) :
	    STR("");
}

static void
json_record(struct diff *d, const char *key, const struct statement *r)
{
	if (r == NULL)
		return;
	char buf[24];

	json_key(&d->j, key);
	json_begin_object(&d->j);
	for (size_t i = 0; i < sizeof record_parts / sizeof *record_parts; i++)
		json_pair_opt(&d->j, record_parts[i].name, shown(r, i, buf));
	json_end_object(&d->j);
}

static void
text_record(struct diff *d, const struct statement *x,
    const struct statement *y)
{
	const struct statement none = { .frozen = false };
	bool both = x != NULL && y != NULL;

	x = x != NULL ? x : &none;
	y = y != NULL ? y : &none;
	for (size_t i = 0; i < sizeof record_parts / sizeof *record_parts;
	    i++) {
		char was[24], is[24];
		struct str a = shown(x, i, was), b = shown(y, i, is);

		if (str_eq(a, b))
			continue;
		out_fmt(d->o, "    %s: ", record_parts[i].name);
		out_quoted(d->o, a.n != 0 || !both ? a : STR("-"));
		out_z(d->o, both ? " -> " : "");
		out_quoted(d->o, b.n != 0 || !both ? b : STR("-"));
		out_z(d->o, "\n");
	}
}

static void
print_record(struct diff *d, const struct statement *x,
    const struct statement *y)
{
	const struct statement *key = x != NULL ? x : y;

	if (x != NULL && y != NULL &&
	    statement_cmp(x, y, ST_KEYS, ST_SAID) == 0)
		return;
	if (d->format == JSON) {
		json_begin_object(&d->j);
		json_pair(&d->j, "change", change(x != NULL, y != NULL));
		json_pair(&d->j, "id", key->part[ST_ID]);
		json_pair(&d->j, "feed", key->part[ST_FEED]);
		json_record(d, "old", x);
		json_record(d, "new", y);
		json_end_object(&d->j);
		return;
	}
	out_fmt(d->o, "%c advisory ", mark(x != NULL, y != NULL));
	out_quoted(d->o, key->part[ST_ID]);
	out_z(d->o, "  ");
	out_quoted(d->o, key->part[ST_FEED]);
	out_z(d->o, "\n");
	text_record(d, x, y);
}

/* Feed by feed. */
static void
print_records(struct diff *d, const struct side *x, const struct side *y)
{
	for (size_t i = 0; x != NULL && i < x->n; i++)
		print_record(d, &x->v[i], of_feed(y, x->v[i].part[ST_FEED]));
	for (size_t i = 0; y != NULL && i < y->n; i++)
		if (of_feed(x, y->v[i].part[ST_FEED]) == NULL)
			print_record(d, NULL, &y->v[i]);
}

/* ---- all ---- */

static enum rc
diff(struct diff *d, struct advdb *old, struct advdb *new, struct err *e)
{
	enum rc rc = RC_OK;

	if (d->format == JSON) {
		json_begin_object(&d->j);
		json_pair(&d->j, "schema", STR("airbom-feeds-diff/1"));
		json_pair(&d->j, "old", advdb_content(old));
		json_pair(&d->j, "new", advdb_content(new));
		json_key(&d->j, "advisories");
		json_begin_array(&d->j);
	}
	if (d->format != PACKAGES)
		rc = compare(d, old, new, RECORDS, print_records, e);
	if (d->format == JSON) {
		json_end_array(&d->j);
		json_key(&d->j, "statements");
		json_begin_array(&d->j);
	}
	if (rc == RC_OK)
		rc = compare(d, old, new, STATEMENTS, print_group, e);
	if (rc == RC_OK)
		rc = compare(d, old, new, PRODUCTS, print_group, e);
	if (d->format == JSON) {
		json_end_array(&d->j);
		json_end_object(&d->j);
		out_z(d->o, "\n");
	}
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct diff d = { .o = c->out };
	int first = opt_parse(&set, argc, argv, take, &d.format);
	struct advdb *old, *new;
	enum status st;

	if (first < 0)
		return ST_USAGE;
	if (first + 2 != argc) {
		say("feeds diff", "two databases are wanted");
		return ST_USAGE;
	}
	st = open_database(argv[first], &old, e);
	if (st != ST_DONE)
		return st;
	st = open_database(argv[first + 1], &new, e);
	if (st == ST_DONE) {
		d.names = arena_new((size_t)limits_default.memory);
		json_out_init(&d.j, c->out, false);
		st = read_result(diff(&d, old, new, e), "feeds diff", e);
		arena_free(d.names);
		advdb_close(new);
	}
	advdb_close(old);
	return st;
}

const struct command cmd_diff = {
	"diff", "what changed from one database to another", run,
};
