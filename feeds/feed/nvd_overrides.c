/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Anchore's overrides of NVD's configurations.
 *
 * Source:   https://github.com/anchore/nvd-data-overrides, data/YEAR/CVE.json.
 * Grammar:  { _annotation: { cve_id, reason, modified, published, references },
 *           cve: { configurations: [ as NVD has them ] } }.
 * Rules:    they take the place of NVD's configurations of this CVE, whichever
 *           is newer (lib/advisory/fill_order.c); all else that NVD says
 *           stays. One's own directory of this form does the same.
 * Traps:    "null:null" is the product of a CVE that has none.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/json_feed.h"
#include "feeds/feed/nvd_cpe.h"
#include "feeds/feed/table.h"
#include "text/json.h"

/* Without the product that stands for none. */
static size_t
drop_null(struct adv_cpe *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!str_eq(v[i].vendor, STR("null")) ||
		    !str_eq(v[i].product, STR("null")))
			v[kept++] = v[i];
	return kept;
}

static const char *
put(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	const struct json *note = json_get(root, "_annotation");
	const struct json *list = json_get(json_get(root, "cve"),
	    "configurations");
	struct draft d = { .a = a,
		.r = { .id = str_trim(json_get_text(note, "cve_id")) } };
	struct adv_cpe *v;
	size_t n, bad = 0;

	(void)name;
	if (!str_starts(d.r.id, STR("CVE-")) || d.r.id.n > 100)
		return "no CVE identifier";
	if (json_kind_of(list) != JSON_ARRAY)
		return "no configurations";
	d.r.has_modified = when_parse(json_get_text(note, "modified"),
	    &d.r.modified_s);
	d.r.has_published = when_parse(json_get_text(note, "published"),
	    &d.r.published_s);
	v = nvd_cpes(a, list, &n, &bad);
	n = drop_null(v, n);
	if (bad != 0)
		return "criteria that are no CPE name";
	for (size_t i = 0; i < n; i++)
		draft_cpe(&d, &v[i]);
	*ret_rc = draft_put(&d, out, e);
	return NULL;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	fill_partial(out);
	return json_feed(f, in, lim, out, put, e);
}

static bool
detect(const struct feed_head *h)
{
	return h->object && head_has(h, "_annotation") && head_has(h, "cve");
}

const struct feed feed_nvd_overrides = {
	.name = "nvd-overrides", .cpe = true,
	.about = "Anchore's corrections of NVD's configurations",
	.loose = true, .detect = detect, .load = load,
};
