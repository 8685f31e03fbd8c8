/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages named by purl.
 *
 * Source:   ECMA-427 and its type definitions: what namespace and name are;
 *           qualifiers `distro`, `arch`, `epoch`; `rpmmod` is Red Hat's.
 * Traps:    a package of a distribution that does not tell its release is
 *           that of a rolling one, or of none. Ubuntu's `distro` holds a
 *           stream before or after the codename.
 */
#include "feeds/feed/purl_package.h"

#include "base/arena.h"
#include "identity/distro.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "identity/purl.h"

static bool
is_os(struct str type)
{
	static const char *const types[] = {
		"alpm", "apk", "deb", "ebuild", "rpm",
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(type, str_from(types[i])))
			return true;
	return false;
}

/* "16:8060020220101:ad008a3a" is stream 16; so "nodejs:16:…" "nodejs:16". */
static struct str
stream(struct str label)
{
	size_t first = str_find(label, ':');

	return str_sub(label, 0, first + 1 + str_find(str_from_pos(label,
	    first + 1), ':'));
}

static bool
os_release(struct arena *a, const struct purl *p, struct purl_package *ret)
{
	struct str value = purl_get(p, "distro");
	struct distro d;

	if (str_eq(p->namespace, STR("ubuntu")) && ubuntu_stream(value,
	    &ret->release, &ret->channel)) {
		ret->eco = ecosystem_by_key(STR("ubuntu"));
		return ret->eco != NULL;
	}
	d = distro_from_qualifier(a, p->type, p->namespace, value);
	ret->eco = distro_namespace(a, &d, STR(""), &ret->release);
	return ret->eco != NULL && str_eq(str_from(ret->eco->purl), p->type);
}

static void
os_package(struct arena *a, const struct purl *p, struct purl_package *ret)
{
	struct str epoch = purl_get(p, "epoch");

	ret->name = p->name;
	ret->arch = purl_get(p, "arch");
	if (str_eq(ret->arch, STR("source")))
		ret->arch = STR("src");
	ret->module = stream(purl_get(p, "rpmmod"));
	if (epoch.n != 0 && !str_eq(epoch, STR("0")) && p->version.n != 0)
		ret->version = str_fmt(a, "%.*s:%.*s", STR_ARG(epoch),
		    STR_ARG(p->version));
}

bool
purl_package(struct arena *a, struct str text, struct purl_package *ret)
{
	struct purl p;
	struct err why;

	if (text.n == 0 || purl_parse(a, text, &p, &why) != RC_OK)
		return false;
	*ret = (struct purl_package){ .version = p.version };
	if (is_os(p.type)) {
		os_package(a, &p, ret);
		return os_release(a, &p, ret);
	}
	ret->eco = ecosystem_by_purl(p.type);
	/* of Conan's recipes the vendor stands before the name */
	ret->name = p.namespace.n == 0 || str_eq(p.type, STR("conan"))
	    ? p.name : str_fmt(a, "%.*s%s%.*s",
	    STR_ARG(p.namespace), str_eq(p.type, STR("maven")) ? ":" : "/",
	    STR_ARG(p.name));
	return ret->eco != NULL;
}
