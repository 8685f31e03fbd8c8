/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/xml_root.h"

/* Past what stands at the beginning of s and ends with end. */
static struct str
past(struct str s, struct str end)
{
	size_t at = str_find_str(s, end);

	return str_trim(str_from_pos(s, at < s.n ? at + end.n : s.n));
}

bool
xml_root_is(struct str text, const char *name)
{
	struct str want = str_from(name);

	text = str_trim(text);
	for (;;) {
		if (str_starts(text, STR("<?")))
			text = past(text, STR("?>"));
		else if (str_starts(text, STR("<!--")))
			text = past(text, STR("-->"));
		else if (str_starts(text, STR("<!")))
			text = past(text, STR(">"));
		else
			break;
	}
	if (!str_starts(text, STR("<")) ||
	    !str_starts(str_from_pos(text, 1), want))
		return false;
	text = str_from_pos(text, 1 + want.n);
	return text.n != 0 && (is_space(text.p[0]) || text.p[0] == '>' ||
	    text.p[0] == '/');
}
