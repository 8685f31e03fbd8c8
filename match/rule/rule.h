/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_RULE_RULE_H
#define MATCH_RULE_RULE_H

#include "advisory/advdb_cpe.h"
#include "bom/bom.h"
#include "identity/cpe.h"
#include "identity/ecosystem.h"
#include "match/policy/finding.h"

/*
 * Rules: one file per family, one row in rule.c. A rule says in which
 * namespaces, under which names and with which version a component is looked
 * up, and whether a statement's qualifiers admit it. It reads no database.
 */
struct adv_maven;
struct content;
struct arena;

/* What a rule knows, and the door for its questions. */
struct rule_ctx {
	struct arena *arena;
	const struct bom *bom;
	const struct bom_component *component;
	const struct distro *distro;	/* the component's; id "" : unknown */
	const struct ecosystem *eco;	/* that judges this distribution, or
					   NULL when no feed knows it */
	struct str release;
	const struct content *content;	/* of a Red Hat image; NULL: unknown */
	struct str apk_repositories;	/* text, "" when not recorded */
	const struct adv_maven *archives;	/* names that the database has
						   for a Java archive's digest,
						   where rule_by_digest */
	size_t narchives;
	bool has_esm;			/* some package is a build of Ubuntu's
					   paid service */
	bool guess;			/* CPE names, too: --generated-cpes */
	struct ask *asks;		/* grows; see rule_ask */
	size_t nasks, casks;
};

enum { RULE_RANKS = 4 };

/* Whose name is asked? */
enum ask_kind {
	ASK_EITHER,	/* the only one, or the same for both */
	ASK_BINARY, ASK_SOURCE,
};

/* A question by CPE: which product, and what else is known of it. */
struct cpe_name {
	struct cpe cpe;
	struct advdb_product of;	/* plain */
	struct str version;		/* plain, without the update */
};

/* One question: a name in a namespace. Text is borrowed from the bom or
   lives in the rule's arena. */
struct ask {
	size_t component;		/* index in the bom */
	enum ask_kind kind;
	const struct ecosystem *eco;
	struct str release;
	struct str channel;		/* a stream beside the release, or "" */
	bool paid;			/* its fixes are for others */
	bool base;			/* of the release itself */
	size_t space;			/* judge's index of the namespace */
	size_t own;			/* that which goes before it */
	struct str name;		/* normalised */
	struct str version;		/* compared by eco->scheme */
	bool no_epoch;			/* the version's is not known: bounds
					   are compared without theirs */
	struct str guess;		/* the version's epoch is guessed: what
					   holds only with it, or only without
					   any, is possible; this is why. Or "" */
	struct str untagged;		/* the version is a commit's, below all
					   releases: that a bound which is one
					   holds it is possible only. Or "" */
	bool aside;			/* its namespace covers nothing: it
					   only adds to what others say */
	unsigned rank;			/* 0: the builder's own namespace; a
					   higher one counts where it is silent */
	enum confidence confidence;
	struct str doubt;		/* said when only possible */
	const struct cpe_name *cpe;	/* by CPE: name is the product; else
					   NULL */
	struct str own_name;		/* in the namespace that goes before */
};

/* Does a statement's module and architecture admit the package? */
enum fit {
	FIT_NO, FIT_YES,
	FIT_POSSIBLE,	/* the document lacks the fact that would tell */
};

struct rule_row {		/* of a statement that a version lies in */
	struct str module, arch;	/* words of each, or "" */
	struct str bound;		/* the fix, else the upper bound */
	enum ask_kind kind;
	bool names_binaries;		/* its ecosystem's row says so */
	bool clears;			/* it says "not affected" */
};

struct rule {
	const char *type;		/* bom_component.type; NULL: see takes */
	bool (*takes)(struct str type);
	/* Put the questions for c->component; JUDGED when there was one.
	   It has a version. */
	enum uncovered (*ask)(struct rule_ctx *c);
	/* NULL: everything fits. */
	enum fit (*fits)(const struct bom_component *c,
	    const struct rule_row *row);
	const char *doubt;		/* what FIT_POSSIBLE means */
};

extern const struct rule *const rules[];	/* NULL ends */
extern const struct rule rule_alpm, rule_apk, rule_deb, rule_ebuild;
extern const struct rule rule_language, rule_rpm;

const struct rule *rule_for(struct str type);	/* NULL: none */

/* Put q with its name normalised; false when its version is none of the
   scheme (nothing is asked then). */
bool rule_ask(struct rule_ctx *c, struct ask q);

/* What a question by CPE is asked in: its ecosystem's key. */
#define RULE_NVD "nvd"

/*
 * Put the questions by CPE for c->component, of which its own rule said `why`.
 * True: one of a name that the document states, and not a guess of who wrote
 * it.
 */
bool rule_cpe(struct rule_ctx *c, enum uncovered why);

/* Do two questions share one look-up? */
bool rule_together(const struct ask *x, const struct ask *y);

/* Is it a Java archive whose name only its digest can tell? */
bool rule_by_digest(const struct bom_component *p);

/* How a stream beside a release serves a question. */
enum use {
	USE_NO,
	USE_OWN,	/* the package is of it: it goes before the release */
	USE_BESIDE,	/* both count */
	USE_PAID,	/* where the release is silent, without its fixes */
	USE_POSSIBLE,	/* where the release is silent, possibly */
};
/* known: the release has statements about the name. */
enum use rule_channel(const struct rule_ctx *c, const struct ask *q,
    struct str release, struct str channel, bool known);

/* May a statement of this flavour ("" : none) judge the package? */
bool rule_flavour(struct str eco, struct str name, struct str version,
    struct str flavour);

/* "1.0-1" of "2:1.0-1"; only digits are an epoch. */
struct str rule_without_epoch(struct str version);

/* "9.4+eus" names channels of release 9.4. */
bool rule_has_channels(const struct distro *d, struct str release);
/* Is it one of them, or a part of one ("esm" of "esm-infra")? */
bool rule_channel_given(const struct distro *d, struct str channel);

/* Does anything tell which release it is? */
bool rule_has_release(const struct distro *d);

/* Of a distribution's package: JUDGED when c->eco is set and serves packages
   of this type, else the reason. */
enum uncovered rule_distro(const struct rule_ctx *c);

#endif
