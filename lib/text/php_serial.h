/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_PHP_SERIAL_H
#define TEXT_PHP_SERIAL_H

#include "text/tree.h"

/*
 * What PHP's serialize() writes, as a tree (text/tree.h): an array or object
 * is a map (a list's keys are "0", "1" ...), a string a quoted text, a number
 * its digits, true and false "1" and "0", null an empty text that is not
 * quoted. A reference is an empty text: it is not followed.
 */

/* RC_FORMAT (with the offset); RC_UNSUPPORTED: a class that serialises itself;
   RC_LIMIT beyond TREE_NODES or TREE_DEPTH. */
enum rc php_serial_read(struct arena *a, struct str text,
    const struct node **ret, struct err *e);

#endif
