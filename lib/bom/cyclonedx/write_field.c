/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields that CycloneDX bounds: what does not fit goes into a property.
 *
 * Source:   version, hash-alg and hash-content of the JSON schemas; the
 *           simple type cpe of the XSDs, which JSON has no pattern for.
 */
#include "bom/cyclonedx/write.h"

#include "bom/property.h"

enum { VERSION_MAX = 1024 };	/* characters; since 1.6 */

struct bom_facts
cdx_facts(const struct writer *w)
{
	return (struct bom_facts){ .b = w->b, .a = w->record,
		.layers = w->layers };
}

void
cdx_put_props(struct writer *w, struct bom_facts *facts)
{
	struct bom_props *p = &facts->props;
	struct form *f = &w->f;

	if (p->n == 0)
		return;
	for (size_t i = 0; f->xml && i < p->n; i++) {	/* in their order then */
		p->v[i].name = xml_clean(w->record, p->v[i].name);
		p->v[i].value = xml_clean(w->record, p->v[i].value);
	}
	bom_props_sort(p);
	form_list(f, "properties");
	for (size_t i = 0; i < p->n; i++) {
		form_begin(f, "property");
		form_attr(f, "name", p->v[i].name);
		form_body(f, "value", p->v[i].value);
		form_end(f);
	}
	form_end(f);
}

void
cdx_put_version(struct writer *w, struct bom_facts *f, struct str version)
{
	if (w->minor >= 6 && version.n > VERSION_MAX)
		facts_add(f, PROP_VERSION, version);
	else
		form_text_opt(&w->f, "version", version);
}

/* ---- hashes ---- */

/* Others would make the document invalid. */
static bool
is_hash(const struct writer *w, const struct bom_hash *h)
{
	static const char *const algs[] = { "MD5", "SHA-1", "SHA-256",
		"SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512",
		"BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512", "BLAKE3",
		"Streebog-256", "Streebog-512" };
	size_t n = h->hex.n, known = sizeof algs / sizeof *algs;

	known -= w->minor < 7 ? 2 : 0;
	for (size_t i = 0; i < n; i++) {
		char c = to_lower(h->hex.p[i]);

		if (!is_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
	}
	if (n != 32 && n != 40 && n != 64 && n != 96 && n != 128)
		return false;
	for (size_t i = 0; i < known; i++)
		if (str_eq(h->alg, str_from(algs[i])))
			return true;
	return false;
}

void
cdx_put_hashes(struct writer *w, const struct bom_hash *v, size_t n)
{
	struct form *f = &w->f;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_hash(w, &v[i]))
			continue;
		if (!any)
			form_list(f, "hashes");
		any = true;
		form_begin(f, "hash");
		form_attr(f, "alg", v[i].alg);
		form_body(f, "content", v[i].hex);
		form_end(f);
	}
	if (any)
		form_end(f);
}

/* ---- the supplier ---- */

/* "Name <address>", as Debian's and Alpine's databases have it. */
static bool
split_address(struct str who, struct str *ret_name, struct str *ret_address)
{
	size_t at = str_find(who, '<');
	struct str mail = str_from_pos(who, at + 1);

	if (at < 2 || mail.n < 2 || who.p[at - 1] != ' ' ||
	    is_blank(who.p[at - 2]) || str_find(mail, '>') != mail.n - 1 ||
	    str_find(mail, '@') == mail.n)
		return false;
	*ret_name = str_sub(who, 0, at - 1);
	*ret_address = str_sub(mail, 0, mail.n - 1);
	return true;
}

void
cdx_put_supplier(struct writer *w, struct str who)
{
	struct form *f = &w->f;
	struct str name = who, address = STR("");

	if (who.n == 0)
		return;
	(void)split_address(who, &name, &address);
	form_begin(f, "supplier");
	form_text(f, "name", name);
	if (address.n != 0) {
		form_bare_list(f, "contact");
		form_begin(f, "contact");
		form_text(f, "email", address);
		form_end(f);
		form_end(f);
	}
	form_end(f);
}

/* Always contacts, of a person or not: cdx_put_document_props says which. */
void
cdx_put_authors(struct writer *w)
{
	struct form *f = &w->f;

	if (w->b->nauthors == 0)
		return;
	form_list(f, "authors");
	for (size_t i = 0; i < w->b->nauthors; i++) {
		struct str who, name, address = STR("");

		(void)bom_is_person(w->b->authors[i], &who);
		name = who;
		(void)split_address(who, &name, &address);
		form_begin(f, "author");
		form_text(f, "name", name);
		form_text_opt(f, "email", address);
		form_end(f);
	}
	form_end(f);
}

/* ---- the CPE ---- */

static bool
is_mark(char c)
{
	return c != '\0' && memchr("\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~", c,
	    sizeof "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~" - 1) != NULL;
}

/* One value of a 2.3 name, which *s begins with; it is passed. */
static bool
is_value(struct str *s)
{
	size_t i = 0, from;

	while (i < s->n && s->p[i] == '?')
		i++;
	if (i == 0 && s->n != 0 && s->p[0] == '*')
		i++;
	for (from = i; i < s->n; i++) {
		char c = s->p[i];

		if (c == '\\' && i + 1 < s->n && is_mark(s->p[i + 1]))
			i++;
		else if (!is_alnum(c) && c != '-' && c != '.' && c != '_')
			break;
	}
	if (i == from) {	/* nothing but "*" */
		bool star = i == 1 && s->p[0] == '*';

		*s = str_from_pos(*s, i);
		return star;
	}
	if (i < s->n && s->p[i] == '*')
		i++;
	else while (i < s->n && s->p[i] == '?')
		i++;
	*s = str_from_pos(*s, i);
	return true;
}

/* "*", "-", a language of two or three letters and maybe a region: of two
   letters or three digits. */
static bool
is_language(struct str *s)
{
	struct str one = str_sub(*s, 0, str_find(*s, ':'));
	struct str region = str_from_pos(one, str_find(one, '-') + 1);
	size_t n = str_find(one, '-'), letters = 0, digits = 0;

	*s = str_from_pos(*s, one.n);
	if (str_eq(one, STR("*")) || str_eq(one, STR("-")))
		return true;
	for (size_t i = 0; i < n; i++)
		letters += is_alpha(one.p[i]);
	if (letters != n || n < 2 || n > 3)
		return false;
	letters = 0;
	for (size_t i = 0; i < region.n; i++) {
		letters += is_alpha(region.p[i]);
		digits += is_digit(region.p[i]);
	}
	return n == one.n || (region.n == 2 && letters == 2) ||
	    (region.n == 3 && digits == 3);
}

static bool
is_cpe23(struct str s)
{
	const struct str prefix = STR("cpe:2.3:");

	if (!str_starts(s, prefix) || s.n < prefix.n + 1 ||
	    str_find(STR("aho*-"), s.p[prefix.n]) == 5)
		return false;
	s = str_from_pos(s, prefix.n + 1);
	for (int i = 0; i < 10; i++) {
		if (s.n == 0 || s.p[0] != ':')
			return false;
		s = str_from_pos(s, 1);
		if (s.n == 0 || !(i == 5 ? is_language(&s) : is_value(&s)))
			return false;
	}
	return s.n == 0;
}

/* cpe:/ in any case, a part, up to six values. */
static bool
is_cpe22(struct str s)
{
	size_t colons = 0;

	if (s.n < 5 || !str_eq_nocase(str_sub(s, 0, 5), STR("cpe:/")))
		return false;
	s = str_from_pos(s, 5);
	if (s.n != 0 && str_find(STR("AHOaho"), s.p[0]) < 6)
		s = str_from_pos(s, 1);
	for (size_t i = 0; i < s.n; i++) {
		colons += s.p[i] == ':';
		if (colons == 0 || (!is_alnum(s.p[i]) &&
		    str_find(STR("._-~%:"), s.p[i]) == 6))
			return false;
	}
	return colons <= 6;
}

void
cdx_put_cpe(struct writer *w, struct bom_facts *f, struct str cpe)
{
	if (w->f.xml && !is_cpe22(cpe) && !is_cpe23(cpe))
		facts_add(f, PROP_CPE, cpe);
	else
		form_text_opt(&w->f, "cpe", cpe);
}
