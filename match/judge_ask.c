/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge_int.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "bom/property.h"
#include "match/database.h"
#include "match/rule/content.h"

enum { SPACES_MAX = 2000 };	/* namespaces that one name is in */

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
 * Is it a package, so that it counts? Files without a name of one, the system
 * and the image are not; nor are source packages, which are not installed, and
 * groups that only hold others (Trivy's lock files).
 */
static bool
is_package(const struct bom_component *c)
{
	if (c->source_package)
		return false;
	switch (c->kind) {
	case BOM_FILE:
		return c->purl.n != 0 || c->cpe.n != 0;
	case BOM_OS: case BOM_CONTAINER:
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
		p->distro = distro;
		p->label = label(a, distro, p);
		d->places = arena_grow(a, d->places, d->nplaces, &d->cplaces,
		    sizeof *d->places);
		d->places[d->nplaces++] = p;
	}
	d->last = distro;
	return d->last_place = *v;
}

const struct distro *
docket_distro(const struct docket *d, const struct distro *own)
{
	return judge_distro(d->j, d->t->bom, own);
}

const struct distro *
judge_distro(const struct judge *j, const struct bom *b,
    const struct distro *own)
{
	const struct distro *given = &j->given;

	if (own == NULL || own->id.n == 0)
		own = &b->distro;
	if (given->id.n != 0 && (own->id.n == 0 ||
	    (str_eq(own->id, given->id) && (!rule_has_release(own) ||
	    rule_has_channels(given, own->version_id)))))
		return given;
	return own;
}

/* Nothing, in the words of many tools. */
static bool
no_version(struct str v)
{
	static const char *const words[] = { "unknown", "noassertion", "none",
		"null", "undefined", "latest", "n/a", "*" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(v, str_from(words[i])))
			return true;
	return v.n == 0;
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

/* Of the questions from index `from` on, those to streams beside. What is of
   a stream is covered by its feed, too. */
static enum rc
add_streams(struct docket *d, size_t from, bool *ret_fed, struct err *e)
{
	int64_t in[SPACES_MAX];
	size_t end = d->ctx.nasks, n;
	enum rc rc = RC_OK;

	for (size_t i = from; i < end && rc == RC_OK; i++) {
		const struct ask *q = &d->ctx.asks[i];
		struct streams s;

		if (!q->base)
			continue;
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
			*ret_fed |= use == USE_OWN && ns->covered;
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
		enum rc rc = judge_space_of(d->j, d->t->arena, q->eco, q->release,
		    &q->space, e);

		if (rc != RC_OK)
			return rc;
		q->own = d->ctx.asks[from].rank == 0
		    ? d->ctx.asks[from].space : q->space;
		q->base = q->rank == 0;
		rc = judge_streams(d->j, q->space, e);
		if (rc != RC_OK)
			return rc;
		if (d->j->spaces[q->space].id != 0 ||
		    d->j->streams[q->space].n != 0)
			d->ctx.asks[n++] = *q;
		*ret_fed |= d->j->spaces[q->space].covered && !q->aside;
	}
	d->ctx.nasks = n;
	return add_streams(d, from, ret_fed, e);
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

/* The questions of the rule for its type. */
static enum rc
ask_rule(struct docket *d, size_t i, enum uncovered *ret, struct err *e)
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
	if (rc == RC_OK && *ret == THIRD_PARTY && fed)
		*ret = JUDGED;
	if (rule->type == NULL)
		return rc;	/* of no distribution */
	p->packages++;
	if (*ret == NO_FEED || (*ret == NO_DISTRIBUTION && p->eco == NULL &&
	    d->ctx.distro->id.n != 0))
		p->unfed++;
	return rc;
}

static enum rc
ask_one(struct docket *d, size_t i, enum uncovered *ret, struct err *e)
{
	const struct bom_component *c = &d->t->bom->components[i];
	size_t from = d->ctx.nasks;
	enum rc rc;

	d->ctx.component = c;
	d->ctx.distro = docket_distro(d, c->distro);
	d->ctx.content = content_layer(d->t->content, c->layer);
	rc = ask_rule(d, i, ret, e);
	return rc == RC_OK ? docket_ask_cpe(d, i, from, ret, e) : rc;
}

static struct str
vendor(const struct ask *q)
{
	return q->cpe != NULL ? q->cpe->of.vendor : STR("");
}

static int
by_name(const void *a, const void *b)
{
	const struct ask *x = a, *y = b;
	int d = str_cmp(x->name, y->name);

	if (d == 0 && x->space != y->space)
		d = x->space < y->space ? -1 : 1;
	if (d == 0)
		d = str_cmp(vendor(x), vendor(y));
	if (d == 0)
		d = str_cmp(x->version, y->version);
	if (d == 0 && x->component != y->component)
		d = x->component < y->component ? -1 : 1;
	return d;
}

static bool
has_esm(const struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		if (str_eq(c->type, STR("deb")) && (str_find_str(c->version,
		    STR("+esm")) < c->version.n || str_find_str(c->version,
		    STR("~esm")) < c->version.n))
			return true;
	}
	return false;
}

enum rc
docket_ask(struct docket *d, struct err *e)
{
	struct target *t = d->t;
	const struct bom *b = t->bom;

	d->ctx = (struct rule_ctx){ .arena = t->arena, .bom = b,
		.guess = d->j->opt.guess, .has_esm = has_esm(b),
		.apk_repositories = apk_repositories(t->arena, b) };
	d->place_of = map_new(t->arena);
	enum rc rc = docket_content(d, e);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < b->ncomponents; i++) {
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
	rc = docket_feeds(d, e);
	if (d->ctx.nasks != 0)
		qsort(d->ctx.asks, d->ctx.nasks, sizeof *d->ctx.asks, by_name);
	t->asks = d->ctx.asks;
	t->nasks = d->ctx.nasks;
	return rc;
}
