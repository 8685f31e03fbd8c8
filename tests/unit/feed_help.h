/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_FEED_HELP_H
#define TESTS_UNIT_FEED_HELP_H

/*
 * What tests of feeds share: a document becomes a database, a query becomes
 * text. Include cmocka.h and what it wants first.
 */
#include <unistd.h>

#include "advisory/fill.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/out.h"
#include "codec/reader.h"
#include "db/db.h"
#include "feeds/feed/feed.h"

/* A document of a feed, what is asked of its database, and the answer. */
struct feed_case {
	const char *name;
	const struct feed *feed;
	const char *text, *sql, *want;
	const char *path;		/* NULL: "dir/doc" */
	const char *eco, *release;	/* a manifest's word, or NULL */
};

/* eco release/channel name id state range severity qualifiers; a range is
   written as lo..hi with [ ] for a bound that is included. */
#define HELP_STATEMENTS \
	"SELECT n.eco || ' ' || n.release || CASE n.channel WHEN '' THEN '' " \
	"ELSE '/' || n.channel END || ' ' || k.name || ' ' || p.t || v.tail " \
	"|| ' ' || a.state || ' ' || CASE WHEN r.id IS NULL THEN 'all' WHEN " \
	"r.flags & 8 THEN 'opaque ' || r.lo WHEN r.flags & 4 THEN '=' || r.lo " \
	"ELSE CASE WHEN r.flags & 16 THEN '' WHEN r.flags & 1 THEN '>=' || " \
	"r.lo || ' ' ELSE '>' || r.lo || ' ' END || CASE WHEN r.flags & 32 " \
	"THEN '' WHEN r.flags & 2 THEN '<=' || r.hi ELSE '<' || r.hi END END " \
	"|| CASE coalesce(r.fixed, '') WHEN '' THEN '' ELSE ' fix ' || " \
	"r.fixed END || ' ' || coalesce(a.severity, '-') || " \
	"CASE coalesce(q.module, '') WHEN '' THEN '' ELSE ' module ' || " \
	"q.module END || CASE coalesce(q.arch, '') WHEN '' THEN '' ELSE " \
	"' arch ' || q.arch END || CASE coalesce(q.flavour, '') WHEN '' THEN " \
	"'' ELSE ' flavour ' || q.flavour END || CASE coalesce(q.extra, '') " \
	"WHEN '' THEN '' ELSE ' extra ' || q.extra END " \
	"FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns " \
	"JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid JOIN prefix p " \
	"ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange AND " \
	"a.vrange <> 0 LEFT JOIN qual q ON q.id = a.qual " \
	"ORDER BY a.pkg, a.adv, a.seq"
#define HELP_ALIASES \
	"SELECT p.t || v.tail || ' ' || a.rel || ' ' || q.t || w.tail FROM " \
	"alias a JOIN vid v ON v.id = a.a JOIN prefix p ON p.id = v.prefix " \
	"JOIN vid w ON w.id = a.b JOIN prefix q ON q.id = w.prefix " \
	"ORDER BY a.a, a.rel, a.b"
#define HELP_REJECTS "SELECT record || ': ' || reason FROM reject"
#define HELP_RECORDS \
	"SELECT p.t || v.tail || ' ' || x.severity || ' ' || " \
	"coalesce(x.published, '-') || ' ' || coalesce(x.modified, '-') || " \
	"' ' || x.title " \
	"FROM adv x JOIN vid v ON v.id = x.vid JOIN prefix p ON " \
	"p.id = v.prefix ORDER BY x.id"
#define HELP_WORDS \
	"SELECT coalesce(w.t, '-') || ' ' || coalesce(a.known, '-') " \
	"FROM affected a LEFT JOIN word w ON w.id = a.word " \
	"ORDER BY a.pkg, a.adv, a.seq"

/* What a query gives: rows ended by LF. */
static inline struct str
help_query(struct db *db, const char *sql, struct buf *b)
{
	struct err e;
	struct out o;
	struct db_stmt *s;

	b->n = 0;
	out_to_buf(&o, b);
	if (db_prepare(db, sql, &s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	while (db_step(s, &e) == RC_OK) {
		out_str(&o, db_text(s, 0));
		out_z(&o, "\n");
	}
	db_finish(s);
	assert_int_equal(out_flush(&o, &e), RC_OK);
	return buf_str(b);
}

/* file: where the database goes. *e holds the feed's message. */
static inline struct db *
help_load(const struct feed_case *c, const char *file, enum rc want,
    struct err *e)
{
	struct feed_file f = {
		.name = str_from(c->path != NULL ? c->path : "dir/doc"),
		.head = str_from(c->text), .eco = str_from(c->eco),
		.release = str_from(c->release) };
	struct reader *r = reader_of_mem(c->text, strlen(c->text));
	struct fill *fill;
	struct db *db;
	struct err why;

	assert_int_equal(fill_new(&fill, &why), RC_OK);
	assert_int_equal(fill_source(fill, &(struct fill_source){
	    .feed = str_from(c->feed->name), .name = STR("doc"),
	    .pieces = c->feed->pieces }, &why), RC_OK);
	e->msg[0] = '\0';
	if (c->feed->load(&f, r, &limits_default, fill, e) != want)
		fail_msg("%s: %s", c->name, e->msg);
	assert_true(want == RC_OK || e->msg[0] != '\0');
	reader_close(r);
	(void)unlink(file);
	assert_int_equal(fill_write(fill, file, &why), RC_OK);
	fill_free(fill);
	assert_int_equal(db_open_file(file, &db, &why), RC_OK);
	return db;
}

static inline void
help_cases(const struct feed_case *v, size_t n, const char *file)
{
	struct buf b = { 0 };
	struct err e;

	assert_true(n != 0);
	for (size_t i = 0; i < n; i++) {
		struct db *db = help_load(&v[i], file, RC_OK, &e);
		struct str got = help_query(db, v[i].sql, &b);

		if (!str_eq(got, str_from(v[i].want)))
			fail_msg("%s:\ngot:\n%.*s\nwant:\n%s", v[i].name,
			    STR_ARG(got), v[i].want);
		db_close(db);
	}
	buf_done(&b);
}

#endif
