/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/progress.h"

enum rc
file_open(const char *path, int *ret_fd, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return err_sys(e, "%s", path);
	*ret_fd = fd;
	return RC_OK;
}

enum rc
file_read_at(int fd, uint64_t off, void *p, size_t n, struct err *e)
{
	char *to = p;

	while (n != 0) {
		if (off > INT64_MAX)
			return err_set(e, RC_FORMAT, "offset out of range");

		ssize_t got = pread(fd, to, n, (off_t)off);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "read");
		if (got == 0)
			return err_set(e, RC_FORMAT, "file ends early");
		to += got;
		off += (uint64_t)got;
		n -= (size_t)got;
	}
	return RC_OK;
}

enum rc
file_read_all(int fd, struct buf *b, struct err *e)
{
	for (;;) {
		size_t want = 65536;

		if (b->limit != 0 && b->limit - b->n < want)
			want = b->limit - b->n;

		char spill;
		uint8_t *to = want != 0 ? buf_room(b, want) : (uint8_t *)&spill;
		ssize_t got = read(fd, to, want != 0 ? want : 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "read");
		if (got == 0)
			return RC_OK;
		if (want == 0)
			return err_set(e, RC_LIMIT, "over %zu bytes", b->limit);
		b->n += (size_t)got;
	}
}

static enum rc
write_all(int fd, const char *from, size_t n, struct err *e)
{
	while (n != 0) {
		ssize_t put = write(fd, from, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_sys(e, "write");
		from += put;
		n -= (size_t)put;
	}
	return RC_OK;
}

enum rc
file_write(int fd, const void *p, size_t n, struct err *e)
{
	bool paused = progress_pause(fd);
	enum rc rc = write_all(fd, p, n, e);

	if (paused)
		progress_resume();
	return rc;
}

/* "DIR/.NAME.airbom-tmp" for "DIR/NAME"; NULL without memory. */
static char *
temporary_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	int dir = slash != NULL ? (int)(slash - path) + 1 : 0;
	char *tmp = NULL;

	if (asprintf(&tmp, "%.*s.%s.airbom-tmp", dir, path, path + dir) < 0)
		return NULL;
	return tmp;
}

void
file_guard_std(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", modes[fd]);
}

/* A device or a pipe is written to; a rename would put a file in its place. */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISDIR(st.st_mode);
}

static enum rc
open_special(struct out_file *o, const char *path, struct err *e)
{
	o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0)
		return err_sys(e, "%s", path);
	o->path = strdup(path);
	if (o->path != NULL)
		return RC_OK;
	(void)close(o->fd);
	*o = (struct out_file){ .fd = -1 };
	return err_set(e, RC_IO, "%s: out of memory", path);
}

/* What a link leads to is replaced, not the link (/dev/stdout is one). */
static char *
real_name(const char *path)
{
	char *real = realpath(path, NULL);

	return real != NULL ? real : strdup(path);
}

static bool
is_same_file(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && lstat(path, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Remove a temporary file that a killed run left: one that nobody has locked.
   False: it is at work. */
static bool
remove_left(const char *tmp)
{
	int fd = open(tmp, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool idle = true;

	if (fd >= 0) {
		idle = flock(fd, LOCK_EX | LOCK_NB) == 0;
		if (idle && is_same_file(fd, tmp))
			(void)unlink(tmp);
		(void)close(fd);
	} else if (errno != ENOENT) {
		(void)unlink(tmp);	/* a link, or without permission */
	}
	return idle;
}

/* A fresh file, never through a link, locked until it has its name: of two
   runs with one output, the second fails. -1: errno tells. */
static int
open_locked(const char *tmp)
{
	for (int tries = 0; tries < 100; tries++) {
		int fd = open(tmp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC |
		    O_NOFOLLOW, 0666);

		if (fd < 0 && errno != EEXIST)
			return -1;
		/* A file system without locks has to do without. */
		if (fd >= 0 && (flock(fd, LOCK_EX | LOCK_NB) == 0 ||
		    errno != EWOULDBLOCK) && is_same_file(fd, tmp))
			return fd;
		if (fd >= 0)		/* taken for one left by a dead run */
			(void)close(fd);
		else if (!remove_left(tmp))
			break;
	}
	errno = EBUSY;
	return -1;
}

enum rc
out_file_open(struct out_file *o, const char *path, struct err *e)
{
	*o = (struct out_file){ .fd = STDOUT_FILENO };
	if (strcmp(path, "-") == 0)
		return RC_OK;
	if (is_special(path))
		return open_special(o, path, e);

	o->path = real_name(path);
	o->tmp = o->path != NULL ? temporary_name(o->path) : NULL;
	o->fd = -1;
	if (o->path == NULL || o->tmp == NULL) {
		out_file_abort(o);
		return err_set(e, RC_IO, "%s: out of memory", path);
	}
	o->fd = open_locked(o->tmp);
	if (o->fd < 0) {
		enum rc rc = errno == EBUSY ? err_set(e, RC_IO, "%s: another "
		    "process is writing it", path) : err_sys(e, "%s", path);

		free(o->tmp);
		o->tmp = NULL;
		out_file_abort(o);
		return rc;
	}
	return RC_OK;
}

/* The rename itself must survive a power cut; a failure to sync a directory
   that cannot be opened (no read permission) is not one of the data. */
static void
sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? strdup(".")
	    : strndup(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = dir != NULL ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
	    : -1;

	if (fd >= 0) {
		(void)fsync(fd);
		(void)close(fd);
	}
	free(dir);
}

enum rc
out_file_commit(struct out_file *o, struct err *e)
{
	enum rc rc = RC_OK;

	if (o->tmp == NULL) {
		if (o->path != NULL && close(o->fd) != 0)
			rc = err_sys(e, "%s", o->path);
		free(o->path);
		*o = (struct out_file){ .fd = -1 };
		return rc;
	}
	if (fsync(o->fd) != 0 && errno != EINVAL && errno != EROFS)
		rc = err_sys(e, "%s", o->path);
	if (rc == RC_OK && rename(o->tmp, o->path) != 0)
		rc = err_sys(e, "%s", o->path);
	(void)close(o->fd);		/* the lock goes last */
	o->fd = -1;
	if (rc == RC_OK) {
		sync_directory(o->path);
		free(o->tmp);
		o->tmp = NULL;
	}
	out_file_abort(o);
	return rc;
}

void
out_file_abort(struct out_file *o)
{
	if (o->tmp != NULL)
		(void)unlink(o->tmp);
	if (o->path != NULL && o->fd >= 0)
		(void)close(o->fd);
	free(o->tmp);
	free(o->path);
	*o = (struct out_file){ .fd = -1 };
}
