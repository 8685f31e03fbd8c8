/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of ecosystems.
 *
 * Source:   names of OSV: the OSV schema, "Defined Ecosystems"; purl types and
 *           their name rules: the purl type definitions; PEP 503 for PyPI.
 * Rules:    a normaliser maps every spelling that a registry takes for one
 *           package to one; loading a feed and matching a package both use it.
 */
#include "identity/ecosystem.h"

#include "base/arena.h"

/* PEP 503: lower case, runs of "-", "_" and "." are one "-". */
static struct str
normal_pypi(struct arena *a, struct str name)
{
	char *p = NEWN(a, char, name.n);
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		char c = to_lower(name.p[i]);

		if (c != '-' && c != '_' && c != '.')
			p[n++] = c;
		else if (n == 0 || p[n - 1] != '-')
			p[n++] = '-';
	}
	return str_of(p, n);
}

static struct str
normal_lower(struct arena *a, struct str name)
{
	return str_lower(a, name);
}

/* The registry takes no two names that differ in these alone. */
static struct str
normal_cargo(struct arena *a, struct str name)
{
	char *p = NEWN(a, char, name.n);

	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '_' ? '-' : name.p[i];
	return str_of(p, name.n);
}

/* The pod, without its subspec. */
static struct str
normal_cocoapods(struct arena *a, struct str name)
{
	(void)a;
	return str_sub(name, 0, str_find(name, '/'));
}

/* The name of "name/version@user/channel". */
static struct str
normal_conan(struct arena *a, struct str name)
{
	(void)a;
	name = str_sub(name, 0, str_find(name, '@'));
	return str_sub(name, 0, str_find(name, '/'));
}

/* Hosts that take an owner and a repository in any case. */
static bool
folds_paths(struct str host)
{
	return str_eq(host, STR("github.com")) ||
	    str_eq(host, STR("gitlab.com")) ||
	    str_eq(host, STR("bitbucket.org"));
}

/* A repository's URL without scheme, "www." and ".git"; the host lower, and
   the rest where the host does not tell cases apart: lock files have what
   somebody typed. */
static struct str
normal_swift(struct arena *a, struct str name)
{
	size_t scheme = str_find_str(name, STR("://"));

	if (scheme < name.n)
		name = str_from_pos(name, scheme + 3);

	struct str host = str_lower(a, str_sub(name, 0, str_find(name, '/')));
	struct str path = str_from_pos(name, host.n);

	if (str_starts(host, STR("www.")))
		host = str_from_pos(host, 4);
	while (str_ends(path, STR("/")))
		path = str_sub(path, 0, path.n - 1);
	if (str_ends(path, STR(".git")))
		path = str_sub(path, 0, path.n - 4);
	return str_join(a, host, folds_paths(host) ? str_lower(a, path)
	    : path);
}

#define DISTRO(key, osv, purl, ns, scheme, names) \
	{ key, osv, purl, ns, VERSION_##scheme, ECO_##names, true, NULL }
#define LANG(key, osv, purl, scheme, normal) \
	{ key, osv, purl, NULL, VERSION_##scheme, ECO_EITHER, false, normal }

/* SUSE's OVAL files name binary packages, its OSV records sources. */
const struct ecosystem ecosystems[] = {
	DISTRO("almalinux", "AlmaLinux", "rpm", "almalinux", RPM, BINARY),
	DISTRO("alpaquita", "Alpaquita", "apk", "alpaquita", APK, SOURCE),
	DISTRO("alpine", "Alpine", "apk", "alpine", APK, SOURCE),
	DISTRO("amazon", NULL, "rpm", "amzn", RPM, BINARY),
	DISTRO("anolis", NULL, "rpm", "anolis", RPM, BINARY),
	DISTRO("arch", NULL, "alpm", "arch", PACMAN, EITHER),
	DISTRO("azurelinux", "Azure Linux", "rpm", "azurelinux", RPM, SOURCE),
	DISTRO("bellsoft", "BellSoft Hardened Containers", "apk",
	    "bellsoft-hardened-containers", APK, SOURCE),
	DISTRO("bottlerocket", NULL, "rpm", "bottlerocket", RPM, BINARY),
	DISTRO("centos", NULL, "rpm", "centos", RPM, BINARY),
	DISTRO("chainguard", "Chainguard", "apk", "chainguard", APK, SOURCE),
	DISTRO("cleanstart", "CleanStart", "apk", "cleanstart", APK, SOURCE),
	DISTRO("debian", "Debian", "deb", "debian", DPKG, SOURCE),
	DISTRO("echo", "Echo", "deb", "echo", DPKG, SOURCE),
	/* Packages for RHEL and its kin, in a repository of its own. */
	DISTRO("epel", NULL, "rpm", "epel", RPM, EITHER),
	/* updateinfo.xml names binary packages, Bodhi sources. */
	DISTRO("fedora", NULL, "rpm", "fedora", RPM, EITHER),
	DISTRO("gentoo", NULL, "ebuild", "gentoo", GENTOO, EITHER),
	DISTRO("hummingbird", NULL, "rpm", "hummingbird", RPM, BINARY),
	DISTRO("mageia", "Mageia", "rpm", "mageia", RPM, SOURCE),
	DISTRO("minimos", "MinimOS", "apk", "minimos", APK, SOURCE),
	DISTRO("opencloudos", NULL, "rpm", "opencloudos", RPM, BINARY),
	DISTRO("openeuler", "openEuler", "rpm", "openeuler", RPM, SOURCE),
	DISTRO("opensuse", "openSUSE", "rpm", "opensuse", RPM, EITHER),
	DISTRO("oracle", NULL, "rpm", "ol", RPM, BINARY),
	DISTRO("photon", "Photon OS", "rpm", "photon", RPM, SOURCE),
	DISTRO("redhat", "Red Hat", "rpm", "redhat", RPM, BINARY),
	/* updateinfo has binary names, OSV source names */
	DISTRO("rocky", "Rocky Linux", "rpm", "rocky", RPM, EITHER),
	DISTRO("secureos", NULL, "apk", "secureos", APK, SOURCE),
	DISTRO("suse", "SUSE", "rpm", "sles", RPM, EITHER),
	DISTRO("ubuntu", "Ubuntu", "deb", "ubuntu", DPKG, SOURCE),
	DISTRO("wolfi", "Wolfi", "apk", "wolfi", APK, SOURCE),

	LANG("bioconductor", "Bioconductor", "bioconductor", SEMVER, NULL),
	LANG("bitnami", "Bitnami", "bitnami", BITNAMI, normal_lower),
	LANG("cargo", "crates" ".io", "cargo", CARGO, normal_cargo),
	LANG("cocoapods", NULL, "cocoapods", GEM, normal_cocoapods),
	LANG("composer", "Packagist", "composer", COMPOSER, normal_lower),
	LANG("conan", "ConanCenter", "conan", CONAN, normal_conan),
	LANG("cran", "CRAN", "cran", CRAN, NULL),
	LANG("gem", "RubyGems", "gem", GEM, NULL),
	LANG("ghc", "GHC", NULL, SEMVER, NULL),
	LANG("github-actions", "GitHub Actions", "githubactions", SEMVER,
	    normal_lower),
	/* Many tools write purls of modules in lower case, as the purl type's
	   definition long said. */
	LANG("go", "Go", "golang", GO, normal_lower),
	LANG("hackage", "Hackage", "hackage", HACKAGE, NULL),
	LANG("hex", "Hex", "hex", HEX, normal_lower),
	LANG("julia", "Julia", "julia", SEMVER, NULL),
	LANG("maven", "Maven", "maven", MAVEN, NULL),
	LANG("npm", "npm", "npm", NPM, NULL),
	LANG("nuget", "NuGet", "nuget", NUGET, normal_lower),
	LANG("opam", "opam", "opam", DPKG, NULL),
	LANG("otp", "OTP", "otp", GENERIC, NULL),
	LANG("pub", "Pub", "pub", PUB, normal_lower),
	LANG("pypi", "PyPI", "pypi", PEP440, normal_pypi),
	LANG("swift", "SwiftURL", "swift", SWIFT, normal_swift),
	LANG("vscode", "VSCode", "vscode-extension", SEMVER, normal_lower),

	/* Not of packages as registries know them: loaded, shown, never
	   looked up by purl. */
	LANG("android", "Android", NULL, GENERIC, NULL),
	LANG("cve-list", NULL, NULL, GENERIC, normal_lower),
	LANG("docker-hardened", "Docker Hardened Images", NULL, SEMVER, NULL),
	LANG("freebsd", "FreeBSD", NULL, GENERIC, NULL),
	LANG("git", "GIT", NULL, NONE, NULL),
	LANG("kubernetes", "Kubernetes", NULL, SEMVER, NULL),
	LANG("linux", "Linux", NULL, GENERIC, NULL),
	LANG("oss-fuzz", "OSS-Fuzz", NULL, GENERIC, NULL),
	LANG("root", "Root", NULL, NONE, NULL),
	LANG("tuxcare", "TuxCare", NULL, NONE, NULL),
	{ 0 },
};

const struct ecosystem *
ecosystem_by_key(struct str key)
{
	for (const struct ecosystem *e = ecosystems; e->key != NULL; e++)
		if (str_eq(key, str_from(e->key)))
			return e;
	return NULL;
}

const struct ecosystem *
ecosystem_unknown(struct arena *a, struct str key, bool distro)
{
	struct ecosystem *own = NEW(a, struct ecosystem);

	own->key = str_z(a, key);
	own->names = ECO_EITHER;
	own->distro = distro;
	return own->key != NULL && own->key[0] != '\0' ? own : NULL;
}

const struct ecosystem *
ecosystem_by_osv(struct str osv)
{
	for (const struct ecosystem *e = ecosystems; e->key != NULL; e++)
		if (e->osv != NULL && str_eq_nocase(osv, str_from(e->osv)))
			return e;
	return NULL;
}

const struct ecosystem *
ecosystem_by_purl(struct str type)
{
	for (const struct ecosystem *e = ecosystems; e->key != NULL; e++)
		if (!e->distro && e->purl != NULL &&
		    str_eq_nocase(type, str_from(e->purl)))
			return e;
	return NULL;
}

struct str
ecosystem_name(struct arena *a, const struct ecosystem *eco, struct str name)
{
	return eco->normal != NULL ? eco->normal(a, name) : name;
}
