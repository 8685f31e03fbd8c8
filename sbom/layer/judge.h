/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_JUDGE_H
#define SBOM_LAYER_JUDGE_H

#include "base/buf.h"
#include "sbom/layer/sink.h"

/* How the text looked that a row was given, besides what the row said. */
struct look {
	bool read;		/* any of it; the rest is of text rows */
	bool blank, utf16;
	bool cr;		/* its lines end in CR alone */
	bool nul;		/* there is one, at: */
	size_t at;
};

/*
 * One worker's means of judging files: the selector, the buffer that a file's
 * bytes pass through, and the sink of its records.
 */
struct judge {
	const struct selector *sel;
	const struct limits *lim;
	const char *const *excludes;	/* fnmatch(3) patterns; NULL ends */
	bool files;		/* list every file with its digests */
	struct sink sink;
	struct look look;	/* at what the file's row read */
	struct buf file;	/* of the file being judged, or the last one */
	struct buf held;	/* of one that waits for its sibling */
	struct buf part;	/* a range of a file that is read by pread */
};

/* Where a file's bytes are: at off of fd, or (fd < 0) in memory. */
struct file_at {
	int fd;
	uint64_t off, size;
	const uint8_t *p;
};

/* What wants a file, and as what it is judged. */
struct wanted {
	struct str path;
	const struct cataloger *row;
	const struct want *want;
	int64_t mtime_s;
	struct str sibling;
	bool only;		/* its first bytes were looked at under another
				   name of it: no row for them */
};

void judge_init(struct judge *j, const struct selector *sel,
    const struct limits *lim, const char *const *excludes);
void judge_done(struct judge *j);

/* Does --exclude leave it out? */
bool judge_excludes(const struct judge *j, struct str path);
/* Every path in this directory? */
bool judge_excludes_dir(const struct judge *j, struct str path);
/* The row that wants path, or NULL; not when it is excluded. */
const struct cataloger *judge_wants(const struct judge *j, struct str path,
    const struct want **ret);
/* The same by first bytes. */
const struct cataloger *judge_magic(const struct judge *j, const void *p,
    size_t n, const struct want **ret);
/* Do the first bytes of this file ask for a row, whatever its name? */
bool judge_head(const struct judge *j, struct str path, const void *p,
    size_t n);
enum {
	HEAD_BYTES = 64,	/* enough for that, and for magics */
	HEAD_FILE_MIN = 64,	/* smaller ones are not looked at: the headers
				   of 64-bit ELF files fill so much */
};

/* The largest file that a row is given; in_memory: it would be held whole. */
uint64_t judge_limit(const struct judge *j, const struct cataloger *row,
    bool in_memory);

/*
 * Run w's row (NULL: none) over the file, and the one that its first bytes ask
 * for. What they say, and what stopped them, is in the result, which belongs
 * to st. NULL: neither row is there, or nothing was said.
 */
struct seen *judge_file(struct judge *j, struct store *st,
    const struct wanted *w, const struct file_at *f);

/* The row that the first bytes of a file ask for, or NULL. */
const struct cataloger *judge_head_row(const struct judge *j,
    const struct wanted *w, const void *p, size_t n, const struct want **ret);

/* w is not read: a gap of that kind. */
struct seen *judge_gap(struct store *st, const struct wanted *w,
    const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Give back memory that one large database took. */
void judge_shrink(struct judge *j);
/* And all of it, before a file that needs other memory. */
void judge_yield(struct judge *j);

/* ---- the steps of judging, for files that go by (pass.h) ---- */

struct file_ref judge_ref(const struct judge *j, const struct wanted *w,
    const struct want *want);
struct seen *judge_begin(struct store *st, const struct wanted *w);
/* What stopped the row: a gap, or a note. */
void judge_report(struct seen *x, const struct cataloger *row, enum rc rc,
    const struct err *e);
/* Takes the records from the sink. drop: NULL when nothing was said. */
struct seen *judge_end(struct judge *j, struct store *st, struct seen *x,
    bool drop);

#endif
