/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in a database: each source with the date of its newest record.
 */
#include "advisory/advdb.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/open.h"
#include "text/json_out.h"

enum { OPT_OUTPUT, OPT_REJECTED, OPT_NOW };

static const struct opt options[] = {
	{ 'o', "output", "FORMAT", "text (default) or json", OPT_OUTPUT },
	{ 0, "rejected", NULL, "list the records that were rejected, and why",
	    OPT_REJECTED },
	{ 0, "now", "DATE", "what ages are counted to (default: the clock)",
	    OPT_NOW },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds status", .usage = "feeds status [OPTION]... DB",
	.opts = options,
};

struct settings {
	bool json, rejected;
	const char *now;
	int64_t now_s;
};

static bool
take(void *ctx, int id, const char *arg)
{
	struct settings *s = ctx;
	struct str a = str_from(arg);

	switch (id) {
	case OPT_OUTPUT:
		s->json = str_eq(a, STR("json"));
		if (s->json || str_eq(a, STR("text")))
			return true;
		say("feeds status", "-o %s: text and json are known", arg);
		return false;
	case OPT_REJECTED:
		s->rejected = true;
		return true;
	default:
		s->now = arg;
		return true;
	}
}

static int64_t
age_days(const struct settings *s, int64_t t)
{
	return when_day(s->now_s) - when_day(t);
}

/* The same call for each rejected record of a source, or of all (0). */
static enum rc
each_rejected(struct advdb *d, int64_t source,
    void (*each)(void *ctx, struct str record, struct str reason),
    void *ctx, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(d), "SELECT record, reason FROM "
	    "reject WHERE source = ?1 ORDER BY seq", &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, source);
	while ((rc = db_step(s, e)) == RC_OK)
		each(ctx, db_text(s, 0), db_text(s, 1));
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- text ---- */

static void
pad(struct out *o, size_t used, size_t width)
{
	for (; used < width; used++)
		out_z(o, " ");
	out_z(o, "  ");
}

static void
cell(struct out *o, struct str s, size_t width)
{
	out_quoted(o, s);
	pad(o, s.n, width);
}

static size_t
widest(const struct advdb_source *v, size_t n, size_t offset, size_t least)
{
	for (size_t i = 0; i < n; i++) {
		const struct str *s = (const struct str *)(const void *)
		    ((const char *)&v[i] + offset);

		if (s->n > least)
			least = s->n;
	}
	return least < 60 ? least : 60;
}

static void
text_rejected(void *ctx, struct str record, struct str reason)
{
	struct out *o = ctx;

	out_z(o, "    ");
	out_quoted(o, record);
	out_z(o, ": ");
	out_quoted(o, reason);
	out_z(o, "\n");
}

static void
text_source(struct out *o, const struct settings *s,
    const struct advdb_source *x, const size_t width[3])
{
	char date[24];

	cell(o, x->feed, width[0]);
	cell(o, x->scope, width[1]);
	cell(o, x->name, width[2]);
	if (x->has_time) {
		out_str(o, str_sub(when_format(date, x->data_time_s), 0, 10));
		out_fmt(o, "  %6lld d", (long long)age_days(s,
		    x->data_time_s));
	} else {
		out_z(o, "unknown            -");
	}
	out_fmt(o, "  %9llu  %8llu  ", (unsigned long long)x->records,
	    (unsigned long long)x->rejected);
	out_quoted(o, str_sub(x->sha256, 0, 12));
	out_z(o, x->torn ? "  NOT READ TO ITS END" : "");
	out_z(o, x->frozen ? "  FROZEN\n" : "\n");
}

static void
text_said(struct out *o, const char *what, struct str s)
{
	if (s.n == 0)
		return;
	out_z(o, what);
	out_quoted(o, s);
	out_z(o, "\n");
}

/* What the database says of itself. */
struct said {
	struct str selection;	/* what was asked for, when not all */
	struct str lost;	/* feeds with a file that left nothing */
};

static enum rc
text_status(struct context *c, const struct settings *s, struct advdb *d,
    const struct advdb_source *v, size_t n, const struct said *said,
    struct err *e)
{
	size_t width[3] = {
		widest(v, n, offsetof(struct advdb_source, feed), 4),
		widest(v, n, offsetof(struct advdb_source, scope), 5),
		widest(v, n, offsetof(struct advdb_source, name), 4) };
	struct out *o = c->out;
	enum rc rc = RC_OK;

	out_z(o, "content ");
	out_quoted(o, advdb_content(d));
	out_z(o, "\n");
	text_said(o, "selection ", said->selection);
	text_said(o, "lost ", said->lost);
	out_z(o, "\n");
	cell(o, STR("FEED"), width[0]);
	cell(o, STR("SCOPE"), width[1]);
	cell(o, STR("NAME"), width[2]);
	out_z(o, "NEWEST           AGE    RECORDS  REJECTED  SHA-256\n");
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		text_source(o, s, &v[i], width);
		if (s->rejected)
			rc = each_rejected(d, v[i].id, text_rejected, o, e);
	}
	return rc;
}

/* ---- JSON ---- */

static void
json_rejected(void *ctx, struct str record, struct str reason)
{
	struct json_out *j = ctx;

	json_begin_object(j);
	json_pair(j, "record", record);
	json_pair(j, "reason", reason);
	json_end_object(j);
}

static enum rc
json_source(struct json_out *j, const struct settings *s, struct advdb *d,
    const struct advdb_source *x, struct err *e)
{
	char date[24];
	enum rc rc = RC_OK;

	json_begin_object(j);
	json_pair(j, "feed", x->feed);
	json_pair(j, "name", x->name);
	json_pair_opt(j, "scope", x->scope);
	json_key(j, "date");
	if (x->has_time)
		json_put_str(j, when_format(date, x->data_time_s));
	else
		json_put_null(j);
	if (x->has_time)
		json_pair_int(j, "age_days", age_days(s, x->data_time_s));
	json_pair(j, "sha256", x->sha256);
	json_pair_int(j, "bytes", (int64_t)x->bytes);
	json_pair_int(j, "records", (int64_t)x->records);
	json_pair_int(j, "rejected", (int64_t)x->rejected);
	json_key(j, "complete");
	json_put_bool(j, !x->torn);
	json_key(j, "frozen");
	json_put_bool(j, x->frozen);
	if (s->rejected && x->rejected != 0) {
		json_key(j, "rejects");
		json_begin_array(j);
		rc = each_rejected(d, x->id, json_rejected, j, e);
		json_end_array(j);
	}
	json_end_object(j);
	return rc;
}

static enum rc
json_status(struct context *c, const struct settings *s, struct advdb *d,
    const struct advdb_source *v, size_t n, const struct said *said,
    struct err *e)
{
	struct json_out j;
	char now[24];
	enum rc rc = RC_OK;

	json_out_init(&j, c->out, false);
	json_begin_object(&j);
	json_pair(&j, "schema", STR("airbom-feeds-status/1"));
	json_pair(&j, "content", advdb_content(d));
	json_pair_opt(&j, "selection", said->selection);
	json_pair_opt(&j, "lost", said->lost);
	json_pair(&j, "evaluated_at", when_format(now, s->now_s));
	json_key(&j, "sources");
	json_begin_array(&j);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = json_source(&j, s, d, &v[i], e);
	json_end_array(&j);
	json_end_object(&j);
	out_z(c->out, "\n");
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct settings s = { .json = false };
	int first = opt_parse(&set, argc, argv, take, &s);
	struct said said = { STR(""), STR("") };
	struct advdb_source *v;
	struct advdb *d;
	size_t n;
	enum status st;
	enum rc rc;

	if (first < 0)
		return ST_USAGE;
	if (first + 1 != argc) {
		say("feeds status", "one database is wanted");
		return ST_USAGE;
	}
	if (when_now(s.now, &s.now_s, e) != RC_OK)
		return ST_USAGE;
	st = open_database(argv[first], &d, e);
	if (st != ST_DONE)
		return st;
	rc = advdb_sources(d, c->arena, &v, &n, e);
	if (rc == RC_OK)
		rc = advdb_meta(d, c->arena, "selection", &said.selection, e);
	if (rc == RC_OK)
		rc = advdb_meta(d, c->arena, "lost", &said.lost, e);
	if (rc == RC_OK)
		rc = s.json ? json_status(c, &s, d, v, n, &said, e) :
		    text_status(c, &s, d, v, n, &said, e);
	st = read_result(rc, argv[first], e);
	advdb_close(d);
	return st;
}

const struct command cmd_status = {
	"status", "what is in a database, and how old", run,
};
