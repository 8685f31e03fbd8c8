/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Python packages that are archives: eggs that are imported as they are, and
 * wheels, such as those that ensurepip holds.
 *
 * Source:   PEP 427 (wheels: NAME-VERSION.dist-info/METADATA), setuptools'
 *           "The Internal Structure of Python Eggs" (EGG-INFO/PKG-INFO).
 * Reading:  by the zip's directory; of the entries one is unpacked.
 * An egg is found by others in its directory; a wheel by nobody.
 * Limits:   metadata of limits.text_file bytes.
 */
#include "base/arena.h"
#include "sbom/binary/zip.h"
#include "sbom/catalog/python.h"
#include "sbom/layer/path.h"

/* METADATA of the archive itself, not of what is vendored in it. */
static bool
is_metadata(struct str name)
{
	struct str dir = path_dir(name);

	if (str_find(dir, '/') < dir.n)
		return false;
	return str_eq(name, STR("EGG-INFO/PKG-INFO")) ||
	    (str_ends(dir, STR(".dist-info")) &&
	    str_eq(path_base(name), STR("METADATA")));
}

static bool
take(void *ctx, const uint8_t *p, size_t n)
{
	return buf_add(ctx, p, n);
}

static enum rc
tell(const struct file_ref *f, const struct limits *lim, struct str entry,
    struct str text, struct records *out)
{
	struct arena *a = arena_new(lim->memory);
	struct python_place at = { str_join(a, STR("/"), f->path), f->path,
		entry };

	if (str_ends(f->path, STR(".egg")))
		at.home = python_home(a, path_dir(f->path));

	enum rc rc = python_metadata(&at, text, out);

	arena_free(a);
	return rc;
}

/* RC_OK when it was there, RC_STOP when no entry is left. */
static enum rc
find(const struct file_ref *f, const struct limits *lim, struct zip *z,
    struct records *out, struct err *e)
{
	struct zip_entry x;
	enum rc rc;

	while ((rc = zip_next(z, &x, e)) == RC_OK && !is_metadata(x.name))
		;
	if (rc != RC_OK)
		return rc;
	if (x.size > lim->text_file)
		return err_set(e, RC_UNSUPPORTED,
		    "package metadata larger than text-file");
	if (zip_unreadable(&x) != NULL)
		return err_set(e, RC_UNSUPPORTED, "package metadata: %s",
		    zip_unreadable(&x));

	struct buf b = { .limit = (size_t)x.size };

	rc = zip_read(z, &x, take, &b, e);
	if (rc == RC_OK)
		rc = tell(f, lim, x.name, buf_str(&b), out);
	buf_done(&b);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct zip_budget work = { .left = lim->text_file };
	struct zip z;
	enum rc rc = zip_open(&z, b, &work, e);

	if (rc == RC_OK)
		rc = find(f, lim, &z, out, e);
	zip_done(&z);
	/* RC_LIMIT would ask for a second visit, which costs the same. */
	if (rc == RC_LIMIT && work.left == 0)
		rc = err_set(e, RC_UNSUPPORTED,
		    "package metadata unpacks to more than it says");
	zip_budget_done(&work);
	if (rc == RC_STOP) {
		out->note(out, 0, "an archive without package metadata");
		rc = RC_OK;
	}
	return rc;
}

const struct cataloger cat_python_archive = {
	.name = "python-archive",
	.about = "Python packages that are archives: eggs and wheels",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".egg", 0 },
		{ WANT_SUFFIX, ".whl", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.state = STATE_INSTALLED,
	.link = LINK_NEAR,
	.parse = parse,
};
