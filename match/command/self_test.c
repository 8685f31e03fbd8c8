/* SPDX-License-Identifier: Apache-2.0 */
#include "match/command/self_test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "bom/bom.h"
#include "bom/decode.h"
#include "match/command/probe.h"
#include "match/database.h"
#include "match/judge.h"

struct self_test {
	struct match_db *db;
	struct arena *arena;
	struct out out;
	struct bom *bom;		/* the probes; ref: their index */
	struct str feed;		/* at hand */
	struct target *t;
	size_t tested, blind, unproven, untested;
};

/* Those that were seen first; NULL: there are no more. */
static const struct probe *
probe_at(size_t i)
{
	return i < nprobes_seen ? &probes_seen[i]
	    : i - nprobes_seen < nprobes ? &probes[i - nprobes_seen] : NULL;
}

/* The known-vulnerable document. */
static struct bom *
probe_bom(void)
{
	struct bom *b = bom_new((size_t)limits_default.memory);
	struct arena *tmp = arena_new((size_t)limits_default.memory);
	struct bom_decoder d = { .b = b, .tmp = tmp };
	struct bom_hints none = { 0 };
	const struct probe *p;

	for (size_t i = 0; (p = probe_at(i)) != NULL; i++) {
		struct bom_component *c = bom_add(b);

		c->purl = str_from(p->purl);
		c->ref = str_fmt(b->arena, "%zu", i);
		bom_decode(&d, c, &none);
	}
	bom_decode_end(&d);
	bom_finish(b);
	arena_free(tmp);
	return b;
}

/* Is the word among those of the text? */
static bool
has_word(const char *text, struct str want)
{
	struct str rest = str_from(text), word;

	while (str_word(&rest, &word))
		if (str_eq(word, want))
			return true;
	return false;
}

static const struct probe *
probe_of(const struct bom_component *c)
{
	uint64_t i;

	return str_u64(c->ref, nprobes_seen + nprobes - 1, &i)
	    ? probe_at((size_t)i) : NULL;
}

/* Is this the namespace of the component's own release? */
static bool
was_asked(const struct self_test *x, const struct judge *j, size_t component,
    int64_t ns)
{
	for (size_t i = 0; i < x->t->nasks; i++) {
		const struct ask *q = &x->t->asks[i];

		if (q->component == component && q->base &&
		    judge_space(j, q->space)->id == ns)
			return true;
	}
	return false;
}

static bool
was_found(const struct self_test *x, size_t component, struct str id)
{
	const struct bom_component *c = &x->t->bom->components[component];

	for (size_t i = 0; i < x->t->nfindings; i++) {
		const struct finding *f = &x->t->findings[i];
		bool is = str_eq(f->id, id);

		for (size_t k = 0; k < f->naliases && !is; k++)
			is = str_eq(f->aliases[k], id);
		if (f->component == c && is)
			return true;
	}
	return false;
}

static void
answer(struct self_test *x, const char *verdict, struct str scope,
    struct str what)
{
	out_fmt(&x->out, "%-8s ", verdict);
	out_quoted(&x->out, x->feed);
	if (scope.n != 0) {
		out_z(&x->out, " (");
		out_quoted(&x->out, scope);
		out_z(&x->out, ")");
	}
	out_z(&x->out, ": ");
	out_quoted(&x->out, what);
	out_z(&x->out, "\n");
}

static bool
is_seen(const struct probe *p)
{
	return p >= probes_seen && p < probes_seen + nprobes_seen;
}

/* A namespace that the feed covers: one of its probes is enough. False: there
   is none. */
static bool
test_cover(struct self_test *x, const struct judge *j,
    const struct advdb_cover *v)
{
	struct str scope = str_trim(str_fmt(x->arena, "%.*s %.*s",
	    STR_ARG(v->eco), STR_ARG(v->release)));
	const struct probe *asked = NULL;	/* the surest */
	bool found = false, proof = false;

	for (size_t i = 0; i < x->bom->ncomponents && !found; i++) {
		const struct probe *p = probe_of(&x->bom->components[i]);

		if (p == NULL || !has_word(p->feeds, x->feed) ||
		    !was_asked(x, j, i, v->ns))
			continue;
		found = was_found(x, i, str_from(p->id));
		if (found || asked == NULL || (is_seen(p) && !proof))
			asked = p;
		proof |= is_seen(p);
	}
	if (asked == NULL)
		return false;
	x->tested += found || proof;
	x->blind += !found && proof;
	x->unproven += !found && !proof;
	answer(x, found ? "ok" : proof ? "blind" : "unproven", scope,
	    str_fmt(x->arena, "%s in %s%s", asked->id, asked->purl,
	    found ? "" : " is not found"));
	return true;
}

/* ---- feeds about problems ---- */

static enum rc
has_fact(struct self_test *x, enum fact what, struct str id, bool *ret,
    struct err *e)
{
	struct advdb *adv = x->db->adv;
	struct advdb_score s;
	int64_t vid, grp;
	enum rc rc = advdb_vid(adv, id, &vid, &grp, e);

	*ret = false;
	if (rc != RC_OK || vid == 0)
		return rc;
	if (what == FACT_RECORD)
		return advdb_speaks(adv, x->feed, vid, ret, e);
	rc = advdb_scores(adv, x->arena, vid, &s, e);
	*ret = rc == RC_OK && (what == FACT_KEV ? s.has_kev : s.has_epss);
	return rc;
}

static enum rc
test_facts(struct self_test *x, const struct fact_probe *p, struct err *e)
{
	static const char *const words[] = { [FACT_RECORD] = "record",
		[FACT_KEV] = "listing", [FACT_EPSS] = "score" };
	struct str rest = str_from(p->ids), id = STR("");
	bool has = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !has && str_word(&rest, &id))
		rc = has_fact(x, p->what, id, &has, e);
	if (rc != RC_OK)
		return rc;
	x->tested++;
	x->blind += !has;
	if (has)
		answer(x, "ok", STR(""), str_fmt(x->arena, "a %s of %.*s",
		    words[p->what], STR_ARG(id)));
	else
		answer(x, "blind", STR(""), str_fmt(x->arena, "no %s of any "
		    "of %s", words[p->what], p->ids));
	return RC_OK;
}

/* ---- all feeds ---- */

/* v: NULL for a feed that is about no packages. */
static struct str
no_case(struct self_test *x, struct str sofar, const struct advdb_cover *v)
{
	struct str one = v == NULL ? STR("no case for it")
	    : str_trim(str_fmt(x->arena, "%.*s %.*s", STR_ARG(v->eco),
	    STR_ARG(v->release)));

	x->untested++;
	return sofar.n == 0 ? one : str_fmt(x->arena, "%.*s, %.*s",
	    STR_ARG(sofar), STR_ARG(one));
}

static enum rc
test_feed(struct self_test *x, struct err *e)
{
	struct judge *j = judge_new(x->db, &(struct judge_options){
		.feed = x->feed, .scores = true });
	struct advdb_cover *v = NULL;
	struct str untested = STR("");
	size_t n = 0;
	bool facts = false;
	enum rc rc = advdb_covers(x->db->adv, x->arena, x->feed, &v, &n, e);

	if (rc == RC_OK)
		rc = judge_bom(j, x->bom, STR("self-test"), &x->t, e);
	if (rc == RC_OK) {
		for (size_t i = 0; i < n; i++)
			if (!test_cover(x, j, &v[i]))
				untested = no_case(x, untested, &v[i]);
		target_free(x->t);
	}
	for (size_t i = 0; i < nfact_probes && rc == RC_OK; i++) {
		if (!str_eq(str_from(fact_probes[i].feed), x->feed))
			continue;
		facts = true;
		rc = test_facts(x, &fact_probes[i], e);
	}
	if (rc == RC_OK && n == 0 && !facts)
		untested = no_case(x, untested, NULL);
	if (rc == RC_OK && untested.n != 0)
		answer(x, "untested", STR(""), untested);
	judge_free(j);
	return rc;
}

static bool
in_database(const struct match_db *db, struct str feed)
{
	for (size_t i = 0; i < db->nsources; i++)
		if (str_eq(db->sources[i].feed, feed))
			return true;
	return false;
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Feeds of the cases that the database does not have, each once, by name. */
static void
tell_absent(struct self_test *x)
{
	const char *sep = "absent   ";
	struct str *v = NULL, rest, word;
	size_t n = 0, cap = 0;

	size_t nall = nprobes_seen + nprobes;

	for (size_t i = 0; i < nall + nfact_probes; i++) {
		rest = str_from(i < nall ? probe_at(i)->feeds
		    : fact_probes[i - nall].feed);
		while (str_word(&rest, &word)) {
			v = arena_grow(x->arena, v, n, &cap, sizeof *v);
			v[n++] = word;
		}
	}
	if (n != 0)
		qsort(v, n, sizeof *v, by_name);
	for (size_t i = 0; i < n; i++) {
		if ((i != 0 && str_eq(v[i], v[i - 1])) ||
		    in_database(x->db, v[i]))
			continue;
		out_z(&x->out, sep);
		out_str(&x->out, v[i]);
		sep = ", ";
	}
	if (sep[0] == ',')
		out_z(&x->out, "\n");
}

static enum rc
test_all(struct self_test *x, struct err *e)
{
	const struct advdb_source *s = x->db->sources;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < x->db->nsources && rc == RC_OK; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = str_eq(s[k].feed, s[i].feed);
		x->feed = s[i].feed;
		if (!seen)
			rc = test_feed(x, e);
	}
	if (rc != RC_OK)
		return rc;
	tell_absent(x);
	out_fmt(&x->out, "%zu tested, %zu blind, %zu unproven, %zu without "
	    "a case\n", x->tested, x->blind, x->unproven, x->untested);
	return RC_OK;
}

enum status
self_test_run(struct match_db *db)
{
	struct self_test x = { .db = db };
	enum status st = ST_DONE;
	struct err e = { { 0 } };

	x.arena = arena_new(64 * MIB);
	x.bom = probe_bom();
	out_to_fd(&x.out, STDOUT_FILENO);
	(void)sandbox_enter(&e);
	if (test_all(&x, &e) != RC_OK) {
		say("match self-test", "%.*s: %s", STR_ARG(db->path), e.msg);
		st = ST_DATABASE;
	} else if (x.blind != 0 || x.tested == 0) {
		say("match self-test", x.tested == 0 ? "gap: nothing in the "
		    "database could be tested" : "gap: %zu of %zu tests found "
		    "nothing", x.blind, x.tested);
		st = ST_GAP;
	}
	if (out_flush(&x.out, &e) != RC_OK) {
		say("match self-test", "%s", e.msg);
		st = status_join(st, ST_FAILED);
	}
	bom_free(x.bom);
	arena_free(x.arena);
	return st;
}
