/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules of purl types.
 *
 * Source:   the type definitions of the purl specification (ECMA-427).
 * Lenient:  deb, rpm, apk and golang may lack the namespace that their
 *           definitions require: SBOMs carry such purls (golang/stdlib is the
 *           common one), and refusing them would hide the component.
 */
#include "identity/purl_type.h"

#include "base/arena.h"
#include "identity/purl.h"

static enum rc
special_chrome(struct arena *a, struct purl *p, struct err *e)
{
	size_t numbers = 0, i = 0;

	(void)a;
	for (size_t k = 0; k < p->name.n; k++)
		if (p->name.p[k] < 'a' || p->name.p[k] > 'p')
			i = 1;
	if (i != 0 || p->name.n != 32)
		return err_set(e, RC_FORMAT, "purl: not an extension's id");
	for (; i < p->version.n; i++)
		if (p->version.p[i] == '.')
			numbers++;
		else if (!is_digit(p->version.p[i]))
			numbers = 4;
	if (numbers > 3)
		return err_set(e, RC_FORMAT, "purl: not an extension's version");
	return RC_OK;
}

/* Distributions, not modules: "libwww-perl", never "LWP::UserAgent". */
static enum rc
special_cpan(struct arena *a, struct purl *p, struct err *e)
{
	(void)a;
	if (str_find_str(p->name, STR("::")) < p->name.n)
		return err_set(e, RC_FORMAT, "purl: a cpan module name");
	return RC_OK;
}

/* The namespace is the host; everything behind it the name. */
static enum rc
special_git(struct arena *a, struct purl *p, struct err *e)
{
	size_t slash = str_find(p->namespace, '/');

	(void)e;
	if (slash < p->namespace.n) {
		p->name = str_join(a, str_join(a,
		    str_from_pos(p->namespace, slash + 1), STR("/")), p->name);
		p->namespace = str_sub(p->namespace, 0, slash);
	}
	if (str_eq_nocase(p->namespace, STR("github")) ||
	    str_eq_nocase(p->namespace, STR("github.com"))) {
		p->namespace = str_lower(a, p->namespace);
		p->name = str_lower(a, p->name);
	}
	return RC_OK;
}

/* Databricks ignores the case of model names, Azure ML does not. */
static enum rc
special_mlflow(struct arena *a, struct purl *p, struct err *e)
{
	struct str url = purl_get(p, "repository_url");

	(void)e;
	if (str_find_str(url, STR("azuredatabricks.")) < url.n)
		p->name = str_lower(a, p->name);
	return RC_OK;
}

static struct str
replaced(struct arena *a, struct str s, bool (*keep)(char c), char with)
{
	char *p = NEWN(a, char, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = keep(s.p[i]) ? s.p[i] : with;
	return str_of(p, s.n);
}

static bool
no_underscore(char c)
{
	return c != '_';
}

static enum rc
special_pypi(struct arena *a, struct purl *p, struct err *e)
{
	(void)e;
	p->name = replaced(a, p->name, no_underscore, '-');
	return RC_OK;
}

static enum rc
special_pub(struct arena *a, struct purl *p, struct err *e)
{
	(void)e;
	p->name = replaced(a, p->name, is_alnum, '_');
	return RC_OK;
}

#define K CASE_KEEP
#define L CASE_LOWER
#define U CASE_UPPER
#define MAY NEED_OPTIONAL
#define MUST NEED_REQUIRED
#define NO NEED_PROHIBITED

static const struct purl_type types[] = {	/* by name */
	/* type, namespace, case of namespace, name, version */
	{ "alpm", MUST, L, L, K, NULL, NULL },
	{ "apk", MAY, L, L, K, NULL, NULL },
	{ "bazel", NO, K, K, K, NULL, NULL },
	{ "bitbucket", MUST, L, L, K, NULL, NULL },
	{ "bitnami", NO, K, L, K, NULL, NULL },
	{ "brew", MAY, L, L, K, NULL, NULL },
	{ "cargo", NO, K, K, K, NULL, NULL },
	{ "chrome-extension", NO, K, L, K, NULL, special_chrome },
	{ "cocoapods", NO, K, K, K, NULL, NULL },
	{ "composer", MUST, L, L, K, NULL, NULL },
	{ "conda", NO, K, K, K, NULL, NULL },
	{ "cpan", MAY, U, K, K, NULL, special_cpan },
	{ "cran", NO, K, K, K, NULL, NULL },
	{ "deb", MAY, L, L, K, NULL, NULL },
	{ "gem", NO, K, K, K, NULL, NULL },
	{ "git", MUST, K, K, K, NULL, special_git },
	{ "github", MUST, L, L, K, NULL, NULL },
	{ "hackage", NO, K, K, K, NULL, NULL },
	{ "hex", MAY, L, L, K, NULL, NULL },
	{ "huggingface", MUST, K, K, L, NULL, NULL },
	{ "julia", NO, K, K, K, "uuid", NULL },
	{ "luarocks", MAY, L, L, K, NULL, NULL },
	{ "maven", MUST, K, K, K, NULL, NULL },
	{ "mlflow", NO, K, K, K, NULL, special_mlflow },
	{ "nuget", NO, K, K, K, NULL, NULL },
	{ "oci", NO, K, L, L, NULL, NULL },
	{ "opam", NO, K, K, K, NULL, NULL },
	{ "otp", NO, K, L, K, NULL, NULL },
	{ "pub", NO, K, L, K, NULL, special_pub },
	{ "pypi", NO, K, L, L, NULL, special_pypi },
	{ "qpkg", MUST, L, K, K, NULL, NULL },
	{ "rpm", MAY, L, K, K, NULL, NULL },
	{ "swid", MAY, K, K, K, "tag_id", NULL },
	{ "swift", MUST, K, K, K, NULL, NULL },
	{ "vcpkg", NO, K, K, K, NULL, NULL },
	{ "vscode-extension", MUST, L, L, L, NULL, NULL },
	{ "yocto", MAY, L, K, K, NULL, NULL },
};

#undef K
#undef L
#undef U
#undef MAY
#undef MUST
#undef NO

const struct purl_type *
purl_type_of(struct str type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(type, str_from(types[i].name)))
			return &types[i];
	return NULL;
}

static struct str
cased(struct arena *a, struct str s, enum purl_case c)
{
	if (c != CASE_UPPER)
		return c == CASE_LOWER ? str_lower(a, s) : s;

	char *p = NEWN(a, char, s.n);
	for (size_t i = 0; i < s.n; i++)
		p[i] = is_lower(s.p[i]) ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
	return str_of(p, s.n);
}

enum rc
purl_type_apply(struct arena *a, struct purl *p, struct err *e)
{
	const struct purl_type *t = purl_type_of(p->type);

	if (t == NULL)
		return RC_OK;
	if (t->namespace_need == NEED_REQUIRED && p->namespace.n == 0)
		return err_set(e, RC_FORMAT, "purl: %s needs a namespace",
		    t->name);
	if (t->namespace_need == NEED_PROHIBITED && p->namespace.n > 0)
		return err_set(e, RC_FORMAT, "purl: %s has no namespaces",
		    t->name);
	if (t->qualifier != NULL && purl_get(p, t->qualifier).n == 0)
		return err_set(e, RC_FORMAT, "purl: %s needs %s", t->name,
		    t->qualifier);
	p->namespace = cased(a, p->namespace, t->namespace_case);
	p->name = cased(a, p->name, t->name_case);
	p->version = cased(a, p->version, t->version_case);
	return t->special != NULL ? t->special(a, p, e) : RC_OK;
}
