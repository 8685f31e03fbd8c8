/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CISA's catalogue of known exploited vulnerabilities.
 *
 * Source:   https://www.cisa.gov/sites/default/files/feeds/
 *           known_exploited_vulnerabilities_schema.json
 * Grammar:  { catalogVersion, dateReleased, count, vulnerabilities: [ { cveID,
 *           dateAdded, dueDate, requiredAction, knownRansomwareCampaignUse,
 *           vulnerabilityName, cwes: [] } ] }.
 * Traps:    `count` tells whether all entries arrived.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
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

/* Its name and weaknesses, as a record about the identifier. */
static enum rc
put_name(const struct json *v, struct str id, int64_t added, struct fill *out,
    struct err *e)
{
	const struct json *list = json_get(v, "cwes");
	int cwes[CWES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < json_count(list) && n < CWES_MAX; i++) {
		struct str w = json_text(json_at(list, i));
		uint64_t number;

		if (str_starts(w, STR("CWE-")) &&
		    str_u64(str_from_pos(w, 4), 1000000, &number))
			cwes[n++] = (int)number;
	}
	return fill_record(out, &(struct adv_record){ .id = id,
		.title = json_get_text(v, "vulnerabilityName"),
		.has_published = added > 0, .published_s = added * 86400,
		.cwes = cwes, .ncwes = n }, e);
}

static enum rc
put_entry(const struct json *v, struct fill *out, struct err *e)
{
	struct str id = str_trim(json_get_text(v, "cveID"));
	struct adv_kev k = { .id = id,
		.action = json_get_text(v, "requiredAction"),
		.ransomware = str_eq_nocase(json_get_text(v,
		    "knownRansomwareCampaignUse"), STR("known")) };
	enum rc rc;

	if (!str_starts(id, STR("CVE-")))
		return fill_reject(out, id, "no CVE identifier", e);
	(void)day(json_get_text(v, "dateAdded"), &k.added_day);
	(void)day(json_get_text(v, "dueDate"), &k.due_day);
	rc = fill_kev(out, &k, e);
	return rc == RC_OK ? put_name(v, id, k.added_day, out, e) : rc;
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
		rc = put_entry(root, out, e);
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
