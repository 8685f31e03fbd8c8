/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/path.h"

/* Does it hold "//", a "." or a ".."? Most names do not. */
static bool
is_clean(struct str s)
{
	size_t from = 0, depth = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '/')
			continue;
		size_t n = i - from;

		if (n == 0 || (n == 1 && s.p[from] == '.') ||
		    (n == 2 && s.p[from] == '.' && s.p[from + 1] == '.'))
			return false;
		if (++depth > PATH_MAX_DEPTH)
			return false;
		from = i + 1;
	}
	return true;
}

static bool
rebuild(struct str raw, char room[PATH_MAX_BYTES], struct str *ret)
{
	struct str part;
	size_t n = 0, depth = 0;

	while (str_split(&raw, '/', &part)) {
		if (part.n == 0 || str_eq(part, STR(".")))
			continue;
		if (str_eq(part, STR(".."))) {
			n = path_dir(str_of(room, n)).n;
			depth -= depth > 0;
			continue;
		}
		if (part.n >= PATH_MAX_BYTES - n || ++depth > PATH_MAX_DEPTH)
			return false;
		if (n > 0)
			room[n++] = '/';
		memcpy(room + n, part.p, part.n);
		n += part.n;
	}
	*ret = str_of(room, n);
	return true;
}

bool
path_clean(struct str raw, char room[PATH_MAX_BYTES], struct str *ret)
{
	while (raw.n > 0 && raw.p[0] == '/')
		raw = str_from_pos(raw, 1);
	while (raw.n > 1 && raw.p[0] == '.' && raw.p[1] == '/')
		raw = str_from_pos(raw, 2);
	while (raw.n > 0 && raw.p[raw.n - 1] == '/')
		raw.n--;
	if (raw.n < PATH_MAX_BYTES && is_clean(raw)) {
		*ret = raw;
		return true;
	}
	return rebuild(raw, room, ret);
}

struct str
path_dir(struct str path)
{
	size_t slash = str_rfind(path, '/');

	return slash == path.n ? str_sub(path, 0, 0) : str_sub(path, 0, slash);
}

struct str
path_base(struct str path)
{
	size_t slash = str_rfind(path, '/');

	return slash == path.n ? path : str_from_pos(path, slash + 1);
}

bool
path_below(struct str path, struct str dir)
{
	if (dir.n == 0)
		return path.n > 0;
	return path.n > dir.n && path.p[dir.n] == '/' && str_starts(path, dir);
}
