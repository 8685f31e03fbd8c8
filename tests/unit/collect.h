/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_COLLECT_H
#define TESTS_UNIT_COLLECT_H

/* A sink that keeps what a row says, and files to feed rows with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "codec/reader.h"
#include "codec/unpack.h"
#include "sbom/catalog/catalog.h"
#include "sbom/layer/facts.h"

struct collect {
	struct records r;
	struct arena *a;
	struct fact_pkg *pkgs;
	size_t npkgs, cpkgs;
	struct fact_named *named;
	size_t nnamed, cnamed;
	struct fact_value *values;
	size_t nvalues, cvalues;
	size_t cprovides, crequires, cowns, cmore;
	struct str *paths;		/* owned ones, as text */
	size_t npaths, cpaths;
	const char *database;
	size_t notes, gaps;
	char said[512];			/* the last note or gap */
};

static inline struct fact_pkg *
collect_last(struct collect *c)
{
	if (c->npkgs == 0)
		fail_msg("a fact of no package");
	return &c->pkgs[c->npkgs - 1];
}

static inline enum rc
collect_package(struct records *r, const struct pkg *p)
{
	struct collect *c = (struct collect *)r;
	struct pkg q = *p;

	c->pkgs = arena_grow(c->a, c->pkgs, c->npkgs, &c->cpkgs,
	    sizeof *c->pkgs);
	q.group = str_dup(c->a, p->group);
	q.name = str_dup(c->a, p->name);
	q.version = str_dup(c->a, p->version);
	q.epoch = str_dup(c->a, p->epoch);
	q.arch = str_dup(c->a, p->arch);
	q.source_name = str_dup(c->a, p->source_name);
	q.source_version = str_dup(c->a, p->source_version);
	q.licence = str_dup(c->a, p->licence);
	q.vendor = str_dup(c->a, p->vendor);
	q.module = str_dup(c->a, p->module);
	q.description = str_dup(c->a, p->description);
	q.checksum = str_dup(c->a, p->checksum);
	q.purl = str_dup(c->a, p->purl);
	q.inside = str_dup(c->a, p->inside);
	q.home = str_dup(c->a, p->home);
	q.from = str_dup(c->a, p->from);
	c->pkgs[c->npkgs++] = (struct fact_pkg){ .p = q };
	c->cprovides = c->crequires = c->cowns = c->cmore = 0;
	return RC_OK;
}

static inline void
collect_provides(struct records *r, struct str key)
{
	struct collect *c = (struct collect *)r;
	struct fact_pkg *p = collect_last(c);

	p->provides = arena_grow(c->a, p->provides, p->nprovides,
	    &c->cprovides, sizeof *p->provides);
	p->provides[p->nprovides++] = str_dup(c->a, key);
}

static inline void
collect_requires(struct records *r, struct str key)
{
	struct collect *c = (struct collect *)r;
	struct fact_pkg *p = collect_last(c);

	p->requires = arena_grow(c->a, p->requires, p->nrequires,
	    &c->crequires, sizeof *p->requires);
	p->requires[p->nrequires++] = str_dup(c->a, key);
}

static inline void
collect_more(struct records *r, enum more what, const char *key,
    struct str value)
{
	struct collect *c = (struct collect *)r;
	struct fact_pkg *p = collect_last(c);

	p->more = arena_grow(c->a, p->more, p->nmore, &c->cmore,
	    sizeof *p->more);
	p->more[p->nmore++] = (struct fact_more){ what, key,
		str_dup(c->a, value) };
}

static inline void
collect_licence(struct records *r, struct str value)
{
	collect_more(r, MORE_LICENCE, NULL, value);
}

static inline void
collect_cpe(struct records *r, struct str value)
{
	collect_more(r, MORE_CPE, NULL, value);
}

static inline void
collect_qualifier(struct records *r, const char *key, struct str value)
{
	collect_more(r, MORE_QUALIFIER, key, value);
}

static inline void
collect_property(struct records *r, const char *key, struct str value)
{
	collect_more(r, MORE_PROPERTY, key, value);
}

static inline void
collect_hash(struct records *r, const char *key, struct str value)
{
	collect_more(r, MORE_HASH, key, value);
}

/* The i-th value of that kind (and key, unless NULL) of p; "" past the end. */
static inline struct str
collect_said(const struct fact_pkg *p, enum more what, const char *key,
    size_t i)
{
	for (size_t k = 0; k < p->nmore; k++) {
		const struct fact_more *m = &p->more[k];

		if (m->what == what && (key == NULL || strcmp(key, m->key) ==
		    0) && i-- == 0)
			return m->value;
	}
	return STR("");
}

static inline void
collect_path(struct collect *c, struct str path)
{
	c->paths = arena_grow(c->a, c->paths, c->npaths, &c->cpaths,
	    sizeof *c->paths);
	c->paths[c->npaths++] = str_dup(c->a, path);
}

static inline void
collect_owns(struct records *r, struct str path)
{
	struct collect *c = (struct collect *)r;
	struct fact_pkg *p = collect_last(c);

	collect_path(c, path);
	p->owns = arena_grow(c->a, p->owns, p->nowns, &c->cowns,
	    sizeof *p->owns);
	p->owns[p->nowns++] = hash_str(path);
}

static inline struct fact_named *
collect_name(struct collect *c, struct str package)
{
	c->named = arena_grow(c->a, c->named, c->nnamed, &c->cnamed,
	    sizeof *c->named);
	c->named[c->nnamed] =
	    (struct fact_named){ .package = str_dup(c->a, package) };
	return &c->named[c->nnamed++];
}

static inline void
collect_owns_named(struct records *r, struct str package, struct str path)
{
	struct collect *c = (struct collect *)r;
	struct fact_named *n = collect_name(c, package);

	collect_path(c, path);
	n->owns = NEW(c->a, uint64_t);
	n->owns[n->nowns++] = hash_str(path);
}

static inline void
collect_requires_named(struct records *r, struct str package, struct str key)
{
	struct collect *c = (struct collect *)r;
	struct fact_named *n = collect_name(c, package);

	n->requires = NEW(c->a, struct str);
	n->requires[n->nrequires++] = str_dup(c->a, key);
}

static inline void
collect_qualifier_named(struct records *r, struct str package,
    const char *key, struct str value)
{
	struct collect *c = (struct collect *)r;
	struct fact_named *n = collect_name(c, package);

	n->more = NEW(c->a, struct fact_more);
	n->more[n->nmore++] = (struct fact_more){ MORE_QUALIFIER, key,
		str_dup(c->a, value) };
}

static inline void
collect_licence_named(struct records *r, struct str package,
    struct str licence)
{
	struct collect *c = (struct collect *)r;

	collect_name(c, package)->licence = str_dup(c->a, licence);
}

static inline void
collect_fact(struct records *r, const char *key, struct str value)
{
	struct collect *c = (struct collect *)r;

	c->values = arena_grow(c->a, c->values, c->nvalues, &c->cvalues,
	    sizeof *c->values);
	c->values[c->nvalues++] =
	    (struct fact_value){ key, str_dup(c->a, value) };
}

static inline void
collect_database(struct records *r, const char *what)
{
	((struct collect *)r)->database = what;
}

static inline __attribute__((format(printf, 3, 4))) void
collect_note(struct records *r, size_t line, const char *fmt, ...)
{
	struct collect *c = (struct collect *)r;
	va_list ap;

	(void)line;
	va_start(ap, fmt);
	(void)vsnprintf(c->said, sizeof c->said, fmt, ap);
	va_end(ap);
	c->notes++;
}

static inline __attribute__((format(printf, 3, 4))) void
collect_gap(struct records *r, const char *kind, const char *fmt, ...)
{
	struct collect *c = (struct collect *)r;
	va_list ap;

	(void)kind;
	va_start(ap, fmt);
	(void)vsnprintf(c->said, sizeof c->said, fmt, ap);
	va_end(ap);
	c->gaps++;
}

static inline void
collect_other(struct records *r)
{
	(void)r;
}

static inline struct collect
collect_of(struct arena *a)
{
	return (struct collect){
		.r = { .package = collect_package,
		    .provides = collect_provides, .requires = collect_requires,
		    .licence = collect_licence, .cpe = collect_cpe,
		    .qualifier = collect_qualifier,
		    .property = collect_property, .hash = collect_hash,
		    .owns = collect_owns, .owns_named = collect_owns_named,
		    .licence_named = collect_licence_named,
		    .requires_named = collect_requires_named,
		    .qualifier_named = collect_qualifier_named,
		    .fact = collect_fact, .database = collect_database,
		    .note = collect_note, .gap = collect_gap,
		    .other = collect_other },
		.a = a,
	};
}

/* Judge text as the file at path, by the row that the table says. */
static inline enum rc
collect_run(struct collect *c, const char *path, struct str text,
    struct str sibling, struct err *e)
{
	struct selector *s = selector_new(c->a,
	    &(struct selector_opts){ .declared = true });
	const struct want *want;
	const struct cataloger *row = selector_path(s, str_from(path), &want);
	struct file_ref f = { .path = str_from(path), .want = want,
		.sibling = sibling.n != 0 ? sibling : (struct str){ NULL, 0 },
		.declared = true };
	struct mem_blob m;

	if (row == NULL)
		fail_msg("no row wants %s", path);
	/* A copy of its own size, so that a read past it is seen. */
	uint8_t *copy = malloc(text.n != 0 ? text.n : 1);

	assert_non_null(copy);
	if (text.n != 0)
		memcpy(copy, text.p, text.n);
	e->msg[0] = '\0';

	enum rc rc = row->parse(&f, mem_blob_init(&m, copy, text.n),
	    &limits_default, &c->r, e);

	free(copy);
	return rc;
}

/* A file's bytes, unpacked when it is packed; fails the test. */
static inline struct str
collect_file(struct arena *a, const char *path)
{
	struct buf b = { 0 };
	struct reader *in;
	struct err e;
	size_t n = 1;
	int fd;

	if (file_open(path, &fd, &e) != RC_OK ||
	    unpack_open(reader_of_file(fd, 0, UINT64_MAX),
	    strlen(path) > 3 && strcmp(path + strlen(path) - 3, ".gz") == 0 ?
	    PACKED_GZIP : PACKED_NOT, &in, &e) != RC_OK)
		fail_msg("%s", e.msg);
	while (n != 0) {
		uint8_t *to = buf_room(&b, 1 << 16);

		if (reader_read(in, to, 1 << 16, &n, &e) != RC_OK)
			fail_msg("%s: %s", path, e.msg);
		b.n += n;
	}
	reader_close(in);
	(void)close(fd);

	struct str s = str_dup(a, buf_str(&b));

	buf_done(&b);
	return s;
}

#define SHARED "../shared/conformance/"

static inline bool
have_shared(const char *what)
{
	if (access(what, R_OK) == 0)
		return true;
	print_message("SKIP: %s is absent\n", what);
	return false;
}

/* Cell i of a row of tab-separated cells; "-" is nothing. */
static inline struct str
cell(struct str row, size_t i)
{
	struct str piece = { 0 };

	for (size_t k = 0; k <= i; k++)
		if (!str_split(&row, '\t', &piece))
			fail_msg("a row of %zu cells, wanted %zu", k, i + 1);
	return str_eq(piece, STR("-")) ? STR("") : piece;
}

#define FIXTURES "tests/fixtures/catalog/"

/* What the row that wants path says of text; the test fails when it ends with
   something else than want. sibling: what lies beside it, or "". */
static inline struct collect
run_beside(struct arena *a, const char *path, struct str text,
    struct str sibling, enum rc want)
{
	struct collect c = collect_of(a);
	struct err e;
	enum rc rc = collect_run(&c, path, text, sibling, &e);

	if (rc != want)
		fail_msg("%s: %d, %s", path, rc, e.msg);
	if (rc != RC_OK)
		assert_string_not_equal(e.msg, "");
	return c;
}

static inline struct collect
run(struct arena *a, const char *path, struct str text, enum rc want)
{
	return run_beside(a, path, text, STR(""), want);
}

static inline struct collect
run_file(struct arena *a, const char *path, const char *file)
{
	return run(a, path, collect_file(a, file), RC_OK);
}

#endif
