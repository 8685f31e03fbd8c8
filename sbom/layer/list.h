/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_LIST_H
#define SBOM_LAYER_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "codec/digest.h"
#include "sbom/layer/tree.h"

/*
 * Every file of one layer, for --files: 72 bytes and its name each, its
 * directory once for all that follow each other in it.
 */
enum { SHA256_BYTES = 32, SHA1_BYTES = 20 };

enum list_type {
	LIST_FILE, LIST_HARDLINK, LIST_SYMLINK, LIST_OTHER,
	LIST_ELF, LIST_PE, LIST_MACHO, LIST_SCRIPT,
};

struct listed {
	uint64_t size;
	uint32_t dir;		/* where in text: its length, then itself */
	uint32_t name;
	uint16_t name_n;
	uint8_t type;		/* enum list_type */
	bool hashed;
	uint8_t sha256[SHA256_BYTES], sha1[SHA1_BYTES];
};

struct list {
	struct buf text, files;
	uint32_t dir;		/* the last one, or NONE */
	bool has_dir;
	/* The file that goes by. */
	struct digest *digest[2];
	struct listed now;
	bool open;
	uint64_t at, zeros;	/* of its content; left to be made up */
	const struct tar_run *runs;
	size_t nruns, run;
};

struct list *list_new(void);
void list_free(struct list *l);		/* NULL does nothing */
size_t list_count(const struct list *l);
const struct listed *list_at(const struct list *l, size_t i);
struct str list_dir(const struct list *l, const struct listed *x);
struct str list_name(const struct list *l, const struct listed *x);

/*
 * A regular file begins; its bytes follow by list_bytes. runs, of a sparse
 * one, must stay until the last of them. False: no room (4 GiB of names).
 */
struct tar_run;
bool list_begin(struct list *l, struct str path, uint64_t size,
    const struct tar_run *runs, size_t nruns);
void list_bytes(void *l, const uint8_t *p, size_t n);
/* It ended; when not all of its bytes came it has no digests. */
void list_end(struct list *l);

/* Anything else. */
bool list_add(struct list *l, struct str path, enum list_type type,
    uint64_t target);
/* Hash of the name that a hard link leads to. */
uint64_t list_target(const struct listed *x);

#endif
