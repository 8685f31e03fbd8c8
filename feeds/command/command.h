/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_COMMAND_H
#define FEEDS_COMMAND_COMMAND_H

#include <stdbool.h>

#include "base/err.h"
#include "base/notice.h"
#include "base/status.h"

/*
 * One file for each command of feeds. They write data to out and leave words
 * to main: what went wrong in e, gaps and notes in notices. argv[0] is the
 * command's name.
 */
struct arena;
struct out;

struct context {
	struct arena *arena;
	struct out *out;
	struct notices notices;
	bool quiet, lenient, strict;
};

struct command {
	const char *name, *about;
	enum status (*run)(struct context *c, int argc, char **argv,
	    struct err *e);
};

extern const struct command cmd_build, cmd_diff, cmd_list, cmd_search, cmd_show,
    cmd_status, cmd_verify;

#endif
