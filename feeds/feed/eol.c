/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ends of life, from endoflife.date.
 *
 * Source:   https://endoflife.date/docs/api (v0) and /docs/api/v1.
 * Grammar:  v0, a file for each product (api/debian.json): [ { cycle,
 *           releaseDate, eol, support, lts } ], where the last three are a
 *           date, true or false. v1, api/v1/products/full: { schema_version,
 *           result: [ { name, releases: [ { name, releaseDate, isEol, eolFrom,
 *           isEoas, eoasFrom, isLts, ltsFrom } ] } ] }; one product:
 *           { schema_version, result: { name, releases } }.
 * Traps:    v0 names its product in the file's name only. `support: true` and
 *           `eol: false` mean that it goes on, `eol: true` that it is over
 *           since a day nobody knows; so does isEol without eolFrom.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/json.h"

enum { NAME_BYTES = 200 };

static const int64_t some_day = 1;	/* schemas/advisories.sql: eol */

/* A date, or true: 0 for what is not, or not known. */
static int64_t
day_of(const struct json *date, bool is_so)
{
	int64_t t;

	if (when_parse(json_text(date), &t) && t > 0)
		return when_day(t);
	return is_so || json_is_true(date) ? some_day : 0;
}

/* A cycle's name: mostly text, at times a number. */
static struct str
text_of(struct arena *a, const struct json *v)
{
	double d;

	if (json_kind_of(v) == JSON_NUMBER && json_double(v, &d))
		return str_fmt(a, "%.15g", d);
	return str_trim(json_text(v));
}

static enum rc
put_cycle(struct arena *a, struct str product, const struct json *v,
    struct fill *out, struct err *e)
{
	bool v0 = json_get(v, "cycle") != NULL;
	struct adv_eol x = { .product = product,
		.cycle = text_of(a, json_get(v, v0 ? "cycle" : "name")),
		.released_day = day_of(json_get(v, "releaseDate"), false) };
	const struct json *support = json_get(v, "support");

	if (x.cycle.n == 0 || x.cycle.n > NAME_BYTES)
		return fill_reject(out, product, "a cycle without a name", e);
	if (v0) {
		x.eol_day = day_of(json_get(v, "eol"), false);
		/* true goes on, false is over */
		if (json_kind_of(support) == JSON_STRING)
			x.eoas_day = day_of(support, false);
		else if (json_kind_of(support) == JSON_FALSE)
			x.eoas_day = some_day;
		x.lts_day = day_of(json_get(v, "lts"), false);
	} else {
		x.eol_day = day_of(json_get(v, "eolFrom"),
		    json_is_true(json_get(v, "isEol")));
		x.eoas_day = day_of(json_get(v, "eoasFrom"),
		    json_is_true(json_get(v, "isEoas")));
		x.lts_day = day_of(json_get(v, "ltsFrom"),
		    json_is_true(json_get(v, "isLts")));
	}
	return fill_eol(out, &x, e);
}

/* A product of v1. */
static enum rc
put_product(struct arena *a, const struct json *v, struct fill *out,
    struct err *e)
{
	struct str name = str_trim(json_get_text(v, "name"));
	const struct json *list = json_get(v, "releases");
	enum rc rc = RC_OK;

	if (name.n == 0 || name.n > NAME_BYTES ||
	    json_kind_of(list) != JSON_ARRAY)
		return fill_reject(out, str_sub(name, 0, 60),
		    "no product with releases", e);
	for (size_t i = 0; rc == RC_OK && i < json_count(list); i++)
		rc = put_cycle(a, name, json_at(list, i), out, e);
	return rc;
}

/* "debian" of "mirror/api/debian.json". */
static struct str
product_of(struct str name)
{
	name = feed_base(name);
	return str_sub(name, 0, str_find(name, '.'));
}

/* The value that comes next: a product, or a cycle of the named one. */
static enum rc
read_value(struct json_in *j, struct str product, struct fill *out,
    struct err *e)
{
	struct json *root = NULL;
	struct str text;
	struct err why;
	enum rc rc = json_in_value(j, &text, e);

	if (rc == RC_LIMIT)
		return fill_reject(out, product, "too long", e);
	if (rc != RC_OK)
		return rc;
	if (json_record(text, &root, NULL, &why) != RC_OK)
		return fill_reject(out, product, why.msg, e);

	struct arena *a = arena_new((size_t)limits_default.memory);

	rc = product.n == 0 ? put_product(a, root, out, e) :
	    put_cycle(a, product, root, out, e);
	arena_free(a);
	json_free(root);
	return rc;
}

static enum rc
read_list(struct json_in *j, struct str product, struct fill *out,
    struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc == RC_OK && kind == JSON_OBJECT)
		return read_value(j, product, out, e);
	if (rc == RC_OK)
		rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK)
		rc = read_value(j, product, out, e);
	return rc == RC_STOP ? RC_OK : rc;
}

/* v1's envelope. */
static enum rc
read_envelope(struct json_in *j, struct fill *out, struct err *e)
{
	struct str name, s;
	int64_t t;
	enum rc rc = json_in_enter(j, e);

	while (rc == RC_OK && (rc = json_in_next(j, &name, e)) == RC_OK) {
		if (str_eq(name, STR("result"))) {
			rc = read_list(j, STR(""), out, e);
		} else if (str_eq(name, STR("generated_at")) ||
		    str_eq(name, STR("last_modified"))) {
			rc = json_in_string(j, &s, e);
			if (rc == RC_OK && when_parse(s, &t))
				fill_data_time(out, t);
		} else {
			rc = json_in_skip(j, e);
		}
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct str product = product_of(f->name);
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc == RC_OK && kind == JSON_ARRAY && product.n == 0)
		rc = err_set(e, RC_FORMAT, "no product in the file's name");
	else if (rc == RC_OK)
		rc = kind == JSON_ARRAY ? read_list(j, product, out, e) :
		    read_envelope(j, out, e);
	if (rc == RC_OK)
		rc = feed_end(j, e);
	json_in_free(j);
	return rc;
}

static bool
has(const struct feed_head *h, struct str word)
{
	return str_find_str(h->text, word) < h->text.n;
}

static bool
detect(const struct feed_head *h)
{
	if (h->array)
		return has(h, STR("\"cycle\"")) && has(h, STR("\"eol\"")) &&
		    (has(h, STR("\"releaseDate\"")) ||
		    has(h, STR("\"latest\"")));
	return h->object && head_has(h, "schema_version") &&
	    has(h, STR("\"result\"")) && has(h, STR("\"releases\"")) &&
	    (has(h, STR("\"eolFrom\"")) || has(h, STR("\"isEol\"")));
}

const struct feed feed_eol = {
	.name = "eol", .about = "ends of life, from endoflife.date",
	.loose = true, .detect = detect, .load = load,
};
