/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX 2 tag-value, line by line.
 *
 * Source:   SPDX 2.3, clause 4.4 and the tags of clauses 6 to 12.
 * Grammar:  "Tag: value"; a value in <text>…</text> may go over lines; '#'
 *           begins a comment line. PackageName begins a package, FileName a
 *           file, LicenseID a licence, SnippetSPDXID what is passed over.
 * Limits:   lim->json_record for one value.
 *
 * The syntax has no end. A document is taken as whole when it says what it
 * describes, which generators write last; else that is a gap.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "bom/spdx/read.h"
#include "text/line_in.h"

struct tags {
	struct spdx_reader r;		/* first */
	struct line_in *lines;
	struct buf text;		/* a value of several lines */
	enum { IN_DOCUMENT, IN_PACKAGE, IN_FILE, IN_LICENCE, IN_OTHER } in;
	struct spdx_package package;
	struct str file, file_path;
	struct str annotated;		/* SPDXREF */
	struct spdx_licence licence;
	struct arena *element;		/* of the last four */
	struct spdx_relation relation;
	struct arena *pair;		/* of the relation */
	struct str version;
	char tag[64];			/* whose value goes over lines */
};

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- what is complete ---- */

static void
end_relation(struct tags *t)
{
	if (t->relation.type.n != 0)
		spdx_take_relation(&t->r, &t->relation);
	t->relation = (struct spdx_relation){ .from = STR("") };
	arena_reset(t->pair);
}

static enum rc
end_element(struct tags *t, struct err *e)
{
	enum rc rc = RC_OK;

	if (t->in == IN_PACKAGE)
		rc = spdx_take_package(&t->r, &t->package, e);
	else if (t->in == IN_FILE)
		spdx_take_file(&t->r, t->file, t->file_path);
	else if (t->in == IN_LICENCE)
		spdx_take_licence(&t->r, &t->licence);
	t->package = (struct spdx_package){ .purpose = STR("") };
	t->licence = (struct spdx_licence){ .id = STR("") };
	t->file = t->file_path = t->annotated = STR("");
	t->in = IN_DOCUMENT;
	arena_reset(t->r.p.tmp);
	arena_reset(t->element);
	return rc;
}

/* ---- tags ---- */

/* "SHA1: 85ed…". */
static void
checksum(struct tags *t, struct str value)
{
	size_t colon = str_find(value, ':');

	spdx_take_checksum(&t->r, &t->package, str_sub(value, 0, colon),
	    str_trim(str_from_pos(value, colon + 1)));
}

/* "PACKAGE-MANAGER purl pkg:…". */
static void
reference(struct tags *t, struct str value)
{
	struct str category, type;

	if (str_split(&value, ' ', &category) && str_split(&value, ' ', &type))
		spdx_take_reference(&t->r, &t->package, type,
		    str_trim(value));
}

static struct str *
package_field(struct spdx_package *s, struct str tag)
{
	return is(tag, "SPDXID")                  ? &s->c.ref
	     : is(tag, "PackageVersion")          ? &s->c.version
	     : is(tag, "PackageDescription")      ? &s->c.description
	     : is(tag, "PackageSourceInfo")       ? &s->source_info
	     : is(tag, "PrimaryPackagePurpose")   ? &s->purpose
	     : is(tag, "PackageLicenseDeclared")  ? &s->declared
	     : is(tag, "PackageLicenseConcluded") ? &s->concluded : NULL;
}

static void
package_tag(struct tags *t, struct str tag, struct str value)
{
	struct arena *a = t->r.p.b->arena;
	struct spdx_package *s = &t->package;
	struct str *at = package_field(s, tag);

	if (at != NULL)
		*at = str_dup(a, value);
	else if (is(tag, "PackageSupplier"))
		s->hints.supplier = spdx_agent(a, str_dup(a, value));
	else if (is(tag, "PackageOriginator"))
		s->originator = spdx_agent(a, str_dup(a, value));
	else if (is(tag, "PackageChecksum"))
		checksum(t, value);
	else if (is(tag, "ExternalRef"))
		reference(t, value);
	else if (is(tag, "PackageAttributionText"))
		spdx_take_remark(&t->r, s, value);
}

/* Some write the annotations of all packages behind them. */
static void
annotation(struct tags *t, struct str value)
{
	if (t->in == IN_PACKAGE && str_eq(t->annotated, t->package.c.ref))
		spdx_take_remark(&t->r, &t->package, value);
	else if (is(t->annotated, "SPDXRef-DOCUMENT"))
		spdx_take_document_remark(&t->r, value);
	else if (t->in != IN_FILE || !str_eq(t->annotated, t->file))
		spdx_take_late_remark(&t->r, t->annotated, value);
}

static void
licence_tag(struct tags *t, struct str tag, struct str value)
{
	if (is(tag, "ExtractedText"))
		t->licence.text = str_dup(t->element, value);
	else if (is(tag, "LicenseName"))
		t->licence.name = str_dup(t->element, value);
}

/* In any element. False: another tag. */
static bool
any_tag(struct tags *t, struct str tag, struct str value)
{
	struct spdx_relation *rel = &t->relation;

	if (is(tag, "SPDXREF")) {
		t->annotated = str_dup(t->element, value);
	} else if (is(tag, "AnnotationComment")) {
		annotation(t, value);
	} else if (is(tag, "RelationshipComment")) {
		rel->comment = str_dup(t->pair, value);
	} else if (is(tag, "Relationship")) {
		struct str rest = value, from, type;

		if (str_split(&rest, ' ', &from) &&
		    str_split(&rest, ' ', &type))
			*rel = (struct spdx_relation){
				.from = str_dup(t->pair, from),
				.type = str_dup(t->pair, type),
				.to = str_dup(t->pair, str_trim(rest)) };
	} else {
		return false;
	}
	return true;
}

static void
document_tag(struct tags *t, struct str tag, struct str value)
{
	struct arena *a = t->r.p.b->arena;

	if (is(tag, "DocumentName"))
		t->r.name = str_dup(a, value);
	else if (is(tag, "Creator"))
		spdx_take_creator(&t->r, str_dup(a, value));
	else if (is(tag, "CreatorComment"))
		t->r.creation_comment = str_dup(a, value);
	else if (is(tag, "Created"))
		spdx_take_created(&t->r, value);
}

static enum rc
begin(struct tags *t, struct str tag, struct str value, bool *ret,
    struct err *e)
{
	bool package = is(tag, "PackageName"), file = is(tag, "FileName");
	enum rc rc;

	*ret = package || file || is(tag, "SnippetSPDXID") ||
	    is(tag, "LicenseID");
	if (!*ret)
		return RC_OK;
	rc = end_element(t, e);
	if (rc != RC_OK)
		return rc;
	t->in = package ? IN_PACKAGE : file ? IN_FILE
	    : is(tag, "LicenseID") ? IN_LICENCE : IN_OTHER;
	if (package)
		t->package.c.name = str_dup(t->r.p.b->arena, value);
	else if (file)
		t->file_path = str_dup(t->element, value);
	else if (t->in == IN_LICENCE)
		t->licence.id = str_dup(t->element, value);
	return RC_OK;
}

static enum rc
take(struct tags *t, struct str tag, struct str value, struct err *e)
{
	bool begun;
	enum rc rc;

	if (!is(tag, "RelationshipComment"))
		end_relation(t);
	if (is(tag, "SPDXVersion")) {
		if (t->version.n != 0)
			return err_set(e, RC_FORMAT, "line %llu: a second "
			    "document in one file",
			    (unsigned long long)line_in_number(t->lines));
		t->version = str_dup(t->r.p.b->arena, value);
		return RC_OK;
	}
	rc = begin(t, tag, value, &begun, e);
	if (rc != RC_OK || begun || any_tag(t, tag, value))
		return rc;
	if (t->in == IN_PACKAGE)
		package_tag(t, tag, value);
	else if (t->in == IN_FILE && is(tag, "SPDXID"))
		t->file = str_dup(t->element, value);
	else if (t->in == IN_LICENCE)
		licence_tag(t, tag, value);
	else if (t->in == IN_DOCUMENT)
		document_tag(t, tag, value);
	return RC_OK;
}

/* ---- lines ---- */

/* The rest of a value that began with <text>, to its end. */
static enum rc
long_value(struct tags *t, struct str first, struct str *ret, struct err *e)
{
	const struct str close = STR("</text>");
	struct str line = first;
	enum rc rc = RC_OK;

	t->text.n = 0;
	t->text.limit = t->r.p.lim->json_record;
	for (;;) {
		size_t end = str_find_str(line, close);

		if (!buf_add_str(&t->text, str_sub(line, 0, end)))
			return err_set(e, RC_LIMIT, "line %llu: a text is too "
			    "long",
			    (unsigned long long)line_in_number(t->lines));
		if (end < line.n)
			break;
		(void)buf_add(&t->text, "\n", 1);
		rc = line_in_next(t->lines, &line, e);
		if (rc == RC_STOP)
			return err_set(e, RC_FORMAT, "a <text> is cut short");
		if (rc != RC_OK)
			return rc;
	}
	*ret = buf_str(&t->text);
	return RC_OK;
}

static enum rc
take_line(struct tags *t, struct str line, struct err *e)
{
	const struct str open = STR("<text>");
	size_t colon = str_find(line, ':');
	struct str value = str_trim(str_from_pos(line, colon + 1));
	struct str tag = str_sub(line, 0, colon);
	enum rc rc = RC_OK;

	if (line.n == 0 || line.p[0] == '#')
		return RC_OK;
	if (colon == line.n)
		return err_set(e, RC_FORMAT, "line %llu: neither tag nor "
		    "comment", (unsigned long long)line_in_number(t->lines));
	if (str_starts(value, open)) {
		/* The line goes with the next one. */
		tag = str_sub(tag, 0, sizeof t->tag);
		if (tag.n != 0)
			memcpy(t->tag, tag.p, tag.n);
		tag.p = t->tag;
		rc = long_value(t, str_from_pos(value, open.n), &value, e);
	}
	return rc == RC_OK ? take(t, tag, value, e) : rc;
}

static enum rc
end_document(struct tags *t, struct err *e)
{
	enum rc rc;

	end_relation(t);
	rc = end_element(t, e);
	if (rc != RC_OK)
		return rc;
	if (t->r.ndescribed == 0)
		notice_gap(&t->r.p.b->notices, "document", STR(""),
		    "it does not say what it describes: it may be cut short");
	spdx_take_version(&t->r, t->version);
	spdx_take_end(&t->r);
	return RC_OK;
}

static enum rc
read_lines(struct tags *t, struct err *e)
{
	struct str line;
	enum rc rc;

	while ((rc = line_in_next(t->lines, &line, e)) == RC_OK) {
		rc = take_line(t, str_trim(line), e);
		if (rc != RC_OK)
			return rc;
	}
	return rc == RC_STOP ? end_document(t, e) : rc;
}

enum rc
spdx_read_tag_value(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct tags t = { .in = IN_DOCUMENT };
	struct pull *p = &t.r.p;

	pull_init(p, lim, b);
	t.element = arena_new(lim->memory);
	t.pair = arena_new(lim->memory);
	t.lines = line_in_new(&in->reader, lim->json_record);
	enum rc rc = read_lines(&t, e);

	line_in_free(t.lines);
	buf_done(&t.text);
	arena_free(t.element);
	arena_free(t.pair);
	pull_done(p);
	return rc;
}
