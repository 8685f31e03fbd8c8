/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_TOML_H
#define TEXT_TOML_H

#include "text/tree.h"

/*
 * TOML 1.0 (https://toml.io/en/v1.0.0) as a tree (text/tree.h): a table, also
 * an inline one, is a map; an array, also of tables, is a list; a string is a
 * quoted text; number, date and boolean are texts as written, not quoted.
 */

/*
 * *ret is the root table. RC_FORMAT (with the line) for anything that TOML
 * forbids, among that a key defined twice; RC_LIMIT beyond TREE_NODES or
 * TREE_DEPTH.
 */
enum rc toml_read(struct arena *a, struct str text, const struct node **ret,
    struct err *e);

#endif
