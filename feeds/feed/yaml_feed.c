/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/yaml_feed.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "codec/reader.h"
#include "text/tree.h"
#include "text/yaml.h"

enum { BLOCK = 64 * 1024 };

/* Of "mirror/all.zip!gems/rack/x.yml" what is inside the archive; of a path
   the last part, for where files lie on this host has no place in a
   database. */
static struct str
inner_name(struct str name)
{
	size_t mark = str_rfind(name, '!');

	return mark < name.n ? str_from_pos(name, mark + 1) :
	    feed_base(name);
}

static enum rc
read_all(struct reader *in, size_t max, struct buf *b, struct err *e)
{
	size_t n = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n != 0) {
		uint8_t *p = buf_room(b, BLOCK);

		if (b->n > max || p == NULL)
			return err_set(e, RC_LIMIT, "over %zu bytes", max);
		rc = reader_read(in, p, BLOCK, &n, e);
		b->n += rc == RC_OK ? n : 0;
	}
	return rc;
}

enum rc
yaml_feed(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, yaml_record_fn *put,
    struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct str name = inner_name(f->name);
	const struct node *docs = NULL;
	struct buf b = { .limit = 0 };
	struct err why;
	enum rc rc = read_all(in, (size_t)lim->json_record, &b, &why);

	if (rc == RC_OK)
		rc = yaml_read(a, str_utf8(a, buf_str(&b)), &docs, &why);
	if (rc != RC_OK) {
		rc = feed_lost(f, out, rc, &why, e);
	} else {
		for (const struct node *n = node_first(docs); n != NULL &&
		    rc == RC_OK; n = n->next) {
			const char *bad = put(a, n, name, out, &rc, e);

			if (bad != NULL)
				rc = fill_reject(out, name, bad, e);
		}
	}
	buf_done(&b);
	arena_free(a);
	return rc;
}

bool
yaml_has_key(const struct feed_head *h, const char *key)
{
	struct str rest = h->text, line, k = str_from(key);

	if (h->object || h->array)
		return false;
	while (str_line(&rest, &line))
		if (str_starts(line, k))
			return true;
	return false;
}

static struct str
scalar(const struct node *n)
{
	struct str s = str_trim(node_text(n));

	if (n != NULL && !n->quoted && (str_eq(s, STR("~")) ||
	    str_eq_nocase(s, STR("null"))))
		return STR("");
	return s;
}

struct str
yaml_text(const struct node *map, const char *key)
{
	return scalar(node_get(map, key));
}

struct str *
yaml_list(struct arena *a, const struct node *map, const char *key,
    size_t *ret_n)
{
	const struct node *list = node_get(map, key);
	struct str *v = NEWN(a, struct str, node_count(list) + 1);
	size_t n = 0;

	if (node_kind(list) == NODE_TEXT && (v[n] = scalar(list)).n != 0)
		n++;
	for (const struct node *x = node_kind(list) == NODE_LIST ?
	    node_first(list) : NULL; x != NULL; x = x->next)
		if ((v[n] = scalar(x)).n != 0)
			n++;
	*ret_n = n;
	return v;
}
