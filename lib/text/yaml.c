/* SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml.h"

#include <yaml.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"

/*
 * A tree from libyaml's events.
 *
 * Source:   https://yaml.org/spec/1.1/; yaml.h of libyaml 0.2.5.
 * Grammar:  libyaml's: YAML 1.1, UTF-8 or UTF-16 with a byte order mark.
 * Limits:   TREE_DEPTH, also of what an alias brings; TREE_NODES, with every
 *           alias counted as the nodes that it stands for, so that whoever
 *           walks the tree needs no bound of their own.
 */
struct open {
	struct node *node;
	struct str key;		/* of a map's next child */
	bool has_key;
	bool as_key;		/* the whole node is a key of the map around */
	size_t before;		/* nodes when it began */
	uint32_t height;	/* of the highest child */
};

struct build {
	struct tree tree;
	struct map *anchors;	/* of all documents so far */
	size_t since;		/* line on which this document began */
	struct open stack[TREE_DEPTH + 2];
	size_t depth;		/* entries of stack in use; 0 is the list of
				   documents */
};

/* A finished node's state: how many nodes it stands for, and its height. */
static uint32_t
state_of(size_t weight, uint32_t height)
{
	return (uint32_t)weight << 8 | height;
}

static size_t
line_of(const yaml_mark_t *m)
{
	return m->line + 1;
}

static enum rc
too_large(const yaml_event_t *ev, struct err *e)
{
	return err_set(e, RC_LIMIT, "line %zu: YAML of more than %d values",
	    line_of(&ev->start_mark), TREE_NODES);
}

static enum rc
too_deep(const yaml_event_t *ev, struct err *e)
{
	return err_set(e, RC_LIMIT, "line %zu: YAML is nested deeper than %d",
	    line_of(&ev->start_mark), TREE_DEPTH);
}

/* Is n to be a key of the map that is open? */
static bool
is_key(const struct build *b)
{
	const struct open *o = &b->stack[b->depth - 1];

	return o->node->kind == NODE_MAP && !o->has_key;
}

/* A finished node goes where it belongs. */
static void
place(struct build *b, struct node *n, bool as_key, uint32_t height)
{
	struct open *o = &b->stack[b->depth - 1];

	if (height + 1 > o->height)
		o->height = height + 1;
	if (as_key) {
		o->key = node_text(n);
		o->has_key = true;
		return;
	}
	n->key = o->key;
	o->key = STR("");
	o->has_key = false;
	tree_add(&b->tree, o->node, n);
}

static void
remember(struct build *b, const yaml_char_t *anchor, struct node *n)
{
	if (anchor != NULL)
		*map_put(b->anchors, str_dup(b->tree.arena,
		    str_from((const char *)anchor)), NULL) = n;
}

static enum rc
scalar(struct build *b, const yaml_event_t *ev, struct err *e)
{
	struct node *n = tree_node(&b->tree, NODE_TEXT,
	    line_of(&ev->start_mark));

	if (n == NULL)
		return too_large(ev, e);
	n->text = str_dup(b->tree.arena, str_of(ev->data.scalar.value,
	    ev->data.scalar.length));
	n->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	n->state = state_of(1, 0);
	remember(b, ev->data.scalar.anchor, n);
	place(b, n, is_key(b), 0);
	return RC_OK;
}

static enum rc
begin(struct build *b, const yaml_event_t *ev, enum node_kind kind,
    const yaml_char_t *anchor, struct err *e)
{
	size_t before = b->tree.nodes;
	struct node *n;

	/* The list of documents is no level. */
	if (b->depth > TREE_DEPTH)
		return too_deep(ev, e);
	n = tree_node(&b->tree, kind, line_of(&ev->start_mark));
	if (n == NULL)
		return too_large(ev, e);
	remember(b, anchor, n);

	bool as_key = is_key(b);

	b->stack[b->depth++] = (struct open){ .node = n, .as_key = as_key,
		.before = before };
	return RC_OK;
}

static void
end(struct build *b)
{
	struct open *o = &b->stack[--b->depth];

	o->node->state = state_of(b->tree.nodes - o->before, o->height);
	place(b, o->node, o->as_key, o->height);
}

static enum rc
alias(struct build *b, const yaml_event_t *ev, struct err *e)
{
	struct str name = str_from((const char *)ev->data.alias.anchor);
	void **at = map_find(b->anchors, name);
	const struct node *to = at == NULL ? NULL : *at;
	size_t line = line_of(&ev->start_mark);
	struct node *n;

	/* Anchors are of one document: YAML 1.1, 3.2.2.2. */
	if (to == NULL || to->line < b->since)
		return err_set(e, RC_FORMAT, "line %zu: alias of nothing",
		    line);
	if (to->state == 0)
		return err_set(e, RC_UNSUPPORTED,
		    "line %zu: alias of what holds it", line);
	if (b->depth + (to->state & 0xff) > TREE_DEPTH)
		return too_deep(ev, e);
	n = tree_node(&b->tree, to->kind, line);
	if (n == NULL || (to->state >> 8) > TREE_NODES - b->tree.nodes)
		return too_large(ev, e);
	b->tree.nodes += (to->state >> 8) - 1;
	n->quoted = to->quoted;
	n->count = to->count;
	n->state = to->state;
	n->text = to->text;
	n->first = to->first;
	n->index = to->index;
	place(b, n, is_key(b), n->state & 0xff);
	return RC_OK;
}

static enum rc
event(struct build *b, const yaml_event_t *ev, struct err *e)
{
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		b->since = line_of(&ev->start_mark);
		return RC_OK;
	case YAML_SCALAR_EVENT:
		return scalar(b, ev, e);
	case YAML_ALIAS_EVENT:
		return alias(b, ev, e);
	case YAML_SEQUENCE_START_EVENT:
		return begin(b, ev, NODE_LIST, ev->data.sequence_start.anchor,
		    e);
	case YAML_MAPPING_START_EVENT:
		return begin(b, ev, NODE_MAP, ev->data.mapping_start.anchor,
		    e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		end(b);
		return RC_OK;
	default:
		return RC_OK;
	}
}

/* libyaml's reader is ahead of its scanner and knows an offset only. */
static size_t
line_of_offset(struct str text, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && i < text.n; i++)
		line += text.p[i] == '\n';
	return line;
}

static enum rc
why(const yaml_parser_t *p, struct str text, struct err *e)
{
	if (p->error == YAML_MEMORY_ERROR)
		return err_set(e, RC_IO, "YAML: no memory");
	return err_set(e, RC_FORMAT, "line %zu: %s",
	    p->error == YAML_READER_ERROR ?
	    line_of_offset(text, p->problem_offset) :
	    line_of(&p->problem_mark),
	    p->problem != NULL ? p->problem : "not YAML");
}

enum rc
yaml_read(struct arena *a, struct str text, const struct node **ret,
    struct err *e)
{
	struct build *b = NEW(a, struct build);
	yaml_parser_t parser;
	yaml_event_t ev;
	bool done = false;
	enum rc rc = RC_OK;

	b->tree.arena = a;
	b->anchors = map_new(a);
	b->stack[b->depth++].node = tree_node(&b->tree, NODE_LIST, 1);
	if (yaml_parser_initialize(&parser) == 0)
		return err_set(e, RC_IO, "YAML: no memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)
	    (text.n != 0 ? text.p : ""), text.n);
	while (rc == RC_OK && !done) {
		if (yaml_parser_parse(&parser, &ev) == 0) {
			rc = why(&parser, text, e);
			break;
		}
		done = ev.type == YAML_STREAM_END_EVENT;
		rc = event(b, &ev, e);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&parser);
	if (rc == RC_OK)
		*ret = b->stack[0].node;
	return rc;
}
