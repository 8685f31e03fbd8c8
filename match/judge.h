/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_JUDGE_H
#define MATCH_JUDGE_H

#include "advisory/advdb.h"
#include "base/err.h"
#include "match/kernel.h"
#include "match/policy/finding.h"
#include "match/rule/rule.h"

/*
 * From a bill of materials to findings: components -> questions (rule/) ->
 * rows of the database -> range evaluation -> hits -> findings (merge.h). One
 * judge serves a whole run; a target's memory is its own.
 */
struct arena;
struct judge;
struct match_db;

struct judge_options {
	struct str distro_id, distro_version;	/* --distro, or "" */
	enum kernel_mode kernel;
	int64_t now_s;		/* today; 0: nothing is past its end of life */
	bool scores;		/* fetch CVSS, EPSS, KEV of every finding */
	bool dates;		/* and when its problem was made public */
	bool has_as_of;		/* --as-of: statements made later do not count */
	int64_t as_of_day;
	struct str feed;	/* the only one that counts, or "" */
	bool unbounded;		/* show what NVD says of every version */
	bool guess;		/* ask by CPE names that were guessed, too */
};

struct judge *judge_new(struct match_db *db, const struct judge_options *o);
void judge_free(struct judge *j);

/* bom is borrowed for the life of the target. RC_FORMAT, RC_LIMIT: the
   database is damaged. */
enum rc judge_bom(struct judge *j, const struct bom *b, struct str sbom,
    struct target **ret, struct err *e);
void target_free(struct target *t);

/* As judge_new was told. */
const struct judge_options *judge_how(const struct judge *j);

/* The namespace that ask.space and ask.own stand for. */
const struct advdb_ns *judge_space(const struct judge *j, size_t space);

/* --distro speaks where the document is silent: on the distribution, or on
   its release. own: a component's, or NULL. */
const struct distro *judge_distro(const struct judge *j, const struct bom *b,
    const struct distro *own);

enum standing {		/* of a version to a statement's range */
	STAND_OUT, STAND_IN,
	STAND_UNSURE,	/* the range is opaque, or its bounds no versions */
};
enum standing judge_range(const struct version_scheme *s,
    const struct advdb_row *row, struct str version);
/* The row as the question's version is compared with it. */
struct advdb_row judge_row_for(const struct ask *q,
    const struct advdb_row *row);

/* A statement whose range holds a component's version. */
struct hit {
	const struct ask *ask;
	int64_t adv, seq;
	struct interval range;
	bool all, exact, opaque;
	struct str fixed;
	enum adv_state state;
	int severity;			/* -1: the record's */
	int64_t qual, word;
	bool has_known;
	int64_t known_day;
	bool conditional;		/* it holds on some systems, which
					   this one may be of, */
	bool denied;			/* or is not */
	bool unbounded;			/* by CPE: of no version at all */
	struct str with;		/* by CPE: what was found beside it */
	enum confidence confidence;
	struct str doubt;
};

#endif
