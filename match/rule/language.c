/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages of languages: one namespace for each registry, names and versions
 * as the registry has them. The purl says the name; where a tool wrote it in
 * lower case and kept the real one beside it, that one is taken. A Java
 * archive of no sure name is looked up by its digest (ctx->archives).
 *
 * Not asked: what comes from no registry (a stranger's package may bear the
 * name), and a Go program whose version was made from its commit, which is
 * below every release. Not sure: names that were guessed, tags of actions and
 * branches that move, Go modules of which only some packages are affected.
 *
 * Source:   reference, "Language ecosystems"; the purl type definitions;
 *           Go: go.dev/ref/mod "Pseudo-versions"; Ruby: gem platforms are
 *           written behind the version and a dash.
 */
#include "match/rule/rule.h"

#include "base/arena.h"
#include "bom/property.h"
#include "identity/purl.h"

#define TOOLCHAIN "golang.org/toolchain"

static const char guessed[] = "its name or version was guessed";
static const char by_digest[] = "its archive's digest has several names";

/* Syft writes purls of actions so; but other things lie in repositories, of
   which the registry of actions is silent. */
static bool
is_repository(struct str type)
{
	return str_eq(type, STR("github"));
}

static const struct ecosystem *
registry_of(struct str type)
{
	return ecosystem_by_purl(is_repository(type) ? STR("githubactions")
	    : type);
}

static bool
takes(struct str type)
{
	return registry_of(type) != NULL;
}

static bool
is(const struct ecosystem *eco, const char *key)
{
	return str_eq(str_from(eco->key), str_from(key));
}

/* "github.com/Masterminds/x" of "github.com/!masterminds/x", as the module
   cache and proxies write it. */
static struct str
go_unescaped(struct arena *a, struct str name)
{
	char *p;
	size_t n = 0;

	if (str_find(name, '!') == name.n)
		return name;
	p = NEWN(a, char, name.n);
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] != '!' || i + 1 == name.n ||
		    !is_lower(name.p[i + 1]))
			p[n++] = name.p[i];
	return str_of(p, n);	/* cases are folded anyway */
}

/* Go's own library and tools have several names. */
static struct str
go_name(struct arena *a, struct str name)
{
	static const struct str https = { "https:", 6 };

	if (str_eq(name, STR("std")) || str_eq(name, STR("go")))
		return STR("stdlib");
	if (str_eq(name, STR(TOOLCHAIN)))
		return STR("toolchain");
	if (str_starts(name, https)) {
		name = str_from_pos(name, https.n);
		while (str_starts(name, STR("/")))
			name = str_from_pos(name, 1);
	}
	return go_unescaped(a, name);
}

/*
 * What tools add to names, taken away: the extras of "ansible-core[azure]", the
 * scheme of "https://github.com/x/y", folders for the dots of a Maven group,
 * whoever made a recipe of Conan's.
 */
static struct str
as_registry(struct arena *a, const struct ecosystem *eco, struct str name)
{
	struct str copy;

	if (is(eco, "pypi"))
		return str_sub(name, 0, str_find(name, '['));
	if (is(eco, "go"))
		return go_name(a, name);
	if (!is(eco, "maven") || str_find(name, '/') == name.n)
		return name;
	copy = str_dup(a, name);
	for (size_t i = 0; i < copy.n; i++)
		if (copy.p[i] == '/')
			((char *)(uintptr_t)copy.p)[i] = '.';	/* ours */
	return copy;
}

/* "group:artifact", "@scope/name", "vendor/package"; registries without
   groups have none to join. */
static struct str
joined(struct arena *a, const struct ecosystem *eco, struct str group,
    struct str name)
{
	if (group.n == 0)
		return name;
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(group),
	    is(eco, "maven") ? ":" : "/", STR_ARG(name));
}

/* CRAN and others have purls without a namespace: a group in the document is
   an author's then. "" when there is no name. */
static struct str
name_of(struct rule_ctx *c, const struct ecosystem *eco)
{
	const struct bom_component *p = c->component;
	struct str own = joined(c->arena, eco, p->group, p->name);
	struct err ignored = { { 0 } };
	struct purl purl;
	struct str name;

	if (p->purl.n == 0)
		return as_registry(c->arena, eco, own);
	if (purl_parse(c->arena, p->purl, &purl, &ignored) != RC_OK)
		return STR("");
	name = is(eco, "conan") ? purl.name	/* of its vendor */
	    : joined(c->arena, eco, purl.namespace, purl.name);
	return as_registry(c->arena, eco, str_eq_nocase(own, name) ? own
	    : str_eq_nocase(p->name, name) ? p->name : name);
}

/* Another package's name and version, with a third between
   ("lodash@4.17.20_react" of version 18): no registry has such names. */
static bool
is_no_name(const struct ecosystem *eco, struct str name)
{
	return is(eco, "npm") && str_rfind(name, '@') < name.n &&
	    str_rfind(name, '@') > 0;
}

/* Is it "1.21rc3", as the toolchain writes what modules have as
   "1.21.0-rc.3"? */
static bool
is_candidate(struct str v)
{
	size_t i = 0;

	while (i < v.n && (is_digit(v.p[i]) || v.p[i] == '.'))
		i++;
	return i > 0 && i < v.n && is_alpha(v.p[i]);
}

/* "1.21.3" of "go1.21.3 X:boringcrypto", and of "v0.0.1-go1.21.3.linux-amd64",
   the module that a toolchain is fetched as (go.dev/doc/toolchain). The order
   of a candidate ("go1.21rc3") is that of toolchains. */
static struct str
go_version(struct arena *a, struct str v)
{
	static const struct str fetched = { "v0.0.1-go", 9 };
	size_t dash;

	v = str_sub(v, 0, str_find(v, ' '));
	if (str_starts(v, fetched)) {
		v = str_from_pos(v, fetched.n);
		dash = str_find(v, '-');
		v = str_sub(v, 0, str_rfind(str_sub(v, 0, dash), '.'));
	} else if (str_starts(v, STR("go"))) {
		v = str_from_pos(v, 2);
	}
	return is_candidate(v) ? str_join(a, STR("go"), v) : v;
}

/* "1.15.4" of "1.15.4-x86_64-linux". */
static struct str
gem_version(struct str v)
{
	size_t dash = str_find(v, '-');

	if (dash + 1 < v.n && is_alpha(v.p[dash + 1]))
		return str_sub(v, 0, dash);
	return v;
}

static struct str
version_of(struct arena *a, const struct ecosystem *eco, struct str v)
{
	return is(eco, "go") ? go_version(a, v)
	    : is(eco, "gem") ? gem_version(v) : v;
}

/* "v4", "dev-main", "2.x-dev": what it stands for today is another state than
   yesterday. */
static bool
is_moving(const struct ecosystem *eco, struct str v)
{
	return is(eco, "composer") ? str_starts(v, STR("dev-")) ||
	    str_ends(v, STR("x-dev"))
	    : is(eco, "github-actions") && str_find(v, '.') == v.n;
}

/* Made of a commit before any tag: "v0.0.0-20200101000000-abcdefabcdef"; some
   tools leave out the "v". */
static bool
is_untagged(const struct ecosystem *eco, struct str v)
{
	return is(eco, "go") && (str_starts(v, STR("v0.0.0-")) ||
	    str_starts(v, STR("0.0.0-")));
}

static bool
is_unreleased(const struct ecosystem *eco, const struct bom_component *p)
{
	return is(eco, "go") && (str_eq(p->version, STR("(devel)")) ||
	    (is_untagged(eco, p->version) && str_eq(bom_prop_get(
	    &p->props, PROP_VERSION_FROM), STR("vcs"))));
}

static bool
ask_digest(struct rule_ctx *c, const struct ecosystem *eco)
{
	bool put = false, sure = c->narchives == 1;

	for (size_t i = 0; i < c->narchives; i++) {
		const struct adv_maven *m = &c->archives[i];

		put |= rule_ask(c, (struct ask){ .eco = eco,
			.release = STR(""),
			.name = joined(c->arena, eco, m->group, m->artifact),
			.version = m->version, .rank = 0,
			.confidence = sure ? CONF_EXACT : CONF_POSSIBLE,
			.doubt = sure ? STR("") : str_from(by_digest) });
	}
	return put;
}

static enum uncovered
ask(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	const struct ecosystem *eco = registry_of(p->type);
	bool repository = is_repository(p->type);
	struct ask q = { .eco = eco, .release = STR(""), .aside = repository,
		.confidence = CONF_EXACT, .doubt = STR("") };

	if (version_by_id((int)eco->scheme) == NULL)
		return NO_ORDER;
	if (c->narchives != 0)
		return ask_digest(c, eco) ? JUDGED : BAD_VERSION;
	if (p->local)
		return LOCAL;
	if (is_unreleased(eco, p))
		return UNRELEASED;
	q.name = name_of(c, eco);
	q.version = version_of(c->arena, eco, p->version);
	if (q.name.n == 0 || (is(eco, "maven") &&
	    str_find(q.name, ':') == q.name.n))
		return NO_GROUP;
	if (is_no_name(eco, q.name))
		return BAD_VERSION;
	if (is_untagged(eco, p->version))
		q.untagged = STR("its version is a commit's, which tells "
		    "nothing of releases");
	if (p->guessed)
		q.doubt = str_from(guessed);
	else if (is_moving(eco, q.version))
		q.doubt = STR("its version is a tag or a branch that moves");
	if (q.doubt.n != 0)
		q.confidence = CONF_POSSIBLE;
	if (!rule_ask(c, q))
		return BAD_VERSION;
	return repository ? NO_RULE : JUDGED;
}

bool
rule_by_digest(const struct bom_component *p)
{
	return str_eq(p->type, STR("maven")) && (p->guessed || p->local ||
	    p->purl.n == 0);
}

const struct rule rule_language = { .takes = takes, .ask = ask };
