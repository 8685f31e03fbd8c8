/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/statement.h"

#include "advisory/advisory.h"
#include "base/arena.h"
#include "base/out.h"
#include "base/when.h"
#include "db/db.h"
#include "text/json_out.h"

/* Flags of vrange in schemas/advisories.sql. */
enum { LO_IN = 1, HI_IN = 2, EXACT = 4, OPAQUE = 8, NO_LO = 16, NO_HI = 32 };

static struct str
range_of(struct arena *a, struct db_stmt *s)
{
	int64_t flags = db_int(s, 8);
	const struct version_scheme *scheme = version_by_id((int)db_int(s,
	    14));
	struct interval i = { .lo = db_text(s, 6), .hi = db_text(s, 7),
		.has_lo = !(flags & NO_LO), .has_hi = !(flags & NO_HI),
		.lo_incl = flags & LO_IN, .hi_incl = flags & HI_IN };

	if (db_int(s, 5) == 0)
		return STR("all versions");
	if (flags & OPAQUE)
		return str_join(a, STR("not evaluated: "), i.lo);
	if (flags & EXACT)
		return str_join(a, STR("="), i.lo);
	if (scheme != NULL)
		return str_dup(a, interval_vers(a, scheme, &i));

	struct str r = STR("");

	if (i.has_lo)
		r = str_join(a, i.lo_incl ? STR(">=") : STR(">"), i.lo);
	if (i.has_lo && i.has_hi)
		r = str_join(a, r, STR("|"));
	if (i.has_hi)
		r = str_join(a, str_join(a, r, i.hi_incl ? STR("<=") :
		    STR("<")), i.hi);
	return r;
}

static struct str
fixed_of(struct db_stmt *s)
{
	struct str fixed = db_text(s, 9);

	if (db_int(s, 4) != ADV_FIXED)
		return STR("");
	return fixed.n == 0 && !(db_int(s, 8) & (NO_HI | HI_IN | EXACT |
	    OPAQUE)) ? db_text(s, 7) : fixed;
}

void
statement_read(struct arena *a, struct db_stmt *s, struct statement *ret)
{
	static const struct { enum statement_part part; int col; } texts[] = {
		{ ST_ECO, 0 }, { ST_RELEASE, 1 }, { ST_CHANNEL, 2 },
		{ ST_NAME, 3 }, { ST_ID, 21 }, { ST_FEED, 19 },
		{ ST_WORD, 11 }, { ST_MODULE, 12 }, { ST_ARCH, 13 },
		{ ST_FLAVOUR, 15 }, { ST_EXTRA, 16 }, { ST_CPES, 17 },
	};
	int64_t state = db_int(s, 4), severity = db_int(s, 10);
	char day[24];

	*ret = (struct statement){ .frozen = db_int(s, 20) != 0 };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ret->part[texts[i].part] = str_dup(a, db_text(s,
		    texts[i].col));
	ret->part[ST_STATE] = str_from(adv_state_name(state >= 0 &&
	    state <= ADV_UNDETERMINED ? (enum adv_state)state :
	    ADV_UNDETERMINED));
	ret->part[ST_FIXED] = str_dup(a, fixed_of(s));
	ret->part[ST_RANGE] = range_of(a, s);
	if (!db_is_null(s, 10) && severity >= 0 && severity <= SEV_CRITICAL)
		ret->part[ST_SEVERITY] = str_from(severity_name(
		    (enum severity)severity));
	if (!db_is_null(s, 18))
		ret->part[ST_KNOWN] = str_dup(a, when_format_day(day,
		    db_int(s, 18)));
}

int
statement_cmp(const struct statement *x, const struct statement *y,
    enum statement_part from, enum statement_part to)
{
	int d = 0;

	for (int i = (int)from; d == 0 && i < (int)to; i++)
		d = str_cmp(x->part[i], y->part[i]);
	return d;
}

static void
print(struct out *o, const char *label, struct str s)
{
	if (s.n == 0)
		return;
	out_fmt(o, "  %s", label);
	out_quoted(o, s);
}

void
statement_print(struct out *o, const struct statement *x, bool all)
{
	if (all) {
		out_quoted(o, x->part[ST_ECO]);
		print(o, "", x->part[ST_RELEASE]);
		print(o, "channel ", x->part[ST_CHANNEL]);
		print(o, "", x->part[ST_NAME]);
		out_z(o, "  ");
	}
	out_str(o, x->part[ST_STATE]);
	print(o, "in ", x->part[ST_FIXED]);
	print(o, "", x->part[ST_RANGE]);
	print(o, "", x->part[ST_SEVERITY]);
	print(o, "module ", x->part[ST_MODULE]);
	print(o, "arch ", x->part[ST_ARCH]);
	print(o, "flavour ", x->part[ST_FLAVOUR]);
	print(o, "where ", x->part[ST_EXTRA]);
	print(o, "products ", x->part[ST_CPES]);
	if (x->part[ST_WORD].n != 0) {
		out_z(o, "  \"");
		out_quoted(o, x->part[ST_WORD]);
		out_z(o, "\"");
	}
	print(o, "since ", x->part[ST_KNOWN]);
	out_z(o, x->frozen ? "  frozen\n" : "\n");
}

void
statement_json(struct json_out *j, const struct statement *x,
    enum statement_part from)
{
	static const char *const names[ST_PARTS] = {
		[ST_ECO] = "ecosystem", [ST_RELEASE] = "release",
		[ST_CHANNEL] = "channel", [ST_NAME] = "package",
		[ST_ID] = "id", [ST_FEED] = "feed", [ST_STATE] = "state",
		[ST_FIXED] = "fixed_in", [ST_RANGE] = "range",
		[ST_SEVERITY] = "severity", [ST_WORD] = "word",
		[ST_MODULE] = "module", [ST_ARCH] = "arch",
		[ST_FLAVOUR] = "flavour", [ST_EXTRA] = "where",
		[ST_CPES] = "products", [ST_KNOWN] = "since",
	};

	for (int i = (int)from; i < ST_PARTS; i++)
		json_pair_opt(j, names[i], x->part[i]);
	if (x->frozen) {
		json_key(j, "frozen");
		json_put_bool(j, true);
	}
}
