/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trivy's Java database, as carried: files of Maven's repositories by SHA-1.
 *
 * Source:   https://github.com/aquasecurity/trivy-java-db, pkg/db/db.go
 *           (schema version 1).
 * Grammar:  SQLite: artifacts(id, group_id, artifact_id), indices(artifact_id,
 *           version, sha1 BLOB, archive_type); beside it a metadata.json.
 * Traps:    some ten million rows and hundreds of megabytes: rows are taken as
 *           they lie, none are sorted here.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "db/db.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/sqlite_in.h"
#include "feeds/feed/table.h"

enum { NAME_MAX_BYTES = 512 };

static bool
is_name(struct str s)
{
	return s.n != 0 && s.n <= NAME_MAX_BYTES;
}

static enum rc
put_row(struct arena *a, struct db_stmt *s, struct fill *out, struct err *e)
{
	struct str sha1 = db_blob(s, 0);
	struct adv_maven x = { .group = str_utf8(a, db_text(s, 1)),
		.artifact = str_utf8(a, db_text(s, 2)),
		.version = str_utf8(a, db_text(s, 3)) };

	if (sha1.n != sizeof x.sha1)
		return fill_reject(out, str_sub(x.artifact, 0, 60),
		    "no SHA-1", e);
	if (!is_name(x.group) || !is_name(x.artifact) || !is_name(x.version))
		return fill_reject(out, str_sub(x.artifact, 0, 60),
		    "no group, artifact or version", e);
	memcpy(x.sha1, sha1.p, sizeof x.sha1);
	return fill_maven(out, &x, e);
}

enum rc
trivy_java_read(struct db *db, const struct limits *lim, struct fill *out,
    struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct db_stmt *s = NULL;
	enum rc rc = db_prepare(db, "SELECT i.sha1, a.group_id, "
	    "a.artifact_id, i.version FROM indices i CROSS JOIN artifacts a "
	    "ON a.id = i.artifact_id", &s, e);

	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK) {
		arena_reset(a);
		rc = put_row(a, s, out, e);
	}
	db_finish(s);
	arena_free(a);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	(void)f;
	return sqlite_in(in, lim, out, trivy_java_read, e);
}

static bool
detect(const struct feed_head *h)
{
	return sqlite_is(h) && str_find_str(h->text,
	    STR("CREATE TABLE indices")) < h->text.n &&
	    str_find_str(h->text, STR("archive_type")) < h->text.n;
}

const struct feed feed_trivy_java = {
	.name = "trivy-java", .about = "Trivy's Java database: trivy-java.db",
	.detect = detect, .load = load,
};
