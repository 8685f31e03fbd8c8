/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gentoo Linux Security Advisories.
 *
 * Source:   https://security.gentoo.org/glsa/, www.gentoo.org/dtd/glsa.dtd;
 *           glep-0014 (semantics of ranges and slots); PMS chapter 3.3 (order
 *           of versions).
 * Grammar:  glsa@id: title, product@type, announced, revised, affected/
 *           package@{name, arch}: vulnerable@{range, slot}, unaffected@{range,
 *           slot}; references/uri@link; impact@type.
 * Rules:    affected is what any `vulnerable` holds and no `unaffected` does.
 *           Portage's order is not needed to say so: each vulnerable range is
 *           a statement, and each unaffected one that is not just its
 *           complement is another that clears. The operators rlt, rle, rge,
 *           rgt compare revisions of one version: such a range ends before
 *           "_p", which follows all revisions. A slot is a condition beside it.
 * Traps:    "eq" with a star is a prefix, which no interval expresses; revised
 *           is "2007-12-30: 02" in old files; references may name no CVE.
 * Limits:   RANGES_MAX of a package, TEXT_MAX of an element, GLSA_MAX of all.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/when.h"
#include "feeds/feed/cve_text.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "feeds/feed/xml_root.h"
#include "identity/ecosystem.h"
#include "text/xml.h"

enum {
	RANGES_MAX = 4096,
	TEXT_MAX = 1 << 20,
	GLSA_MAX = 32 << 20,	/* all text of one */
	ITEMS_MAX = 100000,	/* statements, links and other names */
};

struct range {
	struct str op, slot, version;
	bool vulnerable;
};

struct glsa {
	struct xml_in *x;
	struct arena *a;
	struct draft d;
	struct buf text;
	struct adv_affected like;	/* of the package being read */
	struct range ranges[RANGES_MAX];
	size_t nranges;
	struct str synopsis;
	size_t bytes;
	bool infrastructure, has_cve, too_large;
};

static bool
is(const struct glsa *g, const char *name)
{
	return str_eq(xml_in_name(g->x), str_from(name));
}

/* A copy, as long as all of them are not too much. */
static struct str
keep(struct glsa *g, struct str s)
{
	s = str_trim(s);
	if (s.n > GLSA_MAX - g->bytes) {
		g->too_large = true;
		return STR("");
	}
	g->bytes += s.n;
	return str_dup(g->a, s);
}

static struct str
attr(struct glsa *g, const char *name)
{
	return keep(g, xml_in_attr(g->x, name));
}

/* Of the element just opened, elements in it included. */
static enum rc
read_text(struct glsa *g, struct str *ret, struct err *e)
{
	unsigned depth = xml_in_depth(g->x);
	enum xml_event event;
	enum rc rc;

	g->text.n = 0;
	while ((rc = xml_in_next(g->x, &event, e)) == RC_OK &&
	    event != XML_END &&
	    !(event == XML_CLOSE && xml_in_depth(g->x) == depth))
		if (event == XML_TEXT && g->text.n < TEXT_MAX)
			(void)buf_add_str(&g->text, xml_in_text(g->x));
	if (rc == RC_OK)
		*ret = keep(g, buf_str(&g->text));
	return rc;
}

/* ---- ranges ---- */

static bool
any_slot(struct str slot)
{
	return slot.n == 0 || str_eq(slot, STR("*"));
}

static bool
same_slot(struct str a, struct str b)
{
	return str_eq(a, b) || (any_slot(a) && any_slot(b));
}

/* "1.2.3" of "1.2.3-r4". */
static struct str
without_revision(struct str v)
{
	size_t at = str_rfind(v, '-');
	uint64_t n;

	if (at + 2 < v.n && v.p[at + 1] == 'r' &&
	    str_u64(str_from_pos(v, at + 2), UINT64_MAX, &n))
		return str_sub(v, 0, at);
	return v;
}

static void
upward(struct interval *i, struct str v, bool incl)
{
	i->lo = v;
	i->has_lo = true;
	i->lo_incl = incl;
}

static void
downward(struct interval *i, struct str v, bool incl)
{
	i->hi = v;
	i->has_hi = true;
	i->hi_incl = incl;
}

/* False: no interval says so. */
static bool
interval_of(struct arena *a, const struct range *r, struct interval *i)
{
	struct str op = r->op, base = without_revision(r->version);
	bool revisions = op.n == 3 && op.p[0] == 'r';

	*i = (struct interval){ .has_lo = false };
	if (revisions)
		op = str_from_pos(op, 1);
	if (str_ends(r->version, STR("*")))
		return false;
	if (str_eq(op, STR("lt")) || str_eq(op, STR("le"))) {
		downward(i, r->version, op.p[1] == 'e');
		if (revisions)
			upward(i, base, true);
	} else if (str_eq(op, STR("gt")) || str_eq(op, STR("ge"))) {
		upward(i, r->version, op.p[1] == 'e');
		if (revisions)
			downward(i, str_join(a, base, STR("_p")), false);
	} else if (str_eq(op, STR("eq"))) {
		upward(i, r->version, true);
		downward(i, r->version, true);
	} else {
		return false;
	}
	return true;
}

/* Does "unaffected" say no more than that "vulnerable" is all there is? */
static bool
is_complement(const struct glsa *g, const struct range *u)
{
	struct str want = str_eq(u->op, STR("ge")) ? STR("lt") :
	    str_eq(u->op, STR("gt")) ? STR("le") : STR("");
	bool any = false;

	for (size_t i = 0; i < g->nranges; i++) {
		const struct range *v = &g->ranges[i];

		if (!v->vulnerable)
			continue;
		if (!same_slot(v->slot, u->slot)) {
			/* One of any slot may reach into this one's. */
			if (any_slot(v->slot) || any_slot(u->slot))
				return false;
			continue;
		}
		if (!str_eq(v->op, want) || !str_eq(v->version, u->version))
			return false;
		any = true;
	}
	return any;
}

/* The version that a user of v's slot should go to: the first that "ge" or
   "rge" names. */
static struct str
fix_of(const struct glsa *g, const struct range *v)
{
	static const char *const ops[] = { "ge", "rge" };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < g->nranges; i++) {
			const struct range *u = &g->ranges[i];

			if (!u->vulnerable && same_slot(u->slot, v->slot) &&
			    str_eq(u->op, str_from(ops[k])))
				return u->version;
		}
	return STR("");
}

static void
put_range(struct glsa *g, const struct range *r)
{
	struct adv_affected x = g->like;

	x.word = r->vulnerable ? STR("vulnerable") : STR("unaffected");
	if (!any_slot(r->slot))
		x.extra = str_fmt(g->a, "slot=%.*s", STR_ARG(r->slot));
	x.state = ADV_NOT_AFFECTED;
	if (r->vulnerable) {
		x.fixed = fix_of(g, r);
		x.state = x.fixed.n != 0 ? ADV_FIXED : ADV_AFFECTED;
	}
	if (!interval_of(g->a, r, &x.range)) {
		x.opaque = true;
		x.range = (struct interval){ .lo = str_fmt(g->a, "%.*s %.*s",
		    STR_ARG(r->op), STR_ARG(r->version)) };
	} else if (interval_is_exact(&x.range)) {
		x.exact = true;
		x.range = (struct interval){ .lo = x.range.lo };
	}
	draft_affected(&g->d, &x);
}

static void
put_package(struct glsa *g)
{
	for (size_t i = 0; i < g->nranges; i++)
		if (g->ranges[i].vulnerable ||
		    !is_complement(g, &g->ranges[i]))
			put_range(g, &g->ranges[i]);
}

/* ---- the document ---- */

static enum rc
read_range(struct glsa *g, struct err *e)
{
	struct range *r;

	if (g->nranges == RANGES_MAX)
		return err_set(e, RC_LIMIT, "over %d ranges of a package",
		    RANGES_MAX);
	r = &g->ranges[g->nranges++];
	*r = (struct range){ .op = attr(g, "range"), .slot = attr(g, "slot"),
		.vulnerable = is(g, "vulnerable") };
	return read_text(g, &r->version, e);
}

static enum rc
read_package(struct glsa *g, struct err *e)
{
	unsigned depth = xml_in_depth(g->x);
	struct str arch = attr(g, "arch");
	enum xml_event event;
	enum rc rc;

	g->nranges = 0;
	g->like.name = attr(g, "name");
	g->like.arch = str_eq(arch, STR("*")) ? STR("") : arch;
	while ((rc = xml_in_next(g->x, &event, e)) == RC_OK &&
	    event != XML_END &&
	    !(event == XML_CLOSE && xml_in_depth(g->x) == depth)) {
		if (event == XML_OPEN && (is(g, "vulnerable") ||
		    is(g, "unaffected")))
			rc = read_range(g, e);
		if (rc != RC_OK)
			break;
	}
	if (rc == RC_OK && g->like.name.n != 0)
		put_package(g);
	return rc;
}

static void
take_cves(struct glsa *g, struct str text)
{
	struct str id;

	while (cve_next(&text, &id)) {
		draft_alias(&g->d, id, REL_FIXES);
		g->has_cve = true;
	}
}

static enum rc
read_uri(struct glsa *g, struct err *e)
{
	struct str link = attr(g, "link"), text;
	enum rc rc = read_text(g, &text, e);

	if (rc != RC_OK)
		return rc;
	draft_link(&g->d, link);
	take_cves(g, text);
	take_cves(g, link);
	return RC_OK;
}

static enum severity
severity_of(struct str impact)
{
	static const struct {
		struct str word;
		enum severity severity;
	} words[] = {
		{ { "minimal", 7 }, SEV_NEGLIGIBLE }, { { "low", 3 }, SEV_LOW },
		{ { "normal", 6 }, SEV_MEDIUM }, { { "high", 4 }, SEV_HIGH },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(impact, words[i].word))
			return words[i].severity;
	return SEV_UNKNOWN;
}

static enum rc
read_date(struct glsa *g, int64_t *ret, bool *ret_has, struct err *e)
{
	struct str text;
	enum rc rc = read_text(g, &text, e);

	if (rc == RC_OK)
		*ret_has = when_parse(str_sub(text, 0, str_find(text, ':')),
		    ret);
	return rc;
}

static enum rc
read_bug(struct glsa *g, struct err *e)
{
	struct str text;
	enum rc rc = read_text(g, &text, e);
	uint64_t n;

	if (rc == RC_OK && str_u64(text, UINT32_MAX, &n))
		draft_link(&g->d, str_fmt(g->a, "https://bugs.gentoo.org/%llu",
		    (unsigned long long)n));
	return rc;
}

/* An element below glsa. */
static enum rc
read_member(struct glsa *g, struct err *e)
{
	struct adv_record *r = &g->d.r;

	if (is(g, "title"))
		return read_text(g, &r->title, e);
	if (is(g, "synopsis"))
		return read_text(g, &g->synopsis, e);
	if (is(g, "description"))
		return read_text(g, &r->text, e);
	if (is(g, "announced"))
		return read_date(g, &r->published_s, &r->has_published, e);
	if (is(g, "revised"))
		return read_date(g, &r->modified_s, &r->has_modified, e);
	if (is(g, "bug"))
		return read_bug(g, e);
	if (is(g, "product"))
		g->infrastructure = !str_eq(attr(g, "type"), STR("ebuild"));
	else if (is(g, "impact"))
		r->severity = severity_of(attr(g, "type"));
	else if (is(g, "affected") || is(g, "references"))
		return RC_OK;
	return xml_in_skip(g->x, e);
}

static enum rc
read_event(struct glsa *g, enum xml_event event, struct err *e)
{
	unsigned depth = xml_in_depth(g->x);

	if (g->too_large || g->d.r.naffected + g->d.r.nlinks +
	    g->d.r.naliases > ITEMS_MAX)
		return err_set(e, RC_LIMIT, "larger than any GLSA");
	if (event != XML_OPEN)
		return RC_OK;
	if (depth == 1 && !is(g, "glsa"))
		return err_set(e, RC_FORMAT, "not a GLSA");
	if (depth == 1) {
		g->d.r.id = str_fmt(g->a, "GLSA-%.*s",
		    STR_ARG(attr(g, "id")));
		return RC_OK;
	}
	if (depth == 2)
		return read_member(g, e);
	if (is(g, "package"))
		return read_package(g, e);
	return is(g, "uri") ? read_uri(g, e) : xml_in_skip(g->x, e);
}

static enum rc
put(struct glsa *g, struct fill *out, struct err *e)
{
	struct adv_record *r = &g->d.r;

	if (str_eq(r->id, STR("GLSA-")) || r->id.n > 100)
		return fill_reject(out, r->title, "no id", e);
	if (!g->has_cve) {
		take_cves(g, g->synopsis);
		take_cves(g, r->text);
	}
	if (!r->has_modified) {
		r->has_modified = r->has_published;
		r->modified_s = r->published_s;
	}
	for (size_t i = 0; i < r->naffected; i++) {
		g->d.affected[i].has_known = r->has_modified;
		g->d.affected[i].known_day = when_day(r->modified_s);
	}
	if (g->infrastructure)
		r->naffected = 0;
	return draft_put(&g->d, out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct glsa *g = NEW(a, struct glsa);
	enum xml_event event = XML_TEXT;
	enum rc rc = xml_in_new(in, &g->x, e);

	g->a = g->d.a = a;
	g->like.eco = ecosystem_by_key(STR("gentoo"));
	while (rc == RC_OK && event != XML_END) {
		rc = xml_in_next(g->x, &event, e);
		if (rc == RC_OK && event != XML_END)
			rc = read_event(g, event, e);
	}
	rc = rc == RC_OK ? put(g, out, e) : feed_lost(f, out, rc, e, e);
	xml_in_free(g->x);
	buf_done(&g->text);
	arena_free(a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return xml_root_is(h->text, "glsa");
}

const struct feed feed_gentoo = {
	.name = "gentoo", .about = "Gentoo, GLSA XML: tree, archive, file",
	.loose = true, .detect = detect, .load = load,
};
