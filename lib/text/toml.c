/* SPDX-License-Identifier: Apache-2.0 */
#include "text/toml.h"

#include "base/arena.h"
#include "base/limits.h"
#include "text/toml_int.h"
#include "text/utf8.h"

/*
 * TOML: tables and keys; text/toml_value.c has the values.
 *
 * Source:   https://toml.io/en/v1.0.0 and its toml.abnf. What TOML 1.1 adds
 *           to it is taken too: newlines and a last comma in inline tables,
 *           "\e" and "\xHH", times without seconds.
 * Limits:   TREE_NODES; TREE_DEPTH of keys and values together, which also
 *           bounds the recursion of values.
 *
 * A table's state says who may still add to it:
 *	IMPLICIT	named on the way to another; a header may define it
 *	EXPLICIT	has had its header
 *	FROZEN		an inline table or array: nobody
 *	DOTTED + n	made by dotted keys under header n, and open to these
 */
enum { IMPLICIT, EXPLICIT, FROZEN, DOTTED };

/* ---- characters ---- */

enum rc
toml_bad(const struct toml *t, const char *what, struct err *e)
{
	return err_set(e, RC_FORMAT, "line %zu: %s", t->line, what);
}

static enum rc
too_large(const struct toml *t, struct err *e)
{
	return err_set(e, RC_LIMIT, "line %zu: TOML of more than %d values",
	    t->line, TREE_NODES);
}

enum rc
toml_node(struct toml *t, enum node_kind kind, struct node **ret,
    struct err *e)
{
	struct node *n = tree_node(&t->tree, kind, t->line);

	if (n == NULL)
		return too_large(t, e);
	*ret = n;
	return RC_OK;
}

void
toml_blanks(struct toml *t)
{
	while (toml_at(t, 0) == ' ' || toml_at(t, 0) == '\t')
		t->i++;
}

bool
toml_newline(struct toml *t)
{
	size_t n = toml_at(t, 0) == '\r' ? 1 : 0;

	if (toml_at(t, n) != '\n')
		return false;
	t->i += n + 1;
	t->line++;
	return true;
}

bool
toml_is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7f;
}

enum rc
toml_comment(struct toml *t, struct err *e)
{
	if (toml_at(t, 0) != '#')
		return RC_OK;
	while (t->i < t->text.n && toml_at(t, 0) != '\n') {
		if (toml_is_control(toml_at(t, 0)) &&
		    !(toml_at(t, 0) == '\r' && toml_at(t, 1) == '\n'))
			return toml_bad(t, "control character", e);
		t->i++;
	}
	return RC_OK;
}

enum rc
toml_void(struct toml *t, struct err *e)
{
	enum rc rc = RC_OK;

	do {
		toml_blanks(t);
		rc = toml_comment(t, e);
	} while (rc == RC_OK && toml_newline(t));
	return rc;
}

/* What may follow an expression: blanks, a comment, the end of the line. */
static enum rc
line_end(struct toml *t, struct err *e)
{
	enum rc rc;

	toml_blanks(t);
	rc = toml_comment(t, e);
	if (rc != RC_OK || t->i == t->text.n || toml_newline(t))
		return rc;
	return toml_bad(t, "something behind a value or header", e);
}

/* ---- keys ---- */

static bool
is_bare(char c)
{
	return is_alnum(c) || c == '_' || c == '-';
}

static enum rc
key_part(struct toml *t, struct str *ret, struct err *e)
{
	size_t from = t->i;
	char c = toml_at(t, 0);

	if (c == '"' || c == '\'')
		return toml_string(t, false, ret, e);
	while (is_bare(toml_at(t, 0)))
		t->i++;
	if (t->i == from)
		return toml_bad(t, "no key where one must be", e);
	*ret = str_sub(t->text, from, t->i);
	return RC_OK;
}

/*
 * A dotted key. What stands before its last dot is walked from *table, by
 * step, and *table becomes where its last part belongs.
 */
typedef enum rc step_fn(struct toml *t, struct node **table, struct str key,
    struct err *e);

static enum rc
key_path(struct toml *t, step_fn *step, struct node **table, struct str *last,
    size_t *depth, struct err *e)
{
	for (;;) {
		toml_blanks(t);

		enum rc rc = key_part(t, last, e);

		if (rc != RC_OK)
			return rc;
		toml_blanks(t);
		if (++*depth > TREE_DEPTH)
			return toml_deep(t, e);
		if (toml_at(t, 0) != '.')
			return RC_OK;
		t->i++;
		rc = step(t, table, *last, e);
		if (rc != RC_OK)
			return rc;
	}
}

static struct node *
child(const struct node *table, struct str key)
{
	return (struct node *)(uintptr_t)node_find(table, key);
}

static enum rc
new_child(struct toml *t, struct node *table, struct str key,
    enum node_kind kind, uint32_t state, struct node **ret, struct err *e)
{
	enum rc rc = toml_node(t, kind, ret, e);

	if (rc == RC_OK) {
		(*ret)->key = key;
		(*ret)->state = state;
		tree_add(&t->tree, table, *ret);
	}
	return rc;
}

/* Into the table key of a header: an array of tables means its last one. */
static enum rc
header_step(struct toml *t, struct node **table, struct str key,
    struct err *e)
{
	struct node *n = child(*table, key);

	if (n == NULL)
		return new_child(t, *table, key, NODE_MAP, IMPLICIT, table,
		    e);
	if (n->state == FROZEN || n->kind == NODE_TEXT)
		return toml_bad(t, "a header below a value", e);
	t->depth += n->kind == NODE_LIST;
	*table = n->kind == NODE_LIST ? n->last : n;
	return RC_OK;
}

/* Into the table key of a dotted key. */
static enum rc
dotted_step(struct toml *t, struct node **table, struct str key,
    struct err *e)
{
	struct node *n = child(*table, key);
	uint32_t mine = DOTTED + t->headers;

	if (n == NULL)
		return new_child(t, *table, key, NODE_MAP, mine, table, e);
	if (n->kind != NODE_MAP || (n->state != mine && n->state != IMPLICIT))
		return toml_bad(t, "a dotted key into what is closed", e);
	n->state = mine;
	*table = n;
	return RC_OK;
}

/* ---- expressions ---- */

enum rc
toml_pair(struct toml *t, struct node *table, size_t depth, struct err *e)
{
	struct node *value;
	struct str key;
	enum rc rc = key_path(t, dotted_step, &table, &key, &depth, e);

	if (rc != RC_OK)
		return rc;
	if (toml_at(t, 0) != '=')
		return toml_bad(t, "a key without \"=\"", e);
	if (child(table, key) != NULL)
		return toml_bad(t, "a key defined twice", e);
	t->i++;
	toml_blanks(t);
	rc = toml_value(t, depth, &value, e);
	if (rc != RC_OK)
		return rc;
	value->key = key;
	if (value->kind != NODE_TEXT)
		value->state = FROZEN;
	tree_add(&t->tree, table, value);
	return RC_OK;
}

static enum rc
table_header(struct toml *t, struct node *parent, struct str key,
    struct node **ret, struct err *e)
{
	struct node *n = child(parent, key);

	if (n == NULL)
		return new_child(t, parent, key, NODE_MAP, EXPLICIT, ret, e);
	if (n->kind != NODE_MAP || n->state != IMPLICIT)
		return toml_bad(t, "a table defined twice", e);
	n->state = EXPLICIT;
	*ret = n;
	return RC_OK;
}

static enum rc
array_header(struct toml *t, struct node *parent, struct str key,
    struct node **ret, struct err *e)
{
	struct node *n = child(parent, key);
	enum rc rc = RC_OK;

	if (n == NULL)
		rc = new_child(t, parent, key, NODE_LIST, EXPLICIT, &n, e);
	else if (n->kind != NODE_LIST || n->state == FROZEN)
		rc = toml_bad(t, "an array of tables over a value", e);
	if (rc == RC_OK)
		rc = new_child(t, n, STR(""), NODE_MAP, EXPLICIT, ret, e);
	return rc;
}

static enum rc
header(struct toml *t, struct err *e)
{
	bool array = toml_at(t, 1) == '[';
	struct str key;

	t->i += array ? 2 : 1;
	t->table = t->root;
	t->depth = array ? 1 : 0;
	t->headers++;

	enum rc rc = key_path(t, header_step, &t->table, &key, &t->depth, e);

	if (rc != RC_OK)
		return rc;
	if (toml_at(t, 0) != ']' || (array && toml_at(t, 1) != ']'))
		return toml_bad(t, "a header without \"]\"", e);
	t->i += array ? 2 : 1;
	return array ? array_header(t, t->table, key, &t->table, e) :
	    table_header(t, t->table, key, &t->table, e);
}

static enum rc
expression(struct toml *t, struct err *e)
{
	char c = toml_at(t, 0);
	enum rc rc = RC_OK;

	if (c == '[')
		rc = header(t, e);
	else if (c != '#' && c != '\n' && c != '\r')
		rc = toml_pair(t, t->table, t->depth, e);
	return rc == RC_OK ? line_end(t, e) : rc;
}

enum rc
toml_read(struct arena *a, struct str text, const struct node **ret,
    struct err *e)
{
	struct toml t = { .text = text, .line = 1, .tree = { .arena = a } };
	size_t good = utf8_valid(text.p, text.n);
	enum rc rc = toml_node(&t, NODE_MAP, &t.root, e);

	if (good < text.n) {
		for (size_t i = 0; i < good; i++)
			t.line += text.p[i] == '\n';
		return toml_bad(&t, "not UTF-8", e);
	}
	if (str_starts(text, STR("\xef\xbb\xbf")))
		t.i = 3;
	t.table = t.root;
	while (rc == RC_OK) {
		toml_blanks(&t);
		if (t.i == text.n)
			break;
		rc = expression(&t, e);
	}
	if (rc == RC_OK)
		*ret = t.root;
	return rc;
}
