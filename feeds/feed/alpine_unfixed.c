/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alpine's security tracker: what no branch has a fix for.
 *
 * Source:   https://security.alpinelinux.org/vuln/CVE-..., JSON; carried as
 *           all.tar.gz with a file for each CVE.
 * Grammar:  { type: "Vulnerability", id, description, cvss3: { score, vector },
 *           ref: [ { rel } ], state: [ { fixed, repo: "3.13-community",
 *           packageName, packageVersion } ] }.
 * Traps:    packageVersion is the one that the repository has: without a fix
 *           it is the newest affected one, with one the first that is not.
 *           cpeMatch is how the tracker came to its view, and no statement.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

struct tracker {
	struct fill *out;
	struct arena *a;
	const struct ecosystem *eco;
};

/* "https://security.alpinelinux.org/vuln/CVE-2031-1": what follows the last
   slash; the rest of repo is the repository. */
static struct str
last_part(struct str s)
{
	size_t at = str_rfind(s, '/');

	return at < s.n ? str_from_pos(s, at + 1) : s;
}

static void
read_state(struct tracker *t, struct draft *d, const struct json *v)
{
	struct str repo = last_part(json_get_text(v, "repo"));
	struct str version = str_trim(json_get_text(v, "packageVersion"));
	struct adv_affected x = { .eco = t->eco, .state = ADV_AFFECTED,
		.name = str_trim(json_get_text(v, "packageName")),
		.release = str_sub(repo, 0, str_find(repo, '-')) };

	if (x.name.n == 0 || x.release.n == 0 ||
	    !(is_digit(x.release.p[0]) || str_eq(x.release, STR("edge"))))
		return;
	x.word = json_is_true(json_get(v, "fixed")) ? STR("fixed") :
	    STR("not fixed");
	if (json_is_true(json_get(v, "fixed"))) {
		if (version.n == 0)
			return;
		x.state = ADV_FIXED;
		x.range = (struct interval){ .hi = version, .has_hi = true };
	}
	draft_affected(d, &x);
}

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct tracker *t = ctx;
	struct draft d = { .a = t->a };
	const struct json *list = json_get(root, "ref");
	const struct json *states = json_get(root, "state");
	struct str text = json_get_text(root, "description"), line;

	d.r.id = str_trim(last_part(json_get_text(root, "id")));
	if (d.r.id.n == 0)
		return fill_reject(t->out, STR("record"), "no id", e);
	d.r.text = text;
	if (str_line(&text, &line))
		d.r.title = str_trim(line);
	draft_cvss(&d, STR("alpine"), json_get_text(json_get(root, "cvss3"),
	    "vector"), STR(""), 31);
	for (size_t i = 0; i < json_count(list); i++)
		draft_link(&d, json_get_text(json_at(list, i), "rel"));
	for (size_t i = 0; i < json_count(states); i++)
		read_state(t, &d, json_at(states, i));
	return draft_put(&d, t->out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct tracker t = { .out = out,
		.eco = ecosystem_by_key(STR("alpine")),
		.a = arena_new((size_t)lim->memory) };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"record", put, &t };
	enum rc rc;

	fill_partial(out);	/* what has a fix stands in the secdb */
	rc = records_one(&r, e);
	if (rc == RC_OK)
		rc = feed_end(r.j, e);
	if (rc != RC_OK)
		rc = feed_lost(f, out, rc, e, e);
	json_in_free(r.j);
	arena_free(t.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && head_has(h, "state") && head_has(h, "id") &&
	    str_eq(head_value(h, "type"), STR("Vulnerability"));
}

const struct feed feed_alpine_unfixed = {
	.name = "alpine-unfixed",
	.about = "Alpine's security tracker, all.tar.gz",
	.loose = true, .detect = detect, .load = load,
};
