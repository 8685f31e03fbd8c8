/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/sink.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/hash.h"

/* What b holds as an array in the arena; b is empty afterwards. */
static void *
take(struct sink *k, struct buf *b, size_t size, size_t *ret_n)
{
	*ret_n = b->n / size;
	if (b->n == 0)
		return NULL;
	void *p = arena_alloc(k->arena, *ret_n, size);

	memcpy(p, b->p, b->n);
	b->n = 0;
	return p;
}

static void notice(struct sink *k, enum notice_level level, const char *kind,
    const char *text);

/* One more record of n bytes and text? Of a layer over the limit none. */
static bool
has_room(struct sink *k, size_t n, struct str text)
{
	char why[128];

	if (k->full)
		return false;
	k->store->records += n + text.n;
	if (k->store->records <= k->max)
		return true;
	k->full = k->gap = true;
	(void)snprintf(why, sizeof why, "over %" PRIu64 " bytes of records in "
	    "the layer: the rest of them is left out", k->max);
	notice(k, NOTICE_GAP, "limit", why);
	return false;
}

static struct fact_pkg *
last_pkg(struct sink *k)
{
	size_t n = k->pkgs.n / sizeof(struct fact_pkg);

	return n == 0 ? NULL : (struct fact_pkg *)(void *)k->pkgs.p + n - 1;
}

static struct fact_named *
last_named(struct sink *k)
{
	size_t n = k->named.n / sizeof(struct fact_named);

	return n == 0 ? NULL :
	    (struct fact_named *)(void *)k->named.p + n - 1;
}

static void
close_pkg(struct sink *k)
{
	struct fact_pkg *p = last_pkg(k);

	if (p == NULL)
		return;
	if (k->provides.n > 0)
		p->provides = take(k, &k->provides, sizeof(struct str),
		    &p->nprovides);
	if (k->requires.n > 0)
		p->requires = take(k, &k->requires, sizeof(struct str),
		    &p->nrequires);
	if (k->more.n > 0)
		p->more = take(k, &k->more, sizeof(struct fact_more),
		    &p->nmore);
	if (k->owns.n > 0)
		p->owns = take(k, &k->owns, sizeof(uint64_t), &p->nowns);
}

static void
close_named(struct sink *k)
{
	struct fact_named *x = last_named(k);

	if (x == NULL)
		return;
	if (k->named_owns.n > 0)
		x->owns = take(k, &k->named_owns, sizeof(uint64_t), &x->nowns);
	if (k->named_requires.n > 0)
		x->requires = take(k, &k->named_requires, sizeof(struct str),
		    &x->nrequires);
	if (k->named_more.n > 0)
		x->more = take(k, &k->named_more, sizeof(struct fact_more),
		    &x->nmore);
}

enum { VERSION_MAX = 1024 };	/* of a CycloneDX component: its schema, 1.6 */

static enum rc
on_package(struct records *r, const struct pkg *p)
{
	struct sink *k = (struct sink *)r;
	struct fact_pkg x = { .p = *p,
		.row = r->row != NULL ? r->row : k->row };
	struct str *const text[] = { &x.p.group, &x.p.name, &x.p.version, &x.p.epoch,
		&x.p.arch, &x.p.source_name, &x.p.source_version, &x.p.licence,
		&x.p.vendor, &x.p.module, &x.p.description, &x.p.checksum,
		&x.p.purl, &x.p.inside, &x.p.home, &x.p.from };
	size_t n = sizeof x;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		n += text[i]->n;
	if (!has_room(k, n, STR("")))
		return RC_STOP;
	close_pkg(k);
	if (x.p.version.n > VERSION_MAX) {
		r->note(r, p->line, "%.*s: a version of %zu bytes is left out",
		    (int)str_sub(x.p.name, 0, 80).n, x.p.name.p,
		    x.p.version.n);
		x.p.version = STR("");
	}
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = str_dup(k->arena, *text[i]);
	(void)buf_add(&k->pkgs, &x, sizeof x);
	return RC_OK;
}

static void
add_str(struct sink *k, struct buf *b, struct str s)
{
	if (last_pkg(k) == NULL || !has_room(k, sizeof s, s))
		return;
	s = str_dup(k->arena, s);
	(void)buf_add(b, &s, sizeof s);
}

static void
on_provides(struct records *r, struct str key)
{
	struct sink *k = (struct sink *)r;

	add_str(k, &k->provides, key);
}

static void
on_requires(struct records *r, struct str key)
{
	struct sink *k = (struct sink *)r;

	add_str(k, &k->requires, key);
}

static void
more(struct records *r, enum more what, const char *key, struct str value)
{
	struct sink *k = (struct sink *)r;
	struct fact_more m = { what, key, value };

	if (last_pkg(k) == NULL || value.n == 0 ||
	    !has_room(k, sizeof m, value))
		return;
	m.value = str_dup(k->arena, value);
	(void)buf_add(&k->more, &m, sizeof m);
}

static void
on_licence(struct records *r, struct str value)
{
	more(r, MORE_LICENCE, NULL, value);
}

static void
on_cpe(struct records *r, struct str value)
{
	more(r, MORE_CPE, NULL, value);
}

static void
on_qualifier(struct records *r, const char *key, struct str value)
{
	more(r, MORE_QUALIFIER, key, value);
}

static void
on_property(struct records *r, const char *key, struct str value)
{
	more(r, MORE_PROPERTY, key, value);
}

static void
on_hash(struct records *r, const char *key, struct str value)
{
	more(r, MORE_HASH, key, value);
}

static void
on_owns(struct records *r, struct str path)
{
	struct sink *k = (struct sink *)r;
	uint64_t h = hash_str(path);

	if (last_pkg(k) != NULL && has_room(k, sizeof h, STR("")))
		(void)buf_add(&k->owns, &h, sizeof h);
}

/* What follows, n bytes and text, is about package: is there room for it? */
static bool
name_one(struct sink *k, struct str package, size_t n, struct str text)
{
	struct fact_named *x = last_named(k), one = { .licence = STR("") };

	if (x != NULL && x->licence.n == 0 && str_eq(x->package, package))
		return has_room(k, n, text);
	if (!has_room(k, n + sizeof one + package.n, text))
		return false;
	one.package = str_dup(k->arena, package);
	close_named(k);
	(void)buf_add(&k->named, &one, sizeof one);
	return true;
}

static void
on_owns_named(struct records *r, struct str package, struct str path)
{
	struct sink *k = (struct sink *)r;
	uint64_t h = hash_str(path);

	if (name_one(k, package, sizeof h, STR("")))
		(void)buf_add(&k->named_owns, &h, sizeof h);
}

static void
on_requires_named(struct records *r, struct str package, struct str key)
{
	struct sink *k = (struct sink *)r;
	struct str s;

	if (!name_one(k, package, sizeof s, key))
		return;
	s = str_dup(k->arena, key);
	(void)buf_add(&k->named_requires, &s, sizeof s);
}

static void
on_qualifier_named(struct records *r, struct str package, const char *key,
    struct str value)
{
	struct sink *k = (struct sink *)r;
	struct fact_more m = { MORE_QUALIFIER, key, value };

	if (value.n == 0 || !name_one(k, package, sizeof m, value))
		return;
	m.value = str_dup(k->arena, value);
	(void)buf_add(&k->named_more, &m, sizeof m);
}

static void
on_licence_named(struct records *r, struct str package, struct str licence)
{
	struct sink *k = (struct sink *)r;
	struct fact_named one = { .licence = STR("") };

	if (!has_room(k, sizeof one + package.n, licence))
		return;
	one.package = str_dup(k->arena, package);
	one.licence = str_dup(k->arena, licence);
	close_named(k);
	(void)buf_add(&k->named, &one, sizeof one);
}

static void
on_fact(struct records *r, const char *key, struct str value)
{
	struct sink *k = (struct sink *)r;
	struct fact_value v = { key, value };

	if (!has_room(k, sizeof v, value))
		return;
	v.value = str_dup(k->arena, value);
	(void)buf_add(&k->values, &v, sizeof v);
}

static void
on_database(struct records *r, const char *what)
{
	((struct sink *)r)->seen->f.database = what;
}

static void
notice(struct sink *k, enum notice_level level, const char *kind,
    const char *text)
{
	notices_add(&k->seen->notices, (struct notice){ .level = level,
		.kind = str_from(kind), .path = k->seen->f.path,
		.what = str_from(text) });
}

__attribute__((format(printf, 3, 4))) static void
on_note(struct records *r, size_t line, const char *fmt, ...)
{
	char text[512], full[600];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (line > 0)
		(void)snprintf(full, sizeof full, "line %zu: %s", line, text);
	notice((struct sink *)r, NOTICE_NOTE, "record",
	    line > 0 ? full : text);
}

static void
on_other(struct records *r)
{
	((struct sink *)r)->other = true;
}

__attribute__((format(printf, 3, 4))) static void
on_gap(struct records *r, const char *kind, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	((struct sink *)r)->gap = true;
	notice((struct sink *)r, NOTICE_GAP, kind, text);
}

void
sink_begin(struct sink *k, struct store *st, struct seen *x, uint64_t max)
{
	k->r = (struct records){ .package = on_package,
		.provides = on_provides, .requires = on_requires,
		.licence = on_licence, .cpe = on_cpe,
		.qualifier = on_qualifier, .property = on_property,
		.hash = on_hash,
		.owns = on_owns, .owns_named = on_owns_named,
		.licence_named = on_licence_named,
		.requires_named = on_requires_named,
		.qualifier_named = on_qualifier_named, .fact = on_fact,
		.database = on_database, .note = on_note, .gap = on_gap,
		.other = on_other };
	k->store = st;
	k->arena = st->arena;
	k->max = max;
	k->full = st->records > max;
	k->seen = x;
	k->row = x->f.row;
	k->gap = k->full;	/* what it tells is not heard */
	k->other = false;
	k->pkgs.n = k->named.n = k->values.n = 0;
	k->provides.n = k->requires.n = k->owns.n = 0;
	k->more.n = k->named_owns.n = 0;
	k->named_requires.n = k->named_more.n = 0;
}

void
sink_end(struct sink *k)
{
	struct fact_file *f = &k->seen->f;

	close_pkg(k);
	close_named(k);
	f->pkgs = take(k, &k->pkgs, sizeof(struct fact_pkg), &f->npkgs);
	f->named = take(k, &k->named, sizeof(struct fact_named), &f->nnamed);
	f->values = take(k, &k->values, sizeof(struct fact_value),
	    &f->nvalues);
}

void
sink_done(struct sink *k)
{
	struct buf *const all[] = { &k->pkgs, &k->named, &k->values,
		&k->provides, &k->requires, &k->owns, &k->more,
		&k->named_owns, &k->named_requires, &k->named_more };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_done(all[i]);
}
