/* SPDX-License-Identifier: Apache-2.0 */
#include "match/report/report.h"

const struct report_format *const report_formats[] = {
	&report_table, &report_json,
	NULL,
};

const struct report_format *
report_by_name(struct str name)
{
	for (const struct report_format *const *f = report_formats; *f != NULL;
	    f++)
		if (str_eq(name, str_from((*f)->name)))
			return *f;
	return NULL;
}

bool
report_is_loud(const struct notice *n)
{
	return str_eq(n->kind, STR("eol")) ||
	    str_eq(n->kind, STR("feed-partial"));
}
