/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that a database says of an advisory: under all its names, by
 * every source.
 */
#include <unistd.h>

#include "advisory/advdb.h"
#include "advisory/textdb.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/open.h"
#include "feeds/command/statement.h"

static const struct opt options[] = {
	{ 0, "text", "FILE", "its file of texts (default: beside it)", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct opt_set set = {
	.tool = "feeds show", .usage = "feeds show [OPTION]... DB ID...",
	.about = "Status 1: one of the IDs is not in the database.",
	.opts = options,
};

struct show {
	struct context *c;
	struct advdb *d;
	struct out *o;
	const char *text_path;
	struct textdb *text;	/* NULL: none */
	int64_t vid, grp;
};

static bool
take(void *ctx, int id, const char *arg)
{
	struct show *w = ctx;

	(void)id;
	w->text_path = arg;
	return true;
}

/* Texts beside a database may be another's: then they are no use. */
static enum status
open_text(struct show *w, const char *db, struct err *e)
{
	struct arena *a = w->c->arena;
	struct str path = textdb_path(a, str_from(db));
	struct err why;

	if (w->text_path != NULL)
		return textdb_open(w->text_path, w->d, &w->text, e) == RC_OK ?
		    ST_DONE : ST_DATABASE;
	if (access(str_z(a, path), F_OK) == 0 &&
	    textdb_open(str_z(a, path), w->d, &w->text, &why) != RC_OK)
		notice_note(&w->c->notices, "text", STR(""), "%s", why.msg);
	return ST_DONE;
}

static void
print_names(struct show *w, const char *label, const struct str *v, size_t n)
{
	if (n == 0)
		return;
	out_fmt(w->o, "  %s", label);
	for (size_t i = 0; i < n; i++) {
		out_z(w->o, " ");
		out_quoted(w->o, v[i]);
	}
	out_z(w->o, "\n");
}

static enum rc
show_names(struct show *w, struct err *e)
{
	struct arena *a = w->c->arena;
	struct str *names;
	int64_t *vids;
	size_t n;
	enum rc rc = advdb_group(w->d, a, w->grp, &names, &vids, &n, e);

	if (rc != RC_OK)
		return rc;
	print_names(w, "names:", names, n);
	rc = advdb_fixes(w->d, a, w->vid, &names, &vids, &n, e);
	if (rc == RC_OK)
		print_names(w, "covers:", names, n);
	return rc;
}

/* Names that a query on one number gives, in one line. */
static enum rc
show_list(struct show *w, const char *label, const char *sql, int64_t key,
    struct err *e)
{
	struct db_stmt *s;
	size_t n = 0;
	enum rc rc = db_prepare(advdb_db(w->d), sql, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, key);
	while ((rc = db_step(s, e)) == RC_OK) {
		if (n++ == 0)
			out_fmt(w->o, "  %s", label);
		out_z(w->o, " ");
		out_quoted(w->o, db_text(s, 0));
	}
	db_finish(s);
	if (n != 0)
		out_z(w->o, "\n");
	return rc == RC_STOP ? RC_OK : rc;
}

static void
print_time(struct show *w, const char *label, struct db_stmt *s, int col)
{
	char buf[24];

	if (db_is_null(s, col))
		return;
	out_fmt(w->o, "  %s ", label);
	out_str(w->o, when_format(buf, db_int(s, col)));
}

/* What people read of it, when there is a file of texts. */
static enum rc
show_text(struct show *w, int64_t adv, struct err *e)
{
	struct arena *a = arena_new((size_t)limits_default.memory);
	struct str body = STR(""), line;
	enum rc rc = w->text == NULL ? RC_OK :
	    textdb_body(w->text, a, adv, &body, e);

	while (rc == RC_OK && str_line(&body, &line)) {
		out_z(w->o, "    | ");
		out_quoted(w->o, line);
		out_z(w->o, "\n");
	}
	arena_free(a);
	return rc;
}

static enum rc
show_records(struct show *w, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(w->d),
	    "SELECT p.t || v.tail, c.feed, c.name, a.severity, a.published, "
	    "a.modified, a.withdrawn, a.title, a.url, v.flags, c.scope, "
	    "c.frozen, a.id "
	    "FROM adv a JOIN vid v ON v.id = a.vid JOIN prefix p ON "
	    "p.id = v.prefix JOIN source c ON c.id = a.source "
	    "WHERE a.vid IN " ADVDB_GROUP " ORDER BY a.id", &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, w->grp);
	while ((rc = db_step(s, e)) == RC_OK) {
		int64_t sev = db_int(s, 3), flags = db_int(s, 9);
		struct str url = db_text(s, 8);

		out_z(w->o, "  record: ");
		out_quoted(w->o, db_text(s, 0));
		out_z(w->o, "  ");
		out_quoted(w->o, db_text(s, 1));
		out_z(w->o, " ");
		out_quoted(w->o, db_text(s, 2));
		if (sev > 0 && sev <= SEV_CRITICAL)
			out_fmt(w->o, "  %s", severity_name(
			    (enum severity)sev));
		print_time(w, "published", s, 4);
		print_time(w, "modified", s, 5);
		print_time(w, "withdrawn", s, 6);
		out_z(w->o, flags & ADV_REJECTED ? "  rejected" : "");
		out_z(w->o, flags & ADV_DISPUTED ? "  disputed" : "");
		out_z(w->o, flags & ADV_MALWARE ? "  malware" : "");
		out_z(w->o, flags & ADV_NOTICE ? "  notice" : "");
		out_z(w->o, "\n");
		if (db_text(s, 7).n != 0) {
			out_z(w->o, "    ");
			out_quoted(w->o, db_text(s, 7));
			out_z(w->o, "\n");
		}
		if (url.n == 0)
			url = adv_url(w->c->arena, db_text(s, 1),
			    db_text(s, 10), db_text(s, 0));
		if (url.n != 0) {
			out_z(w->o, "    ");
			out_quoted(w->o, url);
			out_z(w->o, "\n");
		}
		rc = show_text(w, db_int(s, 12), e);
		if (rc != RC_OK)
			break;
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
show_cwe(struct show *w, int number, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(w->d), "SELECT name FROM cwe WHERE "
	    "id = ?1", &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, number);
	out_fmt(w->o, "  weakness: CWE-%d", number);
	rc = db_step(s, e);
	if (rc == RC_OK) {
		out_z(w->o, "  ");
		out_quoted(w->o, db_text(s, 0));
	}
	out_z(w->o, "\n");
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
show_ssvc(struct show *w, int64_t vid, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = RC_OK;

	if (!db_has_table(advdb_db(w->d), "ssvc"))
		return RC_OK;
	rc = db_prepare(advdb_db(w->d), "SELECT "
	    "CASE exploitation WHEN 0 THEN ' exploitation none' WHEN 1 THEN "
	    "' exploitation poc' WHEN 2 THEN ' exploitation active' ELSE '' "
	    "END || CASE automatable WHEN 0 THEN ' automatable no' WHEN 1 THEN "
	    "' automatable yes' ELSE '' END || CASE impact WHEN 0 THEN "
	    "' impact partial' WHEN 1 THEN ' impact total' ELSE '' END, "
	    "decided FROM ssvc WHERE vid = ?1", &s, e);
	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, vid);
	rc = db_step(s, e);
	if (rc == RC_OK) {
		out_z(w->o, "  ssvc:");
		out_str(w->o, db_text(s, 0));
		print_time(w, "decided", s, 1);
		out_z(w->o, "\n");
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
show_scores(struct show *w, int64_t vid, struct str name, struct err *e)
{
	struct advdb_score x;
	char added[24], due[24];
	enum rc rc = advdb_scores(w->d, w->c->arena, vid, &x, e);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < x.ncvss; i++) {
		out_fmt(w->o, "  cvss: %d.%d  %.1f  ", x.cvss[i].version / 10,
		    x.cvss[i].version % 10, x.cvss[i].score);
		out_quoted(w->o, x.cvss[i].vector);
		out_z(w->o, "  by ");
		out_quoted(w->o, x.cvss[i].source);
		out_z(w->o, x.cvss[i].primary ? "\n" : " (secondary)\n");
	}
	if (x.has_epss)
		out_fmt(w->o, "  epss: %.5f  percentile %.5f\n", x.epss,
		    x.percentile);
	if (x.has_kev) {
		struct str d = when_format_day(due, x.kev_due);

		out_z(w->o, "  kev: added ");
		out_str(w->o, when_format_day(added, x.kev_added));
		if (x.kev_due != 0) {
			out_z(w->o, "  due ");
			out_str(w->o, d);
		}
		out_z(w->o, x.ransomware ? "  used by ransomware\n" : "\n");
	}
	rc = show_ssvc(w, vid, e);
	for (size_t i = 0; rc == RC_OK && i < x.ncwes; i++)
		rc = show_cwe(w, x.cwes[i], e);
	(void)name;
	return rc;
}

static enum rc
show_all_scores(struct show *w, struct err *e)
{
	struct str *names;
	int64_t *vids;
	size_t n;
	enum rc rc = advdb_group(w->d, w->c->arena, w->grp, &names, &vids, &n,
	    e);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = show_scores(w, vids[i], names[i], e);
	return rc;
}

static enum rc
show_statements(struct show *w, struct err *e)
{
	struct arena *a = arena_new((size_t)limits_default.memory);
	struct statement x;
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(w->d), "SELECT " STATEMENT_COLUMNS
	    " FROM " STATEMENT_TABLES
	    " WHERE a.adv IN (SELECT id FROM adv WHERE vid IN " ADVDB_GROUP
	    ") ORDER BY k.id, a.adv, a.seq", &s, e);

	if (rc != RC_OK)
		goto out;
	db_bind_int(s, 1, w->grp);
	while ((rc = db_step(s, e)) == RC_OK) {
		arena_reset(a);
		statement_read(a, s, &x);
		out_z(w->o, "  says ");
		out_quoted(w->o, x.part[ST_ID]);
		out_z(w->o, " (");
		out_quoted(w->o, x.part[ST_FEED]);
		out_z(w->o, "): ");
		statement_print(w->o, &x, true);
	}
	db_finish(s);
out:
	arena_free(a);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
show_products(struct show *w, struct err *e)
{
	return show_list(w, "products:", "SELECT DISTINCT c.vendor || ':' || "
	    "c.product FROM adv a JOIN cpe_match m ON m.adv = a.id JOIN cpe c "
	    "ON c.id = m.cpe WHERE a.vid IN " ADVDB_GROUP " AND "
	    "m.role = 0 ORDER BY c.id", w->grp, e);
}

static enum rc
show_links(struct show *w, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(w->d), "SELECT DISTINCT "
	    "ifnull(b.t, '') || l.tail FROM adv a JOIN link l ON l.adv = a.id "
	    "LEFT JOIN base b ON b.id = l.base WHERE a.vid IN " ADVDB_GROUP
	    " ORDER BY 1", &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, w->grp);
	while ((rc = db_step(s, e)) == RC_OK) {
		out_z(w->o, "  link: ");
		out_quoted(w->o, db_text(s, 0));
		out_z(w->o, "\n");
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

#define NAMES_BY(other, key, more) \
	"SELECT p.t || v.tail FROM alias x JOIN vid v ON v.id = x." other \
	" JOIN prefix p ON p.id = v.prefix WHERE x." key " = ?1 AND " more \
	" ORDER BY v.id"

static enum rc
show_one(struct show *w, const char *id, bool *ret_found, struct err *e)
{
	enum rc rc = advdb_vid(w->d, str_from(id), &w->vid, &w->grp, e);

	*ret_found = rc == RC_OK && w->vid != 0;
	if (!*ret_found)
		return rc;
	out_quoted(w->o, str_trim(str_from(id)));
	out_z(w->o, "\n");
	rc = show_names(w, e);
	if (rc == RC_OK)
		rc = show_list(w, "fixed by:", NAMES_BY("a", "b",
		    "x.rel = 2"), w->vid, e);
	if (rc == RC_OK)	/* a name of several, so of none */
		rc = show_list(w, "also in:", NAMES_BY("a", "b",
		    "x.rel = 0 AND (v.flags & 16) <> 0"), w->vid, e);
	if (rc == RC_OK)
		rc = show_list(w, "related:", NAMES_BY("b", "a",
		    "x.rel = 3"), w->vid, e);
	if (rc == RC_OK)
		rc = show_records(w, e);
	if (rc == RC_OK)
		rc = show_all_scores(w, e);
	if (rc == RC_OK)
		rc = show_statements(w, e);
	if (rc == RC_OK)
		rc = show_products(w, e);
	return rc == RC_OK ? show_links(w, e) : rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct show w = { .c = c, .o = c->out };
	int first = opt_parse(&set, argc, argv, take, &w);
	bool found, all = true;
	enum status st;
	enum rc rc = RC_OK;

	if (first < 0)
		return ST_USAGE;
	if (first + 2 > argc) {
		say("feeds show", "a database and an ID are wanted");
		return ST_USAGE;
	}
	st = open_database(argv[first], &w.d, e);
	if (st != ST_DONE)
		return st;
	st = open_text(&w, argv[first], e);
	for (int i = first + 1; st == ST_DONE && rc == RC_OK && i < argc;
	    i++) {
		rc = show_one(&w, argv[i], &found, e);
		if (rc == RC_OK && !found) {
			say("feeds show", "%s: not in %s", argv[i],
			    argv[first]);
			all = false;
		}
	}
	if (st == ST_DONE)
		st = read_result(rc, argv[first], e);
	textdb_close(w.text);
	advdb_close(w.d);
	return st == ST_DONE && !all ? ST_CONDITION : st;
}

const struct command cmd_show = {
	"show", "everything a database says of an advisory", run,
};
