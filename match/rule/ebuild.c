/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ebuild: Gentoo. Advisories (GLSA) name "category/package"; some hold for an
 * architecture only. Documents have the category in the name (Syft), as the
 * group, or in the purl alone. A package is Gentoo's only where the document
 * says that the system is: others (ChromeOS, Flatcar) use ebuilds, too.
 *
 * Source:   reference, "Matrix"; glsa.dtd, attribute arch: words of Gentoo's
 *           keywords; Package Manager Specification, "Categories".
 */
#include "match/rule/rule.h"

#include "base/arena.h"
#include "identity/purl.h"

/* "app-shells/bash"; "" when no category is known. */
static struct str
full_name(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	struct str group = p->group;
	struct err ignored = { { 0 } };
	struct purl purl;

	if (str_find(p->name, '/') < p->name.n)
		return p->name;
	if (group.n == 0 && p->purl.n != 0 &&
	    purl_parse(c->arena, p->purl, &purl, &ignored) == RC_OK)
		group = purl.namespace;
	return group.n == 0 ? STR("")
	    : str_fmt(c->arena, "%.*s/%.*s", STR_ARG(group), STR_ARG(p->name));
}

static enum uncovered
ask(struct rule_ctx *c)
{
	enum uncovered u = rule_distro(c);
	struct str name = full_name(c);

	if (u != JUDGED)
		return u;
	if (name.n == 0)
		return NO_CATEGORY;
	if (!rule_ask(c, (struct ask){ .eco = c->eco, .release = c->release,
	    .name = name, .version = c->component->version,
	    .confidence = CONF_VENDOR }))
		return BAD_VERSION;
	return JUDGED;
}

/* Documents have their own words for architectures: where they differ from
   Gentoo's, it is a possible one. */
static enum fit
fits(const struct bom_component *p, const struct rule_row *row)
{
	struct str words = row->arch, word;

	if (words.n == 0)
		return FIT_YES;
	while (str_word(&words, &word))
		if (str_eq(word, p->arch) || str_eq(word, STR("*")))
			return FIT_YES;
	return row->clears ? FIT_NO : FIT_POSSIBLE;
}

const struct rule rule_ebuild = { .type = "ebuild", .ask = ask, .fits = fits,
	.doubt = "the advisory holds for some architectures only" };
