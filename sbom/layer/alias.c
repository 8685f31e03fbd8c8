/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/alias.h"

#include "sbom/layer/path.h"

static bool
is_in(struct str path, struct str dir)
{
	return str_eq(path, dir) || path_below(path, dir);
}

/* path, which is in from, moved to to; false when that is too long. */
static bool
move(struct str path, struct str from, struct str to,
    char room[PATH_MAX_BYTES], struct str *ret)
{
	struct str rest = str_from_pos(path, from.n);

	if (rest.n > 0 && rest.p[0] == '/')
		rest = str_from_pos(rest, 1);
	size_t slash = to.n > 0 && rest.n > 0;

	if (to.n + slash + rest.n >= PATH_MAX_BYTES)
		return false;
	if (to.n > 0)
		memcpy(room, to.p, to.n);
	if (slash > 0)
		room[to.n] = '/';
	if (rest.n > 0)
		memcpy(room + to.n + slash, rest.p, rest.n);
	*ret = str_of(room, to.n + slash + rest.n);
	return true;
}

const struct alias *
alias_of(const struct aliases *l, struct str name)
{
	const struct alias *best = NULL;

	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (is_in(name, l->v[i].link) &&
		    (best == NULL || l->v[i].link.n > best->link.n))
			best = &l->v[i];
	return best;
}

struct str
alias_real(const struct aliases *l, struct str name,
    char room[PATH_MAX_BYTES])
{
	const struct alias *a = alias_of(l, name);
	struct str real;

	return a != NULL && move(name, a->link, a->real, room, &real) ?
	    real : name;
}

bool
alias_name(const struct aliases *l, size_t k, struct str path,
    char room[PATH_MAX_BYTES], struct str *ret)
{
	const struct alias *a = &l->v[k];

	return is_in(path, a->real) &&
	    move(path, a->real, a->link, room, ret) && alias_of(l, *ret) == a;
}
