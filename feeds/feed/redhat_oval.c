/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Red Hat's OVAL v2.
 *
 * Source:   https://security.access.redhat.com/data/oval/v2/ and "Red Hat and
 *           OVAL compatibility" (access.redhat.com/articles/221883).
 * Grammar:  definitions rhsa, rhba, rhea (class patch: fixed versions), cve
 *           (class vulnerability: what has no fix, with
 *           affected/resolution@state), unaffected ("X is installed" and "X
 *           is not installed": never both, it is the list that counts).
 * Rules:    "Red Hat Enterprise Linux must be installed" is a guard that is
 *           true of other systems. Signatures, running kernels and the next
 *           boot are not judged. affected_cpe_list says for which products and
 *           repositories it holds: identity/redhat_cpe.h says which release
 *           and channel each is. A file of a layered product covers no
 *           release, and what it says without naming products is about its
 *           own.
 * Traps:    the module stands beside the packages, in a criterion of its own;
 *           components of a resolution are "nodejs:16/nodejs" then.
 */
#include "advisory/fill.h"
#include "advisory/intern.h"
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "identity/redhat_cpe.h"

static struct str
digits_of(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

/* "8" of a test for redhat-release of version "^8[^\d]", else of the words. */
static struct str
release_of(const struct oval_leaf *l)
{
	struct str v = STR("");

	if (l->test == OVAL_FILE && !l->none_satisfy &&
	    str_starts(l->version, STR("^")))
		v = digits_of(str_from_pos(l->version, 1));
	return v.n != 0 ? v : digits_of(oval_between(l->comment,
	    "Red Hat Enterprise Linux ", " is installed"));
}

static bool
has(struct str s, const char *words)
{
	return str_find_str(s, str_from(words)) < s.n;
}

static enum oval_truth
package(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	enum oval_truth truth = oval_earlier(c, l, t);
	struct str name = oval_between(l->comment, "", " is installed");

	if (truth != OVAL_UNKNOWN || l->test != OVAL_NO_TEST || l->negate ||
	    name.n == 0 || str_find(name, ' ') < name.n)
		return truth;
	*t = (struct oval_term){ .name = name, .state = ADV_AFFECTED };
	return OVAL_TRUE;
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct str s = l->comment, kernel;

	if (str_ends(s, STR(" must be installed")) ||
	    str_starts(s, STR("Red Hat CoreOS ")))
		return OVAL_FALSE;
	t->release = release_of(l);
	if (t->release.n != 0) {
		t->platform = true;
		t->eco = ecosystem_by_key(STR("redhat"));
		return OVAL_TRUE;
	}
	t->module = oval_between(s, "Module ", " is enabled");
	kernel = oval_between(s, "kernel version ", " is currently running");
	if (kernel.n != 0)
		t->extra = str_fmt(c->a, "kernel=%.*s", STR_ARG(kernel));
	if (t->module.n != 0 || kernel.n != 0 || l->none_exist ||
	    has(s, " is signed with ") || has(s, " not installed") ||
	    has(s, " is currently running") || has(s, " on next boot"))
		return OVAL_TRUE;
	return package(c, l, t);
}

enum { COMPONENTS_MAX = 4000 };	/* of a definition's resolutions: the
				   kernel's have some hundreds */

static struct str
id(struct oval_case *c)
{
	static const char *const errata[] = { "RHSA-", "RHBA-", "RHEA-" };
	struct str s = STR("");
	size_t components = 0;

	for (size_t i = 0; s.n == 0 && i < 3; i++)
		if (str_eq(c->def.class, STR("patch")))
			s = oval_ref_id(&c->def, errata[i]);
	if (s.n == 0)
		s = oval_ref_id(&c->def, "CVE-");
	for (size_t i = 0; i < c->def.nresolutions; i++)
		components += c->def.resolutions[i].ncomponents + 1;
	if (s.n == 0)
		c->why = "neither an advisory's number nor a CVE";
	else if (components > COMPONENTS_MAX)
		c->why = "names too many components";
	return s;
}

/* ---- what is said of what has no fix ---- */

static bool
names(const struct oval_resolution *r, const struct adv_affected *x)
{
	for (size_t i = 0; i < r->ncomponents; i++) {
		struct str s = r->components[i], name = s;
		size_t slash = str_rfind(s, '/');

		if (slash < s.n)
			name = str_from_pos(s, slash + 1);
		if (str_eq(name, x->name) && (slash == s.n ||
		    x->module.n == 0 ||
		    str_eq(str_sub(s, 0, slash), x->module)))
			return true;
	}
	return r->ncomponents == 0;
}

static const struct {
	const char *word;
	enum adv_state state;
} states[] = {
	{ "Affected", ADV_AFFECTED }, { "Fix deferred", ADV_DEFERRED },
	{ "Deferred", ADV_DEFERRED }, { "Will not fix", ADV_WONT_FIX },
	{ "Out of support scope", ADV_END_OF_LIFE },
	{ "Not affected", ADV_NOT_AFFECTED },
	{ "Under investigation", ADV_INVESTIGATING },
	{ "New", ADV_INVESTIGATING },
};

static void
resolve(const struct oval_def *d, struct adv_affected *x)
{
	const struct oval_resolution *r = NULL;

	for (size_t i = 0; r == NULL && i < d->nresolutions; i++)
		if (names(&d->resolutions[i], x))
			r = &d->resolutions[i];
	if (r == NULL && d->nresolutions == 1)
		r = &d->resolutions[0];
	if (r == NULL)
		return;
	x->word = r->state;
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_eq_nocase(r->state, str_from(states[i].word)))
			x->state = states[i].state;
}

/* ---- products ---- */

struct scope {
	struct str release, channel, cpes;	/* blanks between */
};

enum {
	SCOPES_MAX = 64,	/* of one advisory: some name 20 products */
	CPES_MAX = 2000,
	MAJORS_MAX = 16,	/* releases of one definition */
};

struct scopes {
	const struct scopes *next;
	unsigned number;
	struct str major;	/* what they were found for */
	bool covers;		/* RHEL itself is among them */
	struct scope v[SCOPES_MAX];
	size_t n;
};

/* Is the product one for this major release? */
static bool
is_for(const struct redhat_product *p, struct str major)
{
	return p->release.n == 0 || (str_starts(p->release, major) &&
	    (p->release.n == major.n || p->release.p[major.n] == '.'));
}

static void
add_scope(struct oval_case *c, struct scopes *to,
    const struct redhat_product *p, struct str cpe)
{
	struct arena *a = c->a;
	struct str release = p->release.n != 0 ? p->release : to->major;
	size_t i = 0;

	while (i < to->n && (!str_eq(to->v[i].release, release) ||
	    !str_eq(to->v[i].channel, p->channel)))
		i++;
	if (i == SCOPES_MAX) {
		c->why = "names too many products";
		return;
	}
	if (i == to->n) {
		to->v[to->n++] = (struct scope){ release, p->channel, cpe };
		return;
	}
	to->v[i].cpes = str_join(a, str_join(a, to->v[i].cpes, STR(" ")),
	    cpe);
}

/* The products that a statement holds for; of a document about products
   beside RHEL, all of these where a definition names none. */
static const struct scopes *
find_scopes(struct oval_case *c, struct str major)
{
	const struct oval_def *d = &c->def;
	size_t n = d->ncpes != 0 ? d->ncpes : intern_count(c->cpes) - 1;
	const struct scopes *found = c->memo;
	struct scopes *to = NULL;
	struct redhat_product p;

	while (found != NULL && !str_eq(found->major, major))
		found = found->next;
	if (found != NULL)
		return found;
	to = NEW(c->a, struct scopes);
	to->next = c->memo;
	to->number = to->next != NULL ? to->next->number + 1 : 1;
	to->major = major;
	c->memo = to;
	if (to->number > MAJORS_MAX)
		c->why = "names too many releases";
	if (n > CPES_MAX)
		c->why = "names too many products";
	for (size_t i = 0; c->why == NULL && i < n; i++) {
		struct str cpe = d->ncpes != 0 ? d->cpes[i] :
		    intern_text(c->cpes, (uint32_t)i + 1);

		if (!redhat_product(c->a, cpe, &p) || !is_for(&p, major))
			continue;
		if (d->ncpes == 0 && p.kind == REDHAT_MAIN) {
			to->n = 0;
			break;
		}
		to->covers |= d->ncpes != 0 && has(cpe,
		    ":redhat:enterprise_linux:");
		add_scope(c, to, &p, cpe);
	}
	return to;
}

static void
row(struct oval_case *c, const struct oval_term *t, struct adv_affected *x)
{
	const struct oval_def *d = &c->def;
	const struct scopes *to = find_scopes(c, x->release);
	struct err e;

	(void)t;
	if (has(d->id, ".unaffected:")) {
		x->state = ADV_NOT_AFFECTED;
		x->word = STR("Not affected");
	} else if (x->state == ADV_AFFECTED) {
		resolve(d, x);
	}
	if (to->covers && x->eco != NULL)
		(void)fill_namespace(c->out, x->eco, x->release, &e);
	for (size_t i = 0; i < to->n; i++) {
		x->release = to->v[i].release;
		x->channel = to->v[i].channel;
		x->cpes = to->v[i].cpes;
		oval_row(c, x);
	}
	if (to->n == 0)
		oval_row(c, x);
}

static const struct oval_vendor redhat = {
	.eco = "redhat", .scorer = "redhat", .leaf = leaf, .id = id,
	.row = row,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	fill_partial(out);
	return oval_load(&redhat, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:com.redhat.") ||
	    oval_detect(h, ">Red Hat OVAL");
}

const struct feed feed_redhat_oval = {
	.name = "redhat-oval", .about = "Red Hat OVAL v2, *.oval.xml",
	.pieces = true, .detect = detect, .load = load,
};
