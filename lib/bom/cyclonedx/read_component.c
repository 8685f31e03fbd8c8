/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components of a CycloneDX JSON document, pulled from the stream member by
 * member: no tree is built, and a file component is passed over as soon as its
 * type is known (Syft lists every file of an image: 16,123 of 17,110
 * components in one document). One with a purl is a package all the same.
 */
#include "base/arena.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/read.h"
#include "bom/facts.h"
#include "bom/property.h"
#include "identity/ecosystem.h"
#include "identity/purl.h"

enum { DEEPEST = 32 };	/* components in components; peers write 1 or 2 */

/* One component on its way in. */
struct part {
	struct bom_component c;
	struct bom_hints hints;
	struct bom_props props;		/* names and values in tmp */
	struct str type, publisher;
	struct str technique;		/* of its evidence; in tmp */
	struct str *binaries;		/* that it is a source of; in tmp */
	size_t nbinaries, cbinaries;
	unsigned depth;
	bool tagged;			/* as a source package */
	bool subject;			/* metadata.component */
	bool file;			/* to be passed over */
	char early[128];		/* a reference that stands before the
					   type: of a file it is forgotten */
};

/* ---- hashes, licences ---- */

struct pair {
	struct str a, b;
};

static enum rc
hash_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct pair *p = ctx;

	if (str_eq(name, STR("alg")))
		return pull_text(r, &p->a, e);
	if (str_eq(name, STR("content")))
		return pull_text(r, &p->b, e);
	return RC_OK;
}

static enum rc
hash_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct pair p = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, hash_member, &p, e);

	(void)name;
	if (rc == RC_OK && p.a.n != 0 && p.b.n != 0)
		bom_hash_add(r->b, &part->c, p.a, p.b);
	return rc;
}

static enum rc
acknowledgement(struct pull *r, struct bom_licence *l, struct err *e)
{
	struct str word;
	enum rc rc = pull_text_in(r, r->tmp, &word, e);

	if (rc == RC_OK)
		l->said = str_eq(word, STR("declared")) ? LICENCE_DECLARED
		    : str_eq(word, STR("concluded")) ? LICENCE_CONCLUDED
		    : LICENCE_UNSAID;
	return rc;
}

static enum rc
license_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_licence *l = ctx;
	bool id = str_eq(name, STR("id"));

	if (str_eq(name, STR("acknowledgement")))
		return acknowledgement(r, l, e);
	if (!id && !str_eq(name, STR("name")))
		return RC_OK;
	l->form = id ? LICENCE_ID : LICENCE_NAME;
	return pull_text(r, &l->text, e);
}

static enum rc
choice_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct bom_licence *l = ctx;

	if (str_eq(name, STR("license")))
		return pull_each(r, JSON_OBJECT, license_member, l, e);
	if (str_eq(name, STR("acknowledgement")))
		return acknowledgement(r, l, e);
	if (!str_eq(name, STR("expression")))
		return RC_OK;
	l->form = LICENCE_EXPRESSION;
	return pull_text(r, &l->text, e);
}

/* An expression beside names is written as a name: up to 1.6 it would have to
   stand alone. */
static void
find_expression(struct pull *r, struct bom_licence *l)
{
	static const char *const words[] = { " OR ", " AND ", " WITH " };
	bool any = str_find(l->text, ' ') == l->text.n;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		any |= str_find_str(l->text, str_from(words[i])) < l->text.n;
	if (l->form != LICENCE_NAME || !any)
		return;
	struct licence x = licence_classify(r->tmp, l->text);

	if (x.form == LICENCE_EXPRESSION && str_eq(x.text, l->text))
		l->form = LICENCE_EXPRESSION;
}

static enum rc
choice_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct part *part = ctx;
	struct bom_licence l = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, choice_member, &l, e);

	(void)name;
	if (rc == RC_OK && l.text.n != 0) {
		find_expression(r, &l);
		bom_licence_add(r->b, &part->c, l);
	}
	return rc;
}

/* ---- properties ---- */

static enum rc
property_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct bom_prop *p = ctx;

	if (str_eq(name, STR("name")))
		return pull_text_in(r, r->tmp, &p->name, e);
	if (str_eq(name, STR("value")))
		return pull_text(r, &p->value, e);
	return RC_OK;
}

static enum rc
property_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct part *part = ctx;
	struct bom_props *to = &part->c.props;
	struct bom_prop p = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, property_member, &p, e);

	(void)name;
	if (rc != RC_OK || p.name.n == 0 ||
	    (str_starts(p.name, STR("airbom:")) &&
	    bom_own_property(r->b, &part->c, p.name, p.value)))
		return rc;
	bom_hint(r->b, &part->c, &part->hints, p.name, p.value);
	bom_prop_put(r->b, to, str_dup(r->b->arena, p.name), p.value);
	return RC_OK;
}

/* ---- evidence ---- */

static enum rc
occurrence_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct pair *p = ctx;

	if (str_eq(name, STR("location")))
		return pull_text(r, &p->a, e);
	if (str_eq(name, STR("additionalContext")))
		return pull_text(r, &p->b, e);
	return RC_OK;
}

static enum rc
occurrence_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct part *part = ctx;
	struct pair p = { 0 };
	enum rc rc = pull_each(r, JSON_OBJECT, occurrence_member, &p, e);

	(void)name;
	if (str_starts(p.b, STR("layer ")))
		p.b = str_from_pos(p.b, sizeof "layer " - 1);
	else if (!str_starts(p.b, STR("sha256:")))
		p.b = STR("");
	if (rc == RC_OK && p.a.n != 0)
		bom_place_add(r->b, &part->c, p.a, p.b);
	return rc;
}

struct method {
	struct str technique, value;
};

static enum rc
method_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct method *m = ctx;

	if (str_eq(name, STR("technique")))
		return pull_text_in(r, r->tmp, &m->technique, e);
	if (str_eq(name, STR("value")))
		return pull_text_in(r, r->tmp, &m->value, e);
	return RC_OK;
}

/* Of the methods of all identities the first holds. */
static enum rc
method_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct part *p = ctx;
	struct method m = { .value = STR("") };
	enum rc rc = pull_each(r, JSON_OBJECT, method_member, &m, e);

	(void)name;
	if (p->technique.n == 0)
		p->technique = m.technique;
	if (str_eq(m.technique, STR("filename")) && m.value.n != 0) {
		p->binaries = arena_grow(r->tmp, p->binaries, p->nbinaries,
		    &p->cbinaries, sizeof *p->binaries);
		p->binaries[p->nbinaries++] = m.value;
	}
	return rc;
}

static enum rc
identity_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	if (str_eq(name, STR("methods")))
		return pull_each(r, JSON_ARRAY, method_element, ctx, e);
	return RC_OK;
}

static enum rc
identity_element(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	(void)name;
	return pull_each(r, JSON_OBJECT, identity_member, ctx, e);
}

/* One object in 1.5, an array since 1.6. */
static enum rc
identity_value(struct pull *r, struct part *p, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (cdx_is_lean(r))
		return rc;
	if (rc == RC_OK && kind == JSON_ARRAY)
		rc = pull_each(r, JSON_ARRAY, identity_element, p, e);
	else if (rc == RC_OK)
		rc = pull_each(r, JSON_OBJECT, identity_member, p, e);
	if (rc == RC_OK && p->technique.n != 0)
		p->c.technique = bom_technique_of(p->technique);
	return rc;
}

static enum rc
evidence_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	if (str_eq(name, STR("occurrences")))
		return pull_each(r, JSON_ARRAY, occurrence_element, ctx, e);
	if (str_eq(name, STR("identity")))
		return identity_value(r, ctx, e);
	return RC_OK;
}

/* ---- the component ---- */

static struct str *
text_field(struct part *p, struct str name)
{
	return str_eq(name, STR("bom-ref"))     ? &p->c.ref
	     : str_eq(name, STR("name"))        ? &p->c.name
	     : str_eq(name, STR("version"))     ? &p->c.version
	     : str_eq(name, STR("purl"))        ? &p->c.purl
	     : str_eq(name, STR("group"))       ? &p->c.group
	     : str_eq(name, STR("cpe"))         ? &p->c.cpe
	     : str_eq(name, STR("description")) ? &p->c.description
	     : str_eq(name, STR("publisher"))   ? &p->publisher : NULL;
}

struct supplier {
	struct str name, address;
};

struct contact {
	struct str name, address;
};

static enum rc
contact_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct contact *c = ctx;

	if (str_eq(name, STR("name")))
		return pull_text_in(r, r->tmp, &c->name, e);
	if (str_eq(name, STR("email")))
		return pull_text_in(r, r->tmp, &c->address, e);
	return RC_OK;
}

/* A person's address is not the organization's. The first counts. */
static enum rc
contact_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct supplier *s = ctx;
	struct contact c = { .name = STR("") };
	enum rc rc = pull_each(r, JSON_OBJECT, contact_member, &c, e);

	(void)name;
	if (c.name.n == 0 && s->address.n == 0)
		s->address = c.address;
	return rc;
}

static enum rc
supplier_member(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct supplier *s = ctx;
	enum json_kind kind;

	if (str_eq(name, STR("name")))
		return pull_text(r, &s->name, e);
	if (!str_eq(name, STR("contact")))
		return RC_OK;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (rc != RC_OK || kind == JSON_ARRAY)
		return rc != RC_OK ? rc :
		    pull_each(r, JSON_ARRAY, contact_element, s, e);
	return contact_element(r, s, name, e);	/* as XML has it */
}

enum rc
cdx_read_supplier(struct pull *r, struct str *ret, struct err *e)
{
	struct supplier s = { .name = STR("") };
	enum rc rc = pull_each(r, JSON_OBJECT, supplier_member, &s, e);

	if (s.name.n != 0)
		*ret = s.address.n == 0 ? s.name : str_fmt(r->b->arena,
		    "%.*s <%.*s>", STR_ARG(s.name), STR_ARG(s.address));
	return rc;
}

enum rc
cdx_read_contact(struct pull *r, struct str *ret, struct err *e)
{
	struct contact c = { .name = STR("") };
	enum rc rc = pull_each(r, JSON_OBJECT, contact_member, &c, e);

	if (rc != RC_OK)
		return rc;
	*ret = c.name.n != 0 && c.address.n != 0 ? str_fmt(r->b->arena,
	    "%.*s <%.*s>", STR_ARG(c.name), STR_ARG(c.address))
	    : str_dup(r->b->arena, c.name.n != 0 ? c.name : c.address);
	return RC_OK;
}

static enum rc
type_value(struct pull *r, struct part *p, struct err *e)
{
	enum rc rc = pull_text(r, &p->type, e);

	p->c.kind = cdx_kind_of(p->type);
	p->file = p->c.kind == BOM_FILE && !p->subject;
	return rc;
}

/* A million files must not leave a million references behind. */
static enum rc
ref_value(struct pull *r, struct part *p, struct err *e)
{
	struct str ref;
	enum rc rc = pull_text_in(r, r->tmp, &ref, e);

	if (rc != RC_OK)
		return rc;
	if (p->subject || p->type.n != 0 || ref.n > sizeof p->early) {
		p->c.ref = str_dup(r->b->arena, ref);
		return RC_OK;
	}
	if (ref.n != 0)
		memcpy(p->early, ref.p, ref.n);
	p->c.ref = str_of(p->early, ref.n);
	return RC_OK;
}

static enum rc
scope_value(struct pull *r, struct part *p, struct err *e)
{
	struct str scope;
	enum rc rc = pull_text(r, &scope, e);

	if (rc == RC_OK && str_eq(scope, STR("excluded")))
		p->c.excluded = true;
	return rc;
}

static enum rc
tag_element(struct pull *r, void *ctx, struct str name, struct err *e)
{
	struct part *p = ctx;
	struct str tag;
	enum rc rc = json_in_string(r->j, &tag, e);

	(void)name;
	p->tagged |= rc == RC_OK && str_eq(tag, STR("source"));
	return rc;
}

/* What is not consumed here is passed over. */
static enum rc
component_member(struct pull *r, void *ctx, struct str name,
    struct err *e)
{
	struct part *p = ctx;
	struct str *at = text_field(p, name);

	/* Of a file only what makes it a package, or holds packages. */
	if (p->file && at != &p->c.purl && at != &p->c.version &&
	    !str_eq(name, STR("components")))
		return RC_OK;
	if (r->b->lean && (at == &p->c.description ||
	    str_eq(name, STR("licenses"))))
		return RC_OK;
	if (at == &p->c.ref)
		return ref_value(r, p, e);
	if (at != NULL)
		return pull_text(r, at, e);
	if (str_eq(name, STR("type")))
		return type_value(r, p, e);
	if (str_eq(name, STR("scope")))
		return scope_value(r, p, e);
	if (str_eq(name, STR("properties")))
		return pull_each(r, JSON_ARRAY, property_element, p, e);
	if (str_eq(name, STR("evidence")))
		return pull_each(r, JSON_OBJECT, evidence_member, p, e);
	if (str_eq(name, STR("tags")))
		return pull_each(r, JSON_ARRAY, tag_element, p, e);
	if (str_eq(name, STR("hashes")))
		return pull_each(r, JSON_ARRAY, hash_element, p, e);
	if (str_eq(name, STR("licenses")))
		return pull_each(r, JSON_ARRAY, choice_element, p, e);
	if (str_eq(name, STR("supplier")))
		return cdx_read_supplier(r, &p->hints.supplier, e);
	if (str_eq(name, STR("components")))
		return pull_each_of(r, JSON_ARRAY, cdx_read_component,
		    &p->depth, "components", e);
	return RC_OK;
}

static void
take_distro(struct pull *r, const struct bom_component *c)
{
	struct distro d = facts_take_distro(r->b, c);

	if (bom_take_distro(&r->decoder, &d))
		cdx_of(r)->os_ref = c->ref;
}

/* The component is about to be added. */
static void
put_built(struct cdx_reader *r, const struct part *p)
{
	struct arena *a = r->p.names;

	for (size_t i = 0; i < p->nbinaries; i++) {
		if (str_eq(p->binaries[i], p->c.name))
			continue;
		r->built = arena_grow(a, r->built, r->nbuilt, &r->cbuilt,
		    sizeof *r->built);
		r->built[r->nbuilt++] = (struct cdx_built){
			r->p.b->ncomponents, str_dup(a, p->binaries[i]),
			p->tagged };
	}
}

static enum rc
take_part(struct pull *r, struct part *p, struct err *e)
{
	struct bom *b = r->b;

	if (p->file && p->c.purl.n == 0)
		return RC_OK;
	if (p->c.ref.p == p->early)
		p->c.ref = str_dup(b->arena, p->c.ref);
	if (p->file)
		p->c.kind = BOM_LIBRARY;
	if (p->c.kind == BOM_OS) {
		take_distro(r, &p->c);
		return RC_OK;
	}
	if (p->hints.supplier.n == 0)
		p->hints.supplier = p->publisher;
	bom_decode(&r->decoder, &p->c, &p->hints);
	if (p->c.kind == BOM_OTHER && cdx_is_type(p->type, CDX_NEWEST) &&
	    bom_prop_get(&p->c.props, PROP_KIND).n == 0)
		bom_prop_add(b, &p->c.props, PROP_KIND, p->type);
	put_built(cdx_of(r), p);
	return pull_add(r, &p->c, e);
}

enum rc
cdx_read_component(struct pull *r, void *depth, struct str name,
    struct err *e)
{
	struct part p = { .depth = *(unsigned *)depth + 1 };

	(void)name;
	if (p.depth > DEEPEST)
		return err_set(e, RC_LIMIT, "components are nested too deep");
	enum rc rc = pull_each(r, JSON_OBJECT, component_member, &p, e);

	if (rc == RC_OK)
		rc = take_part(r, &p, e);
	arena_reset(r->tmp);
	return rc;
}

/* A package of a registry, of some version? */
static bool
is_package(const struct pull *r, const struct bom_component *c)
{
	struct err ignored = { { 0 } };
	struct purl p;

	return c->kind != BOM_OS && c->kind != BOM_CONTAINER &&
	    c->version.n != 0 && c->purl.n != 0 &&
	    purl_parse(r->tmp, c->purl, &p, &ignored) == RC_OK &&
	    ecosystem_by_purl(p.type) != NULL;
}

/* Libraries are published with a document about them. */
static void
take_about(struct pull *r, const struct part *p)
{
	struct bom_component *c = NEW(r->b->arena, struct bom_component);
	struct bom_hints hints = p->hints;

	*c = p->c;
	c->props = (struct bom_props){ 0 };	/* are the document's */
	bom_decode(&r->decoder, c, &hints);
	r->b->about = c;
}

/* The subject is no component, unless it is an operating system. */
enum rc
cdx_read_subject(struct pull *r, struct err *e)
{
	struct part p = { .subject = true };
	enum rc rc = pull_each(r, JSON_OBJECT, component_member, &p, e);

	if (p.c.kind == BOM_OS)
		take_distro(r, &p.c);
	if (rc == RC_OK && is_package(r, &p.c))
		take_about(r, &p);
	p.c.vendor = p.hints.supplier;
	cdx_of(r)->subject = p.c;
	return rc;
}
