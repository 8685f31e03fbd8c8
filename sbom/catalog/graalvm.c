/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GraalVM native images that carry a bill of materials.
 *
 * Source:   GraalVM's reference manual, "Embed an SBOM in native executables".
 * Grammar:  symbol "sbom" (Mach-O: "_sbom") is where gzip of a CycloneDX JSON
 *           document begins, "sbom_length" a word that holds its length.
 *           Programs and libraries of native-image have a section .svm_heap
 *           (PE .svm_hea, Mach-O __svm_heap).
 * Limits:   PACKED_BYTES packed, DOCUMENT_BYTES unpacked.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "base/rd.h"
#include "codec/unpack.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/catalog.h"
#include "text/json.h"

enum { PACKED_BYTES = 8 << 20, DOCUMENT_BYTES = 32 << 20 };

static bool
is_native_image(const struct exe *x)
{
	for (size_t i = 0; i < x->nsections; i++)
		if (str_find_str(x->sections[i].name, STR("svm_hea")) <
		    x->sections[i].name.n)
			return true;
	return false;
}

/* The file offset of a symbol's data. */
static enum rc
symbol(const struct exe *x, struct blob *b, const char *name, uint64_t *ret,
    bool *found, struct err *e)
{
	struct exe_symbol s;
	struct str text = str_from(name);
	size_t n = 0;

	if (x->format == EXE_MACHO)
		text = str_join(x->a, STR("_"), text);
	enum rc rc = exe_symbols(x, b, &text, 1, false, &s, 1, &n, e);

	*found = rc == RC_OK && n == 1 && exe_offset(x, s.vaddr, 8, ret);
	return rc;
}

static enum rc
unpack(struct str packed, struct buf *out, struct err *e)
{
	struct reader *in, *r = reader_of_mem(packed.p, packed.n);
	size_t n = 1;
	enum rc rc = unpack_open(r, unpack_kind(packed.p, packed.n), &in, e);

	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	while (rc == RC_OK && n > 0) {
		uint8_t *to = buf_room(out, 65536);

		if (to == NULL) {
			rc = err_set(e, RC_LIMIT, "over %d bytes unpacked",
			    DOCUMENT_BYTES);
			break;
		}
		rc = reader_read(in, to, 65536, &n, e);
		out->n += rc == RC_OK ? n : 0;
	}
	reader_close(in);
	return rc;
}

/* "pkg:maven/…": the type must be a text that stays. */
static const char *
type_of(struct str purl)
{
	return str_starts(purl, STR("pkg:maven/")) ? "maven" :
	    str_starts(purl, STR("pkg:npm/")) ? "npm" :
	    str_starts(purl, STR("pkg:pypi/")) ? "pypi" :
	    str_starts(purl, STR("pkg:golang/")) ? "golang" : "generic";
}

static void
emit_licences(const struct json *c, struct records *out)
{
	const struct json *all = json_get(c, "licenses");

	for (size_t i = 0; i < json_count(all); i++) {
		const struct json *l = json_at(all, i);
		struct str s = json_get_text(l, "expression");

		if (s.n == 0)
			s = json_get_text(json_get(l, "license"), "id");
		if (s.n == 0)
			s = json_get_text(json_get(l, "license"), "name");
		if (s.n > 0)
			out->licence(out, s);
	}
}

static enum rc
emit(const struct json *c, struct records *out)
{
	struct str purl = json_get_text(c, "purl");
	struct str type = json_get_text(c, "type");
	struct pkg p = { .type = type_of(purl), .purl = purl,
		.group = json_get_text(c, "group"),
		.name = json_get_text(c, "name"),
		.version = json_get_text(c, "version"),
		.local = purl.n == 0,
		.kind = str_eq(type, STR("application")) ? PKG_APPLICATION :
		    PKG_LIBRARY };

	if (p.name.n == 0)
		return RC_OK;
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	struct str ref = json_get_text(c, "bom-ref");

	if (ref.n > 0)
		out->provides(out, ref);
	if (json_get_text(c, "cpe").n > 0)
		out->cpe(out, json_get_text(c, "cpe"));
	emit_licences(c, out);
	return RC_OK;
}

/* What depends on what stands apart from the components. */
static struct map *
map_edges(struct arena *a, const struct json *root)
{
	const struct json *all = json_get(root, "dependencies");
	struct map *m = map_new(a);

	for (size_t i = 0; i < json_count(all); i++) {
		const struct json *d = json_at(all, i);

		*map_put(m, json_get_text(d, "ref"), NULL) =
		    (void *)(uintptr_t)(i + 1);
	}
	return m;
}

static void
emit_edges(const struct json *root, const struct map *edges,
    const struct json *c, struct records *out)
{
	struct str ref = json_get_text(c, "bom-ref");
	void **at = ref.n > 0 ? map_find(edges, ref) : NULL;

	if (at == NULL)
		return;
	const struct json *on = json_get(json_at(json_get(root,
	    "dependencies"), (size_t)(uintptr_t)*at - 1), "dependsOn");

	for (size_t k = 0; k < json_count(on); k++)
		if (json_text(json_at(on, k)).n > 0)
			out->requires(out, json_text(json_at(on, k)));
}

static enum rc
merge(struct arena *a, struct str text, struct records *out, struct err *e)
{
	struct json *root = NULL;
	enum rc rc = json_record(text, &root, NULL, e);

	if (rc != RC_OK)
		return rc;
	const struct json *all = json_get(root, "components");
	const struct json *top = json_get(json_get(root, "metadata"),
	    "component");

	const struct map *edges = map_edges(a, root);

	if (!str_eq(json_get_text(root, "bomFormat"), STR("CycloneDX")))
		rc = err_set(e, RC_FORMAT, "not a CycloneDX document");
	if (rc == RC_OK && json_get_text(top, "name").n > 0) {
		rc = emit(top, out);
		emit_edges(root, edges, top, out);
	}
	for (size_t i = 0; i < json_count(all) && rc == RC_OK; i++) {
		const struct json *c = json_at(all, i);

		rc = emit(c, out);
		if (rc == RC_OK && json_get_text(c, "name").n > 0)
			emit_edges(root, edges, c, out);
	}
	json_free(root);
	return rc;
}

static enum rc
read_document(const struct exe *x, struct blob *b, uint64_t off,
    uint64_t length_at, struct records *out, struct err *e)
{
	struct buf text = { .limit = DOCUMENT_BYTES };
	struct str word, packed;
	enum rc rc = exe_bytes(x, b, length_at, 8, 8, &word, e);

	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(word.p, word.n);

	rc = exe_bytes(x, b, off, rd_le64(&r), PACKED_BYTES, &packed, e);
	if (rc == RC_OK)
		rc = unpack(packed, &text, e);
	if (rc == RC_OK)
		rc = merge(x->a, buf_str(&text), out, e);
	buf_done(&text);
	return rc == RC_OK ? rc : err_in(e, rc, "embedded SBOM");
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	uint64_t off = 0, length_at = 0;
	bool found = false;

	(void)f;
	(void)lim;
	if (!is_native_image(x))
		return RC_OK;
	enum rc rc = symbol(x, b, "sbom", &off, &found, e);

	if (rc == RC_OK && found)
		rc = symbol(x, b, "sbom_length", &length_at, &found, e);
	if (rc != RC_OK)
		return rc;
	if (!found) {
		out->note(out, 0, "a GraalVM native image without an embedded "
		    "SBOM: the Java libraries in it are not known");
		return RC_OK;
	}
	return read_document(x, b, off, length_at, out, e);
}

const struct cataloger cat_graalvm = {
	.name = "graalvm",
	.about = "the SBOM that a GraalVM native image carries",
	.inspect = inspect, .link = LINK_FILE,
};
