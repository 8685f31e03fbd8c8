/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cargo-auditable: Rust programs that carry the list of their crates.
 *
 * Source:   cargo-auditable's PARSING.md and its JSON schema; section .dep-v0
 *           (ELF, PE; "__DATA,.dep-v0" in Mach-O).
 * Grammar:  a zlib stream of JSON: "packages", an array of {name, version,
 *           source, kind, dependencies, root}; kind is "runtime" by default or
 *           "build"; dependencies are indices into the array.
 * Kept:     what is in the program: not crates that only the build ran.
 * Limits:   DEP_BYTES unpacked; EDGES; JSON as text/json.h.
 */
#include "base/buf.h"
#include "codec/zlib_text.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/exe_libs.h"
#include "text/json.h"

enum {
	DEP_BYTES = 8 << 20, PACKED_BYTES = 4 << 20,
	EDGES = 100000,			/* the largest programs have 5,000 */
};

static bool
is_runtime(const struct json *p)
{
	return !str_eq(json_get_text(p, "kind"), STR("build")) &&
	    json_get_text(p, "name").n > 0;
}

/* Sources are "crates.io", "registry" for others, "git", "local". */
static bool
is_local(const struct json *p)
{
	struct str source = json_get_text(p, "source");

	return str_eq(source, STR("local")) || str_eq(source, STR("git"));
}

static struct str
key_of(const struct exe *x, size_t i)
{
	return str_fmt(x->a, "crate:%llu:%zu", (unsigned long long)x->slice,
	    i);
}

static void
emit_edges(const struct exe *x, const struct json *all, const struct json *p,
    size_t *edges, struct records *out)
{
	const struct json *deps = json_get(p, "dependencies");

	for (size_t i = 0; i < json_count(deps); i++) {
		int64_t to;

		if ((*edges)++ == EDGES)
			out->gap(out, "limit", "more than %d dependencies",
			    EDGES);
		if (*edges > EDGES)
			return;
		if (json_int(json_at(deps, i), &to) && to >= 0 &&
		    (uint64_t)to < json_count(all) &&
		    is_runtime(json_at(all, (size_t)to)))
			out->requires(out, key_of(x, (size_t)to));
	}
}

static enum rc
emit(const struct exe *x, struct blob *b, const struct json *all,
    struct records *out, struct err *e)
{
	size_t edges = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < json_count(all) && rc == RC_OK; i++) {
		const struct json *p = json_at(all, i);
		bool root = json_is_true(json_get(p, "root"));

		if (!is_runtime(p))
			continue;
		rc = out->package(out, &(struct pkg){ .type = "cargo",
			.name = json_get_text(p, "name"),
			.version = json_get_text(p, "version"),
			.local = is_local(p), .line = i + 1,
			.kind = root ? PKG_APPLICATION : PKG_LIBRARY });
		if (rc != RC_OK)
			break;
		out->provides(out, key_of(x, i));
		emit_edges(x, all, p, &edges, out);
		if (root)
			rc = exe_libs(x, b, out, e);
	}
	return rc;
}

static enum rc
unpack(const struct exe *x, struct blob *b, const struct exe_part *s,
    struct buf *text, struct err *e)
{
	struct str packed;
	enum rc rc = exe_part_bytes(x, b, s, PACKED_BYTES, &packed, e);

	return rc == RC_OK ? zlib_text(packed, text, e) : rc;
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	const struct exe_part *s = exe_section(x, STR(".dep-v0"));
	struct buf text = { .limit = DEP_BYTES };
	struct json *root = NULL;

	(void)f;
	(void)lim;
	if (s == NULL || s->size == 0)
		return RC_OK;
	enum rc rc = unpack(x, b, s, &text, e);

	if (rc == RC_OK)
		rc = json_record(buf_str(&text), &root, NULL, e);
	if (rc == RC_OK && json_kind_of(json_get(root, "packages")) !=
	    JSON_ARRAY)
		rc = err_set(e, RC_FORMAT, ".dep-v0: no list of packages");
	if (rc == RC_OK)
		rc = emit(x, b, json_get(root, "packages"), out, e);
	json_free(root);
	buf_done(&text);
	return rc;
}

const struct cataloger cat_cargo_auditable = {
	.name = "cargo-auditable",
	.about = "Rust programs that list their crates",
	.inspect = inspect, .link = LINK_FILE,
};
