/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of Java repositories in a database: found by their digest, the same
 * bytes whatever order they came in, a digest of the content that older files
 * agree with.
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
#include "base/arena.h"
#include "base/limits.h"
#include "db/db.h"

#define DB "build/maven_test.db"
#define FILES 3000u

static struct err e;

/* File i: its digest begins with a number that is not in order. */
static struct adv_maven
file(struct arena *a, unsigned i)
{
	struct adv_maven x = { .group = str_fmt(a, "org.g%u", i % 7),
		.artifact = str_fmt(a, "a%u", i % 31),
		.version = str_fmt(a, "%u.0", i) };
	uint32_t h = i * 2654435761u;

	for (unsigned k = 0; k < 20; k++)
		x.sha1[k] = (uint8_t)(h >> (8 * (k % 4)));
	return x;
}

static void
put(struct fill *f, struct arena *a, unsigned i)
{
	struct adv_maven x = file(a, i);

	assert_int_equal(fill_maven(f, &x, &e), RC_OK);
}

static struct advdb *
build(struct arena *a, bool backwards, bool maven)
{
	struct advdb *d = NULL;
	struct fill *f;

	assert_int_equal(fill_new(&f, &e), RC_OK);
	assert_int_equal(fill_source(f, &(struct fill_source){
	    .feed = STR("maven-sha1"), .name = STR("x"),
	    .sha256 = STR("x") }, &e), RC_OK);
	assert_int_equal(fill_cwe(f, 79, STR("XSS"), &e), RC_OK);
	for (unsigned i = 0; maven && i < FILES; i++)
		put(f, a, backwards ? FILES - 1 - i : i);
	if (maven)	/* the same file under another name, and twice */
		for (unsigned i = 0; i < 2; i++) {
			struct adv_maven x = file(a, 5);

			x.group = STR("com.shaded");
			assert_int_equal(fill_maven(f, &x, &e), RC_OK);
		}
	(void)unlink(DB);
	if (fill_write(f, DB, &e) != RC_OK)
		fail_msg("%s", e.msg);
	fill_free(f);
	if (advdb_open(DB, &d, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return d;
}

static void
test_look_up(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct advdb *d = build(a, false, true);
	struct adv_maven *v;
	size_t n;

	(void)state;
	for (unsigned i = 0; i < FILES; i++) {
		struct adv_maven x = file(a, i);

		assert_int_equal(advdb_maven(d, a, x.sha1, &v, &n, &e),
		    RC_OK);
		assert_int_equal(n, i == 5 ? 2 : 1);
		assert_true(str_eq(v[n - 1].group, x.group));
		assert_true(str_eq(v[n - 1].artifact, x.artifact));
		assert_true(str_eq(v[n - 1].version, x.version));
	}
	assert_int_equal(advdb_maven(d, a, (const uint8_t *)
	    "none of these, never", &v, &n, &e), RC_OK);
	assert_int_equal(n, 0);
	advdb_close(d);
	arena_free(a);
}

static void
test_same_bytes(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct advdb *d = build(a, false, true);
	char buf[CONTENT_MAX];
	struct str once = str_dup(a, advdb_content(d)), again;

	(void)state;
	advdb_close(d);
	d = build(a, true, true);
	assert_true(str_eq(once, advdb_content(d)));
	assert_int_equal(content_of(advdb_db(d), buf, &again, &e), RC_OK);
	assert_true(str_eq(once, again));
	advdb_close(d);
	arena_free(a);
}

/* A file without these tables has the digest that one with empty ones has. */
static void
test_older_file(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct advdb *d = build(a, false, false);
	struct str with = str_dup(a, advdb_content(d)), without;
	char buf[CONTENT_MAX];
	struct adv_maven *v;
	size_t n = 1;

	(void)state;
	advdb_close(d);
	assert_int_equal(system("sqlite3 " DB " 'DROP TABLE maven_sha1; "
	    "DROP TABLE maven_name; VACUUM'"), 0);
	assert_int_equal(advdb_open(DB, &d, &e), RC_OK);
	assert_false(db_has_table(advdb_db(d), "maven_sha1"));
	assert_int_equal(content_of(advdb_db(d), buf, &without, &e), RC_OK);
	assert_true(str_eq(with, without));
	assert_int_equal(advdb_maven(d, a, (const uint8_t *)
	    "none of these, never", &v, &n, &e), RC_OK);
	assert_int_equal(n, 0);
	advdb_close(d);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_up),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_older_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
