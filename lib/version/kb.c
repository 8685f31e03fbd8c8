/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kb: updates of Microsoft, by the number of their Knowledge Base article.
 *
 * Source:   Microsoft's Security Update Guide.
 * Order:    none that means anything: an update is installed or it is not,
 *           and only equality may be asked. To be total, the numbers' order.
 */
#include "version/digits.h"
#include "version/version.h"

static struct str
number(struct str v)
{
	return str_from_pos(v, v.n > 2 &&
	    str_eq_nocase(str_sub(v, 0, 2), STR("KB")) ? 2 : 0);
}

int
kb_cmp(struct str a, struct str b)
{
	return digits_list_cmp(number(a), number(b), "");
}

bool
kb_valid(struct str v)
{
	return digits_only(number(v));
}
