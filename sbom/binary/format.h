/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_FORMAT_H
#define SBOM_BINARY_FORMAT_H

#include "base/rd.h"
#include "sbom/binary/exe.h"

/* What the files of this room say to each other. */

/* Integers in the file's byte order, words of its class. */
static inline uint16_t
exe_u16(const struct exe *x, struct rd *r)
{
	return x->big ? rd_be16(r) : rd_le16(r);
}

static inline uint32_t
exe_u32(const struct exe *x, struct rd *r)
{
	return x->big ? rd_be32(r) : rd_le32(r);
}

static inline uint64_t
exe_u64(const struct exe *x, struct rd *r)
{
	return x->big ? rd_be64(r) : rd_le64(r);
}

static inline uint64_t
exe_word(const struct exe *x, struct rd *r)
{
	return x->wide ? exe_u64(x, r) : exe_u32(x, r);
}

/* Fill x, whose arena and format are set; head is a copy of the file's first
   bytes. */
enum rc elf_open(struct exe *x, struct str head, struct blob *b,
    struct err *e);
enum rc pe_open(struct exe *x, struct str head, struct blob *b,
    struct err *e);
enum rc macho_open(struct exe *x, struct str head, struct blob *b,
    struct err *e);

enum rc elf_needed(const struct exe *x, struct blob *b,
    const struct str **ret, size_t *ret_n, struct err *e);
enum rc pe_needed(const struct exe *x, struct blob *b,
    const struct str **ret, size_t *ret_n, struct err *e);

/* PE: the file offset of an address without image base. */
bool pe_offset(const struct exe *x, uint64_t rva, uint64_t n, uint64_t *ret);

/* A text that ends in NUL at off, of at most max bytes; "" when it is not. */
enum rc exe_text(const struct exe *x, struct blob *b, uint64_t off,
    size_t max, struct str *ret, struct err *e);

#endif
