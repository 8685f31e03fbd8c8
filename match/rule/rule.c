/* SPDX-License-Identifier: Apache-2.0 */
#include "match/rule/rule.h"

#include "base/arena.h"

const struct rule *const rules[] = {
	&rule_alpm, &rule_apk, &rule_deb, &rule_ebuild, &rule_rpm,
	&rule_language,
	NULL,
};

const struct rule *
rule_for(struct str type)
{
	for (const struct rule *const *r = rules; *r != NULL; r++)
		if ((*r)->type != NULL ? str_eq(type, str_from((*r)->type))
		    : (*r)->takes(type))
			return *r;
	return NULL;
}

bool
rule_ask(struct rule_ctx *c, struct ask q)
{
	const struct version_scheme *s = version_by_id((int)q.eco->scheme);

	if (s == NULL || q.version.n == 0 || !s->valid(q.version))
		return false;
	q.name = ecosystem_name(c->arena, q.eco, q.name);
	c->asks = arena_grow(c->arena, c->asks, c->nasks, &c->casks,
	    sizeof *c->asks);
	c->asks[c->nasks++] = q;
	return true;
}

bool
rule_together(const struct ask *x, const struct ask *y)
{
	if (x->space != y->space || !str_eq(x->name, y->name) ||
	    (x->cpe == NULL) != (y->cpe == NULL) ||
	    x->eco->scheme != y->eco->scheme)
		return false;
	return x->cpe == NULL || (str_eq(x->cpe->of.vendor,
	    y->cpe->of.vendor) && str_eq(x->cpe->of.part, y->cpe->of.part));
}

bool
rule_has_release(const struct distro *d)
{
	return d->version_id.n != 0 || d->codename.n != 0 ||
	    d->point_release.n != 0;
}

enum uncovered
rule_distro(const struct rule_ctx *c)
{
	if (c->distro->id.n == 0)
		return NO_DISTRIBUTION;
	if (c->eco == NULL)
		return rule_has_release(c->distro) ? NO_FEED : NO_DISTRIBUTION;
	if (!str_eq(str_from(c->eco->purl), c->component->type))
		return NO_DISTRIBUTION;
	return JUDGED;
}
