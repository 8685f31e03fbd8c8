/* SPDX-License-Identifier: Apache-2.0 */
#include "db/fd.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/*
 * A file system for SQLite of one file that has no name: an open descriptor.
 *
 * Source:   https://www.sqlite.org/vfs.html, https://www.sqlite.org/c3ref/
 *           io_methods.html; the header's bytes 18 and 19:
 *           https://www.sqlite.org/fileformat2.html, 1.3.2.
 * Rules:    reads only; no lock, no journal, no log, no shared memory: a
 *           database that says it has a log is read as it is.
 */
struct fd_file {
	sqlite3_file base;
	int fd;
	sqlite3_int64 size;
};

enum { LOG_BYTES = 18 };	/* and 19: how it is written and read */

static int
fd_close(sqlite3_file *f)
{
	(void)f;	/* the descriptor is the caller's */
	return SQLITE_OK;
}

static void
without_log(uint8_t *p, int n, sqlite3_int64 off)
{
	for (sqlite3_int64 i = LOG_BYTES; i < LOG_BYTES + 2; i++)
		if (i >= off && i - off < n && p[i - off] == 2)
			p[i - off] = 1;
}

static int
fd_read(sqlite3_file *file, void *p, int n, sqlite3_int64 off)
{
	const struct fd_file *f = (const void *)file;
	int got = 0;

	while (got < n) {
		ssize_t r = pread(f->fd, (uint8_t *)p + got,
		    (size_t)(n - got), off + got);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return SQLITE_IOERR_READ;
		if (r == 0)
			break;
		got += (int)r;
	}
	without_log(p, got, off);
	if (got == n)
		return SQLITE_OK;
	memset((uint8_t *)p + got, 0, (size_t)(n - got));
	return SQLITE_IOERR_SHORT_READ;
}

static int
fd_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 off)
{
	(void)f, (void)p, (void)n, (void)off;
	return SQLITE_READONLY;
}

static int
fd_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	(void)f, (void)size;
	return SQLITE_READONLY;
}

static int
fd_flag(sqlite3_file *f, int flag)
{
	(void)f, (void)flag;
	return SQLITE_OK;
}

static int
fd_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	*ret = ((const struct fd_file *)(const void *)file)->size;
	return SQLITE_OK;
}

static int
fd_reserved(sqlite3_file *f, int *ret)
{
	(void)f;
	*ret = 0;
	return SQLITE_OK;
}

static int
fd_control(sqlite3_file *f, int op, void *arg)
{
	(void)f, (void)op, (void)arg;
	return SQLITE_NOTFOUND;
}

static int
fd_sector(sqlite3_file *f)
{
	(void)f;
	return 4096;
}

static int
fd_kind(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1, .xClose = fd_close, .xRead = fd_read,
	.xWrite = fd_write, .xTruncate = fd_truncate, .xSync = fd_flag,
	.xFileSize = fd_size, .xLock = fd_flag, .xUnlock = fd_flag,
	.xCheckReservedLock = fd_reserved, .xFileControl = fd_control,
	.xSectorSize = fd_sector, .xDeviceCharacteristics = fd_kind,
};

/* name is "/" and the descriptor's number. */
static int
fd_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *ret_flags)
{
	struct fd_file *f = (void *)file;
	struct stat st;
	uint64_t fd;

	(void)vfs;
	f->base.pMethods = NULL;
	if (name == NULL || *name != '/' || (flags & SQLITE_OPEN_MAIN_DB) == 0
	    || !str_u64(str_from(name + 1), INT32_MAX, &fd) ||
	    fstat((int)fd, &st) != 0)
		return SQLITE_CANTOPEN;
	f->base.pMethods = &methods;
	f->fd = (int)fd;
	f->size = st.st_size;
	if (ret_flags != NULL)
		*ret_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
	return SQLITE_OK;
}

static int
no_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs, (void)name, (void)sync;
	return SQLITE_READONLY;
}

static int
no_file(sqlite3_vfs *vfs, const char *name, int flags, int *ret)
{
	(void)vfs, (void)name, (void)flags;
	*ret = 0;
	return SQLITE_OK;
}

static int
same_name(sqlite3_vfs *vfs, const char *name, int n, char *to)
{
	(void)vfs;
	sqlite3_snprintf(n, to, "%s", name);
	return SQLITE_OK;
}

const char *
db_fd_vfs(void)
{
	static sqlite3_vfs vfs;	/* SQLite keeps what it is given */
	const sqlite3_vfs *os = sqlite3_vfs_find(NULL);

	if (os == NULL)
		return NULL;
	if (vfs.zName == NULL) {
		vfs = *os;
		vfs.iVersion = 1;
		vfs.pNext = NULL;
		vfs.szOsFile = sizeof(struct fd_file);
		vfs.mxPathname = 64;
		vfs.zName = "airbom-fd";
		vfs.xOpen = fd_open;
		vfs.xDelete = no_delete;
		vfs.xAccess = no_file;
		vfs.xFullPathname = same_name;
	}
	return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : NULL;
}
