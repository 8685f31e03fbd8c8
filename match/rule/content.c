/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content sets of Red Hat's images.
 *
 * Source:   reference, "RHEL family"; repository-to-cpe.json; CPE names are
 *           cpe:/part:vendor:product:version:update:edition, where Red Hat's
 *           edition is the repository ("appstream") or the release ("el9").
 */
#include "match/rule/content.h"

const struct content *
content_layer(const struct contents *c, struct str layer)
{
	const struct content *own = c == NULL ? NULL : &c->all;

	for (size_t i = 0; c != NULL && i < c->n; i++)
		if (layer.n != 0 && str_eq(c->layers[i], layer))
			own = &c->of[i];
	return own != NULL && own->n != 0 ? own : NULL;
}

/* "openshift:4" is "openshift:4.16", and so is "openshift". */
static bool
is_or_has(struct str whole, struct str part)
{
	return str_starts(part, whole) && (part.n == whole.n ||
	    part.p[whole.n] == '.' || part.p[whole.n] == ':');
}

bool
content_has(const struct content *c, struct str release, struct str channel)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct redhat_product *p = &c->products[i];

		if (!is_or_has(channel, p->channel))
			continue;
		if (release.n == 0 || p->release.n == 0 ||
		    str_eq(release, p->release))
			return true;
	}
	return false;
}

/* What follows the version: "appstream" of "…:enterprise_linux:9::appstream";
   "" where nothing does. */
static struct str
repository(struct str cpe)
{
	size_t n = 0;

	for (size_t i = 0; i < cpe.n; i++)
		if (cpe.p[i] == ':' && ++n == 6)
			return str_from_pos(cpe, i + 1);
	return STR("");
}

/* Repositories of a support stream bear the names of the release's own. */
bool
content_covers(const struct content *c, struct str cpes)
{
	struct str cpe;
	bool any = false;

	while (str_word(&cpes, &cpe)) {
		struct str own = repository(cpe);

		any = true;
		if (own.n == 0)
			return true;
		for (size_t i = 0; i < c->n; i++)
			if (str_eq(repository(c->cpes[i]), own))
				return true;
	}
	return !any;
}
