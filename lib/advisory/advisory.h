/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_ADVISORY_H
#define ADVISORY_ADVISORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "score/severity.h"
#include "version/version.h"

/*
 * The advisory model: what every feed is reduced to, and what the database
 * (schemas/advisories.sql) holds. Records handed to a sink are borrowed.
 */
struct arena;
struct ecosystem;

enum adv_state {		/* stored: never renumber */
	ADV_AFFECTED = 0, ADV_FIXED = 1, ADV_NOT_AFFECTED = 2,
	ADV_WONT_FIX = 3, ADV_DEFERRED = 4, ADV_INVESTIGATING = 5,
	ADV_END_OF_LIFE = 6, ADV_UNDETERMINED = 7,
};

const char *adv_state_name(enum adv_state s);	/* "fixed", "wont_fix", … */

enum {				/* flags of a record */
	ADV_WITHDRAWN = 1, ADV_DISPUTED = 2, ADV_MALWARE = 4, ADV_REJECTED = 8,
	/* 16: see VID_CONTESTED */
	ADV_NOTICE = 32,	/* no vulnerability: "unmaintained" */
	ADV_PACKAGED = 64,	/* names packages of a language's registry; the
				   filler sets it */
};

/* Where people read about id: databases leave out addresses that follow from
   the feed. "" when it has none. */
struct str adv_url(struct arena *a, struct str feed, struct str scope,
    struct str id);

/* One statement about one package in one namespace. */
struct adv_affected {
	const struct ecosystem *eco;
	struct str release;		/* "12", "3.20", "" */
	struct str channel;
	struct str name;		/* as the feed writes it; the filler
					   normalises */
	struct interval range;
	bool exact;			/* range is one enumerated version: lo */
	bool opaque;			/* constraint text in range.lo that
					   nothing evaluates yet */
	struct str fixed;		/* fix version to show, "" : range.hi */
	enum adv_state state;
	bool has_severity;
	enum severity severity;
	struct str word;		/* the vendor's own word, or "" */
	struct str module, arch;	/* qualifiers, or "" */
	struct str flavour;		/* a rebuild whose versions are its own:
					   "ksplice", "fips" */
	struct str cpes;		/* products it holds for: CPE names with
					   blanks between, in any order */
	struct str extra;		/* what else must hold: "key=value"
					   with blanks between */
	bool has_known;
	int64_t known_day;
};

struct adv_cvss {
	struct str source;		/* "nvd@nist.gov", "GHSA", … */
	int version;			/* 20, 30, 31, 40 */
	double score;			/* base score; < 0: compute it */
	struct str vector;
	bool primary;
};

enum alias_rel { REL_ALIAS = 0, REL_UPSTREAM = 1, REL_FIXES = 2,
	REL_RELATED = 3 };

struct adv_alias {
	struct str id;
	enum alias_rel rel;
};

enum cpe_role { CPE_VULNERABLE = 0, CPE_PLATFORM = 1, CPE_EXCLUSION = 2 };

struct adv_cpe {
	struct str part, vendor, product;	/* unescaped, lower case */
	struct str attrs;		/* "update:edition:lang:sw:tsw:thw:other" */
	struct interval range;
	bool exact;			/* range.lo is the one version */
	unsigned cfg, node;
	unsigned op;			/* 1 the node wants all its members,
					   2 the node is negated, 4 one node of
					   the cfg is enough, 8 the cfg is
					   negated */
	enum cpe_role role;
};

/* CISA's decision by "Stakeholder-Specific Vulnerability Categorization"; its
   numbers stand in the database. SSVC_UNSAID: that it does not say. */
enum { SSVC_UNSAID = 0xff };

struct adv_ssvc {
	bool has;
	uint8_t exploitation;	/* 0 none, 1 a proof of concept, 2 active */
	uint8_t automatable;	/* 0 no, 1 yes */
	uint8_t impact;		/* technical: 0 partial, 1 total */
	int64_t time_s;		/* 0: unknown */
};

/* One record of one feed about one identifier. */
struct adv_record {
	struct str id;			/* as the feed names it; tidied by filler */
	enum severity severity;
	bool has_published, has_modified, has_withdrawn;
	int64_t published_s, modified_s, withdrawn_s;
	unsigned flags;
	struct str title, url;
	struct str text;		/* kept when a text file is made */
	const struct adv_alias *aliases;
	size_t naliases;
	const struct adv_affected *affected;
	size_t naffected;
	const struct adv_cpe *cpes;
	size_t ncpes;
	const struct adv_cvss *cvss;
	size_t ncvss;
	const int *cwes;
	size_t ncwes;
	const struct str *links;
	size_t nlinks;
	struct adv_ssvc ssvc;
};

struct adv_kev {
	struct str id;
	int64_t added_day, due_day;	/* 0: unknown */
	bool ransomware;
	struct str action;
};

struct adv_epss {
	struct str id;
	uint32_t score, percentile;	/* x100000 */
};

/* A file of a Java repository. */
struct adv_maven {
	uint8_t sha1[20];
	struct str group, artifact, version;
};

/* A product's cycle, as endoflife.date has them; days, 0: unknown. */
struct adv_eol {
	struct str product, cycle;
	int64_t released_day, eol_day, eoas_day, lts_day;
};

#endif
