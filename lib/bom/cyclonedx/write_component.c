/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components of a CycloneDX JSON document: what has a field of the standard
 * goes there, the rest into airbom:* properties.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/write.h"
#include "bom/facts.h"
#include "bom/foreign.h"
#include "bom/property.h"
#include "codec/digest.h"

static struct bom_facts
facts_of(const struct writer *w)
{
	return (struct bom_facts){ .b = w->b, .a = w->record,
		.layers = w->layers };
}

static void
put_props(struct writer *w, struct bom_props *p)
{
	struct json_out *j = &w->j;

	if (p->n == 0)
		return;
	bom_props_sort(p);
	json_key(j, "properties");
	json_begin_array(j);
	for (size_t i = 0; i < p->n; i++) {
		json_begin_object(j);
		json_pair(j, "name", p->v[i].name);
		json_pair(j, "value", p->v[i].value);
		json_end_object(j);
	}
	json_end_array(j);
}

/* ---- licences ---- */

/* An id that is not on the list makes a document invalid: then it is a name,
   as a document of others may have it. Few ids are in many components. */
static const struct licence *
look_up(struct writer *w, struct str id)
{
	bool is_new;
	void **at = map_put(w->licences, id, &is_new);

	if (is_new) {
		struct licence *l = NEW(w->document, struct licence);

		*l = licence_classify(w->document, id);
		*at = l;
	}
	return *at;
}

static void
put_licence(struct writer *w, const struct bom_licence *l)
{
	struct json_out *j = &w->j;
	const struct licence *known = l->form == LICENCE_ID ?
	    look_up(w, l->text) : NULL;
	bool id = known != NULL && known->form == LICENCE_ID;

	json_begin_object(j);
	json_key(j, "license");
	json_begin_object(j);
	json_pair(j, id ? "id" : "name", id ? known->text : l->text);
	json_end_object(j);
	json_end_object(j);
}

/* Several expressions as one: up to 1.6 an expression stands alone. */
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

static void
put_licences(struct writer *w, const struct bom_component *c)
{
	struct json_out *j = &w->j;
	bool expression = false, name = false;

	for (size_t i = 0; i < c->nlicences; i++) {
		expression |= c->licences[i].form == LICENCE_EXPRESSION;
		name |= c->licences[i].form == LICENCE_NAME;
	}
	if (c->nlicences == 0)
		return;
	json_key(j, "licenses");
	json_begin_array(j);
	if (expression && !name) {
		json_begin_object(j);
		json_pair(j, "expression", join_expressions(w->record, c));
		json_end_object(j);
	} else {
		for (size_t i = 0; i < c->nlicences; i++)
			put_licence(w, &c->licences[i]);
	}
	json_end_array(j);
}

/* ---- hashes ---- */

/* hash-alg and hash-content of the schema; others would make it invalid. */
static bool
is_hash(const struct bom_hash *h)
{
	static const char *const algs[] = { "MD5", "SHA-1", "SHA-256",
		"SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512",
		"BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512", "BLAKE3" };
	size_t n = h->hex.n;
	bool known = false;

	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++)
		known |= str_eq(h->alg, str_from(algs[i]));
	for (size_t i = 0; i < n; i++) {
		char c = to_lower(h->hex.p[i]);

		if (!is_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
	}
	return known && (n == 32 || n == 40 || n == 64 || n == 96 || n == 128);
}

static void
put_hashes(struct json_out *j, const struct bom_component *c)
{
	bool any = false;

	for (size_t i = 0; i < c->nhashes; i++) {
		if (!is_hash(&c->hashes[i]))
			continue;
		if (!any) {
			json_key(j, "hashes");
			json_begin_array(j);
		}
		any = true;
		json_begin_object(j);
		json_pair(j, "alg", c->hashes[i].alg);
		json_pair(j, "content", c->hashes[i].hex);
		json_end_object(j);
	}
	if (any)
		json_end_array(j);
}

/* ---- evidence ---- */

static bool
has_identity(const struct writer *w, const struct bom_component *c)
{
	return w->minor >= 5 && c->nplaces != 0 && c->purl.n != 0;
}

/* One half where the name or version was inferred. */
static void
put_confidence(struct json_out *j, const struct bom_component *c)
{
	json_key(j, "confidence");
	json_put_double(j, c->guessed ? 0.5 : 1);
}

static void
put_identity(struct writer *w, const struct bom_component *c)
{
	struct json_out *j = &w->j;

	if (!has_identity(w, c))
		return;
	json_key(j, "identity");
	if (w->minor >= 6)
		json_begin_array(j);
	json_begin_object(j);
	json_pair(j, "field", STR("purl"));
	put_confidence(j, c);
	if (w->minor >= 6)
		json_pair(j, "concludedValue", c->purl);
	json_key(j, "methods");
	json_begin_array(j);
	json_begin_object(j);
	json_pair(j, "technique", bom_technique_name(c->technique));
	put_confidence(j, c);
	json_pair(j, "value", c->places[0].path);
	json_end_object(j);
	json_end_array(j);
	json_end_object(j);
	if (w->minor >= 6)
		json_end_array(j);
}

static void
put_evidence(struct writer *w, const struct bom_component *c)
{
	struct json_out *j = &w->j;

	if (w->minor < 5 || c->nplaces == 0)
		return;
	json_key(j, "evidence");
	json_begin_object(j);
	put_identity(w, c);
	json_key(j, "occurrences");
	json_begin_array(j);
	for (size_t i = 0; i < c->nplaces; i++) {
		struct str layer = c->places[i].layer;

		json_begin_object(j);
		json_pair(j, "location", c->places[i].path);
		if (w->minor >= 6 && layer.n != 0)
			json_pair(j, "additionalContext",
			    str_join(w->record, STR("layer "), layer));
		json_end_object(j);
	}
	json_end_array(j);
	json_end_object(j);
}

/* ---- the component ---- */

static void
put_component_props(struct writer *w, const struct bom_component *c)
{
	struct bom_facts f = facts_of(w);

	facts_component(&f, c, FACT_FOREIGN |
	    (w->minor >= 6 ? FACT_PLACES : 0) |
	    (has_identity(w, c) ? FACT_TECHNIQUE : 0));
	put_props(w, &f.props);
}

static void
put_file_hash(struct writer *w, const char *alg, const uint8_t *p, size_t n)
{
	char hex[DIGEST_HEX_MAX];

	json_begin_object(&w->j);
	json_pair(&w->j, "alg", str_from(alg));
	json_pair(&w->j, "content", digest_hex(hex, p, n));
	json_end_object(&w->j);
}

/* Without a reference: nothing refers to it. */
void
cdx_put_file(struct writer *w, const struct bom_file *f)
{
	struct json_out *j = &w->j;
	struct bom_facts facts = facts_of(w);

	json_begin_object(j);
	json_pair(j, "type", STR("file"));
	json_pair(j, "name", f->path);
	if (f->sha256 != NULL && f->sha1 != NULL) {
		json_key(j, "hashes");
		json_begin_array(j);
		put_file_hash(w, "SHA-1", f->sha1, 20);
		put_file_hash(w, "SHA-256", f->sha256, 32);
		json_end_array(j);
	}
	facts_file(&facts, f);
	put_props(w, &facts.props);
	json_end_object(j);
}

static struct str
type_of(const struct bom_component *c)
{
	struct str own = bom_prop_get(&c->props, PROP_KIND);

	if (c->kind != BOM_OTHER)
		return cdx_type_of(c->kind);
	return cdx_is_type(own) ? own : STR("framework");
}

void
cdx_put_component(struct writer *w, const struct bom_component *c)
{
	struct json_out *j = &w->j;

	json_begin_object(j);
	json_pair(j, "bom-ref", c->ref);
	json_pair(j, "type", type_of(c));
	json_pair_opt(j, "group", c->group);
	json_pair(j, "name", c->name);
	json_pair_opt(j, "version", c->version);
	json_pair_opt(j, "description", c->description);
	if (c->excluded)
		json_pair(j, "scope", STR("excluded"));
	put_hashes(j, c);
	put_licences(w, c);
	json_pair_opt(j, "cpe", c->cpe);
	json_pair_opt(j, "purl", c->purl);
	put_component_props(w, c);
	put_evidence(w, c);
	json_end_object(j);
}

void
cdx_put_distro(struct writer *w)
{
	const struct distro *d = &w->b->distro;
	struct json_out *j = &w->j;
	struct bom_facts f = facts_of(w);

	json_begin_object(j);
	json_pair(j, "bom-ref", w->os);
	json_pair(j, "type", STR("operating-system"));
	json_pair(j, "name", d->id);
	json_pair_opt(j, "version", d->version_id);
	json_pair_opt(j, "cpe", d->cpe_name);
	facts_distro(&f);
	foreign_distro(&f);
	put_props(w, &f.props);
	json_end_object(j);
}

/* ---- the document ---- */

void
cdx_put_document_props(struct writer *w)
{
	struct bom_facts f = facts_of(w);

	facts_document(&f);
	facts_add(&f, "cdx:reproducible", STR("true"));
	put_props(w, &f.props);
}
