/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FriendsOfPHP: the PHP security advisories database.
 *
 * Source:   https://github.com/FriendsOfPHP/security-advisories, README.
 * Grammar:  VENDOR/PACKAGE/NAME.yaml: { title, link, cve, reference:
 *           composer://VENDOR/PACKAGE, branches: { NAME: { time, versions:
 *           [">=1.0", "<1.2.3"] } } }.
 * Traps:    all terms of a branch must hold, any of the branches. A branch
 *           whose `time` is null has had no release with the fix: the end of
 *           its range is the end of the branch. Without a CVE it has no
 *           identifier at all; then it goes by its path. One CVE has a file
 *           for each package.
 */
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "feeds/feed/yaml_feed.h"
#include "identity/ecosystem.h"
#include "text/tree.h"

static const struct str scheme = { "composer://", 11 };

/* "FriendsOfPHP-drupal-core-2019-12-18-1". */
static struct str
made_id(struct arena *a, struct str package, struct str name)
{
	size_t slash = str_rfind(name, '/'), sub = str_find(package, '/');
	struct str base = slash < name.n ? str_from_pos(name, slash + 1) :
	    name;

	base = str_sub(base, 0, str_rfind(base, '.'));
	if (str_starts(base, STR("CVE-")))
		return base;
	return str_fmt(a, "FriendsOfPHP-%.*s-%.*s-%.*s",
	    STR_ARG(str_sub(package, 0, sub)),
	    STR_ARG(str_from_pos(package, sub + 1)), STR_ARG(base));
}

/* All terms, with commas between. */
static struct str
joined(struct arena *a, const struct str *v, size_t n)
{
	size_t room = n;
	char *p;

	for (size_t i = 0; i < n; i++)
		room += v[i].n;
	p = NEWN(a, char, room);
	room = 0;
	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			p[room++] = ',';
		memcpy(p + room, v[i].p, v[i].n);
		room += v[i].n;
	}
	return str_of(p, room);
}

static void
put_branch(struct draft *d, const struct node *branch, struct str package)
{
	struct adv_affected like = { .name = package,
		.eco = ecosystem_by_key(STR("composer")) };
	size_t n, before = d->r.naffected;
	struct str *v = yaml_list(d->a, branch, "versions", &n);
	struct str all = joined(d->a, v, n);
	struct constraint c = { NULL, 0 };
	int64_t t;

	if (when_parse(yaml_text(branch, "time"), &t)) {
		like.has_known = true;
		like.known_day = when_day(t);
		if (!d->r.has_published || t < d->r.published_s)
			d->r.published_s = t;
		d->r.has_published = true;
	}
	if (n == 0)		/* the branch, whatever that is */
		draft_opaque(d, &like, branch->key);
	else if (!constraint_add(d->a, CONSTRAINT_COMPOSER, all, &c))
		draft_opaque(d, &like, all);
	else
		draft_ranges(d, &like, CONSTRAINT_COMPOSER, &c, NULL, 0);
	for (size_t i = before; i < d->r.naffected; i++) {
		if (yaml_text(branch, "time").n != 0)
			continue;
		d->affected[i].state = ADV_AFFECTED;
		d->affected[i].fixed = STR("");
	}
}

static const char *
put(struct arena *a, const struct node *doc, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	struct draft d = { .a = a };
	struct str package = yaml_text(doc, "reference");
	const struct node *branches = node_get(doc, "branches");

	if (!str_starts(package, scheme) || package.n > 300)
		return "no reference to a package of Composer";
	package = str_from_pos(package, scheme.n);
	if (node_kind(branches) != NODE_MAP)
		return "no branches";
	if (node_count(branches) > CONSTRAINT_TEXTS)
		return "too many branches";
	d.r.id = yaml_text(doc, "cve");
	if (d.r.id.n == 0)
		d.r.id = made_id(a, package, name);
	if (d.r.id.n > 200)
		return "an identifier that is too long";
	d.r.title = yaml_text(doc, "title");
	d.r.url = yaml_text(doc, "link");
	draft_link(&d, d.r.url);
	for (const struct node *b = node_first(branches); b != NULL;
	    b = b->next)
		put_branch(&d, b, package);
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
	return yaml_has_key(h, "branches:") && yaml_has_key(h, "reference:") &&
	    str_find_str(h->text, scheme) < h->text.n;
}

const struct feed feed_friendsofphp = {
	.name = "friendsofphp",
	.about = "FriendsOfPHP security advisories, a YAML tree",
	.loose = true, .pieces = true, .detect = detect, .load = load,
};
