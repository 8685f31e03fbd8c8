/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/out.h"
#include "codec/digest.h"
#include "feeds/command/command.h"

static const struct command *const commands[] = {
	&cmd_build, &cmd_status, &cmd_show, &cmd_search, &cmd_diff, &cmd_verify,
	&cmd_list, NULL,
};

static void
usage(struct out *o)
{
	out_z(o, "usage: feeds COMMAND [OPTION]... [ARGUMENT]...\n\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		out_fmt(o, "  %-8s %s\n", commands[i]->name,
		    commands[i]->about);
	out_z(o, "\nfeeds COMMAND --help tells a command's options.\n");
}

static const struct command *
find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void
tell(const struct context *c, const struct notice *n)
{
	struct out o;
	struct err e;

	if (n->level == NOTICE_NOTE && c->quiet)
		return;
	out_to_fd(&o, STDERR_FILENO);
	out_z(&o, n->level == NOTICE_GAP ? "feeds: gap: " : "feeds: ");
	if (n->path.n != 0) {
		out_quoted(&o, n->path);
		out_z(&o, ": ");
	}
	out_quoted(&o, n->what);
	out_z(&o, "\n");
	(void)out_flush(&o, &e);
}

/* Gaps and notes are said; what they do to the exit status. */
static enum status
conclude(struct context *c, enum status st)
{
	size_t gaps, notes;

	notices_sort(&c->notices);
	for (size_t i = 0; i < c->notices.n; i++)
		tell(c, &c->notices.v[i]);
	gaps = notices_count(&c->notices, NOTICE_GAP);
	notes = notices_count(&c->notices, NOTICE_NOTE);
	if (c->lenient)
		gaps = 0;
	if (c->strict)
		gaps += notes;
	return gaps != 0 ? status_join(st, ST_GAP) : st;
}

static enum status
run(const struct command *cmd, int argc, char **argv, struct out *out)
{
	struct context c = { .arena = arena_new((size_t)limits_default.memory),
		.out = out };
	struct err e = { .msg = "" };
	enum status st;

	notices_init(&c.notices, c.arena);
	st = cmd->run(&c, argc, argv, &e);
	st = conclude(&c, st);
	if (e.msg[0] != '\0')
		say("feeds", "%s", e.msg);
	arena_free(c.arena);
	return st;
}

int
main(int argc, char **argv)
{
	const struct command *cmd;
	struct out out;
	struct err e;
	enum status st = ST_DONE;

	file_guard_std();
	digest_init();
	out_to_fd(&out, STDOUT_FILENO);
	if (argc < 2) {
		say("feeds", "no command given; feeds --help lists them");
		return ST_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		usage(&out);
	} else if (strcmp(argv[1], "--version") == 0) {
		out_z(&out, "feeds (airbom) " AIRBOM_VERSION "\n");
	} else if ((cmd = find(argv[1])) == NULL) {
		say("feeds", "%s: no such command; feeds --help lists them",
		    argv[1]);
		return ST_USAGE;
	} else {
		st = run(cmd, argc - 1, argv + 1, &out);
	}
	if (out_flush(&out, &e) != RC_OK) {
		say("feeds", "standard output: %s", e.msg);
		return ST_FAILED;
	}
	if (close(STDOUT_FILENO) != 0 && errno != EBADF) {
		say("feeds", "standard output could not be closed");
		return ST_FAILED;
	}
	return (int)st;
}
