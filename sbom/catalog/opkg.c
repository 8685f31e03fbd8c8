/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dpkg.h"

/*
 * opkg: the package manager of OpenWrt, Yocto and Entware.
 *
 * Source:   git.yoctoproject.org/opkg, libopkg/pkg_parse.c and opkg_conf.c:
 *           deb822 stanzas as dpkg's; offline roots put them elsewhere.
 * Files:    lib/opkg/status below /, /usr, /var and /opt; info/NAME.control
 *           beside it, one stanza without Status; info/NAME.list, one path a
 *           line, since 0.3.5 followed by a tab and the file's mode.
 * Limits:   none of its own.
 */
static void
own(struct str path, struct str text, struct records *out)
{
	size_t slash = str_rfind(path, '/');
	struct str name = str_from_pos(path, slash + 1), line;

	name.n -= sizeof ".list" - 1;
	while (str_line(&text, &line)) {
		line = str_sub(line, 0, str_find(line, '\t'));
		if (line.n > 1 && line.n <= PATH_MAX_BYTES && line.p[0] == '/')
			out->owns_named(out, name, line);
	}
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
	if (str_ends(f->path, STR(".list"))) {
		own(f->path, text, out);
		return RC_OK;
	}
	out->database(out, "opkg");
	rc = dpkg_parse_stanzas(text, "opkg", out);
	if (rc == RC_OK && str_ends(f->path, STR("/status")))
		dpkg_check_text(text, out);
	return rc;
}

#define PLACE(d)							\
	{ WANT_PATH, d "lib/opkg/status", 0 },				\
	{ WANT_IN_DIR, d "lib/opkg/info/*.control", 0 },		\
	{ WANT_IN_DIR, d "lib/opkg/info/*.list", 0 }

const struct cataloger cat_opkg = {
	.name = "opkg",
	.about = "packages of OpenWrt, Yocto and others",
	.wants = (const struct want[]){
		PLACE(""), PLACE("usr/"), PLACE("var/"), PLACE("opt/"),
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.parse = parse,
};
