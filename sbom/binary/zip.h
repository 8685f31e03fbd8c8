/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_ZIP_H
#define SBOM_BINARY_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "sbom/catalog/blob.h"

/*
 * Zip archives, two ways: by the directory at their end, over a blob; and as
 * their bytes come, by the headers before each entry. Nothing is unpacked to
 * disk, names are only names.
 */
#define ZIP_UNKNOWN UINT64_MAX

struct zip_entry {
	struct str name;	/* borrowed until the next entry */
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, size;	/* ZIP_UNKNOWN: follow the data (streams) */
	uint64_t at;		/* of its local header, in the blob */
};

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };	/* what we read of methods */

/* Begins like an archive: a local header, or the end of an empty one. */
bool zip_magic(const void *p, size_t n);
/* What keeps us from reading the entry's data: NULL, or words. */
const char *zip_unreadable(const struct zip_entry *x);
static inline bool
zip_is_dir(const struct zip_entry *x)
{
	return x->name.n > 0 && x->name.p[x->name.n - 1] == '/';
}

struct deflate_in;

/*
 * Work that all archives of one tree may cost together; shared by pointer.
 * Bytes that entries inflate to are taken from it; 0 once it was exceeded.
 */
struct zip_budget {
	uint64_t left;
	struct deflate_in *spare;	/* kept from one entry to the next */
};

void zip_budget_done(struct zip_budget *w);

/* ---- by the directory ---- */

struct zip {
	struct blob *b;			/* borrowed */
	struct zip_budget *work;	/* borrowed */
	uint64_t shift;		/* bytes before what its offsets count from */
	uint64_t dir, dir_end;	/* where the directory lies in the blob */
	uint64_t entries;
	/* the walk */
	uint64_t pos, seen;
	uint64_t sum;		/* bytes that the entries so far take */
	uint64_t top, end;	/* the entry that ends last so far */
	struct buf window;
	uint64_t window_at;
	unsigned misnamed;	/* headers that zip_data found to have other
				   names than the directory: it rules */
};

/*
 * Finds the directory. RC_FORMAT: none, or it does not fit; RC_UNSUPPORTED: of
 * several volumes. zip_done releases it, also after a failure.
 */
enum rc zip_open(struct zip *z, struct blob *b, struct zip_budget *work,
    struct err *e);
void zip_done(struct zip *z);

/*
 * The next entry in the directory's order; RC_STOP after the last. RC_FORMAT
 * when the directory is damaged, or entries share bytes of the file.
 */
enum rc zip_next(struct zip *z, struct zip_entry *ret, struct err *e);

/* Where the entry's packed bytes begin, by its local header. */
enum rc zip_data(struct zip *z, const struct zip_entry *x, uint64_t *ret,
    struct err *e);

/* The entry's bytes, unpacked, in pieces; false stops without failing. It may
   not use the blob. */
typedef bool zip_take(void *ctx, const uint8_t *p, size_t n);

/* RC_LIMIT when the budget is used up; length and checksum are verified
   unless take stopped. */
enum rc zip_read(struct zip *z, const struct zip_entry *x, zip_take *take,
    void *ctx, struct err *e);

/* ---- as the bytes come ---- */

struct zip_sink {
	/* An entry begins. Is its data wanted? x is good until end. */
	bool (*begin)(struct zip_sink *s, const struct zip_entry *x);
	/* Its bytes, unpacked. */
	void (*data)(struct zip_sink *s, const uint8_t *p, size_t n);
	/* It ended whole and verified; for wanted ones only. */
	void (*end)(struct zip_sink *s, const struct zip_entry *x);
	/* Only one of the two lists the entry. name is "" when it is not
	   known any more. */
	void (*odd)(struct zip_sink *s, struct str name, const char *what);
};

struct zip_push;

/* s and work are borrowed. */
struct zip_push *zip_push_new(struct zip_sink *s, struct zip_budget *work);
/* After a failure bytes are passed over. */
void zip_push_feed(struct zip_push *z, const uint8_t *p, size_t n);
/* Has it failed already? */
bool zip_push_failed(const struct zip_push *z);
/*
 * After the last byte. RC_FORMAT: damaged, or cut short; RC_LIMIT: the budget;
 * RC_UNSUPPORTED: an entry whose end cannot be found. *ret_entries: how many
 * came before.
 */
enum rc zip_push_end(struct zip_push *z, uint64_t *ret_entries, struct err *e);
void zip_push_free(struct zip_push *z);

#endif
