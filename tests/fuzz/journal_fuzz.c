/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a build: the input is the frames; head and digest are put
 * around them, so that what is behind the digest is reached.
 *
 * fuzz-cover: lib/advisory/journal.c lib/advisory/journal_io.c
 * fuzz-make: tests/fuzz/journal_seeds.sh
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "advisory/fill.h"
#include "advisory/journal.h"
#include "base/file.h"
#include "codec/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char head[] = "airbom feeds state " AIRBOM_VERSION "\n";

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct digest *sum = digest_new(DIGEST_SHA256);
	uint8_t out[DIGEST_MAX];
	struct fill *fill;
	char path[32];
	struct err e;
	int fd = memfd_create("state", 0);

	digest_add(sum, head, sizeof head - 1);
	digest_add(sum, p, n);
	(void)digest_end(sum, out);
	if (fd < 0 || file_write(fd, head, sizeof head - 1, &e) != RC_OK ||
	    file_write(fd, p, n, &e) != RC_OK ||
	    file_write(fd, out, 32, &e) != RC_OK ||
	    fill_new(&fill, &e) != RC_OK)
		return 0;
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	(void)journal_replay(fill, path, &e);
	fill_free(fill);
	(void)close(fd);
	return 0;
}
