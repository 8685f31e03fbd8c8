/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_TAP_H
#define FEEDS_FEED_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include "codec/reader.h"

/*
 * A reader that looks at the bytes of another as they pass: counts them, sums
 * them up (SHA-256) and fails with RC_LIMIT after max of them. Lives in the
 * caller's frame; closing it closes nothing.
 */
struct digest;

struct tap {
	struct reader r;
	struct reader *in;	/* borrowed */
	struct digest *digest;	/* NULL: none wanted */
	uint64_t n, max;
};

void tap_init(struct tap *t, struct reader *in, bool sum, uint64_t max);
/* What is left is read too; hex holds 65 bytes. Once. */
struct str tap_sum(struct tap *t, char hex[65]);
void tap_done(struct tap *t);

#endif
