/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/bom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "bom/decode.h"
#include "bom/format.h"
#include "bom/sniff.h"

static struct bom_component *
add(struct bom *b, const char *purl, const char *name, const char *path)
{
	struct bom_component *c = bom_add(b);

	c->type = STR("npm");
	c->purl = str_from(purl);
	c->name = str_from(name);
	if (path != NULL)
		bom_place_add(b, c, str_from(path), STR(""));
	return c;
}

static void
depend(struct bom *b, size_t from, size_t to)
{
	struct bom_component *c = &b->components[from];
	size_t *v = NEWN(b->arena, size_t, c->ndepends + 1);

	if (c->ndepends != 0)
		memcpy(v, c->depends, c->ndepends * sizeof *v);
	v[c->ndepends++] = to;
	c->depends = v;
	c->depends_known = true;
}

#define assert_str(got, want) \
	assert_string_equal(str_z(b->arena, (got)), (want))

static void
sorts_and_renumbers(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	add(b, "pkg:npm/c@1", "c", "/c");	/* 0 becomes 2 */
	add(b, "pkg:npm/a@1", "a", "/a");	/* 1 becomes 0 */
	add(b, "pkg:npm/b@1", "b", "/b");	/* 2 becomes 1 */
	depend(b, 1, 0);
	depend(b, 1, 2);
	depend(b, 1, 0);
	depend(b, 1, 1);
	depend(b, 0, 7);	/* there is no 7 */
	bom_finish(b);
	assert_int_equal(b->ncomponents, 3);
	assert_str(b->components[0].name, "a");
	assert_str(b->components[1].name, "b");
	assert_str(b->components[2].name, "c");
	assert_int_equal(b->components[0].ndepends, 2);
	assert_int_equal(b->components[0].depends[0], 1);
	assert_int_equal(b->components[0].depends[1], 2);
	assert_int_equal(b->components[2].ndepends, 0);
	assert_true(b->components[2].depends_known);
	assert_str(b->components[0].ref, "pkg:npm/a@1");
	bom_free(b);
}

/* The same bytes in whatever order the facts came. */
static void
order_does_not_matter(void **state)
{
	struct bom *b = bom_new(1 << 20), *other = bom_new(1 << 20);
	static const char *const paths[] = { "/x", "/y", "/z" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		add(b, "pkg:npm/a@1", "a", paths[i]);
		add(other, "pkg:npm/a@1", "a", paths[2 - i]);
	}
	bom_finish(b);
	bom_finish(other);
	assert_int_equal(b->ncomponents, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_str(b->components[i].places[0].path, paths[i]);
		assert_true(str_eq(b->components[i].ref,
		    other->components[i].ref));
		/* not unique, so marked; and all three differ */
		assert_true(str_starts(b->components[i].ref,
		    STR("pkg:npm/a@1?package-id=")));
		assert_false(i > 0 && str_eq(b->components[i].ref,
		    b->components[i - 1].ref));
	}
	bom_free(b);
	bom_free(other);
}

static void
marks_go_before_a_subpath(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	add(b, "pkg:golang/a/b@1?goos=x#sub", "b", "/x");
	add(b, "pkg:golang/a/b@1?goos=x#sub", "b", "/y");
	add(b, "", "plain", "/x");
	add(b, "", "plain", "/y");
	bom_finish(b);
	assert_true(str_starts(b->components[0].ref, STR("npm:plain#")));
	assert_true(str_starts(b->components[2].ref,
	    STR("pkg:golang/a/b@1?goos=x&package-id=")));
	assert_true(str_ends(b->components[2].ref, STR("#sub")));
	bom_free(b);
}

static void
joins_duplicates(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct bom_component *c = add(b, "pkg:npm/a@1", "a", "/x");

		if (i == 0) {
			c->vendor = STR("someone");
			bom_place_add(b, c, STR("/second"), STR("l"));
			c->excluded = true;
		} else {
			c->description = STR("words");
			bom_place_add(b, c, STR("/first"), STR(""));
			bom_place_add(b, c, STR("/second"), STR(""));
		}
		bom_licence_add(b, c, (struct bom_licence){ STR("MIT"),
		    LICENCE_ID, LICENCE_UNSAID });
		bom_hash_add(b, c, STR("SHA-1"), STR("00"));
		bom_prop_add(b, &c->props, "p", STR("v"));
	}
	add(b, "pkg:npm/b@1", "b", "/b");
	depend(b, 2, 0);
	depend(b, 2, 1);
	bom_finish(b);
	assert_int_equal(b->ncomponents, 2);
	struct bom_component *c = &b->components[0];

	assert_str(c->vendor, "someone");
	assert_str(c->description, "words");
	assert_int_equal(c->nplaces, 3);
	assert_str(c->places[0].path, "/x");
	assert_str(c->places[1].path, "/first");
	assert_str(c->places[2].path, "/second");
	assert_str(c->places[2].layer, "l");	/* says more than without */
	assert_int_equal(c->nlicences, 1);
	assert_int_equal(c->nhashes, 1);
	assert_int_equal(c->props.n, 1);
	assert_false(c->excluded);		/* one of them is needed */
	assert_int_equal(b->components[1].ndepends, 1);
	assert_int_equal(b->components[1].depends[0], 0);
	bom_free(b);
}

/* What a document brought stays, unless it is not unique. */
static void
keeps_refs(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	add(b, "pkg:npm/a@1", "a", "/a")->ref = STR("one");
	add(b, "pkg:npm/b@1", "b", "/b")->ref = STR("one");
	add(b, "pkg:npm/c@1", "c", "/c")->ref = STR("subject");
	add(b, "pkg:npm/d@1", "d", "/d")->ref = STR("pkg:npm/b@1");
	bom_finish(b);
	assert_str(b->components[0].ref, "one");
	assert_true(str_starts(b->components[1].ref,
	    STR("pkg:npm/b@1?package-id=")));
	assert_str(b->components[2].ref, "pkg:npm/c@1");
	assert_str(b->components[3].ref, "pkg:npm/b@1");
	bom_free(b);
}

static const struct {
	const char *name, *platform, *purl;
} subjects[] = {
	{ "debian:12", "linux/amd64",
	    "pkg:oci/debian@sha256:ab?arch=amd64&tag=12" },
	{ "Registry.example:5000/Team/App", "",
	    "pkg:oci/app@sha256:ab?repository_url="
	    "Registry.example:5000%2FTeam%2FApp" },
	{ "docker.io/library/debian:12@sha256:cd", "linux/arm64/v8",
	    "pkg:oci/debian@sha256:ab?arch=arm64&repository_url="
	    "docker.io%2Flibrary%2Fdebian&tag=12" },
	{ "", "linux/amd64", "" },
};

static void
subject_purl(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	b->subject = SUBJECT_IMAGE;
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		b->manifest_digest = STR("sha256:ab");
		b->name = str_from(subjects[i].name);
		b->platform = str_from(subjects[i].platform);
		assert_str(bom_subject_purl(b->arena, b), subjects[i].purl);
	}
	b->name = STR("debian:12");
	b->manifest_digest = STR("");
	assert_str(bom_subject_purl(b->arena, b), "");
	assert_str(bom_subject_ref(b->arena, b), "subject");
	bom_free(b);
}

static const struct {
	const char *file, *name, *version;
} source_rpms[] = {
	{ "bash-5.1.8-6.el9_1.src.rpm", "bash", "5.1.8-6.el9_1" },
	{ "java-1.8.0-openjdk-1.8.0.392.b08-4.el9.src.rpm",
	    "java-1.8.0-openjdk", "1.8.0.392.b08-4.el9" },
	{ "firmware-1-2.nosrc.rpm", "firmware", "1-2" },
	{ "bash-5.1.8-6.el9_1.rpm", NULL, NULL },
	{ "bash.src.rpm", NULL, NULL },
	{ "bash-1.src.rpm", NULL, NULL },
	{ "-1-2.src.rpm", NULL, NULL },
	{ ".src.rpm", NULL, NULL },
	{ "", NULL, NULL },
};

static void
source_rpm(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof source_rpms / sizeof *source_rpms; i++) {
		struct str name, version;
		bool ok = bom_source_rpm(str_from(source_rpms[i].file), &name,
		    &version);

		assert_int_equal(ok, source_rpms[i].name != NULL);
		if (!ok)
			continue;
		assert_str(name, source_rpms[i].name);
		assert_str(version, source_rpms[i].version);
	}
	bom_free(b);
}

static void
formats_by_name(void **state)
{
	const char *v = NULL;
	const struct bom_format *f = bom_format_by_name("cyclonedx-json", &v);

	(void)state;
	assert_non_null(f);
	assert_string_equal(v, "1.6");
	assert_ptr_equal(bom_format_by_name("cyclonedx-json@1.4", &v), f);
	assert_string_equal(v, "1.4");
	assert_null(bom_format_by_name("cyclonedx-json@1.3", &v));
	assert_null(bom_format_by_name("cyclonedx-json@", &v));
	assert_null(bom_format_by_name("cyclonedx-json@1.4 1.5", &v));
	assert_null(bom_format_by_name("cyclonedx", &v));
	assert_null(bom_format_by_name("", &v));
}

static const struct {
	const char *head, *member;
	bool is;
	const char *value;
} members[] = {
	{ "{\"a\":{\"b\":1},\"b\":\"x\"}", "b", true, "x" },
	{ "{\"a\":{\"b\":1}}", "b", false, NULL },
	{ "{\"a\":\"b\"}", "b", false, NULL },
	{ "{\"a\":\"}\",\"b\" : 1}", "b", true, "" },
	{ "{\"a\\\"b\":1}", "b", false, NULL },
	{ "{} {\"b\":1}", "b", false, NULL },
	{ "{\"b", "b", false, NULL },
	{ "{\"b\"", "b", false, NULL },
	{ "", "b", false, NULL },
};

static void
sniffs_members(void **state)
{
	struct bom *b = bom_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		struct str value = STR("none");

		assert_int_equal(sniff_member(str_from(members[i].head),
		    members[i].member, &value), members[i].is);
		if (members[i].value != NULL)
			assert_str(value, members[i].value);
	}
	bom_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_and_renumbers),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(marks_go_before_a_subpath),
		cmocka_unit_test(joins_duplicates),
		cmocka_unit_test(keeps_refs),
		cmocka_unit_test(subject_purl),
		cmocka_unit_test(source_rpm),
		cmocka_unit_test(formats_by_name),
		cmocka_unit_test(sniffs_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
