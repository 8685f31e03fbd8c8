/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * How far a run is, for who waits: one line on standard error that a thread
 * of its own rewrites, and that is gone before any other word and at the end;
 * where it cannot be rewritten, a whole line now and then. There is one in a
 * process, as there is one standard error. Any thread may count; when nothing
 * is shown that costs a look at a flag.
 */
enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

enum progress_count {
	PROGRESS_BYTES,		/* read */
	PROGRESS_BYTES_ALL,	/* to be read; 0: not known */
	PROGRESS_ITEMS,		/* begun: layers, files, documents */
	PROGRESS_ITEMS_ALL,	/* 0: not known */
	PROGRESS_THINGS,	/* found in them: files, records, findings */
	PROGRESS_COUNTS,
};

/* What the line says. */
struct progress {
	const char *tool;
	const char *item, *things;	/* "layer", "files" */
	uint64_t n[PROGRESS_COUNTS];	/* 0: nothing is said of it */
	struct str name;		/* of what is read; may be hostile */
	const char *phase;		/* after reading, or NULL */
};

/* auto, always, never. False: none of them. */
bool progress_by_name(const char *word, enum progress_when *ret);

/*
 * Begin to show, or do nothing: auto shows only on a terminal whose line can
 * be rewritten, and not when quiet. The words are borrowed. The sandbox comes
 * before it: the thread shall be in it.
 */
void progress_begin(const char *tool, const char *item, const char *things,
    enum progress_when when, bool quiet);
/* Erase it for good. Safe when nothing was begun. */
void progress_end(void);

bool progress_is_on(void);
void progress_add(enum progress_count c, uint64_t n);
/* Copied; of a path, what follows the last slash. Left as it was when the line
   is just being written. */
void progress_name(struct str name);
/* All was read: only things and this word, which is borrowed, are told now. */
void progress_phase(const char *word);

/* For loops: n counts their things; every so many are told. What is left over
   is for progress_rest(). */
enum { PROGRESS_STEP = 1024 };

static inline bool
progress_is_due(uint64_t n)
{
	return n % PROGRESS_STEP == 0;
}

static inline void
progress_rest(uint64_t n)
{
	progress_add(PROGRESS_THINGS, n % PROGRESS_STEP);
}

/*
 * Before words go to fd: true when it needed the line away; then it stays
 * away until progress_resume(). Standard output ends it, unless that is a
 * file: it may be the same terminal, or go to a program that writes there.
 */
bool progress_pause(int fd);
void progress_resume(void);

/* The line, of at most that many columns, NUL-terminated; nothing in it
   steers a terminal. Its length in bytes. */
size_t progress_text(const struct progress *p, unsigned columns, char *to,
    size_t cap);

#endif
