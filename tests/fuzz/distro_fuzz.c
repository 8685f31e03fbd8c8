/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/identity/distro.c lib/identity/distro_feed.c lib/identity/ecosystem.c lib/identity/osv_name.c */
/* fuzz-seeds: tests/fixtures/fuzz/os-release.txt tests/fixtures/fuzz/distros.txt tests/fixtures/fuzz/repositories.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "identity/distro.h"
#include "identity/ecosystem.h"
#include "identity/osv_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { LINES_MAX = 256 };

/* A namespace is one of the table, or there is none. */
static void
check_namespace(struct arena *a, const struct distro *d, struct str repositories)
{
	struct str release = STR("");
	const struct ecosystem *e = distro_namespace(a, d, repositories,
	    &release);

	assert(e == NULL || (e->distro &&
	    ecosystem_by_key(str_from(e->key)) == e));
	assert(e != NULL || release.n == 0);
}

static void
check_line(struct arena *a, struct str line)
{
	size_t space = str_find(line, ' ');
	struct str left = str_sub(line, 0, space);
	struct str right = str_from_pos(line, space + 1);
	struct distro d = distro_from_qualifier(a, STR("deb"), left, right);
	struct str text = distro_qualifier(a, &d);
	struct str ns = distro_purl_namespace(a, &d);

	check_namespace(a, &d, right);
	d = distro_from_qualifier(a, STR("deb"), ns, text);
	check_namespace(a, &d, STR(""));
	if (distro_from_redhat_release(a, line, &d))
		check_namespace(a, &d, STR(""));
	for (const struct ecosystem *e = ecosystems; e->key != NULL; e++) {
		struct str name = ecosystem_name(a, e, line);

		assert(name.n <= line.n);
	}
	(void)osv_name(a, line, STR(""));
	(void)osv_name(a, left, right);
	(void)ecosystem_by_purl(left);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = str_of(p, n), rest = text, line;
	struct arena *a = arena_new(64 << 20);
	struct distro d = distro_from_os_release(a, text);

	check_namespace(a, &d, text);
	arena_reset(a);
	for (int k = 0; k < LINES_MAX && str_line(&rest, &line); k++) {
		check_line(a, line);
		arena_reset(a);
	}
	arena_free(a);
	return 0;
}
