/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum rc
err_set(struct err *e, enum rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);
	return rc;
}

enum rc
err_sys(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	char text[128];

	va_start(ap, fmt);
	int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);

	if (n >= 0 && (size_t)n < sizeof e->msg) {
		/* The GNU form returns a pointer that need not be text. */
		const char *why = strerror_r(saved, text, sizeof text);

		(void)snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s",
		    why);
	}
	return RC_IO;
}

enum rc
err_in(struct err *e, enum rc rc, const char *where)
{
	char was[sizeof e->msg];

	memcpy(was, e->msg, sizeof was);
	(void)snprintf(e->msg, sizeof e->msg, "%.200s: %.300s", where, was);
	return rc;
}
