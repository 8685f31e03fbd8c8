/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_COMMAND_COMMAND_H
#define SBOM_COMMAND_COMMAND_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/notice.h"
#include "base/status.h"
#include "base/str.h"
#include "sbom/command/output.h"

/*
 * One file for each command that works on documents. They write data to
 * standard output or their outputs, and leave words to main: what went wrong in
 * e, gaps and notes in notices. argv[0] is the command's name.
 */
struct arena;
struct bom;

struct context {
	struct arena *arena;
	struct limits lim;
	struct outputs outputs;
	struct notices notices;
	bool strict, lenient, quiet, verbose;
};

struct command {
	const char *name, *about;
	enum status (*run)(struct context *c, int argc, char **argv,
	    struct err *e);
};

extern const struct command command_convert, command_diff, command_merge,
    command_validate;

/* Options that every command has: rows for a table, and who takes them. */
enum { ID_COMMON = 100, ID_COMMON_LIMIT = ID_COMMON, ID_COMMON_STRICT,
	ID_COMMON_LENIENT, ID_COMMON_QUIET, ID_COMMON_VERBOSE };

#define COMMON_OPTIONS							\
	{ 0, "limit", "NAME=VALUE", "set a limit; see sbom(1)",		\
	    ID_COMMON_LIMIT },						\
	{ 0, "strict", NULL, "notes count as gaps", ID_COMMON_STRICT },	\
	{ 0, "lenient", NULL, "gaps leave the status alone",		\
	    ID_COMMON_LENIENT },					\
	{ 'q', "quiet", NULL, "no words about gaps", ID_COMMON_QUIET },	\
	{ 'v', "verbose", NULL, "notes, too", ID_COMMON_VERBOSE }

bool common_option(struct context *c, const char *tool, int id,
    const char *arg);

/* An -o of the command. */
bool common_output(struct context *c, const char *tool, const char *arg);

/* The argument of --author, without "Organization: ": NAME or "Person: NAME".
   False, and said: there is no name. */
bool author_option(const char *tool, const char *arg, struct str *ret);

/* A file, or "-" for standard input. RC_IO. */
enum rc document_open(const char *path, int *ret_fd, struct err *e);
void document_close(int fd);	/* but not standard input; -1 does nothing */

/*
 * Every document of it, its gaps and notes added to c->notices; each gets a
 * finished bom, which it owns. Errors name the path.
 */
enum rc document_read(struct context *c, const char *path, int fd,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e);

/* The only document of it. RC_FORMAT when it holds several. */
enum rc document_read_one(struct context *c, const char *path, int fd,
    struct bom **ret, struct err *e);

#endif
