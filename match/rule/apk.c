/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apk: Alpine, Wolfi, Chainguard. secdb lists fixes by origin, the source
 * package; origin and package share one version. Which Alpine release it is,
 * the recorded repositories know better than os-release (edge calls itself
 * the next release). Wolfi's advisories also hold for Chainguard's images,
 * where Chainguard's own are silent: those are a superset.
 *
 * Source:   reference, "Alpine, Wolfi, Chainguard", "secdb family".
 */
#include "match/rule/rule.h"

static bool
put(struct rule_ctx *c, const struct ecosystem *eco, struct str release,
    unsigned rank)
{
	const struct bom_component *p = c->component;

	return rule_ask(c, (struct ask){
		.eco = eco, .release = release, .rank = rank,
		.name = p->source_name.n != 0 ? p->source_name : p->name,
		.version = p->version, .confidence = CONF_VENDOR });
}

/* An image may call itself either name; both feeds are read for both, the
   one that it names first. */
static const struct ecosystem *
sister(const struct ecosystem *eco)
{
	struct str key = str_from(eco->key);

	return str_eq(key, STR("chainguard"))
	    ? ecosystem_by_key(STR("wolfi"))
	    : str_eq(key, STR("wolfi")) ? ecosystem_by_key(STR("chainguard"))
	    : NULL;
}

static enum uncovered
ask(struct rule_ctx *c)
{
	enum uncovered u = rule_distro(c);
	const struct ecosystem *other;

	if (u != JUDGED)
		return u;
	if (!put(c, c->eco, c->release, 0))
		return BAD_VERSION;
	other = sister(c->eco);
	if (other != NULL)
		(void)put(c, other, STR(""), 1);
	return JUDGED;
}

const struct rule rule_apk = { .type = "apk", .ask = ask };
