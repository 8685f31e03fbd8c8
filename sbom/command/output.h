/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_COMMAND_OUTPUT_H
#define SBOM_COMMAND_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/file.h"
#include "bom/other/other.h"

struct bom;
struct bom_format;
struct notices;

enum { OUTPUTS_MAX = 16 };

/* One -o [intoto:]FORMAT[@VERSION][=FILE]. */
struct output {
	const struct bom_format *format;
	const char *version;
	bool statement;		/* in an in-toto statement */
	const char *path;	/* "-": standard output; ends in '/': a
				   directory, one file per image */
	struct out_file file;
	size_t documents;	/* written so far */
};

struct outputs {
	struct output v[OUTPUTS_MAX];
	size_t n;
	bool plain;			/* no properties for other tools */
	struct github_run run;		/* as the environment says */
	bool usage;			/* what failed is what was asked for */
	char names[OUTPUTS_MAX][64];	/* FORMAT of each, cut at '=' */
};

/* RC_FORMAT: no such format, too many, or two to standard output. */
enum rc outputs_add(struct outputs *o, const char *arg, struct err *e);

/* Open the temporaries; the default is added when there is none. */
enum rc outputs_open(struct outputs *o, struct err *e);

/* Write b, which is finished, to each. many: one document per line. */
enum rc outputs_write(struct outputs *o, const struct bom *b, bool many,
    struct err *e);

/* What of b a finding may depend on and an output does not hold. */
void outputs_tell_losses(const struct outputs *o, const struct bom *b,
    struct notices *to);

enum rc outputs_commit(struct outputs *o, struct err *e);
void outputs_abort(struct outputs *o);	/* safe at any time */

#endif
