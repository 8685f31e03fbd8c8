/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives that docker save, podman save and kaniko write.
 *
 * Source: Docker image specification v1.2, "Combined Image JSON + Filesystem
 *         Changeset Format": manifest.json is an array of { Config, RepoTags,
 *         Layers }, Layers from the bottom up. A layer's member may be a
 *         symbolic link to the same layer of another image, and may be
 *         compressed whatever its name.
 */
#include "sbom/input/input.h"

#include "base/arena.h"
#include "codec/digest.h"
#include "text/json.h"

bool
docker_is_manifest(const struct json *root)
{
	if (json_kind_of(root) != JSON_ARRAY || json_count(root) == 0)
		return false;
	for (size_t i = 0; i < json_count(root); i++) {
		const struct json *x = json_at(root, i);

		if (json_get_text(x, "Config").n == 0 ||
		    json_kind_of(json_get(x, "Layers")) != JSON_ARRAY)
			return false;
	}
	return true;
}

static bool
exists(struct depot *d, struct str path)
{
	struct piece p;
	struct err e = { "" };

	return d->find(d, path, &p, &e) == RC_OK;
}

enum presence
docker_presence(struct depot *d, const struct json *root)
{
	size_t want = 0, have = 0;

	for (size_t i = 0; i < json_count(root); i++) {
		const struct json *x = json_at(root, i);
		const struct json *layers = json_get(x, "Layers");

		want += json_count(layers) + 1;
		have += exists(d, json_get_text(x, "Config"));
		for (size_t k = 0; k < json_count(layers); k++)
			have += exists(d, json_text(json_at(layers, k)));
	}
	return have == 0 ? PRESENT_NONE : have < want ? PRESENT_SOME :
	    PRESENT_ALL;
}

static void
read_platform(struct depot *d, struct choice *c)
{
	struct err e = { "" };
	struct str text;
	struct json *root;

	if (depot_text(d, json_get_text(c->docker, "Config"), &text, &e) !=
	    RC_OK || json_record(text, &root, NULL, &e) != RC_OK)
		return;
	c->os = str_dup(d->arena, json_get_text(root, "os"));
	c->arch = str_dup(d->arena, json_get_text(root, "architecture"));
	c->variant = str_dup(d->arena, json_get_text(root, "variant"));
	json_free(root);
}

enum rc
docker_choices(struct depot *d, const struct json *root, struct choices *ret,
    struct err *e)
{
	if (json_count(root) > IMAGES_MAX)
		return err_set(e, RC_LIMIT, "over %d images", IMAGES_MAX);
	for (size_t i = 0; i < json_count(root); i++) {
		struct choice *c = choices_add(d->arena, ret);
		const struct json *tags;

		c->docker = json_at(root, i);
		tags = json_get(c->docker, "RepoTags");
		for (size_t k = 0; json_kind_of(tags) == JSON_ARRAY &&
		    k < json_count(tags) &&
		    c->nrefs < sizeof c->refs / sizeof *c->refs; k++)
			c->refs[c->nrefs++] = str_dup(d->arena,
			    json_text(json_at(tags, k)));
		read_platform(d, c);
	}
	return RC_OK;
}

static enum rc
layers(struct depot *d, const struct json *v, struct image *im, struct err *e)
{
	size_t n = json_count(v);

	if (n > LAYERS_MAX)
		return err_set(e, RC_LIMIT, "over %d layers", LAYERS_MAX);
	im->layers = NEWN(d->arena, struct layer_ref, n);
	im->nlayers = n;
	for (size_t i = 0; i < n; i++) {
		struct layer_ref *l = &im->layers[i];

		l->name = str_dup(d->arena, json_text(json_at(v, i)));
		enum rc rc = d->find(d, l->name, &l->at, e);

		if (rc == RC_STOP)
			l->blind = "the archive does not hold it";
		else if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* The configuration's name is its digest, where it looks like one. */
static enum rc
check_config(struct str name, struct str text, struct image *im,
    struct arena *a, struct err *e)
{
	uint8_t sum[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	struct str is = digest_hex(hex, sum, digest_of(DIGEST_SHA256, text.p,
	    text.n, sum));
	size_t slash = str_rfind(name, '/');
	struct str base = slash < name.n ? str_from_pos(name, slash + 1) :
	    name, want;
	enum digest_alg alg;

	im->meta.config_digest = str_join(a, STR("sha256:"), is);
	if (str_ends(base, STR(".json")))
		base.n -= 5;
	if (!str_starts(base, STR("sha256:")))
		base = str_join(a, STR("sha256:"), base);
	if (digest_parse(base, &alg, &want) && !str_eq(want, is))
		return err_set(e, RC_FORMAT, "configuration %.*s: digest "
		    "does not hold", STR_ARG(name));
	return RC_OK;
}

enum rc
docker_image(struct depot *d, const struct choice *c, struct image *ret,
    struct err *e)
{
	struct str name = json_get_text(c->docker, "Config"), text;

	notices_init(&ret->notices, d->arena);
	ret->meta.kind = INPUT_IMAGE;
	ret->meta.tags = NEWN(d->arena, struct str, c->nrefs);
	ret->meta.ntags = c->nrefs;
	for (size_t i = 0; i < c->nrefs; i++)
		ret->meta.tags[i] = c->refs[i];
	if (c->nrefs > 0)
		ret->meta.name = c->refs[0];
	enum rc rc = layers(d, json_get(c->docker, "Layers"), ret, e);

	if (rc == RC_OK)
		rc = depot_text(d, name, &text, e);
	if (rc == RC_STOP)
		return err_set(e, RC_FORMAT, "configuration %.*s is not in "
		    "the archive", STR_ARG(name));
	if (rc == RC_OK)
		rc = check_config(name, text, ret, d->arena, e);
	return rc == RC_OK ? config_read(d->arena, text, ret, e) : rc;
}
