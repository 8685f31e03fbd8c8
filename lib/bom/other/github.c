/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitHub's dependency snapshot.
 *
 * Source:   the body of "Create a snapshot of dependencies for a repository"
 *           in GitHub's REST API, version 2022-11-28; Syft's github-json.
 *           Values of metadata are scalars, at most 8 of them.
 * Written:  a manifest for each file that proved packages. job, sha and ref
 *           name a run and a commit, which nobody but the submitter knows:
 *           where bom.run says them they are as Trivy writes them, else left
 *           out, as Syft does. detector.url is required; we have none.
 * Gaps:     one line each in metadata, PROP_GAP (see property.h).
 * Limits:   lim->components; lim->json_record for one string; JSON_DEPTH.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/when.h"
#include "bom/bom.h"
#include "bom/other/other.h"
#include "bom/property.h"
#include "bom/pull.h"
#include "bom/sniff.h"
#include "identity/purl.h"
#include "text/json_out.h"

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* ---- writing ---- */

struct row {			/* one of a manifest */
	struct str path;
	size_t i;
};

static int
row_cmp(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int d = str_cmp(a->path, b->path);

	return d != 0 ? d : (a->i > b->i) - (a->i < b->i);
}

struct writer {
	const struct bom *b;
	struct json_out j;
	struct arena *arena;
	struct row *rows;		/* those that have a purl */
	size_t n;
	bool *depended;			/* by index: another depends on it */
};

static void
make_rows(struct writer *w)
{
	const struct bom *b = w->b;

	w->rows = NEWN(w->arena, struct row, b->ncomponents);
	w->depended = NEWN(w->arena, bool, b->ncomponents);
	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		for (size_t k = 0; k < c->ndepends; k++)
			w->depended[c->depends[k]] = true;
		if (c->purl.n != 0)
			w->rows[w->n++] = (struct row){ c->nplaces != 0
			    ? c->places[0].path : STR(""), i };
	}
	if (w->n > 1)
		qsort(w->rows, w->n, sizeof *w->rows, row_cmp);
}

static void
put_dependencies(struct writer *w, const struct bom_component *c)
{
	bool any = false;

	for (size_t i = 0; i < c->ndepends; i++) {
		const struct bom_component *to =
		    &w->b->components[c->depends[i]];

		if (to->purl.n == 0)
			continue;
		if (!any) {
			json_key(&w->j, "dependencies");
			json_begin_array(&w->j);
		}
		any = true;
		json_put_str(&w->j, to->ref);
	}
	if (any)
		json_end_array(&w->j);
}

static void
put_resolved(struct writer *w, size_t i)
{
	const struct bom_component *c = &w->b->components[i];

	json_key_str(&w->j, c->ref);
	json_begin_object(&w->j);
	json_pair(&w->j, "package_url", c->purl);
	if (c->depends_known)
		json_pair(&w->j, "relationship", w->depended[i]
		    ? STR("indirect") : STR("direct"));
	json_pair(&w->j, "scope", c->excluded ? STR("development")
	    : STR("runtime"));
	put_dependencies(w, c);
	json_end_object(&w->j);
}

/* Rows of one path, from at; returns the next one's index. */
static size_t
put_manifest(struct writer *w, size_t at)
{
	struct str path = w->rows[at].path;
	struct str name = path.n != 0 ? path : STR("packages");

	json_key_str(&w->j, name);
	json_begin_object(&w->j);
	json_pair(&w->j, "name", name);
	if (path.n != 0) {
		json_key(&w->j, "file");
		json_begin_object(&w->j);
		json_pair(&w->j, "source_location", str_starts(path, STR("/"))
		    ? str_from_pos(path, 1) : path);
		json_end_object(&w->j);
	}
	json_key(&w->j, "resolved");
	json_begin_object(&w->j);
	for (; at < w->n && str_eq(w->rows[at].path, path); at++)
		put_resolved(w, w->rows[at].i);
	json_end_object(&w->j);
	json_end_object(&w->j);
	return at;
}

static struct str
all_gaps(struct writer *w)
{
	const struct notices *l = &w->b->notices;
	struct str s = STR("");

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].level != NOTICE_GAP)
			continue;
		if (s.n != 0)
			s = str_join(w->arena, s, STR("\n"));
		s = str_join(w->arena, s, property_notice_format(w->arena,
		    &l->v[i]));
	}
	return s;
}

/* As Syft writes it, so that its readers know it. */
static struct str
distro_purl(struct writer *w)
{
	const struct distro *d = &w->b->distro;
	struct purl p = { .type = STR("generic"), .name = d->id,
		.version = d->version_id };

	return d->id.n != 0 ? purl_format(w->arena, &p) : STR("");
}

static void
put_metadata(struct writer *w)
{
	json_key(&w->j, "metadata");
	json_begin_object(&w->j);
	json_pair_opt(&w->j, PROP_GAP, all_gaps(w));
	json_pair_opt(&w->j, PROP_MANIFEST_DIGEST, w->b->manifest_digest);
	json_pair_opt(&w->j, "syft:distro", distro_purl(w));
	json_end_object(&w->j);
}

/* Of a job both members are required. */
static void
put_run(struct writer *w, const struct github_run *r)
{
	if (r->id.n != 0 && r->workflow.n != 0 && r->job.n != 0) {
		struct str group = str_join(w->arena, r->workflow, STR("_"));

		json_key(&w->j, "job");
		json_begin_object(&w->j);
		json_pair(&w->j, "id", r->id);
		json_pair(&w->j, "correlator", str_join(w->arena, group,
		    r->job));
		json_end_object(&w->j);
	}
	json_pair_opt(&w->j, "sha", r->sha);
	json_pair_opt(&w->j, "ref", r->ref);
}

static enum rc
write_github(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	struct writer w = { .b = b };
	char time[24];

	(void)version;
	w.arena = arena_new(limits_default.memory);
	make_rows(&w);
	json_out_init(&w.j, o, b->one_line);
	json_begin_object(&w.j);
	json_pair_int(&w.j, "version", 0);
	json_key(&w.j, "detector");
	json_begin_object(&w.j);
	json_pair(&w.j, "name", STR("sbom"));
	json_pair(&w.j, "version", STR(AIRBOM_VERSION));
	json_pair(&w.j, "url", STR(""));
	json_end_object(&w.j);
	if (b->run != NULL)
		put_run(&w, b->run);
	put_metadata(&w);
	json_key(&w.j, "manifests");
	json_begin_object(&w.j);
	for (size_t i = 0; i < w.n; )
		i = put_manifest(&w, i);
	json_end_object(&w.j);
	if (b->has_time)
		json_pair(&w.j, "scanned", when_format(time, b->time_s));
	json_end_object(&w.j);
	out_z(o, "\n");
	arena_free(w.arena);
	return o->error == 0 ? RC_OK : out_flush(o, e);
}

/* ---- reading ---- */

struct github {
	struct pull p;			/* first: see github_of */
	struct str name, tool_version;	/* of the detector */
	struct str path;		/* of the manifest */
	bool seen;			/* manifests were there */
};

static struct github *
github_of(struct pull *p)
{
	return (struct github *)p;
}

/* One resolved package on its way in. */
struct resolved {
	struct bom_component c;
	struct bom_hints hints;
};

/* Syft's are the wrong way round: packages that depend on this one. */
static enum rc
dependency_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	const struct resolved *r = ctx;
	uint64_t self = graph_hash(r->c.ref);
	struct str to;
	enum rc rc = json_in_string(p->j, &to, e);

	(void)name;
	if (rc != RC_OK)
		return rc;
	if (is(github_of(p)->name, "syft"))
		graph_add(&p->graph, GRAPH_DEPENDS, graph_hash(to), self);
	else
		graph_add(&p->graph, GRAPH_DEPENDS, self, graph_hash(to));
	return RC_OK;
}

static enum rc
resolved_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct resolved *r = ctx;
	struct str scope;
	enum rc rc;

	if (is(name, "package_url"))
		return pull_text(p, &r->c.purl, e);
	if (is(name, "dependencies"))
		return pull_each(p, JSON_ARRAY, dependency_element, r, e);
	if (is(name, "relationship")) {
		graph_add(&p->graph, GRAPH_KNOWN, graph_hash(r->c.ref), 0);
		return RC_OK;
	}
	if (!is(name, "scope"))
		return RC_OK;
	rc = pull_text_in(p, p->tmp, &scope, e);
	r->c.excluded = rc == RC_OK && is(scope, "development");
	return rc;
}

static enum rc
resolved_value(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct resolved r = { .c = { .kind = BOM_LIBRARY } };
	const struct github *g = github_of(p);
	struct bom *b = p->b;

	(void)ctx;
	r.c.ref = str_dup(b->arena, name);
	enum rc rc = pull_each(p, JSON_OBJECT, resolved_member, &r, e);

	if (rc != RC_OK)
		return rc;
	if (g->path.n != 0)
		bom_place_put(b, &r.c, g->path, STR(""));
	bom_decode(&p->decoder, &r.c, &r.hints);
	if (r.c.name.n == 0)
		r.c.name = r.c.ref;	/* a package without a purl */
	rc = pull_add(p, &r.c, e);
	arena_reset(p->tmp);
	return rc;
}

/* "IMAGE:/PATH" of Syft, or a path. */
static enum rc
file_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct github *g = github_of(p);
	struct str text;
	enum rc rc;

	(void)ctx;
	if (!is(name, "source_location"))
		return RC_OK;
	rc = pull_text(p, &text, e);
	if (rc != RC_OK)
		return rc;
	size_t at = str_find_str(text, STR(":/"));

	if (at < text.n)
		text = str_from_pos(text, at + 2);
	g->path = text.n == 0 || str_starts(text, STR("/")) ? text
	    : str_join(p->b->arena, STR("/"), text);
	return RC_OK;
}

static enum rc
manifest_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	if (is(name, "file"))
		return pull_each(p, JSON_OBJECT, file_member, ctx, e);
	if (is(name, "resolved"))
		return pull_each_of(p, JSON_OBJECT, resolved_value, ctx,
		    "resolved", e);
	return RC_OK;
}

static enum rc
manifest_value(struct pull *p, void *ctx, struct str name, struct err *e)
{
	(void)name;
	github_of(p)->path = STR("");
	return pull_each_of(p, JSON_OBJECT, manifest_member, ctx,
	    "a manifest", e);
}

static void
take_gaps(struct bom *b, struct str lines)
{
	struct str line;

	while (str_line(&lines, &line))
		notices_add(&b->notices, property_notice_parse(b->arena,
		    NOTICE_GAP, line));
}

static void
take_distro(struct pull *p, struct str text)
{
	struct bom *b = p->b;
	struct purl os;
	struct err ignored;

	if (purl_parse(b->arena, text, &os, &ignored) == RC_OK)
		(void)bom_take_distro(&p->decoder, &(struct distro){
		    .id = os.name, .version_id = os.version,
		    .id_like = purl_get(&os, "like") });
}

static enum rc
metadata_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	bool gap = is(name, PROP_GAP), distro = is(name, "syft:distro"),
	    digest = is(name, PROP_MANIFEST_DIGEST);
	struct str text;

	(void)ctx;
	if (!gap && !distro && !digest)
		return RC_OK;
	enum rc rc = pull_text(p, &text, e);

	if (rc == RC_OK && gap)
		take_gaps(p->b, text);
	else if (rc == RC_OK && distro)
		take_distro(p, text);
	else if (rc == RC_OK)
		p->b->manifest_digest = text;
	return rc;
}

static enum rc
detector_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct github *g = github_of(p);

	(void)ctx;
	if (is(name, "name"))
		return pull_text(p, &g->name, e);
	if (is(name, "version"))
		return pull_text(p, &g->tool_version, e);
	return RC_OK;
}

static enum rc
document_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct str time;
	enum rc rc;

	if (is(name, "detector"))
		return pull_each(p, JSON_OBJECT, detector_member, ctx, e);
	if (is(name, "metadata"))
		return pull_each(p, JSON_OBJECT, metadata_member, ctx, e);
	if (is(name, "manifests")) {
		github_of(p)->seen = true;
		return pull_each_of(p, JSON_OBJECT, manifest_value, ctx,
		    "manifests", e);
	}
	if (!is(name, "scanned"))
		return RC_OK;
	rc = pull_text_in(p, p->tmp, &time, e);
	if (rc == RC_OK)
		p->b->has_time = when_parse(time, &p->b->time_s);
	return rc;
}

static enum rc
read_document(struct pull *p, struct err *e)
{
	struct github *g = github_of(p);
	struct bom *b = p->b;
	enum rc rc = pull_each(p, JSON_OBJECT, document_member, NULL, e);

	if (rc != RC_OK)
		return rc;
	if (!g->seen)
		return err_set(e, RC_FORMAT, "a snapshot without manifests");
	b->spec_version = STR("0");
	b->tool = g->name;
	if (g->name.n != 0 && g->tool_version.n != 0)
		b->tool = str_fmt(b->arena, "%.*s %.*s", STR_ARG(g->name),
		    STR_ARG(g->tool_version));
	bom_foreign_distro(&p->decoder);
	bom_decode_end(&p->decoder);
	graph_end(&p->graph, b);
	return RC_OK;
}

static enum rc
read_github(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct github g = { .seen = false };

	return pull_document(&g.p, in, lim, b, read_document, e);
}

static bool
is_github(struct str head)
{
	return head.n != 0 && head.p[0] == '{' &&
	    sniff_member(head, "detector", NULL) &&
	    (sniff_member(head, "manifests", NULL) ||
	    sniff_member(head, "scanned", NULL) ||
	    sniff_member(head, "sha", NULL));
}

const struct bom_format format_github = {
	.name = "github", .version = "0", .versions = "0", .suffix = ".github.json",
	.write = write_github, .read = read_github, .sniff = is_github,
};
