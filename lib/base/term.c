/* SPDX-License-Identifier: Apache-2.0 */
#include "base/term.h"

#include <stdlib.h>
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
