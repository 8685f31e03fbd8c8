/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "identity/dep5.h"

#define FORMAT "Format: https://www.debian.org/doc/packaging-manuals/" \
	"copyright-format/1.0/\n"

static void
collect(void *ctx, struct str licence)
{
	struct buf *b = ctx;

	if (b->n > 0)
		assert_true(buf_add_str(b, STR("; ")));
	assert_true(buf_add_str(b, licence));
}

static void
check(struct str text, const char *want, const char *why)
{
	struct buf b = { 0 };

	dep5_licences(text, collect, &b);
	if (!str_eq(buf_str(&b), str_from(want)))
		fail_msg("got \"%.*s\", wanted \"%s\": %s",
		    STR_ARG(buf_str(&b)), want, why);
	buf_done(&b);
}

/* want of one Files stanza with this short form. */
static void
check_short(const char *form, const char *want)
{
	char text[1024];

	(void)snprintf(text, sizeof text,
	    FORMAT "\nFiles: *\nCopyright: x\nLicense: %s\n text\n", form);
	check(str_from(text), want, form);
}

/* From bsdutils, adduser and other packages of Debian 12. */
static void
test_file(void **state)
{
	(void)state;
	check(STR("Upstream-Name: x\n"
	    "Format: http://www.debian.org/doc/packaging-manuals/"
	    "copyright-format/1.0/\n"
	    "License: GPL-2+\n"
	    "\n"
	    "Files: *\n"
	    "Copyright: 1998 A\n"
	    "License: GPL-2+\n"
	    "\n"
	    "Files: lib/*\n"
	    "license: BSD-3-clause\n"
	    " Redistribution and use\n"
	    " .\n"
	    " in source\n"
	    "\n"
	    "Files: x\n"
	    "License: Expat\n"
	    "\n"
	    "Files: y\n"
	    "License: MIT\n"
	    "\n"
	    "License: LGPL-2.1+\n"
	    " stands alone: a text\n"),
	    "GPL-2.0-or-later; BSD-3-Clause; MIT", "each once, in order");
	check(STR(FORMAT "\nFiles: *\nLicense:\n GPL-2+\n"), "",
	    "no short form");
	check(STR(FORMAT "\nFiles: *\nLicense:\n The text is in\n"
	    " /usr/share/common-licenses/GPL-3.\n"), "GPL-3",
	    "no short form, but a mention");
}

static void
test_short_forms(void **state)
{
	(void)state;
	check_short("GPL-2", "GPL-2.0-only");
	check_short("GPL-1+ or Artistic",
	    "GPL-1.0-or-later OR Artistic-1.0-Perl");
	check_short("LGPL-2.1", "LGPL-2.1-only");
	check_short("LGPL-3+ or GPL-2+",
	    "LGPL-3.0-or-later OR GPL-2.0-or-later");
	check_short("AGPL-3+", "AGPL-3.0-or-later");
	check_short("GFDL-1.3+", "GFDL-1.3-or-later");
	check_short("GFDL-NIV-1.2+", "GFDL-1.2-no-invariants-or-later");
	check_short("GPL-2.0+", "GPL-2.0-or-later");
	check_short("Zlib and BSD-2-clause", "Zlib AND BSD-2-Clause");
	check_short("public-domain", "LicenseRef-Debian-public-domain");
	check_short("Perl", "(GPL-1.0-or-later OR Artistic-1.0-Perl)");
	check_short("CC0", "CC0-1.0");
	check_short("GPL-2 with Linux-syscall-note exception",
	    "GPL-2.0-only WITH Linux-syscall-note");
	check_short("GPL-2+ with Libtool exception",
	    "GPL-2.0-or-later WITH Libtool-exception");
	check_short("GPL-2 with Classpath exception or Expat",
	    "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT");
	check_short("GPL-1+ or Artistic, and Expat",
	    "(GPL-1.0-or-later OR Artistic-1.0-Perl) AND MIT");
	check_short("Expat, or ISC and Zlib", "MIT OR ISC AND Zlib");
}

static void
test_words(void **state)
{
	static const char *const rows[] = { "BSD", "GPL", "GPL+", "Apache",
		"Python", "BSL-1.0 and OldBoost2", "GPL-2+ with OpenSSL exception",
		"GPL-2+ with Autoconf exception", "GPL-2+ with Foo",
		"Expat, ISC", "Expat, and ISC, or Zlib", "Expat and/or ISC",
		"Expat or", "or Expat", "GPL-", "GPL-2++", "permissive" };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_short(rows[i], rows[i]);
	check_short("Permission to use, copy, modify, and distribute this "
	    "software and its documentation for any purpose and without fee "
	    "is hereby granted, provided that the above copyright notice", "");
}

/* glibc's and gcc's files are prose. */
static void
test_prose(void **state)
{
	(void)state;
	check(STR("This is the Debian prepackaged version of the GNU C "
	    "Library.\n\nOn Debian systems the text is in\n"
	    "`/usr/share/common-licenses/LGPL-2.1'; and of the others in\n"
	    "/usr/share/common-licenses/GPL-2, "
	    "/usr/share/common-licenses/LGPL-2.1 and\n"
	    "/usr/share/common-licenses/Apache-2.0.\n"),
	    "LGPL-2.1; GPL-2; Apache-2.0", "mentions");
	check(STR("License: GPL-2\n"), "", "no format, no mention");
	check(STR(""), "", "nothing");
	check(STR("/usr/share/common-licenses/"), "", "a name left out");
}

static void
test_limit(void **state)
{
	struct buf in = { 0 }, out = { 0 };
	char line[64];

	(void)state;
	assert_true(buf_add_str(&in, STR(FORMAT)));
	for (int i = 0; i < 2 * DEP5_LICENCES_MAX; i++) {
		(void)snprintf(line, sizeof line, "\nFiles: *\nLicense: x%d\n",
		    i);
		assert_true(buf_add_str(&in, str_from(line)));
	}
	dep5_licences(buf_str(&in), collect, &out);
	(void)snprintf(line, sizeof line, "; x%d", DEP5_LICENCES_MAX - 1);
	assert_true(str_ends(buf_str(&out), str_from(line)));
	buf_done(&in);
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_short_forms),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_prose),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
