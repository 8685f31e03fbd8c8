/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ubuntu's OVAL.
 *
 * Source:   https://security-metadata.canonical.com/oval/ and
 *           ubuntu.com/security/oval.
 * Grammar:  com.ubuntu.CODENAME.cve.oval.xml: a definition of class
 *           vulnerability for each CVE; com.ubuntu.CODENAME.usn.oval.xml: of
 *           class patch for each USN. A test names a list of binaries; the
 *           object's comment says of which source package ("The 'tor' package
 *           binaries."), the criterion's what the state is. In the files for
 *           container images tests are of a text file, with the same words.
 * Rules:    statements are about source packages, which is what the other
 *           feeds of Ubuntu name. Where only binaries are named (the USN
 *           files) none is made: what a USN fixes and its date are kept.
 *           A fix that only Ubuntu Pro has ("~esm", "+esm" in its version)
 *           will not come to the release itself.
 * Traps:    "has been fixed" without a version was never affected; "may need
 *           fixing" was not looked at yet.
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/oval.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"

static bool
has(struct str s, const char *words)
{
	return str_find_str(s, str_from(words)) < s.n;
}

/* The first that a comment holds. */
static const struct {
	const char *words, *word;
	enum adv_state state;
} states[] = {
	{ "no release version available", "released", ADV_UNDETERMINED },
	{ "decision has been made to ignore", "ignored", ADV_WONT_FIX },
	{ "decision has been made to defer", "deferred", ADV_DEFERRED },
	{ "pending publication", "pending", ADV_AFFECTED },
	{ "may need fixing", "needs-triage", ADV_INVESTIGATING },
	{ "needs fixing", "needed", ADV_AFFECTED },
	{ "not affected", "not-affected", ADV_NOT_AFFECTED },
	{ "has been fixed", "not-affected", ADV_NOT_AFFECTED },
};

static void
judge(const struct oval_leaf *l, struct oval_term *t)
{
	if (t->range.has_hi) {
		t->word = STR("released");
		if (has(t->range.hi, "~esm") || has(t->range.hi, "+esm")) {
			t->state = ADV_WONT_FIX;
			t->word = STR("released, Ubuntu Pro");
		}
		return;
	}
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		if (!has(l->comment, states[i].words))
			continue;
		t->state = states[i].state;
		t->word = str_from(states[i].word);
		return;
	}
}

/* "tor package in bionic, ...", "openssh source package in noble, ...". */
static struct str
source_of(const struct oval_leaf *l)
{
	struct str name = l->source;

	if (name.n == 0)
		name = oval_between(l->comment, "", " package in ");
	if (str_ends(name, STR(" source")))
		name = str_sub(name, 0, name.n - 7);
	name = str_from_pos(name, str_find(name, ')') < name.n ?
	    str_find(name, ')') + 1 : 0);	/* "(CVE-2031-1) tor" */
	name = str_trim(name);
	return str_find(name, ' ') < name.n ? STR("") : name;
}

/* A running kernel is tested for its ABI: the version is in the words. */
static void
use_note(struct oval_leaf *l)
{
	size_t at = str_find_str(l->comment, STR("has been fixed (note: '"));
	struct str v = oval_between(str_from_pos(l->comment, at),
	    "has been fixed (note: '", "'");

	if (v.n == 0 || !is_digit(v.p[0]))
		return;
	l->has_state = true;
	l->evr_op = OVAL_LT;
	l->evr = v;
}

static enum oval_truth
leaf(struct oval_case *c, const struct oval_leaf *l, struct oval_term *t)
{
	struct oval_leaf package = *l;
	enum oval_truth truth;

	if (l->test == OVAL_NO_TEST)
		return OVAL_UNKNOWN;
	package.test = OVAL_PACKAGE;
	package.name = source_of(l);
	if (package.name.n == 0)
		return OVAL_TRUE;	/* binaries, or the system, only */
	if (l->test == OVAL_SYSTEM)
		use_note(&package);
	if (package.evr_op == OVAL_NONE)
		package.has_state = false;
	truth = oval_package(c, &package, t);
	if (truth == OVAL_TRUE)
		judge(l, t);
	return truth;
}

/* "18.04" of "oval:com.ubuntu.bionic:def:...", "Ubuntu 18.04 LTS". */
static struct str
release_of(const struct oval_def *d)
{
	struct str v = oval_between(d->id, "oval:com.ubuntu.", ":");
	struct str rest, word;

	while (str_split(&v, '/', &word))
		if (ubuntu_release(word).n != 0)
			return ubuntu_release(word);
	for (size_t i = 0; i < d->nplatforms; i++) {
		rest = d->platforms[i];
		while (str_word(&rest, &word))
			if (word.n == 5 && is_digit(word.p[0]) &&
			    word.p[2] == '.')
				return word;
	}
	return STR("");
}

static void
row(struct oval_case *c, const struct oval_term *t, struct adv_affected *x)
{
	(void)t;
	x->release = release_of(&c->def);
	if (x->release.n != 0)
		x->eco = ecosystem_by_key(STR("ubuntu"));
	oval_row(c, x);
}

static struct str
id(struct oval_case *c)
{
	struct str s = STR("");

	if (str_eq(c->def.class, STR("patch")))
		s = oval_ref_id(&c->def, "USN-");
	if (s.n == 0)
		s = oval_ref_id(&c->def, "CVE-");
	if (s.n == 0)
		c->why = "neither a USN nor a CVE";
	return s;
}

static const struct oval_vendor ubuntu = {
	.eco = "ubuntu", .scorer = "ubuntu", .leaf = leaf, .id = id,
	.row = row,
};

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return oval_load(&ubuntu, f, in, lim, out, e);
}

static bool
detect(const struct feed_head *h)
{
	return oval_detect(h, "oval:com.ubuntu.") ||
	    oval_detect(h, ">Canonical ");
}

const struct feed feed_ubuntu_oval = {
	.name = "ubuntu-oval", .about = "Ubuntu, OVAL of a release",
	.pieces = true, .detect = detect, .load = load,
};
