/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CSAF_DOC_H
#define FEEDS_FEED_CSAF_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/advisory.h"
#include "base/err.h"
#include "base/str.h"

/*
 * A CSAF document as a stream: head and product tree are held, one
 * vulnerability at a time is handed over.
 */
struct arena;
struct csaf_group;
struct json_in;
struct map;

enum csaf_kind { CSAF_OTHER, CSAF_PRODUCT_NAME, CSAF_VERSION,
	CSAF_VERSION_RANGE };

enum csaf_status {
	CSAF_NONE, CSAF_FIXED, CSAF_AFFECTED, CSAF_LAST_AFFECTED,
	CSAF_NOT_AFFECTED, CSAF_INVESTIGATING,
};

enum csaf_remedy { CSAF_NO_REMEDY, CSAF_FIX_PLANNED, CSAF_NONE_AVAILABLE,
	CSAF_NO_FIX_PLANNED, CSAF_VENDOR_FIX };	/* later ones win */

struct csaf_remediation {
	enum csaf_remedy kind;
	struct str details, url, date;
};

/* A product id: of the tree, or one that a relationship makes. What text is
   absent is "". */
struct csaf_product {
	struct str id, name, branch, cpe, purl;
	struct csaf_product *of, *in;	/* `of` as a component of `in`; NULL:
					   it is a product itself */
	enum csaf_kind kind;
	void *memo;			/* of each; NULL at first */

	/* In the vulnerability at hand, if touched is its number. */
	unsigned touched;
	enum csaf_status status;
	enum severity severity;
	const struct csaf_remediation *remedy;
	struct str flag;		/* why it is not affected */
};

struct csaf_doc {
	struct arena *a;		/* what is below lives in it */
	struct str category, title, id, version, status;
	struct str publisher, namespace;
	struct str severity, summary;
	bool has_initial, has_current;
	int64_t initial_s, current_s;
	struct str *links;
	size_t nlinks, links_cap;
};

struct csaf_vuln {
	struct arena *a;		/* for this vulnerability */
	struct str cve, other_id, title, text;
	bool has_release;
	int64_t release_s;
	struct adv_cvss *cvss;		/* source is left empty */
	size_t ncvss, cvss_cap;
	int *cwes;
	size_t ncwes, cwes_cap;
	struct str *links;
	size_t nlinks, links_cap;
	struct csaf_product **v;	/* with a status, in document order */
	size_t n, cap;
};

typedef enum rc csaf_each_fn(void *ctx, const struct csaf_doc *d,
    struct csaf_vuln *v, struct err *e);

/*
 * Read a whole document and call each for its vulnerabilities; *d stays valid
 * as long as d->a does. max: bytes of `vulnerabilities` that are held where
 * they come before what they speak of (RC_LIMIT beyond).
 */
enum rc csaf_read(struct json_in *j, struct csaf_doc *d, size_t max,
    csaf_each_fn *each, void *ctx, struct err *e);

#endif
