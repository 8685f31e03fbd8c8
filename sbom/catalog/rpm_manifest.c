/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/rpm.h"

/*
 * The package list of Mariner's and Azure Linux's distroless images, which
 * have no rpm database.
 *
 * Source:   the query format that wrote it (github.com/microsoft/
 *           azurelinux-image-tools and CBL-Mariner, distroless images): tab-
 *           separated name, version-release, install time, build time,
 *           vendor, epoch, size, architecture, epoch number, source rpm.
 * Epoch:    column 6 is "(none)" when there is none; column 9 is its number.
 * Limits:   none of its own: O(input) time, no allocation.
 */
enum column {
	NAME, EVR, INSTALLED, BUILT, VENDOR, EPOCH, SIZE, ARCH, EPOCH_NUMBER,
	SOURCE, COLUMNS
};

static struct str
known(struct str s)
{
	return str_eq(s, STR("(none)")) ? STR("") : s;
}

static enum rc
one_line(struct records *out, size_t n, struct str line)
{
	struct str c[COLUMNS], rest = line;
	size_t k = 0;

	while (k < COLUMNS && str_split(&rest, '\t', &c[k]))
		k++;
	if (k < COLUMNS || c[NAME].n == 0 || c[EVR].n == 0) {
		out->gap(out, "package-db", "line %zu is not a package", n);
		return RC_OK;
	}
	if (str_eq(c[NAME], STR("gpg-pubkey")))
		return RC_OK;

	struct pkg p = { .type = "rpm", .line = n, .name = c[NAME],
		.version = c[EVR], .arch = known(c[ARCH]),
		.vendor = known(c[VENDOR]) };

	if (known(c[EPOCH]).n != 0)
		p.epoch = c[EPOCH_NUMBER];
	p.source_epoch_unknown = rpm_source(str_trim(c[SOURCE]),
	    &p.source_name, &p.source_version);
	return out->package(out, &p);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str rest, line;
	enum rc rc = blob_text(b, &rest, e);

	(void)f;
	(void)lim;
	if (rc != RC_OK)
		return rc;
	out->database(out, "rpm-manifest");
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++)
		if (str_trim(line).n != 0)
			rc = one_line(out, n, line);
	return rc;
}

const struct cataloger cat_rpm_manifest = {
	.name = "rpm-manifest",
	.about = "packages of Azure Linux distroless images",
	.wants = (const struct want[]){
		{ WANT_PATH, "var/lib/rpmmanifest/container-manifest-2", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.parse = parse,
};
