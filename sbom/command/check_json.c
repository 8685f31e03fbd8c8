/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a JSON document, or of several after each other. */
#include "sbom/command/check.h"

#include <stdio.h>

#include "base/arena.h"
#include "text/json.h"

enum { NAME_SHOWN = 100 };	/* bytes of a member's name in a path */

struct walker {
	struct check *c;
	const struct rules *rules;
	struct json_in *j;
	struct buf path;		/* "components[].purl" */
	struct buf where;		/* "components[3].purl" */
};

static enum rc walk(struct walker *w, struct open_object *in, struct err *e);

static void
add_name(struct walker *w, struct str name)
{
	name = str_sub(name, 0, NAME_SHOWN);
	if (w->path.n != 0) {
		(void)buf_add(&w->path, ".", 1);
		(void)buf_add(&w->where, ".", 1);
	}
	(void)buf_add_str(&w->path, name);
	(void)buf_add_str(&w->where, name);
}

static void
add_index(struct walker *w, size_t i)
{
	char text[32];
	int n = snprintf(text, sizeof text, "[%zu]", i);

	(void)buf_add(&w->path, "[]", 2);
	(void)buf_add(&w->where, text, (size_t)n);
}

static enum rc
walk_members(struct walker *w, struct open_object *o, struct err *e)
{
	size_t path = w->path.n, where = w->where.n;
	struct str name;
	enum rc rc = json_in_enter(w->j, e);

	while (rc == RC_OK && (rc = json_in_next(w->j, &name, e)) == RC_OK) {
		size_t i = o->rule != NULL && o->rule->required != NULL ?
		    word_index(o->rule->required, name) : SIZE_MAX;

		if (i < 32)
			o->seen |= 1U << i;
		add_name(w, name);
		rc = walk(w, o, e);
		w->path.n = path;
		w->where.n = where;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
walk_object(struct walker *w, struct err *e)
{
	struct open_object o = { .line = json_in_line(w->j),
		.rule = check_object_rule(w->rules, buf_str(&w->path)) };
	enum rc rc = walk_members(w, &o, e);

	if (rc == RC_OK)
		check_object(w->c, &o, buf_str(&w->where));
	return rc;
}

static enum rc
walk_array(struct walker *w, struct err *e)
{
	size_t path = w->path.n, where = w->where.n;
	bool top = str_find(buf_str(&w->path), '[') == path;
	enum rc rc = json_in_enter(w->j, e);

	for (size_t i = 0; rc == RC_OK; i++) {
		rc = json_in_next(w->j, NULL, e);
		if (rc != RC_OK)
			break;
		add_index(w, i);
		rc = walk(w, NULL, e);
		w->path.n = path;
		w->where.n = where;
		if (top)		/* no pair is open above */
			arena_reset(w->c->tmp);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* A value of another kind than text has no rule, but null where text has to
   be. */
static enum rc
walk_scalar(struct walker *w, struct open_object *in, enum json_kind kind,
    struct err *e)
{
	const struct rule *r = check_rule(w->rules, buf_str(&w->path));
	uint64_t line = json_in_line(w->j);
	struct str text;

	if (r == NULL)
		return json_in_skip(w->j, e);
	if (kind != JSON_STRING) {
		check_fault(w->c, line, buf_str(&w->where),
		    kind == JSON_NULL ? "is null" : "is not text");
		return json_in_skip(w->j, e);
	}
	enum rc rc = json_in_string(w->j, &text, e);

	if (rc == RC_OK)
		check_value(w->c, r, in, line, buf_str(&w->where), text);
	return rc;
}

static enum rc
walk(struct walker *w, struct open_object *in, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(w->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	if (kind == JSON_OBJECT)
		return walk_object(w, e);	/* JSON_DEPTH bounds it */
	if (kind == JSON_ARRAY)
		return walk_array(w, e);
	return walk_scalar(w, in, kind, e);
}

enum rc
check_json(struct check *c, const struct rules *r, struct reader *in,
    const struct limits *lim, struct err *e)
{
	struct walker w = { .c = c, .rules = r,
		.j = json_in_new(in, (size_t)lim->json_record) };
	enum json_kind kind;
	enum rc rc;

	while ((rc = json_in_peek(w.j, &kind, e)) == RC_OK &&
	    kind != JSON_END) {
		rc = walk(&w, NULL, e);
		if (rc != RC_OK)
			break;
		check_end(c);
		arena_reset(c->tmp);
	}
	buf_done(&w.path);
	buf_done(&w.where);
	json_in_free(w.j);
	return rc;
}
