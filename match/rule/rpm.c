/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm: distributions whose feeds name binary packages (AlmaLinux), source
 * packages, or both (the ecosystem's row says which). Red Hat's name binaries,
 * and sources where they know no binary: of the architecture "src".
 *
 * Source:   reference, "RHEL family", "rpm" (epoch policy), "Third-party
 *           repositories"; rpm's Vendor, Epoch and Modularitylabel tags.
 */
#include "match/rule/rule.h"

#include <string.h>

/*
 * What a distribution's own packages bear as Vendor, by its beginning. A
 * package of another vendor (EPEL, docker-ce, remi) has version lines of its
 * own, and the distribution's statements are not about it.
 */
static const struct {
	const char *eco, *vendor;
} own_vendors[] = {
	{ "almalinux", "AlmaLinux" },
	{ "amazon", "Amazon" },
	{ "azurelinux", "Microsoft" },
	{ "centos", "CentOS" },
	{ "fedora", "Fedora" },
	{ "oracle", "Oracle" },
	{ "photon", "VMware" },
	{ "photon", "Broadcom" },
	{ "redhat", "Red Hat" },
	{ "rocky", "Rocky" },
	{ "opensuse", "openSUSE" },
	{ "opensuse", "SUSE" },
	{ "suse", "SUSE" },
};

/* An unknown vendor, or a distribution without a row, is taken as its own. */
static bool
third_party(const struct ecosystem *eco, struct str vendor)
{
	bool listed = false;

	if (vendor.n == 0)
		return false;
	for (size_t i = 0; i < sizeof own_vendors / sizeof *own_vendors; i++) {
		if (!str_eq(str_from(own_vendors[i].eco), str_from(eco->key)))
			continue;
		if (str_starts(vendor, str_from(own_vendors[i].vendor)))
			return false;
		listed = true;
	}
	return listed;
}

/* Module versions carry colons of their own. */
struct str
rule_without_epoch(struct str v)
{
	size_t colon = str_find(v, ':');

	for (size_t i = 0; i < colon; i++)
		if (!is_digit(v.p[i]))
			return v;
	return colon < v.n ? str_from_pos(v, colon + 1) : v;
}

/* "bash" of "bash.x86_64", as package managers print it. */
static struct str
without_arch(struct str name)
{
	static const char *const arches[] = { ".x86_64", ".noarch", ".aarch64",
		".i686", ".i386", ".ppc64le", ".s390x", ".armv7hl" };

	for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
		if (str_ends(name, str_from(arches[i])))
			return str_sub(name, 0, name.n - strlen(arches[i]));
	return name;
}

static const char no_epoch[] = "the source package's epoch is not known";

/*
 * A source file's name lacks the epoch: it is compared without. A binary that
 * has the source's version and release has its epoch too as a rule, since a
 * spec file states each once, but a subpackage may have one of its own
 * (mod_ssl 1:2.4.62 of httpd 2.4.62). One without any tells that there is none.
 */
static bool
ask_source(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	struct str version = p->source_version.n != 0 ? p->source_version
	    : p->version;
	bool doubt = p->source_epoch_unknown && p->source_version.n != 0;
	bool guess = false;

	if (doubt)
		version = rule_without_epoch(version);
	if (doubt && str_eq(version, rule_without_epoch(p->version))) {
		guess = version.n != p->version.n;
		version = p->version;
		doubt = false;
	}
	return rule_ask(c, (struct ask){
		.eco = c->eco, .release = c->release, .kind = ASK_SOURCE,
		.name = p->source_name.n != 0 ? p->source_name
		    : without_arch(p->name),
		.version = version, .no_epoch = doubt,
		.guess = str_from(guess ? no_epoch : ""),
		.confidence = doubt ? CONF_POSSIBLE : CONF_VENDOR,
		.doubt = str_from(doubt ? no_epoch : "") });
}

static bool
ask_binary(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;

	return rule_ask(c, (struct ask){
		.eco = c->eco, .release = c->release, .kind = ASK_BINARY,
		.name = without_arch(p->name), .version = p->version,
		.confidence = CONF_VENDOR });
}

/* Two names; where they are one and of one version, one question does. */
static bool
ask_both(struct rule_ctx *c)
{
	size_t from = c->nasks;
	bool binary = ask_binary(c), source;
	struct ask *b, *s;

	if (c->component->source_name.n == 0) {
		if (binary)
			c->asks[from].kind = ASK_EITHER;
		return binary;
	}
	source = ask_source(c);
	if (!binary || !source)
		return binary || source;
	b = &c->asks[from];
	s = &c->asks[from + 1];
	if (str_eq(b->name, s->name) && str_eq(b->version, s->version)) {
		b->kind = ASK_EITHER;
		c->nasks--;
	}
	return true;
}

/* Feeds of Red Hat's name sources where they know no binaries. */
static bool
names_some_sources(const struct ecosystem *eco)
{
	return eco->names == ECO_EITHER ||
	    str_eq(str_from(eco->key), STR("redhat")) ||
	    str_eq(str_from(eco->key), STR("hummingbird"));
}

static bool
put(struct rule_ctx *c)
{
	return c->eco->names == ECO_SOURCE ? ask_source(c)
	    : names_some_sources(c->eco) ? ask_both(c) : ask_binary(c);
}

/*
 * CentOS has no statements of its own: Red Hat's are about the sources that it
 * is rebuilt of, at other times and with other tags. AlmaLinux's and Rocky's
 * errata tell of fixes only: of what they are silent about (rank 1), Red Hat's
 * statements tell what has none.
 */
static bool
put_rebuild(struct rule_ctx *c, unsigned rank)
{
	size_t from = c->nasks;
	bool done;

	c->eco = ecosystem_by_key(STR("redhat"));
	done = put(c);
	for (size_t i = from; i < c->nasks; i++) {
		c->asks[i].rank = rank;
		c->asks[i].aside = rank != 0;
		c->asks[i].confidence = CONF_POSSIBLE;
		c->asks[i].doubt = STR("Red Hat's statement, not that of the "
		    "distribution, which is rebuilt of its sources");
	}
	return done;
}

/* Of another vendor: EPEL has advisories of its own, under Fedora's name. */
static enum uncovered
put_other(struct rule_ctx *c)
{
	static const char *const on[] = { "almalinux", "centos", "oracle",
		"redhat", "rocky" };
	const struct ecosystem *own = c->eco;

	if (!str_starts(c->component->vendor, STR("Fedora")))
		return THIRD_PARTY;
	for (size_t i = 0; i < sizeof on / sizeof *on; i++) {
		if (!str_eq(str_from(own->key), str_from(on[i])))
			continue;
		c->eco = ecosystem_by_key(STR("epel"));
		(void)put(c);
		c->eco = own;
	}
	return THIRD_PARTY;		/* unless that has a feed */
}

/* Symbols and sources for debuggers: nothing in them runs, but vendors list
   them beside what they are of. */
static bool
is_debug(struct str name)
{
	return str_ends(name, STR("-debuginfo")) ||
	    str_ends(name, STR("-debugsource")) ||
	    str_find_str(name, STR("-debuginfo-common")) < name.n;
}

static enum uncovered
ask(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	enum uncovered u = rule_distro(c);

	if (str_eq(p->name, STR("gpg-pubkey")) || is_debug(p->name))
		return PSEUDO_PACKAGE;
	if (u != JUDGED)
		return u;
	if (third_party(c->eco, p->vendor))
		return put_other(c);
	if (str_eq(str_from(c->eco->key), STR("centos")))
		return put_rebuild(c, 0) ? JUDGED : BAD_VERSION;
	if (!put(c))
		return BAD_VERSION;
	if (str_eq(str_from(c->eco->key), STR("almalinux")) ||
	    str_eq(str_from(c->eco->key), STR("rocky")))
		(void)put_rebuild(c, 1);
	return JUDGED;
}

/* "nodejs:18" of a label "nodejs:18:8090020...:rhel8:x86_64". */
static struct str
stream(struct str label)
{
	size_t first = str_find(label, ':');
	struct str rest = str_from_pos(label, first + 1);

	return str_sub(label, 0, first + 1 + str_find(rest, ':'));
}

/* Is the package's stream one of those that a statement names? */
static bool
in_streams(struct str label, struct str streams)
{
	struct str own = stream(label), word;

	while (str_word(&streams, &word))
		if (str_eq(stream(word), own))
			return true;
	return false;
}

/* Release tags of modular builds: ".module+el8", ".module_el8". */
static bool
modular_build(struct str version)
{
	return str_find_str(version, STR(".module+")) < version.n ||
	    str_find_str(version, STR(".module_")) < version.n;
}

/*
 * A statement about a module's stream holds for packages of that stream; one
 * about no module for packages of no module. Where document or statement do
 * not tell the stream, it is a possible one. (Some AlmaLinux builds of modules
 * lack the label: a build tag counts as "of some stream".)
 */
static enum fit
fits_module(const struct bom_component *p, const struct rule_row *row)
{
	bool tag = modular_build(p->version);

	if (row->module.n == 0 && !modular_build(row->bound))
		return p->module.n != 0 || tag ? FIT_NO : FIT_YES;
	if (p->module.n != 0 && row->module.n != 0)
		return in_streams(p->module, row->module) ? FIT_YES : FIT_NO;
	if (p->module.n != 0 || tag)
		return FIT_POSSIBLE;
	return p->module_known || modular_build(row->bound) ? FIT_NO
	    : FIT_POSSIBLE;
}

/* Is one of the words "src", and one another? */
static void
kinds_of(struct str arches, bool *ret_source, bool *ret_binary)
{
	struct str word;

	*ret_source = *ret_binary = false;
	while (str_word(&arches, &word)) {
		if (str_eq(word, STR("src")) || str_eq(word, STR("nosrc")))
			*ret_source = true;
		else
			*ret_binary = true;
	}
}

/*
 * Feeds and rpm agree on names of architectures; "noarch" runs anywhere. One
 * of "src" is about the source package, and so about all that is built of it;
 * one of others about a binary only. A "not affected" of some architecture
 * says nothing about a package of an unknown one.
 */
static bool
fits_arch(struct str package, const struct rule_row *row)
{
	struct str arches = row->arch, word;
	bool source, binary;

	if (arches.n == 0)
		return row->kind != ASK_SOURCE || !row->names_binaries;
	kinds_of(arches, &source, &binary);
	if (source && row->kind != ASK_BINARY)
		return true;
	if (!binary || row->kind == ASK_SOURCE)
		return false;
	if (package.n == 0)
		return !row->clears;
	if (str_eq(package, STR("noarch")))
		return true;
	while (str_word(&arches, &word))
		if (str_eq(word, package) || str_eq(word, STR("noarch")))
			return true;
	return false;
}

static enum fit
fits(const struct bom_component *p, const struct rule_row *row)
{
	return fits_arch(p->arch, row) ? fits_module(p, row) : FIT_NO;
}

const struct rule rule_rpm = { .type = "rpm", .ask = ask, .fits = fits,
	.doubt = "the package's module stream is not known" };
