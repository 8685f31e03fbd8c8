/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_COMMAND_SCAN_H
#define SBOM_COMMAND_SCAN_H

#include <stdbool.h>

#include "base/limits.h"
#include "base/progress.h"
#include "base/status.h"
#include "base/str.h"
#include "sbom/command/output.h"
#include "sbom/input/input.h"

struct regime;

enum { EXCLUDES_MAX = 64 };

struct scan_opts {
	struct outputs outputs;
	struct limits lim;
	struct input_opts in;
	const char *source;
	const char *select, *spool;
	const char *classifiers;	/* path of a user's table, or NULL */
	const char *name, *version_label, *supplier;
	struct str author;
	const struct regime *regime;	/* or NULL */
	const char *excludes[EXCLUDES_MAX + 1];
	size_t nexcludes;
	unsigned jobs;
	enum progress_when progress;
	bool files;		/* list every file */
	bool strict, lenient, quiet, verbose;
};

/* What one notice is for a person, on standard error. */
struct notice;
typedef void scan_say(const struct scan_opts *o, const struct notice *n);

/* SOURCE to documents. A failure is in e; outputs are then not there. */
enum status scan(struct scan_opts *o, scan_say *tell, struct err *e);

#endif
