/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What runs around a component: the operating system and other products, as
 * CPE names in configurations and their attributes speak of them. A container
 * of a Linux distribution is no Windows; which machine it will run on, and
 * what an unknown system is, nothing tells.
 *
 * Source:   reference, "CPE matching"; names of NVD's dictionary; os-release(5)
 *           for the distributions' own.
 */
#include "match/cpe.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/bom.h"

struct member {			/* a component's CPE name */
	struct str version;	/* plain; "" : any */
	const struct member *next;
};

static struct str
key_of(struct arena *a, const struct advdb_product *p)
{
	return str_fmt(a, "%.*s:%.*s:%.*s", STR_ARG(p->part),
	    STR_ARG(p->vendor), STR_ARG(p->product));
}

static void
add_member(struct cpe_world *w, const struct bom_component *c, struct str text)
{
	struct member *m = NEW(w->arena, struct member);
	struct cpe cpe;
	void **at;

	if (!cpe_parse(w->arena, text, &cpe))
		return;
	m->version = cpe_is_any(cpe.v[CPE_VERSION]) ? c->version
	    : cpe_plain(w->arena, cpe.v[CPE_VERSION]);
	at = map_put(w->members, key_of(w->arena, &(struct advdb_product){
		cpe_plain(w->arena, cpe.v[CPE_PART]),
		cpe_plain(w->arena, cpe.v[CPE_VENDOR]),
		cpe_plain(w->arena, cpe.v[CPE_PRODUCT]) }), NULL);
	m->next = *at;
	*at = m;
}

struct cpe_world *
cpe_world_new(struct arena *a, const struct bom *b)
{
	struct cpe_world *w = NEW(a, struct cpe_world);

	w->arena = a;
	w->bom = b;
	w->members = map_new(a);
	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		add_member(w, c, c->cpe);
		for (size_t k = 0; k < c->ncpes; k++)
			add_member(w, c, c->cpes[k]);
	}
	return w;
}

/* ---- operating systems ---- */

enum family { UNKNOWN, LINUX, WINDOWS };

static enum family
family_of(const struct cpe_case *c)
{
	const struct bom *b = c->world->bom;

	if (str_starts(b->platform, STR("windows/")) ||
	    str_starts(c->distro->id, STR("windows")))
		return WINDOWS;
	return c->distro->id.n != 0 || b->has_os_database ||
	    str_starts(b->platform, STR("linux/")) ? LINUX : UNKNOWN;
}

/* Distributions; major: NVD writes "8.0" of all 8. A name that ends in '*' is
   the beginning of several. */
static const struct {
	const char *vendor, *product, *id;
	bool major;
} systems[] = {
	{ "almalinux", "almalinux", "almalinux", true },
	{ "alpinelinux", "alpine_linux", "alpine", false },
	{ "amazon", "linux*", "amzn", true },
	{ "archlinux", "arch_linux", "arch", false },
	{ "canonical", "ubuntu_linux", "ubuntu", false },
	{ "centos", "centos*", "centos", true },
	{ "debian", "debian_linux", "debian", true },
	{ "fedoraproject", "fedora", "fedora", false },
	{ "gentoo", "linux", "gentoo", false },
	{ "opensuse", "leap", "opensuse-leap", false },
	{ "opensuse", "tumbleweed", "opensuse-tumbleweed", false },
	{ "oracle", "linux", "ol", true },
	{ "redhat", "enterprise_linux*", "rhel", true },
	{ "rocky", "rocky_linux", "rocky", true },
	{ "suse", "linux_enterprise_server*", "sles", true },
};

static bool
is_named(struct str name, const char *pattern)
{
	struct str p = str_from(pattern);

	return str_ends(p, STR("*")) ? str_starts(name, str_sub(p, 0,
	    p.n - 1)) : str_eq(name, p);
}

static bool
any_version(const struct advdb_cpe_row *row)
{
	return cpe_is_unbounded(row);
}

static enum fit
release_fits(const struct advdb_cpe_row *row, struct str release, bool major)
{
	const struct version_scheme *s = version_by_id(VERSION_GENERIC);
	struct str lo = row->row.range.lo;
	size_t dot = str_find(lo, '.');

	if (any_version(row))
		return FIT_YES;
	if (release.n == 0)
		return FIT_POSSIBLE;
	if (!row->row.exact || !major)
		return judge_range(s, &row->row, release) == STAND_OUT
		    ? FIT_NO : FIT_YES;
	if (s->cmp(str_sub(lo, 0, dot), str_sub(release, 0,
	    str_find(release, '.'))) != 0)
		return FIT_NO;
	return dot >= lo.n || str_eq(str_from_pos(lo, dot), STR(".0")) ||
	    s->cmp(lo, release) == 0 ? FIT_YES : FIT_POSSIBLE;
}

/* An unknown system is accepted, with doubt. */
static enum fit
system_fits(const struct cpe_case *c, const struct advdb_cpe_row *row)
{
	const struct advdb_product *of = &row->of;
	enum family family = family_of(c);

	if (family == UNKNOWN)
		return FIT_POSSIBLE;
	if (str_eq(of->vendor, STR("linux")) &&
	    str_eq(of->product, STR("linux_kernel")))
		return family != LINUX ? FIT_NO : any_version(row) ? FIT_YES
		    : FIT_POSSIBLE;	/* the host's */
	if (str_eq(of->vendor, STR("microsoft")) &&
	    str_starts(of->product, STR("windows")))
		return family != WINDOWS ? FIT_NO : FIT_POSSIBLE;
	if (family != LINUX)
		return FIT_NO;
	for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
		if (!is_named(of->vendor, systems[i].vendor) ||
		    !is_named(of->product, systems[i].product))
			continue;
		if (c->distro->id.n == 0)
			return FIT_POSSIBLE;
		return str_eq(c->distro->id, str_from(systems[i].id))
		    ? release_fits(row, c->distro->version_id,
		    systems[i].major) : FIT_NO;
	}
	return FIT_NO;
}

/* ---- other products ---- */

/* Frameworks of sites: their extensions' names are those of many programs, and
   who has one has it in the document. */
static bool
is_site(struct str product)
{
	static const char *const names[] = { "concrete5", "craft_cms",
		"discourse", "drupal", "joomla", "joomla!", "magento",
		"moodle", "prestashop", "shopify", "silverstripe", "typo3",
		"wordpress", "xwiki" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(product, str_from(names[i])))
			return true;
	return false;
}

static enum fit
member_fits(const struct member *m, const struct advdb_cpe_row *row)
{
	const struct version_scheme *s = version_by_id(VERSION_GENERIC);

	for (; m != NULL; m = m->next)
		if (any_version(row) || m->version.n == 0 || judge_range(s,
		    &row->row, m->version) != STAND_OUT)
			return FIT_YES;
	return FIT_NO;
}

enum fit
cpe_present(const struct cpe_case *c, const struct advdb_cpe_row *row)
{
	void **at = map_find(c->world->members, key_of(c->world->arena,
	    &row->of));

	if (at != NULL)
		return member_fits(*at, row);
	if (str_eq(row->of.part, STR("o")))
		return system_fits(c, row);
	if (str_eq(row->of.part, STR("a")) && is_site(row->of.product))
		return FIT_NO;
	return FIT_POSSIBLE;
}

/* ---- attributes ---- */

static bool
is_linux(struct str word)
{
	return str_eq(word, STR("linux")) || str_eq(word,
	    STR("linux_kernel")) || str_eq(word, STR("unix"));
}

static bool
is_other_system(struct str word)
{
	static const char *const names[] = { "aix", "android", "chrome_os",
		"esxi", "freebsd", "hp-ux", "ios", "ipad_os", "ipados",
		"iphone_os", "mac_os*", "macos*", "netbsd", "openbsd",
		"solaris", "tvos", "vmware*", "watchos", "windows*", "z/os" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_named(word, names[i]))
			return true;
	return false;
}

/* The purl type that a language's word stands for; "" : none. */
static struct str
type_of(struct str word)
{
	static const struct {
		const char *word, *type;
	} words[] = {
		{ ".net", "nuget" }, { "asp.net", "nuget" }, { "go", "golang" },
		{ "golang", "golang" }, { "java", "maven" },
		{ "maven", "maven" }, { "node.js", "npm" },
		{ "nodejs", "npm" }, { "npm", "npm" }, { "perl", "cpan" },
		{ "php", "composer" }, { "python", "pypi" },
		{ "pypi", "pypi" }, { "rails", "gem" }, { "ruby", "gem" },
		{ "rust", "cargo" }, { "swift", "swift" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_from(words[i].word)))
			return str_from(words[i].type);
	return STR("");
}

enum fit
cpe_software(const struct cpe_case *c, struct str word)
{
	enum family family = family_of(c);
	struct str type = type_of(word), own = c->component->type;

	if (is_linux(word))
		return family == WINDOWS ? FIT_NO : family == LINUX ? FIT_YES
		    : FIT_POSSIBLE;
	if (is_other_system(word))
		return family == LINUX || (family == WINDOWS &&
		    !str_starts(word, STR("windows"))) ? FIT_NO : FIT_POSSIBLE;
	if (is_site(word))
		return FIT_NO;
	if (type.n == 0)
		return FIT_POSSIBLE;
	if (str_eq(type, own))
		return FIT_YES;
	/* a jar may hold scripts of any language */
	return ecosystem_by_purl(own) == NULL || str_eq(own, STR("maven")) ||
	    str_eq(own, STR("generic")) ? FIT_POSSIBLE : FIT_NO;
}

enum fit
cpe_hardware(const struct cpe_case *c, struct str word)
{
	static const struct {
		const char *word, *arch;
	} words[] = {
		{ "x64", "amd64" }, { "x86_64", "amd64" }, { "amd64", "amd64" },
		{ "x86", "386" }, { "i386", "386" }, { "arm64", "arm64" },
		{ "aarch64", "arm64" }, { "arm", "arm" },
	};
	struct str p = c->world->bom->platform;	/* "linux/arm64/v8" */
	struct str arch = str_from_pos(p, str_find(p, '/') + 1);

	arch = str_sub(arch, 0, str_find(arch, '/'));
	for (size_t i = 0; i < sizeof words / sizeof *words && arch.n != 0;
	    i++)
		if (str_eq(word, str_from(words[i].word)))
			return str_eq(arch, str_from(words[i].arch)) ? FIT_YES
			    : FIT_NO;
	return FIT_POSSIBLE;
}
