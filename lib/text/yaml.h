/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_YAML_H
#define TEXT_YAML_H

#include "text/tree.h"

/*
 * YAML 1.1 by libyaml, as a tree (text/tree.h). Every scalar is text as it
 * stands there: "1.10" stays so, an empty value is a text of no bytes that is
 * not quoted. Tags are ignored. A map may hold a key twice: both are kept, in
 * order. A key that is no scalar has the name "". "<<" is a key like others.
 *
 * An alias stands for a node with the same children. Aliases may not make the
 * document, if written out, larger than TREE_NODES or deeper than TREE_DEPTH
 * (RC_LIMIT), nor hold themselves (RC_UNSUPPORTED).
 */

/*
 * Read all documents of text. *ret is the list of them: of an empty text it
 * has none. RC_FORMAT (with the line), RC_LIMIT, RC_UNSUPPORTED.
 */
enum rc yaml_read(struct arena *a, struct str text, const struct node **ret,
    struct err *e);

#endif
