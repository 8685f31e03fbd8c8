/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "bom/property.h"
#include "match/database.h"
#include "match/merge.h"
#include "match/owner.h"
#include "match/repository.h"

enum {
	SOURCELESS = 20,	/* packages without a source that are odd */
	SPACES_MAX = 2000,	/* namespaces that one name is in */
};

/* The streams beside a release, as indices of namespaces. */
struct streams {
	bool read;
	size_t *v, n;
};

struct judge {
	struct arena *arena;
	struct match_db *db;
	struct judge_options opt;
	struct distro given;		/* --distro */
	struct map *space_of;		/* "key/release" -> index + 1 */
	struct advdb_ns *spaces;
	struct streams *streams;	/* beside each; of the same index */
	size_t nspaces, cspaces;
};

/* A distribution of this document, judged once. */
struct place {
	const struct ecosystem *eco;
	struct str release, label;
	size_t unfed;			/* its components without a feed */
};

struct docket {				/* one document at work */
	struct judge *j;
	struct target *t;
	struct rule_ctx ctx;
	struct map *place_of;
	struct place **places;
	size_t nplaces, cplaces;
	const struct distro *last;
	struct place *last_place;
	struct hit *hits;
	size_t nhits, chits;
	size_t unsure;
	struct str unsure_name;
	/* the questions that share one look-up, and the row at hand */
	const struct ask *from, *to;
	const struct version_scheme *scheme;
};

struct judge *
judge_new(struct match_db *db, const struct judge_options *o)
{
	struct arena *a = arena_new(256 * MIB);
	struct judge *j = NEW(a, struct judge);

	j->arena = a;
	j->db = db;
	j->opt = *o;
	j->given = (struct distro){ .id = o->distro_id,
		.version_id = o->distro_version };
	j->space_of = map_new(a);
	return j;
}

void
judge_free(struct judge *j)
{
	if (j != NULL)
		arena_free(j->arena);
}

const struct advdb_ns *
judge_space(const struct judge *j, size_t space)
{
	return &j->spaces[space];
}

static struct target *
target_new(const struct bom *b, struct str sbom)
{
	struct arena *a = arena_new(limits_default.memory);
	struct target *t = NEW(a, struct target);

	t->arena = a;
	t->bom = b;
	t->sbom = str_dup(a, sbom);
	t->why = NEWN(a, enum uncovered, b->ncomponents);
	t->counted = NEWN(a, bool, b->ncomponents);
	notices_init(&t->notes, a);
	return t;
}

void
target_free(struct target *t)
{
	if (t != NULL)
		arena_free(t->arena);
}

static void
add_space(struct judge *j, const struct advdb_ns *ns)
{
	size_t cap = j->cspaces;

	j->spaces = arena_grow(j->arena, j->spaces, j->nspaces, &cap,
	    sizeof *j->spaces);
	j->streams = arena_grow(j->arena, j->streams, j->nspaces,
	    &j->cspaces, sizeof *j->streams);
	j->streams[j->nspaces] = (struct streams){ .read = false };
	j->spaces[j->nspaces++] = *ns;
}

/* Index of (eco, release) among the namespaces met in this run. scratch: of
   the document at hand. */
static enum rc
space_of(struct judge *j, struct arena *scratch, const struct ecosystem *eco,
    struct str release, size_t *ret, struct err *e)
{
	struct str key = str_fmt(scratch, "%s/%.*s", eco->key,
	    STR_ARG(release));
	void **v = map_find(j->space_of, key);
	struct advdb_ns ns;
	enum rc rc;

	if (v == NULL) {
		rc = advdb_namespace(j->db->adv, j->arena, eco, release, &ns,
		    e);
		if (rc != RC_OK)
			return rc;
		add_space(j, &ns);
		v = map_put(j->space_of, str_dup(j->arena, key), NULL);
		*v = (void *)(uintptr_t)j->nspaces;
	}
	*ret = (size_t)(uintptr_t)*v - 1;
	return RC_OK;
}

/* ---- components to questions ---- */

/* What the layers' etc/apk/repositories held, a line each. */
static struct str
apk_repositories(struct arena *a, const struct bom *b)
{
	struct str all = STR("");

	for (size_t i = 0; i < b->props.n; i++)
		if (str_eq(b->props.v[i].name, STR(PROP_APK_REPOSITORY)))
			all = str_join(a, all, str_join(a,
			    b->props.v[i].value, STR("\n")));
	return all;
}

/*
 * Is it a package, so that it counts? Files, the system and the image are
 * not; nor are groups that only hold others (Trivy's lock files).
 */
static bool
is_package(const struct bom_component *c)
{
	switch (c->kind) {
	case BOM_FILE: case BOM_OS: case BOM_CONTAINER:
		return false;
	case BOM_LIBRARY:
		return true;
	default:
		return c->type.n != 0 || c->purl.n != 0 || c->version.n != 0;
	}
}

/* "debian 12": as its namespace, else as it calls itself. */
static struct str
label(struct arena *a, const struct distro *d, const struct place *p)
{
	if (p->eco != NULL)
		return str_trim(str_fmt(a, "%s %.*s", p->eco->key,
		    STR_ARG(p->release)));
	if (!rule_has_release(d))
		return str_fmt(a, "%.*s of unknown release", STR_ARG(d->id));
	return str_fmt(a, "%.*s %.*s", STR_ARG(d->id), STR_ARG(
	    d->version_id.n != 0 ? d->version_id : d->codename));
}

static struct place *
place_for(struct docket *d, const struct distro *distro)
{
	struct arena *a = d->t->arena;
	struct place *p;
	struct str key;
	void **v;
	bool new;

	if (d->last == distro && d->last_place != NULL)
		return d->last_place;
	key = str_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(distro->id),
	    STR_ARG(distro->version_id), STR_ARG(distro->codename),
	    STR_ARG(distro->point_release));
	v = map_put(d->place_of, key, &new);
	if (new) {
		*v = p = NEW(a, struct place);
		p->eco = distro->id.n == 0 ? NULL : distro_namespace(a, distro,
		    d->ctx.apk_repositories, &p->release);
		p->label = label(a, distro, p);
		d->places = arena_grow(a, d->places, d->nplaces, &d->cplaces,
		    sizeof *d->places);
		d->places[d->nplaces++] = p;
	}
	d->last = distro;
	return d->last_place = *v;
}

/* --distro speaks where the document is silent: on the distribution, or on
   its release. */
static const struct distro *
distro_for(const struct docket *d, const struct distro *own)
{
	const struct distro *given = &d->j->given;

	if (own == NULL || own->id.n == 0)
		own = &d->t->bom->distro;
	if (given->id.n != 0 && (own->id.n == 0 || (!rule_has_release(own) &&
	    str_eq(own->id, given->id))))
		return given;
	return own;
}

static bool
no_version(struct str v)
{
	return v.n == 0 || str_eq_nocase(v, STR("unknown"));
}

static enum rc
streams_of(struct judge *j, size_t space, struct err *e)
{
	struct advdb_ns *v = NULL;
	struct streams s = { .read = true };
	enum rc rc;

	if (j->streams[space].read)
		return RC_OK;
	rc = advdb_streams(j->db->adv, j->arena, &j->spaces[space], &v, &s.n,
	    e);
	if (rc != RC_OK)
		return rc;
	s.v = NEWN(j->arena, size_t, s.n);
	for (size_t i = 0; i < s.n; i++) {
		s.v[i] = j->nspaces;
		add_space(j, &v[i]);
	}
	j->streams[space] = s;
	return RC_OK;
}

/* Ask a stream what the release is asked. */
static void
ask_stream(struct docket *d, size_t at, size_t space, enum use use)
{
	struct ask q = d->ctx.asks[at];
	const struct advdb_ns *ns = &d->j->spaces[space];

	q.release = ns->release;
	q.channel = ns->channel;
	q.space = space;
	q.base = false;
	if (use == USE_OWN) {
		q.own = space;
		d->ctx.asks[at].rank = 1;
		d->ctx.asks[at].own = space;
	}
	q.rank = use == USE_OWN || use == USE_BESIDE ? 0 : 2;
	if (q.rank != 0)
		q.own = d->ctx.asks[at].space;
	q.paid = use == USE_PAID;
	if (use == USE_POSSIBLE) {
		q.confidence = CONF_POSSIBLE;
		q.doubt = str_fmt(d->t->arena, "nothing tells whether the "
		    "package is of %.*s", STR_ARG(ns->channel));
	}
	d->ctx.asks = arena_grow(d->t->arena, d->ctx.asks, d->ctx.nasks,
	    &d->ctx.casks, sizeof q);
	d->ctx.asks[d->ctx.nasks++] = q;
}

static bool
is_in(const int64_t *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == id)
			return true;
	return false;
}

/* Of the questions from index `from` on, those to streams beside. */
static enum rc
add_streams(struct docket *d, size_t from, struct err *e)
{
	int64_t in[SPACES_MAX];
	size_t end = d->ctx.nasks, n;
	enum rc rc = RC_OK;

	for (size_t i = from; i < end && rc == RC_OK; i++) {
		const struct ask *q = &d->ctx.asks[i];
		struct streams s;

		if (!q->base || !q->eco->distro)
			continue;
		rc = streams_of(d->j, q->space, e);
		if (rc != RC_OK)
			return rc;
		s = d->j->streams[q->space];
		if (s.n == 0)
			continue;
		rc = advdb_named(d->j->db->adv, q->name, in, SPACES_MAX, &n,
		    e);
		bool known = rc == RC_OK && is_in(in, n,
		    d->j->spaces[q->space].id);

		for (size_t k = 0; k < s.n && rc == RC_OK; k++) {
			const struct advdb_ns *ns = &d->j->spaces[s.v[k]];
			enum use use = !is_in(in, n, ns->id) ? USE_NO
			    : rule_channel(&d->ctx, &d->ctx.asks[i],
			    ns->release, ns->channel, known);

			if (use != USE_NO)
				ask_stream(d, i, s.v[k], use);
		}
	}
	return rc;
}

/* Drop the questions from index `from` on that the database knows nothing
   about, and number the namespaces of the others. Covered is a component only
   where a feed sets out to cover its namespace. */
static enum rc
keep_fed(struct docket *d, size_t from, bool *ret_fed, struct err *e)
{
	size_t n = from;

	for (size_t i = from; i < d->ctx.nasks; i++) {
		struct ask *q = &d->ctx.asks[i];
		enum rc rc = space_of(d->j, d->t->arena, q->eco, q->release,
		    &q->space, e);

		if (rc != RC_OK)
			return rc;
		q->own = d->ctx.asks[from].rank == 0
		    ? d->ctx.asks[from].space : q->space;
		q->base = q->rank == 0;
		if (d->j->spaces[q->space].id != 0)
			d->ctx.asks[n++] = *q;
		*ret_fed |= d->j->spaces[q->space].covered;
	}
	d->ctx.nasks = n;
	return add_streams(d, from, e);
}

static int
hex_digit(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	    : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
digest_of(struct str hex, uint8_t ret[20])
{
	if (hex.n != 40)
		return false;
	for (size_t i = 0; i < 20; i++) {
		int hi = hex_digit(hex.p[2 * i]);
		int lo = hex_digit(hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		ret[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

/* The names of a Java archive's digest, where nothing else tells them. */
static enum rc
find_archives(struct docket *d, const struct bom_component *c, struct err *e)
{
	struct str hex = bom_prop_get(&c->props, PROP_JAVA_SHA1);
	struct adv_maven *v = NULL;
	uint8_t sha1[20];
	enum rc rc = RC_OK;

	d->ctx.narchives = 0;
	if (!rule_by_digest(c))
		return RC_OK;
	for (size_t i = 0; i < c->nhashes && hex.n == 0; i++)
		if (str_eq(c->hashes[i].alg, STR("SHA-1")))
			hex = c->hashes[i].hex;
	if (digest_of(hex, sha1))
		rc = advdb_maven(d->j->db->adv, d->t->arena, sha1, &v,
		    &d->ctx.narchives, e);
	d->ctx.archives = v;
	return rc;
}

static enum rc
ask_one(struct docket *d, size_t i, enum uncovered *ret, struct err *e)
{
	const struct bom_component *c = &d->t->bom->components[i];
	const struct rule *rule = rule_for(c->type);
	size_t from = d->ctx.nasks;
	struct place *p;
	bool fed = false;
	enum rc rc;

	*ret = c->type.n == 0 ? NO_TYPE
	    : no_version(c->version) ? NO_VERSION
	    : rule == NULL ? NO_RULE : JUDGED;
	if (*ret != JUDGED)
		return RC_OK;
	d->ctx.component = c;
	d->ctx.distro = distro_for(d, c->distro);
	p = place_for(d, d->ctx.distro);
	d->ctx.eco = p->eco;
	d->ctx.release = p->release;
	rc = find_archives(d, c, e);
	if (rc != RC_OK)
		return rc;
	*ret = rule->ask(&d->ctx);
	for (size_t k = from; k < d->ctx.nasks; k++)
		d->ctx.asks[k].component = i;
	rc = keep_fed(d, from, &fed, e);
	if (rc == RC_OK && *ret == JUDGED && !fed)
		*ret = NO_FEED;
	if (rule->type == NULL)
		return rc;	/* of no distribution */
	if (*ret == NO_FEED || (*ret == NO_DISTRIBUTION && p->eco == NULL &&
	    d->ctx.distro->id.n != 0))
		p->unfed++;
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	const struct ask *x = a, *y = b;
	int d = str_cmp(x->name, y->name);

	if (d == 0 && x->space != y->space)
		d = x->space < y->space ? -1 : 1;
	if (d == 0)
		d = str_cmp(x->version, y->version);
	if (d == 0 && x->component != y->component)
		d = x->component < y->component ? -1 : 1;
	return d;
}

static void
judged_by(struct docket *d)
{
	struct target *t = d->t;
	size_t *count = NEWN(t->arena, size_t, d->j->nspaces);

	for (size_t i = 0; i < d->ctx.nasks; i++)
		if (d->ctx.asks[i].base && (i == 0 ||
		    !d->ctx.asks[i - 1].base || d->ctx.asks[i].component !=
		    d->ctx.asks[i - 1].component))
			count[d->ctx.asks[i].space]++;
	t->by = NEWN(t->arena, struct judged_by, d->j->nspaces);
	for (size_t i = 0; i < d->j->nspaces; i++) {
		if (count[i] != 0 && d->j->spaces[i].torn)
			target_gap(t, "feed", count[i], "%s %.*s: its feed "
			    "was not read to its end when the database was "
			    "built", d->j->spaces[i].eco->key,
			    STR_ARG(d->j->spaces[i].release));
		if (count[i] != 0 && d->j->spaces[i].covered)
			t->by[t->nby++] = (struct judged_by){ str_trim(
			    str_fmt(t->arena, "%s %.*s",
			    d->j->spaces[i].eco->key,
			    STR_ARG(d->j->spaces[i].release))), count[i] };
	}
}

static enum rc
ask_all(struct docket *d, struct err *e)
{
	struct target *t = d->t;
	const struct bom *b = t->bom;

	d->ctx = (struct rule_ctx){ .arena = t->arena, .bom = b,
		.apk_repositories = apk_repositories(t->arena, b) };
	d->place_of = map_new(t->arena);
	for (size_t i = 0; i < b->ncomponents; i++) {
		enum rc rc;

		t->counted[i] = is_package(&b->components[i]);
		if (!t->counted[i])
			continue;
		rc = ask_one(d, i, &t->why[i], e);
		if (rc != RC_OK)
			return rc;
		t->components++;
		t->uncovered[t->why[i]]++;
	}
	t->judged = t->uncovered[JUDGED];
	t->uncovered[JUDGED] = 0;
	judged_by(d);
	if (d->ctx.nasks != 0)
		qsort(d->ctx.asks, d->ctx.nasks, sizeof *d->ctx.asks, by_name);
	t->asks = d->ctx.asks;
	t->nasks = d->ctx.nasks;
	return RC_OK;
}

/* ---- rows to hits ---- */

enum standing
judge_range(const struct version_scheme *s, const struct advdb_row *row,
    struct str version)
{
	const struct interval *i = &row->range;

	if (row->opaque)
		return STAND_UNSURE;
	if (row->all)
		return STAND_IN;
	if (row->exact)
		return version_bound_cmp(s, version, i->lo) == 0 ? STAND_IN :
		    STAND_OUT;
	if (interval_has(s, i, version))
		return STAND_IN;
	if ((i->has_lo && !s->valid(i->lo)) || (i->has_hi && !s->valid(i->hi)))
		return STAND_UNSURE;
	return STAND_OUT;
}

/* The row's text, copied once for all questions that it answers. */
static struct advdb_row
keep_row(struct arena *a, const struct advdb_row *row)
{
	struct advdb_row r = *row;

	r.range.lo = str_dup(a, row->range.lo);
	r.range.hi = str_dup(a, row->range.hi);
	r.fixed = str_dup(a, row->fixed);
	return r;
}

static void
add_hit(struct docket *d, const struct ask *q, const struct advdb_row *row)
{
	d->hits = arena_grow(d->t->arena, d->hits, d->nhits, &d->chits,
	    sizeof *d->hits);
	d->hits[d->nhits++] = (struct hit){
		.ask = q, .opaque = row->opaque, .adv = row->adv, .seq = row->seq,
		.range = row->range, .all = row->all, .exact = row->exact,
		.fixed = row->fixed, .state = row->state,
		.severity = row->severity, .qual = row->qual,
		.word = row->word, .confidence = row->opaque ?
		    CONF_POSSIBLE : q->confidence,
		.doubt = row->opaque ? STR("its version range cannot be "
		    "evaluated") : q->doubt };
	if (q->paid && row->state == ADV_FIXED) {
		d->hits[d->nhits - 1].state = ADV_WONT_FIX;
		d->hits[d->nhits - 1].fixed = STR("");
	}
}

/*
 * A range that nothing evaluates may hold the version: of a language's package
 * that is a possible finding. Ranges of commits say nothing of versions.
 */
static bool
doubtful(const struct ask *q, const struct advdb_row *row)
{
	return !q->eco->distro && row->opaque &&
	    str_find(row->range.lo, '.') < row->range.lo.n;
}

/* One row against all questions of the look-up. Versions are in order, but
   intervals need not start at the bottom: each is asked. */
static enum rc
take_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct docket *d = ctx;
	struct advdb_row kept;
	enum standing last = STAND_OUT;
	bool have = false;

	(void)e;
	for (const struct ask *q = d->from; q < d->to; q++) {
		if (q == d->from || !str_eq(q->version, q[-1].version))
			last = judge_range(d->scheme, row, q->version);
		if (last == STAND_UNSURE && row->state != ADV_NOT_AFFECTED &&
		    !doubtful(q, row)) {
			if (d->unsure++ == 0)
				d->unsure_name = q->name;
		}
		if (last != STAND_IN && !(last == STAND_UNSURE &&
		    row->state != ADV_NOT_AFFECTED && doubtful(q, row)))
			continue;
		if (!have)
			kept = keep_row(d->t->arena, row);
		have = true;
		add_hit(d, q, &kept);
	}
	return RC_OK;
}

static enum rc
look_up(struct docket *d, struct err *e)
{
	const struct ask *end = d->ctx.asks + d->ctx.nasks;

	for (const struct ask *q = d->ctx.asks; q != end; q = d->to) {
		enum rc rc;

		d->from = q;
		for (d->to = q + 1; d->to != end && d->to->space == q->space &&
		    str_eq(d->to->name, q->name); d->to++)
			;
		d->scheme = version_by_id((int)q->eco->scheme);
		rc = advdb_affected(d->j->db->adv, &d->j->spaces[q->space],
		    q->name, take_row, d, e);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* ---- gaps and notes ---- */

/* Every gap of the document is ours, and its notes are handed on. */
static void
take_notices(struct target *t)
{
	const struct notices *l = &t->bom->notices;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].level == NOTICE_NOTE) {
			notices_add(&t->notes, l->v[i]);
			continue;
		}
		t->gaps = arena_grow(t->arena, t->gaps, t->ngaps, &t->cgaps,
		    sizeof *t->gaps);
		t->gaps[t->ngaps++] = (struct gap){ l->v[i], 0 };
	}
}

static bool
is_system(const struct bom *b)
{
	return b->subject == SUBJECT_IMAGE || b->subject == SUBJECT_ROOTFS;
}

/* A release of Alpine of which the database has one repository's fixes only:
   the other's packages look as if nothing was ever wrong with them. */
static void
tell_repositories(struct docket *d, const struct place *p)
{
	static const struct str parts[] = { { "main", 4 },
		{ "community", 9 } };
	struct str branch = p->release;

	if (p->eco == NULL || p->unfed != 0 ||
	    !str_eq(str_from(p->eco->key), STR("alpine")))
		return;
	if (!str_eq(branch, STR("edge")))
		branch = str_join(d->t->arena, STR("v"), branch);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (repository_used(d->ctx.apk_repositories, branch, parts[i]) &&
		    !repository_fed(d->j->db, branch, parts[i]))
			target_gap(d->t, "feed", 0, "%.*s: no feed of its "
			    "repository %.*s in the database",
			    STR_ARG(p->label), STR_ARG(parts[i]));
}

/*
 * Feeds that speak of source packages cannot be asked about binaries whose
 * source the document does not name. One system has always some whose source
 * has another name: where many packages name none, the document left it out.
 */
static void
tell_sources(struct docket *d)
{
	const struct target *t = d->t;
	size_t n = 0;

	for (size_t i = 0; i < d->ctx.nasks; i++) {
		const struct ask *q = &d->ctx.asks[i];

		if (q->rank != 0 || q->eco->names != ECO_SOURCE)
			continue;
		if (t->bom->components[q->component].source_name.n != 0)
			return;
		n++;
	}
	if (n >= SOURCELESS)
		target_gap(d->t, "source", n, "%zu packages, and of none the "
		    "source package is named, which the feeds speak of", n);
}

static void
tell_gaps(struct docket *d)
{
	struct target *t = d->t;
	const struct bom *b = t->bom;
	const struct distro *given = &d->j->given;

	for (size_t i = 0; i < d->nplaces; i++)
		if (d->places[i]->unfed != 0)
			target_gap(t, "feed", d->places[i]->unfed,
			    "%.*s: %zu packages, no feed in the database",
			    STR_ARG(d->places[i]->label),
			    d->places[i]->unfed);
	for (size_t i = 0; i < d->nplaces; i++)
		tell_repositories(d, d->places[i]);
	tell_sources(d);
	if (t->components != 0 && t->judged == 0)
		target_gap(t, "coverage", t->components,
		    "none of %zu packages was judged", t->components);
	if (d->unsure != 0)
		target_gap(t, "range", 0, "%zu statements could not be "
		    "compared with an installed version, the first about "
		    "%.*s", d->unsure, STR_ARG(d->unsure_name));
	if (is_system(b) && b->distro.id.n == 0 && !b->has_os_database)
		notice_note(&t->notes, "distro", STR(""),
		    "no distribution and no package database of one");
	if (given->id.n != 0 && distro_for(d, NULL) != given)
		notice_note(&t->notes, "distro", STR(""), "--distro %.*s:%.*s "
		    "is not used: the document says %.*s %.*s",
		    STR_ARG(given->id), STR_ARG(given->version_id),
		    STR_ARG(b->distro.id), STR_ARG(b->distro.version_id));
	if (t->components == 0)
		notice_note(&t->notes, "coverage", STR(""),
		    "the document lists no packages");
}

enum rc
judge_bom(struct judge *j, const struct bom *b, struct str sbom,
    struct target **ret, struct err *e)
{
	struct docket d = { .j = j, .t = target_new(b, sbom) };
	const struct distro *distro = distro_for(&d, NULL);
	enum rc rc;

	d.t->distro_id = distro->id;
	d.t->distro_version = distro->version_id;
	take_notices(d.t);
	rc = ask_all(&d, e);
	if (rc == RC_OK)
		rc = look_up(&d, e);
	if (rc == RC_OK) {
		tell_gaps(&d);
		rc = merge_hits(&(struct merge){ .db = j->db, .judge = j,
		    .t = d.t, .scores = j->opt.scores }, d.hits, d.nhits,
		    e);
	}
	if (rc == RC_OK)
		rc = owner_suppress(j->db, j, d.t, e);
	if (rc != RC_OK) {
		target_free(d.t);
		return rc;
	}
	*ret = d.t;
	return RC_OK;
}
