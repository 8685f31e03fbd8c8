/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes to the pull reader, arriving in pieces: walking, skipping and
   handing over agree; a string survives being written and read again. */
/* fuzz-cover: lib/text/json_in.c lib/text/json_text.c lib/text/json_out.c */
/* fuzz-max: 8192 */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "base/buf.h"
#include "codec/reader.h"
#include "text/json.h"
#include "text/json_out.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct pieces {
	struct reader r;
	const uint8_t *p;
	size_t n, step;
};

static enum rc
pieces_read(struct reader *r, void *to, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct pieces *s = (struct pieces *)r;
	size_t n = s->n < cap ? s->n : cap;

	(void)e;
	if (n > s->step)
		n = s->step;
	if (n != 0)
		memcpy(to, s->p, n);
	s->p += n;
	s->n -= n;
	*ret_n = n;
	return RC_OK;
}

/* What the stream of the next value gives. */
static void
drain(struct json_in *j, struct buf *to)
{
	struct reader *r = json_in_stream(j);
	struct err e;
	char some[7];
	size_t n;

	do {
		if (reader_read(r, some, sizeof some, &n, &e) != RC_OK)
			abort();
		(void)buf_add(to, some, n);
	} while (n > 0);
	reader_close(r);
}

/* The same of streams: the text, and the object behind it byte by byte. */
static void
streamed(struct str s, const struct buf *written)
{
	struct pieces in = { { pieces_read, NULL }, written->p, written->n,
		5 };
	struct json_in *j = json_in_new(&in.r, 64);
	struct buf text = { 0 }, object = { 0 };
	struct err e;

	if (json_in_enter(j, &e) != RC_OK || json_in_next(j, NULL, &e) != RC_OK)
		abort();
	drain(j, &text);
	if (!str_eq(s, buf_str(&text)))
		abort();
	if (json_in_next(j, NULL, &e) != RC_OK ||
	    json_in_next(j, NULL, &e) != RC_OK)
		abort();
	drain(j, &object);
	if (object.n < 2 || object.p[0] != '{' ||
	    object.p[object.n - 1] != '}')
		abort();
	if (json_in_next(j, NULL, &e) != RC_OK || json_in_skip(j, &e) != RC_OK ||
	    json_in_next(j, NULL, &e) != RC_STOP)
		abort();
	json_in_free(j);
	buf_done(&text);
	buf_done(&object);
}

/* s, written and read again, is s. */
static void
there_and_back(struct str s)
{
	struct buf buf = { 0 };
	struct out *out = malloc(sizeof *out);
	struct json_out j;
	struct err e;
	struct str again;

	if (out == NULL || utf8_valid(s.p, s.n) != s.n)
		abort();
	out_to_buf(out, &buf);
	json_out_init(&j, out, s.n % 2);
	json_begin_array(&j);
	json_put_str(&j, s);
	json_put_int(&j, (int64_t)s.n);
	json_begin_object(&j);
	json_pair_opt(&j, "x", s);
	json_pair_int(&j, "n", 1);
	json_key_str(&j, s);
	json_put_double(&j, (double)s.n / 10);
	json_key(&j, "b");
	json_put_bool(&j, s.n % 3);
	json_end_object(&j);
	json_put_null(&j);
	json_end_array(&j);
	if (out_flush(out, &e) != RC_OK)
		abort();

	struct pieces in = { { pieces_read, NULL }, buf.p, buf.n, 3 };
	struct json_in *i = json_in_new(&in.r, SIZE_MAX);

	if (json_in_enter(i, &e) != RC_OK ||
	    json_in_next(i, NULL, &e) != RC_OK ||
	    json_in_string(i, &again, &e) != RC_OK || !str_eq(s, again))
		abort();
	while (json_in_next(i, NULL, &e) == RC_OK)
		continue;
	if (json_in_skip(i, &e) == RC_OK)
		abort();	/* nothing follows */
	json_in_free(i);
	streamed(s, &buf);
	buf_done(&buf);
	free(out);
}

static bool first_time;

static enum rc
walk(struct json_in *j, struct err *e)
{
	enum json_kind kind;
	struct str s;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind == JSON_END)
		return rc == RC_OK ? RC_STOP : rc;
	if (kind != JSON_OBJECT && kind != JSON_ARRAY) {
		rc = json_in_string(j, &s, e);
		if (rc == RC_OK && s.n > 0 && first_time)
			there_and_back(s);
		return rc;
	}
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, &s, e)) == RC_OK)
		if (s.n % 8 != 7)	/* else next() passes over it */
			rc = walk(j, e);
	return rc == RC_STOP ? RC_OK : rc;
}

/* The whole input one way; *ret_line is where it ended. */
static enum rc
read_all(const uint8_t *p, size_t n, size_t step, int how, uint64_t *ret_line)
{
	struct pieces in = { { pieces_read, NULL }, p, n, step };
	struct json_in *j = json_in_new(&in.r, n);
	enum json_kind kind = JSON_NULL;
	struct str s;
	struct err e = { "" };
	enum rc rc;

	while ((rc = json_in_peek(j, &kind, &e)) == RC_OK &&
	    kind != JSON_END) {
		rc = how == 0 ? walk(j, &e) : how == 1 ? json_in_skip(j, &e) :
		    json_in_value(j, &s, &e);
		if (rc != RC_OK)
			break;
	}
	if (rc != RC_OK && e.msg[0] == '\0')
		abort();
	*ret_line = json_in_line(j);
	json_in_free(j);
	return rc;
}

/* A value as a stream is the value that is handed over. */
static void
stream_agrees(const uint8_t *p, size_t n, size_t step)
{
	struct pieces a = { { pieces_read, NULL }, p, n, step }, b = a;
	struct json_in *x = json_in_new(&a.r, SIZE_MAX),
	    *y = json_in_new(&b.r, SIZE_MAX);
	struct buf got = { 0 };
	enum json_kind kind = JSON_END;
	struct err e;
	struct str s = STR("");
	enum rc rc = json_in_peek(x, &kind, &e);
	size_t more = 1;
	char piece[5];

	if (rc == RC_OK && kind == JSON_STRING)
		rc = json_in_string(x, &s, &e);
	else if (rc == RC_OK)
		rc = json_in_value(x, &s, &e);
	if (rc == RC_OK && (kind == JSON_STRING || kind == JSON_OBJECT ||
	    kind == JSON_ARRAY)) {
		struct reader *r = json_in_stream(y);

		while (more != 0) {
			if (reader_read(r, piece, sizeof piece, &more, &e) !=
			    RC_OK)
				abort();
			(void)buf_add(&got, piece, more);
		}
		if ((kind != JSON_STRING || utf8_valid((char *)got.p, got.n) ==
		    got.n) && !str_eq(s, buf_str(&got)))
			abort();
	}
	buf_done(&got);
	json_in_free(x);
	json_in_free(y);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint64_t first_line, line;

	if (n == 0)
		return 0;

	size_t step = p[0] % 16 < 8 ? SIZE_MAX : p[0] % 16;
	first_time = true;
	enum rc first = read_all(p + 1, n - 1, SIZE_MAX, 0, &first_line);

	first_time = false;
	for (int how = 0; how < 3; how++)
		if (read_all(p + 1, n - 1, step, how, &line) != first ||
		    line != first_line)
			abort();
	stream_agrees(p + 1, n - 1, step);
	return 0;
}
