/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * One pattern for failing: a function returns enum rc and writes a message
 * for people to the caller's struct err. Nothing below a main.c prints.
 */
enum rc {
	RC_OK = 0,
	RC_IO = -1,		/* the system refused; message holds strerror */
	RC_FORMAT = -2,		/* the bytes break their own format */
	RC_LIMIT = -3,		/* legal, but larger than base/limits.h allows */
	RC_UNSUPPORTED = -4,	/* a format version or feature we do not read */
	RC_STOP = -5,		/* the sink asked us to stop; not a failure */
};

struct err {
	char msg[512];		/* NUL-terminated; "" until something failed */
};

/* Write the message and return rc, so that failing is one statement. */
enum rc err_set(struct err *e, enum rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set, with ": " and the text of errno; returns RC_IO. */
enum rc err_sys(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "where: " before the message, on the way up; returns rc. */
enum rc err_in(struct err *e, enum rc rc, const char *where);

#endif
