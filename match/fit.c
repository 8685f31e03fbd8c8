/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What else must hold for a statement, beside its range: module, architecture,
 * flavour of the build, and conditions that feeds state in their own words.
 */
#include "match/merge.h"

#include "base/arena.h"
#include "match/database.h"
#include "match/rule/content.h"

enum { PARTS_SHOWN = 3 };	/* packages of a Go module */

/* What the document is of: "linux", "windows", or "" when nothing tells. */
static struct str
os_of(const struct bom *b)
{
	struct str p = b->platform;

	if (p.n != 0)
		return str_sub(p, 0, str_find(p, '/'));
	return b->distro.id.n != 0 || b->has_os_database ? STR("linux")
	    : STR("");
}

/* One spelling of an architecture, of those that packages, images (GOARCH) and
   Rust (target_arch) have. Advisories say x86 also where they mean x86_64
   (RUSTSEC-2021-0067): both are one. */
static struct str
arch_name(struct str s)
{
	static const char *const names[][2] = {
		{ "386", "x86" }, { "amd64", "x86" }, { "arm64", "aarch64" },
		{ "armhf", "arm" }, { "armv7hl", "arm" }, { "armv7", "arm" },
		{ "i386", "x86" }, { "i586", "x86" }, { "i686", "x86" },
		{ "ppc64el", "ppc64le" }, { "x64", "x86" },
		{ "x86_64", "x86" },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(s, str_from(names[i][0])))
			return str_from(names[i][1]);
	return s;
}

static struct str
arch_of(const struct bom *b, const struct bom_component *c)
{
	struct str rest = b->platform, part = STR("");

	if (c->arch.n != 0 && !str_eq(c->arch, STR("noarch")) &&
	    !str_eq(c->arch, STR("all")))
		return c->arch;
	if (str_split(&rest, '/', &part) && str_split(&rest, '/', &part))
		return part;
	return STR("");
}

/* One of a list of such names, with commas between? */
static enum fit
listed(struct str list, struct str own)
{
	struct str one;

	if (own.n == 0)
		return FIT_POSSIBLE;
	while (str_split(&list, ',', &one))
		if (str_eq(arch_name(one), arch_name(own)))
			return FIT_YES;
	return FIT_NO;
}

/* RubyGems' platforms: "x64-mingw32", "mswin", "java", "jruby". */
static enum fit
ruby_platform(struct str platform, struct str os)
{
	bool windows = str_find_str(platform, STR("mingw")) < platform.n ||
	    str_find_str(platform, STR("mswin")) < platform.n;

	return windows && os.n != 0 && !str_eq(os, STR("windows")) ? FIT_NO
	    : FIT_POSSIBLE;
}

/* Which packages of a Go module are affected, without their symbols. */
static struct str
parts_of(struct arena *a, struct str list)
{
	struct str s = STR("only programs that use "), one;
	size_t n = 0;

	for (; str_split(&list, ',', &one); n++)
		if (n < PARTS_SHOWN)
			s = str_fmt(a, "%.*s%s%.*s", STR_ARG(s),
			    n != 0 ? ", " : "",
			    STR_ARG(str_sub(one, 0, str_find(one, '#'))));
	if (n > PARTS_SHOWN)
		s = str_fmt(a, "%.*s and %zu more", STR_ARG(s),
		    n - PARTS_SHOWN);
	return str_fmt(a, "%.*s are affected", STR_ARG(s));
}

/*
 * One condition, "key=value", of those that feeds/feed/ writes. Of a crate
 * with affected functions the whole is taken for affected; of a Go module with
 * affected packages only what uses them is.
 */
static enum fit
condition(struct arena *a, const struct fit_case *x, struct str word,
    struct fit_said *ret)
{
	const struct bom_component *c =
	    &x->bom->components[x->ask->component];
	size_t eq = str_find(word, '=');
	struct str key = str_sub(word, 0, eq);
	struct str value = str_from_pos(word, eq + 1), own = STR("");
	enum fit fit = FIT_POSSIBLE;

	ret->doubt = str_fmt(a, "it holds only where %.*s", STR_ARG(word));
	ret->condition = str_eq(key, STR("os")) || str_eq(key, STR("arch")) ||
	    str_eq(key, STR("platform"));
	if (str_eq(key, STR("functions")) && x->state != ADV_NOT_AFFECTED)
		return FIT_YES;
	if (str_eq(key, STR("imports")))
		ret->doubt = parts_of(a, value);
	else if (str_eq(key, STR("name")))
		ret->doubt = str_fmt(a, "it is about %.*s, whose name some "
		    "tools write so", STR_ARG(value));
	else if (str_eq(key, STR("os")))
		fit = listed(value, own = os_of(x->bom));
	else if (str_eq(key, STR("arch")))
		fit = listed(value, own = arch_of(x->bom, c));
	else if (str_eq(key, STR("platform")))
		fit = ruby_platform(value, own = os_of(x->bom));
	if (fit == FIT_NO)
		ret->doubt = str_fmt(a, "it holds only where %.*s, and this is "
		    "%.*s", STR_ARG(word), STR_ARG(own));
	return fit;
}

/* All conditions: one that fails decides, else one that is not known. */
static enum fit
conditions(struct arena *a, const struct fit_case *x, struct str extra,
    struct fit_said *ret)
{
	enum fit all = FIT_YES;
	struct fit_said said;
	struct str word;

	while (str_split(&extra, ' ', &word)) {
		enum fit one;

		if (word.n == 0)
			continue;
		one = condition(a, x, word, &said);
		if (one == FIT_YES || (one == FIT_POSSIBLE && all != FIT_YES))
			continue;
		*ret = said;
		if (one == FIT_NO)
			return FIT_NO;
		all = one;
	}
	return all;
}

enum rc
merge_fit(struct match_db *db, struct arena *a, const struct fit_case *x,
    enum fit *ret, struct fit_said *ret_said, struct err *e)
{
	const struct bom_component *c =
	    &x->bom->components[x->ask->component];
	const struct content *content = content_layer(x->content, c->layer);
	const struct rule *rule = rule_for(c->type);
	struct rule_row row = { .bound = x->bound, .kind = x->ask->kind,
		.names_binaries = x->ask->eco->names == ECO_BINARY,
		.clears = x->state == ADV_NOT_AFFECTED };
	struct advdb_qual q = { STR(""), STR(""), STR(""), STR(""), STR("") };
	struct fit_said said = { STR(""), false };
	enum rc rc = RC_OK;

	*ret = FIT_YES;
	if (ret_said != NULL)
		*ret_said = said;
	if (x->ask->cpe != NULL)
		return RC_OK;		/* its record's own terms were seen */
	if (x->qual != 0)
		rc = advdb_qual(db->adv, a, x->qual, &q, e);
	if (rc != RC_OK)
		return rc;
	row.module = q.module;
	row.arch = q.arch;
	if (rule != NULL && rule->fits != NULL)
		*ret = rule->fits(c, &row);
	if (*ret == FIT_POSSIBLE)
		said.doubt = str_from(rule->doubt);
	if (q.flavour.n == 0 && str_starts(x->ask->channel, STR("root")))
		q.flavour = STR("rootio");	/* as OSV has them */
	if (x->ask->eco->distro && !rule_flavour(str_from(x->ask->eco->key),
	    x->ask->name, x->ask->version, q.flavour))
		*ret = FIT_NO;
	if (*ret == FIT_YES && content != NULL &&
	    str_eq(str_from(x->ask->eco->key), STR("redhat")) &&
	    !content_covers(content, q.cpes)) {
		*ret = FIT_POSSIBLE;
		said.doubt = str_fmt(a, "its advisory is of repositories that the "
		    "image was not built from: %.*s", STR_ARG(q.cpes));
	}
	if (*ret == FIT_YES && q.extra.n != 0)
		*ret = conditions(a, x, q.extra, &said);
	if (ret_said != NULL)
		*ret_said = said;
	return RC_OK;
}
