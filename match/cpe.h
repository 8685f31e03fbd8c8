/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_CPE_H
#define MATCH_CPE_H

#include "advisory/advdb_cpe.h"
#include "identity/cpe.h"
#include "match/judge.h"
#include "match/rule/rule.h"

/*
 * Does what NVD says of a product hold for a component: its version, its other
 * attributes, and what else the configuration wants.
 */
struct bom;

struct member;
struct cpe_world {
	struct arena *arena;
	const struct bom *bom;
	struct map *members;	/* "part:vendor:product" -> struct member */
};

/* What else is in the document: CPE names of its components, and its
   operating system. It and all reasons live in a; b is borrowed. */
struct cpe_world *cpe_world_new(struct arena *a, const struct bom *b);

struct cpe_case {
	const struct cpe_world *world;
	const struct distro *distro;	/* the component's; id "" : unknown */
	const struct bom_component *component;
	const struct ask *ask;		/* by CPE */
};

/* Of the version to a row about its product. */
enum standing cpe_standing(const struct ask *q,
    const struct advdb_cpe_row *row);

/* Is that standing more than a guess: numbers, or a scheme that is known? */
bool cpe_is_sure(const struct ask *q, const struct advdb_cpe_row *row);

/* Does the row name no version at all? */
bool cpe_is_unbounded(const struct advdb_cpe_row *row);

/*
 * Do edition, target and the others admit the component? *ret_why, of FIT_NO
 * and FIT_POSSIBLE: what does not hold, or what is not known.
 */
enum fit cpe_attributes(const struct cpe_case *c,
    const struct advdb_cpe_row *row, struct str *ret_why);

/*
 * Does the configuration v[0, n) hold, when it is `row` of it that is about
 * the component and stands? *ret_with: what was found beside it, "" : nothing
 * is wanted.
 */
enum fit cpe_configuration(const struct cpe_case *c,
    const struct advdb_cpe_row *row, const struct advdb_cpe_row *v, size_t n,
    struct str *ret_why, struct str *ret_with);

struct cpe_verdict {
	enum fit fit;
	struct str why, with;	/* as above */
};
/* Of attributes and configuration, which is read. scratch is reset. */
enum rc cpe_weigh(struct advdb *db, struct arena *scratch,
    const struct cpe_case *c, const struct advdb_cpe_row *row,
    struct cpe_verdict *ret, struct err *e);

/* ---- platform.c: what runs around the component ---- */

/* Is that product there, in a version of the row? FIT_POSSIBLE: nothing
   tells. */
enum fit cpe_present(const struct cpe_case *c,
    const struct advdb_cpe_row *row);

/* Is it for "wordpress", "windows", "node.js" that the component is made? */
enum fit cpe_software(const struct cpe_case *c, struct str word);

/* Does it run on a machine of this kind: "x64"? */
enum fit cpe_hardware(const struct cpe_case *c, struct str word);

#endif
