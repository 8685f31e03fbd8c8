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
#include "identity/redhat_cpe.h"

/* The part of the text before the first colon, which *rest goes past. */
static struct str
before_colon(struct str *rest)
{
	size_t at = str_find(*rest, ':');
	struct str s = str_sub(*rest, 0, at);

	*rest = str_from_pos(*rest, at + 1);
	return s;
}

/*
 * Red Hat's suffix is a CPE name without its beginning: "enterprise_linux:9::
 * baseos", "rhel_eus:9.2::appstream". Only the base repository is an operating
 * system there.
 */
static void
redhat(struct arena *a, struct str suffix, struct osv_name *n)
{
	bool os = str_ends(suffix, STR("::baseos"));
	struct redhat_product p;

	if (suffix.n == 0)
		return;
	n->cpe = str_fmt(a, "cpe:/%c:redhat:%.*s", os ? 'o' : 'a',
	    STR_ARG(suffix));
	if (!redhat_product(a, n->cpe, &p))
		return;
	n->release = p.release;
	n->channel = p.channel;
}

/* The product's name without the vendor's. Package Hub is a repository of
   its service pack, as the modules are. */
static void
suse(struct arena *a, struct str vendor, struct str suffix, struct osv_name *n)
{
	struct suse_product p;

	if (str_starts(suffix, STR("Package Hub ")))
		suffix = str_join(a, STR("Linux Enterprise "), suffix);
	if (!suse_product(a, str_fmt(a, "%.*s %.*s", STR_ARG(vendor),
	    STR_ARG(suffix)), &p) || p.nreleases == 0) {
		n->channel = suffix;
		return;
	}
	n->release = p.release[0];
	n->channel = p.channel;
	for (size_t i = 1; i < p.nreleases; i++)
		n->more[n->nmore++] = p.release[i];
}

/* ---- Ubuntu ---- */

/* "FIPS-updates" is "fips-updates". */
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

/* "22.04:LTS", "25.04", "Pro:18.04:LTS", "Pro:FIPS-updates:20.04:LTS",
   "Pro:22.04:LTS:Realtime:Kernel". The purl's word for the stream is the one
   that Ubuntu's other feeds have. */
static void
ubuntu(struct arena *a, struct str suffix, struct str purl,
    struct osv_name *n)
{
	struct str distro = unescape_slash(a, purl_distro(purl)), piece;
	struct str release, channel;
	bool pro = false;

	while (suffix.n != 0) {
		piece = before_colon(&suffix);
		if (str_eq(piece, STR("Pro")))
			pro = true;
		else if (piece.n != 0 && is_digit(piece.p[0]))
			n->release = piece;
		else if (!str_eq(piece, STR("LTS")) && piece.n != 0)
			n->channel = n->channel.n == 0 ? as_channel(a, piece) :
			    str_fmt(a, "%.*s-%.*s", STR_ARG(n->channel),
			    STR_ARG(as_channel(a, piece)));
	}
	if (!pro && n->channel.n == 0)
		return;
	if (ubuntu_stream(distro, &release, &channel) && channel.n != 0)
		n->channel = channel;
	else if (n->channel.n == 0)
		n->channel = STR("pro");
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
		suse(a, str_from(n->eco->osv), suffix, n);
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
