/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts: titles, addresses and links, which stand in the database, and bodies,
 * which stand in a file of their own, packed with a dictionary for each feed:
 * the beginnings of texts that lie evenly among its own. Measured on Go's,
 * Bitnami's and AlmaLinux's texts such a dictionary halves what zlib makes of
 * each alone.
 */
#include <string.h>

#include "advisory/fill_int.h"
#include "advisory/textdb.h"
#include "base/arena.h"
#include "codec/zdict.h"
#include "db/db.h"

enum {
	LINKS_MAX = 200,	/* of one record */
	URL_MAX = 2048,
	BODY_MAX = 1 << 20,	/* bytes; longer ones are cut */
	SAMPLE = 512,		/* bytes of a text for a dictionary */
	SAMPLES = ZDICT_MAX / SAMPLE,
	PAGE_SIZE = 4096,
};

/* The first max bytes of t, or a few less: whole characters. */
static struct str
cut(struct str t, size_t max)
{
	size_t n = t.n;

	if (n <= max)
		return t;
	for (n = max; n > 0 && ((uint8_t)t.p[n] & 0xc0) == 0x80; n--)
		;
	return str_sub(t, 0, n);
}

struct str
fill_title(struct str t)
{
	return cut(t, TITLE_MAX);
}

static void
add(struct buf *b, struct str s)
{
	uint32_t n = (uint32_t)s.n;

	(void)buf_add(b, &n, sizeof n);
	(void)buf_add_str(b, s);
}

static enum rc
put_body(struct fill *f, struct str text, struct fill_adv *a, struct err *e)
{
	struct str body = cut(str_trim(text), BODY_MAX);

	if (!f->want_text || body.n == 0 || a->body != 0)
		return RC_OK;
	return heap_add(&f->bodies, body, &a->body, e);
}

enum rc
fill_text_put(struct fill *f, const struct adv_record *r, struct fill_adv *a,
    struct err *e)
{
	struct buf *b = &f->compose;
	enum rc rc = put_body(f, r->text, a, e);

	if (rc != RC_OK || a->text != 0 ||
	    (r->title.n == 0 && r->url.n == 0 && r->nlinks == 0))
		return rc;
	b->n = 0;
	add(b, fill_title(r->title));
	add(b, r->url.n <= URL_MAX ? r->url : STR(""));
	for (size_t i = 0; i < r->nlinks && i < LINKS_MAX; i++) {
		struct str u = r->links[i];

		if (u.n == 0 || u.n > URL_MAX || str_find(u, '\n') != u.n)
			continue;
		(void)buf_add_str(b, u);
		(void)buf_add_str(b, STR("\n"));
	}
	return heap_add(&f->texts, buf_str(b), &a->text, e);
}

static struct str
take(struct str *rest)
{
	uint32_t n = 0;

	memcpy(&n, rest->p, sizeof n);

	struct str s = str_sub(*rest, sizeof n, sizeof n + n);

	*rest = str_from_pos(*rest, sizeof n + n);
	return s;
}

enum rc
fill_text_get(struct fill *f, const struct fill_adv *a, struct buf *b,
    struct fill_text *ret, struct err *e)
{
	struct str all;
	enum rc rc;

	*ret = (struct fill_text){ STR(""), STR(""), STR("") };
	if (a->text == 0)
		return RC_OK;
	rc = heap_get(&f->texts, a->text, SIZE_MAX, b, &all, e);
	if (rc != RC_OK)
		return rc;
	ret->title = take(&all);
	ret->url = take(&all);
	ret->links = all;
	return RC_OK;
}

/* ---- the file of bodies ---- */

struct dict {
	struct str feed, text;
	size_t n, every;	/* its bodies; one of so many is sampled */
	int64_t id;
};

struct bodies {
	struct fill *f;
	struct db *db;
	struct dict *v;
	size_t n, cap;
	struct buf read, packed;
	struct zdict *z;
};

static const struct fill_adv *
adv_at(const struct fill *f, uint32_t i)
{
	return &fill_advs(f)[f->adv_by_id[i]];
}

static struct dict *
dict_of(struct bodies *o, const struct fill_adv *a)
{
	struct str feed = o->f->src[a->src].feed;

	for (size_t i = 0; i < o->n; i++)
		if (str_eq(o->v[i].feed, feed))
			return &o->v[i];
	o->v = arena_grow(o->f->arena, o->v, o->n, &o->cap, sizeof *o->v);
	o->v[o->n] = (struct dict){ .feed = feed, .id = (int64_t)o->n + 1 };
	return &o->v[o->n++];
}

static enum rc
sample(struct bodies *o, struct err *e)
{
	struct fill *f = o->f;
	enum rc rc = RC_OK;

	for (uint32_t i = 0; i < f->nadv; i++)
		if (adv_at(f, i)->body != 0)
			dict_of(o, adv_at(f, i))->n++;
	for (size_t i = 0; i < o->n; i++) {
		o->v[i].every = o->v[i].n / SAMPLES + 1;
		o->v[i].n = 0;
	}
	for (uint32_t i = 0; rc == RC_OK && i < f->nadv; i++) {
		const struct fill_adv *a = adv_at(f, i);
		struct dict *d = a->body != 0 ? dict_of(o, a) : NULL;
		struct str s;

		if (d == NULL || d->n++ % d->every != 0)
			continue;
		rc = heap_get(&f->bodies, a->body, SAMPLE, &o->read, &s, e);
		if (rc == RC_OK)
			d->text = str_join(f->arena, d->text, s);
	}
	/* For few texts a dictionary costs more than it saves. */
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].n < SAMPLES)
			o->v[i].text = STR("");
	return rc;
}

static enum rc
write_dicts(struct bodies *o, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(o->db, "INSERT INTO dict VALUES(?,?)", &s, e);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < o->n; i++) {
		db_bind_int(s, 1, o->v[i].id);
		db_bind_blob(s, 2, o->v[i].text.n != 0 ? o->v[i].text.p : "",
		    o->v[i].text.n);
		rc = db_run(s, e);
	}
	db_finish(s);
	return rc;
}

static enum rc
write_body(struct bodies *o, const struct fill_adv *a, struct db_stmt *s,
    struct err *e)
{
	const struct dict *d = dict_of(o, a);
	struct str body;
	enum rc rc = heap_get(&o->f->bodies, a->body, SIZE_MAX,
	    &o->read, &body, e);

	o->packed.n = 0;
	if (rc == RC_OK)
		rc = zdict_pack(o->z, d->text, body, &o->packed, e);
	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, a->id);
	db_bind_int(s, 2, d->id);
	db_bind_blob(s, 3, o->packed.p, o->packed.n);
	return db_run(s, e);
}

static enum rc
write_bodies(struct bodies *o, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(o->db, "INSERT INTO body VALUES(?,?,?)", &s,
	    e);

	if (rc != RC_OK)
		return rc;
	for (uint32_t i = 0; rc == RC_OK && i < o->f->nadv; i++)
		if (adv_at(o->f, i)->body != 0)
			rc = write_body(o, adv_at(o->f, i), s, e);
	db_finish(s);
	return rc;
}

static enum rc
write_meta(struct bodies *o, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(o->db, "INSERT INTO meta VALUES('content',?)",
	    &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, str_from(o->f->content));
	rc = db_run(s, e);
	db_finish(s);
	return rc;
}

enum rc
fill_write_text(struct fill *f, const char *path, struct err *e)
{
	struct bodies o = { .f = f };
	enum rc rc = db_create(path, PAGE_SIZE, &o.db, e);

	if (rc != RC_OK)
		return rc;
	o.z = zdict_new();
	rc = db_exec(o.db, textdb_schema, e);
	if (rc == RC_OK)
		rc = write_meta(&o, e);
	if (rc == RC_OK)
		rc = sample(&o, e);
	if (rc == RC_OK)
		rc = write_dicts(&o, e);
	if (rc == RC_OK)
		rc = write_bodies(&o, e);
	if (rc == RC_OK)
		rc = db_exec(o.db, "COMMIT", e);
	zdict_free(o.z);
	buf_done(&o.read);
	buf_done(&o.packed);
	db_close(o.db);
	return rc;
}

void
fill_want_text(struct fill *f)
{
	f->want_text = true;
}

bool
fill_keeps_text(const struct fill *f)
{
	return f->want_text || f->journal != NULL;
}
