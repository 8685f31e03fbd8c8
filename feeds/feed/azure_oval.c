/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Azure Linux and CBL-Mariner.
 *
 * Source:   https://github.com/microsoft/AzureLinuxVulnerabilityData and
 *           CBL-MarinerVulnerabilityData, *-oval.xml.
 * Grammar:  a definition for each CVE and source package; metadata has
 *           patchable: true (a fix is out), false, Not Applicable (never
 *           affected).
 * Rules:    operations are "less than", "less than or equal" (no fix: up to
 *           the newest build) and "greater than" (with 0:0.0.0: everything);
 *           two of them bound a range. The release is told by the tag of the
 *           version (.cm2, .azl3), else by the file's name.
 * Traps:    blanks in versions ("0: 1.20.10-1.azl3"); a lower bound has the
 *           tag glued to the version ("0:1.19.0.cm2"). A CVE and package may
 *           have several definitions: the newest counts, but where one bounds
 *           a range all do.
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"

/* Where the tag ".cm2", ".azl3" begins that s ends with, or s.n. */
static size_t
tag_at(struct str s)
{
	size_t dot = str_rfind(s, '.'), letters = dot + 1;

	if (dot == s.n)
		return s.n;
	while (letters < s.n && is_lower(s.p[letters]))
		letters++;

	struct str word = str_sub(s, dot + 1, letters);
	uint64_t n;

	return (str_eq(word, STR("cm")) || str_eq(word, STR("azl"))) &&
	    str_u64(str_from_pos(s, letters), 1000, &n) ? dot : s.n;
}

static struct str
tag_release(struct arena *a, struct str evr)
{
	struct str tag = str_from_pos(evr, tag_at(evr));
	size_t i = 0;

	while (i < tag.n && !is_digit(tag.p[i]))
		i++;
	return tag.n == 0 ? tag : str_join(a, str_from_pos(tag, i),
	    STR(".0"));
}

/* "2.0" of "cbl-mariner-2.0-oval.xml": a digit, a dot, a digit. */
static struct str
file_release(struct str name)
{
	for (size_t i = name.n; i >= 3; i--)
		if (is_digit(name.p[i - 3]) && name.p[i - 2] == '.' &&
		    is_digit(name.p[i - 1]) && (i == name.n ||
		    !is_digit(name.p[i])) && (i == 3 ||
		    !is_digit(name.p[i - 4])))
			return str_sub(name, i - 3, i);
	return STR("");
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	enum oval_truth truth = oval_package(c, l, t);
	struct str evr = t->range.has_hi ? t->range.hi : t->range.lo;

	if (truth != OVAL_TRUE || t->name.n == 0)
		return truth;
	if (c->file->release.n != 0)
		t->release = c->file->release;
	else
		t->release = tag_release(c->a, evr);
	if (t->release.n == 0)
		t->release = tag_release(c->a, oval_evr(c->a, l->evr));
	if (t->release.n == 0)
		t->release = file_release(c->file->name);
	t->platform = t->release.n != 0;
	t->eco = t->platform ? ecosystem_by_key(STR("azurelinux")) : NULL;
	if (t->range.has_lo && str_find(t->range.lo, '-') == t->range.lo.n)
		t->range.lo = str_sub(t->range.lo, 0, tag_at(t->range.lo));
	if (t->range.has_lo && oval_is_zero(t->range.lo))
		t->range.has_lo = false;
	return truth;
}

static struct str
id(struct oval_case *c)
{
	struct str s = oval_ref_id(&c->def, "CVE-");

	if (s.n == 0)
		c->why = "no CVE";
	return s;
}

static void
row(struct oval_case *c, const struct oval_term *t, struct adv_affected *x)
{
	struct str p = c->def.patchable;

	(void)t;
	if (str_eq_nocase(p, STR("Not Applicable")))
		x->state = ADV_NOT_AFFECTED;
	else if (str_eq_nocase(p, STR("false")))
		x->state = ADV_AFFECTED;
	else if (!str_eq_nocase(p, STR("true")))
		c->why = "patchable is neither true, false nor Not Applicable";
	x->word = str_fmt(c->a, "patchable %.*s", STR_ARG(p));
	x->severity = severity_from_word(c->def.severity);
	x->has_severity = x->severity != SEV_UNKNOWN;
	oval_row(c, x);
}

/* "CVE-2023-1393 affecting package NAME for versions ...": CVE and name. */
static struct str
key(struct arena *a, const struct oval_def *d, size_t leaves)
{
	struct str rest = d->title, w[4] = { { NULL, 0 } };

	for (size_t i = 0; i < 4; i++)
		if (!str_word(&rest, &w[i]))
			return STR("");
	if (leaves != 1 || !str_eq(w[1], STR("affecting")) ||
	    !str_eq(w[2], STR("package")))
		return STR("");
	return str_fmt(a, "%.*s %.*s", STR_ARG(w[0]), STR_ARG(w[3]));
}

static const struct oval_vendor azure = {
	.eco = "azurelinux", .scorer = "azurelinux", .leaf = leaf, .id = id,
	.row = row, .key = key,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&azure, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:com.microsoft.azurelinux:") ||
	    oval_detect(h, "oval:com.microsoft.cbl-mariner:");
}

const struct feed feed_azure_oval = {
	.name = "azure-oval", .about = "Azure Linux and CBL-Mariner, OVAL",
	.pieces = true, .detect = detect, .load = load,
};
