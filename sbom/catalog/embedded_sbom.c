/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bills of materials that a build left in an image, of any format that is
 * read, also in statements and envelopes.
 *
 * Files:    by their usual endings; Wolfi's and Chainguard's of every apk in
 *           var/lib/db/sbom; .spdx.NAME.json in opt/docker/sbom of Docker's
 *           hardened images; those of Python packages (PEP 770); those that
 *           BuildKit attests of an image (sbom/input/attest.h). What is
 *           found in the image by itself stands for what a document tells of
 *           it, see sbom/relate/told.c.
 *
 * In a source tree they are documents of whatever was built from it once, not
 * part of it.
 */
#include "codec/digest.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/told.h"

/* Where a document is put on purpose, for those who look for it there. */
static bool
is_home(struct str path)
{
	return str_starts(path, STR("var/lib/db/sbom/")) ||
	    str_starts(path, STR("usr/share/sbom/")) ||
	    str_starts(path, STR("opt/bitnami/")) ||
	    str_starts(path, STR("opt/docker/sbom/")) ||
	    str_find_str(path, STR(".dist-info/sboms/")) < path.n;
}

/* One that lies beside the image has its digest for a path. */
static bool
is_attested(struct str path)
{
	enum digest_alg alg;
	struct str hex;

	return digest_parse(path, &alg, &hex);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	/* Of an apk's document the rest is what it was built from. */
	struct told t = { .type = str_starts(f->path,
	    STR("var/lib/db/sbom/")) ? "apk" : NULL,
	    .beside = is_attested(f->path), .edges = true };
	bool home = t.beside || is_home(f->path);
	enum rc rc;

	if (f->declared) {
		out->other(out);
		return RC_OK;
	}
	rc = told_read(&t, f, b, lim, out, e);
	if (rc == RC_UNSUPPORTED && !home) {
		out->other(out);
		return RC_OK;
	}
	if (rc == RC_OK || rc == RC_STOP || !home)
		return rc;
	out->gap(out, "sbom", "%s", e->msg);
	return RC_OK;
}

const struct cataloger cat_embedded_sbom = {
	.name = "embedded-sbom",
	.about = "bills of materials that lie in the image",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".spdx", 0 },
		{ WANT_SUFFIX, ".spdx.json", 0 },
		{ WANT_PREFIX, ".spdx.", 0 },
		{ WANT_SUFFIX, ".cdx", 0 },
		{ WANT_SUFFIX, ".cdx.json", 0 },
		{ WANT_SUFFIX, ".cdx.xml", 0 },
		{ WANT_SUFFIX, ".sbom", 0 },
		{ WANT_SUFFIX, ".sbom.json", 0 },
		{ WANT_SUFFIX, ".syft.json", 0 },
		{ WANT_SUFFIX, ".intoto.json", 0 },
		{ WANT_SUFFIX, ".intoto.jsonl", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.state = STATE_INSTALLED,
	.link = LINK_FILE,
	.parse = parse,
};
