/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/cargo.h"

#include "base/arena.h"

/*
 * Sources of crates.
 *
 * Source:   The Cargo Book: package ID specifications, registries, Cargo
 *           home (registry/src, git/checkouts), cargo vendor.
 */
struct cargo_source
cargo_source(struct arena *a, struct str source)
{
	struct cargo_source s = { .local = source.n == 0 };
	size_t plus = str_find(source, '+');
	struct str kind = str_sub(source, 0, plus);

	if (str_eq(kind, STR("git"))) {
		size_t hash = str_find(source, '#');
		struct str url = str_sub(source, 0, hash);

		s.vcs = str_sub(url, 0, str_find(url, '?'));
		if (hash < source.n)
			s.vcs = str_join(a, str_join(a, s.vcs, STR("@")),
			    str_from_pos(source, hash + 1));
	} else if ((str_eq(kind, STR("registry")) ||
	    str_eq(kind, STR("sparse"))) && plus < source.n) {
		struct str url = str_from_pos(source, plus + 1);

		/* The default one, by git or over HTTP. */
		if (str_find_str(url, STR("crates.io")) == url.n)
			s.registry = url;
	} else {
		s.local = true;		/* "path+", "directory+" */
	}
	return s;
}

void
cargo_say_source(struct records *out, const struct cargo_source *s)
{
	if (s->vcs.n != 0)
		out->qualifier(out, "vcs_url", s->vcs);
	if (s->registry.n != 0)
		out->qualifier(out, "repository_url", s->registry);
}

bool
cargo_is_fetched(struct str path)
{
	static const char *const dirs[] = { "vendor/", "target/",
		"node_modules/", ".cargo/registry/", ".cargo/git/" };

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
		struct str dir = str_from(dirs[i]);
		size_t at = 0;

		while (at < path.n) {
			size_t next = at + str_find_str(str_from_pos(path,
			    at), dir);

			if (next < path.n &&
			    (next == 0 || path.p[next - 1] == '/'))
				return true;
			at = next + 1;
		}
	}
	return false;
}
