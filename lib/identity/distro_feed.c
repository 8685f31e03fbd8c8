/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which feed judges a distribution, and under which release.
 *
 * Rules:    Debian's advisories are per major release: point releases
 *           (12.15) and the os-release of testing and unstable (a codename
 *           only) map to it. Alpine's are per branch; a branch in
 *           etc/apk/repositories beats os-release, because an edge system
 *           carries the number of the next release. Wolfi, Chainguard and kin
 *           have one rolling stream and their VERSION_ID means nothing.
 *           Distributions without a row have no feed, whatever they are like:
 *           a derivative's rebuilds have versions of their own. postmarketOS
 *           is in the table because it installs Alpine's own packages.
 */
#include "identity/distro_feed.h"

#include "base/arena.h"
#include "identity/distro.h"
#include "identity/ecosystem.h"

struct codename {
	struct str name, release;
};

#define CODENAME(name, release) \
	{ { name, sizeof name - 1 }, { release, sizeof release - 1 } }

/* debian.org/releases; testing and unstable share forky's os-release. */
static const struct codename debians[] = {
	CODENAME("slink", "2.1"), CODENAME("potato", "2.2"),
	CODENAME("woody", "3.0"), CODENAME("sarge", "3.1"),
	CODENAME("etch", "4"), CODENAME("lenny", "5"),
	CODENAME("squeeze", "6"),
	CODENAME("wheezy", "7"), CODENAME("jessie", "8"),
	CODENAME("stretch", "9"), CODENAME("buster", "10"),
	CODENAME("bullseye", "11"), CODENAME("bookworm", "12"),
	CODENAME("trixie", "13"), CODENAME("forky", "14"),
	CODENAME("testing", "14"), CODENAME("duke", "15"),
	CODENAME("sid", "sid"), CODENAME("unstable", "sid"),
};

/* distro-info-data, ubuntu.csv. */
static const struct codename ubuntus[] = {
	CODENAME("warty", "4.10"), CODENAME("hoary", "5.04"),
	CODENAME("breezy", "5.10"), CODENAME("dapper", "6.06"),
	CODENAME("edgy", "6.10"), CODENAME("feisty", "7.04"),
	CODENAME("gutsy", "7.10"), CODENAME("hardy", "8.04"),
	CODENAME("intrepid", "8.10"), CODENAME("jaunty", "9.04"),
	CODENAME("karmic", "9.10"), CODENAME("lucid", "10.04"),
	CODENAME("maverick", "10.10"), CODENAME("natty", "11.04"),
	CODENAME("oneiric", "11.10"), CODENAME("precise", "12.04"),
	CODENAME("quantal", "12.10"), CODENAME("raring", "13.04"),
	CODENAME("saucy", "13.10"), CODENAME("trusty", "14.04"),
	CODENAME("utopic", "14.10"), CODENAME("vivid", "15.04"),
	CODENAME("wily", "15.10"), CODENAME("xenial", "16.04"),
	CODENAME("yakkety", "16.10"), CODENAME("zesty", "17.04"),
	CODENAME("artful", "17.10"), CODENAME("bionic", "18.04"),
	CODENAME("cosmic", "18.10"), CODENAME("disco", "19.04"),
	CODENAME("eoan", "19.10"), CODENAME("focal", "20.04"),
	CODENAME("groovy", "20.10"), CODENAME("hirsute", "21.04"),
	CODENAME("impish", "21.10"), CODENAME("jammy", "22.04"),
	CODENAME("kinetic", "22.10"), CODENAME("lunar", "23.04"),
	CODENAME("mantic", "23.10"), CODENAME("noble", "24.04"),
	CODENAME("oracular", "24.10"), CODENAME("plucky", "25.04"),
	CODENAME("questing", "25.10"), CODENAME("resolute", "26.04"),
};

/* wiki.postmarketos.org/wiki/Releases: the Alpine branch beneath. */
static const struct codename postmarkets[] = {
	CODENAME("22.12", "3.17"), CODENAME("23.06", "3.18"),
	CODENAME("23.12", "3.19"), CODENAME("24.06", "3.20"),
	CODENAME("24.12", "3.21"), CODENAME("25.06", "3.22"),
	CODENAME("25.12", "3.23"), CODENAME("edge", "edge"),
};

#define LOOK_UP(table, name) look_up(table, sizeof table / sizeof *table, name)

static struct str
look_up(const struct codename *table, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(name, table[i].name))
			return table[i].release;
	return STR("");
}

struct str
debian_release(struct str codename)
{
	return LOOK_UP(debians, codename);
}

struct str
ubuntu_release(struct str codename)
{
	return LOOK_UP(ubuntus, codename);
}

bool
ubuntu_stream(struct str key, struct str *ret_release,
    struct str *ret_channel)
{
	size_t slash = str_find(key, '/');
	struct str left = str_sub(key, 0, slash);
	struct str right = str_from_pos(key, slash + 1);
	struct str release = ubuntu_release(right);

	*ret_channel = left;
	if (release.n == 0) {
		release = ubuntu_release(left);
		*ret_channel = right;
	}
	/* Trusty was the first that had one, and it was not divided then. */
	if (str_eq(*ret_channel, STR("esm")))
		*ret_channel = STR("esm-infra");
	*ret_release = release;
	return release.n != 0;
}

/* The first n dot-separated parts, if they begin with a digit. */
static struct str
first_parts(struct str v, int n)
{
	size_t i = 0;

	if (v.n == 0 || !is_digit(v.p[0]))
		return STR("");
	while (i < v.n && (is_digit(v.p[i]) || (v.p[i] == '.' && --n > 0)))
		i++;
	while (i > 0 && v.p[i - 1] == '.')
		i--;
	return str_sub(v, 0, i);
}

static struct str
major(struct arena *a, const struct distro *d)
{
	(void)a;
	return first_parts(d->version_id, 1);
}

/* "5" is "5.0". */
static struct str
two_parts(struct arena *a, const struct distro *d)
{
	struct str v = first_parts(d->version_id, 2);

	if (v.n > 0 && str_find(v, '.') == v.n)
		v = str_join(a, v, STR(".0"));
	return v;
}

static struct str
rolling(struct arena *a, const struct distro *d)
{
	(void)a;
	(void)d;
	return STR("");
}

static struct str
release_debian(struct arena *a, const struct distro *d)
{
	struct str v = major(a, d);

	if (v.n == 0)
		v = debian_release(d->version_id);
	if (v.n == 0)
		v = debian_release(d->codename);
	if (v.n == 0)
		v = first_parts(d->point_release, 1);
	if (v.n == 0)		/* "trixie/sid" */
		v = debian_release(str_sub(d->point_release, 0,
		    str_find(d->point_release, '/')));
	return v;
}

static struct str
release_ubuntu(struct arena *a, const struct distro *d)
{
	struct str v = two_parts(a, d);

	if (v.n == 0)
		v = ubuntu_release(d->version_id);
	return v.n > 0 ? v : ubuntu_release(d->codename);
}

static struct str
release_alpine(struct arena *a, const struct distro *d)
{
	if (str_find_str(d->version_id, STR("_alpha")) < d->version_id.n ||
	    str_eq(d->version_id, STR("edge")) ||
	    str_eq(d->codename, STR("edge")))
		return STR("edge");
	return two_parts(a, d);
}

static struct str
release_postmarketos(struct arena *a, const struct distro *d)
{
	(void)a;
	struct str v = d->version_id.n > 0 ? d->version_id : d->codename;

	if (str_starts(v, STR("v")))
		v = str_from_pos(v, 1);
	return LOOK_UP(postmarkets, v);
}

/* "2018.03" and its like are Amazon Linux 1. */
static struct str
release_amazon(struct arena *a, const struct distro *d)
{
	struct str v = major(a, d);

	return str_starts(v, STR("201")) ? STR("1") : v;
}

static struct str
release_tumbleweed(struct arena *a, const struct distro *d)
{
	(void)a;
	(void)d;
	return STR("tumbleweed");
}

static struct str
release_micro(struct arena *a, const struct distro *d)
{
	struct str v = two_parts(a, d);

	return v.n > 0 ? str_join(a, STR("micro "), v) : v;
}

/* VERSION="24.03 (LTS-SP1)" is OSV's "24.03-LTS-SP1", which documents may
   have as the version, and qualifiers of purls in lower case. */
static struct str
release_openeuler(struct arena *a, const struct distro *d)
{
	struct str v = two_parts(a, d);
	struct str rest = str_from_pos(d->version_id, v.n);

	if (str_eq_nocase(rest, STR("-lts")))
		return str_join(a, v, STR("-LTS"));
	if (str_eq_nocase(str_sub(rest, 0, 7), STR("-lts-sp")))
		return str_fmt(a, "%.*s-LTS-SP%.*s", STR_ARG(v),
		    STR_ARG(str_from_pos(rest, 7)));
	if (v.n == 0 || !str_starts(d->codename, STR("LTS")))
		return v;
	return str_join(a, str_join(a, v, STR("-")), d->codename);
}

static struct str
whole(struct arena *a, const struct distro *d)
{
	(void)a;
	return d->version_id.n > 0 ? d->version_id : d->codename;
}

static const struct row {
	const char *id;		/* of os-release */
	const char *words;	/* what purls and peers call it besides */
	const char *eco;
	struct str (*release)(struct arena *a, const struct distro *d);
} rows[] = {
	{ "almalinux", "alma", "almalinux", major },
	{ "alpaquita", "", "alpaquita", whole },
	{ "alpine", "", "alpine", release_alpine },
	{ "amzn", "amazon amazonlinux", "amazon", release_amazon },
	{ "anolis", "", "anolis", major },
	{ "arch", "archlinux", "arch", rolling },
	{ "azurelinux", "", "azurelinux", two_parts },
	{ "bellsoft-hardened-containers", "bellsoft", "bellsoft", whole },
	{ "bottlerocket", "", "bottlerocket", rolling },
	{ "centos", "", "centos", major },
	{ "chainguard", "", "chainguard", rolling },
	{ "cleanstart", "", "cleanstart", rolling },
	{ "debian", "", "debian", release_debian },
	{ "echo", "", "echo", rolling },
	{ "epel", "", "epel", major },
	{ "fedora", "", "fedora", major },
	{ "gentoo", "", "gentoo", rolling },
	{ "hummingbird", "", "hummingbird", rolling },
	{ "mageia", "", "mageia", major },
	{ "mariner", "cbl-mariner", "azurelinux", two_parts },
	{ "minimos", "", "minimos", rolling },
	{ "ol", "oracle oraclelinux", "oracle", major },
	{ "opencloudos", "", "opencloudos", major },
	{ "openeuler", "", "openeuler", release_openeuler },
	{ "opensuse", "", "opensuse", two_parts },
	{ "opensuse-leap", "opensuse.leap", "opensuse", two_parts },
	{ "opensuse-leap-micro", "", "opensuse", release_micro },
	{ "opensuse-tumbleweed", "opensuse.tumbleweed", "opensuse",
	    release_tumbleweed },
	{ "photon", "", "photon", two_parts },
	{ "postmarketos", "", "alpine", release_postmarketos },
	{ "raspbian", "", "debian", release_debian },
	{ "rhel", "redhat", "redhat", major },
	{ "rocky", "rockylinux", "rocky", major },
	{ "scientific", "sl", "centos", major },
	{ "secureos", "", "secureos", rolling },
	{ "sl-micro", "sle-micro suse-microos sle-micro-rancher", "suse",
	    release_micro },
	{ "sled", "", "suse", two_parts },
	{ "sles", "suse", "suse", two_parts },
	{ "sles_sap", "", "suse", two_parts },
	{ "ubuntu", "", "ubuntu", release_ubuntu },
	{ "wolfi", "", "wolfi", rolling },
};

static const struct row *
row_of(struct str id)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str words = str_from(rows[i].words), word;

		if (str_eq(id, str_from(rows[i].id)))
			return &rows[i];
		while (str_word(&words, &word))
			if (str_eq(id, word))
				return &rows[i];
	}
	return NULL;
}

bool
distro_known(struct str id)
{
	return row_of(id) != NULL;
}

bool
distro_kin(struct str a, struct str b)
{
	const struct row *x = row_of(a), *y = row_of(b);

	return str_eq(a, b) || (x != NULL && y != NULL &&
	    str_eq(str_from(x->eco), str_from(y->eco)));
}

struct str
distro_id_of_namespace(struct str ns)
{
	const struct row *r = row_of(ns);

	return r != NULL ? str_from(r->id) : ns;
}

/* The branch of "https://host/alpine/v3.20/main": "3.20"; "" if it has none. */
static struct str
repository_branch(struct str url)
{
	struct str piece, branch = STR("");

	while (str_split(&url, '/', &piece)) {
		if (str_eq(piece, STR("main")))
			return branch;
		branch = STR("");
		if (str_eq(piece, STR("edge")))
			branch = piece;
		else if (piece.n > 2 && piece.p[0] == 'v' && is_digit(piece.p[1]))
			branch = first_parts(str_from_pos(piece, 1), 2);
	}
	return STR("");
}

/*
 * Branch of the main repository. Tagged lines ("@edge URL") serve only
 * packages that ask for them by name. Of several branches edge wins: apk takes
 * the newest version offered.
 */
static struct str
repositories_release(struct str text)
{
	struct str line, best = STR("");

	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#' || line.p[0] == '@')
			continue;

		struct str branch = repository_branch(line);
		if (best.n == 0 || str_eq(branch, STR("edge")))
			best = branch.n > 0 ? branch : best;
	}
	return best;
}

const struct ecosystem *
distro_namespace(struct arena *a, const struct distro *d,
    struct str apk_repositories, struct str *ret_release)
{
	const struct row *r = row_of(d->id);
	struct str release = STR("");

	if (r == NULL)
		return NULL;
	if (r->release == release_alpine)
		release = str_dup(a, repositories_release(apk_repositories));
	if (release.n == 0)
		release = r->release(a, d);
	if (release.n == 0 && r->release != rolling)
		return NULL;

	const struct ecosystem *eco = ecosystem_by_key(str_from(r->eco));
	if (eco != NULL)
		*ret_release = release;
	return eco;
}
