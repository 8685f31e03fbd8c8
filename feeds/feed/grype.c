/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grype's database, version 6, as carried.
 *
 * Source:   https://github.com/anchore/grype, grype/db/v6/models.go (tables)
 *           and blobs.go (the JSON in table blobs). Read as of 6.1.
 * Grammar:  vulnerability-db_v6….tar.zst holds vulnerability.db: SQLite.
 *           vulnerability_handles: an identifier as one provider has it;
 *           (un)affected_package_handles: that, a package, an operating system
 *           or none, and a blob with ranges; affected_cpe_handles the same of
 *           products; exploited ones, EPSS and weaknesses by CVE.
 * Traps:    several providers speak of one identifier: each statement keeps
 *           its provider's severity. Minor versions have lost their zeros
 *           ("22.4"). There are no indexes: tables are read as they lie, and
 *           what they refer to is found by its number.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/grype.h"
#include "feeds/feed/sqlite_in.h"
#include "feeds/feed/table.h"
#include "text/json.h"

enum {
	MODEL = 6,
	HANDLES_MAX = 64 * 1024 * 1024,	/* numbers of vulnerabilities */
	DEAD = 0xff,			/* rejected or withdrawn */
};

typedef enum rc row_fn(struct grype *g, struct db_stmt *s, struct err *e);

static enum rc
each_row(struct grype *g, const char *sql, row_fn *put, struct err *e)
{
	struct db_stmt *s = NULL;
	enum rc rc = db_prepare(g->db, sql, &s, e);

	while (rc == RC_OK && (rc = db_step(s, e)) == RC_OK) {
		arena_reset(g->a);
		rc = put(g, s, e);
	}
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

struct str
grype_text(struct grype *g, struct db_stmt *s, int column)
{
	return str_dup(g->a, str_trim(str_utf8(g->a, db_text(s, column))));
}

static bool
day_of(struct str s, int64_t *ret)
{
	int64_t t;

	if (!when_parse(s, &t) || t <= 0)
		return false;
	*ret = when_day(t);
	return true;
}

/* ---- vulnerabilities ---- */

static void
keep_severity(struct grype *g, int64_t id, uint8_t severity)
{
	uint8_t zero[256] = { 0 };

	if (id < 0 || id >= HANDLES_MAX)
		return;
	while (g->severity.n <= (size_t)id)
		(void)buf_add(&g->severity, zero, sizeof zero);
	g->severity.p[id] = severity;
}

bool
grype_severity(const struct grype *g, int64_t id, enum severity *ret)
{
	uint8_t v = id < 0 || (size_t)id >= g->severity.n ? 0 :
	    g->severity.p[id];

	*ret = v == DEAD ? SEV_UNKNOWN : (enum severity)v;
	return v != DEAD;
}

/* Words outrank scores: they are the provider's own. */
static void
put_severities(struct draft *d, const struct json *list)
{
	enum severity word = SEV_UNKNOWN;

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		const struct json *value = json_get(v, "value");
		struct str version = json_get_text(value, "version");
		struct str vector = json_get_text(value, "vector");
		struct str source = json_get_text(v, "source");

		if (json_kind_of(value) == JSON_STRING &&
		    word == SEV_UNKNOWN)
			word = severity_from_word(json_text(value));
		if (vector.n != 0 && !str_starts(vector, STR("CVSS:")) &&
		    version.n != 0 && *version.p != '2')
			vector = str_fmt(d->a, "CVSS:%.*s/%.*s",
			    STR_ARG(version), STR_ARG(vector));
		draft_cvss(d, source.n != 0 ? source : STR("grype"), vector,
		    STR(""), 30);
	}
	if (word != SEV_UNKNOWN)
		d->r.severity = word;
}

/* Does an identifier of this kind stand for several CVEs? */
static bool
is_container(struct str id)
{
	static const char *const kinds[] = { "ALAS", "ALSA-", "DLA-", "DSA-",
		"ELSA-", "FEDORA-", "GLSA-", "MGASA-", "OESA-", "RHBA-",
		"RHEA-", "RHSA-", "RLSA-", "SUSE-", "USN-", "openSUSE-" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_starts(id, str_from(kinds[i])))
			return true;
	return false;
}

static enum rc
put_vulnerability(struct grype *g, struct db_stmt *s, struct err *e)
{
	struct draft d = { .a = g->a };
	struct str status = grype_text(g, s, 2), blob, line, rest;
	struct json *root = NULL;
	const struct json *list;
	int64_t id = db_int(s, 0);

	d.r.id = grype_text(g, s, 1);
	if (str_eq(status, STR("rejected")) || !db_is_null(s, 5)) {
		keep_severity(g, id, DEAD);
		return RC_OK;
	}
	if (d.r.id.n == 0 || d.r.id.n > 100)
		return fill_reject(g->out, str_sub(d.r.id, 0, 60),
		    "no identifier", e);
	blob = db_text(s, 6);
	if (blob.n != 0 && json_record(blob, &root, NULL, e) != RC_OK)
		return fill_reject(g->out, d.r.id, e->msg, e);
	d.r.has_published = when_parse(grype_text(g, s, 3), &d.r.published_s);
	d.r.has_modified = when_parse(grype_text(g, s, 4), &d.r.modified_s);
	if (str_eq(status, STR("disputed")))
		d.r.flags |= ADV_DISPUTED;
	d.r.text = rest = json_get_text(root, "description");
	if (str_line(&rest, &line))
		d.r.title = str_trim(line);
	put_severities(&d, json_get(root, "severities"));
	list = json_get(root, "refs");
	for (size_t i = 0; i < json_count(list); i++)
		draft_link(&d, json_get_text(json_at(list, i), "url"));
	list = json_get(root, "aliases");
	for (size_t i = 0; i < json_count(list); i++)
		draft_alias(&d, json_text(json_at(list, i)),
		    is_container(d.r.id) ? REL_FIXES : REL_ALIAS);
	keep_severity(g, id, (uint8_t)d.r.severity);

	enum rc rc = draft_put(&d, g->out, e);

	json_free(root);
	return rc;
}

/* ---- what is known of CVEs ---- */

static enum rc
put_kev(struct grype *g, struct db_stmt *s, struct err *e)
{
	struct adv_kev k = { .id = grype_text(g, s, 0) };
	struct json *root = NULL;
	enum rc rc;

	if (!str_starts(k.id, STR("CVE-")) ||
	    json_record(db_text(s, 1), &root, NULL, e) != RC_OK)
		return fill_reject(g->out, k.id, "exploited: no CVE, or no "
		    "JSON", e);
	k.action = json_get_text(root, "required_action");
	k.ransomware = str_eq_nocase(json_get_text(root,
	    "known_ransomware_campaign_use"), STR("known"));
	(void)day_of(json_get_text(root, "date_added"), &k.added_day);
	(void)day_of(json_get_text(root, "due_date"), &k.due_day);
	rc = fill_kev(g->out, &k, e);
	json_free(root);
	return rc;
}

static enum rc
put_epss(struct grype *g, struct db_stmt *s, struct err *e)
{
	double score = db_double(s, 1), percentile = db_double(s, 2);
	struct adv_epss x = { .id = grype_text(g, s, 0) };

	if (!str_starts(x.id, STR("CVE-")) || !(score >= 0 && score <= 1) ||
	    !(percentile >= 0 && percentile <= 1))
		return fill_reject(g->out, x.id, "EPSS: no score of a CVE", e);
	x.score = (uint32_t)(score * 100000 + 0.5);
	x.percentile = (uint32_t)(percentile * 100000 + 0.5);
	return fill_epss(g->out, &x, e);
}

static enum rc
put_epss_date(struct grype *g, struct db_stmt *s, struct err *e)
{
	char buf[24];
	int64_t t;

	return when_parse(grype_text(g, s, 0), &t) ? fill_meta(g->out,
	    "epss_date", when_format(buf, t), e) : RC_OK;
}

static enum rc
put_cwe(struct grype *g, struct db_stmt *s, struct err *e)
{
	struct draft d = { .a = g->a };

	d.r.id = grype_text(g, s, 0);
	draft_cwe(&d, grype_text(g, s, 1));
	return !str_starts(d.r.id, STR("CVE-")) || d.r.ncwes == 0 ? RC_OK :
	    draft_put(&d, g->out, e);
}

static enum rc
put_eol(struct grype *g, struct db_stmt *s, struct err *e)
{
	struct adv_eol x = { .product = grype_text(g, s, 0) };
	struct str major = grype_text(g, s, 1), minor = grype_text(g, s, 2);

	x.cycle = grype_version(g->a, x.product, major, minor);
	if (x.product.n == 0 || x.cycle.n == 0 ||
	    !day_of(grype_text(g, s, 3), &x.eol_day))
		return RC_OK;
	(void)day_of(grype_text(g, s, 4), &x.eoas_day);
	return fill_eol(g->out, &x, e);
}

/* ---- the whole ---- */

static enum rc
put_metadata(struct grype *g, struct db_stmt *s, struct err *e)
{
	int64_t t;

	if (db_int(s, 1) != MODEL)
		return err_set(e, RC_UNSUPPORTED, "Grype's database version "
		    "%lld, where %d is read", (long long)db_int(s, 1), MODEL);
	fill_scope(g->out, str_fmt(g->a, "v%d.%lld.%lld", MODEL,
	    (long long)db_int(s, 2), (long long)db_int(s, 3)));
	if (when_parse(grype_text(g, s, 0), &t))
		fill_data_time(g->out, t);
	return RC_OK;
}

/* A column that came later: the same query with '' in its place. */
static enum rc
each_or(struct grype *g, const char *sql, const char *older, row_fn *put,
    struct err *e)
{
	struct db_stmt *s = NULL;
	struct err why;
	bool fits = db_prepare(g->db, sql, &s, &why) == RC_OK;

	db_finish(s);
	return each_row(g, fits ? sql : older, put, e);
}

#define HANDLES(kind, channel) \
	"SELECT h.vulnerability_id, v.name, p.ecosystem, p.name, o.name, " \
	"o.major_version, o.minor_version, o.label_version, o.codename, " \
	channel ", b.value FROM " kind "_package_handles h CROSS JOIN " \
	"vulnerability_handles v ON v.id = h.vulnerability_id CROSS JOIN " \
	"packages p ON p.id = h.package_id LEFT JOIN operating_systems o " \
	"ON o.id = h.operating_system_id LEFT JOIN blobs b ON b.id = h.blob_id"

static const struct {
	const char *table, *sql, *older;
	row_fn *put;
} parts[] = {
	{ "vulnerability_handles", "SELECT v.id, v.name, v.status, "
	  "v.published_date, v.modified_date, v.withdrawn_date, b.value FROM "
	  "vulnerability_handles v LEFT JOIN blobs b ON b.id = v.blob_id",
	  NULL, put_vulnerability },
	{ "affected_package_handles", HANDLES("affected", "o.channel"),
	  HANDLES("affected", "''"), grype_affected },
	{ "unaffected_package_handles", HANDLES("unaffected", "o.channel"),
	  HANDLES("unaffected", "''"), grype_unaffected },
	{ "affected_cpe_handles", "SELECT h.id, h.vulnerability_id, v.name, "
	  "c.part, c.vendor, c.product, c.edition, c.language, "
	  "c.software_edition, c.target_software, c.target_hardware, "
	  "c.other, b.value FROM affected_cpe_handles h CROSS JOIN "
	  "vulnerability_handles v ON v.id = h.vulnerability_id CROSS JOIN "
	  "cpes c ON c.id = h.cpe_id LEFT JOIN blobs b ON b.id = h.blob_id",
	  NULL, grype_cpe },
	{ "known_exploited_vulnerability_handles", "SELECT k.cve, b.value "
	  "FROM known_exploited_vulnerability_handles k CROSS JOIN blobs b "
	  "ON b.id = k.blob_id", NULL, put_kev },
	{ "epss_handles", "SELECT cve, epss, percentile FROM epss_handles",
	  NULL, put_epss },
	{ "epss_metadata", "SELECT date FROM epss_metadata LIMIT 1", NULL,
	  put_epss_date },
	{ "cwe_handles", "SELECT cve, cwe FROM cwe_handles", NULL, put_cwe },
	{ "operating_systems", "SELECT name, major_version, minor_version, "
	  "eol_date, eoas_date FROM operating_systems WHERE eol_date IS NOT "
	  "NULL", "SELECT name, major_version, minor_version, '', '' FROM "
	  "operating_systems", put_eol },
};

static enum rc
read_all(struct grype *g, struct err *e)
{
	enum rc rc = each_row(g, "SELECT build_timestamp, model, revision, "
	    "addition FROM db_metadata LIMIT 1", put_metadata, e);

	for (size_t i = 0; rc == RC_OK && i < sizeof parts / sizeof *parts;
	    i++) {
		if (!db_has_table(g->db, parts[i].table))
			continue;
		rc = parts[i].older == NULL ? each_row(g, parts[i].sql,
		    parts[i].put, e) : each_or(g, parts[i].sql,
		    parts[i].older, parts[i].put, e);
		if (rc != RC_OK)
			rc = err_in(e, rc, parts[i].table);
	}
	return rc;
}

static enum rc
read_db(struct db *db, const struct limits *lim, struct fill *out,
    struct err *e)
{
	struct grype g = { .db = db, .out = out };
	enum rc rc;

	if (db_has_table(db, "indices") && db_has_table(db, "artifacts"))
		return trivy_java_read(db, lim, out, e);
	if (!db_has_table(db, "db_metadata") ||
	    !db_has_table(db, "vulnerability_handles"))
		return err_set(e, RC_UNSUPPORTED,
		    "an SQLite database, but none that we know");
	g.a = arena_new((size_t)lim->memory);
	rc = read_all(&g, e);
	buf_done(&g.severity);
	arena_free(g.a);
	return rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	(void)f;
	return sqlite_in(in, lim, out, read_db, e);
}

const struct feed feed_grype = {
	.name = "grype", .about = "Grype's database, version 6: archive or file",
	.pieces = true, .detect = sqlite_is, .load = load,
};
