/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OCI layouts.
 *
 * Source: OCI image-spec image-layout.md, image-index.md, manifest.md,
 *         descriptor.md; BuildKit docs/attestations/attestation-storage.md
 *         (attestation manifests); cosign's specs/SIGNATURE_SPEC.md (tags).
 */
#include "sbom/input/attest.h"

#include <inttypes.h>

#include "base/arena.h"
#include "codec/digest.h"
#include "text/json.h"

#define OCI "application/vnd.oci.image."
#define DOCKER "application/vnd.docker."

static bool
is_index(struct str type)
{
	return str_eq(type, STR(OCI "index.v1+json")) ||
	    str_eq(type, STR(DOCKER "distribution.manifest.list.v2+json"));
}

static bool
is_manifest(struct str type)
{
	return str_eq(type, STR(OCI "manifest.v1+json")) ||
	    str_eq(type, STR(DOCKER "distribution.manifest.v2+json"));
}

/* "sha256-<hex>.sig", ".att" or ".sbom" */
static bool
is_cosign(struct str ref)
{
	size_t colon = str_rfind(ref, ':');

	if (colon < ref.n)
		ref = str_from_pos(ref, colon + 1);
	return str_starts(ref, STR("sha256-")) && (str_ends(ref, STR(".sig"))
	    || str_ends(ref, STR(".att")) || str_ends(ref, STR(".sbom")));
}

static struct str
ref_of(const struct json *desc)
{
	const struct json *a = json_get(desc, "annotations");
	struct str s = json_get_text(a, "io.containerd.image.name");

	return s.n > 0 ? s :
	    json_get_text(a, "org.opencontainers.image.ref.name");
}

/* Descriptors in an index that are not images for running. */
static bool
is_beside(const struct json *desc)
{
	const struct json *a = json_get(desc, "annotations");
	const struct json *p = json_get(desc, "platform");

	return json_get_text(a, "vnd.docker.reference.type").n > 0 ||
	    json_get_text(desc, "artifactType").n > 0 ||
	    (str_eq(json_get_text(p, "os"), STR("unknown")) &&
	    str_eq(json_get_text(p, "architecture"), STR("unknown"))) ||
	    is_cosign(ref_of(desc));
}

static bool
holds(struct str digest, struct str text)
{
	enum digest_alg alg;
	struct str hex;
	uint8_t sum[DIGEST_MAX];
	char is[DIGEST_HEX_MAX];

	return digest_parse(digest, &alg, &hex) && str_eq(hex,
	    digest_hex(is, sum, digest_of(alg, text.p, text.n, sum)));
}

struct str
oci_blob_path(struct arena *a, struct str digest)
{
	enum digest_alg alg;
	struct str hex;

	if (!digest_parse(digest, &alg, &hex))
		return STR("");
	return str_fmt(a, "blobs/%s/%.*s", alg == DIGEST_SHA512 ? "sha512" :
	    "sha256", STR_ARG(hex));
}

enum rc
oci_blob_json(struct depot *d, struct str digest, struct str *ret_text,
    struct json **ret, struct err *e)
{
	struct str path = oci_blob_path(d->arena, digest);

	if (path.n == 0)
		return err_set(e, RC_FORMAT, "%.*s is no digest",
		    STR_ARG(str_sub(digest, 0, 80)));
	enum rc rc = depot_text(d, path, ret_text, e);

	if (rc != RC_OK)
		return rc;
	if (!holds(digest, *ret_text))
		return err_set(e, RC_FORMAT, "%.*s: digest does not hold",
		    STR_ARG(path));
	rc = json_record(*ret_text, ret, NULL, e);
	return rc == RC_OK ? RC_OK : err_in(e, rc, str_z(d->arena, path));
}

struct walk_index {
	struct depot *d;
	struct choices *c;
	struct attestations *attestations;
	struct str ref;		/* of the descriptor that led here */
	size_t absent;		/* manifests that were not in the archive */
	struct str absent_digest;
	size_t items;		/* followed so far, */
	uint64_t bytes;		/* and how long they were together */
};

/* Manifests of images have a configuration of an image. */
static bool
is_image(const struct json *m)
{
	struct str type = json_get_text(json_get(m, "config"), "mediaType");

	if (json_get_text(m, "artifactType").n > 0)
		return false;
	return type.n == 0 || str_eq(type, STR(OCI "config.v1+json")) ||
	    str_eq(type, STR(DOCKER "container.image.v1+json"));
}

static void
add_ref(struct walk_index *w, struct choice *c, struct str ref)
{
	if (ref.n == 0)
		ref = w->ref;
	for (size_t i = 0; i < c->nrefs; i++)
		if (str_eq(c->refs[i], ref))
			return;
	if (ref.n > 0 && c->nrefs < sizeof c->refs / sizeof *c->refs)
		c->refs[c->nrefs++] = str_dup(w->d->arena, ref);
}

static void
platform_of(struct walk_index *w, const struct json *desc,
    const struct json *m, struct choice *c)
{
	struct arena *a = w->d->arena;
	const struct json *p = json_get(desc, "platform");
	struct json *config = NULL;
	struct str text;
	struct err e = { "" };

	if (p == NULL && oci_blob_json(w->d, json_get_text(json_get(m, "config"),
	    "digest"), &text, &config, &e) == RC_OK)
		p = config;
	c->os = str_dup(a, json_get_text(p, "os"));
	c->arch = str_dup(a, json_get_text(p, "architecture"));
	c->variant = str_dup(a, json_get_text(p, "variant"));
	json_free(config);
}

static enum rc index_items(struct walk_index *w, const struct json *root,
    unsigned depth, struct err *e);

static enum rc
add_manifest(struct walk_index *w, const struct json *desc,
    const struct json *m, struct str text)
{
	struct str digest = json_get_text(desc, "digest");
	struct choice *c;

	if (!is_image(m))
		return RC_OK;
	c = choices_add(w->d->arena, w->c);
	c->digest = str_dup(w->d->arena, digest);
	c->manifest = text;
	c->attestations = w->attestations;
	platform_of(w, desc, m, c);
	add_ref(w, c, ref_of(desc));
	return RC_OK;
}

static void
add_attestation(struct walk_index *w, const struct json *desc)
{
	const struct json *a = json_get(desc, "annotations");
	struct attestations *to = w->attestations;
	struct arena *arena = w->d->arena;

	if (!str_eq(json_get_text(a, "vnd.docker.reference.type"),
	    STR("attestation-manifest")))
		return;
	to->v = arena_grow(arena, to->v, to->n, &to->cap, sizeof *to->v);
	to->v[to->n].digest = str_dup(arena, json_get_text(desc, "digest"));
	to->v[to->n++].subject = str_dup(arena, json_get_text(a,
	    "vnd.docker.reference.digest"));
}

static enum rc
descriptor(struct walk_index *w, const struct json *desc, unsigned depth,
    struct err *e)
{
	struct str type = json_get_text(desc, "mediaType"), text;
	struct str digest = json_get_text(desc, "digest"), up = w->ref;
	struct json *root;

	if (is_beside(desc)) {
		add_attestation(w, desc);
		return RC_OK;
	}
	if (str_find_str(type, STR("manifest.v1+prettyjws")) < type.n)
		return err_set(e, RC_UNSUPPORTED, "a manifest of schema 1");
	for (size_t i = 0; i < w->c->n; i++) {
		if (str_eq(w->c->v[i].digest, digest)) {
			add_ref(w, &w->c->v[i], ref_of(desc));
			return RC_OK;
		}
	}
	if (++w->items > INDEX_ITEMS || w->bytes > 16 * w->d->lim->manifest)
		return err_set(e, RC_LIMIT, "indexes of over %d images, or "
		    "too large together", INDEX_ITEMS);
	enum rc rc = oci_blob_json(w->d, digest, &text, &root, e);

	w->bytes += rc == RC_OK ? text.n : 0;
	if (rc == RC_STOP) {	/* of another platform, left behind */
		w->absent++;
		w->absent_digest = str_dup(w->d->arena, digest);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	if (json_get_text(root, "mediaType").n > 0)
		type = json_get_text(root, "mediaType");
	if (is_index(type) || json_get(root, "manifests") != NULL) {
		if (ref_of(desc).n > 0)
			w->ref = str_dup(w->d->arena, ref_of(desc));
		rc = index_items(w, root, depth + 1, e);
		w->ref = up;
	} else if (is_manifest(type) || json_get(root, "layers") != NULL) {
		rc = add_manifest(w, desc, root, text);
	}
	json_free(root);
	return rc;
}

static enum rc
index_items(struct walk_index *w, const struct json *root, unsigned depth,
    struct err *e)
{
	const struct json *v = json_get(root, "manifests");
	enum rc rc = RC_OK;

	if (depth > INDEX_DEPTH)
		return err_set(e, RC_LIMIT, "indexes nested over %d deep",
		    INDEX_DEPTH);
	if (json_kind_of(v) != JSON_ARRAY)
		return err_set(e, RC_FORMAT, "an index without manifests");
	for (size_t i = 0; rc == RC_OK && i < json_count(v); i++)
		rc = descriptor(w, json_at(v, i), depth, e);
	return rc;
}

enum rc
oci_choices(struct depot *d, struct str index, struct choices *ret,
    struct err *e)
{
	struct walk_index w = { .d = d, .c = ret,
		.attestations = NEW(d->arena, struct attestations) };
	struct json *root;
	enum rc rc = json_record(index, &root, NULL, e);

	if (rc != RC_OK)
		return err_in(e, rc, "index.json");
	rc = index_items(&w, root, 1, e);
	json_free(root);
	d->absent = w.absent;
	d->hollow = rc == RC_OK && ret->n == 0 && w.absent > 0;
	if (rc == RC_OK && ret->n == 0)
		rc = w.absent > 0 ? err_set(e, RC_FORMAT, "manifest %.*s is not "
		    "in the layout", STR_ARG(w.absent_digest)) :
		    err_set(e, RC_FORMAT, "index.json names no image");
	return rc;
}

static const char *
is_blind(struct str type)
{
	if (str_find_str(type, STR("+encrypted")) < type.n)
		return "the layer is encrypted";
	if (str_find_str(type, STR("squashfs")) < type.n)
		return "the layer is a squashfs image";
	return NULL;
}

static bool
is_foreign(struct str type)
{
	return str_find_str(type, STR(".nondistributable.")) < type.n ||
	    str_find_str(type, STR(".foreign.")) < type.n;
}

static enum rc
layer(struct depot *d, const struct json *desc, struct layer_ref *l,
    struct err *e)
{
	struct str digest = json_get_text(desc, "digest");
	int64_t size = -1;

	l->media_type = str_dup(d->arena, json_get_text(desc, "mediaType"));
	l->fact.digest = str_dup(d->arena, digest);
	l->name = l->fact.digest;
	l->blind = is_blind(l->media_type);
	struct str path = oci_blob_path(d->arena, digest);

	if (path.n == 0)
		return err_set(e, RC_FORMAT, "layer %.*s: no digest",
		    STR_ARG(str_sub(digest, 0, 80)));
	enum rc rc = d->find(d, path, &l->at, e);

	if (rc == RC_STOP) {
		l->blind = is_foreign(l->media_type) ? "a foreign layer that "
		    "the layout does not hold" : "the layout does not hold it";
		return RC_OK;
	}
	if (rc == RC_OK && json_int(json_get(desc, "size"), &size) &&
	    size >= 0 && l->at.size != UINT64_MAX &&
	    (uint64_t)size != l->at.size)
		return err_set(e, RC_FORMAT, "layer %.*s: %" PRIu64
		    " bytes, its descriptor says %" PRId64, STR_ARG(digest),
		    l->at.size, size);
	return rc;
}

static enum rc
layers(struct depot *d, const struct json *v, struct image *im, struct err *e)
{
	size_t n = json_kind_of(v) == JSON_ARRAY ? json_count(v) : 0;
	enum rc rc = RC_OK;

	if (n > LAYERS_MAX)
		return err_set(e, RC_LIMIT, "over %d layers", LAYERS_MAX);
	im->layers = NEWN(d->arena, struct layer_ref, n);
	im->nlayers = n;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = layer(d, json_at(v, i), &im->layers[i], e);
	return rc;
}

enum rc
oci_image(struct depot *d, const struct choice *c, struct image *ret,
    struct err *e)
{
	struct json *m, *config = NULL;
	struct str text, digest;
	enum rc rc = json_record(c->manifest, &m, NULL, e);

	if (rc != RC_OK)
		return err_in(e, rc, "manifest");
	notices_init(&ret->notices, d->arena);
	ret->meta.kind = INPUT_IMAGE;
	ret->meta.manifest_digest = c->digest;
	ret->meta.tags = NEWN(d->arena, struct str, c->nrefs);
	ret->meta.ntags = c->nrefs;
	for (size_t i = 0; i < c->nrefs; i++)
		ret->meta.tags[i] = c->refs[i];
	if (c->nrefs > 0)
		ret->meta.name = c->refs[0];
	attest_find(d, c, ret);
	rc = layers(d, json_get(m, "layers"), ret, e);
	digest = json_get_text(json_get(m, "config"), "digest");
	ret->meta.config_digest = str_dup(d->arena, digest);
	d->hollow = d->hollow || (rc == RC_OK && ret->nlayers == 0);
	if (rc == RC_OK)
		rc = oci_blob_json(d, digest, &text, &config, e);
	if (rc == RC_STOP)
		rc = err_set(e, RC_FORMAT, "configuration %.*s is not in the "
		    "layout", STR_ARG(str_sub(digest, 0, 80)));
	json_free(config);
	json_free(m);
	return rc == RC_OK ? config_read(d->arena, text, ret, e) : rc;
}
