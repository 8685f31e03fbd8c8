/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/list.h"

#include <stdlib.h>
#include <string.h>

#include "sbom/layer/path.h"
#include "sbom/layer/tar.h"

/* Zeros that are made up for the holes of one sparse file. */
#define HOLES_MAX (256 * MIB)

struct list *
list_new(void)
{
	return calloc(1, sizeof(struct list));
}

static void
drop_digests(struct list *l)
{
	for (size_t i = 0; i < 2; i++) {
		digest_free(l->digest[i]);
		l->digest[i] = NULL;
	}
}

void
list_free(struct list *l)
{
	if (l == NULL)
		return;
	drop_digests(l);
	buf_done(&l->text);
	buf_done(&l->files);
	free(l);
}

size_t
list_count(const struct list *l)
{
	return l->files.n / sizeof(struct listed);
}

const struct listed *
list_at(const struct list *l, size_t i)
{
	return (const struct listed *)(const void *)l->files.p + i;
}

struct str
list_dir(const struct list *l, const struct listed *x)
{
	uint16_t n;

	memcpy(&n, l->text.p + x->dir, sizeof n);
	return str_of(l->text.p + x->dir + sizeof n, n);
}

struct str
list_name(const struct list *l, const struct listed *x)
{
	return str_of(l->text.p + x->name, x->name_n);
}

static bool
put_name(struct list *l, struct str path, struct listed *x)
{
	struct str dir = path_dir(path), base = path_base(path);

	if (l->text.n > UINT32_MAX - 2 * PATH_MAX_BYTES)
		return false;
	*x = (struct listed){ .dir = l->dir };
	if (!l->has_dir || !str_eq(list_dir(l, x), dir)) {
		uint16_t n = (uint16_t)dir.n;	/* PATH_MAX_BYTES at most */

		x->dir = l->dir = (uint32_t)l->text.n;
		l->has_dir = true;
		(void)buf_add(&l->text, &n, sizeof n);
		(void)buf_add_str(&l->text, dir);
	}
	x->name = (uint32_t)l->text.n;
	x->name_n = (uint16_t)base.n;
	return buf_add_str(&l->text, base);
}

bool
list_add(struct list *l, struct str path, enum list_type type,
    uint64_t target)
{
	struct listed x;

	if (!put_name(l, path, &x))
		return false;
	x.type = (uint8_t)type;
	memcpy(x.sha256, &target, sizeof target);
	return buf_add(&l->files, &x, sizeof x);
}

uint64_t
list_target(const struct listed *x)
{
	uint64_t hash;

	memcpy(&hash, x->sha256, sizeof hash);
	return hash;
}

static enum list_type
type_of(const uint8_t *p, size_t n)
{
	static const uint8_t macho[][4] = { { 0xfe, 0xed, 0xfa, 0xce },
		{ 0xfe, 0xed, 0xfa, 0xcf }, { 0xce, 0xfa, 0xed, 0xfe },
		{ 0xcf, 0xfa, 0xed, 0xfe } };

	if (n >= 4 && memcmp(p, "\177ELF", 4) == 0)
		return LIST_ELF;
	if (n >= 2 && memcmp(p, "MZ", 2) == 0)
		return LIST_PE;
	if (n >= 2 && memcmp(p, "#!", 2) == 0)
		return LIST_SCRIPT;
	for (size_t i = 0; n >= 4 && i < 4; i++)
		if (memcmp(p, macho[i], 4) == 0)
			return LIST_MACHO;
	return LIST_FILE;
}

bool
list_begin(struct list *l, struct str path, uint64_t size,
    const struct tar_run *runs, size_t nruns)
{
	uint64_t stored = 0;

	if (!put_name(l, path, &l->now))
		return false;
	l->now.size = size;
	l->at = 0;
	l->runs = runs;
	l->nruns = nruns;
	l->run = 0;
	l->open = true;
	for (size_t i = 0; i < nruns; i++)
		stored += runs[i].n;
	l->now.hashed = runs == NULL || size - stored <= HOLES_MAX;
	if (!l->now.hashed)
		return true;
	l->digest[0] = digest_new(DIGEST_SHA256);
	l->digest[1] = digest_new(DIGEST_SHA1);
	return true;
}

static void
add(struct list *l, const uint8_t *p, size_t n)
{
	digest_add(l->digest[0], p, n);
	digest_add(l->digest[1], p, n);
	l->at += n;
}

static void
add_zeros(struct list *l, uint64_t to)
{
	static const uint8_t zeros[64 * 1024];

	while (l->at < to)
		add(l, zeros, to - l->at < sizeof zeros ?
		    (size_t)(to - l->at) : sizeof zeros);
}

void
list_bytes(void *ctx, const uint8_t *p, size_t n)
{
	struct list *l = ctx;

	if (!l->now.hashed)
		return;
	if (l->at == 0)
		l->now.type = (uint8_t)type_of(p, n);
	while (l->run < l->nruns && n > 0) {
		const struct tar_run *r = &l->runs[l->run];

		add_zeros(l, r->off);
		uint64_t left = r->off + r->n - l->at;
		size_t step = left < n ? (size_t)left : n;

		add(l, p, step);
		p += step;
		n -= step;
		l->run += step == left;
	}
	if (l->runs == NULL)
		add(l, p, n);
}

void
list_end(struct list *l)
{
	uint8_t sum[2][DIGEST_MAX];

	if (!l->open)
		return;
	l->open = false;
	if (l->runs != NULL && l->now.hashed && l->run == l->nruns)
		add_zeros(l, l->now.size);
	l->now.hashed = l->now.hashed && l->at == l->now.size &&
	    l->digest[0] != NULL && l->digest[1] != NULL;
	if (l->now.hashed) {
		(void)digest_end(l->digest[0], sum[0]);
		(void)digest_end(l->digest[1], sum[1]);
		l->digest[0] = l->digest[1] = NULL;
		memcpy(l->now.sha256, sum[0], SHA256_BYTES);
		memcpy(l->now.sha1, sum[1], SHA1_BYTES);
	}
	drop_digests(l);
	(void)buf_add(&l->files, &l->now, sizeof l->now);
}
