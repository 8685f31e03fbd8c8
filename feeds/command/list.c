/* SPDX-License-Identifier: Apache-2.0 */
#include "base/opt.h"
#include "base/out.h"
#include "feeds/command/command.h"
#include "feeds/feed/feed.h"

static const struct opt options[] = { { 0, NULL, NULL, NULL, 0 } };

static const struct opt_set set = {
	.tool = "feeds list", .usage = "feeds list", .opts = options,
};

static bool
take(void *ctx, int id, const char *arg)
{
	(void)ctx;
	(void)id;
	(void)arg;
	return true;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	int first = opt_parse(&set, argc, argv, take, NULL);

	(void)e;
	if (first < 0)
		return ST_USAGE;
	if (first != argc) {
		say("feeds list", "%s: no argument is wanted", argv[first]);
		return ST_USAGE;
	}
	for (size_t i = 0; feeds[i] != NULL; i++)
		out_fmt(c->out, "%-15s %s\n", feeds[i]->name, feeds[i]->about);
	return ST_DONE;
}

const struct command cmd_list = {
	"list", "the feeds that build can read", run,
};
