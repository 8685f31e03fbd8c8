/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSV's names of ecosystems and releases.
 *
 * Source:   https://ossf.github.io/osv-schema/, "Defined Ecosystems": a name,
 *           and a suffix after the first colon whose meaning is the
 *           ecosystem's own.
 * Rules:    a release is spelled as lib/identity/distro_feed.c makes it of
 *           os-release, or else the two never meet. What is no release of
 *           a distribution stays apart under its own words: shown, not looked
 *           up. Who rebuilds the packages of others ("Root:Debian:12") has a
 *           channel in their ecosystem, and so their order of versions.
 */
#include "identity/osv_name.h"

#include "base/arena.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"

/* The part of the text before the first colon, which *rest goes past. */
static struct str
before_colon(struct str *rest)
{
	size_t at = str_find(*rest, ':');
	struct str s = str_sub(*rest, 0, at);

	*rest = str_from_pos(*rest, at + 1);
	return s;
}

/* ---- Red Hat ---- */

/*
 * The suffix is a CPE name without its beginning: "enterprise_linux:9::baseos",
 * "rhel_eus:9.2::appstream". Only the base repository is an operating system
 * there. Products that are no RHEL keep their words as a release.
 */
static void
redhat(struct arena *a, struct str suffix, struct osv_name *n)
{
	static const struct { const char *product, *channel; } streams[] = {
		{ "enterprise_linux", "" },
		{ "rhel_eus", "eus" },
		{ "rhel_e4s", "e4s" },
		{ "rhel_aus", "aus" },
		{ "rhel_tus", "tus" },
		{ "rhel_els", "els" },
		{ "rhel_eus_long_life", "eus-long-life" },
	};
	struct str rest = suffix, product = before_colon(&rest);
	bool os = str_ends(suffix, STR("::baseos"));

	if (suffix.n == 0)
		return;
	n->cpe = str_fmt(a, "cpe:/%c:redhat:%.*s", os ? 'o' : 'a',
	    STR_ARG(suffix));
	n->release = suffix;
	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		if (!str_eq(product, str_from(streams[i].product)))
			continue;
		n->release = before_colon(&rest);
		n->channel = str_from(streams[i].channel);
		if (i == 0)	/* "10.0" is 10 */
			n->release = str_sub(n->release, 0,
			    str_find(n->release, '.'));
	}
}

/* ---- SUSE ---- */

/* Words before the number that name a stream of updates of its own. */
static struct str
suse_product(struct str name)
{
	static const struct { const char *word, *channel; } products[] = {
		{ "LTSS Extended Security", "ltss-extended-security" },
		{ "LTSS", "ltss" },
		{ "ESPOS", "espos" },
		{ "for SAP", "sap" },
		{ "Teradata", "teradata" },
		{ "Real Time", "real-time" },
	};

	for (size_t i = 0; i < sizeof products / sizeof *products; i++)
		if (str_find_str(name, str_from(products[i].word)) < name.n)
			return str_from(products[i].channel);
	return STR("");
}

/* " Extended Security" of "LTSS Extended Security" is "-extended-security". */
static struct str
as_channel(struct arena *a, struct str s)
{
	struct str low = str_dup(a, str_lower(a, str_trim(s)));
	char *p = (char *)(uintptr_t)low.p;	/* our own copy */

	for (size_t i = 0; i < low.n; i++)
		if (p[i] == ' ')
			p[i] = '-';
	return low;
}

/*
 * "Linux Enterprise Server 15 SP5-LTSS", "Linux Enterprise Module for
 * Basesystem 15 SP5", "Linux Enterprise Server 16.0", "Package Hub 15 SP6":
 * the number and its service pack are os-release's VERSION_ID. A module is a
 * repository of the same release.
 */
static bool
suse_number(struct arena *a, struct str suffix, struct osv_name *n)
{
	struct str rest = suffix, word = STR(""), more = STR("");

	while (str_word(&rest, &word) && !is_digit(word.p[0]))
		;
	if (word.n == 0 || !is_digit(word.p[0]))
		return false;

	struct str name = str_sub(suffix, 0, (size_t)(word.p - suffix.p));
	struct str number = str_sub(word, 0, str_find(word, '-'));
	struct str pack = str_trim(rest);

	n->channel = suse_product(name);
	if (number.n < word.n) {
		more = str_from_pos(suffix, (size_t)(number.p - suffix.p) +
		    number.n + 1);
	} else if (str_starts(pack, STR("SP"))) {
		size_t i = 2;

		while (i < pack.n && is_digit(pack.p[i]))
			i++;
		more = str_from_pos(pack, i);
		if (str_starts(more, STR("-")))
			more = str_from_pos(more, 1);
		pack = str_sub(pack, 2, i);
		number = str_fmt(a, "%.*s.%.*s", STR_ARG(number),
		    STR_ARG(pack));
	} else {
		more = rest;
	}
	if (str_find(number, '.') == number.n)
		number = str_join(a, number, STR(".0"));
	if (str_trim(more).n != 0)
		n->channel = as_channel(a, more);
	n->release = number;
	return true;
}

static void
suse(struct arena *a, struct str suffix, struct osv_name *n)
{
	struct str micro = str_from_pos(suffix, str_rfind(suffix, ' ') + 1);

	n->release = str_lower(a, suffix);
	if ((str_starts(suffix, STR("Linux Micro ")) ||
	    str_starts(suffix, STR("Linux Enterprise Micro ")) ||
	    str_starts(suffix, STR("Leap Micro "))) && micro.n != 0 &&
	    is_digit(micro.p[0]))
		n->release = str_join(a, STR("micro "), micro);
	else if (str_starts(suffix, STR("Linux Enterprise ")) ||
	    str_starts(suffix, STR("Package Hub ")) ||
	    str_starts(suffix, STR("Leap ")))
		(void)suse_number(a, suffix, n);
}

/* ---- Ubuntu ---- */

/* The value of the purl's qualifier `distro`, its slash still escaped or not. */
static struct str
purl_distro(struct str purl)
{
	static const struct str key = { "distro=", 7 };
	size_t at = str_find_str(purl, key);
	struct str v = str_from_pos(purl, at + key.n);

	if (at == purl.n)
		return STR("");
	v = str_sub(v, 0, str_find(v, '&'));
	return str_sub(v, 0, str_find(v, '#'));
}

static struct str
unescape_slash(struct arena *a, struct str s)
{
	size_t at = str_find_str(s, STR("%2F"));

	if (at == s.n)
		at = str_find_str(s, STR("%2f"));
	return at == s.n ? s : str_fmt(a, "%.*s/%.*s",
	    STR_ARG(str_sub(s, 0, at)), STR_ARG(str_from_pos(s, at + 3)));
}

/* "22.04:LTS", "25.04", "Pro:18.04:LTS", "Pro:FIPS-updates:20.04:LTS". */
static void
ubuntu(struct arena *a, struct str suffix, struct str purl,
    struct osv_name *n)
{
	struct str distro = unescape_slash(a, purl_distro(purl)), piece;
	bool pro = false;

	while (suffix.n != 0) {
		piece = before_colon(&suffix);
		if (str_eq(piece, STR("Pro")))
			pro = true;
		else if (piece.n != 0 && is_digit(piece.p[0]))
			n->release = piece;
		else if (!str_eq(piece, STR("LTS")))
			n->channel = as_channel(a, piece);
	}
	if (pro && n->channel.n == 0) {
		struct str release;

		if (!ubuntu_stream(distro, &release, &n->channel) ||
		    n->channel.n == 0)
			n->channel = STR("pro");
	}
}

/* ---- the rest ---- */

static struct str
debian(struct str suffix)
{
	struct str release = debian_release(suffix);

	return release.n != 0 ? release : suffix;
}

static void
place(struct arena *a, struct str suffix, struct str purl, struct osv_name *n)
{
	struct str key = str_from(n->eco->key);

	if (!n->eco->distro)	/* Maven and Packagist: another registry */
		n->channel = suffix;
	else if (str_eq(key, STR("redhat")))
		redhat(a, suffix, n);
	else if (str_eq(key, STR("suse")) || str_eq(key, STR("opensuse")))
		suse(a, suffix, n);
	else if (str_eq(key, STR("ubuntu")))
		ubuntu(a, suffix, purl, n);
	else if (str_eq(key, STR("debian")))
		n->release = debian(suffix);
	else if (str_eq(key, STR("alpine")) && str_starts(suffix, STR("v")))
		n->release = str_from_pos(suffix, 1);
	else if (str_eq(key, STR("azurelinux")) && suffix.n != 0 &&
	    str_find(suffix, '.') == suffix.n)
		n->release = str_join(a, suffix, STR(".0"));
	else
		n->release = suffix;
}

struct osv_name
osv_name(struct arena *a, struct str text, struct str purl)
{
	struct str rest = text, first = before_colon(&rest), inner = rest;
	struct osv_name n = { .eco = ecosystem_by_osv(first) };
	const struct ecosystem *of = ecosystem_by_osv(before_colon(&inner));

	n.release = n.channel = n.cpe = STR("");
	if (n.eco == NULL)
		return n;
	if (of == NULL) {
		place(a, rest, purl, &n);
		return n;
	}

	struct str who = str_from(n.eco->key);

	n.eco = of;
	place(a, inner, purl, &n);
	n.channel = n.channel.n == 0 ? who : str_fmt(a, "%.*s %.*s",
	    STR_ARG(who), STR_ARG(n.channel));
	return n;
}
