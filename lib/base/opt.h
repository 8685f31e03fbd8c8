/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Command lines: a table of options, each with a long name; getopt_long does
 * the parsing. Abbreviated long names are refused.
 */
struct opt {
	char key;		/* short letter, or 0 */
	const char *name;	/* long name */
	const char *arg;	/* name of the argument for --help, or NULL */
	const char *help;
	int id;			/* what the handler switches on */
};

struct opt_set {
	const char *tool;	/* "sbom", or "feeds build" */
	const char *usage;	/* the line after "usage: " */
	const char *about;	/* paragraphs after the options, or NULL */
	const struct opt *opts;	/* ends with name NULL */
};

/*
 * Calls take for each option, in order; it returns false after saying why on
 * stderr. --help and --version are added and end the program with 0. Returns
 * the index of the first operand, or -1 for misuse (one specific line was
 * printed; end with status 2).
 */
int opt_parse(const struct opt_set *set, int argc, char **argv,
    bool (*take)(void *ctx, int id, const char *arg), void *ctx);

void opt_help(const struct opt_set *set);

#endif
