/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/pull.h"

#include "base/arena.h"

void
pull_init(struct pull *p, const struct limits *lim, struct bom *b)
{
	p->b = b;
	p->lim = lim;
	p->tmp = arena_new(lim->memory);
	p->names = arena_new(lim->memory);
	p->decoder = (struct bom_decoder){ .b = b, .tmp = p->tmp };
	p->graph = (struct bom_graph){ .arena = p->names };
}

void
pull_done(struct pull *p)
{
	arena_free(p->tmp);
	arena_free(p->names);
}

enum rc
pull_stream(struct pull *p, struct reader *in, const struct limits *lim,
    struct bom *b, enum rc (*fn)(struct pull *p, struct err *e),
    size_t *ret_rest, struct err *e)
{
	pull_init(p, lim, b);
	p->j = json_in_new(in, lim->json_record);
	enum rc rc = fn(p, e);

	if (rc == RC_OK)
		*ret_rest = json_in_rest(p->j).n;
	json_in_free(p->j);
	pull_done(p);
	return rc;
}

enum rc
pull_document(struct pull *p, struct bom_in *in, const struct limits *lim,
    struct bom *b, enum rc (*fn)(struct pull *p, struct err *e),
    struct err *e)
{
	size_t rest = 0;
	enum rc rc = pull_stream(p, &in->reader, lim, b, fn, &rest, e);

	if (rc == RC_OK)
		bom_in_unread(in, rest);
	return rc;
}

enum rc
pull_enter(struct pull *p, enum json_kind kind, bool *ret, struct err *e)
{
	enum json_kind next;
	enum rc rc = json_in_peek(p->j, &next, e);

	*ret = false;
	if (rc != RC_OK || next != kind)
		return rc;
	*ret = true;
	return json_in_enter(p->j, e);
}

enum rc
pull_text_in(struct pull *p, struct arena *a, struct str *ret, struct err *e)
{
	enum json_kind kind;
	struct str s;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_NUMBER || kind == JSON_TRUE || kind == JSON_FALSE)
		rc = json_in_value(p->j, &s, e);
	else
		rc = json_in_string(p->j, &s, e);
	if (rc == RC_OK)
		*ret = str_dup(a, s);
	return rc;
}

enum rc
pull_text(struct pull *p, struct str *ret, struct err *e)
{
	return pull_text_in(p, p->b->arena, ret, e);
}

enum rc
pull_each(struct pull *p, enum json_kind kind, pull_fn *fn, void *ctx,
    struct err *e)
{
	struct str name;
	bool in;
	enum rc rc = pull_enter(p, kind, &in, e);

	if (rc != RC_OK || !in)
		return rc;
	while ((rc = json_in_next(p->j, &name, e)) == RC_OK) {
		rc = fn(p, ctx, name, e);
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
pull_each_of(struct pull *p, enum json_kind kind, pull_fn *fn, void *ctx,
    const char *what, struct err *e)
{
	enum json_kind next;
	enum rc rc = json_in_peek(p->j, &next, e);

	if (rc == RC_OK && next != kind && next != JSON_NULL)
		return err_set(e, RC_FORMAT, "line %llu: %s is no JSON %s",
		    (unsigned long long)json_in_line(p->j), what,
		    kind == JSON_ARRAY ? "array" : "object");
	return rc == RC_OK ? pull_each(p, kind, fn, ctx, e) : rc;
}

enum rc
pull_add(struct pull *p, const struct bom_component *c, struct err *e)
{
	if (p->b->ncomponents >= p->lim->components)
		return err_set(e, RC_LIMIT, "more than %llu components",
		    (unsigned long long)p->lim->components);
	*bom_add(p->b) = *c;
	return RC_OK;
}
