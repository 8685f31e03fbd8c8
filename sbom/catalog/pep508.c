/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   PEP 508 (dependency specifiers), PEP 440 (== and ===), PEP 503
 *           (normalised names).
 */
#include "sbom/catalog/pep508.h"

static bool
in_name(char c)
{
	return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* Without parentheses around it. */
static struct str
bare(struct str s)
{
	s = str_trim(s);
	if (s.n >= 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		s = str_trim(str_sub(s, 1, s.n - 1));
	return s;
}

struct str
pep508_pin(struct str specifiers)
{
	struct str s = bare(specifiers), version;
	size_t equals = 0;

	while (equals < s.n && s.p[equals] == '=')
		equals++;
	if (equals != 2 && equals != 3)
		return STR("");
	version = str_trim(str_from_pos(s, equals));
	for (size_t i = 0; i < version.n; i++)
		if (version.p[i] == '*' || version.p[i] == ',' ||
		    is_space(version.p[i]))
			return STR("");
	return version;
}

bool
pep508_parse(struct str text, struct pep508 *ret)
{
	struct str rest = str_trim(text);
	size_t n = 0;

	while (n < rest.n && in_name(rest.p[n]))
		n++;
	if (n == 0 || !is_alnum(rest.p[0]))
		return false;
	*ret = (struct pep508){ .name = str_sub(rest, 0, n) };
	rest = str_trim(str_from_pos(rest, n));
	if (rest.n != 0 && rest.p[0] == '[')
		rest = str_trim(str_from_pos(rest, str_find(rest, ']') + 1));
	/* In a URL a semicolon divides only behind a blank. */
	if (rest.n != 0 && rest.p[0] == '@') {
		rest = str_trim(str_from_pos(rest, 1));
		n = str_find(rest, ' ');
		ret->url = str_sub(rest, 0, n);
		rest = str_trim(str_from_pos(rest, n));
		if (rest.n != 0 && rest.p[0] == ';')
			ret->marker = str_trim(str_from_pos(rest, 1));
		return true;
	}
	n = str_find(rest, ';');
	ret->version = pep508_pin(str_sub(rest, 0, n));
	ret->marker = str_trim(str_from_pos(rest, n + 1));
	return true;
}

struct str
pep503(struct str name, char buf[PEP503_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		char c = to_lower(name.p[i]);

		if (n == PEP503_MAX)
			return STR("");
		if (c != '-' && c != '_' && c != '.')
			buf[n++] = c;
		else if (n == 0 || buf[n - 1] != '-')
			buf[n++] = '-';
	}
	return str_of(buf, n);
}
