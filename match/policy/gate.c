/* SPDX-License-Identifier: Apache-2.0 */
#include "match/policy/gate.h"

#include "base/arena.h"

static enum severity
counts_as(const struct policy *p, const struct finding *f)
{
	return f->severity == SEV_UNKNOWN && p->has_unknown ? p->unknown
	    : f->severity;
}

static bool
shown(const struct policy *p, const struct finding *f)
{
	if (p->only_fixed && f->nfixed_in == 0)
		return false;
	return !p->has_filter || p->shown[counts_as(p, f)];
}

void
policy_filter(const struct policy *p, struct target *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nfindings; i++)
		if (shown(p, &t->findings[i]))
			t->findings[n++] = t->findings[i];
	t->hidden += t->nfindings - n;
	t->nfindings = n;
}

void
policy_gaps(const struct policy *p, struct target *t)
{
	size_t n = 0;

	if (!p->has_fail_on || p->has_unknown || p->fail_on == SEV_UNKNOWN)
		return;
	for (size_t i = 0; i < t->nfindings; i++)
		n += t->findings[i].severity == SEV_UNKNOWN;
	if (n != 0)
		target_gap(t, "severity", 0, "%zu finding%s of unknown "
		    "severity under --fail-on (--unknown-severity decides)",
		    n, n == 1 ? "" : "s");
}

/* Percent; of a document without packages nothing was covered. */
static double
coverage(const struct target *t)
{
	return t->components == 0 ? 0.0 :
	    100.0 * (double)t->judged / (double)t->components;
}

static bool
condition(const struct policy *p, const struct target *t)
{
	for (size_t i = 0; i < t->nfindings && p->has_fail_on; i++) {
		enum severity s = counts_as(p, &t->findings[i]);

		if (s >= p->fail_on)
			return true;
	}
	return p->has_coverage && coverage(t) < p->min_coverage;
}

enum status
policy_join(const struct policy *p, enum status a, enum status b)
{
	if (p->fail_on_gap && ((a == ST_GAP && b == ST_CONDITION) ||
	    (a == ST_CONDITION && b == ST_GAP)))
		return ST_GAP;
	return status_join(a, b);
}

enum status
policy_status(const struct policy *p, const struct target *t)
{
	bool gap = t->ngaps != 0 || (p->strict && t->notes.n != 0);
	enum status s = condition(p, t) ? ST_CONDITION : ST_DONE;

	if (gap && !p->lenient)
		s = policy_join(p, s, ST_GAP);
	return s;
}
