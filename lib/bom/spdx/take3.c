/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What SPDX 3 documents say, to the model, by way of what SPDX 2 documents
 * say (take.c): packages and relationships are the same things. New are that
 * licences and suppliers are elements of their own, and that an annotation
 * may stand anywhere. Ours stand before what they are about, so that few have
 * to be kept.
 *
 * Source:   SPDX 3.0.1, its model.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/decode.h"
#include "bom/spdx/read3.h"
#include "bom/spdx/spdx.h"

enum { REMARKS_HELD = 64,	/* more than these wait until the end */
	SETS_DEEP = 8, SET_BYTES = 4096 };	/* of licences in sets */

enum link_kind { LINK_DECLARED, LINK_CONCLUDED, LINK_SUPPLIER,
	LINK_ORIGINATOR, LINK_CUSTOM };

struct spdx3_link {
	uint64_t from, to;		/* hashes */
	struct str id;			/* of LINK_CUSTOM: "LicenseRef-…" */
	enum link_kind kind;
};

struct spdx3_remark {
	struct str subject, text;
};

struct spdx3_set {			/* licences with a word between them */
	const char *word;
	uint64_t *v;			/* hashes */
	size_t n;
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

static bool
ends(struct str s, const char *with)
{
	return str_ends(s, str_from(with));
}

struct str
spdx3_local(struct spdx3_reader *r, struct str iri)
{
	const struct str ref = STR("#SPDXRef-");
	size_t at = str_find_str(iri, ref);

	if (at == iri.n)
		return iri;
	if (r->space.n == 0)
		r->space = str_dup(r->r.p.names, str_sub(iri, 0, at));
	return str_eq(r->space, str_sub(iri, 0, at))
	    ? str_from_pos(iri, at + 1) : iri;
}

/* ---- what is kept ---- */

static void
keep_text(struct spdx3_reader *r, struct map **m, struct str ref,
    struct str text)
{
	struct arena *a = r->r.p.names;
	uint64_t *hash;
	bool is_new;

	if (ref.n == 0 || text.n == 0)
		return;
	if (*m == NULL)
		*m = map_new(a);
	hash = NEW(a, uint64_t);
	*hash = graph_hash(ref);
	void **at = map_put(*m, str_of(hash, sizeof *hash), &is_new);
	struct str *kept = NEW(a, struct str);

	*kept = str_dup(r->r.p.b->arena, text);
	if (is_new)
		*at = kept;
}

static struct str
kept_text(const struct map *m, uint64_t hash)
{
	void **at = m != NULL ? map_find(m, str_of(&hash, sizeof hash)) : NULL;

	return at != NULL ? *(struct str *)*at : STR("");
}

static void
keep_link(struct spdx3_reader *r, enum link_kind kind, struct str from,
    struct str to, struct str id)
{
	if (to.n == 0)
		return;
	r->links = arena_grow(r->r.p.names, r->links, r->nlinks, &r->clinks,
	    sizeof *r->links);
	r->links[r->nlinks++] = (struct spdx3_link){ graph_hash(from),
		graph_hash(to), id, kind };
}

void
spdx3_take_custom(struct spdx3_reader *r, struct str id, struct str ref)
{
	keep_link(r, LINK_CUSTOM, STR(""), ref, str_dup(r->r.p.names, id));
}

void
spdx3_take_property(struct spdx3_reader *r, struct spdx3_element *x,
    struct str name, struct str value)
{
	struct bom *b = r->r.p.b;
	struct spdx_package *s = &x->s;

	name = str_dup(b->arena, name);
	value = str_dup(b->arena, value);
	if (str_starts(name, STR("airbom:")) &&
	    bom_own_property(b, &s->c, name, value))
		return;
	bom_hint(b, &s->c, &s->hints, name, value);
	bom_prop_put(b, &s->c.props, name, value);
}

/* ---- remarks ---- */

static void
remarks_late(struct spdx3_reader *r)
{
	for (size_t i = 0; i < r->nremarks; i++)
		spdx_take_late_remark(&r->r, r->remarks[i].subject,
		    r->remarks[i].text);
	r->remarks = NULL;
	r->nremarks = r->cremarks = 0;
	arena_reset(r->held);
}

static void
take_annotation(struct spdx3_reader *r, const struct spdx3_element *x)
{
	if (!str_starts(x->text, STR(SPDX_PROPERTIES)))
		return;
	if (r->nremarks == REMARKS_HELD)
		remarks_late(r);
	r->remarks = arena_grow(r->held, r->remarks, r->nremarks,
	    &r->cremarks, sizeof *r->remarks);
	r->remarks[r->nremarks++] = (struct spdx3_remark){
		str_dup(r->held, x->from), str_dup(r->held, x->text) };
}

/* The next one that waits for this element; it waits no more. */
static bool
next_remark(struct spdx3_reader *r, struct str id, struct str *ret)
{
	for (size_t i = 0; i < r->nremarks; i++) {
		if (!str_eq(r->remarks[i].subject, id))
			continue;
		*ret = r->remarks[i].text;
		memmove(r->remarks + i, r->remarks + i + 1,
		    (r->nremarks - i - 1) * sizeof *r->remarks);
		r->nremarks--;
		return true;
	}
	return false;
}

static void
remarks_end(struct spdx3_reader *r)
{
	if (r->nremarks != 0 || r->remarks == NULL)
		return;
	r->remarks = NULL;
	r->cremarks = 0;
	arena_reset(r->held);
}

/* ---- elements ---- */

static struct str
text_of(struct spdx3_reader *r, struct str s)
{
	return str_dup(r->r.p.b->arena, s);
}

/* "NAME <EMAIL>", as package databases have it. */
static void
take_agent(struct spdx3_reader *r, const struct spdx3_element *x)
{
	struct str name = x->name;

	if (x->email.n != 0)
		name = str_fmt(r->r.p.tmp, "%.*s%s<%.*s>", STR_ARG(name),
		    name.n != 0 ? " " : "", STR_ARG(x->email));
	keep_text(r, &r->names, x->id, name);
	if (is(x->type, "Organization"))
		keep_text(r, &r->people, x->id, name);
	else if (is(x->type, "Person") && name.n != 0)
		keep_text(r, &r->people, x->id, str_join(r->r.p.tmp,
		    STR("Person: "), name));
}

static void
take_creation(struct spdx3_reader *r, const struct spdx3_element *x)
{
	if (r->spec_version.n != 0)
		return;			/* the first one counts */
	r->spec_version = text_of(r, x->spec_version);
	r->r.creation_comment = text_of(r, x->comment);
	spdx_take_created(&r->r, x->created);
	if (x->tools.n != 0)
		r->tool = graph_hash(x->tools.v[0]);
	r->makers = NEWN(r->r.p.names, uint64_t, x->agents.n);
	for (size_t i = 0; i < x->agents.n; i++)
		r->makers[r->nmakers++] = graph_hash(x->agents.v[i]);
}

static void
take_roots(struct spdx3_reader *r, const struct spdx3_element *x)
{
	for (size_t i = 0; i < x->roots.n && r->nroots < SPDX3_ROOTS; i++)
		r->roots[r->nroots++] = graph_hash(x->roots.v[i]);
}

static void
take_document(struct spdx3_reader *r, const struct spdx3_element *x)
{
	struct str text;

	take_roots(r, x);
	if (r->document == 0) {
		r->document = graph_hash(x->id);
		r->r.name = text_of(r, x->name);
	}
	while (next_remark(r, x->id, &text))
		spdx_take_document_remark(&r->r, text);
}

/* In SPDX 2's words. */
static struct str
purpose(struct spdx3_reader *r, struct str s)
{
	char *p = NEWN(r->r.p.b->arena, char, s.n);

	if (is(s, "operatingSystem"))
		return STR("OPERATING-SYSTEM");
	for (size_t i = 0; i < s.n; i++)
		p[i] = is_lower(s.p[i]) ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
	return str_of(p, s.n);
}

static void
link_agents(struct spdx3_reader *r, const struct spdx3_element *x)
{
	if (x->suppliers.n != 0)
		keep_link(r, LINK_SUPPLIER, x->id, x->suppliers.v[0], STR(""));
	if (x->originators.n != 0)
		keep_link(r, LINK_ORIGINATOR, x->id, x->originators.v[0],
		    STR(""));
}

static enum rc
take_package(struct spdx3_reader *r, struct spdx3_element *x, struct err *e)
{
	struct spdx_package *s = &x->s;
	struct str text;

	s->c.ref = text_of(r, x->id);
	s->c.name = text_of(r, x->name);
	s->c.version = text_of(r, x->version);
	s->c.purl = text_of(r, x->purl);
	s->c.description = text_of(r, x->description);
	s->source_info = text_of(r, x->source_info);
	s->purpose = purpose(r, x->purpose);
	while (next_remark(r, x->id, &text))
		(void)spdx_take_own_remark(&r->r, s, text);
	link_agents(r, x);
	return spdx_take_package(&r->r, s, e);
}

static void
drop_remarks(struct spdx3_reader *r, struct str id)
{
	struct str text;

	while (next_remark(r, id, &text))
		continue;
}

/* ---- relationships ---- */

/* A licence of the list needs no element. */
static void
take_listed(struct spdx3_reader *r, struct str ref)
{
	const struct str list = STR("spdx.org/licenses/");
	size_t at = str_find_str(ref, list);

	if (at < ref.n)
		keep_text(r, &r->licences, ref, str_from_pos(ref, at +
		    list.n));
}

static void
take_licences(struct spdx3_reader *r, const struct spdx3_element *x,
    enum link_kind kind)
{
	for (size_t i = 0; i < x->to.n; i++) {
		take_listed(r, x->to.v[i]);
		keep_link(r, kind, x->from, x->to.v[i], STR(""));
	}
}

/* What SPDX 2 calls it; "" for what says nothing about packages. */
static struct str
relation_word(struct str type)
{
	static const struct { const char *third, *second; } words[] = {
		{ "dependsOn", "DEPENDS_ON" },
		{ "hasOptionalDependency", "DEPENDS_ON" },
		{ "hasProvidedDependency", "DEPENDS_ON" },
		{ "generates", "GENERATES" }, { "contains", "CONTAINS" },
		{ "other", "OTHER" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(type, words[i].third))
			return str_from(words[i].second);
	return STR("");
}

static void
take_relationship(struct spdx3_reader *r, const struct spdx3_element *x)
{
	struct spdx_relation rel = { .from = x->from, .comment = x->comment,
		.type = relation_word(x->relationship) };

	if (is(x->relationship, "hasDeclaredLicense"))
		take_licences(r, x, LINK_DECLARED);
	else if (is(x->relationship, "hasConcludedLicense"))
		take_licences(r, x, LINK_CONCLUDED);
	for (size_t i = 0; rel.type.n != 0 && i < x->to.n; i++) {
		rel.to = x->to.v[i];
		if (ends(rel.to, "/Core/NoneElement"))
			rel.to = STR("NONE");
		else if (ends(rel.to, "/Core/NoAssertionElement"))
			rel.to = STR("NOASSERTION");
		spdx_take_relation(&r->r, &rel);
	}
}

/* An expression that is made of elements: what it is made of. */
static void
take_set(struct spdx3_reader *r, const struct spdx3_element *x)
{
	struct arena *a = r->r.p.names;
	uint64_t *hash;
	struct spdx3_set *set;
	bool is_new;

	if (x->id.n == 0)
		return;
	if (r->sets == NULL)
		r->sets = map_new(a);
	hash = NEW(a, uint64_t);
	*hash = graph_hash(x->id);
	void **at = map_put(r->sets, str_of(hash, sizeof *hash), &is_new);

	set = NEW(a, struct spdx3_set);
	*set = (struct spdx3_set){ .n = x->members.n,
		.v = NEWN(a, uint64_t, x->members.n),
		.word = is(x->type, "ConjunctiveLicenseSet") ? " AND "
		    : is(x->type, "DisjunctiveLicenseSet") ? " OR "
		    : " WITH " };
	for (size_t i = 0; i < set->n; i++) {
		take_listed(r, x->members.v[i]);
		set->v[i] = graph_hash(x->members.v[i]);
	}
	if (is_new)
		*at = set;
}

static void
take_licence(struct spdx3_reader *r, const struct spdx3_element *x)
{
	struct str words = x->name.n != 0 ? x->name : x->text;
	size_t hash = str_find(x->id, '#');
	struct spdx_licence l = { .name = x->name, .text = x->text,
		.id = str_from_pos(x->id, hash + 1) };

	if (x->expression.n != 0)
		words = x->expression;
	take_listed(r, x->id);		/* the first one holds */
	keep_text(r, &r->licences, x->id, words);
	if (str_starts(l.id, STR("LicenseRef-")))
		spdx_take_licence(&r->r, &l);
}

enum rc
spdx3_take_element(struct spdx3_reader *r, struct spdx3_element *x,
    struct err *e)
{
	struct str type = x->type;
	enum rc rc = RC_OK;

	if (is(type, "CreationInfo"))
		take_creation(r, x);
	else if (is(type, "SpdxDocument"))
		take_document(r, x);
	else if (is(type, "Sbom") || is(type, "Bom"))
		take_roots(r, x);
	else if (ends(type, "Package"))		/* of AI, too */
		rc = take_package(r, x, e);
	else if (is(type, "File"))
		drop_remarks(r, x->id);
	else if (ends(type, "Relationship"))
		take_relationship(r, x);
	else if (is(type, "Annotation"))
		take_annotation(r, x);
	else if (ends(type, "Agent") || is(type, "Organization") ||
	    is(type, "Person") || is(type, "Tool"))
		take_agent(r, x);
	else if (is(type, "LicenseExpression") ||
	    is(type, "SimpleLicensingText") || ends(type, "License") ||
	    ends(type, "LicenseAddition"))
		take_licence(r, x);
	else if (ends(type, "LicenseSet") || is(type, "WithAdditionOperator"))
		take_set(r, x);
	remarks_end(r);
	return rc;
}

/* ---- the end ---- */

static void
end_agent(struct spdx3_reader *r, struct bom_component *c,
    const struct spdx3_link *l)
{
	struct str name = kept_text(r->names, l->to);

	if (c->vendor.n == 0 && !is(name, "NOASSERTION"))
		c->vendor = name;
}

static struct str licence_of(const struct spdx3_reader *r, uint64_t hash,
    unsigned depth);

/* "" where a part is not known, or too much of it. */
static struct str
join_set(const struct spdx3_reader *r, const struct spdx3_set *set,
    unsigned depth)
{
	struct arena *a = r->r.p.tmp;
	struct str all = STR("");

	for (size_t i = 0; i < set->n; i++) {
		struct str one = licence_of(r, set->v[i], depth + 1);

		if (one.n == 0 || all.n + one.n > SET_BYTES)
			return STR("");
		if (i != 0)
			all = str_join(a, all, str_from(set->word));
		if (str_find_str(one, STR(" OR ")) < one.n)
			one = str_fmt(a, "(%.*s)", STR_ARG(one));
		all = str_join(a, all, one);
	}
	return all;
}

static struct str
licence_of(const struct spdx3_reader *r, uint64_t hash, unsigned depth)
{
	struct str text = kept_text(r->licences, hash);
	void **set = r->sets != NULL ? map_find(r->sets, str_of(&hash,
	    sizeof hash)) : NULL;

	if (text.n != 0 || set == NULL || depth > SETS_DEEP)
		return text;
	return join_set(r, *set, depth);
}

static void
end_licence(struct spdx3_reader *r, struct bom_component *c,
    const struct spdx3_link *l)
{
	struct licence x = licence_classify(r->r.p.tmp,
	    licence_of(r, l->to, 0));

	if (x.text.n != 0)
		bom_licence_add(r->r.p.b, c, (struct bom_licence){ x.text,
		    x.form, l->kind == LINK_CONCLUDED ? LICENCE_CONCLUDED
		    : LICENCE_DECLARED });
	arena_reset(r->r.p.tmp);
}

static void
end_custom(struct spdx3_reader *r, const struct spdx3_link *l)
{
	spdx_take_licence(&r->r, &(struct spdx_licence){ .id = l->id,
	    .text = kept_text(r->licences, l->to) });
}

/* A supplier goes before an originator. */
static void
end_links(struct spdx3_reader *r, const struct map *refs, bool originators)
{
	for (size_t i = 0; i < r->nlinks; i++) {
		const struct spdx3_link *l = &r->links[i];
		size_t at = graph_find(refs, l->from);

		if (l->kind == LINK_CUSTOM && !originators)
			end_custom(r, l);
		if (at == 0 || (l->kind == LINK_ORIGINATOR) != originators)
			continue;
		struct bom_component *c = &r->r.p.b->components[at - 1];

		if (l->kind == LINK_DECLARED || l->kind == LINK_CONCLUDED)
			end_licence(r, c, l);
		else if (l->kind != LINK_CUSTOM)
			end_agent(r, c, l);
	}
}

/* Gaps must not be lost where someone sorted our elements. */
static void
end_remarks(struct spdx3_reader *r)
{
	remarks_late(r);
	for (size_t i = 0; i < r->r.nlate; i++)
		if (r->r.late[i].package == r->document)
			spdx_take_document_remark(&r->r, r->r.late[i].text);
}

/* Of the roots the one that is a package: others are collections. */
static void
end_roots(struct spdx3_reader *r, const struct map *refs)
{
	for (size_t i = 0; i < r->nroots; i++) {
		if (graph_find(refs, r->roots[i]) == 0 ||
		    r->roots[i] == r->r.described)
			continue;
		if (r->r.ndescribed++ == 0)
			r->r.described = r->roots[i];
	}
}

/* Who made it is somebody, or a program: the first of those counts. */
static void
end_makers(struct spdx3_reader *r)
{
	for (size_t i = 0; i < r->nmakers; i++) {
		struct str who = kept_text(r->people, r->makers[i]);

		bom_take_author(&r->r.p.decoder, who);
		if (who.n == 0 && r->tool == 0)
			r->tool = r->makers[i];
	}
}

static void
end_tool(struct spdx3_reader *r)
{
	struct str name;

	end_makers(r);
	name = kept_text(r->names, r->tool);
	if (name.n != 0)
		spdx_take_creator(&r->r, str_join(r->r.p.b->arena,
		    STR("Tool: "), name));
}

/* Versions of another first number may have packages elsewhere. */
static void
check_version(struct spdx3_reader *r)
{
	struct notices *n = &r->r.p.b->notices;
	struct str version = r->spec_version;

	r->r.p.b->spec_version = version;
	if (!str_starts(version, STR("3.")))
		notice_gap(n, "document", STR(""),
		    "SPDX version \"%.*s\" is not known",
		    STR_ARG(str_sub(version, 0, 60)));
	else if (!str_starts(version, STR("3.0")))
		notice_note(n, "document", STR(""),
		    "SPDX version \"%.*s\" is not known",
		    STR_ARG(str_sub(version, 0, 60)));
}

void
spdx3_take_end(struct spdx3_reader *r)
{
	struct map *refs = graph_map(r->r.p.names, r->r.p.b);

	check_version(r);
	end_remarks(r);
	end_tool(r);
	end_links(r, refs, false);
	end_links(r, refs, true);
	end_roots(r, refs);
	spdx_take_end(&r->r);
}
