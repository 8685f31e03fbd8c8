/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

void
pkg_name_split(struct pkg *p, struct str full)
{
	size_t slash = str_rfind(full, '/');

	if (slash >= full.n) {
		p->group = STR("");
		p->name = full;
		return;
	}
	p->group = str_sub(full, 0, slash);
	p->name = str_from_pos(full, slash + 1);
}
