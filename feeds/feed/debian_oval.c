/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debian's OVAL.
 *
 * Source:   https://www.debian.org/security/oval/ and the generator in
 *           security-tracker-team/security-tracker, "Debian OVAL".
 * Grammar:  a definition for each CVE (class vulnerability) or DSA (class
 *           patch) and source package: release, architecture "all", and "W is
 *           earlier than V". metadata/debian has a date and the DSA: an
 *           element, or in older files the first word of the text.
 * Traps:    versions have "0:" before them even when they have an epoch
 *           ("0:1:4.14"); "earlier than 0" is what has no fix.
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"

/* Without what the generator put before it. */
static struct str
version_of(struct str evr)
{
	return str_starts(evr, STR("0:")) && evr.n > 2 ?
	    str_from_pos(evr, 2) : evr;
}

/* "7" of "Debian 7", "Debian GNU/Linux 7", a codename as the database spells
   it; "". */
static struct str
release_of(struct str s)
{
	struct str v = oval_between(s, "Debian GNU/Linux ", "");
	struct str name;

	if (v.n == 0)
		v = oval_between(s, "Debian ", "");
	v = str_sub(v, 0, str_find(v, ' '));
	name = debian_release(v);
	if (name.n != 0)
		return name;
	return v.n != 0 && is_digit(v.p[0]) ? str_sub(v, 0,
	    str_find(v, '.')) : STR("");
}

static enum oval_truth
package(struct oval_case *c, struct oval_leaf l, struct oval_term *t)
{
	size_t dpkg = str_find_str(l.comment, STR(" DPKG is earlier than "));
	enum oval_truth truth;

	if (dpkg < l.comment.n)		/* as others write it */
		l.comment = str_fmt(c->a, "%.*s%.*s",
		    STR_ARG(str_sub(l.comment, 0, dpkg)),
		    STR_ARG(str_from_pos(l.comment, dpkg + 5)));
	truth = oval_earlier(c, &l, t);
	if (truth != OVAL_TRUE || !t->range.has_hi)
		return truth;
	t->range.hi = version_of(t->range.hi);
	if (str_eq(t->range.hi, STR("0"))) {
		t->range = (struct interval){ .has_hi = false };
		t->state = ADV_AFFECTED;
	}
	return truth;
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct str s = l->comment;

	if (str_ends(s, STR(" is installed")))
		t->release = release_of(str_sub(s, 0, s.n - 13));
	if (t->release.n != 0) {
		t->platform = true;
		t->eco = ecosystem_by_key(STR("debian"));
		return OVAL_TRUE;
	}
	if (l->test == OVAL_SYSTEM || str_ends(s, STR(" architecture")))
		return OVAL_TRUE;
	return package(c, *l, t);
}

static struct str
id(struct oval_case *c)
{
	static const char *const prefixes[] = { "CVE-", "DSA-", "DLA-",
		"TEMP-" };
	bool patch = str_eq(c->def.class, STR("patch"));
	struct str s = STR("");

	for (size_t i = patch ? 1 : 0; s.n == 0 && i < 4; i++)
		s = oval_ref_id(&c->def, prefixes[i]);
	if (s.n == 0)
		s = oval_ref_id(&c->def, prefixes[0]);
	if (s.n == 0)
		c->why = "neither a CVE nor an advisory's number";
	return s;
}

/* The release, where only the metadata tell it. */
static void
row(struct oval_case *c, const struct oval_term *t, struct adv_affected *x)
{
	(void)t;
	for (size_t i = 0; x->eco == NULL && i < c->def.nplatforms; i++) {
		x->release = release_of(c->def.platforms[i]);
		if (x->release.n != 0)
			x->eco = ecosystem_by_key(STR("debian"));
	}
	oval_row(c, x);
}

static const struct oval_vendor debian = {
	.eco = "debian", .scorer = "debian", .leaf = leaf, .id = id,
	.row = row,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&debian, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:org.debian");
}

const struct feed feed_debian_oval = {
	.name = "debian-oval", .about = "Debian, OVAL of a release",
	.pieces = true, .detect = detect, .load = load,
};
