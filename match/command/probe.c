/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases that were not seen in files of a feed at hand (those are in
 * probe_seen.c): by what their advisories say.
 *
 * Source:   CVE-2023-4911 glibc: DSA-5514-1, USN-6409-1, RHSA-2023:5453 and
 *           :5455 and their rebuilds, ALAS2023; CVE-2021-3156 sudo: DSA-4839-1,
 *           USN-4705-1, RHSA-2021:0218 and :0221, ALAS2-2021-1590;
 *           CVE-2022-0778 and CVE-2025-9230 openssl: DSA-5103-1, DSA-6015-1;
 *           CVE-2024-6387 openssh: USN-6859-1, SUSE-SU-2024:2275-1, Azure
 *           Linux; CVE-2023-38545 curl: SUSE-SU-2023:4044-1; CVE-2024-3094 xz:
 *           AVG-2851, GLSA-202403-04; Alpine: secdb of each branch, openssl.
 *           Languages: the advisory of the same identifier at github.com/
 *           advisories; SwiftNIO GHSA-w3f6-pc54-gfw7, changed-files
 *           GHSA-mrrh-fwg8-r2c3, aeson HSEC-2023-0001, smallvec
 *           RUSTSEC-2021-0003, x/net GO-2023-2102.
 */
#include "match/command/probe.h"

#define DEBIAN "debian debian-lists debian-oval osv grype"
#define UBUNTU "ubuntu-cve ubuntu-usn ubuntu-oval ubuntu-vex osv grype"
#define REDHAT "redhat-oval redhat-vex redhat-csaf redhat-api osv grype"
#define ALMA "almalinux alma-errata osv grype"
#define ROCKY "rocky osv grype"
#define ORACLE "oracle-oval updateinfo grype"
#define SUSE "suse-oval suse-vex suse-csaf suse-cvrf osv grype updateinfo"
#define ALPINE "secdb osv grype"
#define LANG "osv ghsa gitlab grype"

const struct probe probes[] = {
	{ "pkg:deb/debian/sudo@1.8.27-1?distro=debian-10",
	    "CVE-2021-3156", DEBIAN },
	{ "pkg:deb/debian/openssl@1.1.1k-1?distro=debian-11",
	    "CVE-2022-0778", DEBIAN },
	{ "pkg:deb/debian/libc6@2.36-9?distro=debian-12&upstream=glibc",
	    "CVE-2023-4911", DEBIAN },
	{ "pkg:deb/debian/openssl@3.5.1-1?distro=debian-13",
	    "CVE-2025-9230", DEBIAN },
	{ "pkg:deb/ubuntu/sudo@1.8.21p2-3ubuntu1?distro=ubuntu-18.04",
	    "CVE-2021-3156", UBUNTU },
	{ "pkg:deb/ubuntu/sudo@1.8.31-1ubuntu1?distro=ubuntu-20.04",
	    "CVE-2021-3156", UBUNTU },
	{ "pkg:deb/ubuntu/libc6@2.35-0ubuntu3?distro=ubuntu-22.04"
	    "&upstream=glibc", "CVE-2023-4911", UBUNTU },
	{ "pkg:deb/ubuntu/openssh-server@1:9.6p1-3ubuntu13"
	    "?distro=ubuntu-24.04&upstream=openssh", "CVE-2024-6387",
	    UBUNTU },

	{ "pkg:rpm/redhat/sudo@1.8.23-10.el7?arch=x86_64&distro=rhel-7.9",
	    "CVE-2021-3156", REDHAT },
	{ "pkg:rpm/redhat/glibc@2.28-225.el8?arch=x86_64&distro=rhel-8.8",
	    "CVE-2023-4911", REDHAT },
	{ "pkg:rpm/redhat/glibc@2.34-60.el9?arch=x86_64&distro=rhel-9.2",
	    "CVE-2023-4911", REDHAT },
	{ "pkg:rpm/almalinux/glibc@2.28-225.el8?arch=x86_64"
	    "&distro=almalinux-8.8", "CVE-2023-4911", ALMA },
	{ "pkg:rpm/almalinux/glibc@2.34-60.el9?arch=x86_64"
	    "&distro=almalinux-9.2", "CVE-2023-4911", ALMA },
	{ "pkg:rpm/rocky/glibc@2.28-225.el8?arch=x86_64&distro=rocky-8.8",
	    "CVE-2023-4911", ROCKY },
	{ "pkg:rpm/rocky/glibc@2.34-60.el9?arch=x86_64&distro=rocky-9.2",
	    "CVE-2023-4911", ROCKY },
	{ "pkg:rpm/ol/sudo@1.8.23-10.el7?arch=x86_64&distro=ol-7.9",
	    "CVE-2021-3156", ORACLE },
	{ "pkg:rpm/ol/glibc@2.28-225.0.3.el8?arch=x86_64&distro=ol-8.8",
	    "CVE-2023-4911", ORACLE },
	{ "pkg:rpm/ol/glibc@2.34-60.0.2.el9?arch=x86_64&distro=ol-9.2",
	    "CVE-2023-4911", ORACLE },
	{ "pkg:rpm/amzn/sudo@1.8.23-4.amzn2?arch=x86_64&distro=amzn-2",
	    "CVE-2021-3156", "amazon grype" },
	{ "pkg:rpm/amzn/glibc@2.34-52.amzn2023.0.2?arch=x86_64"
	    "&distro=amzn-2023", "CVE-2023-4911", "amazon grype" },
	{ "pkg:rpm/fedora/glibc@2.37-1.fc38?arch=x86_64&distro=fedora-38",
	    "CVE-2023-4911", "fedora bodhi" },
	{ "pkg:rpm/fedora/openssh@9.6p1-1.fc40?arch=x86_64&distro=fedora-40",
	    "CVE-2024-6387", "fedora bodhi" },
	{ "pkg:rpm/sles/curl@8.0.1-150400.5.26.1?arch=x86_64"
	    "&distro=sles-15.4", "CVE-2023-38545", SUSE },
	{ "pkg:rpm/sles/curl@8.0.1-150400.5.26.1?arch=x86_64"
	    "&distro=sles-15.5", "CVE-2023-38545", SUSE },
	{ "pkg:rpm/sles/openssh@9.6p1-150600.4.1?arch=x86_64"
	    "&distro=sles-15.6", "CVE-2024-6387", SUSE },
	{ "pkg:rpm/opensuse/curl@8.0.1-150400.5.26.1?arch=x86_64"
	    "&distro=opensuse-leap-15.5", "CVE-2023-38545", SUSE },
	{ "pkg:rpm/opensuse/openssh@9.6p1-150600.4.1?arch=x86_64"
	    "&distro=opensuse-leap-15.6", "CVE-2024-6387", SUSE },
	{ "pkg:rpm/photon/curl@7.86.0-1.ph4?arch=x86_64&distro=photon-4.0",
	    "CVE-2023-38545", "photon osv" },
	{ "pkg:rpm/photon/curl@7.86.0-1.ph5?arch=x86_64&distro=photon-5.0",
	    "CVE-2023-38545", "photon osv" },
	{ "pkg:rpm/azurelinux/openssh@9.5p1-1.azl3?arch=x86_64"
	    "&distro=azurelinux-3.0", "CVE-2024-6387",
	    "azure-oval osv grype" },

	{ "pkg:apk/alpine/openssl@1.1.1d-r2?distro=alpine-3.11.0",
	    "CVE-2019-1551", ALPINE },
	{ "pkg:apk/alpine/openssl@1.1.1g-r0?distro=alpine-3.12.0",
	    "CVE-2021-3449", ALPINE },
	{ "pkg:apk/alpine/openssl@1.1.1i-r0?distro=alpine-3.13.0",
	    "CVE-2021-3449", ALPINE },
	{ "pkg:apk/alpine/openssl@1.1.1k-r0?distro=alpine-3.14.0",
	    "CVE-2022-0778", ALPINE },
	{ "pkg:apk/alpine/openssl@1.1.1l-r7?distro=alpine-3.15.0",
	    "CVE-2022-0778", ALPINE },
	{ "pkg:apk/alpine/openssl@1.1.1o-r0?distro=alpine-3.16.0",
	    "CVE-2023-0286", ALPINE },
	{ "pkg:apk/alpine/openssl@3.0.7-r0?distro=alpine-3.17.0",
	    "CVE-2023-0286", ALPINE },
	{ "pkg:apk/alpine/openssl@3.1.0-r4?distro=alpine-3.18.0",
	    "CVE-2023-5363", ALPINE },
	{ "pkg:apk/alpine/openssl@3.1.4-r1?distro=alpine-3.19.0",
	    "CVE-2024-0727", ALPINE },
	{ "pkg:apk/alpine/openssl@3.3.0-r2?distro=alpine-3.20.0",
	    "CVE-2024-5535", ALPINE },
	{ "pkg:apk/alpine/openssl@3.3.2-r4?distro=alpine-3.21.0",
	    "CVE-2024-12797", ALPINE },
	{ "pkg:apk/alpine/openssl@3.5.0-r0?distro=alpine-3.22.0",
	    "CVE-2025-9230", ALPINE },
	{ "pkg:apk/alpine/openssl@3.3.2-r0?distro=alpine-edge",
	    "CVE-2024-9143", ALPINE },
	{ "pkg:apk/wolfi/brotli@1.0.7-r0?distro=wolfi-20230201",
	    "CVE-2020-8927", ALPINE },
	{ "pkg:apk/chainguard/brotli@1.0.7-r0?distro=chainguard-20230214",
	    "CVE-2020-8927", ALPINE },

	{ "pkg:alpm/arch/xz@5.6.0-1?arch=x86_64&distro=arch",
	    "CVE-2024-3094", "arch" },
	{ "pkg:ebuild/app-arch/xz-utils@5.6.0?distro=gentoo",
	    "CVE-2024-3094", "gentoo" },

	{ "pkg:cargo/smallvec@1.6.0", "CVE-2021-25900", LANG },
	{ "pkg:composer/guzzlehttp/guzzle@7.4.3", "CVE-2022-31042",
	    LANG " friendsofphp" },
	{ "pkg:gem/rack@2.2.3", "CVE-2022-30123", LANG " rubysec" },
	{ "pkg:githubactions/tj-actions/changed-files@v45.0.7",
	    "CVE-2025-30066", LANG },
	{ "pkg:golang/golang.org/x/net@v0.16.0", "CVE-2023-39325", LANG },
	{ "pkg:hackage/aeson@1.5.6.0", "CVE-2022-3433", LANG },
	{ "pkg:hex/hackney@1.20.1", "CVE-2025-1211", LANG },
	{ "pkg:bitnami/grafana@8.3.0", "CVE-2021-43798", "osv grype" },
	{ "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
	    "CVE-2021-44228", LANG },
	{ "pkg:npm/lodash@4.17.20", "CVE-2021-23337", LANG },
	{ "pkg:nuget/Newtonsoft.Json@12.0.3", "CVE-2024-21907", LANG },
	{ "pkg:pub/http@0.13.2", "CVE-2020-35669", LANG },
	{ "pkg:pypi/pyyaml@5.3", "CVE-2020-14343", LANG },
	{ "pkg:swift/github.com/apple/swift-nio-http2@1.19.1",
	    "CVE-2022-24666", LANG },
};

const size_t nprobes = sizeof probes / sizeof *probes;

/* One of several years: a database may hold some of them only. */
#define FAMOUS "CVE-2014-0160 CVE-2017-5638 CVE-2021-44228 CVE-2022-22965 " \
	"CVE-2023-4911 CVE-2024-3094 CVE-2025-32463"

const struct fact_probe fact_probes[] = {
	{ "alpine-unfixed", FACT_RECORD, "CVE-2019-1003051" },
	{ "curl", FACT_RECORD, "CURL-CVE-2023-46218 CURL-CVE-2024-2379" },
	{ "cve5", FACT_RECORD, FAMOUS },
	{ "epss", FACT_EPSS, "CVE-1999-0001 " FAMOUS },
	{ "kev", FACT_KEV, "CVE-2014-0160 CVE-2017-5638 CVE-2021-44228 "
	    "CVE-2022-22965 CVE-2023-4911 CVE-2025-32463" },
	{ "nvd", FACT_RECORD, FAMOUS },
	{ "openssl", FACT_RECORD, "CVE-2002-0655 CVE-2006-2937 CVE-2010-0433 "
	    "CVE-2025-9231" },
	{ "redhat-oval", FACT_RECORD, "CVE-2014-3209 CVE-2014-3585 "
	    "CVE-2016-5361" },
	{ "ubuntu-vex", FACT_RECORD, "CVE-2016-20013 CVE-2023-38545" },
};

const size_t nfact_probes = sizeof fact_probes / sizeof *fact_probes;
