/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a finding was made, for people: the words of reports and explain.
 */
#include "advisory/advdb.h"
#include "base/arena.h"
#include "base/when.h"
#include "bom/bom.h"
#include "match/policy/finding.h"
#include "match/rule/rule.h"
#include "score/risk.h"

enum { ALSO_MAX = 8, WHY_MAX = ALSO_MAX + 12 };

/* One text of four: reports have thousands, and printf is slow. */
static struct str
four(struct arena *a, struct str w, struct str x, struct str y, struct str z)
{
	const struct str v[] = { w, x, y, z };
	char *p = arena_alloc(a, w.n + x.n + y.n + z.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		if (v[i].n != 0)
			memcpy(p + n, v[i].p, v[i].n);
		n += v[i].n;
	}
	p[n] = '\0';
	return str_of(p, n);
}

struct str
finding_vers(struct arena *a, const struct finding *f)
{
	struct interval i = f->range;

	if (f->all)
		i = (struct interval){ 0 };
	if (f->exact || f->opaque)
		i = (struct interval){ .lo = f->range.lo, .hi = f->range.lo,
			.has_lo = true, .has_hi = true, .lo_incl = true,
			.hi_incl = true };
	return interval_vers(a, f->scheme, &i);
}

bool
finding_risk(struct arena *a, const struct finding *f, double *ret)
{
	const struct advdb_score *s = f->score;
	double *cvss;

	if (s == NULL)
		return false;
	cvss = NEWN(a, double, s->ncvss);
	for (size_t i = 0; i < s->ncvss; i++)
		cvss[i] = s->cvss[i].score;
	return risk_rank(&(struct risk){ .severity = f->severity,
		.cvss = cvss, .ncvss = s->ncvss, .has_epss = s->has_epss,
		.has_kev = s->has_kev, .ransomware = s->ransomware,
		.epss = s->epss }, ret);
}

static struct str
bounds(struct arena *a, const struct finding *f)
{
	const struct interval *i = &f->range;
	struct str low = STR(""), high = STR("");

	if (i->has_lo)
		low = str_join(a, i->lo, i->lo_incl ? STR(" <= ")
		    : STR(" < "));
	if (i->has_hi)
		high = str_join(a, i->hi_incl ? STR(" <= ") : STR(" < "),
		    i->hi);
	return four(a, low, f->version, high, four(a, STR(" ("),
	    str_from(f->scheme->name), STR(")"), STR("")));
}

struct str
finding_compared(struct arena *a, const struct finding *f)
{
	if (f->opaque)
		return str_fmt(a, "%.*s, with \"%.*s\", which nothing "
		    "evaluates", STR_ARG(f->version), STR_ARG(f->range.lo));
	if (f->exact)
		return str_fmt(a, "%.*s = %.*s (%s)", STR_ARG(f->version),
		    STR_ARG(f->range.lo), f->scheme->name);
	if (f->all || (!f->range.has_lo && !f->range.has_hi))
		return str_join(a, f->version, STR(", as every version"));
	return bounds(a, f);
}

static struct str
evidence(struct arena *a, const struct bom_component *c)
{
	struct str path = c->nplaces != 0 ? c->places[0].path : STR("");
	struct str layer = c->layer;

	if (layer.n == 0 && c->nplaces != 0)
		layer = c->places[0].layer;
	if (path.n == 0 && layer.n == 0)
		return STR("");
	if (layer.n == 0)
		return str_join(a, STR("evidence: "), path);
	return four(a, STR("evidence: "), path, path.n != 0
	    ? STR(" in layer ") : STR("in layer "), layer);
}

static struct str
record(struct arena *a, const struct finding *f)
{
	struct str who = four(a, STR("advisory: "), f->advisory,
	    STR(" of feed "), f->feed);
	char day[24];

	if (!f->has_feed_time)
		return str_join(a, who, STR(", date unknown"));
	return four(a, who, STR(" as of "), when_format_day(day,
	    when_day(f->feed_time_s)), STR(""));
}

struct str *
finding_why(struct arena *a, const struct finding *f, size_t *ret_n)
{
	const struct bom_component *c = f->component;
	struct str *v = NEWN(a, struct str, WHY_MAX);
	size_t n = 0;

	v[n] = evidence(a, c);
	n += v[n].n != 0;
	if (f->ask->cpe != NULL)
		v[n++] = str_fmt(a, "asked as: %.*s", STR_ARG(cpe_text(a,
		    &f->ask->cpe->cpe)));
	else if (!str_eq(f->name, c->name) ||
	    !str_eq(f->version, c->version))
		v[n++] = four(a, f->by_source ? STR("source package: ")
		    : STR("looked up as: "), f->name, STR(" "), f->version);
	v[n++] = record(a, f);
	if (f->ask->channel.n != 0)
		v[n++] = str_fmt(a, "stream: %.*s", STR_ARG(f->ask->channel));
	v[n++] = str_join(a, STR("range: "), finding_vers(a, f));
	v[n++] = str_join(a, STR("comparison: "), finding_compared(a, f));
	if (f->with.n != 0)
		v[n++] = str_fmt(a, "configuration: %.*s", STR_ARG(f->with));
	if (f->unbounded)
		v[n++] = STR("unbounded: the record names no version");
	if (f->malware)
		v[n++] = STR("malware: the package itself is malicious");
	for (size_t i = 0; i < f->nalso && i < ALSO_MAX; i++)
		v[n++] = str_fmt(a, "also: %.*s", STR_ARG(f->also[i]));
	if (f->word.n != 0)
		v[n++] = str_fmt(a, "vendor's word: %.*s", STR_ARG(f->word));
	if (f->doubt.n != 0)
		v[n++] = str_fmt(a, "only possible: %.*s", STR_ARG(f->doubt));
	*ret_n = n;
	return v;
}
