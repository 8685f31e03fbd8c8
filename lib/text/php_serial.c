/* SPDX-License-Identifier: Apache-2.0 */
#include "text/php_serial.h"

#include "base/arena.h"
#include "base/limits.h"

/*
 * PHP's serialize().
 *
 * Source:   php.net/serialize; php-src ext/standard/var_unserializer.re for
 *           the letters.
 * Grammar:  N;  b:1;  i:-5;  d:0.5;  s:BYTES:"...";  E:BYTES:"...";  r:1;
 *           a:COUNT:{KEY VALUE ...}  O:BYTES:"CLASS":COUNT:{KEY VALUE ...}
 *           where a key is an integer or a string.
 * Limits:   TREE_NODES; TREE_DEPTH. No recursion.
 */
struct php {
	struct tree tree;
	struct str text;
	size_t i;
	struct node *stack[TREE_DEPTH + 1];
	size_t left[TREE_DEPTH + 1];	/* members still to come */
	size_t depth;
};

static enum rc
bad(const struct php *p, const char *what, struct err *e)
{
	return err_set(e, RC_FORMAT, "byte %zu: %s", p->i, what);
}

static bool
take(struct php *p, struct str word)
{
	if (!str_starts(str_from_pos(p->text, p->i), word))
		return false;
	p->i += word.n;
	return true;
}

/* What stands up to the next c, which is passed over. */
static bool
upto(struct php *p, char c, struct str *ret)
{
	struct str rest = str_from_pos(p->text, p->i);
	size_t n = str_find(str_sub(rest, 0, 64), c);

	if (n >= 64 || n == rest.n)
		return false;
	*ret = str_sub(rest, 0, n);
	p->i += n + 1;
	return true;
}

static bool
number(struct php *p, size_t *ret)
{
	struct str s;
	uint64_t n;

	if (!upto(p, ':', &s) || !str_u64(s, SIZE_MAX, &n))
		return false;
	*ret = (size_t)n;
	return true;
}

/* BYTES:"..." */
static bool
string(struct php *p, struct str *ret)
{
	size_t n;

	if (!number(p, &n) || !take(p, STR("\"")) ||
	    n > p->text.n - p->i)
		return false;
	*ret = str_sub(p->text, p->i, p->i + n);
	p->i += n;
	return take(p, STR("\""));
}

static enum rc
scalar(struct php *p, struct node *n, struct err *e)
{
	char letter = p->text.p[p->i];
	bool ok;

	if (letter == 'N') {
		p->i++;
		return take(p, STR(";")) ? RC_OK : bad(p, "half a null", e);
	}
	p->i++;
	ok = take(p, STR(":"));
	switch (letter) {
	case 's':
	case 'E':
		n->quoted = true;
		ok = ok && string(p, &n->text) && take(p, STR(";"));
		break;
	case 'b':
	case 'i':
	case 'd':
		ok = ok && upto(p, ';', &n->text);
		break;
	case 'r':
	case 'R':
		ok = ok && upto(p, ';', &(struct str){ 0 });
		break;
	case 'C':
		return err_set(e, RC_UNSUPPORTED,
		    "byte %zu: an object that serialised itself", p->i);
	default:
		ok = false;
	}
	return ok ? RC_OK : bad(p, "no value where one must be", e);
}

static enum rc
key(struct php *p, struct str *ret, struct err *e)
{
	if (take(p, STR("i:")) && upto(p, ';', ret))
		return RC_OK;
	if (take(p, STR("s:")) && string(p, ret) && take(p, STR(";")))
		return RC_OK;
	return bad(p, "no key where one must be", e);
}

/* Begin an array or object: its members come next. */
static enum rc
begin(struct php *p, struct node *n, struct err *e)
{
	struct str class;
	bool ok = take(p, STR("a:")) || (take(p, STR("O:")) &&
	    string(p, &class) && take(p, STR(":")));
	size_t count;

	if (p->depth == TREE_DEPTH)
		return err_set(e, RC_LIMIT, "byte %zu: nested deeper than %d",
		    p->i, TREE_DEPTH);
	if (!ok || !number(p, &count) || !take(p, STR("{")))
		return bad(p, "half an array", e);
	p->stack[p->depth] = n;
	p->left[p->depth++] = count;
	return RC_OK;
}

/* The next value, as a member of what is open. */
static enum rc
value(struct php *p, struct str name, struct node **ret, struct err *e)
{
	char letter = p->i < p->text.n ? p->text.p[p->i] : '\0';
	bool many = letter == 'a' || letter == 'O';
	struct node *n = tree_node(&p->tree, many ? NODE_MAP : NODE_TEXT, 1);

	if (n == NULL)
		return err_set(e, RC_LIMIT, "byte %zu: more than %d values",
		    p->i, TREE_NODES);
	n->key = name;
	if (p->depth > 0)
		tree_add(&p->tree, p->stack[p->depth - 1], n);
	*ret = n;
	if (letter == '\0')
		return bad(p, "no value where one must be", e);
	return many ? begin(p, n, e) : scalar(p, n, e);
}

enum rc
php_serial_read(struct arena *a, struct str text, const struct node **ret,
    struct err *e)
{
	struct php *p = NEW(a, struct php);
	struct node *root, *n;
	struct str name;
	enum rc rc;

	p->tree.arena = a;
	p->text = text;
	rc = value(p, STR(""), &root, e);
	while (rc == RC_OK && p->depth > 0) {
		if (p->left[p->depth - 1] == 0) {
			p->depth--;
			if (!take(p, STR("}")))
				rc = bad(p, "an array without an end", e);
			continue;
		}
		p->left[p->depth - 1]--;
		rc = key(p, &name, e);
		if (rc == RC_OK)
			rc = value(p, name, &n, e);
	}
	if (rc == RC_OK)
		*ret = root;
	return rc;
}
