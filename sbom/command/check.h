/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_COMMAND_CHECK_H
#define SBOM_COMMAND_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

/*
 * Checks of a document's own text, for `sbom validate`: what readers forgive
 * and others may not. A walker for each syntax tells where it stands; tables
 * of rules say what must hold there. This is no schema validator: it asks what
 * schemas cannot, and the little without which a document says nothing.
 */
struct arena;
struct map;
struct reader;

struct fault {
	uint64_t line;			/* 0: of the whole document */
	struct str where, what;
};

struct waiting {			/* a reference not yet defined */
	uint64_t line;
	struct str where, ref;
};

struct check {
	struct arena *arena;		/* of faults, ids and references */
	struct arena *tmp;
	struct fault *v;
	size_t n, cap;
	size_t more;			/* beyond FAULTS_MAX */
	struct map *ids;
	struct map *people;		/* ids of persons and organizations */
	struct str makers[16];		/* of the document, by their ids */
	size_t nmakers;
	struct waiting *wait;
	size_t nwait, cwait;
	size_t objects;			/* that a rule knew */
	bool author, tool, time, lifecycle;	/* were named */
};

enum { FAULTS_MAX = 10000 };

void check_init(struct check *c, struct arena *a, struct arena *tmp);
void check_fault(struct check *c, uint64_t line, struct str where,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* References that nothing defines, after the last line of a document. */
void check_end(struct check *c);

/* What a value must be. */
enum want {
	WANT_TEXT,		/* not empty */
	WANT_ID,		/* and no other is the same; one of the rule's
				   words where it has some */
	WANT_REF,		/* some id, here or below */
	WANT_NAMED,		/* an id that may be referred to, not unique */
	WANT_PURL, WANT_CPE,
	WANT_LICENCE_ID,	/* on the SPDX list */
	WANT_EXPRESSION,
	WANT_TIME,		/* RFC 3339 */
	WANT_UUID,		/* urn:uuid: */
	WANT_URI,
	WANT_WORD,		/* one of the rule's */
	WANT_FIRST, WANT_SECOND,	/* of the object's pair */
	WANT_AUTHOR, WANT_TOOL, WANT_LIFECYCLE, WANT_CREATOR,
	WANT_MAKER,		/* a reference to who made the document */
};

struct rule {
	const char *path;	/* the end of where it holds: "licenses[].id";
				   after '^' all of it */
	enum want want;
	const char *words;
};

/* What two members of an object must be together. */
enum pair {
	PAIR_NONE,
	PAIR_ONE,		/* one of them, not both */
	PAIR_IDENTIFIER,	/* a type, and a purl or CPE */
	PAIR_HASH,		/* an algorithm, and hexadecimal digits */
	PAIR_AGENT,		/* a type, and the id of somebody */
};

struct object_rule {
	const char *path;
	const char *required;	/* members, by blanks */
	enum pair pair;
};

struct rules {
	const struct rule *rules;
	size_t nrules;
	const struct object_rule *objects;
	size_t nobjects;
};

extern const struct rules rules_cdx_json, rules_cdx_xml, rules_spdx_json,
    rules_spdx3, rules_tag_value;

const struct rule *check_rule(const struct rules *r, struct str path);
const struct object_rule *check_object_rule(const struct rules *r,
    struct str path);

/* Index of word in a list, or SIZE_MAX. */
size_t word_index(const char *list, struct str word);

/* One object that is open. Text lives in c->tmp, or as long as it. */
struct open_object {
	const struct object_rule *rule;
	uint64_t line;
	unsigned seen;		/* bits of its required members */
	struct str first, second;
	bool has_first, has_second;
};

void check_value(struct check *c, const struct rule *r,
    struct open_object *in, uint64_t line, struct str where, struct str text);
void check_object(struct check *c, const struct open_object *o,
    struct str where);

/* ---- walkers: a whole stream; RC_FORMAT when it is none of the syntax ---- */

enum rc check_json(struct check *c, const struct rules *r, struct reader *in,
    const struct limits *lim, struct err *e);
enum rc check_xml(struct check *c, const struct rules *r, struct reader *in,
    struct err *e);
enum rc check_tag_value(struct check *c, struct reader *in,
    const struct limits *lim, struct err *e);

#endif
