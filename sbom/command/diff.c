/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom diff: which components one document has and the other has not, and
 * what is said otherwise of those that both have.
 *
 * A component is its type, group and name; its versions and architectures are
 * compared within that. One version on each side that the other has not is a
 * change; of several nobody knows which became which: they are removed and
 * added. Where a component lies, and in which layer, is not compared: every
 * new build changes that.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "bom/bom.h"
#include "identity/licence.h"
#include "sbom/command/command.h"
#include "text/json_out.h"

enum { ID_OUTPUT, ID_EXIT_CODE };

static const struct opt options[] = {
	{ 'o', "output", "FORMAT", "text (default) or json", ID_OUTPUT },
	{ 0, "exit-code", NULL, "end with 1 when they differ", ID_EXIT_CODE },
	COMMON_OPTIONS,
	{ 0 },
};

static const struct opt_set set = { "sbom diff",
	"sbom diff [OPTION]... OLD NEW",
	"OLD and NEW are documents of any format that match(1) reads, or - for\n"
	"standard input.", options };

/* Components of one side that are the same in type, group, name, version and
   architecture: [0] the old, [1] the new; empty where there is none. */
struct group {
	const struct bom_component **v[2];
	size_t n[2];
};

struct diff {
	struct context *c;
	struct arena *arena;
	struct bom *b[2];
	struct bom_component os[2];
	const struct bom_component **v[2];	/* sorted */
	size_t n[2];
	bool json, exit_code;
	struct out *out;
	struct json_out j;
	size_t added, removed, changed;
};

static bool
take(void *ctx, int id, const char *arg)
{
	struct diff *d = ctx;

	if (id == ID_EXIT_CODE) {
		d->exit_code = true;
		return true;
	}
	if (id != ID_OUTPUT)
		return common_option(d->c, set.tool, id, arg);
	d->json = strcmp(arg, "json") == 0;
	if (d->json || strcmp(arg, "text") == 0)
		return true;
	say(set.tool, "-o %.40s: text and json are known", arg);
	return false;
}

/* ---- order ---- */

static int
name_cmp(const struct bom_component *x, const struct bom_component *y)
{
	int d = str_cmp(x->type, y->type);

	if (d == 0)
		d = str_cmp(x->group, y->group);
	return d != 0 ? d : str_cmp(x->name, y->name);
}

static int
release_cmp(const struct bom_component *x, const struct bom_component *y)
{
	int d = name_cmp(x, y);

	if (d == 0)
		d = str_cmp(x->version, y->version);
	return d != 0 ? d : str_cmp(x->arch, y->arch);
}

static int
pointer_cmp(const void *x, const void *y)
{
	const struct bom_component *const *a = x, *const *b = y;
	int d = release_cmp(*a, *b);

	return d != 0 ? d : (*a > *b) - (*a < *b);
}

/* The operating system counts as a component of the name. */
static void
sort_side(struct diff *d, int side)
{
	const struct bom *b = d->b[side];
	const struct bom_component **v = NEWN(d->arena,
	    const struct bom_component *, b->ncomponents + 1);
	size_t n = 0;

	for (size_t i = 0; i < b->ncomponents; i++)
		v[n++] = &b->components[i];
	if (b->distro.id.n != 0) {
		d->os[side] = (struct bom_component){ .kind = BOM_OS,
			.type = STR("operating-system"), .name = b->distro.id,
			.version = b->distro.version_id,
			.cpe = b->distro.cpe_name };
		v[n++] = &d->os[side];
	}
	if (n > 1)
		qsort(v, n, sizeof *v, pointer_cmp);
	d->v[side] = v;
	d->n[side] = n;
}

/* ---- what is said of one ---- */

static struct str
joined(struct arena *a, struct str s, struct str more)
{
	return s.n == 0 ? more : str_join(a, str_join(a, s, STR(", ")), more);
}

/* Formats differ in whether they tell a list from its parts joined by AND. */
static struct str
licences_of(struct arena *a, const struct bom_component *c)
{
	struct licence *v = NEWN(a, struct licence, c->nlicences + 1);
	struct str s = STR("");

	for (size_t i = 0; i < c->nlicences; i++)
		v[i] = (struct licence){ c->licences[i].text,
			c->licences[i].form };
	if (c->nlicences != 0 && licence_join(a, v, c->nlicences, &s))
		return s;
	s = STR("");
	for (size_t i = 0; i < c->nlicences; i++)
		s = joined(a, s, c->licences[i].text);
	return s;
}

static struct str
hashes_of(struct arena *a, const struct bom_component *c)
{
	struct str s = STR("");

	for (size_t i = 0; i < c->nhashes; i++)
		s = joined(a, s, str_fmt(a, "%.*s:%.*s",
		    STR_ARG(c->hashes[i].alg), STR_ARG(c->hashes[i].hex)));
	return s;
}

static struct str
cpes_of(struct arena *a, const struct bom_component *c)
{
	struct str s = c->cpe;

	for (size_t i = 0; i < c->ncpes; i++)
		s = joined(a, s, c->cpes[i]);
	return s;
}

static struct str
source_of(struct arena *a, const struct bom_component *c)
{
	return c->source_version.n == 0 ? c->source_name :
	    str_join(a, str_join(a, c->source_name, STR("@")),
	    c->source_version);
}

enum field { F_VERSION, F_ARCH, F_PURL, F_CPE, F_SOURCE, F_LICENCES, F_HASHES,
	F_VENDOR, F_MODULE, F_SCOPE, FIELDS };

static const char *const field_names[FIELDS] = { "version", "arch", "purl",
	"cpe", "source", "licences", "hashes", "vendor", "module", "scope" };

static struct str
field_of(struct arena *a, const struct bom_component *c, enum field f)
{
	switch (f) {
	case F_VERSION: return c->version;
	case F_ARCH: return c->arch;
	case F_PURL: return c->purl;
	case F_CPE: return cpes_of(a, c);
	case F_SOURCE: return source_of(a, c);
	case F_LICENCES: return licences_of(a, c);
	case F_HASHES: return hashes_of(a, c);
	case F_VENDOR: return c->vendor;
	case F_MODULE: return c->module;
	case F_SCOPE: return c->excluded ? STR("excluded") : STR("");
	case FIELDS: break;
	}
	return STR("");
}

static int
text_cmp(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* What all of a side say, each once, in order. */
static struct str
said(struct arena *a, const struct group *g, int side, enum field f)
{
	struct str *v = NEWN(a, struct str, g->n[side]), s = STR("");
	size_t n = g->n[side];

	for (size_t i = 0; i < n; i++)
		v[i] = field_of(a, g->v[side][i], f);
	if (n > 1)
		qsort(v, n, sizeof *v, text_cmp);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(v[i - 1], v[i]))
			s = joined(a, s, v[i]);
	return s;
}

/* A new version has another purl and CPE as a matter of course. */
static bool
differs(struct arena *a, const struct group *g, enum field f)
{
	if ((f == F_PURL || f == F_CPE) && !str_eq(g->v[0][0]->version,
	    g->v[1][0]->version))
		return false;
	return !str_eq(said(a, g, 0, f), said(a, g, 1, f));
}

/* ---- printing ---- */

static void
print_json_side(struct diff *d, const char *key, const struct group *g,
    int side)
{
	json_key(&d->j, key);
	json_begin_object(&d->j);
	for (int f = 0; f < FIELDS; f++)
		json_pair_opt(&d->j, field_names[f], said(d->arena, g, side,
		    (enum field)f));
	json_end_object(&d->j);
}

static void
print_json(struct diff *d, const char *change, const struct group *g)
{
	const struct bom_component *c = g->v[g->n[0] == 0][0];

	json_begin_object(&d->j);
	json_pair(&d->j, "change", str_from(change));
	json_pair(&d->j, "type", c->type);
	json_pair_opt(&d->j, "group", c->group);
	json_pair(&d->j, "name", c->name);
	if (g->n[0] != 0 && g->n[1] != 0) {
		json_key(&d->j, "fields");
		json_begin_array(&d->j);
		for (int f = 0; f < FIELDS; f++)
			if (differs(d->arena, g, (enum field)f))
				json_put_z(&d->j, field_names[f]);
		json_end_array(&d->j);
	}
	if (g->n[0] != 0)
		print_json_side(d, "old", g, 0);
	if (g->n[1] != 0)
		print_json_side(d, "new", g, 1);
	json_end_object(&d->j);
}

static struct str
version_of(const struct bom_component *c)
{
	return c->version.n != 0 ? c->version : STR("(no version)");
}

/* The fields that a change of version does not show. */
static void
print_fields(struct diff *d, const struct group *g)
{
	const char *before = "  (";

	for (int f = F_ARCH; f < FIELDS; f++) {
		if (!differs(d->arena, g, (enum field)f))
			continue;
		out_fmt(d->out, "%s%s", before, field_names[f]);
		before = ", ";
	}
	if (before[0] == ',')
		out_z(d->out, ")");
}

static void
print_text(struct diff *d, const struct group *g)
{
	const struct bom_component *c = g->v[g->n[0] == 0][0];

	out_fmt(d->out, "%c ", g->n[0] == 0 ? '+' : g->n[1] == 0 ? '-' : '~');
	out_quoted(d->out, c->type.n != 0 ? c->type : STR("component"));
	out_z(d->out, " ");
	if (c->group.n != 0) {
		out_quoted(d->out, c->group);
		out_z(d->out, "/");
	}
	out_quoted(d->out, c->name);
	out_z(d->out, " ");
	out_quoted(d->out, version_of(c));
	if (g->n[0] != 0 && g->n[1] != 0) {
		if (!str_eq(c->version, g->v[1][0]->version)) {
			out_z(d->out, " -> ");
			out_quoted(d->out, version_of(g->v[1][0]));
		}
		print_fields(d, g);
	}
	out_z(d->out, "\n");
}

static void
print(struct diff *d, const struct group *g)
{
	bool old = g->n[0] != 0, new = g->n[1] != 0;

	d->added += !old;
	d->removed += !new;
	d->changed += old && new;
	if (d->json)
		print_json(d, !old ? "added" : !new ? "removed" : "changed",
		    g);
	else
		print_text(d, g);
	arena_reset(d->arena);
}

/* ---- comparing ---- */

/* How many from v[i] on are the same by cmp. */
static size_t
run_of(const struct bom_component **v, size_t n, size_t i,
    int (*cmp)(const struct bom_component *, const struct bom_component *))
{
	size_t end = i;

	while (end < n && cmp(v[i], v[end]) == 0)
		end++;
	return end - i;
}

/* All of one name: [at[s], end[s]) of each side. */
struct name {
	size_t at[2], end[2];
};

/* The next release of a name, on one side or both. False at the end. */
static bool
next_release(const struct diff *d, struct name *x, struct group *ret)
{
	bool has[2];
	int order = 0;

	for (int s = 0; s < 2; s++)
		has[s] = x->at[s] < x->end[s];
	if (!has[0] && !has[1])
		return false;
	if (has[0] && has[1])
		order = release_cmp(d->v[0][x->at[0]], d->v[1][x->at[1]]);
	else
		order = has[0] ? -1 : 1;
	for (int s = 0; s < 2; s++) {
		bool in = s == 0 ? order <= 0 : order >= 0;

		ret->v[s] = d->v[s] + x->at[s];
		ret->n[s] = in ? run_of(d->v[s], x->end[s], x->at[s],
		    release_cmp) : 0;
		x->at[s] += ret->n[s];
	}
	return true;
}

static bool
is_changed(struct diff *d, const struct group *g)
{
	bool any = false;

	for (int f = 0; f < FIELDS; f++)
		any |= differs(d->arena, g, (enum field)f);
	arena_reset(d->arena);
	return any;
}

static void
compare_name(struct diff *d, struct name x)
{
	struct group g, alone[2] = { 0 };
	size_t n[2] = { 0, 0 };

	for (struct name y = x; next_release(d, &y, &g);)
		for (int s = 0; s < 2; s++)
			if (g.n[1 - s] == 0) {
				alone[s] = g;
				n[s]++;
			}
	bool became = n[0] == 1 && n[1] == 1;

	while (next_release(d, &x, &g)) {
		if (g.n[0] != 0 && g.n[1] != 0) {
			if (is_changed(d, &g))
				print(d, &g);
		} else if (!became) {
			print(d, &g);
		}
	}
	if (became) {
		g.v[0] = alone[0].v[0];
		g.n[0] = alone[0].n[0];
		g.v[1] = alone[1].v[1];
		g.n[1] = alone[1].n[1];
		print(d, &g);
	}
}

static void
compare_all(struct diff *d)
{
	size_t i[2] = { 0, 0 };

	while (i[0] < d->n[0] || i[1] < d->n[1]) {
		struct name x = { { i[0], i[1] }, { i[0], i[1] } };
		int order = i[0] == d->n[0] ? 1 : i[1] == d->n[1] ? -1 :
		    name_cmp(d->v[0][i[0]], d->v[1][i[1]]);

		if (order <= 0)
			x.end[0] += run_of(d->v[0], d->n[0], i[0], name_cmp);
		if (order >= 0)
			x.end[1] += run_of(d->v[1], d->n[1], i[1], name_cmp);
		compare_name(d, x);
		i[0] = x.end[0];
		i[1] = x.end[1];
	}
}

/* ---- the document ---- */

static void
head_side(struct diff *d, int side)
{
	const struct bom *b = d->b[side];

	json_key(&d->j, side == 0 ? "old" : "new");
	json_begin_object(&d->j);
	json_pair(&d->j, "name", b->name);
	json_pair_opt(&d->j, "digest", b->manifest_digest);
	json_pair_opt(&d->j, "serial", b->serial);
	json_pair(&d->j, "format", b->format);
	json_pair_int(&d->j, "components", (int64_t)b->ncomponents);
	json_key(&d->j, "gaps");
	json_begin_array(&d->j);
	for (size_t i = 0; i < b->notices.n; i++) {
		const struct notice *n = &b->notices.v[i];

		if (n->level != NOTICE_GAP)
			continue;
		json_begin_object(&d->j);
		json_pair(&d->j, "kind", n->kind);
		json_pair_opt(&d->j, "path", n->path);
		json_pair_opt(&d->j, "layer", n->layer);
		json_pair(&d->j, "what", n->what);
		json_end_object(&d->j);
	}
	json_end_array(&d->j);
	json_end_object(&d->j);
}

static void
report_json(struct diff *d)
{
	json_out_init(&d->j, d->out, false);
	json_begin_object(&d->j);
	json_pair(&d->j, "schema", STR("airbom-sbom-diff/1"));
	head_side(d, 0);
	head_side(d, 1);
	json_key(&d->j, "changes");
	json_begin_array(&d->j);
	compare_all(d);
	json_end_array(&d->j);
	json_key(&d->j, "summary");
	json_begin_object(&d->j);
	json_pair_int(&d->j, "added", (int64_t)d->added);
	json_pair_int(&d->j, "removed", (int64_t)d->removed);
	json_pair_int(&d->j, "changed", (int64_t)d->changed);
	json_end_object(&d->j);
	json_end_object(&d->j);
	out_z(d->out, "\n");
}

static enum rc
report(struct diff *d, struct err *e)
{
	d->out = NEW(d->c->arena, struct out);
	out_to_fd(d->out, STDOUT_FILENO);
	d->arena = d->c->arena;		/* for what lives as long as this */
	sort_side(d, 0);
	sort_side(d, 1);
	d->arena = arena_new((size_t)d->c->lim.memory);
	if (d->json)
		report_json(d);
	else
		compare_all(d);
	arena_free(d->arena);
	return out_flush(d->out, e);
}

static enum rc
diff(struct diff *d, char **paths, struct err *e)
{
	struct err ignored;
	int fds[2] = { -1, -1 };
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < 2; i++)
		rc = document_open(paths[i], &fds[i], e);
	if (rc == RC_OK)
		(void)sandbox_enter(&ignored);
	for (int i = 0; rc == RC_OK && i < 2; i++)
		rc = document_read_one(d->c, paths[i], fds[i], &d->b[i], e);
	if (rc == RC_OK)
		rc = report(d, e);
	for (int i = 0; i < 2; i++) {
		bom_free(d->b[i]);
		document_close(fds[i]);
	}
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct diff d = { .c = c };
	int first = opt_parse(&set, argc, argv, take, &d);

	if (first < 0)
		return ST_USAGE;
	if (first + 2 != argc) {
		say(set.tool, "two documents are wanted");
		return ST_USAGE;
	}
	if (strcmp(argv[first], "-") == 0 &&
	    strcmp(argv[first + 1], "-") == 0) {
		say(set.tool, "standard input can be read once only");
		return ST_USAGE;
	}
	if (diff(&d, argv + first, e) != RC_OK)
		return ST_FAILED;
	return d.exit_code && d.added + d.removed + d.changed != 0 ?
	    ST_CONDITION : ST_DONE;
}

const struct command command_diff = {
	"diff", "components added, removed, changed", run,
};
