/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tar: the stream that a layer is.
 *
 * Source:   POSIX.1-2017 pax, "ustar Interchange Format" and "pax Interchange
 *           Format"; GNU tar manual, "Basic Tar Format" (long names 'L', 'K',
 *           base-256 numbers, sparse files 'S'); tar(5) of libarchive.
 * Rules:    global extended headers are passed over, as container runtimes do;
 *           links, directories and devices have no data whatever their size
 *           field says (so do container runtimes and GNU tar).
 * Limits:   an extended header or long name of 1 MiB; TAR_RUNS_MAX.
 */
#include "sbom/layer/tar.h"

#include <inttypes.h>

#include "base/limits.h"
#include "sbom/layer/tar_pax.h"

enum {
	BLOCK = 512,
	META_MAX = 1024 * 1024,	/* as Go's archive/tar */
	OLD_RUNS = 4, EXT_RUNS = 21,	/* GNU 'S': in header, in extension */
};

struct tar {
	struct source *s;
	uint64_t left;		/* of the member's stored bytes */
	uint64_t pad;		/* zeros after them */
	bool whole, ended;
	struct tar_pax pax;
	struct tar_runs runs;
	struct buf name, link;	/* GNU long ones */
	bool has_name, has_link;
	struct str path;
	char joined[156 + 101];
	uint8_t head[BLOCK];
	struct tar_entry now;
};

struct tar *
tar_new(struct source *s)
{
	struct tar *t = calloc(1, sizeof *t);

	if (t == NULL)
		return NULL;
	t->s = s;
	t->pax.text.limit = t->name.limit = t->link.limit = META_MAX;
	return t;
}

void
tar_free(struct tar *t)
{
	if (t == NULL)
		return;
	buf_done(&t->pax.text);
	buf_done(&t->name);
	buf_done(&t->link);
	free(t->runs.v);
	free(t);
}

bool
tar_whole(const struct tar *t)
{
	return t->whole;
}

static bool
is_zero(const uint8_t *p)
{
	static const uint8_t zero[BLOCK];

	return p[0] == 0 && memcmp(p, zero, BLOCK) == 0;
}

/* The sum of all bytes, the checksum's own as blanks; old tars summed chars. */
bool
tar_is_header(const uint8_t p[512])
{
	uint64_t want;
	uint32_t sum = 8 * ' ', high = 0;

	if (!tar_number(p + 148, 8, &want))
		return false;
	for (size_t i = 0; i < BLOCK; i++)
		sum += p[i];
	for (size_t i = 148; i < 156; i++)
		sum -= p[i];
	if (want == sum)
		return true;
	for (size_t i = 0; i < BLOCK; i++)
		high += i >= 148 && i < 156 ? 0 : p[i] >> 7;
	return high > 0 && (int64_t)want ==
	    (int64_t)sum - 256 * (int64_t)high;
}

/*
 * Past the member before. umoci leaves the last member's padding and the end
 * mark away: fine where the container states the size.
 */
static enum rc
pass(struct tar *t, struct err *e)
{
	enum rc rc = source_skip(t->s, t->left, e);

	if (rc == RC_OK && t->pad > 0)
		rc = source_want(t->s, (size_t)t->pad, e);
	if (rc == RC_OK && t->s->n < t->pad && t->s->stated)
		t->pad = t->s->n;
	if (rc == RC_OK)
		rc = source_skip(t->s, t->pad, e);
	t->left = t->pad = 0;
	return rc;
}

/* RC_STOP at the end, whole or not. */
static enum rc
read_block(struct tar *t, const uint8_t **ret, struct err *e)
{
	enum rc rc = source_want(t->s, BLOCK, e);

	if (rc != RC_OK)
		return rc;
	if (t->s->n == 0) {
		t->whole = t->s->stated;
		return RC_STOP;
	}
	if (t->s->n < BLOCK)
		return err_set(e, RC_FORMAT, "cut short inside a header at "
		    "byte %" PRIu64, t->s->pos);
	memcpy(t->head, t->s->p, BLOCK);
	*ret = t->head;
	return source_skip(t->s, BLOCK, e);
}

static enum rc
read_end(struct tar *t, struct err *e)
{
	const uint8_t *p;
	enum rc rc = read_block(t, &p, e);

	if (rc != RC_OK)
		return rc;
	if (!is_zero(p))
		return err_set(e, RC_FORMAT, "data after a zero block at byte "
		    "%" PRIu64, t->s->pos - BLOCK);
	t->whole = true;
	return RC_STOP;
}

static uint64_t
padding(uint64_t n)
{
	return (BLOCK - n % BLOCK) % BLOCK;
}

static struct str
field_z(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };

	return str_sub(s, 0, str_find(s, '\0'));
}

/* The data of an extended header or long name into b. */
static enum rc
read_meta(struct tar *t, struct buf *b, struct err *e)
{
	uint64_t n;

	if (!tar_number(t->head + 124, 12, &n))
		return err_set(e, RC_FORMAT, "bad size of an extended header");
	if (n > META_MAX)
		return err_set(e, RC_LIMIT, "extended header of %" PRIu64
		    " bytes", n);
	b->n = 0;
	uint8_t *p = buf_room(b, (size_t)n);

	if (p == NULL)
		return err_set(e, RC_LIMIT, "extended header too long");
	enum rc rc = source_read(t->s, p, (size_t)n, e);

	b->n = (size_t)n;
	return rc == RC_OK ? source_skip(t->s, padding(n), e) : rc;
}

static enum rc
skip_meta(struct tar *t, struct err *e)
{
	uint64_t n;

	if (!tar_number(t->head + 124, 12, &n))
		return err_set(e, RC_FORMAT, "bad size of a global header");
	enum rc rc = source_skip(t->s, n, e);

	return rc == RC_OK ? source_skip(t->s, padding(n), e) : rc;
}

static enum rc
old_runs(struct tar *t, const uint8_t *p, size_t n, struct err *e)
{
	for (size_t i = 0; i < n && p[i * 24] != 0; i++) {
		uint64_t off, len;

		if (!tar_number(p + i * 24, 12, &off) ||
		    !tar_number(p + i * 24 + 12, 12, &len))
			return err_set(e, RC_FORMAT, "bad sparse map");
		enum rc rc = tar_runs_add(&t->runs, off, len, e);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* GNU 'S': four runs in the header, more in blocks that follow it. */
static enum rc
old_sparse(struct tar *t, struct tar_entry *m, struct err *e)
{
	bool more = t->head[482] != 0;
	enum rc rc = old_runs(t, t->head + 386, OLD_RUNS, e);

	if (rc == RC_OK && !tar_number(t->head + 483, 12, &m->size))
		rc = err_set(e, RC_FORMAT, "bad size of a sparse file");
	while (rc == RC_OK && more) {
		uint8_t ext[BLOCK];

		rc = source_read(t->s, ext, BLOCK, e);
		if (rc == RC_OK) {
			more = ext[504] != 0;
			rc = old_runs(t, ext, EXT_RUNS, e);
		}
	}
	m->sparse = true;
	return rc;
}

/* A decimal line of the map in front of the data; *left counts down. */
static enum rc
map_line(struct tar *t, uint64_t *left, uint64_t *ret, struct err *e)
{
	char text[24];
	size_t n = 0;

	for (;;) {
		char c;

		if (*left == 0 || n == sizeof text)
			return err_set(e, RC_FORMAT, "bad sparse map");
		enum rc rc = source_read(t->s, &c, 1, e);

		if (rc != RC_OK)
			return rc;
		(*left)--;
		if (c == '\n')
			break;
		text[n++] = c;
	}
	return str_u64(str_of(text, n), INT64_MAX, ret) ? RC_OK :
	    err_set(e, RC_FORMAT, "bad sparse map");
}

/* GNU 1.0: the map is the first thing of the data, padded to a block. */
static enum rc
new_sparse(struct tar *t, struct tar_entry *m, struct err *e)
{
	uint64_t left = m->stored, n, off, len;
	enum rc rc = map_line(t, &left, &n, e);

	if (rc == RC_OK && n > TAR_RUNS_MAX)
		rc = err_set(e, RC_LIMIT, "sparse map of %" PRIu64 " runs", n);
	for (uint64_t i = 0; rc == RC_OK && i < n; i++) {
		rc = map_line(t, &left, &off, e);
		if (rc == RC_OK)
			rc = map_line(t, &left, &len, e);
		if (rc == RC_OK)
			rc = tar_runs_add(&t->runs, off, len, e);
	}
	if (rc != RC_OK)
		return rc;
	uint64_t pad = padding(m->stored - left);

	if (pad > left)
		return err_set(e, RC_FORMAT, "bad sparse map");
	m->stored = left - pad;
	return source_skip(t->s, pad, e);
}

/* The runs must fill the stored bytes and lie inside the file. */
static enum rc
check_runs(const struct tar *t, const struct tar_entry *m, struct err *e)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < t->runs.n; i++)
		sum += t->runs.v[i].n;	/* ascending: no overflow */
	const struct tar_run *last = t->runs.n == 0 ? NULL :
	    &t->runs.v[t->runs.n - 1];

	if (sum != m->stored || (last != NULL && last->off + last->n > m->size))
		return err_set(e, RC_FORMAT, "sparse map does not fit");
	return RC_OK;
}

static enum tar_kind
kind_of(char type)
{
	switch (type) {
	case '\0': case '0': case '7': case 'S':
		return TAR_FILE;
	case '1':
		return TAR_HARDLINK;
	case '2':
		return TAR_SYMLINK;
	case '3':
		return TAR_CHAR;
	case '5':
		return TAR_DIR;
	default:
		return TAR_OTHER;
	}
}

/* The name field, behind the prefix where the format has one. */
static struct str
header_name(struct tar *t)
{
	struct str name = field_z(t->head, 100);
	struct str prefix = field_z(t->head + 345, 155);

	if (memcmp(t->head + 257, "ustar\0", 6) != 0 || prefix.n == 0)
		return name;
	memcpy(t->joined, prefix.p, prefix.n);
	t->joined[prefix.n] = '/';
	memcpy(t->joined + prefix.n + 1, name.p, name.n);
	return str_of(t->joined, prefix.n + 1 + name.n);
}

static void
names(struct tar *t, struct tar_entry *m)
{
	const struct tar_pax *p = &t->pax;

	m->path = p->sparse_name.n > 0 ? p->sparse_name :
	    p->has_path ? p->path :
	    t->has_name ? field_z(t->name.p, t->name.n) : header_name(t);
	m->link = p->has_link ? p->link :
	    t->has_link ? field_z(t->link.p, t->link.n) :
	    field_z(t->head + 157, 100);
}

static enum rc
sizes(struct tar *t, struct tar_entry *m, struct err *e)
{
	char type = (char)t->head[156];

	if (t->pax.has_size)
		m->stored = t->pax.size;
	else if (!tar_number(t->head + 124, 12, &m->stored))
		return err_set(e, RC_FORMAT, "bad size of a member");
	/* As before ustar; what has bytes is a file, as for Go's archive/tar. */
	if (m->kind == TAR_FILE && m->path.n > 0 &&
	    m->path.p[m->path.n - 1] == '/' && (type == 0 || m->stored == 0))
		m->kind = TAR_DIR;
	if (m->kind == TAR_HARDLINK || m->kind == TAR_SYMLINK ||
	    m->kind == TAR_CHAR || m->kind == TAR_DIR || type == '4' ||
	    type == '6')
		m->stored = 0;
	if (m->kind != TAR_FILE)
		return RC_OK;
	m->size = m->stored;
	t->left = m->stored;
	enum rc rc = RC_OK;

	if (type == 'S') {
		rc = old_sparse(t, m, e);
	} else if (t->pax.sparse) {
		m->sparse = true;
		if (t->pax.has_real)
			m->size = t->pax.real;
		if (t->pax.major > 1 || (t->pax.major == 1 && t->pax.minor > 0))
			rc = err_set(e, RC_UNSUPPORTED, "sparse format %u.%u",
			    t->pax.major, t->pax.minor);
		else if (t->pax.major == 1)
			rc = new_sparse(t, m, e);
	}
	return rc == RC_OK && m->sparse ? check_runs(t, m, e) : rc;
}

static enum rc
member(struct tar *t, struct tar_entry *m, struct err *e)
{
	uint64_t stored;

	*m = (struct tar_entry){ .kind = kind_of((char)t->head[156]) };
	names(t, m);
	enum rc rc = sizes(t, m, e);

	if (rc != RC_OK)
		return rc;
	/* The padding follows from the bytes in the tar, map included. */
	stored = m->stored;
	t->left = stored;
	t->pad = padding(stored);
	m->data_pos = t->s->pos;
	m->runs = t->runs.v;
	m->nruns = t->runs.n;
	m->opaque = t->pax.opaque;
	if (t->pax.has_mtime)
		m->mtime_s = t->pax.mtime_s;
	else if (!tar_signed(t->head + 136, 12, &m->mtime_s))
		m->mtime_s = 0;
	if (m->kind == TAR_CHAR && (!tar_number(t->head + 329, 8, &m->major) ||
	    !tar_number(t->head + 337, 8, &m->minor)))
		m->kind = TAR_OTHER;
	return RC_OK;
}

/* Forget what the extended headers of the member before said. */
static void
forget(struct tar *t)
{
	struct buf text = t->pax.text;

	t->pax = (struct tar_pax){ .text = text };
	t->runs.n = 0;
	t->has_name = t->has_link = false;
}

static enum rc
read_pax(struct tar *t, struct err *e)
{
	struct buf text = t->pax.text;

	t->pax = (struct tar_pax){ .text = text };
	t->runs.n = 0;
	enum rc rc = read_meta(t, &t->pax.text, e);

	return rc == RC_OK ? tar_pax_parse(&t->pax, &t->runs, e) : rc;
}

static enum rc
next(struct tar *t, struct tar_entry *ret, struct err *e)
{
	for (;;) {
		const uint8_t *p;
		enum rc rc = read_block(t, &p, e);

		if (rc != RC_OK)
			return rc;
		if (is_zero(p))
			return read_end(t, e);
		if (!tar_is_header(p))
			return err_set(e, RC_FORMAT, "bad header checksum at "
			    "byte %" PRIu64, t->s->pos - BLOCK);
		switch (p[156]) {
		case 'x':
		case 'X':	/* Solaris wrote it so */
			rc = read_pax(t, e);
			break;
		case 'g':
			rc = skip_meta(t, e);
			break;
		case 'L':
			rc = read_meta(t, &t->name, e);
			t->has_name = true;
			break;
		case 'K':
			rc = read_meta(t, &t->link, e);
			t->has_link = true;
			break;
		default:
			rc = member(t, &t->now, e);
			*ret = t->now;
			return rc;
		}
		if (rc != RC_OK)
			return rc;
	}
}

enum rc
tar_next(struct tar *t, struct tar_entry *ret, struct err *e)
{
	if (t->ended)
		return RC_STOP;
	forget(t);
	enum rc rc = pass(t, e);

	if (rc == RC_OK)
		rc = next(t, ret, e);
	t->ended = rc != RC_OK;
	return rc;
}

enum rc
tar_peek(struct tar *t, size_t n, const uint8_t **ret, size_t *ret_n,
    struct err *e)
{
	if (n > t->left)
		n = (size_t)t->left;
	if (t->now.sparse && (t->now.nruns == 0 || t->now.runs[0].off > 0))
		n = 0;
	enum rc rc = source_want(t->s, n, e);

	if (rc != RC_OK)
		return rc;
	*ret = t->s->p;
	*ret_n = n < t->s->n ? n : t->s->n;
	return RC_OK;
}

void
tar_took(struct tar *t, uint64_t n)
{
	t->left -= n < t->left ? n : t->left;
}

uint64_t
tar_left(const struct tar *t)
{
	return t->left;
}

enum rc
tar_read_file(struct tar *t, uint8_t *p, struct err *e)
{
	const struct tar_entry *m = &t->now;
	enum rc rc = RC_OK;

	if (!m->sparse) {
		rc = source_read(t->s, p, (size_t)m->size, e);
		t->left = rc == RC_OK ? 0 : t->left;
		return rc;
	}
	memset(p, 0, (size_t)m->size);
	for (size_t i = 0; rc == RC_OK && i < m->nruns; i++)
		rc = source_read(t->s, p + m->runs[i].off,
		    (size_t)m->runs[i].n, e);
	t->left = rc == RC_OK ? 0 : t->left;
	return rc;
}
