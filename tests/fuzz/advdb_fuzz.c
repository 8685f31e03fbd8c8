/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hostile database file: opened, and every look-up made.
 *
 * fuzz-cover: lib/advisory/advdb.c lib/advisory/advdb_cover.c
 * fuzz-cover: lib/advisory/advdb_cpe.c
 * fuzz-make: tests/fuzz/advdb_seeds.sh
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "advisory/advdb_cpe.h"
#include "advisory/content.h"
#include "base/arena.h"
#include "base/limits.h"
#include "db/db.h"
#include "identity/ecosystem.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct hits {
	struct advdb *d;
	struct arena *a;
	size_t n;
};

static enum rc
each(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct hits *h = ctx;
	struct advdb_adv adv;
	struct advdb_qual q;
	struct str x;

	if (h->n++ > 20)
		return RC_STOP;
	if (advdb_adv(h->d, h->a, row->adv, &adv, e) == RC_OK) {
		struct advdb_score s;
		struct str *names;
		int64_t *vids;
		size_t n;

		(void)advdb_group(h->d, h->a, adv.grp, &names, &vids, &n, e);
		(void)advdb_fixes(h->d, h->a, adv.vid, &names, &vids, &n, e);
		(void)advdb_scores(h->d, h->a, adv.vid, &s, e);
	}
	(void)advdb_qual(h->d, h->a, row->qual, &q, e);
	(void)advdb_word(h->d, h->a, row->word, &x, e);
	return RC_OK;
}

static enum rc
each_cpe(void *ctx, const struct advdb_cpe_row *row, struct err *e)
{
	struct hits *h = ctx;
	struct advdb_cpe_row *v;
	size_t n;

	(void)advdb_cpe_config(h->d, h->a, row->row.adv, row->cfg, &v, &n, e);
	return h->n++ > 20 ? RC_STOP : RC_OK;
}

static void
look_cpe(struct advdb *d, struct arena *a)
{
	static const struct advdb_product what[] = {
		{ { "a", 1 }, { "gnu", 3 }, { "glibc", 5 } },
		{ { "a", 1 }, { "openssl", 7 }, { "openssl", 7 } },
	};
	struct str name;
	struct err e;

	for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
		struct hits h = { d, a, 0 };

		(void)advdb_cpe_named(d, &what[i], each_cpe, &h, &e);
	}
	for (int64_t grp = 0; grp < 20; grp++)
		(void)advdb_packaged(d, a, grp, &name, &e);
}

static void
look(struct advdb *d, struct arena *a)
{
	static const struct {
		const char *eco, *release, *name;
	} what[] = {
		{ "debian", "12", "glibc" }, { "debian", "12", "zlib" },
		{ "almalinux", "8", "golang" }, { "alpine", "3.11", "musl" },
		{ "wolfi", "", "binutils" },
	};
	struct advdb_source *v;
	char content[CONTENT_MAX];
	struct str sum, *cpes;
	int64_t vid, grp, *ids;
	size_t n;
	struct err e;

	db_budget(advdb_db(d), 200);
	(void)advdb_sources(d, a, &v, &n, &e);
	(void)advdb_vid(d, STR("CVE-2023-4911"), &vid, &grp, &e);
	(void)advdb_eol(d, STR("debian"), STR("12"), &vid, &e);
	(void)advdb_repo_cpes(d, a, STR("rhel-9-for-x86_64-baseos-rpms"),
	    &cpes, &n, &e);
	for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
		struct advdb_ns ns;
		struct hits h = { d, a, 0 };

		if (advdb_namespace(d, a, ecosystem_by_key(str_from(
		    what[i].eco)), str_from(what[i].release), &ns, &e) !=
		    RC_OK)
			continue;
		(void)advdb_affected(d, &ns, str_from(what[i].name), each, &h,
		    &e);
		(void)advdb_feeds(d, a, ns.id, &cpes, &n, &e);
		(void)advdb_ns_sources(d, a, ns.id, &ids, &n, &e);
	}
	look_cpe(d, a);
	(void)content_of(advdb_db(d), content, &sum, &e);
}

/* The header is mended, so that what lies behind it is reached. */
static void
mend(uint8_t *p, size_t n)
{
	static const uint8_t app[4] = { 0x46, 0x45, 0x45, 0x44 };
	size_t page = n > 100 ? (size_t)p[16] << 8 | p[17] : 0;

	if (page == 0 || n % page != 0 || p[0] == 'x')
		return;
	for (unsigned i = 0; i < 4; i++) {
		p[28 + i] = (uint8_t)(n / page >> (24 - 8 * i));
		p[68 + i] = app[i];
		p[60 + i] = (uint8_t)(SCHEMA_VERSION >> (24 - 8 * i));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char path[64];
	struct advdb *d;
	struct arena *a;
	struct err e;
	uint8_t *copy = malloc(n + 1);

	if (copy == NULL)
		return 0;
	if (n != 0)
		memcpy(copy, p, n);
	mend(copy, n);
	(void)snprintf(path, sizeof path, "/dev/shm/advdb-fuzz-%d",
	    (int)getpid());

	FILE *f = fopen(path, "wb");

	if (f != NULL) {
		(void)fwrite(copy, 1, n, f);
		(void)fclose(f);
		if (advdb_open(path, &d, &e) == RC_OK) {
			a = arena_new((size_t)limits_default.memory);
			look(d, a);
			arena_free(a);
			advdb_close(d);
		}
		(void)unlink(path);
	}
	free(copy);
	return 0;
}
