/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_DEB822_H
#define TEXT_DEB822_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * deb822(5) and deb-control(5): stanzas divided by empty lines, "Name: value",
 * continuation lines that begin with a blank, "#" comments. Nothing is
 * allocated; every str borrows from the text.
 */
struct deb822 {
	struct str rest;
	size_t line;		/* of the next line, from 1 */
	bool inside;		/* a stanza has begun */
};

struct deb822_field {
	struct str name;
	struct str value;	/* trimmed; holds continuation lines with their
				   newlines and leading blanks, and comment
				   lines between them */
	size_t line;
};

struct deb822 deb822_of(struct str text);

/*
 * Next field of the current stanza; false when the stanza ends. *ret_bad (may
 * be NULL) counts lines that are no field.
 */
bool deb822_field(struct deb822 *d, struct deb822_field *ret, size_t *ret_bad);

/* Go to the next stanza; false when there is none. Call it before the first. */
bool deb822_stanza(struct deb822 *d);

#endif
