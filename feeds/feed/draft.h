/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_DRAFT_H
#define FEEDS_FEED_DRAFT_H

#include "advisory/advisory.h"
#include "base/err.h"
#include "feeds/feed/constraint.h"

/*
 * A record in the making: its lists grow in an arena. Zero-initialise with the
 * arena; text that is given must live as long.
 */
struct arena;
struct fill;

struct draft {
	struct arena *a;
	struct adv_record r;
	struct adv_alias *aliases;
	struct adv_affected *affected;
	struct adv_cpe *cpes;
	struct adv_cvss *cvss;
	struct str *links;
	int *cwes;
	size_t aliases_cap, affected_cap, cpes_cap, cvss_cap, links_cap,
	    cwes_cap;
};

/* Blank ids, those over 100 bytes and the record's own are passed over. */
void draft_alias(struct draft *d, struct str id, enum alias_rel rel);
void draft_affected(struct draft *d, const struct adv_affected *x);
void draft_cpe(struct draft *d, const struct adv_cpe *c);
void draft_link(struct draft *d, struct str url);
void draft_cwe(struct draft *d, struct str name);	/* "CWE-79" */

/*
 * A vector, or where there is none a score ("7.5") and its version (20, 30,
 * 31, 40). The record's severity becomes that of the newest version.
 */
void draft_cvss(struct draft *d, struct str source, struct str vector,
    struct str score, int version);

/*
 * A statement for each interval of c: fixed where it ends before hi, with a
 * fix from fixes (may be empty) where hi is the last affected version.
 */
void draft_ranges(struct draft *d, const struct adv_affected *like,
    enum constraint_dialect dialect, const struct constraint *c,
    const struct str *fixes, size_t nfixes);
/* One statement whose range is text that nothing evaluates. */
void draft_opaque(struct draft *d, const struct adv_affected *like,
    struct str text);

enum rc draft_put(struct draft *d, struct fill *out, struct err *e);

#endif
