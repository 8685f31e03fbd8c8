/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_XML_H
#define TEXT_XML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * XML by libxml2's xmlReader over a reader: XML_PARSE_NONET, never entities,
 * DTDs, XInclude or HUGE. A declared entity ends the document with RC_FORMAT;
 * a bare DOCTYPE passes. Depth is bounded by XML_DEPTH.
 */
struct reader;
struct xml_in;

enum xml_event { XML_END, XML_OPEN, XML_CLOSE, XML_TEXT };

void xml_init(void);		/* once, before threads */
enum rc xml_in_new(struct reader *in, struct xml_in **ret, struct err *e);
void xml_in_free(struct xml_in *x);

/*
 * An empty element gives XML_OPEN and XML_CLOSE. Text may come in pieces, and
 * blanks between elements are text. After a failure every further call fails
 * the same way.
 */
enum rc xml_in_next(struct xml_in *x, enum xml_event *ret, struct err *e);

/* Of the element just opened or closed; borrowed until the next call. */
struct str xml_in_name(const struct xml_in *x);		/* local name */
struct str xml_in_namespace(const struct xml_in *x);
/* Of the text just read; borrowed until the next call. */
struct str xml_in_text(const struct xml_in *x);
/* Attribute of the element just opened (no namespace), or "". Borrowed until
   the next call of xml_in_next. */
struct str xml_in_attr(struct xml_in *x, const char *name);
/* Of the element opened or closed (root is 1), or of the one around a text. */
unsigned xml_in_depth(const struct xml_in *x);
/* Pass over the element just opened, to after its XML_CLOSE. */
enum rc xml_in_skip(struct xml_in *x, struct err *e);
uint64_t xml_in_line(const struct xml_in *x);

#endif
