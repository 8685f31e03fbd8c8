/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schemes of languages and of single vendors, one row a rule; the order of
 * every scheme over the strings of its table and mutants of them; the VERS
 * specification's own tests; PHP.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/unit/version_help.h"
#include "text/json.h"
#include "version/version.h"

static const struct { const char *scheme, *a; int want;
    const char *b, *why; } cases[] = {
	{ "composer", "1.0-dev", -1, "1.0a1", "dev before alpha" },
	{ "composer", "1.0b1", -1, "1.0RC1", "beta before rc" },
	{ "composer", "1.0RC1", -1, "1.0", "rc before the end" },
	{ "composer", "1.0", -1, "1.0pl1", "patch behind the end" },
	{ "composer", "1.0", -1, "1.0.0", "a number behind the end" },
	{ "composer", "1.0.0", -1, "1.0p", "a number before patch" },
	{ "composer", "1.0.x", -1, "1.0-dev", "unknown words first" },
	{ "composer", "dev-foo", -1, "1.26.0", "a branch" },
	{ "composer", "1.25.0-beta2.1", 0, "1.25.0-b.2.1", "separators" },
	{ "composer", "4.3-2", 1, "4.3-2beta1", "pieces" },
	{ "composer", "V1.0.0", 0, "v1.0.0", "v in front" },
	{ "composer", "1.0-ALPHA3", -1, "1.0-beta1", "capitals" },
	{ "hex", "1.0.0-rc.2", -1, "1.0.0-rc.10", "as numbers" },
	{ "cargo", "1.0.0+20130313144700", 0, "1.0.0+exp", "build" },
	{ "swift", "v2.0.0-alpha", -1, "2.0.0", "tags" },
	{ "pub", "1.0.0-pre", -1, "1.0.0-pre+build", "build counts" },
	{ "pub", "1.0.0-pre+build", -1, "1.0.0", "but after the rest" },
	{ "pub", "1.2.3+9", -1, "1.2.3+a", "numbers first" },
	{ "pub", "1.2.3+build.2", -1, "1.2.3+build.11", "as numbers" },
	{ "cran", "0.01.0", 0, "0.1-0", "separators are equal" },
	{ "cran", "0.9", -1, "0.75", "numbers, not fractions" },
	{ "cran", "0.1.0", -1, "0.1.0.0", "longer is newer" },
	{ "cran", "1.", 1, "1", "no number is behind" },
	{ "hackage", "1.0", -1, "1.0.0", "longer is newer" },
	{ "hackage", "0.11.3.0", -1, "1.0", "as numbers" },
	{ "conan", "1", 0, "1.0.0.0", "zeros at the end" },
	{ "conan", "0", 0, "", "nothing but zeros" },
	{ "conan", "1.10", 1, "1.2", "the zero of a number" },
	{ "conan", "1.1", -1, "1.a", "numbers before letters" },
	{ "conan", "1.1", -1, "1.1a", "what follows is text" },
	{ "conan", "1.1*", -1, "1.20", "a number in front" },
	{ "conan", "1.1+b.3", -1, "1.1+b.22", "build counts" },
	{ "conan", "1.1-alpha.1", -1, "1.1", "a pre-release" },
	{ "conan", "1.0.0-", -1, "1.0.0-alpha1", "the empty pre-release" },
	{ "conan", "1+b1", 0, "1.0+b1.0", "zeros in a build" },
	{ "conan", "2", -1, "10", "a total order" },
	{ "conan", "2", 1, "1a", "a total order" },
	{ "bitnami", "1.2.3", -1, "1.2.3-1", "a revision is newer" },
	{ "bitnami", "1.2.3", 0, "1.2.3-0", "none is 0" },
	{ "bitnami", "1.2.3-2", -1, "1.2.3-10", "as numbers" },
	{ "bitnami", "1.2.3-rc.1", -1, "1.2.3", "a pre-release" },
	{ "bitnami", "1.2.3+foo", 0, "1.2.3+bar", "build is ignored" },
	{ "jvm", "1.8.0_131", 0, "8.0.131", "the old scheme" },
	{ "jvm", "8.0-update302-b08", 0, "8.0.302+8", "an update" },
	{ "jvm", "8u302", 0, "1.8.0_302", "an update" },
	{ "jvm", "1.8.0:update_302", 0, "1.8.0_302", "as CPE names say" },
	{ "jvm", "1.9.0-ea-b19", 0, "9.0.0-ea+19", "builds" },
	{ "jvm", "1.8.0_13-ea", -1, "1.8.0_13", "early access" },
	{ "jvm", "1.8.0_131-b11", 0, "1.8.0_131-b12", "builds" },
	{ "jvm", "1.8", 0, "1.8.0_0", "absent is 0" },
	{ "jvm", "1.4.2_19", -1, "1.5.0", "long ago" },
	{ "jvm", "1.8.0_392", -1, "11.0.1", "a total order" },
	{ "jvm", "11.0.20.1", 1, "11.0.20+8-LTS", "a fourth number" },
	{ "jvm", "17.0.9-LTS", 0, "17.0.9", "no pre-release" },
	{ "openssl", "1.1.1", -1, "1.1.1a", "a letter is newer" },
	{ "openssl", "0.9.8z", -1, "0.9.8za", "fewer first" },
	{ "openssl", "0.9.8lt", -1, "0.9.8ztl", "fewer first" },
	{ "openssl", "1.1.1z", -1, "3.0.0", "numbers first" },
	{ "openssl", "1.1.1-pre9", -1, "1.1.1", "a pre-release" },
	{ "openssl", "1.0.2-beta1", -1, "1.0.2a", "a pre-release" },
	{ "openssl", "1.0.2k", -1, "1.0.2k-fips", "of a vendor" },
	{ "openssl", "3.0.0-alpha17", -1, "3.0.0-beta1", "semantic" },
	{ "openssl", "3.0.0-rc1", -1, "3.0.0", "semantic" },
	{ "kb", "KB5030211", 0, "5030211", "the prefix" },
	{ "kb", "KB5030211", -1, "KB5030300", "two updates" },
	{ "datetime", "2024-01-01T00:00:00+02:00", 0, "2023-12-31T22:00:00Z",
	    "zones" },
	{ "datetime", "2024-01-01T00:00:00.5Z", 0, "2024-01-01T00:00:00.500Z",
	    "fractions" },
	{ "datetime", "2024-02-28T23:59:59Z", -1, "2024-02-29T00:00:00Z",
	    "a leap day" },
	{ "datetime", "2024-02-29T23:59:60Z", 0, "2024-03-01T00:00:00Z",
	    "a leap second" },
	{ "datetime", "1999-12-31T23:59:60Z", 0, "2000-01-01T00:00:00Z",
	    "years" },
	{ "datetime", "2023-02-28T23:59:60Z", 0, "2023-03-01T00:00:00Z",
	    "no leap day" },
	{ "datetime", "0000-02-29T23:59:60Z", 0, "0000-03-01T00:00:00Z",
	    "the year 0 had one" },
	{ "datetime", "0000-12-31T23:59:60Z", 0, "0001-01-01T00:00:00Z",
	    "years" },
	{ "datetime", "2023-02-29T00:00:00Z", -1, "0000-01-01T00:00:00Z",
	    "no such day" },
	{ "lexicographic", "z", -1, "\xf0\x9f\x98\x80", "code points" },
	{ "lexicographic", "10", -1, "9", "no numbers" },
	{ "generic", "1.0.2k", -1, "1.0.2l", "letters" },
	{ "generic", "4.2.8p9", -1, "4.2.8p15", "numbers" },
	{ "generic", "1.1.1", -1, "1.1.1w", "a letter is newer" },
	{ "generic", "95SE", -1, "98SP1", "numbers first" },
	{ "generic", "98SP1", -1, "98SP3", "numbers" },
	{ "generic", "16.0.0", 1, "3.2.7", "as numbers" },
	{ "generic", "5-1.15.2", -1, "5-1.16", "pieces" },
	{ "generic", "5-6", -1, "5-16", "as numbers" },
	{ "generic", "10.0", 1, "1.000.0.1", "zeros" },
	{ "generic", "1.4", -1, "1.40", "numbers" },
	{ "generic", "5.0", -1, "08.0", "leading zeros" },
	{ "generic", "5-a1", 0, "5.a1", "separators" },
	{ "generic", "1.8.0_456", -1, "1.8.0_457", "separators" },
	{ "generic", "1.3.2-r0", -1, "1.3.3-r0", "numbers first" },
	{ "generic", "v1.2.3", 0, "V1.2.3", "v in front" },
	{ "generic", "1.0.0-dev1", -1, "1.0.0-post1", "pre-release" },
	{ "generic", "1.0.0-dev1", -1, "1.0.0", "pre-release" },
	{ "generic", "1.1.1-pre2", -1, "1.1.1", "pre-release" },
	{ "generic", "3.11.0-alpha1", -1, "3.11.0", "pre-release" },
	{ "generic", "1.5+1", -1, "1.5+1.git.abc", "longer" },
	{ "generic", "1.0", 0, "1.0.0", "absent is 0" },
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct version_scheme *s = scheme(cases[i].scheme);
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);

		if (s->cmp(a, b) != cases[i].want ||
		    s->cmp(b, a) != -cases[i].want)
			fail_msg("%s: %s %d %s, wanted %d: %s", s->name,
			    cases[i].a, s->cmp(a, b), cases[i].b,
			    cases[i].want, cases[i].why);
	}
}

static void
test_valid(void **state)
{
	static const struct { const char *scheme, *v; bool want; } rows[] = {
		{ "composer", "1.0-dev", true }, { "composer", "", false },
		{ "composer", "dev-main", true }, { "composer", "x", false },
		{ "pub", "1.0.0+1", true }, { "pub", "latest", false },
		{ "cran", "1.0-1", true }, { "cran", "1.0-a", false },
		{ "cran", "1..0", false }, { "cran", "", false },
		{ "hackage", "1.0", true }, { "hackage", "1-0", false },
		{ "conan", "system", true }, { "conan", "a b", false },
		{ "jvm", "8u302", true }, { "jvm", "jdk", false },
		{ "kb", "KB1", true }, { "kb", "KB", false },
		{ "kb", "", false }, { "kb", "KB1 ", false },
		{ "datetime", "2024-01-01T00:00:00Z", true },
		{ "datetime", "2024-01-01t00:00:00z", false },
		{ "datetime", "2024-01-01T00:00:00", false },
		{ "datetime", "2024-01-01T00:00:00.Z", false },
		{ "datetime", "2024-01-01T24:00:00Z", false },
		{ "datetime", "2024-13-01T00:00:00Z", false },
		{ "datetime", "1900-02-29T00:00:00Z", false },
		{ "datetime", "2000-02-29T00:00:00Z", true },
		{ "datetime", "2024-01-01T00:00:00+0200", false },
		{ "datetime", "2024-01-01T00:00:00-02:60", false },
		{ "generic", "latest", false }, { "generic", "r12", true },
		{ "lexicographic", "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (scheme(rows[i].scheme)->valid(str_from(rows[i].v)) !=
		    rows[i].want)
			fail_msg("%s valid \"%s\"", rows[i].scheme, rows[i].v);
}

/* ---- tables ---- */

struct strings {
	struct str *v;
	size_t n;
};

/* Both sides of each row of a scheme's table, or else of semver's. */
static struct strings
table(struct arena *a, const struct version_scheme *s)
{
	char path[128];
	struct str text, line, x, y;
	struct strings all = { 0 };

	(void)snprintf(path, sizeof path, TABLES "%s.tsv", s->name);
	text = read_file(a, access(path, R_OK) == 0 ? path :
	    TABLES "semver.tsv");
	all.v = NEWN(a, struct str, text.n);
	while (str_line(&text, &line)) {
		assert_true(str_split(&line, '\t', &x));
		assert_true(str_split(&line, '\t', &y));
		all.v[all.n++] = x;
		all.v[all.n++] = line;
	}
	assert_true(all.n > 0);
	return all;
}

/* s with one to three bytes put in, taken out or changed, into buf. */
static struct str
mutant(uint32_t *seed, struct str s, char *buf, size_t size)
{
	static const char bytes[] = "00129.-_+:~^abprvzA*\xc3 ";
	size_t n = s.n < size - 4 ? s.n : size - 4;

	memcpy(buf, s.n > 0 ? s.p : "", n);
	for (uint32_t k = 1 + draw(seed) % 3; k > 0; k--) {
		size_t at = draw(seed) % (n + 1);
		char c = bytes[draw(seed) % (sizeof bytes - 1)];
		uint32_t how = draw(seed) % 3;

		if (how == 0) {
			memmove(buf + at + 1, buf + at, n - at);
			buf[at] = c;
			n++;
		} else if (at < n && how == 1) {
			memmove(buf + at, buf + at + 1, n - at - 1);
			n--;
		} else if (at < n) {
			buf[at] = c;
		}
	}
	return str_of(buf, n);
}

static void
test_order(void **state)
{
	enum { ROUNDS = 40000 };
	uint32_t seed = 20261122;
	struct arena *a;

	(void)state;
	need(TABLES);
	a = arena_new(64 << 20);
	for (size_t i = 0; version_schemes[i] != NULL; i++) {
		const struct version_scheme *s = version_schemes[i];
		struct strings all = table(a, s);

		for (size_t k = 0; k < ROUNDS; k++) {
			char buf[3][256];
			struct str x = all.v[draw(&seed) % all.n];
			struct str y = mutant(&seed, x, buf[0], 256);
			struct str z = mutant(&seed, k % 2 == 0 ? y :
			    all.v[draw(&seed) % all.n], buf[1], 256);

			check_triple(s, x, y, z);
			check_triple(s, mutant(&seed, x, buf[2], 256), y, z);
			check_triple(s, x, all.v[draw(&seed) % all.n], z);
		}
		arena_reset(a);
	}
	arena_free(a);
}

/* ---- the VERS specification's tests ---- */

/* Maven itself (3.8.7, 4) reads 2.0.0.a as 2-a, which is older than 2-1; so do
   the tables. */
static bool
is_outdated(const struct version_scheme *s, struct str a, struct str b)
{
	return s->id == VERSION_MAVEN && str_eq(a, STR("2-1")) &&
	    str_eq(b, STR("2.0.0.a"));
}

static void
check_vers(const struct version_scheme *s, const struct json *test)
{
	const struct json *in = json_get(json_get(test, "input"), "versions");
	const struct json *out = json_get(test, "expected_output");
	bool sorted = str_eq(json_get_text(test, "test_type"),
	    STR("comparison"));

	if (!sorted) {
		int c = s->cmp(json_text(json_at(in, 0)),
		    json_text(json_at(in, 1)));

		assert_int_equal(c == 0, json_is_true(out));
		return;
	}
	assert_int_equal(json_count(in), json_count(out));
	assert_true(json_count(out) > 1);
	for (size_t i = 1; i < json_count(out); i++) {
		struct str a = json_text(json_at(out, i - 1));
		struct str b = json_text(json_at(out, i));

		if (is_outdated(s, a, b))
			assert_int_equal(s->cmp(a, b), 1);
		else if (s->cmp(a, b) > 0 || s->cmp(b, a) < 0)
			fail_msg("%s: %.*s > %.*s", s->name, STR_ARG(a),
			    STR_ARG(b));
	}
}

static void
test_vers(void **state)
{
	static const struct { const char *file, *scheme; } files[] = {
		{ "conan_version_cmp_test", "conan" },
		{ "datetime_version_cmp_test", "datetime" },
		{ "lexicographic-test", "lexicographic" },
		{ "openssl_version_cmp_test", "openssl" },
		{ "alpine_version_cmp_test", "apk" },
		{ "alpm_version_cmp_test", "pacman" },
		{ "gentoo_version_cmp_test", "gentoo" },
		{ "maven_version_cmp_test", "maven" },
		{ "nuget_version_cmp_test", "nuget" },
	};
	struct arena *a;

	(void)state;
	need(VERS);
	a = arena_new(16 << 20);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[128];
		struct json *root;
		struct err e = { 0 };

		(void)snprintf(path, sizeof path, VERS "%s.json",
		    files[i].file);
		assert_int_equal(json_record(read_file(a, path), &root, NULL,
		    &e), RC_OK);

		const struct json *tests = json_get(root, "tests");
		assert_true(json_count(tests) > 0);
		for (size_t k = 0; k < json_count(tests); k++)
			check_vers(scheme(files[i].scheme),
			    json_at(tests, k));
		print_message("%s: %zu tests\n", files[i].file,
		    json_count(tests));
		json_free(root);
	}
	arena_free(a);
}

/* ---- ranges of databases ---- */

/* "> 2, < 3": one comparator, and whether the version passes it. */
static bool
passes(const struct version_scheme *s, struct str v, struct str unit)
{
	bool lt, gt, eq, not;
	size_t i;
	int c;

	unit = str_trim(unit);
	not = str_starts(unit, STR("!="));
	if (not || str_starts(unit, STR("==")))
		unit = str_from_pos(unit, 1);
	lt = str_starts(unit, STR("<"));
	gt = str_starts(unit, STR(">"));
	i = lt || gt;
	eq = i < unit.n && unit.p[i] == '=';
	unit = str_trim(str_from_pos(unit, i + eq));
	if (unit.n > 1 && (unit.p[0] == '\'' || unit.p[0] == '"'))
		unit = str_sub(unit, 1, unit.n - 1);
	assert_true(unit.n > 0);
	c = version_bound_cmp(s, v, unit);
	if (not)
		return c != 0;
	return c == 0 ? eq || (!lt && !gt) : c < 0 ? lt : gt;
}

/* Units end at a comma, or where the next operator begins. */
static bool
take_unit(struct str *rest, struct str *unit)
{
	size_t i = 0;

	while (i < rest->n && memchr("<>=! ", rest->p[i], 5) != NULL)
		i++;
	while (i < rest->n && memchr("<>=!,", rest->p[i], 5) == NULL)
		i++;
	*unit = str_sub(*rest, 0, i);
	*rest = str_from_pos(*rest, i + (i < rest->n && rest->p[i] == ','));
	return unit->n > 0;
}

static bool
contained(const struct version_scheme *s, struct str v, struct str range)
{
	struct str any, unit;

	while (range.n > 0) {
		size_t bar = str_find_str(range, STR("||"));
		bool all = true;

		any = str_sub(range, 0, bar);
		range = str_from_pos(range, bar + 2);
		while (take_unit(&any, &unit))
			all = passes(s, v, unit) && all;
		if (all)
			return true;
	}
	return false;
}

static bool
has_epoch(struct str v)
{
	return str_find(v, ':') < v.n;
}

/*
 * The table repeats Grype's epochs, which are not rpm's, and has one row of
 * Maven that takes a bare version for "at most" where all others take it for
 * equality (1.0.0 is not in 2), and one of npm that takes it for 2.x.
 */
static bool
is_odd(const struct version_scheme *s, struct str v, struct str range)
{
	if (s->id == VERSION_RPM)
		return has_epoch(v) != has_epoch(range);
	if (s->id == VERSION_NPM)
		return str_eq(range, STR("==2"));
	return s->id == VERSION_MAVEN && str_eq(v, STR("0.1")) &&
	    str_eq(range, STR("1.0"));
}

static void
test_ranges(void **state)
{
	struct str text, line, kind, v, range;
	size_t done = 0, odd = 0;
	struct arena *a;

	(void)state;
	need(TABLES);
	a = arena_new(16 << 20);
	text = read_file(a, TABLES "ranges.tsv");
	while (str_line(&text, &line)) {
		const struct version_scheme *s;

		assert_true(str_split(&line, '\t', &kind));
		if (!str_starts(kind, STR("cmp:")))
			continue;
		kind = str_from_pos(kind, 4);
		s = version_by_name(str_eq(kind, STR("fuzzy")) ?
		    STR("generic") : kind);
		assert_true(str_split(&line, '\t', &v));
		assert_true(str_split(&line, '\t', &range));
		if (s == NULL)
			fail_msg("%.*s: no scheme", STR_ARG(kind));
		if (is_odd(s, v, range)) {
			odd++;
			continue;
		}
		done++;
		if (contained(s, v, range) != str_eq(line, STR("true")))
			fail_msg("%s: %.*s in %.*s: not %.*s", s->name,
			    STR_ARG(v), STR_ARG(range), STR_ARG(line));
	}
	print_message("%zu rows, %zu odd\n", done, odd);
	assert_true(done > 0);
	arena_free(a);
}

/* ---- PHP ---- */

/*
 * version_compare() on pairs of which it has an order of its own: words in
 * small letters, nothing at either end but a letter or a digit.
 */
static void
test_php(void **state)
{
	static const char *const v[] = { "1.0", "1.0.0", "1.0-dev", "1.0a",
		"1.0alpha2", "1.0-beta.2", "1.0.b2", "1.0rc1", "1.0-rc-2",
		"1.0pl1", "1.0p", "1.0-patch2", "1.0.post1", "1.0+5",
		"1.0+bedrock-1.17", "1.0.x-dev", "1.0foo", "dev-main", "1",
		"1.0.1", "1.00", "1.0.0.0.1", "01.2", "20190126230843",
		"1.0-2rc1", "1.0-2", "1.0a1b2", "1_0", "x1", "1.x" };
	enum { N = sizeof v / sizeof *v };
	char line[4096] = "php -r '$v=[", answer[16];
	size_t n = strlen(line);

	(void)state;
	if (system("command -v php >/dev/null 2>&1") != 0) {
		print_message("SKIP: no php\n");
		skip();
	}
	for (size_t i = 0; i < N; i++)
		n += (size_t)snprintf(line + n, sizeof line - n, "\"%s\",",
		    v[i]);
	(void)snprintf(line + n, sizeof line - n, "]; foreach ($v as $a) "
	    "foreach ($v as $b) echo version_compare($a, $b), \"\\n\";'");

	FILE *f = popen(line, "r");
	assert_non_null(f);
	for (size_t i = 0; i < N * N; i++) {
		const char *a = v[i / N], *b = v[i % N];

		assert_non_null(fgets(answer, sizeof answer, f));
		if (strtol(answer, NULL, 10) !=
		    composer_cmp(str_from(a), str_from(b)))
			fail_msg("php says %s %.2s %s", a, answer, b);
	}
	assert_int_equal(pclose(f), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_vers),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_php),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
