/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AlmaLinux's errata.
 *
 * Source:   https://errata.almalinux.org/9/errata.json, and errata.full.json
 *           beside it.
 * Grammar:  an array (or { data: array }) of { updateinfo_id, issued_date,
 *           updated_date, severity, title, description, type, references:
 *           [ { id, type, href } ], pkglist: { name, module: { name, stream },
 *           packages: [ { name, epoch, version, release, arch, src } ] } }.
 * Traps:    times are { "$date": milliseconds } or seconds; pkglist may be a
 *           list of them; the release is told by the repository's name or the
 *           tag of a package. errata.full.json calls the number `id` and has
 *           packages and modules without a list around them.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/erratum.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "text/json.h"

struct alma {
	struct arena *a;	/* for one record */
	struct erratum x;
	struct errata all;
};

/* As text that erratum.c understands: seconds. */
static struct str
read_time(struct arena *a, const struct json *v)
{
	const struct json *ms = json_get(v, "$date");
	int64_t t;

	if (ms != NULL && json_int(ms, &t))
		return str_fmt(a, "%lld", (long long)(t / 1000));
	if (ms != NULL)
		return json_text(ms);
	if (json_kind_of(v) == JSON_NUMBER && json_int(v, &t))
		return str_fmt(a, "%lld", (long long)t);
	return json_text(v);
}

/* Numbers stand for strings in some. */
static struct str
text_of(struct arena *a, const struct json *v)
{
	int64_t n;

	if (json_kind_of(v) == JSON_NUMBER && json_int(v, &n))
		return str_fmt(a, "%lld", (long long)n);
	return json_text(v);
}

static void
read_package(struct alma *p, const struct json *v)
{
	erratum_package(&p->x, &(struct erratum_package){
		.name = json_get_text(v, "name"),
		.epoch = text_of(p->a, json_get(v, "epoch")),
		.version = text_of(p->a, json_get(v, "version")),
		.release = text_of(p->a, json_get(v, "release")),
		.arch = json_get_text(v, "arch"),
		.source = json_get_text(v, "src") });
}

static void
read_module(struct alma *p, const struct json *v)
{
	erratum_module(&p->x, json_get_text(v, "name"),
	    text_of(p->a, json_get(v, "stream")));
}

static void
read_list(struct alma *p, const struct json *v)
{
	const struct json *modules = json_get(v, "modules");
	const struct json *packages = json_get(v, "packages");

	if (packages == NULL)
		return;
	erratum_collection(&p->x, json_get_text(v, "shortname"),
	    json_get_text(v, "name"));
	read_module(p, json_get(v, "module"));
	for (size_t i = 0; i < json_count(modules); i++)
		read_module(p, json_at(modules, i));
	for (size_t i = 0; i < json_count(packages); i++)
		read_package(p, json_at(packages, i));
}

static void
read_references(struct alma *p, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);

		erratum_reference(&p->x, json_get_text(v, "type"),
		    json_get_text(v, "id"), json_get_text(v, "title"),
		    json_get_text(v, "href"));
	}
}

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct alma *p = ctx;
	struct erratum *x = &p->x;
	const struct json *list = json_get(root, "pkglist");

	erratum_begin(x, p->a);
	x->id = json_get_text(root, "updateinfo_id");
	if (x->id.n == 0)
		x->id = json_get_text(root, "id");
	x->id = str_trim(x->id);
	x->sender = STR("almalinux.org");
	x->title = json_get_text(root, "title");
	x->type = json_get_text(root, "type");
	x->severity = json_get_text(root, "severity");
	x->text = json_get_text(root, "description");
	x->issued = read_time(p->a, json_get(root, "issued_date"));
	x->updated = read_time(p->a, json_get(root, "updated_date"));
	if (json_kind_of(list) == JSON_ARRAY)
		for (size_t i = 0; i < json_count(list); i++)
			read_list(p, json_at(list, i));
	else
		read_list(p, list != NULL ? list : root);
	read_references(p, json_get(root, "references"));
	return erratum_put(x, &p->all, e);
}

/* { "data": [ ... ] } */
static enum rc
read_object(const struct records *r, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_enter(r->j, e);

	while (rc == RC_OK && (rc = json_in_next(r->j, &name, e)) == RC_OK) {
		bool data = str_eq(name, STR("data"));

		rc = json_in_peek(r->j, &kind, e);
		if (rc == RC_OK)
			rc = data && kind == JSON_ARRAY ?
			    records_each(r, e) : json_in_skip(r->j, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct alma p = { .a = arena_new((size_t)lim->memory),
		.all = { .file = f, .out = out } };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"erratum", put, &p };
	enum json_kind kind;
	enum rc rc = json_in_peek(r.j, &kind, e);

	if (rc == RC_OK)
		rc = kind == JSON_OBJECT ? read_object(&r, e) :
		    records_each(&r, e);
	if (rc == RC_OK)
		rc = feed_end(r.j, e);
	if (rc == RC_OK)
		rc = errata_end(&p.all, e);
	json_in_free(r.j);
	arena_free(p.a);
	return rc;
}

static bool
holds(struct str text, const char *words)
{
	return str_find_str(text, str_from(words)) < text.n;
}

static bool
detect(const struct feed_head *h)
{
	return (h->array && holds(h->text, "\"updateinfo_id\"")) ||
	    (h->object && head_has(h, "data") &&
	    holds(h->text, "\"issued_date\"") &&
	    (holds(h->text, "\"ALSA-") || holds(h->text, "\"ALBA-") ||
	    holds(h->text, "\"ALEA-")));
}

const struct feed feed_alma_errata = {
	.name = "alma-errata", .about = "AlmaLinux, errata.json",
	.pieces = true, .detect = detect, .load = load,
};
