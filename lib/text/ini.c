/* SPDX-License-Identifier: Apache-2.0 */
#include "text/ini.h"

/*
 * INI: sections of entries.
 *
 * Source:   docs.python.org, configparser: supported INI file structure.
 * Limits:   none of its own: O(input) time, no allocation.
 */
static bool
is_comment(struct str line)
{
	return line.n > 0 && (line.p[0] == '#' || line.p[0] == ';');
}

static size_t
indent_of(struct str line)
{
	size_t n = 0;

	while (n < line.n && is_blank(line.p[n]))
		n++;
	return n;
}

struct ini
ini_of(struct str text, const char *divide)
{
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from_pos(text, 3);
	return (struct ini){ .rest = text, .divide = divide, .line = 1 };
}

/* Go past the lines that continue an entry; returns where its value ends. */
static const char *
continued(struct ini *i, size_t indent, const char *end)
{
	struct str rest = i->rest, line;

	for (size_t n = i->line + 1; str_line(&rest, &line); n++) {
		struct str text = str_trim(line);

		if (text.n == 0 || is_comment(text))
			continue;
		if (indent_of(line) <= indent)
			break;
		end = line.p + line.n;
		i->rest = rest;
		i->line = n;
	}
	return end;
}

static bool
is_section(struct str text)
{
	return text.n > 1 && text.p[0] == '[' &&
	    str_rfind(text, ']') < text.n;
}

/* Where the name ends, or line.n. */
static size_t
divider(struct str line, const char *divide)
{
	size_t n = 0;

	while (n < line.n && (line.p[n] == '\0' ||
	    strchr(divide, line.p[n]) == NULL))
		n++;
	return n;
}

bool
ini_next(struct ini *i, struct ini_entry *ret)
{
	struct str line;

	while (str_line(&i->rest, &line)) {
		struct str text = str_trim(line);
		size_t at = divider(line, i->divide), number = i->line++;

		if (text.n == 0 || is_comment(text))
			continue;
		if (is_section(text)) {
			i->section = str_trim(str_sub(text, 1,
			    str_rfind(text, ']')));
			continue;
		}
		const char *from = line.p + at + (at < line.n);
		const char *end = continued(i, indent_of(line),
		    line.p + line.n);

		*ret = (struct ini_entry){ .section = i->section,
			.name = str_trim(str_sub(line, 0, at)),
			.value = str_trim(str_of(from, (size_t)(end - from))),
			.whole = text, .bare = at == line.n, .line = number };
		return true;
	}
	return false;
}

bool
ini_value_line(struct str *rest, struct str *line)
{
	while (str_line(rest, line)) {
		*line = str_trim(*line);
		if (line->n != 0 && !is_comment(*line))
			return true;
	}
	return false;
}
