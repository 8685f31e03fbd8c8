/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_TOML_INT_H
#define TEXT_TOML_INT_H

#include "text/tree.h"

/* What toml.c and toml_value.c share. */
struct toml {
	struct tree tree;
	struct str text;
	size_t i, line;
	struct node *root, *table;	/* table: of the last header */
	size_t depth;			/* of table */
	uint32_t headers;		/* seen so far */
};

/* The character k behind the place; NUL, which TOML forbids, past the end. */
static inline char
toml_at(const struct toml *t, size_t k)
{
	return k < t->text.n - t->i ? t->text.p[t->i + k] : '\0';
}

bool toml_is_control(char c);		/* but a tab */
void toml_blanks(struct toml *t);
bool toml_newline(struct toml *t);	/* passes over one */
enum rc toml_comment(struct toml *t, struct err *e);
/* Over blanks, comments and newlines. */
enum rc toml_void(struct toml *t, struct err *e);

enum rc toml_bad(const struct toml *t, const char *what, struct err *e);
enum rc toml_deep(const struct toml *t, struct err *e);
enum rc toml_node(struct toml *t, enum node_kind kind, struct node **ret,
    struct err *e);

/* key = value, into table at depth. */
enum rc toml_pair(struct toml *t, struct node *table, size_t depth,
    struct err *e);
enum rc toml_value(struct toml *t, size_t depth, struct node **ret,
    struct err *e);
/* A string that begins here; many: may be of many lines. */
enum rc toml_string(struct toml *t, bool many, struct str *ret,
    struct err *e);

#endif
