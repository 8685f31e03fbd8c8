/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_GO_BUILD_H
#define SBOM_BINARY_GO_BUILD_H

#include "sbom/binary/exe.h"

/*
 * The build information that Go's linker leaves in every program: the
 * toolchain's version and the text of `go version -m`.
 */
enum {
	GO_VERSION_BYTES = 1024,	/* of the toolchain's name */
	GO_MODULES_BYTES = 4 << 20,	/* of the module text: 100 bytes a line */
};

struct go_build {
	struct str version;	/* "go1.22.3 X:boringcrypto"; "" if unread */
	struct str modules;	/* lines, without their sentinels; may be "" */
	bool torn;		/* "", since its sentinels are not there */
};

/*
 * From an opened program, into its arena. *ret_found is false when it is not
 * one of Go's. RC_LIMIT from blob_at unchanged.
 */
enum rc go_build_read(const struct exe *x, struct blob *b,
    struct go_build *ret, bool *ret_found, struct err *e);

/*
 * From a stream of any length, in constant memory (the text's own): Go 1.18
 * and later whole; of older ones the modules, but not the version.
 */
struct go_scan;
struct go_scan *go_scan_new(void);		/* NULL: no memory */
void go_scan_feed(struct go_scan *s, const uint8_t *p, size_t n);
/* After the last byte; text is borrowed from s. False: nothing found. */
bool go_scan_result(const struct go_scan *s, struct go_build *ret);
void go_scan_free(struct go_scan *s);

#endif
