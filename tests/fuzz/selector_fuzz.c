/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a path: the compiled table and a walk over all wants agree. */
/* fuzz-cover: sbom/catalog/selector.c */
/* fuzz-make: tests/fuzz/catalog-seeds.sh */
/* fuzz-max: 4096 */
#include <stdlib.h>

#include "base/arena.h"
#include "sbom/catalog/catalog.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct cataloger more = {
	.name = "more",
	.wants = (const struct want[]){
		{ WANT_NAME, "package.json", 0 }, { WANT_SUFFIX, ".jar", 0 },
		{ WANT_SUFFIX, ".deps.json", 0 },
		{ WANT_IN_DIR, "a", 0 }, { WANT_IN_DIR, "a/b/*.x", 0 },
		{ WANT_DIR_NAME, "a/*/n", 0 }, { WANT_PATH, "n", 0 },
		{ WANT_TAIL, "b/n", 0 }, { WANT_TAIL, "a/b/*/*.x", 0 },
		{ WANT_TAIL, "b/*/n", 0 },
		{ WANT_MAGIC, "ab", 2 }, { 0, NULL, 0 } },
	.sibling = "-wal",
};
enum { ROWS_MAX = 512 };

static const struct cataloger *rows[ROWS_MAX + 2];

static bool
fits(const struct want *w, struct str path)
{
	struct str text = str_from(w->text);
	size_t slash = str_rfind(path, '/'), star = str_find(text, '*');
	struct str dir = str_sub(path, 0, slash < path.n ? slash : 0);
	struct str name = str_from_pos(path, slash < path.n ? slash + 1 : 0);

	switch (w->kind) {
	case WANT_PATH:
		return str_eq(path, text);
	case WANT_NAME:
		return str_eq(name, text);
	case WANT_SUFFIX:
		return str_ends(name, text);
	case WANT_IN_DIR:
		if (star == text.n)
			return slash < path.n && str_eq(dir, text);
		return slash < path.n &&
		    str_eq(dir, str_sub(text, 0, star - 1)) &&
		    str_ends(name, str_from_pos(text, star + 1));
	case WANT_DIR_NAME: {
		struct str head = str_sub(text, 0, star);
		struct str tail = str_from_pos(text, star + 1);

		if (!str_starts(path, head) || !str_ends(path, tail) ||
		    path.n <= head.n + tail.n)
			return false;
		struct str mid = str_sub(path, head.n, path.n - tail.n);

		return str_find(mid, '/') == mid.n;
	}
	case WANT_TAIL: {
		/* Some start of path is followed by what text says. */
		struct str want = str_sub(text, 0, str_rfind(text, '/') + 1);
		struct str base = str_from_pos(text, want.n), rest = dir;

		if (slash == path.n || !str_ends(name, str_from_pos(base,
		    base.p[0] == '*')))
			return false;
		if (base.p[0] != '*' && !str_eq(name, base))
			return false;
		want.n--;
		if (str_ends(want, STR("/*"))) {
			size_t up = str_rfind(rest, '/');

			if (up == rest.n)
				return false;
			rest.n = up;
			want.n -= 2;
		}
		return str_eq(rest, want) || (str_ends(rest, want) &&
		    rest.p[rest.n - want.n - 1] == '/');
	}
	default:
		return false;
	}
}

static struct selector *s;

static const struct cataloger *
walk(struct str path)
{
	size_t slash = str_rfind(path, '/');

	if (path.n == 0 || slash + 1 == path.n)
		return NULL;	/* no name */
	for (size_t i = 0; rows[i] != NULL; i++)
		for (const struct want *w = rows[i]->wants;
		    w != NULL && w->text && selector_has(s, rows[i]); w++)
			if (fits(w, path))
				return rows[i];
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena *a;
	const struct want *want;
	const struct cataloger *row;
	struct str path = str_of(p, n);

	if (s == NULL) {
		size_t k = 0;

		for (; catalogers[k] != NULL && k < ROWS_MAX; k++)
			rows[k] = catalogers[k];
		rows[k] = &more;
		a = arena_new(16 << 20);
		s = selector_from(a, rows, &(struct selector_opts){
			.select = "apk,more,rpm,dpkg" });
		if (s == NULL || selector_from(a, rows,
		    &(struct selector_opts){ .select = "no" }) != NULL)
			abort();
	}
	if (selector_path(s, path, &want) != walk(path))
		abort();
	(void)selector_magic(s, p, n, &want);
	if (selector_sibling(s, path) != (str_ends(path, STR("-wal")) &&
	    (row = walk(str_sub(path, 0, path.n - 4))) != NULL &&
	    row->sibling != NULL))
		abort();
	(void)selector_exact(s, n, &row);
	return 0;
}
