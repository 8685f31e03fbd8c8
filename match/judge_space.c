/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "base/hash.h"
#include "match/database.h"

static void
add_space(struct judge *j, const struct advdb_ns *ns)
{
	size_t cap = j->cspaces;

	j->spaces = arena_grow(j->arena, j->spaces, j->nspaces, &cap,
	    sizeof *j->spaces);
	j->streams = arena_grow(j->arena, j->streams, j->nspaces,
	    &j->cspaces, sizeof *j->streams);
	j->streams[j->nspaces] = (struct streams){ .read = false };
	j->spaces[j->nspaces++] = *ns;
}

enum rc
judge_space_of(struct judge *j, struct arena *scratch,
    const struct ecosystem *eco, struct str release, size_t *ret,
    struct err *e)
{
	struct str key;
	void **v;
	struct advdb_ns ns;
	enum rc rc;

	/* mostly the one that was asked for last */
	if (j->last_space < j->nspaces &&
	    j->spaces[j->last_space].eco == eco &&
	    j->spaces[j->last_space].channel.n == 0 &&
	    str_eq(j->spaces[j->last_space].release, release)) {
		*ret = j->last_space;
		return RC_OK;
	}
	key = str_fmt(scratch, "%s/%.*s", eco->key, STR_ARG(release));
	v = map_find(j->space_of, key);
	if (v == NULL) {
		rc = str_eq(str_from(eco->key), STR(RULE_NVD))
		    ? judge_space_nvd(j, eco, &ns)
		    : advdb_namespace(j->db->adv, j->arena, eco, release, &ns,
		    e);
		if (rc != RC_OK)
			return rc;
		add_space(j, &ns);
		v = map_put(j->space_of, str_dup(j->arena, key), NULL);
		*v = (void *)(uintptr_t)j->nspaces;
	}
	*ret = j->last_space = (size_t)(uintptr_t)*v - 1;
	return RC_OK;
}

enum rc
judge_streams(struct judge *j, size_t space, struct err *e)
{
	struct advdb_ns *v = NULL;
	struct streams s = { .read = true };
	enum rc rc;

	if (j->streams[space].read)
		return RC_OK;
	rc = advdb_streams(j->db->adv, j->arena, &j->spaces[space], &v, &s.n,
	    e);
	if (rc != RC_OK)
		return rc;
	s.v = NEWN(j->arena, size_t, s.n);
	for (size_t i = 0; i < s.n; i++) {
		s.v[i] = j->nspaces;
		add_space(j, &v[i]);
	}
	j->streams[space] = s;
	return RC_OK;
}
