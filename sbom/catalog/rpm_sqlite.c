/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "db/db.h"
#include "sbom/catalog/rpm.h"

/*
 * rpm's SQLite back end.
 *
 * Source:   rpm, lib/backend/sqlite.cc: CREATE TABLE Packages (hnum INTEGER
 *           PRIMARY KEY, blob BLOB NOT NULL).
 * Files:    rpmdb.sqlite and its write-ahead log rpmdb.sqlite-wal: what was
 *           committed last may be only there.
 * Limits:   steps as lib/db counts them; header bytes at most twice the
 *           file's and log's (records of a sound file do not overlap).
 */
enum { STEPS = 200000 };	/* thousands; 40,000 packages take 0.5 million */

static enum rc
rows(struct rpm_out *o, struct db *d, uint64_t budget, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(d, "SELECT blob FROM Packages", &s, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = db_step(s, e)) == RC_OK) {
		struct str blob = db_blob(s, 0);

		if (blob.n > budget) {
			rc = err_set(e, RC_LIMIT,
			    "records larger than the database");
			break;
		}
		budget -= blob.n;
		rc = rpm_header(o, blob);
		if (rc != RC_OK)
			break;
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
rpm_sqlite(struct rpm_out *o, struct str image, struct str wal, struct err *e)
{
	struct db *d;
	bool unusable = false;
	enum rc rc = db_open_image(image, wal, &d, &unusable, e);

	if (rc != RC_OK)
		return rc;
	if (unusable)
		o->out->gap(o->out, "package-db", "its write-ahead log of %zu "
		    "bytes cannot be used", wal.n);
	db_budget(d, STEPS);
	if (!db_has_table(d, "Packages"))
		rc = err_set(e, RC_FORMAT, "no table of packages");
	else
		rc = rows(o, d, 2 * ((uint64_t)image.n + wal.n), e);
	db_close(d);
	return rc;
}
