/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVRF: SUSE's and openEuler's updates.
 *
 * Source:   ICASI CVRF 1.1 (oasis-open.org, CVRF 1.2, is the same with other
 *           namespaces); ftp.suse.com/pub/projects/security/cvrf;
 *           repo.openeuler.org/security/data/cvrf.
 * Grammar:  cvrfdoc: DocumentTitle, DocumentTracking, DocumentNotes,
 *           ProductTree (Branch, FullProductName, Relationship), then a
 *           Vulnerability for each CVE.
 * Rules:    an erratum: one record that fixes the CVEs it names. SUSE states
 *           what is fixed by relationships of a package to a product.
 *           openEuler names the product only: it is all packages of the tree
 *           that have its CPE name, whose file names tell their versions.
 * Traps:    bytes that are no UTF-8 in documents that say they are; scores
 *           of version 3 without their prefix; the same ProductID for
 *           several packages.
 * Limits:   TEXT_MAX bytes of one text.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "feeds/feed/csaf_pick.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/mend.h"
#include "feeds/feed/nevra.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/xml.h"

enum { TEXT_MAX = 256 * 1024, NAMES = 8 };

struct package {		/* openEuler's */
	struct nevra n;
	struct str cpe;
};

struct cvrf {
	struct arena *a;
	struct xml_in *x;
	struct buf text;
	struct draft d;
	struct verdicts all;
	struct map *products;	/* csaf_product by id */
	struct map *told;	/* product ids of fixes */
	struct package *packages;
	size_t npackages, packages_cap;
	struct csaf_product *relation;	/* the one that is open */
	struct csaf_product *of, *in;
	struct str name[NAMES];	/* of the elements around */
	struct str id, cpe, note;	/* attributes of what is open */
	enum csaf_status status;
	enum severity worst;
	bool impact, openeuler;
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* The element that the one just closed lies in. */
static bool
inside(const struct cvrf *c, const char *want)
{
	unsigned depth = xml_in_depth(c->x);

	return depth >= 2 && depth - 2 < NAMES && is(c->name[depth - 2],
	    want);
}

static struct str
attr(struct cvrf *c, const char *name)
{
	return str_dup(c->a, str_trim(xml_in_attr(c->x, name)));
}

static struct csaf_product *
product(struct cvrf *c, struct str id)
{
	void **at = map_put(c->products, id, NULL);

	if (*at == NULL) {
		struct csaf_product *p = NEW(c->a, struct csaf_product);

		p->id = p->name = id;
		*at = p;
	}
	return *at;
}

static enum csaf_status
status_of(struct str type)
{
	return is(type, "Fixed") || is(type, "First Fixed") ||
	    is(type, "Recommended") ? CSAF_FIXED
	    : is(type, "Known Not Affected") ? CSAF_NOT_AFFECTED
	    : is(type, "Known Affected") ? CSAF_AFFECTED
	    : is(type, "Under Investigation") ? CSAF_INVESTIGATING
	    : CSAF_NONE;
}

static void
open_element(struct cvrf *c, struct str name)
{
	if (is(name, "Relationship")) {
		c->of = product(c, attr(c, "ProductReference"));
		c->in = product(c, attr(c, "RelatesToProductReference"));
	} else if (is(name, "FullProductName")) {
		c->id = attr(c, "ProductID");
		c->cpe = attr(c, "CPE");
	} else if (is(name, "Status")) {
		c->status = status_of(attr(c, "Type"));
	} else if (is(name, "Threat")) {
		c->impact = is(attr(c, "Type"), "Impact");
	} else if (is(name, "Note")) {
		c->note = attr(c, "Title");
	}
}

/* ---- products ---- */

static void
add_package(struct cvrf *c, struct str file)
{
	struct nevra n;

	if (!nevra_parse(file, NEVRA_BUILD, &n) || n.version.n == 0)
		return;
	c->packages = arena_grow(c->a, c->packages, c->npackages,
	    &c->packages_cap, sizeof *c->packages);
	c->packages[c->npackages++] = (struct package){ n, c->cpe };
}

static void
close_product_name(struct cvrf *c, struct str text)
{
	struct csaf_product *p;

	if (c->openeuler) {
		if (str_ends(text, STR(".rpm")))
			add_package(c, text);
		return;
	}
	if (c->id.n == 0)
		return;
	p = product(c, c->id);
	if (!inside(c, "Relationship")) {
		p->name = text.n != 0 ? text : p->name;
		if (p->cpe.n == 0)
			p->cpe = c->cpe;
	} else if (p->of == NULL && c->of != p && c->in != p) {
		p->of = c->of;
		p->in = c->in;
	}
}

/* ---- statements ---- */

static enum adv_state
state_of(enum csaf_status status)
{
	return status == CSAF_FIXED ? ADV_FIXED
	    : status == CSAF_NOT_AFFECTED ? ADV_NOT_AFFECTED
	    : status == CSAF_INVESTIGATING ? ADV_INVESTIGATING
	    : ADV_AFFECTED;
}

static void
add_verdict(struct cvrf *c, struct verdict v)
{
	v.state = state_of(c->status);
	if (v.state != ADV_FIXED)
		v.version = STR("");
	else if (v.version.n == 0)
		return;
	verdict_add(&c->all, &v);
}

/* "cpe:/a:openEuler:openEuler:22.03-LTS-SP1" is of openEuler-22.03-LTS-SP1. */
static bool
is_cpe_of(struct str cpe, struct str release)
{
	return str_eq(str_from_pos(cpe, str_rfind(cpe, ':') + 1), release);
}

static void
openeuler_status(struct cvrf *c, struct str id)
{
	struct verdict v = { .eco = ecosystem_by_key(STR("openeuler")),
		.release = openeuler_release(id), .word = STR(""),
		.module = STR("") };

	if (v.release.n == 0)
		return;
	for (size_t i = 0; i < c->npackages; i++) {
		const struct package *p = &c->packages[i];

		if (!is_cpe_of(p->cpe, v.release))
			continue;
		v.name = p->n.name;
		v.version = p->n.version;
		v.arch = p->n.arch;
		v.cpe = p->cpe;
		add_verdict(c, v);
	}
}

static void
close_product_id(struct cvrf *c, struct str id)
{
	struct csaf_picked picked;
	bool fresh;
	void **at;

	if (c->status == CSAF_NONE || !inside(c, "Status"))
		return;
	/* Each CVE repeats them. */
	(void)map_put(c->told, str_fmt(c->a, "%d %.*s", (int)c->status,
	    STR_ARG(id)), &fresh);
	if (!fresh)
		return;
	if (c->openeuler) {
		openeuler_status(c, id);
		return;
	}
	at = map_find(c->products, id);
	if (at == NULL)
		return;
	csaf_pick_suse(c->a, *at, &picked);
	for (size_t i = 0; i < picked.n; i++)
		add_verdict(c, picked.v[i]);
}

/* ---- the rest ---- */

static void
close_vector(struct cvrf *c, struct str text)
{
	/* Versions 3 and 4 begin with their name, which openEuler leaves out;
	   PR is a metric of version 3, Au one of version 2. */
	if (str_starts(text, STR("AV:")) &&
	    str_find_str(text, STR("/PR:")) < text.n)
		text = str_fmt(c->a, "CVSS:3.1/%.*s", STR_ARG(text));
	draft_cvss(&c->d, c->openeuler ? STR("openEuler") : STR("SUSE"),
	    text, STR(""), 0);
}

static void
close_description(struct cvrf *c, struct str text)
{
	enum severity s = severity_from_word(text);

	if (inside(c, "Threat") && c->impact && s > c->worst)
		c->worst = s;
}

static void
close_time(struct str text, bool *ret_has, int64_t *ret_s)
{
	*ret_has = when_parse(text, ret_s);
}

static void
close_element(struct cvrf *c, struct str name, struct str text)
{
	struct adv_record *r = &c->d.r;

	if (is(name, "FullProductName"))
		close_product_name(c, text);
	else if (is(name, "ProductID"))
		close_product_id(c, text);
	else if (is(name, "CVE"))
		draft_alias(&c->d, text, REL_FIXES);
	else if (is(name, "Description"))
		close_description(c, text);
	else if (is(name, "Vector") || is(name, "VectorV3"))
		close_vector(c, text);
	else if (is(name, "URL"))
		draft_link(&c->d, text);
	else if (is(name, "ID") && inside(c, "Identification"))
		r->id = text;
	else if (is(name, "DocumentTitle"))
		r->title = text;
	else if (is(name, "InitialReleaseDate"))
		close_time(text, &r->has_published, &r->published_s);
	else if (is(name, "CurrentReleaseDate"))
		close_time(text, &r->has_modified, &r->modified_s);
	else if (is(name, "Note") && inside(c, "DocumentNotes") &&
	    (is(c->note, "Details") || is(c->note, "Description")))
		r->text = text;
}

static enum rc
read_event(struct cvrf *c, enum xml_event event, struct err *e)
{
	unsigned depth = xml_in_depth(c->x);
	struct str name;

	if (event == XML_TEXT) {
		if (c->text.n < TEXT_MAX)
			(void)buf_add_str(&c->text, xml_in_text(c->x));
		return RC_OK;
	}
	if (event == XML_OPEN && depth == 1 && !is(xml_in_name(c->x),
	    "cvrfdoc"))
		return err_set(e, RC_FORMAT, "no CVRF document");
	name = str_dup(c->a, xml_in_name(c->x));
	if (event == XML_OPEN) {
		if (depth >= 1 && depth <= NAMES)
			c->name[depth - 1] = name;
		c->text.n = 0;
		open_element(c, name);
		return RC_OK;
	}
	close_element(c, name, str_dup(c->a, str_trim(buf_str(&c->text))));
	c->text.n = 0;
	return RC_OK;
}

/* ---- the document ---- */

static enum rc
read_all(struct cvrf *c, struct reader *in, struct err *e)
{
	struct reader *mended = mend_new(in);
	enum xml_event event = XML_TEXT;
	enum rc rc;

	if (mended == NULL)
		return err_sys(e, "document");
	rc = xml_in_new(mended, &c->x, e);
	while (rc == RC_OK && event != XML_END) {
		rc = xml_in_next(c->x, &event, e);
		if (rc == RC_OK && event != XML_END)
			rc = read_event(c, event, e);
	}
	xml_in_free(c->x);
	reader_close(mended);
	return rc;
}

static enum rc
put_record(struct cvrf *c, struct fill *out, struct err *e)
{
	struct adv_record *r = &c->d.r;
	struct adv_affected *v;
	size_t n;
	enum rc rc;

	if (r->id.n == 0 || r->id.n > 100)
		return fill_reject(out, r->title, "a document without an "
		    "identifier", e);
	for (size_t i = 0; r->has_published && i < c->all.n; i++) {
		c->all.v[i].has_known = true;
		c->all.v[i].known_day = when_day(r->published_s);
	}
	if (r->nlinks != 0)
		r->url = c->d.links[0];
	if (c->worst != SEV_UNKNOWN)
		r->severity = c->worst;
	v = verdicts_affected(&c->all, &n);
	for (size_t i = 0; i < n; i++)
		draft_affected(&c->d, &v[i]);
	rc = draft_put(&c->d, out, e);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (v[i].channel.n == 0 && (i == 0 || v[i].eco !=
		    v[i - 1].eco || !str_eq(v[i].release, v[i - 1].release)))
			rc = fill_namespace(out, v[i].eco, v[i].release, e);
	return rc;
}

static enum rc
load_vendor(const struct feed_file *f, struct reader *in,
    const struct limits *lim, bool openeuler, struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct cvrf c = { .a = a, .d = { .a = a }, .all = { .a = a },
		.products = map_new(a), .told = map_new(a),
		.openeuler = openeuler };
	struct err why;
	enum rc rc = read_all(&c, in, &why);

	if (rc == RC_OK)
		rc = put_record(&c, out, e);
	else
		rc = feed_lost(f, out, rc, &why, e);
	buf_done(&c.text);
	arena_free(a);
	return rc;
}

static enum rc
load_suse(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	return load_vendor(f, in, lim, false, out, e);
}

static enum rc
load_openeuler(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	return load_vendor(f, in, lim, true, out, e);
}

static bool
detect_vendor(const struct feed_head *h, const char *vendor)
{
	return str_starts(str_trim(h->text), STR("<")) &&
	    str_find_str(h->text, STR("<cvrfdoc")) < h->text.n &&
	    str_find_str(h->text, str_from(vendor)) < h->text.n;
}

static bool
detect_suse(const struct feed_head *h)
{
	return detect_vendor(h, "SUSE");
}

static bool
detect_openeuler(const struct feed_head *h)
{
	return detect_vendor(h, "openEuler");
}

const struct feed feed_suse_cvrf = {
	.name = "suse-cvrf", .about = "SUSE's updates in CVRF",
	.loose = true, .detect = detect_suse, .load = load_suse,
};

const struct feed feed_openeuler_cvrf = {
	.name = "openeuler-cvrf", .about = "openEuler's updates in CVRF",
	.loose = true, .detect = detect_openeuler, .load = load_openeuler,
};
