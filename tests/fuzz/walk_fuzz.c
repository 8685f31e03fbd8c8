/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/layer/list.c sbom/layer/listing.c sbom/layer/walk.c sbom/layer/visit.c sbom/layer/pass.c sbom/layer/links.c sbom/layer/twins.c sbom/layer/view.c sbom/layer/alias.c sbom/layer/store.c */
/* fuzz-make: tests/fuzz/walk-seeds.sh */
/* fuzz-max: 200000 */
/*
 * Up to three layers of one image, one archive behind the other, with a buffer
 * so small that most files go by in pieces: walked, settled, visited again,
 * listed and squashed. The last byte of the input says how.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

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

enum { LAYERS = 3 };

enum {				/* bits of the last byte */
	ONCE = 1,		/* the layers go by once */
	FILES = 2,
	ALL_LAYERS = 4,
	PLAIN = 8,		/* in a file */
	SMALL = 16,		/* limits of a few members */
	DECLARED = 32,
	ROOMY = 64,		/* a buffer that holds most files */
	EXCLUDE = 128,
};

struct part {
	const uint8_t *p;
	size_t n;
};

static void
walk(struct judge *j, struct store *st, struct part h, unsigned how,
    struct need_list *needs)
{
	int fd = (how & PLAIN) != 0 ? memfd_create("layer", 0) : -1;
	struct source *s;

	if (fd >= 0 && write(fd, h.p, h.n) == (ssize_t)h.n)
		s = source_of_file(fd, 0, h.n);
	else
		s = source_of_reader(reader_of_mem(h.p, h.n));
	struct walk_opts o = { .judge = j, .store = st,
		.again = (how & ONCE) == 0, .needs = needs };

	walk_layer(&o, s, STR("layer"));
	source_close(s);
	if (fd >= 0)
		(void)close(fd);
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

static void
set_limits(struct limits *lim, unsigned how)
{
	lim->buffer = (how & ROOMY) != 0 ? 64 * KIB : 2048;
	lim->package_db = lim->text_file = 64 * KIB;
	if ((how & SMALL) != 0) {
		lim->entries = 40;
		lim->wanted = 12;
		lim->layer = 60000;
	}
}

static void
run(const uint8_t *p, size_t n, unsigned how)
{
	static const char *const globs[] = { "opt/*", "app/node_modules",
		NULL };
	struct limits lim = limits_default;
	struct arena *a = arena_new(64 * MIB);
	struct selector *sel = selector_new(a, &(struct selector_opts){
		.declared = (how & DECLARED) != 0 });
	struct fact_layer layers[LAYERS] = { 0 };
	struct part part[LAYERS];
	struct store *v[LAYERS];
	struct needs needs;
	struct judge j;

	set_limits(&lim, how);
	judge_init(&j, sel, &lim, (how & EXCLUDE) != 0 ? globs : NULL);
	j.files = (how & FILES) != 0;
	for (size_t i = 0; i < LAYERS; i++) {
		size_t cut = i + 1 < LAYERS ? end_of_first(p, n) : n;

		part[i] = (struct part){ p, cut };
		p += cut;
		n -= cut;
		v[i] = store_new(&lim);
		walk(&j, v[i], part[i], how, NULL);
	}
	struct view *view = view_new(a, v, LAYERS);

	links_settle(view, &j, &needs);
	for (unsigned k = 0; (how & ONCE) == 0 && k < 3 && needs.total > 0;
	    k++) {
		size_t from[LAYERS];

		for (size_t i = 0; i < LAYERS; i++)
			from[i] = v[i]->nseen;
		for (size_t i = 0; i < LAYERS; i++)
			if (needs.v[i].n > 0)
				walk(&j, v[i], part[i], how, &needs.v[i]);
		needs_report(view, &needs);
		needs_more(view, &j, from, &needs);
	}
	needs_report(view, &needs);
	look(squash(view, layers, (how & ALL_LAYERS) != 0));
	judge_done(&j);
	for (size_t i = 0; i < LAYERS; i++)
		store_free(v[i]);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	uint8_t *p = malloc(n + 1);

	if (n > 0)
		memcpy(p, data, n);
	for (size_t at = 0; n > 512 && at <= n - 512; at += 512)
		if (memcmp(p + at + 257, "ustar", 5) == 0)
			mend(p + at);
	if (n > 0)
		run(p, n - 1, p[n - 1]);
	free(p);
	return 0;
}
