/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSAF documents as records: Red Hat's VEX documents and advisories, SUSE's,
 * openEuler's, and anybody else's.
 *
 * Source:   OASIS CSAF 2.0; security.access.redhat.com/data/csaf/v2 (vex/,
 *           vex-feed/, advisories/); ftp.suse.com/pub/projects/security/csaf
 *           and csaf-vex; repo.openeuler.org/security/data/csaf; reference
 *           "Red Hat", "CSAF in general".
 * Rules:    a VEX document is what its vendor says of a vulnerability: a
 *           record of that name. A distribution's advisory is an erratum: a
 *           record of its own that fixes others. Any other document is a
 *           record for each of its vulnerabilities, under the document's
 *           number. The vendor is told by the publisher's namespace.
 * Traps:    what Red Hat fixes in a support stream (EUS, AUS, ...) only is
 *           not fixed in the release; a word on a workaround is no fix.
 *           Errata that fix bugs name no vulnerability, and SUSE's VEX
 *           documents about what it never shipped no product either: they
 *           are kept as records without statements. Rejected CVEs stay, and
 *           say so in their titles. openEuler's advisories call themselves
 *           csaf_vex, too: their numbers tell.
 * Coverage: the releases of Red Hat, SUSE and openEuler that are spoken of; of
 *           other documents none.
 * Limits:   json_record for vulnerabilities that come before the tree; all
 *           else is streamed.
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/csaf_other.h"
#include "feeds/feed/csaf_pick.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { ERRATA_MAX = 1000 };	/* that one vulnerability is related to */

static const struct vendor {
	const char *host, *name;
	void (*pick)(struct arena *a, const struct csaf_product *p,
	    struct csaf_picked *ret);
} vendors[] = {
	{ "redhat.com", "Red Hat", csaf_pick_redhat },
	{ "suse.com", "SUSE", csaf_pick_suse },
	{ "suse.de", "SUSE", csaf_pick_suse },
	{ "openeuler.org", "openEuler", csaf_pick_openeuler },
};

struct memo {
	struct verdict *v;
	size_t n;
	bool told;		/* in a record of several vulnerabilities */
};

struct load {
	struct fill *out;
	struct arena *scratch;	/* for one product */
	const struct vendor *vendor;	/* NULL: none of ours */
	bool vex;
	size_t nvulns;
	enum rc sink;		/* staging failed: the build cannot go on */

	/* The first of a document that may have more: named when that is
	   known. */
	struct arena *held_in;
	struct adv_record held;
	struct str held_own;

	/* An erratum: what its vulnerabilities have in common. */
	struct verdicts all;
	struct adv_alias *aliases;
	size_t naliases, aliases_cap;
	struct adv_cvss *cvss;
	size_t ncvss, cvss_cap;
	int *cwes;
	size_t ncwes, cwes_cap;
	enum severity worst;
};

static const struct vendor *
vendor_of(struct str namespace)
{
	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++)
		if (str_find_str(namespace, str_from(vendors[i].host)) <
		    namespace.n)
			return &vendors[i];
	return NULL;
}

/* ---- statements ---- */

static struct memo *
memo_of(const struct load *l, const struct csaf_doc *d,
    struct csaf_product *p)
{
	struct memo *m = p->memo;
	struct csaf_picked picked;

	if (m != NULL)
		return m;
	m = NEW(d->a, struct memo);
	p->memo = m;
	arena_reset(l->scratch);
	l->vendor->pick(l->scratch, p, &picked);
	m->n = picked.n;
	m->v = NEWN(d->a, struct verdict, picked.n);
	for (size_t i = 0; i < picked.n; i++) {
		struct verdict *v = &m->v[i];

		*v = picked.v[i];	/* its CPE name is the document's */
		v->release = str_dup(d->a, v->release);
		v->channel = str_dup(d->a, v->channel);
		v->name = str_dup(d->a, v->name);
		v->module = str_dup(d->a, v->module);
		v->arch = str_dup(d->a, v->arch);
		v->version = str_dup(d->a, v->version);
	}
	return m;
}

/* "RHSA-2031:1" of "https://access.redhat.com/errata/RHSA-2031:1". */
static struct str
advisory_of(const struct csaf_remediation *r)
{
	struct str tail;

	if (r == NULL || r->kind != CSAF_VENDOR_FIX)
		return STR("");
	tail = str_from_pos(r->url, str_rfind(r->url, '/') + 1);
	return tail.n != 0 && tail.n < 40 && is_upper(tail.p[0]) ? tail :
	    STR("");
}

/* The day of a document that was never changed since. */
static bool
unchanged(const struct csaf_doc *d, int64_t *ret_day)
{
	if (!d->has_initial || !d->has_current ||
	    when_day(d->initial_s) != when_day(d->current_s))
		return false;
	*ret_day = when_day(d->initial_s);
	return true;
}

/* The day of a statement: of its fix; an erratum's first. */
static bool
known_day(const struct load *l, const struct csaf_doc *d,
    const struct csaf_product *p, int64_t *ret)
{
	int64_t t;

	if (p->status == CSAF_FIXED && p->remedy != NULL &&
	    p->remedy->kind == CSAF_VENDOR_FIX &&
	    when_parse(p->remedy->date, &t)) {
		*ret = when_day(t);
		return true;
	}
	if (l->vex || !d->has_initial)
		return unchanged(d, ret);
	*ret = when_day(d->initial_s);
	return true;
}

static void
add_product(const struct load *l, const struct csaf_doc *d,
    struct csaf_product *p, enum severity usual, struct verdicts *to)
{
	struct memo *m = memo_of(l, d, p);

	if (m->told && !l->vex && p->status == CSAF_FIXED)
		return;
	m->told = true;
	for (size_t i = 0; i < m->n; i++) {
		struct verdict v = m->v[i];

		v.state = csaf_state(p, &v.word);
		if (v.state == ADV_FIXED) {
			if (v.version.n == 0)
				continue;	/* nothing can be compared */
			if (l->vex)
				v.word = advisory_of(p->remedy);
		} else {
			v.version = STR("");
		}
		if (l->vex && p->severity != usual)
			v.severity = p->severity;
		v.has_known = known_day(l, d, p, &v.known_day);
		verdict_add(to, &v);
	}
}

/* The releases that the vendor speaks of are covered, whatever else is in the
   document. */
static enum rc
cover(struct load *l, const struct adv_affected *v, size_t n, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		bool new = i == 0 || v[i].eco != v[i - 1].eco ||
		    !str_eq(v[i].release, v[i - 1].release) ||
		    v[i - 1].channel.n != 0;

		if (new && v[i].channel.n == 0 && v[i].eco->distro)
			rc = fill_namespace(l->out, v[i].eco, v[i].release,
			    e);
	}
	return rc;
}

/* ---- records ---- */

static bool
is_rejected(struct str title)
{
	return str_starts(title, STR("[REJECTED CVE]")) ||
	    str_starts(title, STR("** REJECT"));
}

static struct adv_record
record_of(const struct load *l, const struct csaf_doc *d, struct arena *a,
    struct str *const *lists, const size_t *counts)
{
	struct adv_record r = { .has_modified = d->has_current,
		.modified_s = d->current_s, .has_published = d->has_initial,
		.published_s = d->initial_s,
		.severity = severity_from_word(d->severity) };
	struct str *links = NEWN(a, struct str, counts[0] + counts[1]);

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < counts[k]; i++)
			links[r.nlinks++] = lists[k][i];
	r.links = links;
	/* Where it does not follow from the feed: see adv_url(). */
	if (l->vendor == NULL || (!l->vex && l->vendor->pick !=
	    csaf_pick_redhat))
		r.url = d->nlinks != 0 ? d->links[0] : r.nlinks != 0 ?
		    links[0] : STR("");
	/* CSAF 2.1 has categories for it; Red Hat states it in `status`. */
	if (str_eq(d->category, STR("csaf_withdrawn")) ||
	    str_eq(d->category, STR("csaf_superseded")) ||
	    str_eq(d->status, STR("deleted"))) {
		r.flags |= ADV_WITHDRAWN;
		r.has_withdrawn = d->has_current;
		r.withdrawn_s = d->current_s;
	}
	return r;
}

static void
name_sources(const struct load *l, const struct csaf_doc *d,
    struct adv_cvss *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i].source = l->vendor != NULL ? str_from(l->vendor->name) :
		    d->publisher;
}

/* Severity of the vulnerability, where the document has none. */
static enum severity
worst(const struct csaf_vuln *v)
{
	enum severity s = SEV_UNKNOWN;

	for (size_t i = 0; i < v->n; i++)
		if (v->v[i]->severity > s)
			s = v->v[i]->severity;
	if (s == SEV_UNKNOWN && v->ncvss != 0)
		s = severity_from_score(v->cvss[0].version, v->cvss[0].score);
	return s;
}

/*
 * The identifier under which a vulnerability's record goes, and its relation
 * to the vulnerability. A document's own number stands for its vulnerability
 * if it has one only, else for none of them.
 */
static void
name_record(const struct load *l, const struct csaf_doc *d, struct arena *a,
    struct str own, bool only, struct adv_record *r)
{
	struct adv_alias *alias = NEW(a, struct adv_alias);

	r->id = own.n != 0 ? own : d->id;
	if (l->vendor != NULL || d->id.n == 0 || own.n == 0 ||
	    str_eq(vid_tidy(a, d->id), vid_tidy(a, own)))
		return;
	*alias = (struct adv_alias){ own, REL_UPSTREAM };
	r->aliases = alias;
	r->naliases = 1;
	r->id = only ? d->id : str_fmt(a, "%.*s:%.*s", STR_ARG(d->id),
	    STR_ARG(own));
}

static enum rc
put_record(struct load *l, const struct csaf_doc *d, struct arena *a,
    struct str own, bool only, struct adv_record *r, struct err *e)
{
	enum rc rc;

	name_record(l, d, a, own, only, r);
	if (r->id.n == 0 || r->id.n > 100)
		return fill_reject(l->out, r->title, "a vulnerability without "
		    "an identifier", e);
	rc = fill_record(l->out, r, e);
	return rc == RC_OK && l->vendor != NULL ? cover(l, r->affected,
	    r->naffected, e) : rc;
}

static enum rc
put_held(struct load *l, const struct csaf_doc *d, struct err *e)
{
	enum rc rc = RC_OK;

	if (l->held_in != NULL)
		rc = put_record(l, d, l->held_in, l->held_own,
		    l->nvulns == 1, &l->held, e);
	arena_free(l->held_in);
	l->held_in = NULL;
	return rc;
}

/* The errata that fix it, as a VEX document's remediations name them. */
static void
relate(const struct csaf_vuln *v, struct adv_record *r)
{
	const struct csaf_remediation *last = NULL;
	struct adv_alias *aliases = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < v->n && r->naliases < ERRATA_MAX; i++) {
		struct str id = advisory_of(v->v[i]->remedy);
		size_t k = 0;

		if (v->v[i]->remedy == last || id.n == 0)
			continue;
		last = v->v[i]->remedy;
		while (k < r->naliases && !str_eq(aliases[k].id, id))
			k++;
		if (k < r->naliases)
			continue;
		aliases = arena_grow(v->a, aliases, r->naliases, &cap,
		    sizeof *aliases);
		aliases[r->naliases++] = (struct adv_alias){ id,
			REL_RELATED };
	}
	r->aliases = aliases;
}

static struct csaf_statements
statements(struct load *l, const struct csaf_doc *d, struct csaf_vuln *v,
    enum severity usual)
{
	struct verdicts some = { .a = v->a, .complete = true };
	struct csaf_statements s = { .lost = 0 };

	if (l->vendor == NULL) {
		s = csaf_other(v->a, v);
		for (size_t i = 0; i < s.naffected; i++)
			s.affected[i].has_known = unchanged(d,
			    &s.affected[i].known_day);
		return s;
	}
	for (size_t i = 0; i < v->n; i++)
		add_product(l, d, v->v[i], usual, &some);
	s.affected = verdicts_affected(&some, &s.naffected);
	return s;
}

static void
describe(const struct load *l, const struct csaf_doc *d, struct csaf_vuln *v,
    struct adv_record *r)
{
	name_sources(l, d, v->cvss, v->ncvss);
	r->title = v->title.n != 0 ? v->title : d->title;
	r->text = v->text.n != 0 ? v->text : d->summary;
	if (is_rejected(r->title) || is_rejected(r->text))
		r->flags |= ADV_REJECTED;
	if (v->has_release) {
		r->has_published = true;
		r->published_s = v->release_s;
	}
	r->cvss = v->cvss;
	r->ncvss = v->ncvss;
	r->cwes = v->cwes;
	r->ncwes = v->ncwes;
}

static enum rc
put_vulnerability(struct load *l, const struct csaf_doc *d,
    struct csaf_vuln *v, struct err *e)
{
	struct str *const lists[] = { v->links, d->links };
	const size_t counts[] = { v->nlinks, d->nlinks };
	struct adv_record r = record_of(l, d, v->a, lists, counts);
	struct str own = v->cve.n != 0 ? v->cve : v->other_id;
	struct csaf_statements s;
	enum rc rc = put_held(l, d, e);

	if (r.severity == SEV_UNKNOWN)
		r.severity = worst(v);
	s = statements(l, d, v, r.severity);
	if (rc == RC_OK && s.lost != 0)
		rc = fill_reject(l->out, str_fmt(v->a, "%.*s: %zu products",
		    STR_ARG(own), s.lost), "neither a purl nor a CPE name "
		    "that names a package", e);
	describe(l, d, v, &r);
	if (l->vendor != NULL)
		relate(v, &r);
	r.affected = s.affected;
	r.naffected = s.naffected;
	r.cpes = s.cpes;
	r.ncpes = s.ncpes;
	if (rc != RC_OK || l->vendor != NULL || l->nvulns != 1)
		return rc != RC_OK ? rc : put_record(l, d, v->a, own, false,
		    &r, e);
	l->held = r;
	l->held_own = own;
	l->held_in = v->a;
	v->a = NULL;	/* ours now */
	return RC_OK;
}

/* ---- errata ---- */

static void
add_score(struct load *l, const struct csaf_doc *d, const struct adv_cvss *c)
{
	for (size_t i = 0; i < l->ncvss; i++) {
		if (l->cvss[i].version != c->version)
			continue;
		if (c->score > l->cvss[i].score) {
			l->cvss[i] = *c;
			l->cvss[i].vector = str_dup(d->a, c->vector);
		}
		return;
	}
	l->cvss = arena_grow(d->a, l->cvss, l->ncvss, &l->cvss_cap,
	    sizeof *l->cvss);
	l->cvss[l->ncvss] = *c;
	l->cvss[l->ncvss++].vector = str_dup(d->a, c->vector);
}

static void
add_to_erratum(struct load *l, const struct csaf_doc *d, struct csaf_vuln *v)
{
	struct str id = v->cve.n != 0 ? v->cve : v->other_id;
	enum severity severity = worst(v);
	size_t from = l->all.n;

	if (id.n != 0) {
		l->aliases = arena_grow(d->a, l->aliases, l->naliases,
		    &l->aliases_cap, sizeof *l->aliases);
		l->aliases[l->naliases++] = (struct adv_alias){
			str_dup(d->a, id), REL_FIXES };
	}
	if (severity > l->worst)
		l->worst = severity;
	for (size_t i = 0; i < v->ncvss; i++)
		add_score(l, d, &v->cvss[i]);
	for (size_t i = 0; i < v->ncwes; i++) {
		l->cwes = arena_grow(d->a, l->cwes, l->ncwes, &l->cwes_cap,
		    sizeof *l->cwes);
		l->cwes[l->ncwes++] = v->cwes[i];
	}
	for (size_t i = 0; i < v->n; i++)
		add_product(l, d, v->v[i], SEV_UNKNOWN, &l->all);
	for (size_t i = from; i < l->all.n; i++)
		l->all.v[i].word = str_dup(d->a, l->all.v[i].word);
}

static enum rc
put_erratum(struct load *l, struct csaf_doc *d, struct err *e)
{
	struct str *const lists[] = { d->links, NULL };
	const size_t counts[] = { d->nlinks, 0 };
	struct adv_record r = record_of(l, d, d->a, lists, counts);
	size_t n;
	struct adv_affected *v = verdicts_affected(&l->all, &n);
	enum rc rc;

	if (d->id.n == 0 || d->id.n > 100)
		return fill_reject(l->out, d->title, "a document without an "
		    "identifier", e);
	name_sources(l, d, l->cvss, l->ncvss);
	if (r.severity == SEV_UNKNOWN)
		r.severity = l->worst;
	r.id = d->id;
	r.title = d->title;
	r.text = d->summary;
	r.aliases = l->aliases;
	r.naliases = l->naliases;
	r.cvss = l->cvss;
	r.ncvss = l->ncvss;
	r.cwes = l->cwes;
	r.ncwes = l->ncwes;
	r.affected = v;
	r.naffected = n;
	rc = fill_record(l->out, &r, e);
	return rc == RC_OK ? cover(l, v, n, e) : rc;
}

/* ---- the document ---- */

static bool
is_cve(struct str id)
{
	return str_starts(id, STR("CVE-"));
}

/* Whose it is, and of what kind. */
static void
begin(struct load *l, const struct csaf_doc *d)
{
	l->vendor = vendor_of(d->namespace);
	l->vex = str_eq(d->category, STR("csaf_vex"));
	if (l->vendor != NULL && l->vendor->pick == csaf_pick_openeuler)
		l->vex &= is_cve(d->id);
	l->all.a = d->a;
}

static enum rc
each(void *ctx, const struct csaf_doc *d, struct csaf_vuln *v, struct err *e)
{
	struct load *l = ctx;

	if (l->nvulns++ == 0) {
		begin(l, d);
		if (l->vendor == NULL)
			fill_partial(l->out);
	}
	if (l->vendor != NULL && !l->vex) {
		add_to_erratum(l, d, v);
		return RC_OK;
	}
	l->sink = put_vulnerability(l, d, v, e);
	return l->sink;
}

static enum rc
finish(struct load *l, struct csaf_doc *d, struct err *e)
{
	if (l->nvulns == 0) {
		begin(l, d);
		if (l->vex && (l->vendor == NULL || l->vendor->pick !=
		    csaf_pick_suse || !is_cve(d->id)))
			return fill_reject(l->out, d->id, "a VEX document "
			    "without a vulnerability", e);
	} else if (l->vendor == NULL || l->vex) {
		return put_held(l, d, e);
	}
	return put_erratum(l, d, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct csaf_doc d = { .a = a };
	struct load l = { .out = out, .sink = RC_OK,
		.scratch = arena_new((size_t)lim->memory) };
	struct err why;
	enum rc rc = csaf_read(j, &d, (size_t)lim->json_record, each, &l,
	    &why);

	if (rc == RC_OK)
		rc = feed_end(j, &why);
	if (rc == RC_OK)
		rc = finish(&l, &d, e);
	else if (l.sink != RC_OK)
		rc = err_set(e, rc, "%s", why.msg);
	else
		rc = feed_lost(f, out, rc, &why, e);
	arena_free(l.held_in);
	arena_free(l.scratch);
	json_in_free(j);
	arena_free(a);
	return rc;
}

/* ---- rows ---- */

static bool
is_csaf(const struct feed_head *h)
{
	return head_has(h, "document") &&
	    str_find_str(h->text, STR("\"csaf_version\"")) < h->text.n;
}

static bool
is_of(const struct feed_head *h, const char *namespace, bool vex)
{
	struct str text = h->text;

	return is_csaf(h) && vex == (str_find_str(text,
	    STR("\"csaf_vex\"")) < text.n) &&
	    str_find_str(text, str_from(namespace)) < text.n;
}

static bool
detect_redhat_vex(const struct feed_head *h)
{
	return is_of(h, "https://www.redhat.com\"", true);
}

static bool
detect_redhat(const struct feed_head *h)
{
	return is_of(h, "https://www.redhat.com\"", false);
}

static bool
detect_suse_vex(const struct feed_head *h)
{
	return is_of(h, "https://www.suse.com/\"", true);
}

static bool
detect_suse(const struct feed_head *h)
{
	return is_of(h, "https://www.suse.com/\"", false);
}

static bool
detect_openeuler(const struct feed_head *h)
{
	return is_csaf(h) && str_find_str(h->text,
	    STR("openeuler.org")) < h->text.n;
}

const struct feed feed_redhat_vex = {
	.name = "redhat-vex",
	.about = "Red Hat's CSAF VEX documents, Hardened Images too",
	.loose = true, .detect = detect_redhat_vex, .load = load,
};

const struct feed feed_redhat_csaf = {
	.name = "redhat-csaf",
	.about = "Red Hat's CSAF advisories: RHSA, RHBA, RHEA",
	.loose = true, .detect = detect_redhat, .load = load,
};

const struct feed feed_suse_vex = {
	.name = "suse-vex", .about = "SUSE's CSAF VEX documents",
	.loose = true, .detect = detect_suse_vex, .load = load,
};

const struct feed feed_suse_csaf = {
	.name = "suse-csaf", .about = "SUSE's CSAF advisories",
	.loose = true, .detect = detect_suse, .load = load,
};

const struct feed feed_openeuler_csaf = {
	.name = "openeuler-csaf", .about = "openEuler's CSAF documents",
	.loose = true, .detect = detect_openeuler, .load = load,
};

const struct feed feed_csaf = {
	.name = "csaf",
	.about = "CSAF documents of any publisher, by purl and CPE name",
	.loose = true, .detect = is_csaf, .load = load,
};
