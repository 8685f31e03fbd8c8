/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages of Syft's own JSON. `metadata` has another shape for each
 * ecosystem; of it is read what identifies the package: source package and
 * its version, epoch, module, vendor, architecture, the digest of a Java
 * archive.
 *
 * Source:   schema-16.1.0.json of Syft: Package, DpkgDbEntry, RpmDbEntry,
 *           ApkDbEntry, AlpmDbEntry, JavaArchive; their names in old ones.
 */
#include "bom/other/syft_artifact.h"

#include "base/arena.h"
#include "identity/licence.h"

/* One artifact on its way in. */
struct part {
	struct bom_component c;
	struct bom_hints hints;
	struct str base;		/* alpm: the source package */
	struct str vendor, maintainer;
	struct str group, artifact;	/* Java, as pom.properties has it */
	bool pom;
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- lists ---- */

struct place {
	struct str path, layer;
	bool primary;
};

static enum rc
annotation_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct place *at = ctx;
	struct str text;
	enum rc rc;

	if (!is(name, "evidence"))
		return RC_OK;
	rc = json_in_string(p->j, &text, e);
	at->primary = rc == RC_OK && is(text, "primary");
	return rc;
}

static enum rc
location_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct place *at = ctx;

	if (is(name, "path"))
		return pull_text(p, &at->path, e);
	if (is(name, "layerID"))
		return pull_text(p, &at->layer, e);
	if (is(name, "annotations"))
		return pull_each(p, JSON_OBJECT, annotation_member, at, e);
	return RC_OK;
}

/* The first primary one is the file that proved it. */
static enum rc
location_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct bom_component *c = &part->c;
	struct place at = { .primary = false };
	enum rc rc = pull_each(p, JSON_OBJECT, location_member, &at, e);

	(void)name;
	if (rc != RC_OK || (at.path.n == 0 && at.layer.n == 0))
		return rc;
	bom_place_put(p->b, c, at.path, at.layer);
	if (at.primary && part->hints.layer.n == 0) {
		struct bom_place first = c->places[0];

		c->places[0] = c->places[c->nplaces - 1];
		c->places[c->nplaces - 1] = first;
		part->hints.layer = at.layer;
	}
	return RC_OK;
}

static enum rc
cpe_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	return is(name, "cpe") ? pull_text_in(p, p->tmp, ctx, e) : RC_OK;
}

static enum rc
cpe_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct str cpe = STR("");
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	(void)name;
	if (rc == RC_OK && kind == JSON_STRING)
		rc = pull_text_in(p, p->tmp, &cpe, e);
	else if (rc == RC_OK)
		rc = pull_each(p, JSON_OBJECT, cpe_member, &cpe, e);
	if (rc == RC_OK)
		bom_cpe_add(p->b, &part->c, cpe);
	return rc;
}

struct licence_text {
	struct str value, expression, type;
};

static enum rc
licence_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct licence_text *l = ctx;

	if (is(name, "value"))
		return pull_text_in(p, p->tmp, &l->value, e);
	if (is(name, "spdxExpression"))
		return pull_text_in(p, p->tmp, &l->expression, e);
	if (is(name, "type"))
		return pull_text_in(p, p->tmp, &l->type, e);
	return RC_OK;
}

static enum rc
licence_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct licence_text l = { .value = STR("") };
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	(void)name;
	if (rc == RC_OK && kind == JSON_STRING)
		rc = pull_text_in(p, p->tmp, &l.value, e);
	else if (rc == RC_OK)
		rc = pull_each(p, JSON_OBJECT, licence_member, &l, e);
	struct licence x = licence_classify(p->tmp, l.expression.n != 0
	    ? l.expression : l.value);

	if (rc == RC_OK && x.text.n != 0)
		bom_licence_add(p->b, &part->c, (struct bom_licence){ x.text,
		    x.form, is(l.type, "declared") ? LICENCE_DECLARED
		    : is(l.type, "concluded") ? LICENCE_CONCLUDED
		    : LICENCE_UNSAID });
	return rc;
}

/* ---- metadata ---- */

struct digest {
	struct str alg, value;
};

static enum rc
digest_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct digest *d = ctx;

	if (is(name, "algorithm"))
		return pull_text_in(p, p->tmp, &d->alg, e);
	if (is(name, "value"))
		return pull_text_in(p, p->tmp, &d->value, e);
	return RC_OK;
}

/* Of the archive itself. */
static enum rc
digest_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct digest d = { .alg = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, digest_member, &d, e);

	(void)name;
	if (rc == RC_OK && d.value.n != 0)
		bom_checksum_add(p->b, &part->c, d.alg, d.value);
	return rc;
}

static enum rc
pom_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;

	if (is(name, "groupId"))
		return pull_text(p, &part->group, e);
	if (is(name, "artifactId"))
		return pull_text(p, &part->artifact, e);
	return RC_OK;
}

/* Members of one name mean one thing in all ecosystems, `source` aside, which
   decoding takes of the operating system's packages alone. */
static struct str *
metadata_field(struct part *part, struct str name)
{
	struct bom_hints *h = &part->hints;

	return is(name, "source")          ? &h->source
	     : is(name, "sourceVersion")   ? &h->source_version
	     : is(name, "sourceRpm")       ? &h->source_rpm
	     : is(name, "originPackage")   ? &h->origin
	     : is(name, "basepackage")     ? &part->base
	     : is(name, "architecture")    ? &h->arch
	     : is(name, "epoch")           ? &h->epoch
	     : is(name, "modularityLabel") ? &h->module
	     : is(name, "vendor")          ? &part->vendor
	     : is(name, "maintainer")      ? &part->maintainer : NULL;
}

static enum rc
metadata_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct str *at = metadata_field(part, name);

	if (at != NULL)
		return pull_text_in(p, p->tmp, at, e);
	if (is(name, "digest"))
		return pull_each(p, JSON_ARRAY, digest_element, part, e);
	if (is(name, "pomProperties") || is(name, "pomProject")) {
		enum rc rc = pull_each(p, JSON_OBJECT, pom_member, part, e);

		part->pom |= part->group.n != 0;
		return rc;
	}
	return RC_OK;
}

/* ---- the artifact ---- */

static enum rc
artifact_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part *part = ctx;
	struct str *at = is(name, "id") ? &part->c.ref
	    : is(name, "name")          ? &part->c.name
	    : is(name, "version")       ? &part->c.version
	    : is(name, "purl")          ? &part->c.purl
	    : is(name, "type")          ? &part->hints.type
	    : is(name, "foundBy")       ? &part->hints.found_by : NULL;

	if (at != NULL)
		return pull_text(p, at, e);
	if (is(name, "locations"))
		return pull_each(p, JSON_ARRAY, location_element, part, e);
	if (is(name, "licenses"))
		return pull_each(p, JSON_ARRAY, licence_element, part, e);
	if (is(name, "cpes"))
		return pull_each(p, JSON_ARRAY, cpe_element, part, e);
	if (is(name, "metadata"))
		return pull_each(p, JSON_OBJECT, metadata_member, part, e);
	return RC_OK;
}

/*
 * Of a Java archive without Maven's own files Syft makes a group up, from its
 * manifest or its name.
 */
static void
end_java(struct part *part)
{
	if (!is(part->hints.type, "java-archive") &&
	    !is(part->hints.type, "jenkins-plugin"))
		return;
	if (part->c.purl.n == 0 && part->group.n != 0) {
		part->c.group = part->group;
		if (part->artifact.n != 0)
			part->c.name = part->artifact;
	}
	part->c.guessed = !part->pom;
}

enum rc
syft_artifact(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct part part = { .base = STR("") };
	struct bom_hints *h = &part.hints;
	enum rc rc = pull_each(p, JSON_OBJECT, artifact_member, &part, e);

	(void)ctx;
	(void)name;
	if (rc != RC_OK)
		return rc;
	part.c.kind = is(h->type, "binary") ? BOM_APPLICATION : BOM_LIBRARY;
	if (h->origin.n == 0)
		h->origin = part.base;
	h->supplier = part.vendor.n != 0 ? part.vendor : part.maintainer;
	if (h->layer.n == 0 && part.c.nplaces != 0)
		h->layer = part.c.places[0].layer;
	end_java(&part);
	bom_decode(&p->decoder, &part.c, h);
	rc = pull_add(p, &part.c, e);
	arena_reset(p->tmp);
	return rc;
}
