/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_ADVDB_H
#define ADVISORY_ADVDB_H

#include "advisory/advisory.h"
#include "base/err.h"

/*
 * Looking up in a database. The file is hostile: see db/db.h. Everything
 * returned lives in the arena that was passed.
 */
struct arena;
struct advdb;
struct db;

/* RC_FORMAT: no database of ours, or damaged; RC_UNSUPPORTED: another schema
   version (the message names both). Checks application_id, schema version and
   that page count x page size is the file's size. */
enum rc advdb_open(const char *path, struct advdb **ret, struct err *e);
void advdb_close(struct advdb *d);
struct db *advdb_db(struct advdb *d);	/* for feeds status, show, verify */

struct str advdb_content(const struct advdb *d);	/* "sha256:…" */

struct advdb_source {
	int64_t id;
	struct str feed, name, scope;
	bool has_time;
	int64_t data_time_s;
	uint64_t records, rejected, bytes;
	struct str sha256;
	bool torn;		/* it could not be read to its end: what it
				   does not say proves nothing */
	bool frozen;		/* carried over from an older database */
};
enum rc advdb_sources(struct advdb *d, struct arena *a,
    struct advdb_source **ret, size_t *ret_n, struct err *e);

/* Namespace of (ecosystem, release); 0 when the database has no feed for it. */
struct advdb_ns {
	int64_t id;			/* 0: none */
	bool covered;			/* a feed covers it; else the name only
					   occurs in records about others, and
					   packages of it are a gap too */
	bool torn;			/* one of its sources was not read to
					   its end */
	const struct ecosystem *eco;
	struct str release, channel;
	bool has_time;
	int64_t data_time_s;
};
enum rc advdb_namespace(struct advdb *d, struct arena *a,
    const struct ecosystem *eco, struct str release, struct advdb_ns *ret,
    struct err *e);

/* The streams beside a release: those of its minor releases and of products
   too. By id. */
enum rc advdb_streams(struct advdb *d, struct arena *a,
    const struct advdb_ns *of, struct advdb_ns **ret, size_t *ret_n,
    struct err *e);
/* Namespaces with statements about a name, ascending; at most max. */
enum rc advdb_named(struct advdb *d, struct str name, int64_t *ret,
    size_t max, size_t *ret_n, struct err *e);

/* One row of the hot table, ranges only: judged before anything else is read. */
struct advdb_row {
	int64_t pkg, adv, seq;
	struct interval range;
	bool all, exact, opaque;
	struct str fixed;
	enum adv_state state;
	int severity;			/* -1: the record's */
	int64_t qual, word;		/* 0: none */
	bool has_known;
	int64_t known_day;
};
/* name is already normalised. Rows are borrowed during the call of each. */
enum rc advdb_affected(struct advdb *d, const struct advdb_ns *ns,
    struct str name,
    enum rc (*each)(void *ctx, const struct advdb_row *row, struct err *e),
    void *ctx, struct err *e);

/* For hits only. */
struct advdb_adv {
	int64_t id, vid, grp, source;
	struct str name;		/* identifier, "CVE-2024-3094" */
	struct str feed;
	enum severity severity;
	bool has_published, has_modified;
	int64_t published_s, modified_s;
	struct str title, url;
	unsigned flags;
};
enum rc advdb_adv(struct advdb *d, struct arena *a, int64_t adv,
    struct advdb_adv *ret, struct err *e);
struct advdb_qual {			/* each "" when it does not matter */
	struct str module, arch, flavour, extra;
	struct str cpes;		/* of products, a blank between */
};
enum rc advdb_qual(struct advdb *d, struct arena *a, int64_t qual,
    struct advdb_qual *ret, struct err *e);
enum rc advdb_word(struct advdb *d, struct arena *a, int64_t word,
    struct str *ret, struct err *e);

/* An identifier's vid and group; *ret_vid 0 when unknown. */
enum rc advdb_vid(struct advdb *d, struct str id, int64_t *ret_vid,
    int64_t *ret_grp, struct err *e);
/* In SQL: the identifiers of group ?1. */
#define ADVDB_GROUP "(SELECT id FROM vid WHERE id = ?1 UNION ALL " \
	"SELECT id FROM vid WHERE grp = ?1 AND grp <> id)"

/* Is vid the one member of its group? */
enum rc advdb_alone(struct advdb *d, int64_t grp, int64_t vid, bool *ret,
    struct err *e);
/* Names of an alias group, sorted: CVE first. */
enum rc advdb_group(struct advdb *d, struct arena *a, int64_t grp,
    struct str **ret, int64_t **ret_vids, size_t *ret_n, struct err *e);
/*
 * What an advisory that covers several stands for: the CVEs that an erratum
 * fixes (rel 2), and the CVEs among the aliases of a record that belongs to
 * none of their groups because there is more than one.
 */
enum rc advdb_fixes(struct advdb *d, struct arena *a, int64_t vid,
    struct str **ret, int64_t **ret_vids, size_t *ret_n, struct err *e);

struct advdb_score {
	struct adv_cvss *cvss;
	size_t ncvss;
	bool has_epss, has_kev, ransomware;
	double epss, percentile;
	int64_t kev_added, kev_due;
	struct adv_ssvc ssvc;		/* CISA's decisions */
	int *cwes;
	size_t ncwes;
	struct str title;		/* best title of the identifier */
	bool has_published, has_modified;	/* of any record about it */
	int64_t published_s, modified_s;
	enum severity nvd_severity;	/* from NVD's or a CNA's CVSS */
};
enum rc advdb_scores(struct advdb *d, struct arena *a, int64_t vid,
    struct advdb_score *ret, struct err *e);
/* Namespaces that the sources of a feed cover, streams left out; in order of
   ecosystem and release, whose key is text here: no row may know it. */
struct advdb_cover {
	int64_t ns;
	struct str eco, release;
};
enum rc advdb_covers(struct advdb *d, struct arena *a, struct str feed,
    struct advdb_cover **ret, size_t *ret_n, struct err *e);
/* The feeds that cover a namespace, by name. */
enum rc advdb_feeds(struct advdb *d, struct arena *a, int64_t ns,
    struct str **ret, size_t *ret_n, struct err *e);
/* The sources that cover it, by id. */
enum rc advdb_ns_sources(struct advdb *d, struct arena *a, int64_t ns,
    int64_t **ret, size_t *ret_n, struct err *e);
/* Has a source of the feed a record about the identifier? */
enum rc advdb_speaks(struct advdb *d, struct str feed, int64_t vid, bool *ret,
    struct err *e);

/* Day of an identifier's first publication, of all records about it; *ret_has
   false when none of them tells. */
enum rc advdb_published(struct advdb *d, int64_t vid, bool *ret_has,
    int64_t *ret_day, struct err *e);
/* A value of the table meta, as "epss_date"; "" when it is not there. */
enum rc advdb_meta(struct advdb *d, struct arena *a, const char *key,
    struct str *ret, struct err *e);
/* What a Java archive with this digest is called in repositories, by name. */
enum rc advdb_maven(struct advdb *d, struct arena *a, const uint8_t sha1[20],
    struct adv_maven **ret, size_t *ret_n, struct err *e);
/* CPE names of what a repository of Red Hat holds. */
enum rc advdb_repo_cpes(struct advdb *d, struct arena *a, struct str repo,
    struct str **ret, size_t *ret_n, struct err *e);
/* The last day of a release by endoflife.date; 0: not known, or no end; 1: it
   is over since a day that nobody states. */
enum rc advdb_eol(struct advdb *d, struct str product, struct str cycle,
    int64_t *ret_day, struct err *e);
/* nvd_severity alone, at a quarter of the cost. */
enum rc advdb_severity(struct advdb *d, int64_t vid, enum severity *ret,
    struct err *e);

#endif
