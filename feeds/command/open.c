/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/open.h"

#include "advisory/advdb.h"
#include "base/arena.h"
#include "base/out.h"
#include "base/when.h"
#include "db/db.h"

/* A scan of all statements of a full database takes some ten thousand million
   steps of SQLite: in thousands. */
enum { STEPS = 200000000 };

enum status
open_database(const char *path, struct advdb **ret, struct err *e)
{
	enum rc rc = advdb_open(path, ret, e);

	if (rc != RC_OK)
		return ST_DATABASE;
	db_budget(advdb_db(*ret), STEPS);
	return ST_DONE;
}

enum status
read_result(enum rc rc, const char *path, struct err *e)
{
	if (rc == RC_OK)
		return ST_DONE;
	(void)err_in(e, rc, path);
	return ST_DATABASE;
}

static void
print_range(struct out *o, struct arena *a, struct db_stmt *s)
{
	int64_t flags = db_int(s, 8);
	const struct version_scheme *scheme = version_by_id((int)db_int(s,
	    14));
	struct interval i = { .lo = db_text(s, 6), .hi = db_text(s, 7),
		.has_lo = !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };

	if (db_int(s, 5) == 0) {
		out_z(o, "  all versions");
	} else if (flags & 8) {
		out_z(o, "  not evaluated: ");
		out_quoted(o, i.lo);
	} else if (flags & 4) {
		out_z(o, "  =");
		out_quoted(o, i.lo);
	} else if (scheme != NULL) {
		out_z(o, "  ");
		out_quoted(o, interval_vers(a, scheme, &i));
	} else {
		out_z(o, "  ");
		if (i.has_lo) {
			out_z(o, i.lo_incl ? ">=" : ">");
			out_quoted(o, i.lo);
		}
		if (i.has_hi) {
			out_z(o, i.has_lo ? "|" : "");
			out_z(o, i.hi_incl ? "<=" : "<");
			out_quoted(o, i.hi);
		}
	}
}

static void
print_opt(struct out *o, const char *label, struct str s)
{
	if (s.n == 0)
		return;
	out_fmt(o, "  %s", label);
	out_quoted(o, s);
}

void
print_statement(struct out *o, struct arena *a, struct db_stmt *s)
{
	int64_t state = db_int(s, 4), flags = db_int(s, 8);
	struct str fixed = db_text(s, 9);

	out_quoted(o, db_text(s, 0));
	print_opt(o, "", db_text(s, 1));
	print_opt(o, "channel ", db_text(s, 2));
	print_opt(o, "", db_text(s, 3));
	out_fmt(o, "  %s", adv_state_name(state >= 0 &&
	    state <= ADV_UNDETERMINED ? (enum adv_state)state :
	    ADV_UNDETERMINED));
	if (fixed.n == 0 && !(flags & (32 | 2 | 4 | 8)) &&
	    state == ADV_FIXED)
		fixed = db_text(s, 7);
	if (state == ADV_FIXED)
		print_opt(o, "in ", fixed);
	print_range(o, a, s);
	if (!db_is_null(s, 10) && db_int(s, 10) >= 0 &&
	    db_int(s, 10) <= SEV_CRITICAL)
		out_fmt(o, "  %s", severity_name(
		    (enum severity)db_int(s, 10)));
	print_opt(o, "module ", db_text(s, 12));
	print_opt(o, "arch ", db_text(s, 13));
	print_opt(o, "flavour ", db_text(s, 15));
	print_opt(o, "where ", db_text(s, 16));
	print_opt(o, "products ", db_text(s, 17));
	if (db_text(s, 11).n != 0) {
		out_z(o, "  \"");
		out_quoted(o, db_text(s, 11));
		out_z(o, "\"");
	}
	if (!db_is_null(s, 18)) {
		char day[24];

		out_z(o, "  since ");
		out_str(o, when_format_day(day, db_int(s, 18)));
	}
	out_z(o, db_int(s, 20) != 0 ? "  frozen\n" : "\n");
}
