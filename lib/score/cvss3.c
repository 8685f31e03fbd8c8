/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVSS v3.0 and v3.1.
 *
 * Source:   FIRST, CVSS v3.1 Specification Document, section 7 and appendix A
 *           (Roundup on integers, used for 3.0 as well: the decimal ceiling
 *           there differs by floating error only); v3.0, section 8.
 * Grammar:  order of metrics is free.
 */
#include "score/vector.h"

enum { AV, AC, PR, UI, S, C, I, A, E, RL, RC, CR, IR, AR,
	MAV, MAC, MPR, MUI, MS, MC, MI, MA, N };

static const struct cvss_metric table[N] = {
	[AV] = { "AV", "N A L P", true },
	[AC] = { "AC", "L H", true },
	[PR] = { "PR", "N L H", true },
	[UI] = { "UI", "N R", true },
	[S] = { "S", "U C", true },
	[C] = { "C", "N L H", true },
	[I] = { "I", "N L H", true },
	[A] = { "A", "N L H", true },
	[E] = { "E", "X U P F H", false },
	[RL] = { "RL", "X O T W U", false },
	[RC] = { "RC", "X U R C", false },
	[CR] = { "CR", "X L M H", false },
	[IR] = { "IR", "X L M H", false },
	[AR] = { "AR", "X L M H", false },
	[MAV] = { "MAV", "X N A L P", false },
	[MAC] = { "MAC", "X L H", false },
	[MPR] = { "MPR", "X N L H", false },
	[MUI] = { "MUI", "X N R", false },
	[MS] = { "MS", "X U C", false },
	[MC] = { "MC", "X N L H", false },
	[MI] = { "MI", "X N L H", false },
	[MA] = { "MA", "X N L H", false },
};

static const double av[] = { 0.85, 0.62, 0.55, 0.2 };
static const double ac[] = { 0.77, 0.44 };
static const double pr[2][3] = { { 0.85, 0.62, 0.27 }, { 0.85, 0.68, 0.5 } };
static const double ui[] = { 0.85, 0.62 };
static const double cia[] = { 0, 0.22, 0.56 };
static const double wanted[] = { 1, 0.5, 1, 1.5 };
static const double exploit_code[] = { 1, 0.91, 0.94, 0.97, 1 };
static const double remedy[] = { 1, 0.95, 0.96, 0.97, 1 };
static const double confidence[] = { 1, 0.92, 0.96, 1 };

/* The smallest number with one decimal that is not less than x. */
static double
roundup(double x)
{
	long i = (long)(x * 100000 + 0.5);

	return (double)(i % 10000 == 0 ? i / 10000 : i / 10000 + 1) / 10;
}

static double
power(double x, int n)
{
	double y = 1;

	while (n-- > 0)
		y *= x;
	return y;
}

static double
score(double impact, double exploitability, bool changed)
{
	double x = (changed ? 1.08 : 1) * (impact + exploitability);

	return impact <= 0 ? 0 : roundup(x < 10 ? x : 10);
}

static double
base(const unsigned char v[N])
{
	double isc = 1 - (1 - cia[v[C]]) * (1 - cia[v[I]]) * (1 - cia[v[A]]);
	double impact = v[S] != 0 ?
	    7.52 * (isc - 0.029) - 3.25 * power(isc - 0.02, 15) : 6.42 * isc;

	return score(impact, 8.22 * av[v[AV]] * ac[v[AC]] * pr[v[S]][v[PR]] *
	    ui[v[UI]], v[S] != 0);
}

/* A modified metric where it is defined, else the base metric. */
static unsigned char
effective(const unsigned char v[N], int metric)
{
	int modified = metric - AV + MAV;

	return v[modified] != 0 ? (unsigned char)(v[modified] - 1) : v[metric];
}

static double
modified(const unsigned char v[N], int minor)
{
	unsigned char x[A + 1];

	for (int m = AV; m <= A; m++)
		x[m] = effective(v, m);

	double miss = 1 - (1 - wanted[v[CR]] * cia[x[C]]) *
	    (1 - wanted[v[IR]] * cia[x[I]]) * (1 - wanted[v[AR]] * cia[x[A]]);
	double impact;

	if (miss > 0.915)
		miss = 0.915;
	if (x[S] == 0)
		impact = 6.42 * miss;
	else if (minor == 0)
		impact = 7.52 * (miss - 0.029) - 3.25 * power(miss - 0.02, 15);
	else
		impact = 7.52 * (miss - 0.029) -
		    3.25 * power(miss * 0.9731 - 0.02, 13);
	return score(impact, 8.22 * av[x[AV]] * ac[x[AC]] * pr[x[S]][x[PR]] *
	    ui[x[UI]], x[S] != 0);
}

bool
cvss3(struct str text, int minor, struct cvss *ret)
{
	unsigned char v[N];
	uint32_t present;

	if (!cvss_read(text, table, N, false, v, &present))
		return false;

	double later = exploit_code[v[E]] * remedy[v[RL]] * confidence[v[RC]];

	ret->base = base(v);
	ret->temporal = roundup(ret->base * later);
	ret->environmental = roundup(modified(v, minor) * later);
	ret->has_temporal = ret->has_environmental = true;
	return true;
}
