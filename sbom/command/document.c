/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that work on documents share. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "bom/bom.h"
#include "bom/file.h"
#include "sbom/command/command.h"

bool
common_option(struct context *c, const char *tool, int id, const char *arg)
{
	switch (id) {
	case ID_COMMON_LIMIT:
		if (limits_set(&c->lim, str_from(arg)))
			return true;
		say(tool, "--limit: no such limit, or no number: %.200s", arg);
		return false;
	case ID_COMMON_STRICT: c->strict = true; break;
	case ID_COMMON_LENIENT: c->lenient = true; break;
	case ID_COMMON_QUIET: c->quiet = true; break;
	case ID_COMMON_VERBOSE: c->verbose = true; break;
	}
	if (!c->strict || !c->lenient)
		return true;
	say(tool, "--strict and --lenient contradict each other");
	return false;
}

bool
common_output(struct context *c, const char *tool, const char *arg)
{
	struct err e = { "" };

	if (outputs_add(&c->outputs, arg, &e) == RC_OK)
		return true;
	say(tool, "--output: %s", e.msg);
	return false;
}

/* What every format can say of somebody. */
static bool
is_one_line(struct str s)
{
	size_t n = 0, step;

	while (n < s.n && (uint8_t)s.p[n] >= 0x20 && s.p[n] != 0x7f &&
	    (step = str_utf8_len(str_from_pos(s, n))) != 0)
		n += step;
	return n == s.n;
}

bool
author_option(const char *tool, const char *arg, struct str *ret)
{
	const struct str organization = STR("Organization:"),
	    person = STR("Person:");
	struct str text = str_trim(str_from(arg)), name = text;

	if (str_starts(text, organization))
		name = text = str_trim(str_from_pos(text, organization.n));
	else if (str_starts(text, person))
		name = str_trim(str_from_pos(text, person.n));
	*ret = text;
	if (name.n == 0 || name.p[0] == '(' || !is_one_line(name)) {
		say(tool, "--author: no name: %.200s", arg);
		return false;
	}
	return true;
}

enum rc
document_open(const char *path, int *ret_fd, struct err *e)
{
	if (strcmp(path, "-") != 0)
		return file_open(path, ret_fd, e);
	*ret_fd = STDIN_FILENO;
	return RC_OK;
}

void
document_close(int fd)
{
	if (fd >= 0 && fd != STDIN_FILENO)
		(void)close(fd);
}

struct reading {
	struct context *c;
	enum rc (*each)(void *ctx, struct bom *b, struct err *e);
	void *ctx;
};

static enum rc
take(void *ctx, struct bom *b, struct err *e)
{
	struct reading *r = ctx;

	notices_join(&r->c->notices, &b->notices);
	return r->each(r->ctx, b, e);
}

enum rc
document_read(struct context *c, const char *path, int fd,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	struct reading r = { c, each, ctx };
	enum rc rc = bom_read_fd(fd, &c->lim, take, &r, e);

	return rc == RC_OK ? rc : err_in(e, rc, strcmp(path, "-") == 0 ?
	    "standard input" : path);
}

static enum rc
take_one(void *ctx, struct bom *b, struct err *e)
{
	struct bom **one = ctx;

	if (*one == NULL) {
		*one = b;
		return RC_OK;
	}
	bom_free(b);
	return err_set(e, RC_FORMAT, "holds more than one document");
}

enum rc
document_read_one(struct context *c, const char *path, int fd,
    struct bom **ret, struct err *e)
{
	struct bom *one = NULL;
	enum rc rc = document_read(c, path, fd, take_one, &one, e);

	if (rc == RC_OK)
		*ret = one;
	else
		bom_free(one);
	return rc;
}
