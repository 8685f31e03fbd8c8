/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an archive; the first one picks reader or descriptor. */
/* fuzz-cover: lib/codec/archive.c lib/codec/archive_src.c */
/* fuzz-make: tests/fuzz/codec-seeds.sh */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "codec/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { MEMBER_MAX = 1 << 20, MEMBERS_MAX = 500 };

static void
walk(struct archive_in *a)
{
	static uint8_t room[65536];
	struct str name;
	struct err e = { "" };
	uint64_t size;
	enum rc rc = RC_OK;

	for (int i = 0; i < MEMBERS_MAX && rc == RC_OK; i++) {
		size_t n = 1, sum = 0;

		rc = archive_next(a, &name, &size, &e);
		if (rc == RC_OK && name.n > 0 && name.p[name.n - 1] == '\0')
			abort();
		/* every third is passed over */
		while (rc == RC_OK && n > 0 && sum < MEMBER_MAX && i % 3) {
			rc = reader_read(archive_member(a), room, sizeof room,
			    &n, &e);
			sum += n;
		}
	}
	if (rc != RC_OK && rc != RC_STOP && e.msg[0] == '\0')
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct archive_in *a;
	struct reader *in = NULL;
	struct err e;
	int fd = -1;

	if (n == 0)
		return 0;
	(void)archive_kind(p + 1, n - 1);
	if (p[0] & 1) {
		in = reader_of_mem(p + 1, n - 1);
	} else {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		if (fd < 0 || file_write(fd, p + 1, n - 1, &e) != RC_OK)
			abort();
	}
	if (archive_open(in, fd, &a, &e) == RC_OK) {
		walk(a);
		archive_close(a);
	}
	reader_close(in);
	if (fd >= 0)
		(void)close(fd);
	return 0;
}
