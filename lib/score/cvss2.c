/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVSS v2.0.
 *
 * Source:   FIRST, "A Complete Guide to the CVSS Version 2.0", section 3.2:
 *           weights and equations, rounded to one decimal at each score.
 * Grammar:  without prefix; found in parentheses, too. Order is free.
 */
#include "score/vector.h"

enum { AV, AC, AU, C, I, A, E, RL, RC, CDP, TD, CR, IR, AR, N };

static const struct cvss_metric table[N] = {
	[AV] = { "AV", "L A N", true },
	[AC] = { "AC", "H M L", true },
	[AU] = { "Au", "M S N", true },
	[C] = { "C", "N P C", true },
	[I] = { "I", "N P C", true },
	[A] = { "A", "N P C", true },
	[E] = { "E", "ND U POC F H", false },
	[RL] = { "RL", "ND OF TF W U", false },
	[RC] = { "RC", "ND UC UR C", false },
	[CDP] = { "CDP", "ND N L LM MH H", false },
	[TD] = { "TD", "ND N L M H", false },
	[CR] = { "CR", "ND L M H", false },
	[IR] = { "IR", "ND L M H", false },
	[AR] = { "AR", "ND L M H", false },
};

static const double weights[N][6] = {
	[AV] = { 0.395, 0.646, 1 },
	[AC] = { 0.35, 0.61, 0.71 },
	[AU] = { 0.45, 0.56, 0.704 },
	[C] = { 0, 0.275, 0.66 },
	[I] = { 0, 0.275, 0.66 },
	[A] = { 0, 0.275, 0.66 },
	[E] = { 1, 0.85, 0.9, 0.95, 1 },
	[RL] = { 1, 0.87, 0.9, 0.95, 1 },
	[RC] = { 1, 0.9, 0.95, 1 },
	[CDP] = { 0, 0, 0.1, 0.3, 0.4, 0.5 },
	[TD] = { 1, 0, 0.25, 0.75, 1 },
	[CR] = { 1, 0.5, 1, 1.51 },
	[IR] = { 1, 0.5, 1, 1.51 },
	[AR] = { 1, 0.5, 1, 1.51 },
};

/* To one decimal, half up; the term makes up for binary fractions. */
static double
round1(double x)
{
	return x <= 0 ? 0 : (double)(long)(x * 10 + 0.5 + 1e-9) / 10;
}

static double
base(double impact, double exploitability)
{
	double f = impact > 0 ? 1.176 : 0;

	return round1((0.6 * impact + 0.4 * exploitability - 1.5) * f);
}

static double
impact_of(double c, double i, double a)
{
	return 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
}

static bool
defined(const unsigned char v[N], int from, int to)
{
	for (int k = from; k <= to; k++)
		if (v[k] != 0)
			return true;
	return false;
}

bool
cvss2(struct str text, struct cvss *ret)
{
	unsigned char v[N];
	double w[N];
	uint32_t present;

	if (text.n > 1 && text.p[0] == '(' && text.p[text.n - 1] == ')')
		text = str_sub(text, 1, text.n - 1);
	if (!cvss_read(text, table, N, false, v, &present))
		return false;
	for (int k = 0; k < N; k++)
		w[k] = weights[k][v[k]];

	double exploit = 20 * w[AV] * w[AC] * w[AU];
	double later = w[E] * w[RL] * w[RC];
	double impact = impact_of(w[C] * w[CR], w[I] * w[IR], w[A] * w[AR]);
	/* The ceiling is the adjusted impact's alone: 10.41 exceeds it. */
	double here = round1(base(impact < 10 ? impact : 10, exploit) * later);

	ret->base = base(impact_of(w[C], w[I], w[A]), exploit);
	ret->temporal = round1(ret->base * later);
	ret->environmental = round1((here + (10 - here) * w[CDP]) * w[TD]);
	ret->has_temporal = defined(v, E, RC);
	ret->has_environmental = defined(v, CDP, AR);
	return true;
}
