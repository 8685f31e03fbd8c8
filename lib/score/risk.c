/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   reference, "EPSS / KEV / risk": Grype's formula, so that ranks of
 *           both can be compared. rank = 100 * min(1, threat * severity * kev):
 *           threat is 1 for what is exploited (KEV), else the EPSS
 *           probability; severity the mean of the word's middle score and the
 *           mean of the CVSS base scores that are not 0, by 10; kev 1.1 with
 *           ransomware, 1.05 listed, else 1.
 */
#include "score/risk.h"

/* The middle of what a word stands for. */
static double
word_score(enum severity s)
{
	switch (s) {
	case SEV_NEGLIGIBLE:
		return 0.5;
	case SEV_LOW:
		return 3.0;
	case SEV_MEDIUM:
		return 5.0;
	case SEV_HIGH:
		return 7.5;
	case SEV_CRITICAL:
		return 9.0;
	default:
		return 5.0;
	}
}

bool
risk_rank(const struct risk *r, double *ret)
{
	double threat = r->has_kev ? 1.0 : r->epss, sum = 0.0, v;
	double bad = word_score(r->severity) / 10;
	size_t n = 0;

	if (!r->has_kev && !r->has_epss)
		return false;
	for (size_t i = 0; i < r->ncvss; i++) {
		sum += r->cvss[i];
		n += r->cvss[i] > 0.0;
	}
	if (n != 0)
		bad = (bad + sum / (double)n / 10) / 2;
	v = threat * bad * (!r->has_kev ? 1.0 : r->ransomware ? 1.1 : 1.05);
	*ret = v > 1.0 ? 100.0 : v * 100;
	return true;
}
