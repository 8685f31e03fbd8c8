/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_MERGE_H
#define MATCH_MERGE_H

#include "match/judge.h"

struct merge {
	struct match_db *db;
	const struct judge *judge;
	struct target *t;
	const struct judge_options *opt;
};

/*
 * From hits to findings: identifiers are fetched (for hits only), errata that
 * fix several CVEs become one finding each, names of one problem become one
 * finding, "not affected" takes its problem away. Orders hits anew.
 */
enum rc merge_hits(const struct merge *m, struct hit *hits, size_t nhits,
    struct err *e);

/* How a statement stands to --as-of. */
enum as_of {
	AS_OF_KNOWN,
	AS_OF_UNDATED,	/* holds, and is counted */
	AS_OF_LATER,	/* does not hold, nor do those below */
	AS_OF_CHANGED,	/* the problem was public: it replaces what was said */
};

/* known_day: the statement's own, with has_known. */
enum rc merge_as_of(struct match_db *db, const struct judge_options *o,
    bool has_known, int64_t known_day, const struct advdb_adv *adv,
    enum as_of *ret, struct err *e);

/*
 * Where feeds name sources and others binaries, a source's record is not about
 * a binary that bears its name and is built of another source.
 */
bool merge_speaks_of(const struct advdb_adv *adv, const struct ask *q);

/* What qualifiers are weighed for: a question and a row that answers it. */
struct fit_case {
	const struct bom *bom;
	const struct contents *content;	/* the target's */
	const struct ask *ask;		/* of one of its components */
	int64_t qual;			/* 0: none */
	struct str bound;
	enum adv_state state;
};

/* Why a component is admitted only possibly, or which condition does not hold;
   "" when module or architecture differ. */
struct fit_said {
	struct str doubt;
	bool condition;		/* it is of the system: of its kind or its
				   architecture */
};

/* Do they admit the component? ret_said may be NULL. */
enum rc merge_fit(struct match_db *db, struct arena *a,
    const struct fit_case *x, enum fit *ret, struct fit_said *ret_said,
    struct err *e);

#endif
