/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom validate: what is wrong with a document. It is read twice, and held in
 * memory for that: by the reader that everybody uses, which tells whether it
 * can be read at all, and by a walker over its text, which knows lines. A
 * fault is a line on standard output; any makes the status 1.
 */
#include <inttypes.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "bom/bom.h"
#include "bom/file.h"
#include "bom/format.h"
#include "bom/sniff.h"
#include "codec/reader.h"
#include "sbom/command/check.h"
#include "sbom/command/command.h"
#include "sbom/command/regime.h"

enum { ID_REGIME };

static const struct opt options[] = {
	{ 0, "regime", "NAME", "minimum elements, too: " REGIME_NAMES,
	    ID_REGIME },
	COMMON_OPTIONS,
	{ 0 },
};

static const struct opt_set set = { "sbom validate",
	"sbom validate [OPTION]... FILE",
	"FILE is a document of any format that match(1) reads, or - for\n"
	"standard input. Exit status: 0 nothing is wrong, 1 something is,\n"
	"2 wrong usage, 3 it cannot be read, 4 it tells of gaps.", options };

struct validation {
	struct context *c;
	const struct regime *regime;
	const char *path;
	struct buf text;
	struct check check;
	struct bom **v;			/* as they were read */
	size_t n, cap;
};

static bool
take(void *ctx, int id, const char *arg)
{
	struct validation *v = ctx;

	if (id != ID_REGIME)
		return common_option(v->c, set.tool, id, arg);
	v->regime = regime_by_name(arg);
	if (v->regime != NULL)
		return true;
	say(set.tool, "--regime %.40s: known are " REGIME_NAMES, arg);
	return false;
}

/* ---- reading ---- */

static enum rc
read_text(void *ctx, struct reader *in, struct err *e)
{
	struct validation *v = ctx;

	for (;;) {
		uint8_t *p = buf_room(&v->text, 65536);
		size_t n = 0;

		if (p == NULL)
			return err_set(e, RC_LIMIT, "over %zu bytes "
			    "(--limit memory=)", v->text.limit);
		enum rc rc = reader_read(in, p, 65536, &n, e);

		if (rc != RC_OK || n == 0)
			return rc;
		v->text.n += n;
	}
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	struct validation *v = ctx;

	(void)e;
	notices_join(&v->c->notices, &b->notices);
	v->v = arena_grow(v->c->arena, v->v, v->n, &v->cap, sizeof *v->v);
	v->v[v->n++] = b;
	return RC_OK;
}

static struct reader *
reader_of_text(const struct validation *v)
{
	return reader_of_mem(v->text.p, v->text.n);
}

/* ---- the text ---- */

/* JSON in an envelope, or text in other letters: no rule would fit. */
static bool
is_wrapped(const struct validation *v)
{
	static const char *const members[] = { "payload", "dsseEnvelope",
		"predicate", "predicateType" };
	struct str head = str_sub(buf_str(&v->text), 0, 65536);

	if (str_starts(head, STR("\xff\xfe")) ||
	    str_starts(head, STR("\xfe\xff")))
		return true;
	if (str_starts(head, STR("\xef\xbb\xbf")))
		head = str_from_pos(head, 3);
	head = str_trim(head);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (sniff_member(head, members[i], NULL))
			return true;
	return false;
}

/* By the format that the reader found. */
static enum rc
check_text(struct validation *v, struct err *e)
{
	struct str format = v->v[v->n - 1]->format;
	const struct rules *json =
	    str_eq(format, STR("cyclonedx-json")) ? &rules_cdx_json :
	    str_eq(format, STR("spdx-json")) ? &rules_spdx_json :
	    str_eq(format, STR("spdx3-json")) ? &rules_spdx3 : NULL;
	struct reader *r = reader_of_text(v);
	enum rc rc = RC_OK;

	if (is_wrapped(v))
		rc = RC_OK;
	else if (json != NULL)
		rc = check_json(&v->check, json, r, &v->c->lim, e);
	else if (str_eq(format, STR("cyclonedx-xml")))
		rc = check_xml(&v->check, &rules_cdx_xml, r, e);
	else if (str_eq(format, STR("spdx-tag-value")))
		rc = check_tag_value(&v->check, r, &v->c->lim, e);
	reader_close(r);
	return rc;
}

/* What the reader found odd in identifiers, where no rule saw the text; that
   none did is no praise. */
static void
check_unseen(struct validation *v)
{
	for (size_t i = 0; i < v->c->notices.n; i++) {
		const struct notice *n = &v->c->notices.v[i];

		if (str_eq(n->kind, STR("purl")))
			check_fault(&v->check, 0, STR(""), "%.*s",
			    STR_ARG(n->what));
	}
	notice_note(&v->c->notices, "format", STR(""), "no rules for the text "
	    "of this document (%.*s, perhaps in an envelope): it was read, "
	    "and no more", STR_ARG(v->v[v->n - 1]->format));
}

static enum rc
check_documents(struct validation *v, struct err *e)
{
	enum rc rc = check_text(v, e);

	if (rc == RC_OK && v->check.objects == 0)
		check_unseen(v);
	for (size_t i = 0; rc == RC_OK && v->regime != NULL && i < v->n; i++)
		regime_check(v->regime, v->v[i], &v->check);
	return rc;
}

/* ---- what was found ---- */

static void
print_fault(struct validation *v, struct out *o, const struct fault *f)
{
	out_quoted(o, str_from(strcmp(v->path, "-") == 0 ? "standard input" :
	    v->path));
	out_z(o, ":");
	if (f->line != 0)
		out_fmt(o, "%" PRIu64 ":", f->line);
	out_z(o, " ");
	if (f->where.n != 0) {
		out_quoted(o, f->where);
		out_z(o, ": ");
	}
	out_quoted(o, f->what);
	out_z(o, "\n");
}

static enum rc
print(struct validation *v, struct err *e)
{
	struct out *o = NEW(v->c->arena, struct out);

	out_to_fd(o, STDOUT_FILENO);
	for (size_t i = 0; i < v->check.n; i++)
		print_fault(v, o, &v->check.v[i]);
	if (v->check.more != 0)
		out_fmt(o, "%s: and %zu more\n", v->path, v->check.more);
	return out_flush(o, e);
}

static enum rc
check_all(struct validation *v, int fd, struct err *e)
{
	struct arena *tmp = arena_new((size_t)v->c->lim.memory);
	struct reader *r = NULL;

	check_init(&v->check, v->c->arena, tmp);
	v->text.limit = (size_t)v->c->lim.memory;
	enum rc rc = bom_with_fd(fd, &v->c->lim, read_text, v, e);

	if (rc == RC_OK) {
		r = reader_of_text(v);
		rc = bom_read_all(r, &v->c->lim, each, v, e);
		reader_close(r);
	}
	if (rc == RC_OK)
		rc = check_documents(v, e);
	for (size_t i = 0; i < v->n; i++)
		bom_free(v->v[i]);
	buf_done(&v->text);
	arena_free(tmp);
	return rc == RC_OK ? rc : err_in(e, rc, strcmp(v->path, "-") == 0 ?
	    "standard input" : v->path);
}

static enum rc
validate(struct validation *v, struct err *e)
{
	struct err ignored;
	int fd = -1;
	enum rc rc = document_open(v->path, &fd, e);

	if (rc == RC_OK) {
		(void)sandbox_enter(&ignored);
		rc = check_all(v, fd, e);
	}
	document_close(fd);
	return rc == RC_OK ? print(v, e) : rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct validation v = { .c = c };
	int first = opt_parse(&set, argc, argv, take, &v);

	if (first < 0)
		return ST_USAGE;
	if (argc - first != 1) {
		say(set.tool, "one document is wanted");
		return ST_USAGE;
	}
	v.path = argv[first];
	if (validate(&v, e) != RC_OK)
		return ST_FAILED;
	return v.check.n != 0 ? ST_CONDITION : ST_DONE;
}

const struct command command_validate = {
	"validate", "what is wrong with a document", run,
};
