/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OVAL feeds: what a document says, definition by definition, after all of it
 * was read. A document that breaks off is used as far as it went.
 */
#include "feeds/feed/oval.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval_int.h"
#include "identity/ecosystem.h"
#include "text/xml.h"

bool
oval_detect(const struct feed_head *h, const char *text)
{
	return !h->object && !h->array &&
	    str_find_str(h->text, STR("<oval_definitions")) < h->text.n &&
	    str_find_str(h->text, str_from(text)) < h->text.n;
}

static enum rc
put_definition(struct oval_doc *d, const struct feed_file *f, struct arena *a,
    struct str tokens, struct fill *out, struct err *e)
{
	struct oval_case c = { .a = a, .vendor = d->vendor, .file = f,
		.out = out, .arch_seen = d->arch_seen,
		.cpes = &d->cpes, .platforms = &d->platforms,
		.doc_a = d->a, .doc_memo = &d->memo };
	struct oval_terms t;
	enum rc rc;

	oval_decode(a, tokens, &c.def);
	if (str_eq(c.def.class, STR("inventory")))
		return RC_OK;
	t = oval_terms(d, &c, tokens);
	rc = oval_put(&c, &t, e);
	if (c.time_s > d->newest_s)
		d->newest_s = c.time_s;
	return rc;
}

/* The document's own date is that of its first record with some vendors. */
static void
put_time(const struct oval_doc *d, struct fill *out)
{
	int64_t t;

	if (when_parse(d->timestamp, &t))
		fill_data_time(out, t > d->newest_s ? t : d->newest_s);
}

static enum rc
put_definitions(struct oval_doc *d, const struct feed_file *f,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)d->lim->memory);
	struct buf b = { NULL, 0, 0, 0 };
	struct str tokens;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < oval_defs(d); i++) {
		rc = oval_unstage(d, i, &b, &tokens, e);
		arena_reset(a);
		if (rc == RC_OK && tokens.n == 0)
			fill_count(out, 1);	/* a newer one counts */
		else if (rc == RC_OK)
			rc = put_definition(d, f, a, tokens, out, e);
	}
	buf_done(&b);
	arena_free(a);
	return rc;
}

enum rc
oval_load(const struct oval_vendor *v, const struct feed_file *f,
    struct reader *in, const struct limits *lim, struct fill *out,
    struct err *e)
{
	struct oval_doc d;
	enum rc rc, read;

	fill_count(out, 0);
	oval_doc_init(&d, v, lim);
	read = oval_read(&d, in, out, e);
	if (read == RC_OK && oval_defs(&d) == 0)
		read = err_set(e, RC_FORMAT, "no definition in it");

	struct err why;

	rc = put_definitions(&d, f, out, &why);
	put_time(&d, out);
	oval_doc_done(&d);
	if (read != RC_OK)
		return read;
	if (rc != RC_OK)
		*e = why;
	return rc;
}

/* ---- for the vendors ---- */

struct str
oval_between(struct str s, const char *before, const char *after)
{
	size_t at;

	if (!str_starts(s, str_from(before)))
		return STR("");
	s = str_from_pos(s, strlen(before));
	if (after[0] == '\0')
		return s;
	at = str_find_str(s, str_from(after));
	return at < s.n ? str_sub(s, 0, at) : STR("");
}

struct str
oval_evr(struct arena *a, struct str evr)
{
	char *p = NEWN(a, char, evr.n);
	size_t n = 0;

	if (str_starts(evr, STR("(none):")))
		evr = str_from_pos(evr, 7);
	for (size_t i = 0; i < evr.n; i++)
		if (!is_space(evr.p[i]))
			p[n++] = evr.p[i];
	return str_of(p, n);
}

static enum oval_op
inverse(enum oval_op op)
{
	switch (op) {
	case OVAL_LT:	return OVAL_GE;
	case OVAL_GE:	return OVAL_LT;
	case OVAL_LE:	return OVAL_GT;
	case OVAL_GT:	return OVAL_LE;
	default:	return OVAL_OTHER;
	}
}

bool
oval_is_zero(struct str evr)
{
	for (size_t i = 0; i < evr.n; i++)
		if (evr.p[i] != '0' && evr.p[i] != ':' && evr.p[i] != '-' &&
		    evr.p[i] != '.')
			return false;
	return true;
}

enum oval_truth
oval_range(enum oval_op op, bool negate, struct str evr, struct oval_term *t)
{
	if (negate)
		op = inverse(op);
	switch (op) {
	case OVAL_LT:
	case OVAL_LE:
		t->range = (struct interval){ .hi = evr, .has_hi = true,
			.hi_incl = op == OVAL_LE };
		t->state = op == OVAL_LT ? ADV_FIXED : ADV_AFFECTED;
		break;
	case OVAL_GT:
	case OVAL_GE:
		if (oval_is_zero(evr))
			break;
		t->range = (struct interval){ .lo = evr, .has_lo = true,
			.lo_incl = op == OVAL_GE };
		break;
	case OVAL_EQ:
		t->range = (struct interval){ .lo = evr, .has_lo = true,
			.lo_incl = true };
		t->exact = true;
		break;
	default:
		return OVAL_UNKNOWN;
	}
	return evr.n != 0 ? OVAL_TRUE : OVAL_UNKNOWN;
}

enum oval_truth
oval_package(struct oval_case *c, const struct oval_leaf *l,
    struct oval_term *t)
{
	bool negate = l->negate ^ l->none_satisfy;

	if (l->test != OVAL_PACKAGE)
		return OVAL_UNKNOWN;
	if (l->signature)
		return OVAL_TRUE;
	if (l->none_exist)
		return l->negate ? OVAL_UNKNOWN : OVAL_FALSE;
	t->name = l->name;
	t->weak = negate;
	t->state = ADV_AFFECTED;
	if (t->name.n == 0)
		return OVAL_UNKNOWN;
	if (!l->has_state)	/* "is installed" */
		return negate ? OVAL_FALSE : OVAL_TRUE;
	if (l->evr_op == OVAL_NONE)
		return OVAL_UNKNOWN;
	return oval_range(l->evr_op, negate, oval_evr(c->a, l->evr), t);
}

enum oval_truth
oval_earlier(struct oval_case *c, const struct oval_leaf *l,
    struct oval_term *t)
{
	static const struct str words = { " is earlier than ", 17 };
	size_t at = str_find_str(l->comment, words);
	enum oval_truth truth = oval_package(c, l, t);

	if (truth != OVAL_UNKNOWN || l->test != OVAL_NO_TEST ||
	    at == l->comment.n)
		return truth;
	*t = (struct oval_term){ .name = str_trim(str_sub(l->comment, 0, at)),
		.weak = l->negate };
	if (t->name.n == 0 || str_find(t->name, ' ') < t->name.n)
		return OVAL_UNKNOWN;
	return oval_range(OVAL_LT, l->negate, oval_evr(c->a,
	    str_from_pos(l->comment, at + words.n)), t);
}

struct str
oval_ref_id(const struct oval_def *d, const char *prefix)
{
	struct str p = str_from(prefix), rest = d->title, word;

	for (size_t i = 0; i < d->nrefs; i++) {
		struct str id = d->refs[i].id;

		id = str_from_pos(id, str_rfind(id, ' ') < id.n ?
		    str_rfind(id, ' ') + 1 : 0);
		if (str_starts(id, p))
			return id;
	}
	for (size_t i = 0; i < d->ncves; i++)
		if (str_starts(d->cves[i].id, p)) {
			struct str id = d->cves[i].id;

			return str_sub(id, 0, str_find(id, ' '));
		}
	while (str_word(&rest, &word))
		if (str_starts(word, p))
			return str_sub(word, 0, word.n -
			    str_ends(word, STR(":")));
	return STR("");
}
