/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPE names of Red Hat's products.
 *
 * Source:   the names in repository-to-cpe.json and in Red Hat's CSAF and OVAL
 *           documents (security.access.redhat.com/data); NIST IR 7695 for the
 *           two spellings.
 * Rules:    enterprise_linux is RHEL whatever repository follows; rhel_extras
 *           and kin are repositories of the same major release. rhel_eus and
 *           kin are support streams of one minor release, rhel_els one of a
 *           major release. All else are products beside it that bring packages
 *           of their own under names that RHEL uses too.
 */
#include "identity/redhat_cpe.h"

#include "base/arena.h"

enum { FIELDS = 6 };	/* part, vendor, product, version, update, edition */

static bool
split(struct str cpe, struct str field[FIELDS])
{
	struct str piece;
	size_t n = 0;

	for (size_t i = 0; i < FIELDS; i++)
		field[i] = STR("");
	if (str_starts(cpe, STR("cpe:/")))
		cpe = str_from_pos(cpe, 5);
	else if (str_starts(cpe, STR("cpe:2.3:")))
		cpe = str_from_pos(cpe, 8);
	else
		return false;
	while (n < FIELDS && str_split(&cpe, ':', &piece))
		field[n++] = str_eq(piece, STR("*")) ? STR("") : piece;
	return n >= 3;
}

/* The digits that s begins with. */
static struct str
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

static bool
is_stream(struct str product)
{
	static const char *const names[] = {
		"rhel_aus", "rhel_e4s", "rhel_els", "rhel_eus",
		"rhel_eus_long_life", "rhel_tus",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(product, str_from(names[i])))
			return true;
	return false;
}

/* "rhel_eus_long_life" is "eus-long-life". */
static struct str
stream_channel(struct arena *a, struct str product)
{
	struct str name = str_from_pos(product, 5);
	char *p = NEWN(a, char, name.n);

	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '_' ? '-' : name.p[i];
	return str_of(p, name.n);
}

bool
redhat_product(struct arena *a, struct str cpe, struct redhat_product *ret)
{
	struct str f[FIELDS];

	if (!split(cpe, f) || !str_eq(f[1], STR("redhat")) || f[2].n == 0)
		return false;
	*ret = (struct redhat_product){ REDHAT_MAIN, digits(f[3]), STR("") };
	if (str_eq(f[2], STR("hummingbird"))) {
		ret->kind = REDHAT_HUMMINGBIRD;
		ret->release = STR("");
	} else if (is_stream(f[2]) && f[3].n != 0) {
		ret->kind = REDHAT_STREAM;
		ret->release = f[3];
		ret->channel = stream_channel(a, f[2]);
	} else if ((!str_eq(f[2], STR("enterprise_linux")) &&
	    !str_starts(f[2], STR("rhel_extras"))) || ret->release.n == 0) {
		ret->kind = REDHAT_LAYERED;
		ret->channel = f[3].n == 0 ? f[2] : str_fmt(a, "%.*s:%.*s",
		    STR_ARG(f[2]), STR_ARG(f[3]));
		ret->release = str_starts(f[5], STR("el")) ?
		    digits(str_from_pos(f[5], 2)) : STR("");
	}
	return true;
}

struct str
redhat_tag(struct str version, struct str *ret_minor)
{
	struct str minor = STR(""), major = STR("");

	for (size_t i = 1; i + 2 < version.n + 1; i++) {
		struct str rest = str_from_pos(version, i);

		if (!str_starts(rest, STR("el")) ||
		    is_alnum(version.p[i - 1]))
			continue;
		rest = str_from_pos(rest, 2);
		major = digits(rest);
		if (major.n == 0)
			continue;
		rest = str_from_pos(rest, major.n);
		minor = rest.n != 0 && (rest.p[0] == '_' ||
		    rest.p[0] == '.') ? digits(str_from_pos(rest, 1)) :
		    STR("");
		break;
	}
	if (ret_minor != NULL)
		*ret_minor = minor;
	return major;
}
