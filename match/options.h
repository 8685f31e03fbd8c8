/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_OPTIONS_H
#define MATCH_OPTIONS_H

#include <stdint.h>

#include "base/progress.h"
#include "match/kernel.h"
#include "match/policy/gate.h"
#include "match/report/group.h"

/* The command lines of `match` and its commands, checked. */
struct report_format;

enum { OUTPUTS_MAX = 32, AGES_MAX = 64 };

struct options {
	struct policy policy;
	const char *db;
	struct {
		const struct report_format *format;
		const char *path;	/* "-": standard output */
	} outputs[OUTPUTS_MAX];
	size_t noutputs;
	struct str distro_id, distro_version;
	enum kernel_mode kernel;
	bool unbounded, generated_cpes;
	int64_t now_s;
	bool has_as_of, has_since_day;
	int64_t as_of_day, since_day;
	const char *since_db;		/* --since DB, or NULL */
	struct {
		struct str feed;	/* "": the database */
		uint64_t days;
	} ages[AGES_MAX];
	size_t nages;
	enum grouping group_by;
	unsigned jobs;			/* 0: not said */
	enum progress_when progress;
	bool quiet, verbose;
};

enum command { COMMAND_MATCH, COMMAND_EXPLAIN, COMMAND_SELF_TEST };

/*
 * Index of the first operand, or -1 for misuse (said on stderr). Each command
 * takes the options that make sense there; argv[0] is its word.
 */
int options_parse(struct options *o, int argc, char **argv, enum command c);

#endif
