/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_UTF16_H
#define TEXT_UTF16_H

#include <stdbool.h>

#include "base/str.h"
#include "codec/reader.h"

enum utf16 { UTF16_NOT, UTF16_LE, UTF16_BE };

/* From a text's first bytes: by its byte order mark, or, without one, when
   its first character is of ASCII. */
enum utf16 utf16_kind(struct str head);

/* The text of in (borrowed) in UTF-8, without byte order mark; what is no
   character becomes U+FFFD. RC_FORMAT: it ends within a unit. */
struct reader *reader_utf16(struct reader *in, enum utf16 kind);

#endif
