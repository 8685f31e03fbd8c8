/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_JSONC_H
#define TEXT_JSONC_H

#include "base/str.h"

struct arena;

/*
 * JSON with comments (bun.lock, tsconfig.json, deno.json) made plain: "//" and
 * "/" "*" comments, a byte order mark and a comma before "]" or "}" become
 * blanks, so that lines and columns stay. text itself when nothing is to
 * change, else a copy in a. What is no JSON otherwise stays for json_record()
 * to refuse.
 */
struct str jsonc_plain(struct arena *a, struct str text);

#endif
