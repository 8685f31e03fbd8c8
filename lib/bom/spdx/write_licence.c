/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licences of a component as one expression of SPDX 2.
 *
 * Source:   SPDX 2.3, clause 10 and annex D: what is not on the licence list
 *           is a LicenseRef- with its text in the document.
 * Names:    LicenseRef-WORDS-HASH: equal words have equal ids, and no two that
 *           differ.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/spdx/write.h"
#include "identity/licence.h"

enum { ID_WORDS = 40, ID_HASH = 12, NAME_MAX_BYTES = 200 };

static const char ref_prefix[] = "LicenseRef-";

static bool
is_one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n <= NAME_MAX_BYTES && str_trim(s).n == s.n;
}

/* It is written with the document once. */
static void
declare(struct spdx_writer *w, struct str id, struct str words)
{
	bool is_new;

	(void)map_put(w->declared, id, &is_new);
	if (!is_new)
		return;
	w->licences = arena_grow(w->document, w->licences, w->nlicences,
	    &w->clicences, sizeof *w->licences);
	w->licences[w->nlicences++] = (struct spdx_out_licence){ .id = id,
		.name = is_one_line(words) ? words : STR(""), .text = words };
}

static struct str
reference_to(struct spdx_writer *w, struct str words)
{
	struct arena *a = w->document;
	struct str text = spdx_id_text(a, words, ID_WORDS);
	struct str id = str_fmt(a, "%s%.*s%s%.*s", ref_prefix, STR_ARG(text),
	    text.n != 0 ? "-" : "", STR_ARG(spdx_id_hash(a, words, ID_HASH)));

	declare(w, id, words);
	return id;
}

/* An expression of others may hold references whose text is not known. */
static void
declare_all(struct spdx_writer *w, struct str expression)
{
	const struct str prefix = str_from(ref_prefix);

	for (size_t i; (i = str_find_str(expression, prefix)) <
	    expression.n; ) {
		size_t n = prefix.n;

		expression = str_from_pos(expression, i);
		while (n < expression.n && (is_alnum(expression.p[n]) ||
		    expression.p[n] == '.' || expression.p[n] == '-'))
			n++;
		declare(w, str_sub(expression, 0, n),
		    str_sub(expression, 0, n));
		expression = str_from_pos(expression, n);
	}
}

static struct str
make_operand(struct spdx_writer *w, struct str text)
{
	struct licence l = licence_classify(w->document, text);

	if (l.text.n == 0)
		return l.text;
	if (l.form == LICENCE_NAME ||
	    str_find_str(l.text, STR("DocumentRef-")) < l.text.n)
		return reference_to(w, str_dup(w->document, text));
	declare_all(w, l.text);
	return l.text;
}

/* Few are in many components. */
static struct str
operand(struct spdx_writer *w, struct str text)
{
	bool is_new;
	void **at = map_put(w->operands, text, &is_new);

	if (is_new) {
		struct str *made = NEW(w->document, struct str);

		*at = made;
		*made = make_operand(w, text);
		return *made;
	}
	return *(const struct str *)*at;
}

static bool
is_before(const struct str *v, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], s))
			return true;
	return false;
}

/* So that reading tells an expression from a list, which AND makes one. */
static bool
is_wrapped(struct str s, size_t n)
{
	return (n > 1 && str_find_str(s, STR(" OR ")) < s.n) ||
	    str_find_str(s, STR(" AND ")) < s.n || str_starts(s, STR("("));
}

struct str
spdx_licences_of(struct spdx_writer *w, const struct bom_component *c,
    bool concluded)
{
	struct arena *a = w->record;
	struct str *v = NEWN(a, struct str, c->nlicences), all = STR("");
	size_t n = 0;

	for (size_t i = 0; i < c->nlicences; i++) {
		const struct bom_licence *l = &c->licences[i];

		if ((l->said == LICENCE_CONCLUDED) != concluded)
			continue;
		struct str one = operand(w, l->text);

		if (one.n != 0 && !is_before(v, n, one))
			v[n++] = one;
	}
	for (size_t i = 0; i < n; i++) {
		bool wrap = is_wrapped(v[i], n);

		if (i != 0)
			all = str_join(a, all, STR(" AND "));
		if (wrap)
			all = str_join(a, all, STR("("));
		all = str_join(a, all, v[i]);
		if (wrap)
			all = str_join(a, all, STR(")"));
	}
	return all;
}
