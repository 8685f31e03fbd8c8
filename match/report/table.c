/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table for people: findings, then what they rest on. The only report
 * that holds ages. Names come from images and feeds: written quoted.
 */
#include "match/report/report.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/when.h"
#include "bom/bom.h"
#include "match/report/coverage.h"

enum { COLUMNS = 6, LAYER_SHOWN = 12, SOURCES_SHOWN = 12,
	EPSS_STALE = 30 };	/* days: scores change daily */

static const char *const titles[COLUMNS] = { "SEVERITY", "ID", "PACKAGE",
	"INSTALLED", "FIXED IN", "LAYER" };

static const char *const colours[] = {
	[SEV_UNKNOWN] = "", [SEV_NEGLIGIBLE] = "\033[2m",
	[SEV_LOW] = "\033[36m", [SEV_MEDIUM] = "\033[33m",
	[SEV_HIGH] = "\033[31m", [SEV_CRITICAL] = "\033[1;31m",
};

/* What stands in place of a fix. */
static struct str
no_fix(enum adv_state s)
{
	switch (s) {
	case ADV_WONT_FIX:
		return STR("(won't fix)");
	case ADV_DEFERRED:
		return STR("(deferred)");
	case ADV_INVESTIGATING:
		return STR("(investigating)");
	case ADV_END_OF_LIFE:
		return STR("(end of life)");
	default:
		return STR("-");
	}
}

/* The highest fix: older ones leave some statement true. */
static struct str
fix(const struct str *fixed_in, size_t n, enum adv_state s)
{
	return n != 0 ? fixed_in[n - 1] : no_fix(s);
}

static struct str
layer(const struct bom_component *c)
{
	struct str d = c->layer;
	size_t colon;

	if (d.n == 0 && c->nplaces != 0)
		d = c->places[0].layer;
	colon = str_find(d, ':');
	if (colon < d.n)
		d = str_from_pos(d, colon + 1);
	return d.n == 0 ? STR("-") : str_sub(d, 0, LAYER_SHOWN);
}

static void
row_of(const struct finding *f, struct str cell[static COLUMNS])
{
	cell[0] = str_from(severity_name(f->severity));
	cell[1] = f->id;
	cell[2] = f->component->name;
	cell[3] = f->component->version;
	cell[4] = fix(f->fixed_in, f->nfixed_in, f->state);
	cell[5] = layer(f->component);
}

static void
pad(struct out *o, size_t n)
{
	static const char blanks[] = "                                ";

	for (size_t k; n > 0; n -= k) {
		k = n < sizeof blanks - 1 ? n : sizeof blanks - 1;
		out_bytes(o, blanks, k);
	}
}

static void
put_row(struct report_out *o, const struct str cell[static COLUMNS],
    const size_t width[static COLUMNS], const char *colour)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		bool coloured = i == 0 && o->colour && colour[0] != '\0';

		if (coloured)
			out_z(&o->out, colour);
		out_quoted(&o->out, cell[i]);
		if (coloured)
			out_z(&o->out, "\033[0m");
		if (i + 1 == COLUMNS)
			break;
		pad(&o->out, width[i] + 2 - cell[i].n);
	}
	out_bytes(&o->out, "\n", 1);
}

static void
rows(struct report_out *o, const struct target *t)
{
	struct str cell[COLUMNS];
	size_t width[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		cell[i] = str_from(titles[i]);
		width[i] = cell[i].n;
	}
	for (size_t k = 0; k < t->nfindings; k++) {
		struct str c[COLUMNS];

		row_of(&t->findings[k], c);
		for (size_t i = 0; i < COLUMNS; i++)
			if (c[i].n > width[i])
				width[i] = c[i].n;
	}
	put_row(o, cell, width, "");
	for (size_t k = 0; k < t->nfindings; k++) {
		row_of(&t->findings[k], cell);
		put_row(o, cell, width, colours[t->findings[k].severity]);
	}
	out_bytes(&o->out, "\n", 1);
}

/* "1 critical, 2 low", after sep. */
static void
severities(struct out *o, const size_t by[static SEV_CRITICAL + 1],
    const char *sep)
{
	for (int s = SEV_CRITICAL; s >= SEV_UNKNOWN; s--) {
		if (by[s] == 0)
			continue;
		out_fmt(o, "%s%zu %s", sep, by[s],
		    severity_name((enum severity)s));
		sep = ", ";
	}
}

/* "3 findings: 1 critical, 2 low; 2 with a fix" */
static void
tally(struct out *o, const struct target *t)
{
	size_t by[SEV_CRITICAL + 1] = { 0 }, fixable = 0;

	for (size_t i = 0; i < t->nfindings; i++) {
		by[t->findings[i].severity]++;
		fixable += t->findings[i].nfixed_in != 0;
	}
	out_fmt(o, "%zu finding%s", t->nfindings,
	    t->nfindings == 1 ? "" : "s");
	severities(o, by, ": ");
	if (t->nfindings != 0)
		out_fmt(o, "; %zu with a fix", fixable);
	if (t->nsuppressed != t->kernels + t->unbounded)
		out_fmt(o, "; %zu more suppressed", t->nsuppressed -
		    t->kernels - t->unbounded);
	if (t->unbounded != 0)
		out_fmt(o, "; %zu more of no version (--unbounded)",
		    t->unbounded);
	if (t->kernels != 0)
		out_fmt(o, "; %zu more about kernels (--kernel=show)",
		    t->kernels);
	if (t->hidden != 0)
		out_fmt(o, "; %zu more hidden by a filter", t->hidden);
	out_z(o, "\n");
}

static void
not_judged(struct out *o, const size_t n[static UNCOVERED_KINDS])
{
	const char *sep = "; not judged: ";

	for (int u = JUDGED + 1; u < UNCOVERED_KINDS; u++) {
		if (n[u] == 0)
			continue;
		out_fmt(o, "%s%zu %s", sep, n[u],
		    uncovered_text((enum uncovered)u));
		sep = ", ";
	}
	out_z(o, "\n");
}

static void
coverage(struct out *o, const struct target *t)
{
	const char *sep = " by ";

	out_fmt(o, "%zu package%s, %zu judged", t->components,
	    t->components == 1 ? "" : "s", t->judged);
	for (size_t i = 0; i < t->nby; i++, sep = ", ") {
		out_z(o, sep);
		out_quoted(o, t->by[i].name);
		if (t->nby > 1)
			out_fmt(o, " (%zu)", t->by[i].components);
	}
	not_judged(o, t->uncovered);
}

/* A line for each type, where there are several. */
static void
types(struct out *o, const struct target *t)
{
	size_t n;
	const struct type_coverage *v = coverage_types(t, &n);

	for (size_t i = 0; i < n && n > 1; i++) {
		out_z(o, "  ");
		out_quoted(o, v[i].type.n != 0 ? v[i].type : STR("no type"));
		out_fmt(o, ": %zu, %zu judged", v[i].components, v[i].judged);
		not_judged(o, v[i].uncovered);
	}
}

static void
heading(struct out *o, const struct target *t)
{
	struct str name = t->bom->name.n != 0 ? t->bom->name : t->sbom;

	out_quoted(o, name);
	if (t->distro_id.n != 0) {
		out_z(o, " (");
		out_quoted(o, t->distro_id);
		if (t->distro_version.n != 0)
			out_z(o, " ");
		out_quoted(o, t->distro_version);
		out_z(o, ")");
	}
	out_z(o, ": ");
}

static void
notices(struct out *o, const struct run *r, const struct target *t)
{
	for (size_t i = 0; i < t->ngaps; i++) {
		const struct notice *n = &t->gaps[i].notice;

		out_z(o, "gap: ");
		if (n->path.n != 0) {
			out_quoted(o, n->path);
			out_z(o, ": ");
		}
		out_quoted(o, n->what);
		out_z(o, "\n");
	}
	for (size_t i = 0; i < t->notes.n; i++) {
		if (!report_is_loud(&t->notes.v[i]))
			continue;
		out_z(o, "note: ");
		out_quoted(o, t->notes.v[i].what);
		out_z(o, "\n");
	}
	if (t->notes.n != 0 && !r->verbose && !r->quiet)
		out_fmt(o, "%zu note%s (-v lists them)\n", t->notes.n,
		    t->notes.n == 1 ? "" : "s");
}

/* "2 upgrades remove 5 of 9 findings:" and a line for each. */
static void
plan(struct out *o, const struct target *t)
{
	size_t removed = 0;

	for (size_t i = 0; i < t->nplan; i++)
		removed += t->plan[i].removes;
	out_fmt(o, "%zu upgrade%s remove%s %zu of %zu findings:\n", t->nplan,
	    t->nplan == 1 ? "" : "s", t->nplan == 1 ? "s" : "", removed,
	    t->nfindings);
	for (size_t i = 0; i < t->nplan; i++) {
		const struct upgrade *u = &t->plan[i];

		out_z(o, "  ");
		out_quoted(o, u->name);
		out_z(o, " ");
		out_quoted(o, u->version);
		out_z(o, " to ");
		out_quoted(o, u->to);
		if (u->stream.n != 0) {
			out_z(o, " of ");
			out_quoted(o, u->stream);
		}
		out_fmt(o, ": removes %zu", u->removes);
		severities(o, u->by_severity, " (");
		out_z(o, ")");
		if (u->leaves != 0)
			out_fmt(o, ", leaves %zu", u->leaves);
		if (u->brings != 0)
			out_fmt(o, ", brings %zu other%s", u->brings,
			    u->brings == 1 ? "" : "s");
		out_z(o, "\n");
	}
}

static void
put_line(struct out *o, struct str s)
{
	if (s.n == 0)
		return;
	out_quoted(o, s);
	out_z(o, "\n");
}

static void
target(struct report_out *o, const struct run *r, const struct target *t)
{
	if (r->targets > 1)
		out_z(&o->out, "\n");
	if (t->nfindings != 0 && r->groups == NULL)
		rows(o, t);
	heading(&o->out, t);
	tally(&o->out, t);
	coverage(&o->out, t);
	if (r->verbose)
		types(&o->out, t);
	put_line(&o->out, report_as_of(t->arena, r, t));
	put_line(&o->out, report_since(t->arena, r, t));
	if (r->verbose && t->nplan != 0)
		plan(&o->out, t);
	notices(&o->out, r, t);
}

/* ---- by advisory ---- */

/* "    libc6 2.36-9, fixed in 2.36-9+deb12u3: app.json, web.json" */
static void
put_package(struct out *o, const struct groups *g,
    const struct group_package *p)
{
	struct arena *a = g->scratch;
	const char *sep = ": ";

	out_z(o, "    ");
	out_quoted(o, p->name);
	out_z(o, " ");
	out_quoted(o, p->version);
	if (p->nfixed_in != 0 || p->state != ADV_AFFECTED) {
		out_z(o, p->nfixed_in != 0 ? ", fixed in " : " ");
		out_quoted(o, fix(p->fixed_in, p->nfixed_in, p->state));
	}
	for (size_t i = 0; i < p->ntargets; i++, sep = ", ") {
		out_z(o, sep);
		out_quoted(o, groups_label(g, a, p->targets[i]));
		arena_reset(a);
	}
	out_z(o, "\n");
}

static void
put_advisory(struct report_out *o, const struct groups *g,
    const struct group_advisory *x)
{
	const char *colour = o->colour ? colours[x->severity] : "";

	out_z(&o->out, colour);
	out_z(&o->out, severity_name(x->severity));
	if (colour[0] != '\0')
		out_z(&o->out, "\033[0m");
	out_z(&o->out, " ");
	out_quoted(&o->out, x->id);
	out_fmt(&o->out, ": %zu of %zu document%s", x->ntargets, g->ntargets,
	    g->ntargets == 1 ? "" : "s");
	if (x->title.n != 0) {
		out_z(&o->out, ": ");
		out_quoted(&o->out, x->title);
	}
	out_z(&o->out, "\n");
	for (size_t i = 0; i < x->npackages; i++)
		put_package(&o->out, g, x->packages[i]);
}

static void
advisories(struct report_out *o, const struct groups *g)
{
	out_z(&o->out, "\n");
	for (size_t i = 0; i < g->n; i++)
		put_advisory(o, g, g->v[i]);
	out_fmt(&o->out, "%s%zu advisor%s\n", g->n != 0 ? "\n" : "", g->n,
	    g->n == 1 ? "y" : "ies");
}

/* ---- the end ---- */

static void
put_age(struct out *o, const struct run *r, int64_t t_s)
{
	char day[24];
	int64_t age = when_day(r->now_s) - when_day(t_s);

	out_str(o, when_format_day(day, when_day(t_s)));
	out_fmt(o, ", %lld day%s old", (long long)age, age == 1 ? "" : "s");
}

static void
put_source(struct out *o, const struct run *r, const struct advdb_source *s)
{
	out_z(o, "  ");
	out_quoted(o, s->feed);
	out_z(o, " ");
	out_quoted(o, s->scope.n != 0 ? s->scope : s->name);
	out_z(o, ": ");
	if (s->has_time)
		put_age(o, r, s->data_time_s);
	else
		out_z(o, "date unknown");
	if (str_eq(s->feed, STR("epss")) && r->db->epss_day != 0 &&
	    when_day(r->now_s) - r->db->epss_day > EPSS_STALE)
		out_z(o, ", stale");
	out_fmt(o, ", %llu records\n", (unsigned long long)s->records);
}

/* Many files of one feed: one line with the newest and the oldest. */
static void
put_feed(struct out *o, const struct run *r, const struct advdb_source *s,
    size_t n)
{
	const struct advdb_source *young = NULL, *old = NULL;
	unsigned long long records = 0;

	for (size_t i = 0; i < n; i++) {
		records += s[i].records;
		if (!s[i].has_time)
			continue;
		if (young == NULL || s[i].data_time_s > young->data_time_s)
			young = &s[i];
		if (old == NULL || s[i].data_time_s < old->data_time_s)
			old = &s[i];
	}
	out_z(o, "  ");
	out_quoted(o, s->feed);
	out_fmt(o, ", %zu files: ", n);
	if (young == NULL) {
		out_z(o, "date unknown");
	} else {
		out_z(o, "newest ");
		put_age(o, r, young->data_time_s);
		out_z(o, ", oldest ");
		put_age(o, r, old->data_time_s);
	}
	out_fmt(o, ", %llu records\n", records);
}

static void
end(struct report_out *o, const struct run *r)
{
	const struct advdb_source *s = r->db->sources;
	bool each = r->verbose || r->db->nsources <= SOURCES_SHOWN;
	size_t n = r->db->nsources, k;

	if (r->groups != NULL)
		advisories(o, r->groups);
	if (r->targets > 1)
		out_fmt(&o->out, "\n%zu documents: %zu findings in %zu "
		    "packages, %zu of these judged\n", r->targets,
		    r->findings, r->components, r->judged);
	if (r->quiet)
		return;
	out_z(&o->out, "database ");
	out_quoted(&o->out, r->db->path);
	out_z(&o->out, " ");
	out_quoted(&o->out, str_sub(advdb_content(r->db->adv), 0,
	    sizeof "sha256:" - 1 + LAYER_SHOWN));
	out_z(&o->out, "\n");
	for (size_t i = 0; i < n; i = k) {
		for (k = i + 1; !each && k < n &&
		    str_eq(s[k].feed, s[i].feed); k++)
			;
		if (k - i > 1)
			put_feed(&o->out, r, &s[i], k - i);
		else
			put_source(&o->out, r, &s[i]);
	}
}

static void
begin(struct report_out *o, const struct run *r)
{
	(void)o;
	(void)r;
}

const struct report_format report_table = { .name = "table", .begin = begin,
	.target = target, .end = end };
