/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deb: Debian and its like. The tracker speaks of source packages and source
 * versions; a binary's own may differ from both (binNMU "+b1", "Source: gcc-12
 * (12.2.0-14)"), and a binary's name is never tried among source names: an
 * unrelated source may bear it.
 *
 * Source:   deb-control(5) "Source"; reference, "Debian and Ubuntu details".
 */
#include "match/rule/rule.h"

static enum uncovered
ask(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	enum uncovered u = rule_distro(c);
	bool split = p->source_name.n != 0;

	if (u != JUDGED)
		return u;
	if (!rule_ask(c, (struct ask){
		.eco = c->eco, .release = c->release,
		.name = split ? p->source_name : p->name,
		.version = p->source_version.n != 0 ? p->source_version
		    : p->version,
		.confidence = CONF_VENDOR }))
		return BAD_VERSION;
	return JUDGED;
}

const struct rule rule_deb = { .type = "deb", .ask = ask };
