/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "advisory/advdb.h"
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/when.h"
#include "feeds/command/command.h"
#include "feeds/command/intake.h"
#include "feeds/command/manifest.h"
#include "feeds/command/open.h"
#include "feeds/command/sane.h"
#include "text/xml.h"

enum {
	OPT_OUTPUT, OPT_PREVIOUS, OPT_MANIFEST, OPT_PRIVATE, OPT_FORCE,
	OPT_NOW, OPT_LIMIT, OPT_STRICT, OPT_LENIENT, OPT_QUIET,
};

static const struct opt options[] = {
	{ 'o', "output", "DB", "the database to write (required)", OPT_OUTPUT },
	{ 0, "previous", "DB", "an older database: what it knew, and when",
	    OPT_PREVIOUS },
	{ 0, "manifest", "FILE", "what is known of the files: digests, dates, "
	    "releases", OPT_MANIFEST },
	{ 0, "private", "LABEL=PATH", "advisories of one's own: OSV or CSAF",
	    OPT_PRIVATE },
	{ 0, "force", "NAME", "take this feed or source although it shrank, "
	    "is empty\nor of the future; all: any", OPT_FORCE },
	{ 0, "now", "DATE", "today (default: the clock)", OPT_NOW },
	{ 0, "limit", "NAME=VALUE", "a resource limit", OPT_LIMIT },
	{ 0, "strict", NULL, "notes count as gaps", OPT_STRICT },
	{ 0, "lenient", NULL, "gaps pass with status 0", OPT_LENIENT },
	{ 'q', "quiet", NULL, "no notes on standard error", OPT_QUIET },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds build",
	.usage = "feeds build -o DB [OPTION]... PATH...",
	.about = "PATH is a feed, an archive of feeds, or a directory; each "
	    "file's feed is\nfound from its content (feeds list).",
	.opts = options,
};

struct settings {
	struct context *c;
	const char *output, *manifest, *previous, *now;
	struct words {
		const char **v;
		size_t n, cap;
	} private, forced;	/* private: LABEL=PATH */
	int64_t now_s;
	struct advdb *old;
	struct limits lim;
};

static void
add_word(struct settings *s, struct words *w, const char *word)
{
	w->v = arena_grow(s->c->arena, w->v, w->n, &w->cap, sizeof *w->v);
	w->v[w->n++] = word;
}

static bool
take_private(struct settings *s, const char *arg)
{
	struct str a = str_from(arg);
	size_t eq = str_find(a, '=');

	if (eq == 0 || eq + 1 >= a.n) {
		say("feeds build", "--private %s: LABEL=PATH is wanted", arg);
		return false;
	}
	add_word(s, &s->private, arg);
	return true;
}

static bool
take(void *ctx, int id, const char *arg)
{
	struct settings *s = ctx;

	switch (id) {
	case OPT_OUTPUT:
		s->output = arg;
		return true;
	case OPT_PREVIOUS:
		s->previous = arg;
		return true;
	case OPT_FORCE:
		add_word(s, &s->forced, arg);
		return true;
	case OPT_NOW:
		s->now = arg;
		return true;
	case OPT_MANIFEST:
		s->manifest = arg;
		return true;
	case OPT_PRIVATE:
		return take_private(s, arg);
	case OPT_LIMIT:
		if (limits_set(&s->lim, str_from(arg)))
			return true;
		say("feeds build", "--limit %s: no such limit or value", arg);
		return false;
	case OPT_STRICT:
		s->c->strict = true;
		return true;
	case OPT_LENIENT:
		s->c->lenient = true;
		return true;
	default:
		s->c->quiet = true;
		return true;
	}
}

/* One note for each source that lost records. */
static void
tell_rejected(struct context *c, struct fill *fill)
{
	struct fill_counts n;

	for (size_t i = 0; fill_counts(fill, i, &n); i++)
		if (n.rejected != 0 && !n.refused)
			notice_note(&c->notices, "feed", n.shown,
			    "%.*s: %llu records rejected, %llu taken "
			    "(feeds status --rejected)", STR_ARG(n.feed),
			    (unsigned long long)n.rejected,
			    (unsigned long long)n.records);
}

static uint64_t
total(struct fill *fill)
{
	struct fill_counts n;
	uint64_t sum = 0;

	for (size_t i = 0; fill_counts(fill, i, &n); i++)
		sum += n.refused || n.frozen ? 0 : n.records;
	return sum;
}

/* What is read: operands, private ones, else all that the manifest names. */
struct paths {
	char **v;
	size_t n, cap;
};

static void
add_path(struct settings *s, struct paths *p, struct str path)
{
	p->v = arena_grow(s->c->arena, p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = (char *)(uintptr_t)str_z(s->c->arena, path);
}

static enum rc
gather(struct settings *s, struct manifest *m, struct paths *p, struct err *e)
{
	size_t operands = p->n;
	const struct told *t;
	enum rc rc = RC_OK;

	if (s->manifest != NULL)
		rc = manifest_read(m, s->manifest, e);
	for (size_t i = 0; operands == 0 && (t = manifest_line(m, i)) != NULL;
	    i++)
		if (t->there)
			add_path(s, p, t->path);
	for (size_t i = 0; i < s->private.n; i++) {
		struct str a = str_from(s->private.v[i]);
		size_t eq = str_find(a, '=');

		manifest_private(m, str_sub(a, 0, eq),
		    str_from_pos(a, eq + 1));
		add_path(s, p, str_from_pos(a, eq + 1));
	}
	return rc;
}

/* What was read, held against the older database and today. */
static enum rc
check(struct settings *s, struct fill *fill, struct err *e)
{
	struct sane sane = { .arena = s->c->arena, .fill = fill,
		.notices = &s->c->notices, .old = s->old,
		.today_s = s->now_s, .forced = s->forced.v,
		.nforced = s->forced.n };
	enum rc rc = RC_OK;

	if (total(fill) == 0)
		return err_set(e, RC_FORMAT, "no record in any of the files: "
		    "%s not written", s->output);
	if (s->old != NULL)
		rc = fill_known_read(fill, advdb_db(s->old),
		    when_day(s->now_s), e);
	if (rc == RC_OK)
		rc = sane_check(&sane, e);
	if (rc == RC_OK && total(fill) == 0)
		rc = err_set(e, RC_FORMAT, "every source was refused: %s not "
		    "written", s->output);
	return rc;
}

static enum rc
build(struct settings *s, struct paths *paths, const struct out_file *to,
    struct err *e)
{
	struct intake in = { .arena = s->c->arena, .lim = s->lim,
		.notices = &s->c->notices,
		.manifest = manifest_new(s->c->arena) };
	enum rc rc = gather(s, in.manifest, paths, e);

	if (rc == RC_OK)
		rc = fill_new(&in.fill, e);
	if (rc != RC_OK)
		return rc;
	rc = intake_read(&in, paths->v, paths->n, e);
	if (rc == RC_OK)
		rc = check(s, in.fill, e);
	if (rc == RC_OK)
		rc = fill_write(in.fill, to->tmp, e);
	if (rc == RC_OK)
		tell_rejected(s->c, in.fill);
	fill_free(in.fill);
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct settings s = { .c = c, .lim = limits_default };
	struct paths paths = { NULL, 0, 0 };
	struct out_file to;
	int first = opt_parse(&set, argc, argv, take, &s);
	enum rc rc;

	if (first < 0)
		return ST_USAGE;
	for (int i = first; i < argc; i++)
		add_path(&s, &paths, str_from(argv[i]));
	if (s.output == NULL || (first >= argc && s.manifest == NULL &&
	    s.private.n == 0)) {
		say("feeds build", "%s", s.output == NULL ?
		    "-o DB is missing" : "no PATH given");
		return ST_USAGE;
	}
	if (str_eq(str_from(s.output), STR("-"))) {
		say("feeds build", "a database is not written to standard "
		    "output");
		return ST_USAGE;
	}
	if (when_now(s.now, &s.now_s, e) != RC_OK)
		return ST_USAGE;
	if (s.previous != NULL &&
	    open_database(s.previous, &s.old, e) != ST_DONE)
		return ST_DATABASE;
	rc = out_file_open(&to, s.output, e);
	if (rc == RC_OK && to.tmp == NULL) {
		out_file_abort(&to);
		rc = err_set(e, RC_UNSUPPORTED, "%s: not a file", s.output);
	}
	if (rc == RC_OK) {
		xml_init();
		rc = build(&s, &paths, &to, e);
		if (rc == RC_OK)
			rc = out_file_commit(&to, e);
		else
			out_file_abort(&to);
	}
	advdb_close(s.old);
	return rc == RC_OK ? ST_DONE : ST_FAILED;
}

const struct command cmd_build = {
	"build", "build a database from feeds", run,
};
