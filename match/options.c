/* SPDX-License-Identifier: Apache-2.0 */
#include "match/options.h"

#include <stdlib.h>

#include "base/opt.h"
#include "base/out.h"
#include "base/when.h"
#include "match/report/report.h"

enum option_id { O_DB, O_OUTPUT, O_FAIL_ON, O_FAIL_ON_GAP, O_COVERAGE,
	O_SEVERITY, O_ONLY_FIXED, O_UNKNOWN, O_KERNEL, O_DISTRO, O_NOW, O_AGE, O_STRICT,
	O_LENIENT, O_QUIET, O_VERBOSE, O_AS_OF, O_SINCE, O_UNBOUNDED,
	O_GENERATED, O_JOBS, O_GROUP, O_PROGRESS };

#define ROW_DB { 0, "db", "FILE", "the advisory database; else $AIRBOM_DB, " \
	"$XDG_DATA_HOME/airbom/advisories.db, /var/lib/airbom/advisories.db", \
	O_DB }
#define ROW_DISTRO { 0, "distro", "ID:VERSION", "distribution of packages " \
	"whose document does not say, as debian:12", O_DISTRO }
#define ROW_AS_OF { 0, "as-of", "DATE", "only what was known then: leave " \
	"out statements made later", O_AS_OF }

#define ROW_UNBOUNDED { 0, "unbounded", NULL, "show what NVD says of every " \
	"version of a product, too", O_UNBOUNDED }
#define ROW_GENERATED { 0, "generated-cpes", NULL, "look up in NVD by CPE " \
	"names that were guessed, too: possible findings", O_GENERATED }
#define ROW_KERNEL { 0, "kernel", "WORD", "findings about kernels: auto " \
	"(not in container images), show or hide", O_KERNEL }

static const struct opt match_opts[] = {
	ROW_DB,
	{ 'o', "output", "FORMAT[=FILE]", "table (default) or json; may be "
	    "given several times", O_OUTPUT },
	{ 0, "fail-on", "SEVERITY", "status 1 when a finding is at least this "
	    "severe", O_FAIL_ON },
	{ 0, "fail-on-gap", NULL, "a gap's status 4 goes before status 1",
	    O_FAIL_ON_GAP },
	{ 0, "min-coverage", "PERCENT", "status 1 when fewer packages were "
	    "judged", O_COVERAGE },
	{ 0, "severity", "LIST", "show these severities only", O_SEVERITY },
	{ 0, "group-by", "WORD", "what findings stand under: target (default) "
	    "or advisory, with the documents that it is in", O_GROUP },
	{ 0, "only-fixed", NULL, "show findings with a fix only",
	    O_ONLY_FIXED },
	{ 0, "unknown-severity", "LEVEL", "what unknown severity counts as",
	    O_UNKNOWN },
	ROW_DISTRO, ROW_KERNEL, ROW_UNBOUNDED, ROW_GENERATED, ROW_AS_OF,
	{ 0, "since", "DATE|DB", "only what came to light since: after DATE, "
	    "or not found with the database DB (the exact form)", O_SINCE },
	{ 0, "now", "DATE", "today; else $SOURCE_DATE_EPOCH, else the clock",
	    O_NOW },
	{ 0, "max-db-age", "[FEED=]DAYS", "age limit of the database, or of "
	    "one feed in it", O_AGE },
	{ 'j', "jobs", "N", "documents judged at a time; default: processors, "
	    "at most 8, of several inputs", O_JOBS },
	{ 0, "strict", NULL, "notes count as gaps", O_STRICT },
	{ 0, "lenient", NULL, "gaps pass with status 0", O_LENIENT },
	{ 'q', "quiet", NULL, "no words but errors and gaps", O_QUIET },
	{ 0, "progress", "WHEN", "say how far it is: auto (on a terminal), "
	    "always, never", O_PROGRESS },
	{ 'v', "verbose", NULL, "list notes and packages that were not judged, "
	    "on standard error, sources and upgrades in the table", O_VERBOSE },
	{ 0 },
};

static const struct opt_set match_set = {
	.tool = "match",
	.usage = "match [OPTION]... [SBOM...]\n"
	    "       match explain ID[,PACKAGE] [SBOM...]\n"
	    "       match self-test [--db FILE]\n"
	    "       match compare",
	.about = "SBOM is a file, a directory of them, or - for standard "
	    "input (the default).\nExit status: 0 done, 1 a condition holds, "
	    "2 wrong usage, 3 failed,\n4 done with a gap, 5 the database is "
	    "missing, damaged, of an unknown schema or\ntoo old.",
	.opts = match_opts,
};

static const struct opt explain_opts[] = {
	ROW_DB, ROW_DISTRO, ROW_KERNEL, ROW_UNBOUNDED, ROW_GENERATED,
	ROW_AS_OF, { 0 },
};

static const struct opt_set explain_set = {
	.tool = "match explain",
	.usage = "match explain [OPTION]... ID[,PACKAGE] [SBOM...]",
	.opts = explain_opts,
};

static const struct opt self_test_opts[] = {
	ROW_DB, { 0 },
};

static const struct opt_set self_test_set = {
	.tool = "match self-test",
	.usage = "match self-test [OPTION]...",
	.about = "Packages known to be vulnerable must be found by each feed "
	    "of the database.\nStatus 4: a feed is blind.",
	.opts = self_test_opts,
};

struct parse {
	struct options *o;
	const char *tool, *now;
};

static bool
bad(const struct parse *p, const char *option, const char *arg,
    const char *want)
{
	say(p->tool, "%s %s: %s", option, arg, want);
	return false;
}

static bool
take_output(struct parse *p, const char *arg)
{
	struct options *o = p->o;
	struct str s = str_from(arg);
	size_t eq = str_find(s, '=');
	const struct report_format *f = report_by_name(str_sub(s, 0, eq));
	const char *path = eq < s.n ? arg + eq + 1 : "-";

	if (f == NULL)
		return bad(p, "--output", arg, "not one of table, json");
	if (path[0] == '\0')
		return bad(p, "--output", arg, "no file name after =");
	if (o->noutputs == OUTPUTS_MAX)
		return bad(p, "--output", arg, "too many outputs");
	for (size_t i = 0; i < o->noutputs; i++)
		if (strcmp(o->outputs[i].path, path) == 0)
			return bad(p, "--output", arg,
			    "two formats for one place");
	o->outputs[o->noutputs].format = f;
	o->outputs[o->noutputs++].path = path;
	return true;
}

static bool
take_level(const struct parse *p, const char *option, const char *arg,
    enum severity *ret)
{
	return severity_from_name(str_from(arg), ret) || bad(p, option, arg,
	    "not critical, high, medium, low, negligible or unknown");
}

static bool
take_severities(struct parse *p, const char *arg)
{
	struct str rest = str_from(arg), word;
	size_t n = 0;
	enum severity s;

	p->o->policy.has_filter = true;
	for (; str_word(&rest, &word); n++) {
		if (!severity_from_name(word, &s))
			break;
		p->o->policy.shown[s] = true;
	}
	/* of an empty list, such as a script's unset variable, all findings
	   would be hidden, from gates, too */
	return (n != 0 && word.n == 0) || bad(p, "--severity", arg,
	    "not a list of critical, high, medium, low, negligible, unknown");
}

static bool
take_coverage(struct parse *p, const char *arg)
{
	struct str s = str_from(arg);
	uint64_t v;

	if (s.n != 0 && s.p[s.n - 1] == '%')
		s.n--;
	if (!str_u64(s, 100, &v))
		return bad(p, "--min-coverage", arg, "not a percentage");
	p->o->policy.has_coverage = true;
	p->o->policy.min_coverage = (double)v;
	return true;
}

static bool
take_kernel(struct parse *p, const char *arg)
{
	static const char *const words[] = { [KERNEL_AUTO] = "auto",
		[KERNEL_SHOW] = "show", [KERNEL_HIDE] = "hide" };

	for (int i = KERNEL_AUTO; i <= KERNEL_HIDE; i++) {
		if (strcmp(arg, words[i]) != 0)
			continue;
		p->o->kernel = (enum kernel_mode)i;
		return true;
	}
	return bad(p, "--kernel", arg, "not auto, show or hide");
}

static bool
take_distro(struct parse *p, const char *arg)
{
	struct str s = str_from(arg);
	size_t colon = str_find(s, ':');

	p->o->distro_id = str_sub(s, 0, colon);
	p->o->distro_version = str_from_pos(s, colon + 1);
	if (p->o->distro_id.n == 0)
		return bad(p, "--distro", arg, "not ID:VERSION");
	return true;
}

static bool
take_age(struct parse *p, const char *arg)
{
	struct options *o = p->o;
	struct str s = str_from(arg);
	size_t eq = str_find(s, '=');
	struct str days = eq < s.n ? str_from_pos(s, eq + 1) : s;
	uint64_t v;

	if (!str_u64(days, 1000000, &v) || eq == 0)
		return bad(p, "--max-db-age", arg, "not [FEED=]DAYS");
	if (o->nages == AGES_MAX)
		return bad(p, "--max-db-age", arg, "too many of them");
	o->ages[o->nages].feed = eq < s.n ? str_sub(s, 0, eq) : STR("");
	o->ages[o->nages++].days = v;
	return true;
}

static bool
take_as_of(struct parse *p, const char *arg)
{
	int64_t t;

	if (!when_parse(str_from(arg), &t))
		return bad(p, "--as-of", arg, "not a date (YYYY-MM-DD)");
	p->o->has_as_of = true;
	p->o->as_of_day = when_day(t);
	return true;
}

/* What is no date is a database. */
static bool
take_since(struct parse *p, const char *arg)
{
	struct options *o = p->o;
	int64_t t;

	if (arg[0] == '\0')
		return bad(p, "--since", arg, "neither a date nor a file");
	o->has_since_day = when_parse(str_from(arg), &t);
	o->since_day = o->has_since_day ? when_day(t) : 0;
	o->since_db = o->has_since_day ? NULL : arg;
	return true;
}

static bool
take_jobs(struct parse *p, const char *arg)
{
	uint64_t n;

	if (!str_u64(str_from(arg), 1024, &n) || n == 0)
		return bad(p, "--jobs", arg, "not a number from 1 to 1024");
	p->o->jobs = (unsigned)n;
	return true;
}

static bool
take(void *ctx, int id, const char *arg)
{
	struct parse *p = ctx;
	struct policy *y = &p->o->policy;

	switch ((enum option_id)id) {
	case O_DB:
		p->o->db = arg;
		return true;
	case O_OUTPUT:
		return take_output(p, arg);
	case O_FAIL_ON:
		y->has_fail_on = true;
		return take_level(p, "--fail-on", arg, &y->fail_on);
	case O_FAIL_ON_GAP:
		return y->fail_on_gap = true;
	case O_COVERAGE:
		return take_coverage(p, arg);
	case O_SEVERITY:
		return take_severities(p, arg);
	case O_ONLY_FIXED:
		return y->only_fixed = true;
	case O_UNKNOWN:
		y->has_unknown = true;
		return take_level(p, "--unknown-severity", arg, &y->unknown);
	case O_KERNEL:
		return take_kernel(p, arg);
	case O_DISTRO:
		return take_distro(p, arg);
	case O_UNBOUNDED:
		return p->o->unbounded = true;
	case O_GENERATED:
		return p->o->generated_cpes = true;
	case O_AS_OF:
		return take_as_of(p, arg);
	case O_SINCE:
		return take_since(p, arg);
	case O_NOW:
		p->now = arg;
		return true;
	case O_AGE:
		return take_age(p, arg);
	case O_STRICT:
		return y->strict = true;
	case O_LENIENT:
		return y->lenient = true;
	case O_GROUP:
		if (strcmp(arg, "target") != 0 && strcmp(arg, "advisory") != 0)
			return bad(p, "--group-by", arg,
			    "not target or advisory");
		p->o->group_by = arg[0] == 't' ? GROUP_TARGET : GROUP_ADVISORY;
		return true;
	case O_JOBS:
		return take_jobs(p, arg);
	case O_QUIET:
		return p->o->quiet = true;
	case O_VERBOSE:
		return p->o->verbose = true;
	case O_PROGRESS:
		return progress_by_name(arg, &p->o->progress) ||
		    bad(p, "--progress", arg, "not auto, always or never");
	}
	return false;
}

int
options_parse(struct options *o, int argc, char **argv, enum command c)
{
	const struct opt_set *set = c == COMMAND_EXPLAIN ? &explain_set
	    : c == COMMAND_SELF_TEST ? &self_test_set : &match_set;
	struct parse p = { .o = o, .tool = set->tool };
	struct err e = { { 0 } };
	int first = opt_parse(set, argc, argv, take, &p);

	if (first < 0)
		return -1;
	if (when_now(p.now, &o->now_s, &e) != RC_OK) {
		say(set->tool, "%s", e.msg);
		return -1;
	}
	if (o->policy.lenient && (o->policy.strict || o->policy.fail_on_gap)) {
		say(set->tool, "--lenient excludes --strict and "
		    "--fail-on-gap");
		return -1;
	}
	if (o->noutputs == 0) {
		o->outputs[0].format = &report_table;
		o->outputs[o->noutputs++].path = "-";
	}
	return first;
}
