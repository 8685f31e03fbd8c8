/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licences of a CycloneDX component: ids of the SPDX list, names, expressions.
 *
 * Source:   licenseChoice and licenseChoiceType of the schemas: an expression
 *           stands alone up to 1.6, beside anything since 1.7; since 1.6 an
 *           acknowledgement says whether it is declared or concluded.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/write.h"

/* An id that is not on the list makes a document invalid: then it is a name,
   as a document of others may have it. Few ids are in many components. */
static struct licence
look_up(struct writer *w, const struct bom_licence *l)
{
	struct licence as = { l->text, l->form };
	bool is_new;

	if (l->form != LICENCE_ID)
		return as;

	void **at = map_put(w->licences, l->text, &is_new);

	if (is_new) {
		struct licence *x = NEW(w->document, struct licence);

		*x = licence_classify(w->document, l->text);
		*at = x;
	}
	if (((struct licence *)*at)->form == LICENCE_ID)
		return *(struct licence *)*at;
	as.form = LICENCE_NAME;
	return as;
}

static void
put_said(struct writer *w, enum licence_said said)
{
	if (w->minor >= 6 && said != LICENCE_UNSAID)
		form_attr(&w->f, "acknowledgement",
		    said == LICENCE_DECLARED ? STR("declared")
		    : STR("concluded"));
}

/* {"license": {"id": …}} and <license><id>…</id></license> */
static void
put_licence(struct writer *w, const struct bom_licence *l)
{
	struct licence x = look_up(w, l);
	struct form *f = &w->f;

	form_bare(f);
	form_begin(f, "license");
	put_said(w, l->said);
	form_text(f, x.form == LICENCE_ID ? "id" : "name", x.text);
	form_end(f);
	form_end(f);
}

static void
put_expression(struct writer *w, struct str text, enum licence_said said)
{
	struct form *f = &w->f;

	form_begin(f, "expression");
	put_said(w, said);
	form_body(f, "expression", text);
	form_end(f);
}

/* Several expressions as one. */
static struct str
join_expressions(struct arena *a, const struct bom_component *c)
{
	struct str s = STR("");

	for (size_t i = 0; i < c->nlicences; i++) {
		struct str one = c->licences[i].text;
		bool wrap = c->nlicences > 1 &&
		    str_find_str(one, STR(" OR ")) != one.n;

		if (s.n != 0)
			s = str_join(a, s, STR(" AND "));
		if (wrap)
			s = str_join(a, s, STR("("));
		s = str_join(a, s, one);
		if (wrap)
			s = str_join(a, s, STR(")"));
	}
	return s;
}

/* Is there an expression, and all else fit to be joined with it? */
static bool
is_joined(struct writer *w, const struct bom_component *c)
{
	bool any = false;

	for (size_t i = 0; i < c->nlicences; i++) {
		const struct bom_licence *l = &c->licences[i];

		any |= l->form == LICENCE_EXPRESSION;
		if (l->said != c->licences[0].said ||
		    look_up(w, l).form == LICENCE_NAME)
			return false;
	}
	return any && w->minor < 7;
}

/* What cannot be joined stands by itself, an expression as a name. */
void
cdx_put_licences(struct writer *w, const struct bom_component *c)
{
	if (c->nlicences == 0)
		return;
	form_list(&w->f, "licenses");
	if (is_joined(w, c))
		put_expression(w, join_expressions(w->record, c),
		    c->licences[0].said);
	else for (size_t i = 0; i < c->nlicences; i++)
		if (w->minor >= 7 &&
		    c->licences[i].form == LICENCE_EXPRESSION)
			put_expression(w, c->licences[i].text,
			    c->licences[i].said);
		else
			put_licence(w, &c->licences[i]);
	form_end(&w->f);
}
