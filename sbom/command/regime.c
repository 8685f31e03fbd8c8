/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Minimum-element regimes.
 *
 * Source:   NTIA, "The Minimum Elements For a Software Bill of Materials",
 *           2021; CISA, "2025 Minimum Elements", draft of 2025-08-22; BSI
 *           TR-03183-2, version 2.1.0; OpenChain Telco SBOM Guide, version
 *           1.1. Known unknowns are gaps here, and always written.
 * Rule:     what no fact supports stays missing, and is told.
 */
#include "sbom/command/regime.h"

#include "base/arena.h"
#include "base/notice.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "sbom/command/check.h"

enum need {
	/* of the document */
	NEED_AUTHOR = 1 << 0,		/* somebody, not only a tool */
	NEED_MAKER = 1 << 1,		/* somebody or a tool */
	NEED_TOOL = 1 << 2,
	NEED_TIME = 1 << 3,
	NEED_CONTEXT = 1 << 4,		/* before, during or after the build */
	NEED_SUBJECT = 1 << 5,		/* name and version of it */
	NEED_SUBJECT_SUPPLIER = 1 << 6,
	NEED_SPDX2 = 1 << 7,
	NEED_CDX16 = 1 << 8,		/* or SPDX 3.0.1 */
	/* of every component */
	NEED_VERSION = 1 << 9,
	NEED_SUPPLIER = 1 << 10,
	NEED_ID = 1 << 11,		/* purl or CPE */
	NEED_DEPENDS = 1 << 12,		/* stated, be it none */
	NEED_HASH = 1 << 13,
	NEED_SHA512 = 1 << 14,
	NEED_LICENCE = 1 << 15,
	NEED_FILENAME = 1 << 16,
	NEED_FILE_KIND = 1 << 17,	/* executable, archive, structured */
};

struct regime {
	const char *name, *title;
	unsigned needs;
};

static const struct regime regimes[] = {
	{ "ntia", "NTIA 2021", NEED_MAKER | NEED_TIME | NEED_SUBJECT |
	    NEED_SUBJECT_SUPPLIER | NEED_VERSION | NEED_SUPPLIER | NEED_ID |
	    NEED_DEPENDS },
	{ "cisa", "CISA 2025", NEED_AUTHOR | NEED_TOOL | NEED_TIME |
	    NEED_CONTEXT | NEED_SUBJECT | NEED_SUBJECT_SUPPLIER |
	    NEED_VERSION | NEED_SUPPLIER | NEED_ID | NEED_DEPENDS | NEED_HASH |
	    NEED_LICENCE },
	{ "bsi", "BSI TR-03183-2", NEED_AUTHOR | NEED_TIME | NEED_SUBJECT |
	    NEED_CDX16 | NEED_VERSION | NEED_SUPPLIER | NEED_DEPENDS |
	    NEED_SHA512 | NEED_LICENCE | NEED_FILENAME | NEED_FILE_KIND },
	{ "telco", "OpenChain Telco 1.1", NEED_AUTHOR | NEED_TOOL | NEED_TIME |
	    NEED_CONTEXT | NEED_SUBJECT | NEED_SPDX2 | NEED_VERSION |
	    NEED_SUPPLIER | NEED_LICENCE },
};

static const struct {
	enum need need;
	const char *what;
} of_components[] = {
	{ NEED_VERSION, "version" }, { NEED_SUPPLIER, "supplier" },
	{ NEED_ID, "purl or CPE" },
	{ NEED_DEPENDS, "statement of dependencies" },
	{ NEED_HASH, "digest" }, { NEED_SHA512, "SHA-512 digest" },
	{ NEED_LICENCE, "licence" },
	{ NEED_FILENAME, "bsi:component:filename" },
	{ NEED_FILE_KIND, "bsi:component:executable, :archive and "
	    ":structured" },
};

const struct regime *
regime_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof regimes / sizeof *regimes; i++)
		if (strcmp(regimes[i].name, name) == 0)
			return &regimes[i];
	return NULL;
}

static bool
has_prop(const struct bom_component *c, const char *name)
{
	return bom_prop_get(&c->props, name).n != 0;
}

static bool
has_sha512(const struct bom_component *c)
{
	for (size_t i = 0; i < c->nhashes; i++)
		if (str_eq(c->hashes[i].alg, STR("SHA-512")))
			return true;
	return false;
}

static bool
component_has(const struct bom_component *c, enum need need)
{
	switch (need) {
	case NEED_VERSION: return c->version.n != 0;
	case NEED_SUPPLIER: return c->vendor.n != 0;
	case NEED_ID: return c->purl.n != 0 || c->cpe.n != 0;
	case NEED_DEPENDS: return c->depends_known;
	case NEED_HASH: return c->nhashes != 0;
	case NEED_SHA512: return has_sha512(c);
	case NEED_LICENCE: return c->nlicences != 0;
	case NEED_FILENAME: return has_prop(c, "bsi:component:filename");
	case NEED_FILE_KIND:
		return has_prop(c, "bsi:component:executable") &&
		    has_prop(c, "bsi:component:archive") &&
		    has_prop(c, "bsi:component:structured");
	default: return true;
	}
}

/* ---- what is missing ---- */

enum { NAMED = 3 };		/* components that a message names */

struct finder {
	const struct regime *r;
	const struct bom *b;
	struct check *c;
};

static void
lacks(struct finder *f, const char *what)
{
	check_fault(f->c, 0, str_from(f->r->title), "no %s", what);
}

static void
find_component(struct finder *f, enum need need, const char *what)
{
	struct str names = STR("");
	size_t n = 0;

	for (size_t i = 0; i < f->b->ncomponents; i++) {
		const struct bom_component *c = &f->b->components[i];

		if (component_has(c, need))
			continue;
		if (n++ < NAMED)
			names = str_fmt(f->c->tmp, "%.*s%s%.*s",
			    STR_ARG(names), n > 1 ? ", " : "",
			    STR_ARG(str_sub(c->ref, 0, 100)));
	}
	if (n != 0)
		check_fault(f->c, 0, str_from(f->r->title),
		    "%zu of %zu components have no %s: %.*s%s", n,
		    f->b->ncomponents, what, STR_ARG(names), n > NAMED ?
		    ", …" : "");
	arena_reset(f->c->tmp);
}

static void
find_subject(struct finder *f)
{
	const struct bom *b = f->b;
	unsigned needs = f->r->needs;

	if ((needs & NEED_SUBJECT) != 0) {
		if (b->name.n == 0)
			lacks(f, "name of what is described");
		if (b->version_label.n == 0 && b->manifest_digest.n == 0)
			lacks(f, "version of what is described");
	}
	if ((needs & NEED_SUBJECT_SUPPLIER) != 0 && b->supplier.n == 0)
		lacks(f, "supplier of what is described");
}

/* What the regime wants the document to be, or NULL when it is that. */
static const char *
other_format(const struct regime *r, struct str format, struct str version)
{
	bool cdx = str_starts(format, STR("cyclonedx"));
	bool spdx3 = str_eq(format, STR("spdx3-json"));

	if ((r->needs & NEED_SPDX2) != 0 && (cdx || spdx3 ||
	    !str_starts(format, STR("spdx"))))
		return "SPDX 2.2 or 2.3";
	if ((r->needs & NEED_CDX16) != 0 && !spdx3 && (!cdx ||
	    str_cmp(version, STR("1.6")) < 0))
		return "CycloneDX 1.6, SPDX 3.0.1 or later";
	return NULL;
}

/* Of a document that was read. */
static void
find_format(struct finder *f)
{
	const char *want = other_format(f->r, f->b->format,
	    f->b->spec_version);

	if (want != NULL)
		check_fault(f->c, 0, str_from(f->r->title),
		    "no document of %s, as it asks for", want);
}

void
regime_tell_format(const struct regime *r, const char *format,
    const char *version, struct notices *to)
{
	const char *want = other_format(r, str_from(format),
	    str_from(version));

	if (want != NULL)
		notice_note(to, "regime", STR(""), "%s: asks for %s, not %s "
		    "%s", r->title, want, format, version);
}

static void
find_document(struct finder *f)
{
	const struct check *c = f->c;
	unsigned needs = f->r->needs;

	if ((needs & NEED_AUTHOR) != 0 && !c->author)
		lacks(f, "author of the document");
	if ((needs & NEED_MAKER) != 0 && !c->author && !c->tool)
		lacks(f, "author of the document, nor a tool");
	if ((needs & NEED_TOOL) != 0 && !c->tool)
		lacks(f, "tool that made the document");
	if ((needs & NEED_TIME) != 0 && !f->b->has_time)
		lacks(f, "date");
	if ((needs & NEED_CONTEXT) != 0 && !c->lifecycle)
		lacks(f, "stage that the document was made at");
	find_subject(f);
}

static void
find_components(struct finder *f)
{
	for (size_t i = 0; i < sizeof of_components / sizeof *of_components;
	    i++)
		if ((f->r->needs & of_components[i].need) != 0)
			find_component(f, of_components[i].need,
			    of_components[i].what);
}

void
regime_check(const struct regime *r, const struct bom *b, struct check *c)
{
	struct finder f = { r, b, c };

	find_document(&f);
	find_format(&f);
	find_components(&f);
}

/* Our writers always name the tool and the stage. */
void
regime_tell(const struct regime *r, const struct bom *b, struct notices *to)
{
	struct arena *a = arena_new(limits_default.memory);
	struct arena *tmp = arena_new(limits_default.memory);
	struct check c;
	struct finder f = { r, b, &c };

	check_init(&c, a, tmp);
	c.tool = c.lifecycle = true;
	c.author = b->nauthors != 0;
	find_document(&f);
	find_components(&f);
	for (size_t i = 0; i < c.n; i++)
		notice_note(to, "regime", STR(""), "%.*s: %.*s",
		    STR_ARG(c.v[i].where), STR_ARG(c.v[i].what));
	arena_free(tmp);
	arena_free(a);
}

/* ---- what the facts allow ---- */

static bool
is_archive(struct str path)
{
	static const char *const ends[] = { ".jar", ".war", ".ear", ".whl",
		".egg", ".nupkg", ".zip", ".deb", ".rpm", ".apk", ".hpi",
		".jpi" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(path, str_from(ends[i])))
			return true;
	return false;
}

/*
 * A file that is the component, and does not only tell of it: an archive, or
 * an executable whose bytes named it.
 */
static void
fill_file(struct bom *b, struct bom_component *c)
{
	struct str path = c->nplaces != 0 ? c->places[0].path : STR("");
	size_t slash = str_rfind(path, '/');
	struct str name = slash == path.n ? path
	    : str_from_pos(path, slash + 1);
	bool archive = is_archive(name);

	if (name.n == 0 || has_prop(c, "bsi:component:filename") ||
	    (!archive && c->technique != TECHNIQUE_BINARY))
		return;
	bom_prop_add(b, &c->props, "bsi:component:filename", name);
	if (archive)
		bom_prop_add(b, &c->props, "bsi:component:archive",
		    STR("archive"));
}

void
regime_fill(const struct regime *r, struct bom *b)
{
	if ((r->needs & NEED_FILENAME) == 0)
		return;
	for (size_t i = 0; i < b->ncomponents; i++)
		fill_file(b, &b->components[i]);
}
