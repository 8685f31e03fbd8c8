/* SPDX-License-Identifier: Apache-2.0 */
/* Three bytes of length, an image of a database so long, and a log. */
/* fuzz-cover: lib/db/db_image.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "db/db.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const questions[] = {
	"SELECT hnum, blob FROM Packages",
	"SELECT type, name, sql FROM sqlite_master",
	"SELECT count(*), max(b) FROM t",
};

static void
ask(struct db *d, const char *sql)
{
	struct db_stmt *s;
	struct err e = { "" };
	size_t sum = 0;
	enum rc rc;

	db_budget(d, 50);
	if (db_prepare(d, sql, &s, &e) != RC_OK)
		return;
	while ((rc = db_step(s, &e)) == RC_OK) {
		struct str a = db_text(s, 0), b = db_blob(s, 1);

		for (size_t i = 0; i < b.n; i++)
			sum += (unsigned char)b.p[i];
		sum += a.n + (size_t)db_int(s, 0);
	}
	if (rc != RC_STOP && e.msg[0] == '\0')
		abort();
	if (sum == 12345678)
		(void)db_is_null(s, 0);	/* sum is used */
	db_finish(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct err e = { "" };
	struct db *d;
	bool unusable;
	size_t len;

	if (n < 3)
		return 0;
	len = (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16;
	p += 3;
	n -= 3;
	if (len > n)
		len = n;
	if (db_open_image(str_of(p, len), str_of(p + len, n - len), &d,
	    &unusable, &e) != RC_OK) {
		if (e.msg[0] == '\0')
			abort();
		return 0;
	}
	(void)db_has_table(d, "Packages");
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		ask(d, questions[i]);
	db_close(d);
	return 0;
}
