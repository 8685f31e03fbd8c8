/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_TEXT_HELP_H
#define TESTS_UNIT_TEXT_HELP_H

/* For the tests of lib/text and lib/db: whole files, and readers with whims.
   Include it after cmocka.h. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/reader.h"

#define SHARED "../shared/conformance"

/* A reader that gives at most step bytes at a time, the text times times, and
   then fails with after. */
struct whim {
	struct reader reader;
	struct str text;
	size_t at, step, times;
	enum rc after;
};

static inline enum rc
whim_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct whim *w = (struct whim *)r;
	size_t n = w->text.n - w->at;

	if (n == 0 && w->times > 1) {
		w->times--;
		w->at = 0;
		n = w->text.n;
	}
	if (n == 0 && w->after != RC_OK)
		return err_set(e, w->after, "whim");
	if (n > cap)
		n = cap;
	if (w->step != 0 && n > w->step)
		n = w->step;
	if (n != 0)
		memcpy(p, w->text.p + w->at, n);
	w->at += n;
	*ret_n = n;
	return RC_OK;
}

static inline void
whim_close(struct reader *r)
{
	(void)r;
}

static inline struct whim
whim_of(struct str text, size_t step)
{
	return (struct whim){ .reader = { whim_read, whim_close }, .text = text,
		.step = step };
}

static inline struct str
slurp_stream(FILE *f)
{
	char *p = NULL;
	size_t n = 0, cap = 0, got = 1;

	while (got > 0) {
		if (cap - n < 65536) {
			cap = cap * 2 + 65536;
			p = realloc(p, cap);
			assert_non_null(p);
		}
		got = fread(p + n, 1, cap - n, f);
		n += got;
	}
	return str_of(p, n);
}

/* The whole file, for free(); p is NULL when it cannot be opened. */
static inline struct str
slurp(const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return (struct str){ NULL, 0 };
	struct str s = slurp_stream(f);

	(void)fclose(f);
	return s;
}

/* What a command prints. */
static inline struct str
output_of(const char *command)
{
	FILE *f = popen(command, "r");

	assert_non_null(f);
	struct str s = slurp_stream(f);

	(void)pclose(f);
	return s;
}

static inline void
drop(struct str s)
{
	free((void *)(uintptr_t)s.p);
}

static inline void
check_str(struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got),
		    STR_ARG(want));
}

/* Skip the test when the shared data is not beside the tree. */
#define NEED_SHARED(path)						\
	do {								\
		if (access(SHARED "/" path, R_OK) != 0) {		\
			print_message("SKIP: no " SHARED "/" path "\n"); \
			skip();						\
		}							\
	} while (0)

#endif
