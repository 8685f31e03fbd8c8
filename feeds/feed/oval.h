/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_OVAL_H
#define FEEDS_FEED_OVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/advisory.h"
#include "base/err.h"
#include "base/str.h"

/*
 * OVAL documents, for the feeds that come as such. A vendor's file says what
 * its criteria mean (struct oval_vendor); reading, resolving and combining
 * them is done here.
 */
struct arena;
struct ecosystem;
struct feed_file;
struct feed_head;
struct fill;
struct intern;
struct limits;
struct reader;

enum oval_op {			/* as OVAL numbers its operations */
	OVAL_NONE = 0, OVAL_EQ = 1, OVAL_NE = 2, OVAL_GT = 5, OVAL_LT = 6,
	OVAL_GE = 7, OVAL_LE = 8, OVAL_MATCH = 11, OVAL_OTHER = 99,
};

enum oval_test {
	OVAL_NO_TEST,		/* the document lacks it */
	OVAL_PACKAGE,		/* rpminfo, dpkginfo */
	OVAL_FILE,		/* rpmverifyfile */
	OVAL_TEXT,		/* textfilecontent */
	OVAL_SYSTEM,		/* uname, family and all others */
};

/* One criterion with what its test, object and states say. */
struct oval_leaf {
	struct str comment;	/* of the criterion */
	bool negate;
	enum oval_test test;
	bool none_satisfy;	/* check="none satisfy" */
	bool none_exist;	/* check_existence="none_exist" */
	struct str name;	/* package that the object names, or "" */
	struct str source;	/* of "The 'NAME' package binaries." */
	bool has_state, signature;
	enum oval_op evr_op, version_op;
	struct str evr, version, arch;
};

enum oval_truth { OVAL_FALSE, OVAL_TRUE, OVAL_UNKNOWN };

/*
 * What has to hold together: at most one of each. A criterion that is true of
 * every system where the rest is looked up makes an empty one.
 */
struct oval_term {
	bool platform;		/* eco, release, channel are set */
	const struct ecosystem *eco;
	struct str release, channel;
	const struct str *releases;	/* instead of release: alternatives */
	size_t nreleases;
	struct str module, arch, extra;
	struct str name;	/* a package: "" for none */
	struct interval range;
	bool exact;		/* range.lo is the one version */
	bool weak;		/* the package need not be there */
	enum adv_state state;
	struct str word;
};

struct oval_ref {
	struct str source, id, url;
};

struct oval_cve {
	struct str id, cvss2, cvss3, cwe, impact, public;
};

struct oval_resolution {
	struct str state;
	const struct str *components;
	size_t ncomponents;
};

struct oval_def {
	struct str id, class, title, text, severity, patchable, more,
	    dsa;
	struct str issued, updated, published;
	uint64_t version;
	const struct oval_ref *refs;
	size_t nrefs;
	const struct oval_cve *cves;
	size_t ncves;
	const struct str *platforms, *cpes;
	size_t nplatforms, ncpes;
	const struct oval_resolution *resolutions;
	size_t nresolutions;
};

/* One definition on its way into the database. */
struct oval_case {
	struct arena *a;
	const struct oval_vendor *vendor;
	const struct feed_file *file;
	struct fill *out;
	struct oval_def def;
	const struct intern *cpes;	/* of all definitions, from 1 */
	bool arch_seen;		/* some criterion of the document named one */
	const struct intern *platforms;	/* comments, see platform_words */
	struct arena *doc_a;	/* for as long as the document */
	void **doc_memo, *memo;	/* of the vendor's functions: of the document,
				   of the definition */
	int64_t time_s;		/* of its record's last change, or 0 */
	struct str unknown;	/* comment of a criterion not understood */
	const char *why;	/* the definition is refused: why */
	struct adv_affected *rows;
	size_t nrows, rows_cap;
};

struct oval_vendor {
	const char *eco;	/* key of its ecosystem */
	const char *scorer;	/* who is named beside its scores */
	/* Fill in t, which is empty. Not called for groups. */
	enum oval_truth (*leaf)(struct oval_case *c,
	    const struct oval_leaf *leaf, struct oval_term *t);
	/* The identifier of the record; "": none, passed over. May set why. */
	struct str (*id)(struct oval_case *c);
	/* Last changes to x; more rows by oval_row(). NULL: oval_row alone. */
	void (*row)(struct oval_case *c, const struct oval_term *t,
	    struct adv_affected *x);
	/* Definitions of equal key say the same: the newest counts. "": its
	   own identifier. NULL: as if "". */
	struct str (*key)(struct arena *a, const struct oval_def *def,
	    size_t leaves);
	/* When all rows of a definition are made: more by oval_row(). NULL:
	   nothing. */
	void (*finish)(struct oval_case *c);
	const char *platform_words;	/* comments that begin so and end in
				   " is installed" are kept, or NULL */
	const char *arch_words;	/* a comment that begins so names an
				   architecture, or NULL */
	bool by_arch;		/* rows equal but for architectures are made
				   one only if they name all that the
				   definition does, and it does several */
	bool links;		/* keep the addresses of all references */
};

enum rc oval_load(const struct oval_vendor *v, const struct feed_file *f,
    struct reader *in, const struct limits *lim, struct fill *out,
    struct err *e);

/* Is this an OVAL document, with the text in its beginning? */
bool oval_detect(const struct feed_head *h, const char *text);

/* ---- for the vendors' functions ---- */

/* A test of a package: name, range and state of t. OVAL_UNKNOWN: none. */
enum oval_truth oval_package(struct oval_case *c, const struct oval_leaf *leaf,
    struct oval_term *t);
/* The same for an operation on a version. */
enum oval_truth oval_range(enum oval_op op, bool negate, struct str evr,
    struct oval_term *t);
/* "W is earlier than V", with V where no test tells better. */
enum oval_truth oval_earlier(struct oval_case *c,
    const struct oval_leaf *leaf, struct oval_term *t);
/* "0:1.2-3" of any spelling: blanks and "(none):" dropped. */
struct str oval_evr(struct arena *a, struct str evr);
/* "0:0", "0:0-0", "0:0.0.0": every version is greater. */
bool oval_is_zero(struct str evr);
/* What stands between before and after in s; "" when they do not. */
struct str oval_between(struct str s, const char *before, const char *after);
void oval_row(struct oval_case *c, const struct adv_affected *x);
/* First identifier that begins so among the references, cves and words of
   the title, or "". */
struct str oval_ref_id(const struct oval_def *d, const char *prefix);

#endif
