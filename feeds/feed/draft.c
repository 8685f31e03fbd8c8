/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/draft.h"

#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "score/cvss.h"

/* Room for one more at the end of a list of the draft. */
#define GROW(d, list, n) \
	((d)->list = arena_grow((d)->a, (d)->list, (d)->r.n, &(d)->list##_cap, \
	    sizeof *(d)->list), &(d)->list[(d)->r.n++])

void
draft_alias(struct draft *d, struct str id, enum alias_rel rel)
{
	id = vid_tidy(d->a, id);
	if (id.n == 0 || id.n > 100 || str_eq(id, d->r.id))
		return;
	*GROW(d, aliases, naliases) = (struct adv_alias){ id, rel };
}

void
draft_affected(struct draft *d, const struct adv_affected *x)
{
	*GROW(d, affected, naffected) = *x;
}

void
draft_cpe(struct draft *d, const struct adv_cpe *c)
{
	*GROW(d, cpes, ncpes) = *c;
}

void
draft_link(struct draft *d, struct str url)
{
	url = str_trim(url);
	if (url.n != 0)
		*GROW(d, links, nlinks) = url;
}

void
draft_cwe(struct draft *d, struct str name)
{
	uint64_t n;

	name = str_trim(name);
	if (str_starts(name, STR("CWE-")) &&
	    str_u64(str_from_pos(name, 4), 1000000, &n))
		*GROW(d, cwes, ncwes) = (int)n;
}

/* "7.5", from 0 to 10. */
static bool
score_of(struct str s, double *ret)
{
	size_t dot = str_find(s, '.');
	uint64_t whole, tenths = 0;

	if (!str_u64(str_sub(s, 0, dot), 10, &whole))
		return false;
	if (dot + 1 < s.n && !str_u64(str_sub(s, dot + 1, dot + 2), 9,
	    &tenths))
		return false;
	*ret = (double)whole + (double)tenths / 10;
	return *ret <= 10;
}

void
draft_cvss(struct draft *d, struct str source, struct str vector,
    struct str score, int version)
{
	struct adv_cvss c = { .source = source, .version = version,
		.primary = true };

	vector = str_trim(vector);
	/* GitLab leaves the prefix of version 2 out, some end in a slash. */
	while (str_ends(vector, STR("/")))
		vector = str_sub(vector, 0, vector.n - 1);
	if (cvss_score(vector, &c.version, &c.score))
		c.vector = vector;
	else if (!score_of(str_trim(score), &c.score))
		return;
	for (size_t i = 0; i < d->r.ncvss; i++)
		version = i == 0 || d->cvss[i].version > version ?
		    d->cvss[i].version : version;
	if (d->r.ncvss == 0 || c.version >= version)
		d->r.severity = severity_from_score(c.version, c.score);
	*GROW(d, cvss, ncvss) = c;
}

/* The least of the fixes that comes after v. */
static struct str
fix_after(enum constraint_dialect dialect, struct str v,
    const struct str *fixes, size_t n)
{
	struct str best = STR("");

	for (size_t i = 0; i < n; i++)
		if (constraint_cmp(dialect, fixes[i], v) > 0 && (best.n == 0 ||
		    constraint_cmp(dialect, fixes[i], best) < 0))
			best = fixes[i];
	return best;
}

void
draft_ranges(struct draft *d, const struct adv_affected *like,
    enum constraint_dialect dialect, const struct constraint *c,
    const struct str *fixes, size_t nfixes)
{
	for (size_t i = 0; i < c->n; i++) {
		struct adv_affected x = *like;

		x.range = c->v[i];
		x.exact = interval_is_exact(&c->v[i]);
		if (x.range.has_hi)
			x.fixed = x.range.hi_incl ? fix_after(dialect,
			    x.range.hi, fixes, nfixes) : x.range.hi;
		x.state = x.fixed.n != 0 ? ADV_FIXED : ADV_AFFECTED;
		if (x.exact)
			x.range = (struct interval){ .lo = x.range.lo };
		draft_affected(d, &x);
	}
}

void
draft_opaque(struct draft *d, const struct adv_affected *like,
    struct str text)
{
	struct adv_affected x = *like;

	x.opaque = true;
	x.range = (struct interval){ .lo = str_sub(text, 0, CONSTRAINT_TEXT) };
	draft_affected(d, &x);
}

enum rc
draft_put(struct draft *d, struct fill *out, struct err *e)
{
	d->r.aliases = d->aliases;
	d->r.affected = d->affected;
	d->r.cpes = d->cpes;
	d->r.cvss = d->cvss;
	d->r.links = d->links;
	d->r.cwes = d->cwes;
	return fill_record(out, &d->r, e);
}
