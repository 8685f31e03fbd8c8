/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licences of Debian packages.
 *
 * Source:   identity/dep5.h reads the format.
 * Files:    usr/share/doc/NAME/copyright.
 * Limits:   those of the format.
 */
#include "identity/dep5.h"
#include "sbom/catalog/catalog.h"

struct named {
	struct records *out;
	struct str package;
};

static void
each(void *ctx, struct str licence)
{
	struct named *n = ctx;

	n->out->licence_named(n->out, n->package, licence);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text, dir = str_sub(f->path, 0, str_rfind(f->path, '/'));
	size_t slash = str_rfind(dir, '/');
	struct named n = { out,
		str_from_pos(dir, slash < dir.n ? slash + 1 : 0) };
	enum rc rc = blob_text(b, &text, e);

	(void)lim;
	if (rc == RC_OK)
		dep5_licences(text, each, &n);
	return rc;
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
