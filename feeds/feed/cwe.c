/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of weaknesses: MITRE's CWE list.
 *
 * Source:   https://cwe.mitre.org/data/xml/cwec_latest.xml.zip (schema:
 *           cwe_schema_latest.xsd) and the CSV files of
 *           https://cwe.mitre.org/data/downloads.html.
 * Grammar:  Weakness_Catalog/{Weaknesses/Weakness, Categories/Category,
 *           Views/View}, each with @ID and @Name; or rows under the header
 *           "CWE-ID,Name,Weakness Abstraction,...".
 * Traps:    feeds cite categories and views as weaknesses, too. Rows of the
 *           CSV have one field more than their header.
 */
#include "advisory/fill.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/csv.h"
#include "text/xml.h"

enum { NAME_BYTES = 300 };

static const struct str csv_header = { "CWE-ID,Name,", 12 };

static enum rc
put(struct str id, struct str name, struct fill *out, struct err *e)
{
	uint64_t n;

	if (str_starts(id, STR("CWE-")))
		id = str_from_pos(id, 4);
	if (!str_u64(str_trim(id), 1000000, &n) || n == 0)
		return fill_reject(out, str_sub(id, 0, 60), "no number", e);
	name = str_trim(name);
	if (name.n == 0 || name.n > NAME_BYTES)
		return fill_reject(out, str_sub(id, 0, 60), "no name", e);
	return fill_cwe(out, (int)n, name, e);
}

/* ---- XML ---- */

static enum rc
open_element(struct xml_in *x, struct fill *out, struct err *e)
{
	struct str name = xml_in_name(x);
	int64_t t;
	enum rc rc;

	switch (xml_in_depth(x)) {
	case 1:
		if (!str_eq(name, STR("Weakness_Catalog")))
			return err_set(e, RC_FORMAT, "no Weakness_Catalog");
		if (when_parse(xml_in_attr(x, "Date"), &t))
			fill_data_time(out, t);
		return RC_OK;
	case 2:
		return RC_OK;
	default:
		break;
	}
	if (!str_eq(name, STR("Weakness")) && !str_eq(name, STR("Category")) &&
	    !str_eq(name, STR("View")))
		return xml_in_skip(x, e);

	rc = put(xml_in_attr(x, "ID"), xml_in_attr(x, "Name"), out, e);
	return rc == RC_OK ? xml_in_skip(x, e) : rc;
}

static enum rc
load_xml(struct reader *in, struct fill *out, struct err *e)
{
	struct xml_in *x;
	enum xml_event event = XML_TEXT;
	enum rc rc = xml_in_new(in, &x, e);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && event != XML_END) {
		rc = xml_in_next(x, &event, e);
		if (rc == RC_OK && event == XML_OPEN)
			rc = open_element(x, out, e);
	}
	xml_in_free(x);
	return rc;
}

/* ---- CSV ---- */

static enum rc
load_csv(struct reader *in, struct fill *out, struct err *e)
{
	struct csv_in *c = csv_in_new(in);
	const struct str *v;
	size_t n;
	bool first = true;
	enum rc rc;

	while ((rc = csv_in_row(c, &v, &n, e)) == RC_OK) {
		if (!first)
			rc = n < 2 ? fill_reject(out, n != 0 ? v[0] : STR(""),
			    "no name", e) : put(v[0], v[1], out, e);
		first = false;
		if (rc != RC_OK)
			break;
	}
	csv_in_free(c);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
is_csv(struct str head)
{
	if (str_starts(head, STR("\xef\xbb\xbf")))
		head = str_from_pos(head, 3);
	return str_starts(head, csv_header);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	(void)lim;
	return is_csv(f->head) ? load_csv(in, out, e) : load_xml(in, out, e);
}

static bool
detect(const struct feed_head *h)
{
	struct str top = str_sub(h->text, 0, 4096);

	return is_csv(top) || (top.n != 0 && *top.p == '<' &&
	    str_find_str(top, STR("<Weakness_Catalog")) < top.n);
}

const struct feed feed_cwe = {
	.name = "cwe", .about = "names of weaknesses: MITRE's cwec XML or CSV",
	.detect = detect, .load = load,
};
