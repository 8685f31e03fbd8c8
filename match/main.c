/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match: judge bills of materials against the offline advisory database.
 * Options, standard streams and exit status; the work is in run.c and
 * command/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/status.h"
#include "match/command/compare.h"
#include "match/command/explain.h"
#include "match/command/self_test.h"
#include "match/database.h"
#include "match/input.h"
#include "match/options.h"
#include "match/run.h"

static void
out_of_memory(size_t limit)
{
	say("match", "out of memory (limit %zu bytes)", limit);
	run_abort();
	_exit(ST_FAILED);
}

static bool
no_option(void *ctx, int id, const char *arg)
{
	(void)ctx;
	(void)id;
	(void)arg;
	return true;
}

static enum status
compare(int argc, char **argv)
{
	static const struct opt none[] = { { 0 } };
	static const struct opt_set set = {
		.tool = "match compare",
		.usage = "match compare",
		.about = "Reads \"scheme TAB left TAB right\" lines; prints "
		    "<, =, > or !\n(not a version) for each.",
		.opts = none,
	};
	struct compare_tally t;
	struct err e = { { 0 } };
	struct out o;
	int first = opt_parse(&set, argc, argv, no_option, NULL);

	if (first < 0)
		return ST_USAGE;
	if (first < argc) {
		say(set.tool, "%s: takes no operand", argv[first]);
		return ST_USAGE;
	}
	out_to_fd(&o, STDOUT_FILENO);
	enum rc rc = compare_fd(STDIN_FILENO, &o, &t, &e);

	if (out_flush(&o, &e) != RC_OK || rc != RC_OK) {
		say(set.tool, "%s", e.msg);
		return ST_FAILED;
	}
	if (t.bad != 0) {
		say(set.tool, "line %zu: %s%s", t.first_bad, t.why,
		    t.bad > 1 ? " (the first of several)" : "");
		return ST_FAILED;
	}
	return ST_DONE;
}

/* Operands to inputs; none is standard input, but not from a terminal. */
static enum status
take_inputs(struct inputs *in, int argc, char **argv, int first)
{
	struct err e = { { 0 } };

	if (first == argc && isatty(STDIN_FILENO)) {
		say("match", "no SBOM given, and standard input is a "
		    "terminal");
		return ST_USAGE;
	}
	if (first == argc)
		(void)inputs_add(in, "-", &e);
	for (int i = first; i < argc; i++) {
		if (inputs_add(in, argv[i], &e) != RC_OK) {
			say("match", "%s", e.msg);
			return ST_FAILED;
		}
	}
	return ST_DONE;
}

static enum status
with_database(const struct options *o, const char *what,
    const struct inputs *in)
{
	struct match_db db, since = { 0 };
	struct err e = { { 0 } };
	enum status st;

	if (match_db_open(o->db, &db, &e) != RC_OK) {
		say("match", "%s", e.msg);
		return ST_DATABASE;
	}
	if (o->since_db != NULL &&
	    match_db_open(o->since_db, &since, &e) != RC_OK) {
		say("match", "--since: %s", e.msg);
		match_db_close(&db);
		return ST_DATABASE;
	}
	st = what != NULL ? explain_run(o, what, in, &db)
	    : run_match(o, in, &db, o->since_db != NULL ? &since : NULL);
	if (o->since_db != NULL)
		match_db_close(&since);
	match_db_close(&db);
	return st;
}

/* match [SBOM...], or match explain ID[,PACKAGE] [SBOM...]. */
static enum status
judge(int argc, char **argv, bool explain)
{
	struct options o = { 0 };
	int first = options_parse(&o, argc, argv, explain ? COMMAND_EXPLAIN
	    : COMMAND_MATCH);
	const char *what = NULL;
	struct inputs in = { 0 };
	enum status st;

	if (first < 0)
		return ST_USAGE;
	if (explain && (first == argc || argv[first][0] == '\0' ||
	    argv[first][0] == ',')) {
		say("match explain", "no ID[,PACKAGE] given");
		return ST_USAGE;
	}
	if (explain)
		what = argv[first++];
	in.arena = arena_new(256 * MIB);
	st = take_inputs(&in, argc, argv, first);
	if (st == ST_DONE)
		st = with_database(&o, what, &in);
	arena_free(in.arena);
	return st;
}

static enum status
self_test(int argc, char **argv)
{
	struct options o = { 0 };
	int first = options_parse(&o, argc, argv, COMMAND_SELF_TEST);
	struct match_db db;
	struct err e = { { 0 } };
	enum status st;

	if (first < 0)
		return ST_USAGE;
	if (first < argc) {
		say("match self-test", "%s: takes no operand", argv[first]);
		return ST_USAGE;
	}
	if (match_db_open(o.db, &db, &e) != RC_OK) {
		say("match self-test", "%s", e.msg);
		return ST_DATABASE;
	}
	st = self_test_run(&db);
	match_db_close(&db);
	return st;
}

int
main(int argc, char **argv)
{
	enum status st;

	file_guard_std();
	arena_on_full(out_of_memory);
	if (argc > 1 && strcmp(argv[1], "compare") == 0)
		st = compare(argc - 1, argv + 1);
	else if (argc > 1 && strcmp(argv[1], "explain") == 0)
		st = judge(argc - 1, argv + 1, true);
	else if (argc > 1 && strcmp(argv[1], "self-test") == 0)
		st = self_test(argc - 1, argv + 1);
	else
		st = judge(argc, argv, false);
	if (ferror(stdout) != 0 || fclose(stdout) != 0)
		st = status_join(st, ST_FAILED);
	return (int)st;
}
