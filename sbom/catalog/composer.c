/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/catalog/blob_reader.h"
#include "text/json.h"

/*
 * composer-lock: composer.lock; composer-installed: vendor/composer/
 * installed.json.
 *
 * Source:   getcomposer.org/doc/04-schema.md for packages, 01-basic-usage.md
 *           for the lock; composer's FilesystemRepository writes
 *           installed.json: version 2 is an object with "packages" and
 *           "dev-package-names", version 1 a bare array of packages.
 * Grammar:  a package has a name "vendor/name", a version as its author
 *           tagged it, "require" and also "replace" and "provide" by name,
 *           "dist" and "source". Names compare without case. Names without a
 *           vendor ("php", "ext-json") are of the platform.
 * Reading:  twice, a package at a time: the names of what is for development
 *           come last.
 * A lock below a directory named vendor is that of a dependency's author.
 * Limits:   LOCK_FILE_MAX; packages of limits.json_record; JSON_DEPTH.
 */
struct composer {
	struct records *out;
	struct arena *a;
	struct arena *tmp;	/* of one package */
	struct map *dev;	/* names for development only, lower case */
	bool emit;		/* second pass */
	bool stop;		/* the sink wants no more */
	bool listed;		/* there was a list of packages */
};

/* ---- one package ---- */

static void
say_names(struct composer *c, const struct json *names,
    void (*each)(struct records *, struct str))
{
	const struct json *range;
	struct str name;

	for (void *it = NULL; json_member(names, &it, &name, &range);)
		if (str_find(name, '/') < name.n)
			each(c->out, str_lower(c->tmp, name));
}

static void
say_licence(struct composer *c, const struct json *v)
{
	if (json_text(v).n != 0)
		c->out->licence(c->out, json_text(v));
	for (size_t i = 0; json_kind_of(v) == JSON_ARRAY &&
	    i < json_count(v); i++)
		if (json_text(json_at(v, i)).n != 0)
			c->out->licence(c->out, json_text(json_at(v, i)));
}

/* "dev-main", "3.x-dev": a branch, of which only the commit says what it is. */
static bool
is_branch(struct str version)
{
	return str_starts(version, STR("dev-")) ||
	    str_ends(version, STR("-dev"));
}

static void
say_source(struct composer *c, const struct json *v, struct str version)
{
	const struct json *dist = json_get(v, "dist");
	const struct json *source = json_get(v, "source");
	struct str sum = json_get_text(dist, "shasum");
	struct str url = json_get_text(source, "url");
	struct str commit = json_get_text(source, "reference");

	if (sum.n == 40)
		c->out->hash(c->out, "SHA-1", sum);
	if (is_branch(version) && url.n != 0 && commit.n != 0 &&
	    str_eq(json_get_text(source, "type"), STR("git")))
		c->out->qualifier(c->out, "vcs_url", str_join(c->tmp,
		    str_join(c->tmp, str_join(c->tmp, STR("git+"), url),
		    STR("@")), commit));
}

static enum rc
say_package(struct composer *c, const struct json *v, bool dev, size_t line)
{
	struct str name = json_get_text(v, "name");
	struct str low = str_lower(c->tmp, name);
	struct pkg p = { .type = "composer", .line = line,
		.version = json_get_text(v, "version"),
		.description = json_get_text(v, "description"),
		.dev = dev || map_find(c->dev, low) != NULL,
		.local = str_eq(json_get_text(json_get(v, "dist"), "type"),
		    STR("path")) };
	enum rc rc;

	pkg_name_split(&p, name);
	if (str_trim(p.name).n == 0) {
		c->out->note(c->out, line, "package without a name");
		return RC_OK;
	}
	if ((rc = c->out->package(c->out, &p)) != RC_OK) {
		c->stop = rc == RC_STOP;
		return rc;
	}
	c->out->provides(c->out, low);
	say_names(c, json_get(v, "replace"), c->out->provides);
	say_names(c, json_get(v, "provide"), c->out->provides);
	say_names(c, json_get(v, "require"), c->out->requires);
	say_licence(c, json_get(v, "license"));
	say_source(c, v, p.version);
	return RC_OK;
}

/* ---- the document ---- */

static enum rc
take_package(struct composer *c, struct json_in *j, bool dev, struct err *e)
{
	size_t line = (size_t)json_in_line(j);
	struct str text;
	struct json *v;
	enum rc rc = json_in_value(j, &text, e);

	if (rc == RC_OK)
		rc = json_record(text, &v, NULL, e);
	if (rc == RC_LIMIT) {
		c->out->gap(c->out, "limit", "line %zu: %s", line, e->msg);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	rc = say_package(c, v, dev, line);
	json_free(v);
	arena_reset(c->tmp);
	return rc;
}

static enum rc
take_packages(struct composer *c, struct json_in *j, bool dev, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind != JSON_ARRAY || !c->emit)
		return rc;
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK)
		rc = take_package(c, j, dev, e);
	return rc == RC_STOP && !c->stop ? RC_OK : rc;
}

/* Names of what is for development only. */
static enum rc
take_dev(struct composer *c, struct json_in *j, struct err *e)
{
	enum json_kind kind;
	struct str name;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind != JSON_ARRAY || c->emit)
		return rc;
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK) {
		rc = json_in_string(j, &name, e);
		if (rc == RC_OK)
			*map_put(c->dev, str_lower(c->a, name), NULL) = c;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
take_object(struct composer *c, struct json_in *j, struct err *e)
{
	struct str key;
	enum rc rc = json_in_enter(j, e);

	while (rc == RC_OK && (rc = json_in_next(j, &key, e)) == RC_OK) {
		c->listed |= str_eq(key, STR("packages"));
		if (str_eq(key, STR("packages")))
			rc = take_packages(c, j, false, e);
		else if (str_eq(key, STR("packages-dev")))
			rc = take_packages(c, j, true, e);
		else if (str_eq(key, STR("dev-package-names")))
			rc = take_dev(c, j, e);
	}
	if (rc == RC_STOP && !c->stop)
		rc = c->listed ? RC_OK : err_set(e, RC_FORMAT, "no list of "
		    "Composer's packages");
	return rc;
}

static enum rc
pass(struct composer *c, struct blob *b, const struct limits *lim,
    struct err *e)
{
	struct reader *in = reader_of_blob(b);
	struct json_in *j;
	enum json_kind kind;
	enum rc rc;

	if (in == NULL)
		return err_set(e, RC_IO, "no memory");
	j = json_in_new(in, (size_t)lim->json_record);
	rc = json_in_peek(j, &kind, e);
	if (rc == RC_OK && kind == JSON_OBJECT)
		rc = take_object(c, j, e);
	else if (rc == RC_OK && kind == JSON_ARRAY)
		rc = take_packages(c, j, false, e);
	else if (rc == RC_OK)
		rc = err_set(e, RC_FORMAT, "no list of Composer's packages");
	json_in_free(j);
	reader_close(in);
	return rc;
}

static bool
is_vendored(struct str path)
{
	return str_starts(path, STR("vendor/")) ||
	    str_find_str(path, STR("/vendor/")) < path.n;
}

static enum rc
parse_installed(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct composer c = { .out = out };
	enum rc rc;

	(void)f;
	if (b->size > LOCK_FILE_MAX) {
		out->gap(out, "limit", "%llu bytes, over the limit of %llu",
		    (unsigned long long)b->size,
		    (unsigned long long)LOCK_FILE_MAX);
		return RC_OK;
	}
	c.a = arena_new(lim->memory);
	c.tmp = arena_new(lim->memory);
	c.dev = map_new(c.a);
	/* What stands before a broken place counts: the first pass's error is
	   the second's, too. */
	(void)pass(&c, b, lim, e);
	c.emit = true;
	e->msg[0] = '\0';
	rc = pass(&c, b, lim, e);
	arena_free(c.tmp);
	arena_free(c.a);
	return rc;
}

static enum rc
parse_lock(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	if (is_vendored(f->path))
		return RC_OK;
	return parse_installed(f, b, lim, out, e);
}

const struct cataloger cat_composer_lock = {
	.name = "composer-lock",
	.about = "lock files of Composer",
	.wants = (const struct want[]){
		{ WANT_NAME, "composer.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_lock,
};

const struct cataloger cat_composer_installed = {
	.name = "composer-installed",
	.about = "packages that Composer installed",
	.wants = (const struct want[]){
		{ WANT_TAIL, "composer/installed.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.link = LINK_FILE,
	.parse = parse_installed,
};
