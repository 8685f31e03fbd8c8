/* SPDX-License-Identifier: Apache-2.0 */
#include "match/database.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/when.h"

static const char default_path[] = "/var/lib/airbom/advisories.db";

/* Of the places that nobody named the first that exists; else the last, so
   that the message names it. */
static struct str
find(struct arena *a, const char *given)
{
	const char *env = getenv("AIRBOM_DB"), *home;
	struct str in_home;

	if (given != NULL)
		return str_from(given);
	if (env != NULL && env[0] != '\0')
		return str_from(env);
	home = getenv("XDG_DATA_HOME");
	if (home != NULL && home[0] == '/') {
		in_home = str_fmt(a, "%s/airbom/advisories.db", home);
		if (access(str_z(a, in_home), F_OK) == 0)
			return in_home;
	}
	return str_from(default_path);
}

static enum rc
read_meta(struct match_db *d, struct err *e)
{
	struct str date;
	int64_t t;
	enum rc rc = advdb_meta(d->adv, d->arena, "epss_date", &date, e);

	if (rc == RC_OK && when_parse(date, &t))
		d->epss_day = when_day(t);
	if (rc == RC_OK)
		rc = advdb_meta(d->adv, d->arena, "epss_model",
		    &d->epss_model, e);
	if (rc == RC_OK)
		rc = advdb_meta(d->adv, d->arena, "selection", &d->selection,
		    e);
	return rc;
}

enum rc
match_db_open(const char *given, struct match_db *ret, struct err *e)
{
	struct match_db d = { .arena = arena_new(64 * MIB) };
	const char *path;
	enum rc rc;

	d.path = str_dup(d.arena, find(d.arena, given));
	path = str_z(d.arena, d.path);
	if (access(path, F_OK) != 0) {
		rc = err_sys(e, "%s", path);
		if (given == NULL && str_eq(d.path, str_from(default_path)))
			rc = err_set(e, rc, "no database: none of --db, "
			    "$AIRBOM_DB, $XDG_DATA_HOME/airbom/advisories.db "
			    "and %s", path);
		arena_free(d.arena);
		return rc;
	}
	rc = advdb_open(path, &d.adv, e);
	if (rc == RC_OK)
		rc = advdb_sources(d.adv, d.arena, &d.sources, &d.nsources, e);
	if (rc == RC_OK)
		rc = read_meta(&d, e);
	if (rc != RC_OK) {
		advdb_close(d.adv);
		arena_free(d.arena);
		return rc;
	}
	*ret = d;
	return RC_OK;
}

void
match_db_close(struct match_db *d)
{
	if (d->adv != NULL)
		advdb_close(d->adv);
	arena_free(d->arena);
	*d = (struct match_db){ 0 };
}

/* Of a profile or releases that were not wanted nothing is there: packages of
   them have no feed, and that is told. */
struct str
match_db_lacks(const struct match_db *d, struct arena *a)
{
	static const struct str since = { "since-year=", 11 };
	struct str words = d->selection, word, year = STR("");
	bool malware = false;

	while (str_word(&words, &word)) {
		if (str_starts(word, since))
			year = str_from_pos(word, since.n);
		malware |= str_eq(word, STR("no-malware"));
	}
	if (year.n == 0)
		return malware ? STR("those of malware") : STR("");
	return str_fmt(a, "those of before %.*s%s", STR_ARG(year),
	    malware ? ", and of malware" : "");
}

const struct advdb_source *
match_db_source(const struct match_db *d, int64_t id)
{
	for (size_t i = 0; i < d->nsources; i++)
		if (d->sources[i].id == id)
			return &d->sources[i];
	return NULL;
}

bool
match_db_newest(const struct match_db *d, struct str feed, int64_t *ret_s)
{
	bool has = false;

	for (size_t i = 0; i < d->nsources; i++) {
		const struct advdb_source *s = &d->sources[i];

		if (!s->has_time || (feed.n != 0 && !str_eq(feed, s->feed)))
			continue;
		if (!has || s->data_time_s > *ret_s)
			*ret_s = s->data_time_s;
		has = true;
	}
	return has;
}
