/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_RPM_ROWS_H
#define TESTS_UNIT_RPM_ROWS_H

/* Tables of rpm packages: name, epoch, version, release, arch, sourcerpm,
   licence, vendor, modularity label. */
#include "tests/unit/collect.h"

static inline void
rpm_cell(const char *where, struct str row, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: %.*s: got \"%.*s\", want \"%.*s\"", where,
		    STR_ARG(row), STR_ARG(got), STR_ARG(want));
}

static inline const struct pkg *
rpm_find(struct collect *c, struct str row)
{
	struct str version = str_fmt(c->a, "%.*s-%.*s", STR_ARG(cell(row, 2)),
	    STR_ARG(cell(row, 3)));

	for (size_t i = 0; i < c->npkgs; i++) {
		const struct pkg *p = &c->pkgs[i].p;

		if (str_eq(p->name, cell(row, 0)) &&
		    str_eq(p->epoch, cell(row, 1)) &&
		    str_eq(p->version, version) &&
		    str_eq(p->arch, cell(row, 4)))
			return p;
	}
	return NULL;
}

static inline void
rpm_row(const char *where, struct collect *c, struct str row)
{
	const struct pkg *p = rpm_find(c, row);
	struct str source = cell(row, 5);

	if (p == NULL)
		fail_msg("%s: missing: %.*s", where, STR_ARG(row));
	if (source.n != 0) {
		source.n = str_find_str(source, STR(".src.rpm"));
		rpm_cell(where, row, str_fmt(c->a, "%.*s-%.*s",
		    STR_ARG(p->source_name), STR_ARG(p->source_version)),
		    source);
		assert_true(p->source_epoch_unknown);
	} else {
		assert_int_equal(p->source_name.n, 0);
	}
	rpm_cell(where, row, p->licence, cell(row, 6));
	rpm_cell(where, row, p->vendor, cell(row, 7));
	rpm_cell(where, row, p->module, cell(row, 8));
	assert_true(p->module_known);
}

/* c holds exactly the rows (a heading is passed over); returns how many. */
static inline size_t
rpm_rows(const char *where, struct collect *c, struct str rows)
{
	struct str row;
	size_t n = 0;

	while (str_line(&rows, &row)) {
		if (str_eq(cell(row, 0), STR("name")) ||
		    str_eq(cell(row, 0), STR("gpg-pubkey")))
			continue;
		rpm_row(where, c, row);
		n++;
	}
	if (n != c->npkgs)
		fail_msg("%s: %zu packages, want %zu", where, c->npkgs, n);
	assert_true(n > 0);
	return n;
}

/* Databases made by native tools; false: a tool is missing. */
static inline bool
rpm_made(void)
{
	int status = system("sh tests/images/rpmdb.sh build/images/rpm");

	if (status == 77 << 8) {
		print_message("SKIP: a tool is missing\n");
		return false;
	}
	assert_int_equal(status, 0);
	return true;
}

#endif
