/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which statements of a stream beside a release (support that is paid for,
 * extra repositories, products on top) hold for a package. What tells is, in
 * this order, the package's version, what is recorded of the image, and the
 * name. Where nothing tells, the stream counts where the release's own
 * statements are silent, and its findings are possible ones.
 *
 * Source:   reference, "RHEL family", "Debian and Ubuntu details", "SUSE,
 *           Oracle, Amazon, Photon, Azure", "Third-party repositories".
 */
#include "match/rule/rule.h"

#include "base/arena.h"
#include "bom/property.h"
#include "identity/distro_feed.h"
#include "identity/purl.h"
#include "identity/redhat_cpe.h"
#include "match/rule/content.h"

static bool
has(struct str s, const char *part)
{
	return str_find_str(s, str_from(part)) < s.n;
}

/* Is a property of the document's so, or does its value hold the text? */
static bool
recorded(const struct rule_ctx *c, const char *name, struct str text,
    bool whole)
{
	for (size_t i = 0; c->bom != NULL && i < c->bom->props.n; i++) {
		const struct bom_prop *p = &c->bom->props.v[i];

		if (str_eq(p->name, str_from(name)) && (whole ? str_eq(p->value,
		    text) : str_find_str(p->value, text) < p->value.n))
			return true;
	}
	return false;
}

/* Does the name of a content set hold the text: of one of the component's
   layer, where that has some? */
static bool
set_recorded(const struct rule_ctx *c, struct str text)
{
	struct str layer = c->component->layer;
	bool own = false, own_has = false, any = false;

	for (size_t i = 0; i < c->bom->props.n; i++) {
		const struct bom_prop *p = &c->bom->props.v[i];
		size_t blank = str_find(p->value, ' ');
		bool here, it;

		if (!str_eq(p->name, STR(PROP_CONTENT_SET)))
			continue;
		it = str_find_str(p->value, text) < blank;
		here = layer.n != 0 && str_eq(str_from_pos(p->value,
		    blank + 1), layer);
		own |= here;
		own_has |= here && it;
		any |= it;
	}
	return own ? own_has : any;
}

/* Who rebuilds others' packages marks the versions ("-1.root.io.2") or the
   names ("rootio-wget", "@rootio/semver", "io.root.org.example:name"). */
static bool
rebuilt(const struct ask *q, struct str who)
{
	return str_eq(who, STR("root")) ? has(q->version, "root.io") ||
	    str_starts(q->name, STR("rootio-")) ||
	    str_starts(q->name, STR("@rootio/")) ||
	    str_starts(q->name, STR("io.root."))
	    : str_find_str(q->version, who) < q->version.n;
}

/*
 * Does the document tell that the service is on: by its name, among apt's
 * sources, or by another package that is one of its builds? Of a statement that
 * is of Pro, and does not say of which service, either one does.
 */
static bool
has_esm(const struct rule_ctx *c, struct str channel)
{
	static const char *const services[] = { "esm-infra", "esm-apps" };

	for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
		struct str name = str_from(services[i]);

		if (!str_eq(channel, STR("pro")) && !str_eq(channel, STR("esm"))
		    && !str_eq(channel, name))
			continue;
		if (recorded(c, PROP_UBUNTU_PRO, name, true) ||
		    recorded(c, PROP_APT_SOURCE, str_join(c->arena,
		    STR("//esm.ubuntu.com/"), str_from_pos(name, 4)), false))
			return true;
	}
	return c->has_esm || recorded(c, PROP_UBUNTU_PRO, channel, true);
}

/* Fixes of Ubuntu Pro are for those who have it; the others know by them what
   is wrong, and that no fix is to come. */
static enum use
ubuntu(const struct rule_ctx *c, struct str version, struct str channel)
{
	if (has(channel, "fips"))
		return has(str_lower(c->arena, version), "fips") ? USE_OWN
		    : USE_NO;
	if (!has(channel, "esm") && !str_eq(channel, STR("pro")))
		return USE_POSSIBLE;
	if (has(version, "esm") || rule_channel_given(c->distro, channel) ||
	    has_esm(c, channel))
		return USE_OWN;
	return USE_PAID;
}

bool
rule_has_channels(const struct distro *d, struct str release)
{
	return release.n != 0 && str_starts(d->version_id, release) &&
	    d->version_id.n > release.n && d->version_id.p[release.n] == '+';
}

bool
rule_channel_given(const struct distro *d, struct str channel)
{
	struct str rest = str_from_pos(d->version_id,
	    str_find(d->version_id, '+') + 1), word;

	while (str_word(&rest, &word))
		if (str_starts(channel, word) && (channel.n == word.n ||
		    channel.p[word.n] == '-'))
			return true;
	return false;
}

static bool
is_support(struct str channel)
{
	static const char *const names[] = { "aus", "e4s", "els", "eus",
		"eus-long-life", "tus" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(channel, str_from(names[i])))
			return true;
	return false;
}

/* ".el9_2" and ".el8" are of the system; ".el9cp" of a product. */
static bool
plain_tag(struct str version)
{
	struct str minor, major = redhat_tag(version, &minor);
	struct str tag = minor.n != 0 ? minor : major;
	size_t end = tag.n != 0 ? (size_t)(tag.p - version.p) + tag.n : 0;

	return end != 0 && (end == version.n || version.p[end] == '.' ||
	    version.p[end] == '+');
}

/*
 * A build of a minor release (".el8_6") is judged by that release's support
 * streams: they are the only ones with later builds of it. Other builds are
 * by those of the image's minor release, when its content sets have it. A
 * product's statements count where the content sets have the product.
 */
static enum use
redhat_support(const struct rule_ctx *c, struct str version,
    struct str release, struct str channel)
{
	struct str minor, major = redhat_tag(version, &minor);

	if (str_eq(channel, STR("els")) || (minor.n != 0 && str_eq(release,
	    str_fmt(c->arena, "%.*s.%.*s", STR_ARG(major), STR_ARG(minor)))))
		return USE_OWN;
	if (c->content != NULL && content_has(c->content, release, channel))
		return USE_OWN;
	if (rule_has_channels(c->distro, release))
		return rule_channel_given(c->distro, channel) ? USE_OWN
		    : USE_NO;
	if (!str_eq(release, c->distro->version_id) ||
	    (c->content != NULL && c->content->complete))
		return USE_NO;
	return set_recorded(c, str_fmt(c->arena, "-%.*s-", STR_ARG(channel)))
	    ? USE_OWN : USE_POSSIBLE;
}

static enum use
redhat(const struct rule_ctx *c, struct str version, struct str release,
    struct str channel, bool known)
{
	struct str rhaos = STR("");

	/* A rebuild has no products, and no support that is paid for. */
	if (!str_eq(distro_id_of_namespace(c->distro->id), STR("rhel")))
		return str_eq(channel, STR("els")) ? USE_PAID : USE_NO;
	if (is_support(channel))
		return redhat_support(c, version, release, channel);
	if (has(version, "rhaos") && str_starts(channel, STR("openshift:"))) {
		rhaos = str_fmt(c->arena, "rhaos%.*s.",
		    STR_ARG(str_from_pos(channel, 10)));
		return str_find_str(version, rhaos) < version.n ? USE_BESIDE
		    : USE_NO;
	}
	if (known && plain_tag(version))
		return USE_NO;
	if (c->content == NULL)
		return USE_POSSIBLE;
	return content_has(c->content, release, channel) ? USE_BESIDE
	    : c->content->complete ? USE_NO : USE_POSSIBLE;
}

static enum use
suse(const struct rule_ctx *c, struct str release, struct str channel,
    bool known)
{
	if (release.n == 0)
		return known ? USE_NO : USE_POSSIBLE;
	if (str_starts(channel, STR("ltss")) || (str_eq(channel, STR("sap")) &&
	    str_eq(c->distro->id, STR("sles_sap"))))
		return USE_OWN;
	if (str_eq(channel, STR("backports")) ||
	    str_eq(channel, STR("nonfree")))
		return USE_BESIDE;
	return USE_POSSIBLE;
}

/*
 * Extra repositories of Amazon Linux 2 are named by what they hold: "php8.2",
 * "kernel-5.10", "docker". A version of another line is the base's, unless the
 * base has no such package.
 */
static enum use
amazon(struct str version, struct str channel, bool known)
{
	struct str line = channel;
	size_t colon = str_find(version, ':');

	while (line.n != 0 && !is_digit(line.p[0]))
		line = str_from_pos(line, 1);
	if (line.n == 0)
		return USE_POSSIBLE;
	if (colon < version.n)
		version = str_from_pos(version, colon + 1);
	if (str_starts(version, line) && version.n > line.n &&
	    !is_digit(version.p[line.n]))
		return USE_BESIDE;
	return known ? USE_NO : USE_POSSIBLE;
}

/* "packages.example.org/8" of "https://packages.example.org/8/". */
static struct str
without_scheme(struct str url)
{
	size_t scheme = str_find_str(url, STR("://"));

	if (scheme < url.n)
		url = str_from_pos(url, scheme + 3);
	while (str_ends(url, STR("/")))
		url.n--;
	return url;
}

/*
 * A registry beside that which an ecosystem stands for: Drupal's modules are
 * in none of Packagist's statements. A document seldom says where a package
 * came from; where it does, its purl bears the address.
 */
static enum use
registry(const struct rule_ctx *c, struct str url)
{
	struct str own = STR("");
	struct err ignored = { { 0 } };
	struct purl p;

	if (c->component->purl.n != 0 && purl_parse(c->arena,
	    c->component->purl, &p, &ignored) == RC_OK)
		own = without_scheme(purl_get(&p, "repository_url"));
	return own.n == 0 ? USE_POSSIBLE
	    : str_eq_nocase(own, without_scheme(url)) ? USE_OWN : USE_NO;
}

enum use
rule_channel(const struct rule_ctx *c, const struct ask *q,
    struct str release, struct str channel, bool known)
{
	struct str key = str_from(q->eco->key), words = channel, who;

	if (str_word(&words, &who) && ecosystem_by_key(who) != NULL)
		return rebuilt(q, who) ? USE_OWN : USE_NO;
	if (!q->eco->distro)
		return registry(c, channel);
	if (str_eq(key, STR("ubuntu")))
		return ubuntu(c, q->version, channel);
	if (str_eq(key, STR("redhat")))
		return redhat(c, q->version, release, channel, known);
	if (str_eq(key, STR("suse")) || str_eq(key, STR("opensuse")))
		return suse(c, release, channel, known);
	if (str_eq(key, STR("amazon")))
		return amazon(q->version, channel, known);
	return USE_POSSIBLE;
}

/*
 * Rebuilds whose versions are compared with nothing else: one mark in
 * statement and package. Unknown flavours are known by their name.
 */
bool
rule_flavour(struct str eco, struct str name, struct str version,
    struct str flavour)
{
	bool oracle = str_eq(eco, STR("oracle"));
	struct str own = STR("");

	if (has(version, "root.io") || str_starts(name, STR("rootio-")))
		own = STR("rootio");
	else if (oracle && has(version, ".ksplice"))
		own = STR("ksplice");
	else if (oracle && has(version, "_fips"))
		own = STR("fips");
	return str_eq(own, flavour) || (own.n == 0 && flavour.n != 0 &&
	    !oracle && !str_eq(flavour, STR("rootio")) &&
	    str_find_str(version, flavour) < version.n);
}
