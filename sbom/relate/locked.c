/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"

/*
 * One package, told of twice in a source tree: a manifest asks for a range
 * ("^1.0", or any version), the lock file of its directory or of one above says
 * which was chosen; only that is listed, found in both. And a member of an npm
 * workspace: the lock file above knows it as a directory, its own package.json
 * says whether a registry has it.
 */
struct locked {
	struct str dir, version;
	bool manifest;
	size_t part;
	struct locked *next;	/* found before */
};

static bool
is_lock(const struct cataloger *row)
{
	static const char *const names[] = { "dotnet-paket", "dotnet-assets",
		"java-gradle", "python-poetry", "python-pdm", "python-uv",
		"python-pylock", "python-pipfile" };
	struct str name = str_from(row->name);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return str_ends(name, STR("-lock"));
}

static bool
is_manifest(const struct cataloger *row)
{
	return strcmp(row->name, "npm-package") == 0;
}

static bool
is_member(const struct fact_file *x, const struct fact_pkg *p)
{
	return p->p.local && p->p.version.n != 0 &&
	    strcmp(p->p.type, "npm") == 0 && is_lock(relate_row(x, p));
}

bool
relate_is_wish(const struct relation *r, const struct fact_file *x,
    const struct fact_pkg *p)
{
	const struct cataloger *row = relate_row(x, p);

	if (r->m->kind == INPUT_IMAGE || r->m->kind == INPUT_ROOTFS)
		return false;
	return is_member(x, p) || (p->p.version.n == 0 && !p->p.local &&
	    row->state == STATE_DECLARED && !is_lock(row));
}

/* Without version and what follows; the name's own '@' is escaped there. */
static struct str
base_of(struct str purl)
{
	purl = str_sub(purl, 0, str_find(purl, '?'));
	return str_sub(purl, 0, str_find(purl, '@'));
}

void
relate_lock_add(struct relation *r, struct map *locks,
    const struct fact_file *x, const struct fact_pkg *p, size_t part)
{
	const struct cataloger *row = relate_row(x, p);
	const struct bom_component *c = &r->b->components[part];

	if (c->purl.n == 0 || p->p.version.n == 0 ||
	    (!is_lock(row) && !is_manifest(row)))
		return;
	void **at = map_put(locks, base_of(c->purl), NULL);
	struct locked *l = NEW(r->tmp, struct locked);

	*l = (struct locked){ path_dir(x->path), p->p.version,
		is_manifest(row), part, *at };
	*at = l;
}

static bool
is_in(struct str dir, struct str above)
{
	return above.n == 0 || str_eq(dir, above) || path_below(dir, above);
}

size_t
relate_locked(struct relation *r, struct map *locks,
    const struct fact_file *x, const struct fact_pkg *p)
{
	bool member = is_member(x, p);
	struct fact_pkg q = *p;
	struct str dir = path_dir(x->path);
	const struct locked *best = NULL;

	q.p.local = false;
	q.p.purl = STR("");

	void **at = map_find(locks, base_of(relate_purl(r, &q)));

	for (const struct locked *l = at != NULL ? *at : NULL; l != NULL;
	    l = l->next) {
		if (l->manifest != member || (member ? !is_in(l->dir, dir) ||
		    !str_eq(l->version, p->p.version) : !is_in(dir, l->dir)))
			continue;
		/* The nearest; of several versions there the first. */
		if (best == NULL || l->dir.n >= best->dir.n)
			best = l;
	}
	return best != NULL ? best->part : NO_PART;
}
