/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept of an OVAL document: about 40 bytes for a test, object or
 * state, and the distinct names and versions. Definitions come first in most
 * documents and cannot be understood before the rest: they go to a scratch
 * file.
 */
#include <string.h>
#include <unistd.h>

#include "advisory/rows.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/when.h"
#include "feeds/feed/oval_int.h"

enum { STAGE_MEM = 8 << 20 };	/* bytes of definitions held in memory */

/* Names, versions and identifiers of one document, altogether. */
static const uint64_t text_max = 512 * MIB;

static const size_t rec_size[OVAL_LISTS] = {
	[OVAL_TESTS] = sizeof(struct oval_test_rec),
	[OVAL_OBJECTS] = sizeof(struct oval_object_rec),
	[OVAL_STATES] = sizeof(struct oval_state_rec),
	[OVAL_VARS] = sizeof(struct oval_var_rec),
};

void
oval_doc_init(struct oval_doc *d, const struct oval_vendor *v,
    const struct limits *lim)
{
	*d = (struct oval_doc){ .vendor = v, .lim = lim, .fd = -1,
		.a = arena_new((size_t)lim->memory) };
	intern_init(&d->text, d->a);
	intern_init(&d->cpes, d->a);
	intern_init(&d->platforms, d->a);
	intern_init(&d->keys, d->a);
	for (size_t i = 0; i < OVAL_LISTS; i++)
		intern_init(&d->ids[i], d->a);
}

void
oval_doc_done(struct oval_doc *d)
{
	intern_done(&d->text);
	intern_done(&d->cpes);
	intern_done(&d->platforms);
	intern_done(&d->keys);
	for (size_t i = 0; i < OVAL_LISTS; i++) {
		intern_done(&d->ids[i]);
		buf_done(&d->recs[i]);
	}
	buf_done(&d->best);
	buf_done(&d->defs);
	buf_done(&d->def);
	buf_done(&d->staged);
	if (d->fd >= 0)
		(void)close(d->fd);
	arena_free(d->a);
}

uint32_t
oval_text(struct oval_doc *d, struct str s)
{
	uint32_t n = intern_count(&d->text), i;

	s = str_sub(str_trim(s), 0, OVAL_NAME_MAX);
	i = intern_put(&d->text, s);
	if (i >= n)
		d->bytes += s.n;
	return i;
}

/* "oval:com.example:tst:2009302033": most end in a number. */
static struct oval_key
key_of(struct oval_doc *d, struct str id)
{
	size_t colon = str_rfind(id, ':');
	struct str tail = colon < id.n ? str_from_pos(id, colon + 1) : STR("");
	uint64_t n;

	if (!str_u64(tail, INT64_MAX, &n) ||
	    (tail.n > 1 && tail.p[0] == '0'))
		return (struct oval_key){ oval_text(d, id), UINT32_MAX,
			UINT32_MAX };
	return (struct oval_key){ oval_text(d, str_sub(id, 0, colon)),
		(uint32_t)(n >> 32), (uint32_t)n };
}

uint32_t
oval_number(struct oval_doc *d, enum oval_list l, struct str id)
{
	struct oval_key k;

	if (id.n == 0)
		return 0;	/* the empty text of every pool */
	k = key_of(d, id);

	uint32_t n = intern_count(&d->ids[l]);
	uint32_t i = intern_key(&d->ids[l], &k, sizeof k);

	d->items += i >= n;
	return i;
}

void *
oval_rec(struct oval_doc *d, enum oval_list l, uint32_t i)
{
	struct buf *b = &d->recs[l];
	size_t want = ((size_t)i + 1) * rec_size[l];

	if (b->n < want) {
		memset(buf_room(b, want - b->n), 0, want - b->n);
		b->n = want;
	}
	return b->p + (size_t)i * rec_size[l];
}

enum rc
oval_room(const struct oval_doc *d, struct err *e)
{
	if (d->items <= OVAL_ITEMS_MAX && d->bytes <= text_max)
		return RC_OK;
	return err_set(e, RC_LIMIT, "more than %d tests and objects, or more "
	    "than %llu bytes of their names", OVAL_ITEMS_MAX,
	    (unsigned long long)text_max);
}

/* ---- tokens ---- */

void
oval_token(struct oval_doc *d, enum oval_token tag, const struct str *v,
    size_t n)
{
	uint8_t head[2] = { (uint8_t)tag, (uint8_t)n };
	size_t size = sizeof head;

	for (size_t i = 0; i < n; i++)
		size += sizeof(uint32_t) + v[i].n;
	d->def_over |= size > d->lim->json_record - d->def.n;
	if (d->def_over)
		return;
	(void)buf_add(&d->def, head, sizeof head);
	for (size_t i = 0; i < n; i++) {
		uint32_t len = (uint32_t)v[i].n;

		(void)buf_add(&d->def, &len, sizeof len);
		(void)buf_add_str(&d->def, v[i]);
	}
}

bool
oval_token_next(struct str *rest, struct oval_token_read *ret)
{
	uint32_t len;

	if (rest->n == 0)
		return false;
	ret->tag = rest->p[0];
	ret->n = (uint8_t)rest->p[1];
	*rest = str_from_pos(*rest, 2);
	for (size_t i = 0; i < ret->n; i++) {
		memcpy(&len, rest->p, sizeof len);
		ret->v[i] = str_sub(*rest, sizeof len, sizeof len + len);
		*rest = str_from_pos(*rest, sizeof len + len);
	}
	for (size_t i = ret->n; i < TOK_TEXTS; i++)
		ret->v[i] = STR("");
	return true;
}

/* ---- definitions ---- */

static const struct oval_def_at *
def_at(const struct oval_doc *d, size_t i)
{
	return (const struct oval_def_at *)(const void *)d->defs.p + i;
}

size_t
oval_defs(const struct oval_doc *d)
{
	return d->defs.n / sizeof(struct oval_def_at);
}

/* The digits that an identifier ends with. */
static uint64_t
serial_of(struct str id)
{
	struct str tail = str_from_pos(id, str_rfind(id, ':') + 1);
	uint64_t n = 0;

	return str_u64(tail, UINT64_MAX, &n) ? n : 0;
}

/* Of two that say the same: the later day, where both have one, then the
   higher version, then number, then the later in the document. */
static bool
is_newer(const struct oval_def_at *a, const struct oval_def_at *b)
{
	if (a->date != 0 && b->date != 0 && a->date != b->date)
		return a->date > b->date;
	if (a->version != b->version)
		return a->version > b->version;
	return a->serial >= b->serial;
}

/* Of a copy with the same identifier only the version counts. */
static void
index_def(struct oval_doc *d, const struct oval_def *def, size_t leaves,
    struct oval_def_at at)
{
	struct arena *a = arena_new((size_t)d->lim->memory);
	struct str key = d->vendor->key == NULL ? STR("") :
	    d->vendor->key(a, def, leaves);
	uint32_t i = (uint32_t)oval_defs(d) + 1, *best;
	int64_t day;

	if (key.n == 0)
		key = def->id;
	else if (when_parse(def->updated.n != 0 ? def->updated : def->issued,
	    &day))
		at.date = day;
	at.version = def->version;
	at.serial = serial_of(def->id);
	at.key = intern_put(&d->keys, key);
	while (d->best.n <= at.key * sizeof *best)
		(void)buf_add(&d->best, &(uint32_t){ 0 }, sizeof *best);
	best = (uint32_t *)(void *)d->best.p + at.key;
	if (*best == 0 || at.key == 0 || is_newer(&at, def_at(d, *best - 1)))
		*best = i;
	(void)buf_add(&d->defs, &at, sizeof at);
	for (size_t k = 0; k < def->ncpes &&
	    intern_count(&d->cpes) < OVAL_CPES_MAX; k++)
		(void)intern_put(&d->cpes, str_sub(def->cpes[k], 0,
		    OVAL_NAME_MAX));
	d->items++;
	d->bytes += key.n;
	arena_free(a);
}

enum rc
oval_stage(struct oval_doc *d, size_t leaves, struct err *e)
{
	struct arena *a = arena_new((size_t)d->lim->memory);
	struct oval_def def;
	enum rc rc = RC_OK;

	oval_decode(a, buf_str(&d->def), &def);
	index_def(d, &def, leaves, (struct oval_def_at){
	    .at = d->in_file + d->staged.n, .n = (uint32_t)d->def.n });
	arena_free(a);
	(void)buf_add_str(&d->staged, buf_str(&d->def));
	if (d->staged.n < STAGE_MEM)
		return RC_OK;
	if (d->fd < 0)
		rc = scratch_open(&d->fd, e);
	if (rc == RC_OK)
		rc = file_write(d->fd, d->staged.p, d->staged.n, e);
	d->in_file += d->staged.n;
	d->staged.n = 0;
	return rc;
}

enum rc
oval_unstage(struct oval_doc *d, size_t i, struct buf *b, struct str *ret,
    struct err *e)
{
	const struct oval_def_at *at = def_at(d, i);
	const uint32_t *best = (const uint32_t *)(const void *)d->best.p;

	*ret = STR("");
	if (at->key != 0 && best[at->key] != i + 1)
		return RC_OK;
	if (at->at >= d->in_file) {
		*ret = str_of(d->staged.p + (at->at - d->in_file), at->n);
		return RC_OK;
	}
	b->n = 0;
	*ret = str_of(buf_room(b, at->n), at->n);
	return file_read_at(d->fd, at->at, b->p, at->n, e);
}
