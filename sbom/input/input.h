/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_INPUT_H
#define SBOM_INPUT_INPUT_H

#include "sbom/input/depot.h"
#include "sbom/input/image.h"
#include "sbom/layer/facts.h"
#include "sbom/layer/store.h"

struct json;

/* One layer of an image, and how to read it. */
struct layer_ref {
	struct fact_layer fact;
	struct str name;	/* member or blob, for messages */
	struct str media_type;
	struct piece at;
	const char *blind;	/* why it cannot be read, or NULL */
	struct str root;	/* a directory's: "" , at.fd is its root */
	bool is_dir;
	struct store *store;	/* what its walk left; NULL before */
};

/* A document that is attested of an image. */
struct attested {
	struct str digest;
	struct piece at;
};

struct image {
	struct image_meta meta;
	struct layer_ref *layers;
	size_t nlayers;
	struct attested *attested;
	size_t nattested;
	struct store *beside;	/* what these tell; or NULL */
	struct notices notices;	/* of its manifest and configuration */
};

struct input_opts {
	const char *platform, *ref;	/* NULL: not asked for */
	const char *from;
	const char *name;	/* of a single file that has none */
	bool all, verify;
	bool all_layers;	/* what lower layers still hold, too */
};

/* Manifests of attestations, and those of the images that they are about. */
struct attestations {
	struct { struct str digest, subject; } *v;
	size_t n, cap;
};

/* A candidate of a docker archive or an OCI index. */
struct choice {
	struct str refs[16];	/* tags and names */
	size_t nrefs;
	struct str os, arch, variant;
	struct str digest;	/* OCI manifest, or "" */
	const struct json *docker;	/* entry of manifest.json, or NULL */
	struct str manifest;	/* OCI: its text */
	const struct attestations *attestations;	/* of all; or NULL */
};

struct choices {
	struct choice *v;
	size_t n, cap;
};

/* What configuration JSON says, into im; fact.diff_id and created_by too.
   im->layers was made by the manifest and is checked against diff_ids. */
enum rc config_read(struct arena *a, struct str text, struct image *im,
    struct err *e);

/* manifest.json of docker-save: does it have that shape? */
bool docker_is_manifest(const struct json *root);
/* Which of its members exist? */
enum presence { PRESENT_NONE, PRESENT_SOME, PRESENT_ALL };
enum presence docker_presence(struct depot *d, const struct json *root);
enum rc docker_choices(struct depot *d, const struct json *root,
    struct choices *ret, struct err *e);
enum rc docker_image(struct depot *d, const struct choice *c,
    struct image *ret, struct err *e);

/* index.json of an OCI layout. */
enum rc oci_choices(struct depot *d, struct str index, struct choices *ret,
    struct err *e);
enum rc oci_image(struct depot *d, const struct choice *c, struct image *ret,
    struct err *e);

/* blobs/ALG/HEX; "": no digest. */
struct str oci_blob_path(struct arena *a, struct str digest);
/* A document by its digest, checked. RC_STOP: it is not there. */
enum rc oci_blob_json(struct depot *d, struct str digest,
    struct str *ret_text, struct json **ret, struct err *e);

/* Keep what opts ask for. RC_FORMAT with a list of the choices when several
   are left and not all were asked for, or none. */
enum rc choices_select(struct arena *a, struct choices *c,
    const struct input_opts *opts, struct err *e);
struct choice *choices_add(struct arena *a, struct choices *c);

/*
 * All images of a container that opts ask for. RC_STOP: it holds none (no
 * manifest.json of that shape, no index.json): it is a root file system.
 */
enum rc images_of(struct depot *d, const struct input_opts *opts,
    struct image **ret, size_t *ret_n, struct err *e);

#endif
