/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_XML_OUT_H
#define TEXT_XML_OUT_H

#include <stdbool.h>

#include "base/out.h"
#include "base/str.h"

struct arena;

/*
 * A streaming writer: what is called first is written first. Two-space indent
 * (or none) between elements, UTF-8 kept raw; bad bytes, and characters that
 * XML cannot hold, become U+FFFD. An element holds elements or one text, not
 * both. Calls in a wrong order are an assert. No newline follows the root:
 * that is the caller's.
 */
struct xml_out {
	struct out *out;
	bool compact;		/* one line */
	bool open;		/* the start tag has no end yet */
	bool text;		/* the element has one */
	unsigned depth;
	const char *names[32];
	bool empty[32];
};

/* Writes the declaration. */
void xml_out_init(struct xml_out *x, struct out *o, bool compact);
/* name lives until the element ends. */
void xml_begin(struct xml_out *x, const char *name);
/* Of the element that has just begun. */
void xml_put_attr(struct xml_out *x, const char *name, struct str value);
void xml_put_text(struct xml_out *x, struct str text);
void xml_end(struct xml_out *x);
/* Everything so far is written: no attribute may follow. */
void xml_settle(struct xml_out *x);
/* The text as it will be read, with U+FFFD; s itself where that is the same. */
struct str xml_clean(struct arena *a, struct str s);
/* An element with a text. */
void xml_pair(struct xml_out *x, const char *name, struct str text);

#endif
