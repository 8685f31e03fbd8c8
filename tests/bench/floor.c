/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor DB LOOKUPS: what match cannot do without. Of each line of LOOKUPS
 * (ecosystem, release, name, version; tabs between) the statements about the
 * name are read in one join, and the version is compared with each range.
 * Prints how many names were asked for, statements read and ranges met.
 */
#include <fcntl.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "db/db.h"
#include "version/version.h"
#include "version/vers.h"

struct counts {
	size_t names, rows, met;
};

static const char query[] = "SELECT a.adv, a.state, r.lo, r.hi, r.flags, "
    "n.vercmp FROM ns n JOIN pkg k ON k.ns = n.id JOIN affected a ON "
    "a.pkg = k.id LEFT JOIN vrange r ON r.id = a.vrange WHERE n.eco = ?1 AND "
    "n.release = ?2 AND n.channel = '' AND k.name = ?3";

static bool
meets(struct db_stmt *s, struct str version)
{
	const struct version_scheme *v = version_by_id((int)db_int(s, 5));
	int64_t flags = db_int(s, 4);
	struct interval i = { .lo = db_text(s, 2), .hi = db_text(s, 3),
		.has_lo = !(flags & 16), .has_hi = !(flags & 32),
		.lo_incl = flags & 1, .hi_incl = flags & 2 };

	return db_is_null(s, 4) || interval_has(v, &i, version);
}

static enum rc
ask(struct db_stmt *s, struct str line, struct counts *c, struct err *e)
{
	struct str f[4];
	enum rc rc;

	for (int i = 0; i < 4; i++)
		(void)str_split(&line, '\t', &f[i]);
	for (int i = 0; i < 3; i++)
		db_bind_text(s, i + 1, f[i]);
	while ((rc = db_step(s, e)) == RC_OK) {
		c->rows++;
		c->met += meets(s, f[3]);
	}
	db_reset(s);
	c->names++;
	return rc == RC_STOP ? RC_OK : rc;
}

int
main(int argc, char **argv)
{
	struct buf lookups = { .limit = 64 * MIB };
	struct counts c = { 0 };
	struct err e = { "" };
	struct db *db;
	struct db_stmt *s;
	struct str text, line;
	enum rc rc;

	if (argc != 3) {
		(void)fputs("usage: floor DB LOOKUPS\n", stderr);
		return 2;
	}
	int fd = open(argv[2], O_RDONLY | O_CLOEXEC);

	rc = fd < 0 ? err_sys(&e, "%s", argv[2])
	    : file_read_all(fd, &lookups, &e);
	if (rc == RC_OK)
		rc = db_open_file(argv[1], &db, &e);
	if (rc == RC_OK)
		rc = db_prepare(db, query, &s, &e);
	text = str_of(lookups.p, lookups.n);
	while (rc == RC_OK && str_line(&text, &line))
		rc = ask(s, line, &c, &e);
	if (rc != RC_OK) {
		(void)fprintf(stderr, "floor: %s\n", e.msg);
		return 3;
	}
	(void)printf("%zu names, %zu statements, %zu met\n", c.names, c.rows,
	    c.met);
	db_finish(s);
	db_close(db);
	buf_done(&lookups);
	return 0;
}
