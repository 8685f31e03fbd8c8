/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSL's own advisories.
 *
 * Source:   https://github.com/openssl/release-metadata, secjson/: a file per
 *           CVE in the CVE record format, version 5.
 * Grammar:  containers.cna: { affected: [ { product, versions: [ { version,
 *           lessThan, lessThanOrEqual, status } ] } ], metrics: [ { other: {
 *           content: { text } } } ], … }.
 * Traps:    the severity is a word among the metrics, of OpenSSL's own policy.
 *           These files are told from those of the CVE list, which CVE List
 *           v5 reads, by what the list adds: its dates and assignerShortName.
 *           Versions go on with letters (1.0.2, 1.0.2a … 1.0.2zg).
 */
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/json_feed.h"
#include "feeds/feed/table.h"
#include "text/json.h"

static bool
is_any(struct str version)
{
	return version.n == 0 || str_eq(version, STR("0")) ||
	    str_eq(version, STR("*")) || str_eq(version, STR("unspecified"));
}

static void
put_version(struct draft *d, const struct json *v)
{
	struct adv_cpe c = { .part = STR("a"), .vendor = STR("openssl"),
		.product = STR("openssl") };
	struct str from = str_trim(json_get_text(v, "version"));
	struct str below = str_trim(json_get_text(v, "lessThan"));
	struct str last = str_trim(json_get_text(v, "lessThanOrEqual"));

	if (!str_eq(json_get_text(v, "status"), STR("affected")))
		return;
	c.exact = below.n == 0 && last.n == 0 && !is_any(from);
	if (!is_any(from))
		c.range.lo = from;
	c.range.has_lo = c.range.lo_incl = !c.exact && !is_any(from);
	c.range.hi_incl = below.n == 0 && last.n != 0;
	c.range.hi = below.n != 0 ? below : last;
	c.range.has_hi = c.range.hi.n != 0 && !str_eq(c.range.hi, STR("*"));
	if (!c.range.has_hi)
		c.range.hi = STR("");
	draft_cpe(d, &c);
}

static void
put_affected(struct draft *d, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		const struct json *versions = json_get(v, "versions");

		if (!str_eq_nocase(json_get_text(v, "product"),
		    STR("OpenSSL")))
			continue;
		for (size_t k = 0; k < json_count(versions); k++)
			put_version(d, json_at(versions, k));
	}
}

static void
put_metrics(struct draft *d, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		struct str word = json_get_text(json_get(json_get(v, "other"),
		    "content"), "text");

		if (d->r.severity == SEV_UNKNOWN)
			d->r.severity = severity_from_word(word);
	}
}

static void
put_weaknesses(struct draft *d, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_get(json_at(list, i),
		    "descriptions");

		for (size_t k = 0; k < json_count(v); k++)
			draft_cwe(d, json_get_text(json_at(v, k), "cweId"));
	}
}

static const char *
put(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	const struct json *cna = json_get(json_get(root, "containers"), "cna");
	const struct json *meta = json_get(root, "cveMetadata");
	const struct json *links = json_get(cna, "references");
	const struct json *text = json_at(json_get(cna, "descriptions"), 0);
	struct draft d = { .a = a };
	struct str line;

	(void)name;
	d.r.id = str_trim(json_get_text(meta, "cveId"));
	if (!str_starts(d.r.id, STR("CVE-")) || d.r.id.n > 100)
		return "no identifier";
	if (str_eq(json_get_text(meta, "state"), STR("REJECTED")))
		d.r.flags |= ADV_REJECTED;
	d.r.text = json_get_text(text, "value");
	d.r.title = str_trim(json_get_text(cna, "title"));
	line = d.r.text;
	line = str_sub(line, 0, str_find(line, '\n'));
	if (d.r.title.n == 0)
		d.r.title = str_trim(line);
	d.r.has_published = when_parse(json_get_text(cna, "datePublic"),
	    &d.r.published_s);
	for (size_t i = 0; i < json_count(links); i++) {
		struct str url = json_get_text(json_at(links, i), "url");

		draft_link(&d, url);
		if (d.r.url.n == 0 && str_find_str(url, STR("/secadv/")) <
		    url.n)
			d.r.url = url;
	}
	put_affected(&d, json_get(cna, "affected"));
	put_metrics(&d, json_get(cna, "metrics"));
	put_weaknesses(&d, json_get(cna, "problemTypes"));
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
has(const struct feed_head *h, struct str text)
{
	return str_find_str(h->text, text) < h->text.n;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && head_has(h, "containers") &&
	    has(h, STR("\"CVE_RECORD\"")) &&
	    (has(h, STR("\"shortName\": \"openssl\"")) ||
	    has(h, STR("\"shortName\":\"openssl\""))) &&
	    !has(h, STR("\"assignerShortName\"")) &&
	    !has(h, STR("\"datePublished\""));
}

const struct feed feed_openssl = {
	.name = "openssl", .cpe = true,
	.about = "OpenSSL's advisories: secjson, a file per CVE",
	.loose = true, .detect = detect, .load = load,
};
