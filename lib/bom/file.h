/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_FILE_H
#define BOM_FILE_H

#include "base/err.h"
#include "base/limits.h"

struct bom;
struct reader;

/*
 * Every document of a file or stream that is already open, unpacked where it
 * is gzip or zstd; see bom_read_all. fd is borrowed and read to its end.
 */
enum rc bom_read_fd(int fd, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e);

/* The stream itself, unpacked likewise, handed to fn. */
enum rc bom_with_fd(int fd, const struct limits *lim,
    enum rc (*fn)(void *ctx, struct reader *in, struct err *e), void *ctx,
    struct err *e);

#endif
