/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_JUDGE_INT_H
#define MATCH_JUDGE_INT_H

#include "match/judge.h"

/*
 * What the files of the judge share: judge.c (the run), judge_space.c
 * (namespaces and the streams beside them), judge_ask.c (components to
 * questions), judge_feed.c (who answers them), judge_row.c (rows to hits),
 * judge_gap.c (what was not seen).
 */
struct cpe_world;
struct map;

/* The streams beside a release, as indices of namespaces. */
struct streams {
	bool read;
	size_t *v, n;
};

struct judge {
	struct arena *arena;
	struct match_db *db;
	struct judge_options opt;
	struct distro given;		/* --distro */
	struct map *space_of;		/* "key/release" -> index + 1 */
	struct advdb_ns *spaces;
	struct streams *streams;	/* beside each; of the same index */
	size_t nspaces, cspaces, last_space;
};

/* A distribution of this document, judged once. */
struct place {
	const struct ecosystem *eco;
	const struct distro *distro;	/* the first of them */
	struct str release, label;
	size_t packages;		/* its own, not of languages */
	size_t unfed;			/* those of them without a feed */
};

struct docket {			/* one document at work */
	struct judge *j;
	struct target *t;
	struct rule_ctx ctx;
	struct map *place_of;
	struct place **places;
	size_t nplaces, cplaces;
	const struct distro *last;
	struct place *last_place;
	struct hit *hits;
	size_t nhits, chits;
	size_t unsure;
	struct str unsure_name;
	bool arch_met;		/* a statement about its architecture, */
	size_t arch_others;	/* and those before that are of others */
	struct str arch;
	const struct ask *arch_ask;
	struct cpe_world *world;	/* NULL until it is wanted */
	struct arena *scratch;
	/* the questions that share one look-up, and the row at hand */
	const struct ask *from, *to;
	const struct version_scheme *scheme;
};

/* Index of (eco, release) among the namespaces met in this run. scratch: of
   the document at hand. */
enum rc judge_space_of(struct judge *j, struct arena *scratch,
    const struct ecosystem *eco, struct str release, size_t *ret,
    struct err *e);

/* Years of CVEs that the database has no file of NVD's for: "1999-2021, 2023";
   "" : it has them all, or says nothing of them. */
enum rc judge_nvd_lacks(const struct match_db *db, struct arena *a,
    struct str *ret, struct err *e);

/* NVD's, which is no row of the database. */
enum rc judge_space_nvd(struct judge *j, const struct ecosystem *eco,
    struct advdb_ns *ret);

/* Read j->streams[space]. */
enum rc judge_streams(struct judge *j, size_t space, struct err *e);

/* judge_distro of the document at hand. */
const struct distro *docket_distro(const struct docket *d,
    const struct distro *own);

/* The questions of all components, in order, and what could not be asked. */
enum rc docket_ask(struct docket *d, struct err *e);

/* By whom components are judged, and what is missing there. */
enum rc docket_feeds(struct docket *d, struct err *e);

/* Those by CPE of a component whose others begin at `first`; *why may become
   JUDGED. */
enum rc docket_ask_cpe(struct docket *d, size_t component, size_t first,
    enum uncovered *why, struct err *e);

/* The rows for d->from. */
enum rc docket_look_up_cpe(struct docket *d, struct err *e);

/* What the document's content sets hold. */
enum rc docket_content(struct docket *d, struct err *e);

/* The rows that answer them. */
enum rc docket_look_up(struct docket *d, struct err *e);

/* Is a row that may answer q about the package's architecture? */
enum rc docket_see_arch(struct docket *d, const struct ask *q,
    const struct advdb_row *row, struct err *e);

/* Of the document, and of the database. */
void docket_notices(struct target *t);
void docket_gaps(struct docket *d);
/* Notes of releases past their end of life. */
enum rc docket_ends(struct docket *d, struct err *e);

#endif
