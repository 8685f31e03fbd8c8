/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_TAR_PAX_H
#define SBOM_LAYER_TAR_PAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "sbom/layer/tar.h"

enum { TAR_RUNS_MAX = 65536 };	/* of one sparse file: 1 MiB of map */

struct tar_runs {
	struct tar_run *v;
	size_t n, cap;
};

/* What an extended header says of the member after it. */
struct tar_pax {
	struct buf text;	/* the records; paths borrow from it */
	bool has_path, has_link, has_size, has_mtime, opaque;
	struct str path, link;
	uint64_t size;
	int64_t mtime_s;
	/* GNU.sparse.* */
	bool sparse, has_real;
	unsigned major, minor;
	uint64_t real;
	struct str sparse_name;
};

/* Read p->text. Runs of formats 0.0 and 0.1 are added to runs. */
enum rc tar_pax_parse(struct tar_pax *p, struct tar_runs *runs, struct err *e);

/* RC_LIMIT beyond TAR_RUNS_MAX, RC_FORMAT when not ascending. */
enum rc tar_runs_add(struct tar_runs *r, uint64_t off, uint64_t n,
    struct err *e);

/* A number field: octal, or base-256 when its first bit is set. */
bool tar_number(const uint8_t *p, size_t n, uint64_t *ret);
bool tar_signed(const uint8_t *p, size_t n, int64_t *ret);

#endif
