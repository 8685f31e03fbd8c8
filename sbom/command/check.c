/* SPDX-License-Identifier: Apache-2.0 */
/* Faults, identifiers, and what single values must be: see check.h. */
#include "sbom/command/check.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "identity/cpe.h"
#include "identity/licence.h"
#include "identity/purl.h"

enum { SHOWN = 120 };		/* bytes of a value in a fault */

void
check_init(struct check *c, struct arena *a, struct arena *tmp)
{
	*c = (struct check){ .arena = a, .tmp = tmp, .ids = map_new(a),
		.people = map_new(a) };
}

void
check_fault(struct check *c, uint64_t line, struct str where, const char *fmt,
    ...)
{
	char text[512];
	va_list ap;

	if (c->n == FAULTS_MAX) {
		c->more++;
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	c->v = arena_grow(c->arena, c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n++] = (struct fault){ line, str_dup(c->arena, where),
		str_dup(c->arena, str_from(text)) };
}

#define SHORT(s) STR_ARG(str_sub((s), 0, SHOWN))

/* ---- identifiers ---- */

static void
take_id(struct check *c, uint64_t line, struct str where, struct str id,
    bool unique)
{
	bool is_new;

	(void)map_put(c->ids, str_dup(c->arena, id), &is_new);
	if (unique && !is_new)
		check_fault(c, line, where, "\"%.*s\" is there twice",
		    SHORT(id));
}

/*
 * SPDX 2: NONE, NOASSERTION; another document's element. CycloneDX: a link to
 * another document (BOM-Link). SPDX 3: individuals of the model.
 */
static bool
is_outside(const struct check *c, struct str ref)
{
	size_t colon = str_find(ref, ':');

	return str_eq(ref, STR("NONE")) || str_eq(ref, STR("NOASSERTION")) ||
	    str_starts(ref, STR("urn:cdx:")) ||
	    str_starts(ref, STR("https://spdx.org/rdf/3.")) ||
	    str_starts(ref, STR("https://spdx.org/licenses/")) ||
	    (str_starts(ref, STR("DocumentRef-")) && colon < ref.n &&
	    map_find(c->ids, str_sub(ref, 0, colon)) != NULL);
}

static void
take_ref(struct check *c, uint64_t line, struct str where, struct str ref)
{
	if (map_find(c->ids, ref) != NULL || is_outside(c, ref))
		return;
	c->wait = arena_grow(c->arena, c->wait, c->nwait, &c->cwait,
	    sizeof *c->wait);
	c->wait[c->nwait++] = (struct waiting){ line,
		str_dup(c->arena, where), str_dup(c->arena, ref) };
}

void
check_end(struct check *c)
{
	for (size_t i = 0; i < c->nwait; i++) {
		const struct waiting *w = &c->wait[i];

		if (map_find(c->ids, w->ref) == NULL &&
		    !is_outside(c, w->ref))
			check_fault(c, w->line, w->where,
			    "nothing is called \"%.*s\"", SHORT(w->ref));
	}
	for (size_t i = 0; i < c->nmakers; i++)
		c->author |= map_find(c->people, c->makers[i]) != NULL;
	c->nwait = c->nmakers = 0;
	c->ids = map_new(c->arena);
	c->people = map_new(c->arena);
}

/* ---- values ---- */

static void
check_purl(struct check *c, uint64_t line, struct str where, struct str text)
{
	struct purl p;
	struct err e = { "" };

	if (purl_parse(c->tmp, text, &p, &e) != RC_OK)
		check_fault(c, line, where, "not a package URL: %s", e.msg);
}

static void
check_cpe(struct check *c, uint64_t line, struct str where, struct str text)
{
	struct cpe cpe;

	if (!cpe_parse(c->tmp, text, &cpe))
		check_fault(c, line, where, "not a CPE name: %.*s",
		    SHORT(text));
}

/* References to licences are those of the document: SPDX 2.3, annex D. */
static void
check_licence_refs(struct check *c, uint64_t line, struct str where,
    struct str text)
{
	const struct str prefix = STR("LicenseRef-");

	for (size_t i; (i = str_find_str(text, prefix)) < text.n; ) {
		bool outside = i > 0 && text.p[i - 1] == ':';
		size_t n = prefix.n;

		text = str_from_pos(text, i);
		while (n < text.n && (is_alnum(text.p[n]) ||
		    text.p[n] == '.' || text.p[n] == '-'))
			n++;
		if (!outside)
			take_ref(c, line, where, str_sub(text, 0, n));
		text = str_from_pos(text, n);
	}
}

static void
check_expression(struct check *c, uint64_t line, struct str where,
    struct str text, bool refs)
{
	struct licence l;

	if (refs && (str_eq(text, STR("NONE")) ||
	    str_eq(text, STR("NOASSERTION"))))
		return;
	l = licence_classify(c->tmp, text);
	if (l.text.n == 0 || l.form == LICENCE_NAME)
		check_fault(c, line, where, "not a licence expression: %.*s",
		    SHORT(text));
	else if (refs)
		check_licence_refs(c, line, where, text);
}

static bool
is_uuid(struct str s)
{
	if (!str_starts(s, STR("urn:uuid:")) || s.n != 9 + 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		char x = s.p[9 + i];
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? x != '-' : !is_digit(x) && !(x >= 'a' && x <= 'f'))
			return false;
	}
	return true;
}

/* A scheme, and nothing that no URI has: RFC 3986. */
static bool
is_uri(struct str s)
{
	size_t colon = str_find(s, ':');

	if (colon == 0 || colon == s.n || !is_alpha(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] <= ' ' || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return true;
}

size_t
word_index(const char *list, struct str word)
{
	struct str rest = str_from(list), one;

	for (size_t i = 0; str_word(&rest, &one); i++)
		if (str_eq(one, word))
			return i;
	return SIZE_MAX;
}

/* ---- rules ---- */

static bool
ends_at(struct str path, const char *end)
{
	struct str want = str_from(end);
	bool whole = want.n != 0 && want.p[0] == '^';

	if (whole)
		return str_eq(path, str_from_pos(want, 1));
	return str_ends(path, want) && (path.n == want.n ||
	    path.p[path.n - want.n - 1] == '.');
}

const struct rule *
check_rule(const struct rules *r, struct str path)
{
	for (size_t i = 0; i < r->nrules; i++)
		if (ends_at(path, r->rules[i].path))
			return &r->rules[i];
	return NULL;
}

const struct object_rule *
check_object_rule(const struct rules *r, struct str path)
{
	for (size_t i = 0; i < r->nobjects; i++)
		if (ends_at(path, r->objects[i].path))
			return &r->objects[i];
	return NULL;
}

/* Whether a creator of SPDX 2 is a tool or somebody. */
static void
take_creator(struct check *c, uint64_t line, struct str where, struct str text)
{
	if (str_starts(text, STR("Tool:")))
		c->tool = true;
	else if (str_starts(text, STR("Person:")) ||
	    str_starts(text, STR("Organization:")))
		c->author = true;
	else
		check_fault(c, line, where, "neither Person:, Organization: "
		    "nor Tool: %.*s", SHORT(text));
}

static void
check_time(struct check *c, uint64_t line, struct str where, struct str text)
{
	int64_t t;

	c->time = true;
	if (!when_parse(text, &t))
		check_fault(c, line, where, "not a time: %.*s", SHORT(text));
}

static void
take_pair(struct check *c, enum want want, struct open_object *in,
    struct str text)
{
	if (in == NULL || in->rule == NULL || in->rule->pair == PAIR_NONE)
		return;
	if (want == WANT_FIRST) {
		in->first = str_dup(c->tmp, text);
		in->has_first = true;
	} else {
		in->second = str_dup(c->tmp, text);
		in->has_second = true;
	}
}

void
check_value(struct check *c, const struct rule *r, struct open_object *in,
    uint64_t line, struct str where, struct str text)
{
	if (text.n == 0) {
		if (r->want != WANT_FIRST && r->want != WANT_SECOND)
			check_fault(c, line, where, "is empty");
		return;
	}
	if ((r->want == WANT_WORD || r->want == WANT_ID) && r->words != NULL &&
	    word_index(r->words, text) == SIZE_MAX)
		check_fault(c, line, where, "\"%.*s\" is none of: %s",
		    SHORT(text), r->words);
	switch (r->want) {
	case WANT_TEXT: case WANT_WORD: break;
	case WANT_ID:
		take_id(c, line, where, text, true);
		take_pair(c, WANT_SECOND, in, text);
		break;
	case WANT_NAMED: take_id(c, line, where, text, false); break;
	case WANT_REF: take_ref(c, line, where, text); break;
	case WANT_PURL: check_purl(c, line, where, text); break;
	case WANT_CPE: check_cpe(c, line, where, text); break;
	case WANT_EXPRESSION:
		check_expression(c, line, where, text, r->words != NULL);
		break;
	case WANT_LICENCE_ID:
		if (licence_classify(c->tmp, text).form != LICENCE_ID)
			check_fault(c, line, where, "not on the SPDX list: "
			    "%.*s", SHORT(text));
		take_pair(c, WANT_FIRST, in, text);
		break;
	case WANT_TIME: check_time(c, line, where, text); break;
	case WANT_UUID:
		if (!is_uuid(text))
			check_fault(c, line, where, "not urn:uuid: and a "
			    "UUID: %.*s", SHORT(text));
		break;
	case WANT_URI:
		if (!is_uri(text))
			check_fault(c, line, where, "not a URI: %.*s",
			    SHORT(text));
		break;
	case WANT_FIRST: case WANT_SECOND:
		take_pair(c, r->want, in, text);
		break;
	case WANT_AUTHOR: c->author = true; break;
	case WANT_TOOL: c->tool = true; break;
	case WANT_LIFECYCLE: c->lifecycle = true; break;
	case WANT_CREATOR: take_creator(c, line, where, text); break;
	case WANT_MAKER:
		take_ref(c, line, where, text);
		if (c->nmakers < sizeof c->makers / sizeof *c->makers)
			c->makers[c->nmakers++] = str_dup(c->arena, text);
		break;
	}
}

/* ---- objects ---- */

/* Hexadecimal digits of a digest by any format's name of its algorithm; 0: not
   known, or of no one length. */
static size_t
digits_of(struct str alg)
{
	static const struct { const char *end; size_t n; } known[] = {
		{ "md5", 32 }, { "sha1", 40 }, { "sha-1", 40 }, { "224", 56 },
		{ "256", 64 }, { "384", 96 }, { "512", 128 },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].end);

		if (alg.n >= n && str_eq_nocase(str_from_pos(alg, alg.n - n),
		    str_from(known[i].end)))
			return known[i].n;
	}
	return 0;
}

static void
check_hash(struct check *c, const struct open_object *o, struct str where)
{
	size_t want = digits_of(o->first);
	bool hex = true;

	for (size_t i = 0; i < o->second.n; i++) {
		char x = to_lower(o->second.p[i]);

		hex &= is_digit(x) || (x >= 'a' && x <= 'f');
	}
	if (!o->has_first || !o->has_second)
		check_fault(c, o->line, where, "a digest without %s",
		    o->has_first ? "its value" : "its algorithm");
	else if (!hex || (want != 0 && o->second.n != want))
		check_fault(c, o->line, where, "no digest of %.*s: %.*s",
		    SHORT(o->first), SHORT(o->second));
}

static void
check_identifier(struct check *c, const struct open_object *o,
    struct str where)
{
	if (str_eq(o->first, STR("purl")) ||
	    str_eq(o->first, STR("packageUrl")))
		check_purl(c, o->line, where, o->second);
	else if (str_starts(o->first, STR("cpe2")))
		check_cpe(c, o->line, where, o->second);
}

void
check_object(struct check *c, const struct open_object *o, struct str where)
{
	struct str rest, one;

	if (o->rule == NULL)
		return;
	c->objects++;
	rest = str_from(o->rule->required != NULL ? o->rule->required : "");
	for (size_t i = 0; str_word(&rest, &one); i++)
		if ((o->seen >> i & 1) == 0)
			check_fault(c, o->line, where, "has no %.*s",
			    STR_ARG(one));
	switch (o->rule->pair) {
	case PAIR_NONE: break;
	case PAIR_ONE:
		if (o->has_first == o->has_second)
			check_fault(c, o->line, where, o->has_first ?
			    "has both id and name" :
			    "has neither id nor name");
		break;
	case PAIR_IDENTIFIER: check_identifier(c, o, where); break;
	case PAIR_HASH: check_hash(c, o, where); break;
	case PAIR_AGENT:
		if (str_eq(o->first, STR("Person")) ||
		    str_eq(o->first, STR("Organization")))
			(void)map_put(c->people, str_dup(c->arena, o->second),
			    NULL);
		break;
	}
}
