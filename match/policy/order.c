/* SPDX-License-Identifier: Apache-2.0 */
#include "match/policy/order.h"

#include <stdlib.h>

#include "bom/bom.h"

static int
cmp(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int d;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if ((d = str_cmp(x->component->name, y->component->name)) != 0 ||
	    (d = str_cmp(x->component->group, y->component->group)) != 0 ||
	    (d = str_cmp(x->component->version, y->component->version)) != 0)
		return d;
	if ((d = str_cmp(x->id, y->id)) != 0 ||
	    (d = str_cmp(x->component->ref, y->component->ref)) != 0)
		return d;
	return x->component < y->component ? -1 : x->component > y->component;
}

void
findings_sort(struct finding *f, size_t n)
{
	if (n != 0)
		qsort(f, n, sizeof *f, cmp);
}
