/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_FILL_INT_H
#define ADVISORY_FILL_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/content.h"
#include "advisory/fill.h"
#include "advisory/heap.h"
#include "advisory/intern.h"
#include "advisory/journal.h"
#include "advisory/rows.h"
#include "advisory/vid.h"

/* Inside of the filler: staging (fill.c), final numbers (fill_order.c), alias
   groups (fill_alias.c), writing (fill_write.c, fill_scores.c). */

#define NO_TIME INT64_MIN
#define NO_WORD32 UINT32_MAX		/* NULL in a staged row */

enum {
	REJECTS_KEPT = 1000,	/* of a source; the rest is only counted */
	TITLE_MAX = 300,	/* bytes of a title; bodies have their file */
	ALIASES_MAX = 5,	/* raw aliases of a record that carries edges */
	GROUP_MAX = 32,		/* both as osv.dev has them */
	VID_CONTESTED = 16,	/* flag of schemas/advisories.sql */
};

struct recorder;

struct fill_reject {
	struct str record, reason;
};

struct fill_src {
	struct str feed, name, scope, sha256, shown;
	uint64_t bytes, records, rejected, left_out;
	uint64_t broken;	/* of the rejected ones */
	struct fill_reject first_broken;
	bool pieces, loose, torn, time_stated, frozen, whole;
	bool refused;		/* nothing of it is written */
	bool open;		/* see fill.h */
	bool taken_up;		/* from a journal */
	bool partial, counted;	/* see fill.h */
	int64_t time, served;
	struct fill_reject *rejects;
	size_t nrejects, rejects_cap;
	bool has_common;	/* ecosystems that every record has */
	uint32_t *common;
	size_t ncommon;
	uint32_t id;		/* final, from 1 */
	uint32_t rank;		/* 0: the newest source */
};

/* A staged record: there are more than a million. */
struct fill_adv {
	uint64_t text, body;	/* in f->texts, f->bodies; 0: none */
	uint32_t published, modified, withdrawn;	/* fill_time() */
	uint32_t vid, src;
	uint32_t naffected, ncpes, norder;	/* next ordinals */
	uint8_t severity, flags;
	bool dead;		/* another record of its identifier is newer */
	bool overruled;		/* another feed's products count */
	uint32_t id;		/* final, from 1; 0: dead */
};

/* Keys of pools; every field is an intern number of `strings`. */
struct ns_key {
	uint32_t eco, release, channel, scheme, names;
};
struct pkg_key {
	uint32_t ns, name;
};
struct range_key {
	uint32_t lo, hi, fixed, flags;
};
struct qual_key {
	uint32_t module, arch, cpes, flavour, extra;
};
enum { QUAL_PARTS = sizeof(struct qual_key) / sizeof(uint32_t) };
struct cpe_key {
	uint32_t product, vendor, part;
};
struct src_ns_key {
	uint32_t src, ns;
};

/* Staged rows: first the sort key, then the rest; see fill.c. */
enum { A_PKG, A_ADV, A_ORD, A_RANGE, A_STATE, A_QUAL, A_WORD, A_KNOWN, A_N };
enum { C_CPE, C_ADV, C_ORD, C_RANGE, C_CFG, C_NODE, C_OP, C_ATTRS, C_N };
enum {			/* S_SECOND: 1 not primary, 2 of a frozen source */
	S_VID, S_SRC, S_VER, S_SECOND, S_ADV, S_ORD, S_SCORE, S_VECTOR, S_N
};
enum { W_VID, W_CWE, W_ADV, W_N };
enum { L_A, L_REL, L_B, L_ADV, L_N };
enum { K_VID, K_RANK, K_ADDED, K_DUE, K_RANSOM, K_ACTION, K_SRC, K_N };
enum { V_VID, V_SECOND, V_AGE, V_SAID, V_ADV, V_N };	/* V_SECOND: frozen */
enum { E_VID, E_RANK, E_SCORE, E_PCT, E_SRC, E_N };

/* A row of cwe, eol or repo_cpe. */
struct fill_named {
	enum table table;
	uint32_t number, a, b;	/* key: number, intern numbers */
	uint32_t value[4], src;
};

struct fill_deleted {
	struct str feed, id;
	int64_t time;
	uint32_t src;
};

struct fill_meta {
	struct str key, value;
	uint32_t src;
};

struct fill {
	struct arena *arena;	/* for as long as f lives */
	struct arena *pools;	/* what the pools hold; NULL: shed */
	struct arena *scratch;	/* for one record */
	struct fill_src *src;
	size_t nsrc, src_cap;
	uint32_t cur;		/* current source */
	struct intern strings, ns, pkgs, vids, ranges, quals, words, cpes;
	struct intern cpesets;
	struct intern seen, stated;	/* struct src_ns_key */
	struct buf vid_flags;	/* uint8_t by vid */
	struct buf vid_adv;	/* uint32_t by vid: last piece + 1 */
	struct buf advs;	/* struct fill_adv */
	struct heap texts, bodies;
	struct buf compose;	/* a text that is being put together */
	bool want_text;
	const struct fill_only *only;	/* NULL: everything is wanted */
	char content[CONTENT_MAX];	/* digest of what was written */
	struct rows affected, cpe_rows, cvss, cwes, aliases, kev, epss, ssvc;
	struct fill_meta *meta;
	size_t nmeta, meta_cap;
	struct buf named;	/* struct fill_named */
	struct fill_maven *maven;	/* NULL: no such feed came */
	bool failed;		/* rows were lost */
	struct journal *journal;	/* NULL: nothing is noted */
	struct recorder *recorder;	/* then there is nothing else */
	struct fill_deleted *deleted;
	size_t ndeleted, deleted_cap;
	struct fill_known *known;	/* of an older database, or NULL */

	/* made by fill_order */
	uint32_t *ns_id, *pkg_rank, *vid_id, *word_id, *qual_id, *cpe_id;
	uint32_t *cpeset_id;
	uint32_t *qual_by_id;	/* from 1: pool number */
	uint32_t *vid_by_id;	/* from 1: pool number */
	uint32_t *adv_by_id, nadv;
	uint32_t *grp;		/* by final vid id */
	uint32_t *adv_next_seq;
};

static inline struct fill_adv *
fill_advs(const struct fill *f)
{
	return (struct fill_adv *)(void *)f->advs.p;
}

static inline uint32_t
fill_nadvs(const struct fill *f)
{
	return (uint32_t)(f->advs.n / sizeof(struct fill_adv));
}

static inline uint8_t *
fill_flags(const struct fill *f)
{
	return f->vid_flags.p;
}

static inline struct str
fill_word(const struct fill *f, uint32_t i)
{
	return intern_text(&f->strings, i);
}

static inline void
put_opt(struct writer *w, uint32_t v)
{
	if (v == NO_WORD32)
		put_null(w);
	else
		put_int(w, v);
}

/* A record's time. */
static inline int64_t
fill_time(uint32_t t)
{
	return t == NO_WORD32 ? NO_TIME : t;
}

/* Is this record alive and its statements to be written? */
static inline bool
fill_speaks(const struct fill_adv *a)
{
	return !a->dead && a->withdrawn == NO_WORD32 &&
	    (a->flags & (ADV_WITHDRAWN | ADV_REJECTED)) == 0;
}

/* fill_known.c: the day of a staged row with final numbers; NO_WORD32. */
uint32_t fill_known_day(struct fill *f, const uint32_t *row, uint32_t pkg);
void fill_known_free(struct fill_known *x);

/* recorder.c */
void recorder_note(struct recorder *r, enum journal_op op, const void *what);
enum rc recorder_rc(const struct fill *f, struct err *e);

/* fill_only.c */
bool fill_wants(const struct fill *f, const struct ecosystem *eco,
    struct str release);
bool fill_wants_record(const struct fill *f, const struct adv_record *r);

/* What a source covers: as it was told, else its ecosystems. */
struct str fill_scope_of(struct fill *f, size_t i);

/* Namespaces as they are staged. */
uint32_t fill_ns_of(struct fill *f, const struct ecosystem *eco,
    struct str release, struct str channel);

/* How many of NVD's CVEs are written, by their years: "2002:2393 2003:1553";
   "" : none. After fill_order. */
struct str fill_years(struct fill *f);
/* meta.lost: names of feeds, a blank between. */
struct str fill_lost(struct fill *f);

/* Final numbers of everything, from the staged names alone. */
enum rc fill_order(struct fill *f, struct err *e);
/* vid flags and f->grp; after fill_order, before rows are sorted. */
enum rc fill_groups(struct fill *f, struct err *e);

/* fill_scores.c: tables of identifiers, each one sorted and written. */
enum rc fill_write_cvss(struct fill *f, struct writer *w, struct err *e);
enum rc fill_write_cwes(struct fill *f, struct writer *w, struct err *e);
enum rc fill_write_kev(struct fill *f, struct writer *w, struct err *e);
enum rc fill_write_epss(struct fill *f, struct writer *w, struct err *e);
enum rc fill_write_ssvc(struct fill *f, struct writer *w, struct err *e);
/* fill_named.c */
enum rc fill_write_named(struct fill *f, struct writer *w, struct err *e);
/* The words of text, sorted, each once, with a blank between. */
struct str fill_words(struct arena *a, struct str text);

/* fill_maven.c */
void fill_maven_free(struct fill_maven *m);
enum rc fill_write_maven(struct fill *f, struct writer *w, struct err *e);

/* Give up what the rows were staged in. */
void fill_shed(struct fill *f);

/* A record's title, address and links, from where they were put; borrowed
   until the next call. */
struct fill_text {
	struct str title, url, links;	/* links: each ended by LF */
};
struct str fill_title(struct str t);	/* not too long */
enum rc fill_text_put(struct fill *f, const struct adv_record *r,
    struct fill_adv *a, struct err *e);
enum rc fill_text_get(struct fill *f, const struct fill_adv *a, struct buf *b,
    struct fill_text *ret, struct err *e);

#endif
