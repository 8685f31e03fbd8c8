/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xml.h"

#include <inttypes.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>

#include "base/arena.h"
#include "base/limits.h"
#include "codec/reader.h"

/*
 * XML, by libxml2's xmlReader.
 *
 * Source:   XML 1.0 (fifth edition); http://xmlsoft.org/xmlreader.html.
 * Entities: none but the five of XML itself. A document type that declares
 *           one ends the document, however it is used: libxml2 expands them
 *           in attributes whatever its options say. It may have begun to by
 *           the time that the document type is seen; without HUGE its own
 *           guard (amplification by 10) holds until then.
 * Limits:   XML_DEPTH elements in each other; libxml2's own without HUGE: a
 *           text of 10 MB, 10 MB of names.
 */
struct xml_in {
	struct arena *arena;	/* holds this struct */
	struct reader *in;
	xmlTextReaderPtr r;
	enum xml_event event;
	bool empty;		/* its XML_CLOSE has still to be given */
	unsigned depth;
	enum rc rc;		/* what went wrong, for every later call */
	struct err why;
};

/* ---- libxml2's loose ends ---- */

static void
quiet(void *ctx, const char *fmt, ...)
{
	(void)ctx, (void)fmt;
}

static xmlParserInputPtr
no_loader(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
	(void)url, (void)id, (void)ctxt;
	return NULL;
}

void
xml_init(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(no_loader);
	xmlSetGenericErrorFunc(NULL, quiet);
	(void)xmlThrDefSetGenericErrorFunc(NULL, quiet);
}

/*
 * The first fatal error is the document's; warnings are nobody's, but that an
 * entity is unknown: libxml2 would leave it out of an attribute and go on.
 */
static void
take_error(void *ctx, xmlErrorPtr error)
{
	struct xml_in *x = ctx;

	if (x->rc != RC_OK || error == NULL ||
	    (error->level != XML_ERR_FATAL &&
	    error->code != XML_WAR_UNDECLARED_ENTITY))
		return;
	struct str text = error->code == XML_ERR_DOCUMENT_END ?
	    STR("cut short, or followed by something else") :
	    str_trim(str_from(error->message));

	x->rc = err_set(&x->why, error->code == XML_ERR_NO_MEMORY ? RC_LIMIT :
	    RC_FORMAT, "line %d: not XML: %.*s", error->line, STR_ARG(text));
}

static int
take_bytes(void *ctx, char *p, int cap)
{
	struct xml_in *x = ctx;
	size_t n;

	if (x->rc != RC_OK)
		return -1;
	if (cap <= 0)
		return 0;
	x->rc = reader_read(x->in, p, (size_t)cap, &n, &x->why);
	return x->rc == RC_OK ? (int)n : -1;
}

/* ---- reading ---- */

enum rc
xml_in_new(struct reader *in, struct xml_in **ret, struct err *e)
{
	struct arena *a = arena_new(64 * KIB);
	struct xml_in *x = NEW(a, struct xml_in);

	x->arena = a;
	x->in = in;
	x->r = xmlReaderForIO(take_bytes, NULL, x, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_COMPACT);
	if (x->r == NULL) {
		enum rc rc = x->rc != RC_OK ? x->rc : RC_LIMIT;

		if (x->rc != RC_OK)
			*e = x->why;
		else
			(void)err_set(e, rc, "no memory to read XML");
		arena_free(a);
		return rc;
	}
	xmlTextReaderSetStructuredErrorHandler(x->r, take_error, x);
	*ret = x;
	return RC_OK;
}

void
xml_in_free(struct xml_in *x)
{
	if (x == NULL)
		return;
	xmlFreeTextReader(x->r);
	arena_free(x->arena);
}

static uint64_t
parser_line(const struct xml_in *x)
{
	int line = xmlTextReaderGetParserLineNumber(x->r);

	return line > 0 ? (uint64_t)line : 0;
}

/* The parser reads ahead; a node knows its own line, up to 65,534. */
uint64_t
xml_in_line(const struct xml_in *x)
{
	const xmlNode *node = xmlTextReaderCurrentNode(x->r);
	long line = node != NULL ? xmlGetLineNo(node) : 0;

	return line > 0 && line < 65535 ? (uint64_t)line : parser_line(x);
}

static enum rc
fail(struct xml_in *x, enum rc rc, const char *what)
{
	if (x->rc == RC_OK)
		x->rc = err_set(&x->why, rc, "line %" PRIu64 ": %s",
		    parser_line(x), what);
	return x->rc;
}

/* Does the document type just read declare an entity, of either kind? */
static bool
declares_entity(const struct xml_in *x)
{
	const xmlNode *node = xmlTextReaderCurrentNode(x->r);

	if (node == NULL || node->type != XML_DTD_NODE)
		return true;	/* cannot tell */
	for (node = node->children; node != NULL; node = node->next)
		if (node->type == XML_ENTITY_DECL)
			return true;
	return false;
}

/* An attribute that is more than one text refers to an entity. */
static bool
attributes_plain(const struct xml_in *x)
{
	const xmlNode *node = xmlTextReaderCurrentNode(x->r);

	if (node == NULL || node->type != XML_ELEMENT_NODE)
		return true;
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->children != NULL && (a->children->next != NULL ||
		    a->children->type != XML_TEXT_NODE))
			return false;
	return true;
}

/* The node just read as an event; *ret_skip: it is none. */
static enum rc
judge(struct xml_in *x, bool *ret_skip)
{
	int depth = xmlTextReaderDepth(x->r);

	*ret_skip = false;
	x->depth = depth > 0 ? (unsigned)depth : 0;
	switch (xmlTextReaderNodeType(x->r)) {
	case XML_READER_TYPE_ELEMENT:
		x->event = XML_OPEN;
		x->empty = xmlTextReaderIsEmptyElement(x->r) == 1;
		if (++x->depth > XML_DEPTH)
			return fail(x, RC_LIMIT, "XML is nested too deep");
		if (!attributes_plain(x))
			return fail(x, RC_FORMAT,
			    "an attribute refers to an entity");
		break;
	case XML_READER_TYPE_END_ELEMENT:
		x->event = XML_CLOSE;
		x->depth++;
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		x->event = XML_TEXT;	/* an empty CDATA section is none */
		*ret_skip = xml_in_text(x).n == 0;
		break;
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return fail(x, RC_FORMAT, "refers to an entity");
	case XML_READER_TYPE_DOCUMENT_TYPE:
		if (declares_entity(x))
			return fail(x, RC_FORMAT, "declares an entity");
		*ret_skip = true;
		break;
	default:
		*ret_skip = true;
		break;
	}
	return RC_OK;
}

enum rc
xml_in_next(struct xml_in *x, enum xml_event *ret, struct err *e)
{
	bool skip = true;
	int got = 1;

	if (x->rc == RC_OK && x->empty) {
		x->empty = false;
		*ret = x->event = XML_CLOSE;
		return RC_OK;
	}
	while (x->rc == RC_OK && skip) {
		got = xmlTextReaderRead(x->r);
		if (x->rc != RC_OK || got != 1)
			break;
		(void)judge(x, &skip);
	}
	if (got < 0)
		(void)fail(x, RC_FORMAT, "not XML");
	if (x->rc != RC_OK) {
		*e = x->why;
		return x->rc;
	}
	if (got == 0) {
		x->event = XML_END;
		x->depth = 0;
	}
	*ret = x->event;
	return RC_OK;
}

enum rc
xml_in_skip(struct xml_in *x, struct err *e)
{
	unsigned depth = x->depth;
	enum xml_event event = x->event;
	enum rc rc = RC_OK;

	while (rc == RC_OK && event != XML_END &&
	    !(event == XML_CLOSE && x->depth == depth))
		rc = xml_in_next(x, &event, e);
	return rc;
}

/* ---- what was read ---- */

static struct str
text_of(const xmlChar *s)
{
	return s == NULL ? STR("") : str_from((const char *)s);
}

struct str
xml_in_name(const struct xml_in *x)
{
	return text_of(xmlTextReaderConstLocalName(x->r));
}

struct str
xml_in_namespace(const struct xml_in *x)
{
	return text_of(xmlTextReaderConstNamespaceUri(x->r));
}

struct str
xml_in_text(const struct xml_in *x)
{
	return x->event != XML_TEXT ? STR("") :
	    text_of(xmlTextReaderConstValue(x->r));
}

struct str
xml_in_attr(struct xml_in *x, const char *name)
{
	const xmlNode *node = xmlTextReaderCurrentNode(x->r);

	if (x->event != XML_OPEN || node == NULL ||
	    node->type != XML_ELEMENT_NODE)
		return STR("");
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->ns == NULL && str_eq(text_of(a->name), str_from(name)))
			return a->children == NULL ? STR("") :
			    text_of(a->children->content);
	return STR("");
}

unsigned
xml_in_depth(const struct xml_in *x)
{
	return x->depth;
}
