/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_READ_H
#define BOM_CYCLONEDX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/decode.h"
#include "text/json.h"

/* One CycloneDX JSON document on its way in. */
struct cdx_reader {
	struct json_in *j;
	struct bom *b;
	const struct limits *lim;
	struct arena *tmp;		/* emptied after each component */
	struct arena *names;		/* lives as long as the reader */
	struct bom_decoder decoder;
	bool ours;			/* written by sbom */
	bool has_os;
	struct str os_ref;
	struct bom_component subject;	/* metadata.component */
	struct cdx_edge *edges;
	size_t nedges, cedges;
	size_t clayers, ctags;
	struct str aggregates;		/* "incomplete unknown", of others */
};

/*
 * A line of `dependencies`, as the keyed hashes of its two references (64 bits
 * of a secret hash stand for the text); to 0 ends ref's line and says that
 * what it depends on is known.
 */
struct cdx_edge {
	uint64_t ref, to;
};

/*
 * Step into the value that comes next if it is of this kind; else it is
 * passed over and *ret is false.
 */
enum rc cdx_enter(struct cdx_reader *r, enum json_kind kind, bool *ret,
    struct err *e);

/* A string (or a number or word, as its text) into the bom's arena. */
enum rc cdx_text(struct cdx_reader *r, struct str *ret, struct err *e);
/* The same into another. */
enum rc cdx_text_in(struct cdx_reader *r, struct arena *a, struct str *ret,
    struct err *e);

/* The value of a member: it must be consumed or left, not half read. */
typedef enum rc cdx_member_fn(struct cdx_reader *r, void *ctx,
    struct str name, struct err *e);

/* Calls fn for each member of an object that comes next, or with an empty
   name for each element of an array; anything else is passed over. */
enum rc cdx_each(struct cdx_reader *r, enum json_kind kind,
    cdx_member_fn *fn, void *ctx, struct err *e);

/* The same, but anything else (null aside) is an error that names it. */
enum rc cdx_each_of(struct cdx_reader *r, enum json_kind kind,
    cdx_member_fn *fn, void *ctx, const char *what, struct err *e);

/* An element of `components`: what it holds goes to the bom. */
enum rc cdx_read_component(struct cdx_reader *r, void *depth, struct str name,
    struct err *e);
/* metadata.component: into r->subject. */
enum rc cdx_read_subject(struct cdx_reader *r, struct err *e);

#endif
