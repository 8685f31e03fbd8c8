/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RubySec: the Ruby advisory database.
 *
 * Source:   https://github.com/rubysec/ruby-advisory-db, README, "Schema".
 * Grammar:  gems/NAME/ID.yml, rubies/ENGINE/ID.yml: { gem | engine | library,
 *           cve, ghsa, osvdb, url, title, date, cvss_v2, cvss_v3, cvss_v4,
 *           platform, unaffected_versions: [], patched_versions: [],
 *           related: { cve: [], ghsa: [], url: [] } }. The lists are of
 *           requirements as Gem::Requirement has them.
 * Traps:    it lists what is safe: affected is what neither list holds, all
 *           versions when both are empty. Numbers of CVE and GHSA come without
 *           their prefix. One CVE has a file for each gem that it hits.
 *           `related` are other bugs. Scores have no vectors.
 */
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "feeds/feed/yaml_feed.h"
#include "identity/ecosystem.h"
#include "text/tree.h"

enum { KEPT = 2000 };	/* bytes of requirements that are kept as text */

static struct str
id_of(struct arena *a, const struct node *doc, const char *key,
    const char *prefix)
{
	struct str s = yaml_text(doc, key), p = str_from(prefix);

	return s.n == 0 || str_starts(s, p) ? s : str_join(a, p, s);
}

static void
put_ids(struct draft *d, const struct node *doc)
{
	struct str ids[] = { id_of(d->a, doc, "cve", "CVE-"),
		id_of(d->a, doc, "ghsa", "GHSA-"),
		id_of(d->a, doc, "osvdb", "OSVDB-") };

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		if (d->r.id.n == 0)
			d->r.id = ids[i];
		draft_alias(d, ids[i], REL_ALIAS);
	}
}

static void
put_related(struct draft *d, const struct node *related)
{
	static const char *const keys[][2] = { { "cve", "CVE-" },
		{ "ghsa", "GHSA-" }, { "osvdb", "OSVDB-" } };
	struct str *v;
	size_t n;

	for (size_t k = 0; k < 3; k++) {
		struct str p = str_from(keys[k][1]);

		v = yaml_list(d->a, related, keys[k][0], &n);
		for (size_t i = 0; i < n; i++)
			draft_alias(d, str_starts(v[i], p) ? v[i] :
			    str_join(d->a, p, v[i]), REL_RELATED);
	}
	v = yaml_list(d->a, related, "url", &n);
	for (size_t i = 0; i < n; i++)
		draft_link(d, v[i]);
}

/* Versions that are safe, one requirement after the other; false: one of them
   is none. *text: all of them. */
static bool
add_safe(struct draft *d, const struct node *doc, const char *key,
    struct constraint *safe, struct str *text)
{
	size_t n;
	struct str *v = yaml_list(d->a, doc, key, &n);
	bool ok = true;

	ok = n <= CONSTRAINT_TEXTS;
	for (size_t i = 0; i < n && i < CONSTRAINT_TEXTS; i++) {
		ok &= constraint_add(d->a, CONSTRAINT_GEM, v[i], safe);
		if (text->n < KEPT)
			*text = str_fmt(d->a, "%.*s%s%.*s", STR_ARG(*text),
			    text->n != 0 ? " || " : "",
			    STR_ARG(str_sub(v[i], 0, KEPT)));
	}
	return ok;
}

/* Implementations of the language are products, no gems. */
static void
put_engine(struct draft *d, struct str engine, const struct constraint *c)
{
	struct adv_cpe x = { .part = STR("a"),
		.product = str_lower(d->a, engine) };

	x.vendor = str_eq(x.product, STR("ruby")) ? STR("ruby-lang") :
	    str_eq(x.product, STR("rubinius")) ? STR("rubini") : x.product;
	for (size_t i = 0; i < c->n; i++) {
		x.range = c->v[i];
		x.exact = interval_is_exact(&x.range);
		if (x.exact)
			x.range = (struct interval){ .lo = x.range.lo };
		draft_cpe(d, &x);
	}
}

static void
put_versions(struct draft *d, const struct node *doc, struct str gem,
    struct str engine)
{
	struct adv_affected like = { .name = gem,
		.severity = d->r.severity,
		.has_severity = d->r.severity != SEV_UNKNOWN,
		.eco = ecosystem_by_key(STR("gem")) };
	struct constraint safe = { NULL, 0 }, c;
	struct str platform = yaml_text(doc, "platform"), text = STR("");
	bool ok = add_safe(d, doc, "patched_versions", &safe, &text);

	ok &= add_safe(d, doc, "unaffected_versions", &safe, &text);
	c = constraint_not(d->a, CONSTRAINT_GEM, &safe);
	if (platform.n != 0 && str_find(platform, ' ') == platform.n)
		like.extra = str_join(d->a, STR("platform="), platform);
	if (gem.n == 0) {
		if (ok)
			put_engine(d, engine, &c);
	} else if (!ok) {
		draft_opaque(d, &like, str_fmt(d->a, "none of: %.*s",
		    STR_ARG(text)));
	} else if (c.n == 0) {	/* all are safe, says it: then why a record? */
		like.state = ADV_UNDETERMINED;
		draft_affected(d, &like);
	} else {
		draft_ranges(d, &like, CONSTRAINT_GEM, &c, NULL, 0);
	}
}

static const char *
put(struct arena *a, const struct node *doc, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	struct draft d = { .a = a };
	struct str gem = yaml_text(doc, "gem"), engine = yaml_text(doc,
	    "engine");

	(void)name;
	if (gem.n == 0)
		gem = yaml_text(doc, "library");
	put_ids(&d, doc);
	if (d.r.id.n == 0 || d.r.id.n > 100)
		return "no identifier";
	if (gem.n == 0 && engine.n == 0)
		return "neither gem nor engine";
	d.r.title = yaml_text(doc, "title");
	d.r.text = yaml_text(doc, "description");
	d.r.url = yaml_text(doc, "url");
	draft_link(&d, d.r.url);
	d.r.has_published = when_parse(yaml_text(doc, "date"),
	    &d.r.published_s);
	draft_cvss(&d, STR("RubySec"), STR(""), yaml_text(doc, "cvss_v4"), 40);
	draft_cvss(&d, STR("RubySec"), STR(""), yaml_text(doc, "cvss_v3"), 30);
	draft_cvss(&d, STR("RubySec"), STR(""), yaml_text(doc, "cvss_v2"), 20);
	put_related(&d, node_get(doc, "related"));
	put_versions(&d, doc, gem, engine);
	*ret_rc = draft_put(&d, out, e);
	return NULL;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return yaml_feed(f, in, lim, out, put, e);
}

static bool
detect(const struct feed_head *h)
{
	return (yaml_has_key(h, "gem:") || yaml_has_key(h, "engine:") ||
	    yaml_has_key(h, "library:")) && yaml_has_key(h, "title:") &&
	    yaml_has_key(h, "date:") && yaml_has_key(h, "url:");
}

const struct feed feed_rubysec = {
	.name = "rubysec", .about = "RubySec: ruby-advisory-db, a YAML tree",
	.loose = true, .pieces = true, .detect = detect, .load = load,
};
