/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linux kernel modules.
 *
 * Source:   modinfo(8), modules.order of Kbuild (Documentation/kbuild/
 *           kbuild.rst); INSTALL_MOD_DIR: modules of the kernel's own tree go
 *           to lib/modules/RELEASE/kernel, others to updates, extra or misc.
 * Grammar:  section .modinfo: "key=value" texts that end in NUL.
 * Grouped:  a kernel has thousands of modules of its own, which are of its
 *           release: one package, from modules.order. Those of others are a
 *           package each.
 * Limits:   MODULE_BYTES unpacked, INFO_BYTES of .modinfo.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "codec/unpack.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/blob_reader.h"
#include "sbom/catalog/catalog.h"

enum { INFO_BYTES = 1 << 20 };
#define MODULE_BYTES (64 * MIB)

/* "…/lib/modules/RELEASE/rest": RELEASE and rest. */
static bool
split_path(struct str path, struct str *release, struct str *rest)
{
	const struct str dir = STR("lib/modules/");
	size_t at = str_find_str(path, dir);

	if (at >= path.n || (at > 0 && path.p[at - 1] != '/'))
		return false;
	*rest = str_from_pos(path, at + dir.n);
	return str_split(rest, '/', release) && release->n > 0 && rest->n > 0;
}

static struct str
info(struct str all, struct str key)
{
	struct str s;

	while (str_split(&all, '\0', &s))
		if (str_starts(s, key))
			return str_from_pos(s, key.n);
	return STR("");
}

/* "nvidia.ko.xz" is nvidia. */
static struct str
stem(struct str path)
{
	size_t slash = str_rfind(path, '/');
	struct str s = slash < path.n ? str_from_pos(path, slash + 1) : path;

	return str_sub(s, 0, str_find_str(s, STR(".ko")));
}

static struct str
group_key(struct arena *a, struct str release)
{
	return str_join(a, STR("linux-modules:"), release);
}

static enum rc
emit_module(struct arena *a, struct str path, struct str all,
    struct records *out)
{
	struct str magic = info(all, STR("vermagic=")), release = magic;
	struct str name = info(all, STR("name="));

	if (str_eq(info(all, STR("intree=")), STR("Y")))
		return RC_OK;
	release = str_sub(magic, 0, str_find(magic, ' '));
	enum rc rc = out->package(out, &(struct pkg){ .type = "generic",
		.name = name.n > 0 ? name : stem(path),
		.version = info(all, STR("version=")),
		.licence = info(all, STR("license=")),
		.vendor = info(all, STR("author=")),
		.description = info(all, STR("description=")),
		.local = true });

	if (rc == RC_OK && release.n > 0)
		out->provides(out, group_key(a, release));
	return rc;
}

static enum rc
read_module(struct arena *a, struct blob *b, struct str path,
    struct records *out, struct err *e)
{
	struct exe *x;
	struct str all;
	enum rc rc = exe_open(a, b, &x, e);

	if (rc != RC_OK)
		return rc;
	const struct exe_part *p = exe_section(x, STR(".modinfo"));

	if (p == NULL)
		return err_set(e, RC_FORMAT, "no kernel module: it has no "
		    ".modinfo");
	rc = exe_part_bytes(x, b, p, INFO_BYTES, &all, e);
	return rc == RC_OK ? emit_module(a, path, all, out) : rc;
}

/* A packed module has its sections at the end: it is unpacked whole. */
static enum rc
unpack(struct blob *b, enum packing kind, struct buf *to, struct err *e)
{
	struct reader *in, *r = reader_of_blob(b);
	size_t n = 1;
	enum rc rc = r == NULL ? err_set(e, RC_IO, "no memory") :
	    unpack_open(r, kind, &in, e);

	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	while (rc == RC_OK && n > 0) {
		uint8_t *p = buf_room(to, 65536);

		if (p == NULL)
			rc = err_set(e, RC_LIMIT, "a module of over %llu "
			    "bytes", (unsigned long long)to->limit);
		else
			rc = reader_read(in, p, 65536, &n, e);
		to->n += rc == RC_OK ? n : 0;
	}
	reader_close(in);
	return rc;
}

static enum rc
inspect_module(struct arena *a, const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	size_t n = b->size < UNPACK_PEEK ? (size_t)b->size : UNPACK_PEEK;
	struct buf whole = { .limit = (size_t)(lim->buffer < MODULE_BYTES ?
	    lim->buffer : MODULE_BYTES) };
	struct mem_blob m;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	if (rc != RC_OK)
		return rc;
	enum packing kind = unpack_kind(p, n);

	if (kind == PACKED_NOT)
		return read_module(a, b, f->path, out, e);
	rc = unpack(b, kind, &whole, e);
	if (rc == RC_OK)
		rc = read_module(a, mem_blob_init(&m, whole.p, whole.n),
		    f->path, out, e);
	buf_done(&whole);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str release, rest;
	enum rc rc = RC_OK;

	if (!split_path(f->path, &release, &rest) ||
	    str_starts(rest, STR("kernel/")))
		return RC_OK;		/* with the group, or no module */
	struct arena *a = arena_new(32 * MIB);

	if (!str_eq(rest, STR("modules.order"))) {
		rc = inspect_module(a, f, b, lim, out, e);
	} else if (b->size > 0) {
		rc = out->package(out, &(struct pkg){ .type = "generic",
			.name = STR("linux-modules"), .version = release,
			.local = true });
		if (rc == RC_OK)
			out->provides(out, group_key(a, release));
	}
	arena_free(a);
	return rc;
}

static const struct want wants[] = {
	{ WANT_NAME, "modules.order", 0 },
	{ WANT_SUFFIX, ".ko", 0 },
	{ WANT_SUFFIX, ".ko.gz", 0 },
	{ WANT_SUFFIX, ".ko.xz", 0 },
	{ WANT_SUFFIX, ".ko.zst", 0 },
	{ 0 },
};

const struct cataloger cat_linux_module = {
	.name = "linux-module",
	.about = "Linux kernel modules",
	.wants = wants, .reads = READ_RANDOM, .parse = parse,
};
