/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

/*
 * Package databases of root file systems that lie inside the one that is read:
 * a chroot, an image's root that was packed with its directory. Their packages
 * are of a distribution of their own, and their paths begin elsewhere: they
 * are not listed, and relate says so, unless the file turns out to be the
 * image's own database under another name.
 *
 * Files:    as in dpkg.c, apk.c, rpm.c, opkg.c; of status.d the stanza that
 *           Bazel's distroless images have in any case.
 * Limits:   nothing is read.
 */
static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	(void)b;
	(void)lim;
	(void)e;
	out->fact(out, CTX_OTHER_ROOT, str_from(f->want->text));
	return RC_OK;
}

#define RPM(d)								\
	{ WANT_TAIL, d "/rpm/rpmdb.sqlite", 0 },			\
	{ WANT_TAIL, d "/rpm/Packages.db", 0 },				\
	{ WANT_TAIL, d "/rpm/Packages", 0 }

const struct cataloger cat_other_root = {
	.name = "other-root",
	.about = "databases of root file systems inside: not read, a gap",
	.wants = (const struct want[]){
		{ WANT_TAIL, "var/lib/dpkg/status", 0 },
		{ WANT_TAIL, "var/lib/dpkg/status.d/base", 0 },
		{ WANT_TAIL, "var/lib/dpkg/status.d/base-files", 0 },
		{ WANT_TAIL, "lib/apk/db/installed", 0 },
		RPM("var/lib"), RPM("usr/lib/sysimage"), RPM("usr/share"),
		{ WANT_TAIL, "var/lib/rpmmanifest/container-manifest-2", 0 },
		{ WANT_TAIL, "lib/opkg/status", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.context = true,
	.parse = parse,
};
