/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source packages and what else decides a judgement, as Syft and Trivy have
 * it in their documents, for Grype and Trivy to read in ours.
 *
 * Source:   Grype reads CycloneDX by Syft's decoder: syft:package:metadataType
 *           says which record the syft:metadata:* fields are of (Syft 1.30,
 *           cyclonedxutil/helpers, and the "cyclonedx" tags of syft/pkg);
 *           only with it does a package have a source. It knows most types by
 *           the purl. Of SPDX it reads the purl's `upstream`.
 *           Trivy (pkg/sbom/io/decode.go) reads SrcName, SrcVersion,
 *           SrcRelease and SrcEpoch, and of SPDX (pkg/sbom/spdx) sourceInfo.
 */
#include "bom/foreign.h"

#include "base/arena.h"
#include "bom/facts.h"

#define SYFT "syft:"
#define TRIVY "aquasecurity:trivy:"

static bool
is(struct str s, const char *want)
{
	return str_eq(s, str_from(want));
}

/* A source of another name or version than the package's own. */
static bool
has_source(const struct bom_component *c)
{
	return c->source_name.n != 0 && !(str_eq(c->source_name, c->name) &&
	    (c->source_version.n == 0 ||
	    str_eq(c->source_version, c->version)));
}

/* The version, when the binary's is another one. */
static struct str
other_version(const struct bom_component *c)
{
	return str_eq(c->source_version, c->version) ? STR("")
	    : c->source_version;
}

/* ---- Syft ---- */

static void
add_deb(struct bom_facts *f, const struct bom_component *c)
{
	if (!has_source(c))
		return;
	facts_add(f, SYFT "package:metadataType", STR("dpkg-db-entry"));
	facts_add(f, SYFT "metadata:source", c->source_name);
	facts_add(f, SYFT "metadata:sourceVersion", other_version(c));
}

static void
add_apk(struct bom_facts *f, const struct bom_component *c)
{
	if (!has_source(c))
		return;
	facts_add(f, SYFT "package:metadataType", STR("apk-db-entry"));
	facts_add(f, SYFT "metadata:originPackage", c->source_name);
}

static void
add_rpm(struct bom_facts *f, const struct bom_component *c)
{
	if (c->source_name.n == 0 || c->source_version.n == 0)
		return;
	facts_add(f, SYFT "package:metadataType", STR("rpm-db-entry"));
	facts_add(f, SYFT "metadata:epoch", c->epoch);
	facts_add(f, SYFT "metadata:modularityLabel", c->module);
	facts_add(f, SYFT "metadata:sourceRpm", str_fmt(f->a,
	    "%.*s-%.*s.src.rpm", STR_ARG(c->source_name),
	    STR_ARG(c->source_version)));
}

/* Syft's word for a type that it does not know by the purl's. */
static struct str
syft_type(const struct bom_component *c)
{
	static const struct { const char *type, *syft; } words[] = {
		{ "nuget", "dotnet" }, { "conda", "conda" },
		{ "ebuild", "portage" }, { "generic", "binary" },
		{ "github", "github-action" },
	};

	if (is(c->type, "generic") && str_starts(c->name, STR("linux-kernel")))
		return STR("linux-kernel");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(c->type, words[i].type))
			return str_from(words[i].syft);
	return STR("");
}

/* ---- Trivy ---- */

/* "1:4.13+dfsg1-1" in three, as Trivy splits a version of dpkg's or rpm's. */
static void
add_parts(struct bom_facts *f, struct str version)
{
	size_t n = 0, dash;

	while (n < version.n && is_digit(version.p[n]))
		n++;
	if (n != 0 && n < version.n && version.p[n] == ':') {
		facts_add(f, TRIVY "SrcEpoch", str_sub(version, 0, n));
		version = str_from_pos(version, n + 1);
	}
	dash = str_rfind(version, '-');
	facts_add(f, TRIVY "SrcVersion", str_sub(version, 0, dash));
	facts_add(f, TRIVY "SrcRelease", str_from_pos(version, dash + 1));
}

static void
add_trivy(struct bom_facts *f, const struct bom_component *c)
{
	facts_add(f, TRIVY "Modularitylabel", c->module);
	if (!has_source(c))
		return;
	facts_add(f, TRIVY "SrcName", c->source_name);
	if (is(c->type, "apk"))
		facts_add(f, TRIVY "SrcVersion", c->source_version);
	else
		add_parts(f, c->source_version);
}

/* ---- both ---- */

void
foreign_component(struct bom_facts *f, const struct bom_component *c)
{
	if (f->b->plain)
		return;
	facts_add(f, SYFT "package:type", syft_type(c));
	for (size_t i = 0; i < c->ncpes; i++)
		facts_add(f, SYFT "cpe23", c->cpes[i]);
	if (is(c->type, "deb"))
		add_deb(f, c);
	else if (is(c->type, "apk"))
		add_apk(f, c);
	else if (is(c->type, "rpm"))
		add_rpm(f, c);
	else
		return;
	add_trivy(f, c);
}

void
foreign_distro(struct bom_facts *f)
{
	const struct distro *d = &f->b->distro;
	struct str rest = d->id_like, word;

	if (f->b->plain)
		return;
	facts_add(f, SYFT "distro:id", d->id);
	facts_add(f, SYFT "distro:versionID", d->version_id);
	for (size_t i = 0; str_word(&rest, &word); i++)
		facts_add(f, str_z(f->a, str_fmt(f->a, SYFT
		    "distro:idLike:%zu", i)), word);
}

static bool
is_foreign(struct str name)
{
	return str_starts(name, STR(SYFT)) || str_starts(name, STR(TRIVY));
}

static bool
holds(const struct bom_props *p, const struct bom_prop *x)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i].name, x->name) &&
		    str_eq(p->v[i].value, x->value))
			return true;
	return false;
}

void
foreign_forget(struct arena *tmp, struct bom_component *c)
{
	static const struct bom any;		/* not plain */
	struct bom_facts f = { .b = &any, .a = tmp };
	size_t i = 0, n;

	while (i < c->props.n && !is_foreign(c->props.v[i].name))
		i++;
	if (i == c->props.n)
		return;
	foreign_component(&f, c);
	for (n = i; i < c->props.n; i++)
		if (!is_foreign(c->props.v[i].name) ||
		    !holds(&f.props, &c->props.v[i]))
			c->props.v[n++] = c->props.v[i];
	c->props.n = n;
}

struct str
foreign_source_info(struct arena *a, const struct bom_component *c)
{
	if (!has_source(c) || c->source_version.n == 0)
		return STR("");
	return str_fmt(a, "built package from: %.*s %.*s",
	    STR_ARG(c->source_name), STR_ARG(c->source_version));
}
