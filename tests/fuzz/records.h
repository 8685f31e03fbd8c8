/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_RECORDS_H
#define TESTS_FUZZ_RECORDS_H

/* A sink that reads every byte it is given and keeps nothing. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sbom/catalog/catalog.h"

static struct {
	bool package;			/* one was emitted */
	volatile unsigned char sum;
} fuzz_sink;

static inline void
fuzz_touch(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		fuzz_sink.sum = (unsigned char)(fuzz_sink.sum + s.p[i]);
}

static inline enum rc
fuzz_package(struct records *r, const struct pkg *p)
{
	const struct str all[] = { p->name, p->version, p->epoch, p->arch,
		p->source_name, p->source_version, p->licence, p->vendor,
		p->module, p->description, p->checksum, p->group, p->purl,
		p->inside, p->home, p->from };

	(void)r;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		fuzz_touch(all[i]);
	if (p->name.n == 0 || p->type == NULL)
		abort();		/* rows promise both */
	fuzz_sink.package = true;
	return RC_OK;
}

static inline void
fuzz_of_package(struct records *r, struct str s)
{
	(void)r;
	fuzz_touch(s);
	if (!fuzz_sink.package)
		abort();
}

static inline void
fuzz_keyed(struct records *r, const char *key, struct str s)
{
	if (key == NULL)
		abort();
	fuzz_of_package(r, s);
}

static inline void
fuzz_named(struct records *r, struct str package, struct str s)
{
	(void)r;
	fuzz_touch(package);
	fuzz_touch(s);
}

static inline void
fuzz_named_keyed(struct records *r, struct str package, const char *key,
    struct str s)
{
	if (key == NULL)
		abort();
	fuzz_named(r, package, s);
}

static inline void
fuzz_fact(struct records *r, const char *key, struct str value)
{
	(void)r;
	if (key == NULL || value.n == 0)
		abort();
	fuzz_touch(value);
}

static inline void
fuzz_other(struct records *r)
{
	(void)r;
}

static inline void
fuzz_database(struct records *r, const char *what)
{
	(void)r;
	if (what == NULL)
		abort();
}

static inline __attribute__((format(printf, 3, 4))) void
fuzz_note(struct records *r, size_t line, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	(void)r;
	(void)line;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
}

static inline __attribute__((format(printf, 3, 4))) void
fuzz_gap(struct records *r, const char *kind, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	(void)r;
	(void)kind;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
}

static inline struct records
fuzz_records(void)
{
	fuzz_sink.package = false;
	return (struct records){ .package = fuzz_package,
		.provides = fuzz_of_package, .requires = fuzz_of_package,
		.licence = fuzz_of_package, .cpe = fuzz_of_package,
		.qualifier = fuzz_keyed, .property = fuzz_keyed,
		.hash = fuzz_keyed, .owns = fuzz_of_package,
		.owns_named = fuzz_named, .licence_named = fuzz_named,
		.requires_named = fuzz_named,
		.qualifier_named = fuzz_named_keyed,
		.fact = fuzz_fact, .database = fuzz_database,
		.note = fuzz_note, .gap = fuzz_gap,
		.other = fuzz_other };
}

#endif
