/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * JSON (RFC 8259) in three parts, so that no document is ever whole in memory:
 * a pull reader of ours that walks a stream and hands over the bytes of one
 * value at a time; jansson for such a record; a streaming writer
 * (text/json_out.h). The only door to jansson.
 */
struct arena;
struct reader;

/* ---- the pull reader ---- */

struct json_in;

/*
 * in is borrowed. A UTF-8 byte order mark is skipped. max_value: most bytes
 * that json_in_value() hands over (RC_LIMIT beyond).
 */
struct json_in *json_in_new(struct reader *in, size_t max_value);
void json_in_free(struct json_in *j);

enum json_kind {
	JSON_END,		/* end of input */
	JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_TRUE,
	JSON_FALSE, JSON_NULL,
};

/* Kind of the value that comes next, without consuming it. JSON_END only at
   the top level, when nothing but blanks is left: values may follow each
   other there (JSON lines), so whoever wants one document looks for the end
   after it. */
enum rc json_in_peek(struct json_in *j, enum json_kind *ret, struct err *e);

/* Step into the object or array that comes next. */
enum rc json_in_enter(struct json_in *j, struct err *e);

/*
 * Inside an object: the next member's name (unescaped, borrowed until the next
 * call), its value comes next. Inside an array: the next element comes next,
 * *ret_name (may be NULL) is empty. A value that nobody took is passed over
 * first. RC_STOP when the container ends (it is left then).
 */
enum rc json_in_next(struct json_in *j, struct str *ret_name, struct err *e);

/*
 * The bytes of the value that comes next, validated for structure only (UTF-8
 * is not looked at); borrowed until the next call. RC_LIMIT: it was longer
 * than max_value and has been passed over; reading may go on. After any other
 * failure every further call fails the same way.
 */
enum rc json_in_value(struct json_in *j, struct str *ret, struct err *e);

/* Pass over it, in constant memory. */
enum rc json_in_skip(struct json_in *j, struct err *e);

/* Consume a string (unescaped; bad bytes, lone surrogates and \u0000 become
   U+FFFD; borrowed until the next call), or anything else: then *ret is
   empty. RC_LIMIT as json_in_value. */
enum rc json_in_string(struct json_in *j, struct str *ret, struct err *e);

/*
 * The value that comes next as a stream, of any length: a string's text
 * (unescaped; bytes that are no UTF-8 stay), an object or array byte by byte,
 * looked at for its end only; anything else fails. Until the stream came to
 * its end no other function may be called on j, then it is of no more use.
 */
struct reader *json_in_stream(struct json_in *j);

/* Bytes that were read from the stream but not yet parsed: what follows the
   last value. Borrowed until the next call. */
struct str json_in_rest(const struct json_in *j);

/* Line of the place where reading stands, from 1: for messages. */
uint64_t json_in_line(struct json_in *j);

/* ---- a record ---- */

/* A value inside a record; borrowed from the record. NULL stands for "not
   there" and every function below takes it. */
struct json;

/*
 * Parse one value. A text that jansson refuses (NUL, lone surrogate, number
 * out of range, bad UTF-8) is sanitised and tried once more; *ret_mended (may
 * be NULL) tells: U+FFFD stands for what is no text, null for a number beyond
 * a double. Duplicate keys: the last one holds. RC_LIMIT beyond JSON_DEPTH or
 * JSON_VALUES. Free with json_free.
 */
enum rc json_record(struct str text, struct json **ret, bool *ret_mended,
    struct err *e);
/*
 * The same, of an object only its members of these names (NULL ends): the
 * others are checked, but not built. Not whether the text was mended.
 */
enum rc json_members(struct str text, const char *const *names,
    struct json **ret, struct err *e);
void json_free(struct json *root);

enum json_kind json_kind_of(const struct json *v);	/* JSON_END for NULL */
const struct json *json_get(const struct json *object, const char *key);
size_t json_count(const struct json *v);		/* array or object */
const struct json *json_at(const struct json *array, size_t i);
/* A string's text (borrowed), or "" for anything else. */
struct str json_text(const struct json *v);
struct str json_get_text(const struct json *object, const char *key);
/* A number, or a string that holds one. */
bool json_double(const struct json *v, double *ret);
bool json_int(const struct json *v, int64_t *ret);
bool json_is_true(const struct json *v);
/*
 * Members of an object in document order, each in constant time: *iter is NULL
 * before the first call; false past the end.
 *	for (void *it = NULL; json_member(o, &it, &key, &v);)
 */
bool json_member(const struct json *object, void **iter, struct str *ret_key,
    const struct json **ret);

#endif
