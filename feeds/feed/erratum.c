/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errata as records.
 *
 * Rules:    an erratum that fixes a CVE, or calls itself one of security, makes
 *           statements: every package below the version that it brings is
 *           affected. One of other kinds is kept without any, so that its
 *           number is known. The architecture is a qualifier only where a
 *           package's versions differ by it, and of Rocky Linux, whose
 *           repositories of each architecture have files of their own.
 *           Source packages are left out where the ecosystem's advisories
 *           name binary ones, and stand for the binary ones where they name
 *           sources. A retracted erratum (SUSE) is withdrawn.
 */
#include "feeds/feed/erratum.h"

#include <stdlib.h>

#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/cve_text.h"
#include "feeds/feed/feed.h"
#include "identity/ecosystem.h"

enum {
	PACKAGES_MAX = 100000,	/* of one erratum: images of desktops have
				   some thousands */
	REFERENCES_MAX = 20000,
	COLLECTIONS_MAX = 10000,
	ID_MAX = 100,
	TEXT_MAX = 64 << 20,	/* all bytes of one erratum */
};

/* A package with the place of its collection. */
struct line {
	const struct erratum_package *p;
	size_t place;		/* index of the collection */
	struct str name, evr;
};

struct group {
	struct arena *a;
	const struct erratum *x;
	const struct erratum_place *places;
	struct str line;	/* of kernels, that a package tells */
	struct adv_affected like;
	struct adv_affected *v;
	size_t n, cap;
};

/* ---- gathering ---- */

void
erratum_begin(struct erratum *x, struct arena *a)
{
	arena_reset(a);
	*x = (struct erratum){ .a = a };
}

bool
erratum_room(struct erratum *x, size_t n)
{
	if (n > TEXT_MAX - x->bytes)
		x->too_large = true;
	else
		x->bytes += n;
	return !x->too_large;
}

static void
add_alias(struct erratum *x, struct str id, enum alias_rel rel)
{
	id = vid_tidy(x->a, str_trim(id));
	if (id.n == 0 || id.n > ID_MAX || str_find(id, ' ') < id.n)
		return;
	for (size_t i = 0; i < x->naliases && i < 64; i++)
		if (str_eq(x->aliases[i].id, id))
			return;
	if (x->naliases >= REFERENCES_MAX) {
		x->too_large = true;
		return;
	}
	x->aliases = arena_grow(x->a, x->aliases, x->naliases,
	    &x->aliases_cap, sizeof *x->aliases);
	x->aliases[x->naliases++] = (struct adv_alias){ str_dup(x->a, id),
		rel };
	x->has_cve |= rel == REL_FIXES;
}

void
erratum_cves(struct erratum *x, struct str text)
{
	struct str id;

	while (cve_next(&text, &id))
		add_alias(x, id, REL_FIXES);
}

/* Nothing but blanks and what stands between names of a list? */
static bool
is_between(struct str s)
{
	struct str word;

	while (str_word(&s, &word))
		if (!str_eq(word, STR("and")) && !str_eq(word, STR("&")) &&
		    !str_eq(word, STR(";")) && !str_eq(word, STR("/")))
			return false;
	return true;
}

void
erratum_title(struct erratum *x, struct str title)
{
	struct str rest = title, id, before;
	const char *end = NULL;

	while (cve_next(&rest, &id)) {
		before = end == NULL ? STR("") :
		    str_of(end, (size_t)(id.p - end));
		if (!is_between(before))
			break;
		add_alias(x, id, REL_FIXES);
		end = id.p + id.n;
	}
}

static void
add_link(struct erratum *x, struct str href)
{
	if (href.n == 0 || x->nlinks >= REFERENCES_MAX ||
	    !erratum_room(x, href.n))
		return;
	x->links = arena_grow(x->a, x->links, x->nlinks, &x->links_cap,
	    sizeof *x->links);
	x->links[x->nlinks++] = str_dup(x->a, href);
}

void
erratum_reference(struct erratum *x, struct str type, struct str id,
    struct str title, struct str href)
{
	bool other = !str_eq_nocase(type, STR("bugzilla")) && id.n != 0 &&
	    is_alpha(id.p[0]) && vid_prefix(id).n != 0;

	href = str_trim(href);
	id = str_trim(id);
	if (str_eq(vid_prefix(vid_tidy(x->a, id)), STR("CVE-")))
		erratum_cves(x, id);
	else
		erratum_title(x, title);
	if (str_eq_nocase(type, STR("self")))
		x->url = str_dup(x->a, href);
	else if (str_eq_nocase(type, STR("ghsa")) ||
	    str_starts(id, STR("GHSA-")))
		add_alias(x, id, REL_FIXES);
	else if (other && !str_eq(vid_prefix(id), STR("CVE-")))
		add_alias(x, id, REL_RELATED);
	add_link(x, href);
}

void
erratum_collection(struct erratum *x, struct str shorthand, struct str name)
{
	if (!erratum_room(x, shorthand.n + name.n + 1))
		shorthand = name = STR("");
	if (x->ncollections >= COLLECTIONS_MAX) {
		x->too_large = true;
		return;
	}
	x->collections = arena_grow(x->a, x->collections, x->ncollections,
	    &x->collections_cap, sizeof *x->collections);
	x->collections[x->ncollections++] = (struct erratum_collection){
		.shorthand = str_dup(x->a, shorthand),
		.name = str_dup(x->a, name), .first = x->npackages };
}

void
erratum_module(struct erratum *x, struct str name, struct str stream)
{
	if (x->ncollections == 0)
		erratum_collection(x, STR(""), STR(""));

	struct erratum_collection *c = &x->collections[x->ncollections - 1];

	if (name.n == 0 || stream.n == 0 || c->module.n > 500 ||
	    name.n + stream.n > 500)
		return;
	c->module = str_fmt(x->a, "%.*s%s%.*s:%.*s", STR_ARG(c->module),
	    c->module.n != 0 ? " " : "", STR_ARG(name), STR_ARG(stream));
}

void
erratum_package(struct erratum *x, const struct erratum_package *p)
{
	struct erratum_package *to;

	if (x->ncollections == 0)
		erratum_collection(x, STR(""), STR(""));
	if (x->npackages >= PACKAGES_MAX || !erratum_room(x, p->name.n +
	    p->epoch.n + p->version.n + p->release.n + p->arch.n +
	    p->source.n)) {
		x->too_large = true;
		return;
	}
	x->packages = arena_grow(x->a, x->packages, x->npackages,
	    &x->packages_cap, sizeof *x->packages);
	to = &x->packages[x->npackages++];
	*to = (struct erratum_package){
		.name = str_dup(x->a, str_trim(p->name)),
		.epoch = str_dup(x->a, str_trim(p->epoch)),
		.version = str_dup(x->a, str_trim(p->version)),
		.release = str_dup(x->a, str_trim(p->release)),
		.arch = str_dup(x->a, str_trim(p->arch)),
		.source = str_dup(x->a, str_trim(p->source)),
		.collection = x->ncollections - 1 };
}

/* ---- statements ---- */

/* "2:1.0-3"; epochs are also written "(none)", "None" and not at all. */
static struct str
evr(struct arena *a, struct str epoch, struct str version, struct str release)
{
	uint64_t n;

	if (!str_u64(epoch, UINT32_MAX, &n) || n == 0)
		return release.n == 0 ? version : str_fmt(a, "%.*s-%.*s",
		    STR_ARG(version), STR_ARG(release));
	return str_fmt(a, "%llu:%.*s%s%.*s", (unsigned long long)n,
	    STR_ARG(version), release.n != 0 ? "-" : "", STR_ARG(release));
}

/* "git-2.26.2-27.49.3.src.rpm", perhaps after a directory. */
static bool
read_source(struct arena *a, const struct erratum_package *p,
    struct line *to)
{
	struct str s = str_from_pos(p->source, str_rfind(p->source, '/') ==
	    p->source.n ? 0 : str_rfind(p->source, '/') + 1);
	size_t at, dash;

	if (!str_ends(s, STR(".src.rpm")) && !str_ends(s, STR(".nosrc.rpm")))
		return false;
	s = str_sub(s, 0, s.n - 8);
	if (str_ends(s, STR(".no")))
		s = str_sub(s, 0, s.n - 3);
	dash = str_rfind(s, '-');
	at = str_rfind(str_sub(s, 0, dash), '-');
	if (dash == s.n || at == dash || at == 0)
		return false;
	to->name = str_sub(s, 0, at);
	to->evr = evr(a, p->epoch, str_sub(s, at + 1, dash),
	    str_from_pos(s, dash + 1));
	return true;
}

static bool
is_source(struct str arch)
{
	return str_eq(arch, STR("src")) || str_eq(arch, STR("nosrc"));
}

/* False: it says nothing in this ecosystem. */
static bool
line_of(struct arena *a, const struct erratum_package *p,
    const struct ecosystem *eco, struct line *to)
{
	*to = (struct line){ .p = p, .place = p->collection, .name = p->name,
		.evr = evr(a, p->epoch, p->version, p->release) };
	if (eco->names == ECO_SOURCE)
		(void)(is_source(p->arch) || read_source(a, p, to));
	else if (is_source(p->arch))
		return false;
	return true;
}

static int
same_package(const struct line *x, const struct line *y)
{
	int d = x->place != y->place ? (x->place < y->place ? -1 : 1) : 0;

	return d != 0 ? d : str_cmp(x->name, y->name);
}

static int
line_cmp(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int d = same_package(x, y);

	if (d == 0)
		d = str_cmp(x->evr, y->evr);
	return d != 0 ? d : str_cmp(x->p->arch, y->p->arch);
}

/* How many architectures occur in [v, end): few, so they are counted
   plainly. */
static size_t
count_arches(const struct line *v, const struct line *end)
{
	struct str seen[32];
	size_t n = 0;

	for (; v < end; v++) {
		size_t i = 0;

		while (i < n && !str_eq(seen[i], v->p->arch))
			i++;
		if (i == n && n < sizeof seen / sizeof *seen)
			seen[n++] = v->p->arch;
	}
	return n;
}

/* Of [v, end), sorted: "i686 x86_64". */
static struct str
join_arches(struct arena *a, const struct line *v, const struct line *end)
{
	struct str s = v->p->arch;

	for (const struct line *i = v + 1; i < end; i++)
		if (!str_eq(i->p->arch, i[-1].p->arch) && s.n < 500)
			s = str_fmt(a, "%.*s %.*s", STR_ARG(s),
			    STR_ARG(i->p->arch));
	return s;
}

/* Oracle's rebuilds whose versions are not to be mixed with others. */
static struct str
flavour(const struct erratum_place *at, struct str version)
{
	if (!str_eq(str_from(at->eco->key), STR("oracle")))
		return STR("");
	if (str_find_str(version, STR(".ksplice")) < version.n)
		return STR("ksplice");
	return str_find_str(version, STR("_fips")) < version.n ?
	    STR("fips") : STR("");
}

/*
 * Amazon has kernels of several lines, and tools of them under one name: fixes
 * of 5.10 say nothing about 4.14. The line is told by the repository of Amazon
 * Linux 2 ("kernel-5.10"), in Amazon Linux 2023 by a package ("kernel6.12").
 */
static struct str
kernel_line(const struct erratum *x)
{
	static const struct str kernel = { "kernel", 6 };

	for (size_t i = 0; i < x->npackages; i++) {
		struct str rest = str_from_pos(x->packages[i].name, kernel.n);
		size_t n = 0;

		if (!str_starts(x->packages[i].name, kernel))
			continue;
		while (n < rest.n && (is_digit(rest.p[n]) ||
		    rest.p[n] == '.'))
			n++;
		if (n != 0 && n == rest.n)
			return rest;
	}
	return STR("");
}

static void
limit_to_line(const struct group *g, const struct line *v,
    struct interval *r)
{
	const struct erratum_place *at = &g->places[v->place];
	struct str version = v->p->version, low = g->line;

	if (!str_eq(str_from(at->eco->key), STR("amazon")))
		return;
	if (str_starts(at->channel, STR("kernel-")))
		low = str_from_pos(at->channel, 7);
	if (low.n == 0 || !str_starts(version, low) || version.n == low.n ||
	    version.p[low.n] != '.')
		return;
	r->lo = low;
	r->has_lo = r->lo_incl = true;
}

static void
put_version(struct group *g, const struct line *v, const struct line *end,
    size_t arches)
{
	const struct erratum_place *at = &g->places[v->place];
	struct adv_affected *to;

	g->v = arena_grow(g->a, g->v, g->n, &g->cap, sizeof *g->v);
	to = &g->v[g->n++];
	*to = g->like;
	to->eco = at->eco;
	to->release = at->release;
	to->channel = at->channel;
	to->name = v->name;
	to->module = g->x->collections[v->place].module;
	to->range = (struct interval){ .hi = v->evr, .has_hi = true };
	to->flavour = flavour(at, v->evr);
	limit_to_line(g, v, &to->range);
	if (count_arches(v, end) < arches ||
	    str_eq(str_from(at->eco->key), STR("rocky")))
		to->arch = join_arches(g->a, v, end);
}

/* [v, end): one package of one collection, by version. */
static void
put_package(struct group *g, const struct line *v, const struct line *end)
{
	size_t arches = count_arches(v, end);

	for (const struct line *i = v, *j; i < end; i = j) {
		for (j = i + 1; j < end && str_eq(j->evr, i->evr); j++)
			;
		put_version(g, i, j, arches);
	}
}

static void
put_packages(struct group *g)
{
	const struct erratum *x = g->x;
	struct line *v = NEWN(g->a, struct line, x->npackages);
	size_t n = 0, j;

	for (size_t i = 0; i < x->npackages; i++) {
		const struct erratum_package *p = &x->packages[i];
		const struct ecosystem *eco = g->places[p->collection].eco;

		if (p->name.n != 0 && p->version.n != 0 &&
		    line_of(g->a, p, eco, &v[n]))
			n++;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, line_cmp);
	for (size_t i = 0; i < n; i = j) {
		for (j = i + 1; j < n && same_package(&v[i], &v[j]) == 0; j++)
			;
		put_package(g, &v[i], &v[j]);
	}
}

/* ---- records ---- */

/* Also seconds since 1970 (SUSE). */
static bool
read_time(struct str s, int64_t *ret)
{
	uint64_t n;

	s = str_trim(s);
	if (when_parse(s, ret))
		return true;
	if (!str_u64(s, UINT64_C(253402300799), &n))
		return false;
	*ret = (int64_t)n;
	return true;
}

static void
read_times(const struct erratum *x, struct adv_record *r)
{
	r->has_published = read_time(x->issued, &r->published_s);
	r->has_modified = read_time(x->updated, &r->modified_s);
	/* Rocky's are often older than the day of issue. */
	if (r->has_published && (!r->has_modified ||
	    r->modified_s < r->published_s)) {
		r->has_modified = true;
		r->modified_s = r->published_s;
	}
}

/* Where no element says it, titles do: "Important: widget update". */
static enum severity
severity_of(const struct erratum *x)
{
	enum severity v = severity_from_word(x->severity);
	size_t colon = str_find_str(x->title, STR(": "));

	return v != SEV_UNKNOWN || colon == x->title.n ? v :
	    severity_from_word(str_sub(x->title, 0, colon));
}

/* Places of all collections; false: one is not told. */
static bool
find_places(struct erratum *x, struct errata *of,
    struct erratum_place *places)
{
	const struct erratum_vendor *v = erratum_vendor_of(x->id, x->sender,
	    x->product);

	for (size_t i = 0; i < x->ncollections; i++)
		if (!erratum_place(x->a, v, x, i, of->file, &places[i]))
			return false;
	return true;
}

static void
set_scope(struct errata *of, struct erratum *x,
    const struct erratum_place *at)
{
	if (x->ncollections == 0 || of->placed++ != 0 || of->loose)
		return;
	fill_scope(of->out, str_fmt(x->a, "%s%s%.*s", at->eco->key,
	    at->release.n != 0 ? " " : "", STR_ARG(at->release)));
}

static enum rc
put(struct erratum *x, struct errata *of, const struct erratum_place *places,
    struct err *e)
{
	struct group g = { .a = x->a, .x = x, .places = places,
		.line = kernel_line(x) };
	struct adv_record r = { .id = x->id, .title = x->title,
		.text = x->text, .url = x->url, .aliases = x->aliases,
		.naliases = x->naliases, .links = x->links,
		.nlinks = x->nlinks,
		.severity = severity_of(x) };

	read_times(x, &r);
	if (str_eq_nocase(x->status, STR("retracted"))) {
		r.flags |= ADV_WITHDRAWN;
		r.has_withdrawn = r.has_modified;
		r.withdrawn_s = r.modified_s;
	}
	g.like = (struct adv_affected){
		.state = x->testing ? ADV_AFFECTED : ADV_FIXED,
		.word = x->severity, .has_known = r.has_published,
		.known_day = when_day(r.published_s) };
	if (x->has_cve || str_eq_nocase(x->type, STR("security")))
		put_packages(&g);
	r.affected = g.v;
	r.naffected = g.n;
	return fill_record(of->out, &r, e);
}

enum rc
erratum_put(struct erratum *x, struct errata *of, struct err *e)
{
	struct erratum_place *places = NEWN(x->a, struct erratum_place,
	    x->ncollections);
	const char *why = x->id.n == 0 || x->id.n > ID_MAX ? "no id" :
	    x->too_large ? "too many packages or references" : NULL;

	if (why == NULL && !find_places(x, of, places)) {
		of->lost++;
		why = "neither it nor its path tells whose it is, and of "
		    "which release";
	}
	if (why != NULL)
		return fill_reject(of->out, x->id.n != 0 ? x->id : x->title,
		    why, e);
	set_scope(of, x, places);
	return put(x, of, places, e);
}

enum rc
errata_end(struct errata *of, struct err *e)
{
	if (of->placed != 0 || of->lost == 0)
		return RC_OK;
	return err_set(e, RC_UNSUPPORTED, "whose advisories these are, or of "
	    "which release, is told neither by the file nor by its path: say "
	    "it in the manifest's column \"release\", as rocky:9");
}
