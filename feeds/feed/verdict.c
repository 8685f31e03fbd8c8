/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements on rpm packages, brought together.
 *
 * Source:   reference "CPE to major release and stream": what peers learnt of
 *           Red Hat's data. How packages of minor releases are tagged:
 *           docs.fedoraproject.org, "Dist tag"; module builds:
 *           docs.pagure.org/modularity.
 */
#include "feeds/feed/verdict.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "identity/ecosystem.h"
#include "identity/redhat_cpe.h"
#include "version/version.h"

enum { ARCHES = 63 };

/* Verdicts that differ in repository and architecture only. */
struct group {
	struct verdict v;
	struct str cpes;
	uint64_t arches;	/* bits: places in the table */
	bool dropped;
	struct str lo;		/* fixed for versions from here on */
	struct str only;	/* architectures it is about, "": all */
};

struct maker {
	struct verdicts *l;
	struct str arch[ARCHES + 1];	/* 0 is "src", 1 "noarch"; the last
					   stands for all beyond */
	size_t narches;
	struct group *g;
	size_t n;
	struct adv_affected *out;
	size_t nout, cap;
	struct map *mains;	/* packages of releases themselves */
};

void
verdict_add(struct verdicts *l, const struct verdict *v)
{
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = *v;
}

/* ---- order ---- */

static int
package_cmp(const struct verdict *x, const struct verdict *y)
{
	int d = str_cmp(str_from(x->eco->key), str_from(y->eco->key));

	if (d == 0)
		d = str_cmp(x->release, y->release);
	if (d == 0)
		d = str_cmp(x->channel, y->channel);
	if (d == 0)
		d = str_cmp(x->name, y->name);
	return d != 0 ? d : str_cmp(x->module, y->module);
}

/* Fixes of one version are one, whatever advisory brought it where. */
static int
group_cmp(const struct verdict *x, const struct verdict *y)
{
	int d = package_cmp(x, y);

	if (d == 0)
		d = (int)x->state - (int)y->state;
	if (d == 0)
		d = str_cmp(x->version, y->version);
	if (d == 0 && x->state != ADV_FIXED)
		d = str_cmp(x->word, y->word);
	if (d == 0 && x->state != ADV_FIXED)
		d = (int)x->severity - (int)y->severity;
	return d;
}

static int
verdict_cmp(const void *p, const void *q)
{
	const struct verdict *x = p, *y = q;
	int d = group_cmp(x, y);

	if (d == 0)
		d = str_cmp(x->cpe, y->cpe);
	if (d == 0)
		d = str_cmp(x->arch, y->arch);
	if (d == 0)
		d = str_cmp(x->word, y->word);
	if (d == 0)
		d = (int)x->severity - (int)y->severity;
	if (d == 0)
		d = (int)x->has_known - (int)y->has_known;
	return d != 0 || !x->has_known ? d : x->known_day < y->known_day ?
	    -1 : x->known_day > y->known_day;
}

static int
version_cmp(const void *p, const void *q)
{
	const struct group *x = p, *y = q;
	int d = (int)x->v.state - (int)y->v.state;

	if (d == 0)
		d = rpm_cmp(x->v.version, y->v.version);
	if (d == 0)
		d = str_cmp(x->v.version, y->v.version);
	if (d == 0)
		d = str_cmp(x->v.word, y->v.word);
	return d != 0 ? d : (int)x->v.severity - (int)y->v.severity;
}

/* ---- groups ---- */

static uint64_t
arch_bit(struct maker *m, struct str arch)
{
	if (arch.n == 0)
		return 2;	/* as noarch: it does not tell */
	for (size_t i = 0; i < m->narches; i++)
		if (str_eq(m->arch[i], arch))
			return UINT64_C(1) << i;
	if (m->narches < ARCHES)
		m->arch[m->narches++] = arch;
	return UINT64_C(1) << (m->narches - 1);
}

/* The CPE names of v[0..n), which are sorted by them, once each. */
static struct str
join_cpes(struct arena *a, const struct verdict *v, size_t n)
{
	size_t len = v[0].cpe.n;
	char *p;

	for (size_t i = 1; i < n; i++)
		if (!str_eq(v[i].cpe, v[i - 1].cpe))
			len += 1 + v[i].cpe.n;
	if (len == v[0].cpe.n)
		return v[0].cpe;
	p = NEWN(a, char, len);
	len = 0;
	for (size_t i = 0; i < n; i++) {
		if (v[i].cpe.n == 0 || (i > 0 &&
		    str_eq(v[i].cpe, v[i - 1].cpe)))
			continue;
		if (len != 0)
			p[len++] = ' ';
		memcpy(p + len, v[i].cpe.p, v[i].cpe.n);
		len += v[i].cpe.n;
	}
	return str_of(p, len);
}

/* v[from..to) are one group. */
static void
add_group(struct maker *m, size_t from, size_t to)
{
	const struct verdict *v = m->l->v;
	struct group *g = &m->g[m->n++];

	*g = (struct group){ .v = v[from],
		.cpes = join_cpes(m->l->a, v + from, to - from) };
	for (size_t i = from; i < to; i++) {
		g->arches |= arch_bit(m, v[i].arch);
		if (v[i].severity > g->v.severity)
			g->v.severity = v[i].severity;
		/* The first advisory that brought it. */
		if (v[i].has_known && (!g->v.has_known ||
		    v[i].known_day < g->v.known_day)) {
			g->v.has_known = true;
			g->v.known_day = v[i].known_day;
			g->v.word = v[i].word;
		}
	}
}

static void
make_groups(struct maker *m)
{
	const struct verdict *v = m->l->v;
	size_t n = m->l->n != 0;

	for (size_t i = 1; i < m->l->n; i++)
		n += group_cmp(&v[i - 1], &v[i]) != 0;
	m->g = NEWN(m->l->a, struct group, n);
	for (size_t i = 0, end; i < m->l->n; i = end) {
		for (end = i + 1; end < m->l->n &&
		    group_cmp(&v[i], &v[end]) == 0; end++)
			;
		add_group(m, i, end);
	}
}

/* ---- one package ---- */

static bool
is_open(const struct group *g)
{
	return g->v.state == ADV_AFFECTED || g->v.state == ADV_WONT_FIX ||
	    g->v.state == ADV_DEFERRED || g->v.state == ADV_END_OF_LIFE;
}

static struct str
arch_names(const struct maker *m, uint64_t arches)
{
	struct str s = STR("");

	for (size_t i = 1; i < m->narches; i++)
		if ((arches >> i & 1) != 0)
			s = s.n == 0 ? m->arch[i] : str_fmt(m->l->a,
			    "%.*s %.*s", STR_ARG(s), STR_ARG(m->arch[i]));
	return s;
}

/* Do the fixes differ by architecture, none in two of them? */
static bool
by_arch(const struct group *g, size_t n)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bits = g[i].arches & ~UINT64_C(1);

		if (bits == 0 || (bits & 2) != 0 || (bits & seen) != 0)
			return false;
		seen |= bits;
	}
	return true;
}

/* What a module's build tag is before the number of the build: those after it
   are the same sources, built beside other streams. */
static struct str
module_build(struct str version)
{
	size_t at = str_find_str(version, STR(".module"));
	size_t plus = at;

	for (int i = 0; i < 2 && plus < version.n; i++)
		plus += 1 + str_find(str_from_pos(version, plus + 1), '+');
	return at == version.n ? STR("") : str_sub(version, 0, plus);
}

/* From "1-5.el9_2.3" the first version of the next line: "1-5.el9_3". */
static struct str
next_line(struct arena *a, struct str version)
{
	struct str minor, major = redhat_tag(version, &minor);
	uint64_t n;

	if (major.n == 0 || !str_u64(minor, 1000, &n))
		return STR("");
	return str_fmt(a, "%.*s%llu", (int)(minor.p - version.p), version.p,
	    (unsigned long long)n + 1);
}

/* g[0..n) are fixes by version, each for the versions below it: where a later
   one is of another line, it is for what follows the line of the one before. */
static void
make_lines(struct maker *m, struct group *g, size_t n)
{
	const struct group *last = &g[0];
	struct str lo = STR("");

	for (size_t i = 1; i < n; i++) {
		struct str build = module_build(g[i].v.version), minor, was;

		if (build.n != 0 && str_eq(build,
		    module_build(last->v.version))) {
			g[i].dropped = true;
			continue;
		}
		(void)redhat_tag(last->v.version, &was);
		(void)redhat_tag(g[i].v.version, &minor);
		if (was.n != 0 && !str_eq(was, minor))
			lo = next_line(m->l->a, last->v.version);
		g[i].lo = lo;
		if (lo.n != 0 && rpm_cmp(lo, g[i].v.version) >= 0)
			g[i].dropped = true;
		last = &g[i];
	}
}

/*
 * "1-4.ael7b": a build of RHEL 7 for little-endian POWER alone. Where its
 * architectures have a regular one too, that is the one: the others come
 * first, and how many they are is returned.
 */
static size_t
drop_alternatives(struct group *g, size_t n)
{
	uint64_t regular = 0;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (str_find_str(g[i].v.version, STR(".ael")) ==
		    g[i].v.version.n)
			regular |= g[i].arches;
	for (size_t i = 0; i < n; i++)
		if ((g[i].arches & ~regular) != 0 || str_find_str(
		    g[i].v.version, STR(".ael")) == g[i].v.version.n)
			g[kept++] = g[i];
	for (size_t i = kept; i < n; i++)
		g[i].dropped = true;
	return kept;
}

static void
judge_fixes(struct maker *m, struct group *g, size_t n)
{
	n = drop_alternatives(g, n);
	if (n > 1 && by_arch(g, n)) {
		for (size_t i = 0; i < n; i++)
			g[i].only = arch_names(m, g[i].arches);
	} else if (n > 1) {
		make_lines(m, g, n);
	}
}

/* g[0..n): all of one package. */
static void
judge_package(struct maker *m, struct group *g, size_t n)
{
	size_t first = 0, end;
	bool open = false;

	qsort(g, n, sizeof *g, version_cmp);
	while (first < n && g[first].v.state != ADV_FIXED)
		first++;
	for (end = first; end < n && g[end].v.state == ADV_FIXED; end++)
		;
	for (size_t i = 0; i < n; i++) {
		open |= is_open(&g[i]);
		if (g[i].arches == 1 && g[i].v.eco->names != ECO_SOURCE)
			g[i].only = STR("src");
	}
	if (m->l->complete && open && g->v.channel.n == 0)
		for (size_t i = first; i < end; i++)
			g[i].dropped = true;
	else if (end != first)
		judge_fixes(m, g + first, end - first);
}

/* ---- what is said of streams only ---- */

static struct str
main_key(struct arena *a, const struct verdict *v)
{
	struct str major = str_sub(v->release, 0, str_find(v->release, '.'));

	return str_fmt(a, "%s %.*s %.*s %.*s", v->eco->key, STR_ARG(major),
	    STR_ARG(v->name), STR_ARG(v->module));
}

static bool
is_stream(const struct verdict *v)
{
	return v->channel.n != 0 && str_find(v->channel, ':') ==
	    v->channel.n && v->release.n != 0 &&
	    str_eq(str_from(v->eco->key), STR("redhat"));
}

static void
put(struct maker *m, struct adv_affected x)
{
	m->out = arena_grow(m->l->a, m->out, m->nout, &m->cap,
	    sizeof *m->out);
	m->out[m->nout++] = x;
}

/* Fixed in a support stream, and nothing is said of the release. */
static void
put_inferred(struct maker *m, const struct group *g)
{
	struct arena *a = m->l->a;
	bool fresh;

	(void)map_put(m->mains, main_key(a, &g->v), &fresh);
	if (!fresh)
		return;
	put(m, (struct adv_affected){ .eco = g->v.eco, .name = g->v.name,
		.release = str_sub(g->v.release, 0, str_find(g->v.release,
		'.')), .module = g->v.module, .arch = g->only,
		.state = ADV_WONT_FIX,
		.has_severity = g->v.severity != SEV_UNKNOWN,
		.severity = g->v.severity,
		.word = STR("fixed in support streams only") });
}

static void
put_group(struct maker *m, const struct group *g)
{
	struct adv_affected x = { .eco = g->v.eco, .release = g->v.release,
		.channel = g->v.channel, .name = g->v.name,
		.module = g->v.module, .state = g->v.state,
		.word = g->v.word, .cpes = g->cpes, .arch = g->only,
		.has_severity = g->v.severity != SEV_UNKNOWN,
		.severity = g->v.severity, .has_known = g->v.has_known,
		.known_day = g->v.known_day };

	if (g->v.state == ADV_FIXED)
		x.range = (struct interval){ .lo = g->lo,
			.has_lo = g->lo.n != 0, .lo_incl = g->lo.n != 0,
			.hi = g->v.version, .has_hi = true };
	put(m, x);
}

struct adv_affected *
verdicts_affected(struct verdicts *l, size_t *ret_n)
{
	struct maker m = { .l = l, .narches = 2, .mains = map_new(l->a),
		.arch = { STR("src"), STR("noarch") } };

	if (l->n > 1)
		qsort(l->v, l->n, sizeof *l->v, verdict_cmp);
	make_groups(&m);
	for (size_t i = 0, end; i < m.n; i = end) {
		for (end = i + 1; end < m.n && package_cmp(&m.g[i].v,
		    &m.g[end].v) == 0; end++)
			;
		judge_package(&m, m.g + i, end - i);
		if (l->complete && m.g[i].v.channel.n == 0)
			(void)map_put(m.mains, main_key(l->a, &m.g[i].v),
			    NULL);
	}
	for (size_t i = 0; i < m.n; i++) {
		if (m.g[i].dropped)
			continue;
		put_group(&m, &m.g[i]);
		if (l->complete && m.g[i].v.state == ADV_FIXED &&
		    is_stream(&m.g[i].v))
			put_inferred(&m, &m.g[i]);
	}
	*ret_n = m.nout;
	return m.out;
}
