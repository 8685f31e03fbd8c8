/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unpack FILE [-]: unpack FILE by our readers and forget the bytes (or write
 * them to standard output), so that igzip and zstd can be raced.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "codec/unpack.h"

enum { ROOM = 1024 * 1024 };

static enum rc
pump(struct reader *r, bool write_out, uint64_t *ret_n, struct err *e)
{
	char *p = malloc(ROOM);
	size_t n = 1;
	enum rc rc = RC_OK;

	if (p == NULL)
		return err_set(e, RC_IO, "no memory");
	*ret_n = 0;
	while (rc == RC_OK && n > 0) {
		rc = reader_read(r, p, ROOM, &n, e);
		if (rc == RC_OK)
			*ret_n += n;
		if (rc == RC_OK && write_out)
			rc = file_write(STDOUT_FILENO, p, n, e);
	}
	free(p);
	return rc;
}

int
main(int argc, char **argv)
{
	uint8_t head[UNPACK_PEEK];
	struct err e = { "" };
	struct reader *in, *r = NULL;
	uint64_t bytes = 0;
	size_t n = 0;
	int fd;
	enum rc rc;

	if (argc < 2) {
		(void)fputs("usage: unpack FILE [-]\n", stderr);
		return 2;
	}
	if (file_open(argv[1], &fd, &e) != RC_OK) {
		(void)fprintf(stderr, "unpack: %s\n", e.msg);
		return 3;
	}
	in = reader_of_file(fd, 0, sizeof head);
	rc = reader_fill(in, head, sizeof head, &n, &e);
	reader_close(in);
	in = reader_of_file(fd, 0, UINT64_MAX);
	if (rc == RC_OK)
		rc = unpack_open(in, unpack_kind(head, n), &r, &e);
	if (rc == RC_OK)
		rc = pump(r, argc > 2, &bytes, &e);
	reader_close(r != NULL ? r : in);
	(void)close(fd);
	if (rc != RC_OK) {
		(void)fprintf(stderr, "unpack: %s: %s (%d) after %ju\n",
		    argv[1], e.msg, rc, (uintmax_t)bytes);
		return 3;
	}
	return 0;
}
