/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

/*
 * The files by which an image says which distribution it is. They are kept as
 * they are; sbom/relate decides which of them holds.
 *
 * Source:   os-release(5); redhat-release and kin have no specification: one
 *           line, "NAME release VERSION (CODENAME)"; etc/debian_version and
 *           etc/alpine-release hold one word.
 * Limits:   64 KiB are kept of any; more is a gap (os-release(5) files have
 *           some hundred bytes).
 */
enum { KEEP = 64 << 10 };

static const struct {
	const char *path, *key;
} files[] = {
	{ "etc/os-release", CTX_OS_RELEASE },
	{ "usr/lib/os-release", CTX_OS_RELEASE },
	{ "etc/debian_version", CTX_DEBIAN_VERSION },
	{ "etc/alpine-release", CTX_ALPINE_RELEASE },
};

static const char *
key_of(struct str path)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (str_eq(path, str_from(files[i].path)))
			return files[i].key;
	return CTX_REDHAT_RELEASE;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)lim;
	if (rc != RC_OK)
		return rc;
	if (text.n > KEEP) {
		out->gap(out, "limit", "%zu bytes: only the first %d are "
		    "read", text.n, (int)KEEP);
		text.n = KEEP;
	}
	if (str_trim(text).n != 0)
		out->fact(out, key_of(str_from(f->want->text)), text);
	return RC_OK;
}

const struct cataloger cat_os_release = {
	.name = "os-release",
	.about = "which distribution it is",
	.wants = (const struct want[]){
		{ WANT_PATH, "etc/os-release", 0 },
		{ WANT_PATH, "usr/lib/os-release", 0 },
		{ WANT_PATH, "etc/redhat-release", 0 },
		{ WANT_PATH, "etc/centos-release", 0 },
		{ WANT_PATH, "etc/rocky-release", 0 },
		{ WANT_PATH, "etc/almalinux-release", 0 },
		{ WANT_PATH, "etc/fedora-release", 0 },
		{ WANT_PATH, "etc/oracle-release", 0 },
		{ WANT_PATH, "etc/system-release", 0 },
		{ WANT_PATH, "usr/lib/system-release", 0 },
		{ WANT_PATH, "etc/debian_version", 0 },
		{ WANT_PATH, "etc/alpine-release", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse,
};
