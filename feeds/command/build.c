/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "advisory/advdb.h"
#include "advisory/fill.h"
#include "advisory/journal.h"
#include "advisory/textdb.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/intake.h"
#include "feeds/command/manifest.h"
#include "feeds/command/open.h"
#include "feeds/command/sane.h"
#include "feeds/command/select.h"
#include "identity/ecosystem.h"
#include "text/xml.h"

enum {
	OPT_OUTPUT, OPT_STATE, OPT_PREVIOUS, OPT_MANIFEST, OPT_PRIVATE,
	OPT_FORCE,
	OPT_NOW, OPT_PROFILE, OPT_RELEASES, OPT_SINCE, OPT_NO_MALWARE,
	OPT_LIMIT, OPT_STRICT, OPT_LENIENT, OPT_QUIET, OPT_PROGRESS,
};

static const struct opt options[] = {
	{ 'o', "output", "DB", "the database to write (required)", OPT_OUTPUT },
	{ 0, "state", "FILE", "take up what was read before, add PATHs, and "
	    "write it anew", OPT_STATE },
	{ 0, "previous", "DB", "an older database: what it knew, and when",
	    OPT_PREVIOUS },
	{ 0, "manifest", "FILE", "what is known of the files: digests, dates, "
	    "releases", OPT_MANIFEST },
	{ 0, "private", "LABEL=PATH", "advisories of one's own: OSV or CSAF",
	    OPT_PRIVATE },
	{ 0, "force", "NAME", "take this feed or source although it shrank, "
	    "is empty or of the future; all: any", OPT_FORCE },
	{ 0, "now", "DATE", "today (default: the clock)", OPT_NOW },
	{ 0, "profile", "LIST", "of os, lang, nvd (default: these), text",
	    OPT_PROFILE },
	{ 0, "releases", "LIST", "of distributions these only: "
	    "debian:12,wolfi", OPT_RELEASES },
	{ 0, "since-year", "YEAR", "nothing older", OPT_SINCE },
	{ 0, "no-malware", NULL, "no malicious packages", OPT_NO_MALWARE },
	{ 0, "limit", "NAME=VALUE", "a resource limit", OPT_LIMIT },
	{ 0, "strict", NULL, "notes count as gaps", OPT_STRICT },
	{ 0, "lenient", NULL, "gaps pass with status 0", OPT_LENIENT },
	{ 'q', "quiet", NULL, "no notes on standard error", OPT_QUIET },
	{ 0, "progress", "WHEN", "say how far it is: auto (on a terminal), "
	    "always, never", OPT_PROGRESS },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds build",
	.usage = "feeds build -o DB [OPTION]... [PATH]...",
	.about = "PATH is a feed, an archive of feeds, or a directory; each "
	    "file's feed is\nfound from its content (feeds list).",
	.opts = options,
};

struct settings {
	struct context *c;
	const char *output, *state, *manifest, *previous, *now;
	struct words {
		const char **v;
		size_t n, cap;
	} private, forced;	/* private: LABEL=PATH */
	int64_t now_s;
	struct select select;
	struct advdb *old;
	struct limits lim;
	enum progress_when progress;
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
	case OPT_STATE:
		s->state = arg;
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
	case OPT_PROFILE:
		return select_profile(&s->select, arg);
	case OPT_RELEASES:
		return select_releases(&s->select, arg);
	case OPT_SINCE:
		return select_since(&s->select, arg);
	case OPT_NO_MALWARE:
		s->select.only.no_malware = true;
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
	case OPT_PROGRESS:
		if (progress_by_name(arg, &s->progress))
			return true;
		say("feeds build", "--progress %s: not auto, always or "
		    "never", arg);
		return false;
	default:
		s->c->quiet = true;
		return true;
	}
}

/* Files of which nothing could be read are a gap, records that make no sense a
   note; one of each for a source. */
static void
tell_rejected(struct context *c, struct fill *fill)
{
	struct fill_counts n;

	for (size_t i = 0; fill_counts(fill, i, &n); i++) {
		if (n.refused)
			continue;
		if (n.broken != 0)
			notice_gap(&c->notices, "feed", n.shown,
			    "%.*s: %llu files could not be read; the first, "
			    "%.*s: %.*s", STR_ARG(n.feed),
			    (unsigned long long)n.broken,
			    STR_ARG(n.broken_name), STR_ARG(n.broken_why));
		if (n.rejected != n.broken)
			notice_note(&c->notices, "feed", n.shown,
			    "%.*s: %llu records rejected, %llu taken; the "
			    "first: %.*s (feeds status --rejected)",
			    STR_ARG(n.feed), (unsigned long long)n.rejected,
			    (unsigned long long)n.records, STR_ARG(n.why));
	}
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

struct outputs {
	struct out_file db, text, state;
};

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

/* A release that was asked for and that no feed speaks of: misspelled? */
static void
tell_missing(struct settings *s, const struct fill *fill)
{
	const struct fill_only *o = &s->select.only;

	for (size_t i = 0; i < o->nreleases; i++) {
		struct str r = o->releases[i].release;

		if (!fill_has(fill, o->releases[i].eco, r))
			notice_gap(&s->c->notices, "feed", STR(""),
			    "--releases: no feed speaks of %s%s%.*s",
			    o->releases[i].eco->key, r.n != 0 ? " " : "",
			    STR_ARG(r));
	}
}

/* Was as much wanted when the older database was built? Else its numbers of
   records say nothing. */
static enum rc
compare_selection(struct settings *s, bool *ret, struct err *e)
{
	struct db_stmt *q;
	struct str was = STR("");
	enum rc rc = db_prepare(advdb_db(s->old), "SELECT v FROM meta WHERE "
	    "k = 'selection'", &q, e);

	if (rc != RC_OK)
		return rc;
	rc = db_step(q, e);
	if (rc == RC_OK)
		was = str_dup(s->c->arena, db_text(q, 0));
	db_finish(q);
	*ret = str_eq(was, s->select.only.words);
	if (!*ret)
		notice_note(&s->c->notices, "feed", STR(""), "the previous "
		    "database holds another selection (%.*s): numbers of "
		    "records are not compared", STR_ARG(was.n != 0 ? was :
		    STR("everything")));
	return rc == RC_STOP ? RC_OK : rc;
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
		rc = compare_selection(s, &sane.alike, e);
	if (s->old != NULL && rc == RC_OK)
		rc = fill_known_read(fill, advdb_db(s->old),
		    when_day(s->now_s), e);
	if (rc == RC_OK)
		rc = sane_check(&sane, e);
	if (rc != RC_OK && s->previous != NULL)
		return err_in(e, rc, s->previous);
	if (rc == RC_OK && total(fill) == 0)
		rc = err_set(e, RC_FORMAT, "every source was refused: %s not "
		    "written", s->output);
	if (rc == RC_OK)
		tell_missing(s, fill);
	return rc;
}

/* Read before from one place and now from another: both count, which may not
   be meant. */
static void
tell_twice(struct settings *s, struct fill *fill)
{
	struct fill_counts x, y;

	for (size_t i = 0; fill_counts(fill, i, &x); i++) {
		for (size_t k = 0; x.taken_up && !x.open &&
		    fill_counts(fill, k, &y); k++) {
			if (y.taken_up || y.open || !str_eq(x.feed, y.feed) ||
			    !str_eq(x.name, y.name) ||
			    !str_eq(x.scope, y.scope))
				continue;
			notice_note(&s->c->notices, "feed", x.shown,
			    "from the state, and beside %.*s: a file takes "
			    "the place of one that had the same path",
			    STR_ARG(y.shown));
		}
	}
}

/* What earlier builds read, and the end of what is noted for later ones. */
static enum rc
take_up(struct settings *s, struct fill *fill, struct err *e)
{
	enum rc rc = RC_OK;

	if (access(s->state, F_OK) == 0)
		rc = journal_replay(fill, s->state, e);
	tell_twice(s, fill);
	return rc == RC_OK ? journal_end(fill, e) : rc;
}

static bool
any_refused(struct fill *fill)
{
	struct fill_counts c;

	for (size_t i = 0; fill_counts(fill, i, &c); i++)
		if (c.refused && c.records != 0)
			return true;
	return false;
}

static enum rc
write_all(struct settings *s, struct fill *fill, const struct outputs *o,
    struct err *e)
{
	enum rc rc = fill_write(fill, o->db.tmp, e);

	if (rc != RC_OK)
		return err_in(e, rc, s->output);
	return s->select.text ? fill_write_text(fill, o->text.tmp, e) : RC_OK;
}

static enum rc
build(struct settings *s, struct paths *paths, const struct outputs *o,
    bool *ret_refused, struct err *e)
{
	struct intake in = { .arena = s->c->arena, .lim = s->lim,
		.notices = &s->c->notices,
		.manifest = manifest_new(s->c->arena),
		.no_cpe = !s->select.nvd };
	enum rc rc = gather(s, in.manifest, paths, e);

	if (rc == RC_OK)
		rc = fill_new(&in.fill, e);
	if (rc != RC_OK)
		return rc;
	fill_only(in.fill, &s->select.only);
	if (s->select.text)
		fill_want_text(in.fill);
	if (s->state != NULL)
		rc = journal_begin(in.fill, o->state.fd, e);
	if (rc == RC_OK)
		rc = intake_read(&in, paths->v, paths->n, e);
	if (rc == RC_OK && s->state != NULL)
		rc = take_up(s, in.fill, e);
	progress_phase("checking");
	if (rc == RC_OK)
		rc = check(s, in.fill, e);
	tell_rejected(s->c, in.fill);
	progress_phase("writing");
	if (rc == RC_OK)
		rc = write_all(s, in.fill, o, e);
	*ret_refused = any_refused(in.fill);
	fill_free(in.fill);
	return rc;
}

static enum rc
open_file(struct out_file *to, const char *path, struct err *e)
{
	enum rc rc = out_file_open(to, path, e);

	if (rc == RC_OK && to->tmp == NULL) {
		out_file_abort(to);
		rc = err_set(e, RC_UNSUPPORTED, "%s: not a file", path);
	}
	return rc;
}

static enum rc
open_files(struct settings *s, struct outputs *o, struct err *e)
{
	struct str text = textdb_path(s->c->arena, str_from(s->output));
	enum rc rc = open_file(&o->db, s->output, e);

	if (rc == RC_OK && s->select.text)
		rc = open_file(&o->text, str_z(s->c->arena, text), e);
	if (rc == RC_OK && s->state != NULL)
		rc = open_file(&o->state, s->state, e);
	return rc;
}

/* One run's: static, so that out_of_memory can take temporaries away. */
static struct outputs outputs = { .db.fd = -1, .text.fd = -1,
	.state.fd = -1 };

/* Of whatever thread: nothing but their names is touched. */
static void
out_of_memory(size_t limit)
{
	const struct out_file *v[] = { &outputs.db, &outputs.text,
		&outputs.state };

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (v[i]->tmp != NULL)
			(void)unlink(v[i]->tmp);
	say("feeds build", "out of memory: over %zu bytes (--limit memory=)",
	    limit);
	_exit(ST_FAILED);
}

/* Texts first, so that a database is never seen beside those of another that
   had its name; the state last: when it is lost, files are read again. */
static enum rc
write_files(struct settings *s, struct paths *paths, struct err *e)
{
	struct outputs *o = &outputs;
	bool refused = false;
	enum rc rc;

	arena_on_full(out_of_memory);
	rc = open_files(s, o, e);
	progress_begin("feeds", "file", "records", s->progress, s->c->quiet);
	if (rc == RC_OK)
		rc = build(s, paths, o, &refused, e);
	if (rc == RC_OK && s->select.text)
		rc = out_file_commit(&o->text, e);
	if (rc == RC_OK)
		rc = out_file_commit(&o->db, e);
	if (rc == RC_OK && s->state != NULL && refused)
		notice_note(&s->c->notices, "feed", str_from(s->state),
		    "left as it was: a source was refused");
	else if (rc == RC_OK && s->state != NULL)
		rc = out_file_commit(&o->state, e);
	progress_end();
	out_file_abort(&o->state);
	out_file_abort(&o->text);
	out_file_abort(&o->db);
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct settings s = { .c = c, .lim = limits_default };
	struct paths paths = { NULL, 0, 0 };
	int first;
	enum rc rc;

	select_init(&s.select, c->arena);
	first = opt_parse(&set, argc, argv, take, &s);
	if (first < 0)
		return ST_USAGE;
	select_done(&s.select);
	for (int i = first; i < argc; i++)
		add_path(&s, &paths, str_from(argv[i]));
	if (s.output == NULL || (first >= argc && s.manifest == NULL &&
	    s.private.n == 0 && s.state == NULL)) {
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
	xml_init();
	rc = write_files(&s, &paths, e);
	advdb_close(s.old);
	return rc == RC_OK ? ST_DONE : ST_FAILED;
}

const struct command cmd_build = {
	"build", "build a database from feeds", run,
};
