/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of the model as properties: one list for every format that has no
 * field for them, so that what one writes another's reader knows. The names
 * are those of bom/property.h; docs/airbom-properties.5 says what each means.
 */
#include "bom/facts.h"

#include <inttypes.h>

#include "base/arena.h"
#include "bom/decode.h"
#include "bom/foreign.h"
#include "bom/property.h"

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

void
facts_add(struct bom_facts *f, const char *name, struct str value)
{
	struct bom_props *p = &f->props;

	if (value.n == 0)
		return;
	p->v = arena_grow(f->a, p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = (struct bom_prop){ str_from(name), value };
}

void
facts_add_true(struct bom_facts *f, const char *name, bool is_true)
{
	if (is_true)
		facts_add(f, name, STR("true"));
}

/* Some standards do not allow empty names. A kind has a field, or the writer
   adds it. */
static void
add_all(struct bom_facts *f, const struct bom_props *from)
{
	struct bom_props *p = &f->props;

	for (size_t i = 0; i < from->n; i++) {
		if (from->v[i].name.n == 0 || is(from->v[i].name, PROP_KIND))
			continue;
		p->v = arena_grow(f->a, p->v, p->n, &p->cap, sizeof *p->v);
		p->v[p->n++] = from->v[i];
	}
}

/* ---- of the document ---- */

static struct str
word(struct str s)
{
	return s.n != 0 ? s : STR("-");
}

static void
add_layers(struct bom_facts *f)
{
	for (size_t i = 0; i < f->b->nlayers; i++) {
		const struct bom_layer *l = &f->b->layers[i];
		struct str line = str_fmt(f->a, "%04zu %.*s %.*s", i,
		    STR_ARG(l->empty ? STR("empty") : word(l->diff_id)),
		    STR_ARG(word(l->digest)));

		if (l->created_by.n != 0)
			line = str_join(f->a, str_join(f->a, line, STR(" ")),
			    l->created_by);
		facts_add(f, PROP_LAYER, line);
	}
}

static void
add_notices(struct bom_facts *f)
{
	for (size_t i = 0; i < f->b->notices.n; i++) {
		const struct notice *n = &f->b->notices.v[i];
		struct str text = property_notice_format(f->a, n);

		facts_add(f, n->level == NOTICE_GAP ? PROP_GAP : PROP_NOTE,
		    text.n != 0 ? text : STR("kind=unknown"));
	}
}

void
facts_document(struct bom_facts *f)
{
	static const char *const subjects[] = {
		[SUBJECT_IMAGE] = "image", [SUBJECT_ROOTFS] = "rootfs",
		[SUBJECT_DIR] = "dir", [SUBJECT_FILE] = "file",
		[SUBJECT_UNKNOWN] = "unknown",
	};
	const struct bom *b = f->b;

	add_all(f, &b->props);
	add_notices(f);
	add_layers(f);
	facts_add(f, PROP_SUBJECT, str_from(subjects[b->subject]));
	for (size_t i = 0; i < b->ntags; i++)
		facts_add(f, PROP_TAG, b->tags[i]);
	facts_add(f, PROP_MANIFEST_DIGEST, b->manifest_digest);
	facts_add(f, PROP_CONFIG_DIGEST, b->config_digest);
	facts_add(f, PROP_PLATFORM, b->platform);
	facts_add_true(f, PROP_DISTRO_DATABASE,
	    b->has_os_database && b->distro.id.n == 0);
}

void
facts_authors(struct bom_facts *f)
{
	for (size_t i = 0; i < f->b->nauthors; i++)
		facts_add(f, PROP_AUTHOR, f->b->authors[i]);
}

static void
take_subject(struct bom *b, struct str value)
{
	b->subject = is(value, "image") ? SUBJECT_IMAGE
	    : is(value, "rootfs") ? SUBJECT_ROOTFS
	    : is(value, "dir") ? SUBJECT_DIR
	    : is(value, "file") ? SUBJECT_FILE : SUBJECT_UNKNOWN;
}

bool
facts_take_document(struct bom_decoder *d, struct str name, struct str value)
{
	struct bom *b = d->b;

	if (is(name, PROP_GAP) || is(name, PROP_NOTE))
		notices_add(&b->notices, property_notice_parse(b->arena,
		    is(name, PROP_GAP) ? NOTICE_GAP : NOTICE_NOTE, value));
	else if (is(name, PROP_SUBJECT))
		take_subject(b, value);
	else if (is(name, PROP_AUTHOR))
		bom_author_put(b, value);
	else if (is(name, PROP_LAYER))
		bom_take_layer(d, value);
	else if (is(name, PROP_TAG))
		bom_take_tag(d, value);
	else if (is(name, PROP_MANIFEST_DIGEST))
		b->manifest_digest = value;
	else if (is(name, PROP_CONFIG_DIGEST))
		b->config_digest = value;
	else if (is(name, PROP_PLATFORM))
		b->platform = value;
	else if (is(name, PROP_DISTRO_DATABASE))
		b->has_os_database = is(value, "true");
	else
		return false;
	return true;
}

void
facts_take_history(struct arena *tmp, struct bom *b)
{
	struct map *layers = bom_layer_map(tmp, b);

	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];
		const struct bom_layer *l = bom_layer_find(layers, c->layer);

		if (c->created_by.n == 0 && l != NULL)
			c->created_by = l->created_by;
	}
}

/* ---- of components ---- */

/* Does the purl's type already say it? */
static bool
purl_says_type(const struct bom_component *c)
{
	struct str rest = str_from_pos(c->purl, sizeof "pkg:" - 1);

	return str_starts(c->purl, STR("pkg:")) && str_starts(rest, c->type) &&
	    rest.n > c->type.n && rest.p[c->type.n] == '/';
}

static bool
purl_says(const struct bom_component *c, const char *key, struct str value)
{
	struct str rest = str_from_pos(c->purl, str_find(c->purl, '?') + 1);
	struct str one;

	rest = str_sub(rest, 0, str_find(rest, '#'));
	while (str_split(&rest, '&', &one)) {
		size_t eq = str_find(one, '=');

		if (str_eq(str_sub(one, 0, eq), str_from(key)))
			return str_eq(str_from_pos(one, eq + 1), value);
	}
	return false;
}

static void
add_owner(struct bom_facts *f, const struct bom_component *c)
{
	struct str ref = c->owner_ref;

	if (c->owner != 0)
		ref = f->refs != NULL ? f->refs[c->owner - 1]
		    : f->b->components[c->owner - 1].ref;
	facts_add(f, PROP_OWNER, ref);
	if (c->owner_vendor != OWNER_UNKNOWN)
		facts_add(f, PROP_OWNER_VENDOR, c->owner_vendor == OWNER_VENDOR
		    ? STR("true") : STR("false"));
}

static void
add_marks(struct bom_facts *f, const struct bom_component *c, unsigned fields)
{
	facts_add_true(f, PROP_LOCAL, c->local);
	facts_add_true(f, PROP_GUESSED, c->guessed);
	facts_add_true(f, PROP_CACHED, c->cached);
	facts_add_true(f, PROP_SOURCE_PACKAGE, c->source_package);
	facts_add_true(f, PROP_DEVELOPMENT, c->excluded);
	if (c->technique != TECHNIQUE_MANIFEST && (fields & FACT_TECHNIQUE)
	    == 0)
		facts_add(f, PROP_TECHNIQUE, bom_technique_name(c->technique));
	for (size_t i = 0; (fields & FACT_CPES) == 0 && i < c->ncpes; i++)
		facts_add(f, PROP_CPE, c->cpes[i]);
}

/* In order. */
static void
add_places(struct bom_facts *f, const struct bom_component *c)
{
	for (size_t i = 0; i < c->nplaces; i++)
		facts_add(f, PROP_PLACE, str_fmt(f->a, "%04zu %.*s %.*s", i,
		    STR_ARG(word(c->places[i].layer)),
		    STR_ARG(c->places[i].path)));
}

void
facts_component(struct bom_facts *f, const struct bom_component *c,
    unsigned fields)
{
	const struct bom_layer *l = bom_layer_find(f->layers, c->layer);

	add_all(f, &c->props);
	if (!purl_says_type(c))
		facts_add(f, PROP_TYPE, c->type);
	if (!purl_says(c, "arch", c->arch))
		facts_add(f, PROP_ARCH, c->arch);
	if (!purl_says(c, "epoch", c->epoch))
		facts_add(f, PROP_EPOCH, c->epoch);
	facts_add(f, PROP_FOUND_BY, c->found_by);
	facts_add(f, PROP_SOURCE_NAME, c->source_name);
	facts_add(f, PROP_SOURCE_VERSION, c->source_version);
	facts_add_true(f, PROP_SOURCE_NO_EPOCH, c->source_epoch_unknown);
	facts_add(f, PROP_MODULE, c->module);
	facts_add_true(f, PROP_NO_MODULE, c->module_known && c->module.n == 0);
	if ((fields & FACT_VENDOR) == 0)
		facts_add(f, PROP_VENDOR, c->vendor);
	facts_add(f, PROP_LAYER_DIGEST, c->layer);
	if (l == NULL || !str_eq(l->created_by, c->created_by))
		facts_add(f, PROP_LAYER_HISTORY, c->created_by);
	add_marks(f, c, fields);
	add_owner(f, c);
	if ((fields & FACT_PLACES) == 0)
		add_places(f, c);
	if ((fields & FACT_FOREIGN) != 0)
		foreign_component(f, c);
}

void
facts_file(struct bom_facts *f, const struct bom_file *x)
{
	facts_add(f, PROP_FILE_TYPE, x->type);
	facts_add(f, PROP_FILE_SIZE, str_fmt(f->a, "%" PRIu64, x->size));
	if (x->owner != 0)
		facts_add(f, PROP_OWNER, f->refs != NULL
		    ? f->refs[x->owner - 1]
		    : f->b->components[x->owner - 1].ref);
	facts_add_true(f, PROP_FILE_NOBODYS, x->owner == 0);
	facts_add(f, PROP_LAYER_DIGEST, x->layer);
	facts_add(f, PROP_LAYER_REMOVED, x->removed);
}

/* ---- the operating system ---- */

static const struct { const char *name; size_t at; } distro_fields[] = {
#define FIELD(name, field) { name, offsetof(struct distro, field) }
	FIELD(PROP_DISTRO_NAME, name),
	FIELD(PROP_DISTRO_ID_LIKE, id_like),
	FIELD(PROP_DISTRO_CODENAME, codename),
	FIELD(PROP_DISTRO_POINT, point_release),
	FIELD(PROP_DISTRO_PRETTY, pretty_name),
	FIELD(PROP_DISTRO_VARIANT, variant_id),
	FIELD(PROP_DISTRO_BUILD, build_id),
	FIELD(PROP_DISTRO_SUPPORT_END, support_end),
	FIELD("syft:distro:id", id),
	FIELD("syft:distro:idLike:0", id_like),
	FIELD("syft:distro:versionID", version_id),
	FIELD("syft:distro:versionCodename", codename),
	FIELD("syft:distro:prettyName", pretty_name),
	FIELD("syft:distro:variantID", variant_id),
	FIELD("syft:distro:buildID", build_id),
	FIELD("syft:distro:cpeName", cpe_name),
#undef FIELD
};

enum { DISTRO_OURS = 8, DISTRO_FIELDS = sizeof distro_fields /
	sizeof *distro_fields };

void
facts_distro(struct bom_facts *f)
{
	const char *d = (const char *)&f->b->distro;

	for (size_t i = 0; i < DISTRO_OURS; i++)
		facts_add(f, distro_fields[i].name,
		    *(const struct str *)(const void *)
		    (d + distro_fields[i].at));
	facts_add_true(f, PROP_DISTRO_DATABASE, f->b->has_os_database);
}

struct distro
facts_take_distro(struct bom *b, const struct bom_component *c)
{
	struct distro d = { .id = c->name, .version_id = c->version,
		.cpe_name = c->cpe };

	if (d.cpe_name.n == 0 && c->ncpes != 0)	/* the format refused it */
		d.cpe_name = c->cpes[0];
	/* Ours say more than Syft's, so they are taken last. */
	for (size_t k = DISTRO_FIELDS; k-- > 0; )
		for (size_t i = 0; i < c->props.n; i++)
			if (is(c->props.v[i].name, distro_fields[k].name))
				*(struct str *)(void *)((char *)&d +
				    distro_fields[k].at) =
				    c->props.v[i].value;
	if (is(bom_prop_get(&c->props, PROP_DISTRO_DATABASE), "true"))
		b->has_os_database = true;
	return d;
}
