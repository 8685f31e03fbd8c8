/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SUSE and openSUSE, OVAL.
 *
 * Source:   https://ftp.suse.com/pub/projects/security/oval/ (a file for each
 *           product; "-affected" has what has no fix, "-patch" the
 *           advisories).
 * Grammar:  a definition for each CVE (class vulnerability) or SUSE-SU (class
 *           patch): products that are installed, and packages: less than a
 *           version; ==0, "is not affected"; greater than 0:0-0, "is
 *           affected".
 * Rules:    the criterion's words name the product: tests of some tell less
 *           (15 SP1-BCL is tested as 15 SP1). identity/suse_product.h says
 *           which release and channel it is; Manager, Cloud and others that
 *           are no base system are left out.
 *           What is fixed for LTSS and kin only will not be fixed for the
 *           release itself, where the document is about that, too.
 *           A kernel is tested together with its live patch: that is a
 *           condition beside it, or it beside the live patch.
 * Traps:    <state> for <states>; operation="6" for "less than"; packages
 *           are binaries here and sources in SUSE's OSV files.
 */
#include "advisory/intern.h"
#include "base/arena.h"
#include "base/hash.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/suse_product.h"

static void
set_product(struct arena *a, const struct suse_product *p,
    struct oval_term *t)
{
	struct str *releases = NEWN(a, struct str, p->nreleases);

	memcpy(releases, p->release, p->nreleases * sizeof *releases);
	t->platform = true;
	t->eco = p->eco;
	t->releases = releases;
	t->nreleases = p->nreleases;
	t->channel = p->channel;
}

/* Old files: "suse103 is installed" tests openSUSE-release for ^10.3$. */
static bool
old_release(struct arena *a, const struct oval_leaf *l, struct oval_term *t)
{
	struct suse_product p;
	struct str v = l->version;

	if (!str_eq(l->name, STR("openSUSE-release")) || v.n == 0)
		return false;
	if (str_starts(v, STR("^")))
		v = str_from_pos(v, 1);
	if (str_ends(v, STR("$")))
		v = str_sub(v, 0, v.n - 1);
	if (!suse_product(a, str_join(a, STR("openSUSE "), v), &p))
		return false;
	set_product(a, &p, t);
	return true;
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct str s = l->comment;
	struct suse_product p;

	if (str_ends(s, STR(" is installed")) &&
	    suse_product(c->a, str_sub(s, 0, s.n - 13), &p)) {
		if (p.release[0].n == 0)
			return OVAL_FALSE;	/* no base system */
		set_product(c->a, &p, t);
		return OVAL_TRUE;
	}
	if (old_release(c->a, l, t))
		return OVAL_TRUE;
	if (l->test == OVAL_PACKAGE && l->evr_op == OVAL_NONE &&
	    l->version_op == OVAL_EQ && str_eq(l->version, STR("0")) &&
	    l->name.n != 0 && !l->negate) {
		t->name = l->name;
		t->state = ADV_NOT_AFFECTED;
		t->word = STR("not affected");
		return OVAL_TRUE;
	}
	t->arch = l->arch;
	return oval_package(c, l, t);
}

static struct str
id(struct oval_case *c)
{
	static const char *const prefixes[] = { "SUSE-", "openSUSE-" };
	struct str s = STR("");

	if (str_starts(c->def.title, STR("CVE-")) ||
	    str_eq(c->def.class, STR("vulnerability")))
		s = oval_ref_id(&c->def, "CVE-");
	for (size_t i = 0; s.n == 0 && i < 2; i++)
		s = oval_ref_id(&c->def, prefixes[i]);
	if (s.n == 0)
		c->why = "neither a CVE nor an advisory's number";
	return s;
}

/* ---- what is said of support streams only ---- */

/* Streams that go on with a release's own packages. */
static bool
is_support(struct str channel)
{
	static const char *const names[] = { "ltss", "espos", "sap", "bcl",
		"teradata" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_starts(channel, str_from(names[i])))
			return true;
	return false;
}

/* Is the document about the release itself, too? */
static bool
has_release(struct oval_case *c, const struct adv_affected *x)
{
	struct map *seen = *c->doc_memo;
	struct suse_product p;

	if (seen != NULL)
		return map_find(seen, x->release) != NULL;
	*c->doc_memo = seen = map_new(c->doc_a);
	for (uint32_t i = 1; i < intern_count(c->platforms); i++) {
		struct str s = intern_text(c->platforms, i);

		if (!suse_product(c->doc_a, str_sub(s, 0, s.n - 13), &p) ||
		    p.channel.n != 0)
			continue;
		for (size_t k = 0; k < p.nreleases; k++)
			(void)map_put(seen, p.release[k], NULL);
	}
	return map_find(seen, x->release) != NULL;
}

static struct str
row_key(struct arena *a, const struct adv_affected *x)
{
	return str_join(a, str_join(a, x->release, STR(" ")), x->name);
}

/*
 * A document says of a CVE all that there is to say of its products: what was
 * fixed for those with longer support only will not be fixed for others, who
 * have the same packages; what is open there is open for them.
 */
static void
finish(struct oval_case *c)
{
	struct map *mains;
	size_t n = c->nrows;

	if (!str_eq(c->def.class, STR("vulnerability")))
		return;
	mains = map_new(c->a);
	for (size_t i = 0; i < n; i++)
		if (c->rows[i].channel.n == 0)
			(void)map_put(mains, row_key(c->a, &c->rows[i]), NULL);
	for (size_t i = 0; i < n && c->why == NULL; i++) {
		struct adv_affected x = c->rows[i];

		if (!is_support(x.channel) || x.eco == NULL ||
		    (x.state != ADV_FIXED && x.state != ADV_AFFECTED) ||
		    map_find(mains, row_key(c->a, &x)) != NULL ||
		    !has_release(c, &x))
			continue;
		x.channel = STR("");
		if (x.state == ADV_FIXED) {
			x.state = ADV_WONT_FIX;
			x.word = STR("fixed in support streams only");
		}
		oval_row(c, &x);
	}
}

static const struct oval_vendor suse = {
	.eco = "suse", .scorer = "suse", .leaf = leaf, .id = id,
	.finish = finish, .platform_words = "SUSE Linux ",
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&suse, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:org.opensuse.security:") ||
	    oval_detect(h, ">Marcus ");
}

const struct feed feed_suse_oval = {
	.name = "suse-oval", .about = "SUSE and openSUSE, OVAL of a product",
	.pieces = true, .detect = detect, .load = load,
};
