/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table for people: a line for each component, then what they rest on.
 * Names come from images: what a terminal would obey is escaped. On a
 * terminal a path is cut to its width; all else stands whole.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "bom/bom.h"
#include "bom/other/other.h"

enum { COLUMNS = 4, PATH = COLUMNS - 1, PATH_LEAST = 12, GAP = 2 };

#define BOLD	"\033[1m"
#define YELLOW	"\033[33m"
#define PLAIN	"\033[0m"

struct table {
	const struct bom *b;
	struct out *out;
	struct out *cell;		/* one on its way to text */
	struct buf *text;
	struct arena *tmp;
	size_t width[COLUMNS];
};

/* As it is shown: control bytes and bad UTF-8 as \xNN. In tmp. */
static struct str
shown(struct table *t, struct str s)
{
	struct err ignored;	/* memory does not fail */

	t->text->n = 0;
	out_quoted(t->cell, s.n != 0 ? s : STR("-"));
	(void)out_flush(t->cell, &ignored);
	return str_dup(t->tmp, str_of(t->text->p, t->text->n));
}

/* Characters, each of which is taken to be one column wide. */
static size_t
columns(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void
cells_of(struct table *t, const struct bom_component *c,
    struct str cell[static COLUMNS])
{
	struct str name = c->name;

	if (c->group.n != 0)
		name = str_fmt(t->tmp, "%.*s/%.*s", STR_ARG(c->group),
		    STR_ARG(c->name));
	cell[0] = shown(t, name);
	cell[1] = shown(t, c->version);
	cell[2] = shown(t, c->type);
	cell[PATH] = shown(t, c->nplaces != 0 ? c->places[0].path : STR(""));
}

/* The end of a path tells more than its start. */
static struct str
cut_path(struct table *t, struct str path)
{
	const struct str dots = STR("...");
	size_t used = 0, n = columns(path), from;

	for (size_t i = 0; i < PATH; i++)
		used += t->width[i] + GAP;
	size_t room = t->b->width > used + PATH_LEAST ? t->b->width - used
	    : PATH_LEAST;

	if (t->b->width == 0 || n <= room)
		return path;
	for (from = 0; from < path.n && (n > room - dots.n ||
	    ((unsigned char)path.p[from] & 0xc0) == 0x80); from++)
		n -= ((unsigned char)path.p[from] & 0xc0) != 0x80;
	return str_join(t->tmp, dots, str_from_pos(path, from));
}

static void
put_row(struct table *t, const struct str cell[static COLUMNS])
{
	for (size_t i = 0; i < PATH; i++) {
		out_str(t->out, cell[i]);
		for (size_t k = columns(cell[i]); k < t->width[i] + GAP; k++)
			out_bytes(t->out, " ", 1);
	}
	out_str(t->out, cut_path(t, cell[PATH]));
	out_z(t->out, "\n");
}

static void
put_rows(struct table *t)
{
	struct str cell[COLUMNS] = { STR("NAME"), STR("VERSION"), STR("TYPE"),
		STR("FOUND AT") };
	struct str c[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		t->width[i] = columns(cell[i]);
	for (size_t k = 0; k < t->b->ncomponents; k++) {
		cells_of(t, &t->b->components[k], c);
		for (size_t i = 0; i < COLUMNS; i++)
			if (columns(c[i]) > t->width[i])
				t->width[i] = columns(c[i]);
		arena_reset(t->tmp);
	}
	out_z(t->out, t->b->colour ? BOLD : "");
	put_row(t, cell);
	out_z(t->out, t->b->colour ? PLAIN : "");
	for (size_t k = 0; k < t->b->ncomponents; k++) {
		cells_of(t, &t->b->components[k], c);
		put_row(t, c);
		arena_reset(t->tmp);
	}
	out_z(t->out, "\n");
}

/* "example:1 (debian 12): 89 components" */
static void
put_sum(struct table *t)
{
	const struct bom *b = t->b;

	if (b->name.n != 0)
		out_quoted(t->out, b->name);
	if (b->distro.id.n != 0) {
		out_z(t->out, b->name.n != 0 ? " (" : "(");
		out_quoted(t->out, b->distro.id);
		out_z(t->out, b->distro.version_id.n != 0 ? " " : "");
		out_quoted(t->out, b->distro.version_id);
		out_z(t->out, ")");
	}
	out_fmt(t->out, "%s%zu component%s\n",
	    b->name.n != 0 || b->distro.id.n != 0 ? ": " : "", b->ncomponents,
	    b->ncomponents == 1 ? "" : "s");
}

static void
put_notices(struct table *t)
{
	const struct notices *l = &t->b->notices;
	size_t notes = notices_count(l, NOTICE_NOTE);

	for (size_t i = 0; i < l->n; i++) {
		const struct notice *n = &l->v[i];

		if (n->level != NOTICE_GAP)
			continue;
		out_z(t->out, t->b->colour ? YELLOW "gap: " PLAIN : "gap: ");
		out_quoted(t->out, n->path);
		out_z(t->out, n->path.n != 0 ? ": " : "");
		out_quoted(t->out, n->what.n != 0 ? n->what : n->kind);
		out_z(t->out, "\n");
	}
	if (notes != 0)
		out_fmt(t->out, "%zu note%s\n", notes,
		    notes == 1 ? "" : "s");
}

static enum rc
write_table(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	struct buf text = { .limit = 0 };
	struct arena *document = arena_new(limits_default.memory);
	struct table t = { .b = b, .out = o, .text = &text };

	(void)version;
	t.tmp = arena_new(limits_default.memory);
	t.cell = NEW(document, struct out);
	out_to_buf(t.cell, &text);
	if (b->ncomponents != 0)
		put_rows(&t);
	put_sum(&t);
	put_notices(&t);
	if (b->one_line)
		out_z(o, "\n");		/* another document follows */
	arena_free(t.tmp);
	arena_free(document);
	buf_done(&text);
	return o->error == 0 ? RC_OK : out_flush(o, e);
}

const struct bom_format format_table = {
	.name = "table", .version = "1", .versions = "1", .suffix = ".txt",
	.write = write_table,
};
