/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPE: what NVD says of products. Asked are components whose document states
 * a CPE name: programs and libraries that no package database knows, runtimes,
 * kernels. Packages of distributions are not: the distribution knows its
 * builds. Those of other makers are: their versions are upstream's, with what
 * the package format adds, which is taken away. Where a registry's feed judges
 * a package, that feed goes first.
 *
 * Syft writes a name for every package, made of words that might be its
 * vendor; those are guesses, and asked only on demand. Never asked is a name
 * of any vendor. Alpine's packages are asked beside their feed, which is
 * silent where there is no fix.
 *
 * Source:   reference, "CPE matching", "Generic / fuzzy"; the catalogers whose
 *           names Syft takes from a table: "binary-classifier-cataloger",
 *           "linux-kernel-cataloger" and kin.
 */
#include "match/rule/rule.h"

#include "base/arena.h"
#include "match/rule/upstream.h"

static const char guessed[] = "its CPE name was guessed";
static const char upstream[] = "the distribution lists fixes only, and none "
    "of this";
static const char beside[] = "the feed of its registry says nothing of it";

/* One row for each order of versions. */
static const struct ecosystem nvd[] = {
	{ .key = RULE_NVD, .scheme = VERSION_GENERIC, .names = ECO_EITHER },
	{ .key = RULE_NVD, .scheme = VERSION_OPENSSL, .names = ECO_EITHER },
	{ .key = RULE_NVD, .scheme = VERSION_JVM, .names = ECO_EITHER },
};

static const struct {
	const char *vendor, *product;	/* NULL: all of the vendor's */
	enum version_id scheme;
} schemes[] = {
	{ "openssl", "openssl", VERSION_OPENSSL },
	{ "oracle", "jdk", VERSION_JVM }, { "oracle", "jre", VERSION_JVM },
	{ "oracle", "openjdk", VERSION_JVM },
	{ "oracle", "java_se", VERSION_JVM },
	{ "azul", "zulu", VERSION_JVM },
	{ "eclipse", "temurin", VERSION_JVM },
	{ "adoptium", NULL, VERSION_JVM },
	{ "amazon", "corretto", VERSION_JVM },
};

static const struct ecosystem *
eco_of(const struct advdb_product *of)
{
	enum version_id id = VERSION_GENERIC;

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_eq(of->vendor, str_from(schemes[i].vendor)) &&
		    (schemes[i].product == NULL || str_eq(of->product,
		    str_from(schemes[i].product))))
			id = schemes[i].scheme;
	for (size_t i = 0; i < sizeof nvd / sizeof *nvd; i++)
		if (nvd[i].scheme == id)
			return &nvd[i];
	return &nvd[0];
}

static bool
is_os_type(struct str type)
{
	return str_eq(type, STR("deb")) || str_eq(type, STR("rpm")) ||
	    str_eq(type, STR("apk")) || str_eq(type, STR("alpm"));
}

/* Neither any, nor none, nor a pattern. */
static bool
is_value(struct str v)
{
	if (cpe_is_any(v) || cpe_is_none(v))
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\')
			i++;
		else if (v.p[i] == '*' || v.p[i] == '?')
			return false;
	}
	return true;
}

static bool
is_known(struct rule_ctx *c, size_t from, const struct advdb_product *of)
{
	for (size_t i = from; i < c->nasks; i++) {
		const struct advdb_product *x = &c->asks[i].cpe->of;

		if (str_eq(x->product, of->product) && str_eq(x->vendor,
		    of->vendor) && str_eq(x->part, of->part))
			return true;
	}
	return false;
}

struct put {
	struct rule_ctx *c;
	size_t from;		/* questions of this component by CPE */
	unsigned rank;
	struct str version;	/* where the name has none */
	struct str doubt;
};

/* The package's own version as its maker wrote it; another one is somebody's
   word and stays. */
static struct str
as_upstream(const struct bom_component *c, struct str v)
{
	return str_eq(rule_without_epoch(v), rule_without_epoch(c->version))
	    ? upstream_of(c->type, v) : v;
}

static bool
put_name(const struct put *p, const struct cpe *cpe)
{
	struct arena *a = p->c->arena;
	struct cpe_name *n = NEW(a, struct cpe_name);
	const struct str *v = cpe->v;
	struct str version;

	if (!is_value(v[CPE_PART]) || !is_value(v[CPE_VENDOR]) ||
	    !is_value(v[CPE_PRODUCT]))
		return false;
	n->cpe = *cpe;
	n->of = (struct advdb_product){ cpe_plain(a, v[CPE_PART]),
		cpe_plain(a, v[CPE_VENDOR]), cpe_plain(a, v[CPE_PRODUCT]) };
	if (is_known(p->c, p->from, &n->of))
		return false;
	version = is_value(v[CPE_VERSION]) ? cpe_plain(a, v[CPE_VERSION])
	    : p->version;
	n->version = version = as_upstream(p->c->component, version);
	if (is_value(v[CPE_UPDATE]))
		version = str_fmt(a, "%.*s-%.*s", STR_ARG(version),
		    STR_ARG(cpe_plain(a, v[CPE_UPDATE])));
	return rule_ask(p->c, (struct ask){ .eco = eco_of(&n->of),
		.release = STR(""), .name = n->of.product, .version = version,
		.rank = p->rank, .cpe = n, .own_name = STR(""),
		.confidence = p->doubt.n != 0 ? CONF_POSSIBLE : CONF_EXACT,
		.doubt = p->doubt });
}

static bool
put_text(const struct put *p, struct str text)
{
	struct cpe cpe;

	return cpe_parse(p->c->arena, text, &cpe) && put_name(p, &cpe);
}

/* All that the document states. */
static bool
put_stated(const struct put *p)
{
	const struct bom_component *c = p->c->component;
	bool any = put_text(p, c->cpe);

	for (size_t i = 0; i < c->ncpes; i++)
		any |= put_text(p, c->cpes[i]);
	for (size_t i = 0; i < c->props.n; i++)
		if (str_eq(c->props.v[i].name, STR("syft:cpe23")))
			any |= put_text(p, c->props.v[i].value);
	return any;
}

/* An origin of Alpine by its upstream's names. */
static void
put_upstream(const struct put *p)
{
	const struct bom_component *c = p->c->component;
	struct cpe cpe;
	size_t at = 0;

	cpe_values(STR("a"), CPE_PART, &cpe);
	while (upstream_next(c->source_name.n != 0 ? c->source_name : c->name,
	    &at, &cpe.v[CPE_VENDOR], &cpe.v[CPE_PRODUCT]))
		(void)put_name(p, &cpe);
}

/* Did Syft make the names up? Not those of what has no registry. */
static bool
is_guess(const struct rule_ctx *c)
{
	const struct bom_component *p = c->component;

	return str_find_str(str_lower(c->arena, c->bom->tool), STR("syft")) <
	    c->bom->tool.n && (is_os_type(p->type) ||
	    ecosystem_by_purl(p->type) != NULL);
}

bool
rule_cpe(struct rule_ctx *c, enum uncovered why)
{
	const struct bom_component *p = c->component;
	bool guess = is_guess(c), judged = why == JUDGED;
	struct put put = { .c = c, .from = c->nasks, .rank = judged
		? RULE_RANKS - 1 : 0, .version = p->version,
		.doubt = STR("") };

	if (judged && str_eq(p->type, STR("apk")) &&
	    str_eq(str_from(c->eco->key), STR("alpine"))) {
		put.doubt = str_from(upstream);
		put.version = upstream_version(c->arena, p->version);
		put_upstream(&put);
		return false;
	}
	if (why == UNRELEASED || why == PSEUDO_PACKAGE ||
	    why == NO_VERSION || (guess && !c->guess) ||
	    (is_os_type(p->type) && why != THIRD_PARTY))
		return false;
	/* the toolchain's problems are not those of the library */
	if (judged && str_eq(p->type, STR("golang")) &&
	    str_eq(p->name, STR("stdlib")))
		return false;
	if (guess || judged)
		put.doubt = str_from(guess ? guessed : beside);
	return put_stated(&put) && !guess;
}
