/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "codec/unpack.h"
#include "sbom/catalog/catalog.h"
#include "text/json.h"

/*
 * chisel: what slices of Ubuntu's packages an image was cut from. Such images
 * have no dpkg database.
 *
 * Source:   github.com/canonical/chisel, public/manifest and public/jsonwall:
 *           zstd over JSON lines. The first says {"jsonwall", "schema",
 *           "count"}, count being that of all lines, its own included; others
 *           have a "kind": "package" (name, version, sha256, arch), "path"
 *           (path, slices), "slice", "content". A slice is PACKAGE_NAME, and
 *           package names hold no '_'.
 * Files:    var/lib/chisel/manifest.wall.
 * Limits:   limits.package_db unpacked; a line of 1 MiB.
 */
enum { LINE_MAX_BYTES = 1 << 20 };

struct wall {
	struct records *out;
	uint64_t lines, count;
};

static enum rc
on_package(struct wall *w, const struct json *j)
{
	struct pkg p = { .type = "deb", .name = json_get_text(j, "name"),
		.version = json_get_text(j, "version"),
		.arch = json_get_text(j, "arch"), .line = (size_t)w->lines };

	if (p.name.n == 0 || p.version.n == 0) {
		w->out->gap(w->out, "package-db", "line %zu: package without "
		    "name or version", p.line);
		return RC_OK;
	}

	enum rc rc = w->out->package(w->out, &p);

	if (rc == RC_OK)
		w->out->hash(w->out, "SHA-256", json_get_text(j, "sha256"));
	return rc;
}

/* Directories are of all; other paths belong to their slices' packages. */
static void
on_path(struct wall *w, const struct json *j)
{
	const struct json *slices = json_get(j, "slices");
	struct str path = json_get_text(j, "path");

	if (path.n == 0 || path.p[path.n - 1] == '/' ||
	    path.n > PATH_MAX_BYTES)
		return;
	for (size_t i = 0; i < json_count(slices); i++) {
		struct str s = json_text(json_at(slices, i));

		s = str_sub(s, 0, str_find(s, '_'));
		if (s.n != 0)
			w->out->owns_named(w->out, s, path);
	}
}

static enum rc
on_line(struct wall *w, const struct json *j)
{
	struct str kind = json_get_text(j, "kind");
	int64_t count;

	if (w->lines == 1 && json_int(json_get(j, "count"), &count) &&
	    count > 0)
		w->count = (uint64_t)count;
	if (str_eq(kind, STR("package")))
		return on_package(w, j);
	if (str_eq(kind, STR("path")))
		on_path(w, j);
	return RC_OK;
}

static enum rc
one(struct wall *w, struct json_in *in, struct err *e)
{
	struct str text;
	struct json *j;
	enum rc rc = json_in_value(in, &text, e);

	w->lines++;
	if (rc == RC_OK)
		rc = json_record(text, &j, NULL, e);
	if (rc != RC_OK)
		return rc;
	rc = on_line(w, j);
	json_free(j);
	return rc;
}

static enum rc
lines(struct wall *w, struct json_in *in, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(in, &kind, e);

	while (rc == RC_OK && kind != JSON_END) {
		rc = one(w, in, e);
		if (rc == RC_OK)
			rc = json_in_peek(in, &kind, e);
	}
	if (rc == RC_OK && (w->lines != w->count || w->count == 0))
		return err_set(e, RC_FORMAT, "%llu of %llu lines",
		    (unsigned long long)w->lines,
		    (unsigned long long)w->count);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct wall w = { .out = out };
	struct str packed;
	enum rc rc = blob_text(b, &packed, e);

	(void)f;
	if (rc != RC_OK)
		return rc;
	out->database(out, "chisel");

	struct reader *in = reader_of_mem(packed.p, packed.n), *r;

	rc = unpack_open(in, unpack_kind(packed.p, packed.n), &r, e);
	if (rc != RC_OK) {
		reader_close(in);
		return rc;
	}

	struct reader *capped = reader_capped(r, lim->package_db);
	struct json_in *j = json_in_new(capped, LINE_MAX_BYTES);

	rc = lines(&w, j, e);
	json_in_free(j);
	reader_close(capped);
	return rc;
}

const struct cataloger cat_chisel = {
	.name = "chisel",
	.about = "packages that chisel cut an Ubuntu image from",
	.wants = (const struct want[]){
		{ WANT_PATH, "var/lib/chisel/manifest.wall", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.parse = parse,
};
