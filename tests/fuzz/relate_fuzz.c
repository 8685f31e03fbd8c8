/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/relate/component.c sbom/relate/package.c */
/* fuzz-cover: sbom/relate/own.c sbom/relate/fold.c sbom/relate/vendor.c */
/* fuzz-cover: sbom/relate/join.c sbom/relate/depend.c sbom/relate/cover.c lib/bom/finish.c */
/* fuzz-seeds: tests/fixtures/catalog/dpkg/* tests/unit/relate_owner_test.c */
/*
 * Records as catalogers could state them of a hostile image, to a bill of
 * materials, to a document and back. What is read back must have the same
 * components; all edges and owners must lie inside of the bom.
 */
#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/out.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "sbom/input/image.h"
#include "sbom/layer/facts.h"
#include "sbom/layer/path.h"
#include "sbom/layer/store.h"
#include "sbom/layer/view.h"
#include "sbom/relate/relate.h"

static jmp_buf full;

static void
on_full(size_t limit)
{
	(void)limit;
	longjmp(full, 1);
}

static const struct cataloger rows[] = {
	{ .name = "dpkg", .database = true },
	{ .name = "rpm", .database = true },
	{ .name = "classifier" }, { .name = "elf-note", .link = LINK_FILE },
	{ .name = "go-binary", .link = LINK_FILE },
	{ .name = "jvm-release" }, { .name = "conda", .link = LINK_NEAR },
	{ .name = "dotnet-deps", .link = LINK_FILE }, { .name = "dotnet-pe" },
	{ .name = "npm-package", .link = LINK_NEAR },
	{ .name = "npm-lock", .link = LINK_FILE },
	{ .name = "python", .link = LINK_NEAR },
	{ .name = "other" },
};
static const char *const types[] = { "deb", "rpm", "apk", "npm", "pypi",
	"maven", "golang", "generic", "conda", "nuget", "gem", "odd type" };

struct source {
	const uint8_t *p;
	size_t n;
};

static uint8_t
byte(struct source *s)
{
	if (s->n == 0)
		return 0;
	s->n--;
	return *s->p++;
}

static struct str
text(struct source *s)
{
	size_t n = byte(s) % 24u;
	struct str r = str_of(s->p, n < s->n ? n : s->n);

	s->p += r.n;
	s->n -= r.n;
	return r;
}

/* Of an alphabet of a few words, so that keys and paths meet. */
static struct str
word(struct source *s)
{
	static const char *const words[] = { "a", "b", "/a", "/b", "/a/b",
		"/usr/b", "lib:a.so", "/lib/a.so", "a/b", "a.so", "/usr/a",
		"cpe:2.3:a:php:php:1", "cpe:2.3:a:php-a:a:1", "MIT", "" };
	uint8_t c = byte(s);

	return c < 16 ? text(s) : str_from(words[c % 15u]);
}

static struct str *
texts(struct source *s, struct arena *a, size_t *ret_n)
{
	*ret_n = byte(s) % 4u;
	struct str *v = NEWN(a, struct str, *ret_n);

	for (size_t i = 0; i < *ret_n; i++)
		v[i] = word(s);
	return v;
}

static uint64_t *
paths(struct source *s, struct arena *a, size_t *ret_n)
{
	size_t n;
	struct str *v = texts(s, a, &n);
	uint64_t *h = NEWN(a, uint64_t, n);

	for (size_t i = 0; i < n; i++)
		h[i] = hash_str(v[i]);
	*ret_n = n;
	return h;
}

static void
one_package(struct source *s, struct arena *a, struct fact_pkg *p)
{
	uint8_t bits = byte(s);

	p->row = &rows[byte(s) % (sizeof rows / sizeof *rows)];
	p->p.type = types[byte(s) % (sizeof types / sizeof *types)];
	p->p.kind = (bits & 1) != 0 ? PKG_APPLICATION : PKG_LIBRARY;
	p->p.local = (bits & 2) != 0;
	p->p.dev = (bits & 4) != 0;
	p->p.guessed = (bits & 8) != 0;
	p->p.name = word(s);
	p->p.version = text(s);
	p->p.group = (bits & 16) != 0 ? text(s) : STR("");
	p->p.epoch = (bits & 32) != 0 ? text(s) : STR("");
	p->p.licence = text(s);
	p->p.vendor = text(s);
	p->p.purl = (bits & 64) != 0 ? text(s) : STR("");
	p->p.inside = (bits & 128) != 0 ? text(s) : STR("");
	p->p.home = word(s);
	p->p.from = word(s);
	p->provides = texts(s, a, &p->nprovides);
	p->requires = texts(s, a, &p->nrequires);
	p->owns = paths(s, a, &p->nowns);
	p->nmore = byte(s) % 3u;
	p->more = NEWN(a, struct fact_more, p->nmore);
	for (size_t i = 0; i < p->nmore; i++)
		p->more[i] = (struct fact_more){
			(enum more)(byte(s) % 5u), "key", word(s) };
}

/* Names that mean the same by a link, so that some of them meet. */
static void
links(struct source *s, struct store *st)
{
	char room[PATH_MAX_BYTES];
	struct str path;

	for (size_t n = byte(s) % 4u; n > 0; n--) {
		if (!path_clean(word(s), room, &path) || path.n == 0)
			continue;
		(void)tree_put(&st->tree, path, hash_str(path),
		    NODE_SYMLINK);
		store_sym(st, path, word(s));
	}
}

static int
file_cmp(const void *x, const void *y)
{
	const struct fact_file *a = x, *b = y;
	int d = str_cmp(a->path, b->path);

	return d != 0 ? d : (a->layer > b->layer) - (a->layer < b->layer);
}

static void
one_file(struct source *s, struct arena *a, struct fact_file *f)
{
	uint8_t bits = byte(s);

	f->path = word(s);
	while (f->path.n > 0 && f->path.p[0] == '/')
		f->path = str_from_pos(f->path, 1);
	f->layer = bits & 3;
	f->visible = (bits & 4) == 0;
	f->broken = (bits & 8) != 0;
	f->row = &rows[byte(s) % (sizeof rows / sizeof *rows)];
	f->npkgs = byte(s) % 4u;
	f->pkgs = NEWN(a, struct fact_pkg, f->npkgs);
	for (size_t i = 0; i < f->npkgs; i++)
		one_package(s, a, &f->pkgs[i]);
	f->nnamed = byte(s) % 2u;
	f->named = NEWN(a, struct fact_named, f->nnamed);
	for (size_t i = 0; i < f->nnamed; i++) {
		f->named[i].package = word(s);
		f->named[i].owns = paths(s, a, &f->named[i].nowns);
		f->named[i].requires = texts(s, a, &f->named[i].nrequires);
		f->named[i].nmore = byte(s) % 2u;
		f->named[i].more = NEWN(a, struct fact_more, 1);
		f->named[i].more[0] = (struct fact_more){ MORE_QUALIFIER,
			"key", word(s) };
	}
}

static void
check(const struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		assert(c->ref.n != 0);
		assert(c->owner <= b->ncomponents && c->owner != i + 1);
		for (size_t k = 0; k < c->ndepends; k++)
			assert(c->depends[k] < b->ncomponents);
	}
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	size_t *n = ctx;

	(void)e;
	check(b);
	*n = b->ncomponents;
	bom_free(b);
	return RC_OK;
}

static void
there_and_back(const struct bom *b)
{
	static struct out o;
	struct buf text = { .limit = 0 };
	const char *version;
	const struct bom_format *f = bom_format_by_name("cyclonedx-json",
	    &version);
	struct err e = { "" };
	size_t n = 0;

	out_to_buf(&o, &text);
	if (f->write(b, version, &o, &e) != RC_OK ||
	    out_flush(&o, &e) != RC_OK)
		abort();
	struct reader *r = reader_of_mem(text.p, text.n);

	if (bom_read_all(r, &limits_default, each, &n, &e) != RC_OK)
		abort();
	/* Bytes that are not UTF-8 may make two references one. */
	assert(n <= b->ncomponents && (n != 0) == (b->ncomponents != 0));
	reader_close(r);
	buf_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct fact_layer layers[4] = { { .diff_id = STR("sha256:0") },
		{ .diff_id = STR("sha256:1") } };
	struct arena *a = arena_new(64 << 20);
	struct bom *b = bom_new(64 << 20);
	struct source s = { p, n };
	struct facts f = { .arena = a, .layers = layers, .nlayers = 4 };
	struct image_meta m = { .kind = (enum input_kind)(byte(&s) % 4u) };
	struct store *stores[2] = { store_new(&limits_default),
		store_new(&limits_default) };
	struct err e = { "" };

	arena_on_full(on_full);
	if (setjmp(full) == 0) {
		links(&s, stores[0]);
		links(&s, stores[1]);
		f.view = view_new(a, stores, 2);
		notices_init(&f.notices, a);
		f.nfiles = byte(&s) % 8u;
		f.files = NEWN(a, struct fact_file, f.nfiles);
		for (size_t i = 0; i < f.nfiles; i++)
			one_file(&s, a, &f.files[i]);
		if (f.nfiles > 1)
			qsort(f.files, f.nfiles, sizeof *f.files, file_cmp);
		if (relate(&f, &m, b, &e) == RC_OK) {
			bom_finish(b);
			check(b);
			there_and_back(b);
		}
	}
	store_free(stores[0]);
	store_free(stores[1]);
	bom_free(b);
	arena_free(a);
	return 0;
}
