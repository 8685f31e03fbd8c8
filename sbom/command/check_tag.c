/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of an SPDX document in tag-value.
 *
 * Grammar:  lines "Tag: value"; a value that begins with <text> goes on to
 *           </text>; lines of blanks, and of '#', pass. A tag that names an
 *           element begins its section.
 */
#include "sbom/command/check.h"

#include "base/arena.h"
#include "text/line_in.h"

struct walker {
	struct check *c;
	struct open_object section;
	struct str name;		/* of the section's element, in tmp */
};

static void
end_section(struct walker *w)
{
	check_object(w->c, &w->section, w->name);
	arena_reset(w->c->tmp);
	w->section = (struct open_object){ .rule = NULL };
	w->name = STR("");
}

static void
check_pair(struct walker *w, enum pair pair, uint64_t line, struct str tag,
    struct str first, struct str second)
{
	const struct object_rule rule = { .path = "", .pair = pair };
	struct open_object o = { .rule = &rule, .line = line,
		.first = first, .second = second, .has_first = true,
		.has_second = true };

	check_object(w->c, &o, tag);
	w->c->objects--;		/* it is none of its own */
}

static void
check_ref(struct walker *w, uint64_t line, struct str tag, struct str ref)
{
	static const struct rule rule = { "", WANT_REF, NULL };

	check_value(w->c, &rule, NULL, line, tag, ref);
}

/* "SPDXRef-A CONTAINS SPDXRef-B" */
static void
relationship(struct walker *w, uint64_t line, struct str tag,
    struct str value)
{
	struct str a, type, b;

	if (!str_word(&value, &a) || !str_word(&value, &type) ||
	    !str_word(&value, &b)) {
		check_fault(w->c, line, tag, "not two elements with a type "
		    "between them");
		return;
	}
	check_ref(w, line, tag, a);
	check_ref(w, line, tag, b);
}

/* "PACKAGE-MANAGER purl pkg:…"; "SHA1: 85ed…" */
static bool
taken_apart(struct walker *w, uint64_t line, struct str tag, struct str value)
{
	struct str category, type;
	size_t colon = str_find(value, ':');

	if (str_eq(tag, STR("Relationship"))) {
		relationship(w, line, tag, value);
	} else if (str_eq(tag, STR("ExternalRef"))) {
		if (str_split(&value, ' ', &category) &&
		    str_split(&value, ' ', &type))
			check_pair(w, PAIR_IDENTIFIER, line, tag, type,
			    str_trim(value));
		else
			check_fault(w->c, line, tag,
			    "not a category, a type and a locator");
	} else if (str_eq(tag, STR("PackageChecksum")) ||
	    str_eq(tag, STR("FileChecksum"))) {
		check_pair(w, PAIR_HASH, line, tag, str_sub(value, 0, colon),
		    str_trim(str_from_pos(value, colon + 1)));
	} else {
		return false;
	}
	return true;
}

static void
take_tag(struct walker *w, uint64_t line, struct str tag, struct str value)
{
	const struct object_rule *o = check_object_rule(&rules_tag_value, tag);
	const struct rule *r = check_rule(&rules_tag_value, tag);
	size_t i;

	if (o != NULL) {
		end_section(w);
		w->section.rule = o;
		w->section.line = line;
		w->name = str_dup(w->c->tmp, value);
	}
	i = w->section.rule != NULL ?
	    word_index(w->section.rule->required, tag) : SIZE_MAX;
	if (i < 32)
		w->section.seen |= 1U << i;
	if (!taken_apart(w, line, tag, value) && r != NULL)
		check_value(w->c, r, NULL, line, tag, value);
}

/* One line, and what belongs to it. */
static enum rc
take_line(struct walker *w, struct line_in *in, struct str line,
    struct buf *text, struct err *e)
{
	uint64_t number = line_in_number(in);
	size_t colon = str_find(line, ':');
	struct str tag, value = str_trim(str_from_pos(line, colon + 1));
	enum rc rc = RC_OK;

	if (line.n == 0 || line.p[0] == '#')
		return RC_OK;
	if (colon == line.n) {
		check_fault(w->c, number, STR(""), "not \"Tag: value\"");
		return RC_OK;
	}
	tag = str_dup(w->c->arena, str_sub(line, 0, colon));
	text->n = 0;
	if (!str_starts(value, STR("<text>"))) {
		take_tag(w, number, tag, value);
		return RC_OK;
	}
	(void)buf_add_str(text, str_from_pos(value, 6));
	while (str_find_str(buf_str(text), STR("</text>")) == text->n) {
		rc = line_in_next(in, &line, e);
		if (rc != RC_OK || !buf_add(text, "\n", 1) ||
		    !buf_add_str(text, line))
			break;
	}
	if (rc == RC_STOP)
		check_fault(w->c, number, tag, "<text> without </text>");
	value = str_sub(buf_str(text), 0, str_find_str(buf_str(text),
	    STR("</text>")));
	take_tag(w, number, tag, str_trim(value));
	return rc;
}

enum rc
check_tag_value(struct check *c, struct reader *in, const struct limits *lim,
    struct err *e)
{
	struct walker w = { .c = c };
	struct line_in *lines = line_in_new(in, (size_t)lim->json_record);
	struct buf text = { .limit = (size_t)lim->json_record };
	struct str line;
	enum rc rc;

	while ((rc = line_in_next(lines, &line, e)) == RC_OK) {
		rc = take_line(&w, lines, str_trim(line), &text, e);
		if (rc != RC_OK)
			break;
	}
	end_section(&w);
	check_end(c);
	buf_done(&text);
	line_in_free(lines);
	return rc == RC_STOP ? RC_OK : rc;
}
