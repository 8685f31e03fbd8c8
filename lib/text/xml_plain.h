/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_XML_PLAIN_H
#define TEXT_XML_PLAIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "text/xml.h"

/*
 * XML without declarations, by ourselves: for `match`, which starts in less
 * time than libxml2 takes to load. UTF-8 only; namespaces are not resolved.
 * Any declaration of a document type, other than a bare DOCTYPE, ends the
 * document with RC_FORMAT, as does an entity that is not XML's own.
 */
struct reader;
struct xml_plain;

/* in is borrowed. max: most bytes of one text, or of one element's tag. */
struct xml_plain *xml_plain_new(struct reader *in, size_t max);
void xml_plain_free(struct xml_plain *x);

/*
 * As xml_in_next: an empty element gives XML_OPEN and XML_CLOSE, text may come
 * in pieces; XML_END is at the end of the stream, which only blanks and
 * comments may stand before. After a failure every further call fails the
 * same way.
 */
enum rc xml_plain_next(struct xml_plain *x, enum xml_event *ret,
    struct err *e);

/* Local name of the element just opened or closed. */
struct str xml_plain_name(const struct xml_plain *x);
/* Of the text just read. */
struct str xml_plain_text(const struct xml_plain *x);
/* Attributes of the element just opened, prefix and all, in order: of index i,
   false: there are not that many. All borrowed until the next call. */
bool xml_plain_attr(const struct xml_plain *x, size_t i, struct str *ret_name,
    struct str *ret_value);
unsigned xml_plain_depth(const struct xml_plain *x);
/* Bytes of the stream that were read but not looked at: behind the root's
   XML_CLOSE, what follows the document. The last read gave them all. */
size_t xml_plain_rest(const struct xml_plain *x);
uint64_t xml_plain_line(const struct xml_plain *x);

#endif
