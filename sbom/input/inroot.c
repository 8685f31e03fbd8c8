/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/inroot.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/limits.h"

/* No component may be a link. */
static int
step_by_step(int root, char *path, int flags)
{
	int at = root;

	for (char *part = path, *next; part != NULL; part = next) {
		next = strchr(part, '/');
		if (next != NULL)
			*next++ = 0;
		int fd = openat(at, part, O_NOFOLLOW | O_CLOEXEC |
		    (next != NULL ? O_PATH | O_DIRECTORY : flags));
		int saved = errno;

		if (at != root)
			(void)close(at);
		errno = saved;
		if (fd < 0)
			return -1;
		at = fd;
	}
	return at;
}

int
inroot_open(int root, struct str path, int flags)
{
	char z[PATH_MAX_BYTES + 1];
	struct open_how how = { .flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };

	if (path.n == 0 || path.n > PATH_MAX_BYTES ||
	    memchr(path.p, 0, path.n) != NULL) {
		errno = ENOENT;
		return -1;
	}
	memcpy(z, path.p, path.n);
	z[path.n] = 0;
	long fd = syscall(SYS_openat2, root, z, &how, sizeof how);

	if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
		return (int)fd;
	return step_by_step(root, z, flags);
}
