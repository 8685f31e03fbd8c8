/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components of a CycloneDX document: what has a field of the standard goes
 * there, the rest into airbom:* properties.
 */
#include "base/arena.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/write.h"
#include "bom/facts.h"
#include "bom/foreign.h"
#include "bom/property.h"
#include "codec/digest.h"

/* ---- evidence ---- */

static bool
has_identity(const struct writer *w, const struct bom_component *c)
{
	return w->minor >= 5 && c->nplaces != 0 && c->purl.n != 0;
}

/* One in 1.5, a list since 1.6. Its confidence is one half where the name or
   version was inferred. */
static void
put_identity(struct writer *w, const struct bom_component *c)
{
	struct form *f = &w->f;
	double confidence = c->guessed ? 0.5 : 1;

	if (!has_identity(w, c))
		return;
	if (w->minor >= 6)
		form_bare_list(f, "identity");
	form_begin(f, "identity");
	form_text(f, "field", STR("purl"));
	form_number(f, "confidence", confidence);
	if (w->minor >= 6)
		form_text(f, "concludedValue", c->purl);
	form_list(f, "methods");
	form_begin(f, "method");
	form_text(f, "technique", bom_technique_name(c->technique));
	form_number(f, "confidence", confidence);
	form_text(f, "value", c->places[0].path);
	form_end(f);
	form_end(f);
	form_end(f);
	if (w->minor >= 6)
		form_end(f);
}

static void
put_evidence(struct writer *w, const struct bom_component *c)
{
	struct form *f = &w->f;

	if (w->minor < 5 || c->nplaces == 0)
		return;
	form_begin(f, "evidence");
	put_identity(w, c);
	form_list(f, "occurrences");
	for (size_t i = 0; i < c->nplaces; i++) {
		struct str layer = c->places[i].layer;

		form_begin(f, "occurrence");
		form_text(f, "location", c->places[i].path);
		if (w->minor >= 6 && layer.n != 0)
			form_text(f, "additionalContext",
			    str_join(w->record, STR("layer "), layer));
		form_end(f);
	}
	form_end(f);
	form_end(f);
}

/* ---- the component ---- */

/* Without a reference: nothing refers to it. */
void
cdx_put_file(struct writer *w, const struct bom_file *file)
{
	struct bom_facts facts = cdx_facts(w);
	struct form *f = &w->f;
	char hex[2][DIGEST_HEX_MAX];

	form_begin(f, "component");
	form_attr(f, "type", STR("file"));
	form_text(f, "name", file->path);
	if (file->sha256 != NULL && file->sha1 != NULL)
		cdx_put_hashes(w, (struct bom_hash[]){
			{ STR("SHA-1"), digest_hex(hex[0], file->sha1, 20) },
			{ STR("SHA-256"),
			    digest_hex(hex[1], file->sha256, 32) } }, 2);
	facts_file(&facts, file);
	cdx_put_props(w, &facts);
	form_end(f);
}

/* The model's word, or the one that a document had; what this version does
   not know stays a property. */
static struct str
type_of(const struct writer *w, const struct bom_component *c,
    struct bom_facts *facts)
{
	struct str own = bom_prop_get(&c->props, PROP_KIND);

	if (c->kind != BOM_OTHER)
		return cdx_type_of(c->kind);
	if (cdx_is_type(own, w->minor))
		return own;
	facts_add(facts, PROP_KIND, own);
	return STR("framework");
}

void
cdx_put_component(struct writer *w, const struct bom_component *c)
{
	struct bom_facts facts = cdx_facts(w);
	struct form *f = &w->f;

	form_begin(f, "component");
	form_attr(f, "bom-ref", c->ref);
	form_attr(f, "type", type_of(w, c, &facts));
	cdx_put_supplier(w, c->vendor);
	form_text_opt(f, "group", c->group);
	form_text(f, "name", c->name);
	cdx_put_version(w, &facts, c->version);
	form_text_opt(f, "description", c->description);
	if (c->excluded)
		form_text(f, "scope", STR("excluded"));
	cdx_put_hashes(w, c->hashes, c->nhashes);
	cdx_put_licences(w, c);
	cdx_put_cpe(w, &facts, c->cpe);
	form_text_opt(f, "purl", c->purl);
	facts_component(&facts, c, FACT_FOREIGN | FACT_VENDOR |
	    (w->minor >= 6 ? FACT_PLACES : 0) |
	    (has_identity(w, c) ? FACT_TECHNIQUE : 0));
	cdx_put_props(w, &facts);
	put_evidence(w, c);
	form_end(f);
}

void
cdx_put_distro(struct writer *w)
{
	const struct distro *d = &w->b->distro;
	struct bom_facts facts = cdx_facts(w);
	struct form *f = &w->f;

	form_begin(f, "component");
	form_attr(f, "bom-ref", w->os);
	form_attr(f, "type", STR("operating-system"));
	form_text(f, "name", d->id);
	cdx_put_version(w, &facts, d->version_id);
	cdx_put_cpe(w, &facts, d->cpe_name);
	facts_distro(&facts);
	foreign_distro(&facts);
	cdx_put_props(w, &facts);
	form_end(f);
}

/* ---- the document ---- */

void
cdx_put_document_props(struct writer *w)
{
	struct bom_facts facts = cdx_facts(w);
	struct str name;
	bool person = false;

	facts_document(&facts);
	for (size_t i = 0; i < w->b->nauthors; i++)
		person |= bom_is_person(w->b->authors[i], &name);
	if (person)
		facts_authors(&facts);
	facts_add(&facts, "cdx:reproducible", STR("true"));
	cdx_put_props(w, &facts);
}
