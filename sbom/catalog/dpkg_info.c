/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dpkg.h"

/*
 * dpkg's file lists: which package owns which path.
 *
 * Source:   dpkg(1) FILES; dpkg-query(1) --listfiles; deb-md5sums(5).
 * Files:    var/lib/dpkg/info/NAME[:ARCH].list, one absolute path a line;
 *           .md5sums beside it and in status.d, "HASH  PATH" without leading
 *           slash (no links, no configuration files).
 * Limits:   a path over PATH_MAX_BYTES is noted and left out.
 */
static void
own(struct records *out, struct str package, size_t line, struct str path)
{
	char buf[PATH_MAX_BYTES + 1];

	if (path.n == 0 || str_eq(path, STR("/.")))
		return;
	if (path.n >= sizeof buf) {
		out->note(out, line, "path of %zu bytes", path.n);
		return;
	}
	if (path.p[0] != '/') {
		if (str_starts(path, STR("./")))
			path = str_from_pos(path, 2);
		buf[0] = '/';
		memcpy(buf + 1, path.p, path.n);
		path = str_of(buf, path.n + 1);
	}
	out->owns_named(out, package, path);
}

enum rc
dpkg_parse_info(struct str path, struct blob *b, struct records *out,
    struct err *e)
{
	size_t slash = str_rfind(path, '/');
	struct str name = str_from_pos(path, slash < path.n ? slash + 1 : 0);
	struct str package = str_sub(name, 0, str_rfind(name, '.'));
	bool sums = str_ends(name, STR(".md5sums"));
	struct str text, line;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	for (size_t n = 1; str_line(&text, &line); n++) {
		size_t blank = sums ? str_find(line, ' ') : 0;

		if (sums && blank == line.n)
			continue;
		own(out, package, n, sums ?
		    str_trim(str_from_pos(line, blank)) : line);
	}
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	(void)lim;
	return dpkg_parse_info(f->path, b, out, e);
}

const struct cataloger cat_dpkg_info = {
	.name = "dpkg-info",
	.about = "which files Debian packages own",
	.wants = (const struct want[]){
		{ WANT_IN_DIR, "var/lib/dpkg/info/*.list", 0 },
		{ WANT_IN_DIR, "var/lib/dpkg/info/*.md5sums", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.parse = parse,
};
