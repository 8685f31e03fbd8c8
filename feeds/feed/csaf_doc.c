/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSAF: the Common Security Advisory Framework, as a stream.
 *
 * Source:   OASIS CSAF 2.0 (docs.oasis-open.org/csaf/csaf/v2.0), sections 3.1
 *           and 3.2; what 2.1 renames is taken too.
 * Grammar:  { document, product_tree, vulnerabilities: [...] }.
 * Traps:    members come in any order (most producers sort them): lists of
 *           product ids come before what is said of them, and
 *           vulnerabilities may come before the tree. Product ids mean
 *           nothing outside of the document.
 * Limits:   the tree is held, some 200 bytes and its text for a product (a
 *           kernel's has 100,000); vulnerabilities pass one by one.
 */
#include "feeds/feed/csaf_int.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "codec/reader.h"
#include "text/json.h"

enum { LINKS = 200 };	/* of one document or vulnerability */

enum rc
csaf_object(struct csaf *c, csaf_member_fn *fn, void *to, struct err *e)
{
	enum json_kind kind;
	struct str name;
	enum rc rc = json_in_peek(c->j, &kind, e);

	if (rc != RC_OK || kind != JSON_OBJECT)
		return rc != RC_OK ? rc : json_in_skip(c->j, e);
	rc = json_in_enter(c->j, e);
	while (rc == RC_OK && (rc = json_in_next(c->j, &name, e)) == RC_OK)
		rc = fn(c, name, to, e);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
csaf_array(struct csaf *c, csaf_element_fn *fn, void *to, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(c->j, &kind, e);

	if (rc != RC_OK || kind != JSON_ARRAY)
		return rc != RC_OK ? rc : json_in_skip(c->j, e);
	rc = json_in_enter(c->j, e);
	while (rc == RC_OK && (rc = json_in_next(c->j, NULL, e)) == RC_OK)
		rc = fn(c, to, e);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
csaf_text(struct csaf *c, struct arena *a, struct str *to, struct err *e)
{
	struct str s;
	enum rc rc = json_in_string(c->j, &s, e);

	if (rc == RC_LIMIT) {
		*to = STR("");
		return RC_OK;
	}
	if (rc == RC_OK)
		*to = s.n > MIB ? STR("") : str_dup(a, str_trim(s));
	return rc;
}

enum rc
csaf_time(struct csaf *c, bool *ret_has, int64_t *ret_s, struct err *e)
{
	struct str s;
	enum rc rc = json_in_string(c->j, &s, e);

	if (rc == RC_OK)
		*ret_has = when_parse(s, ret_s);
	return rc;
}

/* ---- references ---- */

struct links {
	struct arena *a;
	struct str **v;
	size_t *n, *cap;
};

static enum rc
link_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct links *l = to;
	struct str url;
	enum rc rc;

	if (!str_eq(name, STR("url")))
		return json_in_skip(c->j, e);
	rc = csaf_text(c, l->a, &url, e);
	if (rc != RC_OK || url.n == 0 || *l->n == LINKS)
		return rc;
	for (size_t i = 0; i < *l->n; i++)
		if (str_eq((*l->v)[i], url))
			return RC_OK;
	*l->v = arena_grow(l->a, *l->v, *l->n, l->cap, sizeof **l->v);
	(*l->v)[(*l->n)++] = url;
	return RC_OK;
}

static enum rc
link_element(struct csaf *c, void *to, struct err *e)
{
	return csaf_object(c, link_member, to, e);
}

enum rc
csaf_links(struct csaf *c, struct arena *a, struct str **v, size_t *n,
    size_t *cap, struct err *e)
{
	struct links l = { a, v, n, cap };

	return csaf_array(c, link_element, &l, e);
}

/* ---- document ---- */

static enum rc
severity_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	(void)to;
	return str_eq(name, STR("text")) ?
	    csaf_text(c, c->d->a, &c->d->severity, e) : json_in_skip(c->j, e);
}

static enum rc
publisher_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct str *at = str_eq(name, STR("name")) ? &c->d->publisher
	    : str_eq(name, STR("namespace")) ? &c->d->namespace : NULL;

	(void)to;
	return at != NULL ? csaf_text(c, c->d->a, at, e) :
	    json_in_skip(c->j, e);
}

static enum rc
tracking_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct csaf_doc *d = c->d;
	struct str *at = str_eq(name, STR("id"))	? &d->id
	    : str_eq(name, STR("version"))		? &d->version
	    : str_eq(name, STR("status"))		? &d->status
	    : NULL;

	(void)to;
	if (at != NULL)
		return csaf_text(c, d->a, at, e);
	if (str_eq(name, STR("initial_release_date")))
		return csaf_time(c, &d->has_initial, &d->initial_s, e);
	if (str_eq(name, STR("current_release_date")))
		return csaf_time(c, &d->has_current, &d->current_s, e);
	return json_in_skip(c->j, e);
}

struct note {
	struct str category, text;
};

static enum rc
note_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct note *n = to;
	struct str *at = str_eq(name, STR("category")) ? &n->category
	    : str_eq(name, STR("text")) ? &n->text : NULL;

	return at != NULL ? csaf_text(c, c->d->a, at, e) :
	    json_in_skip(c->j, e);
}

static enum rc
note_element(struct csaf *c, void *to, struct err *e)
{
	struct note n = { STR(""), STR("") };
	enum rc rc = csaf_object(c, note_member, &n, e);

	(void)to;
	if (rc == RC_OK && c->d->summary.n == 0 &&
	    (str_eq(n.category, STR("summary")) ||
	    str_eq(n.category, STR("description"))))
		c->d->summary = n.text;
	return rc;
}

static enum rc
document_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct csaf_doc *d = c->d;

	(void)to;
	if (str_eq(name, STR("category")))
		return csaf_text(c, d->a, &d->category, e);
	if (str_eq(name, STR("title")))
		return csaf_text(c, d->a, &d->title, e);
	if (str_eq(name, STR("aggregate_severity")))
		return csaf_object(c, severity_member, NULL, e);
	if (str_eq(name, STR("publisher")))
		return csaf_object(c, publisher_member, NULL, e);
	if (str_eq(name, STR("tracking")))
		return csaf_object(c, tracking_member, NULL, e);
	if (str_eq(name, STR("notes")))
		return csaf_array(c, note_element, NULL, e);
	if (str_eq(name, STR("references")))
		return csaf_links(c, d->a, &d->links, &d->nlinks,
		    &d->links_cap, e);
	return json_in_skip(c->j, e);
}

/* ---- the whole ---- */

struct whole {
	bool document, tree;
	struct str kept;	/* vulnerabilities that came too early */
};

static enum rc
root_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct whole *w = to;
	struct str text;
	enum rc rc;

	if (str_eq(name, STR("document"))) {
		w->document = true;
		return csaf_object(c, document_member, NULL, e);
	}
	if (str_eq(name, STR("product_tree"))) {
		w->tree = true;
		return csaf_tree(c, e);
	}
	if (!str_eq(name, STR("vulnerabilities")))
		return json_in_skip(c->j, e);
	if (w->document && w->tree)
		return csaf_array(c, csaf_vulnerability, NULL, e);
	rc = json_in_value(c->j, &text, e);
	if (rc == RC_LIMIT)
		return err_set(e, rc, "vulnerabilities before the products "
		    "that they speak of, and too large to be held");
	if (rc == RC_OK)
		w->kept = str_dup(c->d->a, text);
	return rc;
}

static enum rc
read_kept(struct csaf *c, struct str text, size_t max, struct err *e)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	enum rc rc;

	c->j = json_in_new(r, max);
	rc = csaf_array(c, csaf_vulnerability, NULL, e);
	json_in_free(c->j);
	reader_close(r);
	return rc;
}

enum rc
csaf_read(struct json_in *j, struct csaf_doc *d, size_t max,
    csaf_each_fn *each, void *ctx, struct err *e)
{
	struct csaf c = { .j = j, .d = d, .products = map_new(d->a),
		.scratch = arena_new((size_t)limits_default.memory),
		.groups = map_new(d->a), .each = each, .ctx = ctx };
	struct whole w = { .document = false };
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc == RC_OK && kind != JSON_OBJECT)
		rc = err_set(e, RC_FORMAT, "not an object");
	if (rc == RC_OK)
		rc = csaf_object(&c, root_member, &w, e);
	if (rc == RC_OK && w.kept.n != 0)
		rc = read_kept(&c, w.kept, max, e);
	arena_free(c.scratch);
	return rc;
}
