/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CLASSIFY_CLASSIFY_H
#define SBOM_CATALOG_CLASSIFY_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Programs and libraries that tell their version by a text inside: a table of
 * classifiers (sbom/catalog/classifiers.txt, where its grammar is described),
 * and the search for its patterns in one pass over a file.
 */
struct arena;
struct limits;
struct records;

struct classify;

/*
 * The built-in table, or it with the rows of a user's table (text, untrusted;
 * n 0: none): a class that the user's table names takes the place of the
 * built-in one. Lives in the arena, borrows nothing; read-only afterwards.
 * RC_FORMAT names the line.
 */
enum rc classify_new(struct arena *a, struct str text, struct classify **ret,
    struct err *e);
/* A table that is only text: for tests. */
enum rc classify_from(struct arena *a, struct str text, struct classify **ret,
    struct err *e);

/* Does a class name this path? No leading '/'. */
bool classify_path(const struct classify *c, struct str path);

/* Names of all classes, in table order; n 0 past the end. */
struct str classify_name(const struct classify *c, size_t i);

/*
 * The search of one file. Bytes come in order, once, in chunks of any size;
 * false from hunt_feed: no more is wanted. hunt_end emits what was found;
 * RC_LIMIT when the work budget ran out: what was found counts all the same.
 */
struct hunt;

struct hunt *hunt_new(const struct classify *c, struct str path,
    uint64_t size);
bool hunt_feed(struct hunt *h, const uint8_t *p, size_t n);
enum rc hunt_end(struct hunt *h, struct records *out, struct err *e);
void hunt_free(struct hunt *h);

#endif
