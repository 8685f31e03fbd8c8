/* SPDX-License-Identifier: Apache-2.0 */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "tests/unit/version_help.h"
#include "version/version.h"

static const struct { const char *scheme, *a; int want;
    const char *b, *why; } cases[] = {
	{ "dpkg", "1.0", 0, "1.0-0", "no revision is revision 0" },
	{ "dpkg", "0.0.0", 0, "0:0.0.0", "no epoch is epoch 0" },
	{ "dpkg", "0.0.0", 0, "0.0.0-00", "zeros have no weight" },
	{ "dpkg", "2:4.19.01-1", 0, "2:4.19.1-1", "leading zeros" },
	{ "dpkg", "1.0~rc1-1", -1, "1.0-1", "tilde sorts before the end" },
	{ "dpkg", "1.0~~", -1, "1.0~", "two tildes before one" },
	{ "dpkg", "1.2.3-1~deb7u1", -1, "1.2.3-1", "backport" },
	{ "dpkg", "1.0a", -1, "1.0+", "letters before punctuation" },
	{ "dpkg", "1.0+", -1, "1.0.1", "'+' is 43, '.' is 46" },
	{ "dpkg", "1.0-1", -1, "1.0-1+b1", "a binary rebuild" },
	{ "dpkg", "2.7.4+reloaded2-13ubuntu1", -1,
	    "2.7.4+reloaded2-13+deb9u1", "letters before punctuation" },
	{ "dpkg", "229-4ubuntu21.31", -1, "229-4ubuntu21.31+esm1", "longer" },
	{ "dpkg", "8.3.1-5ubuntu1.5", -1, "8.3.1-5ubuntu1.40", "numbers" },
	{ "dpkg", "7u151", -1, "7u151-2.6.11-2ubuntu0.14.04.1",
	    "the revision follows the last hyphen" },
	{ "dpkg", "4.19.0-1", -1, "12:4.19.0-1", "epochs first" },
	{ "dpkg", "1:2.36.1-8+deb11u1", 1, "2.40-1", "epochs first" },
	{ "dpkg", "0:1", -1, "1:0", "epochs first" },
	{ "rpm", "10.0001", 0, "10.1", "leading zeros" },
	{ "rpm", "2.0", 0, "2_0", "separators are equal" },
	{ "rpm", "2.0.", 0, "2.0", "a separator at the end is nothing" },
	{ "rpm", "2.0.1", -1, "2.0.1a", "more is newer" },
	{ "rpm", "xyz.4", -1, "8", "letters before digits" },
	{ "rpm", "10xyz", -1, "10.1xyz", "letters before digits" },
	{ "rpm", "1.0~rc1", -1, "1.0", "tilde before the end" },
	{ "rpm", "1.0~rc1", -1, "1.0arc1", "tilde before letters" },
	{ "rpm", "1.0", -1, "1.0^", "caret after the end" },
	{ "rpm", "1.0^20160101", -1, "1.0.1", "caret before digits" },
	{ "rpm", "1.0^git1~pre", -1, "1.0^git1", "tilde after caret" },
	{ "rpm", "1.0^git1", -1, "1.01", "01 is one number" },
	{ "rpm", "1:1", 1, "13", "epochs first" },
	{ "rpm", "01:2", 0, "1:2", "the epoch is a number" },
	{ "rpm", "1.m+el9:1", 1, "1", "no epoch: not all digits" },
	{ "rpm", "4.19.0-1.el7", -1, "4.19.0-1.el7_5", "release" },
	{ "rpm", "0:2.4.21-9.EL", -1, "0:2.4.21-9.0.1.EL", "digits newer" },
	{ "rpm", "1.0", -1, "1.0-1", "a release is newer than none" },
	{ "apk", "1-r1", 0, "1-r01", "revisions are numbers" },
	{ "apk", "1.1", 1, "1.1_alpha1", "alpha is before the release" },
	{ "apk", "0.1.0_alpha", -1, "0.1.0_alpha2", "no number is before" },
	{ "apk", "1.2", -1, "1.2_cvs1", "cvs is after the release" },
	{ "apk", "1.2", -1, "1.2_p1", "p is after the release" },
	{ "apk", "1.2_svn2", -1, "1.2_git1", "order of suffixes" },
	{ "apk", "6.6.2p1", 1, "6.6.2_p1", "a letter before a suffix" },
	{ "apk", "1.9.5p1", -1, "1.9.5p2", "digits after the letter" },
	{ "apk", "1.06-r6", -1, "006", "the first number is a number" },
	{ "apk", "1.02", -1, "1.1", "leading zero: as text" },
	{ "apk", "9.3.4", -1, "9.3.4-r2", "a revision is newer" },
	{ "apk", "3.1_p16", -1, "3.1_p17", "suffix numbers" },
	{ "apk", "0.8.21.r2", -1, "0.8.21-r0", "a dot without number" },
	{ "apk", "1.0~0a", -1, "1.0~0b", "hashes as text" },
	{ "semver", "1.0.0-alpha", -1, "1.0.0-alpha.1", "fewer first" },
	{ "semver", "1.0.0-alpha.1", -1, "1.0.0-alpha.beta", "numbers first" },
	{ "semver", "1.0.0-beta.2", -1, "1.0.0-beta.11", "as numbers" },
	{ "semver", "1.0.0-rc.1", -1, "1.0.0", "pre-release" },
	{ "semver", "1.2.3-5", -1, "1.2.3-5-foo", "hyphen is no separator" },
	{ "semver", "1.2.3-5-Foo", -1, "1.2.3-5-foo", "ASCII" },
	{ "semver", "1.2.3-r100", -1, "1.2.3-r2", "ASCII" },
	{ "semver", "1.2.3+build", 0, "1.2.3+otherbuild", "build is ignored" },
	{ "semver", "1.2.3", 0, "v1.2.3", "v in front" },
	{ "semver", "1.2", 0, "1.2.0", "absent is 0" },
	{ "semver", "1.2.3", -1, "1.2.3.1", "a fourth number" },
	{ "semver", "1.21rc2", -1, "1.21.0", "hyphen left out" },
	{ "semver", "999999999999999999999999999991", -1,
	    "999999999999999999999999999999", "unbounded" },
	{ "pacman", "1.5", 0, "1.5-1", "no rel is the first" },
	{ "pacman", "1.5-1", -1, "1.5-2", "rel" },
	{ "pacman", "1.5b", -1, "1.5", "letters behind a run are older" },
	{ "pacman", "1.5", -1, "1.5.a", "letters behind a dot are newer" },
	{ "pacman", "1.5.a", -1, "1.5.1", "letters before digits" },
	{ "pacman", "1.0.0", -1, "1.0.0~rc1", "'~' is a separator" },
	{ "pacman", "1.0.9", -1, "1.0..0", "more separators are newer" },
	{ "pacman", "1.0", 0, "1_0", "separators are alike" },
	{ "pacman", ":1.0", 0, "0:1.0-1", "an empty epoch is 0" },
	{ "pacman", "9.0-9", -1, "1:1.0", "epochs first" },
	{ "gentoo", "5", -1, "5.0", "a number that is not there" },
	{ "gentoo", "1.01", -1, "1.1", "leading zero: a fraction" },
	{ "gentoo", "1.010", 0, "1.01", "zeros at a fraction's end" },
	{ "gentoo", "1.9", -1, "1.10", "numbers" },
	{ "gentoo", "01", 0, "1", "the first is a number" },
	{ "gentoo", "12.2b", -1, "12.2.5", "numbers before the letter" },
	{ "gentoo", "1_p1", -1, "1b_p1", "the letter before suffixes" },
	{ "gentoo", "1.0_alpha", 0, "1.0_alpha0", "no number is 0" },
	{ "gentoo", "1.0_pre2", -1, "1.0_rc1", "suffixes" },
	{ "gentoo", "1.0_rc9", -1, "1.0", "rc is before the release" },
	{ "gentoo", "1.0", -1, "1.0_p0", "p is after the release" },
	{ "gentoo", "6_alpha", -1, "6_alpha_p1", "two suffixes" },
	{ "gentoo", "1.0", 0, "1.0-r0", "no revision is 0" },
	{ "gentoo", "1.0-r9", -1, "1.0-r10", "revisions are numbers" },
	{ "npm", "1.0.0-rc.2", -1, "1.0.0-rc.10", "as numbers" },
	{ "npm", "=v1.2.3+b", 0, "1.2.3", "what counts for nothing" },
	{ "npm", "1.2.3beta", -1, "1.2.3", "loose pre-release" },
	{ "pep440", "1.0.dev1", -1, "1.0a0", "dev before alpha" },
	{ "pep440", "1.0a1.dev1", -1, "1.0a1", "dev of an alpha" },
	{ "pep440", "1.0a1", -1, "1.0a1.post1.dev1", "post of an alpha" },
	{ "pep440", "1.0-RC_1", 0, "1.0c1", "spellings of rc" },
	{ "pep440", "v1.0", 0, "0!1", "v, epoch 0, zeros at the end" },
	{ "pep440", "1.0-1", 0, "1.0.post1", "implicit post" },
	{ "pep440", "1.0.rev", 0, "1.0post0", "spellings of post" },
	{ "pep440", "1.0", -1, "1.0.post1.dev1", "post" },
	{ "pep440", "1.0.post1", -1, "1.0.1", "the release first" },
	{ "pep440", "1.0", -1, "1.0+cpu", "local" },
	{ "pep440", "1.0+Cpu.1", 0, "1.0+cpu-01", "spellings of local" },
	{ "pep440", "1.0+abc", -1, "1.0+5", "local: words, then numbers" },
	{ "pep440", "9.9", -1, "1!0.1", "epochs first" },
	{ "pep440", "99-final", -1, "0.dev0", "not of the grammar: older" },
	{ "pep440", "0.3m9", -1, "0.3m10", "old: numbers" },
	{ "pep440", "1x--a", 0, "1x0-.A", "old: hyphens before a word" },
	{ "pep440", "1x-0a", 1, "1x.a", "old: a zero keeps the hyphen" },
	{ "pep440", "1.0.x", 0, "1.x", "old: zeros before a word" },
	{ "pep440", "1x", -1, "1x-1", "old: hyphens after the release" },
	{ "maven", "1.0.0-ga", 0, "1", "nothings and zeros at the end" },
	{ "maven", "1-a1", 0, "1alpha-1", "a before a digit is alpha" },
	{ "maven", "1a", 1, "1-beta-1", "a alone is a word" },
	{ "maven", "1.0CR2", 0, "1-rc-2", "cr is rc" },
	{ "maven", "1.0-beta-1", -1, "1.0-SNAPSHOT", "qualifiers" },
	{ "maven", "1.0-SNAPSHOT", -1, "1.0", "before the release" },
	{ "maven", "1.0", -1, "1.0-sp", "sp is after the release" },
	{ "maven", "1.0-sp1", -1, "1.0-jre8", "words after sp" },
	{ "maven", "2.0.1-xyz", -1, "2.0.1-123", "words before numbers" },
	{ "maven", "2.0-1", -1, "2.0.1", "-number before .number" },
	{ "maven", "1--1", -1, "1-1", "an empty row" },
	{ "maven", "1-0.1", -1, "1-1", "a zero before .number counts" },
	{ "maven", "1.0-0.1", 0, "1-0.1", "a zero before '-' does not" },
	{ "maven", "1.0.0.RC1", -1, "1.0.0-RC2", "'.' is as good as '-'" },
	{ "maven", "1.rc.1", -1, "1-rc-1", "'.' before a '.' is not" },
	{ "maven", "1-rc-1", -1, "1.0.rc.1", "unless zeros are there" },
	{ "maven", "1-9", -1, "1.0.x.1", "the same of other words" },
	{ "maven", "1.0-rc-9", -1, "1.0-rc.1", "numbers of a qualifier" },
	{ "maven", "6.1.0", -1, "6.1H.5-beta", "an unknown word is newer" },
	{ "gem", "1.0.a2", 0, "1.0.a.2", "runs" },
	{ "gem", "1.0.0.a", 0, "1.a", "zeros before the first word" },
	{ "gem", "1.0.a", -1, "1", "a word is before the release" },
	{ "gem", "5.a", -1, "5.0.0.rc2", "words as bytes" },
	{ "gem", "1.a.0.1", 1, "1.a", "zeros after a word count" },
	{ "gem", "1.0.A", -1, "1.0.a", "case counts" },
	{ "gem", "1.0.0-1", 0, "1.pre.1", "a hyphen is .pre." },
	{ "gem", "1.19.3-x86_64-linux", 0, "1.19.3", "platform" },
	{ "gem", "9.0", -1, "v1.0", "not of the grammar: newest" },
	{ "go", "v1.0.0+incompatible", 0, "1.0.0", "build is ignored" },
	{ "go", "v1.2.3", -1, "v1.2.4-0.20200101000000-abcdefabcdef",
	    "a pseudo-version after its base" },
	{ "go", "v0.0.0-20190116102854-5a71ef0e047d", -1, "v0.0.1",
	    "a pseudo-version" },
	{ "go", "go1.21rc2", -1, "go1.21rc10", "runs of a toolchain" },
	{ "go", "go1.21rc2", 0, "v1.21.0-rc.2", "a toolchain as a module" },
	{ "go", "v1.0.0-rc10", -1, "v1.0.0-rc2", "modules: as ASCII" },
	{ "go", "go1.22.3 X:boringcrypto", 0, "go1.22.3", "experiments" },
	{ "go", "go1.9", -1, "go1.21", "numbers" },
	{ "nuget", "1.0", 0, "1.0.0.0+b", "four numbers, build" },
	{ "nuget", "1.0.0", -1, "1.0.0.1-a", "the fourth number" },
	{ "nuget", "1.0-BETA.2", -1, "1.0-beta.11", "case has no meaning" },
	{ "nuget", "1.0-1", -1, "1.0-A", "numbers before words" },
	{ "nuget", "9.0", -1, "1.4.0rc3", "not of the grammar: newest" },
};

static void
check(const struct version_scheme *s, struct str a, int want, struct str b,
    const char *why)
{
	if (s->cmp(a, b) == want && s->cmp(b, a) == -want &&
	    s->cmp(a, a) == 0 && s->cmp(b, b) == 0)
		return;
	fail_msg("%s: %.*s %d %.*s, wanted %d: %s", s->name, STR_ARG(a),
	    s->cmp(a, b), STR_ARG(b), want, why);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(scheme(cases[i].scheme), str_from(cases[i].a),
		    cases[i].want, str_from(cases[i].b), cases[i].why);
}

/* Every row of a table, both ways round, and each side with itself. */
static size_t
run_table(const struct version_scheme *s, struct str rest)
{
	struct str text, a, op;
	size_t rows = 0;

	while (str_line(&rest, &text)) {
		assert_true(str_split(&text, '\t', &a));
		assert_true(str_split(&text, '\t', &op));
		assert_int_equal(op.n, 1);
		check(s, a, op.p[0] == '<' ? -1 : op.p[0] == '>', text,
		    "table");
		if (!s->valid(a) || !s->valid(text))
			fail_msg("%s: not valid: %.*s or %.*s", s->name,
			    STR_ARG(a), STR_ARG(text));
		rows++;
	}
	return rows;
}

/* Each table bears the name of its scheme; two files are no tables. */
static void
test_tables(void **state)
{
	struct arena *a;
	glob_t found;

	(void)state;
	need(TABLES);
	a = arena_new(16 << 20);
	assert_int_equal(glob(TABLES "*.tsv", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct str name = str_from_pos(str_from(found.gl_pathv[i]),
		    strlen(TABLES));
		size_t rows;

		name = str_sub(name, 0, name.n - strlen(".tsv"));
		if (str_eq(name, STR("ranges")) ||
		    str_eq(name, STR("advisories")))
			continue;
		rows = run_table(scheme(str_z(a, name)),
		    read_file(a, found.gl_pathv[i]));
		print_message("%.*s: %zu rows\n", STR_ARG(name), rows);
		assert_true(rows > 0);
		arena_reset(a);
	}
	globfree(&found);
	arena_free(a);
}

static struct str
random_version(uint32_t *seed, char *buf, size_t size)
{
	static const char alphabet[] = "0011222.-:~^_+!abcmprvxA\xc3 ";
	static const char *const bits[] = { "_rc", "_p", "-r", "~a", "alpha",
		"1.0", ".0", "-0", ".dev", "post", "-final", "sp", "SNAPSHOT",
		"go1.", "-x86", "pre" };
	enum { NBITS = sizeof bits / sizeof *bits };
	size_t n = 0, want = draw(seed) % 8;

	for (size_t i = 0; i < want; i++) {
		if (draw(seed) % 4 == 0) {
			const char *bit = bits[draw(seed) % NBITS];
			size_t k = strlen(bit);

			assert_true(n + k < size);
			memcpy(buf + n, bit, k);
			n += k;
		} else {
			buf[n++] = alphabet[draw(seed) % (sizeof alphabet - 1)];
		}
	}
	return str_of(buf, n);
}

static void
test_order(void **state)
{
	enum { ROUNDS = 33000 };
	char buf[3][64];
	uint32_t seed = 20261122;

	(void)state;
	for (size_t i = 0; version_schemes[i] != NULL; i++) {
		for (size_t k = 0; k < ROUNDS; k++) {
			struct str a = random_version(&seed, buf[0], 64);
			struct str b = random_version(&seed, buf[1], 64);
			struct str c = random_version(&seed, buf[2], 64);

			check_triple(version_schemes[i], a, b, c);
		}
	}
}

static bool
have(const char *command)
{
	char line[128];

	(void)snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1",
	    command);
	return system(line) == 0;
}

static const char *const native[][2] = {
	{ "1.0", "1.0-0" }, { "1.0~rc1-1", "1.0-1" }, { "1:0", "0:1" },
	{ "1.0a", "1.0+" }, { "1-2-3", "1-1-9" }, { "1.0~~", "1.0~" },
	{ "1.2.3-1+deb12u1", "1.2.3-1+deb12u10" }, { "0", "00" },
	{ "1.0-1+b1", "1.0-1" }, { "20190126230843", "20190126230842" },
	{ "999999999999999999999999999999", "999999999999999999999999999998" },
	{ "1.0-1.el9", "1.0-1.el9_2" }, { "5.14.0-70.el9", "5.14.0-7.el9" },
	{ "1.0.", "1.0" }, { "2.0-1", "2.0" }, { "1.0.rc1", "1.0" },
};

static void
test_dpkg_tool(void **state)
{
	(void)state;
	if (!have("dpkg")) {
		print_message("SKIP: no dpkg\n");
		skip();
	}
	for (size_t i = 0; i < sizeof native / sizeof *native; i++) {
		static const char *const ops[] = { "lt", "eq", "gt" };
		int got = dpkg_cmp(str_from(native[i][0]),
		    str_from(native[i][1]));
		char line[256];

		(void)snprintf(line, sizeof line,
		    "dpkg --compare-versions '%s' %s '%s'", native[i][0],
		    ops[got + 1], native[i][1]);
		if (system(line) != 0)
			fail_msg("dpkg says otherwise: %s", line);
	}
}

static void
test_rpm_tool(void **state)
{
	static const char *const more[][2] = {
		{ "1.0^", "1.0" }, { "1.0^git1", "1.0.1" }, { "1.0~rc1", "1.0" },
		{ "a+", "a_" }, { "1.0^a~b", "1.0^a" }, { ":1", "1" },
		{ "1.fc38", "1.fc4" }, { "1.x:1", "1" }, { "1-", "1" },
	};
	size_t n = sizeof native / sizeof *native;

	(void)state;
	if (!have("rpm")) {
		print_message("SKIP: no rpm\n");
		skip();
	}
	for (size_t i = 0; i < n + sizeof more / sizeof *more; i++) {
		const char *const *p = i < n ? native[i] : more[i - n];
		char line[256], answer[16] = "";

		(void)snprintf(line, sizeof line,
		    "rpm --eval '%%{lua:print(rpm.vercmp(\"%s\",\"%s\"))}'",
		    p[0], p[1]);

		FILE *f = popen(line, "r");
		assert_non_null(f);
		assert_non_null(fgets(answer, sizeof answer, f));
		assert_int_equal(pclose(f), 0);
		if (strtol(answer, NULL, 10) !=
		    rpm_cmp(str_from(p[0]), str_from(p[1])))
			fail_msg("rpm says %s: %s", answer, line);
	}
}

static void
test_valid(void **state)
{
	static const struct { const char *scheme, *v; bool want; } rows[] = {
		{ "dpkg", "1:2.3-4", true }, { "dpkg", "", false },
		{ "dpkg", "1.0 2", false }, { "dpkg", "1.0-", false },
		{ "dpkg", "a:1", false }, { "dpkg", "1:", false },
		{ "dpkg", "1:2:3", true }, { "rpm", "1.0-1", true },
		{ "rpm", "", false }, { "rpm", "1 0", false },
		{ "apk", "1.0-r0", true }, { "apk", "x", false },
		{ "apk", "", false }, { "semver", "v1.2", true },
		{ "semver", "1.2.3-rc.1+b", true }, { "semver", "", false },
		{ "semver", "v", false }, { "semver", "latest", false },
		{ "pacman", "1:1.0-1", true }, { "pacman", "", false },
		{ "gentoo", "1.0b_rc1-r2", true }, { "gentoo", "1.x", false },
		{ "gentoo", "9999-r", false }, { "gentoo", "", false },
		{ "npm", "1.2.3-rc.1", true }, { "npm", "latest", false },
		{ "npm", "1.2.x", false }, { "npm", "*", false },
		{ "pep440", "1!1.0a1.post1.dev1+l.1", true },
		{ "pep440", "0.7.4.svn.r2010", true },
		{ "pep440", "unknown", false }, { "pep440", "", false },
		{ "maven", "stable", true }, { "maven", "1.0-jre", true },
		{ "maven", "${project.version}", false },
		{ "maven", "1.0-{x}", false }, { "maven", "", false },
		{ "gem", "1.0.0-x86_64-linux", true },
		{ "gem", "1beta", true }, { "gem", "1..2", false },
		{ "gem", ".1.2", false }, { "gem", "1.2.", false },
		{ "gem", "1_2", false }, { "gem", "1.-2", false },
		{ "gem", "1-a-b", true }, { "gem", "", false },
		{ "go", "v1.2.3", true }, { "go", "go1.21rc2", true },
		{ "go", "(devel)", false }, { "go", "v1 2", false },
		{ "go", "devel go1.23-abc", false },
		{ "go", "go1.22.3 X:boringcrypto", true }, { "go", "", false },
		{ "nuget", "1.0.0.0-a+b", true }, { "nuget", "1.4.0rc3", true },
		{ "nuget", "1.2.3.4.5", false }, { "nuget", "1,0", false },
		{ "nuget", "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (scheme(rows[i].scheme)->valid(str_from(rows[i].v)) !=
		    rows[i].want)
			fail_msg("%s valid \"%s\"", rows[i].scheme, rows[i].v);
}

static void
test_interval(void **state)
{
	static const struct { const char *lo, *hi; bool li, hi_incl;
	    const char *vers, *in, *out; } rows[] = {
		{ NULL, "5.6.1+really5.4.5-1", false, false,
		    "vers:deb/<5.6.1+really5.4.5-1", "5.6.0-1", "5.6.2" },
		{ "1:1.0", NULL, true, false, "vers:deb/>=1:1.0", "1:1.0",
		    "2.0" },
		{ "1.0", "2.0", false, true, "vers:deb/>1.0|<=2.0", "2.0",
		    "1.0" },
		{ "1.0", "1.0-0", true, true, "vers:deb/1.0", "1.0", "1.1" },
		{ NULL, NULL, false, false, "vers:deb/*", "1", NULL },
		{ NULL, "1|2%3 4", false, false, "vers:deb/<1%7C2%253%204",
		    "0", "9" },
	};
	struct arena *a = arena_new(1 << 20);
	const struct version_scheme *s = version_by_id(VERSION_DPKG);

	(void)state;
	assert_null(version_by_id(VERSION_NONE));
	assert_null(version_by_name(STR("nothing")));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct interval iv = { str_from(rows[i].lo),
			str_from(rows[i].hi), rows[i].lo != NULL,
			rows[i].hi != NULL, rows[i].li, rows[i].hi_incl };
		struct str got = interval_vers(a, s, &iv);

		if (!str_eq(got, str_from(rows[i].vers)))
			fail_msg("%.*s, wanted %s", STR_ARG(got),
			    rows[i].vers);
		assert_true(interval_has(s, &iv, str_from(rows[i].in)));
		if (rows[i].out != NULL)
			assert_false(interval_has(s, &iv,
			    str_from(rows[i].out)));
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_dpkg_tool),
		cmocka_unit_test(test_rpm_tool),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
