/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_NOTICE_H
#define BASE_NOTICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/*
 * What was not covered. A gap is blindness (a database, archive or layer not
 * read to its end, a limit hit): it is said on stderr, in the document and in
 * the exit status 4. A note is one odd item; it leaves the status alone.
 */
enum notice_level { NOTICE_NOTE, NOTICE_GAP };

struct notice {
	enum notice_level level;
	struct str kind;	/* a word: "package-db", "layer", "limit",
				   "archive", "link", "config", "feed", … */
	struct str path;	/* inside the image or document, or "" */
	struct str layer;	/* layer digest (diffID, else blob), or "" */
	struct str what;	/* for people: lower case, no full stop */
};

/* A list of notices that owns its text. One per thread; joined in order. */
struct notices {
	struct arena *arena;
	struct notice *v;
	size_t n, cap;
	size_t dropped;		/* notes beyond NOTES_MAX; gaps are kept */
};

void notices_init(struct notices *l, struct arena *a);
/* Copies. */
void notices_add(struct notices *l, struct notice n);
void notice_note(struct notices *l, const char *kind, struct str path,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void notice_gap(struct notices *l, const char *kind, struct str path,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void notices_join(struct notices *to, const struct notices *from);
/* By level (gaps first), kind, layer, path, text; equal ones become one. */
void notices_sort(struct notices *l);
size_t notices_count(const struct notices *l, enum notice_level level);

#endif
