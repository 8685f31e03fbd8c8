/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The version resource of PE files.
 *
 * Source:   "PE Format", section "The .rsrc Section"; "Version Information
 *           Structures" (VS_VERSIONINFO, VS_FIXEDFILEINFO, StringFileInfo,
 *           StringTable, String).
 * Grammar:  a tree of directories by type, name and language, whose leaves are
 *           data. Of type 16, the first leaf: blocks of {length, value length,
 *           type, key in UTF-16, padding to 4, value, padding, children}.
 * Limits:   ENTRIES in a directory, three levels, VERSION_MAX bytes, PAIRS.
 */
#include "sbom/binary/version_info.h"

#include "base/buf.h"
#include "sbom/binary/format.h"
#include "text/utf8.h"

enum {
	DIR_RESOURCE = 2, RT_VERSION = 16,
	ENTRIES = 4096, VERSION_MAX = 65536, PAIRS = 1024, TEXT_MAX = 4096,
	FIXED_INFO = 52,
};

#define FIXED_MAGIC UINT32_C(0xfeef04bd)
#define IS_DIR UINT32_C(0x80000000)

/* ---- the tree ---- */

/*
 * The entry of id in the directory at off of the resources, or the first one
 * when id is 0. False: none.
 */
static enum rc
find_entry(const struct exe *x, struct blob *b, uint64_t dir, uint32_t id,
    uint32_t *ret, bool *found, struct err *e)
{
	struct str head, all;
	enum rc rc = exe_bytes(x, b, dir, 16, 16, &head, e);

	*found = false;
	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(head.p + 12, 4);
	size_t n = (size_t)rd_le16(&r) + rd_le16(&r);

	if (n > ENTRIES)
		return err_set(e, RC_LIMIT, "PE: a resource directory of %zu "
		    "entries", n);
	rc = exe_bytes(x, b, dir + 16, n * 8, n * 8, &all, e);
	if (rc != RC_OK)
		return rc;
	r = rd_of(all.p, all.n);
	for (size_t i = 0; i < n && !*found; i++) {
		uint32_t name = rd_le32(&r), to = rd_le32(&r);

		*found = id == 0 || name == id;
		*ret = to;
	}
	return RC_OK;
}

/* Type, name, language: where the data lies in the file. */
static enum rc
find_version(const struct exe *x, struct blob *b, uint64_t *ret_off,
    uint32_t *ret_size, bool *found, struct err *e)
{
	uint64_t base, dir;
	uint32_t to = 0;
	struct str leaf;
	enum rc rc = RC_OK;

	*found = false;
	if (x->dirs[DIR_RESOURCE].size < 16 ||
	    !pe_offset(x, x->dirs[DIR_RESOURCE].rva, 16, &base))
		return RC_OK;
	dir = base;
	for (int level = 0; level < 3; level++) {
		rc = find_entry(x, b, dir, level == 0 ? RT_VERSION : 0, &to,
		    found, e);
		if (rc != RC_OK || !*found)
			return rc;
		*found = false;
		if ((to & IS_DIR) == 0)
			break;
		dir = base + (to & ~IS_DIR);
	}
	if ((to & IS_DIR) != 0)
		return err_set(e, RC_FORMAT, "PE: resources nest too deep");
	rc = exe_bytes(x, b, base + to, 16, 16, &leaf, e);
	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(leaf.p, leaf.n);
	uint32_t rva = rd_le32(&r);

	*ret_size = rd_le32(&r);
	*found = pe_offset(x, rva, *ret_size, ret_off);
	return RC_OK;
}

/* ---- the blocks ---- */

struct block {
	struct str key;			/* UTF-16LE */
	struct rd value, children;
	uint16_t value_n;		/* as stated */
};

/* The next block of r, which begins at a multiple of 4. */
static bool
next_block(struct rd *r, struct block *ret)
{
	struct rd all = *r;
	uint16_t n = rd_le16(&all);

	ret->value_n = rd_le16(&all);
	uint16_t is_text = rd_le16(&all);

	if (all.bad || n < 8 || n > r->n)
		return false;
	struct rd body = rd_of(r->p + 6, (size_t)n - 6);
	size_t key = 0, size;

	while (key + 2 <= body.n && (body.p[key] | body.p[key + 1]) != 0)
		key += 2;
	if (key + 2 > body.n)
		return false;
	ret->key = str_of(body.p, key);
	size = (6 + key + 2 + 3) & ~(size_t)3;
	if (size > n)
		size = n;
	ret->value = rd_of(r->p + size, n - size);
	/* Text is counted in characters, by most: what is there bounds it. */
	size_t len = (size_t)ret->value_n * (is_text == 1 ? 2 : 1);

	if (len > ret->value.n)
		len = ret->value.n;
	size_t child = (size + len + 3) & ~(size_t)3;

	ret->value.n = len;
	ret->children = child < n ? rd_of(r->p + child, n - child) :
	    rd_of(r->p, 0);
	size_t step = ((size_t)n + 3) & ~(size_t)3;

	rd_skip(r, step > r->n ? r->n : step);
	return true;
}

static bool
key_is(const struct block *k, const char *text)
{
	size_t n = strlen(text);

	if (k->key.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (k->key.p[2 * i] != text[i] || k->key.p[2 * i + 1] != 0)
			return false;
	return true;
}

/* UTF-16LE up to its NUL; beyond the first plane there are no names. */
static struct str
text_of(struct arena *a, struct rd r)
{
	size_t max = r.n < TEXT_MAX ? r.n : TEXT_MAX, n = 0;
	char *p = NEWN(a, char, max / 2 * 3 + 1);

	for (size_t i = 0; i + 2 <= max; i += 2) {
		uint32_t c = rd_le16(&r);

		if (c == 0)
			break;
		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		n += utf8_put(p + n, c);
	}
	return str_trim(str_of(p, n));
}

static void
take_strings(struct arena *a, struct rd table, struct version_info *v)
{
	struct block k;

	for (size_t i = 0; i < PAIRS && next_block(&table, &k); i++) {
		struct str *at = key_is(&k, "CompanyName") ? &v->company :
		    key_is(&k, "ProductName") ? &v->product :
		    key_is(&k, "FileDescription") ? &v->description :
		    key_is(&k, "InternalName") ? &v->internal :
		    key_is(&k, "OriginalFilename") ? &v->original :
		    key_is(&k, "FileVersion") ? &v->file_version :
		    key_is(&k, "ProductVersion") ? &v->product_version : NULL;

		if (at != NULL && at->n == 0)
			*at = text_of(a, k.value);
	}
}

static struct str
four(struct arena *a, uint32_t ms, uint32_t ls)
{
	return str_fmt(a, "%u.%u.%u.%u", ms >> 16, ms & 0xffff, ls >> 16,
	    ls & 0xffff);
}

/* Numbers, for what the texts leave out. */
static void
take_fixed(struct arena *a, struct rd r, struct version_info *v)
{
	if (r.n < FIXED_INFO || rd_le32(&r) != FIXED_MAGIC)
		return;
	rd_skip(&r, 4);
	uint32_t file_ms = rd_le32(&r), file_ls = rd_le32(&r);
	uint32_t product_ms = rd_le32(&r), product_ls = rd_le32(&r);

	if (v->file_version.n == 0)
		v->file_version = four(a, file_ms, file_ls);
	if (v->product_version.n == 0)
		v->product_version = four(a, product_ms, product_ls);
}

enum rc
version_info_read(const struct exe *x, struct blob *b,
    struct version_info *ret, bool *ret_found, struct err *e)
{
	struct version_info v = { 0 };
	uint64_t off = 0;
	uint32_t size = 0;
	struct str all;
	struct block root, info, table;
	enum rc rc = find_version(x, b, &off, &size, ret_found, e);

	if (rc != RC_OK || !*ret_found)
		return rc;
	*ret_found = false;
	rc = exe_bytes(x, b, off, size, VERSION_MAX, &all, e);
	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(all.p, all.n);

	if (!next_block(&r, &root) || !key_is(&root, "VS_VERSION_INFO"))
		return err_set(e, RC_FORMAT, "PE: a version resource that "
		    "does not say so");
	for (size_t i = 0; i < PAIRS && next_block(&root.children, &info); i++)
		while (key_is(&info, "StringFileInfo") &&
		    next_block(&info.children, &table))
			take_strings(x->a, table.children, &v);
	take_fixed(x->a, root.value, &v);
	*ret = v;
	*ret_found = true;
	return RC_OK;
}
