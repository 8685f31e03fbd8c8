/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a record: it is taken exactly when the pull reader takes it as
   one value (limits aside), mended or not, and everything in it can be read.
   Some of its members alone are what they are in the whole. */
/* fuzz-cover: lib/text/json_record.c */
/* fuzz-max: 8192 */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "base/limits.h"
#include "codec/reader.h"
#include "text/json.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_text(struct str s)
{
	if (utf8_valid(s.p, s.n) != s.n)
		abort();
}

static void
look(const struct json *v, unsigned depth)
{
	const struct json *child;
	struct str key;
	size_t n = 0;
	int64_t i;
	double d;

	if (depth > JSON_DEPTH + 1)
		abort();
	check_text(json_text(v));
	if (json_int(v, &i) && !json_double(v, &d))
		abort();
	(void)json_is_true(v);
	for (void *it = NULL; json_member(v, &it, &key, &child); n++) {
		check_text(key);
		look(child, depth + 1);
		if (memchr(key.p, 0, key.n) != NULL)
			abort();
		check_text(json_get_text(v, key.p));
	}
	if (json_kind_of(v) == JSON_OBJECT && n != json_count(v))
		abort();
	for (size_t k = 0; (child = json_at(v, k)) != NULL; k++)
		look(child, depth + 1);
}

static void
equal(const struct json *a, const struct json *b, unsigned depth)
{
	const struct json *x, *y;
	struct str k, m, s = json_text(a), t = json_text(b);

	if (json_kind_of(a) != json_kind_of(b) || !str_eq(s, t) || depth >
	    JSON_DEPTH + 1 || (a != NULL && json_count(a) != json_count(b)))
		abort();
	for (void *i = NULL, *o = NULL; json_member(a, &i, &k, &x);) {
		if (!json_member(b, &o, &m, &y) || !str_eq(k, m))
			abort();
		equal(x, y, depth + 1);
	}
	for (size_t i = 0; (x = json_at(a, i)) != NULL; i++)
		equal(x, json_at(b, i), depth + 1);
}

static void
some(struct str text, enum rc want, const struct json *all, const char *msg)
{
	static const char *const names[] = { "a", "id", "name", "", "b",
		"items", NULL };
	struct json *v = NULL;
	struct err e = { "" };
	enum rc rc = json_members(text, names, &v, &e);

	if (rc != want || strcmp(e.msg, msg) != 0 ||
	    json_kind_of(v) != json_kind_of(all))
		abort();
	for (size_t i = 0; names[i] != NULL; i++)
		equal(json_get(v, names[i]), json_get(all, names[i]), 0);
	json_free(v);
}

/* Does the pull reader take these bytes as one value? */
static enum rc
pull(const uint8_t *p, size_t n)
{
	struct reader *r = reader_of_mem(p, n);
	struct json_in *j = json_in_new(r, n);
	enum json_kind kind = JSON_END;
	struct str s;
	struct err e;
	enum rc rc = json_in_peek(j, &kind, &e);

	if (rc == RC_OK && kind == JSON_END)
		rc = RC_FORMAT;
	if (rc == RC_OK)
		rc = json_in_value(j, &s, &e);
	if (rc == RC_OK)
		rc = json_in_peek(j, &kind, &e);
	if (rc == RC_OK && kind != JSON_END)
		rc = RC_FORMAT;
	json_in_free(j);
	reader_close(r);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct json *root = NULL;
	struct err e = { "" };
	bool mended, bom = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0;
	enum rc rc = json_record(str_of(p, n), &root, &mended, &e);
	enum rc want = pull(p, n);

	if (rc != RC_OK && (e.msg[0] == '\0' || root != NULL))
		abort();
	if (rc != RC_LIMIT && want != RC_LIMIT && rc != want && !bom)
		abort();
	if (rc == RC_OK)
		look(root, 0);
	some(str_of(p, n), rc, root, e.msg);
	json_free(root);
	return 0;
}
