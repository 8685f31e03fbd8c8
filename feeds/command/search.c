/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a database says of a package, in every ecosystem that has one of this
 * name.
 */
#include "advisory/advdb.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/open.h"
#include "feeds/command/statement.h"
#include "identity/ecosystem.h"
#include "text/json_out.h"

static const struct opt options[] = {
	{ 'o', "output", "FORMAT", "text (default) or json", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds search",
	.usage = "feeds search [OPTION]... DB PACKAGE...",
	.about = "Status 1: one of the PACKAGEs is not in the database.",
	.opts = options,
};

static bool
take(void *ctx, int id, const char *arg)
{
	bool *json = ctx;

	(void)id;
	*json = str_eq(str_from(arg), STR("json"));
	if (*json || str_eq(str_from(arg), STR("text")))
		return true;
	say("feeds search", "-o %s: text and json are known", arg);
	return false;
}

/* The spellings under which ecosystems keep the name. */
static size_t
spellings(struct arena *a, struct str name, struct str v[16])
{
	size_t n = 0;

	v[n++] = name;
	for (const struct ecosystem *x = ecosystems; x->key != NULL; x++) {
		struct str s = ecosystem_name(a, x, name);
		size_t i = 0;

		while (i < n && !str_eq(v[i], s))
			i++;
		if (i == n && n < 16)
			v[n++] = s;
	}
	return n;
}

static enum rc
search(struct context *c, struct advdb *d, struct str name,
    struct json_out *j, size_t *ret_n, struct err *e)
{
	struct arena *a = arena_new((size_t)limits_default.memory);
	struct db_stmt *s;
	struct statement x;
	enum rc rc = db_prepare(advdb_db(d), "SELECT " STATEMENT_COLUMNS
	    " FROM " STATEMENT_TABLES " WHERE k.name = ?1 "
	    "ORDER BY k.id, v.id, a.adv, a.seq", &s, e);

	if (rc != RC_OK)
		goto out;
	db_bind_text(s, 1, name);
	while ((rc = db_step(s, e)) == RC_OK) {
		++*ret_n;
		statement_read(a, s, &x);
		if (j != NULL) {
			json_begin_object(j);
			statement_json(j, &x, ST_ECO);
			json_end_object(j);
		} else {
			out_quoted(c->out, x.part[ST_ID]);
			out_z(c->out, "  ");
			out_quoted(c->out, x.part[ST_FEED]);
			out_z(c->out, "  ");
			statement_print(c->out, &x, true);
		}
		arena_reset(a);
	}
	db_finish(s);
	rc = rc == RC_STOP ? RC_OK : rc;
out:
	arena_free(a);
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	bool json = false;
	int first = opt_parse(&set, argc, argv, take, &json);
	struct json_out j;
	struct advdb *d;
	bool all = true;
	enum status st;
	enum rc rc = RC_OK;

	if (first < 0)
		return ST_USAGE;
	if (first + 2 > argc) {
		say("feeds search", "a database and a package are wanted");
		return ST_USAGE;
	}
	st = open_database(argv[first], &d, e);
	if (st != ST_DONE)
		return st;
	json_out_init(&j, c->out, false);
	if (json)
		json_begin_array(&j);
	for (int i = first + 1; rc == RC_OK && i < argc; i++) {
		struct str v[16];
		size_t nv = spellings(c->arena, str_from(argv[i]), v), n = 0;

		for (size_t k = 0; rc == RC_OK && k < nv; k++)
			rc = search(c, d, v[k], json ? &j : NULL, &n, e);
		if (rc == RC_OK && n == 0) {
			say("feeds search", "%s: not in %s", argv[i],
			    argv[first]);
			all = false;
		}
	}
	if (json) {
		json_end_array(&j);
		out_z(c->out, "\n");
	}
	st = read_result(rc, argv[first], e);
	advdb_close(d);
	return st == ST_DONE && !all ? ST_CONDITION : st;
}

const struct command cmd_search = {
	"search", "what a database says of a package", run,
};
