/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages that a database no longer tells of, by what they left beside it: a
 * database of text that is cut between two entries looks like a whole one.
 *
 * dpkg: every info/NAME.list is of a package that the database knows, were it
 *       only by its configuration files (dpkg(1), PACKAGE STATES).
 * apk:  all that etc/apk/world asks for is installed, and all that installed
 *       packages need is provided: apk commits nothing else, unless told to
 *       with --force-broken-world (apk-world(5), apk(8)).
 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"

/* What is missing: how many, and the first one. */
struct lost {
	const struct fact_file *at;
	struct str first;
	size_t n;
};

static void
lose(struct relation *r, struct lost *l, const struct fact_file *x,
    struct str name)
{
	if (l->n++ == 0) {
		l->at = x;
		l->first = str_dup(r->tmp, name);
	}
}

static void
say(struct relation *r, const struct lost *l, const char *what)
{
	struct str more = l->n > 1 ? str_fmt(r->tmp, " and %zu more",
	    l->n - 1) : STR("");

	if (l->n != 0)
		notices_add(&r->b->notices, (struct notice){ NOTICE_GAP,
		    STR("package-db"), l->at->path,
		    relate_layer(r->f, l->at->layer),
		    str_fmt(r->tmp, "%s: %.*s%.*s", what, STR_ARG(l->first),
		    STR_ARG(more)) });
}

/* Is it a visible database of this family, read to its end? */
static bool
is_database(const struct fact_file *x, struct str family)
{
	return x->visible && x->database != NULL &&
	    str_eq(relate_family(x->database), family);
}

/* Names, and with provides what else its packages stand for. */
static struct map *
known(struct relation *r, struct str family, bool provides)
{
	struct map *m = map_new(r->tmp);

	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		if (!is_database(x, family))
			continue;
		for (size_t k = 0; k < x->npkgs; k++) {
			const struct fact_pkg *p = &x->pkgs[k];

			(void)map_put(m, p->p.name, NULL);
			for (size_t n = 0; provides && n < p->nprovides; n++)
				(void)map_put(m, p->provides[n], NULL);
		}
		for (size_t k = 0; k < x->nvalues; k++)
			if (strcmp(x->values[k].key, CTX_NOT_INSTALLED) == 0)
				(void)map_put(m, x->values[k].value, NULL);
	}
	return m;
}

static void
lost_of_dpkg(struct relation *r)
{
	static const char dir[] = "var/lib/dpkg/info/";
	struct map *m = known(r, STR("dpkg"), false);
	struct lost l = { .n = 0 };

	for (size_t i = 0; map_count(m) != 0 && i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];
		struct str name = x->path;

		if (!x->visible || !str_starts(name, str_from(dir)) ||
		    !str_ends(name, STR(".list")))
			continue;
		name = str_sub(name, sizeof dir - 1, name.n - 5);
		name = str_sub(name, 0, str_find(name, ':'));
		if (map_find(m, name) == NULL)
			lose(r, &l, x, name);
	}
	say(r, &l, "the database does not know whose files these are");
}

/* "name", "name@tag", "name=1"; not "!name", nor a virtual ".name". */
static void
take_world(struct relation *r, struct lost *l, const struct map *m,
    const struct fact_file *x, struct str text)
{
	struct str line, word;

	while (str_line(&text, &line))
		while (str_split(&line, ' ', &word)) {
			size_t n = 0;

			word = str_trim(word);
			while (n < word.n &&
			    memchr("<>=~@", word.p[n], 5) == NULL)
				n++;
			word.n = n;
			if (n != 0 && word.p[0] != '!' && word.p[0] != '.' &&
			    map_find(m, word) == NULL)
				lose(r, l, x, word);
		}
}

static void
lost_of_apk(struct relation *r)
{
	struct map *m = known(r, STR("apk"), true);
	struct lost asked = { .n = 0 }, needed = { .n = 0 };

	for (size_t i = 0; map_count(m) != 0 && i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nvalues; k++)
			if (strcmp(x->values[k].key, CTX_APK_WORLD) == 0)
				take_world(r, &asked, m, x,
				    x->values[k].value);
		if (!is_database(x, STR("apk")))
			continue;
		for (size_t k = 0; k < x->npkgs; k++)
			for (size_t n = 0; n < x->pkgs[k].nrequires; n++) {
				struct str key = x->pkgs[k].requires[n];

				if (key.n != 0 && key.p[0] != '/' &&
				    map_find(m, key) == NULL)
					lose(r, &needed, x, key);
			}
	}
	say(r, &asked, "asked for, and the database does not have it");
	say(r, &needed, "needed by its packages, and none is it");
}

void
relate_lost(struct relation *r)
{
	lost_of_dpkg(r);
	lost_of_apk(r);
}
