/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_BASE64_H
#define CODEC_BASE64_H

#include "codec/reader.h"

/* The bytes that in (owned, closed when this returns NULL) spells in base64,
   of either alphabet. RC_FORMAT where it is no base64, or is cut short. */
struct reader *reader_base64(struct reader *in);

#endif
