/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OVAL documents, read once as a stream.
 *
 * Source:   OVAL Language 5.10 and 5.11: oval-definitions-schema,
 *           linux-definitions-schema, oval-common-schema; what vendors put
 *           into <metadata> is theirs.
 * Grammar:  oval_definitions: generator, definitions, tests, objects, states,
 *           variables, in any order. A definition has metadata and a tree of
 *           <criteria> (AND, OR) over <criterion test_ref> and
 *           <extend_definition>; a test names an object and states.
 * Rules:    elements are known by their local names, wherever they stand:
 *           namespaces differ by vendor, and so do the names of sections
 *           (<state> for <states>). What is not known is passed over.
 * Limits:   XML_DEPTH; json_record for a definition; OVAL_ITEMS_MAX.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/limits.h"
#include "feeds/feed/oval_int.h"
#include "text/xml.h"

struct scan {
	struct oval_doc *d;
	struct xml_in *x;
	struct fill *out;
	struct buf text;	/* of one element */
	size_t leaves;		/* criteria of this definition */
};

/* The next element opened inside the one at depth. RC_STOP: there is none. */
static enum rc
child(struct scan *s, unsigned depth, struct err *e)
{
	enum xml_event event;
	enum rc rc;

	while ((rc = xml_in_next(s->x, &event, e)) == RC_OK) {
		if (event == XML_OPEN)
			return RC_OK;
		if (event == XML_END ||
		    (event == XML_CLOSE && xml_in_depth(s->x) == depth))
			return RC_STOP;
	}
	return rc;
}

/* All text of the element just opened, to its end; cut at max. */
static enum rc
text(struct scan *s, size_t max, struct str *ret, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	enum xml_event event;
	enum rc rc;

	s->text.n = 0;
	while ((rc = xml_in_next(s->x, &event, e)) == RC_OK) {
		if (event == XML_TEXT)
			(void)buf_add_str(&s->text, str_sub(xml_in_text(s->x),
			    0, max - s->text.n));
		if (event == XML_END ||
		    (event == XML_CLOSE && xml_in_depth(s->x) == depth))
			break;
	}
	*ret = str_trim(buf_str(&s->text));
	return rc;
}

static struct str
attr(struct scan *s, const char *name)
{
	return str_sub(str_trim(xml_in_attr(s->x, name)), 0, OVAL_NAME_MAX);
}

static bool
is(struct scan *s, const char *name)
{
	return str_eq(xml_in_name(s->x), str_from(name));
}

/* ---- definitions ---- */

/* Elements of which the text counts, wherever in <metadata> they stand. */
static const struct {
	const char *name;
	enum oval_token tag;
} texts[] = {
	{ "title", TOK_TITLE }, { "description", TOK_TEXT },
	{ "platform", TOK_PLATFORM }, { "severity", TOK_SEVERITY },
	{ "patchable", TOK_PATCHABLE }, { "cpe", TOK_CPE },
	{ "component", TOK_COMPONENT }, { "date", TOK_ISSUED },
	{ "advisory_date", TOK_ISSUED }, { "public_date", TOK_PUBLIC },
	{ "moreinfo", TOK_MORE }, { "dsa", TOK_DSA },
};

/* Those of which attributes count; the elements inside are looked at. */
static bool
put_attributes(struct scan *s)
{
	if (is(s, "reference"))
		oval_token(s->d, TOK_REF, (struct str[]){ attr(s, "source"),
		    attr(s, "ref_id"), attr(s, "ref_url") }, 3);
	else if (is(s, "issued"))
		oval_token(s->d, TOK_ISSUED,
		    (struct str[]){ attr(s, "date") }, 1);
	else if (is(s, "updated"))
		oval_token(s->d, TOK_UPDATED,
		    (struct str[]){ attr(s, "date") }, 1);
	else if (is(s, "resolution"))
		oval_token(s->d, TOK_RESOLUTION,
		    (struct str[]){ attr(s, "state") }, 1);
	else
		return false;
	return true;
}

static enum rc
read_cve(struct scan *s, struct err *e)
{
	struct arena *a = arena_new(MIB);
	struct str v[6] = { { NULL, 0 } };
	enum rc rc;

	v[1] = str_dup(a, attr(s, "cvss2"));
	v[2] = str_dup(a, attr(s, "cvss3"));
	if (v[2].n == 0)
		v[2] = str_dup(a, attr(s, "cvss_vector"));
	v[3] = str_dup(a, attr(s, "cwe"));
	v[4] = str_dup(a, attr(s, "impact"));
	if (v[4].n == 0)
		v[4] = str_dup(a, attr(s, "priority"));
	v[5] = str_dup(a, attr(s, "public"));
	rc = text(s, OVAL_NAME_MAX, &v[0], e);
	if (rc == RC_OK)
		oval_token(s->d, TOK_CVE, v, 6);
	arena_free(a);
	return rc;
}

static enum rc
read_metadata(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	struct str t;
	enum rc rc;

	while ((rc = child(s, depth, e)) == RC_OK) {
		size_t i = 0;

		while (i < sizeof texts / sizeof *texts &&
		    !is(s, texts[i].name))
			i++;
		if (i < sizeof texts / sizeof *texts) {
			rc = text(s, OVAL_TEXT_MAX, &t, e);
			if (rc == RC_OK)
				oval_token(s->d, texts[i].tag, &t, 1);
		} else if (is(s, "cve")) {
			rc = read_cve(s, e);
		} else {
			(void)put_attributes(s);
		}
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* "1" where an attribute says true, else "". */
static struct str
negated(struct scan *s)
{
	struct str v = attr(s, "negate");

	return str_eq(v, STR("true")) || str_eq(v, STR("1")) ? STR("1") :
	    STR("");
}

static void
put_criterion(struct scan *s)
{
	uint32_t i = oval_number(s->d, OVAL_TESTS, attr(s, "test_ref"));
	struct str comment = attr(s, "comment");
	const char *words = s->d->vendor->arch_words;
	const char *platform = s->d->vendor->platform_words;

	s->leaves++;
	if (platform != NULL && str_starts(comment, str_from(platform)) &&
	    str_ends(comment, STR(" is installed")) &&
	    intern_count(&s->d->platforms) < OVAL_CPES_MAX)
		(void)intern_put(&s->d->platforms, comment);
	s->d->arch_seen |= words != NULL &&
	    str_starts(comment, str_from(words));
	oval_token(s->d, TOK_TEST, (struct str[]){ str_of(&i, sizeof i),
	    negated(s), comment }, 3);
}

/* The element just opened is a <criteria>. XML_DEPTH bounds the recursion. */
static enum rc
read_criteria(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	enum rc rc;

	oval_token(s->d, TOK_OPEN, (struct str[]){ attr(s, "operator"),
	    negated(s) }, 2);
	while ((rc = child(s, depth, e)) == RC_OK) {
		if (is(s, "criteria")) {
			rc = read_criteria(s, e);
		} else if (is(s, "criterion")) {
			put_criterion(s);
			rc = xml_in_skip(s->x, e);
		} else if (is(s, "extend_definition")) {
			oval_token(s->d, TOK_EXTEND, (struct str[]){
			    attr(s, "comment"), negated(s) }, 2);
			rc = xml_in_skip(s->x, e);
		} else {
			rc = xml_in_skip(s->x, e);
		}
		if (rc != RC_OK)
			return rc;
	}
	oval_token(s->d, TOK_CLOSE, NULL, 0);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_parts(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	enum rc rc;

	while ((rc = child(s, depth, e)) == RC_OK) {
		rc = is(s, "metadata") ? read_metadata(s, e)
		    : is(s, "criteria") ? read_criteria(s, e)
		    : xml_in_skip(s->x, e);
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_definition(struct scan *s, struct err *e)
{
	struct arena *a = arena_new(MIB);
	struct str id = str_dup(a, attr(s, "id"));
	enum rc rc;

	s->d->def.n = 0;
	s->d->def_over = false;
	s->leaves = 0;
	oval_token(s->d, TOK_ID, &id, 1);
	oval_token(s->d, TOK_CLASS, (struct str[]){ attr(s, "class") }, 1);
	oval_token(s->d, TOK_VERSION,
	    (struct str[]){ attr(s, "version") }, 1);
	rc = read_parts(s, e);
	if (rc == RC_OK && s->d->def_over)
		rc = fill_reject(s->out, id, "larger than a record may be",
		    e);
	else if (rc == RC_OK && id.n == 0)
		rc = fill_reject(s->out, STR("?"), "a definition without id",
		    e);
	else if (rc == RC_OK)
		rc = oval_stage(s->d, s->leaves, e);
	arena_free(a);
	return rc;
}

/* ---- tests, objects, states ---- */

static enum oval_test
test_type(struct str name)
{
	if (str_starts(name, STR("rpminfo")) ||
	    str_starts(name, STR("dpkginfo")))
		return OVAL_PACKAGE;
	if (str_starts(name, STR("rpmverify")))
		return OVAL_FILE;
	return str_starts(name, STR("textfilecontent")) ? OVAL_TEXT :
	    OVAL_SYSTEM;
}

static enum rc
read_test(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	uint32_t i = oval_number(s->d, OVAL_TESTS, attr(s, "id"));
	struct oval_test_rec t = { .type =
	    (uint8_t)test_type(xml_in_name(s->x)) };
	size_t n = 0;
	enum rc rc;

	t.none_satisfy = str_eq(attr(s, "check"), STR("none satisfy"));
	t.none_exist = str_eq(attr(s, "check_existence"), STR("none_exist"));
	while ((rc = child(s, depth, e)) == RC_OK) {
		if (is(s, "object"))
			t.object = oval_number(s->d, OVAL_OBJECTS,
			    attr(s, "object_ref"));
		else if (is(s, "state") && n < 2)
			t.state[n++] = oval_number(s->d, OVAL_STATES,
			    attr(s, "state_ref"));
	}
	if (rc == RC_STOP && i != 0)
		*(struct oval_test_rec *)oval_rec(s->d, OVAL_TESTS, i) = t;
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_object(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	uint32_t i = oval_number(s->d, OVAL_OBJECTS, attr(s, "id"));
	struct oval_object_rec o = { .source = oval_text(s->d,
	    oval_between(attr(s, "comment"), "The '", "' package")) };
	struct str t;
	enum rc rc;

	while ((rc = child(s, depth, e)) == RC_OK) {
		if (is(s, "name")) {
			o.var = oval_number(s->d, OVAL_VARS,
			    attr(s, "var_ref"));
			rc = text(s, OVAL_NAME_MAX, &t, e);
			if (rc == RC_OK)
				o.name = oval_text(s->d, t);
		} else {
			rc = xml_in_skip(s->x, e);
		}
		if (rc != RC_OK)
			return rc;
	}
	if (rc == RC_STOP && i != 0)
		*(struct oval_object_rec *)oval_rec(s->d, OVAL_OBJECTS,
		    i) = o;
	return rc == RC_STOP ? RC_OK : rc;
}

/* Its name, or its number in oval-common-schema's OperationEnumeration. */
static enum oval_op
operation(struct str s)
{
	static const struct {
		const char *name;
		enum oval_op op;
	} ops[] = {
		{ "equals", OVAL_EQ }, { "not equal", OVAL_NE },
		{ "greater than", OVAL_GT }, { "less than", OVAL_LT },
		{ "greater than or equal", OVAL_GE },
		{ "less than or equal", OVAL_LE },
		{ "pattern match", OVAL_MATCH }, { "", OVAL_EQ },
	};
	uint64_t n;

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (str_eq(s, str_from(ops[i].name)) ||
		    (str_u64(s, 13, &n) && n == (uint64_t)ops[i].op))
			return ops[i].op;
	return OVAL_OTHER;
}

/* One entity of a state. */
static enum rc
read_entity(struct scan *s, struct oval_state_rec *st, struct err *e)
{
	enum oval_op op = operation(attr(s, "operation"));
	bool is_evr = is(s, "evr") || (is(s, "subexpression") &&
	    str_ends(attr(s, "datatype"), STR("evr_string")));
	bool is_version = is(s, "version") || is(s, "subexpression");
	bool is_arch = is(s, "arch");
	struct str t;
	enum rc rc;

	st->signature |= is(s, "signature_keyid");
	rc = text(s, OVAL_NAME_MAX, &t, e);
	if (rc != RC_OK)
		return rc;
	if (is_evr) {
		st->evr = oval_text(s->d, t);
		st->evr_op = (uint8_t)op;
	} else if (is_version) {
		st->version = oval_text(s->d, t);
		st->version_op = (uint8_t)op;
	} else if (is_arch) {
		st->arch = oval_text(s->d, t);
	}
	return rc;
}

static enum rc
read_state(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	uint32_t i = oval_number(s->d, OVAL_STATES, attr(s, "id"));
	struct oval_state_rec st = { .seen = true };
	enum rc rc;

	while ((rc = child(s, depth, e)) == RC_OK) {
		rc = read_entity(s, &st, e);
		if (rc != RC_OK)
			return rc;
	}
	if (rc == RC_STOP && i != 0)
		*(struct oval_state_rec *)oval_rec(s->d, OVAL_STATES, i) = st;
	return rc == RC_STOP ? RC_OK : rc;
}

/* Of a variable only a single value is of use: the name of a package. */
static enum rc
read_variable(struct scan *s, struct err *e)
{
	unsigned depth = xml_in_depth(s->x);
	uint32_t i = oval_number(s->d, OVAL_VARS, attr(s, "id"));
	struct oval_var_rec v = { 0, 0 };
	struct str t;
	enum rc rc;

	while ((rc = child(s, depth, e)) == RC_OK) {
		rc = text(s, OVAL_NAME_MAX, &t, e);
		if (rc != RC_OK)
			return rc;
		if (v.n++ == 0)
			v.first = oval_text(s->d, t);
	}
	if (rc == RC_STOP && i != 0)
		*(struct oval_var_rec *)oval_rec(s->d, OVAL_VARS, i) = v;
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- the document ---- */

static enum rc
read_element(struct scan *s, struct err *e)
{
	struct str name = xml_in_name(s->x), t;
	enum rc rc;

	if (str_eq(name, STR("timestamp"))) {
		rc = text(s, OVAL_NAME_MAX, &t, e);
		s->d->timestamp = str_dup(s->d->a, t);
		return rc;
	}
	rc = str_eq(name, STR("definition")) ? read_definition(s, e)
	    : str_ends(name, STR("_test")) ? read_test(s, e)
	    : str_ends(name, STR("_object")) ? read_object(s, e)
	    : str_ends(name, STR("_state")) ? read_state(s, e)
	    : str_ends(name, STR("_variable")) ? read_variable(s, e)
	    : RC_OK;	/* a section: what is inside comes next */
	return rc == RC_OK ? oval_room(s->d, e) : rc;
}

enum rc
oval_read(struct oval_doc *d, struct reader *in, struct fill *out,
    struct err *e)
{
	struct scan s = { .d = d, .out = out };
	enum rc rc = xml_in_new(in, &s.x, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = child(&s, 0, e)) == RC_OK) {
		rc = read_element(&s, e);
		if (rc != RC_OK)
			break;
	}
	buf_done(&s.text);
	xml_in_free(s.x);
	return rc == RC_STOP ? RC_OK : rc;
}
