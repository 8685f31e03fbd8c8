/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fedora's updates, as Bodhi tells them.
 *
 * Source:   https://bodhi.fedoraproject.org/updates/?type=security, its
 *           /docs/server_api/rest/updates.html.
 * Grammar:  { updates: [ update ], page, pages, total }, or one update:
 *           { alias, title, display_name, notes, type, status, severity,
 *           date_submitted, date_pushed, date_stable, date_modified, url,
 *           release: { version, id_prefix }, bugs: [ { title } ],
 *           builds: [ { nvr, epoch, type } ] }.
 * Traps:    builds are of source packages. CVEs stand in titles of bugs, in
 *           the notes, in the name. An update counts once it is stable; one in
 *           testing is a fix that is not there yet, others are withdrawn or
 *           unfinished. A module's build is no package.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/erratum.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "text/json.h"

struct bodhi {
	struct arena *a;	/* for one update */
	struct erratum x;
	struct errata all;
};

/* "widget-1.2-3.fc41": the last two parts are version and release. */
static bool
read_nvr(struct arena *a, const struct json *build, struct erratum_package *p)
{
	struct str nvr = str_trim(json_get_text(build, "nvr"));
	size_t release = str_rfind(nvr, '-');
	size_t version = str_rfind(str_sub(nvr, 0, release), '-');
	int64_t epoch;

	if (release == nvr.n || version == release || version == 0)
		return false;
	p->name = str_sub(nvr, 0, version);
	p->version = str_sub(nvr, version + 1, release);
	p->release = str_from_pos(nvr, release + 1);
	if (json_int(json_get(build, "epoch"), &epoch) && epoch > 0)
		p->epoch = str_fmt(a, "%lld", (long long)epoch);
	return true;
}

/* NULL, or what is wrong. */
static const char *
read_builds(struct bodhi *b, const struct json *list)
{
	struct erratum_package p;
	struct str type;

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);

		type = json_get_text(v, "type");
		if (type.n != 0 && !str_eq(type, STR("rpm")))
			return "builds that are no packages";
		p = (struct erratum_package){ .arch = STR("") };
		if (!read_nvr(b->a, v, &p))
			return "a build without name, version and release";
		erratum_package(&b->x, &p);
	}
	return NULL;
}

static void
read_cves(struct bodhi *b, const struct json *root)
{
	const struct json *bugs = json_get(root, "bugs");

	for (size_t i = 0; i < json_count(bugs); i++)
		erratum_title(&b->x, json_get_text(json_at(bugs, i),
		    "title"));
	if (!b->x.has_cve) {
		erratum_cves(&b->x, json_get_text(root, "display_name"));
		erratum_cves(&b->x, json_get_text(root, "title"));
		erratum_cves(&b->x, b->x.text);
	}
}

static struct str
first_date(const struct json *root, const char *const *names, size_t n)
{
	struct str s = STR("");

	for (size_t i = 0; i < n && s.n == 0; i++)
		s = json_get_text(root, names[i]);
	return s;
}

static void
read_head(struct bodhi *b, const struct json *root)
{
	static const char *const issued[] = { "date_stable", "date_pushed",
		"date_testing", "date_submitted" };
	static const char *const changed[] = { "date_modified",
		"date_stable" };
	const struct json *release = json_get(root, "release");
	struct erratum *x = &b->x;

	x->id = str_trim(json_get_text(root, "alias"));
	x->sender = STR("fedoraproject.org");
	/* Its words where it is told by updateinfo.xml. */
	x->product = str_fmt(b->a, "Fedora %s%.*s", str_starts(x->id,
	    STR("FEDORA-EPEL-")) ? "EPEL " : "",
	    STR_ARG(json_get_text(release, "version")));
	x->title = json_get_text(root, "display_name");
	if (x->title.n == 0)
		x->title = json_get_text(root, "title");
	x->type = json_get_text(root, "type");
	x->status = json_get_text(root, "status");
	x->severity = json_get_text(root, "severity");
	x->text = json_get_text(root, "notes");
	x->url = json_get_text(root, "url");
	x->issued = first_date(root, issued, 4);
	x->updated = first_date(root, changed, 2);
}

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct bodhi *b = ctx;
	const char *why;

	erratum_begin(&b->x, b->a);
	read_head(b, root);
	read_cves(b, root);
	why = read_builds(b, json_get(root, "builds"));
	if (str_eq(b->x.status, STR("testing")))
		b->x.testing = true;
	else if (!str_eq(b->x.status, STR("stable")))
		why = "neither stable nor in testing";
	if (why != NULL)
		return fill_reject(b->all.out, b->x.id.n != 0 ? b->x.id :
		    STR("update"), why, e);
	return erratum_put(&b->x, &b->all, e);
}

/* A page, or nothing that we know. */
static enum rc
read_page(const struct records *r, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_enter(r->j, e);

	while (rc == RC_OK && (rc = json_in_next(r->j, &name, e)) == RC_OK) {
		bool updates = str_eq(name, STR("updates"));

		rc = json_in_peek(r->j, &kind, e);
		if (rc == RC_OK)
			rc = updates && kind == JSON_ARRAY ?
			    records_each(r, e) : json_in_skip(r->j, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
is_page(struct str head)
{
	size_t updates = str_find_str(head, STR("\"updates\""));
	size_t alias = str_find_str(head, STR("\"alias\""));

	return updates < alias;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct bodhi b = { .a = arena_new((size_t)lim->memory),
		.all = { .file = f, .out = out, .loose = true } };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"update", put, &b };
	bool page = is_page(f->head);
	enum rc rc = page ? read_page(&r, e) : records_one(&r, e);

	if (rc == RC_OK)
		rc = feed_end(r.j, e);
	if (rc != RC_OK && !page)
		rc = feed_lost(f, out, rc, e, e);
	if (rc == RC_OK)
		rc = errata_end(&b.all, e);
	json_in_free(r.j);
	arena_free(b.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object &&
	    str_find_str(h->text, STR("\"builds\"")) < h->text.n &&
	    str_find_str(h->text, STR("\"alias\"")) < h->text.n &&
	    str_find_str(h->text, STR("\"FEDORA-")) < h->text.n;
}

const struct feed feed_bodhi = {
	.name = "bodhi", .about = "Fedora and EPEL, Bodhi's updates",
	.loose = true, .detect = detect, .load = load,
};
