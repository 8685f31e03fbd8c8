/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A CPE name of a document against a configuration of a database, both
 * hostile. Lines: the name; type, distribution, release and platform of the
 * document; then the rows, each node, op, role, flags, lower and upper bound,
 * attributes, part, vendor, product, with tabs between.
 *
 * fuzz-cover: lib/identity/cpe.c match/cpe.c match/platform.c match/rule/cpe.c
 * fuzz-seeds: tests/fixtures/fuzz/cpe/cpe-*.txt
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "match/cpe.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ROWS = 16 };

static unsigned
number(struct str *rest)
{
	struct str s = STR("");
	uint64_t v = 0;

	(void)str_split(rest, '\t', &s);
	return str_u64(s, 255, &v) ? (unsigned)v : 0;
}

static struct str
field(struct str *rest)
{
	struct str s = STR("");

	(void)str_split(rest, '\t', &s);
	return s;
}

static struct advdb_cpe_row
row_of(struct str line, size_t i)
{
	struct advdb_cpe_row r = { .row = { .seq = (int64_t)i } };
	unsigned flags;

	r.node = number(&line) & 3;
	r.op = number(&line) & 15;
	r.role = (enum cpe_role)(number(&line) % 3);
	flags = number(&line);
	r.row.range = (struct interval){ .lo = field(&line), .hi =
		field(&line), .has_lo = !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };
	r.row.exact = flags & 4;
	r.row.opaque = flags & 8;
	r.row.all = flags & 64;
	r.attrs = field(&line);
	r.of.part = field(&line);
	r.of.vendor = field(&line);
	r.of.product = field(&line);
	return r;
}

/* What was read is written so that it is read again as the same. */
static void
names(struct arena *a, struct str text)
{
	struct cpe x, y;

	if (!cpe_parse(a, text, &x))
		return;
	if (!cpe_parse(a, cpe_text(a, &x), &y))
		abort();
	for (int i = 0; i < CPE_ATTRS; i++) {
		if (!str_eq(x.v[i], y.v[i]) ||
		    cpe_relate(x.v[i], y.v[i]) == CPE_DISJOINT)
			abort();
		(void)cpe_relate(x.v[i], x.v[(i + 1) % CPE_ATTRS]);
	}
}

static void
weigh(struct arena *a, const struct bom *b, const struct rule_ctx *ctx,
    const struct advdb_cpe_row *v, size_t n)
{
	struct cpe_case c = { .world = cpe_world_new(a, b), .component =
		b->components, .distro = &b->distro };
	struct str why, with;

	for (size_t i = 0; i < ctx->nasks; i++) {
		c.ask = &ctx->asks[i];
		for (size_t k = 0; k < n; k++) {
			(void)cpe_is_sure(c.ask, &v[k]);
			if (cpe_standing(c.ask, &v[k]) != STAND_IN)
				continue;
			(void)cpe_attributes(&c, &v[k], &why);
			(void)cpe_configuration(&c, &v[k], v, n, &why, &with);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), line = STR("");
	struct arena *a = arena_new(64 << 20);
	struct bom_component c = { .name = STR("x"), .version = STR("1.0") };
	struct bom b = { .components = &c, .ncomponents = 1 };
	struct rule_ctx ctx = { .arena = a, .bom = &b, .component = &c,
		.guess = true };
	struct advdb_cpe_row v[ROWS];
	size_t rows = 0;

	if (n > 8192) {
		arena_free(a);
		return 0;
	}
	(void)str_line(&rest, &line);
	c.cpe = line;
	names(a, line);
	(void)str_line(&rest, &line);
	c.type = field(&line);
	b.distro.id = field(&line);
	b.distro.version_id = field(&line);
	b.platform = field(&line);
	ctx.distro = &b.distro;
	while (rows < ROWS && str_line(&rest, &line)) {
		v[rows] = row_of(line, rows);
		rows++;
	}
	(void)rule_cpe(&ctx, NO_RULE);
	weigh(a, &b, &ctx, v, rows);
	arena_free(a);
	return 0;
}
