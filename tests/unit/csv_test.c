/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/csv.c: rows, limits, and real files as Python reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/text_help.h"
#include "text/csv.h"

/* What is read, as "[a|b]@line". */
static enum rc
read_all(struct str text, size_t step, struct buf *to, struct err *e)
{
	struct whim w = whim_of(text, step);
	struct csv_in *c = csv_in_new(&w.reader);
	const struct str *field;
	size_t n;
	enum rc rc, again;
	char line[32];

	to->n = 0;
	while ((rc = csv_in_row(c, &field, &n, e)) == RC_OK) {
		for (size_t i = 0; i < n; i++) {
			(void)buf_add(to, i == 0 ? "[" : "|", 1);
			(void)buf_add_str(to, field[i]);
		}
		(void)snprintf(line, sizeof line, "]@%llu",
		    (unsigned long long)csv_in_line(c));
		(void)buf_add_str(to, str_from(line));
	}
	again = csv_in_row(c, &field, &n, e);
	assert_int_equal(rc, again);
	csv_in_free(c);
	return rc;
}

static const struct {
	const char *text, *want;
	enum rc rc;
} cases[] = {
	{ "", "", RC_STOP },
	{ "\n\r\n\n", "", RC_STOP },
	{ "\rb\n\r", "[\rb]@1[\r]@2", RC_STOP },
	{ "a\n\"\"\n", "[a]@1[]@2", RC_STOP },
	{ "a,b\n", "[a|b]@1", RC_STOP },
	{ "a,b", "[a|b]@1", RC_STOP },
	{ "a,b\r\nc,d\r\n", "[a|b]@1[c|d]@2", RC_STOP },
	{ "\xef\xbb\xbf" "a,b\n", "[a|b]@1", RC_STOP },
	{ "\xef\xbb\xbf\"a\",b\n", "[a|b]@1", RC_STOP },
	{ "a,,b\n,\n", "[a||b]@1[|]@2", RC_STOP },
	{ "a,", "[a|]@1", RC_STOP },
	{ "\"\"", "[]@1", RC_STOP },
	{ "\"a,b\",\"c\"\"d\"\n", "[a,b|c\"d]@1", RC_STOP },
	{ "\"a\nb\",c\nd\n", "[a\nb|c]@1[d]@3", RC_STOP },
	{ "\"a\r\nb\"\r\nc\r\n", "[a\r\nb]@1[c]@3", RC_STOP },
	{ "a\n\n\nb\n", "[a]@1[b]@4", RC_STOP },
	{ " a , b \n", "[ a | b ]@1", RC_STOP },
	{ "a\"b,c\n", "[a\"b|c]@1", RC_STOP },
	{ "a\rb\n", "[a\rb]@1", RC_STOP },
	{ "#model:v1,score:2\ncve,epss\n", "[#model:v1|score:2]@1"
	    "[cve|epss]@2", RC_STOP },
	{ "a\n\"b", "[a]@1", RC_FORMAT },
	{ "\"b\"\"", "", RC_FORMAT },
	{ "\"a\"b\n", "", RC_FORMAT },
	{ "\"a\" ,b\n", "", RC_FORMAT },
	{ "\"a\"\rb\n", "", RC_FORMAT },
	{ "x\n\n\"a\"b\n", "[x]@1", RC_FORMAT },
};

static void
test_cases(void **state)
{
	struct buf got = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t step = 0; step < 4; step++) {
			struct err e = { "" };
			enum rc rc = read_all(str_from(cases[i].text), step,
			    &got, &e);

			if (rc != cases[i].rc)
				fail_msg("case %zu step %zu: %d (%s)", i,
				    step, rc, e.msg);
			check_str(buf_str(&got), str_from(cases[i].want));
			if (rc == RC_FORMAT)
				assert_non_null(strstr(e.msg, "line "));
		}
	buf_done(&got);
}

static void
test_limits(void **state)
{
	enum { MOST = 1 << 20 };
	char *p = malloc(MOST + 16);
	struct buf got = { 0 };
	struct err e;

	(void)state;
	assert_non_null(p);
	memset(p, 'x', MOST + 16);
	assert_int_equal(read_all(str_of(p, MOST), 0, &got, &e), RC_STOP);
	assert_int_equal(read_all(str_of(p, MOST + 1), 0, &got, &e), RC_LIMIT);
	p[0] = '"';
	assert_int_equal(read_all(str_of(p, MOST + 9), 0, &got, &e), RC_LIMIT);
	memset(p, ',', 256);
	assert_int_equal(read_all(str_of(p, 255), 0, &got, &e), RC_STOP);
	assert_int_equal(read_all(str_of(p, 256), 0, &got, &e), RC_LIMIT);
	buf_done(&got);
	free(p);
}

static void
test_reader_fails(void **state)
{
	static const char *const texts[] = { "", "a", "a,", "\"a", "\"a\"",
		"a\n" };

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct whim w = whim_of(str_from(texts[i]), 1);
		struct csv_in *c;
		const struct str *field;
		struct err e;
		size_t n;
		enum rc rc;

		w.after = RC_IO;
		c = csv_in_new(&w.reader);
		while ((rc = csv_in_row(c, &field, &n, &e)) == RC_OK)
			continue;
		assert_int_equal(rc, RC_IO);
		assert_string_equal(e.msg, "whim");
		csv_in_free(c);
	}
}

/* Rows, fields and bytes of real feeds are those that Python's csv finds. */
static void
test_real(void **state)
{
	static const char *const files[] = {
		SHARED "/feeds/redhat/csaf/layout/changes.csv",
		SHARED "/feeds/redhat/csaf/layout/deletions.csv",
		SHARED "/feeds/broken/epss-missing-date.csv",
		SHARED "/feeds/broken/epss-invalid-header.csv",
	};
	size_t seen = 0;

	(void)state;
	NEED_SHARED("feeds");
	for (size_t i = 0; i < 4; i++) {
		struct str text = slurp(files[i]), want;
		struct whim w = whim_of(text, 0);
		struct csv_in *c = csv_in_new(&w.reader);
		const struct str *field;
		size_t n, rows = 0, fields = 0, bytes = 0;
		struct err e;
		char command[512], got[128];

		assert_true(text.n > 0);
		while (csv_in_row(c, &field, &n, &e) == RC_OK) {
			rows++;
			fields += n;
			for (size_t k = 0; k < n; k++)
				bytes += field[k].n;
		}
		seen += rows;
		csv_in_free(c);
		(void)snprintf(got, sizeof got, "%zu %zu %zu\n", rows, fields,
		    bytes);
		(void)snprintf(command, sizeof command, "python3 -c \""
		    "import csv\n"
		    "r=[x for x in csv.reader(open('%s',newline='')) if x]\n"
		    "print(len(r), sum(map(len,r)), "
		    "sum(len(f.encode()) for x in r for f in x))\"", files[i]);
		want = output_of(command);
		if (want.n == 0) {
			print_message("SKIP: no python3\n");
			skip();
		}
		check_str(str_from(got), want);
		drop(want);
		drop(text);
	}
	assert_true(seen > 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_reader_fails),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
