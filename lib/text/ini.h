/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_INI_H
#define TEXT_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * INI and .cfg files as Python's configparser reads them: "[section]" lines,
 * "name = value" entries, lines that are indented deeper than their entry's
 * first line continue its value, also behind empty lines; a line that begins
 * with "#" or ";" is a comment. Nothing is allocated; every str borrows from
 * the text.
 */
struct ini {
	struct str rest;
	const char *divide;
	size_t line;		/* of the next line, from 1 */
	struct str section;
};

struct ini_entry {
	struct str section;	/* "" before the first */
	struct str name;	/* trimmed; the whole line if nothing divides */
	struct str value;	/* trimmed; may hold continuation and comment
				   lines: see ini_value_line */
	struct str whole;	/* the entry's first line, trimmed */
	bool bare;		/* nothing divided name and value */
	size_t line;
};

/* divide: the characters that end a name, "=:" in most formats. */
struct ini ini_of(struct str text, const char *divide);

/* Next entry of the file; false at the end. A section without entries gives
   none. */
bool ini_next(struct ini *i, struct ini_entry *ret);

/*
 * Next line of an entry's value, trimmed; empty and comment lines are passed
 * over. *rest is the value at first; false when nothing is left.
 */
bool ini_value_line(struct str *rest, struct str *line);

#endif
