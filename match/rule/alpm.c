/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alpm: Arch Linux. Its tracker names packages as they are installed, and
 * leaves those out that are not affected (documentation, sources): what it
 * says of the package that others are built together with (pkgbase) is only
 * possibly about them. Derived distributions (Manjaro) rebuild and hold back:
 * the tracker is not about theirs.
 *
 * Source:   reference, "Matrix"; PKGBUILD(5) "pkgbase"; Arch's security
 *           tracker, wiki.archlinux.org/title/Arch_Security_Team.
 */
#include "match/rule/rule.h"

static enum uncovered
ask(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	enum uncovered u = rule_distro(c);

	if (u != JUDGED)
		return u;
	if (!rule_ask(c, (struct ask){ .eco = c->eco, .release = c->release,
	    .name = p->name, .version = p->version,
	    .confidence = CONF_VENDOR }))
		return BAD_VERSION;
	if (p->source_name.n != 0 && !str_eq(p->source_name, p->name))
		(void)rule_ask(c, (struct ask){ .eco = c->eco,
			.release = c->release, .kind = ASK_SOURCE,
			.name = p->source_name, .version = p->version,
			.confidence = CONF_POSSIBLE,
			.doubt = STR("the advisory names what it is built "
			    "together with, not the package itself") });
	return JUDGED;
}

const struct rule rule_alpm = { .type = "alpm", .ask = ask };
