/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_SESSION_H
#define SBOM_INPUT_SESSION_H

#include "sbom/input/input.h"
#include "sbom/layer/pool.h"
#include "sbom/layer/squash.h"

struct reader;

/* One run over one SOURCE. */
struct session {
	struct arena *arena;
	struct limits lim;
	struct input_opts in;
	struct pool_opts pool;
	const struct selector *declared;	/* for source trees and single
						   files */
	int fd;			/* of SOURCE */
	int spool;		/* directory for --spool, or -1 */
	bool is_stdin, is_dir, is_stream;
	struct depot *depot;
	struct image *images;
	size_t nimages;
	struct notices notices;	/* of the container as a whole */
	const char *oops;	/* who to blame: SOURCE as it was given */
};

/* Open path ("-": standard input); nothing is read. */
enum rc session_open(struct session *s, const char *path, struct err *e);

/* Find out what it is and read its layers. */
enum rc session_read(struct session *s, struct err *e);

/* What image i holds. RC_FORMAT: a digest does not hold. */
enum rc session_facts(struct session *s, size_t i, struct facts **ret,
    struct err *e);

void session_close(struct session *s);

/* ---- the kinds of sources ---- */

/* One image of one layer that lies at ref; for everything that is no image. */
struct image *session_single(struct session *s, enum input_kind kind,
    struct layer_ref ref);

/* in (owned) goes by once. */
enum rc stream_read(struct session *s, struct reader *in, struct err *e);

/* A directory: what its tree holds, and the second visits. */
enum rc rootfs_read(struct session *s, struct err *e);
void rootfs_visit(struct session *s, struct layer_ref *l,
    struct need_list *needs);

/* One file that is no archive. RC_UNSUPPORTED: nothing wants it. */
enum rc single_read(struct session *s, struct str name, struct err *e);
/* Of one on standard input: what --name says, or what its n first bytes do. */
struct str single_name(const struct session *s, const uint8_t *head,
    size_t n);
/* The same of what r (borrowed) hands over, once. */
enum rc single_stream(struct session *s, struct reader *r, struct err *e);

#endif
