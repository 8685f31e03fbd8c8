/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Oracle Linux errata.
 *
 * Source:   https://linux.oracle.com/security/oval/ (com.oracle.elsa-*.xml).
 * Grammar:  a definition of class patch for each ELSA; criteria name the
 *           release, since 2019 the architecture, a module's stream, and
 *           packages that are earlier than a version.
 * Rules:    ksplice and FIPS builds have versions of their own, which are
 *           compared with nothing else: they are flavours. One is known by
 *           its release (".ksplice1.", "_fips"), or because all products of
 *           an advisory are ksplice channels.
 * Traps:    trimmed copies lack tests: the words say the same. The same ELSA
 *           comes again with a higher version, and in the files of each year
 *           besides the one of all. An advisory without architectures among
 *           others that have them is wrong (ELSA-2018-0013) and refused;
 *           older files have none at all. Architectures that got different
 *           builds are kept apart.
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"

static bool
has(struct str s, const char *words)
{
	return str_find_str(s, str_from(words)) < s.n;
}

/* "8" of "^8", "8.4". */
static struct str
major(struct str s)
{
	size_t n = 0;

	if (str_starts(s, STR("^")))
		s = str_from_pos(s, 1);
	while (n < s.n && is_digit(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

static bool
is_release(const struct oval_leaf *l)
{
	return l->test == OVAL_PACKAGE &&
	    str_eq(l->name, STR("oraclelinux-release"));
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct str s = l->comment;

	t->arch = oval_between(s, "Oracle Linux arch is ", "");
	if (t->arch.n == 0 && is_release(l) && l->version_op == OVAL_NONE)
		t->arch = l->arch;
	t->module = oval_between(s, "Module ", " is enabled");
	if (t->arch.n != 0 || t->module.n != 0 || has(s, " is signed with "))
		return OVAL_TRUE;
	t->release = is_release(l) ? major(l->version) :
	    major(oval_between(s, "Oracle Linux ", " is installed"));
	if (t->release.n != 0) {
		t->platform = true;
		t->eco = ecosystem_by_key(STR("oracle"));
		return OVAL_TRUE;
	}
	return oval_earlier(c, l, t);
}

static struct str
id(struct oval_case *c)
{
	static const char *const prefixes[] = { "ELSA-", "ELBA-", "ELEA-" };
	struct str s = STR("");

	for (size_t i = 0; s.n == 0 && i < 3; i++)
		s = oval_ref_id(&c->def, prefixes[i]);
	if (s.n == 0)
		c->why = "no number of an advisory";
	return s;
}

/* Are all products ksplice's? */
static bool
for_ksplice(const struct oval_def *d)
{
	for (size_t i = 0; i < d->ncpes; i++)
		if (!has(d->cpes[i], "ksplice"))
			return false;
	return d->ncpes != 0;
}

static void
row(struct oval_case *c, const struct oval_term *t, struct adv_affected *x)
{
	(void)t;
	if (c->arch_seen && x->arch.n == 0)
		c->why = "names no architecture";
	if (has(x->range.hi, "ksplice") || for_ksplice(&c->def))
		x->flavour = STR("ksplice");
	else if (has(x->range.hi, "_fips"))
		x->flavour = STR("fips");
	oval_row(c, x);
}

static const struct oval_vendor oracle = {
	.eco = "oracle", .scorer = "oracle", .leaf = leaf, .id = id,
	.row = row, .arch_words = "Oracle Linux arch is ", .by_arch = true,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&oracle, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:com.oracle.elsa:");
}

const struct feed feed_oracle_oval = {
	.name = "oracle-oval", .about = "Oracle Linux errata, OVAL",
	.detect = detect, .load = load,
};
