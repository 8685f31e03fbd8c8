/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_BOM_HELP_H
#define TESTS_UNIT_BOM_HELP_H

/* Reading, writing and comparing bills of materials in tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "bom/property.h"

struct seen {
	struct bom *b[8];
	size_t n;
};

static inline enum rc
keep(void *ctx, struct bom *b, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	assert_true(s->n < 8);
	s->b[s->n++] = b;
	return RC_OK;
}

static inline void
forget(struct seen *s)
{
	while (s->n > 0)
		bom_free(s->b[--s->n]);
}

static inline enum rc
read_text(struct str text, struct seen *s, struct err *e)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	enum rc rc = bom_read_all(r, &limits_default, keep, s, e);

	reader_close(r);
	return rc;
}

static inline struct bom *
read_ok(struct str text, struct seen *s)
{
	struct err e = { "" };

	if (read_text(text, s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return s->b[s->n - 1];
}

static inline struct str
file_text(const char *path, struct buf *b)
{
	struct err e = { "" };
	int fd;

	if (file_open(path, &fd, &e) != RC_OK ||
	    file_read_all(fd, b, &e) != RC_OK)
		fail_msg("%s", e.msg);
	close(fd);
	return buf_str(b);
}

static inline void
write_to(const struct bom *b, const char *format, struct buf *to)
{
	static struct out o;
	const char *version;
	const struct bom_format *f = bom_format_by_name(format, &version);
	struct err e = { "" };

	assert_non_null(f);
	out_to_buf(&o, to);
	if (f->write(b, version, &o, &e) != RC_OK ||
	    out_flush(&o, &e) != RC_OK)
		fail_msg("%s", e.msg);
}

static inline void
is(const char *what, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: \"%.*s\", not \"%.*s\"", what, STR_ARG(got),
		    STR_ARG(want));
}

#define IS(got, want) is(#got, (got), str_from(want))

static inline const struct bom_component *
named(const struct bom *b, const char *name)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		if (str_eq(b->components[i].name, str_from(name)))
			return &b->components[i];
	fail_msg("no component %s", name);
	return NULL;
}

static inline void
same_props(const struct bom_props *x, const struct bom_props *y)
{
	assert_int_equal(x->n, y->n);
	for (size_t i = 0; i < x->n; i++) {
		is("property", x->v[i].name, y->v[i].name);
		is("value", x->v[i].value, y->v[i].value);
	}
}

static inline void
same_distro(const struct distro *x, const struct distro *y)
{
	is("id", x->id, y->id);
	is("id_like", x->id_like, y->id_like);
	is("version_id", x->version_id, y->version_id);
	is("codename", x->codename, y->codename);
	is("name", x->name, y->name);
	is("pretty_name", x->pretty_name, y->pretty_name);
	is("cpe_name", x->cpe_name, y->cpe_name);
	is("variant_id", x->variant_id, y->variant_id);
	is("build_id", x->build_id, y->build_id);
	is("point_release", x->point_release, y->point_release);
	is("support_end", x->support_end, y->support_end);
}

static inline void
same_lists(const struct bom_component *x, const struct bom_component *y)
{
	assert_int_equal(x->nlicences, y->nlicences);
	for (size_t i = 0; i < x->nlicences; i++) {
		is("licence", x->licences[i].text, y->licences[i].text);
		assert_int_equal(x->licences[i].form, y->licences[i].form);
		assert_int_equal(x->licences[i].said, y->licences[i].said);
	}
	assert_int_equal(x->nhashes, y->nhashes);
	for (size_t i = 0; i < x->nhashes; i++) {
		is("alg", x->hashes[i].alg, y->hashes[i].alg);
		is("hex", x->hashes[i].hex, y->hashes[i].hex);
	}
	assert_int_equal(x->nplaces, y->nplaces);
	for (size_t i = 0; i < x->nplaces; i++) {
		is("path", x->places[i].path, y->places[i].path);
		is("layer", x->places[i].layer, y->places[i].layer);
	}
	assert_int_equal(x->ndepends, y->ndepends);
	for (size_t i = 0; i < x->ndepends; i++)
		assert_int_equal(x->depends[i], y->depends[i]);
	same_props(&x->props, &y->props);
}

static inline void
same_component(const struct bom_component *x, const struct bom_component *y)
{
	is("ref", x->ref, y->ref);
	assert_int_equal(x->kind, y->kind);
	is("type", x->type, y->type);
	is("group", x->group, y->group);
	is("name", x->name, y->name);
	is("version", x->version, y->version);
	is("epoch", x->epoch, y->epoch);
	is("arch", x->arch, y->arch);
	is("purl", x->purl, y->purl);
	is("cpe", x->cpe, y->cpe);
	is("source_name", x->source_name, y->source_name);
	is("source_version", x->source_version, y->source_version);
	assert_int_equal(x->source_epoch_unknown, y->source_epoch_unknown);
	is("module", x->module, y->module);
	assert_int_equal(x->module_known, y->module_known);
	is("vendor", x->vendor, y->vendor);
	is("description", x->description, y->description);
	is("found_by", x->found_by, y->found_by);
	is("layer", x->layer, y->layer);
	is("created_by", x->created_by, y->created_by);
	assert_int_equal(x->distro != NULL, y->distro != NULL);
	if (x->distro != NULL)
		same_distro(x->distro, y->distro);
	assert_int_equal(x->depends_known, y->depends_known);
	assert_int_equal(x->excluded, y->excluded);
	assert_int_equal(x->local, y->local);
	assert_int_equal(x->guessed, y->guessed);
	assert_int_equal(x->cached, y->cached);
	assert_int_equal(x->technique, y->technique);
	assert_int_equal(x->owner, y->owner);
	assert_int_equal(x->owner_vendor, y->owner_vendor);
	is("owner_ref", x->owner_ref, y->owner_ref);
	assert_int_equal(x->ncpes, y->ncpes);
	for (size_t i = 0; i < x->ncpes; i++)
		is("cpe", x->cpes[i], y->cpes[i]);
	same_lists(x, y);
}

static inline void
same_subject(const struct bom *x, const struct bom *y)
{
	assert_int_equal(x->subject, y->subject);
	is("name", x->name, y->name);
	is("version_label", x->version_label, y->version_label);
	is("supplier", x->supplier, y->supplier);
	assert_int_equal(x->nauthors, y->nauthors);
	for (size_t i = 0; i < x->nauthors; i++)
		is("author", x->authors[i], y->authors[i]);
	is("manifest_digest", x->manifest_digest, y->manifest_digest);
	is("config_digest", x->config_digest, y->config_digest);
	is("platform", x->platform, y->platform);
	assert_int_equal(x->ntags, y->ntags);
	for (size_t i = 0; i < x->ntags; i++)
		is("tag", x->tags[i], y->tags[i]);
	assert_int_equal(x->nlayers, y->nlayers);
	for (size_t i = 0; i < x->nlayers; i++) {
		is("diff_id", x->layers[i].diff_id, y->layers[i].diff_id);
		is("digest", x->layers[i].digest, y->layers[i].digest);
		is("created_by", x->layers[i].created_by,
		    y->layers[i].created_by);
		assert_int_equal(x->layers[i].empty, y->layers[i].empty);
	}
	same_props(&x->props, &y->props);
	assert_int_equal(x->has_time, y->has_time);
	assert_int_equal(x->time_s, y->time_s);
}

static inline void
same_bom(const struct bom *x, const struct bom *y)
{
	same_subject(x, y);
	same_distro(&x->distro, &y->distro);
	assert_int_equal(x->has_os_database, y->has_os_database);
	assert_int_equal(x->notices.n, y->notices.n);
	for (size_t i = 0; i < x->notices.n; i++) {
		const struct notice *n = &x->notices.v[i];
		const struct notice *m = &y->notices.v[i];

		assert_int_equal(n->level, m->level);
		is("kind", n->kind, m->kind);
		is("path", n->path, m->path);
		is("layer", n->layer, m->layer);
		is("what", n->what, m->what);
	}
	assert_int_equal(x->ncomponents, y->ncomponents);
	for (size_t i = 0; i < x->ncomponents; i++)
		same_component(&x->components[i], &y->components[i]);
}

#endif
