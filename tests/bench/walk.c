/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk FILE|DIRECTORY: the least that a reader of an image can do. Of a
 * docker archive: every header of every layer, by seeking, and the first
 * bytes of every file in it. Of a directory: every name and its type, as
 * find(1) asks for them. It prints how many files it saw.
 *
 * Source:   POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar manual,
 *           base-256 sizes.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 512, PEEK = 2 * BLOCK, DEPTH_MAX = 100 };

static uint64_t files, odd;

static uint64_t
number(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		if (p[0] & 0x80)
			v = v << 8 | (i == 0 ? p[0] & 0x7fU : p[i]);
		else if (p[i] >= '0' && p[i] <= '7')
			v = v << 3 | (uint64_t)(p[i] - '0');
	return v;
}

/* One archive at [off, end); those in it are layers when outer. */
static void
walk_tar(int fd, uint64_t off, uint64_t end, bool outer)
{
	uint8_t b[PEEK];

	while (off + BLOCK <= end) {
		ssize_t n = pread(fd, b, sizeof b, (off_t)off);
		uint64_t size = number(b + 124, 12);
		bool regular = b[156] == '0' || b[156] == '\0';

		if (n < BLOCK || b[0] == '\0')
			break;
		off += BLOCK;
		if (regular && n == PEEK && outer &&
		    memcmp(b + BLOCK + 257, "ustar", 5) == 0)
			walk_tar(fd, off, off + size, false);
		else if (regular) {
			files++;
			odd += size != 0 && b[BLOCK] == 0x7f;
		}
		off += (size + BLOCK - 1) / BLOCK * BLOCK;
	}
}

static void
walk_directory(int at, const char *name, int depth)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	DIR *d = fd >= 0 && depth < DEPTH_MAX ? fdopendir(fd) : NULL;
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0)
			continue;
		files += e->d_type == DT_REG;
		if (e->d_type == DT_DIR)
			walk_directory(fd, e->d_name, depth + 1);
	}
	if (d != NULL)
		(void)closedir(d);
	else if (fd >= 0)
		(void)close(fd);
}

int
main(int argc, char **argv)
{
	struct stat st;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0 || fstat(fd, &st) != 0)
		return 2;
	if (S_ISDIR(st.st_mode))
		walk_directory(AT_FDCWD, argv[1], 0);
	else
		walk_tar(fd, 0, (uint64_t)st.st_size, true);
	(void)printf("%" PRIu64 " files, %" PRIu64 " executables\n", files,
	    odd);
	return 0;
}
