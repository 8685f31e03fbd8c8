/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a build: the input is the frames; head and digest are put
 * around them, so that what is behind the digest is reached. What is taken up
 * of it is noted as a state anew, which is taken up in turn.
 *
 * fuzz-cover: lib/advisory/journal.c lib/advisory/journal_io.c
 * fuzz-make: tests/fuzz/journal_seeds.sh
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "advisory/fill.h"
#include "advisory/journal.h"
#include "base/file.h"
#include "codec/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char head[] = JOURNAL_LINE;

/* Take up from, noting it in to, or -1. */
static enum rc
replay(int from, int to)
{
	struct fill *fill;
	char path[32];
	struct err e;
	enum rc rc = fill_new(&fill, &e);

	if (rc != RC_OK)
		return rc;
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", from);
	if (to >= 0)
		rc = journal_begin(fill, to, &e);
	if (rc == RC_OK)
		rc = journal_replay(fill, path, &e);
	if (rc == RC_OK && to >= 0)
		rc = journal_end(fill, &e);
	fill_free(fill);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct digest *sum = digest_new(DIGEST_SHA256);
	uint8_t out[DIGEST_MAX];
	struct err e;
	int fd = memfd_create("state", 0), again = memfd_create("again", 0);

	digest_add(sum, head, sizeof head - 1);
	digest_add(sum, p, n);
	(void)digest_end(sum, out);
	if (fd >= 0 && again >= 0 &&
	    file_write(fd, head, sizeof head - 1, &e) == RC_OK &&
	    file_write(fd, p, n, &e) == RC_OK &&
	    file_write(fd, out, 32, &e) == RC_OK &&
	    replay(fd, again) == RC_OK && replay(again, -1) != RC_OK)
		abort();	/* what we wrote is no state */
	(void)close(fd);
	(void)close(again);
	return 0;
}
