/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/format.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "bom/bom.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/other/envelope.h"
#include "bom/other/other.h"
#include "bom/other/syft.h"
#include "bom/sniff.h"
#include "bom/spdx/spdx.h"
#include "text/utf16.h"

const struct bom_format *const bom_formats[] = {
	&format_cyclonedx_json,
	&format_cyclonedx_xml,
	&format_spdx_json,
	&format_spdx_tag_value,
	&format_spdx3_json,
	&format_github,
	&format_purls,
	&format_table,
	&format_syft_json,
	&format_envelope,
	NULL,
};

/* Is word among the words of a list? Its place in the list, or NULL. */
static const char *
find_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; *p != '\0'; ) {
		size_t len = strcspn(p, " ");

		if (len == n && memcmp(p, word, n) == 0)
			return word;
		p += len;
		p += strspn(p, " ");
	}
	return NULL;
}

const struct bom_format *
bom_format_by_name(const char *name, const char **ret_version)
{
	size_t n = strcspn(name, "@");

	for (size_t i = 0; bom_formats[i] != NULL; i++) {
		const struct bom_format *f = bom_formats[i];

		if (f->write == NULL || strlen(f->name) != n ||
		    memcmp(f->name, name, n) != 0)
			continue;
		const char *v = name[n] == '\0' ? f->version
		    : find_word(f->versions, name + n + 1);

		if (v == NULL)
			return NULL;
		*ret_version = v;
		return f;
	}
	return NULL;
}

/* ---- the stream ---- */

static enum rc
in_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct bom_in *in = (struct bom_in *)r;

	if (in->at == in->end) {
		enum rc rc = reader_read(in->from, in->room, sizeof in->room,
		    &in->end, e);

		in->at = 0;
		if (rc != RC_OK) {
			in->end = 0;
			return rc;
		}
	}
	size_t n = in->end - in->at < cap ? in->end - in->at : cap;

	memcpy(p, in->room + in->at, n);
	in->at += n;
	*ret_n = n;
	return RC_OK;
}

static void
in_close(struct reader *r)
{
	(void)r;
}

void
bom_in_unread(struct bom_in *in, size_t n)
{
	assert(n <= in->at);
	in->at -= n;
}

/* Fill room; what is not yet read stays. */
static enum rc
look_ahead(struct bom_in *in, struct err *e)
{
	size_t n = 0;

	memmove(in->room, in->room + in->at, in->end - in->at);
	in->end -= in->at;
	in->at = 0;
	enum rc rc = reader_fill(in->from, in->room + in->end,
	    sizeof in->room - in->end, &n, e);

	if (rc == RC_OK)
		in->end += n;
	return rc;
}

static struct str
head_of(const struct bom_in *in)
{
	return str_of(in->room + in->at, in->end - in->at);
}

/* XML may have comments before and behind a document. False: here is none
   that ends within what can be looked at. */
static bool
pass_comment(struct bom_in *in, enum rc *ret, struct err *e)
{
	struct str head = head_of(in);

	if (!str_starts(head, STR("<!-")))
		return false;
	*ret = look_ahead(in, e);
	head = head_of(in);
	if (*ret != RC_OK || !str_starts(head, STR("<!--")))
		return false;
	size_t n = str_find_str(head, STR("-->"));

	in->at += n < head.n ? n + 3 : 0;
	return n < head.n;
}

/* To the next byte that is neither blank nor byte order mark nor in a comment
   of XML. */
static enum rc
pass_blanks(struct bom_in *in, bool *ret_end, struct err *e)
{
	enum rc rc = RC_OK;

	for (;;) {
		if (in->end - in->at < 3) {
			rc = look_ahead(in, e);
			if (rc != RC_OK)
				return rc;
		}
		const char *p = in->room + in->at;

		*ret_end = in->at == in->end;
		if (*ret_end)
			return RC_OK;
		if (in->end - in->at >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
			in->at += 3;
		else if (is_space(*p))
			in->at++;
		else if (!pass_comment(in, &rc, e))
			return rc;
	}
}

static const struct bom_format *
find_format(struct str head)
{
	for (size_t i = 0; bom_formats[i] != NULL; i++)
		if (bom_formats[i]->read != NULL &&
		    bom_formats[i]->sniff(head))
			return bom_formats[i];
	return NULL;
}

bool
bom_is_document(struct str head)
{
	if (str_starts(head, STR("\xef\xbb\xbf")))
		head = str_from_pos(head, 3);
	return utf16_kind(head) != UTF16_NOT ||
	    find_format(str_trim(head)) != NULL;
}

/* Looks further ahead only when the first bytes do not tell. */
static enum rc
detect(struct bom_in *in, const struct bom_format **ret, struct err *e)
{
	*ret = find_format(head_of(in));
	if (*ret != NULL)
		return RC_OK;
	enum rc rc = look_ahead(in, e);

	if (rc != RC_OK)
		return rc;
	*ret = find_format(head_of(in));
	if (*ret != NULL)
		return RC_OK;
	const char *name = sniff_name(head_of(in));

	if (name == NULL)
		return err_set(e, RC_FORMAT, "not a bill of materials");
	return err_set(e, RC_UNSUPPORTED,
	    "this is %s, not a bill of materials that can be read", name);
}

static enum rc
read_into(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	const struct bom_format *f;
	enum rc rc = detect(in, &f, e);

	if (rc != RC_OK)
		return rc;
	assert(f != NULL);
	rc = f->read(in, lim, b, e);
	if (rc == RC_OK && b->format.n == 0)
		b->format = str_from(f->name);
	return rc;
}

static enum rc
read_one(struct bom_in *in, const struct limits *lim, struct bom **ret,
    struct err *e)
{
	struct bom *b = bom_new(lim->memory);
	enum rc rc;

	b->lean = in->lean;
	rc = read_into(in, lim, b, e);
	if (rc != RC_OK) {
		bom_free(b);
		return rc;
	}
	bom_finish(b);
	*ret = b;
	return RC_OK;
}

static struct bom_in *
in_new(struct arena *a, struct reader *from, unsigned depth)
{
	struct bom_in *in = NEW(a, struct bom_in);

	*in = (struct bom_in){ .reader = { in_read, in_close }, .from = from,
		.depth = depth };
	return in;
}

enum rc
bom_read_inner(const struct bom_in *outer, struct reader *from,
    const struct limits *lim, struct bom *b, struct err *e)
{
	struct arena *a;
	bool end = false;

	if (outer->depth == DOCUMENT_DEPTH)
		return err_set(e, RC_LIMIT, "documents more than %d deep in "
		    "each other", DOCUMENT_DEPTH);
	a = arena_new(sizeof(struct bom_in) + 4096);
	struct bom_in *in = in_new(a, from, outer->depth + 1);
	enum rc rc = pass_blanks(in, &end, e);

	if (rc == RC_OK && end)
		rc = err_set(e, RC_FORMAT, "empty: there is no document");
	if (rc == RC_OK)
		rc = read_into(in, lim, b, e);
	if (rc == RC_OK)
		rc = pass_blanks(in, &end, e);
	if (rc == RC_OK && !end)
		rc = err_set(e, RC_FORMAT, "something follows the document");
	arena_free(a);
	return rc;
}

static enum rc
read_all(struct bom_in *in, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	size_t n = 0;
	bool end = false;
	enum rc rc = pass_blanks(in, &end, e);

	while (rc == RC_OK && !end) {
		struct bom *b;

		rc = read_one(in, lim, &b, e);
		if (rc == RC_OK)
			rc = each(ctx, b, e);
		n++;
		if (rc == RC_OK)
			rc = pass_blanks(in, &end, e);
	}
	if (rc == RC_OK && n == 0)
		return err_set(e, RC_FORMAT, "empty: there is no document");
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_stream(struct reader *from, bool lean, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	struct arena *a = arena_new(2 * sizeof(struct bom_in) + 4096);
	struct bom_in *in = in_new(a, from, 0);
	enum rc rc = look_ahead(in, e);
	enum utf16 kind = utf16_kind(head_of(in));
	struct reader *text = NULL;

	if (rc == RC_OK && kind != UTF16_NOT) {
		text = reader_utf16(&in->reader, kind);
		in = in_new(a, text, 0);
	}
	in->lean = lean;
	if (rc == RC_OK)
		rc = read_all(in, lim, each, ctx, e);
	reader_close(text);
	arena_free(a);
	return rc;
}

enum rc
bom_read_all(struct reader *from, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	return read_stream(from, false, lim, each, ctx, e);
}

enum rc
bom_read_lean(struct reader *from, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	return read_stream(from, true, lim, each, ctx, e);
}
