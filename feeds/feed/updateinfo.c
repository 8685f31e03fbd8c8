/* SPDX-License-Identifier: Apache-2.0 */
/*
 * updateinfo.xml: the errata of an rpm repository.
 *
 * Source:   rpm-software-management.github.io/createrepo_c, what dnf and
 *           zypper read of it (dnf(8), "updateinfo"); the files themselves.
 * Grammar:  updates/update@{from, status, type}: id, title, issued@date,
 *           updated@date, release, severity, description, references/
 *           reference@{href, id, title, type}, pkglist/collection@short:
 *           name, module@{name, stream}, package@{name, epoch, version,
 *           release, arch, src}.
 * Traps:    several collections of one update; a module is that of its whole
 *           collection; dates with a blank, without seconds (Amazon), as
 *           seconds since 1970 (SUSE); Fedora names CVEs in the titles of its
 *           bugs only; epochs "(none)"; repositories of one release repeat an
 *           update with other packages. Who speaks, and of which release:
 *           erratum_vendor.c.
 * Limits:   one update at a time; TEXT_MAX of its description.
 */
#include "feeds/feed/feed.h"

#include "base/arena.h"
#include "base/buf.h"
#include "feeds/feed/erratum.h"
#include "feeds/feed/table.h"
#include "feeds/feed/xml_root.h"
#include "text/xml.h"

enum { TEXT_MAX = 1 << 20 };

struct updateinfo {
	struct xml_in *x;
	struct arena *a;	/* for one update */
	struct erratum u;
	struct errata all;
	struct buf text;
	bool named;		/* the collection's name element was read */
};

static bool
is(const struct updateinfo *p, const char *name)
{
	return str_eq(xml_in_name(p->x), str_from(name));
}

static struct str
attr(struct updateinfo *p, const char *name)
{
	return xml_in_attr(p->x, name);
}

/* The text of the element just opened, elements in it included. */
static enum rc
read_text(struct updateinfo *p, struct str *ret, struct err *e)
{
	unsigned depth = xml_in_depth(p->x);
	enum xml_event event;
	enum rc rc;

	p->text.n = 0;
	while ((rc = xml_in_next(p->x, &event, e)) == RC_OK &&
	    event != XML_END &&
	    !(event == XML_CLOSE && xml_in_depth(p->x) == depth))
		if (event == XML_TEXT && p->text.n < TEXT_MAX)
			(void)buf_add_str(&p->text, xml_in_text(p->x));
	if (rc == RC_OK && erratum_room(&p->u, p->text.n))
		*ret = str_dup(p->a, str_trim(buf_str(&p->text)));
	return rc;
}

static enum rc
open_collection(struct updateinfo *p)
{
	erratum_collection(&p->u, attr(p, "short"), STR(""));
	p->named = false;
	return RC_OK;
}

static void
open_module(struct updateinfo *p)
{
	struct str name = str_dup(p->a, attr(p, "name"));

	erratum_module(&p->u, name, attr(p, "stream"));
}

static void
open_package(struct updateinfo *p)
{
	erratum_package(&p->u, &(struct erratum_package){
		.name = attr(p, "name"), .epoch = attr(p, "epoch"),
		.version = attr(p, "version"), .release = attr(p, "release"),
		.arch = attr(p, "arch"), .source = attr(p, "src") });
}

static void
open_reference(struct updateinfo *p)
{
	erratum_reference(&p->u, attr(p, "type"), attr(p, "id"),
	    attr(p, "title"), attr(p, "href"));
}

/* Names of elements below update's children. */
static enum rc
open_inner(struct updateinfo *p, struct err *e)
{
	if (is(p, "reference"))
		open_reference(p);
	else if (is(p, "collection"))
		return open_collection(p);
	else if (is(p, "module"))
		open_module(p);
	else if (is(p, "package"))
		open_package(p);
	else if (is(p, "name") && !p->named && p->u.ncollections != 0) {
		p->named = true;
		return read_text(p, &p->u.collections[
		    p->u.ncollections - 1].name, e);
	}
	return RC_OK;
}

static enum rc
open_member(struct updateinfo *p, struct err *e)
{
	struct str *to =
	    is(p, "id")			? &p->u.id
	    : is(p, "title")		? &p->u.title
	    : is(p, "release")		? &p->u.product
	    : is(p, "severity")		? &p->u.severity
	    : is(p, "description")	? &p->u.text
	    : NULL;

	if (to != NULL)
		return read_text(p, to, e);
	if (is(p, "issued"))
		p->u.issued = str_dup(p->a, attr(p, "date"));
	else if (is(p, "updated"))
		p->u.updated = str_dup(p->a, attr(p, "date"));
	return RC_OK;
}

static void
open_update(struct updateinfo *p)
{
	erratum_begin(&p->u, p->a);
	p->u.sender = str_dup(p->a, attr(p, "from"));
	if (p->u.sender.n == 0)
		p->u.sender = str_dup(p->a, attr(p, "author"));
	p->u.type = str_dup(p->a, attr(p, "type"));
	p->u.status = str_dup(p->a, attr(p, "status"));
	p->named = false;
}

static enum rc
close_update(struct updateinfo *p, struct err *e)
{
	/* Where no reference names one. */
	if (!p->u.has_cve && str_eq_nocase(p->u.type, STR("security"))) {
		erratum_cves(&p->u, p->u.title);
		erratum_cves(&p->u, p->u.text);
	}
	return erratum_put(&p->u, &p->all, e);
}

static enum rc
read_event(struct updateinfo *p, enum xml_event event, struct err *e)
{
	unsigned depth = xml_in_depth(p->x);

	if (event == XML_OPEN && depth == 1 && !is(p, "updates"))
		return err_set(e, RC_FORMAT, "no updateinfo: begins with "
		    "another element");
	if (event == XML_OPEN && depth == 2) {
		if (!is(p, "update"))
			return xml_in_skip(p->x, e);
		open_update(p);
		return RC_OK;
	}
	if (event == XML_CLOSE && depth == 2)
		return close_update(p, e);
	if (event == XML_OPEN && depth == 3)
		return open_member(p, e);
	return event == XML_OPEN && depth > 3 ? open_inner(p, e) : RC_OK;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct updateinfo p = { .all = { .file = f, .out = out },
		.a = arena_new((size_t)lim->memory) };
	enum xml_event event = XML_TEXT;
	enum rc rc = xml_in_new(in, &p.x, e);

	while (rc == RC_OK && event != XML_END) {
		rc = xml_in_next(p.x, &event, e);
		if (rc == RC_OK && event != XML_END)
			rc = read_event(&p, event, e);
	}
	if (rc == RC_OK)
		rc = errata_end(&p.all, e);
	xml_in_free(p.x);
	buf_done(&p.text);
	arena_free(p.a);
	return rc;
}

/* ---- whose file it is ---- */

/* What stands between a and b in text, from the first a on. */
static struct str
between(struct str text, const char *a, const char *b)
{
	size_t from = str_find_str(text, str_from(a));

	if (from == text.n)
		return STR("");
	text = str_from_pos(text, from + strlen(a));
	return str_sub(text, 0, str_find_str(text, str_from(b)));
}

static bool
detect_row(const struct feed_head *h, const char *row)
{
	const struct erratum_vendor *v;
	struct str from;

	if (!xml_root_is(h->text, "updates"))
		return false;
	from = between(h->text, "from=\"", "\"");
	if (from.n == 0)
		from = between(h->text, "author=\"", "\"");
	v = erratum_vendor_of(str_trim(between(h->text, "<id>", "</id>")),
	    from, str_trim(between(h->text, "<release>", "</release>")));
	return str_eq(str_from(row), v != NULL ? str_from(v->feed) :
	    STR("updateinfo"));
}

#define ROW(row, words) \
	static bool \
	detect_##row(const struct feed_head *h) \
	{ \
		return detect_row(h, #row); \
	} \
	const struct feed feed_##row = { \
		.name = #row, .about = words, .pieces = true, \
		.detect = detect_##row, .load = load, \
	}

ROW(amazon, "Amazon Linux, updateinfo.xml");
ROW(rocky, "Rocky Linux, updateinfo.xml");
ROW(almalinux, "AlmaLinux, updateinfo.xml");
ROW(bottlerocket, "Bottlerocket, updateinfo.xml");
ROW(fedora, "Fedora and EPEL, updateinfo.xml");
ROW(updateinfo, "updateinfo.xml of others: Oracle, SUSE, Anolis, ...");
