/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_IMAGE_H
#define SBOM_INPUT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * What is known of an image besides its files: from its manifest and
 * configuration (OCI image-spec config.md; Docker image specification v1.2).
 * Lives in the arena of the input that read it.
 */
struct image_history {
	struct str created_by;
	bool empty_layer;
};

struct image_meta {
	enum input_kind { INPUT_IMAGE, INPUT_ROOTFS, INPUT_DIR, INPUT_FILE } kind;
	struct str name;		/* reference or tag; "" if none. Never the
					   path of the input */
	struct str *tags;
	size_t ntags;
	struct str manifest_digest, config_digest;
	struct str os, architecture, variant;
	bool has_created;
	int64_t created_s;
	struct str user, entrypoint, cmd, healthcheck;	/* joined by blanks */
	struct str *env_names, *ports, *volumes;
	size_t nenv, nports, nvolumes;
	struct image_label { struct str key, value; } *labels;
	size_t nlabels;
	struct image_history *history;
	size_t nhistory;
	bool verified;			/* layer digests were checked */
	size_t inner;			/* a root file system's members that
					   are named as layers are */
};

#endif
