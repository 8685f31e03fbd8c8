/* SPDX-License-Identifier: Apache-2.0 */
#include "base/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool
term_colour(int fd)
{
	const char *no = getenv("NO_COLOR");

	return isatty(fd) == 1 && (no == NULL || *no == '\0');
}

unsigned
term_width(int fd)
{
	struct winsize w;

	if (isatty(fd) != 1 || ioctl(fd, TIOCGWINSZ, &w) != 0)
		return 0;
	return w.ws_col;
}

bool
term_rewrites(int fd)
{
	const char *term = getenv("TERM");

	return isatty(fd) == 1 && term != NULL && *term != '\0' &&
	    strcmp(term, "dumb") != 0;
}

bool
term_is_ours(int fd)
{
	pid_t front = tcgetpgrp(fd);

	return front < 0 || front == getpgrp();
}
