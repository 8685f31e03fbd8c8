/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report for programs: airbom-findings/1, schemas/findings.schema.json.
 * Every key is always there, in this order; null stands for "not known".
 * Dates, never ages; nothing of the host.
 */
#include "match/report/report.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/when.h"
#include "bom/bom.h"
#include "match/report/coverage.h"
#include "match/rule/rule.h"

enum { EXAMPLES = 3 };		/* components, of each reason */

static void
text_or_null(struct json_out *j, const char *key, struct str s)
{
	json_key(j, key);
	if (s.n == 0)
		json_put_null(j);
	else
		json_put_str(j, s);
}

static void
time_or_null(struct json_out *j, const char *key, bool has, int64_t t_s)
{
	char buf[24];

	text_or_null(j, key, has ? when_format(buf, t_s) : STR(""));
}

static void
day_or_null(struct json_out *j, const char *key, bool has, int64_t day)
{
	char buf[24];

	text_or_null(j, key, has ? when_format_day(buf, day) : STR(""));
}

static void
texts(struct json_out *j, const char *key, const struct str *v, size_t n)
{
	json_key(j, key);
	json_begin_array(j);
	for (size_t i = 0; i < n; i++)
		json_put_str(j, v[i]);
	json_end_array(j);
}

static void
number(struct json_out *j, const char *key, size_t n)
{
	json_pair_int(j, key, (int64_t)n);
}

/* ---- the head ---- */

static void
sources(struct json_out *j, const struct match_db *db)
{
	json_key(j, "sources");
	json_begin_array(j);
	for (size_t i = 0; i < db->nsources; i++) {
		const struct advdb_source *s = &db->sources[i];

		json_begin_object(j);
		json_pair(j, "feed", s->feed);
		time_or_null(j, "date", s->has_time, s->data_time_s);
		json_pair_int(j, "records", (int64_t)s->records);
		text_or_null(j, "scope", s->scope);
		json_pair_int(j, "rejected", (int64_t)s->rejected);
		json_key(j, "whole");
		json_put_bool(j, !s->torn);
		json_pair(j, "sha256", s->sha256);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
begin(struct report_out *o, const struct run *r)
{
	struct json_out *j = &o->json;

	json_out_init(j, &o->out, false);
	json_begin_object(j);
	json_pair(j, "schema", STR("airbom-findings/1"));
	json_key(j, "tool");
	json_begin_object(j);
	json_pair(j, "name", STR("match"));
	json_pair(j, "version", STR(AIRBOM_VERSION));
	json_end_object(j);
	time_or_null(j, "evaluated_at", true, r->now_s);
	json_key(j, "database");
	json_begin_object(j);
	json_pair(j, "content", advdb_content(r->db->adv));
	sources(j, r->db);
	json_key(j, "epss");
	if (r->db->epss_day == 0) {
		json_put_null(j);
	} else {
		json_begin_object(j);
		day_or_null(j, "date", true, r->db->epss_day);
		text_or_null(j, "model", r->db->epss_model);
		json_end_object(j);
	}
	text_or_null(j, "selection", r->db->selection);
	json_end_object(j);
	json_key(j, "targets");
	json_begin_array(j);
}

/* ---- a finding ---- */

static void
put_cvss(struct json_out *j, const struct advdb_score *s)
{
	json_key(j, "cvss");
	json_begin_array(j);
	for (size_t i = 0; s != NULL && i < s->ncvss; i++) {
		const struct adv_cvss *c = &s->cvss[i];
		char version[] = { (char)('0' + c->version / 10 % 10), '.',
			(char)('0' + c->version % 10), '\0' };

		json_begin_object(j);
		json_pair(j, "version", str_from(version));
		json_pair(j, "vector", c->vector);
		json_key(j, "score");
		json_put_double(j, c->score);
		json_pair(j, "source", c->source);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_exploited(struct json_out *j, const struct advdb_score *s)
{
	json_key(j, "epss");
	if (s == NULL || !s->has_epss) {
		json_put_null(j);
	} else {
		json_begin_object(j);
		json_key(j, "score");
		json_put_double(j, s->epss);
		json_key(j, "percentile");
		json_put_double(j, s->percentile);
		json_end_object(j);
	}
	json_key(j, "kev");
	if (s == NULL || !s->has_kev) {
		json_put_null(j);
		return;
	}
	json_begin_object(j);
	day_or_null(j, "added", s->kev_added != 0, s->kev_added);
	day_or_null(j, "due", s->kev_due != 0, s->kev_due);
	json_key(j, "ransomware");
	json_put_bool(j, s->ransomware);
	json_end_object(j);
}

/* A decision of SSVC's; null where it was not made. */
static void
put_decision(struct json_out *j, const char *key, const char *const *words,
    uint8_t n)
{
	text_or_null(j, key, n == SSVC_UNSAID ? STR("") : str_from(words[n]));
}

static void
put_ssvc(struct json_out *j, const struct advdb_score *s)
{
	static const char *const exploitation[] = { "none", "poc", "active" };
	static const char *const automatable[] = { "no", "yes" };
	static const char *const impact[] = { "partial", "total" };

	json_key(j, "ssvc");
	if (s == NULL || !s->ssvc.has) {
		json_put_null(j);
		return;
	}
	json_begin_object(j);
	put_decision(j, "exploitation", exploitation, s->ssvc.exploitation);
	put_decision(j, "automatable", automatable, s->ssvc.automatable);
	put_decision(j, "technical_impact", impact, s->ssvc.impact);
	time_or_null(j, "decided", s->ssvc.time_s != 0, s->ssvc.time_s);
	json_end_object(j);
}

/* With two decimals: of most problems hardly anybody exploits any. */
static void
put_risk(struct json_out *j, struct arena *a, const struct finding *f)
{
	double v;

	json_key(j, "risk");
	if (finding_risk(a, f, &v))
		json_put_double(j, (double)(int64_t)(v * 100 + 0.5) / 100);
	else
		json_put_null(j);
}

static void
put_weaknesses(struct json_out *j, const struct advdb_score *s)
{
	json_key(j, "weaknesses");
	json_begin_array(j);
	for (size_t i = 0; s != NULL && i < s->ncwes; i++) {
		char text[32];
		int n = snprintf(text, sizeof text, "CWE-%d", s->cwes[i]);

		json_put_str(j, str_of(text, n > 0 ? (size_t)n : 0));
	}
	json_end_array(j);
}

static void
put_package(struct json_out *j, const struct bom_component *c)
{
	struct str layer = c->layer.n == 0 && c->nplaces != 0
	    ? c->places[0].layer : c->layer;

	json_key(j, "package");
	json_begin_object(j);
	text_or_null(j, "purl", c->purl);
	json_pair(j, "name", c->name);
	text_or_null(j, "version", c->version);
	text_or_null(j, "type", c->type);
	json_pair(j, "ref", c->ref);
	text_or_null(j, "layer", layer);
	json_key(j, "paths");
	json_begin_array(j);
	for (size_t i = 0; i < c->nplaces; i++)
		json_put_str(j, c->places[i].path);
	json_end_array(j);
	json_end_object(j);
}

static void
put_source_package(struct json_out *j, const struct finding *f)
{
	const struct bom_component *c = f->component;
	bool own = c->source_name.n == 0;

	json_key(j, "source_package");
	if (own && !f->by_source) {
		json_put_null(j);
		return;
	}
	json_begin_object(j);
	json_pair(j, "name", own ? f->name : c->source_name);
	json_pair(j, "version", own ? f->version
	    : c->source_version.n != 0 ? c->source_version : c->version);
	json_end_object(j);
}

static void
put_verdict(struct json_out *j, const struct finding *f)
{
	json_pair(j, "state", str_from(adv_state_name(f->state)));
	texts(j, "fixed_in", f->fixed_in, f->nfixed_in);
	text_or_null(j, "suggested", f->suggested);
	text_or_null(j, "stream", f->ask->channel);
	put_package(j, f->component);
	put_source_package(j, f);
	json_key(j, "advisory");
	json_begin_object(j);
	json_pair(j, "id", f->advisory);
	json_pair(j, "feed", f->feed);
	text_or_null(j, "url", f->url);
	json_end_object(j);
}

static void
put_finding(struct json_out *j, struct arena *a, const struct finding *f)
{
	size_t n;

	json_begin_object(j);
	json_pair(j, "id", f->id);
	texts(j, "aliases", f->aliases, f->naliases);
	text_or_null(j, "title", f->title);
	json_pair(j, "severity", str_from(severity_name(f->severity)));
	text_or_null(j, "severity_source", f->severity_from);
	put_cvss(j, f->score);
	put_exploited(j, f->score);
	put_ssvc(j, f->score);
	put_risk(j, a, f);
	time_or_null(j, "published", f->has_published, f->published_s);
	time_or_null(j, "modified", f->has_modified, f->modified_s);
	day_or_null(j, "known", f->has_known, f->known_day);
	put_weaknesses(j, f->score);
	texts(j, "urls", &f->url, f->url.n != 0 ? 1 : 0);
	put_verdict(j, f);
	json_pair(j, "range", finding_vers(a, f));
	json_pair(j, "confidence", str_from(confidence_name(f->confidence)));

	const struct str *why = finding_why(a, f, &n);

	texts(j, "why", why, n);
	if (f->by.n != 0)
		json_pair(j, "by", f->by);
	json_end_object(j);
}

/* Text made for a finding is forgotten with it: of thousands it would be most
   of a run's memory. */
static void
put_findings(struct json_out *j, const char *key, const struct finding *v,
    size_t n)
{
	struct arena *a = arena_new(limits_default.memory);

	json_key(j, key);
	json_begin_array(j);
	for (size_t i = 0; i < n; i++) {
		put_finding(j, a, &v[i]);
		arena_reset(a);
	}
	json_end_array(j);
	arena_free(a);
}

/* ---- a target ---- */

static void
put_uncovered(struct json_out *j, const size_t n[static UNCOVERED_KINDS])
{
	json_key(j, "uncovered");
	json_begin_object(j);
	for (int u = JUDGED + 1; u < UNCOVERED_KINDS; u++)
		if (n[u] != 0)
			number(j, uncovered_name((enum uncovered)u), n[u]);
	json_end_object(j);
}

static void
put_judged_by(struct json_out *j, const struct target *t)
{
	json_key(j, "judged_by");
	json_begin_array(j);
	for (size_t i = 0; i < t->nby; i++) {
		const struct judged_by *by = &t->by[i];

		json_begin_object(j);
		json_pair(j, "namespace", by->name);
		number(j, "components", by->components);
		texts(j, "feeds", by->feeds, by->nfeeds);
		time_or_null(j, "date", by->has_time, by->data_time_s);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_types(struct json_out *j, const struct target *t)
{
	size_t n;
	const struct type_coverage *v = coverage_types(t, &n);

	json_key(j, "types");
	json_begin_array(j);
	for (size_t i = 0; i < n; i++) {
		json_begin_object(j);
		text_or_null(j, "type", v[i].type);
		number(j, "components", v[i].components);
		number(j, "judged", v[i].judged);
		put_uncovered(j, v[i].uncovered);
		json_end_object(j);
	}
	json_end_array(j);
}

/* Some of each reason; -v lists all. */
static void
put_examples(struct json_out *j, const struct target *t)
{
	json_key(j, "examples");
	json_begin_object(j);
	for (int u = JUDGED + 1; u < UNCOVERED_KINDS; u++) {
		size_t n = 0;

		if (t->uncovered[u] == 0)
			continue;
		json_key(j, uncovered_name((enum uncovered)u));
		json_begin_array(j);
		for (size_t i = 0; i < t->bom->ncomponents && n < EXAMPLES;
		    i++) {
			if (!t->counted[i] || (int)t->why[i] != u)
				continue;
			json_put_str(j, t->bom->components[i].ref);
			n++;
		}
		json_end_array(j);
	}
	json_end_object(j);
}

static void
put_coverage(struct json_out *j, const struct target *t)
{
	json_key(j, "coverage");
	json_begin_object(j);
	number(j, "judged", t->judged);
	put_uncovered(j, t->uncovered);
	put_judged_by(j, t);
	put_types(j, t);
	put_examples(j, t);
	json_end_object(j);
}

/* What wrote the bill of materials, and when. */
static void
put_document(struct json_out *j, const struct bom *b)
{
	json_key(j, "document");
	json_begin_object(j);
	text_or_null(j, "format", b->format);
	text_or_null(j, "version", b->spec_version);
	text_or_null(j, "tool", b->tool);
	time_or_null(j, "created", b->has_time, b->time_s);
	json_end_object(j);
}

static struct str
with_path(struct arena *a, const struct notice *n)
{
	return n->path.n == 0 ? n->what : str_fmt(a, "%.*s: %.*s",
	    STR_ARG(n->path), STR_ARG(n->what));
}

static void
put_notices(struct json_out *j, const struct target *t)
{
	json_key(j, "gaps");
	json_begin_array(j);
	for (size_t i = 0; i < t->ngaps; i++) {
		json_begin_object(j);
		json_pair(j, "kind", t->gaps[i].notice.kind);
		json_pair(j, "what", with_path(t->arena, &t->gaps[i].notice));
		number(j, "components", t->gaps[i].components);
		json_end_object(j);
	}
	json_end_array(j);
	json_key(j, "notes");
	json_begin_array(j);
	for (size_t i = 0; i < t->notes.n; i++) {
		json_begin_object(j);
		json_pair(j, "kind", t->notes.v[i].kind);
		json_pair(j, "what", with_path(t->arena, &t->notes.v[i]));
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_severities(struct json_out *j, const size_t n[static SEV_CRITICAL + 1])
{
	json_key(j, "severities");
	json_begin_object(j);
	for (int s = SEV_CRITICAL; s >= SEV_UNKNOWN; s--)
		number(j, severity_name((enum severity)s), n[s]);
	json_end_object(j);
}

static void
put_upgrade(struct json_out *j, const struct upgrade *u)
{
	json_begin_object(j);
	json_key(j, "package");
	json_begin_object(j);
	text_or_null(j, "type", u->type);
	json_pair(j, "name", u->name);
	json_pair(j, "version", u->version);
	json_end_object(j);
	json_pair(j, "to", u->to);
	text_or_null(j, "stream", u->stream);
	number(j, "removes", u->removes);
	put_severities(j, u->by_severity);
	number(j, "leaves", u->leaves);
	number(j, "brings", u->brings);
	json_key(j, "refs");
	json_begin_array(j);
	for (size_t i = 0; i < u->nparts; i++)
		json_put_str(j, u->parts[i]->ref);
	json_end_array(j);
	json_end_object(j);
}

static void
target(struct report_out *o, const struct run *r, const struct target *t)
{
	struct json_out *j = &o->json;
	const struct bom *b = t->bom;

	(void)r;
	json_begin_object(j);
	json_pair(j, "sbom", t->sbom);
	text_or_null(j, "name", b->name);
	text_or_null(j, "digest", b->manifest_digest.n != 0
	    ? b->manifest_digest : b->config_digest);
	put_document(j, b);
	json_key(j, "distro");
	if (t->distro_id.n == 0) {
		json_put_null(j);
	} else {
		json_begin_object(j);
		json_pair(j, "id", t->distro_id);
		text_or_null(j, "version", t->distro_version);
		json_end_object(j);
	}
	number(j, "components", t->components);
	put_coverage(j, t);
	put_findings(j, "findings", t->findings, t->nfindings);
	put_findings(j, "suppressed", t->suppressed, t->nsuppressed);
	json_key(j, "plan");
	json_begin_array(j);
	for (size_t i = 0; i < t->nplan; i++)
		put_upgrade(j, &t->plan[i]);
	json_end_array(j);
	put_notices(j, t);
	json_end_object(j);
}

/* ---- the end ---- */

static void
put_run_gaps(struct json_out *j, const struct run *r)
{
	json_key(j, "gaps");
	json_begin_array(j);
	for (size_t i = 0; i < r->ngaps; i++) {
		json_begin_object(j);
		text_or_null(j, "sbom", r->gaps[i].sbom);
		json_pair(j, "kind", r->gaps[i].kind);
		json_pair(j, "what", r->gaps[i].what);
		number(j, "components", r->gaps[i].components);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
put_as_of(struct json_out *j, const struct run *r)
{
	json_key(j, "as_of");
	if (!r->has_as_of) {
		json_put_null(j);
		return;
	}
	json_begin_object(j);
	day_or_null(j, "date", true, r->as_of_day);
	number(j, "later", r->later);
	number(j, "changed", r->changed);
	number(j, "undated", r->undated);
	json_end_object(j);
}

static void
put_since(struct json_out *j, const struct run *r)
{
	json_key(j, "since");
	if (!r->has_since_day && r->since == NULL) {
		json_put_null(j);
		return;
	}
	json_begin_object(j);
	day_or_null(j, "date", r->has_since_day, r->since_day);
	text_or_null(j, "database", r->since != NULL
	    ? advdb_content(r->since->adv) : STR(""));
	number(j, "known_before", r->known_before);
	number(j, "undated", r->unknown_since);
	number(j, "gone", r->gone);
	json_end_object(j);
}

static void
put_grouped_package(struct json_out *j, const struct group_package *p)
{
	json_begin_object(j);
	text_or_null(j, "type", p->type);
	json_pair(j, "name", p->name);
	text_or_null(j, "version", p->version);
	json_pair(j, "state", str_from(adv_state_name(p->state)));
	texts(j, "fixed_in", p->fixed_in, p->nfixed_in);
	json_key(j, "targets");
	json_begin_array(j);
	for (size_t i = 0; i < p->ntargets; i++)
		json_put_int(j, (int64_t)p->targets[i]);
	json_end_array(j);
	json_end_object(j);
}

static void
put_advisories(struct json_out *j, const struct groups *g)
{
	json_key(j, "advisories");
	if (g == NULL) {
		json_put_null(j);
		return;
	}
	json_begin_array(j);
	for (size_t i = 0; i < g->n; i++) {
		const struct group_advisory *x = g->v[i];

		json_begin_object(j);
		json_pair(j, "id", x->id);
		text_or_null(j, "title", x->title);
		json_pair(j, "severity", str_from(severity_name(x->severity)));
		number(j, "targets", x->ntargets);
		json_key(j, "packages");
		json_begin_array(j);
		for (size_t k = 0; k < x->npackages; k++)
			put_grouped_package(j, x->packages[k]);
		json_end_array(j);
		json_end_object(j);
	}
	json_end_array(j);
}

static void
end(struct report_out *o, const struct run *r)
{
	struct json_out *j = &o->json;

	json_end_array(j);
	put_advisories(j, r->groups);
	json_key(j, "summary");
	json_begin_object(j);
	number(j, "targets", r->targets);
	number(j, "components", r->components);
	number(j, "judged", r->judged);
	put_uncovered(j, r->uncovered);
	number(j, "findings", r->findings);
	put_severities(j, r->by_severity);
	number(j, "fixable", r->fixable);
	number(j, "hidden", r->hidden);
	put_as_of(j, r);
	put_since(j, r);
	put_run_gaps(j, r);
	number(j, "notes", r->notes);
	json_pair_int(j, "status", (int64_t)r->status);
	json_end_object(j);
	json_end_object(j);
	out_z(&o->out, "\n");
}

const struct report_format report_json = { .name = "json", .scores = true,
	.begin = begin, .target = target, .end = end };
