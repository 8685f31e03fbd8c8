/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Red Hat's security data API: a CVE each.
 *
 * Source:   https://docs.redhat.com, "Red Hat Security Data API" (3.x), cve/
 *           CVE-….json; reference "Hydra API shape".
 * Grammar:  { name, threat_severity, public_date, bugzilla, cvss3, cwe,
 *           details, affected_release: [ { product_name, release_date,
 *           advisory, cpe, package } ], package_state: [ { product_name,
 *           fix_state, package_name, cpe } ] }; a page may be an array.
 * Traps:    either list may be one object. Packages are source packages; one
 *           with a slash is an image of a container, "go-toolset:rhel8-80…"
 *           a whole module, whose version is no package's. `package` may be
 *           absent (a product that comes whole).
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/json_feed.h"
#include "feeds/feed/nevra.h"
#include "feeds/feed/table.h"
#include "feeds/feed/verdict.h"
#include "identity/ecosystem.h"
#include "identity/redhat_cpe.h"
#include "text/json.h"

/* Item i of what is documented as an array, and may be one object. */
static const struct json *
item(const struct json *list, size_t i)
{
	return json_kind_of(list) == JSON_OBJECT ? i == 0 ? list : NULL :
	    json_at(list, i);
}

static size_t
items(const struct json *list)
{
	return json_kind_of(list) == JSON_OBJECT ? 1 : json_count(list);
}

static bool
set_product(struct arena *a, struct str cpe, struct verdict *v)
{
	struct redhat_product p;

	cpe = str_trim(cpe);
	if (!redhat_product(a, cpe, &p))
		return false;
	if (p.kind == REDHAT_LAYERED && p.release.n == 0)
		p.release = redhat_tag(v->version, NULL);
	v->eco = ecosystem_by_key(p.kind == REDHAT_HUMMINGBIRD ?
	    STR("hummingbird") : STR("redhat"));
	v->release = p.release;
	v->channel = p.channel;
	v->cpe = cpe;
	return v->eco != NULL;
}

/* ---- what is fixed ---- */

/* "go-toolset:rhel8-8090020231018112459.e9b5d7a1": the module and its stream. */
static bool
module_build(struct str package, struct str *ret_module)
{
	size_t hyphen = str_rfind(package, '-');
	struct str name = str_sub(package, 0, hyphen);
	struct str build = str_from_pos(package, hyphen + 1);
	size_t n = 0;

	while (n < build.n && is_digit(build.p[n]))
		n++;
	if (n < 10 || n == build.n || build.p[n] != '.' ||
	    str_find(name, ':') == name.n)
		return false;
	*ret_module = name;
	return true;
}

/* A fix of packages that are not told: text that nothing evaluates. */
static void
put_module(struct draft *d, struct verdict *v, struct str package)
{
	struct adv_affected x = { .eco = v->eco, .release = v->release,
		.channel = v->channel, .module = v->module, .cpes = v->cpe,
		.state = ADV_FIXED, .word = v->word, .fixed = package,
		.name = str_sub(v->module, 0, str_find(v->module, ':')),
		.has_known = v->has_known, .known_day = v->known_day };

	draft_opaque(d, &x, str_fmt(d->a, "before module build %.*s",
	    STR_ARG(package)));
}

static void
read_release(struct draft *d, struct verdicts *l, const struct json *r)
{
	struct str package = str_trim(json_get_text(r, "package"));
	struct verdict v = { .state = ADV_FIXED, .arch = STR("src"),
		.word = str_trim(json_get_text(r, "advisory")) };
	struct nevra n;
	int64_t t;

	draft_alias(d, v.word, REL_RELATED);
	v.has_known = when_parse(json_get_text(r, "release_date"), &t);
	if (v.has_known)
		v.known_day = when_day(t);
	if (module_build(package, &v.module)) {
		if (set_product(d->a, json_get_text(r, "cpe"), &v))
			put_module(d, &v, package);
		return;
	}
	if (!nevra_parse(package, NEVRA_BUILD, &n) || n.version.n == 0)
		return;
	v.name = n.name;
	v.version = n.version;
	if (set_product(d->a, json_get_text(r, "cpe"), &v))
		verdict_add(l, &v);
}

/* ---- what is not ---- */

static enum adv_state
state_of(struct str word)
{
	static const struct {
		const char *word;
		enum adv_state state;
	} table[] = {
		{ "Affected", ADV_AFFECTED }, { "Fix deferred", ADV_DEFERRED },
		{ "Will not fix", ADV_WONT_FIX },
		{ "Out of support scope", ADV_END_OF_LIFE },
		{ "Not affected", ADV_NOT_AFFECTED },
		{ "New", ADV_INVESTIGATING },
		{ "Under investigation", ADV_INVESTIGATING },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq_nocase(word, str_from(table[i].word)))
			return table[i].state;
	return ADV_UNDETERMINED;
}

static void
read_state(struct draft *d, struct verdicts *l, const struct json *s)
{
	struct verdict v = { .arch = STR("src"), .version = STR(""),
		.word = str_trim(json_get_text(s, "fix_state")) };
	struct nevra n;

	v.state = state_of(v.word);
	if (!nevra_parse(json_get_text(s, "package_name"), NEVRA_ARCH,
	    &n))
		return;
	v.name = n.name;
	v.module = n.module;
	if (set_product(d->a, json_get_text(s, "cpe"), &v))
		verdict_add(l, &v);
}

/* ---- the record ---- */

static void
read_scores(struct draft *d, const struct json *root)
{
	const struct json *v3 = json_get(root, "cvss3");
	const struct json *v2 = json_get(root, "cvss");

	draft_cvss(d, STR("Red Hat"), json_get_text(v3,
	    "cvss3_scoring_vector"), json_get_text(v3, "cvss3_base_score"),
	    31);
	draft_cvss(d, STR("Red Hat"), json_get_text(v2,
	    "cvss_scoring_vector"), json_get_text(v2, "cvss_base_score"), 20);
}

/* "CWE-190->CWE-122", "(CWE-20|CWE-787)". */
static void
read_cwes(struct draft *d, struct str s)
{
	for (;;) {
		size_t at = str_find_str(s, STR("CWE-")), end = at + 4;

		if (at == s.n)
			return;
		while (end < s.n && is_digit(s.p[end]))
			end++;
		draft_cwe(d, str_sub(s, at, end));
		s = str_from_pos(s, end);
	}
}

static void
read_links(struct draft *d, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		struct str rest = json_text(json_at(list, i)), line;

		while (str_line(&rest, &line))
			draft_link(d, line);
	}
}

/* The releases that are spoken of are covered. */
static enum rc
cover(struct fill *out, const struct adv_affected *v, size_t n, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (v[i].channel.n == 0)
			rc = fill_namespace(out, v[i].eco, v[i].release, e);
	return rc;
}

static const char *
put_record(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	const struct json *releases = json_get(root, "affected_release");
	const struct json *states = json_get(root, "package_state");
	struct draft d = { .a = a };
	struct verdicts l = { .a = a, .complete = true };
	struct adv_affected *v;
	size_t n;

	(void)name;
	d.r.id = str_trim(json_get_text(root, "name"));
	if (!vid_is_cve(vid_tidy(a, d.r.id)) || d.r.id.n > 100)
		return "no name of a CVE";
	read_scores(&d, root);
	d.r.severity = severity_from_word(json_get_text(root,
	    "threat_severity"));
	read_cwes(&d, json_get_text(root, "cwe"));
	read_links(&d, json_get(root, "references"));
	d.r.title = str_trim(json_get_text(json_get(root, "bugzilla"),
	    "description"));
	d.r.text = json_text(json_at(json_get(root, "details"), 0));
	d.r.has_published = when_parse(json_get_text(root, "public_date"),
	    &d.r.published_s);
	for (size_t i = 0; i < items(releases); i++)
		read_release(&d, &l, item(releases, i));
	for (size_t i = 0; i < items(states); i++)
		read_state(&d, &l, item(states, i));
	v = verdicts_affected(&l, &n);
	for (size_t i = 0; i < n; i++)
		draft_affected(&d, &v[i]);
	*ret_rc = draft_put(&d, out, e);
	if (*ret_rc == RC_OK)
		*ret_rc = cover(out, v, n, e);
	return NULL;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return json_feed(f, in, lim, out, put_record, e);
}

static bool
has(struct str text, const char *what)
{
	return str_find_str(text, str_from(what)) < text.n;
}

static bool
detect(const struct feed_head *h)
{
	if (h->array)
		return has(h->text, "\"threat_severity\"") &&
		    has(h->text, "\"affected_release\"");
	return h->object && (head_has(h, "threat_severity") ||
	    (head_has(h, "bugzilla") && head_has(h, "name"))) &&
	    (head_has(h, "public_date") || head_has(h, "package_state") ||
	    head_has(h, "affected_release"));
}

const struct feed feed_redhat_api = {
	.name = "redhat-api",
	.about = "Red Hat's security data API: a file for each CVE",
	.loose = true, .detect = detect, .load = load,
};
