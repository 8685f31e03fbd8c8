/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DIGEST_H
#define CODEC_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Digests by libcrypto. */
enum digest_alg { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA512 };

enum { DIGEST_MAX = 64, DIGEST_HEX_MAX = 129 };

struct digest;

void digest_init(void);		/* before threads; again is harmless */
/*
 * NULL when memory lacks or libcrypto refuses the algorithm (MD5 under FIPS).
 * NULL may be used like any other: it ends with 0 bytes.
 */
struct digest *digest_new(enum digest_alg alg);
void digest_add(struct digest *d, const void *p, size_t n);
/* Frees d. Returns the number of bytes written to out. */
size_t digest_end(struct digest *d, uint8_t out[DIGEST_MAX]);
void digest_free(struct digest *d);

size_t digest_of(enum digest_alg alg, const void *p, size_t n,
    uint8_t out[DIGEST_MAX]);
/* Lower-case hex in buf. */
struct str digest_hex(char buf[DIGEST_HEX_MAX], const uint8_t *p, size_t n);

/*
 * "sha256:<64 hex>" or "sha512:<128 hex>", as OCI writes digests. False for
 * anything else, so that a digest can be used as a path.
 */
bool digest_parse(struct str s, enum digest_alg *alg, struct str *ret_hex);

/* RFC 9562 version 5: SHA-1 of namespace and name. buf holds 37 bytes. */
struct str uuid5(char buf[37], const uint8_t ns[16], const void *p, size_t n);

/* Base64 (standard alphabet) of p to n bytes as text in buf; needs
   4 * ((n + 2) / 3) + 1 bytes. */
struct str base64(char *buf, const void *p, size_t n);

#endif
