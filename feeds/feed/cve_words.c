/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/cve_words.h"

#include "base/arena.h"
#include "text/json.h"

enum { TITLE_MAX = 160 };

const struct str cve_cisa = { "134c704f-9b21-4f2e-91b3-4a467353bcc0", 36 };

struct str
cve_english(const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);

		if (str_starts(json_get_text(v, "lang"), STR("en")))
			return str_trim(json_get_text(v, "value"));
	}
	return STR("");
}

struct str
cve_title(struct arena *a, struct str text)
{
	struct str line, rest = text;
	size_t n;

	if (!str_line(&rest, &line))
		return STR("");
	line = str_trim(line);
	if (line.n <= TITLE_MAX)
		return line;
	n = str_rfind(str_sub(line, 0, TITLE_MAX), ' ');
	if (n == TITLE_MAX)
		n = str_find(line, ' ');
	return str_fmt(a, "%.*s \xe2\x80\xa6", STR_ARG(str_sub(line, 0, n)));
}
