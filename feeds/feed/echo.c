/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Echo's advisories.
 *
 * Source:   https://advisory.echohq.com/data.json.
 * Grammar:  { source package: { CVE: { fixed_version, severity } } }.
 * Traps:    without fixed_version there is no fix; "0" says that no version is
 *           affected. The release is one rolling stream.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

struct echo {
	struct json_in *j;
	struct fill *out;
	struct arena *a;	/* for one package */
	const struct ecosystem *eco;
	struct str package, id;
};

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct echo *p = ctx;
	struct draft d = { .a = p->a };
	struct str fixed = str_trim(json_get_text(root, "fixed_version"));
	struct adv_affected x = { .eco = p->eco, .name = p->package,
		.state = ADV_AFFECTED,
		.word = json_get_text(root, "severity") };

	d.r.id = p->id;
	d.r.severity = severity_from_word(x.word);
	if (str_eq(fixed, STR("0"))) {
		x.state = ADV_NOT_AFFECTED;
	} else if (fixed.n != 0) {
		x.state = ADV_FIXED;
		x.range = (struct interval){ .hi = fixed, .has_hi = true };
	}
	x.severity = d.r.severity;
	x.has_severity = x.severity != SEV_UNKNOWN;
	draft_affected(&d, &x);
	return draft_put(&d, p->out, e);
}

static enum rc
read_package(struct echo *p, struct err *e)
{
	struct records r = { p->j, p->out, "record", put, p };
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc == RC_OK && kind != JSON_OBJECT) {
		rc = fill_reject(p->out, p->package, "not an object", e);
		return rc == RC_OK ? json_in_skip(p->j, e) : rc;
	}
	if (rc == RC_OK)
		rc = json_in_enter(p->j, e);
	while (rc == RC_OK && (rc = json_in_next(p->j, &name, e)) == RC_OK) {
		p->id = str_dup(p->a, name);
		if (p->id.n == 0)
			rc = json_in_skip(p->j, e);
		else
			rc = records_one(&r, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct echo p = { .out = out, .eco = ecosystem_by_key(STR("echo")),
		.j = json_in_new(in, (size_t)lim->json_record),
		.a = arena_new((size_t)lim->memory) };
	struct str name;
	enum rc rc = json_in_enter(p.j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(p.j, &name, e)) == RC_OK) {
		arena_reset(p.a);
		p.package = str_dup(p.a, name);
		rc = read_package(&p, e);
	}
	if (rc == RC_STOP)
		rc = feed_end(p.j, e);
	if (rc == RC_OK)
		rc = fill_namespace(out, p.eco, STR(""), e);
	json_in_free(p.j);
	arena_free(p.a);
	return rc;
}

static bool
holds(struct str text, const char *words)
{
	return str_find_str(text, str_from(words)) < text.n;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && h->inner_object &&
	    (str_starts(h->inner, STR("CVE-")) ||
	    str_starts(h->inner, STR("TEMP-"))) &&
	    !holds(h->text, "\"releases\"") &&
	    (holds(h->text, "\"fixed_version\"") ||
	    holds(h->text, "\"severity\""));
}

const struct feed feed_echo = {
	.name = "echo", .about = "Echo, data.json",
	.pieces = true, .detect = detect, .load = load,
};
