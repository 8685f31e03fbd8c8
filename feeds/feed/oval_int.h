/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_OVAL_INT_H
#define FEEDS_FEED_OVAL_INT_H

#include "advisory/intern.h"
#include "base/buf.h"
#include "feeds/feed/oval.h"

/*
 * What the files of the OVAL reader share. A document is read once: of tests,
 * objects and states small records are kept, definitions are put aside as
 * tokens (in memory, then in a scratch file) until all that they refer to is
 * known.
 */
enum {
	OVAL_TERMS_MAX = 100000,	/* of one definition: the kernel's of
					   SUSE have some thousands */
	OVAL_ROWS_MAX = 200000,
	OVAL_ITEMS_MAX = 8000000,	/* tests, objects, states, definitions
					   of a document */
	OVAL_CPES_MAX = 10000,	/* distinct ones of a document, and names of
				   products */
	OVAL_NAME_MAX = 1024,		/* bytes of a name, version, comment */
	OVAL_TEXT_MAX = 64 * 1024,	/* of a description; cut there */
};

/* Tokens of a staged definition: a byte, a number of texts, the texts. */
enum oval_token {
	TOK_ID = 'I', TOK_CLASS = 'K', TOK_VERSION = 'V', TOK_TITLE = 't',
	TOK_TEXT = 'd', TOK_PLATFORM = 'p', TOK_REF = 'r', TOK_SEVERITY = 's',
	TOK_ISSUED = 'i', TOK_UPDATED = 'u', TOK_PUBLIC = 'b',
	TOK_PATCHABLE = 'P', TOK_MORE = 'M', TOK_DSA = 'D',
	TOK_CVE = 'C', TOK_CPE = 'e', TOK_RESOLUTION = 'R',
	TOK_COMPONENT = 'm',
	TOK_OPEN = '(', TOK_CLOSE = ')', TOK_TEST = 'T', TOK_EXTEND = 'X',
};

enum { TOK_TEXTS = 6 };		/* most of one token */

struct oval_token_read {
	char tag;
	struct str v[TOK_TEXTS];
	size_t n;
};
/* False at the end. The tokens are our own: not checked. */
bool oval_token_next(struct str *rest, struct oval_token_read *ret);

struct oval_def_at {		/* where a definition lies */
	uint64_t at, version, serial;
	int64_t date;
	uint32_t n, key;
};

struct oval_key {		/* of an identifier: prefix and number, or all
				   of it and UINT32_MAX */
	uint32_t text, hi, lo;
};

struct oval_test_rec {
	uint32_t object, state[2];
	uint8_t type;		/* enum oval_test; OVAL_NO_TEST: not seen */
	bool none_satisfy, none_exist;
};

struct oval_object_rec {
	uint32_t name, var, source;
};

struct oval_state_rec {
	uint32_t evr, version, arch;
	uint8_t evr_op, version_op;
	bool signature, seen;
};

struct oval_var_rec {
	uint32_t first, n;
};

enum oval_list { OVAL_TESTS, OVAL_OBJECTS, OVAL_STATES, OVAL_VARS,
	OVAL_LISTS };

struct oval_doc {
	const struct oval_vendor *vendor;
	const struct limits *lim;
	struct arena *a;
	struct intern text;		/* names, versions */
	struct intern ids[OVAL_LISTS];	/* struct oval_key */
	struct buf recs[OVAL_LISTS];	/* by number of the identifier */
	struct intern cpes, platforms;	/* of all definitions */
	void *memo;			/* of the vendor's functions */
	struct intern keys;		/* of definitions */
	struct buf best;		/* uint32_t by key: definition + 1 */
	struct buf defs;		/* struct oval_def_at */
	struct buf def;			/* tokens of the one being read */
	bool def_over;			/* it is larger than a record may be */
	struct buf staged;		/* not in the file yet */
	uint64_t in_file;
	int fd;
	uint64_t items, bytes;
	bool arch_seen;
	struct str timestamp;
	int64_t newest_s;		/* of all records */
};

void oval_doc_init(struct oval_doc *d, const struct oval_vendor *v,
    const struct limits *lim);
void oval_doc_done(struct oval_doc *d);

/* Number of an identifier in a list, and its record: the pointer holds until
   the next call. */
uint32_t oval_number(struct oval_doc *d, enum oval_list l, struct str id);
void *oval_rec(struct oval_doc *d, enum oval_list l, uint32_t i);
uint32_t oval_text(struct oval_doc *d, struct str s);
/* RC_LIMIT when the document is too large to be kept. */
enum rc oval_room(const struct oval_doc *d, struct err *e);

void oval_token(struct oval_doc *d, enum oval_token tag, const struct str *v,
    size_t n);
/* Put aside the definition that d->def holds. leaves: its criteria. */
enum rc oval_stage(struct oval_doc *d, size_t leaves, struct err *e);
size_t oval_defs(const struct oval_doc *d);
/* Tokens of definition i, borrowed from b; "" when a newer one says the
   same. */
enum rc oval_unstage(struct oval_doc *d, size_t i, struct buf *b,
    struct str *ret, struct err *e);

/* oval_read.c: the document into d. */
enum rc oval_read(struct oval_doc *d, struct reader *in, struct fill *out,
    struct err *e);

/* oval_def.c */
void oval_decode(struct arena *a, struct str tokens, struct oval_def *ret);

/* oval_tree.c: what makes the definition true, as alternatives. Sets c->why
   when there are too many. */
struct oval_terms {
	struct oval_term *v;
	size_t n, cap;
};
struct oval_terms oval_terms(struct oval_doc *d, struct oval_case *c,
    struct str tokens);

/* oval_record.c: into the database. */
enum rc oval_put(struct oval_case *c, const struct oval_terms *t,
    struct err *e);

#endif
