/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/sqlite_in.h"

#include <stdlib.h>
#include <unistd.h>

#include "advisory/rows.h"
#include "base/file.h"
#include "codec/reader.h"
#include "db/db.h"

enum { BLOCK = 256 * 1024 };

/* The first page says how long a database is: a copy must be whole. */
static const struct str magic = { "SQLite format 3", 16 };

static enum rc
copy(struct reader *in, uint64_t max, int fd, uint64_t *ret_n, struct err *e)
{
	uint8_t *p = malloc(BLOCK);
	size_t n = 1;
	enum rc rc = RC_OK;

	if (p == NULL)
		return err_sys(e, "copy");
	*ret_n = 0;
	while (rc == RC_OK && n != 0) {
		rc = reader_fill(in, p, BLOCK, &n, e);
		*ret_n += rc == RC_OK ? n : 0;
		if (rc == RC_OK && *ret_n > max)
			rc = err_set(e, RC_LIMIT, "a database of over %llu "
			    "bytes", (unsigned long long)max);
		if (rc == RC_OK && n != 0)
			rc = file_write(fd, p, n, e);
	}
	free(p);
	return rc;
}

enum rc
sqlite_in(struct reader *in, const struct limits *lim, struct fill *out,
    sqlite_load_fn *load, struct err *e)
{
	uint64_t max = lim->feed_file < SQLITE_IN_MAX ? lim->feed_file :
	    SQLITE_IN_MAX, n = 0;
	struct db *db = NULL;
	int fd = -1;
	enum rc rc = scratch_open(&fd, e);

	if (rc != RC_OK)
		return rc;
	rc = copy(in, max, fd, &n, e);
	if (rc == RC_OK)
		rc = db_open_fd(fd, &db, e);
	if (rc == RC_OK) {
		/* Some thousand instructions for each kilobyte. */
		db_budget(db, DB_STEPS + n / 256);
		rc = load(db, lim, out, e);
	}
	db_close(db);
	(void)close(fd);
	return rc;
}

bool
sqlite_is(const struct feed_head *h)
{
	return str_starts(h->text, magic);
}
