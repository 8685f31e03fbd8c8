/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pull FILE: pass over a JSON document by our pull reader and forget it: the
 * least that reading a document of SPDX or CycloneDX can cost.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "codec/reader.h"
#include "text/json.h"

int
main(int argc, char **argv)
{
	struct err e = { "" };
	struct reader *in;
	struct json_in *j;
	int fd;
	enum rc rc;

	if (argc != 2) {
		(void)fputs("usage: pull FILE\n", stderr);
		return 2;
	}
	rc = file_open(argv[1], &fd, &e);
	if (rc == RC_OK) {
		in = reader_of_fd(fd);
		j = json_in_new(in, 4096);
		rc = json_in_skip(j, &e);
		json_in_free(j);
		reader_close(in);
		(void)close(fd);
	}
	if (rc != RC_OK)
		(void)fprintf(stderr, "pull: %s: %s\n", argv[1], e.msg);
	return rc == RC_OK ? 0 : 3;
}
