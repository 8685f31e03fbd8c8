/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSV's `affected`: which package of which ecosystem, and what is said of it.
 *
 * Source:   https://ossf.github.io/osv-schema/, "affected[]"; what databases
 *           add: Go (go.dev/doc/security/vuln/database: imports), RustSec
 *           (affects, informational), Ubuntu (availability).
 * Rules:    a package without range and version is undetermined, unless it is
 *           malware. "fixed 0" says that it never was affected. GIT ranges are
 *           kept as text under the address of their repository.
 * Traps:    where the only fix of an Ubuntu release came with Ubuntu Pro,
 *           nothing is said of the release itself: it stays vulnerable, and
 *           that is stated here. Not so for FIPS and other builds that stand
 *           beside the release. SUSE's modules of 12 are those of all its
 *           service packs.
 */
#include "feeds/feed/osv_affected.h"

#include "base/arena.h"
#include "feeds/feed/osv_range.h"
#include "feeds/feed/purl_package.h"
#include "identity/ecosystem.h"
#include "identity/osv_name.h"
#include "score/cvss.h"
#include "text/json.h"

enum { EXTRA_MAX = 600, PRO_MAX = 2000 };

/* ---- severity ---- */

enum severity
osv_list_severity(const struct json *list)
{
	enum severity best = SEV_UNKNOWN;
	int newest = 0, version;
	double score;

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		struct str text = json_get_text(v, "score");
		enum severity word = severity_from_word(text);

		if (word != SEV_UNKNOWN)
			return word;
		if (cvss_score(text, &version, &score) && version > newest) {
			newest = version;
			best = severity_from_score(version, score);
		}
	}
	return best;
}

enum severity
osv_word_severity(const struct json *object)
{
	enum severity s = severity_from_word(json_get_text(object,
	    "severity"));

	if (s == SEV_UNKNOWN)
		s = severity_from_word(json_get_text(object, "urgency"));
	return s;
}

static void
set_severity(struct adv_affected *to, const struct json *v)
{
	to->severity = osv_list_severity(json_get(v, "severity"));
	if (to->severity == SEV_UNKNOWN)
		to->severity = osv_word_severity(json_get(v,
		    "ecosystem_specific"));
	if (to->severity == SEV_UNKNOWN)
		to->severity = osv_word_severity(json_get(v,
		    "database_specific"));
	to->has_severity = to->severity != SEV_UNKNOWN;
}

/* ---- what else must hold ---- */

/* s with text after it, and between between; no blanks, nothing too long. */
static struct str
append(struct arena *a, struct str s, const char *between, struct str text)
{
	if (text.n == 0 || s.n + text.n > EXTRA_MAX ||
	    str_find(text, ' ') != text.n)
		return s;
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(s), s.n != 0 ? between : "",
	    STR_ARG(text));
}

static struct str
append_list(struct arena *a, struct str s, const char *key,
    const struct json *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < json_count(list); i++)
		all = append(a, all, ",", json_text(json_at(list, i)));
	return all.n == 0 ? s : append(a, s, " ", str_fmt(a, "%s=%.*s", key,
	    STR_ARG(all)));
}

/* Go: "imports=net/http#Client.Do;Get,net/url". */
static struct str
imports(struct arena *a, const struct json *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		const struct json *symbols = json_get(v, "symbols");
		struct str one = json_get_text(v, "path"), names = STR("");

		for (size_t k = 0; k < json_count(symbols); k++)
			names = append(a, names, ";",
			    json_text(json_at(symbols, k)));
		if (one.n != 0 && names.n != 0)
			one = append(a, one, "#", names);
		all = append(a, all, ",", one);
	}
	return all;
}

static struct str
extra_of(struct arena *a, const struct json *eco)
{
	const struct json *affects = json_get(eco, "affects");
	const struct json *functions = json_get(affects, "functions");
	struct str s = STR(""), go = imports(a, json_get(eco, "imports"));

	if (go.n != 0)
		s = append(a, s, " ", str_fmt(a, "imports=%.*s", STR_ARG(go)));
	if (json_count(functions) == 0)
		functions = json_get(eco, "affected_functions");
	s = append_list(a, s, "arch", json_get(affects, "arch"));
	s = append_list(a, s, "os", json_get(affects, "os"));
	return append_list(a, s, "functions", functions);
}

/* ---- statements ---- */

static struct adv_affected *
add(struct osv_statements *s, const struct adv_affected *like)
{
	s->v = arena_grow(s->a, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n] = *like;
	return &s->v[s->n++];
}

static void
add_range(struct osv_statements *s, const struct adv_affected *like,
    const struct osv_range *r)
{
	struct adv_affected *to = add(s, like);

	to->range = r->range;
	to->exact = r->exact;
	to->opaque = r->opaque;
	to->fixed = r->fixed;
	to->state = r->never ? ADV_NOT_AFFECTED : r->contested ?
	    ADV_UNDETERMINED : r->fixed.n != 0 ? ADV_FIXED : ADV_AFFECTED;
	if (str_find_str(r->fixed, STR("module")) < r->fixed.n)
		to->module = s->module;
}

/* Is it the repository that an ecosystem without a suffix stands for? OSV
   schema, "Defined Ecosystems": Maven Central, Packagist. */
static bool
is_own_repository(const struct ecosystem *eco, struct str url)
{
	static const struct {
		const char *eco, *url;
	} own[] = {
		{ "maven", "https://repo.maven." "apache.org/maven2" },
		{ "maven", "https://repo1.maven" ".org/maven2" },
		{ "composer", "https://repo.packagist" ".org" },
		{ "composer", "https://packagist" ".org" },
	};

	if (str_ends(url, STR("/")))
		url.n--;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(str_from(eco->key), str_from(own[i].eco)) &&
		    str_eq(url, str_from(own[i].url)))
			return true;
	return false;
}

/* An ecosystem and a name must be there; authors of their own records may
   write the purl alone. */
static bool
name_by_purl(struct osv_statements *s, struct str purl,
    struct adv_affected *to)
{
	struct purl_package p;

	if (!purl_package(s->a, purl, &p))
		return false;
	to->eco = p.eco;
	to->release = p.release;
	to->channel = p.channel;
	to->name = p.name;
	to->arch = p.arch;
	to->module = p.module;
	return true;
}

/* False: no package is named. */
static bool
name_package(struct osv_statements *s, const struct json *package,
    struct adv_affected *to, struct osv_name *ret)
{
	struct str text = json_get_text(package, "ecosystem");
	struct osv_name n = osv_name(s->a, text, json_get_text(package,
	    "purl"));

	*ret = n;
	to->name = json_get_text(package, "name");
	if (text.n == 0 || to->name.n == 0)
		return name_by_purl(s, json_get_text(package, "purl"), to);
	to->eco = n.eco;
	to->release = n.release;
	to->channel = n.channel;
	to->cpes = n.cpe;
	if (n.eco != NULL && is_own_repository(n.eco, n.channel))
		to->channel = STR("");
	if (n.eco == NULL) {
		size_t colon = str_find(text, ':');

		to->eco = ecosystem_unknown(s->a, str_lower(s->a,
		    str_sub(text, 0, colon)), false);
		to->channel = str_from_pos(text, colon + 1);
	}
	return to->eco != NULL;
}

static struct str
word_of(const struct osv_statements *s, const struct json *v)
{
	struct str pro = json_get_text(json_get(v, "ecosystem_specific"),
	    "availability");
	struct str notice = json_get_text(json_get(v, "database_specific"),
	    "informational");

	if (str_starts(pro, STR("Available with Ubuntu Pro")))
		return STR("Ubuntu Pro");
	return notice.n != 0 ? notice : s->word;
}

/* GIT ranges by their repository, or under the package when nothing else is
   said of it. */
static void
add_git(struct osv_statements *s, const struct json *v,
    const struct adv_affected *package)
{
	const struct json *list = json_get(v, "ranges");

	for (size_t i = 0; i < json_count(list); i++) {
		struct str repo = json_get_text(json_at(list, i), "repo");
		struct adv_affected git = {
			.eco = ecosystem_by_key(STR("git")), .name = repo };
		struct osv_range r;

		if (!osv_git(s->a, json_at(list, i), &r))
			continue;
		if (repo.n != 0)
			add_range(s, &git, &r);
		if (package != NULL)
			add_range(s, package, &r);
	}
}

static void
add_all(struct osv_statements *s, const struct adv_affected *like,
    const struct json *v)
{
	size_t n = 0, before;
	struct osv_range *ranges = osv_ranges(s->a, v, like->eco, &n);

	for (size_t i = 0; i < n; i++)
		add_range(s, like, &ranges[i]);
	before = s->n;
	add_git(s, v, n == 0 ? like : NULL);
	if (n != 0 || s->n != before || json_count(json_get(v, "ranges")) != 0)
		return;
	add(s, like)->state = s->malware ? ADV_AFFECTED : ADV_UNDETERMINED;
}

static bool
says_something(const struct json *v)
{
	return json_count(json_get(v, "ranges")) != 0 ||
	    json_count(json_get(v, "versions")) != 0;
}

static void
read_one(struct osv_statements *s, const struct json *v)
{
	const struct json *package = json_get(v, "package");
	struct adv_affected like = { .word = word_of(s, v) };
	struct osv_name n;

	if (!name_package(s, package, &like, &n)) {
		size_t before = s->n;

		add_git(s, v, NULL);
		s->unnamed += s->n == before && says_something(v);
		return;
	}
	set_severity(&like, v);
	like.extra = extra_of(s->a, json_get(v, "ecosystem_specific"));
	add_all(s, &like, v);
	for (size_t i = 0; i < n.nmore; i++) {
		like.release = n.more[i];
		add_all(s, &like, v);
	}
}

/* ---- Ubuntu Pro ---- */

static bool
is_pro(const struct adv_affected *x)
{
	return str_eq(str_from(x->eco->key), STR("ubuntu")) &&
	    (str_starts(x->channel, STR("esm-")) ||
	    str_eq(x->channel, STR("pro")));
}

static bool
has_base(const struct osv_statements *s, size_t n, const struct adv_affected *x)
{
	for (size_t i = 0; i < n; i++)
		if (s->v[i].eco == x->eco && s->v[i].channel.n == 0 &&
		    str_eq(s->v[i].release, x->release) &&
		    str_eq(s->v[i].name, x->name))
			return true;
	return false;
}

static void
add_base(struct osv_statements *s)
{
	size_t n = s->n;

	for (size_t i = 0; i < n && n <= PRO_MAX; i++) {
		struct adv_affected x = s->v[i];

		if (!is_pro(&x) || has_base(s, n, &x) ||
		    (x.state != ADV_FIXED && x.state != ADV_AFFECTED))
			continue;
		x.channel = STR("");
		x.state = ADV_WONT_FIX;
		x.word = STR("Ubuntu Pro only");
		(void)add(s, &x);
	}
}

void
osv_statements(struct osv_statements *s, const struct json *affected)
{
	for (size_t i = 0; i < json_count(affected); i++)
		read_one(s, json_at(affected, i));
	if (!s->erratum)
		add_base(s);
}
