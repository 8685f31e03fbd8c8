/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitLab's advisory database (gemnasium-db; "GLAD").
 *
 * Source:   https://gitlab.com/gitlab-org/security-products/gemnasium-db,
 *           schema/schema.json and README.
 * Grammar:  TYPE/NAME/ID.yml: { identifier, identifiers: [], package_slug:
 *           TYPE/NAME, title, description, date, pubdate, affected_range,
 *           fixed_versions: [], urls: [], cvss_v2, cvss_v3, cvss_v4, cwe_ids }.
 * Traps:    affected_range is in the notation of each type: brackets for Maven
 *           and NuGet, requirements with "||" for the rest; an empty one is
 *           all versions. Maven's group and name are divided by a slash. One
 *           CVE has a file for each package. `date` is that of the last
 *           change, `pubdate` that of the first.
 */
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "feeds/feed/yaml_feed.h"
#include "identity/ecosystem.h"
#include "text/tree.h"

static const struct type {
	const char *slug, *eco;
	enum constraint_dialect dialect;
} types[] = {
	{ "cargo", "cargo", CONSTRAINT_SEMVER },
	{ "conan", "conan", CONSTRAINT_PLAIN },
	{ "gem", "gem", CONSTRAINT_GEM },
	{ "go", "go", CONSTRAINT_PLAIN },
	{ "maven", "maven", CONSTRAINT_BRACKETS },
	{ "npm", "npm", CONSTRAINT_SEMVER },
	{ "nuget", "nuget", CONSTRAINT_NUGET },
	{ "packagist", "composer", CONSTRAINT_COMPOSER },
	{ "pypi", "pypi", CONSTRAINT_PEP440 },
	{ "swift", "swift", CONSTRAINT_PLAIN },
};

static const struct type *
type_of(struct str slug)
{
	struct str t = str_sub(slug, 0, str_find(slug, '/'));

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(t, str_from(types[i].slug)))
			return &types[i];
	return NULL;
}

static struct str
name_of(struct arena *a, const struct type *t, struct str slug)
{
	struct str name = str_from_pos(slug, str_find(slug, '/') + 1);
	size_t at = str_rfind(name, '/');

	if (!str_eq(str_from(t->eco), STR("maven")) || at == name.n)
		return name;
	return str_fmt(a, "%.*s:%.*s", STR_ARG(str_sub(name, 0, at)),
	    STR_ARG(str_from_pos(name, at + 1)));
}

static void
put_range(struct draft *d, const struct node *doc, const struct type *t,
    struct str slug)
{
	struct adv_affected like = { .name = name_of(d->a, t, slug),
		.severity = d->r.severity,
		.has_severity = d->r.severity != SEV_UNKNOWN,
		.eco = ecosystem_by_key(str_from(t->eco)) };
	struct str text = yaml_text(doc, "affected_range");
	struct constraint c = { NULL, 0 };
	size_t n;
	struct str *fixes = yaml_list(d->a, doc, "fixed_versions", &n);

	for (size_t i = 0; i < n; i++)
		if (fixes[i].n > 1 && fixes[i].p[0] == 'v' &&
		    is_digit(fixes[i].p[1]))
			fixes[i] = str_from_pos(fixes[i], 1);
	if (text.n == 0)
		draft_affected(d, &like);
	else if (constraint_add(d->a, t->dialect, text, &c))
		draft_ranges(d, &like, t->dialect, &c, fixes, n);
	else
		draft_opaque(d, &like, text);
}

static void
put_lists(struct draft *d, const struct node *doc)
{
	size_t n;
	struct str *v = yaml_list(d->a, doc, "identifiers", &n);

	for (size_t i = 0; i < n; i++)
		draft_alias(d, v[i], REL_ALIAS);
	v = yaml_list(d->a, doc, "urls", &n);
	for (size_t i = 0; i < n; i++)
		draft_link(d, v[i]);
	v = yaml_list(d->a, doc, "cwe_ids", &n);
	for (size_t i = 0; i < n; i++)
		draft_cwe(d, v[i]);
}

static const char *
put(struct arena *a, const struct node *doc, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	struct draft d = { .a = a };
	struct str slug = yaml_text(doc, "package_slug");
	const struct type *t = type_of(slug);

	(void)name;
	d.r.id = yaml_text(doc, "identifier");
	if (d.r.id.n == 0 || d.r.id.n > 100)
		return "no identifier";
	if (t == NULL || name_of(a, t, slug).n == 0)
		return "package_slug of a type that we do not know";
	if (node_get(doc, "affected_range") == NULL)
		return "no affected_range";	/* "" stands for all versions */
	d.r.title = yaml_text(doc, "title");
	d.r.text = yaml_text(doc, "description");
	d.r.has_published = when_parse(yaml_text(doc, "pubdate"),
	    &d.r.published_s);
	d.r.has_modified = when_parse(yaml_text(doc, "date"),
	    &d.r.modified_s);
	draft_cvss(&d, STR("GitLab"), yaml_text(doc, "cvss_v4"), STR(""), 40);
	draft_cvss(&d, STR("GitLab"), yaml_text(doc, "cvss_v3"), STR(""), 30);
	draft_cvss(&d, STR("GitLab"), yaml_text(doc, "cvss_v2"), STR(""), 20);
	put_lists(&d, doc);
	put_range(&d, doc, t, slug);
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
	return yaml_has_key(h, "package_slug:") &&
	    yaml_has_key(h, "identifier:");
}

const struct feed feed_gitlab = {
	.name = "gitlab", .about = "GitLab advisory database, a YAML tree",
	.loose = true, .pieces = true, .detect = detect, .load = load,
};
