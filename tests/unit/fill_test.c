/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling a database and looking up in it: what is asked for here was written
 * by hand, the records in between are the model's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "advisory/advdb.h"
#include "advisory/content.h"
#include "advisory/fill.h"
#include "advisory/recorder.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "db/db.h"
#include "identity/ecosystem.h"

#define S(lit) STR(lit)

static struct err e;

static void
begin(struct fill *f, const char *feed, const char *name, bool pieces)
{
	assert_int_equal(fill_source(f, &(struct fill_source){
	    .feed = str_from(feed), .name = str_from(name),
	    .sha256 = str_from(name), .pieces = pieces }, &e), RC_OK);
}

static struct adv_affected
below(const char *eco, const char *release, const char *name,
    const char *fixed)
{
	return (struct adv_affected){ .eco = ecosystem_by_key(str_from(eco)),
		.release = str_from(release), .name = str_from(name),
		.state = ADV_FIXED, .range = { .hi = str_from(fixed),
		.has_hi = true } };
}

static void
record(struct fill *f, const char *id, int64_t modified,
    const struct adv_affected *v, size_t n, const struct adv_alias *al,
    size_t nal, unsigned flags)
{
	assert_int_equal(fill_record(f, &(struct adv_record){
	    .id = str_from(id), .has_modified = modified != 0,
	    .modified_s = modified, .affected = v, .naffected = n,
	    .aliases = al, .naliases = nal, .flags = flags,
	    .has_withdrawn = (flags & ADV_WITHDRAWN) != 0 }, &e), RC_OK);
}

static void
write_to(struct fill *f, const char *path)
{
	(void)unlink(path);
	assert_int_equal(fill_write(f, path, &e), RC_OK);
	fill_free(f);
}

static struct advdb *
open_db(const char *path)
{
	struct advdb *d = NULL;

	assert_int_equal(advdb_open(path, &d, &e), RC_OK);
	return d;
}

struct rows {
	size_t n;
	struct advdb_row row[8];
	char fixed[8][64];
};

static enum rc
take(void *ctx, const struct advdb_row *row, struct err *err)
{
	struct rows *r = ctx;

	(void)err;
	assert_true(r->n < 8);
	r->row[r->n] = *row;
	(void)snprintf(r->fixed[r->n++], 64, "%.*s", STR_ARG(row->fixed));
	return RC_OK;
}

static struct rows
rows_of(struct advdb *d, struct arena *a, const char *eco,
    const char *release, const char *name)
{
	struct rows r = { 0 };
	struct advdb_ns ns;

	assert_int_equal(advdb_namespace(d, a, ecosystem_by_key(
	    str_from(eco)), str_from(release), &ns, &e), RC_OK);
	if (ns.id != 0)
		assert_int_equal(advdb_affected(d, &ns, str_from(name), take,
		    &r, &e), RC_OK);
	return r;
}

static int64_t
group_of(struct advdb *d, const char *id)
{
	int64_t vid, grp;

	assert_int_equal(advdb_vid(d, str_from(id), &vid, &grp, &e), RC_OK);
	assert_true(vid != 0);
	return grp;
}

/* The newest record of an identifier holds, whichever came first. */
static void
newest_wins(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct fill *f;
		struct arena *a = arena_new(MIB);
		struct adv_affected old = below("npm", "", "widget", "1.0.0");
		struct adv_affected new = below("npm", "", "widget", "2.0.0");

		assert_int_equal(fill_new(&f, &e), RC_OK);
		for (int i = 0; i < 2; i++) {
			if (i == turn) {
				begin(f, "osv", "a.zip", false);
				record(f, "GHSA-aaaa-bbbb-cccc", 100, &old, 1,
				    NULL, 0, 0);
			} else {
				begin(f, "osv", "b.zip", false);
				record(f, "GHSA-aaaa-bbbb-cccc", 200, &new, 1,
				    NULL, 0, 0);
			}
		}
		write_to(f, "build/fill_test.db");

		struct advdb *d = open_db("build/fill_test.db");
		struct rows r = rows_of(d, a, "npm", "", "widget");

		assert_int_equal(r.n, 1);
		assert_string_equal(r.fixed[0], "2.0.0");
		advdb_close(d);
		arena_free(a);
	}
}

/* Pieces of one identifier in one source add up to one record. */
static void
pieces_add_up(void **state)
{
	struct fill *f;
	struct arena *a = arena_new(MIB);
	struct adv_affected x = below("debian", "12", "glibc", "2.36-9");
	struct adv_affected y = below("debian", "12", "eglibc", "2.36-9");

	(void)state;
	assert_int_equal(fill_new(&f, &e), RC_OK);
	begin(f, "debian", "json", true);
	record(f, "CVE-2010-4756", 0, &x, 1, NULL, 0, 0);
	record(f, "cve_2010_4756 ", 0, &y, 1, NULL, 0, 0);
	write_to(f, "build/fill_test.db");

	struct advdb *d = open_db("build/fill_test.db");
	struct rows r = rows_of(d, a, "debian", "12", "glibc");
	struct rows q = rows_of(d, a, "debian", "12", "eglibc");

	assert_int_equal(r.n, 1);
	assert_int_equal(q.n, 1);
	assert_int_equal(r.row[0].adv, q.row[0].adv);
	advdb_close(d);
	arena_free(a);
}

static void
groups(void **state)
{
	struct fill *f;
	struct adv_alias one[] = { { S("CVE-2020-1"), REL_ALIAS } };
	struct adv_alias two[] = { { S("CVE-2020-2"), REL_ALIAS },
		{ S("CVE-2020-3"), REL_ALIAS } };
	struct adv_alias chain[] = { { S("GHSA-1111-1111-1111"), REL_ALIAS },
		{ S("CVE-2020-9"), REL_RELATED } };
	struct adv_alias up1[] = { { S("CVE-2020-2"), REL_UPSTREAM } };
	struct adv_alias fixes[] = { { S("CVE-2020-1"), REL_FIXES },
		{ S("CVE-2020-2"), REL_FIXES } };
	struct adv_alias other[] = { { S("CVE-2020-4"), REL_ALIAS } };

	(void)state;
	assert_int_equal(fill_new(&f, &e), RC_OK);
	begin(f, "osv", "all.zip", false);
	record(f, "GHSA-1111-1111-1111", 1, NULL, 0, one, 1, 0);
	record(f, "GHSA-2222-2222-2222", 1, NULL, 0, two, 2, 0);
	record(f, "PYSEC-2020-1", 1, NULL, 0, chain, 2, 0);
	record(f, "PYSEC-2020-2", 1, NULL, 0, other, 1, ADV_WITHDRAWN);
	record(f, "DEBIAN-CVE-2020-2", 1, NULL, 0, up1, 1, 0);
	record(f, "ALSA-2020:1", 1, NULL, 0, fixes, 2, 0);
	record(f, "CVE-2020-9", 1, NULL, 0, NULL, 0, 0);
	write_to(f, "build/fill_test.db");

	struct advdb *d = open_db("build/fill_test.db");
	struct arena *a = arena_new(MIB);
	int64_t cve1 = group_of(d, "CVE-2020-1");
	struct str *names;
	int64_t *vids, vid, grp;
	size_t n;

	assert_int_equal(group_of(d, "GHSA-1111-1111-1111"), cve1);
	assert_int_equal(group_of(d, "PYSEC-2020-1"), cve1);
	assert_int_equal(group_of(d, "DEBIAN-CVE-2020-2"),
	    group_of(d, "CVE-2020-2"));
	/* Never over related, withdrawn, two CVEs, or what an erratum fixes. */
	assert_int_not_equal(group_of(d, "CVE-2020-9"), cve1);
	assert_int_not_equal(group_of(d, "PYSEC-2020-2"),
	    group_of(d, "CVE-2020-4"));
	assert_int_not_equal(group_of(d, "CVE-2020-2"),
	    group_of(d, "CVE-2020-3"));
	assert_int_not_equal(group_of(d, "GHSA-2222-2222-2222"),
	    group_of(d, "CVE-2020-2"));
	assert_int_not_equal(group_of(d, "ALSA-2020:1"), cve1);

	assert_int_equal(advdb_group(d, a, cve1, &names, &vids, &n, &e), RC_OK);
	assert_int_equal(n, 3);
	assert_true(str_eq(names[0], S("CVE-2020-1")));
	assert_true(str_eq(names[1], S("GHSA-1111-1111-1111")));
	assert_true(str_eq(names[2], S("PYSEC-2020-1")));

	assert_int_equal(advdb_vid(d, S("ALSA-2020:1"), &vid, &grp, &e), RC_OK);
	assert_int_equal(advdb_fixes(d, a, vid, &names, &vids, &n, &e), RC_OK);
	assert_int_equal(n, 2);
	/* A record with two CVEs stands for both, in the group of neither. */
	assert_int_equal(advdb_vid(d, S("GHSA-2222-2222-2222"), &vid, &grp,
	    &e), RC_OK);
	assert_int_equal(advdb_fixes(d, a, vid, &names, &vids, &n, &e), RC_OK);
	assert_int_equal(n, 2);
	assert_true(str_eq(names[1], S("CVE-2020-3")));
	advdb_close(d);
	arena_free(a);
}

/* The text in the first column of the only row. */
static void
one_row(struct advdb *d, const char *sql, const char *want)
{
	struct db_stmt *s;

	assert_int_equal(db_prepare(advdb_db(d), sql, &s, &e), RC_OK);
	assert_int_equal(db_step(s, &e), RC_OK);
	assert_true(str_eq(db_text(s, 0), str_from(want)));
	assert_int_equal(db_step(s, &e), RC_STOP);
	db_finish(s);
}

/* One package, release and identifier, two qualifiers: two statements. */
static void
qualifiers_and_names(void **state)
{
	struct fill *f;
	struct adv_affected x[] = { below("redhat", "9", "bash", "5.1-9"),
		below("redhat", "9", "bash", "5.1-9") };

	(void)state;
	x[0].cpes = S("cpe:/o:b  cpe:/o:a cpe:/o:b");
	x[1].flavour = S("fips");
	x[1].extra = S("slot=3");
	assert_int_equal(fill_new(&f, &e), RC_OK);
	begin(f, "csaf", "a", false);
	record(f, "CVE-2031-1", 1, x, 2, NULL, 0, 0);
	assert_int_equal(fill_cwe(f, 79, S("XSS"), &e), RC_OK);
	assert_int_equal(fill_repo_cpe(f, S("baseos"), S("cpe:/o:a"), &e),
	    RC_OK);
	assert_int_equal(fill_repo_cpe(f, S("baseos"), S("cpe:/o:a"), &e),
	    RC_OK);
	assert_int_equal(fill_eol(f, &(struct adv_eol){ S("debian"), S("12"),
	    0, 20615, 0, 0 }, &e), RC_OK);
	write_to(f, "build/fill_test.db");

	struct advdb *d = open_db("build/fill_test.db");

	one_row(d, "SELECT cpes FROM affected JOIN qual ON qual.id = qual "
	    "JOIN cpeset ON cpeset.id = cpeset", "cpe:/o:a cpe:/o:b");
	one_row(d, "SELECT flavour || ' ' || extra FROM affected JOIN qual ON "
	    "qual.id = qual WHERE cpeset = 0", "fips slot=3");
	one_row(d, "SELECT id || name FROM cwe", "79XSS");
	one_row(d, "SELECT repo || ' ' || cpe FROM repo_cpe",
	    "baseos cpe:/o:a");
	one_row(d, "SELECT product || cycle || ' ' || eol FROM eol "
	    "WHERE released IS NULL", "debian12 20615");
	advdb_close(d);
}

static void
two_sources(struct fill *f, bool swap)
{
	for (int i = 0; i < 2; i++) {
		struct adv_affected x = below("debian", "12", "zlib", "1.3");
		struct adv_affected y = below("debian", "13", "bash", "5.2");
		struct adv_affected z = below("npm", "", "widget", "1.0.0");

		if ((i == 0) != swap) {
			begin(f, "debian", "json", true);
			fill_data_time(f, 1000);
			record(f, "CVE-2020-10", 0, &x, 1, NULL, 0, 0);
			record(f, "CVE-2020-9", 0, &y, 1, NULL, 0, 0);
		} else {
			begin(f, "osv", "all.zip", false);
			record(f, "GHSA-1111-1111-1111", 7, &z, 1,
			    (struct adv_alias[]){ { S("CVE-2020-9"),
			    REL_ALIAS } }, 1, 0);
			assert_int_equal(fill_epss(f, &(struct adv_epss){
			    S("CVE-2020-9"), 12345, 99999 }, &e), RC_OK);
			assert_int_equal(fill_reject(f, S("BAD-1"), "why", &e),
			    RC_OK);
		}
	}
}

static void
order_leaves_no_trace(void **state)
{
	struct buf b[2] = { { 0 }, { 0 } };
	char content[CONTENT_MAX];
	struct str sum;
	int fd;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct fill *f;

		assert_int_equal(fill_new(&f, &e), RC_OK);
		two_sources(f, i == 1);
		write_to(f, "build/fill_test.db");
		assert_int_equal(file_open("build/fill_test.db", &fd, &e),
		    RC_OK);
		assert_int_equal(file_read_all(fd, &b[i], &e), RC_OK);
		(void)close(fd);
	}
	assert_true(b[0].n > 4096);
	assert_int_equal(b[0].n, b[1].n);
	assert_memory_equal(b[0].p, b[1].p, b[0].n);
	buf_done(&b[0]);
	buf_done(&b[1]);

	struct advdb *d = open_db("build/fill_test.db");

	assert_int_equal(content_of(advdb_db(d), content, &sum, &e), RC_OK);
	assert_true(str_eq(sum, advdb_content(d)));
	assert_true(str_starts(sum, S("sha256:")));
	advdb_close(d);
}

/* A namespace is covered when its ecosystem is in every record. */
static void
strays_do_not_cover(void **state)
{
	struct fill *f;
	struct arena *a = arena_new(MIB);
	struct adv_affected x[] = { below("maven", "", "a:b", "1"),
		below("pypi", "", "b", "1") };
	struct advdb_ns ns;

	(void)state;
	assert_non_null(x[0].eco);
	assert_non_null(x[1].eco);
	assert_int_equal(fill_new(&f, &e), RC_OK);
	begin(f, "osv", "all.zip", false);
	record(f, "GHSA-1111-1111-1111", 7, x, 2, NULL, 0, 0);
	record(f, "GHSA-1111-1111-1112", 7, x, 1, NULL, 0, 0);
	assert_int_equal(fill_namespace(f, ecosystem_by_key(S("alpine")),
	    S("3.20"), &e), RC_OK);
	write_to(f, "build/fill_test.db");

	struct advdb *d = open_db("build/fill_test.db");

	assert_int_equal(advdb_namespace(d, a, x[0].eco, S(""), &ns, &e),
	    RC_OK);
	assert_true(ns.id != 0 && ns.covered);
	assert_int_equal(advdb_namespace(d, a, x[1].eco, S(""), &ns, &e),
	    RC_OK);
	assert_true(ns.id != 0 && !ns.covered);
	assert_int_equal(advdb_namespace(d, a, ecosystem_by_key(S("alpine")),
	    S("3.20"), &ns, &e), RC_OK);
	assert_true(ns.id != 0 && ns.covered);
	assert_int_equal(advdb_namespace(d, a, ecosystem_by_key(S("alpine")),
	    S("3.21"), &ns, &e), RC_OK);
	assert_true(ns.id == 0);
	advdb_close(d);
	arena_free(a);
}

static void
refuses(void **state)
{
	struct advdb *d;
	struct fill *f;

	(void)state;
	assert_int_equal(advdb_open("build/none.db", &d, &e), RC_IO);
	assert_int_equal(advdb_open("Makefile", &d, &e), RC_FORMAT);
	assert_int_equal(fill_new(&f, &e), RC_OK);
	two_sources(f, false);
	write_to(f, "build/fill_test.db");
	assert_int_equal(truncate("build/fill_test.db", 8192), 0);
	assert_int_equal(advdb_open("build/fill_test.db", &d, &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "8192"));
}

static void
identifiers(void **state)
{
	static const struct {
		const char *id, *prefix;
	} cases[] = {
		{ "CVE-2024-3094", "CVE-" },
		{ "GHSA-rxv5-gxqc-xx8g", "GHSA-" },
		{ "SUSE-SU-2024:1", "SUSE-SU-" },
		{ "openSUSE-SU-2024:1", "openSUSE-SU-" },
		{ "DEBIAN-CVE-2024-1", "DEBIAN-CVE-" },
		{ "CGA-xcpc-gm23-prj9", "CGA-" },
		{ "ALSA-2020:1", "ALSA-" }, { "V8-1", "" }, { "", "" },
	};
	static const char *const order[] = {
		"CVE-1999-2", "CVE-1999-10", "CVE-2020-1", "GHSA-zzzz",
		"ALSA-2020:1", "ALSA-2020:01", "DSA-9", "DSA-10",
	};
	struct arena *a = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_true(str_eq(vid_prefix(str_from(cases[i].id)),
		    str_from(cases[i].prefix)));
	for (size_t i = 1; i < sizeof order / sizeof *order; i++) {
		struct str x = str_from(order[i - 1]), y = str_from(order[i]);

		if (i != 5)
			assert_true(vid_cmp(x, y) < 0);
		assert_int_equal(vid_cmp(x, y) < 0, vid_cmp(y, x) > 0);
	}
	assert_true(str_eq(vid_tidy(a, S(" CVE_2019_2426\n")),
	    S("CVE-2019-2426")));
	assert_true(str_eq(vid_tidy(a, S("cve-2019-2426")),
	    S("CVE-2019-2426")));
	assert_true(str_eq(vid_tidy(a, S("GHSA-xx_y")), S("GHSA-xx_y")));
	assert_true(str_eq(vid_tidy(a, S("ghsa-35JH-r3h4-6jhm")),
	    S("GHSA-35jh-r3h4-6jhm")));
	arena_free(a);
}

/* ---- told by way of a recorder ---- */

struct told {
	struct fill *f;
	struct arena *scratch;
	size_t takes, whole;
};

static bool
take_frames(void *ctx, struct buf *frames, const struct adv_record *whole)
{
	struct told *t = ctx;

	t->takes++;
	assert_int_equal(recorder_play(t->f, buf_str(frames), t->scratch, &e),
	    RC_OK);
	frames->n = 0;
	t->whole += whole != NULL;
	if (whole != NULL)
		assert_int_equal(fill_record(t->f, whole, &e), RC_OK);
	return true;
}

static bool
refuse_frames(void *ctx, struct buf *frames, const struct adv_record *whole)
{
	(void)frames;
	(void)whole;
	++*(int *)ctx;
	return false;
}

/* A bit of everything, by a feed that knows nothing of it. */
static void
tell_all(struct fill *f)
{
	static char long_text[300 * 1024];
	static const struct ecosystem own = { .key = "widget",
		.scheme = VERSION_SEMVER, .names = ECO_EITHER };
	struct adv_affected v[] = { below("debian", "12", "w", "1.0-1"),
		below("npm", "", "w", "2.0.0") };
	struct adv_record large = { .id = S("CVE-2030-77"), .title = S("t"),
		.affected = v, .naffected = 1, .text = { long_text,
		sizeof long_text } };

	memset(long_text, 'x', sizeof long_text);
	v[1].eco = &own;
	v[1].word = S("by the vendor");
	fill_scope(f, S("scope"));
	fill_data_time(f, 86400);
	assert_int_equal(fill_namespace(f, v[0].eco, S("13"), &e), RC_OK);
	for (int i = 0; i < 3000; i++) {
		char id[32];

		(void)snprintf(id, sizeof id, "CVE-2030-%d", 1000 + i);
		record(f, id, i, v, 2, NULL, 0, 0);
		if (i == 1500)
			assert_int_equal(fill_record(f, &large, &e), RC_OK);
	}
	assert_int_equal(fill_reject(f, S("X"), "bad", &e), RC_OK);
	assert_int_equal(fill_meta(f, "k", S("v"), &e), RC_OK);
	assert_int_equal(fill_epss(f, &(struct adv_epss){ S("CVE-2030-1000"),
	    5, 6 }, &e), RC_OK);
	assert_int_equal(fill_kev(f, &(struct adv_kev){ S("CVE-2030-1001"),
	    5, 6, true, S("act") }, &e), RC_OK);
	assert_int_equal(fill_cwe(f, 79, S("XSS"), &e), RC_OK);
	assert_int_equal(fill_repo_cpe(f, S("repo"), S("cpe:/a"), &e), RC_OK);
	assert_int_equal(fill_eol(f, &(struct adv_eol){ S("p"), S("1"), 1, 2,
	    3, 4 }, &e), RC_OK);
	assert_int_equal(fill_maven(f, &(struct adv_maven){ { 1, 255 },
	    S("g"), S("a"), S("1") }, &e), RC_OK);
}

static void
read_whole(const char *path, struct buf *b)
{
	int fd;

	assert_int_equal(file_open(path, &fd, &e), RC_OK);
	assert_int_equal(file_read_all(fd, b, &e), RC_OK);
	(void)close(fd);
}

static void
recorder_changes_nothing(void **state)
{
	struct told t = { .scratch = arena_new(16 * MIB) };
	struct fill *rec = recorder_new(take_frames, &t, true), *f;
	const char *const names[] = { "/tmp/fill_test_direct.db",
		"/tmp/fill_test_told.db" };
	struct buf a = { 0 }, b = { 0 };
	int refused = 0;

	(void)state;
	assert_int_equal(fill_new(&f, &e), RC_OK);
	begin(f, "osv", "x", false);
	tell_all(f);
	write_to(f, names[0]);
	assert_int_equal(fill_new(&t.f, &e), RC_OK);
	begin(t.f, "osv", "x", false);
	tell_all(rec);
	recorder_end(rec);
	assert_true(t.takes > 3);
	assert_int_equal(t.whole, 1);
	recorder_free(rec);
	write_to(t.f, names[1]);
	read_whole(names[0], &a);
	read_whole(names[1], &b);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_done(&a);
	buf_done(&b);
	(void)unlink(names[0]);
	(void)unlink(names[1]);

	/* Nobody listens: calls fail, and none is passed on. */
	rec = recorder_new(refuse_frames, &refused, true);
	for (enum rc rc = RC_OK; refused == 0;) {
		rc = fill_epss(rec, &(struct adv_epss){ S("CVE-2030-1000"),
		    5, 6 }, &e);
		assert_int_equal(rc, refused == 0 ? RC_OK : RC_IO);
	}
	assert_int_equal(fill_epss(rec, &(struct adv_epss){
	    S("CVE-2030-1000"), 5, 6 }, &e), RC_IO);
	recorder_end(rec);
	assert_int_equal(refused, 1);
	recorder_free(rec);
	arena_free(t.scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newest_wins),
		cmocka_unit_test(pieces_add_up),
		cmocka_unit_test(groups),
		cmocka_unit_test(qualifiers_and_names),
		cmocka_unit_test(order_leaves_no_trace),
		cmocka_unit_test(strays_do_not_cover),
		cmocka_unit_test(refuses),
		cmocka_unit_test(identifiers),
		cmocka_unit_test(recorder_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
