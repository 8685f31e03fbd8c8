/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "text/json.h"

/*
 * Small facts that decide which advisories apply.
 *
 * etc/apk/repositories      apk-repositories(5): kept verbatim.
 * etc/apk/world             apk-world(5): kept verbatim, to be held against
 *                           the database.
 * content manifests         JSON of Red Hat's builds, "content_sets": the
 *                           repository ids that the layer was built from.
 * ubuntu-advantage          status.json of ubuntu-pro-client: services whose
 *                           status is "enabled".
 * Limits: none of their own; JSON depth and size as in lib/text.
 */
static enum rc
parse_repositories(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)f;
	(void)lim;
	if (rc == RC_OK && str_trim(text).n != 0)
		out->fact(out, CTX_APK_REPOSITORIES, text);
	return rc;
}

static enum rc
parse_world(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)f;
	(void)lim;
	if (rc == RC_OK && str_trim(text).n != 0)
		out->fact(out, CTX_APK_WORLD, text);
	return rc;
}

static enum rc
json_of(struct blob *b, struct json **ret, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	return rc == RC_OK ? json_record(text, ret, NULL, e) : rc;
}

static enum rc
parse_manifest(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct json *j;
	enum rc rc = json_of(b, &j, e);

	(void)f;
	(void)lim;
	if (rc != RC_OK)
		return rc;

	const struct json *sets = json_get(j, "content_sets");

	for (size_t i = 0; i < json_count(sets); i++) {
		struct str id = json_text(json_at(sets, i));

		if (id.n != 0)
			out->fact(out, CTX_CONTENT_SET, id);
	}
	json_free(j);
	return RC_OK;
}

static enum rc
parse_pro(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct json *j;
	enum rc rc = json_of(b, &j, e);

	(void)f;
	(void)lim;
	if (rc != RC_OK)
		return rc;

	const struct json *services = json_get(j, "services");

	for (size_t i = 0; i < json_count(services); i++) {
		const struct json *s = json_at(services, i);
		struct str name = json_get_text(s, "name");

		if (name.n != 0 && str_eq(json_get_text(s, "status"),
		    STR("enabled")))
			out->fact(out, CTX_UBUNTU_PRO, name);
	}
	json_free(j);
	return RC_OK;
}

const struct cataloger cat_apk_repositories = {
	.name = "apk-repositories",
	.about = "where apk packages come from",
	.wants = (const struct want[]){
		{ WANT_PATH, "etc/apk/repositories", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse_repositories,
};

const struct cataloger cat_apk_world = {
	.name = "apk-world",
	.about = "what apk was asked for: the database must have it",
	.wants = (const struct want[]){
		{ WANT_PATH, "etc/apk/world", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse_world,
};

const struct cataloger cat_content_manifest = {
	.name = "content-manifest",
	.about = "Red Hat repositories that layers were built from",
	.wants = (const struct want[]){
		{ WANT_IN_DIR, "root/buildinfo/content_manifests/*.json", 0 },
		{ WANT_IN_DIR, "usr/share/buildinfo/*.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse_manifest,
};

const struct cataloger cat_ubuntu_pro = {
	.name = "ubuntu-pro",
	.about = "Ubuntu Pro services that are enabled",
	.wants = (const struct want[]){
		{ WANT_PATH, "var/lib/ubuntu-advantage/status.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse_pro,
};
