/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Photon OS, OVAL.
 *
 * Source:   https://packages.vmware.com/photon/photon_oval_definitions/
 *           (com.vmware.phsa-photonN.xml.gz).
 * Grammar:  a definition of class patch for each package of an advisory:
 *           "Photon OS 3 is installed" and one of the packages that are
 *           earlier than a version.
 * Rules:    the title's number ("PHSA-2020:00001") is the document's own; the
 *           reference PHSA:00001:3.0:0036 tells release and number of the
 *           advisory, its day of issue the year: PHSA-2019-3.0-0036. Several
 *           definitions of one advisory add up.
 * Traps:    releases have no ".0" here and have one everywhere else; what has
 *           no fix is only in the JSON files (photon.c).
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"

/* "3.0" of "3", "3.0". */
static struct str
release_of(struct arena *a, struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && s.p[i] != '.')
			return STR("");
	return s.n == 0 || str_find(s, '.') < s.n ? s :
	    str_join(a, s, STR(".0"));
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct str s = l->comment;

	if (str_find_str(s, STR(" is signed with ")) < s.n)
		return OVAL_TRUE;
	t->release = release_of(c->a, oval_between(s, "Photon OS ",
	    " is installed"));
	if (t->release.n != 0) {
		t->platform = true;
		t->eco = ecosystem_by_key(STR("photon"));
		return OVAL_TRUE;
	}
	return oval_earlier(c, l, t);
}

/* PHSA:00001:3.0:0036. */
static struct str
number_of(struct oval_case *c, struct str ref)
{
	struct str part[4] = { STR(""), STR(""), STR(""), STR("") }, one;
	struct str year = str_sub(c->def.issued, 0, 4);
	size_t n = 0;
	uint64_t v;

	while (n < 4 && str_split(&ref, ':', &one))
		part[n++] = str_trim(one);
	if (n != 4 || !str_eq(part[0], STR("PHSA")) || part[3].n == 0 ||
	    part[2].n == 0 || !str_u64(year, 9999, &v))
		return STR("");
	return str_fmt(c->a, "PHSA-%.*s-%.*s-%.*s", STR_ARG(year),
	    STR_ARG(part[2]), STR_ARG(part[3]));
}

static struct str
id(struct oval_case *c)
{
	struct str s = STR("");

	for (size_t i = 0; s.n == 0 && i < c->def.nrefs; i++)
		s = number_of(c, c->def.refs[i].id);
	if (s.n == 0)
		s = oval_ref_id(&c->def, "PHSA-");
	if (s.n == 0)
		c->why = "no number of an advisory";
	return s;
}

static const struct oval_vendor photon = {
	.eco = "photon", .scorer = "photon", .leaf = leaf, .id = id,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&photon, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:com.vmware.phsa:");
}

const struct feed feed_photon_oval = {
	.name = "photon-oval", .about = "Photon OS advisories, OVAL",
	.pieces = true, .detect = detect, .load = load,
};
