/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_POLICY_GATE_H
#define MATCH_POLICY_GATE_H

#include "base/status.h"
#include "match/policy/finding.h"

/*
 * Filters, which hide findings, and gates, which turn what is left into an
 * exit status. Filters come first.
 */
struct policy {
	bool has_fail_on, has_unknown, has_coverage, has_filter;
	enum severity fail_on;
	enum severity unknown;		/* counts as, with has_unknown */
	double min_coverage;		/* percent */
	bool shown[SEV_CRITICAL + 1];	/* --severity, with has_filter */
	bool only_fixed, fail_on_gap, strict, lenient;
};

/* Take out what the filters hide, counting it. */
void policy_filter(const struct policy *p, struct target *t);

/* Gaps that only a gate makes: unknown severities under --fail-on. */
void policy_gaps(const struct policy *p, struct target *t);

/* Status of one target, gaps and notes as the options count them. */
enum status policy_status(const struct policy *p, const struct target *t);

/* Status of two targets together. */
enum status policy_join(const struct policy *p, enum status a,
    enum status b);

#endif
