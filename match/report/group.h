/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_REPORT_GROUP_H
#define MATCH_REPORT_GROUP_H

#include "match/policy/finding.h"

/*
 * Findings of all documents by advisory: which problem is in which of them, by
 * which packages. Grows with what is different, not with the documents: of one
 * more that has a known finding its number is kept.
 */
struct arena;
struct map;

enum grouping { GROUP_TARGET, GROUP_ADVISORY };

struct group_package {
	struct str type, name, version;	/* name: with its group */
	enum adv_state state;
	struct str *fixed_in;		/* ascending */
	size_t nfixed_in;
	size_t *targets;		/* numbers, ascending */
	size_t ntargets, ctargets;
};

struct group_advisory {
	struct str id, title;
	enum severity severity;		/* the highest of its findings */
	size_t ntargets, last_target;	/* that it is in; + 1 */
	struct group_package **packages;
	size_t npackages, cpackages;
};

struct group_target {
	struct str sbom, name;
	size_t ordinal;			/* among those of one path, from 1 */
};

struct groups {
	struct arena *arena, *scratch;
	struct map *ids, *packages;
	struct group_advisory **v;
	size_t n, cap;
	struct group_target *targets;
	size_t ntargets, ctargets;
};

struct groups *groups_new(struct arena *a);
/* Text is copied. */
void groups_add(struct groups *g, const struct target *t);
/* Worst first; of one severity what is in most documents. */
void groups_sort(struct groups *g);
void groups_free(struct groups *g);

/* What to call a document: its path; its name too, and its number among them,
   where several have that path. */
struct str groups_label(const struct groups *g, struct arena *a, size_t i);

#endif
