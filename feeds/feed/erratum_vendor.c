/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose erratum it is, and of which release: what an updateinfo.xml tells, and
 * where.
 *
 * Source:   the vendors' own files: names of collections, the `release`
 *           element, numbers of advisories, and the distribution tag in a
 *           package's release (docs.fedoraproject.org, "DistTag").
 * Rule:     what the manifest says holds; then names of products and
 *           collections; then the tag of a package; then directories.
 */
#include "base/arena.h"
#include "feeds/feed/erratum.h"
#include "feeds/feed/feed.h"
#include "identity/distro.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"

enum { TAGS_SEEN = 50 };	/* packages that are asked for their tag */

/* The first that a number begins with gets it. */
static const struct erratum_vendor vendors[] = {
	{ "amazon", "amzn", "ALAS", "amazon.com",
	  "amazon-linux-,Amazon Linux ", "amzn", "" },
	{ "rocky", "rocky", "RLSA- RLBA- RLEA- RXSA- RXBA-", "rockylinux.org",
	  "Rocky Linux ,RL,rocky-linux-", "el", "rocky rockylinux pub/rocky" },
	{ "almalinux", "almalinux", "ALSA- ALBA- ALEA-", "almalinux.org",
	  "almalinux-,AlmaLinux ,rhel-", "el", "almalinux alma" },
	{ "bottlerocket", "bottlerocket", "BRSA-", "", "", "", "" },
	{ "fedora", "epel", "FEDORA-EPEL-", "", "Fedora EPEL ,EPEL-", "el",
	  "epel" },
	{ "fedora", "fedora", "FEDORA-", "fedoraproject.org", "Fedora ,F",
	  "fc", "fedora" },
	{ "updateinfo", "ol", "ELSA- ELBA- ELEA-", "oracle.com",
	  "Oracle Linux ,ol", "el", "ol oracle OracleLinux OL" },
	{ "updateinfo", "opensuse-leap", "openSUSE-", "opensuse.org",
	  "openSUSE Leap ,openSUSE-SLE-,openSUSE-SLE ,openSUSE-Leap-", "",
	  "leap" },
	{ "updateinfo", "sles", "SUSE-", "suse.de suse.com",
	  "SLES-,SLES ,SERVER-,Basesystem-,Applications-,Containers-,"
	  "SUSE Linux Enterprise Server ", "", "SLES sles" },
	{ "updateinfo", "anolis", "ANSA- ANBA- ANEA-", "openanolis",
	  "Anolis OS ,anolis-", "an", "anolis" },
	{ "updateinfo", "opencloudos", "OCSA- OCBA-", "opencloudos",
	  "OpenCloudOS ,opencloudos-", "oc", "opencloudos" },
	{ "updateinfo", "openeuler", "openEuler-SA- OESA-", "openeuler",
	  "openEuler-,openEuler ", "", "" },
	{ "updateinfo", "rhel", "RHSA- RHBA- RHEA-", "redhat.com",
	  "Red Hat Enterprise Linux ,rhel-", "el", "rhel" },
};

enum { NVENDORS = sizeof vendors / sizeof *vendors };

/* ---- texts ---- */

/* "8.10", "41" at the beginning of s. */
static struct str
number(struct str s)
{
	size_t n = 0;

	while (n < s.n && (is_digit(s.p[n]) || (s.p[n] == '.' && n != 0)))
		n++;
	while (n > 0 && s.p[n - 1] == '.')
		n--;
	return str_sub(s, 0, n);
}

/* Where a number follows word in text, at a word's beginning; "" if nowhere. */
static struct str
after_word(struct str text, struct str word)
{
	for (size_t i = 0; word.n != 0 && i + word.n < text.n; i++) {
		struct str rest = str_from_pos(text, i);

		if ((i == 0 || !is_alnum(text.p[i - 1])) &&
		    str_starts(rest, word) && is_digit(rest.p[word.n]))
			return str_from_pos(rest, word.n);
	}
	return STR("");
}

static struct str
after_words(struct str text, struct str words)
{
	struct str word, at = STR("");

	while (at.n == 0 && str_split(&words, ',', &word))
		at = after_word(text, word);
	return at;
}

/* "15-SP5" and "15 SP5" are 15.5; "22.03-LTS-SP1" is 22.03 of a codename. */
static bool
read_version(struct arena *a, struct str at, struct distro *d)
{
	struct str v = number(at), rest = str_from_pos(at, v.n), sp;
	size_t n = 1;

	if (v.n == 0)
		return false;
	d->version_id = v;
	if (str_starts(rest, STR("-SP")) || str_starts(rest, STR(" SP"))) {
		sp = number(str_from_pos(rest, 3));
		if (sp.n != 0)
			d->version_id = str_fmt(a, "%.*s.%.*s", STR_ARG(v),
			    STR_ARG(sp));
	} else if (str_starts(rest, STR("-LTS"))) {
		while (n < rest.n && (is_alnum(rest.p[n]) ||
		    rest.p[n] == '-'))
			n++;
		d->codename = str_sub(rest, 1, n);
	}
	return true;
}

/* ---- Amazon's numbers ---- */

/*
 * "ALAS2-2018-942", "ALAS2023LIVEPATCH-2023-1", "ALASKERNEL-5.4-2022-7",
 * "ALAS-2015-5": the release after "ALAS", then a topic: one of the extra
 * repositories of Amazon Linux 2, of which some write no "2".
 */
static void
amazon_number(struct arena *a, struct str id, struct str *version,
    struct str *topic)
{
	struct str rest = str_from_pos(id, 4);

	for (int i = 0; i < 2; i++)	/* the year and the number */
		rest = str_sub(rest, 0, str_rfind(rest, '-'));
	*version = number(str_sub(rest, 0, str_find(rest, '.')));
	rest = str_from_pos(rest, version->n);
	if (str_starts(rest, STR("-")))
		rest = str_from_pos(rest, 1);
	*topic = str_lower(a, rest);
	if (version->n == 0)
		*version = rest.n != 0 ? STR("2") : STR("1");
}

/* "amazon-linux-2---kernel-5.10" names the repository. */
static struct str
amazon_channel(struct arena *a, const struct erratum *x, struct str shorthand)
{
	size_t at = str_find_str(shorthand, STR("---"));
	struct str version, topic;

	if (at < shorthand.n) {
		topic = str_from_pos(shorthand, at + 3);
		return str_eq(topic, STR("core")) ? STR("") : topic;
	}
	if (!str_starts(x->id, STR("ALAS")))
		return STR("");
	amazon_number(a, x->id, &version, &topic);
	return topic;
}

/* ---- packages and paths ---- */

static struct str
tag_of(struct str release, struct str dist)
{
	for (size_t i = 0; dist.n != 0 && i + dist.n < release.n; i++) {
		struct str rest = str_from_pos(release, i);

		if (!str_starts(rest, dist) || !is_digit(rest.p[dist.n]) ||
		    (i > 0 && is_alnum(release.p[i - 1])))
			continue;
		rest = number(str_from_pos(rest, dist.n));
		return str_sub(rest, 0, str_find(rest, '.'));
	}
	return STR("");
}

static struct str
by_tag(const struct erratum_vendor *v, const struct erratum *x,
    size_t collection)
{
	size_t first = collection < x->ncollections ?
	    x->collections[collection].first : x->npackages;

	for (size_t i = first; i < x->npackages && i - first < TAGS_SEEN &&
	    x->packages[i].collection == collection; i++) {
		struct str tag = tag_of(x->packages[i].release,
		    str_from(v->dist));

		if (tag.n != 0)
			return tag;
	}
	return STR("");
}

static bool
next_part(struct str *path, struct str *part)
{
	size_t n = 0;

	if (path->n == 0)
		return false;
	while (n < path->n && path->p[n] != '/' && path->p[n] != '!')
		n++;
	*part = str_sub(*path, 0, n);
	*path = str_from_pos(*path, n + 1);
	return true;
}

/* "rocky/9/...", "leap/15.6/...", "fedora/linux/updates/41/...", "ol8/...". */
static struct str
by_path(const struct erratum_vendor *v, struct str path)
{
	struct str part, words, word, n;
	int near = 0;		/* parts after one of the vendor's */

	while (next_part(&path, &part)) {
		n = number(part);
		if (near > 0 && n.n != 0 && n.n == part.n)
			return n;
		near--;
		words = str_from(v->paths);
		while (str_word(&words, &word)) {
			if (str_eq(part, word)) {
				near = 3;
				continue;
			}
			if (!str_starts(part, word))
				continue;
			n = str_from_pos(part, word.n);
			if (str_starts(n, STR("-")))
				n = str_from_pos(n, 1);
			if (number(n).n != 0 && number(n).n == n.n)
				return n;
		}
	}
	return STR("");
}

/* ---- who and where ---- */

static bool
begins_with_one(struct str s, struct str words)
{
	struct str word;

	while (str_word(&words, &word))
		if (str_starts(s, word))
			return true;
	return false;
}

static bool
holds_one(struct str s, struct str words)
{
	struct str word;

	while (str_word(&words, &word))
		if (str_find_str(s, word) < s.n)
			return true;
	return false;
}

const struct erratum_vendor *
erratum_vendor_of(struct str id, struct str sender, struct str product)
{
	for (size_t i = 0; i < NVENDORS; i++)
		if (begins_with_one(id, str_from(vendors[i].numbers)))
			return &vendors[i];
	for (size_t i = 0; i < NVENDORS; i++)
		if (after_words(product, str_from(vendors[i].words)).n != 0)
			return &vendors[i];
	for (size_t i = 0; i < NVENDORS; i++)
		if (holds_one(sender, str_from(vendors[i].senders)))
			return &vendors[i];
	return NULL;
}

static void
find_version(struct arena *a, const struct erratum_vendor *v,
    const struct erratum *x, size_t collection, struct str path,
    struct distro *d)
{
	const struct erratum_collection *c = collection < x->ncollections ?
	    &x->collections[collection] : NULL;
	struct str words = str_from(v->words), topic;
	struct str texts[] = { x->product, c != NULL ? c->name : STR(""),
		c != NULL ? c->shorthand : STR(""),
		str_ends(str_from(v->numbers), STR("SUSE-")) ? x->id :
		STR("") };

	if (str_find_str(x->product, STR("Tumbleweed")) < x->product.n) {
		d->id = STR("opensuse-tumbleweed");
		return;
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (read_version(a, after_words(texts[i], words), d))
			return;
	if (str_eq(d->id, STR("amzn")) && str_starts(x->id, STR("ALAS"))) {
		amazon_number(a, x->id, &d->version_id, &topic);
		return;
	}
	d->version_id = by_tag(v, x, collection);
	if (d->version_id.n == 0)
		d->version_id = by_path(v, path);
}

/* "rocky:9"; also by another of its names: "rhel:9". */
static void
manifest_place(struct arena *a, const struct feed_file *f,
    struct erratum_place *ret)
{
	struct distro d = { .version_id = f->release,
		.id = distro_id_of_namespace(str_lower(a, f->eco)) };

	ret->eco = ecosystem_by_key(f->eco);
	ret->release = f->release;
	if (ret->eco == NULL)
		ret->eco = distro_namespace(a, &d, STR(""), &ret->release);
}

bool
erratum_place(struct arena *a, const struct erratum_vendor *v,
    const struct erratum *x, size_t collection, const struct feed_file *f,
    struct erratum_place *ret)
{
	struct distro d = { .id = STR("") };
	struct str shorthand = collection < x->ncollections ?
	    x->collections[collection].shorthand : STR("");

	*ret = (struct erratum_place){ .channel = STR("") };
	if (f->eco.n != 0) {
		manifest_place(a, f, ret);
	} else if (v != NULL) {
		d.id = str_from(v->id);
		find_version(a, v, x, collection, f->name, &d);
		ret->eco = distro_namespace(a, &d, STR(""), &ret->release);
	}
	if (ret->eco == NULL)
		return false;
	if (str_eq(str_from(ret->eco->key), STR("amazon")))
		ret->channel = amazon_channel(a, x, shorthand);
	/* Special interest groups of Rocky build packages of their own. */
	if (str_starts(x->id, STR("RXSA-")))
		ret->channel = STR("sig");
	return true;
}
