/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_JSON_OUT_H
#define TEXT_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/str.h"

/*
 * A streaming writer: what is called first is written first. Two-space indent
 * (or none), UTF-8 kept raw, bad bytes become U+FFFD, numbers as the shortest
 * decimal that reads back (9.8 is 9.8). Calls in a wrong order are an assert.
 * No newline follows the outermost value: that is the caller's.
 */
struct json_out {
	struct out *out;
	bool compact;		/* one line, no blanks */
	unsigned depth;
	bool first[64], in_object[64], after_key;
};

void json_out_init(struct json_out *j, struct out *o, bool compact);
void json_begin_object(struct json_out *j);
void json_end_object(struct json_out *j);
void json_begin_array(struct json_out *j);
void json_end_array(struct json_out *j);
void json_key(struct json_out *j, const char *key);
void json_key_str(struct json_out *j, struct str key);
void json_put_str(struct json_out *j, struct str s);
void json_put_z(struct json_out *j, const char *z);
void json_put_int(struct json_out *j, int64_t v);
void json_put_double(struct json_out *j, double v);
void json_put_bool(struct json_out *j, bool v);
void json_put_null(struct json_out *j);
/* key and value at once; the *_opt form writes nothing when s is empty. */
void json_pair(struct json_out *j, const char *key, struct str s);
void json_pair_opt(struct json_out *j, const char *key, struct str s);
void json_pair_int(struct json_out *j, const char *key, int64_t v);

#endif
