/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names beside records: weaknesses, products' ends of life, the products of
 * repositories. Few enough to be kept whole.
 */
#include <stdlib.h>
#include <string.h>

#include "advisory/content.h"
#include "advisory/fill_int.h"
#include "advisory/journal.h"
#include "base/arena.h"

enum { NAMED_MAX = 1 << 20 };	/* rows; upstream's have some 20,000 */

static enum rc
add(struct fill *f, const struct fill_named *x, struct err *e)
{
	f->src[f->cur].records++;
	arena_reset(f->scratch);
	if (f->named.n / sizeof *x >= NAMED_MAX)
		return err_set(e, RC_LIMIT, "more than %d names", NAMED_MAX);
	(void)buf_add(&f->named, x, sizeof *x);
	return RC_OK;
}

enum rc
fill_cwe(struct fill *f, int number, struct str name, struct err *e)
{
	if (journal_note(f, J_CWE, &(struct journal_pair){ .a = name,
	    .n = number }))
		return recorder_rc(f, e);
	return add(f, &(struct fill_named){ .table = T_CWE,
	    .number = (uint32_t)number, .src = f->cur,
	    .value = { intern_put(&f->strings, name) } }, e);
}

static uint32_t
day(int64_t d)
{
	return d > 0 && d < NO_WORD32 ? (uint32_t)d : NO_WORD32;
}

enum rc
fill_eol(struct fill *f, const struct adv_eol *x, struct err *e)
{
	if (journal_note(f, J_EOL, x))
		return recorder_rc(f, e);
	return add(f, &(struct fill_named){ .table = T_EOL, .src = f->cur,
	    .a = intern_put(&f->strings, x->product),
	    .b = intern_put(&f->strings, x->cycle),
	    .value = { day(x->released_day), day(x->eol_day),
	    day(x->eoas_day), day(x->lts_day) } }, e);
}

enum rc
fill_repo_cpe(struct fill *f, struct str repo, struct str cpe, struct err *e)
{
	if (journal_note(f, J_REPO_CPE, &(struct journal_pair){ repo, cpe,
	    0 }))
		return recorder_rc(f, e);
	return add(f, &(struct fill_named){ .table = T_REPO_CPE,
	    .src = f->cur, .a = intern_put(&f->strings, repo),
	    .b = intern_put(&f->strings, cpe) }, e);
}

static int
key_cmp(const struct fill *f, const struct fill_named *x,
    const struct fill_named *y)
{
	int d = (x->table > y->table) - (x->table < y->table);

	if (d == 0)
		d = (x->number > y->number) - (x->number < y->number);
	if (d == 0)
		d = str_cmp(fill_word(f, x->a), fill_word(f, y->a));
	return d != 0 ? d : str_cmp(fill_word(f, x->b), fill_word(f, y->b));
}

/* Where keys are equal the newest source comes first. */
static int
named_cmp(const void *a, const void *b, void *ctx)
{
	const struct fill_named *x = a, *y = b;
	const struct fill *f = ctx;
	int d = key_cmp(f, x, y);
	uint32_t rx = f->src[x->src].rank, ry = f->src[y->src].rank;

	if (d == 0)
		d = (rx > ry) - (rx < ry);
	for (int i = 0; d == 0 && i < 4; i++)
		d = x->table == T_CWE && i == 0 ?
		    str_cmp(fill_word(f, x->value[0]),
		    fill_word(f, y->value[0])) :
		    (x->value[i] > y->value[i]) - (x->value[i] < y->value[i]);
	return d;
}

static enum rc
put_named(struct fill *f, struct writer *w, const struct fill_named *x,
    struct err *e)
{
	put_row(w, x->table);
	if (x->table == T_CWE) {
		put_int(w, x->number);
		put_text(w, fill_word(f, x->value[0]));
	} else {
		put_text(w, fill_word(f, x->a));
		put_text(w, fill_word(f, x->b));
	}
	for (int i = 0; x->table == T_EOL && i < 4; i++)
		put_opt(w, x->value[i]);
	return put_end(w, e);
}

enum rc
fill_write_named(struct fill *f, struct writer *w, struct err *e)
{
	struct fill_named *x = (void *)f->named.p;
	const struct fill_named *last = NULL;
	size_t n = f->named.n / sizeof *x;
	enum rc rc = RC_OK;

	if (n > 1)
		qsort_r(x, n, sizeof *x, named_cmp, f);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (f->src[x[i].src].id == 0 ||
		    (last != NULL && key_cmp(f, last, &x[i]) == 0))
			continue;
		last = &x[i];
		rc = put_named(f, w, last, e);
	}
	return rc;
}

static int
word_cmp(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct str
fill_words(struct arena *a, struct str text)
{
	struct str *word = NEWN(a, struct str, text.n / 2 + 1), s;
	char *p = NEWN(a, char, text.n + 1);
	size_t n = 0, len = 0;

	while (text.n != 0) {
		s = str_sub(text, 0, str_find(text, ' '));
		text = str_from_pos(text, s.n + 1);
		if (s.n != 0)
			word[n++] = s;
	}
	if (n > 1)
		qsort(word, n, sizeof *word, word_cmp);
	for (size_t i = 0; i < n; i++) {
		if (i != 0 && str_eq(word[i - 1], word[i]))
			continue;
		if (len != 0)
			p[len++] = ' ';
		memcpy(p + len, word[i].p, word[i].n);
		len += word[i].n;
	}
	return str_of(p, len);
}
