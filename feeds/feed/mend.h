/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_MEND_H
#define FEEDS_FEED_MEND_H

#include "codec/reader.h"

/*
 * A reader of UTF-8 text from one that may hold other bytes: each bad byte,
 * and each control character that XML has no room for, becomes U+FFFD. in is
 * borrowed. NULL when memory lacks.
 */
struct reader *mend_new(struct reader *in);

#endif
