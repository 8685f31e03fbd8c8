/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What our own SPDX 2 documents say in annotations (see spdx.h), and what any
 * document says of licences that are not on the list.
 *
 * A reference to such a licence becomes the words that it stands for, as they
 * were in the package. Operands of AND are licences of their own then, which
 * means the same; of ours always, as an expression has parentheses.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/facts.h"
#include "bom/property.h"
#include "bom/spdx/read.h"
#include "bom/spdx/spdx.h"
#include "identity/licence.h"

enum { LICENCES_MAX = 1000000 };	/* that are kept in mind */

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- properties ---- */

static int
hex_digit(char c)
{
	return is_digit(c) ? c - '0'
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10
	     : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What is no %XX stands for itself. */
static struct str
decode(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int hi = s.p[i] == '%' && i + 2 < s.n
		    ? hex_digit(s.p[i + 1]) : -1;
		int lo = hi >= 0 ? hex_digit(s.p[i + 2]) : -1;

		p[n++] = lo >= 0 ? (char)(hi * 16 + lo) : s.p[i];
		i += lo >= 0 ? 2 : 0;
	}
	return str_of(p, n);
}

/* The next property of a comment; text lives in a. */
static bool
next_property(struct arena *a, struct str *rest, struct bom_prop *ret)
{
	struct str line;

	while (str_line(rest, &line)) {
		size_t eq = str_find(line, '=');

		if (eq == 0 || eq == line.n)
			continue;
		ret->name = decode(a, str_sub(line, 0, eq));
		ret->value = decode(a, str_from_pos(line, eq + 1));
		return true;
	}
	return false;
}

/* Step over the line that begins a comment of ours. */
static bool
is_own_remark(struct str *text)
{
	struct str rest = *text, line;

	if (!str_line(&rest, &line) || !is(str_trim(line), SPDX_PROPERTIES))
		return false;
	*text = rest;
	return true;
}

static void
take_hash(struct bom *b, struct bom_component *c, struct str value)
{
	size_t colon = str_find(value, ':');

	if (colon != 0 && colon + 1 < value.n)
		bom_hash_add(b, c, str_sub(value, 0, colon),
		    str_from_pos(value, colon + 1));
}

static void
take_property(struct spdx_reader *r, struct spdx_package *s,
    const struct bom_prop *p)
{
	struct bom *b = r->p.b;

	if (is(p->name, PROP_KIND))
		s->kind = p->value;
	else if (is(p->name, PROP_REF))
		s->ref = p->value;
	else if (is(p->name, PROP_GROUP))
		s->c.group = p->value;
	else if (is(p->name, PROP_HASH))
		take_hash(b, &s->c, p->value);
	else if (!str_starts(p->name, STR("airbom:")) ||
	    !bom_own_property(b, &s->c, p->name, p->value)) {
		bom_hint(b, &s->c, &s->hints, p->name, p->value);
		bom_prop_put(b, &s->c.props, p->name, p->value);
	}
}

bool
spdx_take_own_remark(struct spdx_reader *r, struct spdx_package *s,
    struct str text)
{
	struct bom_prop p;

	if (!is_own_remark(&text))
		return false;
	while (next_property(r->p.b->arena, &text, &p))
		take_property(r, s, &p);
	return true;
}

void
spdx_take_document_remark(struct spdx_reader *r, struct str text)
{
	struct bom *b = r->p.b;
	struct bom_prop p;

	if (!is_own_remark(&text))
		return;
	while (next_property(b->arena, &text, &p)) {
		r->ours |= is(p.name, PROP_SUBJECT);
		if (!facts_take_document(&r->p.decoder, p.name, p.value))
			bom_prop_put(b, &b->props, p.name, p.value);
	}
}

static void
keep(struct spdx_reader *r, struct spdx_named **v, size_t *n, size_t *cap,
    struct spdx_named x)
{
	*v = arena_grow(r->p.names, *v, *n, cap, sizeof **v);
	(*v)[(*n)++] = x;
}

void
spdx_take_late_remark(struct spdx_reader *r, struct str ref, struct str text)
{
	struct str rest = text;

	if (ref.n != 0 && is_own_remark(&rest))
		keep(r, &r->late, &r->nlate, &r->clate, (struct spdx_named){
			graph_hash(ref), str_dup(r->p.names, text) });
}

/* ---- a package ---- */

/* The group stands before the name, with a sign between them. */
static void
split_group(struct bom_component *c)
{
	size_t n = c->group.n;

	if (n != 0 && c->name.n > n && str_starts(c->name, c->group) &&
	    (c->name.p[n] == '/' || c->name.p[n] == ':'))
		c->name = str_from_pos(c->name, n + 1);
}

void
spdx_end_own_package(struct spdx_reader *r, struct spdx_package *s)
{
	struct bom_component *c = &s->c;

	split_group(c);
	if (s->kind.n != 0) {
		c->kind = cdx_kind_of(s->kind);
		if (c->kind == BOM_OTHER)	/* what add_kind says of none */
			bom_prop_add(r->p.b, &c->props, PROP_KIND,
			    cdx_is_type(s->kind, CDX_NEWEST) ? s->kind :
			    STR("framework"));
	}
	if (s->ref.n != 0)
		keep(r, &r->refs, &r->nrefs, &r->crefs, (struct spdx_named){
			graph_hash(c->ref), s->ref });
}

/* ---- licences ---- */

void
spdx_take_licence(struct spdx_reader *r, const struct spdx_licence *l)
{
	struct arena *a = r->p.names;
	bool is_new;

	if (r->licences == NULL)
		r->licences = map_new(a);
	if (l->id.n == 0 || map_count(r->licences) >= LICENCES_MAX)
		return;
	struct str words = l->name.n != 0 && !is(l->name, "NOASSERTION")
	    ? l->name : l->text;

	if (words.n == 0 || is(words, "NOASSERTION"))
		return;
	void **at = map_put(r->licences, str_dup(a, l->id), &is_new);
	struct str *kept = NEW(a, struct str);

	*kept = str_dup(r->p.b->arena, words);
	if (is_new)
		*at = kept;
}

/* One operand, as a licence of its own. */
static void
add_licence(struct spdx_reader *r, struct bom_component *c, struct str text,
    enum licence_said said)
{
	void **at = r->licences != NULL ? map_find(r->licences, text) : NULL;
	struct licence l = licence_classify(r->p.tmp, text);

	if (at != NULL && !str_eq(*(struct str *)*at, text))
		l = licence_classify(r->p.tmp, *(struct str *)*at);
	if (l.text.n != 0)
		bom_licence_add(r->p.b, c, (struct bom_licence){ l.text,
		    l.form, said });
}

/* Without the parentheses around all of it. */
static struct str
unwrap(struct str s)
{
	size_t depth = 0;

	if (!str_starts(s, STR("(")) || !str_ends(s, STR(")")))
		return s;
	for (size_t i = 0; i < s.n; i++) {
		depth += s.p[i] == '(';
		depth -= s.p[i] == ')' && depth != 0;
		if (depth == 0 && i + 1 < s.n)
			return s;
	}
	return str_sub(s, 1, s.n - 1);
}

/* Is there an OR that no parenthesis holds? AND binds tighter. */
static bool
has_choice(struct str s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		depth += s.p[i] == '(';
		depth -= s.p[i] == ')' && depth != 0;
		if (depth == 0 && str_starts(str_from_pos(s, i), STR(" OR ")))
			return true;
	}
	return false;
}

static void
split_licence(struct spdx_reader *r, struct bom_component *c,
    const struct bom_licence *l)
{
	const struct str and = STR(" AND ");
	struct str rest = l->text;
	size_t depth = 0, i = 0;

	if (l->form == LICENCE_NAME) {
		bom_licence_add(r->p.b, c, *l);
		return;
	}
	while (i < rest.n && !has_choice(l->text)) {
		depth += rest.p[i] == '(';
		depth -= rest.p[i] == ')' && depth != 0;
		if (depth != 0 || !str_starts(str_from_pos(rest, i), and)) {
			i++;
			continue;
		}
		add_licence(r, c, unwrap(str_sub(rest, 0, i)), l->said);
		rest = str_from_pos(rest, i + and.n);
		i = 0;
	}
	add_licence(r, c, r->ours || !str_eq(rest, l->text) ? unwrap(rest)
	    : rest, l->said);
}

static void
end_licences(struct spdx_reader *r, struct bom_component *c)
{
	struct bom_licence *was = c->licences;
	size_t n = c->nlicences;
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= was[i].form != LICENCE_NAME && (r->ours ||
		    str_find_str(was[i].text, STR("LicenseRef-")) <
		    was[i].text.n);
	if (!any)
		return;
	c->licences = NULL;
	c->nlicences = 0;
	for (size_t i = 0; i < n; i++)
		split_licence(r, c, &was[i]);
	arena_reset(r->p.tmp);
}

/* ---- the end ---- */

/* Of the package that is the operating system, and no component. */
static void
end_late_distro(struct spdx_reader *r, struct str text)
{
	struct distro *d = &r->p.b->distro;
	struct spdx_package s = { .c = { .name = d->id,
		.version = d->version_id, .cpe = d->cpe_name } };

	(void)spdx_take_own_remark(r, &s, text);
	*d = facts_take_distro(r->p.b, &s.c);
}

static void
end_late(struct spdx_reader *r, const struct map *refs)
{
	for (size_t i = 0; i < r->nlate; i++) {
		size_t at = graph_find(refs, r->late[i].package);

		if (r->late[i].package == r->os)
			end_late_distro(r, r->late[i].text);
		if (at == 0)
			continue;
		struct bom_component *c = &r->p.b->components[at - 1];
		struct spdx_package s = { .c = *c };

		(void)spdx_take_own_remark(r, &s, r->late[i].text);
		spdx_end_own_package(r, &s);
		*c = s.c;
	}
}

void
spdx_end_own(struct spdx_reader *r, const struct map *refs)
{
	struct bom *b = r->p.b;

	if (str_find_str(r->creation_comment, STR(SPDX_NO_TIME)) <
	    r->creation_comment.n)
		b->has_time = false;
	end_late(r, refs);
	for (size_t i = 0; i < b->ncomponents; i++)
		end_licences(r, &b->components[i]);
}

void
spdx_end_own_refs(struct spdx_reader *r)
{
	struct bom *b = r->p.b;

	if (!r->ours && r->nrefs == 0)
		return;
	struct map *refs = graph_map(r->p.names, b);

	for (size_t i = 0; r->ours && i < b->ncomponents; i++)
		b->components[i].ref = STR("");
	for (size_t i = 0; i < r->nrefs; i++) {
		size_t at = graph_find(refs, r->refs[i].package);

		if (at != 0)
			b->components[at - 1].ref = r->refs[i].text;
	}
}
