/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debian's own lists: data/DSA/list, DLA/list, DTSA/list and CVE/list of the
 * security tracker.
 *
 * Source:   salsa.debian.org/security-tracker-team/security-tracker, data/;
 *           security-team.debian.org/security_tracker.html for their words.
 * Grammar:  a header in the first column, then lines that begin with a tab:
 *           "[17 Mar 2023] DSA-5356-2 sox - regression update" or
 *           "CVE-2031-1 (text)"; "{CVE-2031-1 DSA-1-1}", "RESERVED",
 *           "REJECTED", "NOTE: …", "NOT-FOR-US: …", "TODO: …",
 *           "[bookworm] - package version (low; bug #1)", where "<no-dsa>" and
 *           kin may stand for the version, and a line without a release speaks
 *           of unstable.
 * Rules:    what is said of unstable holds for every release that has no line
 *           of its own: a version there below the fixed one is vulnerable.
 *           <removed> is gone from unstable, and stays as it was elsewhere.
 *           An advisory without CVE is one by its own number if it is about
 *           security; a regression update has the CVEs of the first of its
 *           number. <itp> is not packaged.
 * Traps:    the list is newest first, so -2 comes before -1. "CVE-2031-XXXX"
 *           is no identifier: such an issue gets a TEMP- name made of its bug
 *           and text, which is not the tracker's.
 *           Nothing tells a list that was cut at the end of a line, but that
 *           an issue has at least one that says what it is about.
 * Limits:   LINE_MAX_BYTES a line, ENTRIES_MAX lines of packages an issue.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "text/line_in.h"

enum {
	LINE_MAX_BYTES = 256 * 1024,
	ENTRIES_MAX = 2000, REFS_MAX = 1000,
	ROWS_MAX = 20000,	/* statements of an issue */
	PENDING_MAX = 100000,
};

/* The releases that unstable speaks for, from stretch on. */
static const char *const heirs[] = { "9", "10", "11", "12", "13", "14" };

struct entry {
	struct str release;	/* "" for unstable */
	struct str package, version, kind, urgency;
};

struct issue {
	struct str id, title;
	bool erratum, rejected, has_day;
	bool settled;		/* has a line that is more than references */
	int64_t day;
	struct entry *entries;
	size_t nentries, entries_cap;
	struct str *refs;
	size_t nrefs, refs_cap;
	struct adv_affected *v;
	size_t n, cap;
};

struct lists {
	struct fill *out;
	const struct ecosystem *eco;
	struct arena *a;	/* for one issue */
	struct arena *kept;	/* for regression updates and what they fix */
	struct issue is;
	bool any;
	struct issue **pending;
	size_t npending, pending_cap;
	struct map *fixes;	/* "DSA-5356": struct issue * with its CVEs */
};

/* ---- lines ---- */

/* "(low; bug #1)" */
static void
read_flags(struct str text, struct entry *to)
{
	struct str piece;

	text = str_trim(text);
	if (!str_starts(text, STR("(")))
		return;
	text = str_sub(text, 1, str_rfind(text, ')'));
	while (str_split(&text, ';', &piece)) {
		piece = str_trim(piece);
		if (severity_from_word(piece) != SEV_UNKNOWN)
			to->urgency = piece;
	}
}

/* False: it is about no package. */
static bool
read_entry(struct lists *l, struct str line, struct entry *ret)
{
	size_t end = str_find(line, ']'), space;

	*ret = (struct entry){ .release = STR("") };
	if (str_starts(line, STR("["))) {
		struct str codename = str_sub(line, 1, end);

		ret->release = debian_release(codename);
		if (ret->release.n == 0)
			ret->release = str_dup(l->a, codename);
		line = str_trim(str_from_pos(line, end + 1));
	}
	if (!str_starts(line, STR("- ")))
		return false;
	line = str_trim(str_from_pos(line, 2));
	space = str_find(line, ' ');
	ret->package = str_dup(l->a, str_sub(line, 0, space));
	line = str_dup(l->a, str_trim(str_from_pos(line, space)));
	if (str_starts(line, STR("<"))) {
		end = str_find(line, '>');
		ret->kind = str_sub(line, 1, end);
		end++;
	} else {
		end = str_find(line, ' ');
		ret->version = str_sub(line, 0, end);
	}
	read_flags(str_from_pos(line, end), ret);
	return ret->package.n != 0 &&
	    (ret->kind.n != 0 || ret->version.n != 0);
}

static void
add_refs(struct lists *l, struct issue *is, struct str line)
{
	struct str word;
	size_t end = str_find(line, '}');

	if (end == line.n)	/* cut: the last one may be half of itself */
		end = str_rfind(line, ' ');
	line = str_sub(line, 1, end);
	while (str_word(&line, &word) && is->nrefs < REFS_MAX) {
		is->refs = arena_grow(l->a, is->refs, is->nrefs,
		    &is->refs_cap, sizeof *is->refs);
		is->refs[is->nrefs++] = str_dup(l->a, word);
	}
}

/* "17 Mar 2023" */
static bool
read_date(struct arena *a, struct str s, int64_t *ret_day)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct str day, month, year;
	int64_t t;
	size_t m;

	if (!str_word(&s, &day) || !str_word(&s, &month) ||
	    !str_word(&s, &year) || month.n != 3)
		return false;
	m = str_find_str(str_from(months), month);
	if (m % 3 != 0 || m == sizeof months - 1 ||
	    !when_parse(str_fmt(a, "%.*s-%02zu-%s%.*s", STR_ARG(year),
	    m / 3 + 1, day.n == 1 ? "0" : "", STR_ARG(day)), &t))
		return false;
	*ret_day = when_day(t);
	return true;
}

static bool
is_cve_header(struct str line)
{
	return str_starts(line, STR("CVE-")) || str_starts(line, STR("TEMP-"));
}

static void
read_header(struct lists *l, struct str line)
{
	struct issue *is = &l->is;
	size_t end = str_find(line, ']'), space;

	*is = (struct issue){ .erratum = line.p[0] == '[' };
	if (is->erratum) {
		is->has_day = read_date(l->a, str_sub(line, 1, end), &is->day);
		line = str_trim(str_from_pos(line, end + 1));
	}
	line = str_dup(l->a, line);
	space = str_find(line, ' ');
	is->id = str_sub(line, 0, space);
	is->title = str_trim(str_from_pos(line, space));
	if (!is->erratum && is->title.n > 1 &&
	    (is->title.p[0] == '(' || is->title.p[0] == '['))
		is->title = str_sub(is->title, 1, is->title.n - 1);
}

/* A line of an issue. */
static void
read_body(struct lists *l, struct str line)
{
	struct issue *is = &l->is;
	struct entry en;

	is->settled |= !str_starts(line, STR("{"));
	if (str_starts(line, STR("{")))
		add_refs(l, is, line);
	else if (str_eq(line, STR("REJECTED")))
		is->rejected = true;
	else if (is->nentries < ENTRIES_MAX && read_entry(l, line, &en)) {
		is->entries = arena_grow(l->a, is->entries, is->nentries,
		    &is->entries_cap, sizeof *is->entries);
		is->entries[is->nentries++] = en;
	}
}

/* ---- statements ---- */

static enum adv_state
state_of(struct str kind)
{
	static const struct {
		const char *kind;
		enum adv_state state;
	} table[] = {
		{ "unfixed", ADV_AFFECTED }, { "removed", ADV_AFFECTED },
		{ "no-dsa", ADV_AFFECTED }, { "ignored", ADV_WONT_FIX },
		{ "postponed", ADV_DEFERRED },
		{ "end-of-life", ADV_END_OF_LIFE },
		{ "not-affected", ADV_NOT_AFFECTED },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(kind, str_from(table[i].kind)))
			return table[i].state;
	return ADV_UNDETERMINED;
}

/* What unstable says of the package. */
static const struct entry *
of_unstable(const struct issue *is, struct str package)
{
	for (size_t i = 0; i < is->nentries; i++)
		if (is->entries[i].release.n == 0 &&
		    str_eq(is->entries[i].package, package))
			return &is->entries[i];
	return NULL;
}

static bool
has_own(const struct issue *is, struct str package, struct str release)
{
	for (size_t i = 0; i < is->nentries; i++)
		if (str_eq(is->entries[i].release, release) &&
		    str_eq(is->entries[i].package, package))
			return true;
	return false;
}

static void
add(struct lists *l, struct issue *is, const struct entry *en,
    struct str release, const struct entry *sid)
{
	struct adv_affected x = { .eco = l->eco, .release = release,
		.name = en->package, .word = en->kind,
		.has_known = is->has_day, .known_day = is->day };
	struct str urgency = en->urgency.n != 0 || sid == NULL ?
	    en->urgency : sid->urgency;
	struct str bound = en->version;

	if (is->n == ROWS_MAX || str_eq(en->kind, STR("itp")))
		return;
	if (en->version.n != 0)
		x.state = str_eq(en->version, STR("0")) ? ADV_NOT_AFFECTED :
		    ADV_FIXED;
	else
		x.state = state_of(en->kind);
	/* A release that has no fix is vulnerable below that of unstable. */
	if (bound.n == 0 && sid != NULL && x.state != ADV_NOT_AFFECTED)
		bound = sid->version;
	if (bound.n != 0 && x.state != ADV_NOT_AFFECTED)
		x.range = (struct interval){ .hi = bound, .has_hi = true };
	x.severity = severity_from_word(urgency);
	x.has_severity = x.severity != SEV_UNKNOWN;
	is->v = arena_grow(l->a, is->v, is->n, &is->cap, sizeof *is->v);
	is->v[is->n++] = x;
}

/* A line about unstable, and the releases that inherit it. */
static void
add_unstable(struct lists *l, struct issue *is, const struct entry *en)
{
	add(l, is, en, STR("sid"), NULL);
	for (size_t i = 0; i < sizeof heirs / sizeof *heirs; i++) {
		struct str release = str_from(heirs[i]);

		if (has_own(is, en->package, release))
			continue;

		size_t at = is->n;

		add(l, is, en, release, NULL);
		/* The fix is in unstable: nobody says that it is here. */
		if (is->n > at && is->v[at].state == ADV_FIXED) {
			is->v[at].state = ADV_AFFECTED;
			is->v[at].fixed = en->version;
			is->v[at].word = STR("fixed in unstable");
		}
	}
}

static bool
has(struct str text, struct str what)
{
	return str_find_str(text, what) < text.n;
}

static bool
is_security(const struct issue *is)
{
	return is->nrefs != 0 || has(is->title, STR("security")) ||
	    has(is->title, STR("regression"));
}

static void
add_entries(struct lists *l, struct issue *is)
{
	for (size_t i = 0; i < is->nentries; i++) {
		const struct entry *en = &is->entries[i];

		if (is->erratum && !is_security(is))
			break;
		if (en->release.n != 0)
			add(l, is, en, en->release, is->erratum ? NULL :
			    of_unstable(is, en->package));
		else if (!is->erratum)
			add_unstable(l, is, en);
	}
}

static enum rc
put(struct lists *l, struct issue *is, const struct issue *fixes,
    struct err *e)
{
	struct adv_alias *aliases = NEWN(l->a, struct adv_alias, fixes->nrefs);
	struct adv_record r = { .id = is->id, .title = is->title,
		.has_published = is->has_day, .published_s = is->day * 86400,
		.has_modified = is->has_day, .modified_s = is->day * 86400,
		.aliases = aliases, .naliases = fixes->nrefs };

	for (size_t i = 0; i < fixes->nrefs; i++)
		aliases[i] = (struct adv_alias){ fixes->refs[i],
			is->erratum && !str_starts(fixes->refs[i],
			STR("D")) ? REL_FIXES : REL_RELATED };
	if (is->rejected)
		r.flags = ADV_REJECTED;
	add_entries(l, is);
	r.affected = is->v;
	r.naffected = is->n;
	return fill_record(l->out, &r, e);
}

/* ---- issues ---- */

/* "DSA-5356" of "DSA-5356-2". */
static struct str
number_of(struct str id)
{
	return str_sub(id, 0, str_rfind(id, '-'));
}

/* A copy that outlives the issue, without what is made of it later. */
static struct issue *
keep(struct lists *l, const struct issue *is)
{
	struct issue *to = NEW(l->kept, struct issue);

	*to = *is;
	to->id = str_dup(l->kept, is->id);
	to->title = str_dup(l->kept, is->title);
	to->entries = NEWN(l->kept, struct entry, is->nentries);
	to->entries_cap = is->nentries;
	for (size_t i = 0; i < is->nentries; i++)
		to->entries[i] = (struct entry){
			str_dup(l->kept, is->entries[i].release),
			str_dup(l->kept, is->entries[i].package),
			str_dup(l->kept, is->entries[i].version),
			str_dup(l->kept, is->entries[i].kind),
			str_dup(l->kept, is->entries[i].urgency) };
	to->refs = NEWN(l->kept, struct str, is->nrefs);
	to->refs_cap = is->nrefs;
	for (size_t i = 0; i < is->nrefs; i++)
		to->refs[i] = str_dup(l->kept, is->refs[i]);
	return to;
}

/* FNV-1a: a name must not depend on the process that makes it. */
static unsigned
digest(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 16777619u;
	return h & 0xffffffu;
}

static enum rc
end_issue(struct lists *l, struct err *e)
{
	struct issue *is = &l->is;
	enum rc rc = RC_OK;

	if (!l->any)
		return RC_OK;
	l->any = false;
	if (has(is->id, STR("-XXXX")))
		is->id = str_fmt(l->a, "TEMP-0000000-%06X",
		    digest(is->title));
	if (is->erratum && is->nrefs == 0 && l->npending < PENDING_MAX) {
		l->pending = arena_grow(l->kept, l->pending, l->npending,
		    &l->pending_cap, sizeof *l->pending);
		l->pending[l->npending++] = keep(l, is);
	} else if (is->erratum || is->rejected || is->nentries != 0) {
		rc = put(l, is, is, e);
	}
	if (rc == RC_OK && is->erratum && is->nrefs != 0) {
		struct issue *kept = keep(l, is);

		*map_put(l->fixes, number_of(kept->id), NULL) = kept;
	}
	return rc;
}

static enum rc
end_list(struct lists *l, struct err *e)
{
	enum rc rc = end_issue(l, e);

	for (size_t i = 0; rc == RC_OK && i < l->npending; i++) {
		struct issue *is = l->pending[i];
		void **first = map_find(l->fixes, number_of(is->id));

		arena_reset(l->a);
		rc = put(l, is, first != NULL ? *first : is, e);
	}
	return rc;
}

static enum rc
read_line(struct lists *l, struct str line, struct err *e)
{
	enum rc rc = RC_OK;

	if (line.n != 0 && (line.p[0] == '[' || is_cve_header(line))) {
		rc = end_issue(l, e);
		arena_reset(l->a);
		read_header(l, line);
		l->any = true;
		if (l->is.id.n != 0 && (!l->is.erratum || l->is.has_day))
			return rc;
		l->any = false;
		return rc != RC_OK ? rc : fill_reject(l->out,
		    str_sub(line, 0, 60), "no date or number", e);
	}
	if (line.n != 0 && is_blank(line.p[0]) && l->any)
		read_body(l, str_trim(line));
	else if (str_trim(line).n != 0 && line.p[0] != '#' &&
	    !is_blank(line.p[0]))
		rc = fill_reject(l->out, str_sub(line, 0, 60),
		    "neither a header nor a line of one", e);
	return rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct lists l = { .out = out,
		.eco = ecosystem_by_key(STR("debian")),
		.a = arena_new((size_t)lim->memory),
		.kept = arena_new((size_t)lim->memory) };
	struct line_in *lines = line_in_new(in, LINE_MAX_BYTES);
	struct str line;
	struct err why;
	enum rc rc = RC_OK, cut = RC_OK;

	l.fixes = map_new(l.kept);
	while (rc == RC_OK && (rc = line_in_next(lines, &line, e)) != RC_STOP) {
		if (rc == RC_OK && line_in_cut(lines))
			cut = feed_cut(f, line_in_number(lines), &why);
		if (rc == RC_OK && cut == RC_OK)
			rc = read_line(&l, line, e);
		else if (rc == RC_LIMIT)
			rc = fill_reject(out, STR("line"), e->msg, e);
	}
	if (rc == RC_STOP) {
		if (cut == RC_OK && l.any && !l.is.settled)
			cut = err_set(&why, RC_FORMAT, "line %llu: cut short "
			    "before what the last issue is about",
			    (unsigned long long)line_in_number(lines));
		rc = end_list(&l, e);
		if (rc == RC_OK && cut != RC_OK)
			rc = err_set(e, cut, "%s", why.msg);
	}
	line_in_free(lines);
	arena_free(l.kept);
	arena_free(l.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	struct str rest = h->text, line = STR(""), after;
	size_t end;

	while (str_line(&rest, &line) && str_trim(line).n == 0)
		;
	end = str_find(line, ']');
	after = str_from_pos(line, end + 1);
	if (str_starts(line, STR("[")) && end < line.n)
		return str_starts(after, STR(" DSA-")) ||
		    str_starts(after, STR(" DLA-")) ||
		    str_starts(after, STR(" DTSA-"));
	return is_cve_header(line) && str_find(line, ',') == line.n &&
	    str_starts(rest, STR("\t"));
}

const struct feed feed_debian_lists = {
	.name = "debian-lists", .about = "Debian's DSA, DLA, DTSA and CVE lists",
	.detect = detect, .load = load,
};
