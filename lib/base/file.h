/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

struct buf;

/* Read-only, close-on-exec. RC_IO. */
enum rc file_open(const char *path, int *ret_fd, struct err *e);

/*
 * Exactly n bytes at off (pread, short reads repeated). RC_FORMAT when the
 * file ends before.
 */
enum rc file_read_at(int fd, uint64_t off, void *p, size_t n, struct err *e);

/* Append what is left of fd to b; RC_LIMIT at b's ceiling. */
enum rc file_read_all(int fd, struct buf *b, struct err *e);

/* All of p to fd. */
enum rc file_write(int fd, const void *p, size_t n, struct err *e);

/*
 * Open /dev/null in place of standard streams that are closed: no file of
 * ours may get their numbers, and messages. Reading or writing them fails as
 * if they were closed still. To be called first.
 */
void file_guard_std(void);

/*
 * A file that appears whole or not at all: written under a temporary name
 * beside its target (".NAME.airbom-tmp", removed by the next run if one was
 * killed), synced, renamed. "-" is standard output; a device or a pipe is
 * written to as it is.
 */
struct out_file {
	int fd;
	char *path, *tmp;	/* path NULL: standard output; tmp NULL: it,
				   or a device */
};

/* Opens the temporary; the target is not touched. */
enum rc out_file_open(struct out_file *o, const char *path, struct err *e);
/* Sync, close, rename, sync the directory. o is done either way. */
enum rc out_file_commit(struct out_file *o, struct err *e);
/* Close and remove; safe on a committed or zeroed one. */
void out_file_abort(struct out_file *o);

#endif
