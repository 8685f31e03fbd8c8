/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arch Linux's security tracker.
 *
 * Source:   https://security.archlinux.org/all.json;
 *           wiki.archlinux.org/title/Arch_Security_Team, "Procedure".
 * Grammar:  an array of { name: "AVG-1", packages, status, severity, affected,
 *           fixed, issues: [ CVE ], advisories: [ "ASA-203101-1" ] }.
 * Traps:    `affected` is the newest version known to be affected, no lower
 *           bound. `fixed` may be null. "Testing": the fix is not in the
 *           repositories that are on by default yet. Packages are named as
 *           they are installed, and rarely as what they are built from.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

struct arch {
	struct fill *out;
	struct arena *a;	/* for one record */
	const struct ecosystem *eco;
};

static bool
judge(struct str status, struct str fixed, struct adv_affected *x)
{
	static const struct {
		struct str word;
		enum adv_state state;
	} words[] = {
		{ { "Fixed", 5 }, ADV_FIXED },
		{ { "Testing", 7 }, ADV_AFFECTED },
		{ { "Vulnerable", 10 }, ADV_AFFECTED },
		{ { "Not affected", 12 }, ADV_NOT_AFFECTED },
		{ { "Unknown", 7 }, ADV_INVESTIGATING },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!str_eq_nocase(status, words[i].word))
			continue;
		x->state = words[i].state;
		if (fixed.n != 0 && x->state != ADV_NOT_AFFECTED)
			x->range = (struct interval){ .hi = fixed,
				.has_hi = true };
		else if (x->state == ADV_FIXED)
			x->state = ADV_AFFECTED;
		return true;
	}
	return false;
}

static void
read_names(struct draft *d, const struct json *list, enum alias_rel rel)
{
	for (size_t i = 0; i < json_count(list); i++)
		draft_alias(d, json_text(json_at(list, i)), rel);
}

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct arch *p = ctx;
	struct draft d = { .a = p->a };
	struct adv_affected x = { .eco = p->eco };
	const struct json *packages = json_get(root, "packages");

	arena_reset(p->a);
	d.r.id = str_trim(json_get_text(root, "name"));
	if (d.r.id.n == 0 || json_count(packages) == 0)
		return fill_reject(p->out, d.r.id.n != 0 ? d.r.id :
		    STR("record"), "no name or no packages", e);
	x.word = json_get_text(root, "status");
	if (!judge(x.word, str_trim(json_get_text(root, "fixed")), &x))
		return fill_reject(p->out, d.r.id, "a status that we do not "
		    "know", e);
	d.r.title = json_get_text(root, "type");
	d.r.severity = severity_from_word(json_get_text(root, "severity"));
	for (size_t i = 0; i < json_count(packages); i++) {
		x.name = str_trim(json_text(json_at(packages, i)));
		if (x.name.n != 0)
			draft_affected(&d, &x);
	}
	read_names(&d, json_get(root, "issues"), REL_FIXES);
	read_names(&d, json_get(root, "advisories"), REL_RELATED);
	return draft_put(&d, p->out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arch p = { .out = out, .eco = ecosystem_by_key(STR("arch")),
		.a = arena_new((size_t)lim->memory) };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"record", put, &p };
	enum rc rc = records_each(&r, e);

	(void)f;
	if (rc == RC_OK)
		rc = fill_namespace(out, p.eco, STR(""), e);
	if (rc == RC_OK)
		rc = feed_end(r.j, e);
	json_in_free(r.j);
	arena_free(p.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->array &&
	    str_find_str(h->text, STR("\"AVG-")) < h->text.n &&
	    str_find_str(h->text, STR("\"packages\"")) < h->text.n;
}

const struct feed feed_arch = {
	.name = "arch", .about = "Arch Linux, all.json",
	.detect = detect, .load = load,
};
