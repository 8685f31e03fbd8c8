/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/json_feed.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "text/json.h"

struct work {
	struct json_in *j;
	const struct limits *lim;
	struct fill *out;
	struct str name;
	json_record_fn *put;
};

/* The value that comes next. */
static enum rc
read_one(struct work *w, struct err *e)
{
	struct json *root = NULL;
	struct str text;
	struct err why;
	enum rc put_rc = RC_OK;
	enum rc rc = json_in_value(w->j, &text, &why);

	if (rc == RC_LIMIT)
		return fill_reject(w->out, w->name, why.msg, e);
	if (rc != RC_OK)
		return err_set(e, rc, "%s", why.msg);
	if (json_record(text, &root, NULL, &why) != RC_OK)
		return fill_reject(w->out, w->name, why.msg, e);

	struct arena *a = arena_new((size_t)w->lim->memory);
	const char *bad = w->put(a, root, w->name, w->out, &put_rc, e);

	rc = bad != NULL ? fill_reject(w->out, w->name, bad, e) : put_rc;
	arena_free(a);
	json_free(root);
	return rc;
}

enum rc
json_feed(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, json_record_fn *put,
    struct err *e)
{
	struct work w = { .j = json_in_new(in, (size_t)lim->json_record),
		.lim = lim, .out = out, .name = feed_base(f->name),
		.put = put };
	enum json_kind kind;
	enum rc rc = json_in_peek(w.j, &kind, e);

	if (rc == RC_OK && kind != JSON_ARRAY) {
		rc = read_one(&w, e);
	} else if (rc == RC_OK) {
		rc = json_in_enter(w.j, e);
		while (rc == RC_OK && (rc = json_in_next(w.j, NULL, e)) ==
		    RC_OK)
			rc = read_one(&w, e);
		if (rc == RC_STOP)
			rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = feed_end(w.j, e);
	json_in_free(w.j);
	return rc;
}
