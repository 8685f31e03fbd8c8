/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_POLICY_FINDING_H
#define MATCH_POLICY_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/advisory.h"
#include "base/notice.h"
#include "base/str.h"
#include "score/severity.h"

/*
 * What `match` says of one document: findings, coverage, gaps. A target and
 * its text live in its own arena and in the bom that it borrows.
 */
struct advdb_score;
struct arena;
struct ask;
struct bom;
struct bom_component;
struct contents;

/* How sure a finding is, surest last. */
enum confidence {
	CONF_POSSIBLE,	/* a fact was missing: epoch, module ... */
	CONF_EXACT,	/* an ecosystem's advisory names this package */
	CONF_VENDOR,	/* who built the package says so of this build */
};

const char *confidence_name(enum confidence c);

struct finding {
	const struct bom_component *component;
	struct str id;			/* the CVE where there is just one */
	struct str *aliases;		/* the other names of the problem */
	size_t naliases;
	int64_t grp, vid;		/* of the problem in the database */
	enum severity severity;
	struct str severity_from;	/* feed, or "cvss"; "" when unknown */
	enum adv_state state;
	struct str *fixed_in;		/* ascending */
	size_t nfixed_in;
	struct str suggested;		/* nearest version above the installed
					   one without the problem; "": none,
					   or no plan was made */
	struct str advisory, feed, url, title;	/* of the deciding record */
	bool has_feed_time;
	int64_t feed_time_s;		/* newest record of that source */
	bool has_published, has_modified;
	int64_t published_s, modified_s;
	bool has_known;			/* day of the first statement, or */
	int64_t known_day;		/* else of its problem's publication */
	struct str name, version;	/* as compared: of the source package
					   where the feed speaks of sources */
	bool by_source;			/* name, version: a source package's */
	const struct ask *ask;		/* the question that it answers */
	const struct version_scheme *scheme;
	struct interval range;		/* that holds the version */
	bool all, exact;		/* every version; range.lo alone */
	bool opaque;			/* range.lo is text as the feed has it */
	bool malware;			/* the package itself is malicious */
	struct str word;		/* the vendor's own, or "" */
	struct str *also;		/* other advisories that say it */
	size_t nalso;
	struct str with;		/* what its configuration wants and was
					   found, or "" */
	bool unbounded;			/* by CPE: the record names no version */
	enum confidence confidence;
	struct str doubt;		/* why only possible, or "" */
	struct str by;			/* of a suppressed one: what did it */
	const struct advdb_score *score;	/* NULL: not asked for */
};

/* Why a component was not judged. Names are part of the JSON report. */
enum uncovered {
	JUDGED,
	NO_TYPE,	/* neither purl nor a type in its place */
	NO_VERSION,
	NO_RULE,	/* no rule in match/rule/ for the type yet */
	NO_DISTRIBUTION,	/* a distribution's package, of which one? */
	NO_FEED,	/* the database is silent on the release: a gap */
	THIRD_PARTY,	/* not built by the distribution */
	BAD_VERSION,	/* not a version of the scheme */
	PSEUDO_PACKAGE,	/* a key or the like, no software */
	NO_ORDER,	/* no comparator in lib/version for it yet */
	NO_GROUP,	/* a Java archive without the group of its name */
	LOCAL,		/* from no registry, whose advisories are not about it */
	UNRELEASED,	/* a Go program made from a commit, of no release */
	NO_CATEGORY,	/* an ebuild without the category of its name */
	UNCOVERED_KINDS,
};

const char *uncovered_name(enum uncovered u);	/* "no-version" */
const char *uncovered_text(enum uncovered u);	/* "no version" */

struct gap {
	struct notice notice;
	size_t components;	/* that it concerns; 0: not known */
};

/* A namespace that judged something. */
struct judged_by {
	struct str name;	/* "debian 12" */
	size_t components;
	struct str *feeds;	/* that cover it */
	size_t nfeeds;
	bool has_time;
	int64_t data_time_s;	/* of its newest record */
};

/* One package to upgrade: its findings that go away. */
struct upgrade {
	struct str type, name, version;	/* installed; the source's where the
					   feed speaks of sources */
	struct str to, stream;
	size_t removes, leaves, brings;	/* findings, and problems that the
					   new version has and the old not */
	size_t by_severity[SEV_CRITICAL + 1];	/* of what it removes */
	const struct bom_component **parts;	/* installed packages of it */
	size_t nparts;
};

struct target {
	struct arena *arena;
	const struct bom *bom;
	struct str sbom;		/* path as given, "-" for stdin */
	struct str distro_id, distro_version;
	size_t components, judged;
	size_t uncovered[UNCOVERED_KINDS];
	enum uncovered *why;		/* of each component of the bom */
	bool *counted;			/* is it a package at all */
	struct judged_by *by;
	size_t nby;
	const struct contents *content;	/* see match/rule/content.h; or NULL */
	const struct ask *asks;		/* what was asked, by name */
	size_t nasks;
	struct finding *findings;	/* in order of report */
	size_t nfindings;
	struct upgrade *plan;		/* what removes most comes first */
	size_t nplan;
	struct finding *suppressed;
	size_t nsuppressed;
	size_t kernels;			/* suppressed ones about kernels */
	size_t unbounded;		/* and of ranges without a version */
	size_t hidden;			/* by --severity and --only-fixed */
	size_t later, undated;		/* --as-of: statements left out, and
					   kept though nothing dates them */
	size_t changed;			/* of later: what they replaced is not
					   in the database */
	size_t known_before, gone;	/* --since: findings left out, and
					   those that only the older one has */
	size_t unknown_since;		/* listed: nothing dates them */
	struct gap *gaps;
	size_t ngaps, cgaps;
	struct notices notes;
};

/* From 0 to 100 (score/risk.h); false: not known. */
bool finding_risk(struct arena *a, const struct finding *f, double *ret);

/* The range in VERS notation, and "1.0 < 1.1 (dpkg)". */
struct str finding_vers(struct arena *a, const struct finding *f);
struct str finding_compared(struct arena *a, const struct finding *f);
/* The chain of evidence, a line each: file and layer, source package,
   record, range, comparison. */
struct str *finding_why(struct arena *a, const struct finding *f,
    size_t *ret_n);

/* Text is copied. */
void target_gap(struct target *t, const char *kind, size_t components,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
