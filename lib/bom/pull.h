/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_PULL_H
#define BOM_PULL_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/decode.h"
#include "bom/format.h"
#include "bom/graph.h"
#include "text/json.h"

/* What readers share: a document on its way in; of JSON, pulled from the
   stream member by member: no tree is built. */
struct pull {
	struct json_in *j;		/* NULL: no JSON */
	struct bom *b;
	const struct limits *lim;
	struct arena *tmp;		/* emptied after each component */
	struct arena *names;		/* lives as long as the reading */
	struct bom_decoder decoder;
	struct bom_graph graph;
};

/* For readers of another syntax. */
void pull_init(struct pull *p, const struct limits *lim, struct bom *b);
void pull_done(struct pull *p);

/*
 * Set p up, read one JSON document by fn, give back what follows it. fn fills the
 * bom; p is no longer valid after this.
 */
enum rc pull_document(struct pull *p, struct bom_in *in,
    const struct limits *lim, struct bom *b,
    enum rc (*fn)(struct pull *p, struct err *e), struct err *e);

/* The same of any stream. *ret_rest: bytes that were read from it and follow
   the document. */
enum rc pull_stream(struct pull *p, struct reader *in,
    const struct limits *lim, struct bom *b,
    enum rc (*fn)(struct pull *p, struct err *e), size_t *ret_rest,
    struct err *e);

/*
 * Step into the value that comes next if it is of this kind; else it is
 * passed over and *ret is false.
 */
enum rc pull_enter(struct pull *p, enum json_kind kind, bool *ret,
    struct err *e);

/* A string (or a number or word, as its text) into the bom's arena. */
enum rc pull_text(struct pull *p, struct str *ret, struct err *e);
/* The same into another. */
enum rc pull_text_in(struct pull *p, struct arena *a, struct str *ret,
    struct err *e);

/* The value of a member: it must be consumed or left, not half read. */
typedef enum rc pull_fn(struct pull *p, void *ctx, struct str name,
    struct err *e);

/* Calls fn for each member of an object that comes next, or with an empty
   name for each element of an array; anything else is passed over. */
enum rc pull_each(struct pull *p, enum json_kind kind, pull_fn *fn, void *ctx,
    struct err *e);

/* The same, but anything else (null aside) is an error that names it: for
   what must not be passed over, since components or gaps would be lost. */
enum rc pull_each_of(struct pull *p, enum json_kind kind, pull_fn *fn,
    void *ctx, const char *what, struct err *e);

/* The component at the end of the bom, or RC_LIMIT: no more are allowed. */
enum rc pull_add(struct pull *p, const struct bom_component *c,
    struct err *e);

#endif
