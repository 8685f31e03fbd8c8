/* SPDX-License-Identifier: Apache-2.0 */
#include "db/db.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "db/fd.h"
#include "db/image.h"

/*
 * SQLite, opened for databases that others made.
 *
 * Source:   https://www.sqlite.org/security.html ("Untrusted SQLite database
 *           files"), https://www.sqlite.org/c3ref/deserialize.html,
 *           https://www.sqlite.org/uri.html.
 * Shape:    a struct db_stmt is the sqlite3_stmt itself; its connection, and
 *           so the message of a failure, is found from it.
 */
struct db {
	sqlite3 *h;
	struct arena *arena;	/* holds this struct */
	uint64_t left;		/* of the budget */
};

static sqlite3_stmt *
raw(struct db_stmt *s)
{
	return (sqlite3_stmt *)s;
}

/* ---- failing ---- */

static enum rc
rc_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_INTERRUPT:
	case SQLITE_NOMEM:
	case SQLITE_TOOBIG:
		return RC_LIMIT;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_BUSY:
	case SQLITE_PERM:
		return RC_IO;
	default:
		return RC_FORMAT;
	}
}

static enum rc
fail(sqlite3 *h, int code, struct err *e)
{
	if ((code & 0xff) == SQLITE_INTERRUPT)
		return err_set(e, RC_LIMIT,
		    "database: the budget of steps is spent");
	return err_set(e, rc_of(code), "database: %s",
	    h != NULL ? sqlite3_errmsg(h) : sqlite3_errstr(code));
}

/* ---- what may be done with a database of others ---- */

static bool
is_in(const char *name, const char *const *list)
{
	for (; name != NULL && *list != NULL; list++)
		if (sqlite3_stricmp(name, *list) == 0)
			return true;
	return false;
}

/* No function that makes more than it was given, or reaches outside. */
static const char *const functions[] = {
	"abs", "avg", "coalesce", "count", "glob", "hex", "ifnull", "instr",
	"length", "like", "lower", "ltrim", "max", "min", "nullif", "round",
	"rtrim", "substr", "substring", "sum", "total", "trim", "typeof",
	"unicode", "upper", NULL
};

static const char *const pragmas[] = {
	"application_id", "user_version", "page_count", "page_size",
	"integrity_check", "quick_check", NULL
};

static int
authorize(void *ctx, int action, const char *a, const char *b, const char *c,
    const char *d)
{
	bool may = false;

	(void)ctx, (void)c, (void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		may = true;
		break;
	case SQLITE_FUNCTION:
		may = is_in(b, functions);
		break;
	case SQLITE_PRAGMA:
		may = b == NULL && is_in(a, pragmas);
		break;
	}
	return may ? SQLITE_OK : SQLITE_DENY;
}

static int
progress(void *ctx)
{
	struct db *d = ctx;

	if (d->left == 0)
		return 1;
	d->left--;
	return 0;
}

/* Shut every door, then look whether it is a database at all. */
static enum rc
guard(struct db *d, struct err *e)
{
	static const struct {
		int what, on;
	} switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
		int code = sqlite3_db_config(d->h, switches[i].what,
		    switches[i].on, (int *)NULL);

		if (code != SQLITE_OK)
			return fail(NULL, code, e);
	}
	(void)sqlite3_limit(d->h, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(d->h, SQLITE_LIMIT_WORKER_THREADS, 0);
	db_budget(d, DB_STEPS);
	/* One transaction, never ended: else each SELECT begins and ends its
	   own, with a look at the first page. */
	rc = db_exec(d, "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
	    "PRAGMA query_only=ON; BEGIN", e);
	if (rc != RC_OK)
		return rc;
	int code = sqlite3_set_authorizer(d->h, authorize, NULL);

	if (code != SQLITE_OK)
		return fail(NULL, code, e);
	return db_exec(d, "SELECT count(*) FROM sqlite_master", e);
}

/* ---- opening ---- */

/* The URI of a path: every byte but the plainest is percent-encoded. */
static const char *
uri_of(struct arena *a, const char *path, const char *query)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = strlen(path), at = 0;
	char *p = NEWN(a, char, n * 3 + 1);

	for (size_t i = 0; i < n; i++) {
		char c = path[i];

		if (is_alnum(c) || c == '/' || c == '.' || c == '-' ||
		    c == '_') {
			p[at++] = c;
			continue;
		}
		p[at++] = '%';
		p[at++] = hex[(unsigned char)c >> 4];
		p[at++] = hex[(unsigned char)c & 15];
	}
	/* "//" at a path's start would name a host: an empty one goes first. */
	return str_z(a, str_fmt(a, "file:%s%s%s", p[0] == '/' ? "//" : "", p,
	    query));
}

static enum rc
open_uri(const char *uri, int flags, const char *vfs, struct db **ret,
    struct err *e)
{
	struct arena *a = arena_new(64 * KIB);
	struct db *d = NEW(a, struct db);
	int code;

	d->arena = a;
	code = sqlite3_open_v2(uri, &d->h,
	    flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, vfs);
	if (code != SQLITE_OK) {
		enum rc rc = fail(d->h, code, e);

		db_close(d);
		return rc;
	}
	*ret = d;
	return RC_OK;
}

static enum rc
open_path(const char *path, const char *query, int flags, struct db **ret,
    struct err *e)
{
	struct arena *a = arena_new(64 * KIB);
	enum rc rc = open_uri(uri_of(a, path, query), flags, NULL,
	    ret, e);

	arena_free(a);
	return rc == RC_OK ? rc : err_in(e, rc, path);
}

void
db_close(struct db *d)
{
	if (d == NULL)
		return;
	(void)sqlite3_close_v2(d->h);
	arena_free(d->arena);
}

/* SQLite would say "unable to open" of all that can be wrong here. */
static enum rc
check_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	enum rc rc = RC_OK;

	if (fd < 0)
		return err_sys(e, "%s", path);
	if (fstat(fd, &st) != 0)
		rc = err_sys(e, "%s", path);
	else if (!S_ISREG(st.st_mode))
		rc = err_set(e, RC_FORMAT, "%s: not a regular file", path);
	(void)close(fd);
	return rc;
}

enum rc
db_open_file(const char *path, struct db **ret, struct err *e)
{
	struct db *d = NULL;
	enum rc rc = check_file(path, e);

	if (rc != RC_OK)
		return rc;
	rc = open_path(path, "?mode=ro&immutable=1", SQLITE_OPEN_READONLY, &d,
	    e);
	if (rc != RC_OK)
		return rc;
	/* Not mapped: a page's fault costs more than its pread, the whole
	   neighbourhood counts as memory, and a file that shrinks kills. */
	/* Few pages are asked for twice but those near the roots: with a small
	   cache the same memory is used again, while the processor still has
	   it (of 2 MB, SQLite's own choice, look-ups take a fifth longer). */
	rc = db_exec(d, "PRAGMA mmap_size=0; PRAGMA cache_size=-512", e);
	if (rc == RC_OK)
		rc = guard(d, e);
	if (rc != RC_OK) {
		db_close(d);
		return err_in(e, rc, path);
	}
	*ret = d;
	return RC_OK;
}

enum rc
db_open_fd(int fd, struct db **ret, struct err *e)
{
	const char *vfs = db_fd_vfs();
	struct db *d = NULL;
	char uri[64];
	enum rc rc;

	if (vfs == NULL)
		return err_set(e, RC_LIMIT, "database: no memory");
	sqlite3_snprintf(sizeof uri, uri, "file:///%d?mode=ro&immutable=1",
	    fd);
	rc = open_uri(uri, SQLITE_OPEN_READONLY, vfs, &d, e);
	if (rc == RC_OK)
		rc = db_exec(d, "PRAGMA mmap_size=0", e);
	if (rc == RC_OK)
		rc = guard(d, e);
	if (rc != RC_OK) {
		db_close(d);
		return rc;
	}
	*ret = d;
	return RC_OK;
}

/* A database that says it has a log (bytes 18 and 19) would not open. */
static bool
is_logged(struct str image)
{
	return image.n >= 20 && (image.p[18] == 2 || image.p[19] == 2);
}

/*
 * The bytes to open: the image itself (*ret_copy is NULL), or a copy for
 * SQLite to free, with the log folded in.
 */
static enum rc
compose(struct str image, struct str wal, bool *ret_wal_unusable,
    uint8_t **ret_copy, size_t *ret_n, struct err *e)
{
	size_t page = image_page_size(image), n = image.n, room;
	size_t want = 0;
	struct wal w = wal_scan(wal, page);
	uint8_t *copy;

	if (!size_add(image.n, wal.n, &room) ||
	    !size_mul(w.pages, w.page_size, &want) || want > room)
		w.frames = 0;	/* claims pages that nobody wrote */
	*ret_wal_unusable = wal.n > 0 && w.frames == 0;
	*ret_copy = NULL;
	*ret_n = n;
	if (page == 0 && (image.n > 0 || w.frames == 0))
		return err_set(e, RC_FORMAT, "not an SQLite database");
	if (w.frames == 0 && !is_logged(image))
		return RC_OK;
	if (w.frames > 0)
		n = want;
	copy = sqlite3_malloc64(n);
	if (copy == NULL)
		return err_set(e, RC_LIMIT, "no memory for a copy of an SQLite"
		    " database of %zu bytes", n);
	memset(copy, 0, n);
	if (image.n > 0)
		memcpy(copy, image.p, image.n < n ? image.n : n);
	if (w.frames > 0)
		wal_fold(wal, &w, copy);
	copy[18] = copy[18] == 2 ? 1 : copy[18];
	copy[19] = copy[19] == 2 ? 1 : copy[19];
	*ret_copy = copy;
	*ret_n = n;
	return RC_OK;
}

enum rc
db_open_image(struct str image, struct str wal, struct db **ret,
    bool *ret_wal_unusable, struct err *e)
{
	struct db *d = NULL;
	uint8_t *copy;
	size_t n;
	enum rc rc = compose(image, wal, ret_wal_unusable, &copy, &n, e);

	if (rc != RC_OK)
		return rc;
	rc = open_uri(":memory:", SQLITE_OPEN_READWRITE, NULL, &d, e);
	if (rc != RC_OK) {
		sqlite3_free(copy);
		return rc;
	}
	/* Read-only: SQLite writes to neither; on failure it frees the copy. */
	int code = sqlite3_deserialize(d->h, "main",
	    copy != NULL ? copy : (uint8_t *)(uintptr_t)image.p,
	    (sqlite3_int64)n, (sqlite3_int64)n,
	    SQLITE_DESERIALIZE_READONLY |
	    (copy != NULL ? SQLITE_DESERIALIZE_FREEONCLOSE : 0));

	rc = code == SQLITE_OK ? guard(d, e) : fail(d->h, code, e);
	if (rc != RC_OK) {
		db_close(d);
		return rc;
	}
	*ret = d;
	return RC_OK;
}

enum rc
db_create(const char *path, unsigned page_size, struct db **ret,
    struct err *e)
{
	struct db *d = NULL;
	char sql[256];
	enum rc rc = open_path(path, "",
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &d, e);

	if (rc != RC_OK)
		return rc;
	(void)snprintf(sql, sizeof sql, "PRAGMA page_size=%u;"
	    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-16384",
	    page_size);
	rc = db_exec(d, sql, e);
	if (rc != RC_OK) {
		db_close(d);
		return err_in(e, rc, path);
	}
	*ret = d;
	return RC_OK;
}

/* ---- asking ---- */

void
db_budget(struct db *d, uint64_t thousands)
{
	d->left = thousands;
	sqlite3_progress_handler(d->h, 1000, progress, d);
}

enum rc
db_exec(struct db *d, const char *sql, struct err *e)
{
	int code = sqlite3_exec(d->h, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? RC_OK : fail(d->h, code, e);
}

/*
 * The schema's text must begin as SQLite writes it for an ordinary table: the
 * type column beside it is only what the file claims.
 */
bool
db_has_table(struct db *d, const char *name)
{
	struct db_stmt *s = NULL;
	struct err e;
	bool found = false;

	if (db_prepare(d, "SELECT sql FROM sqlite_master WHERE type='table' "
	    "AND lower(name)=lower(?1)", &s, &e) != RC_OK)
		return false;
	db_bind_text(s, 1, str_from(name));
	while (!found && db_step(s, &e) == RC_OK)
		found = str_starts(db_text(s, 0), STR("CREATE TABLE"));
	db_finish(s);
	return found;
}

enum rc
db_prepare(struct db *d, const char *sql, struct db_stmt **ret,
    struct err *e)
{
	sqlite3_stmt *s;
	int code = sqlite3_prepare_v3(d->h, sql, -1, SQLITE_PREPARE_PERSISTENT,
	    &s, NULL);

	if (code != SQLITE_OK)
		return fail(d->h, code, e);
	*ret = (struct db_stmt *)s;
	return RC_OK;
}

void
db_finish(struct db_stmt *s)
{
	(void)sqlite3_finalize(raw(s));
}

/* Binding fails only for an index that the statement does not have, or in
   the midst of its rows: our own mistakes, which db_step then reports. */
void
db_bind_int(struct db_stmt *s, int i, int64_t v)
{
	(void)sqlite3_bind_int64(raw(s), i, v);
}

void
db_bind_double(struct db_stmt *s, int i, double v)
{
	(void)sqlite3_bind_double(raw(s), i, v);
}

void
db_bind_text(struct db_stmt *s, int i, struct str v)
{
	(void)sqlite3_bind_text64(raw(s), i, v.n != 0 ? v.p : "", v.n,
	    SQLITE_STATIC, SQLITE_UTF8);
}

void
db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n)
{
	(void)sqlite3_bind_blob64(raw(s), i, n != 0 ? p : "", n,
	    SQLITE_STATIC);
}

void
db_bind_null(struct db_stmt *s, int i)
{
	(void)sqlite3_bind_null(raw(s), i);
}

enum rc
db_step(struct db_stmt *s, struct err *e)
{
	int code = sqlite3_step(raw(s));

	if (code == SQLITE_ROW)
		return RC_OK;
	if (code == SQLITE_DONE)
		return RC_STOP;
	return fail(sqlite3_db_handle(raw(s)), code, e);
}

void
db_reset(struct db_stmt *s)
{
	(void)sqlite3_reset(raw(s));
	(void)sqlite3_clear_bindings(raw(s));
}

enum rc
db_run(struct db_stmt *s, struct err *e)
{
	enum rc rc;

	while ((rc = db_step(s, e)) == RC_OK)
		continue;
	db_reset(s);
	return rc == RC_STOP ? RC_OK : rc;
}

int64_t
db_int(struct db_stmt *s, int i)
{
	return sqlite3_column_int64(raw(s), i);
}

double
db_double(struct db_stmt *s, int i)
{
	return sqlite3_column_double(raw(s), i);
}

struct str
db_text(struct db_stmt *s, int i)
{
	const unsigned char *p = sqlite3_column_text(raw(s), i);

	return p == NULL ? STR("") :
	    str_of(p, (size_t)sqlite3_column_bytes(raw(s), i));
}

struct str
db_blob(struct db_stmt *s, int i)
{
	const void *p = sqlite3_column_blob(raw(s), i);

	return p == NULL ? STR("") :
	    str_of(p, (size_t)sqlite3_column_bytes(raw(s), i));
}

bool
db_is_null(struct db_stmt *s, int i)
{
	return sqlite3_column_type(raw(s), i) == SQLITE_NULL;
}

int64_t
db_last_id(struct db *d)
{
	return sqlite3_last_insert_rowid(d->h);
}
