/* SPDX-License-Identifier: Apache-2.0 */
#include "base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

void
out_to_fd(struct out *o, int fd)
{
	o->fd = fd;
	o->buf = NULL;
	o->n = 0;
	o->error = 0;
}

void
out_to_buf(struct out *o, struct buf *b)
{
	o->fd = -1;
	o->buf = b;
	o->n = 0;
	o->error = 0;
}

static void
drain(struct out *o)
{
	struct err e;

	if (o->n == 0 || o->error != 0)
		return;
	if (o->buf != NULL) {
		if (!buf_add(o->buf, o->block, o->n))
			o->error = EFBIG;
	} else if (file_write(o->fd, o->block, o->n, &e) != RC_OK) {
		o->error = errno != 0 ? errno : EIO;
	}
	o->n = 0;
}

void
out_bytes(struct out *o, const void *p, size_t n)
{
	const char *from = p;

	while (n != 0 && o->error == 0) {
		size_t room = sizeof o->block - o->n;
		size_t part = n < room ? n : room;

		memcpy(o->block + o->n, from, part);
		o->n += part;
		from += part;
		n -= part;
		if (o->n == sizeof o->block)
			drain(o);
	}
}

void
out_str(struct out *o, struct str s)
{
	out_bytes(o, s.p, s.n);
}

void
out_z(struct out *o, const char *z)
{
	out_bytes(o, z, strlen(z));
}

void
out_fmt(struct out *o, const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n > 0)
		out_bytes(o, text,
		    (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

enum rc
out_flush(struct out *o, struct err *e)
{
	drain(o);
	if (o->error != 0) {
		errno = o->error;
		return err_sys(e, "write");
	}
	return RC_OK;
}

void
out_quoted(struct out *o, struct str s)
{
	while (s.n != 0) {
		size_t plain = 0;

		while (plain < s.n && s.p[plain] >= ' ' && s.p[plain] < 0x7f)
			plain++;
		out_bytes(o, s.p, plain);
		s = str_from_pos(s, plain);
		if (s.n == 0)
			break;
		size_t len = str_utf8_len(s);
		unsigned char c = (unsigned char)s.p[0];
		/* C1 controls (U+0080 to U+009F) steer terminals too. */
		bool c1 = len == 2 && c == 0xc2 && (unsigned char)s.p[1] < 0xa0;

		if (len == 0 || c < 0x20 || c == 0x7f || c1) {
			for (size_t i = 0; i < (len != 0 ? len : 1); i++)
				out_fmt(o, "\\x%02x", (unsigned char)s.p[i]);
		} else {
			out_bytes(o, s.p, len);
		}
		s = str_from_pos(s, len != 0 ? len : 1);
	}
}

void
say(const char *tool, const char *fmt, ...)
{
	char text[2048];
	struct out o;
	struct err e;
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	out_to_fd(&o, STDERR_FILENO);
	out_z(&o, tool);
	out_z(&o, ": ");
	out_quoted(&o, str_of(text,
	    (size_t)n < sizeof text ? (size_t)n : sizeof text - 1));
	out_z(&o, "\n");
	(void)out_flush(&o, &e);	/* nowhere left to complain */
}
