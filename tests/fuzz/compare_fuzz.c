/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: match/command/compare.c */
/* fuzz-seeds: tests/fixtures/match/compare.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "match/command/compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* As many answers as lines, whatever the bytes are. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct compare_tally t;
	struct buf b = { 0 };
	struct err e = { { 0 } };
	struct out o;
	size_t lines = 0;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n';
	lines += n != 0 && p[n - 1] != '\n';
	if (write(fd, p, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0) {
		out_to_buf(&o, &b);
		if (compare_fd(fd, &o, &t, &e) == RC_OK &&
		    out_flush(&o, &e) == RC_OK) {
			assert(t.lines == lines && b.n == 2 * lines);
			assert(t.bad <= t.lines);
		}
	}
	buf_done(&b);
	(void)close(fd);
	return 0;
}
