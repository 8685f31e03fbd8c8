/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What generators put where.
 *
 * Source:   Syft's and Trivy's CycloneDX documents (properties syft:* and
 *           aquasecurity:trivy:*), purl-spec's definitions of deb, rpm, apk
 *           and the qualifiers that these tools add to them: upstream,
 *           distro, epoch, modularitylabel, rpmmod.
 * Rule:     a field that is known stays; then properties, then the purl.
 */
#include "bom/decode.h"

#include "base/arena.h"
#include "bom/foreign.h"
#include "bom/property.h"
#include "identity/distro_feed.h"
#include "identity/purl.h"

/* ---- airbom:* ---- */

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* "NNNN LAYER PATH", in order. */
static void
take_place(struct bom *b, struct bom_component *c, struct str value)
{
	struct str rest = value, number, layer;

	if (!str_split(&rest, ' ', &number) || !str_split(&rest, ' ', &layer))
		return;
	bom_place_add(b, c, rest, is(layer, "-") ? STR("") : layer);
}

static struct str *
own_field(struct bom_component *c, struct str name)
{
	return is(name, PROP_SOURCE_NAME)    ? &c->source_name
	     : is(name, PROP_SOURCE_VERSION) ? &c->source_version
	     : is(name, PROP_LAYER_DIGEST)   ? &c->layer
	     : is(name, PROP_LAYER_HISTORY)  ? &c->created_by
	     : is(name, PROP_FOUND_BY)       ? &c->found_by
	     : is(name, PROP_TYPE)           ? &c->type
	     : is(name, PROP_ARCH)           ? &c->arch
	     : is(name, PROP_EPOCH)          ? &c->epoch
	     : is(name, PROP_VERSION)        ? &c->version
	     : is(name, PROP_MODULE)         ? &c->module
	     : is(name, PROP_OWNER)          ? &c->owner_ref
	     : is(name, PROP_VENDOR)         ? &c->vendor : NULL;
}

static bool *
own_flag(struct bom_component *c, struct str name)
{
	return is(name, PROP_SOURCE_NO_EPOCH) ? &c->source_epoch_unknown
	     : is(name, PROP_NO_MODULE)       ? &c->module_known
	     : is(name, PROP_LOCAL)           ? &c->local
	     : is(name, PROP_GUESSED)         ? &c->guessed
	     : is(name, PROP_CACHED)          ? &c->cached
	     : is(name, PROP_SOURCE_PACKAGE)  ? &c->source_package
	     : is(name, PROP_DEVELOPMENT)     ? &c->excluded : NULL;
}

bool
bom_own_property(struct bom *b, struct bom_component *c, struct str name,
    struct str value)
{
	struct str *at = own_field(c, name);
	bool *flag = own_flag(c, name);

	if (at != NULL)
		*at = str_dup(b->arena, value);
	else if (flag != NULL)
		*flag = is(value, "true");
	else if (is(name, PROP_GAP) || is(name, PROP_NOTE))
		notices_add(&b->notices, property_notice_parse(b->arena,
		    is(name, PROP_GAP) ? NOTICE_GAP : NOTICE_NOTE,
		    str_dup(b->arena, value)));	/* moved by a converter */
	else if (is(name, PROP_PLACE))
		take_place(b, c, value);
	else if (is(name, PROP_CPE))
		bom_cpe_add(b, c, value);
	else if (is(name, PROP_TECHNIQUE))
		c->technique = bom_technique_of(value);
	else if (is(name, PROP_OWNER_VENDOR))
		c->owner_vendor = is(value, "true") ? OWNER_VENDOR
		    : OWNER_OTHER;
	else
		return false;
	return true;
}

/* ---- properties of Syft and Trivy ---- */

/* syft:location:N:path and :layerID. */
static void
take_location(struct bom *b, struct bom_component *c, struct str rest,
    struct str value, struct str *ret_layer)
{
	size_t colon = str_find(rest, ':');
	struct str what = str_from_pos(rest, colon + 1);
	uint64_t n;

	if (!str_u64(str_sub(rest, 0, colon), 9999, &n))
		return;
	if (is(what, "layerID") && n == 0 && ret_layer->n == 0)
		*ret_layer = value;
	/* In a document one location's properties stand together. */
	bool path = is(what, "path"), layer = is(what, "layerID");
	struct bom_place *at = c->nplaces != 0 ? &c->places[c->nplaces - 1]
	    : NULL;

	if (path && (at == NULL || at->path.n != 0))
		bom_place_add(b, c, value, STR(""));
	else if (path)
		at->path = str_dup(b->arena, value);
	else if (layer && (at == NULL || at->layer.n != 0))
		bom_place_add(b, c, STR(""), value);
	else if (layer)
		at->layer = str_dup(b->arena, value);
}

static struct str *
hint_of_syft(struct bom_hints *h, struct str name)
{
	return is(name, "package:type")              ? &h->type
	     : is(name, "package:foundBy")           ? &h->found_by
	     : is(name, "metadata:source")           ? &h->source
	     : is(name, "metadata:sourceVersion")    ? &h->source_version
	     : is(name, "metadata:sourceRpm")        ? &h->source_rpm
	     : is(name, "metadata:originPackage")    ? &h->origin
	     : is(name, "metadata:architecture")     ? &h->arch
	     : is(name, "metadata:epoch")            ? &h->epoch
	     : is(name, "metadata:modularityLabel")  ? &h->module : NULL;
}

static struct str *
hint_of_trivy(struct bom_hints *h, struct str name)
{
	return is(name, "SrcName")         ? &h->src_name
	     : is(name, "SrcVersion")      ? &h->src_version
	     : is(name, "SrcRelease")      ? &h->src_release
	     : is(name, "SrcEpoch")        ? &h->src_epoch
	     : is(name, "Modularitylabel") ? &h->module
	     : is(name, "LayerDiffID")     ? &h->layer : NULL;
}

/* Once: in our own documents it stands under two names. */
static void
add_cpe(struct bom *b, struct bom_component *c, struct str cpe)
{
	for (size_t i = 0; i < c->ncpes; i++)
		if (str_eq(c->cpes[i], cpe))
			return;
	bom_cpe_add(b, c, cpe);
}

void
bom_hint(struct bom *b, struct bom_component *c, struct bom_hints *h,
    struct str name, struct str value)
{
	const struct str syft = STR("syft:"), where = STR("location:"),
	    trivy = STR("aquasecurity:trivy:");
	struct str *at = NULL;

	if (str_starts(name, syft)) {
		name = str_from_pos(name, syft.n);
		if (is(name, "cpe23"))
			add_cpe(b, c, value);
		else if (str_starts(name, where))
			take_location(b, c, str_from_pos(name, where.n), value,
			    &h->layer);
		else
			at = hint_of_syft(h, name);
	} else if (str_starts(name, trivy)) {
		name = str_from_pos(name, trivy.n);
		at = hint_of_trivy(h, name);
		if (is(name, "LayerDigest") && h->layer.n == 0)
			at = &h->layer;
		else if (is(name, "FilePath"))
			bom_place_add(b, c, value, STR(""));
	}
	if (at != NULL)
		*at = value;
}

/* ---- checksums ---- */

void
bom_checksum_add(struct bom *b, struct bom_component *c, struct str alg,
    struct str hex)
{
	static const struct { const char *other, *cyclonedx; } names[] = {
		{ "md5", "MD5" }, { "sha1", "SHA-1" }, { "sha256", "SHA-256" },
		{ "sha384", "SHA-384" }, { "sha512", "SHA-512" },
		{ "sha3-256", "SHA3-256" }, { "sha3-384", "SHA3-384" },
		{ "sha3-512", "SHA3-512" }, { "blake2b-256", "BLAKE2b-256" },
		{ "blake2b-384", "BLAKE2b-384" },
		{ "blake2b-512", "BLAKE2b-512" }, { "blake3", "BLAKE3" },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(alg, str_from(names[i].other)) ||
		    str_eq_nocase(alg, str_from(names[i].cyclonedx)))
			bom_hash_add(b, c, str_from(names[i].cyclonedx), hex);
}

/* ---- versions ---- */

/* Length of "N:" at the start, or 0. */
static size_t
epoch_len(struct str version)
{
	size_t n = 0;

	while (n < version.n && is_digit(version.p[n]))
		n++;
	return n != 0 && n < version.n && version.p[n] == ':' ? n + 1 : 0;
}

/* Known, and not the 0 that need not be written. */
static bool
is_epoch(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n == s.n && n != 0 && !is(s, "0");
}

static struct str
with_epoch(struct arena *a, struct str epoch, struct str version)
{
	if (!is_epoch(epoch) || version.n == 0 || epoch_len(version) != 0)
		return version;
	return str_join(a, str_join(a, epoch, STR(":")), version);
}

static bool
is_os_type(struct str type)
{
	return is(type, "deb") || is(type, "rpm") || is(type, "apk") ||
	    is(type, "alpm");
}

/* "1.26.8" of Go's own library, which peers write as "go1.26.8" or "v1.26.8",
   perhaps with the experiments behind it. */
static struct str
plain_go(struct str v)
{
	v = str_sub(v, 0, str_find(v, ' '));
	return str_starts(v, STR("go")) ? str_from_pos(v, 2)
	     : str_starts(v, STR("v")) ? str_from_pos(v, 1) : v;
}

/*
 * The operating system's versions carry their epoch, wherever the document
 * has it: Trivy's purls of deb and rpm have it in a qualifier only.
 */
static void
decode_version(struct arena *a, struct bom_component *c,
    const struct purl *p, struct str hint)
{
	struct str epoch = purl_get(p, "epoch");
	bool rpm = is(c->type, "rpm");

	if (!is_os_type(c->type)) {
		if (p->version.n != 0)
			c->version = str_dup(a, p->version);
		if (is(c->type, "golang") && is(c->name, "stdlib"))
			c->version = plain_go(c->version);
		return;
	}
	if (c->version.n == 0 || (epoch_len(c->version) == 0 &&
	    epoch_len(p->version) != 0))
		c->version = str_dup(a, p->version);
	if (epoch.n == 0)
		epoch = hint;
	size_t n = epoch_len(c->version);

	if (epoch.n == 0 && n != 0)
		epoch = str_sub(c->version, 0, n - 1);
	if (rpm && c->epoch.n == 0)
		c->epoch = str_dup(a, epoch);
	if (rpm || is(c->type, "deb"))
		c->version = with_epoch(a, rpm ? c->epoch : epoch, c->version);
}

/* ---- source packages ---- */

bool
bom_source_rpm(struct str file, struct str *ret_name, struct str *ret_version)
{
	struct str s = str_ends(file, STR(".nosrc.rpm"))
	    ? str_sub(file, 0, file.n - (sizeof ".nosrc.rpm" - 1))
	    : str_sub(file, 0, file.n - (sizeof ".src.rpm" - 1));
	size_t release = str_rfind(s, '-');
	size_t version = str_rfind(str_sub(s, 0, release), '-');

	if (!(str_ends(file, STR(".src.rpm")) ||
	    str_ends(file, STR(".nosrc.rpm"))) || release == s.n ||
	    version == release || version == 0)
		return false;
	*ret_name = str_sub(s, 0, version);
	*ret_version = str_from_pos(s, version + 1);
	return true;
}

/* Does nothing when a source is known by another name. */
static void
set_source(struct bom *b, struct bom_component *c, struct str name,
    struct str version, bool epoch_unknown)
{
	if (name.n == 0 ||
	    (c->source_name.n != 0 && !str_eq(c->source_name, name)))
		return;
	if (c->source_name.n == 0)
		c->source_name = str_dup(b->arena, name);
	if (c->source_version.n != 0 || version.n == 0)
		return;
	c->source_version = str_dup(b->arena, version);
	c->source_epoch_unknown = epoch_unknown;
}

static void
set_source_rpm(struct bom *b, struct bom_component *c, struct str file)
{
	struct str name, version;

	if (bom_source_rpm(file, &name, &version))
		set_source(b, c, name, version, true);
}

/* Trivy takes an rpm source's epoch from the binary: a guess, so not ours. */
static void
source_of_trivy(struct bom *b, struct bom_component *c,
    const struct bom_hints *h)
{
	bool rpm = is(c->type, "rpm");
	struct str v = h->src_version;

	if (h->src_release.n != 0)
		v = str_join(b->arena, str_join(b->arena, v, STR("-")),
		    h->src_release);
	if (!rpm)
		v = with_epoch(b->arena, h->src_epoch, v);
	set_source(b, c, h->src_name, v, rpm);
}

/* Trivy's SPDX has one text for it, with the epoch. */
static void
source_of_text(struct bom *b, struct bom_component *c,
    const struct bom_hints *h)
{
	bool rpm = is(c->type, "rpm");
	struct str v = h->built_version;

	set_source(b, c, h->built_from, rpm ? str_from_pos(v, epoch_len(v))
	    : v, rpm);
}

void
bom_built_from(struct bom_component *c, const struct bom_component *source)
{
	if (c->source_name.n != 0 || !is_os_type(c->type) ||
	    !str_eq(c->type, source->type) || source->name.n == 0)
		return;
	c->source_name = source->name;
	c->source_version = source->version;
}

/* upstream is NAME, NAME@VERSION or an rpm's source file. */
static void
source_of_purl(struct bom *b, struct bom_component *c, const struct purl *p)
{
	struct str up = purl_get(p, "upstream");
	size_t at = str_rfind(up, '@');

	if (str_ends(up, STR(".rpm")))
		set_source_rpm(b, c, up);
	else
		set_source(b, c, str_sub(up, 0, at), str_from_pos(up, at + 1),
		    false);
	set_source_rpm(b, c, purl_get(p, "sourcerpm"));
	set_source(b, c, purl_get(p, "source"), purl_get(p, "sourceversion"),
	    false);
	set_source(b, c, purl_get(p, "origin"), STR(""), false);
}

/*
 * A rebuild of Debian's without a change of the source has "+bN" behind its
 * version, which no source has (Debian Developer's Reference, "Binary-only
 * NMUs"): where the document lost the source's version (cdxgen), that is it.
 */
static void
source_of_rebuild(struct bom *b, struct bom_component *c)
{
	size_t n = c->version.n;

	while (n > 0 && is_digit(c->version.p[n - 1]))
		n--;
	if (is(c->type, "deb") && c->source_name.n == 0 &&
	    c->source_version.n == 0 && n < c->version.n &&
	    str_ends(str_sub(c->version, 0, n), STR("+b")))
		c->source_version = str_dup(b->arena, str_sub(c->version, 0,
		    n - 2));
}

static void
decode_source(struct bom *b, struct bom_component *c, const struct purl *p,
    const struct bom_hints *h)
{
	if (c->source_name.n != 0)
		return;			/* our own document says it */
	if (!is_os_type(c->type))
		return;			/* Cargo's `source`, for one */
	source_of_trivy(b, c, h);
	source_of_text(b, c, h);
	set_source(b, c, h->source, h->source_version, false);
	set_source_rpm(b, c, h->source_rpm);
	set_source(b, c, h->origin, STR(""), false);
	source_of_purl(b, c, p);
	source_of_rebuild(b, c);
}

/* ---- the rest ---- */

/* Syft's words for package types that differ from purl's. */
static struct str
type_of_syft(struct str type)
{
	static const struct { const char *syft, *purl; } words[] = {
		{ "go-module", "golang" }, { "java-archive", "maven" },
		{ "jenkins-plugin", "maven" }, { "python", "pypi" },
		{ "rust-crate", "cargo" }, { "php-composer", "composer" },
		{ "dotnet", "nuget" }, { "dart-pub", "pub" },
		{ "pod", "cocoapods" }, { "R-package", "cran" },
		{ "portage", "ebuild" },	/* and scalibr's purls */
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(type, words[i].syft))
			return str_from(words[i].purl);
	return type;
}

static void
know(struct arena *a, struct str *to, struct str from)
{
	if (to->n == 0 && from.n != 0)
		*to = str_dup(a, from);
}

/* A purl that stands only in the reference, as Syft's does, counts too. */
static bool
parse_purl(struct bom *b, struct arena *tmp, struct bom_component *c,
    struct purl *ret)
{
	struct err e;

	if (c->purl.n != 0 && purl_parse(tmp, c->purl, ret, &e) == RC_OK)
		return true;
	if (c->purl.n != 0)
		notice_note(&b->notices, "purl", STR(""),
		    "not a package URL: %.*s", STR_ARG(c->purl));
	c->purl = STR("");
	return str_starts(c->ref, STR("pkg:")) &&
	    purl_parse(tmp, c->ref, ret, &e) == RC_OK;
}

/* Without Syft's package-id, which only makes references unique. */
static void
drop_package_id(struct purl *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->nq; i++)
		if (!is(p->q[i].key, "package-id"))
			p->q[n++] = p->q[i];
	p->nq = n;
}

/*
 * A group that stands in the name, as peers write Go's, npm's and Composer's,
 * becomes a field of its own. The name's letters are kept: a purl may have
 * them in lower case.
 */
static void
split_name(struct bom_component *c, const struct purl *p)
{
	size_t n = p->namespace.n;

	if (c->group.n != 0 || n == 0 || c->name.n != n + 1 + p->name.n ||
	    c->name.p[n] != '/' ||
	    !str_eq_nocase(str_sub(c->name, 0, n), p->namespace) ||
	    !str_eq_nocase(str_from_pos(c->name, n + 1), p->name))
		return;
	c->group = str_sub(c->name, 0, n);
	c->name = str_from_pos(c->name, n + 1);
}

/* "pkg:nuget/X%401.0" of Microsoft's sbom-tool: the name ends in what the
   document says the version is. */
static void
split_version(const struct bom_component *c, struct purl *p)
{
	size_t at = str_rfind(p->name, '@');

	if (p->version.n != 0 || at == 0 || at >= p->name.n ||
	    c->version.n == 0 ||
	    !str_eq(str_from_pos(p->name, at + 1), c->version))
		return;
	p->version = str_from_pos(p->name, at + 1);
	p->name = str_sub(p->name, 0, at);
}

/* "v2" of "v2/cmd", of version "v2.10.0": the path of a module since its second
   version ends in it (go.dev/ref/mod, "Major version suffixes"). */
static size_t
major_suffix(const struct purl *p)
{
	size_t n = str_find(p->subpath, '/');
	struct str v = str_sub(p->version, 0, str_find(p->version, '.'));
	struct str first = str_sub(p->subpath, 0, n);

	return first.n > 1 && first.p[0] == 'v' && is_digit(first.p[1]) &&
	    !str_eq(p->name, first) && (str_eq(first, v) ||
	    str_eq(str_from_pos(first, 1), v)) ? n : 0;
}

/*
 * Syft and Docker Scout write what is behind the third part of a Go module's
 * path as the purl's subpath, where purl-spec has packages of the module:
 * "pkg:golang/github.com/moby/sys@0.1.0#user" of github.com/moby/sys/user. The
 * document's name tells, or the version.
 */
static void
join_subpath(struct arena *a, const struct bom_component *c, struct purl *p)
{
	if (!is(p->type, "golang") || p->subpath.n == 0)
		return;
	struct str module = str_fmt(a, "%.*s%s%.*s", STR_ARG(p->namespace),
	    p->namespace.n != 0 ? "/" : "", STR_ARG(p->name));
	struct str whole = str_fmt(a, "%.*s/%.*s", STR_ARG(module),
	    STR_ARG(p->subpath));
	size_t n = str_eq_nocase(c->name, whole) ? p->subpath.n :
	    major_suffix(p);

	if (n == 0)
		return;
	whole = str_sub(whole, 0, module.n + 1 + n);
	p->subpath = str_from_pos(p->subpath, n + 1);
	p->namespace = str_sub(whole, 0, str_rfind(whole, '/'));
	p->name = str_from_pos(whole, p->namespace.n + 1);
}

static void
decode_purl(struct bom *b, struct arena *tmp, struct bom_component *c,
    struct purl *p)
{
	struct arena *a = b->arena;
	struct str text;

	drop_package_id(p);
	split_version(c, p);
	join_subpath(tmp, c, p);
	text = purl_format(tmp, p);
	if (!str_eq(text, c->purl))
		c->purl = str_dup(a, text);
	know(a, &c->type, is(p->type, "portage") ? STR("ebuild") : p->type);
	if (is(p->type, "maven") || c->name.n == 0) {
		c->name = str_dup(a, p->name);
		c->group = str_dup(a, p->namespace);
	} else if ((is_os_type(p->type) || is(p->type, "bitnami")) &&
	    !str_eq_nocase(c->name, p->name)) {
		c->name = str_dup(a, p->name);
	}
	split_name(c, p);
	know(a, &c->arch, purl_get(p, "arch"));
	know(a, &c->module, purl_get(p, "rpmmod"));
	know(a, &c->module, purl_get(p, "modularitylabel"));
}

/* "debian-12"; Docker Scout has os_name and os_version. */
static struct str
distro_qualifier_of(struct bom_decoder *d, const struct purl *p)
{
	struct str value = purl_get(p, "distro");
	struct str name = purl_get(p, "os_name"),
	    version = purl_get(p, "os_version");

	return value.n != 0 || name.n == 0 || version.n == 0 ? value :
	    str_fmt(d->tmp, "%.*s-%.*s", STR_ARG(name), STR_ARG(version));
}

/* ns: the purl's namespace, where that is a distribution. */
static struct distro *
distro_of(struct bom_decoder *d, const struct purl *p, struct str ns)
{
	struct str value = distro_qualifier_of(d, p);
	struct arena *a = d->b->arena;

	if (value.n == 0 && ns.n == 0)
		return NULL;
	if (d->last != NULL && str_eq(d->last_namespace, ns) &&
	    str_eq(d->last_distro, value))
		return d->last;
	d->last_namespace = str_dup(a, ns);
	d->last_distro = str_dup(a, value);
	d->last = NEW(a, struct distro);
	*d->last = distro_from_qualifier(a, p->type, d->last_namespace,
	    d->last_distro);
	return d->last;
}

void
bom_decode(struct bom_decoder *d, struct bom_component *c,
    const struct bom_hints *h)
{
	struct bom *b = d->b;
	struct purl p = { 0 };

	if (parse_purl(b, d->tmp, c, &p))
		decode_purl(b, d->tmp, c, &p);
	else
		know(b->arena, &c->type, type_of_syft(h->type));
	know(b->arena, &c->arch, h->arch);
	know(b->arena, &c->module, h->module);
	know(b->arena, &c->found_by, h->found_by);
	/* Syft lists .deb files that lie in apt's cache beside packages. */
	c->cached |= is(h->found_by, "deb-archive-cataloger");
	know(b->arena, &c->layer, h->layer);
	know(b->arena, &c->vendor, h->supplier);
	decode_version(b->arena, c, &p, h->epoch);
	decode_source(b, c, &p, h);
	foreign_forget(d->tmp, c);
	if (is_os_type(c->type))
		c->distro = distro_of(d, &p, p.namespace);
	else if (is(c->type, "ebuild"))	/* the namespace is a category */
		c->distro = distro_of(d, &p, STR(""));
	c->source_package |= is_os_type(c->type) && (is(c->arch, "src") ||
	    is(c->arch, "nosrc") || is(c->arch, "source"));
}

/* ---- the subject ---- */

void
bom_take_layer(struct bom_decoder *d, struct str value)
{
	struct bom *b = d->b;
	struct str number, diff, digest;

	if (!str_split(&value, ' ', &number) ||
	    !str_split(&value, ' ', &diff) || !str_split(&value, ' ', &digest))
		return;
	b->layers = arena_grow(b->arena, b->layers, b->nlayers, &d->clayers,
	    sizeof *b->layers);
	b->layers[b->nlayers++] = (struct bom_layer){
		.diff_id = is(diff, "-") || is(diff, "empty") ? STR("") : diff,
		.digest = is(digest, "-") ? STR("") : digest,
		.created_by = value, .empty = is(diff, "empty") };
}

void
bom_take_tag(struct bom_decoder *d, struct str value)
{
	struct bom *b = d->b;

	b->tags = arena_grow(b->arena, b->tags, b->ntags, &d->ctags,
	    sizeof *b->tags);
	b->tags[b->ntags++] = value;
}

void
bom_take_author(struct bom_decoder *d, struct str who)
{
	if (who.n == 0)
		return;
	d->authors = arena_grow(d->b->arena, d->authors, d->nauthors,
	    &d->cauthors, sizeof *d->authors);
	d->authors[d->nauthors++] = who;
}

void
bom_subject_hint(struct bom_decoder *d, struct str name, struct str value)
{
	struct bom *b = d->b;
	const struct str trivy = STR("aquasecurity:trivy:");

	if (!str_starts(name, trivy))
		return;
	name = str_from_pos(name, trivy.n);
	if (is(name, "ImageID"))
		b->config_digest = value;
	else if (is(name, "RepoTag"))
		bom_take_tag(d, value);
	else if (is(name, "RepoDigest") && b->manifest_digest.n == 0)
		b->manifest_digest = str_from_pos(value,
		    str_find(value, '@') + 1);
	else if (is(name, "DiffID"))
		bom_take_layer(d, str_fmt(b->arena, "0 %.*s -",
		    STR_ARG(value)));
}

/* ---- distributions ---- */

bool
bom_take_distro(struct bom_decoder *d, const struct distro *os)
{
	struct bom *b = d->b;

	if (d->has_os) {
		if (!str_eq(os->id, b->distro.id) ||
		    !str_eq(os->version_id, b->distro.version_id))
			notice_note(&b->notices, "document", STR(""),
			    "another operating system: %.*s %.*s",
			    STR_ARG(os->id), STR_ARG(os->version_id));
		return false;
	}
	d->has_os = true;
	b->distro = *os;
	return true;
}

void
bom_foreign_distro(struct bom_decoder *d)
{
	struct bom *b = d->b;

	/* Trivy: "redhat", "alma". */
	if (b->distro.id.n != 0)
		b->distro.id = distro_from_qualifier(b->arena, STR(""),
		    b->distro.id, STR("")).id;
	for (size_t i = 0; i < b->ncomponents; i++)
		b->has_os_database |= is_os_type(b->components[i].type);
}

/* "12" and "12.15", "9" and "9.4": one says more than the other. */
static bool
agree(struct str x, struct str y)
{
	if (x.n > y.n)
		return agree(y, x);
	return str_starts(y, x) &&
	    (x.n == 0 || x.n == y.n || y.p[x.n] == '.');
}

/* A purl's namespace alone may say less than the document ("opensuse"). */
static bool
same_distro(const struct distro *x, const struct distro *y)
{
	if (x->version_id.n == 0 && x->codename.n == 0)
		return distro_kin(x->id, y->id);
	return str_eq(x->id, y->id) && agree(x->version_id, y->version_id) &&
	    (x->codename.n == 0 || y->codename.n == 0 ||
	    str_eq(x->codename, y->codename));
}

void
bom_decode_end(struct bom_decoder *d)
{
	struct bom *b = d->b;
	const struct distro *first = NULL, *named = NULL;
	size_t said = b->nauthors;

	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct distro *own = b->components[i].distro;

		if (own == NULL || own->id.n == 0)
			continue;
		if (first == NULL)
			first = own;
		if (named == NULL && (own->version_id.n != 0 ||
		    own->codename.n != 0))
			named = own;
	}
	if (b->distro.id.n == 0 && named != NULL)
		b->distro = *named;
	else if (b->distro.id.n == 0 && first != NULL)
		b->distro = *first;
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct distro **own = &b->components[i].distro;

		if (*own != NULL && same_distro(*own, &b->distro))
			*own = NULL;
	}
	for (size_t i = 0; said == 0 && i < d->nauthors; i++)
		bom_author_put(b, d->authors[i]);
}
