/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/records.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/limits.h"
#include "feeds/feed/feed.h"
#include "text/json.h"

enum rc
records_one(const struct records *r, struct err *e)
{
	struct str what = str_from(r->what), text;
	struct json *root;
	struct err why;
	enum rc rc = json_in_value(r->j, &text, e);

	if (rc != RC_OK)
		return rc != RC_LIMIT ? rc : fill_reject(r->out, what,
		    "too large", e);
	rc = json_record(text, &root, NULL, &why);
	if (rc != RC_OK)
		return fill_reject(r->out, what, why.msg, e);
	rc = json_kind_of(root) == JSON_OBJECT ? r->each(r->ctx, root, e) :
	    fill_reject(r->out, what, "not an object", e);
	json_free(root);
	return rc;
}

enum rc
records_only(const struct records *r, const struct feed_file *f,
    struct err *e)
{
	struct arena *a = arena_new((size_t)limits_default.memory);
	struct json *root = NULL;
	struct str text;
	struct err why;
	enum rc rc = feed_only(r->j, a, &text, &why);

	if (rc == RC_OK)
		rc = json_record(text, &root, NULL, &why);
	rc = rc == RC_OK ? r->each(r->ctx, root, e) :
	    feed_lost(f, r->out, rc, &why, e);
	json_free(root);
	arena_free(a);
	return rc;
}

enum rc
records_count(const struct records *r, uint64_t *ret_n, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(r->j, &kind, e);

	*ret_n = 0;
	if (rc == RC_OK && kind != JSON_ARRAY)
		rc = err_set(e, RC_FORMAT, "line %llu: no list of records",
		    (unsigned long long)json_in_line(r->j));
	if (rc == RC_OK)
		rc = json_in_enter(r->j, e);
	while (rc == RC_OK && (rc = json_in_next(r->j, NULL, e)) == RC_OK) {
		rc = records_one(r, e);
		++*ret_n;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
records_each(const struct records *r, struct err *e)
{
	uint64_t n;

	return records_count(r, &n, e);
}
