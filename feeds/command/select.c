/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/select.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/out.h"
#include "identity/ecosystem.h"

enum { YEAR_FIRST = 1988, YEAR_LAST = 2999 };

void
select_init(struct select *s, struct arena *a)
{
	*s = (struct select){ .arena = a, .nvd = true,
		.only = { .os = true, .lang = true } };
}

bool
select_profile(struct select *s, const char *arg)
{
	struct str rest = str_from(arg), x;

	s->only.os = s->only.lang = s->nvd = s->text = false;
	while (str_split(&rest, ',', &x)) {
		bool *to = str_eq(x, STR("os")) ? &s->only.os :
		    str_eq(x, STR("lang")) ? &s->only.lang :
		    str_eq(x, STR("nvd")) ? &s->nvd :
		    str_eq(x, STR("text")) ? &s->text : NULL;

		if (to == NULL) {
			say("feeds build", "--profile %s: os, lang, nvd and "
			    "text are known", arg);
			return false;
		}
		*to = true;
	}
	if (!s->only.os && !s->only.lang && !s->nvd) {
		say("feeds build", "--profile %s: one of os, lang and nvd is "
		    "wanted", arg);
		return false;
	}
	return true;
}

bool
select_releases(struct select *s, const char *arg)
{
	struct str rest = str_from(arg), x;

	while (str_split(&rest, ',', &x)) {
		struct str key = str_sub(x, 0, str_find(x, ':'));
		const struct ecosystem *eco = ecosystem_by_key(key);

		if (eco == NULL || !eco->distro) {
			say("feeds build", "--releases %s: no distribution is "
			    "called %.*s", arg, STR_ARG(key));
			return false;
		}
		s->releases = arena_grow(s->arena, s->releases, s->nreleases,
		    &s->cap, sizeof *s->releases);
		s->releases[s->nreleases++] = (struct fill_release){ eco,
			str_from_pos(x, key.n + 1) };
	}
	return true;
}

bool
select_since(struct select *s, const char *arg)
{
	uint64_t year;

	if (!str_u64(str_from(arg), YEAR_LAST, &year) || year < YEAR_FIRST) {
		say("feeds build", "--since-year %s: not a year", arg);
		return false;
	}
	s->only.since_year = (int)year;
	return true;
}

static int
release_cmp(const void *a, const void *b)
{
	const struct fill_release *x = a, *y = b;
	int d = str_cmp(str_from(x->eco->key), str_from(y->eco->key));

	return d != 0 ? d : str_cmp(x->release, y->release);
}

static void
add(struct select *s, const char *sep, struct str word)
{
	struct str *w = &s->only.words;

	*w = str_fmt(s->arena, "%.*s%s%.*s", STR_ARG(*w), w->n != 0 ? sep : "",
	    STR_ARG(word));
}

void
select_done(struct select *s)
{
	if (s->nreleases > 1)
		qsort(s->releases, s->nreleases, sizeof *s->releases,
		    release_cmp);
	s->only.releases = s->releases;
	s->only.nreleases = s->nreleases;
	if (!s->only.os || !s->only.lang || !s->nvd)
		add(s, " ", str_fmt(s->arena, "profile=%s%s%s%s%s",
		    s->only.os ? "os" : "",
		    s->only.os && s->only.lang ? "," : "",
		    s->only.lang ? "lang" : "",
		    s->nvd && (s->only.os || s->only.lang) ? "," : "",
		    s->nvd ? "nvd" : ""));
	for (size_t i = 0; i < s->nreleases; i++)
		add(s, i == 0 ? " " : ",", str_fmt(s->arena, "%s%s%s%.*s",
		    i == 0 ? "releases=" : "", s->releases[i].eco->key,
		    s->releases[i].release.n != 0 ? ":" : "",
		    STR_ARG(s->releases[i].release)));
	if (s->only.since_year != 0)
		add(s, " ", str_fmt(s->arena, "since-year=%d",
		    s->only.since_year));
	if (s->only.no_malware)
		add(s, " ", STR("no-malware"));
}
