/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components of a CycloneDX JSON document: what has a field of the standard
 * goes there, the rest into airbom:* properties.
 */
#include <inttypes.h>

#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/write.h"
#include "bom/property.h"
#include "codec/digest.h"

static void
add(struct writer *w, struct bom_props *to, const char *name,
    struct str value)
{
	if (value.n == 0)
		return;
	to->v = arena_grow(w->record, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n++] = (struct bom_prop){ str_from(name), value };
}

static void
add_true(struct writer *w, struct bom_props *to, const char *name, bool is)
{
	if (is)
		add(w, to, name, STR("true"));
}

/* Names may not be empty since 1.6. */
static void
add_all(struct writer *w, struct bom_props *to, const struct bom_props *from)
{
	for (size_t i = 0; i < from->n; i++) {
		if (from->v[i].name.n == 0 ||
		    str_eq(from->v[i].name, STR(PROP_KIND)))
			continue;
		to->v = arena_grow(w->record, to->v, to->n, &to->cap,
		    sizeof *to->v);
		to->v[to->n++] = from->v[i];
	}
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

/* Places that this version's evidence cannot hold, in order. */
static void
add_places(struct writer *w, struct bom_props *p,
    const struct bom_component *c)
{
	if (w->minor >= 6)
		return;
	for (size_t i = 0; i < c->nplaces; i++) {
		struct str layer = c->places[i].layer;

		add(w, p, PROP_PLACE, str_fmt(w->record, "%04zu %.*s %.*s", i,
		    STR_ARG(layer.n != 0 ? layer : STR("-")),
		    STR_ARG(c->places[i].path)));
	}
}

/* ---- the component ---- */

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
add_owner(struct writer *w, struct bom_props *p, const struct bom_component *c)
{
	add(w, p, PROP_OWNER, c->owner != 0 ?
	    w->b->components[c->owner - 1].ref : c->owner_ref);
	if (c->owner_vendor != OWNER_UNKNOWN)
		add(w, p, PROP_OWNER_VENDOR, c->owner_vendor == OWNER_VENDOR ?
		    STR("true") : STR("false"));
}

static void
add_marks(struct writer *w, struct bom_props *p, const struct bom_component *c)
{
	add_true(w, p, PROP_LOCAL, c->local);
	add_true(w, p, PROP_GUESSED, c->guessed);
	add_true(w, p, PROP_CACHED, c->cached);
	add_true(w, p, PROP_SOURCE_PACKAGE, c->source_package);
	add_true(w, p, PROP_DEVELOPMENT, c->excluded);
	if (c->technique != TECHNIQUE_MANIFEST && !has_identity(w, c))
		add(w, p, PROP_TECHNIQUE, bom_technique_name(c->technique));
	for (size_t i = 0; i < c->ncpes; i++)
		add(w, p, PROP_CPE, c->cpes[i]);
}

static void
put_component_props(struct writer *w, const struct bom_component *c)
{
	const struct bom_layer *l = bom_layer_find(w->layers, c->layer);
	struct bom_props p = { 0 };

	add_all(w, &p, &c->props);
	if (!purl_says_type(c))
		add(w, &p, PROP_TYPE, c->type);
	if (!purl_says(c, "arch", c->arch))
		add(w, &p, PROP_ARCH, c->arch);
	if (!purl_says(c, "epoch", c->epoch))
		add(w, &p, PROP_EPOCH, c->epoch);
	add(w, &p, PROP_FOUND_BY, c->found_by);
	add(w, &p, PROP_SOURCE_NAME, c->source_name);
	add(w, &p, PROP_SOURCE_VERSION, c->source_version);
	add_true(w, &p, PROP_SOURCE_NO_EPOCH, c->source_epoch_unknown);
	add(w, &p, PROP_MODULE, c->module);
	add_true(w, &p, PROP_NO_MODULE, c->module_known && c->module.n == 0);
	add(w, &p, PROP_VENDOR, c->vendor);
	add(w, &p, PROP_LAYER_DIGEST, c->layer);
	if (l == NULL || !str_eq(l->created_by, c->created_by))
		add(w, &p, PROP_LAYER_HISTORY, c->created_by);
	add_marks(w, &p, c);
	add_owner(w, &p, c);
	add_places(w, &p, c);
	put_props(w, &p);
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
	struct bom_props p = { 0 };

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
	add(w, &p, PROP_FILE_TYPE, f->type);
	add(w, &p, PROP_FILE_SIZE, str_fmt(w->record, "%" PRIu64, f->size));
	if (f->owner != 0)
		add(w, &p, PROP_OWNER, w->b->components[f->owner - 1].ref);
	add_true(w, &p, PROP_FILE_NOBODYS, f->owner == 0);
	add(w, &p, PROP_LAYER_DIGEST, f->layer);
	add(w, &p, PROP_LAYER_REMOVED, f->removed);
	put_props(w, &p);
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
	struct bom_props p = { 0 };

	json_begin_object(j);
	json_pair(j, "bom-ref", w->os);
	json_pair(j, "type", STR("operating-system"));
	json_pair(j, "name", d->id);
	json_pair_opt(j, "version", d->version_id);
	json_pair_opt(j, "cpe", d->cpe_name);
	add(w, &p, PROP_DISTRO_NAME, d->name);
	add(w, &p, PROP_DISTRO_ID_LIKE, d->id_like);
	add(w, &p, PROP_DISTRO_CODENAME, d->codename);
	add(w, &p, PROP_DISTRO_POINT, d->point_release);
	add(w, &p, PROP_DISTRO_PRETTY, d->pretty_name);
	add(w, &p, PROP_DISTRO_VARIANT, d->variant_id);
	add(w, &p, PROP_DISTRO_BUILD, d->build_id);
	add(w, &p, PROP_DISTRO_SUPPORT_END, d->support_end);
	add_true(w, &p, PROP_DISTRO_DATABASE, w->b->has_os_database);
	put_props(w, &p);
	json_end_object(j);
}

/* ---- the document ---- */

static struct str
word(struct str s)
{
	return s.n != 0 ? s : STR("-");
}

static void
add_layers(struct writer *w, struct bom_props *p)
{
	for (size_t i = 0; i < w->b->nlayers; i++) {
		const struct bom_layer *l = &w->b->layers[i];
		struct str head = str_fmt(w->record, "%04zu %.*s %.*s", i,
		    STR_ARG(l->empty ? STR("empty") : word(l->diff_id)),
		    STR_ARG(word(l->digest)));

		if (l->created_by.n != 0)
			head = str_join(w->record,
			    str_join(w->record, head, STR(" ")),
			    l->created_by);
		add(w, p, PROP_LAYER, head);
	}
}

static void
add_notices(struct writer *w, struct bom_props *p)
{
	for (size_t i = 0; i < w->b->notices.n; i++) {
		const struct notice *n = &w->b->notices.v[i];
		struct str text = property_notice_format(w->record, n);

		add(w, p, n->level == NOTICE_GAP ? PROP_GAP : PROP_NOTE,
		    text.n != 0 ? text : STR("kind=unknown"));
	}
}

void
cdx_put_document_props(struct writer *w)
{
	static const char *const subjects[] = {
		[SUBJECT_IMAGE] = "image", [SUBJECT_ROOTFS] = "rootfs",
		[SUBJECT_DIR] = "dir", [SUBJECT_FILE] = "file",
		[SUBJECT_UNKNOWN] = "unknown",
	};
	const struct bom *b = w->b;
	struct bom_props p = { 0 };

	add_all(w, &p, &b->props);
	add_notices(w, &p);
	add_layers(w, &p);
	add(w, &p, PROP_SUBJECT, str_from(subjects[b->subject]));
	for (size_t i = 0; i < b->ntags; i++)
		add(w, &p, PROP_TAG, b->tags[i]);
	add(w, &p, PROP_MANIFEST_DIGEST, b->manifest_digest);
	add(w, &p, PROP_CONFIG_DIGEST, b->config_digest);
	add(w, &p, PROP_PLATFORM, b->platform);
	add_true(w, &p, PROP_DISTRO_DATABASE,
	    b->has_os_database && b->distro.id.n == 0);
	add(w, &p, "cdx:reproducible", STR("true"));
	put_props(w, &p);
}
