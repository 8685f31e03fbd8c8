/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_WALK_INT_H
#define SBOM_LAYER_WALK_INT_H

#include "base/limits.h"
#include "sbom/layer/walk.h"

/* What walk.c and visit.c share. */
enum { HELD_MAX = 8 };

/* A file whose row may want a sibling that comes later. */
struct held {
	struct wanted w;
	struct file_at at;
};

struct walk {
	const struct walk_opts *o;
	struct judge *j;
	struct store *st;
	struct source *s;
	struct tar *t;
	struct tar_entry m;
	struct str path;	/* of the member, clean */
	uint64_t hash;
	/* The last regular file: hard links to it often follow at once. */
	uint64_t last_hash;
	bool has_last;
	struct file_at last;
	struct held held[HELD_MAX];
	size_t nheld;
	uint64_t told;		/* of a file's bytes, to who waits */
	size_t nmet;		/* of the needs, those at the front are met */
	char room[PATH_MAX_BYTES], link_room[PATH_MAX_BYTES];
};

/* The member's bytes: where they lie, or read into the worker's buffer. */
enum rc walk_bytes(struct walk *w, struct file_at *ret, struct err *e);
bool walk_in_memory(const struct walk *w);
/* Is the member too large to hold for that row (NULL: none)? */
bool walk_is_passing(const struct walk *w, const struct cataloger *row);
/* Then want's row, and the one of its first bytes, see it go by. */
enum rc walk_judge_passing(struct walk *w, const struct wanted *want,
    const struct misses *misses, struct seen **ret, struct err *e);

/* The member, where needs lead to it. */
enum rc visit_member(struct walk *w, struct err *e);
/* All needs? The rest of the layer need not be read again then. */
bool visit_is_met(struct walk *w);
/* The layer was seen to its end: what directories have was judged. */
void visit_end(struct need_list *l);

#endif
