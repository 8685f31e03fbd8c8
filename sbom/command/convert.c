/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom convert: a document of any format that can be read, in another. The
 * document itself comes through the one model of lib/bom: what a format cannot
 * hold is lost, and said (lib/bom/project.h).
 */
#include <unistd.h>

#include "base/opt.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "bom/bom.h"
#include "sbom/command/command.h"

enum { ID_OUTPUT, ID_PLAIN };

static const struct opt options[] = {
	{ 'o', "output", "[intoto:]FORMAT[@VERSION][=FILE]",
	    "write FORMAT, as sbom itself does; may be repeated", ID_OUTPUT },
	{ 0, "no-foreign-properties", NULL, "nothing that only other tools "
	    "look for", ID_PLAIN },
	COMMON_OPTIONS,
	{ 0 },
};

static const struct opt_set set = { "sbom convert",
	"sbom convert [OPTION]... [FILE]",
	"FILE is a document of any format that match(1) reads, also packed\n"
	"with gzip or zstd, or - (the default) for standard input. Many\n"
	"documents, one after the other, stay many: one per line.", options };

static bool
take(void *ctx, int id, const char *arg)
{
	struct context *c = ctx;

	if (id == ID_OUTPUT)
		return common_output(c, set.tool, arg);
	if (id == ID_PLAIN)
		c->outputs.plain = true;
	return id == ID_PLAIN || common_option(c, set.tool, id, arg);
}

/* The last document is held until it is known whether another follows. */
struct conversion {
	struct context *c;
	struct bom *held;
	bool many;
};

static enum rc
write_held(struct conversion *v, struct err *e)
{
	enum rc rc = outputs_write(&v->c->outputs, v->held, v->many, e);

	outputs_tell_losses(&v->c->outputs, v->held, &v->c->notices);
	bom_free(v->held);
	v->held = NULL;
	return rc;
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	struct conversion *v = ctx;
	enum rc rc = RC_OK;

	if (v->held != NULL) {
		v->many = true;
		rc = write_held(v, e);
	}
	v->held = b;
	return rc;
}

static enum rc
convert(struct context *c, const char *path, struct err *e)
{
	struct conversion v = { .c = c };
	struct err ignored;
	int fd = -1;
	enum rc rc = document_open(path, &fd, e);

	if (rc == RC_OK)
		rc = outputs_open(&c->outputs, e);
	if (rc == RC_OK) {
		(void)sandbox_enter(&ignored);
		rc = document_read(c, path, fd, each, &v, e);
	}
	if (rc == RC_OK)
		rc = write_held(&v, e);
	bom_free(v.held);
	if (rc == RC_OK)
		rc = outputs_commit(&c->outputs, e);
	document_close(fd);
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	int first = opt_parse(&set, argc, argv, take, c);

	if (first < 0)
		return ST_USAGE;
	if (argc - first > 1) {
		say(set.tool, "more than one FILE: %.200s", argv[first + 1]);
		return ST_USAGE;
	}
	if (first == argc && isatty(STDIN_FILENO)) {
		say(set.tool, "no FILE, and standard input is a terminal");
		return ST_USAGE;
	}
	enum rc rc = convert(c, first < argc ? argv[first] : "-", e);

	return rc == RC_OK ? ST_DONE : c->outputs.usage ? ST_USAGE : ST_FAILED;
}

const struct command command_convert = {
	"convert", "a document in another format", run,
};
