/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of rpm packages.
 *
 * Source:   rpm-packaging(7) and dnf(8), "Specifying packages": name-
 *           [epoch:]version-release.arch, none of the last three with a
 *           hyphen. The forms that Red Hat's product ids have beside it:
 *           reference "Product-id forms seen".
 * Trap:     ids of packages of no version look alike ("java-11-openjdk").
 *           A build has a point somewhere, or an architecture; SUSE's
 *           packaging policy puts "_" for it in names.
 */
#include "feeds/feed/nevra.h"

static const char *const arches[] = {
	"x86_64", "aarch64", "noarch", "src", "nosrc", "i686", "i586", "i486",
	"i386", "ppc64le", "ppc64", "ppc", "s390x", "s390", "ia64", "athlon",
	"armv7hl", "armv6hl", "riscv64", "loongarch64", "ia32e", "sw_64",
};

static bool
is_arch(struct str s)
{
	for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
		if (str_eq(s, str_from(arches[i])))
			return true;
	return false;
}

/* "name:stream" around the package, cut off. */
static struct str
cut_module(struct str *s)
{
	size_t at = str_find_str(*s, STR("::"));
	struct str module = STR("");

	if (at < s->n) {
		module = str_from_pos(*s, at + 2);
		*s = str_sub(*s, 0, at);
		return module;
	}
	at = str_find_str(*s, STR(".rpm-"));
	if (at < s->n) {
		module = str_from_pos(*s, at + 5);
		*s = str_sub(*s, 0, at);
		return module;
	}
	at = str_find(*s, '/');
	if (at < s->n && str_find(str_sub(*s, 0, at), ':') < at) {
		module = str_sub(*s, 0, at);
		*s = str_from_pos(*s, at + 1);
	}
	return module;
}

/* "nodejs:16:8060…:ad00" is "nodejs:16". */
static struct str
stream(struct str label)
{
	size_t first = str_find(label, ':');

	return str_sub(label, 0, first + 1 + str_find(str_from_pos(label,
	    first + 1), ':'));
}

/* Without "0:" and "(none):". */
static struct str
tidy_epoch(struct str v)
{
	if (str_starts(v, STR("0:")))
		return str_from_pos(v, 2);
	return str_starts(v, STR("(none):")) ? str_from_pos(v, 7) : v;
}

static bool
has(struct str s, char c)
{
	return str_find(s, c) < s.n;
}

/*
 * Whether the last two parts of a name are a version and a release, or belong
 * to the name: java-11-openjdk, libgtk-3-0, samba-winbind-32bit.
 */
static bool
is_build(struct str version, struct str release, bool sure)
{
	bool digit = false;

	if (version.n == 0 || release.n == 0)
		return false;
	if (has(version, ':'))
		return true;		/* an epoch */
	if (is_digit(release.p[0]))
		return sure || has(version, '.') || has(release, '.');
	for (size_t i = 0; i < release.n; i++)
		digit |= is_digit(release.p[i]);
	return digit && is_digit(version.p[0]) && has(version, '.');
}

static bool
split(struct str s, bool build, struct nevra *ret)
{
	size_t release = str_rfind(s, '-');
	struct str rest = str_sub(s, 0, release);
	size_t version = str_rfind(rest, '-');

	if (release >= s.n || version >= rest.n || version == 0 ||
	    !is_build(str_from_pos(rest, version + 1),
	    str_from_pos(s, release + 1), build))
		return false;
	ret->name = str_sub(s, 0, version);
	ret->version = tidy_epoch(str_from_pos(s, version + 1));
	return true;
}

bool
nevra_parse(struct str s, enum nevra_form form, struct nevra *ret)
{
	struct nevra x = { .version = STR(""), .arch = STR("") };
	size_t dot;

	s = str_trim(s);
	x.module = stream(cut_module(&s));
	if (str_ends(s, STR(".rpm")))
		s = str_sub(s, 0, s.n - 4);
	dot = str_rfind(s, '.');
	if (dot < s.n && is_arch(str_from_pos(s, dot + 1))) {
		x.arch = str_from_pos(s, dot + 1);
		s = str_sub(s, 0, dot);
		if (str_eq(x.arch, STR("nosrc")))
			x.arch = STR("src");
	}
	if (s.n == 0 || str_find(s, '/') < s.n || str_find(s, '@') < s.n ||
	    str_find(s, ' ') < s.n)
		return false;
	if ((form == NEVRA_ARCH && x.arch.n == 0) ||
	    !split(s, form == NEVRA_BUILD || x.arch.n != 0, &x)) {
		if (str_find(s, ':') < s.n)
			return false;
		x.name = s;
	}
	*ret = x;
	return true;
}
