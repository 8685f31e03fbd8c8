/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives that go by once: on standard input, or packed as a whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "codec/digest.h"
#include "codec/reader.h"
#include "codec/unpack.h"
#include "sbom/input/went.h"
#include "sbom/layer/ring.h"

enum { HEAD = 512 };

static bool
is_from(const struct session *s, const char *kind)
{
	return s->in.from != NULL && strcmp(s->in.from, kind) == 0;
}

static bool
is_forced_rootfs(const struct session *s)
{
	return is_from(s, "rootfs");
}

/* One digest that a stream took along: of SHA-256. */
static enum rc
check_digest(const struct layer_ref *l, const char *what, struct str want,
    const char *is, bool *checked, struct err *e)
{
	enum digest_alg alg;
	struct str hex;

	if (!digest_parse(want, &alg, &hex))
		return RC_OK;
	if (alg != DIGEST_SHA256)
		return err_set(e, RC_UNSUPPORTED, "layer %.*s: %s is of "
		    "another kind than SHA-256: not verified on a stream",
		    STR_ARG(l->name), what);
	*checked = true;
	return str_eq(want, str_from(is)) ? RC_OK : err_set(e, RC_FORMAT,
	    "layer %.*s: %s %.*s does not hold: it is %s", STR_ARG(l->name),
	    what, STR_ARG(want), is);
}

/* Against what the image says. */
static enum rc
check_layer(const struct layer_ref *l, struct err *e)
{
	bool checked = false;

	if (l->store == NULL)
		return RC_OK;
	enum rc rc = check_digest(l, "digest", l->fact.digest, l->at.digest,
	    &checked, e);

	if (rc == RC_OK)
		rc = check_digest(l, "diff id", l->fact.diff_id,
		    l->store->diff_id, &checked, e);
	if (rc == RC_OK && !checked)
		rc = err_set(e, RC_FORMAT, "layer %.*s: no digest by which "
		    "it could be verified", STR_ARG(l->name));
	return rc;
}

static enum rc
check_digests(struct session *s, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; s->in.verify && i < s->nimages; i++)
		for (size_t k = 0; rc == RC_OK && k < s->images[i].nlayers;
		    k++)
			rc = check_layer(&s->images[i].layers[k], e);
	return rc;
}

static void
take_layers(struct session *s)
{
	for (size_t i = 0; i < s->nimages; i++) {
		for (size_t k = 0; k < s->images[i].nlayers; k++) {
			struct layer_ref *l = &s->images[i].layers[k];

			if (l->blind == NULL)
				l->store = l->at.store;
		}
	}
}

/* The end of the stream: what was it? */
static enum rc
decide(struct session *s, struct went *w, struct store *outer, enum rc walked,
    const struct err *why, struct err *e)
{
	bool forced = is_forced_rootfs(s);
	enum rc rc = RC_STOP;

	if (walked != RC_OK)
		notice_gap(&s->notices, "archive", STR(""),
		    "the archive is not whole: %s", why->msg);
	if (!forced) {
		s->depot = went_depot(w, walked == RC_OK);
		rc = images_of(s->depot, &s->in, &s->images, &s->nimages, e);
	}
	if (rc == RC_OK) {
		take_layers(s);
		store_free(outer);
		return check_digests(s, e);
	}
	if (rc == RC_STOP && s->in.from != NULL && !forced)
		rc = err_set(e, RC_FORMAT, "not a %s", s->in.from);
	else if (rc == RC_STOP && walked != RC_OK && walked != RC_LIMIT &&
	    outer->nseen == 0)
		rc = err_set(e, RC_FORMAT, "%s: cut short or damaged: %s",
		    s->oops, why->msg);
	if (rc != RC_STOP) {
		store_free(outer);
		return rc;
	}
	struct layer_ref ref = { .at = { .fd = -1 }, .store = outer };

	session_single(s, INPUT_ROOTFS, ref)->meta.inner =
	    s->depot != NULL ? s->depot->layers : 0;
	return RC_OK;
}

static enum rc
walk_stream(struct session *s, struct source *src, struct err *e)
{
	struct store *outer = store_new(&s->lim);
	struct went w;
	struct judge j;
	struct err why = { "" };

	went_init(&w, s, outer);
	judge_init(&j, s->pool.sel, &s->lim, s->pool.excludes);
	j.files = s->pool.files;
	struct walk_opts o = { .judge = &j, .store = outer,
		.inner = is_forced_rootfs(s) ? NULL : &w.inner };
	enum rc walked = walk_tar(&o, src, &why);
	enum rc rc = walked == RC_IO ? walked :
	    decide(s, &w, outer, walked, &why, e);

	if (walked == RC_IO) {
		*e = why;
		store_free(outer);
	}
	went_done(&w);
	judge_done(&j);
	return rc;
}

/* An unlinked file that takes all of it, so that it can be read anywhere. */
static enum rc
spool(struct session *s, struct reader *in, struct err *e)
{
	int fd = openat(s->spool, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char *block = malloc(64 * KIB);
	enum rc rc = RC_OK;
	size_t n = 1;

	if (fd < 0)
		rc = err_sys(e, "spool");
	else if (block == NULL)
		rc = err_set(e, RC_IO, "out of memory");
	while (rc == RC_OK && n > 0) {
		rc = reader_read(in, block, 64 * KIB, &n, e);
		if (rc == RC_OK && n > 0)
			rc = file_write(fd, block, n, e);
	}
	free(block);
	if (rc != RC_OK) {
		if (fd >= 0)
			(void)close(fd);
		return rc;
	}
	if (s->fd > 0)
		(void)close(s->fd);
	s->fd = fd;
	s->is_stream = false;
	return RC_OK;
}

/* in is owned; its first bytes decide. */
static enum rc
unpack(struct session *s, struct reader *in, struct reader **ret,
    bool *ret_packed, struct err *e)
{
	static uint8_t head[2][HEAD];
	struct reader *up = in;
	size_t n = 0;

	for (unsigned i = 0; i < 2; i++) {
		enum rc rc = reader_fill(up, head[i], HEAD, &n, e);
		enum packing kind = unpack_kind(head[i], n);

		if (rc == RC_OK && n == 0)
			rc = err_set(e, RC_FORMAT, "%s: empty", s->oops);
		if (rc != RC_OK) {
			reader_close(up);
			return rc;
		}
		struct reader *whole = reader_after(head[i], n, up);

		if (whole == NULL || kind == PACKED_NOT || i > 0) {
			*ret = whole;
			return whole != NULL ? RC_OK :
			    err_set(e, RC_IO, "out of memory");
		}
		*ret_packed = true;
		rc = unpack_open(whole, kind, &up, e);
		if (rc != RC_OK) {
			reader_close(whole);
			return rc;
		}
	}
	return RC_OK;
}

/* What is left of src, to its end. */
struct rest {
	struct reader r;
	struct source *s;
};

static enum rc
rest_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct source *s = ((struct rest *)r)->s;
	enum rc rc = source_want(s, 1, e);

	*ret_n = 0;
	if (rc != RC_OK || s->n == 0)
		return rc;
	*ret_n = cap < s->n ? cap : s->n;
	memcpy(p, s->p, *ret_n);
	return source_skip(s, *ret_n, e);
}

static enum rc
stream_single(struct session *s, struct source *src, struct err *e)
{
	struct rest rest = { { rest_read, NULL }, src };

	return single_stream(s, &rest.r, e);
}

enum rc
stream_read(struct session *s, struct reader *in, struct err *e)
{
	struct reader *up = in;
	bool packed = false;
	enum rc rc = is_from(s, "file") ? RC_OK : unpack(s, in, &up, &packed,
	    e);

	if (rc != RC_OK)
		return rc;
	if (s->spool >= 0) {
		rc = spool(s, up, e);
		reader_close(up);
		return rc == RC_OK ? session_read(s, e) : rc;
	}
	if (is_from(s, "file")) {
		rc = single_stream(s, up, e);
		reader_close(up);
		return rc;
	}
	struct source *src = s->pool.jobs > 1 ? ring_source(up) :
	    source_of_reader(up);

	if (src == NULL) {
		reader_close(up);
		return err_set(e, RC_IO, "out of memory");
	}
	src->stated = packed;
	rc = source_want(src, HEAD, e);
	bool tar = rc == RC_OK && src->n >= HEAD && tar_is_header(src->p);

	if (rc == RC_OK && !tar && !packed && s->in.from == NULL) {
		rc = stream_single(s, src, e);
		source_close(src);
		return rc;
	}
	if (rc == RC_OK && !tar)
		rc = err_set(e, RC_FORMAT, "%s: not a tar archive", s->oops);
	if (rc == RC_OK)
		rc = walk_stream(s, src, e);
	source_close(src);
	return rc;
}
