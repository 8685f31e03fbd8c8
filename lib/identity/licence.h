/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_LICENCE_H
#define IDENTITY_LICENCE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/*
 * Declared licences. A single identifier of the SPDX list, an SPDX licence
 * expression of known identifiers, or whatever words were written. Versions
 * and variants are never guessed: bare "GPL" or "BSD" stays a name.
 */
enum licence_form { LICENCE_ID, LICENCE_EXPRESSION, LICENCE_NAME };

struct licence {
	struct str text;	/* canonical id or expression, or the words
				   with runs of blanks made one; "" when raw
				   says nothing ("", NONE, NOASSERTION,
				   UNKNOWN) */
	enum licence_form form;
};

struct licence licence_classify(struct arena *a, struct str raw);

/*
 * Several findings as one expression: joined with AND, operands with OR in
 * parentheses, repetitions dropped. Of a name: false, there is none.
 */
bool licence_join(struct arena *a, const struct licence *v, size_t n,
    struct str *ret);

#endif
