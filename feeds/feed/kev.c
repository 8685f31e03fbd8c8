/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CISA's catalogue of known exploited vulnerabilities.
 *
 * Source:   https://www.cisa.gov/sites/default/files/feeds/
 *           known_exploited_vulnerabilities_schema.json
 * Grammar:  { catalogVersion, dateReleased, count, vulnerabilities: [ { cveID,
 *           dateAdded, dueDate, requiredAction, knownRansomwareCampaignUse,
 *           vulnerabilityName, cwes: [] } ] }; or the same as CSV, the names
 *           of the members in its first line, cwes divided by commas.
 * Traps:    `count` tells whether all entries arrived; CSV has nothing of the
 *           kind, nor a date of its own.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/csv.h"
#include "text/json.h"

enum { CWES_MAX = 32 };

static bool
day(struct str s, int64_t *ret)
{
	int64_t t;

	if (!when_parse(s, &t))
		return false;
	*ret = when_day(t);
	return true;
}

struct entry {
	struct str id, name, added, due, action, ransom;
	int cwes[CWES_MAX];
	size_t ncwes;
};

static void
add_cwe(struct entry *x, struct str w)
{
	uint64_t number;

	if (x->ncwes < CWES_MAX && str_starts(w, STR("CWE-")) &&
	    str_u64(str_from_pos(w, 4), 1000000, &number))
		x->cwes[x->ncwes++] = (int)number;
}

/* Beside the row a record about the identifier: name and weaknesses. */
static enum rc
put_entry(const struct entry *x, struct fill *out, struct err *e)
{
	struct adv_kev k = { .id = x->id, .action = x->action,
		.ransomware = str_eq_nocase(x->ransom, STR("known")) };
	enum rc rc;

	if (!str_starts(x->id, STR("CVE-")))
		return fill_reject(out, str_sub(x->id, 0, 60),
		    "no CVE identifier", e);
	(void)day(x->added, &k.added_day);
	(void)day(x->due, &k.due_day);
	rc = fill_kev(out, &k, e);
	return rc != RC_OK ? rc : fill_record(out, &(struct adv_record){
	    .id = x->id, .title = x->name, .has_published = k.added_day > 0,
	    .published_s = k.added_day * 86400, .cwes = x->cwes,
	    .ncwes = x->ncwes }, e);
}

static enum rc
put_object(const struct json *v, struct fill *out, struct err *e)
{
	const struct json *list = json_get(v, "cwes");
	struct entry x = { .id = str_trim(json_get_text(v, "cveID")),
		.name = str_trim(json_get_text(v, "vulnerabilityName")),
		.added = json_get_text(v, "dateAdded"),
		.due = json_get_text(v, "dueDate"),
		.action = str_trim(json_get_text(v, "requiredAction")),
		.ransom = str_trim(json_get_text(v,
		    "knownRansomwareCampaignUse")) };

	for (size_t i = 0; i < json_count(list); i++)
		add_cwe(&x, json_text(json_at(list, i)));
	return put_entry(&x, out, e);
}

static enum rc
read_entries(struct json_in *j, struct fill *out, uint64_t *n, struct err *e)
{
	struct json *root;
	struct str text;
	struct err why;
	enum rc rc = json_in_enter(j, e);

	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK) {
		rc = json_in_value(j, &text, e);
		if (rc != RC_OK)
			break;
		++*n;
		if (json_record(text, &root, NULL, &why) != RC_OK) {
			rc = fill_reject(out, str_sub(text, 0, 60), why.msg,
			    e);
			continue;
		}
		rc = put_object(root, out, e);
		json_free(root);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct str name, s;
	uint64_t n = 0, count = UINT64_MAX;
	int64_t t;
	enum rc rc = json_in_enter(j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(j, &name, e)) == RC_OK) {
		if (str_eq(name, STR("vulnerabilities"))) {
			rc = read_entries(j, out, &n, e);
		} else if (str_eq(name, STR("dateReleased"))) {
			rc = json_in_string(j, &s, e);
			if (rc == RC_OK && when_parse(s, &t))
				fill_data_time(out, t);
		} else if (str_eq(name, STR("count"))) {
			rc = json_in_value(j, &s, e);
			if (rc == RC_OK && !str_u64(s, UINT32_MAX, &count))
				count = UINT64_MAX;
		}
	}
	if (rc == RC_STOP)
		rc = feed_end(j, e);
	json_in_free(j);
	if (rc == RC_OK && count != UINT64_MAX && count != n)
		rc = err_set(e, RC_FORMAT, "%llu entries where it counts %llu",
		    (unsigned long long)n, (unsigned long long)count);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && head_has(h, "catalogVersion") &&
	    (head_has(h, "vulnerabilities") || head_has(h, "dateReleased"));
}

const struct feed feed_kev = {
	.name = "kev", .about = "CISA known exploited vulnerabilities",
	.detect = detect, .load = load,
};

/* ---- CSV ---- */

enum column {
	C_ID, C_NAME, C_ADDED, C_ACTION, C_DUE, C_RANSOM, C_CWES, C_N,
	C_NONE = 255
};

static bool
find_columns(const struct str *v, size_t n, size_t at[C_N])
{
	static const char *const names[C_N] = { "cveID", "vulnerabilityName",
		"dateAdded", "requiredAction", "dueDate",
		"knownRansomwareCampaignUse", "cwes" };

	for (int c = 0; c < C_N; c++) {
		at[c] = C_NONE;
		for (size_t i = 0; i < n && i < C_NONE; i++)
			if (str_eq(str_trim(v[i]), str_from(names[c])))
				at[c] = i;
	}
	return at[C_ID] != C_NONE && at[C_ADDED] != C_NONE;
}

static enum rc
put_row(struct arena *a, const struct str *v, size_t n, const size_t at[C_N],
    struct fill *out, struct err *e)
{
	struct str f[C_N], one;
	struct entry x = { .ncwes = 0 };

	for (int c = 0; c < C_N; c++)
		f[c] = at[c] < n ? str_utf8(a, str_trim(v[at[c]])) : STR("");
	x.id = f[C_ID];
	x.name = f[C_NAME];
	x.added = f[C_ADDED];
	x.due = f[C_DUE];
	x.action = f[C_ACTION];
	x.ransom = f[C_RANSOM];
	while (str_split(&f[C_CWES], ',', &one))
		add_cwe(&x, str_trim(one));
	return put_entry(&x, out, e);
}

static enum rc
load_csv(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct csv_in *c = csv_in_new(in);
	size_t at[C_N], n;
	const struct str *v;
	enum rc rc = csv_in_row(c, &v, &n, e);

	if (rc == RC_OK && !find_columns(v, n, at))
		rc = err_set(e, RC_FORMAT, "no columns cveID and dateAdded");
	while (rc == RC_OK && (rc = csv_in_row(c, &v, &n, e)) == RC_OK) {
		arena_reset(a);
		if (csv_in_cut(c))
			rc = feed_cut(f, csv_in_line(c), e);
		if (rc == RC_OK)
			rc = put_row(a, v, n, at, out, e);
	}
	csv_in_free(c);
	arena_free(a);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
detect_csv(const struct feed_head *h)
{
	struct str line = str_sub(h->text, 0, str_find(h->text, '\n'));

	return (str_starts(line, STR("cveID,")) ||
	    str_starts(line, STR("\"cveID\","))) &&
	    str_find_str(line, STR("dateAdded")) < line.n;
}

const struct feed feed_kev_csv = {
	.name = "kev", .about = "CISA known exploited vulnerabilities, as CSV",
	.detect = detect_csv, .load = load_csv,
};
