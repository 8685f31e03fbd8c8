/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/command/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "base/term.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "bom/other/statement.h"
#include "bom/project.h"

enum { HELD_COMPONENTS = 20000 };	/* some 1.5 KB each */

static bool
stat_dir(const char *path, struct stat *ret)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? strdup(".") :
	    strndup(path, (size_t)(slash - path) + 1);
	bool ok = dir != NULL && stat(dir, ret) == 0;

	free(dir);
	return ok;
}

/* Of files that are not there yet: one name in one directory? */
static bool
is_same_entry(const char *a, const char *b)
{
	const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
	struct stat da, db;

	return strcmp(x == NULL ? a : x + 1, y == NULL ? b : y + 1) == 0 &&
	    stat_dir(a, &da) && stat_dir(b, &db) &&
	    da.st_dev == db.st_dev && da.st_ino == db.st_ino;
}

/* Would one replace the other? Hard links are replaced each by itself. */
static bool
is_same_target(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	if (strcmp(a, "-") == 0 || strcmp(b, "-") == 0)
		return false;

	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	bool same = x != NULL && y != NULL ? strcmp(x, y) == 0 :
	    x == NULL && y == NULL && is_same_entry(a, b);

	free(x);
	free(y);
	return same;
}

enum rc
outputs_add(struct outputs *o, const char *arg, struct err *e)
{
	size_t n = strcspn(arg, "=");

	if (o->n == OUTPUTS_MAX)
		return err_set(e, RC_FORMAT, "over %d outputs", OUTPUTS_MAX);

	struct output *x = &o->v[o->n];
	char *name = o->names[o->n];

	if (n >= sizeof o->names[0])
		return err_set(e, RC_FORMAT, "unknown format %.40s", arg);
	memcpy(name, arg, n);
	name[n] = 0;
	x->statement = strncmp(name, "intoto:", 7) == 0;
	x->format = bom_format_by_name(name + (x->statement ? 7 : 0),
	    &x->version);
	if (x->format == NULL || x->format->write == NULL)
		return err_set(e, RC_FORMAT, "unknown format %s", name);
	if (x->statement && statement_type(x->format) == NULL)
		return err_set(e, RC_FORMAT, "%s: in-toto has no predicate of "
		    "this format", name);
	x->path = arg[n] == '=' && arg[n + 1] != 0 ? arg + n + 1 : "-";
	for (size_t i = 0; i < o->n; i++)
		if (is_same_target(o->v[i].path, x->path))
			return err_set(e, RC_FORMAT, "two outputs to %s",
			    strcmp(x->path, "-") == 0 ? "standard output" :
			    x->path);
	o->n++;
	return RC_OK;
}

static bool
is_dir(const struct output *x)
{
	size_t n = strlen(x->path);

	return n > 0 && x->path[n - 1] == '/';
}

static struct str
variable(const char *name)
{
	const char *z = getenv(name);

	return str_from(z != NULL ? z : "");
}

/* docs.github.com, "Variables reference": who runs in a workflow has these. */
static void
read_run(struct github_run *r)
{
	r->id = variable("GITHUB_RUN_ID");
	r->workflow = variable("GITHUB_WORKFLOW");
	r->job = variable("GITHUB_JOB");
	r->sha = variable("GITHUB_SHA");
	r->ref = variable("GITHUB_REF");
}

enum rc
outputs_open(struct outputs *o, struct err *e)
{
	enum rc rc = RC_OK;

	if (o->n == 0)
		rc = outputs_add(o, "cyclonedx-json", e);
	read_run(&o->run);
	for (size_t i = 0; rc == RC_OK && i < o->n; i++)
		if (!is_dir(&o->v[i]))
			rc = out_file_open(&o->v[i].file, o->v[i].path, e);
	return rc;
}

/* A file name for one of many images: what tells them apart. */
static void
file_name(const struct output *x, const struct bom *b, char *z, size_t cap)
{
	char word[128];
	struct str s = b->manifest_digest.n > 0 ? b->manifest_digest :
	    b->config_digest;
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < sizeof word - 1; i++)
		word[n++] = is_alnum(s.p[i]) ? s.p[i] : '-';
	word[n] = 0;
	(void)snprintf(z, cap, "%s%s-%zu%s", x->path, word, x->documents + 1,
	    x->format->suffix != NULL ? x->format->suffix : ".json");
}

/*
 * A document is held until all of it is made, so that a failure leaves no half
 * of one; but not a list of all files, or of more packages than any system has.
 */
static bool
is_held(const struct output *x, const struct bom *b)
{
	return is_dir(x) || (b->files == NULL &&
	    b->ncomponents <= HELD_COMPONENTS);
}

static enum rc
write_document(struct outputs *all, const struct output *x,
    const struct bom *b, struct out *o, struct err *e)
{
	if (!x->statement)
		return x->format->write(b, x->version, o, e);
	enum rc rc = statement_write(b, x->format, x->version, o, e);

	all->usage = rc == RC_UNSUPPORTED;
	return rc == RC_OK ? rc : err_in(e, rc, "intoto");
}

static enum rc
write_one(struct outputs *all, struct output *x, const struct bom *b,
    bool many, struct err *e)
{
	struct buf text = { 0 };
	struct out *o = calloc(1, sizeof *o);
	char path[4096];
	enum rc rc;

	if (o == NULL)
		return err_set(e, RC_IO, "out of memory");
	out_to_buf(o, &text);

	struct bom as = *b;

	as.one_line = many && !is_dir(x);
	if (strcmp(x->path, "-") == 0) {
		as.width = term_width(STDOUT_FILENO);
		as.colour = term_colour(STDOUT_FILENO);
	}
	as.plain = all->plain;
	as.run = &all->run;
	if (!is_held(x, b))
		out_to_fd(o, x->file.fd);
	rc = write_document(all, x, &as, o, e);
	if (rc == RC_OK)
		rc = out_flush(o, e);
	if (rc == RC_OK && is_dir(x)) {
		file_name(x, b, path, sizeof path);
		rc = out_file_open(&x->file, path, e);
	}
	if (rc == RC_OK)
		rc = file_write(x->file.fd, text.p, text.n, e);
	if (rc == RC_OK && is_dir(x))
		rc = out_file_commit(&x->file, e);
	x->documents++;
	buf_done(&text);
	free(o);
	return rc;
}

enum rc
outputs_write(struct outputs *o, const struct bom *b, bool many,
    struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < o->n; i++)
		rc = write_one(o, &o->v[i], b, many, e);
	return rc;
}

void
outputs_tell_losses(const struct outputs *o, const struct bom *b,
    struct notices *to)
{
	for (size_t i = 0; i < o->n; i++)
		bom_tell_losses(b, o->v[i].format, o->v[i].version, to);
}

enum rc
outputs_commit(struct outputs *o, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < o->n; i++)
		if (!is_dir(&o->v[i]))
			rc = out_file_commit(&o->v[i].file, e);
	return rc;
}

void
outputs_abort(struct outputs *o)
{
	for (size_t i = 0; i < o->n; i++)
		out_file_abort(&o->v[i].file);
}
