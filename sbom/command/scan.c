/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line of the tool: open, read, squash, relate, write.
 */
#include "sbom/command/scan.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/sandbox.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "codec/digest.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/classify/classify.h"
#include "sbom/command/regime.h"
#include "sbom/input/session.h"
#include "sbom/relate/relate.h"
#include "text/xml.h"

static enum status
status_of(const struct scan_opts *o, const struct bom *b)
{
	size_t gaps = notices_count(&b->notices, NOTICE_GAP);

	if (o->strict)
		gaps += notices_count(&b->notices, NOTICE_NOTE);
	return gaps > 0 && !o->lenient ? ST_GAP : ST_DONE;
}

static void
say_notices(const struct scan_opts *o, const struct bom *b, scan_say *tell)
{
	for (size_t i = 0; i < b->notices.n; i++) {
		const struct notice *n = &b->notices.v[i];

		if (n->level == NOTICE_GAP || o->verbose || o->strict)
			tell(o, n);
	}
}

/* What the command line says of the subject stands before what it says. */
static void
rename_subject(const struct scan_opts *o, struct bom *b)
{
	if (o->name != NULL)
		b->name = str_from(o->name);
	if (o->version_label != NULL)
		b->version_label = str_from(o->version_label);
	if (o->supplier != NULL)
		b->supplier = str_from(o->supplier);
	bom_author_put(b, o->author);
}

/* What an output does not hold, or a regime misses, is said, too. */
static enum status
say_losses(const struct scan_opts *o, const struct bom *b, scan_say *tell)
{
	struct arena *a = arena_new((size_t)o->lim.memory);
	struct notices lost;

	notices_init(&lost, a);
	outputs_tell_losses(&o->outputs, b, &lost);
	if (o->regime != NULL)
		regime_tell(o->regime, b, &lost);
	for (size_t i = 0; o->regime != NULL && i < o->outputs.n; i++)
		regime_tell_format(o->regime, o->outputs.v[i].format->name,
		    o->outputs.v[i].version, &lost);
	for (size_t i = 0; i < lost.n; i++)
		tell(o, &lost.v[i]);
	arena_free(a);
	return lost.n != 0 && o->strict ? ST_GAP : ST_DONE;
}

static enum rc
one_image(struct scan_opts *o, struct session *s, size_t i, scan_say *tell,
    enum status *st, struct err *e)
{
	struct facts *facts;
	enum rc rc = session_facts(s, i, &facts, e);

	if (rc != RC_OK)
		return rc;
	struct bom *b = bom_new((size_t)o->lim.memory);

	rc = relate(facts, &s->images[i].meta, b, e);
	if (rc == RC_OK) {
		rename_subject(o, b);
		if (o->regime != NULL)
			regime_fill(o->regime, b);
		bom_finish(b);
		progress_end();	/* all was read */
		say_notices(o, b, tell);
		*st = status_join(*st, status_of(o, b));
		*st = status_join(*st, say_losses(o, b, tell));
		rc = outputs_write(&o->outputs, b, o->in.all, e);
	}
	bom_free(b);
	return rc;
}

/* What was left out because it was asked for stands in the document. */
static void
say_left_out(const struct scan_opts *o, struct session *s)
{
	for (size_t i = 0; i < o->nexcludes; i++)
		notice_note(&s->notices, "option", STR(""),
		    "paths left out: --exclude %s", o->excludes[i]);
	if (o->select != NULL)
		notice_note(&s->notices, "option", STR(""),
		    "only these catalogers ran: --select %s", o->select);
}

/* A layer that was not read was not verified. */
static bool
is_verified(const struct scan_opts *o, const struct image *im)
{
	bool all = o->in.verify && im->nlayers > 0;

	for (size_t i = 0; i < im->nlayers; i++)
		all = all && im->layers[i].blind == NULL &&
		    im->layers[i].store != NULL;
	return all;
}

static enum rc
all_images(struct scan_opts *o, struct session *s, scan_say *tell,
    enum status *st, struct err *e)
{
	enum rc rc = session_read(s, e);

	say_left_out(o, s);
	for (size_t i = 0; rc == RC_OK && i < s->nimages; i++) {
		s->images[i].meta.verified = is_verified(o,
		    &s->images[i]);
		rc = one_image(o, s, i, tell, st, e);
	}
	return rc;
}

/* A kernel without seccomp is no failure: a word for who wants to know. */
static void
confine(const struct scan_opts *o, scan_say *tell)
{
	struct err e = { "" };
	char text[sizeof e.msg + 32];

	if (sandbox_enter(&e) == RC_OK || !o->verbose)
		return;
	(void)snprintf(text, sizeof text, "runs without its sandbox: %s",
	    e.msg);
	tell(o, &(struct notice){ .level = NOTICE_NOTE, .what =
	    str_from(text) });
}

static enum rc
open_all(struct scan_opts *o, struct session *s, scan_say *tell,
    struct err *e)
{
	enum rc rc = session_open(s, o->source, e);

	if (rc == RC_OK && o->spool != NULL) {
		s->spool = open(o->spool, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (s->spool < 0)
			rc = err_sys(e, "%s", o->spool);
	}
	if (rc == RC_OK)
		rc = outputs_open(&o->outputs, e);
	if (rc != RC_OK)
		return rc;
	confine(o, tell);
	progress_begin("sbom", "layer", "files", o->progress, o->quiet);
	return rc;
}

/* The table of classifiers: ours, and what the user's adds. */
static enum rc
classifiers(struct arena *a, const char *path, struct classify **ret,
    struct err *e)
{
	struct buf text = { .limit = 1 << 20 };
	int fd = -1;
	enum rc rc = path == NULL ? RC_OK : file_open(path, &fd, e);

	if (rc == RC_OK && fd >= 0)
		rc = file_read_all(fd, &text, e);
	if (rc == RC_OK)
		rc = classify_new(a, buf_str(&text), ret, e);
	buf_done(&text);
	if (fd >= 0)
		close(fd);
	return rc == RC_OK || path == NULL ? rc : err_in(e, rc, path);
}

enum status
scan(struct scan_opts *o, scan_say *tell, struct err *e)
{
	struct arena *a = arena_new((size_t)o->lim.memory);
	struct session s = { .arena = a, .lim = o->lim, .in = o->in,
		.fd = -1, .spool = -1 };
	enum status st = ST_DONE;

	notices_init(&s.notices, a);
	digest_init();
	xml_init();
	struct selector_opts so = { .select = o->select };
	struct classify *table;

	if (classifiers(a, o->classifiers, &table, e) != RC_OK) {
		arena_free(a);
		return ST_FAILED;
	}
	so.classify = table;
	s.pool = (struct pool_opts){ selector_new(a, &so), &s.lim,
		o->nexcludes > 0 ? o->excludes : NULL, o->jobs,
		o->in.verify, o->files, 1 };
	so.declared = true;
	s.declared = selector_new(a, &so);
	if (s.pool.sel == NULL) {
		(void)err_set(e, RC_FORMAT, "--select: no such cataloger in "
		    "%.200s", o->select);
		arena_free(a);
		return ST_USAGE;
	}
	enum rc rc = open_all(o, &s, tell, e);

	if (rc == RC_OK)
		rc = all_images(o, &s, tell, &st, e);
	progress_end();
	if (rc == RC_OK)
		rc = outputs_commit(&o->outputs, e);
	if (rc != RC_OK)
		st = o->outputs.usage ? ST_USAGE : ST_FAILED;
	outputs_abort(&o->outputs);
	session_close(&s);
	arena_free(a);
	return st;
}
