/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/feed.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "codec/reader.h"
#include "feeds/feed/table.h"
#include "text/json.h"

#define FEED_ROW(name) &feed_##name,
const struct feed *const feeds[] = {
	FEEDS(FEED_ROW)
	NULL,
};
#undef FEED_ROW

bool
head_has(const struct feed_head *h, const char *key)
{
	for (unsigned i = 0; i < h->nkeys; i++)
		if (str_eq(h->key[i], str_from(key)))
			return true;
	return false;
}

struct str
head_value(const struct feed_head *h, const char *key)
{
	for (unsigned i = 0; i < h->nkeys; i++)
		if (str_eq(h->key[i], str_from(key)))
			return h->value[i];
	return STR("");
}

static enum rc
read_inner(struct json_in *j, struct arena *a, struct feed_head *h,
    struct err *e)
{
	enum json_kind kind;
	struct str name;
	enum rc rc = json_in_enter(j, e);

	if (rc == RC_OK)
		rc = json_in_next(j, &name, e);
	if (rc != RC_OK)
		return rc == RC_STOP ? RC_OK : rc;
	h->inner = str_dup(a, str_sub(name, 0, 100));
	rc = json_in_peek(j, &kind, e);
	h->inner_object = rc == RC_OK && kind == JSON_OBJECT;
	while (rc == RC_OK) {
		rc = json_in_skip(j, e);
		if (rc == RC_OK)
			rc = json_in_next(j, &name, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_member(struct json_in *j, struct arena *a, struct feed_head *h,
    struct err *e)
{
	enum json_kind kind;
	struct str s;
	enum rc rc = json_in_next(j, &s, e);

	if (rc != RC_OK)
		return rc;
	h->key[h->nkeys++] = str_dup(a, str_sub(s, 0, 100));
	rc = json_in_peek(j, &kind, e);
	if (rc == RC_OK && kind == JSON_OBJECT && h->nkeys == 1)
		return read_inner(j, a, h, e);
	if (rc != RC_OK || kind != JSON_STRING)
		return rc == RC_OK ? json_in_skip(j, e) : rc;
	rc = json_in_string(j, &s, e);
	if (rc == RC_OK)
		h->value[h->nkeys - 1] = str_dup(a, str_sub(s, 0, 100));
	return rc;
}

/* As far as the head goes: where it is cut, reading just stops. */
static void
read_keys(struct feed_head *h, struct arena *a)
{
	struct reader *r = reader_of_mem(h->text.p, h->text.n);
	struct json_in *j = json_in_new(r, FEED_HEAD);
	struct err e;
	enum rc rc = json_in_enter(j, &e);

	while (rc == RC_OK && h->nkeys < FEED_KEYS)
		rc = read_member(j, a, h, &e);
	json_in_free(j);
	reader_close(r);
}

static const char *
looks_like(const struct feed_file *f, struct str s)
{
	if (s.n == 0)
		return "empty";
	if (s.p[0] == '<') {
		struct str tag = str_sub(s, 0, 9);

		return str_eq_nocase(tag, STR("<!doctype")) ||
		    str_eq_nocase(str_sub(tag, 0, 5), STR("<html")) ?
		    "an HTML page" : NULL;
	}
	if (str_starts(s, STR("version https://git-lfs")))
		return "a git-lfs pointer";
	if (str_ends(f->name, STR(".json")) && s.p[0] != '{' && s.p[0] != '[')
		return "no JSON in spite of its name";
	return NULL;
}

/* Is the text, all of a file, JSON? */
static bool
is_whole(struct str text)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	struct json_in *j = json_in_new(r, FEED_HEAD);
	enum json_kind kind = JSON_NULL;
	struct err e;
	enum rc rc;

	do {
		rc = json_in_skip(j, &e);
		if (rc == RC_OK)
			rc = json_in_peek(j, &kind, &e);
	} while (rc == RC_OK && kind != JSON_END);
	json_in_free(j);
	reader_close(r);
	return rc == RC_OK;
}

const struct feed *
feed_detect(const struct feed_file *f, const char **ret_why)
{
	struct arena *a = arena_new(MIB);
	struct feed_head h = { .name = f->name, .text = f->head };
	const struct feed *found = NULL;

	if (str_starts(h.text, STR("\xef\xbb\xbf")))
		h.text = str_from_pos(h.text, 3);

	struct str s = str_trim(h.text);

	h.object = s.n != 0 && s.p[0] == '{';
	h.array = s.n != 0 && s.p[0] == '[';
	if (h.object)
		read_keys(&h, a);
	for (size_t i = 0; found == NULL && feeds[i] != NULL; i++)
		if (feeds[i]->detect(&h))
			found = feeds[i];
	arena_free(a);
	*ret_why = found != NULL ? NULL : (h.object || h.array) &&
	    f->head.n < FEED_HEAD && !is_whole(h.text) ?
	    "JSON that is cut off or broken" : looks_like(f, s);
	return found;
}

struct str
feed_base(struct str name)
{
	size_t n = name.n;

	while (n > 0 && name.p[n - 1] != '/' && name.p[n - 1] != '!')
		n--;
	return str_from_pos(name, n);
}

enum rc
feed_cut(const struct feed_file *f, uint64_t line, struct err *e)
{
	return f->vouched ? RC_OK : err_set(e, RC_FORMAT,
	    "line %llu: cut short", (unsigned long long)line);
}

enum rc
feed_end(struct json_in *j, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc == RC_OK && kind != JSON_END)
		rc = err_set(e, RC_FORMAT, "line %llu: more after the end",
		    (unsigned long long)json_in_line(j));
	return rc;
}

enum rc
feed_only(struct json_in *j, struct arena *a, struct str *ret, struct err *e)
{
	struct str text;	/* borrowed until the next call */
	enum rc rc = json_in_value(j, &text, e);

	if (rc != RC_OK)
		return rc;
	*ret = str_dup(a, text);
	return feed_end(j, e);
}

enum rc
feed_lost(const struct feed_file *f, struct fill *out, enum rc rc,
    const struct err *why, struct err *e)
{
	struct err was = *why;		/* which may be e */

	if (rc == RC_OK)
		return rc;
	return rc == RC_IO ? err_set(e, rc, "%s", was.msg) :
	    fill_broken(out, feed_base(f->name), was.msg, e);
}
