/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alpine's security rejections: vulnerabilities that its packages do not have.
 *
 * Source:   https://gitlab.alpinelinux.org/alpine/security/security-rejections
 *           (main.yaml, community.yaml).
 * Grammar:  a map of source packages to lists of CVE numbers.
 * Rules:    none names a release: what is rejected holds for every one. The
 *           database knows packages by release, so it is said of each, and of
 *           those to come for some years.
 * Traps:    a package without a list is rejected alone. No release is covered
 *           by this: it only says what is not so.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "feeds/feed/yaml_feed.h"
#include "identity/ecosystem.h"
#include "text/tree.h"

enum {
	MINOR_FIRST = 2, MINOR_LAST = 30,	/* of Alpine 3; two a year */
	HEAD_LINES = 60,
};

static enum rc
put_one(struct arena *a, struct str package, struct str id, struct fill *out,
    struct err *e)
{
	struct draft d = { .a = a };
	struct adv_affected x = { .eco = ecosystem_by_key(STR("alpine")),
		.name = package, .state = ADV_NOT_AFFECTED,
		.word = STR("rejected") };

	if (!str_starts(id, STR("CVE-")) || id.n > 30)
		return fill_reject(out, str_sub(id, 0, 60),
		    "no CVE identifier", e);
	d.r.id = id;
	for (int i = MINOR_FIRST; i <= MINOR_LAST; i++) {
		x.release = str_fmt(a, "3.%d", i);
		draft_affected(&d, &x);
	}
	x.release = STR("edge");
	draft_affected(&d, &x);
	return draft_put(&d, out, e);
}

static const char *
put(struct arena *a, const struct node *doc, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	enum rc rc = RC_OK;

	(void)name;
	if (node_kind(doc) != NODE_MAP)
		return "no map of packages";
	for (const struct node *p = node_first(doc); p != NULL && rc == RC_OK;
	    p = p->next) {
		struct str package = str_trim(p->key);

		if (package.n == 0 || package.n > 200 ||
		    node_kind(p) != NODE_LIST) {
			rc = fill_reject(out, str_sub(package, 0, 60),
			    "a package without a list", e);
			continue;
		}
		for (const struct node *v = node_first(p); v != NULL &&
		    rc == RC_OK; v = v->next)
			rc = put_one(a, package, str_trim(node_text(v)), out,
			    e);
	}
	*ret_rc = rc;
	return NULL;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	fill_partial(out);
	return yaml_feed(f, in, lim, out, put, e);
}

/* "name:" in the first column, and "- CVE-..." below it, and nothing else. */
static bool
detect(const struct feed_head *h)
{
	struct str rest = h->text, line;
	bool package = false, cve = false;

	for (int i = 0; i < HEAD_LINES && str_line(&rest, &line); i++) {
		struct str s = str_trim(line);
		bool first = line.n != 0 && line.p[0] == s.p[0];

		if (s.n == 0 || s.p[0] == '#' || str_eq(s, STR("---")))
			continue;
		if (str_starts(s, STR("- "))) {
			s = str_trim(str_from_pos(s, 2));
			if (!package || !str_starts(s, STR("CVE-")))
				return false;
			cve = true;
			continue;
		}
		s = str_sub(s, 0, str_find(s, '#'));
		if (!first || !str_ends(str_trim(s), STR(":")))
			break;
		package = true;
	}
	return cve;
}

const struct feed feed_alpine_rejections = {
	.name = "alpine-rejections",
	.about = "Alpine's security rejections: main.yaml, community.yaml",
	.pieces = true, .detect = detect, .load = load,
};
