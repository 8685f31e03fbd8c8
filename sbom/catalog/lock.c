/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/lock.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/hash.h"

/* Lock files as graphs. O(packages + edges) time and memory, no recursion. */
struct lock_need {
	struct lock_pkg *to;
	bool dev;
	struct lock_need *next;
};

void
lock_init(struct lock *l, struct arena *a)
{
	*l = (struct lock){ .arena = a, .by_key = map_new(a) };
	l->last = &l->first;
}

struct lock_pkg *
lock_add(struct lock *l)
{
	struct lock_pkg *p = NEW(l->arena, struct lock_pkg);

	p->p.type = "npm";
	p->id = l->n++;
	p->last = &p->needs;
	*l->last = p;
	l->last = &p->next;
	return p;
}

void
lock_offer(struct lock *l, struct lock_pkg *p, struct str key)
{
	void **at = map_put(l->by_key, key, NULL);

	if (*at == NULL)
		*at = p;
}

struct lock_pkg *
lock_find(const struct lock *l, struct str key)
{
	void **at = map_find(l->by_key, key);

	return at != NULL ? *at : NULL;
}

void
lock_need(struct lock *l, struct lock_pkg *from, struct lock_pkg *to,
    bool dev)
{
	if (to == NULL)
		return;
	struct lock_need *n = NEW(l->arena, struct lock_need);

	*n = (struct lock_need){ to, dev, NULL };
	*from->last = n;
	from->last = &n->next;
}

/* ---- for development only ---- */

/* Put what p needs on the list, unless it has been there. */
static struct lock_pkg *
push_needs(struct lock_pkg *list, const struct lock_pkg *p, bool dev,
    bool want)
{
	for (const struct lock_need *n = p->needs; n != NULL; n = n->next) {
		bool *mark = dev ? &n->to->dev_used : &n->to->used;

		if (*mark || n->dev != want)
			continue;
		*mark = true;
		n->to->todo = list;
		list = n->to;
	}
	return list;
}

static void
reach(struct lock *l, bool dev)
{
	struct lock_pkg *list = NULL;

	for (struct lock_pkg *p = l->first; p != NULL; p = p->next)
		if (p->root)
			list = push_needs(list, p, dev, dev);
	while (list != NULL) {
		struct lock_pkg *p = list;

		list = push_needs(p->todo, p, dev, false);
	}
}

void
lock_mark_dev(struct lock *l)
{
	reach(l, false);
	reach(l, true);
	for (struct lock_pkg *p = l->first; p != NULL; p = p->next)
		p->p.dev |= p->dev_used && !p->used && !p->root;
}

/* ---- out ---- */

static struct str
id_text(char *buf, size_t size, size_t id)
{
	(void)snprintf(buf, size, "%zu", id);
	return str_from(buf);
}

enum rc
lock_emit(const struct lock *l, struct records *out)
{
	char key[24];
	enum rc rc = RC_OK;

	for (const struct lock_pkg *p = l->first; p != NULL; p = p->next) {
		if (str_trim(p->p.name).n == 0)
			continue;
		if ((rc = out->package(out, &p->p)) != RC_OK)
			break;
		npm_say_source(out, &p->from);
		npm_say_integrity(out, p->integrity);
		out->provides(out, id_text(key, sizeof key, p->id));
		for (const struct lock_need *n = p->needs; n; n = n->next)
			out->requires(out, id_text(key, sizeof key,
			    n->to->id));
	}
	return rc;
}
