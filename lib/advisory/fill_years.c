/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which years of NVD's CVEs are written: NVD comes in a file for each year,
 * and a database that has some of them looks like one that has all.
 */
#include "advisory/fill_int.h"

#include "base/arena.h"

enum { YEAR_FIRST = 1999, YEARS = 100 };

struct str
fill_years(struct fill *f)
{
	uint32_t count[YEARS] = { 0 };
	struct str s = STR("");
	uint64_t year;

	for (uint32_t i = 0; i < f->nadv; i++) {
		const struct fill_adv *a = &fill_advs(f)[f->adv_by_id[i]];

		if (str_eq(f->src[a->src].feed, STR("nvd")) &&
		    str_u64(str_sub(intern_text(&f->vids, a->vid), 4, 8),
		    YEAR_FIRST + YEARS - 1, &year) && year >= YEAR_FIRST)
			count[year - YEAR_FIRST]++;
	}
	for (int i = 0; i < YEARS; i++)
		if (count[i] != 0)
			s = str_fmt(f->arena, "%.*s%s%d:%u", STR_ARG(s),
			    s.n != 0 ? " " : "", YEAR_FIRST + i, count[i]);
	return s;
}
