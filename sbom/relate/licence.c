/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"
#include "identity/licence.h"

/* Licences: those that a package's record states, and those of files that
   speak of a package by its name (usr/share/doc/NAME/copyright). */
struct said {
	const struct fact_named *n;
	struct said *next;	/* in the order of the files */
};

struct licences
relate_licences(struct relation *r)
{
	struct licences l = { map_new(r->tmp) };

	for (size_t i = r->f->nfiles; i-- > 0;) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = x->visible ? x->nnamed : 0; k-- > 0;) {
			if (x->named[k].licence.n == 0)
				continue;

			void **at = map_put(l.by_name, x->named[k].package,
			    NULL);
			struct said *s = NEW(r->tmp, struct said);

			*s = (struct said){ &x->named[k], *at };
			*at = s;
		}
	}
	return l;
}

static struct licence
classify(struct relation *r, struct str text)
{
	bool is_new;
	void **at = map_put(r->classified, text, &is_new);

	if (is_new) {
		struct licence *l = NEW(r->tmp, struct licence);

		*l = licence_classify(r->b->arena, text);
		*at = l;
	}
	return *(struct licence *)*at;
}

/* Once each. */
static void
add_licence(struct relation *r, struct bom_component *c, struct str text)
{
	struct licence l = classify(r, text);

	for (size_t i = 0; i < c->nlicences; i++)
		if (c->licences[i].form == l.form &&
		    str_eq(c->licences[i].text, l.text))
			return;
	if (l.text.n != 0)
		bom_licence_add(r->b, c, (struct bom_licence){ l.text, l.form,
		    LICENCE_DECLARED });
}

/* Older apk packages list names, divided by blanks; newer ones have an
   expression. */
static void
add_apk_licence(struct relation *r, struct bom_component *c, struct str text)
{
	struct licence whole = classify(r, text);
	struct str word;

	if (whole.form != LICENCE_NAME) {
		add_licence(r, c, text);
		return;
	}
	while (str_word(&text, &word))
		add_licence(r, c, word);
}

static bool
add_named(struct relation *r, struct bom_component *c,
    const struct licences *l, struct str name)
{
	void **at = map_find(l->by_name, name);
	const struct said *s = at != NULL ? *at : NULL;

	for (; s != NULL; s = s->next)
		add_licence(r, c, s->n->licence);
	return at != NULL;
}

/* usr/share/doc/NAME is often a link to the directory of another package of
   the same source (Debian Policy 12.3). */
static struct str
doc_owner(struct relation *r, struct str name)
{
	struct str path = str_fmt(r->scratch, "usr/share/doc/%.*s/copyright",
	    STR_ARG(name));
	struct str dir = STR("usr/share/doc/");

	if (r->f->view == NULL)
		return STR("");
	path = facts_resolve(r->f, path);
	if (!str_starts(path, dir) || !str_ends(path, STR("/copyright")))
		return STR("");
	return str_sub(path, dir.n, path.n - STR("/copyright").n);
}

void
relate_add_licences(struct relation *r, struct bom_component *c,
    const struct licences *l, const struct fact_pkg *fp)
{
	const struct pkg *p = &fp->p;

	if (strcmp(p->type, "apk") == 0)
		add_apk_licence(r, c, p->licence);
	else
		add_licence(r, c, p->licence);
	for (size_t i = 0; i < fp->nmore; i++)
		if (fp->more[i].what == MORE_LICENCE)
			add_licence(r, c, fp->more[i].value);
	if (strcmp(p->type, "deb") == 0 && !add_named(r, c, l, p->name) &&
	    !add_named(r, c, l, str_join(r->scratch, str_join(r->scratch,
	    p->name, STR(":")), p->arch)))
		(void)add_named(r, c, l, doc_owner(r, p->name));
}
