/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/version/dpkg.c lib/version/rpm.c lib/version/apk.c lib/version/semver.c lib/version/digits.c lib/version/interval.c lib/version/version.c */
/* fuzz-cover: lib/version/composer.c lib/version/pub.c lib/version/cran.c lib/version/hackage.c lib/version/conan.c lib/version/bitnami.c lib/version/jvm.c lib/version/openssl.c lib/version/kb.c lib/version/datetime.c lib/version/lexicographic.c lib/version/generic.c */
/* fuzz-cover: lib/version/pacman.c lib/version/gentoo.c lib/version/npm.c lib/version/pep440.c lib/version/maven.c lib/version/gem.c lib/version/go.c lib/version/nuget.c */
/* fuzz-seeds: tests/fixtures/fuzz/versions.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "version/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { LINES_MAX = 256 };

static void
check_pair(const struct version_scheme *s, struct str a, struct str b)
{
	int c = s->cmp(a, b);

	assert(c >= -1 && c <= 1);
	assert(s->cmp(b, a) == -c);
	assert(s->cmp(a, a) == 0 && s->cmp(b, b) == 0);
	assert(!s->valid(STR("")) && (s->valid(a) || !s->valid(a)));
	assert(version_by_id(s->id) == s);
	assert(version_by_name(str_from(s->name)) == s);
}

/* If a <= b <= c then a <= c; equals are interchangeable. */
static void
check_triple(const struct version_scheme *s, struct str a, struct str b,
    struct str c)
{
	int ab = s->cmp(a, b), bc = s->cmp(b, c), ac = s->cmp(a, c);

	if (ab <= 0 && bc <= 0)
		assert(ac == (ab < 0 || bc < 0 ? -1 : 0));
	if (ab >= 0 && bc >= 0)
		assert(ac == (ab > 0 || bc > 0 ? 1 : 0));
}

static void
check_interval(struct arena *a, const struct version_scheme *s, struct str lo,
    struct str hi, unsigned bits)
{
	struct interval i = { lo, hi, (bits & 1) != 0, (bits & 2) != 0,
		(bits & 4) != 0, (bits & 8) != 0 };
	struct str v = interval_vers(a, s, &i);

	assert(str_starts(v, STR("vers:")) && v.n > 5);
	if (i.has_lo)
		assert(interval_has(s, &i, lo) == (i.lo_incl && (!i.has_hi ||
		    version_bound_cmp(s, lo, hi) < i.hi_incl)));
	arena_reset(a);
}

/* Three neighbouring lines are compared, in every scheme. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), line, a = STR(""), b = STR("");
	struct arena *arena = arena_new(16 << 20);

	for (unsigned k = 0; k < LINES_MAX && str_line(&rest, &line); k++) {
		const struct version_scheme *const *s = version_schemes;

		for (; *s != NULL; s++) {
			check_pair(*s, a, line);
			check_triple(*s, a, b, line);
			check_interval(arena, *s, a, line, k);
		}
		a = b;
		b = line;
	}
	assert(version_by_id(VERSION_NONE) == NULL);
	assert(version_by_name(STR("none")) == NULL);
	arena_free(arena);
	return 0;
}
