/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_VERSION_HELP_H
#define TESTS_UNIT_VERSION_HELP_H

/*
 * What tests of versions share: schemes by name, files of the conformance
 * data, numbers that are the same each run, what an order is. Include cmocka.h
 * and what it wants first.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "version/version.h"

#define TABLES "../shared/conformance/versions/"
#define VERS "../shared/conformance/vers/"

static inline const struct version_scheme *
scheme(const char *name)
{
	const struct version_scheme *s = version_by_name(str_from(name));

	assert_non_null(s);
	return s;
}

/* Ends the test when path, a folder of the conformance data, is not there. */
static inline void
need(const char *path)
{
	if (access(path, R_OK) == 0)
		return;
	print_message("SKIP: no %s\n", path);
	skip();
}

static inline struct str
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);

	size_t n = (size_t)ftell(f);
	char *p = NEWN(a, char, n + 1);

	rewind(f);
	assert_int_equal(fread(p, 1, n, f), n);
	(void)fclose(f);
	return str_of(p, n);
}

/* xorshift: the same numbers each run. */
static inline uint32_t
draw(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* A total preorder: antisymmetric, transitive, equals interchangeable. */
static inline void
check_triple(const struct version_scheme *s, struct str a, struct str b,
    struct str c)
{
	int ab = s->cmp(a, b), bc = s->cmp(b, c), ac = s->cmp(a, c);
	bool good = s->cmp(a, a) == 0 && s->cmp(b, a) == -ab &&
	    s->cmp(c, b) == -bc && ab * ab <= 1;

	if (ab <= 0 && bc <= 0)
		good = good && ac == (ab < 0 || bc < 0 ? -1 : 0);
	if (ab >= 0 && bc >= 0)
		good = good && ac == (ab > 0 || bc > 0);
	if (!good)
		fail_msg("%s: no order among \"%.*s\" \"%.*s\" \"%.*s\"",
		    s->name, STR_ARG(a), STR_ARG(b), STR_ARG(c));
}

#endif
