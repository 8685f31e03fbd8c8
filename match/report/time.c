/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What --as-of and --since left out of a target, in words: a short list must
 * not look like a whole one.
 */
#include "match/report/report.h"

#include "base/arena.h"
#include "base/when.h"

enum { DIGEST_SHOWN = sizeof "sha256:" - 1 + 12 };

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

struct str
report_as_of(struct arena *a, const struct run *r, const struct target *t)
{
	struct str changed = STR("");
	char day[24];

	if (!r->has_as_of)
		return changed;
	if (t->changed != 0)
		changed = str_fmt(a, " (%zu about problems that were public: "
		    "what was said of them then is not in the database)",
		    t->changed);
	return str_fmt(a, "as of %.*s: %zu statement%s made later left out"
	    "%.*s, %zu of unknown date kept",
	    STR_ARG(when_format_day(day, r->as_of_day)), t->later,
	    plural(t->later), STR_ARG(changed), t->undated);
}

struct str
report_since(struct arena *a, const struct run *r, const struct target *t)
{
	struct str known = str_fmt(a, "%zu finding%s known before left out",
	    t->known_before, plural(t->known_before)), day = STR("");
	char buf[24];

	if (r->has_since_day)
		day = str_fmt(a, "since %.*s: %.*s, %zu of unknown date "
		    "listed", STR_ARG(when_format_day(buf, r->since_day)),
		    STR_ARG(known), t->unknown_since);
	if (r->since == NULL)
		return day;
	return str_fmt(a, "since database %.*s: %.*s, %zu gone",
	    STR_ARG(str_sub(advdb_content(r->since->adv), 0, DIGEST_SHOWN)),
	    STR_ARG(known), t->gone);
}
