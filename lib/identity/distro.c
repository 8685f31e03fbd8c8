/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which distribution: reading the files and purl qualifiers that say so.
 *
 * Source:   os-release(5); the first line of redhat-release and its kin.
 * Grammar:  NAME=value per line; value bare, in single or in double quotes; a
 *           backslash takes the next character as it is, except in single
 *           quotes; '#' starts a comment line. A later line wins.
 */
#include "identity/distro.h"

#include "base/arena.h"
#include "identity/distro_feed.h"

/* The value without quotes and escapes. */
static struct str
unquote(struct arena *a, struct str v)
{
	char quote = v.n > 0 && (v.p[0] == '"' || v.p[0] == '\'') ? v.p[0] : 0;
	char *p = NEWN(a, char, v.n);
	size_t n = 0;

	for (size_t i = quote != 0; i < v.n; i++) {
		if (quote != 0 && v.p[i] == quote)
			break;
		if (v.p[i] == '\\' && quote != '\'' && i + 1 < v.n)
			i++;
		p[n++] = v.p[i];
	}
	return str_of(p, n);
}

struct fields {
	struct str version, ubuntu_codename, debian_full;
};

static struct str *
field(struct distro *d, struct fields *f, struct str key)
{
	const struct { struct str key; struct str *at; } table[] = {
		{ STR("ID"), &d->id },
		{ STR("ID_LIKE"), &d->id_like },
		{ STR("VERSION_ID"), &d->version_id },
		{ STR("VERSION_CODENAME"), &d->codename },
		{ STR("NAME"), &d->name },
		{ STR("PRETTY_NAME"), &d->pretty_name },
		{ STR("CPE_NAME"), &d->cpe_name },
		{ STR("VARIANT_ID"), &d->variant_id },
		{ STR("BUILD_ID"), &d->build_id },
		{ STR("SUPPORT_END"), &d->support_end },
		{ STR("VERSION"), &f->version },
		{ STR("UBUNTU_CODENAME"), &f->ubuntu_codename },
		{ STR("DEBIAN_VERSION_FULL"), &f->debian_full },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(key, table[i].key))
			return table[i].at;
	return NULL;
}

/* What stands in parentheses: "9 (stretch)", "22.03 (LTS-SP4)". */
static struct str
in_parentheses(struct str v)
{
	size_t from = str_find(v, '('), to = str_find(v, ')');

	return from < to ? str_sub(v, from + 1, to) : STR("");
}

/* Debian 8 and 9, and openEuler, say only there what release they are. */
static void
codename_from_version(struct distro *d, struct str version)
{
	if (d->codename.n == 0)
		d->codename = in_parentheses(version);
}

struct distro
distro_from_os_release(struct arena *a, struct str text)
{
	struct distro d = { 0 };
	struct fields f = { 0 };
	struct str line;

	while (str_line(&text, &line)) {
		line = str_trim(line);

		size_t eq = str_find(line, '=');
		if (eq == line.n || line.p[0] == '#')
			continue;

		struct str *at = field(&d, &f, str_sub(line, 0, eq));
		if (at != NULL)
			*at = unquote(a, str_from_pos(line, eq + 1));
	}
	d.id = str_lower(a, str_trim(d.id));
	d.version_id = str_trim(d.version_id);
	if (d.codename.n == 0)
		d.codename = f.ubuntu_codename;
	codename_from_version(&d, f.version);
	d.point_release = f.debian_full;
	return d;
}

static const struct { struct str name, id; bool clone; } redhats[] = {
	{ { "Red Hat Enterprise Linux", 24 }, { "rhel", 4 }, false },
	{ { "Red Hat Linux", 13 }, { "rhl", 3 }, false },
	{ { "CentOS", 6 }, { "centos", 6 }, true },
	{ { "Rocky Linux", 11 }, { "rocky", 5 }, true },
	{ { "AlmaLinux", 9 }, { "almalinux", 9 }, true },
	{ { "Oracle Linux", 12 }, { "ol", 2 }, true },
	{ { "Enterprise Linux Enterprise Linux", 33 }, { "ol", 2 }, true },
	{ { "Scientific Linux", 16 }, { "scientific", 10 }, true },
	{ { "Fedora", 6 }, { "fedora", 6 }, false },
	{ { "Amazon Linux", 12 }, { "amzn", 4 }, false },
};

/* The first word that begins with a digit, cut to digits and dots. */
static struct str
first_number(struct str s)
{
	struct str word;

	while (str_word(&s, &word)) {
		size_t n = 0;

		while (n < word.n && (is_digit(word.p[n]) || word.p[n] == '.'))
			n++;
		if (n > 0 && is_digit(word.p[0]))
			return str_sub(word, 0, n);
	}
	return STR("");
}

bool
distro_from_redhat_release(struct arena *a, struct str text,
    struct distro *ret)
{
	struct str line = STR("");

	while (line.n == 0 && str_line(&text, &line))
		line = str_trim(line);
	for (size_t i = 0; i < sizeof redhats / sizeof *redhats; i++) {
		struct str version = first_number(line);

		if (!str_starts(line, redhats[i].name) || version.n == 0)
			continue;
		*ret = (struct distro){
			.id = redhats[i].id,
			.id_like = redhats[i].clone ? STR("rhel") : STR(""),
			.version_id = str_dup(a, version),
			.codename = str_dup(a, in_parentheses(line)),
			.pretty_name = str_dup(a, line),
		};
		ret->name = str_trim(str_sub(ret->pretty_name, 0,
		    str_find_str(ret->pretty_name, STR(" release "))));
		return true;
	}
	return false;
}

/* Where "id-version" divides: before the first number, or behind an id that
   we know ("debian-bookworm"). value.n: it does not. */
static size_t
divide(struct str value)
{
	for (size_t i = 1; i + 1 < value.n; i++) {
		char c = value.p[i];

		if ((c == '-' || c == ':' || c == '@') &&
		    is_digit(value.p[i + 1]))
			return i;
	}
	if (distro_known(value))
		return value.n;
	for (size_t i = value.n; i-- > 0;) {
		char c = value.p[i];

		if ((c == '-' || c == ':' || c == '@') &&
		    distro_known(str_sub(value, 0, i)))
			return i;
	}
	return value.n;
}

static void
set_version(struct distro *d, struct str v)
{
	if (v.n > 1 && v.p[0] == 'v' && is_digit(v.p[1]))
		v = str_from_pos(v, 1);
	if (v.n > 0 && is_digit(v.p[0]))
		d->version_id = v;
	else
		d->codename = v;
}

struct distro
distro_from_qualifier(struct arena *a, struct str purl_type,
    struct str purl_namespace, struct str value)
{
	struct distro d = { 0 };
	struct str v = str_lower(a, str_trim(value));
	size_t slash = str_rfind(v, '/'), at;

	if (slash < v.n)	/* Ubuntu's "esm-infra/xenial" */
		v = str_from_pos(v, slash + 1);
	at = divide(v);

	(void)purl_type;	/* the namespace tells more */
	d.id = distro_id_of_namespace(str_lower(a, purl_namespace));
	if (v.n > 0 && at == v.n && distro_known(v))
		d.id = v;
	else if (at == v.n)
		set_version(&d, v);
	else {
		d.id = str_sub(v, 0, at);
		set_version(&d, str_from_pos(v, at + 1));
	}
	d.id = distro_id_of_namespace(d.id);
	return d;
}

struct str
distro_qualifier(struct arena *a, const struct distro *d)
{
	struct str v = d->version_id.n > 0 ? d->version_id :
	    d->codename.n > 0 ? d->codename : d->build_id;

	if (d->id.n == 0 || v.n == 0)
		return d->id;
	return str_join(a, str_join(a, d->id, STR("-")), v);
}

struct str
distro_purl_namespace(struct arena *a, const struct distro *d)
{
	(void)a;
	if (str_eq(d->id, STR("rhel")))
		return STR("redhat");
	if (str_starts(d->id, STR("opensuse")))
		return STR("opensuse");
	return d->id;
}
