/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/project.h"

#include <stdlib.h>

#include "base/arena.h"
#include "bom/bom.h"
#include "bom/decode.h"
#include "bom/format.h"
#include "bom/property.h"

const struct bom_loss_row bom_losses[BOM_LOSSES] = {
	[LOSS_NOTES] = { "notes (gaps are never lost)", false },
	[LOSS_DISTRO] = { "the operating system, but what purls say", true },
	[LOSS_DISTRO_MORE] = { "its code name, point release, end of support "
	    "and other names", true },
	[LOSS_DATABASE] = { "that there was a package database, but by "
	    "packages of its kind", true },
	[LOSS_NAME] = { "the name of the subject", false },
	[LOSS_DIGEST] = { "the digest of its manifest", false },
	[LOSS_SUBJECT] = { "its kind, version, supplier, platform, tags and "
	    "other digests", false },
	[LOSS_AUTHOR] = { "who stands for the document", false },
	[LOSS_LAYERS] = { "its layers", false },
	[LOSS_PROPS] = { "its configuration, and where its packages come from",
	    true },
	[LOSS_TIME] = { "the date", false },
	[LOSS_PURLLESS] = { "components without a purl", true },
	[LOSS_BUT_PURL] = { "of a component what its purl does not say: kind, "
	    "source package, epoch, CPEs, hashes, licences, owner, marks, "
	    "properties", true },
	[LOSS_PLACE] = { "the file that proved it", false },
	[LOSS_PLACES] = { "other files, and the layers of all", false },
	[LOSS_DEPENDS] = { "dependencies", false },
	[LOSS_SCOPE] = { "that it is for development only", false },
	[LOSS_REFS] = { "its reference in the document", false },
	[LOSS_LICENCE_SAID] = { "whether a licence was declared or concluded",
	    false },
	[LOSS_LICENCE_UNSAID] = { "that it is not known which of the two "
	    "(it counts as declared)", false },
	[LOSS_LICENCE_LIST] = { "the borders of several licences with an "
	    "expression among them", false },
};

#define BIT(l) (UINT64_C(1) << (l))
#define CDX_LICENCES (BIT(LOSS_LICENCE_SAID) | BIT(LOSS_LICENCE_LIST))
#define PURLS_AND (BIT(LOSS_NOTES) | BIT(LOSS_DISTRO_MORE) |		\
    BIT(LOSS_DATABASE) | BIT(LOSS_NAME) | BIT(LOSS_SUBJECT) |		\
    BIT(LOSS_AUTHOR) | BIT(LOSS_LAYERS) | BIT(LOSS_PROPS) |		\
    BIT(LOSS_PURLLESS) | BIT(LOSS_BUT_PURL) | BIT(LOSS_PLACES) |	\
    CDX_LICENCES)

/* The first row that fits holds; what is in none loses nothing. */
static const struct {
	const char *format, *versions;	/* versions NULL: all */
	uint64_t losses;
} rows[] = {
	{ "cyclonedx-json", "1.4 1.5", CDX_LICENCES },
	{ "cyclonedx-xml", "1.4 1.5", CDX_LICENCES },
	{ "cyclonedx-json", "1.6", BIT(LOSS_LICENCE_LIST) },
	{ "cyclonedx-xml", "1.6", BIT(LOSS_LICENCE_LIST) },
	{ "spdx-json", NULL, BIT(LOSS_LICENCE_UNSAID) },
	{ "spdx-tag-value", NULL, BIT(LOSS_LICENCE_UNSAID) },
	{ "spdx3-json", NULL, BIT(LOSS_LICENCE_UNSAID) },
	{ "github", NULL, PURLS_AND },
	{ "purls", NULL, PURLS_AND | BIT(LOSS_DISTRO) | BIT(LOSS_DIGEST) |
	    BIT(LOSS_TIME) | BIT(LOSS_PLACE) | BIT(LOSS_DEPENDS) |
	    BIT(LOSS_SCOPE) | BIT(LOSS_REFS) },
};

static bool
has_word(const char *list, const char *word)
{
	struct str rest = str_from(list), one;

	while (str_word(&rest, &one))
		if (str_eq(one, str_from(word)))
			return true;
	return false;
}

uint64_t
bom_format_losses(const struct bom_format *f, const char *version)
{
	if (f->read == NULL)
		return BIT(BOM_LOSSES) - 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].format, f->name) == 0 &&
		    (rows[i].versions == NULL ||
		    has_word(rows[i].versions, version)))
			return rows[i].losses;
	return 0;
}

/* ---- the projection ---- */

/* A copy of n elements. */
static void *
copy(struct arena *a, const void *v, size_t n, size_t size)
{
	void *p = arena_alloc(a, n, size);

	if (n != 0)
		memcpy(p, v, n * size);
	return p;
}

static void
copy_component(struct arena *a, struct bom_component *c)
{
	c->cpes = copy(a, c->cpes, c->ncpes, sizeof *c->cpes);
	c->licences = copy(a, c->licences, c->nlicences, sizeof *c->licences);
	c->hashes = copy(a, c->hashes, c->nhashes, sizeof *c->hashes);
	c->places = copy(a, c->places, c->nplaces, sizeof *c->places);
	c->depends = copy(a, c->depends, c->ndepends, sizeof *c->depends);
	c->props.v = copy(a, c->props.v, c->props.n, sizeof *c->props.v);
	c->props.cap = c->props.n;
}

/* All lists are its own: bom_finish sorts them. */
static struct bom *
copy_bom(const struct bom *b)
{
	struct bom *p = bom_new(limits_default.memory);
	struct arena *a = p->arena;

	*p = *b;
	p->arena = a;
	p->files = NULL;		/* no reader takes them up */
	p->tags = copy(a, b->tags, b->ntags, sizeof *b->tags);
	p->layers = copy(a, b->layers, b->nlayers, sizeof *b->layers);
	p->props.v = copy(a, b->props.v, b->props.n, sizeof *b->props.v);
	p->props.cap = p->props.n;
	notices_init(&p->notices, a);
	notices_join(&p->notices, &b->notices);
	p->components = copy(a, b->components, b->ncomponents,
	    sizeof *b->components);
	p->ccomponents = b->ncomponents;
	for (size_t i = 0; i < p->ncomponents; i++)
		copy_component(a, &p->components[i]);
	return p;
}

static void
drop_notes(struct bom *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->notices.n; i++)
		if (p->notices.v[i].level == NOTICE_GAP)
			p->notices.v[n++] = p->notices.v[i];
	p->notices.n = n;
}

static void
drop_subject(struct bom *p, uint64_t losses)
{
	if (loses(losses, LOSS_SUBJECT)) {
		p->subject = SUBJECT_UNKNOWN;
		p->version_label = p->supplier = p->config_digest =
		    p->platform = STR("");
		p->ntags = 0;
	}
	if (loses(losses, LOSS_DIGEST))
		p->manifest_digest = STR("");
	if (loses(losses, LOSS_NAME))
		p->name = STR("");
	if (loses(losses, LOSS_AUTHOR))
		p->nauthors = 0;
	if (loses(losses, LOSS_LAYERS))
		p->nlayers = 0;
	if (loses(losses, LOSS_PROPS))
		p->props.n = 0;
	if (loses(losses, LOSS_TIME)) {
		p->has_time = false;
		p->time_s = 0;
	}
}

static void
drop_distro(struct bom *p, uint64_t losses)
{
	struct distro d = { .id = p->distro.id,
		.version_id = p->distro.version_id };

	if (loses(losses, LOSS_DISTRO_MORE))
		p->distro = d;
	if (loses(losses, LOSS_DISTRO))
		p->distro = (struct distro){ .id = STR("") };
	if (loses(losses, LOSS_DATABASE))
		p->has_os_database = false;
}

/* Up to CycloneDX 1.6 an expression stands alone: joined with AND, those with
   OR in parentheses, where all is said by the same and none is a name. */
static void
join_licences(struct arena *a, struct bom_component *c)
{
	struct bom_licence *v = c->licences;
	struct str text = STR("");
	bool any = false;

	for (size_t i = 0; i < c->nlicences; i++) {
		any |= v[i].form == LICENCE_EXPRESSION;
		if (v[i].form == LICENCE_NAME || v[i].said != v[0].said)
			return;
	}
	if (!any || c->nlicences < 2)
		return;
	for (size_t i = 0; i < c->nlicences; i++) {
		bool or = str_find_str(v[i].text, STR(" OR ")) < v[i].text.n;

		text = str_fmt(a, "%.*s%s%s%.*s%s", STR_ARG(text),
		    i > 0 ? " AND " : "", or ? "(" : "", STR_ARG(v[i].text),
		    or ? ")" : "");
	}
	v[0].text = text;
	v[0].form = LICENCE_EXPRESSION;
	c->nlicences = 1;
}

static void
drop_of_component(struct bom *p, struct bom_component *c, uint64_t losses)
{
	if (loses(losses, LOSS_LICENCE_LIST))
		join_licences(p->arena, c);
	for (size_t i = 0; i < c->nlicences; i++)
		if (loses(losses, LOSS_LICENCE_SAID))
			c->licences[i].said = LICENCE_UNSAID;
		else if (loses(losses, LOSS_LICENCE_UNSAID) &&
		    c->licences[i].said == LICENCE_UNSAID)
			c->licences[i].said = LICENCE_DECLARED;
	if (loses(losses, LOSS_DEPENDS)) {
		c->ndepends = 0;
		c->depends_known = false;
	}
	if (loses(losses, LOSS_SCOPE))
		c->excluded = false;
	if (loses(losses, LOSS_REFS))
		c->ref = STR("");
}

/* What is left of a component when there is little but purls. */
static struct bom_component
of_purl(struct bom_decoder *d, const struct bom_component *from,
    uint64_t losses)
{
	struct bom_component c = { .purl = from->purl, .ref = from->ref,
		.depends = from->depends, .ndepends = from->ndepends,
		.depends_known = from->depends_known,
		.excluded = from->excluded };
	struct bom_hints none = { .type = STR("") };

	if (!loses(losses, LOSS_PLACE) && from->nplaces != 0)
		bom_place_put(d->b, &c, from->places[0].path, STR(""));
	bom_decode(d, &c, &none);
	return c;
}

static void
only_purls(struct bom *p, uint64_t losses)
{
	struct bom_decoder d = { .b = p,
		.tmp = arena_new(limits_default.memory) };

	for (size_t i = 0; i < p->ncomponents; i++)
		p->components[i] = of_purl(&d, &p->components[i], losses);
	bom_foreign_distro(&d);
	bom_decode_end(&d);
	arena_free(d.tmp);
}

static void
drop_purlless(struct bom *p)
{
	size_t *now = NEWN(p->arena, size_t, p->ncomponents), n = 0;

	for (size_t i = 0; i < p->ncomponents; i++) {
		now[i] = p->components[i].purl.n != 0 ? n : SIZE_MAX;
		if (p->components[i].purl.n != 0)
			p->components[n++] = p->components[i];
	}
	p->ncomponents = n;
	for (size_t i = 0; i < n; i++) {
		struct bom_component *c = &p->components[i];
		size_t kept = 0;

		for (size_t k = 0; k < c->ndepends; k++)
			if (now[c->depends[k]] != SIZE_MAX)
				c->depends[kept++] = now[c->depends[k]];
		c->ndepends = kept;
		if (c->owner != 0)
			c->owner = now[c->owner - 1] + 1;
	}
}

struct bom *
bom_project(const struct bom *b, const struct bom_format *f,
    const char *version)
{
	uint64_t losses = bom_format_losses(f, version);
	struct bom *p = copy_bom(b);

	if (loses(losses, LOSS_NOTES))
		drop_notes(p);
	drop_subject(p, losses);
	drop_distro(p, losses);
	for (size_t i = 0; i < p->ncomponents; i++)
		drop_of_component(p, &p->components[i], losses);
	if (loses(losses, LOSS_PURLLESS))
		drop_purlless(p);
	if (loses(losses, LOSS_BUT_PURL))
		only_purls(p, losses);
	bom_finish(p);
	return p;
}

/* ---- what to tell ---- */

/* How much of a fact there is. */
struct tally {
	size_t n;
	const char *one, *many;
};

enum { TALLIES = 12 };

static size_t
count_context(const struct bom *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->props.n; i++)
		n += property_is_context(b->props.v[i].name);
	return n;
}

static void
count(const struct bom *b, struct tally t[TALLIES])
{
	const struct tally empty[TALLIES] = {
		{ notices_count(&b->notices, NOTICE_GAP), "gap", "gaps" },
		{ b->distro.id.n != 0, "operating system", "" },
		{ b->distro.codename.n != 0 || b->distro.point_release.n != 0 ||
		    b->distro.support_end.n != 0,
		    "release of it in full", "" },
		{ b->has_os_database, "package database", "" },
		{ count_context(b), "source of packages",
		    "sources of packages" },
		{ b->ncomponents, "component", "components" },
		{ 0, "source package", "source packages" },
		{ 0, "epoch", "epochs" },
		{ 0, "component's CPEs", "components' CPEs" },
		{ 0, "module label", "module labels" },
		{ 0, "vendor or owner of a package",
		    "vendors or owners of packages" },
		{ 0, "mark of a guess, a cache or a local package",
		    "marks of guesses, caches or local packages" },
	};

	memcpy(t, empty, sizeof empty);
	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		t[6].n += c->source_name.n != 0;
		t[7].n += c->epoch.n != 0;
		t[8].n += c->cpe.n != 0;
		t[9].n += c->module.n != 0 || c->module_known;
		t[10].n += c->vendor.n != 0 || c->owner_vendor != OWNER_UNKNOWN;
		t[11].n += c->guessed || c->cached || c->local ||
		    c->source_package;
	}
}

void
bom_tell_losses(const struct bom *b, const struct bom_format *f,
    const char *version, struct notices *to)
{
	uint64_t losses = bom_format_losses(f, version), any = 0;
	struct tally have[TALLIES], kept[TALLIES];
	struct str text = STR("");

	for (int l = 0; l < BOM_LOSSES; l++)
		if (bom_losses[l].finding)
			any |= losses & BIT(l);
	if (any == 0 || f->read == NULL)
		return;
	struct bom *p = bom_project(b, f, version);

	count(b, have);
	count(p, kept);
	for (size_t i = 0; i < TALLIES; i++) {
		size_t n = have[i].n > kept[i].n ? have[i].n - kept[i].n : 0;

		if (n != 0)
			text = str_fmt(p->arena, "%.*s%s%zu %s", STR_ARG(text),
			    text.n != 0 ? ", " : "", n, n == 1 ? have[i].one :
			    have[i].many);
	}
	if (text.n != 0)
		notice_note(to, "format", STR(""), "%s does not hold what "
		    "findings depend on: %.*s", f->name, STR_ARG(text));
	bom_free(p);
}
