/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a container to its images.
 *
 * Source: Docker 25 and later write a hybrid: an OCI layout with the
 *         manifest.json of docker-save beside it. Some of its builds wrote an
 *         OCI manifest without layers (moby issue 47065): then manifest.json
 *         holds.
 */
#include "sbom/input/input.h"

#include "base/arena.h"
#include "text/json.h"

static enum rc
read_all(struct depot *d, const struct choices *c, struct image **ret,
    size_t *ret_n, struct err *e)
{
	struct image *v = NEWN(d->arena, struct image, c->n);

	for (size_t i = 0; i < c->n; i++) {
		enum rc rc = c->v[i].docker != NULL ?
		    docker_image(d, &c->v[i], &v[i], e) :
		    oci_image(d, &c->v[i], &v[i], e);

		if (rc != RC_OK)
			return rc;
	}
	*ret = v;
	*ret_n = c->n;
	return RC_OK;
}

static bool
has_layers(const struct image *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].nlayers > 0)
			return true;
	return false;
}

/* RC_STOP: there is none of that shape, or its members are not there. */
static enum rc
from_docker(struct depot *d, const struct input_opts *opts,
    struct image **ret, size_t *ret_n, struct err *e)
{
	struct choices c = { 0 };
	struct json *root;
	struct str text;
	enum rc rc = depot_text(d, STR("manifest.json"), &text, e);

	/* Some other manifest.json, where nothing else looks like an image. */
	if (rc == RC_FORMAT || (rc == RC_LIMIT && d->layers == 0))
		return RC_STOP;
	if (rc != RC_OK)
		return rc;
	if (json_record(text, &root, NULL, e) != RC_OK)
		return RC_STOP;
	bool forced = opts->from != NULL;

	if (!docker_is_manifest(root) || (d->whole && docker_presence(d, root)
	    < (forced ? PRESENT_ALL : PRESENT_SOME))) {
		json_free(root);
		return forced ? err_set(e, RC_FORMAT, "manifest.json names "
		    "members that are not there") : RC_STOP;
	}
	rc = docker_choices(d, root, &c, e);
	if (rc == RC_OK)
		rc = choices_select(d->arena, &c, opts, e);
	if (rc == RC_OK)
		rc = read_all(d, &c, ret, ret_n, e);
	json_free(root);
	return rc;
}

/* Copies of one platform leave the others' manifests out. */
static void
say_absent(struct depot *d)
{
	notice_note(d->notices, "image", STR("index.json"), "the index names "
	    "%zu manifests that are not here", d->absent);
}

/* A root file system may bring the files by which images are told. */
static void
say_doubt(struct depot *d)
{
	static const char *const signs[] = { "etc/os-release",
		"usr/lib/os-release", "var/lib/dpkg/status",
		"lib/apk/db/installed", "usr/lib/apk/db/installed" };
	struct piece p;
	struct err e;

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (d->find(d, str_from(signs[i]), &p, &e) != RC_OK)
			continue;
		notice_gap(d->notices, "image", str_from(signs[i]), "a root "
		    "file system that holds an image: the image was read; "
		    "--from rootfs reads the other");
		return;
	}
}

static enum rc
from_oci(struct depot *d, const struct input_opts *opts, struct image **ret,
    size_t *ret_n, struct err *e)
{
	struct choices c = { 0 };
	struct str text, layout;
	enum rc rc = depot_text(d, STR("oci-layout"), &layout, e);

	if (rc == RC_OK)
		rc = depot_text(d, STR("index.json"), &text, e);
	if (rc != RC_OK)
		return rc;
	rc = oci_choices(d, text, &c, e);
	if (rc == RC_OK && d->absent > 0)
		say_absent(d);
	if (rc == RC_OK)
		rc = choices_select(d->arena, &c, opts, e);
	return rc == RC_OK ? read_all(d, &c, ret, ret_n, e) : rc;
}

/* Archives of before 2014 name layers by their parents. */
static bool
is_ancient(struct depot *d)
{
	struct piece p;
	struct err e = { "" };

	return d->find(d, STR("repositories"), &p, &e) == RC_OK &&
	    d->layers > 0;
}

static bool
wants(const struct input_opts *o, const char *kind)
{
	return o->from == NULL || strcmp(o->from, kind) == 0;
}

static enum rc
find_images(struct depot *d, const struct input_opts *opts,
    struct image **ret, size_t *ret_n, struct err *e)
{
	enum rc rc = RC_STOP;
	struct err why = { "" };

	if (wants(opts, "oci-archive") || wants(opts, "oci-dir")) {
		rc = from_oci(d, opts, ret, ret_n, e);
		if (rc == RC_OK && has_layers(*ret, *ret_n))
			return rc;
		/* What is there and wrong is not read in another way. */
		if (rc != RC_OK && rc != RC_STOP && !d->hollow)
			return rc;
	}
	if (wants(opts, "docker-archive")) {
		enum rc second = from_docker(d, opts, ret, ret_n, &why);

		if (second == RC_OK || rc == RC_STOP) {
			*e = why;
			rc = second;
		}
	}
	if (rc == RC_STOP && is_ancient(d) && opts->from == NULL)
		return err_set(e, RC_UNSUPPORTED, "an archive of docker-save "
		    "1.0 or 1.1, without manifest.json; load and save it with "
		    "a newer tool");
	return rc;
}

enum rc
images_of(struct depot *d, const struct input_opts *opts, struct image **ret,
    size_t *ret_n, struct err *e)
{
	enum rc rc = find_images(d, opts, ret, ret_n, e);

	if (rc == RC_OK && opts->from == NULL)
		say_doubt(d);
	return rc;
}
