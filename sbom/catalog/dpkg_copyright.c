/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "text/deb822.h"

/*
 * Licences of Debian packages.
 *
 * Source:   "Machine-readable debian/copyright file", version 1.0 (DEP-5):
 *           a Format field comes first; License is a short name on its first
 *           line, text below it. A file without Format is prose: left alone.
 * Files:    usr/share/doc/NAME/copyright.
 * Limits:   none of its own: O(input) time, no allocation.
 */
static bool
is_dep5(struct deb822 d)
{
	struct deb822_field f;

	return deb822_stanza(&d) && deb822_field(&d, &f, NULL) &&
	    str_eq_nocase(f.name, STR("Format")) &&
	    str_find_str(f.value, STR("copyright-format")) < f.value.n;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text, dir = str_sub(f->path, 0, str_rfind(f->path, '/'));
	size_t slash = str_rfind(dir, '/');
	struct str package = str_from_pos(dir, slash < dir.n ? slash + 1 : 0);
	struct deb822_field field;
	enum rc rc = blob_text(b, &text, e);

	(void)lim;
	if (rc != RC_OK)
		return rc;

	struct deb822 d = deb822_of(text);

	if (!is_dep5(d))
		return RC_OK;
	while (deb822_stanza(&d)) {
		while (deb822_field(&d, &field, NULL)) {
			struct str name = str_trim(str_sub(field.value, 0,
			    str_find(field.value, '\n')));

			if (str_eq_nocase(field.name, STR("License")) &&
			    name.n != 0)
				out->licence_named(out, package, name);
		}
	}
	return RC_OK;
}

const struct cataloger cat_dpkg_copyright = {
	.name = "dpkg-copyright",
	.about = "licences of Debian packages",
	.wants = (const struct want[]){
		{ WANT_DIR_NAME, "usr/share/doc/*/copyright", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.parse = parse,
};
