/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * A buffered writer to a descriptor or to memory. Errors stick: check once,
 * with out_flush. Zero-initialise through out_to_fd or out_to_buf.
 */
struct buf;
struct out {
	int fd;			/* -1: to buf */
	struct buf *buf;
	size_t n;
	int error;		/* errno of the first failure, else 0 */
	char block[16384];
};

void out_to_fd(struct out *o, int fd);
void out_to_buf(struct out *o, struct buf *b);
void out_bytes(struct out *o, const void *p, size_t n);

/* n bytes of the output for the caller to fill; NULL: there is no room now. */
static inline char *
out_room(struct out *o, size_t n)
{
	if (n > sizeof o->block - o->n)
		return NULL;
	o->n += n;
	return o->block + o->n - n;
}

void out_str(struct out *o, struct str s);
void out_z(struct out *o, const char *z);
void out_fmt(struct out *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* RC_IO with the text of the first failure. */
enum rc out_flush(struct out *o, struct err *e);

/*
 * Names from an image or feed may hold escape sequences: control bytes and
 * invalid UTF-8 are written as \xNN, for terminals and stderr.
 */
void out_quoted(struct out *o, struct str s);

/* The same to stderr, for messages: "tool: where: what". */
void say(const char *tool, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
