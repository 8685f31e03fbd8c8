/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_TABLE_H
#define FEEDS_FEED_TABLE_H

/*
 * The rows of feeds/feed/feed.c, one a line. The first that wants a file gets
 * it: special ones stand above general ones.
 */
#define FEEDS(X) \
	X(index) \
	X(deletions) \
	X(nvd_overrides) \
	X(nvd) \
	X(nvd_cve) \
	X(openssl) \
	X(cve5) \
	X(ghsa_vulnerabilities) \
	X(ghsa) \
	X(ghsa_one) \
	X(kev) \
	X(kev_csv) \
	X(epss) \
	X(debian) \
	X(debian_lists) \
	X(ubuntu_cve) \
	X(ubuntu_usn) \
	X(redhat_oval) \
	X(oracle_oval) \
	X(suse_oval) \
	X(ubuntu_oval) \
	X(debian_oval) \
	X(azure_oval) \
	X(photon_oval) \
	X(redhat_repo_cpe) \
	X(secdb) \
	X(rubysec) \
	X(alpine_rejections) \
	X(friendsofphp) \
	X(gitlab) \
	X(amazon) \
	X(rocky) \
	X(almalinux) \
	X(bottlerocket) \
	X(fedora) \
	X(updateinfo) \
	X(curl) \
	X(nodejs) \
	X(ids) \
	X(maven_sha1) \
	X(cwe) \
	X(exploitdb) \
	X(eol) \
	X(ubuntu_vex) \
	X(openvex) \
	X(redhat_vex) \
	X(redhat_csaf) \
	X(redhat_api) \
	X(suse_vex) \
	X(suse_csaf) \
	X(openeuler_csaf) \
	X(openeuler_cvrf) \
	X(suse_cvrf) \
	X(csaf) \
	X(alma_errata) \
	X(bodhi) \
	X(photon) \
	X(arch) \
	X(gentoo) \
	X(alpine_unfixed) \
	X(echo) \
	X(rootio) \
	X(trivy_java) \
	X(grype) \
	X(osv_pages) \
	X(osv)

struct feed;

#define FEED_ROW(name) extern const struct feed feed_##name;
FEEDS(FEED_ROW)
#undef FEED_ROW

#endif
