/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/layer/list.c sbom/layer/listing.c */
/* fuzz-make: tests/fuzz/walk-seeds.sh */
/* fuzz-max: 200000 */
/*
 * Two layers of one image on streams, with a buffer so small that most files
 * go by in pieces: walked, settled, visited again, listed and squashed.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "codec/reader.h"
#include "sbom/layer/list.h"
#include "sbom/layer/squash.h"
#include "sbom/layer/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

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
}

/* Behind its end mark and the zeros after it. */
static size_t
end_of_first(const uint8_t *p, size_t n)
{
	static const uint8_t zeros[1024];
	size_t at = 0;

	while (at + 1024 <= n && memcmp(p + at, zeros, 1024) != 0)
		at += 512;
	while (at + 512 <= n && memcmp(p + at, zeros, 512) == 0)
		at += 512;
	return at;
}

struct half {
	const uint8_t *p;
	size_t n;
};

static void
walk(struct judge *j, struct store *st, struct half h, bool again,
    struct need_list *needs)
{
	struct source *s = source_of_reader(reader_of_mem(h.p, h.n));
	struct walk_opts o = { .judge = j, .store = st, .again = again,
		.needs = needs };

	walk_layer(&o, s, STR("layer"));
	source_close(s);
}

static void
look(const struct facts *f)
{
	struct fact_listed x;

	for (size_t i = 0; i < f->nfiles; i++)
		assert(f->files[i].visible == (f->files[i].gone ==
		    f->nlayers) || f->files[i].gone <= f->nlayers);
	for (size_t i = 0; i < facts_nlisted(f); i++) {
		facts_listed(f, i, &x);
		assert(x.layer < f->nlayers && x.gone > x.layer);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct limits lim = limits_default;
	struct arena *a = arena_new(64 * MIB);
	struct selector *sel = selector_new(a, NULL);
	uint8_t *p = malloc(n + 1);
	bool again = n % 3 != 0;
	struct fact_layer layers[2] = { 0 };
	struct store *v[2];
	struct needs needs;
	struct judge j;

	if (n > 0)
		memcpy(p, data, n);
	for (size_t at = 0; n > 512 && at <= n - 512; at += 512)
		if (memcmp(p + at + 257, "ustar", 5) == 0)
			mend(p + at);
	lim.buffer = 2048;
	lim.package_db = lim.text_file = 64 * KIB;
	size_t cut = end_of_first(p, n);
	struct half half[2] = { { p, cut }, { p + cut, n - cut } };

	judge_init(&j, sel, &lim, NULL);
	j.files = n % 2 == 0;
	for (size_t i = 0; i < 2; i++) {
		v[i] = store_new(&lim);
		walk(&j, v[i], half[i], again, NULL);
	}
	struct view *view = view_new(a, v, 2);

	links_settle(view, &j, &needs);
	for (unsigned k = 0; again && k < 3 && needs.total > 0; k++) {
		size_t from[2] = { v[0]->nseen, v[1]->nseen };

		for (size_t i = 0; i < 2; i++)
			walk(&j, v[i], half[i], true, &needs.v[i]);
		needs_report(view, &needs);
		needs_more(view, &j, from, &needs);
	}
	look(squash(view, layers, n % 5 == 0));
	judge_done(&j);
	store_free(v[0]);
	store_free(v[1]);
	arena_free(a);
	free(p);
	return 0;
}
