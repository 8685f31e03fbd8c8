/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/session.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/progress.h"
#include "codec/reader.h"
#include "codec/unpack.h"
#include "sbom/input/attest.h"
#include "sbom/layer/path.h"

enum { VISITS_MAX = 3 };	/* of a layer, after the first: what is read
				   tells what else is needed */

enum rc
session_open(struct session *s, const char *path, struct err *e)
{
	struct stat st;
	bool in = strcmp(path, "-") == 0;

	s->is_stdin = in;
	s->oops = in ? "standard input" : path;
	s->fd = 0;
	if (!in) {
		enum rc rc = file_open(path, &s->fd, e);

		if (rc != RC_OK)
			return rc;
	}
	if (fstat(s->fd, &st) != 0)
		return err_sys(e, "%s", s->oops);
	s->is_dir = S_ISDIR(st.st_mode);
	/* A file on standard input can be read anywhere, too. */
	s->is_stream = !s->is_dir && (!S_ISREG(st.st_mode) ||
	    lseek(s->fd, 0, SEEK_CUR) != 0);
	if (in && s->is_dir)
		return err_set(e, RC_UNSUPPORTED, "standard input is a "
		    "directory");
	if (S_ISREG(st.st_mode) && st.st_size == 0)
		return err_set(e, RC_FORMAT, "%s: empty", s->oops);
	return RC_OK;
}

struct image *
session_single(struct session *s, enum input_kind kind, struct layer_ref ref)
{
	struct image *im = NEW(s->arena, struct image);

	im->meta.kind = kind;
	im->layers = NEW(s->arena, struct layer_ref);
	im->layers[0] = ref;
	im->nlayers = 1;
	notices_init(&im->notices, s->arena);
	s->images = im;
	s->nimages = 1;
	return im;
}

static struct layer_job
job_of(const struct layer_ref *l, bool bare)
{
	return (struct layer_job){ .fd = l->at.fd, .off = l->at.off,
		.size = l->at.size, .bare = bare, .name = l->name,
		.diff_id = l->fact.diff_id, .digest = l->fact.digest };
}

/* All that a layer has, to who waits. */
static void
tell_size(const struct layer_ref *l)
{
	struct stat st;

	progress_add(PROGRESS_ITEMS_ALL, 1);
	if (l->at.size != UINT64_MAX)
		progress_add(PROGRESS_BYTES_ALL, l->at.size);
	else if (fstat(l->at.fd, &st) == 0)
		progress_add(PROGRESS_BYTES_ALL, (uint64_t)st.st_size);
}

static bool
is_to_walk(const struct layer_ref *l)
{
	return l->store == NULL && l->blind == NULL && l->at.fd >= 0;
}

/* The same piece of the same file: images of one archive share layers. */
static struct layer_ref *
same_before(struct session *s, const struct layer_ref *l)
{
	for (size_t i = 0; i < s->nimages; i++) {
		for (size_t k = 0; k < s->images[i].nlayers; k++) {
			struct layer_ref *x = &s->images[i].layers[k];

			if (x == l)
				return NULL;
			if (x->blind == NULL && x->at.fd == l->at.fd &&
			    x->at.off == l->at.off && x->at.size ==
			    l->at.size && str_eq(x->fact.diff_id,
			    l->fact.diff_id))
				return x;
		}
	}
	return NULL;
}

static size_t
count_layers(const struct session *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nimages; i++)
		n += s->images[i].nlayers;
	return n;
}

/* Walk all layers of all images that no stream has walked. */
static enum rc
walk_layers(struct session *s, bool bare, struct err *e)
{
	size_t n = 0, all = count_layers(s);
	struct layer_job *jobs = NEWN(s->arena, struct layer_job, all);
	struct layer_ref **refs = NEWN(s->arena, struct layer_ref *, all);

	for (size_t i = 0; i < s->nimages; i++) {
		for (size_t k = 0; k < s->images[i].nlayers; k++) {
			struct layer_ref *l = &s->images[i].layers[k];

			if (!is_to_walk(l) || same_before(s, l) != NULL)
				continue;
			refs[n] = l;
			jobs[n++] = job_of(l, bare);
			tell_size(l);
		}
	}
	s->pool.images = s->nimages;
	pool_run(&s->pool, jobs, n);
	for (size_t i = 0; i < n; i++)
		refs[i]->store = jobs[i].store;
	for (size_t i = 0; i < n; i++) {
		if (jobs[i].rc != RC_OK) {
			*e = jobs[i].err;
			return jobs[i].rc;
		}
	}
	for (size_t i = 0; i < s->nimages; i++) {
		for (size_t k = 0; k < s->images[i].nlayers; k++) {
			struct layer_ref *l = &s->images[i].layers[k], *x;

			x = is_to_walk(l) ? same_before(s, l) : NULL;
			if (x != NULL)
				l->store = x->store;
		}
	}
	return RC_OK;
}

/* A seekable tar: images, or the root file system itself. */
static enum rc
read_tar(struct session *s, struct err *e)
{
	enum rc rc = RC_STOP;

	if (s->in.from == NULL || strcmp(s->in.from, "rootfs") != 0) {
		rc = depot_of_tar(s->fd, s->arena, &s->lim, &s->notices,
		    &s->depot, e);
		if (rc == RC_OK)
			rc = images_of(s->depot, &s->in, &s->images,
			    &s->nimages, e);
	}
	if (rc == RC_OK)
		return walk_layers(s, false, e);
	if (rc != RC_STOP)
		return rc;
	if (s->in.from != NULL && strcmp(s->in.from, "rootfs") != 0)
		return err_set(e, RC_FORMAT, "not a %s", s->in.from);
	if (s->depot != NULL && !s->depot->whole && s->depot->layers > 0)
		return err_set(e, RC_FORMAT, "an image archive that is cut "
		    "short before its manifest");
	/* The walk as a layer says itself what is missing. */
	s->notices.n = 0;
	struct layer_ref ref = { .at = { .fd = s->fd, .size = UINT64_MAX } };

	session_single(s, INPUT_ROOTFS, ref)->meta.inner =
	    s->depot != NULL ? s->depot->layers : 0;
	return walk_layers(s, true, e);
}

static struct str
file_name(const struct session *s, const uint8_t *head, size_t n)
{
	return s->is_stdin ? single_name(s, head, n) :
	    path_base(str_from(s->oops));
}

/* Packed as a whole: it goes by once. */
static enum rc
read_packed(struct session *s, struct err *e)
{
	struct stat st;

	if (fstat(s->fd, &st) == 0)
		progress_add(PROGRESS_BYTES_ALL, (uint64_t)st.st_size);
	return stream_read(s, reader_counted(reader_of_file(s->fd, 0,
	    UINT64_MAX)), e);
}

static enum rc
read_file(struct session *s, struct err *e)
{
	uint8_t head[512];
	size_t n = 0;
	struct reader *r = reader_of_file(s->fd, 0, sizeof head);
	enum rc rc = reader_fill(r, head, sizeof head, &n, e);

	reader_close(r);
	if (rc != RC_OK)
		return rc;
	if (s->in.from != NULL && strcmp(s->in.from, "file") == 0)
		return single_read(s, file_name(s, head, n), e);
	if (unpack_kind(head, n) != PACKED_NOT)
		return read_packed(s, e);
	if (n == sizeof head && tar_is_header(head))
		return read_tar(s, e);
	if (s->in.from != NULL)
		return err_set(e, RC_FORMAT, "not a tar archive");
	return single_read(s, file_name(s, head, n), e);
}

static bool
has(int dir, const char *path)
{
	return faccessat(dir, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static enum rc
read_dir(struct session *s, struct err *e)
{
	const char *from = s->in.from;
	bool oci = from != NULL ? strcmp(from, "oci-dir") == 0 :
	    has(s->fd, "oci-layout");

	if (from != NULL && !oci && strcmp(from, "rootfs") != 0 &&
	    strcmp(from, "dir") != 0)
		return err_set(e, RC_FORMAT, "a directory, not a %s", from);
	if (!oci)
		return rootfs_read(s, e);
	enum rc rc = depot_of_dir(s->fd, s->arena, &s->lim, &s->notices,
	    &s->depot, e);

	if (rc == RC_OK)
		rc = images_of(s->depot, &s->in, &s->images, &s->nimages, e);
	if (rc == RC_STOP)
		rc = err_set(e, RC_FORMAT, "an OCI layout without index.json");
	return rc == RC_OK ? walk_layers(s, false, e) : rc;
}

enum rc
session_read(struct session *s, struct err *e)
{
	if (s->is_dir)
		return read_dir(s, e);
	if (s->is_stream)
		return stream_read(s, reader_counted(reader_of_fd(s->fd)), e);
	return read_file(s, e);
}

/* A layer that nobody could walk: empty, and a gap. */
static void
blind(struct session *s, struct layer_ref *l)
{
	if (l->store != NULL)
		return;
	l->store = store_new(&s->lim);
	notice_gap(&l->store->notices, "layer", l->name, "not read: %s",
	    l->blind != NULL ? l->blind : "it is no tar archive");
}

static void
visit(struct session *s, struct image *im, struct needs *needs)
{
	struct layer_job *jobs = NEWN(s->arena, struct layer_job, im->nlayers);
	size_t n = 0;

	for (size_t i = 0; i < im->nlayers; i++) {
		struct layer_ref *l = &im->layers[i];

		if (needs->v[i].n == 0 || l->blind != NULL || l->at.fd < 0)
			continue;
		if (l->is_dir) {
			rootfs_visit(s, l, &needs->v[i]);
			continue;
		}
		for (size_t k = 0; k < n; k++) {
			if (jobs[k].store != l->store)
				continue;
			/* One layer twice: not at the same time. */
			pool_run(&s->pool, jobs, n);
			n = 0;
		}
		jobs[n] = job_of(l, false);
		jobs[n].store = l->store;
		jobs[n++].needs = &needs->v[i];
	}
	if (n > 0)
		pool_run(&s->pool, jobs, n);
}

enum rc
session_facts(struct session *s, size_t i, struct facts **ret, struct err *e)
{
	struct image *im = &s->images[i];
	struct store **v = NEWN(s->arena, struct store *, im->nlayers);
	struct store_mark *marks = NEWN(s->arena, struct store_mark,
	    im->nlayers);
	struct fact_layer *facts = NEWN(s->arena, struct fact_layer,
	    im->nlayers);
	size_t *from = NEWN(s->arena, size_t, im->nlayers);
	struct store_sum sum = { 0, 0 };
	struct needs needs;
	struct judge j;

	(void)e;
	for (size_t k = 0; k < im->nlayers; k++) {
		blind(s, &im->layers[k]);
		v[k] = im->layers[k].store;
		marks[k] = store_mark(v[k]);
		facts[k] = im->layers[k].fact;
		store_add(&sum, v[k]);
	}
	struct view *view = view_new(s->arena, v, im->nlayers);

	judge_init(&j, s->pool.sel, &s->lim, s->pool.excludes);
	links_settle(view, &j, &needs);
	for (unsigned n = 0; n < VISITS_MAX && needs.total > 0; n++) {
		for (size_t k = 0; k < im->nlayers; k++)
			from[k] = v[k]->nseen;
		visit(s, im, &needs);
		needs_report(view, &needs);
		needs_more(view, &j, from, &needs);
	}
	*ret = squash(view, facts, s->in.all_layers);
	attest_judge(im, &j, *ret);
	judge_done(&j);
	notices_join(&(*ret)->notices, &s->notices);
	notices_join(&(*ret)->notices, &im->notices);
	if (im->nlayers > 1 && store_over(&sum, &s->lim, 1))
		notice_gap(&(*ret)->notices, "limit", STR(""), "over %" PRIu64
		    " wanted files and links, or %" PRIu64 " bytes of records "
		    "in all layers", s->lim.wanted, s->lim.records);
	if (s->nimages > 1)
		for (size_t k = im->nlayers; k > 0; k--)
			store_rewind(v[k - 1], marks[k - 1]);
	return RC_OK;
}

void
session_close(struct session *s)
{
	for (size_t i = 0; i < s->nimages; i++) {
		store_free(s->images[i].beside);
		for (size_t k = 0; k < s->images[i].nlayers; k++) {
			struct store *st = s->images[i].layers[k].store;

			/* Shared ones are freed once. */
			for (size_t x = i; x < s->nimages; x++)
				for (size_t y = 0; y < s->images[x].nlayers;
				    y++)
					if (s->images[x].layers[y].store == st)
						s->images[x].layers[y].store =
						    NULL;
			store_free(st);
		}
	}
	depot_close(s->depot);
	if (s->fd > 0)
		(void)close(s->fd);
}
