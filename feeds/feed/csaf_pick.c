/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products of CSAF documents as packages.
 *
 * Source:   reference "Resolution algorithm" and "Product-id forms seen" for
 *           Red Hat; documents of SUSE and openEuler.
 * Rules:    relationships are followed to their ends: the component that a
 *           purl names, the platform that a CPE names, a module on the way.
 *           Images of containers are no packages: they are left out.
 * Traps:    purls are missing in older documents: there the id tells.
 * Limits:   HOPS relationships in each other.
 */
#include "feeds/feed/csaf_pick.h"

#include "base/arena.h"
#include "feeds/feed/nevra.h"
#include "identity/ecosystem.h"
#include "identity/purl.h"
#include "identity/redhat_cpe.h"

enum { HOPS = 5 };

const struct csaf_product *
csaf_component(const struct csaf_product *p)
{
	for (int i = 0; i < HOPS && p->of != NULL; i++)
		p = p->of;
	return p;
}

const struct csaf_product *
csaf_platform(const struct csaf_product *p)
{
	if (p->in == NULL)
		return NULL;
	for (int i = 0; i < HOPS && p->in != NULL; i++)
		p = p->in;
	return p;
}

/* ---- Red Hat ---- */

/* "16:8060020220101:ad008a3a" of module nodejs is "nodejs:16". */
static struct str
module_name(struct arena *a, const struct purl *p)
{
	struct str v = p->version;

	return str_fmt(a, "%.*s:%.*s", STR_ARG(p->name),
	    STR_ARG(str_sub(v, 0, str_find(v, ':'))));
}

/* A module build that the package is part of, as older documents have it. */
static struct str
module_around(struct arena *a, const struct csaf_product *p)
{
	struct purl purl;
	struct err why;

	for (int i = 0; i < HOPS && p->in != NULL; i++) {
		const struct csaf_product *c = csaf_component(p->in);

		p = p->in;
		if (str_starts(c->purl, STR("pkg:rpmmod/")) &&
		    purl_parse(a, c->purl, &purl, &why) == RC_OK)
			return module_name(a, &purl);
	}
	return STR("");
}

static struct str
stream(struct str label)
{
	size_t first = str_find(label, ':');

	return str_sub(label, 0, first + 1 + str_find(str_from_pos(label,
	    first + 1), ':'));
}

/* The package by its purl, else by its id. False: it is none. */
static bool
rpm_of(struct arena *a, const struct csaf_product *p, enum nevra_form form,
    struct verdict *v)
{
	struct nevra n;
	struct purl purl;
	struct err why;

	if (p->purl.n == 0 || purl_parse(a, p->purl, &purl, &why) != RC_OK) {
		if (!nevra_parse(p->id, form, &n))
			return false;
		v->name = n.name;
		v->version = n.version;
		v->arch = n.arch;
		v->module = n.module;
		return true;
	}
	if (!str_eq(purl.type, STR("rpm")))
		return false;

	struct str epoch = purl_get(&purl, "epoch");

	v->name = purl.name;
	v->version = epoch.n == 0 || str_eq(epoch, STR("0")) ||
	    purl.version.n == 0 ? purl.version : str_fmt(a, "%.*s:%.*s",
	    STR_ARG(epoch), STR_ARG(purl.version));
	v->arch = purl_get(&purl, "arch");
	if (str_eq(v->arch, STR("source")))
		v->arch = STR("src");
	v->module = stream(purl_get(&purl, "rpmmod"));
	return true;
}

/* A product without a CPE name, by its words. */
static void
redhat_by_name(const struct csaf_product *p, struct redhat_product *ret)
{
	static const struct str rhel = { "Red Hat Enterprise Linux ", 25 };
	size_t n = rhel.n;

	*ret = (struct redhat_product){ REDHAT_LAYERED, STR(""), p->id };
	if (!str_starts(p->name, rhel))
		return;
	while (n < p->name.n && is_digit(p->name.p[n]))
		n++;
	if (n != p->name.n || n == rhel.n)
		return;
	ret->kind = REDHAT_MAIN;
	ret->release = str_from_pos(p->name, rhel.n);
	ret->channel = STR("");
}

void
csaf_pick_redhat(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret)
{
	const struct csaf_product *platform = csaf_platform(p);
	struct verdict *v = &ret->v[0];
	struct redhat_product product;

	ret->n = 0;
	*v = (struct verdict){ .eco = ecosystem_by_key(STR("redhat")) };
	if (platform == NULL || !rpm_of(a, csaf_component(p), NEVRA_ARCH,
	    v))
		return;
	if (platform->cpe.n == 0)
		redhat_by_name(platform, &product);
	else if (!redhat_product(a, platform->cpe, &product))
		return;
	if (product.kind == REDHAT_HUMMINGBIRD)
		v->eco = ecosystem_by_key(STR("hummingbird"));
	if (product.kind == REDHAT_LAYERED && product.release.n == 0)
		product.release = redhat_tag(v->version, NULL);
	v->release = product.release;
	v->channel = product.channel;
	v->cpe = platform->cpe;
	if (v->module.n == 0)
		v->module = module_around(a, p);
	ret->n = v->eco != NULL && v->name.n != 0;
}

/* ---- SUSE ---- */

void
csaf_pick_suse(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret)
{
	const struct csaf_product *platform = csaf_platform(p);
	struct suse_product product;
	struct verdict v = { .name = STR("") };

	ret->n = 0;
	if (platform == NULL || !rpm_of(a, csaf_component(p), NEVRA_MAYBE,
	    &v) ||
	    !suse_product(a, platform->name.n != 0 ? platform->name :
	    platform->id, &product) || product.eco == NULL)
		return;
	v.eco = product.eco;
	v.channel = product.channel;
	v.cpe = platform->cpe;
	v.module = STR("");
	for (size_t i = 0; i < product.nreleases; i++) {
		v.release = product.release[i];
		ret->v[ret->n++] = v;
	}
}

/* ---- openEuler ---- */

struct str
openeuler_release(struct str product)
{
	static const struct str prefix = { "openEuler-", 10 };
	struct str r = str_from_pos(product, prefix.n);

	return str_starts(product, prefix) && r.n != 0 && is_digit(r.p[0]) ?
	    r : STR("");
}

void
csaf_pick_openeuler(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret)
{
	const struct csaf_product *platform = csaf_platform(p);
	struct verdict *v = &ret->v[0];

	ret->n = 0;
	*v = (struct verdict){ .eco = ecosystem_by_key(STR("openeuler")) };
	if (platform == NULL || !rpm_of(a, csaf_component(p), NEVRA_MAYBE,
	    v))
		return;
	v->release = openeuler_release(platform->name);
	if (v->release.n == 0)
		v->release = openeuler_release(platform->id);
	v->cpe = platform->cpe;
	v->module = STR("");
	ret->n = v->release.n != 0 && v->eco != NULL;
}
