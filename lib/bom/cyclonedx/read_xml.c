/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX XML, read by way of the JSON reader: the elements that it looks at
 * are written as JSON while they are parsed, and it pulls from that. What
 * follows the root is given back: another document may stand there.
 *
 * Source:   bom-1.0.xsd to bom-1.7.xsd. In JSON attributes are members, and
 *           so are lists, whose items have no name.
 * Limits:   lim->json_record for one text; NESTED; those of the JSON reader.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "text/json_out.h"
#include "text/xml_plain.h"

enum {
	NESTED = 60,		/* containers in each other, as json_out has */
	CHUNK = 32768,		/* of JSON in advance */
};

static const char space[] = "http://cyclonedx.org/schema/bom/1.";

/* Where an element is: what its children mean. */
enum where {
	NOWHERE,		/* all is passed over */
	BOM, METADATA, TOOLS, TOOL, AUTHORS, NAMED, CONTACT, COMPONENTS,
	COMPONENT, HASHES, LICENSES, LICENSE, PROPERTIES, EVIDENCE, IDENTITY,
	METHODS, METHOD, OCCURRENCES, OCCURRENCE, TAGS, DEPENDENCIES,
	COMPOSITIONS, COMPOSITION,
};

enum how {
	TEXT,			/* "name": text; in a list, text */
	OBJECT, LIST,
	THROUGH,		/* its children stand for it */
	HASH, LICENCE, EXPRESSION, PROPERTY, DEPENDENCY,
};

static const struct rule {
	enum where in;
	const char *element;
	enum how how;
	enum where to;
} rules[] = {
	{ BOM, "metadata", OBJECT, METADATA },
	{ BOM, "components", LIST, COMPONENTS },
	{ BOM, "properties", LIST, PROPERTIES },
	{ BOM, "dependencies", LIST, DEPENDENCIES },
	{ BOM, "compositions", LIST, COMPOSITIONS },
	{ METADATA, "timestamp", TEXT, NOWHERE },
	{ METADATA, "tools", LIST, TOOLS },
	{ METADATA, "authors", LIST, AUTHORS },
	{ METADATA, "manufacturer", OBJECT, NAMED },
	{ METADATA, "component", OBJECT, COMPONENT },
	{ METADATA, "supplier", OBJECT, NAMED },
	{ METADATA, "properties", LIST, PROPERTIES },
	{ TOOLS, "tool", OBJECT, TOOL },
	{ TOOLS, "components", THROUGH, TOOLS },
	{ TOOLS, "component", OBJECT, TOOL },
	{ TOOL, "name", TEXT, NOWHERE },
	{ TOOL, "version", TEXT, NOWHERE },
	{ AUTHORS, "author", OBJECT, CONTACT },
	{ NAMED, "name", TEXT, NOWHERE },
	{ NAMED, "contact", OBJECT, CONTACT },
	{ CONTACT, "name", TEXT, NOWHERE },
	{ CONTACT, "email", TEXT, NOWHERE },
	{ COMPONENTS, "component", OBJECT, COMPONENT },
	{ COMPONENT, "name", TEXT, NOWHERE },
	{ COMPONENT, "version", TEXT, NOWHERE },
	{ COMPONENT, "group", TEXT, NOWHERE },
	{ COMPONENT, "purl", TEXT, NOWHERE },
	{ COMPONENT, "cpe", TEXT, NOWHERE },
	{ COMPONENT, "description", TEXT, NOWHERE },
	{ COMPONENT, "publisher", TEXT, NOWHERE },
	{ COMPONENT, "scope", TEXT, NOWHERE },
	{ COMPONENT, "supplier", OBJECT, NAMED },
	{ COMPONENT, "hashes", LIST, HASHES },
	{ COMPONENT, "licenses", LIST, LICENSES },
	{ COMPONENT, "properties", LIST, PROPERTIES },
	{ COMPONENT, "evidence", OBJECT, EVIDENCE },
	{ COMPONENT, "tags", LIST, TAGS },
	{ COMPONENT, "components", LIST, COMPONENTS },
	{ HASHES, "hash", HASH, NOWHERE },
	{ LICENSES, "license", LICENCE, LICENSE },
	{ LICENSES, "expression", EXPRESSION, NOWHERE },
	{ LICENSE, "id", TEXT, NOWHERE },
	{ LICENSE, "name", TEXT, NOWHERE },
	{ PROPERTIES, "property", PROPERTY, NOWHERE },
	{ EVIDENCE, "identity", OBJECT, IDENTITY },
	{ EVIDENCE, "occurrences", LIST, OCCURRENCES },
	{ IDENTITY, "methods", LIST, METHODS },
	{ METHODS, "method", OBJECT, METHOD },
	{ METHOD, "technique", TEXT, NOWHERE },
	{ METHOD, "value", TEXT, NOWHERE },
	{ OCCURRENCES, "occurrence", OBJECT, OCCURRENCE },
	{ OCCURRENCE, "location", TEXT, NOWHERE },
	{ OCCURRENCE, "additionalContext", TEXT, NOWHERE },
	{ TAGS, "tag", TEXT, NOWHERE },
	{ DEPENDENCIES, "dependency", DEPENDENCY, NOWHERE },
	{ COMPOSITIONS, "composition", OBJECT, COMPOSITION },
	{ COMPOSITION, "aggregate", TEXT, NOWHERE },
};

struct frame {
	enum where where;
	bool list;		/* what it writes stands in a list */
	int ends;		/* containers that its end closes, inside out */
	char kinds[2];		/* of these: 'o' or 'l' */
};

struct xml_json {
	struct reader reader;	/* first: hands out JSON */
	struct xml_plain *x;
	struct json_out j;
	struct buf json;
	size_t at;		/* of it handed out */
	struct buf text;
	struct out out;
	struct frame frames[XML_DEPTH + 1];
	unsigned depth;
	bool end;
	enum rc rc;
};

/* ---- pieces ---- */

static enum rc
get(struct xml_json *x, enum xml_event *ret, struct err *e)
{
	return xml_plain_next(x->x, ret, e);
}

static struct str
attr(const struct xml_json *x, const char *name)
{
	struct str key, value;

	for (size_t i = 0; xml_plain_attr(x->x, i, &key, &value); i++)
		if (str_eq(key, str_from(name)))
			return value;
	return STR("");
}

/* The rest of the element just opened. */
static enum rc
skip(struct xml_json *x, struct err *e)
{
	unsigned depth = xml_plain_depth(x->x);
	enum xml_event ev;
	enum rc rc;

	do
		rc = get(x, &ev, e);
	while (rc == RC_OK && !(ev == XML_CLOSE &&
	    xml_plain_depth(x->x) == depth));
	return rc;
}

/* Its text, without that of elements inside, in x->text. */
static enum rc
raw_text(struct xml_json *x, struct str *ret, struct err *e)
{
	unsigned depth = xml_plain_depth(x->x);
	enum xml_event ev;
	enum rc rc;

	x->text.n = 0;
	while ((rc = get(x, &ev, e)) == RC_OK) {
		if (ev == XML_CLOSE && xml_plain_depth(x->x) == depth)
			break;
		if (ev == XML_TEXT && xml_plain_depth(x->x) == depth &&
		    !buf_add_str(&x->text, xml_plain_text(x->x)))
			return err_set(e, RC_LIMIT, "line %llu: a text is too "
			    "long",
			    (unsigned long long)xml_plain_line(x->x));
	}
	*ret = buf_str(&x->text);
	return rc;
}

/* The same; blanks around a text on lines of its own are none of it. */
static enum rc
text(struct xml_json *x, struct str *ret, struct err *e)
{
	enum rc rc = raw_text(x, ret, e);

	if (rc == RC_OK && ret->n != 0 && (ret->p[0] == '\n' || ret->p[0] == '\r'))
		*ret = str_trim(*ret);
	return rc;
}

static void
key(struct xml_json *x, const char *name)
{
	if (!x->frames[x->depth].list)
		json_key(&x->j, name);
}

/* A frame for the element just opened. */
static struct frame *
push(struct xml_json *x, enum where where)
{
	struct frame *f = &x->frames[++x->depth];

	*f = (struct frame){ .where = where };
	return f;
}

static void
push_object(struct xml_json *x, const char *name, enum where where)
{
	struct frame *f;

	key(x, name);
	json_begin_object(&x->j);
	f = push(x, where);
	f->kinds[f->ends++] = 'o';
}

static void
push_list(struct xml_json *x, const char *name, enum where where)
{
	struct frame *f;

	key(x, name);
	json_begin_array(&x->j);
	f = push(x, where);
	f->list = true;
	f->kinds[f->ends++] = 'l';
}

static void
pop(struct xml_json *x)
{
	struct frame *f = &x->frames[x->depth--];

	while (f->ends > 0) {
		if (f->kinds[--f->ends] == 'o')
			json_end_object(&x->j);
		else
			json_end_array(&x->j);
	}
}

/* ---- elements ---- */

static enum rc
hash(struct xml_json *x, struct err *e)
{
	struct str value;
	enum rc rc;

	json_begin_object(&x->j);
	json_pair(&x->j, "alg", attr(x, "alg"));
	rc = text(x, &value, e);
	if (rc != RC_OK)
		return rc;
	json_pair(&x->j, "content", str_trim(value));
	json_end_object(&x->j);
	return RC_OK;
}

/* Any text may be a property's value. */
static enum rc
property(struct xml_json *x, struct err *e)
{
	struct str value;
	enum rc rc;

	json_begin_object(&x->j);
	json_pair(&x->j, "name", attr(x, "name"));
	rc = raw_text(x, &value, e);
	if (rc != RC_OK)
		return rc;
	json_pair(&x->j, "value", value);
	json_end_object(&x->j);
	return RC_OK;
}

static enum rc
expression(struct xml_json *x, struct err *e)
{
	struct str value;
	enum rc rc;

	json_begin_object(&x->j);
	json_pair_opt(&x->j, "acknowledgement", attr(x, "acknowledgement"));
	rc = text(x, &value, e);
	if (rc != RC_OK)
		return rc;
	json_pair(&x->j, "expression", value);
	json_end_object(&x->j);
	return RC_OK;
}

/* <dependency ref="a"><dependency ref="b"/></dependency>; "provides" are no
   dependencies. */
static enum rc
dependency(struct xml_json *x, struct err *e)
{
	unsigned depth = xml_plain_depth(x->x);
	enum xml_event ev;
	enum rc rc;

	json_begin_object(&x->j);
	json_pair(&x->j, "ref", attr(x, "ref"));
	json_key(&x->j, "dependsOn");
	json_begin_array(&x->j);
	while ((rc = get(x, &ev, e)) == RC_OK) {
		if (ev == XML_CLOSE && xml_plain_depth(x->x) == depth)
			break;
		if (ev == XML_OPEN && xml_plain_depth(x->x) == depth + 1 &&
		    str_eq(xml_plain_name(x->x), STR("dependency")))
			json_put_str(&x->j, attr(x, "ref"));
	}
	if (rc != RC_OK)
		return rc;
	json_end_array(&x->j);
	json_end_object(&x->j);
	return RC_OK;
}

static void
licence(struct xml_json *x)
{
	struct frame *f;

	json_begin_object(&x->j);
	json_key(&x->j, "license");
	json_begin_object(&x->j);
	json_pair_opt(&x->j, "acknowledgement", attr(x, "acknowledgement"));
	f = push(x, LICENSE);
	f->kinds[f->ends++] = 'o';
	f->kinds[f->ends++] = 'o';
}

static enum rc
put_text(struct xml_json *x, const char *name, struct err *e)
{
	struct str value;
	enum rc rc = text(x, &value, e);

	if (rc != RC_OK)
		return rc;
	key(x, name);
	json_put_str(&x->j, value);
	return RC_OK;
}

static enum rc
element(struct xml_json *x, const struct rule *r, struct err *e)
{
	bool list;

	if (x->j.depth + 3 >= NESTED)
		return err_set(e, RC_LIMIT, "components are nested too deep");
	switch (r->how) {
	case TEXT:
		return put_text(x, r->element, e);
	case OBJECT:
		push_object(x, r->element, r->to);
		break;
	case LIST:
		push_list(x, r->element, r->to);
		return RC_OK;
	case THROUGH:
		list = x->frames[x->depth].list;
		push(x, r->to)->list = list;
		return RC_OK;
	case HASH:
		return hash(x, e);
	case PROPERTY:
		return property(x, e);
	case LICENCE:
		licence(x);
		return RC_OK;
	case EXPRESSION:
		return expression(x, e);
	case DEPENDENCY:
		return dependency(x, e);
	}
	if (r->to == COMPONENT) {
		json_pair_opt(&x->j, "type", attr(x, "type"));
		json_pair_opt(&x->j, "bom-ref", attr(x, "bom-ref"));
	}
	return RC_OK;
}

/* The version is in the namespace, whatever its prefix. */
static enum rc
root(struct xml_json *x, struct err *e)
{
	struct str name, value, own = str_from(space);

	if (!str_eq(xml_plain_name(x->x), STR("bom")))
		return err_set(e, RC_FORMAT, "XML that is no CycloneDX");
	json_begin_object(&x->j);
	json_pair(&x->j, "bomFormat", STR("CycloneDX"));
	for (size_t i = 0; xml_plain_attr(x->x, i, &name, &value); i++)
		if (str_starts(name, STR("xmlns")) && str_starts(value, own))
			json_pair(&x->j, "specVersion", str_from_pos(value,
			    own.n - 2));
	json_pair_opt(&x->j, "serialNumber", attr(x, "serialNumber"));
	x->frames[x->depth = 1] = (struct frame){ .where = BOM, .ends = 1,
		.kinds = { 'o' } };
	return RC_OK;
}

static enum rc
opened(struct xml_json *x, struct err *e)
{
	struct str name = xml_plain_name(x->x);
	enum where in = x->frames[x->depth].where;

	if (x->depth == 0)
		return root(x, e);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].in == in &&
		    str_eq(name, str_from(rules[i].element)))
			return element(x, &rules[i], e);
	return skip(x, e);
}

/* ---- as a reader ---- */

static enum rc
step(struct xml_json *x, struct err *e)
{
	enum xml_event ev;
	enum rc rc = get(x, &ev, e);

	if (rc != RC_OK)
		return rc;
	if (ev == XML_OPEN)
		return opened(x, e);
	if (ev == XML_CLOSE)
		pop(x);
	x->end = ev == XML_END || x->depth == 0;
	return RC_OK;
}

static enum rc
refill(struct xml_json *x, struct err *e)
{
	x->json.n = x->at = 0;
	while (x->rc == RC_OK && !x->end && x->json.n < CHUNK) {
		x->rc = step(x, e);
		if (x->rc == RC_OK)
			x->rc = out_flush(&x->out, e);
	}
	return x->rc;
}

static enum rc
read_json(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct xml_json *x = (struct xml_json *)r;

	if (x->at == x->json.n) {
		enum rc rc = refill(x, e);

		if (rc != RC_OK)
			return rc;
	}
	size_t n = x->json.n - x->at < cap ? x->json.n - x->at : cap;

	if (n != 0)
		memcpy(p, x->json.p + x->at, n);
	x->at += n;
	*ret_n = n;
	return RC_OK;
}

static void
close_json(struct reader *r)
{
	(void)r;
}

enum rc
cdx_read_xml(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct arena *a = arena_new(MIB);
	struct xml_json *x = NEW(a, struct xml_json);

	x->reader = (struct reader){ read_json, close_json };
	x->x = xml_plain_new(&in->reader, lim->json_record);
	x->text.limit = lim->json_record;
	out_to_buf(&x->out, &x->json);
	json_out_init(&x->j, &x->out, true);
	enum rc rc = cdx_read_json_from(&x->reader, lim, b, e);

	if (rc == RC_OK)
		bom_in_unread(in, xml_plain_rest(x->x));
	xml_plain_free(x->x);
	buf_done(&x->json);
	buf_done(&x->text);
	arena_free(a);
	return rc;
}
