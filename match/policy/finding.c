/* SPDX-License-Identifier: Apache-2.0 */
#include "match/policy/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

const char *
confidence_name(enum confidence c)
{
	static const char *const names[] = {
		[CONF_POSSIBLE] = "possible", [CONF_EXACT] = "exact",
		[CONF_VENDOR] = "vendor",
	};

	return names[c];
}

static const struct {
	const char *name, *text;
} reasons[UNCOVERED_KINDS] = {
	[JUDGED] = { "judged", "judged" },
	[NO_TYPE] = { "no-type", "no purl" },
	[NO_VERSION] = { "no-version", "no version" },
	[NO_RULE] = { "no-rule", "no rule for the type" },
	[NO_DISTRIBUTION] = { "no-distribution", "distribution unknown" },
	[NO_FEED] = { "no-feed", "no feed in the database" },
	[THIRD_PARTY] = { "third-party", "third-party package" },
	[BAD_VERSION] = { "bad-version", "version not of its scheme" },
	[PSEUDO_PACKAGE] = { "pseudo-package", "no software" },
	[NO_ORDER] = { "no-order", "no order of its versions is known" },
	[NO_GROUP] = { "no-group", "Java archive of unknown group" },
	[LOCAL] = { "local", "from no registry" },
	[UNRELEASED] = { "unreleased", "built from a commit, of no release" },
	[NO_CATEGORY] = { "no-category", "ebuild of unknown category" },
};

const char *
uncovered_name(enum uncovered u)
{
	return reasons[u].name;
}

const char *
uncovered_text(enum uncovered u)
{
	return reasons[u].text;
}

void
target_gap(struct target *t, const char *kind, size_t components,
    const char *fmt, ...)
{
	char text[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n
	    : sizeof text - 1;

	t->gaps = arena_grow(t->arena, t->gaps, t->ngaps, &t->cgaps,
	    sizeof *t->gaps);
	t->gaps[t->ngaps++] = (struct gap){
		.notice = { .level = NOTICE_GAP, .kind = str_from(kind),
			.what = str_dup(t->arena, str_of(text, len)) },
		.components = components };
}
