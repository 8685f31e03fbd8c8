/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_NATIVE_H
#define TESTS_NATIVE_H

/*
 * Inputs made by the system's own tools, for tests of what reads them. Each
 * test works in a directory of its own under the build directory. Include
 * after cmocka.h.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"

#include <unistd.h>

static char native_dir[256];

/* Runs a shell command inside the directory; it must succeed. */
static __attribute__((format(printf, 1, 2))) void
sh(const char *fmt, ...)
{
	char cmd[4096];
	int n = snprintf(cmd, sizeof cmd, "cd '%s' && ", native_dir);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(cmd + n, sizeof cmd - (size_t)n, fmt, ap);
	va_end(ap);
	if (system(cmd) != 0)
		fail_msg("failed: %s", cmd);
}

/* An empty directory; paths of tree's files are under $TREE. */
static void
native_begin(const char *name)
{
	const char *b = getenv("B");
	char cwd[200];

	assert_non_null(getcwd(cwd, sizeof cwd));
	assert_int_equal(setenv("TREE", cwd, 1), 0);
	assert_int_equal(setenv("LC_ALL", "C", 1), 0);
	(void)snprintf(native_dir, sizeof native_dir, "%s/tests/tmp/%s",
	    b != NULL ? b : "build", name);
	assert_int_equal(setenv("D", native_dir, 1), 0);
	assert_int_equal(system("rm -rf \"$D\" && mkdir -p \"$D\""), 0);
}

static int
native_open(const char *name)
{
	char path[512];
	struct err e;
	int fd;

	(void)snprintf(path, sizeof path, "%s/%s", native_dir, name);
	if (file_open(path, &fd, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return fd;
}

/* The file's bytes, added to a zeroed buffer; buf_done() releases them. */
static struct buf
slurp(const char *name)
{
	struct buf b = { 0 };
	struct err e;
	int fd = native_open(name);

	if (file_read_all(fd, &b, &e) != RC_OK)
		fail_msg("%s", e.msg);
	(void)close(fd);
	return b;
}

#endif
