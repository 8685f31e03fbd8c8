/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_STORE_H
#define SBOM_LAYER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/notice.h"
#include "sbom/layer/facts.h"
#include "sbom/layer/tree.h"

struct map;

/* A range that a row asked for after it went by. */
struct miss {
	const struct cataloger *row;
	uint64_t off, n;
};

struct misses {
	struct miss *v;
	size_t n, cap;
};

/* A judged file: what its row said of it. */
struct seen {
	struct fact_file f;
	const struct want *want;
	struct notices notices;	/* count only where the file does */
	uint64_t size;
	bool by_magic;		/* wanted for its first bytes only: counts when
				   a wanted name is a link to it */
	bool forced;		/* reached through links: what stands at its
				   path does not matter */
	bool again;		/* its row lacks bytes: visit it again */
	struct misses misses;	/* these, when it is too large to hold */
	struct str real;	/* where it really is, when that is not its
				   path: decides whether it is visible */
	struct str sibling;	/* the sibling's bytes that it was judged with */
	bool replaced;		/* by a later member of the same name */
};

struct sym {			/* a symbolic link */
	struct str path, target;
};

struct hard {			/* a hard link, as hashes of its two names */
	uint64_t name, target;
	size_t order;		/* of two of one name the later holds */
};

struct wanted_link {		/* a hard link whose name a row wants, and which
				   could not be judged where it stood */
	struct str name, target;
	int64_t mtime_s;
};

struct twin {			/* a hard link to a file that was judged, or
				   that a lower layer has */
	struct str name, target;
};

struct sibling {		/* a file kept for another one's row */
	struct str path, bytes;
};

/* What the walk of one layer leaves behind. Owns its arena. */
struct store {
	struct arena *arena;
	struct store *joined;	/* owned: text of this one lies in its arena */
	struct tree tree;
	struct seen **seen;
	size_t nseen, cseen;
	struct map *by_path;	/* of seen: the last of each name */
	struct sym *syms;
	size_t nsyms, csyms;
	struct map *sym_by_path;	/* index + 1 */
	struct hard *hards;
	size_t nhards, chards;
	bool sorted;		/* hards are in order of name */
	struct wanted_link *wanted;
	size_t nwanted, cwanted;
	struct twin *twins;
	size_t ntwins, ctwins;
	struct sibling *siblings;
	size_t nsiblings, csiblings;
	struct notices notices;	/* of the layer itself */
	struct list *list;	/* every file, when they are asked for */
	uint64_t entries;
	uint64_t records;	/* bytes of what files told */
	bool walked;		/* judged, well or not */
	char diff_id[160];	/* "sha256:…" of the tar when it was asked for */
};

struct store *store_new(const struct limits *lim);
void store_free(struct store *s);

/*
 * from, which s takes over, into s: each walked a part of one directory tree,
 * so that no name is in both, and none is a hard link.
 */
void store_join(struct store *s, struct store *from);
/* By path, whoever found it. */
void store_sort(struct store *s);

/* path is copied. The earlier one of that name is replaced. */
struct seen *store_seen(struct store *s, struct str path);
/* Forget the last one: nothing was said of it. */
void store_drop(struct store *s, struct seen *last);
struct seen *store_find(const struct store *s, struct str path);
void store_sym(struct store *s, struct str path, struct str target);
/* The target of the last symbolic link of that name; p NULL: none. */
struct str store_sym_find(const struct store *s, struct str path);
void store_hard(struct store *s, uint64_t name, uint64_t target);
/* Hash of what the hard link leads to, or 0. */
uint64_t store_hard_find(struct store *s, uint64_t name);
void store_twin(struct store *s, struct str name, struct str target);
void store_wanted(struct store *s, struct wanted_link l);
void store_sibling(struct store *s, struct str path, struct str bytes);
/* p NULL: none. */
struct str store_sibling_find(const struct store *s, struct str path);

/* Forget what was judged after mark was taken: links differ per image. */
struct store_mark {
	size_t nseen, nnotices;
};

struct store_mark store_mark(const struct store *s);
void store_rewind(struct store *s, struct store_mark m);

/* Files, links and whiteouts kept so far, for limits.wanted. */
size_t store_kept(const struct store *s);

/* What several layers keep together. */
struct store_sum {
	uint64_t kept, records;
};

void store_add(struct store_sum *sum, const struct store *s);
/* Is it over the limits of one image, times n? */
bool store_over(const struct store_sum *sum, const struct limits *lim,
    size_t n);

#endif
