/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SUSE's product names.
 *
 * Source:   the names in SUSE's CVRF, CSAF and OVAL documents
 *           (ftp.suse.com/pub/projects/security), suse.com/lifecycle.
 * Rules:    Server, Desktop, modules, extensions and kits of one service pack
 *           share its packages. Modules of SLE 12 are for all its service
 *           packs. LTSS and its kin, and SAP, serve a service pack after its
 *           general support. Real Time brings a kernel of its own.
 */
#include "identity/suse_product.h"

#include "base/arena.h"
#include "identity/ecosystem.h"

static bool
has(struct str s, const char *what)
{
	return str_find_str(s, str_from(what)) < s.n;
}

/* The last run of digits and dots in a word of its own: "15" of "… 15 SP5",
   "5.3"; *ret_sp: what follows "SP". */
static struct str
version(struct str name, struct str *ret_sp)
{
	struct str word, found = STR("");

	*ret_sp = STR("");
	while (str_word(&name, &word)) {
		size_t n = 0;

		if (str_starts(word, STR("SP")) && word.n > 2 &&
		    is_digit(word.p[2]) && found.n != 0) {
			*ret_sp = str_sub(word, 2, 3);
			continue;
		}
		while (n < word.n && (is_digit(word.p[n]) ||
		    word.p[n] == '.'))
			n++;
		if (n != 0 && is_digit(word.p[0]) &&
		    (n == word.n || word.p[n] == '-')) {
			found = str_sub(word, 0, n);
			*ret_sp = STR("");
		}
	}
	return found;
}

static struct str
support(struct str name)
{
	return has(name, "LTSS Extended Security") ?
	    STR("ltss-extended-security")
	    : has(name, "LTSS") ? STR("ltss")
	    : has(name, "ESPOS") ? STR("espos")
	    : has(name, "for SAP") ? STR("sap")
	    : has(name, "TERADATA") || has(name, "Teradata") ?
	    STR("teradata")
	    : has(name, "-BCL") ? STR("bcl")
	    : has(name, "CLIENT-TOOLS") ? STR("client-tools")
	    : has(name, "Real Time") || has(name, "-RT") ? STR("real-time")
	    : STR("");
}

static void
one(struct suse_product *p, struct str release)
{
	p->release[0] = release;
	p->nreleases = 1;
}

/* "12" of a module: all service packs. */
static void
all_packs(struct arena *a, struct suse_product *p, struct str major)
{
	for (size_t i = 0; i < SUSE_RELEASES; i++)
		p->release[i] = str_fmt(a, "%.*s.%zu", STR_ARG(major), i);
	p->nreleases = SUSE_RELEASES;
}

static bool
opensuse(struct arena *a, struct str name, struct suse_product *p)
{
	struct str sp, v = version(name, &sp);

	p->eco = ecosystem_by_key(STR("opensuse"));
	if (has(name, "Tumbleweed"))
		v = STR("tumbleweed");
	else if (has(name, "Leap Micro"))
		v = str_fmt(a, "micro %.*s", STR_ARG(v));
	else if (has(name, "Backports"))
		p->channel = STR("backports");
	else if (has(name, "NonFree"))
		p->channel = STR("nonfree");
	one(p, v);
	return v.n != 0;
}

bool
suse_product(struct arena *a, struct str name, struct suse_product *ret)
{
	struct str sp, v;

	*ret = (struct suse_product){ .eco = ecosystem_by_key(STR("suse")) };
	name = str_trim(name);
	if (str_starts(name, STR("Container ")) ||
	    str_starts(name, STR("Image ")) || name.n == 0)
		return false;
	if (str_starts(name, STR("openSUSE")))
		return opensuse(a, name, ret);
	v = version(name, &sp);
	if (!str_starts(name, STR("SUSE Linux ")) || v.n == 0) {
		ret->channel = str_dup(a, name);
		one(ret, STR(""));
		return str_find_str(name, STR("SUSE")) < name.n ||
		    str_starts(name, STR("HPE"));
	}
	if (has(name, " Micro ")) {
		one(ret, str_fmt(a, "micro %.*s", STR_ARG(v)));
		return true;
	}
	ret->channel = support(name);
	if (str_find(v, '.') < v.n)
		one(ret, v);
	else if (sp.n == 0 && str_eq(v, STR("12")) && has(name, "Module"))
		all_packs(a, ret, v);
	else
		one(ret, str_fmt(a, "%.*s.%.*s", STR_ARG(v),
		    STR_ARG(sp.n != 0 ? sp : STR("0"))));
	return true;
}
