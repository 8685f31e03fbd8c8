/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_JOURNAL_INT_H
#define ADVISORY_JOURNAL_INT_H

#include "advisory/journal.h"
#include "base/buf.h"
#include "base/rd.h"

/* Calls to the filler as bytes: journal.c keeps them in a file, recorder.c
   hands them from one thread to another. */
struct arena;

/* Anything that an operation says. */
union journal_what {
	struct journal_source source;
	struct adv_record record;
	struct adv_kev kev;
	struct adv_epss epss;
	struct adv_eol eol;
	struct adv_maven maven;
	struct journal_pair pair;
	struct journal_ns ns;
	struct buf rows;	/* J_INDEX, only written */
};

/* One way or the other. Texts that are read are borrowed from in. */
struct journal_io {
	struct buf *out;	/* NULL: read */
	struct rd in;
	struct arena *a;	/* for what is read */
	const struct ecosystem *eco;	/* the last one of the table */
};

void journal_describe(struct journal_io *io, enum journal_op op,
    union journal_what *w);
void journal_source(struct journal_io *io, struct fill_source *s);

/* A frame: operation, length in four bytes, little-endian, as many bytes. */
enum { JOURNAL_HEAD = 5 };

struct journal_head {
	enum journal_op op;	/* 0: none that we know */
	size_t n;
};

void journal_frame(struct journal_io *io, enum journal_op op, const void *what);
struct journal_head journal_head(const uint8_t b[JOURNAL_HEAD]);

/* Tell f again; nothing for J_SOURCE and J_INDEX, which are the caller's. */
enum rc journal_apply(struct fill *f, enum journal_op op,
    const union journal_what *w, struct arena *scratch, struct err *e);

#endif
