/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of an XML document: CycloneDX. */
#include "sbom/command/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "text/xml.h"

enum { NAME_SHOWN = 100, TEXT_KEPT = 1 << 20 };

struct level {			/* one open element */
	struct open_object o;
	size_t path, where;	/* their lengths without it */
	char child[NAME_SHOWN];	/* name of the last one in it */
	size_t same;		/* of that name before it */
	bool parent;		/* it holds elements */
};

struct walker {
	struct check *c;
	const struct rules *rules;
	struct xml_in *x;
	struct buf path, where, text;
	struct level *v;	/* XML_DEPTH + 1: [0] is around the root */
	size_t n;
};

static void
mark_seen(struct level *l, struct str name)
{
	size_t i = l->o.rule != NULL && l->o.rule->required != NULL ?
	    word_index(l->o.rule->required, name) : SIZE_MAX;

	if (i < 32)
		l->o.seen |= 1U << i;
}

/* A value below the element that is open: an attribute of it. */
static void
attribute(struct walker *w, struct level *l, const char *name)
{
	struct str value = xml_in_attr(w->x, name);
	size_t path = w->path.n, where = w->where.n;
	const struct rule *r;

	if (value.n == 0)
		return;
	(void)buf_add_str(&w->path, STR(".@"));
	(void)buf_add_str(&w->path, str_from(name));
	(void)buf_add_str(&w->where, STR("/@"));
	(void)buf_add_str(&w->where, str_from(name));
	r = check_rule(w->rules, buf_str(&w->path));
	if (r != NULL)
		check_value(w->c, r, &l->o, l->o.line, buf_str(&w->where),
		    value);
	w->path.n = path;
	w->where.n = where;
	mark_seen(l, str_join(w->c->tmp, STR("@"), str_from(name)));
}

/* Its place among those of its name, where it is not the first. */
static void
add_name(struct walker *w, struct level *above, struct str name)
{
	char index[32];

	if (str_eq(name, str_from(above->child)))
		above->same++;
	else
		above->same = 0;
	memcpy(above->child, name.n != 0 ? name.p : "", name.n);
	above->child[name.n] = '\0';
	if (w->path.n != 0)
		(void)buf_add(&w->path, ".", 1);
	(void)buf_add_str(&w->path, name);
	(void)buf_add(&w->where, "/", 1);
	(void)buf_add_str(&w->where, name);
	if (above->same != 0)
		(void)buf_add(&w->where, index, (size_t)snprintf(index,
		    sizeof index, "[%zu]", above->same + 1));
}

static void
open_element(struct walker *w)
{
	static const char *const names[] = { "bom-ref", "type", "alg", "ref",
		"serialNumber" };
	struct str name = str_sub(xml_in_name(w->x), 0, NAME_SHOWN - 1);
	struct level *above = &w->v[w->n], *l = &w->v[++w->n];

	*l = (struct level){ .path = w->path.n, .where = w->where.n };
	above->parent = true;
	mark_seen(above, name);
	add_name(w, above, name);
	l->o.line = xml_in_line(w->x);
	l->o.rule = check_object_rule(w->rules, buf_str(&w->path));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		attribute(w, l, names[i]);
	w->text.n = 0;
}

static void
close_element(struct walker *w)
{
	struct level *l = &w->v[w->n--];
	const struct rule *r = l->parent ? NULL :
	    check_rule(w->rules, buf_str(&w->path));
	/* The text of a digest belongs to itself, not to what is around. */
	bool own = l->o.rule != NULL;

	if (r != NULL)
		check_value(w->c, r, own ? &l->o : &w->v[w->n].o, l->o.line,
		    buf_str(&w->where), str_trim(buf_str(&w->text)));
	check_object(w->c, &l->o, buf_str(&w->where));
	w->path.n = l->path;
	w->where.n = l->where;
	w->text.n = 0;
	if (w->n <= 2)		/* root, and its sections: no pair is open */
		arena_reset(w->c->tmp);
}

static enum rc
walk(struct walker *w, struct err *e)
{
	enum xml_event event;
	enum rc rc;

	while ((rc = xml_in_next(w->x, &event, e)) == RC_OK &&
	    event != XML_END) {
		if (event == XML_OPEN && w->n == XML_DEPTH)
			return err_set(e, RC_LIMIT, "elements are too deep");
		if (event == XML_OPEN)
			open_element(w);
		else if (event == XML_CLOSE)
			close_element(w);
		else if (w->text.n < TEXT_KEPT)
			(void)buf_add_str(&w->text, xml_in_text(w->x));
	}
	return rc;
}

enum rc
check_xml(struct check *c, const struct rules *r, struct reader *in,
    struct err *e)
{
	struct walker w = { .c = c, .rules = r };
	enum rc rc = xml_in_new(in, &w.x, e);

	if (rc != RC_OK)
		return rc;
	w.v = NEWN(c->arena, struct level, XML_DEPTH + 1);
	rc = walk(&w, e);
	check_end(c);
	buf_done(&w.path);
	buf_done(&w.where);
	buf_done(&w.text);
	xml_in_free(w.x);
	return rc;
}
