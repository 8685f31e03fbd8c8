/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_REPORT_REPORT_H
#define MATCH_REPORT_REPORT_H

#include "base/out.h"
#include "base/status.h"
#include "match/database.h"
#include "match/policy/finding.h"
#include "match/report/group.h"
#include "text/json_out.h"

/*
 * Reports: one file per output format, one row in report.c. Targets pass one
 * at a time, so that a thousand of them need the memory of one.
 */
struct run_gap {
	struct str sbom, kind, what;
	size_t components;
};

/* What holds for all targets; the sums grow as they pass. */
struct run {
	struct arena *arena;
	const struct match_db *db;
	const struct match_db *since;	/* --since DB, or NULL */
	int64_t now_s;
	bool has_as_of, has_since_day;
	int64_t as_of_day, since_day;
	size_t later, undated, changed;		/* --as-of */
	size_t known_before, gone, unknown_since;	/* --since */
	bool verbose, quiet;
	struct groups *groups;		/* --group-by advisory, or NULL; in
					   order at the end */
	size_t targets, components, judged, findings, fixable, hidden;
	size_t by_severity[SEV_CRITICAL + 1];
	size_t uncovered[UNCOVERED_KINDS];
	struct run_gap *gaps;
	size_t ngaps, cgaps;
	size_t notes;
	enum status status;		/* known at the end */
};

struct report_out {
	const struct report_format *format;
	struct out out;
	struct json_out json;
	bool colour;
};

struct report_format {
	const char *name;
	bool scores;	/* wants aliases and scores of every finding */
	void (*begin)(struct report_out *o, const struct run *r);
	void (*target)(struct report_out *o, const struct run *r,
	    const struct target *t);
	void (*end)(struct report_out *o, const struct run *r);
};

extern const struct report_format *const report_formats[];	/* NULL ends */
extern const struct report_format report_json, report_table;

/* What --as-of and --since left out, in words; "" without the option. */
struct str report_as_of(struct arena *a, const struct run *r,
    const struct target *t);
struct str report_since(struct arena *a, const struct run *r,
    const struct target *t);

/* A note that is said without being asked for: of an end of life, or of what
   the database is known to lack. */
bool report_is_loud(const struct notice *n);

const struct report_format *report_by_name(struct str name);

#endif
