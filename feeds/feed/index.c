/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that belong to a feed and hold no records: lists of what is there,
 * checksums, dates. They are known, and passed over.
 *
 * Source:   repomd.xml: createrepo_c(8); changes.csv, deletions.csv,
 *           archive_latest.txt: security.access.redhat.com/data/csaf/v2 and
 *           CSAF 2.0 section 7.1.13; PULP_MANIFEST: Pulp's file repositories;
 *           photon_versions.json: Photon OS's CVE metadata; index/ of the Go
 *           vulnerability database: go.dev/doc/security/vuln/database;
 *           latest.json: security.secureos.io;
 *           .meta: nvd.nist.gov/vuln/data-feeds; modified_id.csv: OSV's data
 *           dumps; delta.json, deltaLog.json: the CVE list's releases;
 *           import.json: Grype's database; metadata.json: Trivy's.
 * Rule:     a name alone does not do: an error page may bear any.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/csv.h"

/* A row each: the end of the path, from a '/', '!' or the beginning, without
   .gz and kin ("*.x": what ends so); and a text that the beginning holds. */
static const struct {
	const char *name, *holds;
} kinds[] = {
	{ "*.xml", "<repomd" },
	{ "changes.csv", ".json\"," },
	{ "archive_latest.txt", ".tar." },
	{ "index.txt", ".json" },	/* CSAF 2.0 sections 7.1.12, 7.1.18 */
	{ "index.txt", ".xml" },
	{ "provider-metadata.json", "\"public_openpgp_keys\"" },
	{ "*.json.asc", "-----BEGIN PGP SIGNATURE" },
	{ "*.json.sha256", ".json" },
	{ "*.json.sha512", ".json" },
	{ "PULP_MANIFEST", ".xml" },
	{ "photon_versions.json", "\"branches\"" },
	{ "index/db.json", "\"modified\"" },
	{ "index/modules.json", "\"vulns\"" },
	{ "index/vulns.json", "\"modified\"" },
	{ "*.meta", "lastModifiedDate:" },
	{ "*.json", "\"NVD_CPE" },		/* names and matches of CPE */
	{ "latest.json", "\"latest_url\"" },
	{ "modified_id.csv", "," },
	{ "delta.json", "\"numberOfChanges\"" },
	{ "deltaLog.json", "\"numberOfChanges\"" },
	{ "import.json", "\"digest\"" },
	{ "metadata.json", "\"NextUpdate\"" },
};

static struct str
without_packing(struct str name)
{
	static const char *const ends[] = { ".gz", ".bz2", ".xz", ".zst" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(name, str_from(ends[i])))
			return str_sub(name, 0, name.n - strlen(ends[i]));
	return name;
}

static bool
has_name(struct str path, struct str name)
{
	if (str_starts(name, STR("*")))
		return str_ends(path, str_from_pos(name, 1));
	if (!str_ends(path, name))
		return false;

	size_t n = path.n - name.n;

	return n == 0 || path.p[n - 1] == '/' || path.p[n - 1] == '!';
}

/* "all.json" of OSV's vendors: [ { id, modified }, … ], whatever its name. */
static bool
is_osv_list(const struct feed_head *h)
{
	struct str first = str_sub(h->text, 0, str_find(h->text, '}'));

	if (str_find(first, '{') != str_rfind(first, '{'))
		return false;
	return h->array && first.n < 1000 &&
	    str_find_str(first, STR("\"id\"")) < first.n &&
	    str_find_str(first, STR("\"modified\"")) < first.n &&
	    str_find_str(first, STR("\"summary\"")) == first.n &&
	    str_find_str(first, STR("\"schema_version\"")) == first.n &&
	    str_find_str(first, STR("\"affected\"")) == first.n;
}

static bool
detect(const struct feed_head *h)
{
	struct str path = without_packing(h->name), text = str_trim(h->text);
	bool is_xml = str_starts(text, STR("<"));

	if (is_osv_list(h))
		return true;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct str holds = str_from(kinds[i].holds);

		if (has_name(path, str_from(kinds[i].name)) &&
		    is_xml == str_starts(holds, STR("<")) &&
		    str_find_str(text, holds) < text.n)
			return true;
	}
	return false;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	(void)f;
	(void)in;
	(void)lim;
	(void)out;
	(void)e;
	return RC_OK;
}

const struct feed feed_index = {
	.name = "index", .about = "lists of a feed's files: known, passed over",
	.index = true, .detect = detect, .load = load,
};

/* ---- what a publisher took back ---- */

/* "2024/rhsa-2024_2106.json" is RHSA-2024:2106 of the advisories,
   "2024/cve-2024-1.json" CVE-2024-1 of the VEX documents. */
static bool
document(struct arena *a, struct str path, struct str *ret_feed,
    struct str *ret_id)
{
	struct str name = str_from_pos(path, str_rfind(path, '/') + 1);
	char *p;

	if (str_rfind(path, '/') == path.n)
		name = path;
	if (!str_ends(name, STR(".json")) || name.n < 10)
		return false;
	name = str_sub(name, 0, name.n - 5);
	p = NEWN(a, char, name.n);
	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ?
		    (char)(name.p[i] - 'a' + 'A') :
		    name.p[i] == '_' ? ':' : name.p[i];
	*ret_id = str_of(p, name.n);
	*ret_feed = str_starts(*ret_id, STR("CVE-")) ? STR("redhat-vex") :
	    STR("redhat-csaf");
	return str_starts(*ret_id, STR("CVE-")) ||
	    str_starts(*ret_id, STR("RH"));
}

static enum rc
load_deletions(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	struct csv_in *c = csv_in_new(in);
	struct arena *a = arena_new((size_t)lim->memory);
	const struct str *row;
	size_t n;
	enum rc rc;

	(void)f;
	while ((rc = csv_in_row(c, &row, &n, e)) == RC_OK) {
		struct str feed, id;
		int64_t t;

		arena_reset(a);
		if (n < 2 || !when_parse(row[1], &t) ||
		    !document(a, row[0], &feed, &id))
			rc = fill_reject(out, row[0], "no document and date",
			    e);
		else
			rc = fill_deleted(out, feed, id, t, e);
		if (rc != RC_OK)
			break;
	}
	arena_free(a);
	csv_in_free(c);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
detect_deletions(const struct feed_head *h)
{
	return has_name(without_packing(h->name), STR("deletions.csv")) &&
	    str_starts(str_trim(h->text), STR("\"")) &&
	    str_find_str(h->text, STR(".json\",")) < h->text.n;
}

const struct feed feed_deletions = {
	.name = "deletions", .about = "Red Hat's list of what it took back",
	.changes = true, .detect = detect_deletions, .load = load_deletions,
};
