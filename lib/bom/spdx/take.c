/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What SPDX 2 documents say, to the model.
 *
 * Source:   SPDX 2.3, clauses 6 (document), 7 (package), 8 (file), 11
 *           (relationships), 12 (annotations). Where generators put what it
 *           has no field for: Syft's spdxhelpers (sourceInfo names the files
 *           that proved a package, a comment what an OTHER relationship is),
 *           Trivy's sbom/spdx/marshal.go (sourceInfo names the source
 *           package; annotations, attribution texts in old ones, hold its
 *           properties; a package of its own is the operating system).
 */
#include "bom/spdx/read.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/facts.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "identity/licence.h"
#include "identity/purl.h"

enum { FILES_MAX = 100000 };	/* Trivy writes one for each package of a
				   language */

struct spdx_place {
	uint64_t package;	/* hash of its reference */
	struct str path;
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

static bool
begins(struct str s, const char *with)
{
	return str_starts(s, str_from(with));
}

static bool
no_assertion(struct str s)
{
	return s.n == 0 || is(s, "NOASSERTION") || is(s, "NONE");
}

/* ---- the document ---- */

static void
take_author(struct bom_decoder *d, struct str text)
{
	struct str who = spdx_agent(d->b->arena, text);

	if (who.n != 0 && begins(text, "Person:"))
		bom_take_author(d, str_join(d->b->arena, STR("Person: "),
		    who));
	else if (begins(text, "Organization:"))
		bom_take_author(d, who);
}

/* "syft-1.49.0" in two; a name may have dashes of its own. The first tool
   counts. */
void
spdx_take_creator(struct spdx_reader *r, struct str text)
{
	struct bom *b = r->p.b;
	struct str tool = str_trim(str_from_pos(text, str_find(text, ':') +
	    1));
	size_t dash = str_rfind(tool, '-');

	if (!begins(text, "Tool:")) {
		r->distroless |= is(text, "Organization: distroless");
		take_author(&r->p.decoder, text);
		return;
	}
	r->trivy |= begins(tool, "trivy");
	r->scout |= begins(tool, "docker-scout");
	r->tern |= begins(tool, "tern");
	r->apko |= begins(tool, "apko");
	if (b->tool.n != 0)
		return;
	b->tool = tool;
	if (dash + 1 < tool.n && (is_digit(tool.p[dash + 1]) ||
	    tool.p[dash + 1] == 'v'))
		b->tool = str_fmt(b->arena, "%.*s %.*s",
		    STR_ARG(str_sub(tool, 0, dash)),
		    STR_ARG(str_from_pos(tool, dash + 1)));
}

void
spdx_take_created(struct spdx_reader *r, struct str text)
{
	r->p.b->has_time = when_parse(text, &r->p.b->time_s);
}

/* Another first number may mean another shape, in which packages were passed
   over. */
void
spdx_take_version(struct spdx_reader *r, struct str text)
{
	struct bom *b = r->p.b;

	b->spec_version = begins(text, "SPDX-") ? str_from_pos(text, 5) : text;
	if (!begins(b->spec_version, "2."))
		notice_gap(&b->notices, "document", STR(""),
		    "SPDX version \"%.*s\" is not known",
		    STR_ARG(str_sub(text, 0, 60)));
	else if (!is(b->spec_version, "2.2") && !is(b->spec_version, "2.3") &&
	    !is(b->spec_version, "2.1"))
		notice_note(&b->notices, "document", STR(""),
		    "SPDX version \"%.*s\" is not known",
		    STR_ARG(str_sub(text, 0, 60)));
}

void
spdx_take_described(struct spdx_reader *r, struct str ref)
{
	uint64_t hash = graph_hash(ref);

	if (hash == 0 || hash == r->described)
		return;
	if (r->ndescribed++ == 0)
		r->described = hash;
}

/* ---- parts of a package ---- */

/* "\u003c" and "\u003e", where a generator put JSON into JSON (Docker Scout,
   distroless): brackets. */
static struct str
unescaped(struct arena *a, struct str text)
{
	char *p;
	size_t n = 0;

	if (str_find_str(text, STR("u003")) == text.n)
		return text;
	p = NEWN(a, char, text.n);
	for (size_t i = 0, k; i < text.n; i++) {
		for (k = i; k < text.n && k < i + 4 && text.p[k] == '\\';)
			k++;
		struct str code = str_sub(text, k, k + 5);
		bool open = is(code, "u003c"), close = is(code, "u003e");

		p[n++] = k > i && open ? '<' : k > i && close ? '>'
		    : text.p[i];
		if (k > i && (open || close))
			i = k + 4;
	}
	return str_of(p, n);
}

/* "NAME (EMAIL)" as package databases have it. */
static struct str
with_email(struct arena *a, struct str text)
{
	size_t open = str_rfind(text, '(');
	struct str email = str_sub(text, open + 1, text.n - 1);

	if (open == 0 || open >= text.n || !str_ends(text, STR(")")) ||
	    str_find(email, '@') == email.n || str_find(email, ' ') < email.n)
		return text;
	return str_fmt(a, "%.*s<%.*s>", STR_ARG(str_sub(text, 0, open)),
	    STR_ARG(email));
}

struct str
spdx_agent(struct arena *a, struct str text)
{
	static const char *const kinds[] = { "Organization:", "Person:",
		"Tool:" };

	if (no_assertion(text))
		return STR("");
	text = unescaped(a, text);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (begins(text, kinds[i]))
			return with_email(a, str_trim(str_from_pos(text,
			    strlen(kinds[i]))));
	return text;
}

void
spdx_take_reference(struct spdx_reader *r, struct spdx_package *s,
    struct str type, struct str locator)
{
	struct bom *b = r->p.b;

	if (is(type, "purl") && s->c.purl.n == 0)
		s->c.purl = str_dup(b->arena, locator);
	else if (is(type, "cpe23Type") || is(type, "cpe22Type"))
		bom_cpe_add(b, &s->c, locator);
}

void
spdx_take_remark(struct spdx_reader *r, struct spdx_package *s,
    struct str text)
{
	struct bom *b = r->p.b;
	size_t colon = str_find(text, ':');
	struct str name, value = str_trim(str_from_pos(text, colon + 1));

	if (spdx_take_own_remark(r, s, text))
		return;
	for (size_t i = 0; i < colon; i++)
		if (!is_alnum(text.p[i]))
			return;
	if (!r->trivy || colon == 0 || colon == text.n)
		return;
	name = str_join(b->arena, STR("aquasecurity:trivy:"),
	    str_sub(text, 0, colon));
	value = str_dup(b->arena, value);
	bom_hint(b, &s->c, &s->hints, name, value);
	bom_prop_put(b, &s->c.props, name, value);
}

void
spdx_take_checksum(struct spdx_reader *r, struct spdx_package *s,
    struct str alg, struct str hex)
{
	bom_checksum_add(r->p.b, &s->c, alg, hex);
}

/* ---- files ---- */

void
spdx_take_file(struct spdx_reader *r, struct str ref, struct str path)
{
	struct arena *a = r->p.names;
	bool new;

	if (!r->trivy || ref.n == 0 || path.n == 0)
		return;
	if (r->nfiles++ >= FILES_MAX)
		return;
	if (r->files == NULL)
		r->files = map_new(a);
	if (begins(path, "./"))
		path = str_from_pos(path, 2);
	struct str *kept = NEW(a, struct str);
	void **at = map_put(r->files, str_dup(a, ref), &new);

	*kept = begins(path, "/") ? str_dup(r->p.b->arena, path)
	    : str_join(r->p.b->arena, STR("/"), path);
	if (new)
		*at = kept;
}

static const struct str *
find_file(const struct spdx_reader *r, struct str ref)
{
	void **at = r->files != NULL ? map_find(r->files, ref) : NULL;

	return at != NULL ? *at : NULL;
}

void
spdx_take_has_file(struct spdx_reader *r, struct spdx_package *s,
    struct str ref)
{
	const struct str *path = find_file(r, ref);

	if (path != NULL)
		bom_place_put(r->p.b, &s->c, *path, STR(""));
}

/* ---- sourceInfo ---- */

/* "acquired package info from DPKG DB: /var/lib/dpkg/status, /usr/…". */
static void
take_places(struct bom *b, struct bom_component *c, struct str list)
{
	const struct str between = STR(", /");

	while (begins(list, "/")) {
		size_t n = str_find_str(list, between);

		bom_place_put(b, c, str_sub(list, 0, n), STR(""));
		list = str_from_pos(list, n + between.n - 1);
	}
}

/*
 * "built package from: NAME VERSION" (Trivy, apt2sbom); "package found in:
 * PATH" (Trivy).
 */
static void
take_source_info(struct spdx_reader *r, struct spdx_package *s)
{
	const struct str built = STR("built package from:"),
	    found = STR("package found in:"),
	    acquired = STR("acquired package info from ");
	struct str info = s->source_info, rest;

	if (str_starts(info, built)) {
		rest = str_trim(str_from_pos(info, built.n));
		s->hints.built_from = str_sub(rest, 0, str_find(rest, ' '));
		s->hints.built_version = str_trim(str_from_pos(rest,
		    str_find(rest, ' ')));
	} else if (str_starts(info, found)) {
		rest = str_trim(str_from_pos(info, found.n));
		bom_place_put(r->p.b, &s->c, begins(rest, "/") ? rest
		    : str_join(r->p.b->arena, STR("/"), rest), STR(""));
	} else if (str_starts(info, acquired)) {
		take_places(r->p.b, &s->c, str_trim(str_from_pos(info,
		    str_find_str(info, STR(": ")) + 2)));
	}
}

/* ---- the package ---- */

/* Old documents have no purpose; generators' references tell. */
static enum bom_kind
kind_of(const struct spdx_reader *r, const struct spdx_package *s)
{
	struct str ref = s->c.ref, purpose = s->purpose;

	if (is(purpose, "OPERATING-SYSTEM") ||
	    is(purpose, "OPERATING_SYSTEM") ||
	    begins(ref, "SPDXRef-OperatingSystem-"))
		return BOM_OS;
	if (is(purpose, "CONTAINER") || begins(ref, "SPDXRef-ContainerImage-")
	    || (r->apko && begins(s->c.purl, "pkg:oci/")))	/* a layer */
		return BOM_CONTAINER;
	if (s->c.purl.n != 0)
		return is(purpose, "APPLICATION") ? BOM_APPLICATION
		    : BOM_LIBRARY;
	if (is(purpose, "FILE"))
		return BOM_FILE;
	return is(purpose, "APPLICATION") ||
	    begins(ref, "SPDXRef-Application-") ? BOM_APPLICATION
	    : BOM_LIBRARY;
}

/* "deb" of Syft's SPDXRef-Package-deb-libssl3-1f2e3d4c: where no purl tells
   the type. */
static struct str
type_of_ref(const struct spdx_package *s)
{
	const struct str package = STR("SPDXRef-Package-");
	struct str rest = str_from_pos(s->c.ref, package.n);

	if (s->c.purl.n != 0 || !str_starts(s->c.ref, package))
		return STR("");
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '-' && str_starts(str_from_pos(rest, i + 1),
		    s->c.name) && i != 0)
			return str_sub(rest, 0, i);
	return STR("");
}

static void
take_licence(struct spdx_reader *r, struct spdx_package *s, struct str text,
    enum licence_said said)
{
	struct licence x = licence_classify(r->p.tmp, text);

	if (x.text.n != 0)
		bom_licence_add(r->p.b, &s->c, (struct bom_licence){ x.text,
		    x.form, said });
}

/* Trivy writes the same in both. */
static void
take_licences(struct spdx_reader *r, struct spdx_package *s)
{
	if (!no_assertion(s->declared))
		take_licence(r, s, s->declared, LICENCE_DECLARED);
	if (!no_assertion(s->concluded) &&
	    (r->ours || !str_eq(s->concluded, s->declared)))
		take_licence(r, s, s->concluded, LICENCE_CONCLUDED);
}

/*
 * A target of Bazel, which distroless images' documents list beside the
 * packages that it stands for, as "@bookworm//netbase/amd64:spdx" GENERATED_FROM
 * netbase (their repository, private/pkg/test/oci_image/image_amd64.spdx.json):
 * the lists of packages are named after Debian's releases, which nothing else
 * tells there.
 */
static bool
is_target(struct spdx_reader *r, const struct bom_component *c)
{
	size_t slashes = str_find_str(c->name, STR("//"));
	struct str list = str_sub(c->name, 1, slashes);

	if (!r->distroless || slashes == c->name.n || c->purl.n != 0 ||
	    c->version.n != 0 || (slashes != 0 && c->name.p[0] != '@'))
		return false;
	if (slashes > 1 && debian_release(list).n != 0)
		r->release = list;
	return true;
}

/* Tern: a layer is a package named for its file, whose reference is the first
   ten digits of its digest. */
static bool
is_layer(const struct spdx_reader *r, const struct bom_component *c)
{
	const struct str prefix = STR("SPDXRef-");
	struct str digits = str_from_pos(c->ref, prefix.n);

	return r->tern && c->version.n == 0 && c->purl.n == 0 &&
	    c->nhashes == 1 && str_starts(c->ref, prefix) && digits.n == 10 &&
	    str_starts(c->hashes[0].hex, digits);
}

enum rc
spdx_take_package(struct spdx_reader *r, struct spdx_package *s,
    struct err *e)
{
	struct bom_component *c = &s->c;

	if (no_assertion(c->version))
		c->version = STR("");
	if (no_assertion(c->name))
		c->name = STR("");
	if (is_target(r, c) || is_layer(r, c))
		return RC_OK;
	c->kind = kind_of(r, s);
	spdx_end_own_package(r, s);
	if (c->kind == BOM_OS) {
		struct distro d = facts_take_distro(r->p.b, c);

		if (bom_take_distro(&r->p.decoder, &d))
			r->os = graph_hash(c->ref);
		return RC_OK;
	}
	if (c->kind == BOM_APPLICATION && c->purl.n == 0 && r->trivy)
		c->version = STR("");	/* a lock file's kind, in old ones */
	if (s->hints.supplier.n == 0)
		s->hints.supplier = s->originator;
	if (r->ours && begins(c->ref, "SPDXRef-DocumentRoot-")) {
		if (c->vendor.n == 0)	/* its version is not its purl's */
			c->vendor = s->hints.supplier;
		return pull_add(&r->p, c, e);
	}
	s->hints.type = type_of_ref(s);
	take_source_info(r, s);
	take_licences(r, s);
	bom_decode(&r->p.decoder, c, &s->hints);
	return pull_add(&r->p, c, e);
}

/* ---- relationships ---- */

static bool
is_document(struct str ref)
{
	return is(ref, "SPDXRef-DOCUMENT");
}

static void
contains(struct spdx_reader *r, const struct spdx_relation *rel)
{
	const struct str *path = find_file(r, rel->to);

	if (path == NULL)
		return;
	r->places = arena_grow(r->p.names, r->places, r->nplaces, &r->cplaces,
	    sizeof *r->places);
	r->places[r->nplaces++] = (struct spdx_place){
		graph_hash(rel->from), *path };
}

static void
scout(struct spdx_reader *r, const struct spdx_relation *rel)
{
	if (is(rel->type, "GENERATED_FROM") && !str_eq(rel->from, rel->to))
		spdx_pair_add(r, &r->built, rel->from, rel->to);
	else if (begins(rel->to, "SPDXRef-File-") &&
	    (is(rel->type, "CONTAINS") || begins(rel->comment, "evident-by")))
		spdx_pair_add(r, &r->has, rel->from, rel->to);
}

void
spdx_take_relation(struct spdx_reader *r, const struct spdx_relation *rel)
{
	struct bom_graph *g = &r->p.graph;
	uint64_t from = graph_hash(rel->from), to = graph_hash(rel->to);

	if (r->scout)
		scout(r, rel);
	if (begins(rel->type, "DESCRIBE") && is_document(rel->from))
		spdx_take_described(r, rel->to);
	else if (is(rel->type, "DESCRIBED_BY") && is_document(rel->to))
		spdx_take_described(r, rel->from);
	else if (is(rel->to, "NOASSERTION"))
		return;			/* it is not known to what */
	else if (is(rel->type, "DEPENDS_ON") && is(rel->to, "NONE"))
		graph_add(g, GRAPH_KNOWN, from, 0);
	else if (is(rel->type, "DEPENDS_ON"))
		graph_add(g, GRAPH_DEPENDS, from, to);
	else if (str_ends(rel->type, STR("DEPENDENCY_OF")))
		graph_add(g, GRAPH_DEPENDS, to, from);
	else if (is(rel->type, "GENERATED_FROM"))
		graph_add(g, GRAPH_BUILT, from, to);
	else if (is(rel->type, "GENERATES"))
		graph_add(g, GRAPH_BUILT, to, from);
	else if (is(rel->type, "OTHER") &&
	    begins(rel->comment, "ownership-by-file-overlap"))
		graph_add(g, GRAPH_OWNS, from, to);
	else if (is(rel->type, "CONTAINS"))
		contains(r, rel);
}

/* ---- the end ---- */

static void
end_places(struct spdx_reader *r, const struct map *refs)
{
	for (size_t i = 0; i < r->nplaces; i++) {
		size_t at = graph_find(refs, r->places[i].package);

		if (at != 0)
			bom_place_put(r->p.b, &r->p.b->components[at - 1],
			    r->places[i].path, STR(""));
	}
}

/* Could an advisory speak of it? Then it stays a component, though it is the
   subject. */
static bool
is_judged(struct str type)
{
	return ecosystem_by_purl(type) != NULL || is(type, "deb") ||
	    is(type, "rpm") || is(type, "apk") || is(type, "alpm");
}

/* Syft: "debian", and the tag in the purl. */
static struct str
name_with_tag(struct spdx_reader *r, const struct bom_component *c)
{
	struct purl p;
	struct str tag;
	struct err ignored = { { 0 } };

	if (c->purl.n == 0 || str_find(c->name, ':') < c->name.n ||
	    purl_parse(r->p.tmp, c->purl, &p, &ignored) != RC_OK)
		return c->name;
	tag = purl_get(&p, "tag");
	return tag.n == 0 ? c->name : str_fmt(r->p.b->arena, "%.*s:%.*s",
	    STR_ARG(c->name), STR_ARG(tag));
}

static enum bom_subject
subject_of(const struct bom_component *c)
{
	return c->kind == BOM_CONTAINER ? SUBJECT_IMAGE
	    : begins(c->ref, "SPDXRef-DocumentRoot-Directory") ? SUBJECT_DIR
	    : begins(c->ref, "SPDXRef-DocumentRoot-File") ? SUBJECT_FILE
	    : SUBJECT_UNKNOWN;
}

static void
take_subject(struct spdx_reader *r, const struct bom_component *c)
{
	struct bom *b = r->p.b;

	if (!r->ours) {
		b->subject = subject_of(c);
		b->name = name_with_tag(r, c);
	} else if (!str_eq(c->name, cdx_subject_name(b))) {
		b->name = c->name;
	}
	if (r->ours && (str_eq(c->version, b->manifest_digest) ||
	    str_eq(c->version, b->config_digest)))
		b->version_label = STR("");
	else if (!r->ours && begins(c->version, "sha256:"))
		b->manifest_digest = c->version;
	else
		b->version_label = c->version;
	b->supplier = c->vendor;
	for (size_t i = 0; i < c->props.n; i++) {
		bom_subject_hint(&r->p.decoder, c->props.v[i].name,
		    c->props.v[i].value);
		bom_prop_put(b, &b->props, c->props.v[i].name,
		    c->props.v[i].value);
	}
}

static void
remove_at(struct bom *b, size_t i)
{
	struct bom_component *v = b->components;

	memmove(v + i, v + i + 1, (b->ncomponents - i - 1) * sizeof *v);
	b->ncomponents--;
}

static void
end_subject(struct spdx_reader *r, const struct map *refs)
{
	struct bom *b = r->p.b;
	size_t at = r->ndescribed == 1 ? graph_find(refs, r->described) : 0;

	if (!r->ours || at == 0)
		b->name = r->name;
	if (r->ours && at == 0)
		notice_gap(&b->notices, "document", STR(""),
		    "what it describes is not in it: it may be cut short");
	if (at == 0)
		return;
	const struct bom_component *c = &b->components[at - 1];

	take_subject(r, c);
	if (r->ours || !is_judged(c->type))
		remove_at(b, at - 1);
}

static void
end_release(struct spdx_reader *r)
{
	struct distro *d = &r->p.b->distro;

	if (is(d->id, "debian") && d->version_id.n == 0 && d->codename.n == 0)
		d->codename = r->release;
}

void
spdx_take_end(struct spdx_reader *r)
{
	struct map *refs = graph_map(r->p.names, r->p.b);

	if (r->nfiles > FILES_MAX)
		notice_note(&r->p.b->notices, "document", STR(""),
		    "of %zu files the first %d tell where packages lie",
		    r->nfiles, (int)FILES_MAX);
	end_places(r, refs);
	spdx_end_built(r);
	spdx_end_own(r, refs);
	end_subject(r, refs);
	if (r->ours)
		facts_take_history(r->p.names, r->p.b);
	else
		bom_foreign_distro(&r->p.decoder);
	bom_decode_end(&r->p.decoder);
	end_release(r);
	graph_end(&r->p.graph, r->p.b);
	spdx_end_own_refs(r);
}
