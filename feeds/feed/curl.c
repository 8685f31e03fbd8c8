/* SPDX-License-Identifier: Apache-2.0 */
/*
 * curl's own advisories.
 *
 * Source:   https://curl.se/docs/vuln.json (an array) and
 *           https://curl.se/docs/CVE-YYYY-NNNN.json; OSV's form.
 * Grammar:  OSV, and database_specific: { package, affects: "lib" | "tool" |
 *           "both", severity, CWE: { id } }.
 * Traps:    no `package` is named, so that OSV's reader finds no statement:
 *           they are of the products curl and libcurl, whose versions are one.
 *           The tool has the library's bugs too. `versions` lists what the
 *           ranges hold anyway.
 */
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/json_feed.h"
#include "feeds/feed/osv_range.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

static void
put_product(struct draft *d, struct str product, const struct osv_range *r)
{
	struct adv_cpe c = { .part = STR("a"), .vendor = STR("haxx"),
		.product = product, .range = r->range, .exact = r->exact };

	if (!r->opaque && !r->never)
		draft_cpe(d, &c);
}

static void
put_affected(struct draft *d, const struct json *root)
{
	static const struct ecosystem own = { .key = "curl",
		.scheme = VERSION_SEMVER, .names = ECO_EITHER };
	const struct json *list = json_get(root, "affected");
	bool tool = str_eq(json_get_text(json_get(root, "database_specific"),
	    "affects"), STR("tool"));

	for (size_t i = 0; i < json_count(list); i++) {
		size_t n = 0;
		struct osv_range *v = osv_ranges(d->a, json_at(list, i), &own,
		    &n);

		for (size_t k = 0; k < n; k++) {
			put_product(d, STR("curl"), &v[k]);
			if (!tool)
				put_product(d, STR("libcurl"), &v[k]);
		}
	}
}

static const char *
put(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	const struct json *own = json_get(root, "database_specific");
	const struct json *aliases = json_get(root, "aliases");
	struct draft d = { .a = a };

	(void)name;
	d.r.id = str_trim(json_get_text(root, "id"));
	if (!str_starts(d.r.id, STR("CURL-")) || d.r.id.n > 100)
		return "no identifier of curl's";
	d.r.title = json_get_text(root, "summary");
	d.r.text = json_get_text(root, "details");
	d.r.url = json_get_text(own, "www");
	draft_link(&d, d.r.url);
	draft_link(&d, json_get_text(own, "issue"));
	draft_cwe(&d, json_get_text(json_get(own, "CWE"), "id"));
	d.r.severity = severity_from_word(json_get_text(own, "severity"));
	d.r.has_published = when_parse(json_get_text(root, "published"),
	    &d.r.published_s);
	d.r.has_modified = when_parse(json_get_text(root, "modified"),
	    &d.r.modified_s);
	d.r.has_withdrawn = when_parse(json_get_text(root, "withdrawn"),
	    &d.r.withdrawn_s);
	if (d.r.has_withdrawn)
		d.r.flags |= ADV_WITHDRAWN;
	for (size_t i = 0; i < json_count(aliases); i++)
		draft_alias(&d, json_text(json_at(aliases, i)), REL_ALIAS);
	put_affected(&d, root);
	*ret_rc = draft_put(&d, out, e);
	return NULL;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return json_feed(f, in, lim, out, put, e);
}

static bool
detect(const struct feed_head *h)
{
	if (h->object)
		return str_starts(head_value(h, "id"), STR("CURL-CVE-"));
	return h->array && str_find_str(h->text, STR("\"CURL-CVE-")) <
	    h->text.n && str_find_str(h->text, STR("\"schema_version\"")) <
	    h->text.n;
}

const struct feed feed_curl = {
	.name = "curl", .cpe = true,
	.about = "curl's advisories: vuln.json or one CVE each",
	.loose = true, .detect = detect, .load = load,
};
