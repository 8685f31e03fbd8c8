/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EPSS: how likely each CVE is to be exploited in the next 30 days.
 *
 * Source:   https://www.first.org/epss/data_stats
 * Grammar:  "#model_version:v2025.03.14,score_date:2025-06-01T12:55:00Z", then
 *           "cve,epss,percentile", then rows.
 * Traps:    without a date nobody can tell how old the scores are: such a
 *           file is refused. Nothing tells a file that was cut at the end of
 *           a line: only what it is packed in does.
 */
#include "advisory/fill.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/csv.h"

static const struct str model_key = { "#model_version:", 15 };
static const struct str date_key = { "score_date:", 11 };

/* A decimal between 0 and 1, times 100,000; also as "9.0E-5". */
static bool
fraction(struct str s, uint32_t *ret)
{
	size_t exp = str_find(s, 'E') < s.n ? str_find(s, 'E') :
	    str_find(s, 'e');
	struct str number = str_sub(s, 0, exp);
	size_t dot = str_find(number, '.');
	struct str digits = str_sub(str_from_pos(number, dot + 1), 0, 9);
	uint64_t whole, part = 0, scale = 1, down = 0;

	if (!str_u64(str_sub(number, 0, dot), 9, &whole))
		return false;
	if (dot < number.n && !str_u64(digits, 999999999, &part))
		return false;
	if (exp < s.n && (exp + 1 == s.n || s.p[exp + 1] != '-' ||
	    !str_u64(str_from_pos(s, exp + 2), 9, &down)))
		return false;
	for (size_t i = 0; i < digits.n; i++)
		scale *= 10;
	whole = whole * scale + part;
	for (; down != 0; down--)
		scale *= 10;		/* at most 10^18 */

	uint64_t v = (uint64_t)((double)whole * 100000 / (double)scale + 0.5);

	*ret = (uint32_t)v;
	return v <= 100000;
}

static enum rc
read_model(struct csv_in *c, struct fill *out, struct err *e)
{
	const struct str *v;
	size_t n;
	int64_t t;
	enum rc rc = csv_in_row(c, &v, &n, e);

	if (rc != RC_OK)
		return rc == RC_STOP ? err_set(e, RC_FORMAT, "empty") : rc;
	if (n < 2 || !str_starts(v[0], model_key) ||
	    !str_starts(v[1], date_key) ||
	    !when_parse(str_from_pos(v[1], date_key.n), &t))
		return err_set(e, RC_FORMAT, "line 1: no model and date of "
		    "the scores");

	char buf[24];

	fill_data_time(out, t);
	rc = fill_meta(out, "epss_model", str_from_pos(v[0], model_key.n), e);
	if (rc == RC_OK)
		rc = fill_meta(out, "epss_date", when_format(buf, t), e);
	if (rc == RC_OK)
		rc = csv_in_row(c, &v, &n, e);
	if (rc == RC_OK && (n < 3 || !str_eq(v[0], STR("cve")) ||
	    !str_eq(v[1], STR("epss")) || !str_eq(v[2], STR("percentile"))))
		rc = err_set(e, RC_FORMAT, "line 2: not cve,epss,percentile");
	return rc == RC_STOP ? err_set(e, RC_FORMAT, "cut after line 1") : rc;
}

static enum rc
put_score(const struct str *v, size_t n, struct fill *out, struct err *e)
{
	struct adv_epss x = { .score = 0 };

	if (n == 1 && v[0].n == 0)
		return RC_OK;		/* an empty line */
	if (n < 3 || !str_starts(v[0], STR("CVE-")) ||
	    !fraction(v[1], &x.score) || !fraction(v[2], &x.percentile))
		return fill_reject(out, n != 0 ? v[0] : STR(""),
		    "not a CVE with two fractions", e);
	x.id = v[0];
	return fill_epss(out, &x, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct csv_in *c = csv_in_new(in);
	const struct str *v;
	size_t n;
	enum rc rc = read_model(c, out, e);

	(void)lim;
	while (rc == RC_OK && (rc = csv_in_row(c, &v, &n, e)) == RC_OK) {
		if (csv_in_cut(c))
			rc = feed_cut(f, csv_in_line(c), e);
		if (rc == RC_OK)
			rc = put_score(v, n, out, e);
	}
	csv_in_free(c);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
detect(const struct feed_head *h)
{
	return str_starts(h->text, model_key) ||
	    str_starts(h->text, STR("cve,epss,percentile"));
}

const struct feed feed_epss = {
	.name = "epss", .about = "FIRST EPSS scores, CSV",
	.detect = detect, .load = load,
};
