/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

extern const struct cataloger cat_apk, cat_dpkg, cat_dpkg_copyright,
    cat_dpkg_info, cat_rpm, cat_rpm_manifest;
extern const struct cataloger cat_apk_repositories, cat_apt,
    cat_content_manifest, cat_os_release, cat_ubuntu_pro;

const struct cataloger *const catalogers[] = {
	/* operating system packages: they own files that others may claim */
	&cat_apk, &cat_dpkg, &cat_dpkg_info, &cat_dpkg_copyright, &cat_rpm,
	&cat_rpm_manifest,
	/* what the image says about itself */
	&cat_os_release, &cat_apk_repositories, &cat_apt,
	&cat_content_manifest, &cat_ubuntu_pro,
	NULL,
};
