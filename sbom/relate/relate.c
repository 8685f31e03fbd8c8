/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/relate.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "sbom/relate/parts.h"

/* Before it, `created` is a stand-in: ko, bazel and distroless write 1970. */
#define YEAR_2000 INT64_C(946684800)

/* What stands for a kind of database in messages and groups. */
struct str
relate_family(const char *database)
{
	struct str word = str_from(database);

	return str_sub(word, 0, str_find(word, '-'));
}

static struct str
directory(struct str path)
{
	size_t slash = str_rfind(path, '/');

	return str_sub(path, 0, slash < path.n ? slash : 0);
}

static int
rank(const char *database)
{
	static const char *const order[] = { "rpm-sqlite", "rpm-ndb",
		"rpm-bdb" };
	int i = 0;

	while (i < 3 && !str_eq(str_from(database), str_from(order[i])))
		i++;
	return i;
}

/* rpm's back ends after a migration: the old file may still lie there. */
static bool
is_better(const struct fact_file *a, const struct fact_file *b)
{
	return a->visible && a->npkgs != 0 && a->database != NULL &&
	    str_eq(relate_family(a->database), STR("rpm")) &&
	    str_eq(directory(a->path), directory(b->path)) &&
	    rank(a->database) < rank(b->database);
}

void
relate_choose(struct relation *r)
{
	const struct facts *f = r->f;

	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];

		if (!x->visible || x->database == NULL || rank(x->database) > 2)
			continue;
		for (size_t k = 0; k < f->nfiles && !r->skip[i]; k++)
			r->skip[i] = is_better(&f->files[k], x);
		if (r->skip[i])
			notice_note(&r->b->notices, "package-db", x->path,
			    "left over: a newer database lies beside it");
	}
}

struct str
relate_layer(const struct facts *f, size_t layer)
{
	if (layer >= f->nlayers)
		return STR("");
	return f->layers[layer].diff_id.n != 0 ? f->layers[layer].diff_id :
						 f->layers[layer].digest;
}

/* design: SOURCE_DATE_EPOCH, else when the image was made, else its newest
   evidence. Never the clock. */
static enum rc
take_time(struct relation *r, struct err *e)
{
	struct bom *b = r->b;
	enum rc rc = when_epoch(&b->has_time, &b->time_s, e);

	if (rc != RC_OK || b->has_time)
		return rc;
	if (r->m->has_created && r->m->created_s >= YEAR_2000) {
		b->has_time = true;
		b->time_s = r->m->created_s;
		return RC_OK;
	}
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		if (!x->visible || x->layer == r->f->nlayers ||
		    (b->has_time && x->mtime_s <= b->time_s))
			continue;
		b->has_time = true;
		b->time_s = x->mtime_s;
	}
	return RC_OK;
}

enum rc
relate(const struct facts *f, const struct image_meta *m, struct bom *b,
    struct err *e)
{
	struct relation r = { .f = f, .m = m, .b = b };

	r.tmp = arena_new(limits_default.memory);
	r.scratch = arena_new(limits_default.memory);
	r.classified = map_new(r.tmp);
	r.skip = NEWN(r.tmp, bool, f->nfiles);
	r.parts = NEWN(r.tmp, size_t *, f->nfiles);
	r.folded = NEWN(r.tmp, bool *, f->nfiles);
	notices_join(&b->notices, &f->notices);
	relate_subject(&r);
	relate_distro(&r);
	relate_choose(&r);
	relate_join(&r);
	relate_packages(&r);
	relate_depends(&r);
	relate_files(&r);
	relate_hidden(&r);
	relate_context(&r);
	relate_coverage(&r);
	relate_lost(&r);

	enum rc rc = take_time(&r, e);

	arena_free(r.scratch);
	arena_free(r.tmp);
	return rc;
}
