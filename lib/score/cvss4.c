/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVSS v4.0.
 *
 * Source:   FIRST, CVSS v4.0 Specification Document, sections 7 (vector
 *           strings: the order of metrics is fixed) and 8 (macrovectors,
 *           their scores, and how a vector is placed between them).
 * Numbers:  scores are whole tenths and the mean of the distances a fraction
 *           with a common denominator, so that rounding is exact.
 */
#include "score/vector.h"

enum { AV, AC, AT, PR, UI, VC, VI, VA, SC, SI, SA, E, CR, IR, AR,
	MAV, MAC, MAT, MPR, MUI, MVC, MVI, MVA, MSC, MSI, MSA,
	S, AU, R, V, RE, U, N };

/* Values from most to least severe, so that an index is a level of severity;
   S of MSI and MSA is more severe than any value of SI and SA. */
static const struct cvss_metric table[N] = {
	[AV] = { "AV", "N A L P", true },
	[AC] = { "AC", "L H", true },
	[AT] = { "AT", "N P", true },
	[PR] = { "PR", "N L H", true },
	[UI] = { "UI", "N P A", true },
	[VC] = { "VC", "H L N", true },
	[VI] = { "VI", "H L N", true },
	[VA] = { "VA", "H L N", true },
	[SC] = { "SC", "H L N", true },
	[SI] = { "SI", "H L N", true },
	[SA] = { "SA", "H L N", true },
	[E] = { "E", "X A P U", false },
	[CR] = { "CR", "X H M L", false },
	[IR] = { "IR", "X H M L", false },
	[AR] = { "AR", "X H M L", false },
	[MAV] = { "MAV", "X N A L P", false },
	[MAC] = { "MAC", "X L H", false },
	[MAT] = { "MAT", "X N P", false },
	[MPR] = { "MPR", "X N L H", false },
	[MUI] = { "MUI", "X N P A", false },
	[MVC] = { "MVC", "X H L N", false },
	[MVI] = { "MVI", "X H L N", false },
	[MVA] = { "MVA", "X H L N", false },
	[MSC] = { "MSC", "X H L N", false },
	[MSI] = { "MSI", "X S H L N", false },
	[MSA] = { "MSA", "X S H L N", false },
	[S] = { "S", "X N P", false },
	[AU] = { "AU", "X N Y", false },
	[R] = { "R", "X A U I", false },
	[V] = { "V", "X D C", false },
	[RE] = { "RE", "X L M H", false },
	[U] = { "U", "X Clear Green Amber Red", false },
};

/* Section 8.1, in tenths: scores[EQ1][EQ2][EQ3][EQ4][EQ5][EQ6]; 0 where there
   is no such macrovector. */
static const unsigned char scores[3][2][3][3][3][2] = {
	{
		{
			{ { { 100, 99 }, { 98, 95 }, { 95, 92 } },
			  { { 100, 96 }, { 93, 87 }, { 91, 81 } },
			  { { 93, 90 }, { 89, 80 }, { 81, 68 } } },
			{ { { 98, 95 }, { 95, 92 }, { 90, 84 } },
			  { { 93, 92 }, { 89, 81 }, { 81, 65 } },
			  { { 88, 80 }, { 78, 70 }, { 69, 48 } } },
			{ { { 0, 92 }, { 0, 82 }, { 0, 72 } },
			  { { 0, 79 }, { 0, 69 }, { 0, 50 } },
			  { { 0, 69 }, { 0, 55 }, { 0, 27 } } },
		},
		{
			{ { { 99, 97 }, { 95, 92 }, { 92, 85 } },
			  { { 95, 91 }, { 90, 83 }, { 84, 71 } },
			  { { 92, 81 }, { 82, 71 }, { 72, 53 } } },
			{ { { 95, 93 }, { 92, 85 }, { 85, 73 } },
			  { { 92, 82 }, { 80, 72 }, { 70, 59 } },
			  { { 84, 70 }, { 71, 52 }, { 50, 30 } } },
			{ { { 0, 86 }, { 0, 75 }, { 0, 52 } },
			  { { 0, 71 }, { 0, 52 }, { 0, 29 } },
			  { { 0, 63 }, { 0, 29 }, { 0, 17 } } },
		},
	},
	{
		{
			{ { { 98, 95 }, { 94, 87 }, { 91, 81 } },
			  { { 94, 89 }, { 86, 74 }, { 77, 64 } },
			  { { 87, 75 }, { 74, 63 }, { 63, 49 } } },
			{ { { 94, 89 }, { 88, 77 }, { 76, 67 } },
			  { { 86, 76 }, { 74, 58 }, { 59, 50 } },
			  { { 72, 57 }, { 57, 52 }, { 52, 25 } } },
			{ { { 0, 83 }, { 0, 70 }, { 0, 54 } },
			  { { 0, 65 }, { 0, 58 }, { 0, 26 } },
			  { { 0, 53 }, { 0, 21 }, { 0, 13 } } },
		},
		{
			{ { { 95, 90 }, { 88, 76 }, { 76, 70 } },
			  { { 90, 77 }, { 75, 62 }, { 61, 53 } },
			  { { 77, 66 }, { 68, 59 }, { 52, 30 } } },
			{ { { 89, 78 }, { 76, 67 }, { 62, 58 } },
			  { { 74, 59 }, { 57, 57 }, { 47, 23 } },
			  { { 61, 52 }, { 57, 29 }, { 24, 16 } } },
			{ { { 0, 71 }, { 0, 59 }, { 0, 30 } },
			  { { 0, 58 }, { 0, 26 }, { 0, 15 } },
			  { { 0, 23 }, { 0, 13 }, { 0, 6 } } },
		},
	},
	{
		{
			{ { { 93, 87 }, { 86, 72 }, { 75, 58 } },
			  { { 86, 74 }, { 74, 61 }, { 56, 34 } },
			  { { 70, 54 }, { 52, 40 }, { 40, 22 } } },
			{ { { 85, 75 }, { 74, 55 }, { 62, 51 } },
			  { { 72, 57 }, { 55, 41 }, { 46, 19 } },
			  { { 53, 36 }, { 34, 19 }, { 19, 8 } } },
			{ { { 0, 64 }, { 0, 51 }, { 0, 20 } },
			  { { 0, 47 }, { 0, 21 }, { 0, 11 } },
			  { { 0, 24 }, { 0, 9 }, { 0, 4 } } },
		},
		{
			{ { { 88, 75 }, { 73, 53 }, { 60, 50 } },
			  { { 73, 55 }, { 59, 40 }, { 41, 20 } },
			  { { 54, 43 }, { 45, 22 }, { 20, 11 } } },
			{ { { 75, 55 }, { 58, 45 }, { 40, 21 } },
			  { { 61, 51 }, { 48, 18 }, { 20, 9 } },
			  { { 46, 18 }, { 17, 7 }, { 8, 2 } } },
			{ { { 0, 53 }, { 0, 24 }, { 0, 14 } },
			  { { 0, 24 }, { 0, 12 }, { 0, 5 } },
			  { { 0, 10 }, { 0, 3 }, { 0, 1 } } },
		},
	},
};

/* Levels of the effective metrics, AV to AR without E; 0 is most severe. */
struct levels {
	int v[AR + 1];
	int eq[7];		/* 1 to 6 */
};

/* SI and SA count S, H, L, N; the requirements H, M, L with X as H. */
static struct levels
levels_of(const unsigned char v[N])
{
	struct levels l = { 0 };

	for (int m = AV; m <= SA; m++) {
		int own = v[m] + (m == SI || m == SA);
		int modified = v[m - AV + MAV];

		l.v[m] = modified != 0 ? modified - 1 : own;
	}
	for (int m = CR; m <= AR; m++)
		l.v[m] = v[m] != 0 ? v[m] - 1 : 0;
	l.v[E] = v[E] != 0 ? v[E] - 1 : 0;
	return l;
}

enum { SAFETY = 0, SUB_HIGH = 1, SUB_NONE = 3 };

static void
classify(struct levels *l)
{
	const int *v = l->v;
	bool av = v[AV] == 0, pr = v[PR] == 0, ui = v[UI] == 0;

	l->eq[1] = av && pr && ui ? 0 : (av || pr || ui) && v[AV] != 3 ? 1 : 2;
	l->eq[2] = v[AC] == 0 && v[AT] == 0 ? 0 : 1;
	l->eq[3] = v[VC] == 0 && v[VI] == 0 ? 0 :
	    v[VC] == 0 || v[VI] == 0 || v[VA] == 0 ? 1 : 2;
	l->eq[4] = v[SI] == SAFETY || v[SA] == SAFETY ? 0 :
	    v[SC] == 0 || v[SI] == SUB_HIGH || v[SA] == SUB_HIGH ? 1 : 2;
	l->eq[5] = v[E];
	l->eq[6] = (v[CR] == 0 && v[VC] == 0) || (v[IR] == 0 && v[VI] == 0) ||
	    (v[AR] == 0 && v[VA] == 0) ? 0 : 1;
}

/* Tenths of a macrovector, or 0 when there is none. */
static int
macro(const int eq[7])
{
	for (int i = 1; i <= 6; i++)
		if (eq[i] > 2 || ((i == 2 || i == 6) && eq[i] > 1))
			return 0;
	return scores[eq[1]][eq[2]][eq[3]][eq[4]][eq[5]][eq[6]];
}

/* The score of the macrovector that is one less severe in class i. */
static int
lower(const struct levels *l, int i)
{
	int eq[7], other;

	memcpy(eq, l->eq, sizeof eq);
	eq[i]++;
	if (i != 3)
		return macro(eq);

	/* EQ3 and EQ6 go together. */
	if (l->eq[3] == 1 && l->eq[6] == 0) {
		eq[3]--;
		eq[6]++;
		return macro(eq);
	}
	other = macro(eq);
	if (l->eq[3] != 0 || l->eq[6] != 0)
		return other;
	eq[3]--;
	eq[6]++;
	return macro(eq) > other ? macro(eq) : other;
}

/*
 * Steps from the first of a class's most severe vectors that is at least as
 * severe as ours in every metric. metrics and most: n and n per vector, as
 * levels; vectors end with -1.
 */
static int
distance(const struct levels *l, const int *metrics, int n, const int *most)
{
	for (; *most >= 0; most += n) {
		int sum = 0, i;

		for (i = 0; i < n; i++) {
			int d = l->v[metrics[i]] - most[i];

			if (d < 0)
				break;
			sum += d;
		}
		if (i == n)
			return sum;
	}
	return 0;
}

static const int most1[3][10] = {
	{ 0, 0, 0, -1 },
	{ 1, 0, 0, 0, 1, 0, 0, 0, 1, -1 },
	{ 3, 0, 0, 1, 1, 1, -1 },
};
static const int most2[2][5] = { { 0, 0, -1 }, { 1, 0, 0, 1, -1 } };
static const int most36[3][2][31] = {		/* VC VI VA CR IR AR */
	{ { 0, 0, 0, 0, 0, 0, -1 },
	  { 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, -1 } },
	{ { 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1 },
	  { 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1,
	    0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, -1 } },
	{ { -1 }, { 1, 1, 1, 0, 0, 0, -1 } },
};
static const int most4[3][4] = {
	{ 0, SAFETY, SAFETY, -1 },
	{ 0, SUB_HIGH, SUB_HIGH, -1 },
	{ 1, 2, 2, -1 },
};

static const int depth1[] = { 1, 4, 5 }, depth2[] = { 1, 2 },
    depth36[3][2] = { { 7, 6 }, { 8, 8 }, { 1, 10 } },
    depth4[] = { 6, 5, 4 };

enum { DEPTHS = 840 };		/* a multiple of every depth above */

struct mean {
	int n;			/* classes that have a lower macrovector */
	int sum;		/* of tenths times DEPTHS */
};

static void
add(struct mean *m, int value, int below, int steps, int depth)
{
	if (below == 0)
		return;
	m->n++;
	m->sum += (value - below) * steps * (DEPTHS / depth);
}

static int
tenths(const struct levels *l)
{
	static const int eq1[] = { AV, PR, UI }, eq2[] = { AC, AT },
	    eq36[] = { VC, VI, VA, CR, IR, AR }, eq4[] = { SC, SI, SA };
	const int *e = l->eq;
	int value = macro(e);
	struct mean m = { 0 };

	add(&m, value, lower(l, 1), distance(l, eq1, 3, most1[e[1]]),
	    depth1[e[1]]);
	add(&m, value, lower(l, 2), distance(l, eq2, 2, most2[e[2]]),
	    depth2[e[2]]);
	add(&m, value, lower(l, 3), distance(l, eq36, 6, most36[e[3]][e[6]]),
	    depth36[e[3]][e[6]]);
	add(&m, value, lower(l, 4), distance(l, eq4, 3, most4[e[4]]),
	    depth4[e[4]]);
	add(&m, value, lower(l, 5), 0, 1);
	if (m.n == 0)
		return value;

	int unit = DEPTHS * m.n;
	int exact = value * unit - m.sum;	/* half up */
	return exact < 0 ? 0 : (2 * exact + unit) / (2 * unit);
}

static bool
harmless(const struct levels *l)
{
	for (int m = VC; m <= SA; m++)
		if (l->v[m] != (m == SI || m == SA ? SUB_NONE : 2))
			return false;
	return true;
}

bool
cvss4(struct str text, struct cvss *ret)
{
	unsigned char v[N];
	uint32_t present;

	if (!cvss_read(text, table, N, true, v, &present))
		return false;

	struct levels l = levels_of(v);

	classify(&l);
	ret->base = harmless(&l) ? 0 : tenths(&l) / 10.0;
	return true;
}
