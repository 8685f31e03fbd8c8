/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/layer/tar.c sbom/layer/tar_pax.c sbom/layer/path.c */
/* fuzz-make: tests/tools/tars.sh */
/* fuzz-max: 80000 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "codec/reader.h"
#include "sbom/layer/path.h"
#include "sbom/layer/tar.h"
#include "sbom/layer/tar_pax.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { FILE_MAX = 1 << 20 };

/* A checksum that the fuzzer cannot guess: mend what looks like a header. */
static void
mend(uint8_t *p)
{
	unsigned sum = 8 * ' ';

	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? 0 : p[i];
	for (size_t i = 0; i < 6; i++)
		p[148 + i] = (uint8_t)('0' + (sum >> 3 * (5 - i) & 7));
	p[154] = 0;
	p[155] = ' ';
	assert(tar_is_header(p));
}

static void
look(struct tar *t, const struct tar_entry *m)
{
	char room[PATH_MAX_BYTES];
	const uint8_t *head;
	struct str clean;
	struct err e;
	size_t n;

	if (path_clean(m->path, room, &clean)) {
		assert(clean.n < PATH_MAX_BYTES);
		assert(clean.n == 0 || clean.p[0] != '/');
		assert(path_dir(clean).n <= clean.n);
		assert(!path_below(clean, clean));
	}
	if (m->kind != TAR_FILE)
		return;
	for (size_t i = 0; m->sparse && i < m->nruns; i++)
		assert(m->runs[i].off + m->runs[i].n <= m->size);
	(void)tar_peek(t, 64, &head, &n, &e);
	if (m->size > FILE_MAX)
		return;
	uint8_t *p = malloc((size_t)m->size + 1);

	if (tar_read_file(t, p, &e) == RC_OK)
		assert(tar_left(t) == 0);
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tar_entry m;
	struct err e = { "" };
	uint8_t *p = malloc(n + 1);

	memcpy(p, data, n);
	for (size_t at = 0; n > 512 && at <= n - 512; at += 512)
		if (memcmp(p + at + 257, "ustar", 5) == 0)
			mend(p + at);
	struct source *s = source_of_reader(reader_of_mem(p, n));
	struct tar *t = tar_new(s);

	s->stated = n % 2 == 0;
	for (unsigned i = 0; i < 4096 && tar_next(t, &m, &e) == RC_OK; i++)
		look(t, &m);
	(void)tar_whole(t);
	tar_free(t);
	source_close(s);
	free(p);
	return 0;
}
