/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/dotnet.h"

#include "text/json.h"

struct str
dotnet_key(struct arena *a, struct str name)
{
	return str_lower(a, name);
}

struct str
dotnet_unmarked(struct str text)
{
	return str_from_pos(text, str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0);
}

enum rc
dotnet_json(struct blob *b, struct json **ret, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	return rc == RC_OK ? json_record(dotnet_unmarked(text), ret, NULL, e) :
	    rc;
}

/* "NuGet Package Version Reference": brackets around one version pin it. */
struct str
dotnet_version(struct str s)
{
	s = str_trim(s);
	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
		s = str_trim(str_sub(s, 1, s.n - 1));
	if (s.n == 0 || !is_digit(s.p[0]))
		return STR("");
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' &&
		    s.p[i] != '+')
			return STR("");
	/* Of digits and dots alone, or with a label behind '-'. */
	return str_find(s, '.') < s.n ? s : STR("");
}
