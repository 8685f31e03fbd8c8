/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "sbom/catalog/rpm.h"

/*
 * rpm's database. The back end is told by its first bytes, not by its name:
 * images carry each under the others' names after migrations.
 *
 * Files:    {var/lib,usr/lib/sysimage,usr/share}/rpm/{Packages,Packages.db,
 *           rpmdb.sqlite}. Under ostree they are hard links to objects whose
 *           names say nothing: hence the magics.
 */
#define SQLITE_MAGIC "SQLite format 3"

static enum rc
back_end(struct rpm_out *o, struct str image, struct str wal, struct err *e)
{
	struct records *out = o->out;

	if (str_starts(image, str_of(SQLITE_MAGIC, sizeof SQLITE_MAGIC))) {
		out->database(out, "rpm-sqlite");
		return rpm_sqlite(o, image, wal, e);
	}
	if (str_starts(image, STR("RpmP"))) {
		out->database(out, "rpm-ndb");
		return rpm_ndb(o, image, e);
	}
	if (rpm_is_bdb(image)) {
		out->database(out, "rpm-bdb");
		return rpm_bdb(o, image, e);
	}
	out->database(out, "rpm");
	if (image.n == 0)		/* says nothing: a gap by itself */
		return RC_OK;
	return err_set(e, RC_FORMAT, "neither SQLite, NDB nor Berkeley DB");
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct rpm_out o = { .out = out };
	struct str image;
	enum rc rc = blob_text(b, &image, e);

	if (rc != RC_OK)
		return rc;
	o.tmp = arena_new(lim->memory);
	rc = back_end(&o, image, f->sibling, e);
	arena_free(o.tmp);
	return rc;
}

#define DIRECTORY(d)							\
	{ WANT_PATH, d "/rpm/rpmdb.sqlite", 0 },			\
	{ WANT_PATH, d "/rpm/Packages.db", 0 },				\
	{ WANT_PATH, d "/rpm/Packages", 0 }

const struct cataloger cat_rpm = {
	.name = "rpm",
	.about = "packages of Red Hat, SUSE, Fedora, Amazon and others",
	.wants = (const struct want[]){
		DIRECTORY("var/lib"), DIRECTORY("usr/lib/sysimage"),
		DIRECTORY("usr/share"),
		{ WANT_MAGIC, SQLITE_MAGIC, sizeof SQLITE_MAGIC },
		{ WANT_MAGIC, "RpmP\0\0\0", 8 },
		/* Berkeley DB: LSN 0/1 or 0/0, page 0, magic of a hash */
		{ WANT_MAGIC, "\0\0\0\0\1\0\0\0\0\0\0\0\x61\x15\x06", 16 },
		{ WANT_MAGIC, "\0\0\0\0\0\0\0\0\0\0\0\0\x61\x15\x06", 16 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.sibling = "-wal",
	.parse = parse,
};
