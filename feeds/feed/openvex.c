/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenVEX: Ubuntu's VEX documents, Chainguard's libraries, anybody's.
 *
 * Source:   https://github.com/openvex/spec (0.2.0, and 0.0.x, where
 *           vulnerability and product are plain strings, and the statement
 *           has the subcomponents); reference
 *           "Ubuntu", "OSV + VEX tarballs", "Newcomers".
 * Grammar:  { @context, @id, author, timestamp, statements: [ {
 *           vulnerability: { name, aliases, description }, timestamp,
 *           products: [ { @id, identifiers: { purl }, subcomponents } ],
 *           status, justification, action_statement } ] }.
 * Rules:    a product's version is that version. Of a distribution, "fixed"
 *           in a version means that those before it are not; of a library, a
 *           rebuild of which bears a version of its own, only that it is good.
 *           Of statements on one product and vulnerability the last holds.
 * Traps:    Ubuntu names the version at hand, whatever it says of it: where it
 *           says "fixed" that version is good, and which was the first to be
 *           stands in Ubuntu's OSV records only. It lists source and binary
 *           packages (the source ones are enough), tells that it will not fix
 *           by a sentence only, and its aliases are links. A package that a
 *           release does not have is no statement. What is fixed in Ubuntu
 *           Pro only is not fixed in the release.
 * Coverage: none. What these documents do not speak of is not judged by them.
 * Limits:   a statement is a record of json_record bytes.
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/purl_package.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { WORD_MAX = 100 };

/* All that a document says of one vulnerability. */
struct issue {
	struct draft d;
	struct map *places;	/* of a product's last statement, plus 1 */
	struct map *bases;	/* Ubuntu: what is said of releases */
	struct issue *next;
};

struct vex {
	struct arena *a;
	struct fill *out;
	const struct limits *lim;
	struct str name;	/* of the file */
	bool has_time, ubuntu;
	int64_t time_s;
	struct issue *first, **last;
	struct map *issues;
	size_t lost;
};

/* One statement, its text borrowed from the record. */
struct said {
	struct str status, justification, impact, action;
	bool has_time;
	int64_t time_s;
};

/* ---- words ---- */

static struct str
first_sentence(struct str s)
{
	return str_sub(s, 0, str_find_str(s, STR(". ")));
}

static bool
has(struct str s, const char *what)
{
	return str_find_str(s, str_from(what)) < s.n;
}

/* What Ubuntu's security team means by its sentences. */
static enum adv_state
ubuntu_state(struct str action, struct str *ret_word)
{
	static const struct {
		const char *text, *word;
		enum adv_state state;
	} table[] = {
		{ "decided to not fix", "ignored", ADV_WONT_FIX },
		{ "no longer supported", "ignored (end of life)",
		  ADV_END_OF_LIFE },
		{ "out of standard support", "ignored (end of life)",
		  ADV_END_OF_LIFE },
		{ "defer", "deferred", ADV_DEFERRED },
		{ "pending", "pending", ADV_AFFECTED },
	};
	struct str text = first_sentence(action);

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (!has(text, table[i].text))
			continue;
		*ret_word = str_from(table[i].word);
		return table[i].state;
	}
	*ret_word = STR("needed");
	return ADV_AFFECTED;
}

static enum adv_state
state_of(const struct vex *x, const struct said *s, struct str *ret_word)
{
	*ret_word = STR("");
	if (str_eq(s->status, STR("fixed"))) {
		*ret_word = x->ubuntu ? STR("released") : STR("fixed");
		return ADV_FIXED;
	}
	if (str_eq(s->status, STR("not_affected"))) {
		*ret_word = s->justification;
		return ADV_NOT_AFFECTED;
	}
	if (str_eq(s->status, STR("under_investigation"))) {
		*ret_word = x->ubuntu ? STR("needs-triage") :
		    STR("under_investigation");
		return ADV_INVESTIGATING;
	}
	if (!str_eq(s->status, STR("affected")))
		return ADV_UNDETERMINED;
	if (x->ubuntu)
		return ubuntu_state(s->action, ret_word);
	*ret_word = s->action.n <= WORD_MAX ? s->action : STR("affected");
	return ADV_AFFECTED;
}

/* ---- products ---- */

static struct str
product_purl(const struct json *p)
{
	struct str s = json_get_text(json_get(p, "identifiers"), "purl");

	if (s.n == 0)
		s = json_get_text(p, "@id");
	return s.n != 0 ? s : json_text(p);
}

static struct str
key_of(struct vex *x, const struct adv_affected *v, bool channel)
{
	return str_fmt(x->a, "%s %.*s %.*s %.*s %.*s %.*s", v->eco->key,
	    STR_ARG(v->release), STR_ARG(channel ? v->channel : STR("")),
	    STR_ARG(v->name), STR_ARG(channel ? v->range.lo : STR("")),
	    STR_ARG(channel ? v->extra : STR("")));
}

/* A later statement on the same product takes the place of the earlier. */
static void
put(struct vex *x, struct issue *i, const struct adv_affected *v,
    struct str version)
{
	struct adv_affected key = *v;
	bool fresh;
	void **at;

	key.range.lo = x->ubuntu ? STR("") : version;
	at = map_put(i->places, key_of(x, &key, true), &fresh);
	if (!fresh) {
		i->d.affected[(size_t)(uintptr_t)*at - 1] = *v;
		return;
	}
	draft_affected(&i->d, v);
	*at = (void *)(uintptr_t)i->d.r.naffected;
}

static void
set_range(const struct vex *x, struct adv_affected *v, struct str version)
{
	if (v->state == ADV_FIXED && x->ubuntu) {
		v->state = ADV_NOT_AFFECTED;
		v->range = (struct interval){ .lo = version, .has_lo = true,
			.lo_incl = true };
	} else if (v->state == ADV_FIXED && v->eco->distro) {
		v->range = (struct interval){ .hi = version, .has_hi = true };
	} else if (!x->ubuntu && version.n != 0) {
		v->exact = true;
		v->range.lo = version;
		if (v->state == ADV_FIXED)
			v->state = ADV_NOT_AFFECTED;
	}
}

/* extra: the product that a component is of; "" for a product itself. */
static void
read_product(struct vex *x, struct issue *i, const struct said *s,
    struct str purl, struct str extra)
{
	struct adv_affected v = { .extra = extra };
	struct purl_package p;

	purl = str_trim(purl);
	/* Nine in ten; what they are is not even looked at. */
	if (x->ubuntu && has(purl, "arch=") && !has(purl, "arch=source"))
		return;
	if (!purl_package(x->a, purl, &p)) {
		/* Flavours of which no codename is known, and the like. */
		x->lost++;
		return;
	}
	v.eco = p.eco;
	v.release = p.release;
	v.channel = p.channel;
	v.name = p.name;
	v.module = p.module;
	v.arch = x->ubuntu ? STR("") : p.arch;
	v.state = state_of(x, s, &v.word);
	v.word = str_dup(x->a, v.word);
	v.has_known = s->has_time;
	v.known_day = when_day(s->time_s);
	if (v.state == ADV_FIXED && p.version.n == 0)
		return;		/* nothing can be compared */
	set_range(x, &v, p.version);
	put(x, i, &v, p.version);
	if (x->ubuntu && v.channel.n == 0)
		(void)map_put(i->bases, key_of(x, &v, false), NULL);
}

/* all: components of every product (0.0.x). */
static void
read_products(struct vex *x, struct issue *i, const struct said *s,
    const struct json *products, const struct json *all)
{
	for (size_t k = 0; k < json_count(products); k++) {
		const struct json *p = json_at(products, k);
		const struct json *own = json_get(p, "subcomponents");
		const struct json *parts = json_count(own) != 0 ? own : all;
		struct str purl = product_purl(p);
		struct str extra = json_count(parts) == 0 ? STR("") :
		    str_fmt(x->a, "product=%.*s", STR_ARG(purl));

		if (json_count(parts) == 0)
			read_product(x, i, s, purl, extra);
		for (size_t m = 0; m < json_count(parts); m++)
			read_product(x, i, s, product_purl(json_at(parts, m)),
			    extra);
	}
}

/* ---- statements ---- */

static void
describe(struct vex *x, struct issue *i, const struct json *v)
{
	const struct json *aliases = json_get(v, "aliases");
	struct str text = json_get_text(v, "description"), line;

	for (size_t k = 0; k < json_count(aliases); k++) {
		struct str id = str_dup(x->a, json_text(json_at(aliases, k)));

		if (has(id, "://"))
			draft_link(&i->d, id);
		else
			draft_alias(&i->d, id, REL_ALIAS);
	}
	i->d.r.text = str_dup(x->a, text);
	text = i->d.r.text;
	if (str_line(&text, &line))
		i->d.r.title = str_trim(line);
	if (!x->ubuntu && has(json_get_text(v, "@id"), "://"))
		i->d.r.url = str_dup(x->a, json_get_text(v, "@id"));
}

static struct issue *
issue_of(struct vex *x, const struct json *vulnerability)
{
	struct str id = json_get_text(vulnerability, "name");
	struct issue *i;
	bool fresh;
	void **at;

	if (id.n == 0)
		id = json_text(vulnerability);
	id = str_trim(id);
	if (id.n == 0 || id.n > 100)
		return NULL;
	id = str_dup(x->a, vid_tidy(x->a, id));
	at = map_put(x->issues, id, &fresh);
	if (!fresh)
		return *at;
	i = NEW(x->a, struct issue);
	*i = (struct issue){ .d = { .a = x->a, .r = { .id = id } },
		.places = map_new(x->a), .bases = map_new(x->a) };
	*at = i;
	*x->last = i;
	x->last = &i->next;
	describe(x, i, vulnerability);
	return i;
}

static enum rc
put_statement(struct vex *x, const struct json *root, struct err *e)
{
	struct said s = { .status = str_trim(json_get_text(root, "status")),
		.justification = json_get_text(root, "justification"),
		.impact = json_get_text(root, "impact_statement"),
		.action = str_trim(json_get_text(root, "action_statement")),
		.has_time = x->has_time, .time_s = x->time_s };
	struct issue *i = issue_of(x, json_get(root, "vulnerability"));
	int64_t t;

	if (i == NULL)
		return fill_reject(x->out, x->name, "a statement on no "
		    "vulnerability", e);
	if (when_parse(json_get_text(root, "timestamp"), &t)) {
		s.has_time = true;
		s.time_s = t;
		if (!i->d.r.has_published || t < i->d.r.published_s)
			i->d.r.published_s = t;
		i->d.r.has_published = true;
	}
	if (x->ubuntu && has(s.impact, "does not exist in the archive"))
		return RC_OK;
	read_products(x, i, &s, json_get(root, "products"),
	    json_get(root, "subcomponents"));
	return RC_OK;
}

static enum rc
read_statement(struct vex *x, struct json_in *j, struct err *e)
{
	struct json *root;
	struct str text;
	struct err why;
	enum rc rc = json_in_value(j, &text, &why);

	if (rc == RC_OK)
		rc = json_record(text, &root, NULL, &why);
	else if (rc != RC_LIMIT)
		return err_set(e, rc, "%s", why.msg);
	if (rc != RC_OK)
		return fill_reject(x->out, x->name, why.msg, e);
	rc = put_statement(x, root, e);
	json_free(root);
	return rc;
}

/* ---- documents ---- */

static bool
is_pro(struct str channel)
{
	return str_starts(channel, STR("esm-"));
}

/* Fixed in Ubuntu Pro, and nothing is said of the release itself. */
static void
add_bases(struct vex *x, struct issue *i)
{
	size_t n = i->d.r.naffected;
	bool fresh;

	for (size_t k = 0; k < n; k++) {
		struct adv_affected v = i->d.affected[k];

		if (!is_pro(v.channel) || (v.state != ADV_AFFECTED &&
		    !str_eq(v.word, STR("released"))))
			continue;
		(void)map_put(i->bases, key_of(x, &v, false), &fresh);
		if (!fresh)
			continue;
		v.channel = STR("");
		v.state = ADV_WONT_FIX;
		v.word = STR("Ubuntu Pro only");
		v.range = (struct interval){ .has_hi = false };
		draft_affected(&i->d, &v);
	}
}

static enum rc
put_issues(struct vex *x, struct err *e)
{
	enum rc rc = RC_OK;

	for (struct issue *i = x->first; rc == RC_OK && i != NULL;
	    i = i->next) {
		i->d.r.has_modified = x->has_time;
		i->d.r.modified_s = x->time_s;
		if (x->ubuntu)
			add_bases(x, i);
		rc = draft_put(&i->d, x->out, e);
	}
	if (rc == RC_OK && x->lost != 0)
		rc = fill_reject(x->out, str_fmt(x->a, "%.*s: %zu products",
		    STR_ARG(x->name), x->lost), "no purl of a package that "
		    "feeds have an ecosystem and a release for", e);
	return rc;
}

static enum rc
read_member(struct vex *x, struct json_in *j, struct str name, struct err *e)
{
	enum json_kind kind;
	struct str s;
	int64_t t;
	enum rc rc;

	if (str_eq(name, STR("timestamp")) ||
	    str_eq(name, STR("last_updated"))) {
		rc = json_in_string(j, &s, e);
		if (rc == RC_OK && when_parse(s, &t) && (!x->has_time ||
		    t > x->time_s)) {
			x->has_time = true;
			x->time_s = t;
		}
		return rc;
	}
	rc = json_in_peek(j, &kind, e);
	if (rc != RC_OK || kind != JSON_ARRAY ||
	    !str_eq(name, STR("statements")))
		return rc != RC_OK ? rc : json_in_skip(j, e);
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK)
		rc = read_statement(x, j, e);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load_as(const struct feed_file *f, struct reader *in,
    const struct limits *lim, bool ubuntu, struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct vex x = { .a = a, .out = out, .lim = lim, .ubuntu = ubuntu,
		.name = feed_base(f->name), .issues = map_new(a) };
	struct str name;
	struct err why;
	enum rc rc;

	x.last = &x.first;
	fill_partial(out);
	rc = json_in_enter(j, &why);
	while (rc == RC_OK && (rc = json_in_next(j, &name, &why)) == RC_OK)
		rc = read_member(&x, j, name, &why);
	if (rc == RC_STOP)
		rc = feed_end(j, &why);
	if (rc == RC_OK)
		rc = put_issues(&x, e);
	else
		rc = feed_lost(f, out, rc, &why, e);
	json_in_free(j);
	arena_free(a);
	return rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return load_as(f, in, lim, false, out, e);
}

static enum rc
load_ubuntu(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	return load_as(f, in, lim, true, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return h->object && (str_find_str(h->text, STR("openvex.dev/ns")) <
	    h->text.n || (head_has(h, "@context") && head_has(h, "author") &&
	    head_has(h, "statements")));
}

static bool
detect_ubuntu(const struct feed_head *h)
{
	return detect(h) && str_find_str(h->text, STR("Canonical")) <
	    h->text.n;
}

const struct feed feed_openvex = {
	.name = "openvex",
	.about = "OpenVEX documents: Chainguard's libraries, anybody's",
	.loose = true, .pieces = true, .detect = detect, .load = load,
};

const struct feed feed_ubuntu_vex = {
	.name = "ubuntu-vex", .about = "Ubuntu's OpenVEX documents",
	.loose = true, .detect = detect_ubuntu, .load = load_ubuntu,
};
